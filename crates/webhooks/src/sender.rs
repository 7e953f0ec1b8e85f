//! The sender: one lane per subscription, each a reader of its location's log.

mod config;
mod courier;
mod health;
mod hold;
mod lane;
mod order;
mod parcel;
mod permits;
mod roster;
mod settle;
mod take;

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
    time::Duration,
};

use jiff::{SignedDuration, Timestamp};
use tenon_model::{Clock, EventKind, Origin, Random};
use tenon_store::{Commit, Store, StoreError, SubscriptionState, WebhookWrite, Write};
use tokio::{
    sync::{Mutex, watch},
    task::JoinSet,
    time::{Instant, sleep, timeout},
};

pub use config::{SenderConfig, Whom};
pub use courier::TIMEOUT;
pub use parcel::MAX_TRIES;

use crate::{Subscription, subscription};
use courier::Courier;
use lane::Lane;
use permits::Permits;
use roster::Roster;

pub(crate) use parcel::Parcel;

/// How often subscriptions are looked at: how late a new or changed one is noticed.
const RELIST: Duration = Duration::from_secs(1);
/// How often it is looked whether another process has rotated the keys. A new key signs no sooner
/// than it is published, so nobody notices.
const REFRESH: Duration = Duration::from_secs(30);
/// How often old deliveries are cleared away.
const CLEAR: Duration = Duration::from_secs(300);
/// How long the log of deliveries goes back, as HighLevel's does (its retry policy, as read on
/// 2026-08-19).
pub const RETENTION: SignedDuration = SignedDuration::from_hours(24 * 30);
/// What belonged to a deleted subscription is left alone for so long: other nodes notice meanwhile.
const DELETED_FOR: SignedDuration = SignedDuration::from_secs(60);
/// How long lanes may take to end: requests under way, and the commit that notes them.
const CLOSING: Duration = Duration::from_secs(10);

