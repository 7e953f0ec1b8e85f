//! Runs: everything on both sides, step by step. Each step is one commit, so that whoever comes after
//! a crash goes on where it stood. What is to be done is held back until all of it is known and has
//! been weighed; then it is done as ordinary jobs, after those that somebody waits for.

use std::{collections::HashSet, sync::PoisonError};

use jiff::SignedDuration;
use serde_json::{Value, json};
use tenon_model::Kind;
use tenon_operations::{
    brake::{changes_allowed, removals_allowed},
    runs::{
        Phase, Report, Stand,
        stand::{self, held, review_of_run},
    },
};
use tenon_store::{LinkState, NewJob, Record, Review, RunKind, RunState, RunWrite, SyncRun, Write};

use super::{
    BULK, Done, Engine, Look,
    survey::{OWN_PAGE, Own},
    sweep::News,
};

/// Held jobs let go, or forgotten, at once.
const LET_GO: i64 = 500;
/// How many times in a step: then the other work of the connection has its turn.
const LET_GO_TIMES: usize = 10;
/// Firms that a run looks at, at most.
const BUSINESSES: i64 = 5_000;
/// How often a run that is being worked off says how far it is.
const TELL: SignedDuration = SignedDuration::from_secs(2);

/// What an engine remembers of the run it reads for.
#[derive(Default)]
pub(super) struct Seen {
    run: String,
    // Contacts of the hub whose copies were listed.
    ids: HashSet<Box<str>>,
}

/// A run that is being worked on.
struct Going {
    run: SyncRun,
    stand: Stand,
    report: Report,
}

impl Engine {
    /// The write of a new run, asked for by the engine itself.
    pub(super) fn new_run(&self, kind: RunKind) -> Write {
        let now = self.now();
        let id = self.new_id();
        let cause = json!({"cause": {"kind": "sweep", "id": now.to_string()}});
        Write::Run(RunWrite::Save(Box::new(SyncRun {
            id,
            connection_id: self.connection().to_owned(),
            kind,
            state: RunState::Asked,
            origin: self.origin(&cause),
            asked_at: now,
            started_at: None,
            ended_at: None,
            updated_at: now,
            stand: json!({}),
            report: json!({}),
            version: 0,
        })))
    }

    /// Does the next step of a run. Whether there is more at once.
    pub(super) async fn step(&self, run: SyncRun) -> Done<bool> {
        let (stand, report) = stand::of(&run);
        let mut going = Going { run, stand, report };
        if going.run.state == RunState::Asked {
            return self.begin(going).await;
        }
        let going = &mut going;
        match going.stand.phase {
            Phase::Pages => self.read_page(going).await,
            Phase::Hub => self.read_own(going).await,
            Phase::Weigh => self.weigh(going).await,
            Phase::LetGo => self.let_go(going).await,
            Phase::Work => self.watch(going).await,
            Phase::Forget => self.forget(going).await,
        }
    }

    async fn keep(&self, going: &Going, mut writes: Vec<Write>) -> Done<bool> {
        let run = stand::with(going.run.clone(), &going.stand, &going.report);
        writes.push(Write::Run(RunWrite::Save(Box::new(run))));
        self.commit(&Value::Null, writes).await.map(|_| true)
    }

    async fn begin(&self, mut going: Going) -> Done<bool> {
        going.run.state = RunState::Running;
        going.run.started_at = Some(self.now());
        going.stand = Stand {
            seq: self.store().last_seq(self.location()).await?,
            ..Stand::default()
        };
        going.report = Report::default();
        going.report.counts.linked = self.linked_contacts().await?;
        self.with_seen(|seen| {
            seen.run.clone_from(&going.run.id);
            seen.ids.clear();
        });
        self.keep(&going, Vec::new()).await
    }

