//! The change log's entries: what changed, who did it, through which door, and what led to it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::Fields;

/// What happened to a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Action {
    /// It came to be.
    Create,
    /// Fields of it changed.
    Update,
    /// It was deleted; what it held stands in the change's fields.
    Delete,
    /// A source spoke of it (a lead mail, an export row, a bridge event).
    Import,
    /// It was written to a connected system.
    Push,
    /// It was found to be the same as a record of a connected system.
    Link,
    /// Its copy in a connected system is gone, and the two were parted.
    Unlink,
    /// Both sides had changed one field; the losing value and the rule stand in the detail.
    Conflict,
    /// A connected system refused it; the reason stands in the detail.
    Refuse,
    /// It was made one with another contact; which, and which of them stands, is in the detail.
    Merge,
}

impl Action {
    /// Every action there is.
    pub const ALL: [Self; 10] = [
        Self::Create,
        Self::Update,
        Self::Delete,
        Self::Import,
        Self::Push,
        Self::Link,
        Self::Unlink,
        Self::Conflict,
        Self::Refuse,
        Self::Merge,
    ];

    /// The name in storage and on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Update => "update",
            Self::Delete => "delete",
            Self::Import => "import",
            Self::Push => "push",
            Self::Link => "link",
            Self::Unlink => "unlink",
            Self::Conflict => "conflict",
            Self::Refuse => "refuse",
            Self::Merge => "merge",
        }
    }

    /// The action of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.name() == name)
    }

    /// Whether the record itself was written; the others only speak of it.
    #[must_use]
    pub const fn writes(self) -> bool {
        matches!(self, Self::Create | Self::Update | Self::Delete)
    }
}

/// Who did it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Actor {
    /// `token`, `connection`, `import` or `system`.
    pub kind: String,
    /// The id of that token or connection; empty for `system`.
    pub id: String,
    /// Its name for people.
    pub name: String,
}

/// What led to it: the change, delivery, import or run that was being worked off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Cause {
    /// `request`, `change`, `delivery`, `import` or `sweep`.
    pub kind: String,
    /// Its id: a trace id, a change's number, a `webhookId`, a source's key.
    pub id: String,
}

/// Who, through which door, and why: carried by everything that writes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Origin {
    /// Who did it.
    pub actor: Actor,
    /// The door: `api`, `cli`, `houzz-mail`, `houzz-export`, `houzz-bridge`, `highlevel`.
    pub door: String,
    /// What led to it.
    pub cause: Cause,
}

impl Origin {
    /// An origin in one line.
    #[must_use]
    pub fn new(actor: (&str, &str, &str), door: &str, cause: (&str, &str)) -> Self {
        Self {
            actor: Actor {
                kind: actor.0.into(),
                id: actor.1.into(),
                name: actor.2.into(),
            },
            door: door.into(),
            cause: Cause {
                kind: cause.0.into(),
                id: cause.1.into(),
            },
        }
    }
}

/// One field, before and after; `null` stands for "had none".
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FieldChange {
    /// The field's name.
    pub field: String,
    /// Its value before.
    pub before: Value,
    /// Its value after.
    pub after: Value,
}

/// An entry of the change log.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Change {
    /// Its number: per location, in commit order, without gaps.
    pub seq: i64,
    /// When it was committed.
    pub at: Timestamp,
    /// The record's kind, by name.
    pub kind: String,
    /// The record.
    pub record_id: String,
    /// The contact it belongs to (itself, for a contact).
    pub root_id: String,
    /// What happened.
    pub action: Action,
    /// The record's version after it.
    pub version: i64,
    /// Who, which door, why.
    pub origin: Origin,
    /// What changed, for writes.
    pub fields: Vec<FieldChange>,
    /// What else is to be said: the connection pushed to, the rule that decided, the losing value.
    pub detail: Value,
}

/// One field in which two documents differ, as [`FieldChange`] but borrowed from them: what is only
/// written down need not be copied first.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct FieldDifference<'a> {
    /// The field's name.
    pub field: &'a str,
    /// Its value before.
    pub before: &'a Value,
    /// Its value after.
    pub after: &'a Value,
}

impl From<FieldDifference<'_>> for FieldChange {
    fn from(difference: FieldDifference<'_>) -> Self {
        Self {
            field: difference.field.to_owned(),
            before: difference.before.clone(),
            after: difference.after.clone(),
        }
    }
}

/// The fields in which two documents differ, in the order of their names.
#[must_use]
pub fn difference<'a>(before: &'a Fields, after: &'a Fields) -> Vec<FieldDifference<'a>> {
    let mut names: Vec<&str> = before.keys().map(String::as_str).collect();
    names.extend(
        after
            .keys()
            .filter(|name| !before.contains_key(*name))
            .map(String::as_str),
    );
    names.sort_unstable();
    names
        .into_iter()
        .filter_map(|field| {
            let before = before.get(field).unwrap_or(&Value::Null);
            let after = after.get(field).unwrap_or(&Value::Null);
            (before != after).then_some(FieldDifference {
                field,
                before,
                after,
            })
        })
        .collect()
}
