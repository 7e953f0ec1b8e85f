//! A proof that both sides agree, or where they do not. Pure: told what both sides hold, it says in
//! which fields they differ and why; whoever reads them adds up what it says.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Value, json};
use tenon_model::{Fields, Kind};
use tenon_store::{Link, LinkState};

use crate::{
    merge::{How, parts, same, set},
    terms,
};

/// Differences kept whole; the others are counted.
pub const SAMPLES: usize = 100;
/// Longest value of a sample, in characters.
const MAX_VALUE: usize = 120;

/// Why a field or a record is not the same on both sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Why {
    /// Nobody knows: this is drift.
    Drift,
    /// The hub has it and the other side does not.
    MissingThere,
    /// The other side has it and the hub does not.
    MissingHere,
    /// It is on its way: a job waits, or what became of a call is being found out.
    Pending,
    /// The other side refuses it, or the hub cannot take it; a person was asked.
    Refused,
    /// The other side's field is set once, or cannot be written at all.
    CannotWrite,
    /// The other side writes the same value in another way.
    WrittenDifferently,
    /// It refers to something that the other side does not know (a user, a custom field).
    NotUnderstood,
    /// The two were parted: one was deleted, and the other stays as it is.
    Parted,
}

impl Why {
    /// Whether it counts against the proof: everything that nobody has been told of and nothing
    /// explains, and what has not arrived yet.
    #[must_use]
    pub const fn counts(self) -> bool {
        matches!(
            self,
            Self::Drift | Self::MissingThere | Self::MissingHere | Self::Pending
        )
    }

    /// The name on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Drift => "drift",
            Self::MissingThere => "missingThere",
            Self::MissingHere => "missingHere",
            Self::Pending => "pending",
            Self::Refused => "refused",
            Self::CannotWrite => "cannotWrite",
            Self::WrittenDifferently => "writtenDifferently",
            Self::NotUnderstood => "notUnderstood",
            Self::Parted => "parted",
        }
    }
}

/// Something that is not the same on both sides.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Difference {
    /// The record's kind.
    #[serde(serialize_with = "by_name")]
    pub kind: Kind,
    /// The hub's record, when there is one.
    pub record_id: Option<String>,
    /// Its copy, when there is one.
    pub remote_id: Option<String>,
    /// The field; empty when the whole record is missing.
    pub field: String,
    /// The hub's value.
    pub here: Value,
    /// The other side's value.
    pub there: Value,
    /// Why.
    pub why: Why,
}

fn by_name<S: serde::Serializer>(kind: &Kind, out: S) -> Result<S::Ok, S::Error> {
    out.serialize_str(kind.name())
}

/// The fields in which a record and its copy differ. `pending`: something is under way for it. `known`:
/// why a field may differ by its rule.
#[must_use]
pub fn compare(
    link: &Link,
    (hub, there): (&Fields, &Fields),
    pending: bool,
    known: impl Fn(&str) -> Option<Why>,
) -> Vec<Difference> {
    let null = &Value::Null;
    let refused = |name: &str| {
        link.state == LinkState::Refused && !link.detail["fields"][name].is_null()
            || !link.detail["held"][name].is_null()
    };
    let mut differences = Vec::new();
    for part in parts(link.kind, [hub, there]) {
        let name = part.name;
        let (ours, theirs) = (
            hub.get(name).unwrap_or(null),
            there.get(name).unwrap_or(null),
        );
        if same(ours, theirs) || part.how == How::Set && set(ours) == set(theirs) {
            continue;
        }
        let why = if refused(name) {
            Why::Refused
        } else if let Some(why) = known(name) {
            why
        } else if part.how == How::Reference && terms::is_foreign(theirs) {
            Why::NotUnderstood
        } else if pending || !link.detail["attempt"].is_null() {
            Why::Pending
        } else if alike(ours, theirs) {
            Why::WrittenDifferently
        } else {
            Why::Drift
        };
        differences.push(Difference {
            kind: link.kind,
            record_id: Some(link.record_id.clone()),
            remote_id: link.remote_id.clone(),
            field: name.to_owned(),
            here: short(ours),
            there: short(theirs),
            why,
        });
    }
    differences
}

