//! Terms: ids inside a record that mean something on one side only (its owner, its business, which
//! custom field a value stands in), and what they are called on the other. Every pair stands in a link
//! of its own, as a contact and its copy do.

use std::collections::{BTreeMap, HashMap};

use serde_json::Value;
use tenon_model::{Fields, Kind};
use tenon_operations::edit::CUSTOM;
use tenon_store::{LinkState, Store, StoreError};

/// The kinds whose pairs are learned by comparing what both sides list. Few of each.
pub const FURNITURE: [Kind; 4] = [
    Kind::User,
    Kind::CustomField,
    Kind::Calendar,
    Kind::Pipeline,
];
/// Most pairs of a kind: beyond what either side lists.
const MOST: i64 = 1_000;
/// What stands before an id of the other side for which the hub has none. No id holds it.
const FOREIGN: char = '?';

/// Whether a reference is one that only the other side can read.
#[must_use]
pub fn is_foreign(value: &Value) -> bool {
    value.as_str().is_some_and(|text| text.starts_with(FOREIGN))
}

/// The other side's own id in a reference that only it can read.
#[must_use]
pub fn foreign_id(value: &Value) -> Option<&str> {
    value.as_str()?.strip_prefix(FOREIGN)
}

/// A document without the references that nobody here can read.
#[must_use]
pub fn readable(mut fields: Fields) -> Fields {
    fields.retain(|name, value| !(refers(name).is_some() && is_foreign(value)));
    fields
}

/// The kind of record that a field names.
#[must_use]
pub fn refers(field: &str) -> Option<Kind> {
    Some(match field {
        "assignedTo" | "assignedUserId" => Kind::User,
        "businessId" => Kind::Business,
        "calendarId" => Kind::Calendar,
        // A stage is known by its pipeline's pair.
        "pipelineId" | "pipelineStageId" => Kind::Pipeline,
        _ if field.starts_with(CUSTOM) => Kind::CustomField,
        _ => return None,
    })
}

/// Why a field of the hub's is not sent, by field.
pub(crate) type Left = BTreeMap<String, String>;

/// The pairs of ids that both sides have for one thing.
#[derive(Debug, Default, Clone)]
pub struct Terms {
    to_hub: HashMap<(Kind, String), String>,
    to_remote: HashMap<(Kind, String), String>,
}

impl Terms {
    /// The pairs of a connection; businesses, of which there may be many, are looked up one by one.
    ///
    /// # Errors
    /// When the store is away.
    pub async fn load(store: &Store, location: &str, connection: &str) -> Result<Self, StoreError> {
        let mut terms = Self::default();
        for kind in FURNITURE {
            let links = store
                .links_in_state(location, connection, kind, LinkState::Linked, "", MOST)
                .await?;
            for link in links {
                if let Some(remote) = link.remote_id {
                    terms.pair(kind, &link.record_id, &remote);
                }
                let stages = link.detail["stages"].as_object().into_iter().flatten();
                for (hub, remote) in stages {
                    terms.pair(kind, hub, remote.as_str().unwrap_or_default());
                }
            }
        }
        Ok(terms)
    }

    /// Adds a pair.
    pub fn pair(&mut self, kind: Kind, hub: &str, remote: &str) {
        self.to_hub
            .insert((kind, remote.to_owned()), hub.to_owned());
        self.to_remote
            .insert((kind, hub.to_owned()), remote.to_owned());
    }

    /// The hub's id of what the other side calls `id`.
    #[must_use]
    pub fn hub(&self, kind: Kind, id: &str) -> Option<&str> {
        self.to_hub.get(&(kind, id.to_owned())).map(String::as_str)
    }

    /// The other side's id of what the hub calls `id`.
    #[must_use]
    pub fn remote(&self, kind: Kind, id: &str) -> Option<&str> {
        self.to_remote
            .get(&(kind, id.to_owned()))
            .map(String::as_str)
    }

