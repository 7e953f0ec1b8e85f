//! Polls a calendar's feed: an `.ics` file behind a URL, as Google, Outlook and iCloud publish it.

mod fetch;

use std::{collections::HashSet, sync::Arc, time::Duration};

use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tenon_houzz::{
    calendar::{Calendar, CalendarError, read_calendar, window},
    meeting_draft,
};
use tenon_store::{ChannelWrite, Commit, Fence, Review, StoreError, Write};
use tenon_sync::import::{ImportError, Importer, Missing, Outcome};

use crate::{Place, retry::Backoff};
pub use fetch::FeedClient;
use fetch::{FetchError, Fetched};

/// A feed is read whole so often even when it says that nothing changed: contacts have changed
/// meanwhile.
const WHOLE: SignedDuration = SignedDuration::from_hours(6);
/// How long a node holds a feed; longer than a poll may take.
const LEASE: SignedDuration = SignedDuration::from_secs(300);
/// How often a feed may be asked at most, and how often it is when nothing is said: hosts of calendars
/// make their files anew every few minutes to hours.
const EVERY: (u32, u32) = (60, 300);

/// A feed. Its URL is a secret, and in the vault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FeedSettings {
    /// What the calendar is called.
    pub name: String,
    /// The e-mails of those whose calendar it is: their attending tells nothing.
    #[serde(default)]
    pub owners: Vec<String>,
    /// How often it is asked, in seconds.
    #[serde(default)]
    pub every: Option<u32>,
}

