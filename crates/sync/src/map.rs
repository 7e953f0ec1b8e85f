//! The field map: which fields go where, how they change on the way, and who wins. One document per
//! location, checked whole when it is saved.
//!
//! Pure but for `kept`, which reads what was saved. `mapped` puts it between the engine and a connected
//! system.

mod desk;
mod houzz;
mod kept;
mod mapped;
mod read;
mod transform;
mod yaml;

use std::collections::{BTreeMap, HashMap};

use serde_json::Value;
use tenon_model::{Fields, Kind, fields};

pub use desk::Maps;
pub use houzz::{HouzzField, HouzzTold};
pub use kept::{load, on};
pub(crate) use mapped::Mapped;
pub use yaml::{Complaint, MAX_DOCUMENT};

use crate::merge::{Direction, FieldRule};
use transform::{Around, Step, Way};

/// The document that holds where a location has saved none: with comments, for people.
pub const STANDARD: &str = include_str!("map/standard.yaml");

/// What a deletion does to the record on the other side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Deletes {
    /// The two are parted; the one that is left stays as it is and is marked as archived.
    #[default]
    Archive,
    /// It is deleted too.
    Mirror,
    /// The two are parted; the one that is left stays as it is.
    Unlink,
    /// It counts for nothing: the one that is left is made again on the side that deleted it.
    Ignore,
}

/// A location's field map.
#[derive(Debug, Clone, PartialEq)]
pub struct SyncMap {
    rule: FieldRule,
    kinds: BTreeMap<Kind, KindRules>,
    houzz: HouzzRules,
    // Keys of custom fields by the name under which sync merges them (`customFields.{id}`).
    keys: HashMap<String, String>,
}

#[derive(Debug, Clone, PartialEq)]
struct KindRules {
    rule: FieldRule,
    deletes: Deletes,
    fields: BTreeMap<String, Entry>,
}

impl KindRules {
    /// What holds of a kind that the document does not speak of. A task or note is whole in the
    /// change log, so that its deletion can be undone; a contact carries more than Tenon sees.
    fn of(kind: Kind, rule: FieldRule) -> Self {
        Self {
            rule,
            deletes: match kind {
                Kind::Contact => Deletes::Archive,
                Kind::Business => Deletes::Unlink,
                _ => Deletes::Mirror,
            },
            fields: BTreeMap::new(),
        }
    }
}

/// What the document says of one field.
#[derive(Debug, Clone, PartialEq)]
struct Entry {
    rule: FieldRule,
    steps: Vec<Step>,
}

/// What becomes of what Houzz tells.
#[derive(Debug, Clone, Default, PartialEq)]
struct HouzzRules {
    custom_fields: bool,
    // By `lead`, `client`, `project`.
    entries: BTreeMap<String, Vec<HouzzEntry>>,
}

#[derive(Debug, Clone, PartialEq)]
struct HouzzEntry {
    // Folded.
    from: String,
    label: String,
    target: Target,
    steps: Vec<Step>,
}

/// Where something goes.
#[derive(Debug, Clone, PartialEq)]
enum Target {
    Off,
    Tag,
    Field(String),
    Custom { key: String, name: String },
}

impl Default for SyncMap {
    /// The standard document's map.
    fn default() -> Self {
        // A test reads it; nothing at all would be a map too.
        Self::parse(STANDARD).unwrap_or_else(|_| Self::bare())
    }
}

impl SyncMap {
    fn bare() -> Self {
        Self {
            rule: FieldRule::default(),
            kinds: BTreeMap::new(),
            houzz: HouzzRules::default(),
            keys: HashMap::new(),
        }
    }

    /// Reads a document.
    ///
    /// # Errors
    /// Every mistake in it with its line, in order.
    pub fn parse(document: &str) -> Result<Self, Vec<Complaint>> {
        read::read(document)
    }

    /// The same map, told which custom field has which key: by the names under which sync merges them
    /// (`customFields.{id}`). What the document says of a key that is not among them holds for nothing.
    #[must_use]
    pub fn knowing(mut self, keys: HashMap<String, String>) -> Self {
        self.keys = keys;
        self
    }

    /// Whether it speaks of single custom fields, so that it needs to know their keys.
    #[must_use]
    pub fn names_custom_fields(&self) -> bool {
        let mut names = self.kinds.values().flat_map(|rules| rules.fields.keys());
        names.any(|name| name.contains('.'))
    }

    fn entry(&self, kind: Kind, field: &str) -> Option<&Entry> {
        let entries = &self.kinds.get(&kind)?.fields;
        let by_key = self.keys.get(field).and_then(|key| entries.get(key));
        // All custom fields, where nothing is said of the one.
        let whole = || entries.get(field.split_once('.').map_or(field, |(whole, _)| whole));
        by_key.or_else(whole)
    }

    /// The rules of a field.
    #[must_use]
    pub fn rule(&self, kind: Kind, field: &str) -> FieldRule {
        let rule = match self.entry(kind, field) {
            Some(entry) => entry.rule,
            None => self.kinds.get(&kind).map_or(self.rule, |rules| rules.rule),
        };
        if REQUIRED.contains(&(kind, field)) {
            // There is no task without a title: emptiness cannot be carried.
            return FieldRule {
                blanks: crate::merge::Blanks::Keep,
                ..rule
            };
        }
        rule
    }

