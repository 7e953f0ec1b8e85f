//! Tokens by OAuth: what becomes of codes, refresh tokens and client credentials.
//!
//! Each use is one commit that expects what was read. When somebody else was quicker it is read
//! again and decided anew, so that two uses at one moment end as two uses one after the other.

mod consent;
mod console;
mod exchange;
mod judge;
mod redeem;
mod refresh;

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use tenon_model::{Clock, Random, ScopeSet, new_id};
use tenon_store::{
    Client, Commit, Grant, OAuthWrite, RefreshToken, Store, StoreError, Token, Write,
};

pub use consent::{Choice, Chosen};
pub use console::Workplace;
pub use exchange::{Installed, InstalledPage, InstalledQuery};
pub use judge::Introspection;

use crate::{
    OAuthError,
    access::{Class, Gate, MAX_TTL, house},
    client,
    secret::{hash, new_secret},
};

/// What secrets of each sort start with.
const ACCESS: &str = "tenon_at_";
const REFRESH: &str = "tenon_rt_";
const CODE: &str = "tenon_ac_";
/// How often something is decided anew when others were quicker. In each round one of them wins.
const MAX_TRIES: usize = 64;
/// How long what has ended is kept: a code's second use is known for one within it.
const KEPT: SignedDuration = SignedDuration::from_hours(24);

/// How tokens live.
#[derive(Debug, Clone, Copy)]
pub struct TokenSettings {
    /// How long an access token lives.
    pub access_ttl: SignedDuration,
    /// How long a refresh token lives.
    pub refresh_ttl: SignedDuration,
    /// Whether each use of a refresh token replaces it (RFC 9700, section 4.14.2). A public client's
    /// is replaced always.
    pub rotate: bool,
    /// How long after its use a refresh token may be used again because the answer was lost, if
    /// nothing of that answer was used. Zero: never.
    pub grace: SignedDuration,
}

impl Default for TokenSettings {
    /// HighLevel's: a day but a second, and a year.
    fn default() -> Self {
        Self {
            access_ttl: SignedDuration::from_secs(86_399),
            refresh_ttl: MAX_TTL,
            rotate: true,
            grace: SignedDuration::from_secs(60),
        }
    }
}

/// What a client gets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issued {
    /// The access token.
    pub access_token: String,
    /// The refresh token, when one is given.
    pub refresh_token: Option<String>,
    /// Seconds the access token lives.
    pub expires_in: i64,
    /// What it may do.
    pub scopes: ScopeSet,
    /// What it is for.
    pub class: Class,
    /// The location; empty for a company's.
    pub location_id: String,
    /// The company.
    pub company_id: String,
    /// The person who allowed it; for client credentials the app.
    pub user_id: String,
    /// The app.
    pub app_id: String,
    /// The company's locations that were approved.
    pub approved: Vec<String>,
}

/// Gives tokens out, and takes them back.
pub struct TokenServer {
    store: Store,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
    settings: TokenSettings,
    gate: Arc<Gate>,
}

impl TokenServer {
    /// A server over a store. What it takes back, the gate forgets at once.
    #[must_use]
    pub fn new(
        store: Store,
        clock: Arc<dyn Clock>,
        random: Arc<dyn Random>,
        settings: TokenSettings,
        gate: Arc<Gate>,
    ) -> Self {
        Self {
            store,
            clock,
            random,
            settings,
            gate,
        }
    }

    /// The client that shows this id and secret.
    ///
    /// # Errors
    /// [`OAuthError::Client`].
    pub async fn client(&self, id: &str, secret: Option<&str>) -> Result<Client, OAuthError> {
        client::authenticate(&self.store, self.clock.now(), id, secret).await
    }

    /// A client that is let in, by its id; `None`: there is none.
    ///
    /// # Errors
    /// [`OAuthError::Store`].
    pub async fn find_client(&self, id: &str) -> Result<Option<Client>, OAuthError> {
        client::find(&self.store, id).await
    }

    /// A new access token: what the client gets of it, and what is stored.
    fn access_token(&self, client: &Client, grant: &Grant, for_: &For, now: Timestamp) -> Pair {
        let plain = new_secret(&*self.random, ACCESS);
        let class = if for_.location_id.is_empty() {
            Class::Company
        } else {
            Class::Location
        };
        let token = Token {
            hash: hash(&plain),
            id: new_id(now, &*self.random),
            location_id: for_.location_id.clone(),
            name: client.name.clone(),
            scopes: for_.scopes.to_string(),
            created_at: now,
            expires_at: later(now, self.settings.access_ttl),
            class: class.name().to_owned(),
            company_id: grant.company_id.clone(),
            client_id: client.id.clone(),
            person_id: grant.person_id.clone(),
            grant_id: grant.id.clone(),
            ..Token::default()
        };
        let app_id = client::app_id(&client.id).to_owned();
        let approved = match class {
            Class::Company => grant.locations.clone(),
            Class::Location => Vec::new(),
        };
        let issued = Issued {
            access_token: plain,
            refresh_token: None,
            expires_in: self.settings.access_ttl.as_secs(),
            scopes: for_.scopes,
            class,
            location_id: for_.location_id.clone(),
            company_id: grant.company_id.clone(),
            user_id: if grant.person_id.is_empty() {
                app_id.clone()
            } else {
                grant.person_id.clone()
            },
            app_id,
            approved,
        };
        Pair { issued, token }
    }

    /// A new refresh token that goes with an access token.
    fn refresh_token(&self, grant: &Grant, for_: &For, access: &Token) -> (String, RefreshToken) {
        let plain = new_secret(&*self.random, REFRESH);
        let token = RefreshToken {
            hash: hash(&plain),
            grant_id: grant.id.clone(),
            location_id: match Class::of(&grant.class) {
                Class::Company => for_.location_id.clone(),
                Class::Location => String::new(),
            },
            scopes: for_.granted.to_string(),
            access_hash: access.hash.clone(),
            expires_at: later(access.created_at, self.settings.refresh_ttl),
            spent_at: None,
            heir: None,
        };
        (plain, token)
    }

    /// Writes, beside a token when one is given, and removes some of what has long ended.
    async fn write(
        &self,
        now: Timestamp,
        token: Option<Token>,
        mut writes: Vec<OAuthWrite>,
    ) -> Result<(), StoreError> {
        let before = now.checked_sub(KEPT).unwrap_or(Timestamp::MIN);
        writes.push(OAuthWrite::Prune { before });
        let mut commit: Commit = house(now, writes);
        if let Some(token) = token {
            commit.writes.push(Write::Token(Box::new(token)));
        }
        self.store.commit(commit).await.map(drop)
    }
}

/// What a token is to be for.
struct For {
    /// The location; empty for the company.
    location_id: String,
    /// What the access token may do.
    scopes: ScopeSet,
    /// What the refresh token may give at most.
    granted: ScopeSet,
}

/// An access token, in both its forms.
struct Pair {
    issued: Issued,
    token: Token,
}

fn later(now: Timestamp, ttl: SignedDuration) -> Timestamp {
    now.checked_add(ttl).unwrap_or(Timestamp::MAX)
}

/// Too many at one moment: told as the store tells it, and tried again by the caller.
fn contended(what: &str) -> OAuthError {
    OAuthError::Store(StoreError::Conflict {
        what: what.to_owned(),
    })
}
