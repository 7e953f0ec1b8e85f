//! Sweeps: what webhooks missed is found by asking for what has changed since, page by page. Sweeps
//! of everything are runs; what no list tells is looked at contact by contact, in turn.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tenon_model::Kind;
use tenon_operations::brake::changes_allowed;
use tenon_store::{Link, LinkState, NewJob, RunKind, RunState, SyncRun, Write};

use super::{BULK, Done, Engine, Look, survey::Pair};

/// Between sweeps of what has changed lately.
const INTERVAL: SignedDuration = SignedDuration::from_mins(2);
/// Between sweeps of everything, which also find what has gone over there.
const FULL_INTERVAL: SignedDuration = SignedDuration::from_hours(24);
/// The same, after one that was interrupted and could not tell what has gone.
const SOON: SignedDuration = SignedDuration::from_hours(1);
/// How far each sweep reaches back behind the newest thing the last one saw: the other side's search
/// lags its writes by seconds.
const OVERLAP: SignedDuration = SignedDuration::from_mins(5);
/// The other side lists no notes, and tells nobody of a task that was edited. So all contacts are looked
/// at in turn, so many at a time and so often: at three calls each some 10,000 calls a day, a twentieth
/// of what HighLevel allows. A firm with 3,000 contacts has each looked at once a day.
const LOOKS: i64 = 24;
const LOOK_EVERY: SignedDuration = SignedDuration::from_mins(10);
/// None more often than this.
const ROUND: SignedDuration = SignedDuration::from_hours(24);

/// Where the sweeps stand, kept as the cursor's text. Times of writes are of the other side's clock.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Stand {
    // The newest write seen so far.
    pub(super) newest: Option<Timestamp>,
    // What this sweep asks for; `None`: everything.
    since: Option<Timestamp>,
    page: Option<String>,
    running: bool,
    // Contacts this sweep found changed.
    news: u64,
    next_at: Option<Timestamp>,
    // When the next run of everything is due; and whether it shall be a deep one.
    full_at: Option<Timestamp>,
    deep: bool,
    // The round in which all contacts are looked at: the last one, when it began, when it goes on.
    looked: String,
    round_at: Option<Timestamp>,
    look_at: Option<Timestamp>,
}

impl Engine {
    /// Does the next step of what reads both sides: of a run, of a sweep of what has changed, or of the
    /// round. Whether there is more at once.
    ///
    /// # Errors
    /// When either side is away; it then goes on where it stood.
    pub async fn sweep(&self) -> Done<bool> {
        if self.is_paused().await? {
            return Ok(false);
        }
        let _map = self.hold_map().await?;
        let runs = self
            .store()
            .open_runs(self.location(), self.connection())
            .await?;
        let open = runs.into_iter().find(|run| !run.kind.only_reads());
        let is_open = open.is_some();
        if let Some(run) = open.filter(|run| run.state != RunState::Braked)
            && self.step(run).await?
        {
            return Ok(true);
        }
        let (from, mut stand) = self.sweep_stand().await?;
        let now = self.now();
        if !is_open && (stand.deep || stand.full_at.is_none_or(|at| now >= at)) {
            return self.ask_for_all(from, stand).await;
        }
        if stand.running || stand.next_at.is_none_or(|at| now >= at) {
            return self.sweep_news(from, stand).await;
        }
        // A run of everything goes before.
        if !is_open && stand.look_at.is_none_or(|at| now >= at) {
            let writes = self.round(&mut stand).await?;
            self.keep_stand(from, &stand, writes).await?;
        }
        Ok(false)
    }

    /// Where the sweeps stand, as it is kept and as it is read.
    pub(super) async fn sweep_stand(&self) -> Done<(Option<String>, Stand)> {
        let name = format!("sweep/{}", self.connection());
        let from = self.store().cursor(self.location(), &name).await?;
        let stand = from
            .as_deref()
            .and_then(|text| serde_json::from_str(text).ok())
            .unwrap_or_default();
        Ok((from, stand))
    }

    pub(super) fn stand_write(&self, from: Option<String>, stand: &Stand) -> Write {
        Write::Cursor {
            name: format!("sweep/{}", self.connection()),
            from,
            to: serde_json::to_string(stand).unwrap_or_default(),
        }
    }

    async fn keep_stand(
        &self,
        from: Option<String>,
        stand: &Stand,
        mut writes: Vec<Write>,
    ) -> Done {
        writes.push(self.stand_write(from, stand));
        self.commit(&Value::Null, writes).await.map(drop)
    }

    /// Asks for a run of everything.
    async fn ask_for_all(&self, from: Option<String>, mut stand: Stand) -> Done<bool> {
        let (location, connection) = (self.location(), self.connection());
        let first = self
            .store()
            .last_run(location, connection, RunKind::First)
            .await?
            .is_none();
        let kind = match (first, stand.deep) {
            (true, _) => RunKind::First,
            (false, true) => RunKind::Deep,
            (false, false) => RunKind::Full,
        };
        // Who asked for a deep one does not get less.
        stand.deep &= kind != RunKind::Deep;
        stand.full_at = self.now().checked_add(FULL_INTERVAL).ok();
        let run = self.new_run(kind);
        self.keep_stand(from, &stand, vec![run]).await?;
        Ok(true)
    }

