//! Deliveries sent again, with the same ids and bytes, so that a receiver that has them knows them.

use serde_json::{Value, json};
use tenon_model::time;
use tenon_store::{Delivery, DeliveryState, WebhookWrite, Write};

use super::{
    REPLAY,
    deliveries::{self, mark, read_mark, write_mark},
};
use crate::{Call, Context, OperationError, Reply};

/// Deliveries replayed by one call, at most: one commit's worth. The answer says how to go on.
const MOST: usize = 1_000;

fn writes(cx: &Context, found: &[Delivery]) -> Result<Vec<Write>, OperationError> {
    let (desk, now) = (cx.desk()?, cx.now());
    let mut writes: Vec<Write> = found.iter().map(|it| desk.again(it, now)).collect();
    let ids = found.iter().map(|it| it.id.clone()).collect();
    writes.push(Write::Webhook(WebhookWrite::Again(ids)));
    Ok(writes)
}

pub(super) async fn one(cx: Context, call: Call) -> Result<Reply, OperationError> {
    let (delivery, to) = deliveries::find(&cx, call.param("deliveryId")).await?;
    cx.owns(&to)?;
    // To have it sent is to read it, wherever it goes by now.
    cx.may_read(std::iter::once(&delivery.event))?;
    cx.apply(writes(&cx, &[delivery])?).await?;
    Reply::json(200, &json!({"replayed": 1, "traceId": cx.trace_id}))
}

pub(super) async fn since(cx: Context, mut call: Call) -> Result<Reply, OperationError> {
    let body = call.checked(&cx, &REPLAY)?;
    let it = cx.own_subscription(call.param("subscriptionId")).await?;
    let text = |name: &str| body.get(name).and_then(Value::as_str);
    let since = text("since").and_then(time::parse_instant);
    let since = since.map_or(i64::MAX, |at| at.as_microsecond());
    // What stood at that very moment counts.
    let mut after = (since.saturating_sub(1), String::from('\u{7f}'));
    if let Some(text) = text("after") {
        after = after.max(read_mark("after", text)?);
    }
    let states = match text("state").and_then(DeliveryState::parse) {
        Some(state) => vec![state],
        None => DeliveryState::ALL.to_vec(),
    };
    let mut found = Vec::new();
    for state in states {
        let (location, after) = (&cx.location.id, (after.0, after.1.as_str()));
        let page = cx
            .store
            .deliveries_after(location, &it.id, state, after, MOST as i64 + 1);
        found.extend(page.await?);
    }
    found.sort_by_key(mark);
    let more = found.len() > MOST;
    found.truncate(MOST);
    let next = found
        .last()
        .filter(|_| more)
        .map(|last| write_mark(&mark(last)));
    // What the caller may not read is left out, and not counted.
    found.retain(|it| cx.may_read(std::iter::once(&it.event)).is_ok());
    if !found.is_empty() {
        cx.apply(writes(&cx, &found)?).await?;
    }
    Reply::json(
        200,
        &json!({"replayed": found.len(), "next": next, "traceId": cx.trace_id}),
    )
}
