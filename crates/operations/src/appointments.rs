//! Appointments (calendars.json): meetings with a contact, in a calendar. A calendar takes any time:
//! slots are not checked, and a series is not made of one call.

mod events;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use tenon_model::{
    Calendar, Contact, Fields, Kind, Scope,
    fields::{APPOINTMENT, Field, Shape, join},
    time,
};
use tenon_store::Record;

use crate::{
    Body, Call, Context, Method, Operation, OperationError, Reply, V3, children::add_child, edit,
    records,
};

const fn asked(name: &'static str, shape: Shape) -> Field {
    Field {
        name,
        shape,
        synced: false,
    }
}

/// What a body says of the call, and not of the appointment. Slots are not checked and nobody is
/// notified, so each of them asks for what happens anyway, or for nothing.
const OF_THE_CALL: [Field; 4] = [
    asked("ignoreDateRange", Shape::Bool),
    asked("ignoreFreeSlotValidation", Shape::Bool),
    asked("overrideLocationConfig", Shape::Bool),
    asked("toNotify", Shape::Bool),
];
const EDITED: [Field; 15] = join(APPOINTMENT, &OF_THE_CALL);
const CREATED: [Field; 16] = join(&EDITED, &[asked("contactId", Shape::Id)]);

const CREATE: Body = Body {
    fields: &CREATED,
    required: &["calendarId", "contactId", "startTime"],
    location: true,
};
const UPDATE: Body = Body {
    fields: &EDITED,
    required: &[],
    location: false,
};
/// What cannot be cleared.
const KEPT: &[&str] = &[
    "calendarId",
    "startTime",
    "endTime",
    "title",
    "appointmentStatus",
];

/// The family's declarations.
pub(crate) const OPERATIONS: &[Operation] = &[
    Operation {
        id: "create-appointment",
        summary: "Create an appointment with a contact",
        method: Method::Post,
        path: "/calendars/events/appointments",
        v3: V3::Same,
        scope: Scope::CalendarsEventsWrite,
        body: Some(CREATE),
        handler: |cx, call| Box::pin(create(cx, call)),
    },
    Operation {
        id: "get-appointment",
        summary: "Get an appointment",
        method: Method::Get,
        path: "/calendars/events/appointments/{eventId}",
        v3: V3::Same,
        scope: Scope::CalendarsEventsReadonly,
        body: None,
        handler: |cx, call| Box::pin(get(cx, call)),
    },
    Operation {
        id: "edit-appointment",
        summary: "Change an appointment",
        method: Method::Put,
        path: "/calendars/events/appointments/{eventId}",
        v3: V3::Same,
        scope: Scope::CalendarsEventsWrite,
        body: Some(UPDATE),
        handler: |cx, call| Box::pin(update(cx, call)),
    },
    Operation {
        id: "delete-event",
        summary: "Delete an appointment",
        method: Method::Delete,
        path: "/calendars/events/{eventId}",
        v3: V3::Same,
        scope: Scope::CalendarsEventsWrite,
        body: None,
        handler: |cx, call| Box::pin(delete(cx, call)),
    },
    Operation {
        id: "get-calendar-events",
        summary: "List the appointments of a calendar or user that begin in a span of time",
        method: Method::Get,
        path: "/calendars/events",
        v3: V3::Same,
        scope: Scope::CalendarsEventsReadonly,
        body: None,
        handler: |cx, call| Box::pin(events::list(cx, call)),
    },
    Operation {
        id: "get-appointments-for-contact",
        summary: "List the appointments of a contact, oldest first",
        method: Method::Get,
        path: "/contacts/{contactId}/appointments",
        v3: V3::Same,
        scope: Scope::ContactsReadonly,
        body: None,
        handler: |cx, call| Box::pin(of_contact(cx, call)),
    },
];

/// AppointmentSchemaResponse, CalendarEventDTO and GetEventSchema: each lacks some of what the others
/// have, and none contradicts another. What a schema requires and nobody has said is empty.
pub(crate) fn answer(cx: &Context, record: &Record) -> Result<Value, OperationError> {
    let mut answer = record.fields()?;
    let user = answer.get("assignedUserId").cloned();
    let users: Vec<&Value> = user.iter().collect();
    for (key, value) in [
        ("id", record.id.clone().into()),
        ("contactId", record.root_id.clone().into()),
        ("locationId", cx.location.id.clone().into()),
        ("groupId", "".into()),
        ("users", json!(users)),
        ("isRecurring", false.into()),
        ("assignedResources", json!([])),
        ("dateAdded", time::to_wire(record.created_at).into()),
        ("dateUpdated", time::to_wire(record.updated_at).into()),
    ] {
        answer.insert(key.to_owned(), value);
    }
    answer.entry("assignedUserId").or_insert("".into());
    Ok(Value::Object(answer))
}

fn one(cx: &Context, record: &Record) -> Result<Reply, OperationError> {
    let mut body = answer(cx, record)?;
    body["traceId"] = cx.trace_id.clone().into();
    Ok(Reply::json(200, &body)?.of(record))
}

