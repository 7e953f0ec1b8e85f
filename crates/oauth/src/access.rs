//! Bearer tokens: issued once, kept as hashes, looked up through a short cache.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use jiff::{SignedDuration, Timestamp};
use ring::digest;
use tenon_model::{Clock, Random, Scope, new_id};
use tenon_store::{Store, StoreError, Token};

/// Longest a token may live: a year, as HighLevel's refresh tokens.
pub const MAX_TTL: SignedDuration = SignedDuration::from_hours(24 * 365);
/// How long a look-up is believed: the most by which another node's revocation is late.
const CACHE_FOR: SignedDuration = SignedDuration::from_secs(5);
/// Most tokens remembered; past it the cache starts anew, which costs a look-up each.
const CACHE_MOST: usize = 10_000;
/// What a token starts with, so that scanners for leaked secrets can know it.
const PREFIX: &str = "tenon_";
/// Longest token looked at. Ours are shorter.
const MAX_TOKEN: usize = 512;

/// What a caller has shown it may do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Access {
    /// The token's id, for logs and the timeline.
    pub token_id: String,
    /// The token's name.
    pub name: String,
    /// The one location it sees.
    pub location_id: String,
    /// What it may do.
    pub scopes: Vec<Scope>,
    expires_at: Timestamp,
}

impl Access {
    /// Whether the scope was granted.
    #[must_use]
    pub fn allows(&self, scope: Scope) -> bool {
        self.scopes.contains(&scope)
    }
}

/// Why a caller is not let in.
#[derive(Debug, thiserror::Error)]
pub enum AccessError {
    /// No such token, or it has ended.
    #[error("Invalid JWT")]
    Invalid,
    /// The look-up failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Makes a token for a location: what the caller keeps, and what is stored. It carries 256 bits of
/// chance, so a plain hash keeps it safe (no dictionary to try).
#[must_use]
pub fn issue(
    random: &dyn Random,
    now: Timestamp,
    ttl: SignedDuration,
    location_id: &str,
    name: &str,
    scopes: &[Scope],
) -> (String, Token) {
    let mut secret = [0; 32];
    random.fill(&mut secret);
    let plain = format!("{PREFIX}{}", hex(&secret));
    let token = Token {
        hash: hash(&plain),
        id: new_id(now, random),
        location_id: location_id.to_owned(),
        name: name.to_owned(),
        scopes: Scope::list(scopes),
        created_at: now,
        expires_at: now.checked_add(ttl.min(MAX_TTL)).unwrap_or(Timestamp::MAX),
    };
    (plain, token)
}

fn hash(plain: &str) -> String {
    hex(digest::digest(&digest::SHA256, plain.as_bytes()).as_ref())
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes
        .iter()
        .flat_map(|byte| {
            [
                DIGITS[usize::from(byte >> 4)],
                DIGITS[usize::from(byte & 15)],
            ]
        })
        .map(char::from)
        .collect()
}

/// Lets callers in by their token.
pub struct Gate {
    store: Store,
    clock: Arc<dyn Clock>,
    // Keyed by hash: a token itself is never kept. Unknown ones are not remembered, so that nobody
    // fills the cache with guesses.
    seen: Mutex<HashMap<String, (Timestamp, Arc<Access>)>>,
}

impl Gate {
    /// A gate over the store.
    #[must_use]
    pub fn new(store: Store, clock: Arc<dyn Clock>) -> Self {
        Self {
            store,
            clock,
            seen: Mutex::new(HashMap::new()),
        }
    }

    /// What this token may do.
    ///
    /// # Errors
    /// [`AccessError::Invalid`] for a token that is unknown or has ended.
    pub async fn admit(&self, plain: &str) -> Result<Arc<Access>, AccessError> {
        if plain.len() > MAX_TOKEN {
            return Err(AccessError::Invalid);
        }
        let hash = hash(plain);
        let now = self.clock.now();
        if let Some(access) = self.remembered(&hash, now) {
            return if now < access.expires_at {
                Ok(access)
            } else {
                Err(AccessError::Invalid)
            };
        }
        let token = self.store.token(&hash).await?.ok_or(AccessError::Invalid)?;
        let access = Arc::new(Access {
            token_id: token.id,
            name: token.name,
            location_id: token.location_id,
            // A scope that this version does not know grants nothing.
            scopes: token
                .scopes
                .split(' ')
                .filter_map(|name| name.parse().ok())
                .collect(),
            expires_at: token.expires_at,
        });
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.len() >= CACHE_MOST {
            seen.clear();
        }
        seen.insert(hash, (now, Arc::clone(&access)));
        if now < access.expires_at {
            Ok(access)
        } else {
            Err(AccessError::Invalid)
        }
    }

    fn remembered(&self, hash: &str, now: Timestamp) -> Option<Arc<Access>> {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let (at, access) = seen.get(hash)?;
        // A clock that went back must not make an entry live longer.
        let age = now.duration_since(*at);
        (age >= SignedDuration::ZERO && age < CACHE_FOR).then(|| Arc::clone(access))
    }
}