    /// What a deletion does.
    #[must_use]
    pub fn deletes(&self, kind: Kind) -> Deletes {
        let standard = KindRules::of(kind, self.rule).deletes;
        self.kinds
            .get(&kind)
            .map_or(standard, |rules| rules.deletes)
    }

    /// Whether a custom field of this key (`contact.houzz_stage`) is made of what Houzz tells, and so is to
    /// be made on every side.
    #[must_use]
    pub fn makes_custom_field(&self, key: &str) -> bool {
        self.houzz.custom_fields && key.starts_with("contact.houzz_")
    }

    /// Whether any field of this kind is changed on its way.
    #[must_use]
    pub fn transforms(&self, kind: Kind) -> bool {
        let rules = self.kinds.get(&kind);
        rules.is_some_and(|rules| rules.fields.values().any(|entry| !entry.steps.is_empty()))
    }

    /// A hub record's fields as they are compared with the other side and sent: what only goes there is
    /// changed already. A value that its transform cannot read goes as it is.
    #[must_use]
    pub fn giving(&self, kind: Kind, mut fields: Fields, country: &str) -> Fields {
        if self.transforms(kind) {
            self.change(kind, &mut fields, country, Direction::ToRemote, Way::Out);
        }
        fields
    }

    /// The other side's fields as the hub has them. A value that its transform cannot read is taken as it
    /// is.
    #[must_use]
    pub fn reading(&self, kind: Kind, mut fields: Fields, country: &str) -> Fields {
        if self.transforms(kind) {
            self.change(kind, &mut fields, country, Direction::ToHub, Way::In);
            self.change(kind, &mut fields, country, Direction::Both, Way::In);
        }
        fields
    }

    fn change(
        &self,
        kind: Kind,
        fields: &mut Fields,
        country: &str,
        direction: Direction,
        way: Way,
    ) {
        let as_given = fields.clone();
        let around = Around {
            fields: &as_given,
            country,
        };
        for (name, value) in fields.iter_mut() {
            let Some(entry) = self.entry(kind, name) else {
                continue;
            };
            if entry.rule.direction != direction || entry.steps.is_empty() {
                continue;
            }
            let Value::String(text) = &*value else {
                continue;
            };
            let both = direction == Direction::Both;
            let changed = transform::apply(&entry.steps, both, way, text, around);
            match changed.and_then(|text| normal(kind, name, text, country)) {
                Ok(changed) => *value = changed,
                Err(why) => tracing::debug!(%kind, name, why, "taken as it is"),
            }
        }
        fields.retain(|_, value| !value.is_null());
    }

    /// Fields that go both ways as the other side is to have them.
    ///
    /// # Errors
    /// The field that cannot be sent so that it comes back as it is, and why.
    pub fn writing(
        &self,
        kind: Kind,
        mut fields: Fields,
        country: &str,
    ) -> Result<Fields, (String, String)> {
        if !self.transforms(kind) {
            return Ok(fields);
        }
        let as_given = fields.clone();
        let around = Around {
            fields: &as_given,
            country,
        };
        for (name, value) in &mut fields {
            let Some(entry) = self.entry(kind, name) else {
                continue;
            };
            if entry.rule.direction != Direction::Both || entry.steps.is_empty() {
                continue;
            }
            let Value::String(text) = &*value else {
                continue;
            };
            let sent = transform::apply(&entry.steps, true, Way::Out, text, around);
            *value = Value::String(sent.map_err(|why| (name.clone(), why))?);
        }
        Ok(fields)
    }

    /// What of a record may be sent when its copy is made.
    #[must_use]
    pub fn sendable(&self, kind: Kind, mut fields: Fields, country: &str) -> Fields {
        fields.retain(|name, _| self.rule(kind, name).direction.sends());
        // What cannot be sent keeps nothing else back. Ends: each turn takes a field away.
        while let Err((name, _)) = self.writing(kind, fields.clone(), country) {
            fields.remove(&name);
        }
        fields
    }

    /// What of a record counts when two are compared.
    #[must_use]
    pub fn carried(&self, kind: Kind, mut fields: Fields) -> Fields {
        fields.retain(|name, _| self.rule(kind, name).direction != Direction::Off);
        fields
    }
}

/// Fields without which a record cannot be.
const REQUIRED: [(Kind, &str); 3] = [
    (Kind::Task, "title"),
    (Kind::Task, "dueDate"),
    (Kind::Note, "body"),
];

/// A text in its field's normal form; that of a custom field as it is.
fn normal(kind: Kind, name: &str, text: String, country: &str) -> Result<Value, String> {
    match fields::find(kind, name) {
        Some(field) => field.shape.normal(Value::String(text), country),
        None if text.is_empty() => Ok(Value::Null),
        None => Ok(Value::String(text)),
    }
}

#[cfg(test)]
mod tests;