fn many(cx: &Context, records: &[Record]) -> Result<Reply, OperationError> {
    let events = records.iter().map(|record| answer(cx, record));
    let events = events.collect::<Result<Vec<_>, _>>()?;
    Reply::json(200, &json!({"events": events, "traceId": cx.trace_id}))
}

async fn create(cx: Context, mut call: Call) -> Result<Reply, OperationError> {
    let mut fields = fields(&cx, &mut call, &CREATE).await?;
    let contact = fields.remove("contactId").unwrap_or_default();
    let contact = contact.as_str().unwrap_or_default();
    let of = cx.contact(contact).await?;
    let calendar = calendar(&cx, text(&fields, "calendarId").unwrap_or_default()).await?;
    let mut doc = edit::patched(&Fields::new(), &fields);
    if !doc.contains_key("title") {
        doc.insert("title".into(), of.typed::<Contact>()?.label().into());
    }
    doc.entry("appointmentStatus").or_insert("confirmed".into());
    settle_end(&mut doc, SignedDuration::from_mins(calendar.slot_duration))?;
    let record = add_child(&cx, Kind::Appointment, contact, doc).await?;
    one(&cx, &record)
}

async fn get(cx: Context, call: Call) -> Result<Reply, OperationError> {
    let record = cx
        .find(Kind::Appointment, None, call.param("eventId"))
        .await?;
    let body = json!({"event": answer(&cx, &record)?, "traceId": cx.trace_id});
    Ok(Reply::json(200, &body)?.of(&record))
}

async fn update(cx: Context, mut call: Call) -> Result<Reply, OperationError> {
    let mut patch = fields(&cx, &mut call, &UPDATE).await?;
    records::keeps(&patch, KEPT)?;
    if let Some(id) = text(&patch, "calendarId") {
        calendar(&cx, id).await?;
    }
    let place = (Kind::Appointment, None, call.param("eventId"));
    if patch.contains_key("startTime") && !patch.contains_key("endTime") {
        // One that is moved lasts as long as before.
        patch.insert("endTime".into(), Value::Null);
    }
    let record = records::change(&cx, place, |before| {
        let mut doc = edit::patched(before, &patch);
        settle_end(&mut doc, lasting(before))?;
        Ok(doc)
    })
    .await?;
    one(&cx, &record)
}

async fn delete(cx: Context, call: Call) -> Result<Reply, OperationError> {
    records::delete(&cx, (Kind::Appointment, None, call.param("eventId"))).await?;
    // The status is upstream's.
    Reply::json(201, &json!({"succeeded": true, "traceId": cx.trace_id}))
}

async fn of_contact(cx: Context, call: Call) -> Result<Reply, OperationError> {
    let contact = cx.contact(call.param("contactId")).await?;
    let records = cx
        .store
        .records_of(&cx.location.id, &contact.id, Kind::Appointment);
    many(&cx, &records.await?)
}

fn text<'a>(fields: &'a Fields, name: &str) -> Option<&'a str> {
    fields.get(name)?.as_str()
}

/// What the call checked: the fields of the appointment, without what speaks of the call.
async fn fields(cx: &Context, call: &mut Call, body: &Body) -> Result<Fields, OperationError> {
    let mut fields = call.checked(cx, body)?;
    for field in OF_THE_CALL {
        fields.remove(field.name);
    }
    if let Some(user) = text(&fields, "assignedUserId") {
        cx.must_know(Kind::User, user).await?;
    }
    Ok(fields)
}

/// A calendar that appointments can be made in.
async fn calendar(cx: &Context, id: &str) -> Result<Calendar, OperationError> {
    let record = cx.find_unguarded(Kind::Calendar, id).await?;
    let calendar: Calendar = record.typed()?;
    if calendar.is_active {
        Ok(calendar)
    } else {
        let why = "The calendar is not active";
        Err(OperationError::BadRequest(why.into()))
    }
}

fn instant(doc: &Fields, name: &str) -> Option<Timestamp> {
    time::parse_instant(text(doc, name)?)
}

/// How long it lasts.
fn lasting(doc: &Fields) -> SignedDuration {
    let ends = instant(doc, "startTime").zip(instant(doc, "endTime"));
    ends.map_or(SignedDuration::ZERO, |(start, end)| {
        end.duration_since(start)
    })
}

/// The end of an appointment that does not say is so long after its start. Refuses one that ends
/// before it begins.
fn settle_end(doc: &mut Fields, lasts: SignedDuration) -> Result<(), OperationError> {
    let Some(start) = instant(doc, "startTime") else {
        return Err(OperationError::invalid("startTime should not be empty"));
    };
    if !doc.contains_key("endTime") {
        let end = start.saturating_add(lasts).unwrap_or(start);
        doc.insert("endTime".into(), time::to_wire(end).into());
    }
    match instant(doc, "endTime") {
        Some(end) if end < start => Err(OperationError::invalid(
            "endTime must not be before startTime",
        )),
        _ => Ok(()),
    }
}
