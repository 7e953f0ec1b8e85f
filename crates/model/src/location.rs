//! A location: the tenant, and the partition of everything stored.

use serde::{Deserialize, Serialize};

/// A firm's account. Every record belongs to exactly one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Location {
    /// Its id, as in HighLevel's `locationId`.
    pub id: String,
    /// The firm's name.
    pub name: String,
    /// ISO 3166-1 alpha-2, upper case: how phones without a country code are read.
    pub country: String,
    /// IANA name, `America/Chicago`: what "tomorrow at nine" means.
    pub timezone: String,
    /// Whether two contacts may share an e-mail or phone (HighLevel's `allowDuplicateContact`).
    pub allow_duplicates: bool,
}
