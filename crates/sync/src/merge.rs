//! The three-way merge, field by field: a pure function from what both sides were and are to what
//! each of them must become.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use tenon_model::{
    Fields, Kind,
    fields::{self, Shape},
};

use crate::remote::RemotePatch;

/// A side of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Tenon's record.
    Hub,
    /// Its copy.
    Remote,
}

/// Why one value stood and the other fell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// Both sides had changed the field: the later change stands.
    NewestWins,
    /// One side had emptied the field: emptiness overwrites nothing.
    BlankNeverOverwrites,
}

impl Rule {
    /// Its name on the timeline.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::NewestWins => "newest wins",
            Self::BlankNeverOverwrites => "a blank never overwrites",
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
    synced(kind).all(|field| same(get(one, field.name), get(other, field.name)))
}

/// The synced fields of a document.
#[must_use]
pub fn synced_fields(kind: Kind, doc: &Fields) -> Fields {
    synced(kind)
        .filter_map(|field| Some((field.name.to_owned(), doc.get(field.name)?.clone())))
        .filter(|(_, value)| !tenon_operations::edit::is_blank(value))
        .collect()
}

fn synced(kind: Kind) -> impl Iterator<Item = &'static fields::Field> {
    fields::of(kind).iter().filter(|field| field.synced)
}

fn get<'a>(doc: &'a Fields, name: &str) -> &'a Value {
    doc.get(name).unwrap_or(&Value::Null)
}

/// Merges. `newer` tells which side changed a field last, and is asked only when both did.
/// `can_update` tells whether the other side's field can be written; where it cannot, nothing is
/// sent and the hub keeps its own.
pub fn merge(
    kind: Kind,
    base: Base<'_>,
    hub: &Fields,
    remote: &Fields,
    newer: impl Fn(&str) -> Side,
    can_update: impl Fn(&str) -> bool,
) -> Merge {
    let mut merge = Merge::default();
    for field in synced(kind) {
        let name = field.name;
        let (h, r) = (get(hub, name), get(remote, name));
        if matches!(field.shape, Shape::Tags { .. }) {
            merge_tags(&mut merge, base, h, r, name);
            continue;
        }
        if same(h, r) {
            continue;
        }
        let hub_changed = !same(h, get(base.hub, name));
        let remote_changed = !same(r, get(base.remote, name));
        // A flag that is off is a value; anything else that says nothing is a blank.
        let is_flag = matches!(field.shape, Shape::Bool);
        let blank = |value: &Value| !is_flag && same(value, &Value::Null);
        let (winner, rule) = match (hub_changed, remote_changed) {
            (false, false) => continue,
            (true, _) if blank(h) => (Side::Remote, Some(Rule::BlankNeverOverwrites)),
            (_, true) if blank(r) => (Side::Hub, Some(Rule::BlankNeverOverwrites)),
            (true, false) => (Side::Hub, None),
            (false, true) => (Side::Remote, None),
            // Nobody has emptied it: one side never had a value.
            (true, true) if same(h, &Value::Null) && !is_flag => (Side::Remote, None),
            (true, true) => (newer(name), Some(Rule::NewestWins)),
        };
        let never_had = |side: &Fields| same(get(side, name), &Value::Null);
        let fills = (blank(h) && never_had(base.hub)) || (blank(r) && never_had(base.remote));
        if let Some(rule) = rule.filter(|_| !fills) {
            let (kept, lost) = if winner == Side::Hub { (h, r) } else { (r, h) };
            merge.conflicts.push(Conflict {
                field: name.to_owned(),
                winner,
                kept: kept.clone(),
                lost: lost.clone(),
                rule,
            });
        }
        match winner {
            Side::Remote => drop(merge.hub.insert(name.to_owned(), r.clone())),
            Side::Hub if can_update(name) => {
                merge.remote.fields.insert(name.to_owned(), h.clone());
            }
            Side::Hub => {}
        }
    }
    merge
}

/// Tags merge as sets: what either side added or took away since the base, happens on both.
fn merge_tags(merge: &mut Merge, base: Base<'_>, hub: &Value, remote: &Value, name: &str) {
    let (h, r) = (set(hub), set(remote));
    let (base_h, base_r) = (set(get(base.hub, name)), set(get(base.remote, name)));
    let wanted = |own: &BTreeSet<String>, other: &BTreeSet<String>, was: &BTreeSet<String>| {
        let gone: BTreeSet<_> = was.difference(other).cloned().collect();
        let come = other.difference(was).cloned();
        own.iter()
            .cloned()
            .chain(come)
            .filter(|tag| !gone.contains(tag))
            .collect::<BTreeSet<_>>()
    };
    let for_hub = wanted(&h, &r, &base_r);
    let for_remote = wanted(&r, &h, &base_h);
    if for_hub != h {
        merge.hub.insert(name.to_owned(), json!(for_hub));
    }
    merge.remote.add_tags = for_remote.difference(&r).cloned().collect();
    merge.remote.remove_tags = r.difference(&for_remote).cloned().collect();
}

pub(crate) fn set(value: &Value) -> BTreeSet<String> {
    let items = value.as_array().into_iter().flatten();
    items.filter_map(Value::as_str).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests;

#[cfg(test)]
mod laws;
