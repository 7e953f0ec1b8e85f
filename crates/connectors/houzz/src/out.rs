//! Houzz Pro, outwards: it has no API, so what is new there is handed to a person's Zap, and what
//! changed there is a person's work. Nothing here claims more than it knows.
//!
//! A reader of the change log, under a lease: it enters hand-offs in the send-once ledger, keeps the
//! work list in step with what both sides hold, and takes what Houzz Pro tells as proof. It must not
//! change a record.

mod follow;
mod hook;
mod leads;
mod send;
mod work;

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use jiff::{SignedDuration, Timestamp};
use tenon_model::{Clock, Location, Origin, Random, new_id};
use tenon_oauth::Vault;
use tenon_operations::outlets;
use tenon_store::{Commit, Committed, Connection, Fence, Store, StoreError, Write};
use tenon_sync::Proofs;

pub use hook::{Hook, TIMEOUT};

/// How long a node holds the connection without a sign of life.
const LEASE: SignedDuration = SignedDuration::from_secs(30);
/// How much of that must be left when something is begun: a call and both of its commits.
const SPARE: SignedDuration = SignedDuration::from_secs(15);
/// How often it looks for what other processes wrote.
const LOOK: Duration = Duration::from_secs(1);
/// How long it gathers changes before it looks at them: a person waits for none of it.
const GATHER: Duration = Duration::from_millis(100);
/// How long what is under way may take when it is told to stop: a call, and its commit.
const ENDING: Duration = Duration::from_secs(11);
/// How long it waits after the store was away, or another node has the lease.
const AWAY: Duration = Duration::from_secs(2);

/// What an outlet is made of.
pub struct OutletParts {
    /// The store.
    pub store: Store,
    /// The location.
    pub location: Arc<Location>,
    /// The connection it serves.
    pub connection: Connection,
    /// Opens the catch hooks.
    pub vault: Vault,
    /// Carries hand-offs.
    pub hook: Hook,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Chance.
    pub random: Arc<dyn Random>,
    /// Who this node is, for leases.
    pub node: String,
}

/// Writes to one connection's Houzz Pro, as far as that can be done.
pub struct Outlet {
    parts: OutletParts,
    /// The name of its queue, its lease and its cursor.
    queue: String,
    proofs: Proofs,
    // The lease it last had, and until when.
    leased: Mutex<Option<(Fence, Timestamp)>>,
    stopping: AtomicBool,
}

impl Outlet {
    /// An outlet of these parts.
    #[must_use]
    pub fn new(parts: OutletParts) -> Self {
        Self {
            queue: outlets::queue(&parts.connection.id),
            proofs: Proofs::new(&parts.connection.id),
            leased: Mutex::default(),
            stopping: AtomicBool::new(false),
            parts,
        }
    }

    /// Runs until `stop` is done. Failures are logged and waited out.
    pub async fn run(self, stop: impl Future<Output = ()>) {
        tokio::pin!(stop);
        loop {
            let session = self.session();
            tokio::pin!(session);
            tokio::select! {
                () = &mut stop => {
                    // What is under way ends, so that a restart leaves nothing unknown.
                    self.stopping.store(true, Ordering::Relaxed);
                    let _ = tokio::time::timeout(ENDING, session).await;
                    return;
                }
                result = &mut session => if let Err(error) = result {
                    tracing::warn!(connection = self.connection(), %error, "the outlet waits");
                }
            }
            tokio::select! {
                () = &mut stop => return,
                () = tokio::time::sleep(AWAY) => {}
            }
        }
    }

    /// Works as long as the lease is held.
    async fn session(&self) -> Result<(), StoreError> {
        let mut wakes = self.store().wakes();
        loop {
            wakes.mark_unchanged();
            if !self.turn().await? {
                return Ok(());
            }
            tokio::select! {
                _ = wakes.changed() => tokio::time::sleep(GATHER).await,
                () = tokio::time::sleep(LOOK) => {}
            }
        }
    }

    /// Does all there is to do now. Whether the lease was had.
    ///
    /// # Errors
    /// See [`StoreError`]; what was begun is found again.
    pub async fn turn(&self) -> Result<bool, StoreError> {
        loop {
            if self.stopping.load(Ordering::Relaxed) || !self.lease().await? {
                return Ok(false);
            }
            let more = self.follow().await?;
            let sent = self.send_one().await?;
            if !more && !sent {
                return Ok(true);
            }
        }
    }

    /// Takes or keeps the lease, unless it lasts long enough. Whether it is held.
    async fn lease(&self) -> Result<bool, StoreError> {
        if self.leased().is_some_and(|(_, until)| self.lasts(until)) {
            return Ok(true);
        }
        let until = self.now().checked_add(LEASE).unwrap_or(Timestamp::MAX);
        let take = Write::Lease {
            name: self.queue.clone(),
            owner: self.parts.node.clone(),
            until,
        };
        let take = Commit {
            // What was held before may be another's by now.
            fence: None,
            ..self.commit(None, vec![take])
        };
        let had = self.store().commit(take).await?;
        let before = self.leased().map(|(fence, _)| fence);
        let is_new = had.fence.is_some() && had.fence != before;
        let held = had.fence.map(|fence| (fence, until));
        let is_held = held.is_some();
        *self.leased.lock().unwrap_or_else(PoisonError::into_inner) = held;
        if is_new {
            // What a dead holder had claimed need not wait until its claims end.
            let queue = self.queue.clone();
            self.write(vec![Write::Release { queue }]).await?;
        }
        Ok(is_held)
    }

    /// Whether a lease until then is enough to begin something.
    fn lasts(&self, until: Timestamp) -> bool {
        let left = until.duration_since(self.now());
        // A clock that went back must not make it last for ever.
        left > SPARE && left <= LEASE
    }

    fn leased(&self) -> Option<(Fence, Timestamp)> {
        let leased = self.leased.lock();
        leased.unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn commit(&self, cause: Option<(&str, &str)>, writes: Vec<Write>) -> Commit {
        let connection = &self.parts.connection;
        let actor = (
            "connection",
            connection.id.as_str(),
            connection.name.as_str(),
        );
        Commit {
            location: self.location().to_owned(),
            at: self.now(),
            origin: Origin::new(actor, "houzz-out", cause.unwrap_or(("change", ""))),
            fence: self.leased().map(|(fence, _)| fence),
            writes,
        }
    }

    /// Writes, as long as the lease is still ours.
    async fn write(&self, writes: Vec<Write>) -> Result<Committed, StoreError> {
        self.store().commit(self.commit(None, writes)).await
    }

    fn store(&self) -> &Store {
        &self.parts.store
    }

    fn location(&self) -> &str {
        &self.parts.location.id
    }

    fn connection(&self) -> &str {
        &self.parts.connection.id
    }

    fn now(&self) -> Timestamp {
        self.parts.clock.now()
    }

    fn new_id(&self) -> String {
        new_id(self.now(), &*self.parts.random)
    }
}
