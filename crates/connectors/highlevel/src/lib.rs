//! The HighLevel connector: what it can read and write there, within the vendor's limits, and how
//! its webhooks are verified and read.
//!
//! It stands behind `tenon_sync::remote::Remote` and must not decide who wins, retry a write that
//! may have had its effect, or keep secrets anywhere but in the [`TokenStore`] it is given.

mod answer;
pub mod budget;
mod call;
mod client;
mod connector;
mod credentials;
mod gateway;
mod health;
pub mod install;
mod keeper;
mod mapping;
pub mod oauth;
mod remote;
pub mod scopes;
mod session;
mod skew;
pub mod webhook;

pub use budget::Limits;
pub use client::CALL_TIMEOUT;
pub use connector::{HighLevel, HighLevelConfig, SetupError};
pub use credentials::{Credentials, CredentialsError, Grant, Saved, TokenStore};
pub use health::Noticed;
pub use keeper::{Keeper, Owner};

/// Where the vendor's API lives (HighLevel docs, Authorization).
pub const BASE_URL: &str = "https://services.leadconnectorhq.com";
