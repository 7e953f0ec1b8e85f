//! What a review tells a person.

use serde_json::{Value, json};
use tenon_model::{Kind, time};
use tenon_store::{Asked, Link, ReviewSearch};

use super::effects;
use crate::{Call, Context, OperationError, Reply};

/// Alike reviews counted; more are told as so many.
const MOST_ALIKE: i64 = 10_000;
/// Longest source shown: a page of text. The whole of it stands under `/tenon/v1/imports`.
const MAX_RAW: usize = 20_000;

pub(super) fn item(asked: &Asked) -> Value {
    json!({"id": asked.review.id, "type": asked.kind, "subject": asked.review.subject,
        "title": asked.review.title, "reasons": asked.review.reasons,
        "detail": asked.review.detail, "state": asked.state, "alike": asked.alike,
        "askedAt": time::to_wire(asked.created_at),
        "decisions": effects::decisions(&asked.kind),
        "decision": asked.decision, "decidedBy": asked.decided_by,
        "decidedAt": asked.decided_at.map(time::to_wire)})
}

pub(super) async fn get(cx: Context, call: Call) -> Result<Reply, OperationError> {
    let (store, location) = (&cx.store, &cx.location.id);
    let asked = store.review(location, call.param("conflictId")).await?;
    let asked = asked.ok_or(OperationError::NotFound("Conflict"))?;
    let mut told = item(&asked);
    let detail = &asked.review.detail;
    told["sides"] = json!(sides(&cx, &asked).await?);
    if let Some(key) = detail["sourceKey"].as_str() {
        let source = store.source_item(location, key).await?;
        told["source"] = source.map_or(Value::Null, |source| {
            let raw = String::from_utf8_lossy(&source.raw);
            let raw: String = raw.chars().take(MAX_RAW).collect();
            json!({"key": source.key, "place": source.place, "label": source.label, "raw": raw})
        });
    }
    let alike = ReviewSearch {
        state: "open".into(),
        alike: asked.alike.clone(),
        limit: MOST_ALIKE,
        ..ReviewSearch::default()
    };
    let alike = if asked.alike.is_empty() {
        0
    } else {
        store.reviews(location, &alike).await?.len()
    };
    told["openAlike"] = json!(alike);
    Reply::json(200, &json!({"conflict": told, "traceId": cx.trace_id}))
}

/// The records a review speaks of, as they are on both sides.
async fn sides(cx: &Context, asked: &Asked) -> Result<Vec<Value>, OperationError> {
    let (store, location) = (&cx.store, &cx.location.id);
    let detail = &asked.review.detail;
    let kind = detail["kind"].as_str().and_then(Kind::parse);
    let kind = kind.unwrap_or(Kind::Contact);
    let connection = detail["connectionId"].as_str().unwrap_or_default();
    let mut told = Vec::new();
    let named = ["recordId", "holder", "survivorId", "loserId"];
    let mut ids: Vec<&str> = named
        .iter()
        .filter_map(|name| detail[*name].as_str())
        .collect();
    if ids.is_empty() {
        ids.push(&asked.review.subject);
    }
    for id in ids {
        let Some(record) = store.record_or_tombstone(location, kind, id).await? else {
            continue;
        };
        let links = store.links_of(location, connection, &record.root_id);
        let link = links.await?.into_iter().find(|link| link.record_id == id);
        told.push(json!({"side": "hub", "kind": kind.name(), "recordId": id,
            "deleted": record.deleted, "fields": record.fields()?,
            "copy": link.as_ref().map(copy)}));
    }
    if let Some(remote) = detail["remoteId"].as_str() {
        let link = store.link_of_remote(location, connection, kind, remote);
        let known = link.await?;
        told.push(
            json!({"side": connection, "kind": kind.name(), "remoteId": remote,
            "fields": detail["fields"],
            "copyOf": known.as_ref().map(|link| link.record_id.clone()),
            "copy": known.as_ref().map(copy)}),
        );
    }
    Ok(told)
}

/// A copy as it was last seen, and what the other side said to it.
fn copy(link: &Link) -> Value {
    json!({"remoteId": link.remote_id, "state": link.state.name(), "lastSeen": link.base_remote,
        "message": link.detail["message"]})
}
