//! Watches a mailbox: what arrives is taken in, one mail after the other, by one node at a time.
//!
//! A mail is on disk before the cursor moves past it, and the same mail twice changes nothing; so a
//! crash anywhere repeats at most what is harmless to repeat.

mod cursor;
mod watch;

use std::{sync::Arc, time::Duration};

use jiff::SignedDuration;
use serde_json::{Value, json};
use tenon_houzz::proof::Records;
use tenon_store::{ChannelWrite, Commit, Fence, StoreError, Write};
use tenon_sync::import::ImportError;

use crate::{IMAP, ImapError, ImapSettings, Place, retry::Backoff};

/// How long a node holds a mailbox without a sign of life.
const LEASE: SignedDuration = SignedDuration::from_secs(60);
/// How often it gives one: also the longest the server is waited for at a time.
const RENEW: Duration = Duration::from_secs(15);
/// How often a node that does not hold the mailbox looks whether it may.
const LOOK: Duration = Duration::from_secs(10);

/// What ends a session.
#[derive(Debug, thiserror::Error)]
enum Trouble {
    #[error(transparent)]
    Imap(#[from] ImapError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Import(#[from] ImportError),
    #[error("{0}")]
    Settings(String),
    /// The keys of a mail's signature cannot be looked up.
    #[error("DNS does not answer, so that signatures cannot be checked")]
    Unsure,
}

/// A mailbox that is watched.
pub struct Mailbox {
    place: Place,
    keys: Arc<dyn Records>,
    node: String,
}

impl Mailbox {
    /// The mailbox of a connection's channel [`IMAP`]; `node` names this process.
    #[must_use]
    pub fn new(place: Place, keys: Arc<dyn Records>, node: String) -> Self {
        Self { place, keys, node }
    }

    /// Watches until `stop` is done. Failures are shown on the channel and waited out.
    pub async fn run(self: Arc<Self>, stop: impl Future<Output = ()>) {
        tokio::pin!(stop);
        let mut backoff = Backoff::default();
        loop {
            let wait = tokio::select! {
                () = &mut stop => return,
                wait = self.turn(&mut backoff) => wait,
            };
            tokio::select! {
                () = &mut stop => return,
                () = tokio::time::sleep(wait) => {}
            }
        }
    }

    /// Watches until something fails; answers how long to wait before the next turn.
    async fn turn(&self, backoff: &mut Backoff) -> Duration {
        let connection = &self.place.connection.id;
        let fence = match self.lease().await {
            Ok(Some(fence)) => fence,
            Ok(None) => return LOOK,
            Err(error) => {
                tracing::warn!(connection, %error, "the mailbox waits for the store");
                return backoff.next(&*self.place.random);
            }
        };
        let Err(trouble) = self.watch(&fence, backoff).await else {
            return Duration::ZERO;
        };
        let wait = backoff.next(&*self.place.random);
        tracing::warn!(connection, error = %trouble, "the mailbox is not read for a while");
        let state = json!({
            "status": "failing",
            "since": self.place.clock.now(),
            "error": trouble.to_string(),
            "nextTryInSeconds": wait.as_secs(),
        });
        if let Err(error) = self.tell(&fence, state).await {
            tracing::warn!(connection, %error, "how the mailbox fares cannot be written down");
        }
        wait
    }

    async fn settings(&self) -> Result<(ImapSettings, String, i64), Trouble> {
        let place = &self.place;
        let (location, connection) = (&place.location.id, &place.connection.id);
        let channel = place.store.channel(location, connection, IMAP).await?;
        let channel = channel.ok_or_else(|| Trouble::Settings("the mailbox was removed".into()))?;
        let wrong = |error: &dyn std::fmt::Display| Trouble::Settings(error.to_string());
        let settings: ImapSettings =
            serde_json::from_value(channel.settings.clone()).map_err(|error| wrong(&error))?;
        let name = format!("connection/{connection}/{IMAP}");
        let sealed = place.store.secret(location, &name).await?;
        let (sealed, _) =
            sealed.ok_or_else(|| Trouble::Settings("the mailbox has no password".into()))?;
        let plain = place.vault.open(location, &name, &sealed);
        let plain = plain.map_err(|error| wrong(&error))?;
        let password = std::str::from_utf8(&plain).map_err(|error| wrong(&error))?;
        Ok((settings, password.to_owned(), channel.version))
    }

    fn lease_name(&self) -> String {
        format!("mailbox/{}", self.place.connection.id)
    }

    async fn lease(&self) -> Result<Option<Fence>, StoreError> {
        let now = self.place.clock.now();
        let write = Write::Lease {
            name: self.lease_name(),
            owner: self.node.clone(),
            until: now.checked_add(LEASE).unwrap_or(jiff::Timestamp::MAX),
        };
        Ok(self.commit(None, vec![write]).await?.fence)
    }

    async fn tell(&self, fence: &Fence, state: Value) -> Result<(), StoreError> {
        let write = ChannelWrite::State {
            connection_id: self.place.connection.id.clone(),
            name: IMAP.into(),
            state,
        };
        let writes = vec![Write::Channel(Box::new(write))];
        self.commit(Some(fence.clone()), writes).await.map(drop)
    }

    async fn commit(
        &self,
        fence: Option<Fence>,
        writes: Vec<Write>,
    ) -> Result<tenon_store::Committed, StoreError> {
        let commit = Commit {
            location: self.place.location.id.clone(),
            at: self.place.clock.now(),
            origin: self.place.origin("houzz-mail", ""),
            fence,
            writes,
        };
        self.place.store.commit(commit).await
    }
}
