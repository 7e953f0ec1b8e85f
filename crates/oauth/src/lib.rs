//! Who may do what: bearer tokens and their scopes, and the vault of third-party secrets.
//!
//! It must not know a vendor's endpoints, or HTTP.

mod access;
mod vault;

pub use access::{Access, AccessError, Gate, MAX_TTL, issue};
pub use vault::{MasterKey, Vault, VaultError};
