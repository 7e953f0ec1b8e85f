//! Subscriptions: made, read, changed, deleted.

use serde_json::{Value, json};
use tenon_model::{Fields, time};
use tenon_store::{SubscriptionState, WebhookSubscription, WebhookWrite, Write};

use super::{CREATE, UPDATE};
use crate::{Call, Context, OperationError, Reply, context::MAX_TRIES};

/// Subscriptions of one location, at most. Each reads the log for itself; a firm's apps need a
/// handful.
const MOST: usize = 50;
/// The cursor that every new subscription of a location moves, so that two never count the same.
const MADE: &str = "webhook-subscriptions";
/// What the secret of a subscription is signed with.
const STANDARD: &str = "standard";

fn text(fields: &Fields, name: &str) -> Option<String> {
    fields.get(name)?.as_str().map(str::to_owned)
}

/// The events a body names, each once.
fn events(fields: &Fields) -> Option<Vec<String>> {
    let names = fields.get("events")?.as_array()?.iter();
    let mut events: Vec<String> = Vec::new();
    for name in names.filter_map(Value::as_str) {
        if !events.iter().any(|known| known == name) {
            events.push(name.to_owned());
        }
    }
    Some(events)
}

fn answer(it: &WebhookSubscription, secret: Option<String>) -> Value {
    let mut answer = json!({
        "id": it.id,
        "locationId": it.location_id,
        "clientId": it.client_id,
        "url": it.url,
        "events": it.events,
        "format": it.format,
        "state": it.state.name(),
        "reason": it.reason,
        "failingSince": it.failing_since.map(time::to_wire),
        "createdAt": time::to_wire(it.created_at),
        "updatedAt": time::to_wire(it.updated_at),
    });
    if let Some(secret) = secret {
        answer["secret"] = secret.into();
    }
    answer
}

/// Whoever has events sent anywhere reads them, so all of them count, not only new ones; and those
/// it had `before`, which may still wait to be sent.
fn check(cx: &Context, it: &WebhookSubscription, before: &[String]) -> Result<(), OperationError> {
    if it.events.is_empty() {
        return Err(OperationError::invalid("events should not be empty"));
    }
    let left = before.iter().filter(|name| !it.events.contains(name));
    cx.may_read(it.events.iter().chain(left))
}

async fn judge(cx: &Context, it: &WebhookSubscription) -> Result<(), OperationError> {
    let judged = cx.desk()?.judge(&it.url).await;
    judged.map_err(OperationError::invalid)
}

pub(super) async fn create(cx: Context, mut call: Call) -> Result<Reply, OperationError> {
    let body = call.checked(&cx, &CREATE)?;
    let (now, location) = (cx.now(), &cx.location.id);
    let it = WebhookSubscription {
        location_id: location.clone(),
        id: cx.new_id(),
        client_id: cx.caller.client_id.clone(),
        url: text(&body, "url").unwrap_or_default(),
        events: events(&body).unwrap_or_default(),
        format: text(&body, "format").unwrap_or_else(|| "highlevel".into()),
        state: SubscriptionState::Active,
        reason: String::new(),
        failing_since: None,
        version: 0,
        created_at: now,
        updated_at: now,
    };
    check(&cx, &it, &[])?;
    judge(&cx, &it).await?;
    for _ in 0..MAX_TRIES {
        match subscribe(&cx, &it).await {
            Err(OperationError::Contended(_)) => {}
            Err(error) => return Err(error),
            Ok(secret) => {
                return Reply::json(
                    201,
                    &json!({"webhookSubscription": answer(&it, secret), "traceId": cx.trace_id}),
                );
            }
        }
    }
    Err(OperationError::Contended(
        "the list of webhook subscriptions".into(),
    ))
}

/// Writes a new subscription, unless there are enough; answers with its secret, if it has one.
async fn subscribe(
    cx: &Context,
    it: &WebhookSubscription,
) -> Result<Option<String>, OperationError> {
    let location = &cx.location.id;
    // Read before they are counted: whoever makes one meanwhile has moved it.
    let made = cx.store.cursor(location, MADE).await?;
    let number: u64 = made
        .as_deref()
        .and_then(|text| text.parse().ok())
        .unwrap_or(0);
    let standing = cx.store.webhook_subscriptions(Some(location)).await?;
    let alive = |it: &&WebhookSubscription| it.state != SubscriptionState::Deleted;
    if standing.iter().filter(alive).count() >= MOST {
        return Err(OperationError::BadRequest(format!(
            "This location has {MOST} webhook subscriptions, which is the most; delete one first."
        )));
    }
    let desk = cx.desk()?;
    let count = Write::Cursor {
        name: MADE.into(),
        from: made,
        to: (number + 1).to_string(),
    };
    // It is told what happens from now on.
    let cursor = Write::Cursor {
        name: desk.name(&it.id),
        from: None,
        to: cx.store.last_seq(location).await?.to_string(),
    };
    let subscribe = WebhookWrite::Subscription(Box::new(it.clone()));
    let mut writes = vec![count, Write::Webhook(subscribe), cursor];
    let secret = if it.format == STANDARD {
        let (secret, keep) = desk.secret(location, &it.id, 0)?;
        writes.push(keep);
        Some(secret)
    } else {
        None
    };
    cx.apply(writes).await?;
    Ok(secret)
}

