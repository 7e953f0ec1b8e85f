//! Webhook subscriptions and the log of their deliveries.

use jiff::Timestamp;
use serde_json::Value as Json;

use super::{Commit, Committed, log::to_text};
use crate::{
    DeliveryState, StoreError, SubscriptionState, WebhookSubscription,
    driver::{Driver, Value, values},
    micros,
};

/// Rows that one statement of the log writes: those of an ordinary commit of a sender.
const LOG_ROWS: usize = 32;
/// Longest history of one delivery, in bytes, past which it starts anew: some sixty tries with
/// answers, which is several replays.
const MAX_ATTEMPTS: i64 = 128 * 1024;
/// What is cleared away by one write, at most: a few milliseconds of work.
const CLEARED: i64 = 500;

/// Something to write about webhooks.
#[derive(Debug, Clone)]
pub enum WebhookWrite {
    /// A subscription; refused when it is no longer at its `version` (0: it is new).
    Subscription(Box<WebhookSubscription>),
    /// How a subscription stands. Left as it is when somebody else has changed it since `version`.
    Standing {
        /// The subscription.
        id: String,
        /// The version that was read.
        version: i64,
        /// Active or disabled.
        state: SubscriptionState,
        /// Why, for people.
        reason: String,
        /// Since when its receiver takes nothing.
        failing_since: Option<Timestamp>,
    },
    /// Tries of deliveries, at most one of each.
    Tries(Vec<DeliveryTry>),
    /// Deliveries that are to be sent again.
    Again(Vec<String>),
    /// Clears away some of the deliveries of a subscription that ended before a time, and of a
    /// deleted subscription everything. [`Committed::cleared`] says how much that was; when it is
    /// 0, there is no more.
    Clear {
        /// The subscription.
        subscription_id: String,
        /// The name of its cursor, lease and queue.
        queue: String,
        /// Deliveries older than this.
        before: Timestamp,
    },
}

/// One try of a delivery.
#[derive(Debug, Clone, PartialEq)]
pub struct DeliveryTry {
    /// The delivery's id: its event's `webhookId`.
    pub id: String,
    /// Whom it is for.
    pub subscription_id: String,
    /// Its job's key, under which it can be asked for again.
    pub job_key: String,
    /// The event's type.
    pub event: String,
    /// What was sent.
    pub body: String,
    /// How it stands now.
    pub state: DeliveryState,
    /// What is to be said of the try.
    pub attempt: Json,
    /// When it is tried again.
    pub next_try_at: Option<Timestamp>,
}

pub(crate) async fn write(
    driver: &mut dyn Driver,
    commit: &Commit,
    write: &WebhookWrite,
    done: &mut Committed,
) -> Result<(), StoreError> {
    match write {
        WebhookWrite::Subscription(subscription) => {
            done.wakes = true;
            save(driver, commit, subscription).await
        }
        WebhookWrite::Standing {
            id,
            version,
            state,
            reason,
            failing_since,
        } => {
            let sql =
                "UPDATE webhook_subscriptions SET state = $4, reason = $5, failing_since = $6,
                         version = version + CASE WHEN state = $4 THEN 0 ELSE 1 END,
                         updated_at = $7
                       WHERE location_id = $1 AND id = $2 AND version = $3";
            let values = values![
                &commit.location,
                id,
                *version,
                state.name(),
                reason,
                failing_since.map(micros),
                micros(commit.at),
            ];
            driver.execute(sql, &values).await.map(drop)
        }
        WebhookWrite::Tries(tries) => {
            for rows in tries.chunks(LOG_ROWS) {
                log(driver, commit, rows).await?;
            }
            Ok(())
        }
        WebhookWrite::Again(ids) => {
            let sql = "UPDATE webhook_deliveries SET state = $3, next_try_at = $4
                       WHERE location_id = $1 AND id = $2";
            let (state, now) = (DeliveryState::Waiting.name(), micros(commit.at));
            for id in ids {
                let values = values![&commit.location, id, state, now];
                driver.execute(sql, &values).await?;
            }
            Ok(())
        }
        WebhookWrite::Clear {
            subscription_id,
            queue,
            before,
        } => {
            done.cleared += clear(driver, commit, subscription_id, queue, *before).await?;
            Ok(())
        }
    }
}

async fn save(
    driver: &mut dyn Driver,
    commit: &Commit,
    it: &WebhookSubscription,
) -> Result<(), StoreError> {
    let sql = if it.version == 0 {
        "INSERT INTO webhook_subscriptions (location_id, id, client_id, url, events, format, state,
           reason, failing_since, version, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL, $9, $10, $10) ON CONFLICT DO NOTHING"
    } else {
        "UPDATE webhook_subscriptions SET client_id = $3, url = $4, events = $5, format = $6,
           state = $7, reason = $8, failing_since = NULL, version = $9, updated_at = $10
         WHERE location_id = $1 AND id = $2 AND version = $9 - 1"
    };
    let values = values![
        &commit.location,
        &it.id,
        &it.client_id,
        &it.url,
        to_text(&it.events)?,
        &it.format,
        it.state.name(),
        &it.reason,
        it.version + 1,
        micros(commit.at),
    ];
    if driver.execute(sql, &values).await? == 0 {
        return Err(StoreError::conflict(format!("the subscription {}", it.id)));
    }
    Ok(())
}