    fn with_seen<T>(&self, look: impl FnOnce(&mut Seen) -> T) -> T {
        look(&mut self.seen.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Something to be done, once the run may.
    fn hold_back(&self, run: &SyncRun, (side, id): (&str, &str), look: Look) -> NewJob {
        NewJob {
            queue: held(&run.id),
            key: format!("{side}:{id}"),
            payload: json!({"cause": {"kind": "run", "id": run.id}}),
            priority: BULK,
            run_at: self.now(),
            look: look.bits(),
        }
    }

    /// A page of the other side's contacts.
    async fn read_page(&self, going: &mut Going) -> Done<bool> {
        let page = self
            .remote()
            .changed(None, going.stand.page.as_deref())
            .await?;
        let counts = &mut going.report.counts;
        counts.there += page.records.len() as u64;
        for record in &page.records {
            going.stand.newest = going.stand.newest.max(record.updated_at);
        }
        let mut writes = Vec::new();
        for pair in self.pairs(page.records).await? {
            if pair.link.is_some() {
                self.with_seen(|seen| {
                    if seen.run == going.run.id {
                        seen.ids.insert(pair.record_id().into());
                    }
                });
            }
            match self.news(&pair) {
                News::None => continue,
                News::Unknown => {
                    counts.new_there += 1;
                    let found = json!({"fields": pair.there.fields,
                        "updatedAt": pair.there.updated_at, "at": self.now()});
                    let there = ("remote", pair.there.id.as_str());
                    let mut job = self.hold_back(&going.run, there, Look::ALL);
                    job.payload["found"] = found;
                    writes.push(Write::Job(job));
                }
                News::Changed => {
                    counts.changed += 1;
                    let look = Look::at(Kind::Contact);
                    let job = self.hold_back(&going.run, ("hub", pair.record_id()), look);
                    writes.push(Write::Job(job));
                }
            }
        }
        counts.to_do += writes.len() as u64;
        going.report.progress.total = counts.to_do;
        going.stand.page = page.next;
        if going.stand.page.is_none() {
            going.stand.phase = Phase::Hub;
            let (from, mut sweeps) = self.sweep_stand().await?;
            sweeps.newest = sweeps.newest.max(going.stand.newest);
            writes.push(self.stand_write(from, &sweeps));
        }
        self.keep(going, writes).await
    }

    /// A page of the hub's contacts: those without a copy, and those whose copies were not listed.
    async fn read_own(&self, going: &mut Going) -> Done<bool> {
        let own = self.own_page(&going.stand.after).await?;
        let whole = self.with_seen(|seen| seen.run == going.run.id);
        let counts = &mut going.report.counts;
        counts.gone = whole.then(|| counts.gone.unwrap_or_default());
        let many = own.len() as i64;
        counts.here += own.len() as u64;
        let deep = going.run.kind == RunKind::Deep;
        let mut writes = Vec::new();
        for Own { record, link } in own {
            going.stand.after.clone_from(&record.id);
            let is_listed = || self.with_seen(|seen| seen.ids.contains(record.id.as_str()));
            let look = match &link {
                Some(link) if link.state == LinkState::Parted => None,
                Some(link) if link.remote_id.is_some() => {
                    let gone = whole && !is_listed();
                    counts.gone = counts.gone.map(|gone_so_far| gone_so_far + u64::from(gone));
                    match (deep, gone) {
                        (true, _) => Some(Look::ALL),
                        (false, true) => Some(Look::at(Kind::Contact)),
                        // It should have been sent; and what could not be said may be sayable now.
                        (false, false) => {
                            let unsent = self.is_to_send(&record, Some(link)).await?;
                            unsent.then_some(Look::NOTHING)
                        }
                    }
                }
                _ => {
                    counts.new_here += 1;
                    Some(Look::NOTHING)
                }
            };
            if let Some(look) = look {
                let job = self.hold_back(&going.run, ("hub", &record.id), look);
                writes.push(Write::Job(job));
            }
        }
        counts.to_do += writes.len() as u64;
        going.report.progress.total = counts.to_do;
        if many < OWN_PAGE {
            going.stand.phase = Phase::Weigh;
            if going.run.kind != RunKind::Full {
                writes.extend(self.businesses(&going.run).await?);
            }
        }
        self.keep(going, writes).await
    }

    /// Firms have no list that tells when they were written: each is looked at.
    async fn businesses(&self, run: &SyncRun) -> Done<Vec<Write>> {
        let businesses = self
            .store()
            .records_after(self.location(), Kind::Business, "", BUSINESSES)
            .await?;
        let look =
            |record: &Record| Write::Job(self.hold_back(run, ("hub", &record.id), Look::ALL));
        Ok(businesses.iter().map(look).collect())
    }

    /// Everything is known that would be done: is it more than may be done without a question?
    async fn weigh(&self, going: &mut Going) -> Done<bool> {
        self.with_seen(|seen| *seen = Seen::default());
        let counts = going.report.counts;
        let mut asks = Vec::new();
        let allowed = changes_allowed(counts.linked);
        if counts.changed > allowed {
            asks.push(format!(
                "{} of {} contacts are not as they were over there; up to {allowed} are taken over \
                 without a question",
                counts.changed, counts.linked
            ));
        }
        // Whoever was sent since the run began may not have been listed yet: that is nobody who is gone.
        let sent_since = self.linked_contacts().await?.saturating_sub(counts.linked);
        let (gone, allowed) = (
            counts.gone.unwrap_or_default().saturating_sub(sent_since),
            removals_allowed(counts.linked),
        );
        if gone > allowed {
            asks.push(format!(
                "{gone} of {} contacts are not listed over there any more; up to {allowed} are \
                 parted without a question",
                counts.linked
            ));
        }
        let mut writes = Vec::new();
        if asks.is_empty() || self.brake_is_off() {
            going.stand.phase = Phase::LetGo;
        } else {
            going.run.state = RunState::Braked;
            writes.push(self.ask_about_run(&going.run, &asks));
            going.report.asks = asks;
        }
        self.keep(going, writes).await
    }

    fn ask_about_run(&self, run: &SyncRun, asks: &[String]) -> Write {
        let connection = &self.parts.connection;
        Write::Review(Box::new(Review {
            id: review_of_run(&run.id),
            subject: connection.id.clone(),
            title: format!("A run of {} would change a great deal", connection.name),
            reasons: asks.to_vec(),
            detail: json!({"type": "brake", "connectionId": connection.id, "runId": run.id}),
        }))
    }

    /// Lets go what was held back.
    async fn let_go(&self, going: &mut Going) -> Done<bool> {
        for _ in 0..LET_GO_TIMES {
            let (from, to) = (held(&going.run.id), self.queue.clone());
            let limit = LET_GO;
            let moved = Write::Run(RunWrite::Move { from, to, limit });
            if self.commit(&Value::Null, vec![moved]).await?.cleared == 0 {
                going.stand.phase = Phase::Work;
                going.stand.working_since = Some(self.now());
                return self.keep(going, Vec::new()).await;
            }
        }
        Ok(true)
    }

    /// Forgets what was held back: a person has ended the run.
    async fn forget(&self, going: &mut Going) -> Done<bool> {
        let (queue, limit) = (held(&going.run.id), LET_GO);
        let forget = Write::Run(RunWrite::Forget { queue, limit });
        if self.commit(&Value::Null, vec![forget]).await?.cleared > 0 {
            return Ok(true);
        }
        going.run.state = RunState::Abandoned;
        going.run.ended_at = Some(self.now());
        self.keep(going, Vec::new()).await
    }

    /// The work is being done: how far is it?
    async fn watch(&self, going: &mut Going) -> Done<bool> {
        let now = self.now();
        let (left, failing) = self
            .store()
            .jobs_left(self.location(), &self.queue, BULK, GIVEN_UP)
            .await?;
        // What fails again and again goes on by itself; it holds up no run.
        let over = left <= failing;
        let told = now.duration_since(going.run.updated_at);
        if !over && told >= SignedDuration::ZERO && told < TELL {
            return Ok(false);
        }
        let all_counted = self.count_what_it_did(going).await?;
        let count = |jobs: i64| u64::try_from(jobs).unwrap_or(0);
        let progress = &mut going.report.progress;
        progress.failing = count(failing);
        progress.done = progress.total.saturating_sub(count(left));
        let since = going.stand.working_since.unwrap_or(now);
        let seconds = now.duration_since(since).as_secs_f64();
        if progress.done > 0 && seconds >= 1.0 {
            progress.per_second = progress.done as f64 / seconds;
            let waiting = count(left).saturating_sub(count(failing));
            progress.seconds_left = Some((waiting as f64 / progress.per_second).ceil() as u64);
        }
        if !over || !all_counted {
            return self.keep(going, Vec::new()).await.map(|_| over);
        }
        progress.seconds_left = Some(0);
        going.run.state = RunState::Done;
        going.run.ended_at = Some(now);
        let (from, mut sweeps) = self.sweep_stand().await?;
        let whole = going.report.counts.gone.is_some();
        self.run_ended(&mut sweeps, &going.run, whole);
        let kept = self.stand_write(from, &sweeps);
        self.keep(going, vec![kept]).await
    }

    /// Counts what the log tells of the run. Whether that is all so far.
    async fn count_what_it_did(&self, going: &mut Going) -> Done<bool> {
        for _ in 0..LOG_PAGES {
            let changes = self
                .store()
                .changes_after(self.location(), going.stand.seq, LOG_PAGE)
                .await?;
            for change in &changes {
                going.stand.seq = change.seq;
                let cause = &change.origin.cause;
                if cause.kind == "run" && cause.id == going.run.id {
                    going.report.did.count(change.action);
                }
            }
            if (changes.len() as i64) < LOG_PAGE {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// After so many failures a job of a run is not waited for.
const GIVEN_UP: i64 = 3;
/// Entries of the log counted at once, and how many times before the run is kept.
const LOG_PAGE: i64 = 500;
const LOG_PAGES: usize = 20;
