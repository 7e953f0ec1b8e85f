//! The store: records, the change log, jobs, leases, links and sealed secrets, on two backends that
//! behave alike.
//!
//! Every write is a [`Commit`]: data that says what must hold and what is to be written, applied in
//! one transaction of one location. Every statement is written once, over the small port in
//! `driver.rs`; only the two drivers know which database runs. The store must know neither HTTP nor
//! a vendor.

mod commit;
mod driver;
mod error;
mod migrate;
mod postgres;
mod read;
mod record;
mod search;
mod sqlite;
mod store;
mod url;

pub use commit::RunWrite;
pub use commit::{
    ChannelWrite, Commit, Committed, DeliveryTry, Draw, Drawn, Fence, HOUSE, IndexBatch, Job,
    LinkWrite, MapWrite, NewJob, OAuthWrite, OutletWrite, VendorWrite, WebhookWrite, Window, Write,
};
pub use commit::{ControlWrite, PAUSED, review_type};
pub use error::{Outage, OutageCause, StoreError};
pub use read::{Arrivals, COUNTED, Direction, Queues, Traffic};
pub use read::{Asked, Merge, Moved, Pause, ReviewRule, ReviewSearch, Undo};
pub use read::{
    Attempts, CalendarFeed, ChangePage, ChangedPage, ChangedSearch, Channel, Client, ClientSecret,
    Code, Company, ConnectFlow, Connection, Delivery, DeliveryState, Evidence, Grant, Handoff,
    HandoffState, KeptAnswer, LeadTime, Link, LinkState, MapVersion, Members, Membership, Outlet,
    Person, QueueDepth, RefreshToken, Review, Session, SignInLink, SourceItem, Span, Standing,
    StandingState, SubscriptionState, Token, VendorApp, WebhookSubscription, WorkItem, WorkState,
};
pub use read::{LogPage, LogSearch};
pub use read::{RunKind, RunState, SyncRun};
pub use record::Record;
pub use search::{ContactSearch, Effort, Found, Lag, Place};
pub use store::{OpenOptions, Store};
pub use url::{DatabaseUrl, DatabaseUrlError};

/// Microseconds since 1970: how times are stored.
pub(crate) fn micros(at: jiff::Timestamp) -> i64 {
    at.as_microsecond()
}
