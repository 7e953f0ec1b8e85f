//! The connector port: what the engine asks of a connected system, in the hub's words.

use std::time::Duration;

use futures_util::future::BoxFuture;
use jiff::{SignedDuration, Timestamp};
use tenon_model::{Fields, Kind};

/// A record as the other side has it.
#[derive(Debug, Clone, PartialEq)]
pub struct RemoteRecord {
    /// Its id over there.
    pub id: String,
    /// Its fields under the hub's names, in the hub's normal form (see `tenon_model::fields`);
    /// blanks are absent. Fields that the hub does not sync are left out.
    pub fields: Fields,
    /// When it was last written, where the other side tells.
    pub updated_at: Option<Timestamp>,
}

/// A page of contacts, in the order of their last write.
#[derive(Debug, Clone, Default)]
pub struct RemotePage {
    /// The contacts.
    pub records: Vec<RemoteRecord>,
    /// Where the next page starts; `None`: this was the last.
    pub next: Option<String>,
}

/// A change to be made to a record of the other side.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RemotePatch {
    /// Fields to set; `null` clears. Never holds `tags`.
    pub fields: Fields,
    /// Tags to add (contacts only).
    pub add_tags: Vec<String>,
    /// Tags to take away (contacts only).
    pub remove_tags: Vec<String>,
}

/// Where a record stands on the other side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place<'a> {
    /// Its kind.
    pub kind: Kind,
    /// For a task or note, the contact's id over there; for a contact, `None`.
    pub parent: Option<&'a str>,
}

/// How soon a call must go out. The limiter keeps a share of the vendor's budget for `Interactive`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Urgency {
    /// Somebody changed something just now.
    Interactive,
    /// A sweep or a first sync.
    Bulk,
}

/// How fast bulk work may go at the other side's limits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pace {
    /// Calls a second.
    pub per_second: f64,
    /// Calls a day.
    pub per_day: u64,
}

impl Pace {
    /// How long so many calls take, in minutes, rounded up. What goes beyond a day's calls waits for
    /// the next day.
    #[must_use]
    pub fn minutes(self, calls: u64) -> u64 {
        const DAY: u64 = 24 * 60;
        if calls == 0 {
            return 0;
        }
        let days = (calls - 1) / self.per_day.max(1);
        let rest = calls - days * self.per_day.max(1);
        let seconds = rest as f64 / self.per_second.max(f64::MIN_POSITIVE);
        days * DAY + (seconds / 60.0).ceil() as u64
    }
}

/// Why a call did not do what it should.
#[derive(Debug, Clone, thiserror::Error, PartialEq)]
pub enum RemoteError {
    /// The other side refuses the record as it is; sending it again is of no use.
    #[error("refused ({status}): {message}")]
    Refused {
        /// Its HTTP status.
        status: u16,
        /// Its own words.
        message: String,
    },
    /// It has a contact with this e-mail or phone already.
    #[error("the other side has this contact already as {holder}")]
    Duplicate {
        /// That contact's id over there.
        holder: String,
    },
    /// The record is not there.
    #[error("the record is not there any more")]
    Gone,
    /// The rate limit is used up; nothing was sent, or it was turned away.
    #[error("the rate limit is used up for {} s", .wait.as_secs())]
    Limited {
        /// How long until it may be tried again.
        wait: Duration,
    },
    /// The credentials do not work (any more); nobody but a person can mend that.
    #[error("the connection's credentials were refused: {0}")]
    Unauthorized(String),
    /// It certainly had no effect: nothing was sent, or the other side said that it failed before.
    #[error("it did not work: {0}")]
    Failed(String),
    /// It may have had its effect or not: a time-out or a broken connection after sending, or a 5xx.
    #[error("no answer came: {0}")]
    Unknown(String),
}

/// An answer of the other side.
pub type RemoteAnswer<'a, T> = BoxFuture<'a, Result<T, RemoteError>>;

