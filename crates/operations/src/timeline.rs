//! `GET /tenon/v1/contacts/{contactId}/timeline`: all that happened to a contact, newest first.

use serde_json::{Value, json};
use tenon_model::{Action, Change, Kind, Scope, time};

use crate::{Call, Context, Method, Operation, OperationError, Reply, V3};

/// Most entries on a page.
const MAX_PAGE: i64 = 200;
const DEFAULT_PAGE: i64 = 50;

/// The family's declarations.
pub(crate) const OPERATIONS: &[Operation] = &[Operation {
    id: "get-contact-timeline",
    summary: "List the tasks, notes, changes, imports and pushes of a contact, newest first",
    method: Method::Get,
    path: "/tenon/v1/contacts/{contactId}/timeline",
    v3: V3::Same,
    scope: Scope::ContactsReadonly,
    body: None,
    handler: |cx, call| Box::pin(timeline(cx, call)),
}];

async fn timeline(cx: Context, call: Call) -> Result<Reply, OperationError> {
    let limit = call.number("limit", DEFAULT_PAGE, 1..=MAX_PAGE)?;
    let before = call.number("before", i64::MAX, 1..=i64::MAX)?;
    let contact = call.param("contactId");
    // A deleted contact keeps its timeline: what it was and who deleted it can still be read.
    let known = cx
        .store
        .record_or_tombstone(&cx.location.id, Kind::Contact, contact)
        .await?;
    if known.is_none() {
        return Err(OperationError::NotFound("Contact"));
    }
    let page = cx
        .store
        .changes_of(&cx.location.id, contact, Some(before), limit)
        .await?;
    let entries: Vec<Value> = page.changes.iter().map(entry).collect();
    Reply::json(
        200,
        &json!({"entries": entries, "nextBefore": page.next, "traceId": cx.trace_id}),
    )
}

pub(crate) fn entry(change: &Change) -> Value {
    json!({
        "id": change.seq,
        "at": time::to_wire(change.at),
        "kind": change.kind,
        "recordId": change.record_id,
        "action": change.action.name(),
        "who": change.origin.actor,
        "from": change.origin.door,
        "cause": change.origin.cause,
        "fields": change.fields,
        "detail": change.detail,
        // What to send to POST /tenon/v1/undos, where it can be put back.
        "undo": can_be_undone(change).then(|| json!({"kind": "change", "id": change.seq})),
    })
}

/// Whether there is something in an entry that can be put back: what it wrote, here or on another side,
/// or the value that fell.
fn can_be_undone(change: &Change) -> bool {
    match change.action {
        Action::Conflict => change.detail["field"].is_string(),
        Action::Push => change.detail["before"].is_object(),
        action => action.writes(),
    }
}
