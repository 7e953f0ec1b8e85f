//! A lane: the events of one location for one subscription.
//!
//! It works under a lease, and every commit of it is guarded by the lease's number; claims on jobs
//! end with the lease. So whoever takes the lease over finds every undelivered job free, and no
//! second node sends while the first may. When anything happens that leaves it in doubt what is
//! written, the lane forgets everything and takes a lease under a new name, as if it had crashed:
//! there is one way of recovery, and it is always the same.

use std::{sync::Arc, time::Duration};

use jiff::{SignedDuration, Timestamp};
use tenon_store::{DeliveryTry, StoreError, Write};
use tokio::{
    sync::{Semaphore, watch},
    task::JoinSet,
    time::{Instant, sleep, timeout_at},
};

use super::{
    Shared,
    courier::{Report, TIMEOUT},
    health::Health,
    hold::{CLAIM, Hold, owner},
    order::{IN_HAND, Order},
    take::Taken,
};
use crate::Subscription;

/// A claim must last for so long when a delivery starts: two requests (a doubled event) and the
/// commit that notes it.
const NEEDS: SignedDuration = SignedDuration::from_secs(2 * TIMEOUT.as_secs() as i64 + 5);
/// How often it is looked for what other processes wrote, and for jobs that have come due: while
/// there is something to do, and when there was nothing for a while.
const POLL: (Duration, Duration) = (Duration::from_millis(250), Duration::from_secs(1));
/// How long deliveries that landed wait for others to be written down with them, and how many make
/// them go at once. Without it a quick receiver would cost a commit per event.
const LINGER: Duration = Duration::from_millis(3);
const TOGETHER: usize = 32;
/// How soon it is looked again for leave to send, when everybody else has it.
const STARVED: Duration = Duration::from_millis(5);
/// How often a lane without the lease tries to have it.
const TRY_LEASE: Duration = Duration::from_secs(2);
/// First and longest wait when the store does not do what was asked.
const BACK_OFF: (Duration, Duration) = (Duration::from_millis(100), Duration::from_secs(5));

/// A delivery under way, and how it went.
pub(super) struct Flight {
    pub(super) line: String,
    pub(super) at: Timestamp,
    pub(super) report: Report,
}

pub(super) struct Lane {
    pub(super) shared: Arc<Shared>,
    pub(super) subscription: Arc<Subscription>,
    pub(super) owner: String,
    pub(super) hold: Option<Hold>,
    pub(super) order: Order,
    pub(super) health: Health,
    // The share of its location in the requests under way.
    share: Arc<Semaphore>,
    flights: JoinSet<Flight>,
    // What became of jobs and is not written yet.
    pub(super) settled: Vec<Write>,
    pub(super) tries: Vec<DeliveryTry>,
    // Whether the log, or the queue, held more than was taken.
    pub(super) more_log: bool,
    pub(super) more_jobs: bool,
    pub(super) latest: Timestamp,
    // Whether there was no leave to send.
    starved: bool,
    // Whether the subscription is disabled: nothing more is sent.
    pub(super) ended: bool,
}

impl Lane {
    pub(super) fn new(shared: Arc<Shared>, subscription: Subscription) -> Self {
        Self {
            owner: owner(&shared),
            health: Health::new(subscription.failing_since),
            share: shared.permits.of(&subscription.location_id),
            shared,
            subscription: Arc::new(subscription),
            hold: None,
            order: Order::default(),
            flights: JoinSet::new(),
            settled: Vec::new(),
            tries: Vec::new(),
            more_log: false,
            more_jobs: false,
            latest: Timestamp::MIN,
            starved: false,
            ended: false,
        }
    }

    /// Now; never earlier than it was, so that later jobs are never due before earlier ones.
    pub(super) fn now(&mut self) -> Timestamp {
        self.latest = self.latest.max(self.shared.clock.now());
        self.latest
    }

    /// Follows the log until it is told to quit.
    pub(super) async fn run(mut self, mut quit: watch::Receiver<bool>) {
        let mut wakes = self.shared.store.log_wakes(&self.subscription.location_id);
        let (mut looked, mut failures, mut poll) = (None::<Instant>, 0, POLL.0);
        while !self.ended && !*quit.borrow_and_update() {
            wakes.borrow_and_update();
            let look = looked.is_none_or(|at| at.elapsed() >= poll);
            if look {
                looked = Some(Instant::now());
            }
            let pause = match self.round(look).await {
                Ok(worked) => {
                    failures = 0;
                    if self.is_busy() {
                        continue;
                    }
                    if worked {
                        poll = POLL.0;
                    } else if look {
                        poll = (poll * 2).min(POLL.1);
                    }
                    match (&self.hold, self.starved) {
                        (None, _) => TRY_LEASE,
                        (Some(_), true) => STARVED,
                        (Some(_), false) => poll,
                    }
                }
                Err(error) => {
                    self.doubt(&error);
                    failures += 1;
                    back_off(failures)
                }
            };
            let (calm, holds) = (failures == 0, self.hold.is_some());
            tokio::select! {
                Some(landed) = self.flights.join_next(), if calm => {
                    self.land(landed);
                    self.linger().await;
                }
                _ = wakes.changed(), if calm && holds => {}
                () = sleep(pause) => {}
                changed = quit.changed() => if changed.is_err() { break },
            }
        }
        if let Err(error) = self.close().await {
            tracing::warn!(%error, "webhooks: a lane ended without giving its lease back");
        }
    }

