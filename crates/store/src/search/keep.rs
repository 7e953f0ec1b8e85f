//! Keeps every location's search index up to its log, and out of the way of those who write.

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use tenon_model::Clock;

use super::Lag;
use crate::{Store, StoreError};

/// Changes read into an index by one commit. SQLite has one writer, and a create waits for it no
/// longer than this takes: some tens of milliseconds.
const BATCH: i64 = 200;
/// Changes a second above which others are busy writing. Then an index gets only a small batch a
/// second, and searches look at the tail instead; it catches up afterwards.
const BUSY: f64 = 1_000.0;
/// That small batch, and the rest after it.
const BUSY_BATCH: i64 = 50;
const REST: Duration = Duration::from_secs(1);
/// How long changes gather after the first, to be read together.
const GATHER: Duration = Duration::from_millis(200);
/// How often what other processes have written is looked for.
const LOOK: Duration = Duration::from_secs(1);
/// The wait after a failure.
const RETRY: Duration = Duration::from_secs(5);

/// How fast the logs grow.
struct Pace {
    since: Instant,
    ends: HashMap<String, i64>,
    grown: i64,
    busy: bool,
}

impl Pace {
    /// Whether others are busy writing. Measured over no less than it takes to gather.
    fn is_busy(&mut self, lags: &[Lag]) -> bool {
        for lag in lags {
            let end = self.ends.insert(lag.location.clone(), lag.last);
            // What grew while nobody looked tells nothing about now.
            self.grown += end.map_or(0, |end| lag.last - end);
        }
        let elapsed = self.since.elapsed();
        if elapsed >= GATHER {
            self.busy = self.grown as f64 / elapsed.as_secs_f64() > BUSY;
            self.grown = 0;
            self.since = Instant::now();
            self.ends
                .retain(|location, _| lags.iter().any(|lag| lag.location == *location));
        }
        self.busy
    }
}

impl Store {
    /// Keeps the search indexes up to the log until `stopped`. Any number of processes may do so:
    /// where two read the same changes, one of them is refused and looks elsewhere.
    pub async fn keep_search_indexes(&self, clock: &dyn Clock, stopped: impl Future<Output = ()>) {
        tokio::select! {
            () = stopped => {}
            () = self.keep(clock) => {}
        }
    }

    async fn keep(&self, clock: &dyn Clock) {
        let mut wakes = self.wakes();
        let mut pace = Pace {
            since: Instant::now(),
            ends: HashMap::new(),
            grown: 0,
            busy: false,
        };
        loop {
            let wait = match self.catch_up(clock, &mut pace).await {
                Ok(true) if pace.busy => REST,
                Ok(true) => Duration::ZERO,
                Ok(false) => {
                    // The store holds the other end, so that it never closes.
                    let _ = tokio::time::timeout(LOOK, wakes.changed()).await;
                    GATHER
                }
                // Another process is at it.
                Err(StoreError::Conflict { .. }) => REST,
                Err(error) => {
                    tracing::warn!(%error, "the search index cannot be kept up to date");
                    RETRY
                }
            };
            tokio::time::sleep(wait).await;
        }
    }

    /// One batch for each location that is behind. Whether there was one.
    async fn catch_up(&self, clock: &dyn Clock, pace: &mut Pace) -> Result<bool, StoreError> {
        let lags = self.search_lags().await?;
        let batch = if pace.is_busy(&lags) {
            BUSY_BATCH
        } else {
            BATCH
        };
        for lag in &lags {
            self.index_contacts(&lag.location, clock.now(), batch)
                .await?;
        }
        Ok(!lags.is_empty())
    }
}
