//! The sender: one lane per location and subscription, each a reader of its location's log.

mod courier;
mod hold;
mod lane;
mod order;
mod parcel;
mod settle;
mod take;

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
    time::Duration,
};

use jiff::Timestamp;
use tenon_model::{Clock, Origin, Random};
use tenon_store::{Commit, Store, StoreError, Write};
use tokio::{
    sync::{Mutex, watch},
    task::JoinSet,
    time::{sleep, timeout},
};

pub use courier::TIMEOUT;
pub use parcel::MAX_TRIES;

use crate::{Chaos, Completeness, SigningKey, Subscription};
use courier::Courier;
use lane::Lane;

/// How often new locations are looked for.
const RELIST: Duration = Duration::from_secs(2);
/// How long lanes may take to end: requests under way, and the commit that notes them.
const CLOSING: Duration = Duration::from_secs(10);
/// The id of the one subscription that a configuration gives.
const CONFIGURED: &str = "default";

/// Whom to tell, and how: one subscription of every location, until they are records.
pub struct SenderConfig {
    /// Where events are sent.
    pub url: String,
    /// `appId` of every event: of a client id, the part before the `-`, or the SDK ignores it.
    pub app_id: String,
    /// Signs every body.
    pub key: SigningKey,
    /// This node's name, in the leases it holds.
    pub node: String,
    /// How much events tell.
    pub completeness: Completeness,
    /// Faults to be injected.
    pub chaos: Option<Arc<dyn Chaos>>,
}

impl SenderConfig {
    /// Events as HighLevel sends them, without faults.
    #[must_use]
    pub fn new(url: &str, app_id: &str, key: SigningKey, node: &str) -> Self {
        Self {
            url: url.to_owned(),
            app_id: app_id.to_owned(),
            key,
            node: node.to_owned(),
            completeness: Completeness::AsHighLevel,
            chaos: None,
        }
    }
}

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
    courier: Arc<Courier>,
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

/// Sends the events of every location.
pub struct Sender {
    shared: Arc<Shared>,
    // Locations whose subscription has its cursor; `None`: they were not listed yet.
    subscribed: Mutex<Option<HashSet<String>>>,
    // The lanes of `step`.
    lanes: Mutex<HashMap<String, Lane>>,
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
            courier: Arc::new(Courier::new().map_err(SenderError::Client)?),
            config,
        };
        Ok(Self {
            shared: Arc::new(shared),
            subscribed: Mutex::default(),
            lanes: Mutex::default(),
        })
    }

    /// Lists the locations, and marks for each new subscription where in the log it starts: at the
    /// log's end for locations there were already, at its beginning for those that came later, which
    /// are younger than the subscription. Call it before the doors open, and no change is missed.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn subscribe(&self) -> Result<Vec<Subscription>, StoreError> {
        let mut subscribed = self.subscribed.lock().await;
        let store = &self.shared.store;
        let mut known = subscribed.clone().unwrap_or_default();
        let mut all = Vec::new();
        for location in store.locations().await? {
            let subscription = self.configured(&location.id);
            if !known.contains(&location.id) {
                let start = match &*subscribed {
                    None => store.last_seq(&location.id).await?,
                    Some(_) => 0,
                };
                self.begin(&subscription, start).await?;
                known.insert(location.id);
            }
            all.push(subscription);
        }
        *subscribed = Some(known);
        Ok(all)
    }

    async fn begin(&self, subscription: &Subscription, start: i64) -> Result<(), StoreError> {
        let (location, name) = (&subscription.location_id, subscription.name());
        if self.shared.store.cursor(location, &name).await?.is_some() {
            return Ok(());
        }
        let cursor = Write::Cursor {
            name,
            from: None,
            to: start.to_string(),
        };
        let now = self.shared.clock.now();
        let commit = self.shared.commit(location, now, vec![cursor]);
        match self.shared.store.commit(commit).await {
            // Another node was quicker.
            Ok(_) | Err(StoreError::Conflict { .. }) => Ok(()),
            Err(error) => Err(error),
        }
    }

    fn configured(&self, location: &str) -> Subscription {
        Subscription {
            location_id: location.to_owned(),
            id: CONFIGURED.to_owned(),
            url: self.shared.config.url.clone(),
            events: None,
            completeness: self.shared.config.completeness,
        }
    }

    /// Sends events until `stop` is done; then ends the requests under way and gives the leases
    /// back. Faults of the store delay it and do not end it. Dropped instead, it leaves everything
    /// as a crash would: others take over when its leases have run out.
    pub async fn run(&self, stop: impl Future<Output = ()>) {
        let (quit, quitting) = watch::channel(false);
        let mut stop = std::pin::pin!(stop);
        let (mut lanes, mut running) = (JoinSet::new(), HashMap::new());
        loop {
            match self.subscribe().await {
                Ok(subscriptions) => {
                    for subscription in subscriptions {
                        let location = subscription.location_id.clone();
                        if !running.values().any(|known| *known == location) {
                            let lane = Lane::new(Arc::clone(&self.shared), subscription);
                            let lane = lanes.spawn(lane.run(quitting.clone()));
                            running.insert(lane.id(), location);
                        }
                    }
                }
                Err(error) => tracing::warn!(%error, "webhooks: the locations were not listed"),
            }
            tokio::select! {
                () = &mut stop => break,
                () = sleep(RELIST) => {}
                Some(ended) = lanes.join_next_with_id() => {
                    // A lane ends only when it is told to, or by a fault in it: it starts anew.
                    let id = ended.map_or_else(|error| error.id(), |(id, ())| id);
                    running.remove(&id);
                    tracing::error!("webhooks: a lane failed and is started again");
                    sleep(RELIST).await;
                }
            }
        }
        quit.send_replace(true);
        let ended = async { while lanes.join_next().await.is_some() {} };
        if timeout(CLOSING, ended).await.is_err() {
            tracing::warn!("webhooks: not every lane ended in time");
        }
    }

    /// One round of every lane, to its end: reads the log, sends what is due, notes what became of
    /// it. Gives the number of events that were tried. For tests, which move the clock themselves.
    ///
    /// # Errors
    /// See [`StoreError`]; a later step goes on where this one stood.
    pub async fn step(&self) -> Result<usize, SenderError> {
        let mut lanes = self.lanes.lock().await;
        let mut tried = 0;
        for subscription in self.subscribe().await? {
            let lane = lanes
                .entry(subscription.location_id.clone())
                .or_insert_with(|| Lane::new(Arc::clone(&self.shared), subscription));
            tried += lane.step().await?;
        }
        Ok(tried)
    }
}
