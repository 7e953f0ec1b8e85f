//! A commit: everything one transaction writes, as data. The only way to write.

mod apply;
mod background;
mod calls;
mod channels;
mod controls;
mod draft;
mod draw;
mod foreseen;
mod keys;
mod links;
mod log;
mod maps;
mod oauth;
mod outlets;
mod records;
mod runs;
mod search;
mod vendor;
mod webhooks;

use std::ops::Range;

use jiff::Timestamp;
use serde_json::Value;
use tenon_model::{Action, Fields, Kind, Location, Origin};

pub(crate) use apply::apply;
pub use channels::ChannelWrite;
pub use controls::{ControlWrite, PAUSED, review_type};
pub(crate) use draft::Draft;
pub use draw::{Draw, Drawn, Window};
pub use maps::MapWrite;
pub use oauth::{HOUSE, OAuthWrite};
pub use outlets::OutletWrite;
pub use runs::RunWrite;
pub use search::IndexBatch;
pub(crate) use search::{IndexRow, NUMBER_BITS, array, places, word};
pub use vendor::VendorWrite;
pub use webhooks::{DeliveryTry, WebhookWrite};

use crate::{Connection, KeptAnswer, Link, Record, Review, SourceItem, Token};

/// What one transaction writes. All of it happens, or none.
#[derive(Debug, Clone)]
pub struct Commit {
    /// The location; a commit touches one.
    pub location: String,
    /// Now.
    pub at: Timestamp,
    /// Who writes, through which door, and why: stands on every change.
    pub origin: Origin,
    /// The lease the writer must still hold.
    pub fence: Option<Fence>,
    /// In order.
    pub writes: Vec<Write>,
}

/// A lease and the number it was taken under.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fence {
    /// The lease's name.
    pub name: String,
    /// Its fencing number.
    pub number: i64,
}

/// One thing to write.
#[derive(Debug, Clone)]
pub enum Write {
    /// A new record.
    Create {
        /// What it is.
        kind: Kind,
        /// Its id.
        id: String,
        /// The contact it belongs to.
        root_id: String,
        /// Its document.
        doc: Fields,
        /// Whether its e-mail and phone must be nobody else's.
        exclusive: bool,
    },
    /// A new document for a record; refused when the record is no longer as `old`.
    Update {
        /// As it was read.
        old: Record,
        /// The document from now on.
        doc: Fields,
        /// Whether its e-mail and phone must be nobody else's.
        exclusive: bool,
    },
    /// A record's end; refused when the record is no longer as `old`. A contact takes its tasks and
    /// notes with it.
    Delete {
        /// As it was read.
        old: Record,
    },
    /// Brings a record back; refused when it is no longer the tombstone that was read. In the log it is
    /// a new record again.
    Restore {
        /// The tombstone, as it was read.
        old: Record,
        /// The document from now on.
        doc: Fields,
        /// Whether its e-mail and phone must be nobody else's.
        exclusive: bool,
    },
    /// Refused when the record is no longer at this version; writes nothing.
    Check {
        /// What it is.
        kind: Kind,
        /// Its id.
        id: String,
        /// The version that was read.
        version: i64,
    },
    /// An entry of the log that speaks of a record without writing it.
    Log {
        /// The record's kind.
        kind: Kind,
        /// The record.
        record_id: String,
        /// The contact it belongs to.
        root_id: String,
        /// What happened.
        action: Action,
        /// What is to be said of it.
        detail: Value,
    },
    /// A link, new or changed.
    Link(Box<LinkWrite>),
    /// A job, or another turn of one that waits.
    Job(NewJob),
    /// A job that is done; refused when somebody else has it now.
    FinishJob(Job),
    /// A job to be tried again; refused when somebody else has it now.
    RetryJob {
        /// The job.
        job: Job,
        /// Not before.
        run_at: Timestamp,
        /// What went wrong, for people.
        error: String,
        /// Whether the try counts: waiting for a rate limit does not.
        counts: bool,
    },
    /// Takes up to `limit` due jobs into [`Committed::jobs`], for nobody else until `until`.
    Claim {
        /// The queue.
        queue: String,
        /// At most so many.
        limit: i64,
        /// When others may take them.
        until: Timestamp,
    },
    /// Takes every claim of a queue back: for whoever has just taken over the lease under which its
    /// jobs are claimed, so that what a dead holder had claimed need not wait.
    Release {
        /// The queue.
        queue: String,
    },
    /// Takes or keeps a lease; [`Committed::fence`] says whether it was had.
    Lease {
        /// Its name.
        name: String,
        /// Who takes it.
        owner: String,
        /// When others may take it.
        until: Timestamp,
    },
    /// Where a reader stands; refused when it stands elsewhere than `from`.
    Cursor {
        /// The reader.
        name: String,
        /// Where it stood; `None`: it is new.
        from: Option<String>,
        /// Where it stands now.
        to: String,
    },
    /// A webhook received. [`Committed::repeated`] says that it was known already.
    Delivery {
        /// The connection it came by.
        connection_id: String,
        /// The sender's id for it.
        id: String,
        /// As it came.
        body: Vec<u8>,
    },
    /// A source's item and what became of it. Refused with a conflict when it is known already.
    Source(Box<SourceItem>),
    /// Something a person must look at; one that stands already is left as it is.
    Review(Box<Review>),
    /// A new location.
    Location(Location),
    /// A new connection.
    Connection(Box<Connection>),
    /// A sealed secret, new or changed; refused when it is not at `version` (0: it is new).
    Secret {
        /// Its name.
        name: String,
        /// Sealed.
        sealed: Vec<u8>,
        /// The version that was read.
        version: i64,
    },
    /// What the search index's follower has read; refused when another one was quicker.
    Index(Box<IndexBatch>),
    /// A token, by its hash.
    Token(Box<Token>),
    /// The answer of a call that named itself. [`StoreError::Repeated`](crate::StoreError::Repeated)
    /// when one of that name stands and has not ended: then nothing of the commit happens.
    Answer(Box<KeptAnswer>),
    /// Takes calls out of a caller's windows into [`Committed::drawn`].
    Draw(Box<Draw>),
    /// Something about reviews, undo, merges and pauses.
    Control(Box<ControlWrite>),
    /// Something about the field map.
    Map(Box<MapWrite>),
    /// Something about webhooks out.
    Webhook(WebhookWrite),
    /// Something about what goes out to a system without an API.
    Outlet(OutletWrite),
    /// Something about the ways in.
    Channel(Box<ChannelWrite>),
    /// Something about runs.
    Run(RunWrite),
    /// Clients, grants, people: what belongs to the installation.
    OAuth(Box<OAuthWrite>),
    /// Apps at vendors, connections being made, and how connections stand.
    Vendor(Box<VendorWrite>),
}

