//! The engine: reads both sides of a contact, asks the merge, and writes what it says.
//!
//! Its unit of work is a contact with its tasks and notes, as a job. Every effect on the other side
//! is preceded by a durable intent and followed by a durable result, so that a crash between any two
//! steps leaves something to go on from and nothing to do twice.

mod arrivals;
mod base;
mod children;
mod contact;
mod follow;
mod links;
mod runner;
mod sweep;

use std::sync::{Arc, Mutex, PoisonError};

use futures_util::future::BoxFuture;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use tenon_model::{Clock, Location, Origin, Random, new_id};
use tenon_store::{Commit, Committed, Connection, Fence, Job, NewJob, Store, StoreError, Write};

use crate::remote::{Remote, RemoteError, Urgency};

/// Priority of work that somebody waits for, and of sweeps.
const INTERACTIVE: i64 = 0;
const BULK: i64 = 10;
/// First wait after a failure; it doubles with every further one.
const FIRST_WAIT: SignedDuration = SignedDuration::from_secs(1);
/// Longest wait between tries.
const LONGEST_WAIT: SignedDuration = SignedDuration::from_mins(10);
/// How long a job is ours: several calls of 10 s each, with room.
const JOB_LEASE: SignedDuration = SignedDuration::from_mins(3);
/// After a call whose outcome is unknown, how long it may still be on its way over there.
const SETTLE: SignedDuration = SignedDuration::from_secs(12);

/// Called between any two steps. In production it does nothing; a simulation lets others act, or
/// ends everything, there.
pub type Pause = Arc<dyn Fn() -> BoxFuture<'static, ()> + Send + Sync>;

/// What an engine is made of.
#[derive(Clone)]
pub struct EngineParts {
    /// The store.
    pub store: Store,
    /// The location.
    pub location: Arc<Location>,
    /// The connection it serves.
    pub connection: Connection,
    /// The connected system.
    pub remote: Arc<dyn Remote>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Chance.
    pub random: Arc<dyn Random>,
    /// Who this node is, for leases.
    pub node: String,
    /// See [`Pause`]; `None` in production.
    pub pause: Option<Pause>,
}

/// Keeps one connection in step.
pub struct Engine {
    parts: EngineParts,
    queue: String,
    // The lease this engine last had.
    fence: Mutex<Option<Fence>>,
}

/// Why a piece of work was not done.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// The store refused or is away.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The other side refused or is away.
    #[error(transparent)]
    Remote(#[from] RemoteError),
    /// It must wait for something else.
    #[error("waiting: {0}")]
    Wait(&'static str),
}

type Done<T = ()> = Result<T, EngineError>;

/// The queue of a connection.
#[must_use]
pub fn queue(connection: &str) -> String {
    format!("sync/{connection}")
}

/// The job of looking at a contact of the other side: what a webhook asks for.
#[must_use]
pub fn arrival(
    connection: &str,
    remote_contact: &str,
    cause: (&str, &str),
    now: Timestamp,
) -> NewJob {
    NewJob {
        queue: queue(connection),
        key: format!("remote:{remote_contact}"),
        payload: json!({"cause": {"kind": cause.0, "id": cause.1}}),
        priority: INTERACTIVE,
        run_at: now,
    }
}

impl Engine {
    /// An engine of these parts.
    #[must_use]
    pub fn new(parts: EngineParts) -> Self {
        let queue = queue(&parts.connection.id);
        Self {
            parts,
            queue,
            fence: Mutex::new(None),
        }
    }

    fn location(&self) -> &str {
        &self.parts.location.id
    }

    fn connection(&self) -> &str {
        &self.parts.connection.id
    }

    fn store(&self) -> &Store {
        &self.parts.store
    }

    fn remote(&self) -> &dyn Remote {
        &*self.parts.remote
    }

    fn now(&self) -> Timestamp {
        self.parts.clock.now()
    }

    fn new_id(&self) -> String {
        new_id(self.now(), &*self.parts.random)
    }

    async fn pause(&self) {
        if let Some(pause) = &self.parts.pause {
            pause().await;
        }
    }

    fn origin(&self, cause: &Value) -> Origin {
        let text = |name: &str| cause["cause"][name].as_str().unwrap_or_default().to_owned();
        let connection = &self.parts.connection;
        let actor = (
            "connection",
            connection.id.as_str(),
            connection.name.as_str(),
        );
        Origin::new(actor, &connection.system, (&text("kind"), &text("id")))
    }

    fn fence(&self) -> Option<Fence> {
        self.fence
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Writes, as long as the lease is still ours.
    async fn commit(&self, payload: &Value, writes: Vec<Write>) -> Done<Committed> {
        self.pause().await;
        let commit = Commit {
            location: self.location().to_owned(),
            at: self.now(),
            origin: self.origin(payload),
            fence: self.fence(),
            writes,
        };
        let done = self.store().commit(commit).await?;
        self.pause().await;
        Ok(done)
    }

    /// Takes or keeps the connection's lease until `until`. Whether it was had.
    ///
    /// # Errors
    /// When the store is away.
    pub async fn lease(&self, until: Timestamp) -> Done<bool> {
        let write = Write::Lease {
            name: self.queue.clone(),
            owner: self.parts.node.clone(),
            until,
        };
        let commit = Commit {
            location: self.location().to_owned(),
            at: self.now(),
            origin: self.origin(&Value::Null),
            fence: None,
            writes: vec![write],
        };
        let had = self.store().commit(commit).await?.fence;
        let held = had.is_some();
        *self.fence.lock().unwrap_or_else(PoisonError::into_inner) = had;
        Ok(held)
    }

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
        Ok(self.commit(&Value::Null, vec![claim]).await?.jobs)
    }

    /// Does a job and notes that it is done, or when to try again.
    ///
    /// # Errors
    /// Only when even that cannot be noted; the job is then found again once its lease has ended.
    pub async fn work(&self, job: Job) -> Done {
        let urgency = if job.priority < BULK {
            Urgency::Interactive
        } else {
            Urgency::Bulk
        };
        let result = match job.key.split_once(':') {
            Some(("hub", contact)) => self.reconcile(&job.payload, contact, urgency).await,
            Some(("remote", contact)) => self.arrive(&job.payload, contact, urgency).await,
            _ => Ok(()),
        };
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

    fn hub_job(&self, contact: &str, payload: &Value, urgency: Urgency) -> Write {
        Write::Job(NewJob {
            queue: self.queue.clone(),
            key: format!("hub:{contact}"),
            payload: payload.clone(),
            priority: if urgency == Urgency::Bulk {
                BULK
            } else {
                INTERACTIVE
            },
            run_at: self.now(),
        })
    }
}
