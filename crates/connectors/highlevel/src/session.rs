//! The bearer token of a connection, refreshed in time, by one task of one node at a time, and saved
//! before it is used.
//!
//! HighLevel's refresh tokens can be used once (HighLevel docs, OAuth), so that a new pair which is
//! lost locks the firm out: a refresh runs to its end even when the call that wanted it is dropped, it
//! begins long before the token ends, and where a company's token is at hand, that mends a lost pair.

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::BoxFuture;
use jiff::{SignedDuration, Timestamp};
use tenon_model::Clock;
use tenon_sync::remote::RemoteError;
use tokio::sync::Mutex;

use crate::client::Client;
use crate::credentials::{Credentials, Grant, Saved, TokenStore};
use crate::health::{Health, Noticed, paused_words};
use refresh::{Refused, by_company, by_refresh_token};

mod refresh;

/// How long before its end an access token is refreshed of which it is not known when it began: longer
/// than a call takes.
const EARLY: SignedDuration = SignedDuration::from_secs(60);
/// How long after a refresh another 401 does not force the next.
const FORCED_GAP: SignedDuration = SignedDuration::from_mins(5);
/// How long another node may need to save a pair that it got with the same refresh token.
const OTHER_NODE_SAVES: Duration = Duration::from_secs(1);
/// How often it is looked whether another node is done with its refresh. With [`OTHER_NODE_SAVES`]
/// between, it is waited for as long as an exchange takes at most.
const LOOKS: usize = 20;
/// The longest wait after refreshes that failed, and the wait where the vendor refused: it has to be
/// mended over there first. Meanwhile each call looks whether other credentials are stored.
const LONGEST_WAIT: SignedDuration = SignedDuration::from_mins(1);
const REFUSED_WAIT: SignedDuration = SignedDuration::from_mins(10);

pub(crate) struct Session {
    client: Client,
    store: Arc<dyn TokenStore>,
    clock: Arc<dyn Clock>,
    company: Option<Arc<Self>>,
    health: Health,
    held: Mutex<Held>,
}

#[derive(Default)]
struct Held {
    /// `None`: not read yet, or taken away.
    credentials: Option<Credentials>,
    /// The pair is newer than the stored one.
    unsaved: bool,
    refreshed_at: Option<Timestamp>,
    /// An answer to a refresh was lost, so that the refresh token may be used up.
    lost: bool,
    failures: u32,
    /// How the last refresh failed, and until when it is not tried again.
    failed: Option<(Timestamp, RemoteError)>,
}

impl Held {
    fn token(&self) -> Result<String, RemoteError> {
        let credentials = self.credentials.as_ref().ok_or_else(not_connected)?;
        Ok(credentials.access_token().to_owned())
    }
}

fn not_connected() -> RemoteError {
    RemoteError::Unauthorized("HighLevel is not connected any more; connect it again".to_owned())
}

impl Session {
    /// `credentials`: as they are stored; `None`: they are read when they are needed.
    pub(crate) fn new(
        client: Client,
        credentials: Option<Credentials>,
        store: Arc<dyn TokenStore>,
        clock: Arc<dyn Clock>,
    ) -> Arc<Self> {
        let company = store
            .company()
            .map(|store| Self::new(client.clone(), None, store, Arc::clone(&clock)));
        Arc::new(Self {
            client,
            store,
            clock,
            company,
            health: Health::default(),
            held: Mutex::new(Held {
                credentials,
                ..Held::default()
            }),
        })
    }

    pub(crate) fn health(&self) -> &Health {
        &self.health
    }

    pub(crate) fn store(&self) -> &dyn TokenStore {
        &*self.store
    }

    /// A token to send, refreshed when it is about to end.
    pub(crate) async fn token(self: &Arc<Self>) -> Result<String, RemoteError> {
        {
            let held = self.held.lock().await;
            if !held.unsaved && !self.is_due(held.credentials.as_ref()) {
                return held.token();
            }
        }
        let session = Arc::clone(self);
        to_its_end(async move { session.prepared().await }).await
    }

