//! Webhook subscriptions, and what became of their deliveries.

use jiff::Timestamp;
use serde_json::Value as Json;
use tenon_model::time::from_micros;

use crate::{
    Store, StoreError,
    driver::{Row, values},
};

/// Whether a subscription is told anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SubscriptionState {
    /// It is.
    Active,
    /// It is not, until somebody makes it active again.
    Disabled,
    /// It is gone, and is being cleared away.
    Deleted,
}

impl SubscriptionState {
    /// The name in storage and on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Disabled => "disabled",
            Self::Deleted => "deleted",
        }
    }

    /// The state of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Active, Self::Disabled, Self::Deleted]
            .into_iter()
            .find(|state| state.name() == name)
    }
}

/// How a delivery stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeliveryState {
    /// The receiver has it.
    Delivered,
    /// It is to be tried again.
    Waiting,
    /// It was given up, and can be replayed.
    Dead,
}

impl DeliveryState {
    /// Every state there is.
    pub const ALL: [Self; 3] = [Self::Delivered, Self::Waiting, Self::Dead];

    /// The name in storage and on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Delivered => "delivered",
            Self::Waiting => "waiting",
            Self::Dead => "dead",
        }
    }

    /// The state of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// Who wants to be told of what.
#[derive(Debug, Clone, PartialEq)]
pub struct WebhookSubscription {
    /// Whose events.
    pub location_id: String,
    /// Its id.
    pub id: String,
    /// The OAuth client that made it; empty: made with a token of the location's own.
    pub client_id: String,
    /// Where they are sent.
    pub url: String,
    /// Which are wanted, by name; of those that this version does not know, none.
    pub events: Vec<String>,
    /// `highlevel` or `standard`.
    pub format: String,
    /// Whether it is told anything.
    pub state: SubscriptionState,
    /// Why it is disabled; empty when it is not.
    pub reason: String,
    /// Since when its receiver takes nothing.
    pub failing_since: Option<Timestamp>,
    /// Grows with every change of it; 0: it is new.
    pub version: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was changed last.
    pub updated_at: Timestamp,
}

/// A delivery, from its first try on.
#[derive(Debug, Clone, PartialEq)]
pub struct Delivery {
    /// Its id: its event's `webhookId`.
    pub id: String,
    /// Whom it is for.
    pub subscription_id: String,
    /// Its job's key.
    pub job_key: String,
    /// The event's type.
    pub event: String,
    /// What is sent.
    pub body: String,
    /// How it stands.
    pub state: DeliveryState,
    /// How often it was tried.
    pub tries: i64,
    /// What is to be said of each try, oldest first.
    pub attempts: Vec<Json>,
    /// When it is tried again.
    pub next_try_at: Option<Timestamp>,
    /// When it was tried first.
    pub created_at: Timestamp,
    /// When it was tried last.
    pub updated_at: Timestamp,
}

const SUBSCRIPTION: &str = "location_id, id, client_id, url, events, format, state, reason,
                            failing_since, version, created_at, updated_at";
/// What a list tells of each: bodies and attempts can be long, and lists are.
const SUMMARY: &str = "id, subscription_id, job_key, event, '', state, tries, '',
                       next_try_at, created_at, updated_at";
const DELIVERY: &str = "id, subscription_id, job_key, event, body, state, tries, attempts,
                        next_try_at, created_at, updated_at";

fn subscription(row: &Row) -> Result<WebhookSubscription, StoreError> {
    let state = row.text(6)?;
    Ok(WebhookSubscription {
        location_id: row.string(0)?,
        id: row.string(1)?,
        client_id: row.string(2)?,
        url: row.string(3)?,
        events: row.json(4)?,
        format: row.string(5)?,
        state: SubscriptionState::parse(state)
            .ok_or_else(|| StoreError::Internal(format!("unknown subscription state {state}")))?,
        reason: row.string(7)?,
        failing_since: row.optional_int(8)?.map(from_micros),
        version: row.int(9)?,
        created_at: from_micros(row.int(10)?),
        updated_at: from_micros(row.int(11)?),
    })
}

fn delivery(row: &Row) -> Result<Delivery, StoreError> {
    let state = row.text(5)?;
    let attempts = format!("[{}]", row.text(7)?);
    Ok(Delivery {
        id: row.string(0)?,
        subscription_id: row.string(1)?,
        job_key: row.string(2)?,
        event: row.string(3)?,
        body: row.string(4)?,
        state: DeliveryState::parse(state)
            .ok_or_else(|| StoreError::Internal(format!("unknown delivery state {state}")))?,
        tries: row.int(6)?,
        attempts: serde_json::from_str(&attempts)
            .map_err(|error| StoreError::Internal(format!("unreadable attempts: {error}")))?,
        next_try_at: row.optional_int(8)?.map(from_micros),
        created_at: from_micros(row.int(9)?),
        updated_at: from_micros(row.int(10)?),
    })
}

