//! Webhooks out as callers see them: subscriptions, what became of their deliveries, replay, and the
//! public keys. HighLevel has no API for any of it (facts as of 2026-11).
//!
//! A caller sees the subscriptions of its own app; a token of the location's own sees all, and changes
//! those that no app made. Whoever subscribes, redirects or replays must have the scope of every event:
//! it is a way to read.

mod deliveries;
mod desk;
mod replay;
mod subscriptions;

use serde_json::{Value, json};
use tenon_model::{
    EventKind, Scope,
    fields::{Field, Shape},
    time,
};
use tenon_store::{SubscriptionState, WebhookSubscription};

pub use desk::{PublicKey, WebhookDesk};

use crate::{Body, Call, Context, Method, Operation, OperationError, Reply, V3};

/// Longest URL, as the desk judges it.
const URL: usize = 2_048;
/// Longest name of an event.
const EVENT: usize = 64;

const fn field(name: &'static str, shape: Shape) -> Field {
    Field {
        name,
        shape,
        synced: false,
    }
}

const FORMAT: Field = field("format", Shape::OneOf(&["highlevel", "standard"]));
const CREATE: Body = Body {
    fields: &[
        field("url", Shape::Text(URL)),
        field("events", Shape::Texts(EVENT)),
        FORMAT,
    ],
    required: &["url", "events"],
    location: false,
};
const UPDATE: Body = Body {
    fields: &[
        field("url", Shape::Text(URL)),
        field("events", Shape::Texts(EVENT)),
        FORMAT,
        field("state", Shape::OneOf(&["active", "disabled"])),
    ],
    required: &[],
    location: false,
};
const REPLAY: Body = Body {
    fields: &[
        field("since", Shape::Instant),
        field("state", Shape::OneOf(&["delivered", "waiting", "dead"])),
        field("after", Shape::Text(EVENT)),
    ],
    required: &["since"],
    location: false,
};

/// The family's declarations.
pub(crate) const OPERATIONS: &[Operation] = &[
    Operation {
        id: "create-webhook-subscription",
        summary: "Subscribe to events; answers the secret of a standard subscription, once",
        method: Method::Post,
        path: "/tenon/v1/webhook-subscriptions",
        v3: V3::Same,
        scope: Scope::ContactsReadonly,
        body: Some(CREATE),
        handler: |cx, call| Box::pin(subscriptions::create(cx, call)),
    },
    Operation {
        id: "list-webhook-subscriptions",
        summary: "List the webhook subscriptions of the location",
        method: Method::Get,
        path: "/tenon/v1/webhook-subscriptions",
        v3: V3::Same,
        scope: Scope::ContactsReadonly,
        body: None,
        handler: |cx, call| Box::pin(subscriptions::list(cx, call)),
    },
    Operation {
        id: "get-webhook-subscription",
        summary: "Get a webhook subscription and how its queue stands",
        method: Method::Get,
        path: "/tenon/v1/webhook-subscriptions/{subscriptionId}",
        v3: V3::Same,
        scope: Scope::ContactsReadonly,
        body: None,
        handler: |cx, call| Box::pin(subscriptions::get(cx, call)),
    },
    Operation {
        id: "update-webhook-subscription",
        summary: "Change a webhook subscription, disable it, or make it active again",
        method: Method::Put,
        path: "/tenon/v1/webhook-subscriptions/{subscriptionId}",
        v3: V3::Same,
        scope: Scope::ContactsReadonly,
        body: Some(UPDATE),
        handler: |cx, call| Box::pin(subscriptions::update(cx, call)),
    },
    Operation {
        id: "delete-webhook-subscription",
        summary: "Delete a webhook subscription with its deliveries",
        method: Method::Delete,
        path: "/tenon/v1/webhook-subscriptions/{subscriptionId}",
        v3: V3::Same,
        scope: Scope::ContactsReadonly,
        body: None,
        handler: |cx, call| Box::pin(subscriptions::delete(cx, call)),
    },
    Operation {
        id: "replay-webhook-subscription",
        summary: "Send a subscription's deliveries since a time again",
        method: Method::Post,
        path: "/tenon/v1/webhook-subscriptions/{subscriptionId}/replay",
        v3: V3::Same,
        scope: Scope::ContactsReadonly,
        body: Some(REPLAY),
        handler: |cx, call| Box::pin(replay::since(cx, call)),
    },
    Operation {
        id: "list-webhook-deliveries",
        summary: "List webhook deliveries, newest first",
        method: Method::Get,
        path: "/tenon/v1/webhook-deliveries",
        v3: V3::Same,
        scope: Scope::ContactsReadonly,
        body: None,
        handler: |cx, call| Box::pin(deliveries::list(cx, call)),
    },
    Operation {
        id: "get-webhook-delivery",
        summary: "Get a webhook delivery: what was sent, what was answered, and when",
        method: Method::Get,
        path: "/tenon/v1/webhook-deliveries/{deliveryId}",
        v3: V3::Same,
        scope: Scope::ContactsReadonly,
        body: None,
        handler: |cx, call| Box::pin(deliveries::get(cx, call)),
    },
    Operation {
        id: "replay-webhook-delivery",
        summary: "Send a webhook delivery again, with the same id and bytes",
        method: Method::Post,
        path: "/tenon/v1/webhook-deliveries/{deliveryId}/replay",
        v3: V3::Same,
        scope: Scope::ContactsReadonly,
        body: None,
        handler: |cx, call| Box::pin(replay::one(cx, call)),
    },
    Operation {
        id: "list-webhook-keys",
        summary: "List the public keys that webhooks are signed with",
        method: Method::Get,
        path: "/tenon/v1/webhook-keys",
        v3: V3::Same,
        scope: Scope::ContactsReadonly,
        body: None,
        handler: |cx, call| Box::pin(keys(cx, call)),
    },
];