/// A link to be written.
#[derive(Debug, Clone)]
pub struct LinkWrite {
    /// As it shall be. Its `version` is the one that was read; 0: it is new.
    pub link: Link,
}

/// A job to be done.
#[derive(Debug, Clone, PartialEq)]
pub struct NewJob {
    /// Which workers do it.
    pub queue: String,
    /// What it is about: one job per key waits.
    pub key: String,
    /// What the worker needs to know.
    pub payload: Value,
    /// Lower goes first.
    pub priority: i64,
    /// Not before.
    pub run_at: Timestamp,
    /// What the worker is to look at, as bits that it knows: those of all who asked are kept together.
    pub look: i64,
}

/// A job somebody has claimed.
#[derive(Debug, Clone, PartialEq)]
pub struct Job {
    /// The queue.
    pub queue: String,
    /// What it is about.
    pub key: String,
    /// What the worker needs to know.
    pub payload: Value,
    /// Tries that failed.
    pub attempts: i64,
    /// Grows when it is asked for again.
    pub generation: i64,
    /// The claim's number.
    pub fence: i64,
    /// Lower goes first.
    pub priority: i64,
    /// What it is to look at, as bits.
    pub look: i64,
}

/// What a commit did.
#[derive(Debug, Clone, Default)]
pub struct Committed {
    /// The numbers of the entries it added to the log.
    pub numbers: Range<i64>,
    /// Records as they are now, in the order of the writes.
    pub records: Vec<Record>,
    /// Jobs claimed.
    pub jobs: Vec<Job>,
    /// The lease, when it was had.
    pub fence: Option<Fence>,
    /// Whether the delivery was known already.
    pub repeated: bool,
    /// What was drawn.
    pub drawn: Option<Drawn>,
    /// Rows that were cleared away.
    pub cleared: u64,
    /// Whether there is new work for somebody.
    pub wakes: bool,
}