/// A connected system with contacts, tasks and notes. Implementations keep to its rate limit, never
/// send a call twice by themselves that may have had its effect, and decide nothing. A call is over
/// within 60 s, with its turn at the rate limit and a new token: the engine relies on it when it takes
/// over from a node that died in the middle of one. A list of tasks or notes shows every write that
/// was answered before it was asked for; a search may lag by seconds.
pub trait Remote: Send + Sync {
    /// Whether a field of an existing record can be written.
    fn can_update(&self, kind: Kind, field: &str) -> bool;

    /// Whether a field can be written when its record is made. One that can only be written afterwards
    /// is.
    fn can_create(&self, _kind: Kind, _field: &str) -> bool {
        true
    }

    /// Whether creating a contact with a known e-mail or phone is answered with
    /// [`RemoteError::Duplicate`]. When it is not, the engine looks before it creates.
    fn refuses_duplicates(&self) -> bool;

    /// How fast bulk work may go; `None`: no limit is known.
    fn pace(&self) -> Option<Pace> {
        None
    }

    /// A contact; `None` when it is not there.
    fn contact<'a>(
        &'a self,
        id: &'a str,
        urgency: Urgency,
    ) -> RemoteAnswer<'a, Option<RemoteRecord>>;

    /// The tasks or notes of a contact; `None` when the contact is not there.
    fn children<'a>(
        &'a self,
        kind: Kind,
        contact: &'a str,
        urgency: Urgency,
    ) -> RemoteAnswer<'a, Option<Vec<RemoteRecord>>>;

    /// One record; `None` when it is not there. Unlike a list it never lags a write.
    fn record<'a>(
        &'a self,
        place: Place<'a>,
        id: &'a str,
        urgency: Urgency,
    ) -> RemoteAnswer<'a, Option<RemoteRecord>> {
        Box::pin(async move {
            match place.parent {
                None => self.contact(id, urgency).await,
                Some(parent) => {
                    let all = self.children(place.kind, parent, urgency).await?;
                    Ok(all.and_then(|all| all.into_iter().find(|one| one.id == id)))
                }
            }
        })
    }

    /// What stands beside the contacts: all businesses, users, custom fields or calendars, under the fields that
    /// tell which is which (`email`, `fieldKey`, `name`). `None`: the other side has none of them.
    fn furniture<'a>(
        &'a self,
        _kind: Kind,
        _urgency: Urgency,
    ) -> RemoteAnswer<'a, Option<Vec<RemoteRecord>>> {
        Box::pin(async { Ok(None) })
    }

    /// Contacts that might be this one: by e-mail, by phone, and with neither by name.
    fn find<'a>(
        &'a self,
        fields: &'a Fields,
        urgency: Urgency,
    ) -> RemoteAnswer<'a, Vec<RemoteRecord>>;

    /// Creates a record. `fields` may hold `tags`.
    fn create<'a>(
        &'a self,
        place: Place<'a>,
        fields: &'a Fields,
        urgency: Urgency,
    ) -> RemoteAnswer<'a, RemoteRecord>;

    /// Changes a record and answers as it is then.
    fn update<'a>(
        &'a self,
        place: Place<'a>,
        id: &'a str,
        patch: &'a RemotePatch,
        urgency: Urgency,
    ) -> RemoteAnswer<'a, RemoteRecord>;

    /// Deletes a record; one that is not there counts as deleted.
    fn delete<'a>(
        &'a self,
        place: Place<'a>,
        id: &'a str,
        urgency: Urgency,
    ) -> RemoteAnswer<'a, ()>;

    /// How far the other side's clock is behind ours, as far as its answers have told; what is added
    /// to its times to get ours.
    fn behind(&self) -> SignedDuration {
        SignedDuration::ZERO
    }

    /// Contacts written at or after `since` (all, when `None`), oldest write first. `page` is the
    /// `next` of the page before.
    fn changed<'a>(
        &'a self,
        since: Option<Timestamp>,
        page: Option<&'a str>,
    ) -> RemoteAnswer<'a, RemotePage>;
}
