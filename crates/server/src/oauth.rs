//! The authorization server's endpoints (RFC 6749 as RFC 9700 wants it), in HighLevel's two dialects.

mod answer;
mod authorize;
mod inspect;
mod locations;
mod metadata;
mod parameters;
mod token;

pub(crate) use answer::refusal_of;

use axum::{
    Router,
    routing::{get, post},
};
use http::HeaderMap;
use tenon_oauth::TokenSettings;
use tenon_operations::Dialect;

use crate::{App, envelope::Refusal, version};

/// How the authorization server behaves.
#[derive(Debug, Clone, Default)]
pub struct OAuthSettings {
    /// Where people and clients reach this server.
    pub public_url: PublicUrl,
    /// How tokens live.
    pub tokens: TokenSettings,
    /// Whether the last address in `X-Forwarded-For` is the caller's: only behind a proxy that writes
    /// it, since anybody can send one.
    pub behind_proxy: bool,
}

/// `https://tenon.example.org`: scheme, host and port, no path. It is the issuer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl(String);

impl Default for PublicUrl {
    /// Where `tenon serve` listens unless told otherwise.
    fn default() -> Self {
        Self("http://127.0.0.1:8080".to_owned())
    }
}

/// A text that is no public URL.
#[derive(Debug, thiserror::Error)]
#[error(
    "a public URL is a scheme, a host and perhaps a port, as https://tenon.example.org; not {0:?}"
)]
pub struct PublicUrlError(String);

impl std::str::FromStr for PublicUrl {
    type Err = PublicUrlError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.strip_suffix('/').unwrap_or(text);
        let host = text
            .strip_prefix("https://")
            .or_else(|| text.strip_prefix("http://"));
        let plain = |byte: u8| {
            byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b':' | b'[' | b']')
        };
        match host {
            Some(host) if !host.is_empty() && host.bytes().all(plain) => Ok(Self(text.to_owned())),
            _ => Err(PublicUrlError(text.to_owned())),
        }
    }
}

impl PublicUrl {
    /// The URL, without a slash at its end.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn is_https(&self) -> bool {
        self.0.starts_with("https://")
    }
}

pub(crate) fn routes() -> Router<App> {
    let ask = || get(authorize::ask).post(authorize::decide);
    Router::new()
        .route("/oauth/authorize", ask())
        .route("/oauth/chooselocation", ask())
        .route("/v2/oauth/chooselocation", ask())
        .route("/oauth/token", post(token::give))
        .route("/oauth/revoke", post(inspect::revoke))
        .route("/oauth/introspect", post(inspect::introspect))
        .route("/oauth/locationToken", post(locations::exchange))
        .route("/oauth/location-token", post(locations::exchange))
        .route("/oauth/installedLocations", get(locations::installed))
        .route("/oauth/installed-locations", get(locations::installed))
        .route(
            "/.well-known/oauth-authorization-server",
            get(metadata::show),
        )
}

/// The dialect a caller names. OAuth's own clients name none and get RFC 6749's names, which are v2's.
fn dialect(headers: &HeaderMap, trace_id: &str) -> Result<Dialect, Refusal> {
    if headers.contains_key("version") {
        version::dialect("", headers, trace_id)
    } else {
        Ok(Dialect::V2)
    }
}
