//! Jobs: claimed, done, and tried again.

use std::{
    collections::HashMap,
    sync::{Arc, MutexGuard, PoisonError},
};

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use tenon_store::{Job, Link, StoreError, Write};

use super::{
    BULK, Done, Engine, EngineError, Look,
    intent::{self, IN_FLIGHT, SETTLE},
};
use crate::{
    remote::{RemoteError, Urgency},
    terms::Terms,
};

/// First wait after a failure; it doubles with every further one.
const FIRST_WAIT: SignedDuration = SignedDuration::from_secs(1);
/// Longest wait between tries.
const LONGEST_WAIT: SignedDuration = SignedDuration::from_mins(10);
/// How often it is looked whether a person has decided.
const BRAKED_WAIT: SignedDuration = SignedDuration::from_secs(30);
/// How long a job is ours.
const JOB_LEASE: SignedDuration = SignedDuration::from_mins(3);
/// Before a job's lease ends, how long nothing is sent any more, so that what was sent has shown its
/// effect when the job is done again.
const QUIET: SignedDuration = IN_FLIGHT;

/// A run of a job, and what its steps need to know of it.
pub(super) struct Turn<'a> {
    /// What led to it.
    pub(super) payload: &'a Value,
    /// How soon its calls must go out.
    pub(super) urgency: Urgency,
    /// What of the copy it is to look at.
    pub(super) look: Look,
    /// The pairs of ids that were known when it began.
    pub(super) terms: Arc<Terms>,
    /// Runs before it that failed.
    pub(super) tries: i64,
    /// When it must have sent its last call.
    until: Timestamp,
}

impl Turn<'_> {
    /// What a job that follows from it needs to know.
    pub(super) const fn passed_on(&self) -> (&Value, Urgency) {
        (self.payload, self.urgency)
    }
}

impl Engine {
    /// Takes up to `limit` due jobs.
    ///
    /// # Errors
    /// When the store is away or the lease is lost.
    pub async fn claim(&self, limit: i64) -> Done<Vec<Job>> {
        let until = self.now().checked_add(JOB_LEASE).unwrap_or(Timestamp::MAX);
        let claim = Write::Claim {
            queue: self.queue.clone(),
            limit,
            until,
        };
        let jobs = self.commit(&Value::Null, vec![claim]).await?.jobs;
        let mut claims = self.claims();
        // Those of work that was dropped.
        let now = self.now();
        claims.retain(|_, until| *until > now);
        claims.extend(jobs.iter().map(|job| ((job.key.clone(), job.fence), until)));
        drop(claims);
        Ok(jobs)
    }

    /// Does a job and notes that it is done, or when to try again.
    ///
    /// # Errors
    /// Only when even that cannot be noted; the job is then found again once its lease has ended.
    pub async fn work(&self, job: Job) -> Done {
        let claim = (job.key.clone(), job.fence);
        let until = self.claims().remove(&claim);
        // One that was claimed by other means has no time left to send anything.
        let until = until.unwrap_or_else(|| self.now());
        let turn = Turn {
            payload: &job.payload,
            urgency: if job.priority < BULK {
                Urgency::Interactive
            } else {
                Urgency::Bulk
            },
            look: Look::of_bits(job.look),
            terms: self.remote.terms().await?,
            tries: job.attempts,
            until: until.checked_sub(QUIET).unwrap_or(Timestamp::MIN),
        };
        let result = self.under_map(&turn, &job.key).await;
        let write = match result {
            Ok(()) => Write::FinishJob(job),
            Err(EngineError::Store(StoreError::Fenced { what })) => {
                tracing::info!(what, "another node has taken over");
                return Ok(());
            }
            Err(error) => self.again(job, &error),
        };
        match self.commit(&Value::Null, vec![write]).await {
            Err(EngineError::Store(StoreError::Fenced { .. })) => Ok(()),
            result => result.map(drop),
        }
    }

    /// Does a job under the field map that is on.
    async fn under_map(&self, turn: &Turn<'_>, key: &str) -> Done {
        let _map = self.hold_map().await?;
        match key.split_once(':') {
            Some(("hub", contact)) => {
                self.not_paused(Some(contact)).await?;
                self.reconcile(turn, contact).await
            }
            Some(("remote", contact)) => {
                self.not_paused(None).await?;
                self.arrive(turn, contact).await
            }
            Some(("map", "new")) => self.sweep_everything().await,
            Some(("preview", version)) => self.preview_map(version).await,
            _ => Ok(()),
        }
    }

    fn claims(&self) -> MutexGuard<'_, HashMap<(String, i64), Timestamp>> {
        self.claims.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Asked directly before every call that writes, with the intent standing in the link: a process
    /// that stood still must not send what somebody else may have found wanting and sent meanwhile.
    pub(super) fn may_send(&self, turn: &Turn<'_>, link: &Link) -> Done {
        let now = self.now();
        let leased = self.leased().is_some_and(|(_, until)| now < until);
        if leased && now < turn.until && intent::is_fresh(link, now) {
            Ok(())
        } else {
            Err(EngineError::TimeUp)
        }
    }

    fn again(&self, job: Job, error: &EngineError) -> Write {
        let doubling = u32::try_from(job.attempts.clamp(0, 16)).unwrap_or(16);
        let backoff = FIRST_WAIT
            .checked_mul(1 << doubling)
            .unwrap_or(LONGEST_WAIT)
            .min(LONGEST_WAIT);
        // Half of it by chance, so that many that failed together do not come back together.
        let millis = backoff.as_millis() as u64;
        let backoff = millis / 2 + self.parts.random.below(millis / 2 + 1);
        let backoff = SignedDuration::from_millis(i64::try_from(backoff).unwrap_or(i64::MAX));
        let (wait, counts) = match error {
            EngineError::Remote(RemoteError::Limited { wait }) => (
                SignedDuration::try_from(*wait).unwrap_or(LONGEST_WAIT),
                false,
            ),
            EngineError::Remote(RemoteError::Unknown(_)) => (backoff.max(SETTLE), true),
            EngineError::Remote(RemoteError::Unauthorized(_)) => (LONGEST_WAIT, true),
            EngineError::Store(StoreError::Conflict { .. }) => (SignedDuration::ZERO, true),
            EngineError::Settling { until } => (until.duration_since(self.now()), false),
            EngineError::TimeUp => (SignedDuration::ZERO, false),
            // A resume makes it due.
            EngineError::Paused(_) => (LONGEST_WAIT, false),
            EngineError::Braked => (BRAKED_WAIT, false),
            _ => (backoff, true),
        };
        if counts {
            tracing::debug!(job = job.key, %error, "will be tried again");
        }
        let run_at = self.now().checked_add(wait).unwrap_or(Timestamp::MAX);
        Write::RetryJob {
            job,
            run_at,
            error: error.to_string(),
            counts,
        }
    }
}