async fn log(
    driver: &mut dyn Driver,
    commit: &Commit,
    rows: &[DeliveryTry],
) -> Result<(), StoreError> {
    let mut values = values![&commit.location, micros(commit.at)].to_vec();
    let mut places = Vec::with_capacity(rows.len());
    for row in rows {
        let at = values.len();
        let [a, b, c, d, e, f, g, h] = std::array::from_fn(|place| at + place + 1);
        places.push(format!(
            "($1, ${a}, ${b}, ${c}, ${d}, ${e}, ${f}, 1, ${g}, ${h}, $2, $2)"
        ));
        values.extend::<[Value; 8]>(values![
            &row.id,
            &row.subscription_id,
            &row.job_key,
            &row.event,
            &row.body,
            row.state.name(),
            to_text(&row.attempt)?,
            row.next_try_at.map(micros),
        ]);
    }
    let sql = format!(
        "INSERT INTO webhook_deliveries (location_id, id, subscription_id, job_key, event, body,
           state, tries, attempts, next_try_at, created_at, updated_at)
         VALUES {} ON CONFLICT (location_id, id) DO UPDATE SET
           state = excluded.state, tries = webhook_deliveries.tries + 1,
           attempts = CASE WHEN LENGTH(webhook_deliveries.attempts) > {MAX_ATTEMPTS}
             THEN excluded.attempts
             ELSE webhook_deliveries.attempts || ',' || excluded.attempts END,
           next_try_at = excluded.next_try_at, updated_at = excluded.updated_at",
        places.join(", ")
    );
    driver.execute(&sql, &values).await.map(drop)
}

async fn clear(
    driver: &mut dyn Driver,
    commit: &Commit,
    id: &str,
    queue: &str,
    before: Timestamp,
) -> Result<u64, StoreError> {
    let location = &commit.location;
    let sql = "SELECT state FROM webhook_subscriptions WHERE location_id = $1 AND id = $2";
    let rows = driver.query(sql, &values![location, id]).await?;
    let Some(row) = rows.first() else {
        return Ok(0);
    };
    let deleted = row.text(0)? == SubscriptionState::Deleted.name();
    let ended = [DeliveryState::Delivered, DeliveryState::Dead];
    let all = [
        DeliveryState::Delivered,
        DeliveryState::Dead,
        DeliveryState::Waiting,
    ];
    let (states, before) = if deleted {
        (&all[..], i64::MAX)
    } else {
        (&ended[..], micros(before))
    };
    let mut cleared = 0;
    for state in states {
        let sql = "DELETE FROM webhook_deliveries WHERE location_id = $1 AND id IN (
                     SELECT id FROM webhook_deliveries WHERE location_id = $1
                       AND subscription_id = $2 AND state = $3 AND created_at < $4
                     ORDER BY created_at, id LIMIT $5)";
        let values = values![location, id, state.name(), before, CLEARED];
        cleared += driver.execute(sql, &values).await?;
    }
    // A contact's floor is of no use when its time has come.
    // Numbers of one length sort as text, and `:` sorts behind every digit.
    let until = if deleted {
        ":".to_owned()
    } else {
        before.to_string()
    };
    let (first, last) = (format!("{queue}/held/"), format!("{queue}/held0"));
    let sql = "DELETE FROM cursors WHERE location_id = $1 AND name IN (
                 SELECT name FROM cursors WHERE location_id = $1 AND name > $2 AND name < $3
                   AND position < $4 LIMIT $5)";
    let values = values![location, first, last, until, CLEARED];
    cleared += driver.execute(sql, &values).await?;
    if !deleted {
        return Ok(cleared);
    }
    let sql = "DELETE FROM jobs WHERE location_id = $1 AND queue = $2 AND key IN (
                 SELECT key FROM jobs WHERE location_id = $1 AND queue = $2 LIMIT $3)";
    cleared += driver
        .execute(sql, &values![location, queue, CLEARED])
        .await?;
    if cleared > 0 {
        return Ok(cleared);
    }
    for sql in [
        "DELETE FROM cursors WHERE location_id = $1 AND name = $2",
        "DELETE FROM leases WHERE location_id = $1 AND name = $2",
        "DELETE FROM secrets WHERE location_id = $1 AND name = $2",
    ] {
        driver.execute(sql, &values![location, queue]).await?;
    }
    let sql = "DELETE FROM webhook_subscriptions WHERE location_id = $1 AND id = $2";
    driver.execute(sql, &values![location, id]).await?;
    Ok(0)
}
