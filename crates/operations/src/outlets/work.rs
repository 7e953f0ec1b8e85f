//! `/tenon/v1/work-items`: what only a person can do over there.

use serde_json::{Value, json};
use tenon_model::{Action, Fields, time};
use tenon_store::{OutletWrite, WorkItem, WorkState, Write};

use super::{TICK, next, page_size, place};
use crate::{Call, Context, OperationError, Reply, context::MAX_TRIES};

fn answer(it: &WorkItem, contact: &str) -> Value {
    json!({
        "id": it.id,
        "connectionId": it.connection_id,
        "contactId": it.root_id,
        "contact": contact,
        "kind": it.kind.name(),
        "recordId": it.record_id,
        "field": it.field,
        "state": it.state.name(),
        "title": it.title,
        "before": it.before,
        "wanted": it.wanted,
        "url": it.url,
        "evidence": it.evidence,
        "createdAt": time::to_wire(it.created_at),
        "updatedAt": time::to_wire(it.updated_at),
    })
}

pub(super) async fn list(cx: Context, call: Call) -> Result<Reply, OperationError> {
    let limit = page_size(&call)?;
    let state = match call.query("state") {
        None => WorkState::Open,
        Some(name) => WorkState::parse(name).ok_or_else(|| {
            let names: Vec<_> = WorkState::ALL.iter().map(|state| state.name()).collect();
            OperationError::invalid(format!("state must be one of {}", names.join(", ")))
        })?,
    };
    let (at, id) = place(&call)?;
    let location = &cx.location.id;
    let found = match call.query("contactId") {
        Some(contact) => {
            let mut own = cx.store.work_items_of(location, contact).await?;
            own.retain(|it| it.state == state);
            own
        }
        None => {
            let page = cx.store.work_items_in(location, state, (at, &id), limit);
            page.await?
        }
    };
    let full = call.query("contactId").is_none() && found.len() as i64 == limit;
    let last = found.last().map(|it| (it.created_at, it.id.as_str()));
    let next = next(full, last);
    let mut items = Vec::with_capacity(found.len());
    for it in &found {
        items.push(answer(it, &super::label(&cx, &it.root_id).await?));
    }
    Reply::json(
        200,
        &json!({"workItems": items, "nextAfter": next, "traceId": cx.trace_id}),
    )
}

pub(super) async fn update(cx: Context, mut call: Call) -> Result<Reply, OperationError> {
    let body: Fields = call.checked(&cx, &TICK)?;
    let wanted = body.get("state").and_then(Value::as_str);
    let wanted = wanted.and_then(WorkState::parse).unwrap_or(WorkState::Done);
    let id = call.param("itemId");
    for _ in 0..MAX_TRIES {
        let found = cx.store.work_item(&cx.location.id, id).await?;
        let mut it = found.ok_or(OperationError::NotFound("Work item"))?;
        let contact = super::label(&cx, &it.root_id).await?;
        let told = |it: &WorkItem| {
            Reply::json(
                200,
                &json!({"workItem": answer(it, &contact), "traceId": cx.trace_id}),
            )
        };
        // What was seen over there is not ticked off by hand any more.
        if it.state == wanted || (it.state, wanted) == (WorkState::Confirmed, WorkState::Done) {
            return told(&it);
        }
        let now = cx.now();
        it.state = wanted;
        it.updated_at = now;
        it.evidence = match wanted {
            WorkState::Done => json!({"by": cx.origin.actor, "at": time::to_wire(now)}),
            _ => Value::Null,
        };
        let say = Write::Log {
            kind: it.kind,
            record_id: it.record_id.clone(),
            root_id: it.root_id.clone(),
            action: Action::Push,
            detail: json!({"connectionId": it.connection_id, "workItem": it.id, "field": it.field,
                "value": it.wanted, "state": it.state.name(), "way": "person"}),
        };
        let keep = OutletWrite::WorkItem(Box::new(it.clone()));
        match cx.apply(vec![Write::Outlet(keep), say]).await {
            Err(OperationError::Contended(_)) => {}
            Err(error) => return Err(error),
            Ok(_) => return told(&it),
        }
    }
    Err(OperationError::Contended("the work item".into()))
}
