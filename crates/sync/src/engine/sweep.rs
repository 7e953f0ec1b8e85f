//! Sweeps: what webhooks missed is found by asking for what has changed since, page by page.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tenon_model::Kind;
use tenon_store::{LinkState, NewJob, Write};

use super::{BULK, Done, Engine, Look};
use crate::{merge::agree, remote::RemoteRecord};

/// Between sweeps of what has changed lately.
const INTERVAL: SignedDuration = SignedDuration::from_mins(2);
/// Between sweeps of everything, which also find what the other side tells nobody about (a task
/// edited over there).
const FULL_INTERVAL: SignedDuration = SignedDuration::from_hours(24);
/// Links looked at at once.
const LINKS: i64 = 200;
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
    // A sweep of everything goes on through the hub's links: in which state, behind which record.
    #[serde(default)]
    links: Option<(usize, String)>,
    next_at: Option<Timestamp>,
    full_at: Option<Timestamp>,
}

impl Engine {
    /// Does the next page of a sweep, if one is due or under way. Whether there is more at once.
    ///
    /// # Errors
    /// When either side is away; the sweep then goes on where it stood.
    pub async fn sweep(&self) -> Done<bool> {
        if self.is_paused().await? {
            return Ok(false);
        }
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
            stand.links = None;
        }
        let mut writes = match stand.links.clone() {
            Some((state, after)) => self.sweep_links(&mut stand, state, &after).await?,
            None => self.sweep_page(&mut stand).await?,
        };
        if !stand.running {
            stand.next_at = now.checked_add(INTERVAL).ok();
        }
        let more = stand.running;
        let to = serde_json::to_string(&stand).unwrap_or_default();
        writes.push(Write::Cursor { name, from, to });
        self.commit(&Value::Null, writes).await?;
        Ok(more)
    }

    /// A page of the other side's contacts.
    async fn sweep_page(&self, stand: &mut Stand) -> Done<Vec<Write>> {
        let page = self
            .remote()
            .changed(stand.since, stand.page.as_deref())
            .await?;
        let mut writes = Vec::new();
        for record in &page.records {
            stand.newest = stand.newest.max(record.updated_at);
            if self.is_news(record).await? {
                writes.push(self.swept("remote", &record.id, Look::at(Kind::Contact)));
            }
        }
        stand.page = page.next;
        if stand.page.is_none() && stand.since.is_none() {
            stand.links = Some((0, String::new()));
        }
        stand.running = stand.page.is_some() || stand.links.is_some();
        Ok(writes)
    }

    /// A page of the hub's links: what the other side tells nobody about (a task edited over there, a
    /// contact deleted while we were away) is found by looking.
    async fn sweep_links(&self, stand: &mut Stand, state: usize, after: &str) -> Done<Vec<Write>> {
        const STATES: [LinkState; 2] = [LinkState::Linked, LinkState::Refused];
        let (location, connection) = (self.location(), self.connection());
        let links = self
            .store()
            .links_in_state(
                location,
                connection,
                Kind::Contact,
                STATES[state],
                after,
                LINKS,
            )
            .await?;
        stand.links = match links.last() {
            Some(last) => Some((state, last.record_id.clone())),
            None => Some((state + 1, String::new())).filter(|(next, _)| *next < STATES.len()),
        };
        stand.running = stand.links.is_some();
        Ok(links
            .iter()
            .map(|link| self.swept("hub", &link.record_id, Look::ALL))
            .collect())
    }

    fn swept(&self, side: &str, id: &str, look: Look) -> Write {
        let now = self.now();
        Write::Job(NewJob {
            queue: self.queue.clone(),
            key: format!("{side}:{id}"),
            payload: json!({"cause": {"kind": "sweep", "id": now.to_string()}}),
            priority: BULK,
            run_at: now,
            look: look.bits(),
        })
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
