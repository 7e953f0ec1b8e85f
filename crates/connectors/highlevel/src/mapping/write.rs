//! The hub's fields as the vendor's request bodies want them (CreateContactDto, UpdateContactDto,
//! CreateTaskParams, UpdateTaskBody, NotesDTO and UpdateNoteDTO of contacts.json). Unknown
//! properties are refused there, so that nothing else may go in.

use serde_json::{Value, json};
use tenon_model::fields::{self, Shape};
use tenon_model::{Fields, Kind};
use tenon_operations::edit::CUSTOM;

/// Synced fields that UpdateContactDto lacks (highlevel-api-docs issue 314).
const CREATE_ONLY: &[(Kind, &str)] = &[(Kind::Contact, "companyName"), (Kind::Contact, "gender")];
/// Synced fields that no body takes (issues 59, 262).
const READ_ONLY: &[(Kind, &str)] = &[
    (Kind::Contact, "additionalEmails"),
    (Kind::Contact, "additionalPhones"),
    (Kind::Opportunity, "source"),
];
/// Synced fields that a call of their own writes to a record that is there.
const OWN_CALL: &[(Kind, &str)] = &[(Kind::Contact, "businessId")];
/// Fields whose schema does not allow `null`; an empty text clears them.
const NOT_NULLABLE: &[(Kind, &str)] = &[
    (Kind::Contact, "postalCode"),
    (Kind::Contact, "country"),
    (Kind::Task, "body"),
    (Kind::Note, "title"),
    (Kind::Note, "color"),
    (Kind::Appointment, "address"),
    (Kind::Appointment, "description"),
    (Kind::Business, "phone"),
    (Kind::Business, "email"),
    (Kind::Business, "website"),
    (Kind::Business, "address"),
    (Kind::Business, "city"),
    (Kind::Business, "state"),
    (Kind::Business, "postalCode"),
    (Kind::Business, "country"),
    (Kind::Business, "description"),
];

/// Fields that cannot be cleared.
const REQUIRED: &[(Kind, &str)] = &[
    (Kind::Task, "title"),
    (Kind::Task, "assignedTo"),
    (Kind::Note, "body"),
    (Kind::Business, "name"),
    (Kind::Appointment, "title"),
    (Kind::Appointment, "calendarId"),
    (Kind::Appointment, "assignedUserId"),
    (Kind::Opportunity, "name"),
    (Kind::Opportunity, "pipelineId"),
    (Kind::Opportunity, "pipelineStageId"),
    (Kind::Opportunity, "assignedTo"),
];

fn is_carried(kind: Kind, field: &str) -> bool {
    let custom = kind == Kind::Contact && field.starts_with(CUSTOM);
    custom || fields::carried(kind).any(|carried| carried.name == field)
}

/// Whether a field of an existing record can be written. A contact's tags can: by calls of their own.
pub(crate) fn can_update(kind: Kind, field: &str) -> bool {
    let name = &(kind, field);
    is_carried(kind, field) && !CREATE_ONLY.contains(name) && !READ_ONLY.contains(name)
}

/// Whether a field can be written when the record is made.
pub(crate) fn can_create(kind: Kind, field: &str) -> bool {
    let name = &(kind, field);
    is_carried(kind, field) && !READ_ONLY.contains(name) && !OWN_CALL.contains(name)
}

/// The body that creates a record: what is there.
pub(crate) fn create(kind: Kind, location: &str, fields: &Fields) -> Value {
    let mut body = Fields::new();
    if kind == Kind::Contact {
        body.insert("locationId".into(), location.into());
    }
    let known = fields
        .iter()
        .filter(|(name, value)| !value.is_null() && can_create(kind, name));
    for (name, value) in known {
        put(&mut body, name, value.clone());
    }
    if kind == Kind::Task {
        body.entry("completed").or_insert(false.into());
    }
    Value::Object(body)
}

/// The body that changes a record: only the fields of the patch, tags never (here they would replace
/// all).
pub(crate) fn update(kind: Kind, patch: &Fields) -> Fields {
    let writable = patch.iter().filter(|(name, _)| {
        can_update(kind, name) && *name != "tags" && !OWN_CALL.contains(&(kind, name.as_str()))
    });
    let mut body = Fields::new();
    for (name, value) in writable {
        let value = if value.is_null() {
            clearing(kind, name)
        } else {
            Some(value.clone())
        };
        if let Some(value) = value {
            put(&mut body, name, value);
        }
    }
    body
}

/// A field into a body; custom fields stand in a list (CustomFieldsInputSchema).
fn put(body: &mut Fields, name: &str, value: Value) {
    let Some(id) = name.strip_prefix(CUSTOM) else {
        body.insert(name.to_owned(), value);
        return;
    };
    let list = body.entry("customFields").or_insert_with(|| json!([]));
    if let Some(list) = list.as_array_mut() {
        list.push(json!({"id": id, "field_value": value}));
    }
}

/// The body that makes a custom field for contacts (CreateCustomFieldsDTO); `None` for a type whose
/// choices it cannot tell.
pub(crate) fn custom_field(fields: &Fields) -> Option<Value> {
    const PLAIN: [&str; 7] = [
        "TEXT",
        "LARGE_TEXT",
        "NUMERICAL",
        "PHONE",
        "MONETORY",
        "DATE",
        "EMAIL",
    ];
    let data_type = fields.get("dataType")?.as_str()?;
    PLAIN.contains(&data_type).then(|| {
        let mut body = json!({"name": fields.get("name"), "dataType": data_type,
            "model": "contact"});
        if let Some(placeholder) = fields.get("placeholder") {
            body["placeholder"] = placeholder.clone();
        }
        body
    })
}

/// What clears a field; `None` where it cannot be cleared.
fn clearing(kind: Kind, name: &str) -> Option<Value> {
    if name.starts_with(CUSTOM) {
        return Some("".into());
    }
    match fields::find(kind, name)?.shape {
        // DndSettingsSchema knows no null.
        Shape::Channels(_) => None,
        Shape::Bool => Some(false.into()),
        // Every task is due some time, and every appointment begins and ends. No schema of theirs knows
        // null for the others.
        Shape::Instant | Shape::Amount | Shape::OneOf(_) => None,
        _ if NOT_NULLABLE.contains(&(kind, name)) => Some("".into()),
        _ if REQUIRED.contains(&(kind, name)) => None,
        _ => Some(Value::Null),
    }
}

/// The body of the tag calls.
pub(crate) fn tags(tags: &[String]) -> Value {
    json!({ "tags": tags })
}
