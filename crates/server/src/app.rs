//! What every handler works with.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use futures_util::{FutureExt as _, future::BoxFuture};
use jiff::{SignedDuration, Timestamp};
use tenon_houzz::proof::{LookupFault, Records};
use tenon_model::{Clock, Location, Origin, Random, new_id};
use tenon_oauth::{Access, Gate, People, TokenServer, Vault};
use tenon_operations::{Caller, Context, Dialect, Guards, WebhookDesk, doors::Doors};
use tenon_store::{Store, StoreError};
use tokio::sync::Semaphore;

use crate::{Faults, OAuthSettings, RateLimit, idempotency::UnderWay, stream::Streams};

/// How long a location's settings are believed.
const LOCATION_FOR: SignedDuration = SignedDuration::from_secs(5);

/// Mails of up to 50 MB that are taken in at once: what a small server has memory for.
const LARGE_BODIES: usize = 4;

/// How the server behaves.
#[derive(Default)]
pub struct Settings {
    /// Calls a caller may make; `None`: what `remote_rate_limit` says.
    pub rate_limit: Option<RateLimit>,
    /// The sender of webhooks, where there is one.
    pub webhooks: Option<Arc<dyn WebhookDesk>>,
    /// The ways to other systems, where there are some.
    pub doors: Option<Arc<dyn Doors>>,
    /// Calls a caller may make who does not call from this machine, or calls through the proxy in
    /// front of it; `None`: as many as it likes.
    pub remote_rate_limit: Option<RateLimit>,
    /// Faults to inject (the sandbox's).
    pub faults: Option<Faults>,
    /// The authorization server.
    pub oauth: OAuthSettings,
    /// Where the keys of signed mail are found; `None`: nowhere.
    pub mail_keys: Option<Arc<dyn Records>>,
}

impl Settings {
    /// The limit of a caller from another machine, or from this one. Behind a proxy everybody is from
    /// elsewhere: the proxy itself is on this machine, mostly.
    pub(crate) fn limit(&self, remote: bool) -> Option<&RateLimit> {
        let elsewhere = self
            .remote_rate_limit
            .as_ref()
            .filter(|_| remote || self.oauth.behind_proxy);
        self.rate_limit.as_ref().or(elsewhere)
    }
}

/// The server's state; clones share it.
#[derive(Clone)]
pub struct App(Arc<Inner>);

struct Inner {
    store: Store,
    gate: Arc<Gate>,
    tokens: TokenServer,
    people: People,
    vault: Vault,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
    settings: Settings,
    locations: Mutex<HashMap<String, (Timestamp, Arc<Location>)>>,
    under_way: UnderWay,
    streams: Streams,
    large_bodies: Semaphore,
}

impl App {
    /// A server over a store.
    #[must_use]
    pub fn new(
        store: Store,
        vault: Vault,
        clock: Arc<dyn Clock>,
        random: Arc<dyn Random>,
        settings: Settings,
    ) -> Self {
        let gate = Arc::new(Gate::new(store.clone(), Arc::clone(&clock)));
        let tokens = TokenServer::new(
            store.clone(),
            Arc::clone(&clock),
            Arc::clone(&random),
            settings.oauth.tokens,
            Arc::clone(&gate),
        );
        let people = People::new(store.clone(), Arc::clone(&clock), Arc::clone(&random));
        let locations = Mutex::new(HashMap::new());
        Self(Arc::new(Inner {
            store,
            gate,
            tokens,
            people,
            vault,
            clock,
            random,
            settings,
            locations,
            under_way: UnderWay::default(),
            streams: Streams::default(),
            large_bodies: Semaphore::new(LARGE_BODIES),
        }))
    }

    pub(crate) fn store(&self) -> &Store {
        &self.0.store
    }

    pub(crate) fn gate(&self) -> &Gate {
        &self.0.gate
    }

    pub(crate) fn tokens(&self) -> &TokenServer {
        &self.0.tokens
    }

    pub(crate) fn people(&self) -> &People {
        &self.0.people
    }

    pub(crate) fn vault(&self) -> &Vault {
        &self.0.vault
    }

    pub(crate) fn clock(&self) -> &dyn Clock {
        &*self.0.clock
    }

    pub(crate) fn random(&self) -> &dyn Random {
        &*self.0.random
    }

    pub(crate) fn under_way(&self) -> &UnderWay {
        &self.0.under_way
    }

    pub(crate) fn streams(&self) -> &Streams {
        &self.0.streams
    }

    pub(crate) fn large_bodies(&self) -> &Semaphore {
        &self.0.large_bodies
    }

    pub(crate) fn mail_keys(&self) -> &dyn Records {
        match &self.0.settings.mail_keys {
            Some(keys) => &**keys,
            None => &NoKeys,
        }
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.0.settings
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.0.clock.now()
    }

    pub(crate) fn new_id(&self) -> String {
        new_id(self.now(), &*self.0.random)
    }

    pub(crate) async fn location(&self, id: &str) -> Result<Arc<Location>, StoreError> {
        let now = self.now();
        let known = || {
            self.0
                .locations
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
        };
        if let Some((at, location)) = known().get(id) {
            let age = now.duration_since(*at);
            if age >= SignedDuration::ZERO && age < LOCATION_FOR {
                return Ok(Arc::clone(location));
            }
        }
        let location = self.0.store.location(id).await?;
        let location = location.ok_or_else(|| StoreError::NoLocation(id.to_owned()))?;
        let location = Arc::new(location);
        known().insert(id.to_owned(), (now, Arc::clone(&location)));
        Ok(location)
    }

    /// The context of an API call.
    pub(crate) async fn context(
        &self,
        access: &Access,
        dialect: Dialect,
        trace_id: &str,
    ) -> Result<Context, StoreError> {
        let actor = access.actor();
        let origin = Origin::new(actor, "api", ("request", trace_id));
        let cx = self.context_of(&access.location_id, origin, trace_id);
        Ok(Context {
            dialect,
            caller: Caller {
                client_id: access.client_id.clone(),
                scopes: access.scopes,
            },
            ..cx.await?
        })
    }

    /// A context in a location, for whoever `origin` says.
    pub(crate) async fn context_of(
        &self,
        location: &str,
        origin: Origin,
        trace_id: &str,
    ) -> Result<Context, StoreError> {
        Ok(Context {
            store: self.0.store.clone(),
            location: self.location(location).await?,
            origin,
            clock: Arc::clone(&self.0.clock),
            random: Arc::clone(&self.0.random),
            dialect: Dialect::default(),
            trace_id: trace_id.to_owned(),
            caller: Caller::default(),
            webhooks: self.0.settings.webhooks.clone(),
            doors: self.0.settings.doors.clone(),
            maps: Some(Arc::new(tenon_sync::map::Maps)),
            guards: Guards::default(),
        })
    }
}

/// Stands in where nothing can be looked up: nothing is proven then.
struct NoKeys;

impl Records for NoKeys {
    fn txt<'a>(&'a self, _: &'a str) -> BoxFuture<'a, Result<Vec<String>, LookupFault>> {
        async { Err(LookupFault::Unavailable) }.boxed()
    }
}