/// Whether two texts are one but for case, blanks, or where the other side cut it off.
fn alike(one: &Value, other: &Value) -> bool {
    let plain = |value: &Value| {
        let text = value.as_str()?;
        let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
        Some(words.join(" ")).filter(|text| !text.is_empty())
    };
    match (plain(one), plain(other)) {
        (Some(one), Some(other)) => {
            // What is cut off is long: a name that begins another is another name.
            const CUT: usize = 100;
            one == other || (other.chars().count() >= CUT && one.starts_with(&other))
        }
        _ => false,
    }
}

fn short(value: &Value) -> Value {
    match value {
        Value::String(text) if text.chars().count() > MAX_VALUE => {
            let head: String = text.chars().take(MAX_VALUE).collect();
            Value::String(format!("{head}…"))
        }
        value => value.clone(),
    }
}

/// What was found of one kind.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OfKind {
    /// Records that stand on both sides and were compared.
    pub compared: u64,
    /// Records that are not the same on both sides, by why.
    pub records: BTreeMap<&'static str, u64>,
    /// Fields that are not, by why and name.
    pub fields: BTreeMap<&'static str, BTreeMap<String, u64>>,
}

/// What a proof found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Drift {
    kinds: BTreeMap<Kind, OfKind>,
    differences: Vec<Difference>,
    counted: u64,
    /// Calls it took.
    pub calls: u64,
    /// What was not looked at, and why.
    pub notes: Vec<String>,
}

impl Drift {
    /// A record that was compared, and what was found of it.
    pub fn add(&mut self, kind: Kind, found: Vec<Difference>) {
        self.kinds.entry(kind).or_default().compared += 1;
        self.add_uncompared(kind, found);
    }

    /// What was found of a record that is not on both sides.
    pub fn add_uncompared(&mut self, kind: Kind, found: Vec<Difference>) {
        let of = self.kinds.entry(kind).or_default();
        // A record counts once, for the worst that was found of it.
        if let Some(worst) = found.iter().map(|difference| difference.why).min() {
            *of.records.entry(worst.name()).or_default() += 1;
            self.counted += u64::from(worst.counts());
        }
        for difference in found {
            if !difference.field.is_empty() {
                let fields = of.fields.entry(difference.why.name()).or_default();
                *fields.entry(difference.field.clone()).or_default() += 1;
            }
            // What counts pushes out what does not.
            if self.differences.len() < SAMPLES {
                self.differences.push(difference);
            } else if difference.why.counts()
                && let Some(other) = self
                    .differences
                    .iter_mut()
                    .find(|other| !other.why.counts())
            {
                *other = difference;
            }
        }
    }

    /// Records that are not as they should be; 0: both sides agree, but for what is known and told.
    #[must_use]
    pub const fn count(&self) -> u64 {
        self.counted
    }

    /// What was found, by kind.
    pub fn kinds(&self) -> impl Iterator<Item = (Kind, &OfKind)> {
        self.kinds.iter().map(|(kind, of)| (*kind, of))
    }

    /// The differences kept.
    #[must_use]
    pub fn differences(&self) -> &[Difference] {
        &self.differences
    }

    /// What was found, for callers.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let kinds: Value = self
            .kinds
            .iter()
            .map(|(kind, of)| (kind.name().to_owned(), json!(of)))
            .collect();
        json!({"drift": self.counted, "kinds": kinds, "differences": self.differences,
            "calls": self.calls, "notes": self.notes})
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(state: LinkState, detail: Value) -> Link {
        Link {
            connection_id: "k".into(),
            kind: Kind::Contact,
            record_id: "c".into(),
            root_id: "c".into(),
            remote_id: Some("r".into()),
            state,
            base_hub: Fields::new(),
            base_remote: Fields::new(),
            detail,
            version: 1,
        }
    }

