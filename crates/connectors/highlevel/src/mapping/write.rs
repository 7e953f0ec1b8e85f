//! The hub's fields as the vendor's request bodies want them (CreateContactDto, UpdateContactDto,
//! CreateTaskParams, UpdateTaskBody, NotesDTO and UpdateNoteDTO of contacts.json). Unknown
//! properties are refused there, so that nothing else may go in.

use serde_json::{Value, json};
use tenon_model::fields::{self, Shape};
use tenon_model::{Fields, Kind};

/// Synced fields that UpdateContactDto lacks (highlevel-api-docs issue 314).
const CREATE_ONLY: &[&str] = &["companyName"];
/// Fields whose schema does not allow `null`; an empty text clears them.
const NOT_NULLABLE: &[(Kind, &str)] = &[
    (Kind::Contact, "postalCode"),
    (Kind::Contact, "country"),
    (Kind::Task, "body"),
    (Kind::Note, "title"),
    (Kind::Note, "color"),
];

/// Whether a field of an existing record can be written. A contact's tags can: by calls of their own.
pub(crate) fn can_update(kind: Kind, field: &str) -> bool {
    let known = fields::find(kind, field).is_some_and(|field| field.synced);
    known && (kind != Kind::Contact || !CREATE_ONLY.contains(&field))
}

/// The body that creates a record: what is there.
pub(crate) fn create(kind: Kind, location: &str, fields: &Fields) -> Value {
    let mut body = Fields::new();
    if kind == Kind::Contact {
        body.insert("locationId".into(), location.into());
    }
    let known = fields.iter().filter(|(name, value)| {
        !value.is_null() && fields::find(kind, name).is_some_and(|field| field.synced)
    });
    body.extend(known.map(|(name, value)| (name.clone(), value.clone())));
    if kind == Kind::Task {
        body.entry("completed").or_insert(false.into());
    }
    Value::Object(body)
}

/// The body that changes a record: only the fields of the patch, tags never (here they would replace
/// all).
pub(crate) fn update(kind: Kind, patch: &Fields) -> Fields {
    let writable = patch
        .iter()
        .filter(|(name, _)| can_update(kind, name) && *name != "tags");
    let pairs = writable.filter_map(|(name, value)| {
        let value = if value.is_null() {
            clearing(kind, name)?
        } else {
            value.clone()
        };
        Some((name.clone(), value))
    });
    pairs.collect()
}

/// What clears a field; `None` where it cannot be cleared.
fn clearing(kind: Kind, name: &str) -> Option<Value> {
    match fields::find(kind, name)?.shape {
        Shape::Bool => Some(false.into()),
        // Every task is due some time.
        Shape::Instant => None,
        _ if NOT_NULLABLE.contains(&(kind, name)) => Some("".into()),
        _ if matches!((kind, name), (Kind::Task, "title") | (Kind::Note, "body")) => None,
        _ => Some(Value::Null),
    }
}

/// The body of the tag calls.
pub(crate) fn tags(tags: &[String]) -> Value {
    json!({ "tags": tags })
}
