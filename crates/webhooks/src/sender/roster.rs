//! Who is to be told, as it stands now.

use std::collections::{HashMap, HashSet};

use jiff::{SignedDuration, Timestamp};
use tenon_model::ScopeSet;
use tenon_oauth::Vault;
use tenon_store::{StoreError, SubscriptionState, WebhookSubscription, Write};

use super::{Shared, config::Whom};
use crate::{Completeness, Format, Secret, Subscription, subscription};

/// The id of the one subscription that a configuration gives.
const CONFIGURED: &str = "default";

/// How long an app's reach is believed: as long as its tokens are (`tenon_oauth::Gate`).
const REACH: SignedDuration = SignedDuration::from_secs(5);

/// What was listed before.
#[derive(Default)]
pub(super) struct Roster {
    // Locations whose configured subscription has its cursor; `None`: they were not listed yet.
    placed: Option<HashSet<String>>,
    // Stored subscriptions by location and id, so that each secret is opened once.
    known: HashMap<(String, String), Subscription>,
    // What an app may be told in a location, and when that was looked at.
    reach: HashMap<(String, String), (Timestamp, ScopeSet)>,
}

impl Roster {
    pub(super) async fn list(&mut self, shared: &Shared) -> Result<Vec<Subscription>, StoreError> {
        match &shared.config.whom {
            Whom::One {
                url,
                app_id,
                completeness,
            } => self.configured(shared, url, app_id, *completeness).await,
            Whom::Stored(vault) => self.stored(shared, vault).await,
        }
    }

    async fn stored(
        &mut self,
        shared: &Shared,
        vault: &Vault,
    ) -> Result<Vec<Subscription>, StoreError> {
        let (mut known, mut all) = (HashMap::new(), Vec::new());
        for stored in shared.store.webhook_subscriptions(None).await? {
            if stored.state != SubscriptionState::Active {
                continue;
            }
            let name = (stored.location_id.clone(), stored.id.clone());
            let same = |it: &Subscription| it.version == stored.version;
            let subscription = match self.known.remove(&name).filter(same) {
                Some(subscription) => subscription,
                None => match open(shared, vault, &stored).await? {
                    Some(subscription) => subscription,
                    None => continue,
                },
            };
            known.insert(name, subscription.clone());
            all.extend(self.allowed(shared, &stored, subscription).await?);
        }
        self.known = known;
        let now = shared.clock.now();
        self.reach.retain(|_, (at, _)| is_fresh(*at, now));
        Ok(all)
    }

    /// What of a subscription its app may still be told: an app that was shut out, or whose grant
    /// has ended, is told nothing, and one that was granted less is told less.
    async fn allowed(
        &mut self,
        shared: &Shared,
        stored: &WebhookSubscription,
        mut subscription: Subscription,
    ) -> Result<Option<Subscription>, StoreError> {
        let (client, location) = (&stored.client_id, &stored.location_id);
        if client.is_empty() {
            return Ok(Some(subscription));
        }
        let name = (client.clone(), location.clone());
        let now = shared.clock.now();
        let known = self.reach.get(&name).filter(|(at, _)| is_fresh(*at, now));
        let scopes = match known {
            Some((_, scopes)) => *scopes,
            None => {
                let lists = shared.store.client_reach(client, location).await?;
                let scopes = ScopeSet::of_known(&lists.join(" "));
                self.reach.insert(name, (now, scopes));
                scopes
            }
        };
        let events = subscription.events.get_or_insert_default();
        events.retain(|event| scopes.has(event.scope()));
        Ok(Some(subscription).filter(|it| it.events.as_ref().is_some_and(|it| !it.is_empty())))
    }

    /// At the log's end for locations that are there at first, at its beginning for those that come
    /// later, which are younger than the subscription.
    async fn configured(
        &mut self,
        shared: &Shared,
        url: &str,
        app_id: &str,
        completeness: Completeness,
    ) -> Result<Vec<Subscription>, StoreError> {
        let mut placed = self.placed.clone().unwrap_or_default();
        let mut all = Vec::new();
        for location in shared.store.locations().await? {
            let subscription = Subscription {
                location_id: location.id.clone(),
                id: CONFIGURED.to_owned(),
                version: 0,
                url: url.to_owned(),
                events: None,
                completeness,
                format: Format::HighLevel,
                secret: None,
                app_id: app_id.to_owned(),
                failing_since: None,
            };
            if !placed.contains(&location.id) {
                let start = match &self.placed {
                    None => shared.store.last_seq(&location.id).await?,
                    Some(_) => 0,
                };
                begin(shared, &subscription, start).await?;
                placed.insert(location.id);
            }
            all.push(subscription);
        }
        self.placed = Some(placed);
        Ok(all)
    }
}

/// A clock that went back must not make what is believed live longer.
fn is_fresh(at: Timestamp, now: Timestamp) -> bool {
    let age = now.duration_since(at);
    age >= SignedDuration::ZERO && age < REACH
}

/// A stored subscription, unless its secret cannot be opened.
async fn open(
    shared: &Shared,
    vault: &Vault,
    stored: &WebhookSubscription,
) -> Result<Option<Subscription>, StoreError> {
    let (location, name) = (&stored.location_id, subscription::name(&stored.id));
    let secret = match shared.store.secret(location, &name).await? {
        None => None,
        Some((sealed, _)) => match vault.open(location, &name, &sealed) {
            Ok(bytes) => Some(Secret::new(bytes)),
            Err(error) => {
                let id = &stored.id;
                tracing::warn!(%error, %location, subscription = %id, "webhooks: no secret");
                return Ok(None);
            }
        },
    };
    Ok(Some(Subscription::of(stored, secret)))
}

async fn begin(shared: &Shared, to: &Subscription, start: i64) -> Result<(), StoreError> {
    let (location, name) = (&to.location_id, to.name());
    if shared.store.cursor(location, &name).await?.is_some() {
        return Ok(());
    }
    let cursor = Write::Cursor {
        name,
        from: None,
        to: start.to_string(),
    };
    let now = shared.clock.now();
    match shared
        .store
        .commit(shared.commit(location, now, vec![cursor]))
        .await
    {
        // Another node was quicker.
        Ok(_) | Err(StoreError::Conflict { .. }) => Ok(()),
        Err(error) => Err(error),
    }
}
