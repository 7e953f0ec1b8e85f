//! What was imported, and what is connected.

use serde_json::{Value, json};
use tenon_model::Scope;

use crate::{Call, Context, Method, Operation, OperationError, Reply, V3, connecting, runs};

const MAX_PAGE: i64 = 200;
const DEFAULT_PAGE: i64 = 50;
/// How far a list can be paged.
const MAX_OFFSET: i64 = 1_000_000;

/// The family's declarations.
pub(crate) const OPERATIONS: &[Operation] = &[
    Operation {
        id: "list-imports",
        summary: "List what sources held and what became of it, newest first",
        method: Method::Get,
        path: "/tenon/v1/imports",
        v3: V3::Same,
        scope: Scope::ContactsReadonly,
        body: None,
        handler: |cx, call| Box::pin(imports(cx, call)),
    },
    Operation {
        id: "get-import",
        summary: "Get a source item with its raw text",
        method: Method::Get,
        path: "/tenon/v1/imports/{key}",
        v3: V3::Same,
        scope: Scope::ContactsReadonly,
        body: None,
        handler: |cx, call| Box::pin(import(cx, call)),
    },
    Operation {
        id: "list-connections",
        summary: "List connected systems and how their queues stand",
        method: Method::Get,
        path: "/tenon/v1/connections",
        v3: V3::Same,
        scope: Scope::ContactsReadonly,
        body: None,
        handler: |cx, call| Box::pin(connections(cx, call)),
    },
    Operation {
        id: "list-links",
        summary: "List where a contact, its tasks and its notes stand in a connected system",
        method: Method::Get,
        path: "/tenon/v1/links",
        v3: V3::Same,
        scope: Scope::ContactsReadonly,
        body: None,
        handler: |cx, call| Box::pin(links(cx, call)),
    },
];

fn page(call: &Call) -> Result<(i64, i64), OperationError> {
    Ok((
        call.number("offset", 0, 0..=MAX_OFFSET)?,
        call.number("limit", DEFAULT_PAGE, 1..=MAX_PAGE)?,
    ))
}

async fn imports(cx: Context, call: Call) -> Result<Reply, OperationError> {
    let (offset, limit) = page(&call)?;
    let items = cx
        .store
        .source_items(&cx.location.id, offset, limit)
        .await?;
    let items: Vec<Value> = items
        .into_iter()
        .map(|item| {
            json!({"key": item.key, "importId": item.import_id, "origin": item.origin,
                "label": item.label, "place": item.place, "outcome": item.outcome,
                "reasons": item.reasons, "contactId": item.record_id})
        })
        .collect();
    Reply::json(200, &json!({"imports": items, "traceId": cx.trace_id}))
}

async fn import(cx: Context, call: Call) -> Result<Reply, OperationError> {
    let item = cx
        .store
        .source_item(&cx.location.id, call.param("key"))
        .await?;
    let item = item.ok_or(OperationError::NotFound("Import"))?;
    Reply::json(
        200,
        &json!({"key": item.key, "importId": item.import_id, "origin": item.origin,
            "label": item.label, "place": item.place, "outcome": item.outcome,
            "reasons": item.reasons, "contactId": item.record_id,
            "raw": String::from_utf8_lossy(&item.raw), "traceId": cx.trace_id}),
    )
}

async fn connections(cx: Context, _call: Call) -> Result<Reply, OperationError> {
    let items = connected(&cx).await?;
    Reply::json(200, &json!({"connections": items, "traceId": cx.trace_id}))
}

/// The location's connections and how each stands.
pub(crate) async fn connected(cx: &Context) -> Result<Vec<Value>, OperationError> {
    let mut items = Vec::new();
    let standings = cx.store.standings(Some(&cx.location.id)).await?;
    for connection in cx.store.connections(Some(&cx.location.id)).await? {
        let known = standings
            .iter()
            .find(|one| one.connection_id == connection.id);
        let queue = format!("sync/{}", connection.id);
        let depth = cx.store.queue_depth(&cx.location.id, &queue).await?;
        let runs = runs::of_connection(&cx.store, &connection, cx.now()).await?;
        items.push(json!({"id": connection.id, "system": connection.system,
            "name": connection.name, "standing": connecting::standing(known),
            "queue": {"waiting": depth.waiting, "failing": depth.failing,
                "lastError": depth.last_error},
            "runs": runs.open, "verified": runs.verified, "brake": runs.brake}));
    }
    Ok(items)
}

async fn links(cx: Context, call: Call) -> Result<Reply, OperationError> {
    let contact = call
        .query("contactId")
        .ok_or_else(|| OperationError::invalid("contactId should not be empty"))?;
    let mut items = Vec::new();
    for connection in cx.store.connections(Some(&cx.location.id)).await? {
        for link in cx
            .store
            .links_of(&cx.location.id, &connection.id, contact)
            .await?
        {
            items.push(
                json!({"connectionId": connection.id, "kind": link.kind.name(),
                "recordId": link.record_id, "remoteId": link.remote_id,
                "state": link.state.name()}),
            );
        }
    }
    Reply::json(200, &json!({"links": items, "traceId": cx.trace_id}))
}
