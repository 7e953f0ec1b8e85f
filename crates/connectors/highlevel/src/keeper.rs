//! Credentials sealed in the store, and how their connection stands beside them.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use futures_util::future::BoxFuture;
use jiff::SignedDuration;
use serde_json::{Value, json};
use tenon_model::{Clock, Origin, Random, new_id};
use tenon_oauth::Vault;
use tenon_store::{Commit, Standing, StandingState, Store, StoreError, VendorWrite, Write};

use crate::credentials::{Credentials, Saved, TokenStore};
use crate::health::Noticed;

/// How long a refresh is one node's: longer than its exchanges take, should it die meanwhile.
const CLAIM: SignedDuration = SignedDuration::from_mins(2);
/// How often a standing is read anew when somebody else has changed it.
pub(crate) const TRIES: usize = 8;

/// Which connection the credentials are for.
#[derive(Debug, Clone)]
pub struct Owner {
    /// The hub's location; [`tenon_store::HOUSE`] for a company's grant.
    pub location: String,
    /// The secret's name.
    pub secret: String,
    /// The connection's id; empty for a company's grant.
    pub connection: String,
    /// The location's id over there.
    pub account: String,
}

/// A [`TokenStore`] over the store and the vault.
pub struct Keeper {
    store: Store,
    vault: Arc<Vault>,
    clock: Arc<dyn Clock>,
    owner: Owner,
    /// Who this is, for the claim on a refresh: one keeper may refresh at a time.
    id: String,
    /// The version that was last read.
    version: AtomicI64,
    company: Option<Arc<Keeper>>,
}

impl Keeper {
    /// A keeper; `company` is the name of the secret with the grant of the location's company, if it has
    /// one.
    pub fn new(
        store: Store,
        vault: Arc<Vault>,
        clock: Arc<dyn Clock>,
        random: &dyn Random,
        owner: Owner,
        company: Option<String>,
    ) -> Self {
        let company = company.map(|secret| {
            let owner = Owner {
                location: tenon_store::HOUSE.to_owned(),
                secret,
                connection: String::new(),
                account: String::new(),
            };
            let vault = Arc::clone(&vault);
            Arc::new(Self::new(
                store.clone(),
                vault,
                Arc::clone(&clock),
                random,
                owner,
                None,
            ))
        });
        let id = new_id(clock.now(), random);
        Self {
            store,
            vault,
            clock,
            owner,
            id,
            version: AtomicI64::new(0),
            company,
        }
    }

    fn commit(&self, write: Write) -> Commit {
        Commit {
            location: self.owner.location.clone(),
            at: self.clock.now(),
            origin: Origin::new(
                ("system", "", "token refresh"),
                "highlevel",
                ("request", ""),
            ),
            fence: None,
            writes: vec![write],
        }
    }

    async fn read(&self) -> Result<Option<Credentials>, String> {
        let Owner {
            location, secret, ..
        } = &self.owner;
        let stored = self.store.secret(location, secret).await;
        let Some((sealed, version)) = stored.map_err(|error| error.to_string())? else {
            return Ok(None);
        };
        let plain = self.vault.open(location, secret, &sealed);
        let plain = plain.map_err(|error| error.to_string())?;
        let credentials = Credentials::parse(&String::from_utf8_lossy(&plain));
        self.version.store(version, Ordering::Release);
        credentials.map(Some).map_err(|error| error.to_string())
    }

    async fn write(&self, credentials: &Credentials) -> Result<Saved, String> {
        let Owner {
            location, secret, ..
        } = &self.owner;
        let plain = credentials.to_secret_text();
        let sealed = self.vault.seal(location, secret, plain.as_bytes());
        let version = self.version.load(Ordering::Acquire);
        let write = Write::Secret {
            name: secret.clone(),
            sealed: sealed.map_err(|error| error.to_string())?,
            version,
        };
        match self.store.commit(self.commit(write)).await {
            Ok(_) => {
                self.version.store(version + 1, Ordering::Release);
                Ok(Saved::Stored)
            }
            Err(StoreError::Conflict { .. }) => Ok(Saved::Superseded),
            Err(error) => Err(error.to_string()),
        }
    }

