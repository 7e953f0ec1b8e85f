//! What became of deliveries.

use serde_json::{Value, json};
use tenon_model::time;
use tenon_store::{Delivery, DeliveryState, SubscriptionState, WebhookSubscription};

use crate::{Call, Context, OperationError, Reply};

/// Most deliveries on a page.
const MAX_PAGE: i64 = 200;
const DEFAULT_PAGE: i64 = 50;

/// A place in a list: when a delivery was first tried, and its id.
pub(super) type Mark = (i64, String);

pub(super) fn mark(delivery: &Delivery) -> Mark {
    (delivery.created_at.as_microsecond(), delivery.id.clone())
}

pub(super) fn write_mark((at, id): &Mark) -> String {
    format!("{at}_{id}")
}

pub(super) fn read_mark(name: &str, text: &str) -> Result<Mark, OperationError> {
    let read = || {
        let (at, id) = text.split_once('_')?;
        Some((at.parse().ok()?, id.to_owned()))
    };
    let refuse = || OperationError::invalid(format!("{name} must be taken from an answer"));
    read().ok_or_else(refuse)
}

fn summary(delivery: &Delivery) -> Value {
    json!({
        "id": delivery.id,
        "subscriptionId": delivery.subscription_id,
        "event": delivery.event,
        "state": delivery.state.name(),
        "tries": delivery.tries,
        "nextTryAt": delivery.next_try_at.map(time::to_wire),
        "createdAt": time::to_wire(delivery.created_at),
        "updatedAt": time::to_wire(delivery.updated_at),
    })
}

/// A delivery that the caller may see, and whom it is for.
pub(super) async fn find(
    cx: &Context,
    id: &str,
) -> Result<(Delivery, WebhookSubscription), OperationError> {
    let missing = OperationError::NotFound("Webhook delivery");
    let Some(delivery) = cx.store.delivery(&cx.location.id, id).await? else {
        return Err(missing);
    };
    let known = cx.subscription(&delivery.subscription_id).await;
    let known = known.map_err(|error| match error {
        OperationError::NotFound(_) => missing,
        other => other,
    })?;
    Ok((delivery, known))
}

pub(super) async fn get(cx: Context, call: Call) -> Result<Reply, OperationError> {
    let (delivery, _) = find(&cx, call.param("deliveryId")).await?;
    // The body is what the event's scope is for.
    cx.may_read(std::iter::once(&delivery.event))?;
    let mut answer = summary(&delivery);
    answer["request"] = json!({"body": delivery.body});
    answer["attempts"] = delivery.attempts.into();
    Reply::json(
        200,
        &json!({"webhookDelivery": answer, "traceId": cx.trace_id}),
    )
}

pub(super) async fn list(cx: Context, call: Call) -> Result<Reply, OperationError> {
    let limit = call.number("limit", DEFAULT_PAGE, 1..=MAX_PAGE)?;
    let before = match call.query("before") {
        Some(text) => read_mark("before", text)?,
        None => (i64::MAX, String::new()),
    };
    let states = match call.query("state") {
        None => DeliveryState::ALL.to_vec(),
        Some(name) => vec![DeliveryState::parse(name).ok_or_else(|| {
            OperationError::invalid("state must be one of: delivered, waiting, dead")
        })?],
    };
    let subscriptions = match call.query("subscriptionId") {
        Some(id) => vec![cx.subscription(id).await?],
        None => {
            let all = cx
                .store
                .webhook_subscriptions(Some(&cx.location.id))
                .await?;
            let alive = all
                .into_iter()
                .filter(|it| cx.sees(it) && it.state != SubscriptionState::Deleted);
            alive.collect()
        }
    };
    // Each subscription and state is a list of its own in the index: the newest of all of them.
    let mut found = Vec::new();
    for subscription in &subscriptions {
        for state in &states {
            let before = (before.0, before.1.as_str());
            let (location, id) = (&cx.location.id, &subscription.id);
            let page = cx
                .store
                .deliveries_before(location, id, *state, before, limit + 1);
            found.extend(page.await?);
        }
    }
    found.sort_by_key(|delivery| std::cmp::Reverse(mark(delivery)));
    let most = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = found.len() > most;
    found.truncate(most);
    let next = found
        .last()
        .filter(|_| more)
        .map(|last| write_mark(&mark(last)));
    let items: Vec<Value> = found.iter().map(summary).collect();
    Reply::json(
        200,
        &json!({"webhookDeliveries": items, "nextBefore": next, "traceId": cx.trace_id}),
    )
}
