//! Who may do what: bearer tokens and their scopes; the authorization server (RFC 6749 as RFC 9700
//! wants it) with its clients, grants and people; and the vault of third-party secrets.
//!
//! It must not know a vendor's endpoints, or HTTP.

mod access;
mod authorize;
mod client;
mod company;
mod error;
mod people;
mod pkce;
mod redirect;
mod role;
mod secret;
mod tokens;
mod vault;

pub use access::{Access, AccessError, Class, Gate, MAX_TTL, issue};
pub use authorize::{AuthorizeError, AuthorizeRequest, client_id};
pub use client::{ClientError, NewClient, app_id, new_client, rotate_secret};
pub use company::company_of;
pub use error::OAuthError;
pub use people::{People, PersonError, SignInError, SignedIn, hash_password, new_person};
pub use redirect::RedirectError;
pub use role::{Role, UnknownRole};
pub use secret::{form_key, same};
pub use tokens::{
    Choice, Chosen, Installed, InstalledPage, InstalledQuery, Introspection, Issued, TokenServer,
    TokenSettings, Workplace,
};
pub use vault::{MasterKey, Vault, VaultError};
