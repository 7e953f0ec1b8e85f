//! A plan: what something would do, before it is done. Pure: whoever looks at the records adds what
//! it sees; a plan counts, keeps samples, and says how many calls and minutes it would take.
//!
//! One shape for a first sync, an import, a change of the field map and an undo.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Value, json};
use tenon_model::{FieldChange, Kind};

use crate::{merge::Side, remote::Pace};

/// Samples kept of each side, kind and effect: enough to see what is meant, however many there are.
pub const SAMPLES: usize = 10;
/// Longest text of a sample's value, in characters.
const MAX_VALUE: usize = 200;

/// What would become of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Effect {
    /// It would come to be.
    Create,
    /// Fields of it would change.
    Change,
    /// It would be deleted, or parted from its copy.
    Remove,
    /// It stays as it is.
    Leave,
    /// A person would be asked.
    Review,
}

impl Effect {
    /// The name on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Change => "change",
            Self::Remove => "remove",
            Self::Leave => "leave",
            Self::Review => "review",
        }
    }
}

/// The name of a side.
#[must_use]
pub const fn side_name(side: Side) -> &'static str {
    match side {
        Side::Hub => "hub",
        Side::Remote => "remote",
    }
}

/// One record of those counted.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Sample {
    /// The hub's record, when there is one.
    pub record_id: Option<String>,
    /// Its copy, when there is one.
    pub remote_id: Option<String>,
    /// What people call it.
    pub label: String,
    /// What would change, before and after.
    pub fields: Vec<FieldChange>,
    /// Why, where that is not plain.
    pub reason: String,
}

/// Calls to the other side.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Calls {
    /// Those that only ask.
    pub reads: u64,
    /// Those that write.
    pub writes: u64,
}

/// What something would do.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Plan {
    counts: BTreeMap<(&'static str, Kind, Effect), u64>,
    samples: BTreeMap<(&'static str, Kind, Effect), Vec<Sample>>,
    /// Calls that carrying it out would take.
    pub calls: Calls,
    /// Calls that making the plan took.
    pub asked: u64,
    /// What the plan cannot say, and why.
    pub notes: Vec<String>,
}

impl Plan {
    /// Counts a record; `sample` is asked for only as long as samples are kept.
    pub fn add(&mut self, side: Side, kind: Kind, effect: Effect, sample: impl FnOnce() -> Sample) {
        let key = (side_name(side), kind, effect);
        *self.counts.entry(key).or_default() += 1;
        if effect == Effect::Leave {
            return;
        }
        let samples = self.samples.entry(key).or_default();
        if samples.len() < SAMPLES {
            let mut sample = sample();
            for field in &mut sample.fields {
                shorten(&mut field.before);
                shorten(&mut field.after);
            }
            samples.push(sample);
        }
    }

    /// Counts records of which nothing more is known.
    pub fn count(&mut self, side: Side, kind: Kind, effect: Effect, how_many: u64) {
        if how_many > 0 {
            *self
                .counts
                .entry((side_name(side), kind, effect))
                .or_default() += how_many;
        }
    }

    /// How many records of a kind have this effect.
    #[must_use]
    pub fn of(&self, side: Side, kind: Kind, effect: Effect) -> u64 {
        let key = (side_name(side), kind, effect);
        self.counts.get(&key).copied().unwrap_or_default()
    }

    /// Side, kind, effect and how many, in their order.
    pub fn counts(&self) -> impl Iterator<Item = (&'static str, Kind, Effect, u64)> {
        self.counts
            .iter()
            .map(|((side, kind, effect), count)| (*side, *kind, *effect, *count))
    }

    /// Side, kind, effect and the samples kept of them.
    pub fn samples(&self) -> impl Iterator<Item = (&'static str, Kind, Effect, &[Sample])> {
        self.samples
            .iter()
            .map(|((side, kind, effect), samples)| (*side, *kind, *effect, samples.as_slice()))
    }

    /// How long its calls take at the other side's limits, in minutes, rounded up; `None`: it has no
    /// limits that are known.
    #[must_use]
    pub fn minutes(&self, pace: Option<Pace>) -> Option<u64> {
        pace.map(|pace| pace.minutes(self.calls.reads + self.calls.writes))
    }

    /// The plan for callers.
    #[must_use]
    pub fn to_json(&self, pace: Option<Pace>) -> Value {
        let mut sides = json!({"hub": {}, "remote": {}});
        for (side, kind, effect, count) in self.counts() {
            sides[side][kind.name()][effect.name()] = count.into();
        }
        let samples: Vec<Value> = self
            .samples()
            .flat_map(|(side, kind, effect, samples)| {
                samples.iter().map(move |sample| {
                    let mut told =
                        json!({"side": side, "kind": kind.name(), "effect": effect.name()});
                    if let (Value::Object(told), Ok(Value::Object(more))) =
                        (&mut told, serde_json::to_value(sample))
                    {
                        told.extend(more);
                    }
                    told
                })
            })
            .collect();
        json!({"sides": sides, "samples": samples, "calls": self.calls, "asked": self.asked,
            "minutes": self.minutes(pace), "notes": self.notes})
    }
}

fn shorten(value: &mut Value) {
    if let Value::String(text) = value
        && let Some((at, _)) = text.char_indices().nth(MAX_VALUE)
    {
        text.truncate(at);
        text.push('…');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_counts_all_and_keeps_a_few() {
        let mut plan = Plan::default();
        for number in 0..100 {
            let sample = || Sample {
                label: number.to_string(),
                fields: vec![FieldChange {
                    field: "city".into(),
                    before: Value::Null,
                    after: "ä".repeat(1_000).into(),
                }],
                ..Sample::default()
            };
            plan.add(Side::Hub, Kind::Contact, Effect::Change, sample);
            plan.add(Side::Remote, Kind::Contact, Effect::Leave, || {
                unreachable!("of what stays nothing is kept")
            });
        }
        plan.count(Side::Remote, Kind::Note, Effect::Create, 7);
        assert_eq!(plan.of(Side::Hub, Kind::Contact, Effect::Change), 100);
        let kept = plan.samples().next().unwrap().3;
        assert_eq!(kept.len(), SAMPLES);
        let value = kept[0].fields[0].after.as_str().unwrap();
        assert_eq!(value.chars().count(), MAX_VALUE + 1);
        let json = plan.to_json(None);
        assert_eq!(json["sides"]["remote"]["note"]["create"], 7);
        assert_eq!(json["sides"]["remote"]["contact"]["leave"], 100);
        assert_eq!(json["minutes"], Value::Null);
    }

    #[test]
    fn minutes_keep_to_the_window_and_to_the_day() {
        let pace = Pace {
            per_second: 8.0,
            per_day: 160_000,
        };
        for (calls, minutes) in [
            (0, 0),
            (1, 1),
            (480, 1),
            (481, 2),
            (160_000, 334),
            (160_001, 1_441),
            (400_000, 2 * 1_440 + 167),
        ] {
            let mut plan = Plan::default();
            plan.calls.writes = calls;
            assert_eq!(plan.minutes(Some(pace)), Some(minutes), "{calls} calls");
        }
    }
}