    async fn lease(&self, span: SignedDuration) -> Result<bool, StoreError> {
        let until = self
            .clock
            .now()
            .checked_add(span)
            .unwrap_or(jiff::Timestamp::MAX);
        let lease = Write::Lease {
            name: format!("refresh/{}", self.owner.secret),
            owner: self.id.clone(),
            until,
        };
        Ok(self.store.commit(self.commit(lease)).await?.fence.is_some())
    }

    async fn note(&self, noticed: &Noticed) -> Result<(), StoreError> {
        let Owner {
            location,
            connection,
            account,
            ..
        } = &self.owner;
        if connection.is_empty() {
            return Ok(());
        }
        for _ in 0..TRIES {
            let known = self.store.standing(location, connection).await?;
            let now = self.clock.now();
            let known = known.unwrap_or_else(|| Standing {
                location_id: location.clone(),
                connection_id: connection.clone(),
                app_id: String::new(),
                account: account.clone(),
                company: String::new(),
                state: StandingState::Connected,
                words: String::new(),
                detail: json!({}),
                since: now,
                connected_at: now,
                version: 0,
            });
            let Some(next) = after(&known, noticed) else {
                return Ok(());
            };
            let since = if next.state == known.state {
                known.since
            } else {
                now
            };
            let next = Standing { since, ..next };
            let write = Write::Vendor(Box::new(VendorWrite::Standing(Box::new(next))));
            match self.store.commit(self.commit(write)).await {
                Err(StoreError::Conflict { .. }) => {}
                done => return done.map(drop),
            }
        }
        Ok(())
    }
}

/// How a connection stands after something was noticed; `None`: as before.
fn after(known: &Standing, noticed: &Noticed) -> Option<Standing> {
    // Only a new install lifts it: what is noticed now was on its way before.
    if known.state == StandingState::Uninstalled {
        return None;
    }
    let (state, words) = match noticed {
        Noticed::Works => (StandingState::Connected, ""),
        Noticed::Trouble(words) => (StandingState::Troubled, words.as_str()),
        Noticed::Paused(words) => (StandingState::Paused, words.as_str()),
        Noticed::Revoked(words) => (StandingState::Revoked, words.as_str()),
        Noticed::Lacks(scope) => {
            let mut detail = known.detail.clone();
            let missing = detail["missingScopes"]
                .as_array()
                .cloned()
                .unwrap_or_default();
            if missing.iter().any(|known| known == scope) {
                return None;
            }
            let mut missing = missing;
            missing.push(Value::from(*scope));
            detail["missingScopes"] = missing.into();
            return Some(Standing {
                detail,
                ..known.clone()
            });
        }
    };
    let same = known.version > 0 && known.state == state && known.words == words;
    (!same).then(|| Standing {
        state,
        words: words.to_owned(),
        ..known.clone()
    })
}

impl TokenStore for Keeper {
    fn load(&self) -> BoxFuture<'_, Result<Option<Credentials>, String>> {
        Box::pin(self.read())
    }

    fn save<'a>(&'a self, credentials: &'a Credentials) -> BoxFuture<'a, Result<Saved, String>> {
        Box::pin(self.write(credentials))
    }

    fn claim(&self) -> BoxFuture<'_, Result<bool, String>> {
        Box::pin(async { self.lease(CLAIM).await.map_err(|error| error.to_string()) })
    }

    fn release(&self) -> BoxFuture<'_, ()> {
        Box::pin(async {
            // A claim that cannot be given back ends by itself.
            if let Err(error) = self.lease(SignedDuration::ZERO).await {
                tracing::warn!(%error, "the claim on the token's refresh could not be given back");
            }
        })
    }

    fn noticed<'a>(&'a self, noticed: &'a Noticed) -> BoxFuture<'a, ()> {
        Box::pin(async move {
            if let Err(error) = self.note(noticed).await {
                tracing::warn!(%error, ?noticed, "how the connection stands could not be noted");
            }
        })
    }

    fn company(&self) -> Option<Arc<dyn TokenStore>> {
        let company = self.company.clone();
        company.map(|company| company as Arc<dyn TokenStore>)
    }
}