impl Store {
    /// Every subscription, deleted ones included, or those of one location; oldest first.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn webhook_subscriptions(
        &self,
        location: Option<&str>,
    ) -> Result<Vec<WebhookSubscription>, StoreError> {
        let sql = format!(
            "SELECT {SUBSCRIPTION} FROM webhook_subscriptions
             WHERE location_id = COALESCE($1, location_id) ORDER BY location_id, created_at, id"
        );
        let rows = self.scan(&sql, &values![location]).await?;
        rows.iter().map(subscription).collect()
    }

    /// The scopes that a client has in a location now, as they were granted: one list per grant, and
    /// its own where client credentials let it in. None: it has nothing to do there (any more).
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn client_reach(
        &self,
        client: &str,
        location: &str,
    ) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT scopes FROM clients
                   WHERE id = $1 AND revoked_at IS NULL AND location_id = $2 AND location_id <> ''
                   UNION
                   SELECT grants.scopes FROM grants
                     JOIN clients ON clients.id = grants.client_id
                   WHERE grants.client_id = $1 AND clients.revoked_at IS NULL
                     AND grants.revoked_at IS NULL AND grants.locations LIKE $3 ESCAPE '\\'";
        // Ids need no escape in JSON, so that one is found in a list by its quotes.
        let part = location.replace('_', "\\_").replace('%', "\\%");
        let values = values![client, location, format!("%\"{part}\"%")];
        let rows = self.find(sql, &values).await?;
        rows.iter().map(|row| row.string(0)).collect()
    }

    /// A subscription, also a deleted one.
    ///
    /// # Errors
    /// See [`StoreError`]; absence is `None`.
    pub async fn webhook_subscription(
        &self,
        location: &str,
        id: &str,
    ) -> Result<Option<WebhookSubscription>, StoreError> {
        let sql = format!(
            "SELECT {SUBSCRIPTION} FROM webhook_subscriptions WHERE location_id = $1 AND id = $2"
        );
        let rows = self.find(&sql, &values![location, id]).await?;
        rows.first().map(subscription).transpose()
    }

    /// Deliveries of a subscription in one state, newest first: those before a time and id. Without
    /// their bodies and attempts.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn deliveries_before(
        &self,
        location: &str,
        subscription: &str,
        state: DeliveryState,
        (at, id): (i64, &str),
        limit: i64,
    ) -> Result<Vec<Delivery>, StoreError> {
        let sql = format!(
            "SELECT {SUMMARY} FROM webhook_deliveries
             WHERE location_id = $1 AND subscription_id = $2 AND state = $3
               AND (created_at, id) < ($4, $5)
             ORDER BY created_at DESC, id DESC LIMIT $6"
        );
        let values = values![location, subscription, state.name(), at, id, limit.max(0)];
        let rows = self.find(&sql, &values).await?;
        rows.iter().map(delivery).collect()
    }

    /// Deliveries of a subscription in one state, oldest first: those behind a time and id. Without
    /// their bodies and attempts.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn deliveries_after(
        &self,
        location: &str,
        subscription: &str,
        state: DeliveryState,
        (at, id): (i64, &str),
        limit: i64,
    ) -> Result<Vec<Delivery>, StoreError> {
        let sql = format!(
            "SELECT {SUMMARY} FROM webhook_deliveries
             WHERE location_id = $1 AND subscription_id = $2 AND state = $3
               AND (created_at, id) > ($4, $5)
             ORDER BY created_at, id LIMIT $6"
        );
        let values = values![location, subscription, state.name(), at, id, limit.max(0)];
        let rows = self.find(&sql, &values).await?;
        rows.iter().map(delivery).collect()
    }

    /// A delivery.
    ///
    /// # Errors
    /// See [`StoreError`]; absence is `None`.
    pub async fn delivery(&self, location: &str, id: &str) -> Result<Option<Delivery>, StoreError> {
        let sql =
            format!("SELECT {DELIVERY} FROM webhook_deliveries WHERE location_id = $1 AND id = $2");
        let rows = self.find(&sql, &values![location, id]).await?;
        rows.first().map(delivery).transpose()
    }
}