/// Why a sender could not be made, or a step of it not be done.
#[derive(Debug, thiserror::Error)]
pub enum SenderError {
    /// There is no HTTP client to be had.
    #[error("the HTTP client could not be made: {0}")]
    Client(#[source] reqwest::Error),
    /// The store did not do what was asked; the next step tries again.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What lanes share.
struct Shared {
    store: Store,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
    config: SenderConfig,
    courier: Courier,
    permits: Permits,
}

impl Shared {
    /// A commit of ours. It adds nothing to the log, so nobody will read its origin.
    fn commit(&self, location: &str, at: Timestamp, writes: Vec<Write>) -> Commit {
        Commit {
            location: location.to_owned(),
            at,
            origin: Origin::new(("system", "", ""), "webhooks", ("delivery", "")),
            fence: None,
            writes,
        }
    }
}

/// What tells lanes apart: location and subscription; and its version and what its app may be told,
/// for a changed one has another lane.
type Name = (String, String, i64, Option<Vec<EventKind>>);

fn name(subscription: &Subscription) -> Name {
    let (location, id) = (&subscription.location_id, &subscription.id);
    let (version, events) = (subscription.version, subscription.events.clone());
    (location.clone(), id.clone(), version, events)
}

/// Sends the events of every location.
pub struct Sender {
    shared: Arc<Shared>,
    roster: Mutex<Roster>,
    // The lanes of `step`.
    lanes: Mutex<HashMap<Name, Lane>>,
}

impl Sender {
    /// A sender, which does nothing until it is run.
    ///
    /// # Errors
    /// [`SenderError::Client`]
    pub fn new(
        store: Store,
        clock: Arc<dyn Clock>,
        random: Arc<dyn Random>,
        config: SenderConfig,
    ) -> Result<Self, SenderError> {
        let shared = Shared {
            store,
            clock,
            random,
            courier: Courier::new(config.guard.clone()).map_err(SenderError::Client)?,
            permits: Permits::default(),
            config,
        };
        Ok(Self {
            shared: Arc::new(shared),
            roster: Mutex::default(),
            lanes: Mutex::default(),
        })
    }

    /// Lists whom to tell. Of a subscription that a configuration gives it also marks where in each
    /// location's log it starts: call it before the doors open, and no change is missed.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn subscribe(&self) -> Result<Vec<Subscription>, StoreError> {
        self.roster.lock().await.list(&self.shared).await
    }

    /// Sends events until `stop` is done; then ends the requests under way and gives the leases
    /// back. Faults of the store delay it and do not end it. Dropped instead, it leaves everything
    /// as a crash would: others take over when its leases have run out.
    pub async fn run(&self, stop: impl Future<Output = ()>) {
        let mut stop = std::pin::pin!(stop);
        let mut lanes = JoinSet::new();
        // What ends each lane.
        let mut running: HashMap<Name, watch::Sender<bool>> = HashMap::new();
        let (mut refreshed, mut cleared) = (Instant::now(), Instant::now());
        loop {
            match self.subscribe().await {
                Ok(listed) => {
                    let names: HashSet<Name> = listed.iter().map(name).collect();
                    for (name, quit) in &running {
                        if !names.contains(name) {
                            quit.send_replace(true);
                        }
                    }
                    for subscription in listed {
                        let name = name(&subscription);
                        if running.contains_key(&name) {
                            continue;
                        }
                        let (quit, quitting) = watch::channel(false);
                        running.insert(name.clone(), quit);
                        let lane = Lane::new(Arc::clone(&self.shared), subscription);
                        // A fault in a lane ends it alone: it starts anew, as after a crash.
                        let lane = tokio::spawn(lane.run(quitting));
                        lanes.spawn(async move { (name, lane.await.is_ok()) });
                    }
                }
                Err(error) => tracing::warn!(%error, "webhooks: the receivers were not listed"),
            }
            if refreshed.elapsed() >= REFRESH {
                refreshed = Instant::now();
                self.refresh().await;
            }
            if cleared.elapsed() >= CLEAR {
                cleared = Instant::now();
                if let Err(error) = self.clear().await {
                    tracing::warn!(%error, "webhooks: old deliveries were not cleared away");
                }
            }
            tokio::select! {
                () = &mut stop => break,
                () = sleep(RELIST) => {}
                Some(Ok((name, well))) = lanes.join_next() => {
                    running.remove(&name);
                    if !well {
                        tracing::error!("webhooks: a lane failed and is started again");
                        sleep(RELIST).await;
                    }
                }
            }
        }
        for quit in running.values() {
            quit.send_replace(true);
        }
        let ended = async { while lanes.join_next().await.is_some() {} };
        if timeout(CLOSING, ended).await.is_err() {
            tracing::warn!("webhooks: not every lane ended in time");
        }
    }

    async fn refresh(&self) {
        let Whom::Stored(vault) = &self.shared.config.whom else {
            return;
        };
        let keys = &self.shared.config.keys;
        if let Err(error) = keys.refresh(&self.shared.store, vault).await {
            tracing::warn!(%error, "webhooks: the keys were not looked at");
        }
    }

    /// Clears away deliveries that ended more than [`RETENTION`] ago, and what belonged to deleted
    /// subscriptions.
    ///
    /// # Errors
    /// See [`StoreError`]; the next time goes on.
    pub async fn clear(&self) -> Result<(), StoreError> {
        let (shared, now) = (&self.shared, self.shared.clock.now());
        for it in shared.store.webhook_subscriptions(None).await? {
            let deleted = it.state == SubscriptionState::Deleted;
            if deleted && now.duration_since(it.updated_at) < DELETED_FOR {
                continue;
            }
            let write = Write::Webhook(WebhookWrite::Clear {
                queue: subscription::name(&it.id),
                subscription_id: it.id,
                before: now.checked_sub(RETENTION).unwrap_or(Timestamp::MIN),
            });
            let commit = shared.commit(&it.location_id, now, vec![write]);
            while shared.store.commit(commit.clone()).await?.cleared > 0 {}
        }
        Ok(())
    }

    /// One round of every lane, to its end: reads the log, sends what is due, notes what became of
    /// it. Gives the number of events that were tried. For tests, which move the clock themselves.
    ///
    /// # Errors
    /// See [`StoreError`]; a later step goes on where this one stood.
    pub async fn step(&self) -> Result<usize, SenderError> {
        let mut lanes = self.lanes.lock().await;
        let listed = self.subscribe().await?;
        let names: HashSet<Name> = listed.iter().map(name).collect();
        let gone = lanes.extract_if(|name, _| !names.contains(name));
        for (_, mut lane) in gone.collect::<Vec<_>>() {
            lane.close().await?;
        }
        let mut tried = 0;
        for subscription in listed {
            let lane = lanes
                .entry(name(&subscription))
                .or_insert_with(|| Lane::new(Arc::clone(&self.shared), subscription));
            tried += lane.step().await?;
        }
        Ok(tried)
    }
}
