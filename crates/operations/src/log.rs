//! `GET /tenon/v1/changes` and `GET /tenon/v1/events`: the location's whole log, read page by page or
//! as it grows.

use serde_json::{Value, json};
use tenon_model::{Action, Change, Kind, Scope, time};
use tenon_store::{Store, StoreError};

use crate::{Call, Context, Follow, Method, Operation, OperationError, Reply, V3};

/// Changes on a page: by default, and at most.
const PAGE: (i64, i64) = (100, 500);
/// Seconds that a stream is kept open at most: then whoever listens asks again, and is judged again.
const WAIT: i64 = 300;
/// Events sent at once.
const BATCH: i64 = 200;

/// The family's declarations.
pub(crate) const OPERATIONS: &[Operation] = &[
    Operation {
        id: "list-changes",
        summary: "List the changes of all records with who made them and why, newest or oldest first",
        method: Method::Get,
        path: "/tenon/v1/changes",
        v3: V3::Same,
        scope: Scope::ContactsReadonly,
        body: None,
        handler: |cx, call| Box::pin(changes(cx, call)),
    },
    Operation {
        id: "stream-events",
        summary: "Follow changes as they happen (server-sent events)",
        method: Method::Get,
        path: "/tenon/v1/events",
        v3: V3::Same,
        scope: Scope::ContactsReadonly,
        body: None,
        handler: |cx, call| Box::pin(events(cx, call)),
    },
];

async fn changes(cx: Context, call: Call) -> Result<Reply, OperationError> {
    let limit = call.number("limit", PAGE.0, 1..=PAGE.1)?;
    let search = tenon_store::LogSearch {
        after: optional(&call, "after", 0)?,
        before: optional(&call, "before", 1)?,
        kind: word(&call, "kind", |name| Kind::parse(name).is_some())?,
        action: word(&call, "action", |name| Action::parse(name).is_some())?,
        actor: call.query("actor").map(str::to_owned),
        limit,
    };
    if search.after.is_some() && search.before.is_some() {
        let told = "name after (oldest first) or before (newest first), not both";
        return Err(OperationError::invalid(told));
    }
    let page = cx.store.log_page(&cx.location.id, &search).await?;
    let changes: Vec<Value> = page.changes.iter().map(whole).collect();
    let body = json!({"changes": changes, "next": page.next.to_string(), "hasMore": page.more,
        "traceId": cx.trace_id});
    Reply::json(200, &body)
}

fn optional(call: &Call, name: &str, least: i64) -> Result<Option<i64>, OperationError> {
    match call.query(name) {
        None => Ok(None),
        Some(_) => call.number(name, 0, least..=i64::MAX).map(Some),
    }
}

fn word(
    call: &Call,
    name: &str,
    known: impl Fn(&str) -> bool,
) -> Result<Option<String>, OperationError> {
    match call.query(name) {
        Some(word) if !known(word) => Err(OperationError::invalid(format!(
            "{name} {word:?} is not known"
        ))),
        word => Ok(word.map(str::to_owned)),
    }
}

/// A change as the timeline shows it, with the contact it is about.
fn whole(change: &Change) -> Value {
    let mut entry = crate::timeline::entry(change);
    entry["contactId"] = change.root_id.clone().into();
    entry
}

async fn events(cx: Context, call: Call) -> Result<Reply, OperationError> {
    let wait = call.number("wait", WAIT, 0..=WAIT)?;
    let last = cx.store.last_seq(&cx.location.id).await?;
    let after = optional(&call, "after", 0)?;
    let follow = Follow {
        location: cx.location.id.clone(),
        contact: call.query("contactId").map(str::to_owned),
        after,
        last,
        wait: u64::try_from(wait).unwrap_or_default(),
    };
    Ok(Reply::follow(follow))
}

/// The events behind a number, and the number of the last change that was looked at: `None` when there
/// was no change.
///
/// # Errors
/// See [`StoreError`].
pub async fn events_after(
    store: &Store,
    follow: &Follow,
    after: i64,
) -> Result<Option<(Vec<(i64, Value)>, i64)>, StoreError> {
    let changes = store.changes_after(&follow.location, after, BATCH).await?;
    let Some(last) = changes.last().map(|change| change.seq) else {
        return Ok(None);
    };
    let wanted = changes.iter().filter(|change| {
        let of = |contact: &String| *contact == change.root_id;
        follow.contact.as_ref().is_none_or(of)
    });
    let events = wanted.map(|change| (change.seq, event(change))).collect();
    Ok(Some((events, last)))
}

/// What a page needs to know to look again; the values it reads by other calls, each by its scope.
fn event(change: &Change) -> Value {
    let fields = change.fields.iter().map(|field| field.field.as_str());
    json!({
        "id": change.seq,
        "at": time::to_wire(change.at),
        "kind": change.kind,
        "recordId": change.record_id,
        "contactId": change.root_id,
        "action": change.action.name(),
        "who": change.origin.actor,
        "from": change.origin.door,
        "fields": fields.collect::<Vec<_>>(),
    })
}
