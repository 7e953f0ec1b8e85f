//! An event's payload: the keys of HighLevel's samples, in their order.

use jiff::Timestamp;
use serde_json::{Value, json};
use tenon_model::{Action, Change, Contact, EventKind, Fields, time};

use super::Completeness;

/// ContactCreate, and alike the other three.
const CONTACT: &[&str] = &[
    "address1",
    "city",
    "state",
    "companyName",
    "country",
    "source",
    "dateAdded",
    "dateOfBirth",
    "dnd",
    "email",
    "name",
    "firstName",
    "lastName",
    "phone",
    "postalCode",
    "tags",
    "website",
    "attachments",
    "assignedTo",
    "customFields",
];
/// ContactDndUpdate, which tells the channels too.
const CONTACT_DND: &[&str] = &[
    "address1",
    "city",
    "state",
    "companyName",
    "country",
    "source",
    "dateAdded",
    "dateOfBirth",
    "dnd",
    "dndSettings",
    "email",
    "name",
    "firstName",
    "lastName",
    "phone",
    "postalCode",
    "tags",
    "website",
    "attachments",
    "assignedTo",
    "customFields",
];
/// NoteCreate, and alike the other two: the list HighLevel names in issue 312 of
/// highlevel-api-docs. No author and no title.
const NOTE: &[&str] = &["body", "contactId", "dateAdded"];
/// TaskCreate, and alike TaskDelete.
const TASK: &[&str] = &[
    "assignedTo",
    "body",
    "contactId",
    "title",
    "dateAdded",
    "dueDate",
];
/// TaskComplete, whose sample has another order.
const TASK_COMPLETE: &[&str] = &[
    "assignedTo",
    "body",
    "contactId",
    "dateAdded",
    "dueDate",
    "title",
];

/// What AppointmentCreate has under `appointment`, and alike the other two.
const APPOINTMENT: &[&str] = &[
    "address",
    "title",
    "calendarId",
    "contactId",
    "groupId",
    "appointmentStatus",
    "assignedUserId",
    "users",
    "notes",
    "source",
    "startTime",
    "endTime",
    "dateAdded",
    "dateUpdated",
];
/// OpportunityCreate, and alike the others.
const OPPORTUNITY: &[&str] = &[
    "assignedTo",
    "contactId",
    "monetaryValue",
    "name",
    "pipelineId",
    "pipelineStageId",
    "source",
    "status",
    "dateAdded",
];
/// Ours: HighLevel has no event for a firm. The order is that of its BusinessDto.
const BUSINESS: &[&str] = &[
    "name",
    "phone",
    "email",
    "website",
    "address",
    "city",
    "description",
    "state",
    "postalCode",
    "country",
    "dateAdded",
    "dateUpdated",
];

const fn keys(kind: EventKind) -> &'static [&'static str] {
    use EventKind as E;
    match kind {
        E::ContactCreate | E::ContactUpdate | E::ContactTagUpdate | E::ContactDelete => CONTACT,
        E::ContactDndUpdate => CONTACT_DND,
        E::NoteCreate | E::NoteUpdate | E::NoteDelete => NOTE,
        E::TaskCreate | E::TaskUpdate | E::TaskDelete => TASK,
        E::TaskComplete => TASK_COMPLETE,
        E::AppointmentCreate | E::AppointmentUpdate | E::AppointmentDelete => APPOINTMENT,
        E::OpportunityCreate
        | E::OpportunityUpdate
        | E::OpportunityStageUpdate
        | E::OpportunityStatusUpdate
        | E::OpportunityMonetaryValueUpdate
        | E::OpportunityAssignedToUpdate
        | E::OpportunityDelete => OPPORTUNITY,
        E::BusinessCreate | E::BusinessUpdate | E::BusinessDelete => BUSINESS,
    }
}

pub(super) fn payload(
    location_id: &str,
    kind: EventKind,
    change: &Change,
    fields: &Fields,
    created_at: Option<Timestamp>,
    completeness: Completeness,
) -> Fields {
    let mut told = Fields::new();
    told.insert("id".into(), change.record_id.clone().into());
    for &key in keys(kind) {
        let value = match key {
            "dateAdded" => created_at.map(|at| time::to_wire(at).into()),
            "dateUpdated" => Some(time::to_wire(change.at).into()),
            "contactId" => Some(change.root_id.clone().into()),
            "name" if fields.contains_key(key) => fields.get(key).cloned(),
            "name" => name(fields),
            "dateOfBirth" => birthday(fields),
            "dnd" => Some(fields.get(key).cloned().unwrap_or(Value::Bool(false))),
            "tags" | "customFields" => Some(fields.get(key).cloned().unwrap_or_else(|| json!([]))),
            "users" => Some(fields.get("assignedUserId").into_iter().cloned().collect()),
            // A leftover of HighLevel's, always empty (issue 324 of highlevel-api-docs).
            "attachments" => Some(json!([])),
            _ => fields.get(key).cloned(),
        };
        // A blank field is left out.
        if let Some(value) = value.filter(|value| !value.is_null()) {
            told.insert(key.into(), value);
        }
    }
    if completeness == Completeness::Full {
        complete(&mut told, fields);
    }
    let mut payload = Fields::new();
    payload.insert("type".into(), kind.name().into());
    payload.insert("locationId".into(), location_id.into());
    if keys(kind) == APPOINTMENT {
        payload.insert("appointment".into(), Value::Object(told));
    } else {
        payload.extend(told);
    }
    if completeness == Completeness::Full && change.action == Action::Update {
        tell_changes(&mut payload, change);
    }
    payload
}

/// Adds what the record holds beyond the keys of the sample.
fn complete(payload: &mut Fields, fields: &Fields) {
    for (key, value) in fields.iter().filter(|(_, value)| !value.is_null()) {
        if !payload.contains_key(key) {
            payload.insert(key.clone(), value.clone());
        }
    }
}

fn tell_changes(payload: &mut Fields, change: &Change) {
    let names = change.fields.iter().map(|field| field.field.as_str());
    payload.insert("changedFields".into(), names.collect());
    let before = change.fields.iter();
    let before = before.map(|field| (field.field.clone(), field.before.clone()));
    payload.insert("previous".into(), Value::Object(before.collect()));
}

fn text(fields: &Fields, key: &str) -> Option<String> {
    fields.get(key)?.as_str().map(str::to_owned)
}

fn name(fields: &Fields) -> Option<Value> {
    let contact = Contact {
        first_name: text(fields, "firstName"),
        last_name: text(fields, "lastName"),
        ..Contact::default()
    };
    contact.full_name().map(Value::String)
}

/// The samples have a birthday as the first moment of its day: `2000-01-05T00:00:00.000Z`.
fn birthday(fields: &Fields) -> Option<Value> {
    let day = text(fields, "dateOfBirth")?;
    let at = time::parse_instant(&day).map(time::to_wire);
    Some(at.unwrap_or(day).into())
}
