//! The bearer token of a connection, refreshed in time, by one task at a time, and saved before it
//! is used.
//!
//! HighLevel's refresh tokens can be used once (HighLevel docs, OAuth), so that a new pair which is
//! lost locks the firm out: a refresh runs to its end even when the call that wanted it is dropped.

use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tenon_model::Clock;
use tenon_sync::remote::RemoteError;
use tokio::sync::Mutex;

use crate::client::Client;
use crate::credentials::{Credentials, Grant, TokenStore};
use refresh::{Refused, refresh};

mod refresh;

/// How long before its end an access token is refreshed: longer than a call takes.
const EARLY: SignedDuration = SignedDuration::from_secs(60);
/// How long after a refresh another 401 does not force the next. A missing scope is a 401 as well,
/// and no refresh mends it.
const FORCED_GAP: SignedDuration = SignedDuration::from_mins(5);
/// How long another node may need to save a pair that it got with the same refresh token.
const OTHER_NODE_SAVES: Duration = Duration::from_secs(1);

pub(crate) struct Session {
    client: Client,
    store: Arc<dyn TokenStore>,
    clock: Arc<dyn Clock>,
    held: Mutex<Held>,
}

struct Held {
    credentials: Credentials,
    /// The pair is newer than the stored one.
    unsaved: bool,
    refreshed_at: Option<Timestamp>,
}

impl Session {
    pub(crate) fn new(
        client: Client,
        credentials: Credentials,
        store: Arc<dyn TokenStore>,
        clock: Arc<dyn Clock>,
    ) -> Arc<Self> {
        Arc::new(Self {
            client,
            store,
            clock,
            held: Mutex::new(Held {
                credentials,
                unsaved: false,
                refreshed_at: None,
            }),
        })
    }

    /// A token to send, refreshed when it is about to end.
    pub(crate) async fn token(self: &Arc<Self>) -> Result<String, RemoteError> {
        {
            let held = self.held.lock().await;
            if !held.unsaved && !self.is_due(&held.credentials) {
                return Ok(held.credentials.access_token().to_owned());
            }
        }
        let session = Arc::clone(self);
        to_its_end(async move { session.prepared().await }).await
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
        if self.is_due(&held.credentials)
            && let Err(error) = self.refresh(&mut held).await
        {
            // A pair that could not be saved is not used; the old one is, as long as it lasts.
            let lasts = !held.unsaved && !self.is_over(&held.credentials);
            if !lasts || matches!(error, RemoteError::Unauthorized(_)) {
                return Err(error);
            }
            tracing::warn!(%error, "HighLevel's token could not be refreshed yet");
        }
        Ok(held.credentials.access_token().to_owned())
    }

    async fn replaced(&self, refused: &str) -> Result<Option<String>, RemoteError> {
        let mut held = self.held.lock().await;
        self.save(&mut held).await?;
        let other = |held: &Held| {
            let token = held.credentials.access_token();
            (token != refused).then(|| token.to_owned())
        };
        if let Some(token) = other(&held) {
            return Ok(Some(token));
        }
        self.reload(&mut held).await;
        if let Some(token) = other(&held).filter(|_| !self.is_due(&held.credentials)) {
            return Ok(Some(token));
        }
        let age = held
            .refreshed_at
            .map(|at| self.clock.now().duration_since(at));
        let recent = age.is_some_and(|age| SignedDuration::ZERO <= age && age < FORCED_GAP);
        if recent || matches!(held.credentials, Credentials::Private(_)) {
            return Ok(None);
        }
        self.refresh(&mut held).await?;
        Ok(other(&held))
    }

    /// Gets and saves a new pair, or takes over one that another node has got.
    async fn refresh(&self, held: &mut Held) -> Result<(), RemoteError> {
        let before = held.credentials.clone();
        self.reload(held).await;
        if held.credentials != before && !self.is_due(&held.credentials) {
            return Ok(());
        }
        let Credentials::OAuth(grant) = &held.credentials else {
            return Ok(());
        };
        match refresh(&self.client, grant, self.clock.now()).await {
            Ok(new) => self.take(held, new).await,
            Err(Refused::Other(error)) => Err(error),
            Err(Refused::Grant(message)) => {
                tokio::time::sleep(OTHER_NODE_SAVES).await;
                let before = held.credentials.clone();
                self.reload(held).await;
                if held.credentials == before || self.is_due(&held.credentials) {
                    return Err(RemoteError::Unauthorized(format!(
                        "{message}; connect HighLevel again"
                    )));
                }
                Ok(())
            }
        }
    }

    async fn take(&self, held: &mut Held, new: Grant) -> Result<(), RemoteError> {
        held.credentials = Credentials::OAuth(new);
        held.unsaved = true;
        held.refreshed_at = Some(self.clock.now());
        self.save(held).await
    }

    async fn save(&self, held: &mut Held) -> Result<(), RemoteError> {
        if held.unsaved {
            let saved = self.store.save(&held.credentials).await;
            saved.map_err(|why| {
                tracing::error!(why, "HighLevel's new token could not be saved");
                RemoteError::Failed(format!("the new token could not be saved: {why}"))
            })?;
            held.unsaved = false;
        }
        Ok(())
    }

    /// What is stored may be newer: another node has refreshed, or a person has rotated the token.
    async fn reload(&self, held: &mut Held) {
        match self.store.load().await {
            Ok(stored) => held.credentials = stored,
            Err(why) => tracing::warn!(why, "the stored token could not be read"),
        }
    }

    fn is_due(&self, credentials: &Credentials) -> bool {
        self.ends_within(credentials, EARLY)
    }

    fn is_over(&self, credentials: &Credentials) -> bool {
        self.ends_within(credentials, SignedDuration::ZERO)
    }

    fn ends_within(&self, credentials: &Credentials, span: SignedDuration) -> bool {
        match credentials {
            Credentials::Private(_) => false,
            Credentials::OAuth(grant) => {
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
