//! The people who sign in: by password or by a one-time link; their sessions.

mod lockout;
mod password;

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use tenon_model::{Clock, Random, new_id, normalise};
use tenon_store::{OAuthWrite, Person, Session, SignInLink, Store, StoreError};
use tokio::sync::Semaphore;

pub use password::hash_password;

use crate::{
    access::house,
    secret::{MAX_SECRET, hash, new_secret},
};

/// How long a session lives: a working day.
const SESSION_TTL: SignedDuration = SignedDuration::from_hours(12);
/// How long a one-time link lives.
const LINK_TTL: SignedDuration = SignedDuration::from_mins(10);
/// Passwords tried at once. Each takes 19 MiB and some tens of milliseconds of a core; who comes
/// later waits.
const TRIED_AT_ONCE: usize = 2;
/// Passwords that may wait to be tried; past it callers are told to come back.
const WAITING: usize = 32;
/// Longest password looked at, in bytes: hashing more costs more.
const MAX_PASSWORD: usize = 1_024;
/// Shortest password (NIST SP 800-63B asks for 8 at least).
const MIN_PASSWORD: usize = 10;
/// How long what has ended is kept.
const KEPT: SignedDuration = SignedDuration::from_hours(24);

/// Why a person's account is not made or changed.
#[derive(Debug, thiserror::Error)]
pub enum PersonError {
    /// Not an e-mail address.
    #[error("{0:?} is no e-mail address")]
    Email(String),
    /// Too short or too long.
    #[error("a password has {MIN_PASSWORD} to {MAX_PASSWORD} characters")]
    Password,
    /// The machine could not hash it.
    #[error("the password could not be hashed: {0}")]
    Hash(String),
}

/// Why somebody is not signed in.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// Wrong, whichever of the two it was.
    #[error("The e-mail address or the password is wrong.")]
    Wrong,
    /// Too many tries.
    #[error("Too many tries. Try again in {} seconds, or use a sign-in link.", .0.as_secs().max(1))]
    Locked(SignedDuration),
    /// Too many try at this moment.
    #[error("Too many people are signing in at this moment. Try again.")]
    Busy,
    /// The link was used, has ended, or never was one.
    #[error("This sign-in link was used or has ended. Ask for another one.")]
    Link,
    /// The store could not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Somebody who has just signed in.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// The session's cookie: the browser keeps it, and nobody else.
    pub cookie: String,
    /// How long it lives.
    pub lives: SignedDuration,
    /// Who.
    pub person: Person,
}

/// A person's account, to be stored.
///
/// # Errors
/// See [`PersonError`].
pub fn new_person(
    random: &dyn Random,
    now: Timestamp,
    email: &str,
    name: &str,
    password: Option<&str>,
) -> Result<Person, PersonError> {
    let email = normalise::email(email).map_err(|_| PersonError::Email(email.to_owned()))?;
    let password = match password {
        None => String::new(),
        Some(password) => hash_password(random, password)?,
    };
    Ok(Person {
        id: new_id(now, random),
        email,
        name: name.to_owned(),
        password,
        created_at: now,
        revoked_at: None,
        version: 0,
    })
}

/// Signs people in and out.
pub struct People {
    store: Store,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
    trying: Arc<Semaphore>,
    waiting: Semaphore,
}

impl People {
    /// Over a store.
    #[must_use]
    pub fn new(store: Store, clock: Arc<dyn Clock>, random: Arc<dyn Random>) -> Self {
        Self {
            store,
            clock,
            random,
            trying: Arc::new(Semaphore::new(TRIED_AT_ONCE)),
            waiting: Semaphore::new(WAITING),
        }
    }