    fn object(value: Value) -> Fields {
        match value {
            Value::Object(fields) => fields,
            _ => Fields::new(),
        }
    }

    fn whys(link: &Link, here: Value, there: Value, pending: bool) -> Vec<(String, Why)> {
        let sides = (&object(here), &object(there));
        let known = |name: &str| (name == "source").then_some(Why::CannotWrite);
        let found = compare(link, sides, pending, known);
        found
            .into_iter()
            .map(|difference| (difference.field, difference.why))
            .collect()
    }

    #[test]
    fn every_difference_has_a_reason_and_without_one_it_is_drift() {
        let linked = link(LinkState::Linked, Value::Null);
        let of = |here, there| whys(&linked, here, there, false);
        assert_eq!(of(json!({"city": "Austin"}), json!({"city": "Austin"})), []);
        assert_eq!(
            of(json!({"tags": ["a", "b"]}), json!({"tags": ["b", "a"]})),
            []
        );
        let drift = |field: &str| vec![(field.to_owned(), Why::Drift)];
        assert_eq!(of(json!({"city": "Austin"}), json!({})), drift("city"));
        assert_eq!(of(json!({}), json!({"tags": ["a"]})), drift("tags"));
        assert_eq!(
            of(json!({"city": "Aust"}), json!({"city": "Austin"})),
            drift("city")
        );
        let different = vec![("city".to_owned(), Why::WrittenDifferently)];
        assert_eq!(
            of(json!({"city": "Austin"}), json!({"city": "AUSTIN "})),
            different
        );
        let cannot = vec![("source".to_owned(), Why::CannotWrite)];
        assert_eq!(of(json!({"source": "a"}), json!({"source": "b"})), cannot);
        let pending = vec![("city".to_owned(), Why::Pending)];
        let under_way = link(LinkState::Linked, json!({"attempt": {"at": "x"}}));
        assert_eq!(
            whys(&linked, json!({"city": "a"}), json!({}), true),
            pending
        );
        assert_eq!(
            whys(&under_way, json!({"city": "a"}), json!({}), false),
            pending
        );
        let refused = link(LinkState::Refused, json!({"fields": {"city": "a"}}));
        let found = whys(
            &refused,
            json!({"city": "a", "state": "TX"}),
            json!({}),
            false,
        );
        let told = vec![("city".into(), Why::Refused), ("state".into(), Why::Drift)];
        assert_eq!(found, told);
    }

    #[test]
    fn a_record_counts_once_and_what_counts_is_shown() {
        let mut drift = Drift::default();
        let difference = |why, field: &str| Difference {
            kind: Kind::Contact,
            record_id: None,
            remote_id: None,
            field: field.into(),
            here: Value::Null,
            there: Value::Null,
            why,
        };
        drift.add(Kind::Contact, Vec::new());
        for _ in 0..SAMPLES {
            drift.add(Kind::Contact, vec![difference(Why::Refused, "city")]);
        }
        assert_eq!(drift.count(), 0);
        drift.add(
            Kind::Contact,
            vec![
                difference(Why::Drift, "state"),
                difference(Why::Refused, "city"),
                difference(Why::Drift, "phone"),
            ],
        );
        drift.add_uncompared(Kind::Note, vec![difference(Why::MissingThere, "")]);
        drift.add_uncompared(Kind::Note, vec![difference(Why::Parted, "")]);
        assert_eq!(drift.count(), 2);
        assert_eq!(drift.differences().len(), SAMPLES);
        let shown = drift
            .differences()
            .iter()
            .filter(|shown| shown.why.counts());
        assert_eq!(shown.count(), 3);
        let told = drift.to_json();
        assert_eq!(told["kinds"]["contact"]["compared"], SAMPLES + 2);
        assert_eq!(told["kinds"]["contact"]["records"]["drift"], 1);
        assert_eq!(told["kinds"]["contact"]["fields"]["drift"]["phone"], 1);
        assert_eq!(told["kinds"]["note"]["records"]["parted"], 1);
    }
}