    /// The same for another session's refresh.
    fn token_for_others(self: Arc<Self>) -> BoxFuture<'static, Result<String, RemoteError>> {
        Box::pin(async move { self.token().await })
    }

    /// Another token than the one that was answered 401; `None` when there is none to be had.
    pub(crate) async fn renewed(
        self: &Arc<Self>,
        refused: &str,
    ) -> Result<Option<String>, RemoteError> {
        let (session, refused) = (Arc::clone(self), refused.to_owned());
        to_its_end(async move { session.replaced(&refused).await }).await
    }

    async fn prepared(&self) -> Result<String, RemoteError> {
        let mut held = self.held.lock().await;
        self.save(&mut held).await?;
        if held.credentials.is_none() {
            self.reload(&mut held).await?;
        }
        if self.is_due(held.credentials.as_ref())
            && let Err(error) = self.refresh(&mut held).await
        {
            // A pair that could not be saved is not used; the old one is, as long as it lasts.
            let lasts = !held.unsaved && !self.is_over(held.credentials.as_ref());
            if !lasts {
                return Err(error);
            }
            tracing::warn!(%error, "HighLevel's token could not be refreshed yet");
        }
        held.token()
    }

    async fn replaced(&self, refused: &str) -> Result<Option<String>, RemoteError> {
        let mut held = self.held.lock().await;
        self.save(&mut held).await?;
        let other = |held: &Held| held.token().ok().filter(|token| token != refused);
        if let Some(token) = other(&held) {
            return Ok(Some(token));
        }
        self.reload(&mut held).await?;
        if let Some(token) = other(&held).filter(|_| !self.is_due(held.credentials.as_ref())) {
            return Ok(Some(token));
        }
        let age = held
            .refreshed_at
            .map(|at| self.clock.now().duration_since(at));
        let recent = age.is_some_and(|age| SignedDuration::ZERO <= age && age < FORCED_GAP);
        if recent || matches!(held.credentials, Some(Credentials::Private(_))) {
            return Ok(None);
        }
        self.refresh(&mut held).await?;
        Ok(other(&held))
    }

    /// Gets and saves a new pair, or takes over one that another node or a person has got; not too
    /// often when that fails.
    async fn refresh(&self, held: &mut Held) -> Result<(), RemoteError> {
        let before = held.credentials.clone();
        self.reload(held).await?;
        if self.is_other(held, before.as_ref()) {
            held.failed = None;
            return Ok(());
        }
        let now = self.clock.now();
        if let Some((until, error)) = &held.failed {
            let wait = until.duration_since(now);
            if SignedDuration::ZERO < wait && wait <= REFUSED_WAIT && held.credentials == before {
                return Err(error.clone());
            }
        }
        let result = self.claimed(held).await;
        held.failed = None;
        match &result {
            Ok(()) => (held.failures, held.lost) = (0, false),
            Err(error) => {
                held.failures = held.failures.saturating_add(1);
                let wait = match error {
                    RemoteError::Unauthorized(_) => REFUSED_WAIT,
                    RemoteError::Limited { wait } => {
                        SignedDuration::try_from(*wait).unwrap_or(LONGEST_WAIT)
                    }
                    // Once more at once: most often it was a single packet.
                    _ if held.failures < 2 => SignedDuration::ZERO,
                    _ => SignedDuration::from_secs(1 << held.failures.min(6)),
                };
                let until = now.checked_add(wait.min(REFUSED_WAIT)).unwrap_or(now);
                held.failed = Some((until, error.clone()));
            }
        }
        result
    }

    /// The exchange, by one node at a time.
    async fn claimed(&self, held: &mut Held) -> Result<(), RemoteError> {
        let failed = |why: String| RemoteError::Failed(format!("token refresh: {why}"));
        let before = held.credentials.clone();
        let mut looks = 0;
        while !self.store.claim().await.map_err(failed)? {
            looks += 1;
            if looks > LOOKS {
                return Err(failed("another node is at it".to_owned()));
            }
            tokio::time::sleep(OTHER_NODE_SAVES).await;
            self.reload(held).await?;
            if self.is_other(held, before.as_ref()) {
                return Ok(());
            }
        }
        // Who held the claim a moment ago may have saved since we looked.
        let result = match self.reload(held).await {
            Ok(()) if self.is_other(held, before.as_ref()) => Ok(()),
            Ok(()) => self.exchange(held).await,
            Err(error) => Err(error),
        };
        self.store.release().await;
        result
    }

    async fn exchange(&self, held: &mut Held) -> Result<(), RemoteError> {
        let Some(Credentials::OAuth(grant)) = held.credentials.clone() else {
            return Ok(());
        };
        let mut refused = Refused::Grant("there is no refresh token".to_owned());
        if !grant.refresh_token.is_empty() {
            match by_refresh_token(&self.client, &grant, self.clock.now()).await {
                Ok(new) => return self.take(held, new).await,
                Err(why) => refused = why,
            }
        }
        if let (Refused::Grant(_), Some(company)) = (&refused, &self.company)
            && !grant.location_id.is_empty()
        {
            // By another way to the same: a lost pair, or one that never had a refresh token.
            let token = Arc::clone(company).token_for_others().await?;
            match by_company(&self.client, &token, &grant, self.clock.now()).await {
                Ok(new) => return self.take(held, new).await,
                Err(why) => refused = why,
            }
        }
        let message = match refused {
            Refused::Other { error, lost } => {
                held.lost |= lost;
                self.trouble(held, &error.to_string()).await;
                return Err(error);
            }
            Refused::Paused(message) => {
                let words = paused_words(&message);
                self.health
                    .tell(self.store(), Noticed::Paused(words.clone()))
                    .await;
                return Err(RemoteError::Unauthorized(words));
            }
            Refused::Grant(message) => message,
        };
        tokio::time::sleep(OTHER_NODE_SAVES).await;
        self.reload(held).await?;
        if self.is_other(held, Some(&Credentials::OAuth(grant))) {
            return Ok(());
        }
        let lost = if held.lost {
            " (the answer to the refresh before was lost)"
        } else {
            ""
        };
        let words = format!("{message}{lost}; connect HighLevel again");
        if self.is_over(held.credentials.as_ref()) {
            self.health
                .tell(self.store(), Noticed::Revoked(words.clone()))
                .await;
        } else {
            self.trouble(held, &words).await;
        }
        Err(RemoteError::Unauthorized(words))
    }

    /// Says that the token cannot be renewed, and how long the one there is lasts.
    async fn trouble(&self, held: &Held, why: &str) {
        let end = match &held.credentials {
            Some(Credentials::OAuth(grant)) => grant.expires_at,
            _ => None,
        };
        let lasts = end.filter(|end| *end > self.clock.now());
        let lasts = lasts.map(|end| format!("; the token there is works until {end}"));
        let words = format!(
            "the token cannot be renewed: {why}{}",
            lasts.unwrap_or_default()
        );
        self.health
            .tell(self.store(), Noticed::Trouble(words))
            .await;
    }

    async fn take(&self, held: &mut Held, new: Grant) -> Result<(), RemoteError> {
        held.credentials = Some(Credentials::OAuth(new));
        held.unsaved = true;
        held.refreshed_at = Some(self.clock.now());
        self.save(held).await
    }

    async fn save(&self, held: &mut Held) -> Result<(), RemoteError> {
        let Some(credentials) = held.credentials.clone().filter(|_| held.unsaved) else {
            return Ok(());
        };
        let saved = self.store.save(&credentials).await.map_err(|why| {
            tracing::error!(why, "HighLevel's new token could not be saved");
            RemoteError::Failed(format!("the new token could not be saved: {why}"))
        })?;
        held.unsaved = false;
        if saved == Saved::Superseded {
            // A person has connected again, or the app was taken away: that counts.
            held.credentials = None;
            self.reload(held).await?;
        }
        Ok(())
    }

    /// What is stored may be newer: another node has refreshed, or a person has rotated the token or
    /// connected again.
    ///
    /// # Errors
    /// When there are no credentials any more, or none can be read and none are held.
    async fn reload(&self, held: &mut Held) -> Result<(), RemoteError> {
        match self.store.load().await {
            Ok(Some(stored)) => held.credentials = Some(stored),
            Ok(None) => {
                held.credentials = None;
                return Err(not_connected());
            }
            Err(why) if held.credentials.is_some() => {
                tracing::warn!(why, "the stored token could not be read");
            }
            Err(why) => {
                return Err(RemoteError::Failed(format!(
                    "the token could not be read: {why}"
                )));
            }
        }
        Ok(())
    }

    /// Whether what is held now is something else than before, and lasts.
    fn is_other(&self, held: &Held, before: Option<&Credentials>) -> bool {
        held.credentials.as_ref() != before && !self.is_due(held.credentials.as_ref())
    }

    fn is_due(&self, credentials: Option<&Credentials>) -> bool {
        let ahead = match credentials {
            Some(Credentials::OAuth(grant)) => grant.refresh_at,
            _ => None,
        };
        match ahead {
            Some(at) => at <= self.clock.now() || self.is_over(credentials),
            None => self.ends_within(credentials, EARLY),
        }
    }

    fn is_over(&self, credentials: Option<&Credentials>) -> bool {
        self.ends_within(credentials, SignedDuration::ZERO)
    }

    fn ends_within(&self, credentials: Option<&Credentials>, span: SignedDuration) -> bool {
        match credentials {
            None => true,
            Some(Credentials::Private(_)) => false,
            Some(Credentials::OAuth(grant)) => {
                grant.access_token.is_empty()
                    || grant
                        .expires_at
                        .is_some_and(|end| end.duration_since(self.clock.now()) <= span)
            }
        }
    }
}

/// Runs `work` on, even when whoever waits for it stops waiting.
async fn to_its_end<T: Send + 'static>(
    work: impl Future<Output = Result<T, RemoteError>> + Send + 'static,
) -> Result<T, RemoteError> {
    tokio::spawn(work)
        .await
        .unwrap_or_else(|error| Err(RemoteError::Failed(error.to_string())))
}