    /// Signs a person in by password. Every try counts against the account and the caller's address
    /// before the password is looked at, so that many at once are no way around it.
    ///
    /// # Errors
    /// See [`SignInError`]; the same, after the same time, for an account that is not there.
    pub async fn by_password(
        &self,
        email: &str,
        password: &str,
        address: &str,
        old_cookie: Option<&str>,
    ) -> Result<SignedIn, SignInError> {
        let _waits = self.waiting.try_acquire().map_err(|_| SignInError::Busy)?;
        let email = normalise::email(email).unwrap_or_default();
        let account = lockout::account(&email);
        let address = lockout::address(address);
        self.count_try(&account, &address).await?;
        let person = self.store.person_by_email(&email).await?;
        let person = person.filter(|person| person.revoked_at.is_none());
        let kept = person
            .as_ref()
            .map(|person| person.password.clone())
            .unwrap_or_default();
        let given = password.to_owned();
        let permit = Arc::clone(&self.trying).acquire_owned().await;
        let right = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            password::verify(&kept, &given)
        });
        let right = right.await.unwrap_or(false);
        let Some(person) = person.filter(|_| right) else {
            return Err(SignInError::Wrong);
        };
        let pair = lockout::pair(&account, &address);
        let forget = [pair, account].map(|key| OAuthWrite::ForgetAttempts { key });
        let signed_in = self.sign_in(person, forget.into(), old_cookie).await?;
        self.take_try_back(&address).await;
        Ok(signed_in)
    }

    /// Whom a one-time link would sign in, without using it: programs look at links before people
    /// do.
    ///
    /// # Errors
    /// [`SignInError::Link`].
    pub async fn whose_link(&self, secret: &str) -> Result<Person, SignInError> {
        if secret.len() > MAX_SECRET {
            return Err(SignInError::Link);
        }
        let link = self.store.sign_in_link(&hash(secret)).await?;
        let link = link
            .filter(|link| link.used_at.is_none() && self.clock.now() < link.expires_at)
            .ok_or(SignInError::Link)?;
        let person = self.store.person(&link.person_id).await?;
        person
            .filter(|person| person.revoked_at.is_none())
            .ok_or(SignInError::Link)
    }

    /// Signs a person in by a one-time link, which is worth nothing afterwards.
    ///
    /// # Errors
    /// [`SignInError::Link`].
    pub async fn by_link(
        &self,
        secret: &str,
        old_cookie: Option<&str>,
    ) -> Result<SignedIn, SignInError> {
        let person = self.whose_link(secret).await?;
        let used = OAuthWrite::UseLink { hash: hash(secret) };
        match self.sign_in(person, vec![used], old_cookie).await {
            Err(SignInError::Store(StoreError::Conflict { .. })) => Err(SignInError::Link),
            other => other,
        }
    }

    /// A one-time link's secret for a person, for ten minutes.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn new_link(&self, person: &Person) -> Result<String, StoreError> {
        let (plain, now) = (new_secret(&*self.random, ""), self.clock.now());
        let link = SignInLink {
            hash: hash(&plain),
            person_id: person.id.clone(),
            expires_at: now.checked_add(LINK_TTL).unwrap_or(Timestamp::MAX),
            used_at: None,
        };
        self.store
            .commit(house(now, vec![OAuthWrite::Link(link)]))
            .await?;
        Ok(plain)
    }

    /// A new cookie for a browser that has none: what its forms are bound to until it signs in.
    #[must_use]
    pub fn new_cookie(&self) -> String {
        new_secret(&*self.random, "")
    }

    /// Who a cookie's session belongs to; `None`: nobody.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn signed_in(&self, cookie: &str) -> Result<Option<Person>, StoreError> {
        if cookie.len() > MAX_SECRET {
            return Ok(None);
        }
        let now = self.clock.now();
        let session = self.store.session(&hash(cookie)).await?;
        let Some(session) = session.filter(|session| now < session.expires_at) else {
            return Ok(None);
        };
        let person = self.store.person(&session.person_id).await?;
        Ok(person.filter(|person| person.revoked_at.is_none()))
    }

    /// Ends a cookie's session.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn sign_out(&self, cookie: &str) -> Result<(), StoreError> {
        let hash = hash(cookie);
        let commit = house(self.clock.now(), vec![OAuthWrite::EndSession { hash }]);
        self.store.commit(commit).await.map(drop)
    }

    /// A new session under a new cookie: one that somebody else may have planted is worth nothing.
    async fn sign_in(
        &self,
        person: Person,
        mut writes: Vec<OAuthWrite>,
        old_cookie: Option<&str>,
    ) -> Result<SignedIn, SignInError> {
        let (cookie, now) = (self.new_cookie(), self.clock.now());
        if let Some(old) = old_cookie {
            writes.push(OAuthWrite::EndSession { hash: hash(old) });
        }
        writes.push(OAuthWrite::Session(Session {
            hash: hash(&cookie),
            person_id: person.id.clone(),
            created_at: now,
            expires_at: now.checked_add(SESSION_TTL).unwrap_or(Timestamp::MAX),
        }));
        let before = now.checked_sub(KEPT).unwrap_or(Timestamp::MIN);
        writes.push(OAuthWrite::Prune { before });
        self.store.commit(house(now, writes)).await?;
        Ok(SignedIn {
            cookie,
            lives: SESSION_TTL,
            person,
        })
    }
}
