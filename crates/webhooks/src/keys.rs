//! The keys that events are signed with: made once, sealed, published, and rotated without a moment
//! in which a receiver cannot know the right one.
//!
//! A new key is published before it signs, and an old one as long as a receiver may hold events that
//! it signed.

use std::sync::{Arc, PoisonError, RwLock};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use tenon_model::{Origin, Random, new_id, time::from_micros};
use tenon_oauth::{Vault, VaultError};
use tenon_operations::PublicKey;
use tenon_store::{Commit, Store, StoreError, Write};

use crate::{KeyError, SigningKey};

/// Where they stand: with no location, for they sign for all.
const LOCATION: &str = "";
const NAME: &str = "webhooks/keys";
/// How long a key that signs no more is still published: longer than an event is tried.
const KEPT: SignedDuration = SignedDuration::from_hours(24 * 7);
/// How often a change is tried again when another node was quicker.
const TRIES: usize = 8;

/// Why there are no keys.
#[derive(Debug, thiserror::Error)]
pub enum KeysError {
    /// They could not be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// They could not be opened or sealed.
    #[error("the keys of webhooks: {0}")]
    Vault(#[from] VaultError),
    /// They are not what was sealed.
    #[error(transparent)]
    Key(#[from] KeyError),
}

/// A key as it is sealed.
#[derive(Serialize, Deserialize)]
struct Sealed {
    id: String,
    /// Base64.
    seed: String,
    /// Microseconds since 1970.
    from: i64,
}

struct Timed {
    id: String,
    key: Arc<SigningKey>,
    from: Timestamp,
}

/// The keys; clones share them.
#[derive(Clone)]
pub struct Keys(Arc<RwLock<Vec<Timed>>>);

impl std::fmt::Debug for Keys {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Keys(…)")
    }
}

impl Keys {
    /// One key that is never rotated.
    #[must_use]
    pub fn of(key: SigningKey) -> Self {
        let only = Timed {
            id: "only".into(),
            key: Arc::new(key),
            from: Timestamp::MIN,
        };
        Self(Arc::new(RwLock::new(vec![only])))
    }

    /// The stored keys; the first is made when there is none.
    ///
    /// # Errors
    /// See [`KeysError`].
    pub async fn open(
        store: &Store,
        vault: &Vault,
        random: &dyn Random,
        now: Timestamp,
    ) -> Result<Self, KeysError> {
        for _ in 0..TRIES {
            if let Some((keys, _)) = read(store, vault).await? {
                return Ok(Self(Arc::new(RwLock::new(timed(&keys)?))));
            }
            match write(store, vault, &[make(random, now, now)], 0, now).await {
                // Another node made it at the same moment: theirs is taken.
                Ok(()) | Err(KeysError::Store(StoreError::Conflict { .. })) => {}
                Err(error) => return Err(error),
            }
        }
        Err(StoreError::Internal("the keys of webhooks are not to be had".into()).into())
    }

    /// Takes over what another process rotated.
    ///
    /// # Errors
    /// See [`KeysError`].
    pub async fn refresh(&self, store: &Store, vault: &Vault) -> Result<(), KeysError> {
        if let Some((keys, _)) = read(store, vault).await? {
            *self.0.write().unwrap_or_else(PoisonError::into_inner) = timed(&keys)?;
        }
        Ok(())
    }

    /// Makes a key that signs from `lead` after now on and is published at once. Gives its id.
    ///
    /// # Errors
    /// See [`KeysError`].
    pub async fn rotate(
        store: &Store,
        vault: &Vault,
        random: &dyn Random,
        now: Timestamp,
        lead: SignedDuration,
    ) -> Result<String, KeysError> {
        let mut tries = 0;
        loop {
            let (mut keys, version) = read(store, vault).await?.unwrap_or_default();
            // What was replaced long ago goes.
            let replaced = |keys: &[Sealed]| {
                keys.get(1)
                    .is_some_and(|next| now.duration_since(from_micros(next.from)) >= KEPT)
            };
            while replaced(&keys) {
                keys.remove(0);
            }
            let from = now.checked_add(lead).unwrap_or(now);
            // A key that was to sign later than the new one never will.
            keys.retain(|key| from_micros(key.from) <= from);
            let new = make(random, now, from);
            let id = new.id.clone();
            keys.push(new);
            match write(store, vault, &keys, version, now).await {
                Err(KeysError::Store(StoreError::Conflict { .. })) if tries < TRIES => tries += 1,
                Err(error) => return Err(error),
                Ok(()) => return Ok(id),
            }
        }
    }

    /// The key that signs now.
    #[must_use]
    pub fn signer(&self, now: Timestamp) -> Arc<SigningKey> {
        let keys = self.0.read().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&keys[current(&keys, now)].key)
    }

    /// All keys, as they are published.
    #[must_use]
    pub fn published(&self, now: Timestamp) -> Vec<PublicKey> {
        let keys = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let current = current(&keys, now);
        let key = |(place, key): (usize, &Timed)| PublicKey {
            id: key.id.clone(),
            pem: key.key.public_key_pem(),
            standard: format!("whpk_{}", STANDARD.encode(key.key.public_key_raw())),
            signs_from: key.from,
            current: place == current,
        };
        keys.iter().enumerate().map(key).collect()
    }
}

/// The place of the key that signs: there is one always.
fn current(keys: &[Timed], now: Timestamp) -> usize {
    keys.iter().rposition(|key| key.from <= now).unwrap_or(0)
}

fn make(random: &dyn Random, now: Timestamp, from: Timestamp) -> Sealed {
    Sealed {
        id: new_id(now, random),
        seed: STANDARD.encode(SigningKey::generate(random)),
        from: from.as_microsecond(),
    }
}

fn timed(keys: &[Sealed]) -> Result<Vec<Timed>, KeyError> {
    let timed = |key: &Sealed| {
        let seed = STANDARD.decode(&key.seed).map_err(|_| KeyError)?;
        let seed = seed.try_into().map_err(|_| KeyError)?;
        Ok(Timed {
            id: key.id.clone(),
            key: Arc::new(SigningKey::from_seed(&seed)?),
            from: from_micros(key.from),
        })
    };
    let keys = keys.iter().map(timed).collect::<Result<Vec<_>, _>>()?;
    if keys.is_empty() {
        Err(KeyError)
    } else {
        Ok(keys)
    }
}

async fn read(store: &Store, vault: &Vault) -> Result<Option<(Vec<Sealed>, i64)>, KeysError> {
    let Some((sealed, version)) = store.secret(LOCATION, NAME).await? else {
        return Ok(None);
    };
    let plain = vault.open(LOCATION, NAME, &sealed)?;
    let keys = serde_json::from_slice(&plain).map_err(|_| KeyError)?;
    Ok(Some((keys, version)))
}

async fn write(
    store: &Store,
    vault: &Vault,
    keys: &[Sealed],
    version: i64,
    now: Timestamp,
) -> Result<(), KeysError> {
    let plain = serde_json::to_vec(keys).map_err(|_| KeyError)?;
    let commit = Commit {
        location: LOCATION.to_owned(),
        at: now,
        origin: Origin::new(("system", "", ""), "webhooks", ("request", "")),
        fence: None,
        writes: vec![Write::Secret {
            name: NAME.to_owned(),
            sealed: vault.seal(LOCATION, NAME, &plain)?,
            version,
        }],
    };
    store.commit(commit).await?;
    Ok(())
}
