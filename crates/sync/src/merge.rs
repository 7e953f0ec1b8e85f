//! The three-way merge, field by field: a pure function from what both sides were and are, and the
//! rules of each field, to what each side must become.

mod parts;
mod policy;
mod sets;

use serde_json::Value;
use tenon_model::{Fields, Kind, fields};
use tenon_operations::edit;

pub(crate) use parts::{How, parts};
pub use policy::{Blanks, Conflicts, Direction, FieldRule, Judge, Rule, Sets};
pub(crate) use sets::set;

use crate::{remote::RemotePatch, terms};

/// A side of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Tenon's record.
    Hub = 0,
    /// Its copy.
    Remote = 1,
}

impl Side {
    /// The one opposite.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Hub => Self::Remote,
            Self::Remote => Self::Hub,
        }
    }
}

/// A value that fell, kept so that it can be put back.
#[derive(Debug, Clone, PartialEq)]
pub struct Conflict {
    /// The field.
    pub field: String,
    /// Whose value stands.
    pub winner: Side,
    /// The value that stands.
    pub kept: Value,
    /// The value that fell.
    pub lost: Value,
    /// Why.
    pub rule: Rule,
}

/// What both sides were when they last agreed. Two maps, because the other side may write a value
/// differently than it was sent (a name in capitals), which is no change of anybody's.
#[derive(Debug, Clone, Copy)]
pub struct Base<'a> {
    /// The hub's fields then.
    pub hub: &'a Fields,
    /// The copy's fields then.
    pub remote: &'a Fields,
}

/// What each side must become.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Merge {
    /// What the hub takes over.
    pub hub: Fields,
    /// What the other side must be sent.
    pub remote: RemotePatch,
    /// Values that fell.
    pub conflicts: Vec<Conflict>,
    /// Fields that both sides had changed and a person is to decide about: each side keeps its own.
    pub asked: Vec<Asked>,
    /// Fields that are not carried at all, and lists that an empty one spares: what was agreed on stays
    /// as it was, for the day when they are carried again.
    pub off: Vec<String>,
}

/// A field a person is to decide about.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// The field.
    pub field: String,
    /// The hub's value.
    pub hub: Value,
    /// The other side's value.
    pub remote: Value,
}

impl Merge {
    /// Whether the other side is as it should be.
    #[must_use]
    pub fn pushes_nothing(&self) -> bool {
        self.remote == RemotePatch::default()
    }
}

/// Whether two values of a field say the same: blanks are one, and an absent flag is off.
#[must_use]
pub fn same(one: &Value, other: &Value) -> bool {
    fn plain(value: &Value) -> &Value {
        match value {
            Value::Bool(false) => &Value::Null,
            Value::String(text) if text.is_empty() => &Value::Null,
            Value::Array(items) if items.is_empty() => &Value::Null,
            value => value,
        }
    }
    plain(one) == plain(other)
}

/// Whether two documents say the same in every synced field.
#[must_use]
pub fn agree(kind: Kind, one: &Fields, other: &Fields) -> bool {
    parts(kind, [one, other]).iter().all(|part| {
        let (one, other) = (get(one, part.name), get(other, part.name));
        // The order of a set is nobody's change.
        same(one, other) || part.how == How::Set && set(one) == set(other)
    })
}

/// The synced fields of a document, each custom field by itself.
#[must_use]
pub fn synced_fields(kind: Kind, doc: &Fields) -> Fields {
    let carried = fields::carried(kind)
        .filter_map(|field| Some((field.name.to_owned(), doc.get(field.name)?.clone())));
    let mut fields = edit::spread(carried.collect());
    fields.retain(|_, value| !edit::is_blank(value));
    fields
}

fn get<'a>(doc: &'a Fields, name: &str) -> &'a Value {
    doc.get(name).unwrap_or(&Value::Null)
}

