//! Sweeps: what webhooks missed is found by asking for what has changed since, page by page.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tenon_model::Kind;
use tenon_store::{LinkState, NewJob, Write};

use super::{BULK, Done, Engine};
use crate::{merge::agree, remote::RemoteRecord};

/// Between sweeps of what has changed lately.
const INTERVAL: SignedDuration = SignedDuration::from_mins(2);
/// Between sweeps of everything, which also find what the other side tells nobody about (a task
/// edited over there).
const FULL_INTERVAL: SignedDuration = SignedDuration::from_hours(24);
/// How far each sweep reaches back behind the newest thing the last one saw: the other side's search
/// lags its writes by seconds.
const OVERLAP: SignedDuration = SignedDuration::from_mins(5);

/// Where the sweep stands, kept as the cursor's text. Times of the other side's clock only.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Stand {
    // The newest write seen so far.
    newest: Option<Timestamp>,
    // What this sweep asks for; `None`: everything.
    since: Option<Timestamp>,
    page: Option<String>,
    running: bool,
    next_at: Option<Timestamp>,
    full_at: Option<Timestamp>,
}

impl Engine {
    /// Does the next page of a sweep, if one is due or under way. Whether there is more at once.
    ///
    /// # Errors
    /// When either side is away; the sweep then goes on where it stood.
    pub async fn sweep(&self) -> Done<bool> {
        let name = format!("sweep/{}", self.connection());
        let from = self.store().cursor(self.location(), &name).await?;
        let mut stand: Stand = from
            .as_deref()
            .and_then(|text| serde_json::from_str(text).ok())
            .unwrap_or_default();
        let now = self.now();
        if !stand.running {
            if stand.next_at.is_some_and(|next| now < next) {
                return Ok(false);
            }
            let full = stand.full_at.is_none_or(|full| now >= full);
            stand.since = stand.newest.and_then(|at| at.checked_sub(OVERLAP).ok());
            if full {
                stand.since = None;
                stand.full_at = now.checked_add(FULL_INTERVAL).ok();
            }
            stand.running = true;
            stand.page = None;
        }
        let page = self
            .remote()
            .changed(stand.since, stand.page.as_deref())
            .await?;
        let mut writes = Vec::new();
        for record in &page.records {
            stand.newest = stand.newest.max(record.updated_at);
            if stand.since.is_none() || self.is_news(record).await? {
                writes.push(Write::Job(NewJob {
                    queue: self.queue.clone(),
                    key: format!("remote:{}", record.id),
                    payload: json!({"cause": {"kind": "sweep", "id": now.to_string()}}),
                    priority: BULK,
                    run_at: now,
                }));
            }
        }
        stand.running = page.next.is_some();
        stand.page = page.next;
        if !stand.running {
            stand.next_at = now.checked_add(INTERVAL).ok();
        }
        let more = stand.running;
        let to = serde_json::to_string(&stand).unwrap_or_default();
        writes.push(Write::Cursor { name, from, to });
        self.commit(&Value::Null, writes).await?;
        Ok(more)
    }

    /// Makes the next sweep one of everything, at once.
    ///
    /// # Errors
    /// When the store is away or somebody else sweeps.
    pub async fn sweep_everything(&self) -> Done {
        let name = format!("sweep/{}", self.connection());
        let from = self.store().cursor(self.location(), &name).await?;
        if from.is_none() {
            return Ok(());
        }
        let to = serde_json::to_string(&Stand::default()).unwrap_or_default();
        if from.as_deref() == Some(to.as_str()) {
            return Ok(());
        }
        self.commit(&Value::Null, vec![Write::Cursor { name, from, to }])
            .await
            .map(drop)
    }

    /// Whether a contact is not as the base knows it.
    async fn is_news(&self, record: &RemoteRecord) -> Done<bool> {
        let link = self.link_of(Kind::Contact, &record.id).await?;
        Ok(link.is_none_or(|link| {
            link.state != LinkState::Parted
                && !agree(Kind::Contact, &link.base_remote, &record.fields)
        }))
    }
}
