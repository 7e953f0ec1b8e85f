//! Keeps an engine running: one node at a time, several jobs at a time.

use std::{sync::Arc, time::Duration};

use jiff::SignedDuration;
use tokio::task::JoinSet;

use super::{Done, Engine};

/// Jobs done at once. The vendor's limit is ten calls a second, and a job makes three to six.
const AT_ONCE: usize = 8;
/// How long a node holds the connection without a sign of life.
const LEASE: SignedDuration = SignedDuration::from_secs(15);
/// How often it gives one.
const RENEW: Duration = Duration::from_secs(5);
/// How often it looks for what other processes wrote.
const LOOK: Duration = Duration::from_millis(250);
/// How long a page of a sweep gives way to work that never ends.
const STARVED: Duration = Duration::from_secs(1);
/// How long it waits after the store or the other side was away, and how often it looks for plans and
/// proofs that were asked for.
const AWAY: Duration = Duration::from_secs(2);

impl Engine {
    /// Runs until `stop` is done. Failures are logged and waited out.
    pub async fn run(self: Arc<Self>, stop: impl Future<Output = ()>) {
        tokio::pin!(stop);
        loop {
            let session = Arc::clone(&self).session();
            tokio::select! {
                () = &mut stop => return,
                result = session => {
                    if let Err(error) = result {
                        tracing::warn!(connection = self.connection(), %error, "sync waits");
                    }
                }
            }
            tokio::select! {
                () = &mut stop => return,
                () = tokio::time::sleep(AWAY) => {}
            }
        }
    }

    /// Works as long as the lease is held; returns when it is not to be had, or something failed.
    async fn session(self: Arc<Self>) -> Done {
        let mut wakes = self.store().wakes();
        let mut renewed = tokio::time::Instant::now();
        if !self.renew().await? {
            return Ok(());
        }
        let mut sweep_after = tokio::time::Instant::now();
        let mut check_after = sweep_after;
        // Tasks of their own, because they must get on while the loop waits for the store: one that
        // stood still in the middle of its transaction would hold the lease's row, for which the
        // loop waits. Dropped with the session, as a crash would.
        let mut working = JoinSet::new();
        let (mut sweeping, mut checking) = (JoinSet::new(), JoinSet::new());
        loop {
            if renewed.elapsed() >= RENEW {
                if !self.renew().await? {
                    return Ok(());
                }
                renewed = tokio::time::Instant::now();
            }
            wakes.mark_unchanged();
            while self.follow().await? {}
            let free = AT_ONCE - working.len();
            if free > 0
                && self
                    .store()
                    .has_due(self.location(), &self.queue, self.now())
                    .await?
            {
                for job in self.claim(i64::try_from(free).unwrap_or(1)).await? {
                    let engine = Arc::clone(&self);
                    working.spawn(async move { engine.work(job).await });
                }
            }
            let now = tokio::time::Instant::now();
            // Work somebody waits for goes first, but not for ever.
            let idle = working.is_empty() || sweep_after.elapsed() >= STARVED;
            if sweeping.is_empty() && idle && now >= sweep_after {
                let engine = Arc::clone(&self);
                sweeping.spawn(async move { engine.sweep().await });
            }
            if checking.is_empty() && now >= check_after {
                check_after = now + AWAY;
                if let Some(run) = self.asked_check().await? {
                    checking.spawn(Arc::clone(&self).check(run));
                }
            }
            tokio::select! {
                Some(result) = working.join_next(), if !working.is_empty() => {
                    // A job that panicked is found again when its lease has ended.
                    if let Ok(result) = result {
                        result?;
                    }
                }
                Some(result) = sweeping.join_next(), if !sweeping.is_empty() => {
                    let wait = match result {
                        Ok(Ok(true)) => Duration::ZERO,
                        Ok(Ok(false)) => LOOK,
                        // One that cannot go on waits a while.
                        Ok(Err(error)) => {
                            tracing::info!(connection = self.connection(), %error, "the sweep waits");
                            AWAY
                        }
                        Err(_) => AWAY,
                    };
                    sweep_after = tokio::time::Instant::now() + wait;
                }
                Some(result) = checking.join_next(), if !checking.is_empty() => {
                    if let Ok(Err(error)) = result {
                        tracing::info!(connection = self.connection(), %error, "the check is begun anew");
                    }
                }
                _ = wakes.changed(), if working.len() < AT_ONCE => {}
                () = tokio::time::sleep(LOOK) => {}
            }
        }
    }

    async fn renew(&self) -> Done<bool> {
        let until = self
            .now()
            .checked_add(LEASE)
            .unwrap_or(jiff::Timestamp::MAX);
        self.lease(until).await
    }
}
