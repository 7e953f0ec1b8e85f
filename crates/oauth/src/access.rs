//! Bearer tokens: issued once, kept as hashes, looked up through a short cache.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use jiff::{SignedDuration, Timestamp};
use tenon_model::{Clock, Origin, Random, Scope, ScopeSet, new_id};
use tenon_store::{Commit, HOUSE, OAuthWrite, Store, StoreError, Token, Write};

use crate::secret::{MAX_SECRET, hash, new_secret};

/// Longest a token may live: a year, as HighLevel's refresh tokens.
pub const MAX_TTL: SignedDuration = SignedDuration::from_hours(24 * 365);
/// How long a look-up is believed: the most by which another node's revocation is late.
const CACHE_FOR: SignedDuration = SignedDuration::from_secs(5);
/// Most tokens remembered; past it the cache starts anew, which costs a look-up each.
const CACHE_MOST: usize = 10_000;
/// What a private token starts with, as HighLevel's private integration tokens do.
const PRIVATE: &str = "pit-";

/// What a token is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// One location (HighLevel: a sub-account).
    Location,
    /// A company (an agency): it can be exchanged for tokens of its locations.
    Company,
}

impl Class {
    /// The name on the wire, in `userType`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Location => "Location",
            Self::Company => "Company",
        }
    }

    pub(crate) fn of(name: &str) -> Self {
        if name == "Company" {
            Self::Company
        } else {
            Self::Location
        }
    }
}

/// What a caller has shown it may do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Access {
    /// The token's id, for logs and the timeline.
    pub token_id: String,
    /// The token's name.
    pub name: String,
    /// What the token is for.
    pub class: Class,
    /// The one location it sees; empty for a company's.
    pub location_id: String,
    /// The company; empty for a private token.
    pub company_id: String,
    /// The OAuth client it was given to; empty for a private token.
    pub client_id: String,
    /// The person on whose behalf; empty for none.
    pub user_id: String,
    /// The grant it came of; empty for none.
    pub grant_id: String,
    /// What it may do.
    pub scopes: ScopeSet,
    expires_at: Timestamp,
}

impl Access {
    /// Whether the scope was granted.
    #[must_use]
    pub const fn allows(&self, scope: Scope) -> bool {
        self.scopes.has(scope)
    }

    /// The resource that its calls are counted for: the location, or the company.
    #[must_use]
    pub fn resource(&self) -> &str {
        match self.class {
            Class::Location => &self.location_id,
            Class::Company => &self.company_id,
        }
    }

    /// Whose calls are counted together: the client's, or those of a token that has none.
    #[must_use]
    pub fn caller(&self) -> &str {
        if self.client_id.is_empty() {
            &self.token_id
        } else {
            &self.client_id
        }
    }

    /// Who the timeline says it was: kind, id and name.
    #[must_use]
    pub fn actor(&self) -> (&'static str, &str, &str) {
        match (self.client_id.as_str(), self.user_id.as_str()) {
            ("", "") => ("token", &self.token_id, &self.name),
            ("", person) => ("person", person, &self.name),
            (client, _) => ("app", client, &self.name),
        }
    }
}

/// Why a caller is not let in.
#[derive(Debug, thiserror::Error)]
pub enum AccessError {
    /// No such token, or it has ended or was revoked.
    #[error("Invalid JWT")]
    Invalid,
    /// The same, of something that looks like a private token.
    #[error("Invalid Private Integration token")]
    InvalidPrivate,
    /// The look-up failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl AccessError {
    fn of(plain: &str) -> Self {
        if plain.starts_with(PRIVATE) {
            Self::InvalidPrivate
        } else {
            Self::Invalid
        }
    }
}

