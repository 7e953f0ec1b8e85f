//! What OAuth's endpoints refuse, with RFC 6749's codes (section 5.2) and HighLevel's words.

use tenon_store::StoreError;

/// Why a token, or anything about one, was not given.
#[derive(Debug, thiserror::Error)]
pub enum OAuthError {
    /// A parameter is missing.
    #[error("Missing parameter: {0}")]
    Missing(&'static str),
    /// A parameter is not as it must be.
    #[error("Invalid parameter: {0}")]
    Invalid(&'static str),
    /// The client is unknown, was shut out, or did not show its secret.
    #[error("Invalid client: client is invalid")]
    Client,
    /// The client may not do this.
    #[error("Unauthorized client: {0}")]
    Unauthorized(&'static str),
    /// A code or refresh token that is worth nothing.
    #[error("Invalid grant: {0}")]
    Grant(&'static str),
    /// There is no such grant type here.
    #[error("Invalid parameter: grantType")]
    GrantType,
    /// More was asked for than was granted, or something nobody knows.
    #[error("Invalid scope: {0}")]
    Scope(String),
    /// The token has not the class or the scope for it.
    #[error("{0}")]
    Class(&'static str),
    /// Another tenant's.
    #[error("{0}")]
    Tenant(&'static str),
    /// The store could not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl OAuthError {
    /// RFC 6749's code; `None` for what is no fault of the request.
    #[must_use]
    pub const fn code(&self) -> Option<&'static str> {
        Some(match self {
            Self::Missing(_) | Self::Invalid(_) => "invalid_request",
            Self::Client => "invalid_client",
            Self::Unauthorized(_) => "unauthorized_client",
            Self::Grant(_) => "invalid_grant",
            Self::GrantType => "unsupported_grant_type",
            Self::Scope(_) => "invalid_scope",
            Self::Class(_) | Self::Tenant(_) => "insufficient_scope",
            Self::Store(_) => return None,
        })
    }
}
