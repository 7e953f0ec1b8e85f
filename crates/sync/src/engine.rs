//! The engine: reads both sides of a contact, asks the merge, and writes what it says.
//!
//! Its unit of work is a contact with its tasks and notes, as a job. Every effect on the other side
//! is preceded by a durable intent and followed by a durable result, so that a crash between any two
//! steps leaves something to go on from and nothing to do twice.

mod arrivals;
mod ask;
mod base;
mod brake;
mod business;
mod check;
mod children;
mod contact;
mod copies;
mod deletes;
mod follow;
mod intent;
mod introduce;
mod learn;
mod links;
mod look;
mod maps;
mod pair;
mod plan;
mod preview;
mod push;
mod rest;
mod run;
mod runner;
mod survey;
mod sweep;
mod verify;
mod withdraw;
mod work;

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use futures_util::future::BoxFuture;
use jiff::Timestamp;
use serde_json::{Value, json};
use tenon_model::{Clock, Kind, Location, Origin, Random, new_id};
use tenon_store::{Commit, Committed, Connection, Fence, NewJob, Store, StoreError, Write};

use crate::{
    Proofs,
    interpreter::Interpreter,
    map::Mapped,
    remote::{Remote, RemoteError, Urgency},
};

/// Priority of work that somebody waits for, and of sweeps.
const INTERACTIVE: i64 = 0;
const BULK: i64 = 10;
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
    // The connected system in the hub's terms, and the same behind the field map.
    remote: Arc<Interpreter>,
    mapped: Mapped,
    // Held by whatever works under the map: it is exchanged while nobody does.
    map_gate: tokio::sync::RwLock<()>,
    // When each kind of furniture was last compared.
    learned: Mutex<HashMap<Kind, Timestamp>>,
    // The lease this engine last had, and until when.
    leased: Mutex<Option<(Fence, Timestamp)>>,
    // Until when the jobs it claimed are its own, by key and number of the claim.
    claims: Mutex<HashMap<(String, i64), Timestamp>>,
    proofs: Proofs,
    // What the run under way has seen.
    seen: Mutex<run::Seen>,
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
    /// A call whose outcome is unknown may still have its effect until then.
    #[error("waiting until {until} for what became of a call")]
    Settling {
        /// When it can be found out.
        until: Timestamp,
    },
    /// Somebody has paused it.
    #[error("paused by {0}")]
    Paused(String),
    /// More would go than may without a question, and a person is being asked.
    #[error("waiting: many records have gone, and a person is asked whether more may")]
    Braked,
    /// The job's lease is about to end: what it would still send might cross with its next run.
    #[error("the job's time is up; it goes on where it stands")]
    TimeUp,
}

pub use look::Look;

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
        look: Look::ALL.bits(),
    }
}

/// The job of looking at a hub contact and its copy: what an event about a known task or note asks
/// for.
#[must_use]
pub fn look_at(connection: &str, contact: &str, cause: (&str, &str), now: Timestamp) -> NewJob {
    NewJob {
        key: format!("hub:{contact}"),
        ..arrival(connection, "", cause, now)
    }
}

impl Engine {
    /// An engine of these parts.
    #[must_use]
    pub fn new(parts: EngineParts) -> Self {
        let proofs = Proofs::new(&parts.connection.id);
        let queue = queue(&parts.connection.id);
        let remote = Arc::new(Interpreter::new(
            Arc::clone(&parts.remote),
            parts.store.clone(),
            (&parts.location.id, &parts.connection.id),
            Arc::clone(&parts.clock),
        ));
        let inner: Arc<dyn Remote> = Arc::<Interpreter>::clone(&remote);
        let mapped = Mapped::new(inner, parts.location.country.clone());
        Self {
            parts,
            queue,
            remote,
            mapped,
            map_gate: tokio::sync::RwLock::default(),
            learned: Mutex::default(),
            leased: Mutex::default(),
            claims: Mutex::default(),
            proofs,
            seen: Mutex::default(),
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

    /// The connected system, in the hub's terms and as the field map shows it.
    fn remote(&self) -> &dyn Remote {
        &self.mapped
    }

    fn learned(&self) -> MutexGuard<'_, HashMap<Kind, Timestamp>> {
        self.learned.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn now(&self) -> Timestamp {
        self.parts.clock.now()
    }

    fn new_id(&self) -> String {
        new_id(self.now(), &*self.parts.random)
    }

    /// How fast bulk work may go on the other side; `None`: no limit is known.
    #[must_use]
    pub fn pace(&self) -> Option<crate::remote::Pace> {
        self.remote().pace()
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

    fn leased(&self) -> Option<(Fence, Timestamp)> {
        let leased = self.leased.lock();
        leased.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Writes, as long as the lease is still ours.
    async fn commit(&self, payload: &Value, writes: Vec<Write>) -> Done<Committed> {
        self.pause().await;
        let commit = Commit {
            location: self.location().to_owned(),
            at: self.now(),
            origin: self.origin(payload),
            fence: self.leased().map(|(fence, _)| fence),
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
        let is_new = held && had != self.leased().map(|(fence, _)| fence);
        *self.leased.lock().unwrap_or_else(PoisonError::into_inner) =
            had.map(|fence| (fence, until));
        if is_new {
            // What a dead holder had claimed need not wait until its claims end.
            let queue = self.queue.clone();
            self.commit(&Value::Null, vec![Write::Release { queue }])
                .await?;
        }
        Ok(held)
    }

    fn hub_job(&self, contact: &str, turn: (&Value, Urgency), look: Look) -> Write {
        let (payload, urgency) = turn;
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
            look: look.bits(),
        })
    }
}
