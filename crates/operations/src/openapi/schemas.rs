//! The schemas of what answers hold, beside the structs of `wire` that write them. Every answer that
//! a route test is given is compared with them.

use serde_json::{Map, Value, json};
use tenon_model::fields::{self, Field};

/// A schema by its name.
pub(super) fn named(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

/// A list of one thing.
pub(super) fn list(items: Value) -> Value {
    let mut schema = json!({"type": "array"});
    schema["items"] = items;
    schema
}

/// An object of these properties; a name that starts with `?` may be absent.
pub(super) fn object<N: AsRef<str>>(properties: impl IntoIterator<Item = (N, Value)>) -> Value {
    let (mut known, mut required) = (Map::new(), Vec::new());
    for (name, schema) in properties {
        let name = name.as_ref();
        let always = name.strip_prefix('?');
        if always.is_none() {
            required.push(name.to_owned());
        }
        known.insert(always.unwrap_or(name).to_owned(), schema);
    }
    json!({"type": "object", "required": required, "properties": known})
}

pub(super) fn text() -> Value {
    json!({"type": "string"})
}
pub(super) fn whole() -> Value {
    json!({"type": "integer"})
}
pub(super) fn flag() -> Value {
    json!({"type": "boolean"})
}
pub(super) fn moment() -> Value {
    json!({"type": "string", "format": "date-time"})
}
pub(super) fn or_null(kind: &str) -> Value {
    json!({"type": [kind, "null"]})
}

/// What is in a table, each field absent when it is blank, but for those in `always`.
fn table(fields: &[Field], always: &[&str]) -> Vec<(String, Value)> {
    let mark = |field: &Field| {
        if always.contains(&field.name) {
            ""
        } else {
            "?"
        }
    };
    fields
        .iter()
        .map(|field| {
            (
                format!("{}{}", mark(field), field.name),
                field.answer_schema(),
            )
        })
        .collect()
}

fn with(own: &[(&str, Value)], more: Vec<(String, Value)>) -> Value {
    let own = own.iter().cloned();
    object(
        own.map(|(name, schema)| (name.to_owned(), schema))
            .chain(more),
    )
}

fn contact(place: &str) -> Vec<(String, Value)> {
    let own = [
        ("id", text()),
        ("locationId", text()),
        ("?name", text()),
        ("?firstNameLowerCase", text()),
        ("?lastNameLowerCase", text()),
        ("?fullNameLowerCase", text()),
        ("?emailLowerCase", text()),
        ("type", text()),
        ("dateAdded", moment()),
        ("dateUpdated", moment()),
    ];
    let mut all: Vec<_> = own
        .into_iter()
        .map(|(name, schema)| (name.to_owned(), schema))
        .collect();
    all.extend(table(fields::CONTACT, &["dnd", "tags", "customFields"]));
    all.extend(table(fields::CONTACT_TIES, &[]));
    for (name, schema) in &mut all {
        match name.as_str() {
            "?address1" => place.clone_into(name),
            // The answer to a create in v2 is a moment, all others a day.
            "?dateOfBirth" => schema["description"] = "YYYY-MM-DD, or a moment of it".into(),
            "customFields" => *schema = list(named("CustomFieldValue")),
            _ => {}
        }
    }
    all
}

fn found() -> Value {
    let place = json!({"type": "array", "description": "Its place; send it for what comes after"});
    let mut all = contact("?address");
    all.push(("?businessName".into(), or_null("string")));
    all.push(("searchAfter".into(), place));
    object(all)
}

/// `components.schemas`
pub(super) fn all() -> Value {
    let note = [
        ("id", text()),
        ("contactId", text()),
        ("dateAdded", moment()),
    ];
    let task = [("id", text()), ("contactId", text())];
    let business = [
        ("id", text()),
        ("locationId", text()),
        ("createdAt", moment()),
        ("updatedAt", moment()),
    ];
    let custom = [("id", text()), ("locationId", text()), ("model", text())];
    let programme = [("id", text()), ("name", text()), ("status", text())];
    json!({
        "Contact": object(contact("?address1")),
        "FoundContact": found(),
        "CustomFieldValue": object([("id", text()), ("?value", json!({})), ("?key", text()),
            ("?name", text()), ("?fieldKey", text()), ("?fieldValue", json!({}))]),
        "Task": with(&task, table(fields::TASK, &["title", "completed"])),
        "Note": with(&note, table(fields::NOTE, &["body"])),
        "Business": with(&business, table(fields::BUSINESS, &["name"])),
        "User": user(),
        "Campaign": object(programme.clone().into_iter().chain([("locationId", text())])),
        "Workflow": object(programme.into_iter().chain([("version", whole()),
            ("createdAt", moment()), ("updatedAt", moment()), ("locationId", text())])),
        "Appointment": appointment(),
        "Opportunity": opportunity(),
        "Pipeline": with(&[("id", text()), ("locationId", text())],
            table(fields::PIPELINE, &["name", "stages", "showInFunnel", "showInPieChart"])),
        "Calendar": calendar(),
        "CustomField": with(&custom, table(fields::CUSTOM_FIELD, &["name", "fieldKey", "dataType"])),
        "ChangedTask": changed(fields::TASK),
        "ChangedNote": changed(fields::NOTE),
        "ChangedAppointment": changed(fields::APPOINTMENT),
        "BulkResponse": object([("contactId", text()), ("message", text()),
            ("type", json!({"type": "string", "enum": ["success", "error"]})),
            ("?oldTags", list(text())), ("?tagsAdded", list(text())), ("?tagsRemoved", list(text()))]),
        "Location": object([("id", text()), ("name", text()), ("country", text()),
            ("timezone", text()), ("settings", object([("allowDuplicateContact", flag()),
            ("allowDuplicateOpportunity", flag())]))]),
        "TimelineEntry": object([("id", whole()), ("at", moment()), ("kind", text()),
            ("recordId", text()), ("action", text()), ("who", json!({"type": "object"})),
            ("from", text()), ("cause", json!({"type": "object"})),
            ("fields", json!({"type": "array"})), ("detail", json!({})),
            ("undo", json!({"type": ["object", "null"],
                "description": "Sent to POST /tenon/v1/undos, it puts this back"}))]),
        "Import": object(import()),
        "WebhookSubscription": subscription(),
        "WebhookDelivery": object([("id", text()), ("subscriptionId", text()), ("event", text()),
            ("state", text()), ("tries", whole()), ("nextTryAt", or_null("string")),
            ("createdAt", moment()), ("updatedAt", moment()),
            ("?request", json!({"type": "object"})), ("?attempts", json!({}))]),
        "Error": error(),
    })
}

/// A user stands in an answer by itself, too.
pub(super) fn user() -> Value {
    let roles = [
        ("type", text()),
        ("role", text()),
        ("locationIds", list(text())),
    ];
    let own = [("id", text()), ("name", text()), ("roles", object(roles))];
    let table = table(fields::USER, &[]).into_iter();
    with(&own, table.filter(|(name, _)| *name != "?role").collect())
}

pub(super) fn appointment() -> Value {
    let own = [
        ("id", text()),
        ("contactId", text()),
        ("locationId", text()),
        ("groupId", text()),
        ("users", list(text())),
        ("isRecurring", flag()),
        ("assignedResources", list(text())),
        ("dateAdded", moment()),
        ("dateUpdated", moment()),
    ];
    let always = [
        "calendarId",
        "startTime",
        "endTime",
        "title",
        "appointmentStatus",
    ];
    with(&own, table(fields::APPOINTMENT, &always))
}

fn opportunity() -> Value {
    let about = object([
        ("id", text()),
        ("name", text()),
        ("?companyName", text()),
        ("?email", text()),
        ("?phone", text()),
        ("tags", list(text())),
    ]);
    let own = [
        ("id", text()),
        ("contactId", text()),
        ("locationId", text()),
        ("createdAt", moment()),
        ("updatedAt", moment()),
        ("contact", about),
        ("customFields", list(named("CustomFieldValue"))),
        ("followers", list(text())),
    ];
    let always = ["name", "pipelineId", "pipelineStageId", "status"];
    with(&own, table(fields::OPPORTUNITY, &always))
}

/// A record in a poller's list; of one that was deleted there is nothing but its ids and times.
fn changed(fields: &[Field]) -> Value {
    let own = [
        ("id", text()),
        ("contactId", text()),
        ("dateAdded", moment()),
        ("dateUpdated", moment()),
        ("deleted", flag()),
        ("?locationId", text()),
        ("?groupId", text()),
        ("?users", list(text())),
        ("?isRecurring", flag()),
        ("?assignedResources", list(text())),
    ];
    with(&own, table(fields, &[]))
}

fn calendar() -> Value {
    let own = [
        ("id", text()),
        ("locationId", text()),
        ("slotDurationUnit", text()),
    ];
    with(
        &own,
        table(fields::CALENDAR, &["name", "isActive", "slotDuration"]),
    )
}

pub(super) fn import() -> Vec<(&'static str, Value)> {
    vec![
        ("key", text()),
        ("importId", text()),
        ("origin", text()),
        ("label", text()),
        ("place", text()),
        ("outcome", text()),
        ("reasons", json!({"type": "array"})),
        ("contactId", or_null("string")),
    ]
}

fn subscription() -> Value {
    object([
        ("id", text()),
        ("locationId", text()),
        ("clientId", text()),
        ("url", text()),
        ("events", list(text())),
        ("format", text()),
        ("state", text()),
        ("reason", text()),
        ("failingSince", or_null("string")),
        ("createdAt", moment()),
        ("updatedAt", moment()),
        ("?queue", json!({"type": "object"})),
        (
            "?secret",
            json!({"type": "string", "description": "Told once, when it is made"}),
        ),
    ])
}

/// What every refusal looks like.
fn error() -> Value {
    let message = json!({
        "description": "What happened and what to do; on 422 a list of every complaint",
        "oneOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}],
    });
    let meta = object([
        ("contactName", text()),
        ("contactId", text()),
        (
            "matchingField",
            json!({"type": "string", "enum": ["email", "phone"]}),
        ),
    ]);
    object([
        ("statusCode", whole()),
        ("message", message),
        ("error", text()),
        ("traceId", text()),
        (
            "?doc",
            json!({"type": "string", "description": "A page about this error"}),
        ),
        ("?meta", meta),
    ])
}