async fn keys(cx: Context, _call: Call) -> Result<Reply, OperationError> {
    let keys = cx.desk()?.keys(cx.now()).into_iter();
    let keys: Vec<Value> = keys
        .map(|key| {
            json!({"id": key.id, "algorithm": "Ed25519", "pem": key.pem, "standard": key.standard,
                "signsFrom": time::to_wire(key.signs_from), "current": key.current})
        })
        .collect();
    Reply::json(200, &json!({"keys": keys, "traceId": cx.trace_id}))
}

impl Context {
    pub(crate) fn desk(&self) -> Result<&dyn WebhookDesk, OperationError> {
        let desk = self.webhooks.as_deref();
        desk.ok_or_else(|| {
            OperationError::BadRequest(
                "Webhook subscriptions are not served here; a sandbox sends its webhooks to \
                 --webhook."
                    .into(),
            )
        })
    }

    /// A subscription that the caller may see.
    async fn subscription(&self, id: &str) -> Result<WebhookSubscription, OperationError> {
        let found = self.store.webhook_subscription(&self.location.id, id);
        let found = found.await?.filter(|found| self.sees(found));
        found.ok_or(OperationError::NotFound("Webhook subscription"))
    }

    /// A subscription that the caller may change: one of its own app, or, for a token of the
    /// location's own, one that no app made. What an app made ends with the app's access.
    async fn own_subscription(&self, id: &str) -> Result<WebhookSubscription, OperationError> {
        let found = self.subscription(id).await?;
        self.owns(&found)?;
        Ok(found)
    }

    fn owns(&self, subscription: &WebhookSubscription) -> Result<(), OperationError> {
        if self.caller.client_id == subscription.client_id {
            return Ok(());
        }
        Err(OperationError::BadRequest(
            "This webhook subscription is an app's: only that app changes or replays it. It ends \
             with the app's access to the location."
                .into(),
        ))
    }

    fn sees(&self, subscription: &WebhookSubscription) -> bool {
        let client = &self.caller.client_id;
        let own = client.is_empty() || *client == subscription.client_id;
        own && subscription.state != SubscriptionState::Deleted
    }

    /// Refuses events that the caller may not read. Those of a later version's making are nobody's.
    fn may_read<'a>(&self, events: impl Iterator<Item = &'a String>) -> Result<(), OperationError> {
        let complaint = |name: &String| match EventKind::parse(name) {
            None => Some(format!("there is no event {name:?}")),
            Some(kind) if self.caller.allows(kind.scope()) => None,
            Some(kind) => {
                let scope = kind.scope().name();
                Some(format!("{name} needs a token with the scope {scope}"))
            }
        };
        let complaints: Vec<String> = events.filter_map(complaint).collect();
        if complaints.is_empty() {
            Ok(())
        } else {
            Err(OperationError::Invalid(complaints))
        }
    }
}
