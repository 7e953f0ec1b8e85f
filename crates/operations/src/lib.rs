//! Every operation, declared once: its id, method, path, scope, body and handler stand in one place,
//! and the HTTP routes (and later the API document, the catalogue and the command line) are read off
//! [`registry`].
//!
//! It must not know axum, or which database runs.

mod appointments;
pub mod brake;
mod businesses;
mod calendars;
mod call;
mod changed;
mod channels;
mod children;
mod connect;
pub mod connecting;
pub mod contacts;
mod context;
mod custom_fields;
mod dialect;
pub mod doors;
pub mod duplicates;
pub mod edit;
mod error;
mod furnish;
mod guards;
mod locations;
mod log;
mod look;
mod notes;
pub mod openapi;
mod operation;
mod opportunities;
pub mod outlets;
mod overview;
mod pauses;
mod people;
mod programmes;
mod records;
pub mod reviews;
pub mod runs;
mod sync_map;
mod tasks;
mod timeline;
pub mod undo;
mod upkeep;
mod upload;
mod user_pairs;
mod users;
mod webhooks;
mod why;
mod wire;

pub use call::{Call, File, Follow, Reply};
pub use channels::{SpeedToLead, Spread, speed_to_lead};
pub use context::{Caller, Context};
pub use dialect::{Dialect, V3};
pub use error::OperationError;
pub use furnish::furnish;
pub use guards::{Deferred, Guards, IfMatch, who_wants};
pub use log::events_after;
pub use operation::{Body, Method, Operation, registry};
pub use sync_map::MapDesk;
pub use webhooks::{PublicKey, WebhookDesk};