/// What went wrong.
#[derive(Debug, thiserror::Error)]
enum Trouble {
    #[error(transparent)]
    Fetch(#[from] FetchError),
    #[error(transparent)]
    Calendar(#[from] CalendarError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Import(#[from] ImportError),
    #[error("{0}")]
    Settings(String),
}

/// A feed that is polled.
pub struct Feed {
    place: Place,
    channel: String,
    client: FeedClient,
    node: String,
}

impl Feed {
    /// The feed of a connection's channel of that name; `node` names this process.
    #[must_use]
    pub fn new(place: Place, channel: String, client: FeedClient, node: String) -> Self {
        Self {
            place,
            channel,
            client,
            node,
        }
    }

    /// Polls until `stop` is done, or the channel is removed.
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

    async fn turn(&self, backoff: &mut Backoff) -> Duration {
        let fence = match self.lease().await {
            Ok(Some(fence)) => fence,
            Ok(None) => return Duration::from_secs(u64::from(EVERY.0)),
            Err(_) => return backoff.next(&*self.place.random),
        };
        match self.poll(&fence).await {
            Ok(every) => {
                backoff.reset();
                every
            }
            Err(trouble) => {
                let wait = backoff.next(&*self.place.random);
                tracing::warn!(channel = self.channel, error = %trouble, "a calendar is not read");
                let told = async {
                    let mut state = self.state().await?;
                    state["status"] = "failing".into();
                    state["error"] = trouble.to_string().into();
                    self.tell(&fence, state).await
                };
                if let Err(error) = told.await {
                    tracing::warn!(channel = self.channel, %error, "how a calendar fares is not written");
                }
                wait
            }
        }
    }

    async fn state(&self) -> Result<Value, StoreError> {
        let place = &self.place;
        let channel = place
            .store
            .channel(&place.location.id, &place.connection.id, &self.channel);
        Ok(channel.await?.map_or(json!({}), |channel| channel.state))
    }

    /// Asks once, and takes in what there is.
    async fn poll(&self, fence: &Fence) -> Result<Duration, Trouble> {
        let place = &self.place;
        let (location, connection) = (&place.location.id, &place.connection.id);
        let channel = place
            .store
            .channel(location, connection, &self.channel)
            .await?;
        let channel =
            channel.ok_or_else(|| Trouble::Settings("the calendar was removed".into()))?;
        let wrong = |error: &dyn std::fmt::Display| Trouble::Settings(error.to_string());
        let settings: FeedSettings =
            serde_json::from_value(channel.settings).map_err(|error| wrong(&error))?;
        let name = format!("connection/{connection}/{}", self.channel);
        let sealed = place.store.secret(location, &name).await?;
        let (sealed, _) =
            sealed.ok_or_else(|| Trouble::Settings("the calendar has no URL".into()))?;
        let url = place
            .vault
            .open(location, &name, &sealed)
            .map_err(|error| wrong(&error))?;
        let url = std::str::from_utf8(&url).map_err(|error| wrong(&error))?;
        let now = place.clock.now();
        let mut state = channel.state;
        let read_at = state["readAt"]
            .as_str()
            .and_then(|at| at.parse::<Timestamp>().ok());
        let fresh = read_at.is_some_and(|at| now.duration_since(at) < WHOLE);
        let known = |name: &str| state[name].as_str().filter(|_| fresh).map(str::to_owned);
        let (tag, modified) = (known("etag"), known("lastModified"));
        match self
            .client
            .get(url, tag.as_deref(), modified.as_deref())
            .await?
        {
            Fetched::Same => {}
            Fetched::New {
                bytes,
                etag,
                modified,
            } => {
                state = self.take(&bytes, &settings, now).await?;
                state["readAt"] = now.to_string().into();
                state["etag"] = json!(etag);
                state["lastModified"] = json!(modified);
            }
        }
        state["status"] = "watching".into();
        state["checkedAt"] = now.to_string().into();
        self.tell(fence, state).await?;
        Ok(Duration::from_secs(u64::from(
            settings.every.unwrap_or(EVERY.1).max(EVERY.0),
        )))
    }

    async fn take(
        &self,
        bytes: &[u8],
        settings: &FeedSettings,
        now: Timestamp,
    ) -> Result<Value, Trouble> {
        let place = &self.place;
        let local = TimeZone::get(&place.location.timezone).unwrap_or(TimeZone::UTC);
        let (from, to) = window(now);
        let calendar = read_calendar(bytes, (from, to), &local)?;
        let mut importer = Importer::new(
            place.context("houzz-calendar"),
            place.connection.clone(),
            false,
        );
        let mut counts = [0_u64; 5];
        let mut count = |outcome| {
            counts[match outcome {
                Outcome::Created => 0,
                Outcome::Merged => 1,
                Outcome::Unchanged => 2,
                Outcome::Review => 3,
                Outcome::Ignored => 4,
            }] += 1;
        };
        let mut seen = HashSet::new();
        for meeting in &calendar.meetings {
            let draft = meeting_draft(&settings.name, meeting, &settings.owners);
            seen.insert(draft.id.clone());
            count(importer.take_meeting(&draft).await?.outcome);
        }
        let mut called_off = 0;
        // Of half a file, or one that could not be read in places, nothing is held to be gone.
        if calendar.whole && calendar.faults.is_empty() {
            match importer
                .call_off_missing(&settings.name, &seen, (now, to))
                .await?
            {
                Missing::CalledOff(lines) => called_off = lines.len(),
                Missing::TooMany { missing, of } => self.ask(settings, missing, of, now).await?,
            }
        }
        let Calendar {
            faults,
            meetings,
            whole,
        } = calendar;
        Ok(
            json!({"meetings": meetings.len(), "created": counts[0], "changed": counts[1],
            "unchanged": counts[2], "review": counts[3], "unassigned": counts[4],
            "calledOff": called_off, "whole": whole, "faults": faults}),
        )
    }

    /// Most of a calendar is gone at once: a person says whether that is so.
    async fn ask(
        &self,
        settings: &FeedSettings,
        missing: usize,
        of: usize,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let day = now.to_string().get(..10).unwrap_or_default().to_owned();
        let review = Review {
            id: format!(
                "calendar/{}/{}/{day}",
                self.place.connection.id, self.channel
            ),
            subject: self.channel.clone(),
            title: format!("{}: {missing} of {of} meetings are gone", settings.name),
            reasons: vec![
                "so many at once may be a fault of the calendar; none was called off".into(),
            ],
            detail: json!({"origin": "calendar", "missing": missing, "of": of}),
        };
        self.commit(None, vec![Write::Review(Box::new(review))])
            .await
    }

    async fn lease(&self) -> Result<Option<Fence>, StoreError> {
        let now = self.place.clock.now();
        let write = Write::Lease {
            name: format!("feed/{}/{}", self.place.connection.id, self.channel),
            owner: self.node.clone(),
            until: now.checked_add(LEASE).unwrap_or(Timestamp::MAX),
        };
        let commit = self.draft(None, vec![write]);
        Ok(self.place.store.commit(commit).await?.fence)
    }

    async fn tell(&self, fence: &Fence, state: Value) -> Result<(), StoreError> {
        let write = ChannelWrite::State {
            connection_id: self.place.connection.id.clone(),
            name: self.channel.clone(),
            state,
        };
        self.commit(Some(fence.clone()), vec![Write::Channel(Box::new(write))])
            .await
    }

    async fn commit(&self, fence: Option<Fence>, writes: Vec<Write>) -> Result<(), StoreError> {
        self.place
            .store
            .commit(self.draft(fence, writes))
            .await
            .map(drop)
    }

    fn draft(&self, fence: Option<Fence>, writes: Vec<Write>) -> Commit {
        Commit {
            location: self.place.location.id.clone(),
            at: self.place.clock.now(),
            origin: self.place.origin("houzz-calendar", ""),
            fence,
            writes,
        }
    }
}