    /// A record of the other side in the hub's terms. An id that the hub has no word for is marked as
    /// foreign; a custom field that it has not is left out. Adds the kinds that were not understood to
    /// `unknown`.
    #[must_use]
    pub fn inward(&self, fields: Fields, unknown: &mut Vec<Kind>) -> Fields {
        let mut own = Fields::new();
        for (name, value) in fields {
            let (kind, text) = match (refers(&name), value.as_str()) {
                (Some(Kind::CustomField), _) => {
                    let id = name.strip_prefix(CUSTOM).unwrap_or_default();
                    match self.hub(Kind::CustomField, id) {
                        Some(id) => drop(own.insert(format!("{CUSTOM}{id}"), value)),
                        None => unknown.push(Kind::CustomField),
                    }
                    continue;
                }
                (Some(kind), Some(text)) => (kind, text),
                _ => {
                    own.insert(name, value);
                    continue;
                }
            };
            let value = match self.hub(kind, text) {
                Some(id) => id.to_owned(),
                None => {
                    unknown.push(kind);
                    format!("{FOREIGN}{text}")
                }
            };
            own.insert(name, value.into());
        }
        own
    }

    /// Fields of the hub in the other side's terms, and why others are left out.
    #[must_use]
    pub(crate) fn outward(&self, fields: &Fields) -> (Fields, Left) {
        let (mut theirs, mut left) = (Fields::new(), Left::new());
        for (name, value) in fields {
            let Some(kind) = refers(name) else {
                theirs.insert(name.clone(), value.clone());
                continue;
            };
            let custom = name.strip_prefix(CUSTOM);
            let Some(id) = custom.or_else(|| value.as_str()) else {
                // To clear it, its meaning need not be known.
                theirs.insert(name.clone(), value.clone());
                continue;
            };
            match (self.remote(kind, id), custom) {
                (Some(id), Some(_)) => drop(theirs.insert(format!("{CUSTOM}{id}"), value.clone())),
                (Some(id), None) => drop(theirs.insert(name.clone(), id.into())),
                (None, _) => {
                    let why = format!("the other side has no {} that is {id} here", noun(kind));
                    left.insert(name.clone(), why);
                }
            }
        }
        (theirs, left)
    }
}

fn noun(kind: Kind) -> String {
    kind.label().to_lowercase()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn terms() -> Terms {
        let mut terms = Terms::default();
        terms.pair(Kind::User, "ana", "U1");
        terms.pair(Kind::CustomField, "roof", "F1");
        terms
    }

    fn fields(value: &Value) -> Fields {
        value.as_object().cloned().unwrap()
    }

    #[test]
    fn what_both_sides_know_goes_both_ways() {
        let hub = fields(&json!({"firstName": "Bo", "assignedTo": "ana", "customFields.roof": 3}));
        let (there, left) = terms().outward(&hub);
        assert_eq!(
            Value::Object(there.clone()),
            json!({"firstName": "Bo", "assignedTo": "U1", "customFields.F1": 3})
        );
        assert!(left.is_empty());
        let mut unknown = Vec::new();
        assert_eq!(terms().inward(there, &mut unknown), hub);
        assert_eq!(unknown, []);
    }

    #[test]
    fn what_one_side_alone_knows_is_left_alone_with_a_reason() {
        let hub = fields(&json!({"assignedTo": "bo", "customFields.pool": 1, "city": "Waco"}));
        let (there, left) = terms().outward(&hub);
        assert_eq!(Value::Object(there), json!({"city": "Waco"}));
        assert_eq!(
            left.into_values().collect::<Vec<_>>(),
            [
                "the other side has no user that is bo here",
                "the other side has no custom field that is pool here"
            ]
        );
        let remote = fields(&json!({"assignedTo": "U9", "customFields.F9": 1}));
        let mut unknown = Vec::new();
        let here = terms().inward(remote, &mut unknown);
        assert_eq!(Value::Object(here.clone()), json!({"assignedTo": "?U9"}));
        assert_eq!(unknown, [Kind::User, Kind::CustomField]);
        assert!(is_foreign(&here["assignedTo"]));
        assert_eq!(foreign_id(&here["assignedTo"]), Some("U9"));
        assert!(readable(here).is_empty());
    }

    #[test]
    fn what_is_cleared_needs_no_translation() {
        let (there, left) = terms().outward(&fields(&json!({"assignedTo": null})));
        assert_eq!(Value::Object(there), json!({"assignedTo": null}));
        assert!(left.is_empty());
    }
}