pub(super) async fn list(cx: Context, _call: Call) -> Result<Reply, OperationError> {
    let all = cx
        .store
        .webhook_subscriptions(Some(&cx.location.id))
        .await?;
    let seen = all.iter().filter(|it| cx.sees(it));
    let items: Vec<Value> = seen.map(|it| answer(it, None)).collect();
    Reply::json(
        200,
        &json!({"webhookSubscriptions": items, "traceId": cx.trace_id}),
    )
}

pub(super) async fn get(cx: Context, call: Call) -> Result<Reply, OperationError> {
    let it = cx.subscription(call.param("subscriptionId")).await?;
    let queue = cx.desk()?.name(&it.id);
    let depth = cx.store.queue_depth(&cx.location.id, &queue).await?;
    let position = cx.store.cursor(&cx.location.id, &queue).await?;
    let position: i64 = position.and_then(|text| text.parse().ok()).unwrap_or(0);
    let behind = cx.store.last_seq(&cx.location.id).await? - position;
    let mut answer = answer(&it, None);
    answer["queue"] = json!({"waiting": depth.waiting, "failing": depth.failing,
        "lastError": depth.last_error, "changesBehind": behind.max(0)});
    Reply::json(
        200,
        &json!({"webhookSubscription": answer, "traceId": cx.trace_id}),
    )
}

pub(super) async fn update(cx: Context, mut call: Call) -> Result<Reply, OperationError> {
    let body = call.checked(&cx, &UPDATE)?;
    let id = call.param("subscriptionId").to_owned();
    for _ in 0..MAX_TRIES {
        let mut it = cx.own_subscription(&id).await?;
        let before = it.events.clone();
        it.url = text(&body, "url").unwrap_or(it.url);
        it.events = events(&body).unwrap_or(it.events);
        it.format = text(&body, "format").unwrap_or(it.format);
        let state = text(&body, "state").and_then(|name| SubscriptionState::parse(&name));
        let state = state.unwrap_or(it.state);
        let starts = state == SubscriptionState::Active && it.state != state;
        if it.state != state {
            (it.state, it.reason) = (state, String::new());
        }
        // To stop it needs neither a scope nor a host that is still there.
        if starts || body.keys().any(|name| name != "state") {
            check(&cx, &it, &before)?;
        }
        if starts || body.contains_key("url") {
            judge(&cx, &it).await?;
        }
        let desk = cx.desk()?;
        let write = WebhookWrite::Subscription(Box::new(it.clone()));
        let mut writes = vec![Write::Webhook(write)];
        let kept = cx.store.secret(&cx.location.id, &desk.name(&id)).await?;
        let secret = match kept {
            None if it.format == STANDARD => {
                let (secret, keep) = desk.secret(&cx.location.id, &id, 0)?;
                writes.push(keep);
                Some(secret)
            }
            _ => None,
        };
        match cx.apply(writes).await {
            Err(OperationError::Contended(_)) => {}
            Err(error) => return Err(error),
            Ok(_) => {
                it.updated_at = cx.now();
                it.failing_since = None;
                return Reply::json(
                    200,
                    &json!({"webhookSubscription": answer(&it, secret), "traceId": cx.trace_id}),
                );
            }
        }
    }
    Err(OperationError::Contended("the webhook subscription".into()))
}

pub(super) async fn delete(cx: Context, call: Call) -> Result<Reply, OperationError> {
    for _ in 0..MAX_TRIES {
        let mut it = cx.own_subscription(call.param("subscriptionId")).await?;
        it.state = SubscriptionState::Deleted;
        let write = WebhookWrite::Subscription(Box::new(it));
        match cx.apply(vec![Write::Webhook(write)]).await {
            Err(OperationError::Contended(_)) => {}
            Err(error) => return Err(error),
            Ok(_) => {
                return Reply::json(200, &json!({"succeeded": true, "traceId": cx.trace_id}));
            }
        }
    }
    Err(OperationError::Contended("the webhook subscription".into()))
}
