//! Webhooks out: a reader of the change log that turns changes into HighLevel's events, signs them
//! and delivers them at least once, each contact's in their order.
//!
//! The log is read under a lease, so that of several nodes one delivers. A change becomes jobs in
//! the commit that moves the reader's cursor; a job holds the bytes to send, so that every try of
//! it is the same. What this crate must not do: change a record, or know who receives.

mod chaos;
mod desk;
mod envelope;
mod event;
mod guard;
mod json;
mod keys;
mod sender;
mod sign;
mod subscription;

pub use chaos::Chaos;
pub use desk::Desk;
pub use envelope::webhook_id;
pub use event::{Completeness, Event, Snapshot, events};
pub use guard::{Guard, Lookup, MAX_URL, Refused, is_public};
pub use json::stringify;
pub use keys::{Keys, KeysError};
pub use sender::{MAX_TRIES, RETENTION, Sender, SenderConfig, SenderError, TIMEOUT, Whom};
pub use sign::{KeyError, SigningKey};
pub use subscription::{Format, Secret, Subscription};
pub use tenon_model::EventKind;
