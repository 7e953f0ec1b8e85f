//! A lane: the events of one location for one subscription.
//!
//! It works under a lease, and every commit of it is guarded by the lease's number; claims on jobs
//! end with the lease. So whoever takes the lease over finds every undelivered job free, and no
//! second node sends while the first may. When anything happens that leaves it in doubt what is
//! written, the lane forgets everything and takes a lease under a new name, as if it had crashed:
//! there is one way of recovery, and it is always the same.

use std::{sync::Arc, time::Duration};

use jiff::{SignedDuration, Timestamp};
use tenon_store::{StoreError, Write};
use tokio::{
    sync::watch,
    task::JoinSet,
    time::{Instant, sleep},
};

use super::{
    Shared,
    courier::{Outcome, TIMEOUT},
    hold::{CLAIM, Hold, owner},
    order::{IN_HAND, Order},
};
use crate::Subscription;

/// A claim must last for so long when a delivery starts: two requests (a doubled event) and the
/// commit that notes it.
const NEEDS: SignedDuration = SignedDuration::from_secs(2 * TIMEOUT.as_secs() as i64 + 5);
/// Requests under way at once.
const IN_FLIGHT: usize = 16;
/// How often it is looked for what other processes wrote, and for jobs that have come due.
const POLL: Duration = Duration::from_millis(250);
/// How often a lane without the lease tries to have it.
const TRY_LEASE: Duration = Duration::from_secs(2);
/// First and longest wait when the store does not do what was asked.
const BACK_OFF: (Duration, Duration) = (Duration::from_millis(100), Duration::from_secs(5));

pub(super) struct Lane {
    pub(super) shared: Arc<Shared>,
    pub(super) subscription: Arc<Subscription>,
    pub(super) owner: String,
    pub(super) hold: Option<Hold>,
    pub(super) order: Order,
    flights: JoinSet<(String, Outcome)>,
    // What became of jobs and is not written yet.
    pub(super) settled: Vec<Write>,
    // Whether the log, or the queue, held more than was taken.
    pub(super) more_log: bool,
    pub(super) more_jobs: bool,
    pub(super) latest: Timestamp,
}

impl Lane {
    pub(super) fn new(shared: Arc<Shared>, subscription: Subscription) -> Self {
        Self {
            owner: owner(&shared),
            shared,
            subscription: Arc::new(subscription),
            hold: None,
            order: Order::default(),
            flights: JoinSet::new(),
            settled: Vec::new(),
            more_log: false,
            more_jobs: false,
            latest: Timestamp::MIN,
        }
    }

    /// Now; never earlier than it was, so that later jobs are never due before earlier ones.
    pub(super) fn now(&mut self) -> Timestamp {
        self.latest = self.latest.max(self.shared.clock.now());
        self.latest
    }

    /// Follows the log until it is told to quit.
    pub(super) async fn run(mut self, mut quit: watch::Receiver<bool>) {
        let mut wakes = self.shared.store.wakes();
        let (mut looked, mut failures) = (None::<Instant>, 0);
        while !*quit.borrow_and_update() {
            wakes.borrow_and_update();
            let look = looked.is_none_or(|at| at.elapsed() >= POLL);
            if look {
                looked = Some(Instant::now());
            }
            let pause = match self.round(look).await {
                Ok(()) => {
                    failures = 0;
                    if self.is_busy() {
                        continue;
                    }
                    if self.hold.is_some() { POLL } else { TRY_LEASE }
                }
                Err(error) => {
                    self.doubt(&error);
                    failures += 1;
                    back_off(failures)
                }
            };
            let (calm, holds) = (failures == 0, self.hold.is_some());
            tokio::select! {
                Some(landed) = self.flights.join_next(), if calm => self.land(landed),
                _ = wakes.changed(), if calm && holds => {}
                () = sleep(pause) => {}
                changed = quit.changed() => if changed.is_err() { break },
            }
        }
        if let Err(error) = self.close().await {
            tracing::warn!(%error, "webhooks: a lane ended without giving its lease back");
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
                done = self.commit(Vec::new(), false).await.map(|_| ());
            }
        }
        done.inspect_err(|error| self.doubt(error))?;
        Ok(tried)
    }

    /// Reads the log, claims jobs, writes down what became of others and sends what may be sent.
    async fn round(&mut self, look: bool) -> Result<(), StoreError> {
        // What has landed meanwhile goes into the same commit.
        while let Some(landed) = self.flights.try_join_next() {
            self.land(landed);
        }
        if !self.lease().await? {
            return Ok(());
        }
        let taken = self.take_changes().await?;
        let (queue, now) = (self.subscription.name(), self.now());
        let claims = self.order.room() > 0
            && (self.more_jobs || taken.due || look && self.has_due(&queue, now).await?);
        let moved = taken.position;
        if !taken.writes.is_empty() || claims || !self.settled.is_empty() || self.lease_ends(now) {
            let done = self.commit(taken.writes, claims).await?;
            if let (Some(hold), Some(position)) = (&mut self.hold, moved) {
                hold.position = position;
            }
            self.receive(done.jobs).await?;
        }
        self.launch();
        Ok(())
    }

    async fn has_due(&self, queue: &str, now: Timestamp) -> Result<bool, StoreError> {
        let location = &self.subscription.location_id;
        self.shared.store.has_due(location, queue, now).await
    }

    /// Whether there is something to do at once.
    fn is_busy(&self) -> bool {
        self.hold.is_some()
            && (!self.settled.is_empty()
                || self.more_log
                || self.more_jobs && self.order.room() >= CLAIM.min(IN_HAND))
    }

    /// Starts deliveries, as many as may be under way.
    fn launch(&mut self) {
        let now = self.now();
        while self.flights.len() < IN_FLIGHT {
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
                let (courier, key) = (&shared.courier, &shared.config.key);
                let outcome = courier.deliver(&to.url, key, &entry.parcel).await;
                (line, outcome)
            });
        }
    }

    /// Ends the deliveries under way, and gives back the jobs in hand and the lease.
    async fn close(&mut self) -> Result<(), StoreError> {
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