/// Makes a private token for a location: what the caller keeps, and what is stored.
#[must_use]
pub fn issue(
    random: &dyn Random,
    now: Timestamp,
    ttl: SignedDuration,
    location_id: &str,
    name: &str,
    scopes: &[Scope],
) -> (String, Token) {
    let plain = new_secret(random, PRIVATE);
    let token = Token {
        hash: hash(&plain),
        id: new_id(now, random),
        location_id: location_id.to_owned(),
        name: name.to_owned(),
        scopes: Scope::list(scopes),
        created_at: now,
        expires_at: now.checked_add(ttl.min(MAX_TTL)).unwrap_or(Timestamp::MAX),
        class: Class::Location.name().to_owned(),
        ..Token::default()
    };
    (plain, token)
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
    /// [`AccessError::Invalid`] for a token that is unknown, has ended or was revoked.
    pub async fn admit(&self, plain: &str) -> Result<Arc<Access>, AccessError> {
        if plain.len() > MAX_SECRET {
            return Err(AccessError::of(plain));
        }
        let hash = hash(plain);
        let now = self.clock.now();
        if let Some(access) = self.remembered(&hash, now) {
            return if now < access.expires_at {
                Ok(access)
            } else {
                Err(AccessError::of(plain))
            };
        }
        let token = self.store.token(&hash).await?;
        let alive = |token: &Token| token.revoked_at.is_none() && now < token.expires_at;
        let token = token.filter(alive).ok_or_else(|| AccessError::of(plain))?;
        // The first use settles that its holder has it, so that the refresh token before it can no
        // longer be used again.
        if !token.grant_id.is_empty() && token.used_at.is_none() {
            self.first_use(&hash, now)
                .await?
                .then_some(())
                .ok_or_else(|| AccessError::of(plain))?;
        }
        let access = Arc::new(Access {
            token_id: token.id,
            name: token.name,
            class: Class::of(&token.class),
            location_id: token.location_id,
            company_id: token.company_id,
            client_id: token.client_id,
            user_id: token.person_id,
            grant_id: token.grant_id,
            scopes: ScopeSet::of_known(&token.scopes),
            expires_at: token.expires_at,
        });
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.len() >= CACHE_MOST {
            seen.clear();
        }
        seen.insert(hash, (now, Arc::clone(&access)));
        Ok(access)
    }

    /// Notes a token's first use. Whether it is still worth anything.
    async fn first_use(&self, hash: &str, now: Timestamp) -> Result<bool, StoreError> {
        let write = OAuthWrite::UseToken {
            hash: hash.to_owned(),
        };
        let commit = house(now, vec![write]);
        match self.store.commit(commit).await {
            Ok(_) => Ok(true),
            // Somebody used it, or ended it, at this moment.
            Err(StoreError::Conflict { .. }) => Ok(self
                .store
                .token(hash)
                .await?
                .is_some_and(|token| token.revoked_at.is_none())),
            // A database that can only be read lets callers read. It is noted at the next look-up.
            Err(error) if error.is_transient() => {
                tracing::warn!(%error, "a token's first use could not be noted");
                Ok(true)
            }
            Err(error) => Err(error),
        }
    }

    /// Forgets what was looked up, after something was revoked on this node.
    pub fn forget(&self) {
        self.seen
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
    }

    fn remembered(&self, hash: &str, now: Timestamp) -> Option<Arc<Access>> {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let (at, access) = seen.get(hash)?;
        // A clock that went back must not make an entry live longer.
        let age = now.duration_since(*at);
        (age >= SignedDuration::ZERO && age < CACHE_FOR).then(|| Arc::clone(access))
    }
}

/// A commit of what belongs to the installation.
pub(crate) fn house(now: Timestamp, writes: Vec<OAuthWrite>) -> Commit {
    let wrap = |write| Write::OAuth(Box::new(write));
    Commit {
        location: HOUSE.to_owned(),
        at: now,
        origin: Origin::new(("system", "", "oauth"), "oauth", ("request", "")),
        fence: None,
        writes: writes.into_iter().map(wrap).collect(),
    }
}