    /// The next page of what has changed lately.
    async fn sweep_news(&self, from: Option<String>, mut stand: Stand) -> Done<bool> {
        let now = self.now();
        if !stand.running {
            stand.since = stand.newest.and_then(|at| at.checked_sub(OVERLAP).ok());
            (stand.running, stand.page, stand.news) = (true, None, 0);
        }
        let page = self
            .remote()
            .changed(stand.since, stand.page.as_deref())
            .await?;
        let mut writes = Vec::new();
        stand.page = page.next;
        for record in &page.records {
            stand.newest = stand.newest.max(record.updated_at);
        }
        for pair in self.pairs(page.records).await? {
            match self.news(&pair) {
                News::None => {}
                News::Unknown => writes.push(self.swept("remote", &pair.there.id, Look::ALL)),
                News::Changed => {
                    stand.news += 1;
                    writes.push(self.swept("hub", pair.record_id(), Look::at(Kind::Contact)));
                }
            }
        }
        stand.running = stand.page.is_some();
        if !stand.running {
            stand.next_at = now.checked_add(INTERVAL).ok();
        }
        let linked = self.linked_contacts().await?;
        if stand.news > changes_allowed(linked) {
            // Too many to go on without a question: a run of everything weighs them. What it finds it
            // holds back, so what this page found is left to it.
            (stand.running, stand.page, stand.news) = (false, None, 0);
            stand.next_at = now.checked_add(INTERVAL).ok();
            stand.full_at = Some(now);
            writes.clear();
        }
        let more = stand.running;
        self.keep_stand(from, &stand, writes).await?;
        Ok(more)
    }

    pub(super) async fn linked_contacts(&self) -> Done<u64> {
        let (location, connection) = (self.location(), self.connection());
        let count = self
            .store()
            .count_linked(location, connection, Kind::Contact)
            .await?;
        Ok(u64::try_from(count).unwrap_or(0))
    }

    /// The next contacts of the round in which each is looked at.
    async fn round(&self, stand: &mut Stand) -> Done<Vec<Write>> {
        let now = self.now();
        stand.look_at = now.checked_add(LOOK_EVERY).ok();
        let began = *stand.round_at.get_or_insert(now);
        let links = self
            .store()
            .links_in_state(
                self.location(),
                self.connection(),
                Kind::Contact,
                LinkState::Linked,
                &stand.looked,
                LOOKS,
            )
            .await?;
        match links.last() {
            Some(last) => stand.looked.clone_from(&last.record_id),
            None => {
                // The next round begins a day after this one did.
                stand.look_at = began.checked_add(ROUND).ok().max(stand.look_at);
                stand.round_at = None;
                stand.looked.clear();
            }
        }
        let looks = links
            .iter()
            .map(|link| self.swept("hub", &link.record_id, Look::ALL));
        Ok(looks.collect())
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

    /// Makes the next run one of everything, contact by contact, at once.
    ///
    /// # Errors
    /// When the store is away or somebody else sweeps.
    pub async fn sweep_everything(&self) -> Done {
        let (from, mut stand) = self.sweep_stand().await?;
        stand.deep = true;
        self.keep_stand(from, &stand, Vec::new()).await
    }

    /// Makes a run over all lists the next thing to be done.
    pub(super) async fn sweep_lists(&self) -> Done {
        let (from, mut stand) = self.sweep_stand().await?;
        stand.full_at = Some(self.now());
        self.keep_stand(from, &stand, Vec::new()).await
    }

    /// Notes in the sweeps' stand that a run has ended.
    pub(super) fn run_ended(&self, stand: &mut Stand, run: &SyncRun, whole: bool) {
        if run.kind != RunKind::First && !whole {
            stand.full_at = self.now().checked_add(SOON).ok();
        }
    }
}

/// What a contact of the other side's list is to the hub.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum News {
    /// It is as it was, or was parted from the hub's.
    None,
    /// Nobody knows it.
    Unknown,
    /// It is not as it was.
    Changed,
}

impl Engine {
    pub(super) fn news(&self, pair: &Pair) -> News {
        let agree = |link: &Link| self.agree(Kind::Contact, &link.base_remote, &pair.there.fields);
        match &pair.link {
            None => News::Unknown,
            Some(link) if link.state == LinkState::Parted || agree(link) => News::None,
            Some(_) => News::Changed,
        }
    }
}

impl Pair {
    /// The hub's contact that it belongs to.
    pub(super) fn record_id(&self) -> &str {
        self.link.as_ref().map_or("", |link| link.root_id.as_str())
    }
}
