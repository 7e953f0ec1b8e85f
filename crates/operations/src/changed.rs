//! `GET /tenon/v1/tasks`, `/notes` and `/appointments`: those of all contacts, in the order in which
//! they last changed, so that a poller reads each change once and misses none. HighLevel lists them
//! contact by contact only.

use serde_json::{Value, json};
use tenon_model::{Kind, Scope, time};
use tenon_store::{ChangedSearch, Record};

use crate::{Call, Context, Method, Operation, OperationError, Reply, V3, appointments, wire};

/// Records on a page: by default, and at most.
const PAGE: (i64, i64) = (100, 500);

/// The family's declarations.
pub(crate) const OPERATIONS: &[Operation] = &[
    declared("list-changed-tasks", "/tenon/v1/tasks", Kind::Task),
    declared("list-changed-notes", "/tenon/v1/notes", Kind::Note),
    declared(
        "list-changed-appointments",
        "/tenon/v1/appointments",
        Kind::Appointment,
    ),
];

const fn declared(id: &'static str, path: &'static str, kind: Kind) -> Operation {
    let (summary, scope, handler): (_, _, fn(Context, Call) -> crate::operation::Answer) =
        match kind {
            Kind::Task => (
                "List the tasks of all contacts by their last change, for polling",
                Scope::LocationsTasksReadonly,
                |cx, call| Box::pin(list(cx, call, Kind::Task, "tasks")),
            ),
            Kind::Note => (
                "List the notes of all contacts by their last change, for polling",
                Scope::ContactsReadonly,
                |cx, call| Box::pin(list(cx, call, Kind::Note, "notes")),
            ),
            _ => (
                "List the appointments of all contacts by their last change, for polling",
                Scope::CalendarsEventsReadonly,
                |cx, call| Box::pin(list(cx, call, Kind::Appointment, "appointments")),
            ),
        };
    Operation {
        id,
        summary,
        method: Method::Get,
        path,
        v3: V3::Same,
        scope,
        body: None,
        handler,
    }
}

async fn list(
    cx: Context,
    call: Call,
    kind: Kind,
    name: &'static str,
) -> Result<Reply, OperationError> {
    let limit = call.number("limit", PAGE.0, 1..=PAGE.1)?;
    let deleted = match call.query("includeDeleted") {
        None | Some("false") => false,
        Some("true") => true,
        Some(_) => {
            return Err(OperationError::invalid(
                "includeDeleted must be true or false",
            ));
        }
    };
    let since = match call.query("updatedSince") {
        None => None,
        Some(text) => Some(time::parse_moment(text).ok_or_else(|| {
            OperationError::invalid("updatedSince must be a date, or milliseconds since 1970")
        })?),
    };
    let after = match (call.query("cursor"), since) {
        (Some(_), _) => call.number("cursor", 0, 0..=i64::MAX)?,
        (None, Some(since)) => cx.store.log_floor(&cx.location.id, since).await?,
        (None, None) => 0,
    };
    let search = ChangedSearch {
        kind,
        after,
        since,
        deleted,
        limit,
    };
    let page = cx.store.changed(&cx.location.id, &search).await?;
    let page = page.ok_or_else(|| {
        OperationError::BadRequest(
            "This cursor is not from here; the data may have been restored. Read from the beginning."
                .into(),
        )
    })?;
    let records = page.records.iter().map(|record| item(&cx, record));
    let records = records.collect::<Result<Vec<Value>, OperationError>>()?;
    Reply::json(
        200,
        &json!({name: records, "nextCursor": page.next.to_string(), "hasMore": page.more,
            "traceId": cx.trace_id}),
    )
}

/// A record as its contact's own list has it, with its times; of one that was deleted only that.
fn item(cx: &Context, record: &Record) -> Result<Value, OperationError> {
    let unreadable = |error: serde_json::Error| OperationError::Internal(error.to_string());
    let mut whole = match record.kind {
        _ if record.deleted => json!({}),
        Kind::Task => serde_json::to_value(wire::task(record)?).map_err(unreadable)?,
        Kind::Note => serde_json::to_value(wire::note(record)?).map_err(unreadable)?,
        _ => appointments::answer(cx, record)?,
    };
    whole["id"] = record.id.clone().into();
    whole["contactId"] = record.root_id.clone().into();
    whole["dateAdded"] = time::to_wire(record.created_at).into();
    whole["dateUpdated"] = time::to_wire(record.updated_at).into();
    whole["deleted"] = record.deleted.into();
    Ok(whole)
}