/// Merges. The judge knows each field's rule, and decides where both sides changed one; what cannot be
/// written on the other side is not sent, and the hub keeps its own.
pub fn merge(
    kind: Kind,
    base: Base<'_>,
    hub: &Fields,
    remote: &Fields,
    judge: &impl Judge,
) -> Merge {
    let mut merge = Merge::default();
    for part in parts(kind, [hub, remote, base.hub, base.remote]) {
        let name = part.name;
        if part.how == How::Reference && terms::is_foreign(get(remote, name)) {
            // Nobody here can tell what it means: both sides keep what they have.
            continue;
        }
        let rule = judge.rule(name);
        if rule.direction == Direction::Off {
            merge.off.push(name.to_owned());
            continue;
        }
        let sides = Sides {
            now: [get(hub, name), get(remote, name)],
            base: [get(base.hub, name), get(base.remote, name)],
            is_flag: part.how == How::Flag,
        };
        if part.how == How::Set {
            sets::merge(&mut merge, &sides, name, rule, judge);
            continue;
        }
        let (winner, why) = match sides.decide(rule, |conflicts| judge.settle(name, conflicts)) {
            Outcome::Leave => continue,
            Outcome::Ask => {
                let [hub, remote] = sides.now.map(Value::clone);
                let field = name.to_owned();
                merge.asked.push(Asked { field, hub, remote });
                continue;
            }
            Outcome::Takes(winner, why) => (winner, why),
        };
        if let Some(rule) = why {
            merge.conflicts.push(Conflict {
                field: name.to_owned(),
                winner,
                kept: sides.of(winner).clone(),
                lost: sides.of(winner.other()).clone(),
                rule,
            });
        }
        let value = sides.of(winner).clone();
        match winner {
            Side::Remote => drop(merge.hub.insert(name.to_owned(), value)),
            Side::Hub if judge.can_update(name) => {
                merge.remote.fields.insert(name.to_owned(), value);
            }
            Side::Hub => {}
        }
    }
    merge
}

/// What one field comes to.
enum Outcome {
    Leave,
    Ask,
    Takes(Side, Option<Rule>),
}

/// One field on both sides, now and when they last agreed: the hub's first.
struct Sides<'a> {
    now: [&'a Value; 2],
    base: [&'a Value; 2],
    is_flag: bool,
}

impl Sides<'_> {
    fn of(&self, side: Side) -> &Value {
        self.now[side as usize]
    }

    fn changed(&self, side: Side) -> bool {
        !same(self.of(side), self.base[side as usize])
    }

    /// A flag that is off is a value; anything else that says nothing is a blank.
    fn is_blank(&self, side: Side) -> bool {
        !self.is_flag && same(self.of(side), &Value::Null)
    }

    /// Blank, and never was anything else: nobody has emptied it.
    fn never_had(&self, side: Side) -> bool {
        self.is_blank(side) && !self.changed(side)
    }

    fn decide(
        &self,
        rule: FieldRule,
        settle: impl FnOnce(Conflicts) -> Option<(Side, Rule)>,
    ) -> Outcome {
        use Side::{Hub, Remote};
        let changed = [self.changed(Hub), self.changed(Remote)];
        if same(self.of(Hub), self.of(Remote)) || changed == [false, false] {
            return Outcome::Leave;
        }
        let keeps = rule.blanks == Blanks::Keep;
        if let Some(giver) = rule.direction.giver() {
            let taker = giver.other();
            return if keeps && self.is_blank(giver) {
                Outcome::Leave
            } else {
                let falls = changed[taker as usize] && !self.is_blank(taker);
                Outcome::Takes(giver, falls.then_some(Rule::OneWay))
            };
        }
        for side in [Hub, Remote] {
            let other = side.other();
            // Nobody has emptied it: one side never had a value.
            if self.never_had(side) && changed[other as usize] {
                return Outcome::Takes(other, None);
            }
            if keeps && self.is_blank(side) && changed[side as usize] {
                return Outcome::Takes(other, Some(Rule::BlankNeverOverwrites));
            }
        }
        match changed {
            [true, false] => Outcome::Takes(Hub, None),
            [false, true] => Outcome::Takes(Remote, None),
            _ => match settle(rule.conflicts) {
                Some((winner, why)) => Outcome::Takes(winner, Some(why)),
                None => Outcome::Ask,
            },
        }
    }
}

#[cfg(test)]
mod tests;

#[cfg(test)]
mod laws;