    /// Lets a few more deliveries land, so that what became of them is written at once.
    async fn linger(&mut self) {
        let until = Instant::now() + LINGER;
        while self.settled.len() < TOGETHER && !self.flights.is_empty() {
            match timeout_at(until, self.flights.join_next()).await {
                Ok(Some(landed)) => self.land(landed),
                Ok(None) | Err(_) => return,
            }
        }
    }

    /// One round to its end; gives the number of deliveries tried.
    pub(super) async fn step(&mut self) -> Result<usize, StoreError> {
        let mut tried = 0;
        let mut done = self.round(true).await;
        while done.is_ok() && !(self.flights.is_empty() && self.settled.is_empty()) {
            if let Some(landed) = self.flights.join_next().await {
                tried += 1;
                self.land(landed);
                self.launch();
            } else {
                done = self.commit(Vec::new(), false).await.map(|_| true);
            }
        }
        done.inspect_err(|error| self.doubt(error))?;
        Ok(tried)
    }

    /// Reads the log, claims jobs, writes down what became of others and sends what may be sent.
    /// Tells whether there was anything to do.
    async fn round(&mut self, look: bool) -> Result<bool, StoreError> {
        // What has landed meanwhile goes into the same commit.
        while let Some(landed) = self.flights.try_join_next() {
            self.land(landed);
        }
        if !self.lease().await? {
            return Ok(false);
        }
        let (queue, now) = (self.subscription.name(), self.now());
        // What a receiver that fails would get stays in the log, where it costs nothing; and so
        // does what comes faster than it is sent.
        let closed = self.ended || self.health.is_open(now);
        let enough = self.more_jobs && self.order.in_hand() >= CLAIM;
        let taken = if closed || enough {
            Taken::default()
        } else {
            self.take_changes().await?
        };
        let claims = !closed
            && self.order.room() > 0
            && (self.more_jobs || taken.due || look && self.has_due(&queue, now).await?);
        let moved = taken.position;
        let worked = !taken.writes.is_empty() || claims || !self.settled.is_empty();
        if worked || self.lease_ends(now) {
            let done = self.commit(taken.writes, claims).await?;
            if let (Some(hold), Some(position)) = (&mut self.hold, moved) {
                hold.position = position;
            }
            self.receive(done.jobs).await?;
        }
        self.launch();
        Ok(worked)
    }

    async fn has_due(&self, queue: &str, now: Timestamp) -> Result<bool, StoreError> {
        let location = &self.subscription.location_id;
        self.shared.store.has_due(location, queue, now).await
    }

    /// Whether there is something to do at once.
    fn is_busy(&mut self) -> bool {
        let now = self.now();
        let enough = self.order.in_hand() + CLAIM > IN_HAND;
        let more = self.more_log || self.more_jobs;
        self.hold.is_some()
            && (!self.settled.is_empty() || more && !enough && !self.health.is_open(now))
    }

    /// Starts deliveries, as many as may be under way.
    fn launch(&mut self) {
        let now = self.now();
        self.starved = false;
        while !self.ended && self.health.room(self.flights.len(), now) > 0 && self.order.is_ready()
        {
            let leave = self.shared.permits.take(&self.share, self.health.probes());
            let Some(leave) = leave else {
                self.starved = true;
                return;
            };
            let Some((line, entry)) = self.order.next() else {
                return;
            };
            if entry.until < now + NEEDS {
                // It waited for others until its claim was nearly over: it is claimed anew.
                self.give_back(&line, now);
                self.more_jobs = true;
                continue;
            }
            let (shared, to) = (Arc::clone(&self.shared), Arc::clone(&self.subscription));
            self.flights.spawn(async move {
                let key = shared.config.keys.signer(now);
                let report = shared.courier.deliver(&to, &key, &entry.parcel, now);
                let report = report.await;
                drop(leave);
                Flight {
                    line,
                    at: now,
                    report,
                }
            });
        }
    }

    /// Ends the deliveries under way, and gives back the jobs in hand and the lease.
    pub(super) async fn close(&mut self) -> Result<(), StoreError> {
        while let Some(landed) = self.flights.join_next().await {
            self.land(landed);
        }
        if self.hold.is_none() {
            return Ok(());
        }
        let now = self.now();
        self.give_back_all(now);
        let free = self.lease_until(now);
        self.commit(vec![free], false).await.map(|_| ())
    }
}

fn back_off(failures: u32) -> Duration {
    let (first, longest) = BACK_OFF;
    let factor = 2_u32.saturating_pow(failures.saturating_sub(1));
    first.saturating_mul(factor).min(longest)
}
