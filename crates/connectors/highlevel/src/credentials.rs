//! What authenticates a connection: a private integration token, or an OAuth grant.

use std::fmt;
use std::sync::Arc;

use futures_util::future::BoxFuture;
use jiff::Timestamp;
use serde_json::{Map, Value, json};
use tenon_model::{is_id, time};

use crate::health::Noticed;

/// Longest token. HighLevel's access tokens are JWTs of about 1 KiB; headers end at 8 KiB.
const MAX_TOKEN: usize = 6 * 1024;

/// An OAuth 2.0 grant of one location, or of a company (HighLevel docs, Authorization).
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Grant {
    /// The app's id.
    pub client_id: String,
    /// The app's secret.
    pub client_secret: String,
    /// Valid for a day; empty: to be refreshed at once.
    pub access_token: String,
    /// Valid for a year, and for one use. Empty: its company's token is exchanged for a new one.
    pub refresh_token: String,
    /// When the access token ends; `None`: not known, a 401 will tell.
    pub expires_at: Option<Timestamp>,
    /// From when on it is refreshed; `None`: shortly before it ends.
    pub refresh_at: Option<Timestamp>,
    /// Whether it is a company's (`userType` Company).
    pub company: bool,
    /// The company's id over there; empty: not told.
    pub company_id: String,
    /// The location's id over there; empty: not told, or a company's grant.
    pub location_id: String,
}

/// What authenticates a connection.
#[derive(Clone, PartialEq, Eq)]
pub enum Credentials {
    /// A private integration token (`pit-…`): static, rotated by hand.
    Private(String),
    /// A grant that is refreshed every day.
    OAuth(Grant),
}

/// Why a text holds no credentials. It repeats nothing of the text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CredentialsError {
    /// Neither a single line nor JSON.
    #[error("expected one line with a token, or a JSON object with an OAuth grant")]
    Shape,
    /// The JSON lacks something.
    #[error("the OAuth grant lacks {0}")]
    Missing(&'static str),
    /// A time that is none.
    #[error("the OAuth grant's expires_at is neither RFC 3339 nor seconds or milliseconds")]
    Expiry,
}

/// What became of credentials that were to be stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saved {
    /// They are on disk.
    Stored,
    /// Others were put there, or they were taken away, since they were last read: those count.
    Superseded,
}

/// Where the credentials are kept, sealed, and who is told how the connection stands; given by the
/// composition root. Several nodes share it.
pub trait TokenStore: Send + Sync {
    /// The credentials as they are stored now; `None`: there are none (any more).
    fn load(&self) -> BoxFuture<'_, Result<Option<Credentials>, String>>;

    /// Stores them durably, in the place of those that were last read; only then the new pair is used.
    fn save<'a>(&'a self, credentials: &'a Credentials) -> BoxFuture<'a, Result<Saved, String>>;

    /// Whether this node may refresh now: one may at a time. It ends by itself, should the node die.
    fn claim(&self) -> BoxFuture<'_, Result<bool, String>> {
        Box::pin(async { Ok(true) })
    }

    /// The refresh is over.
    fn release(&self) -> BoxFuture<'_, ()> {
        Box::pin(async {})
    }

    /// Something was noticed about how the connection stands.
    fn noticed<'a>(&'a self, _noticed: &'a Noticed) -> BoxFuture<'a, ()> {
        Box::pin(async {})
    }

    /// Where the grant of the location's company is kept, if the connection came by that.
    fn company(&self) -> Option<Arc<dyn TokenStore>> {
        None
    }
}

impl Credentials {
    /// Reads a token file: a single-line token, or a JSON object with `client_id`, `client_secret`,
    /// `access_token`, `refresh_token` and `expires_at` (or their camelCase names).
    ///
    /// # Errors
    /// When it is neither.
    pub fn parse(text: &str) -> Result<Self, CredentialsError> {
        let text = text.trim_start_matches('\u{feff}').trim();
        if let Ok(Value::Object(fields)) = serde_json::from_str(text) {
            return grant(&fields).map(Self::OAuth);
        }
        if is_token(text) {
            Ok(Self::Private(text.to_owned()))
        } else {
            Err(CredentialsError::Shape)
        }
    }

    /// The text that [`Credentials::parse`] reads. It holds the secrets: only for a [`TokenStore`].
    #[must_use]
    pub fn to_secret_text(&self) -> String {
        match self {
            Self::Private(token) => token.clone(),
            Self::OAuth(grant) => json!({
                "client_id": grant.client_id,
                "client_secret": grant.client_secret,
                "access_token": grant.access_token,
                "refresh_token": grant.refresh_token,
                "expires_at": grant.expires_at.map(time::to_wire),
                "refresh_at": grant.refresh_at.map(time::to_wire),
                "user_type": if grant.company { "Company" } else { "Location" },
                "company_id": grant.company_id,
                "location_id": grant.location_id,
            })
            .to_string(),
        }
    }

    pub(crate) fn access_token(&self) -> &str {
        match self {
            Self::Private(token) => token,
            Self::OAuth(grant) => &grant.access_token,
        }
    }
}

/// Visible ASCII, which is what fits a header.
pub(crate) fn is_token(text: &str) -> bool {
    (1..=MAX_TOKEN).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
}

fn grant(fields: &Map<String, Value>) -> Result<Grant, CredentialsError> {
    let field = |snake: &str, camel: &str| fields.get(snake).or_else(|| fields.get(camel));
    let text = |snake: &'static str, camel: &str| {
        let text = field(snake, camel)
            .and_then(Value::as_str)
            .map(str::trim)
            .unwrap_or_default();
        if is_token(text) {
            Ok(text.to_owned())
        } else {
            Err(CredentialsError::Missing(snake))
        }
    };
    let at = |snake, camel| match field(snake, camel) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => moment(value).map(Some).ok_or(CredentialsError::Expiry),
    };
    let id = |snake, camel| {
        let id = field(snake, camel)
            .and_then(Value::as_str)
            .filter(|id| is_id(id));
        id.unwrap_or_default().to_owned()
    };
    let (company_id, location_id) = (
        id("company_id", "companyId"),
        id("location_id", "locationId"),
    );
    // What its company's token can be exchanged for needs no refresh token.
    let exchanged = !company_id.is_empty() && !location_id.is_empty();
    let refresh_token = match text("refresh_token", "refreshToken") {
        Err(_) if exchanged => String::new(),
        token => token?,
    };
    Ok(Grant {
        client_id: text("client_id", "clientId")?,
        client_secret: text("client_secret", "clientSecret")?,
        access_token: text("access_token", "accessToken").unwrap_or_default(),
        refresh_token,
        expires_at: at("expires_at", "expiresAt")?,
        refresh_at: at("refresh_at", "refreshAt")?,
        company: field("user_type", "userType").is_some_and(|kind| kind == "Company"),
        company_id,
        location_id,
    })
}

fn moment(value: &Value) -> Option<Timestamp> {
    /// Seconds since 1970 stay below this until the year 5138; milliseconds passed it in 1973.
    const SECONDS_END: i64 = 100_000_000_000;
    match value {
        Value::String(text) => time::parse_instant(text),
        _ => match value.as_i64()? {
            seconds @ 0..SECONDS_END => Timestamp::from_second(seconds).ok(),
            millis => Timestamp::from_millisecond(millis).ok(),
        },
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Private(_) => out.write_str("Private(…)"),
            Self::OAuth(grant) => out.debug_tuple("OAuth").field(grant).finish(),
        }
    }
}

impl fmt::Debug for Grant {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Grant")
            .field("client_id", &self.client_id)
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_file_is_a_line_or_a_grant() {
        let private = Credentials::parse("\u{feff} pit-0123-abc\r\n").unwrap();
        assert_eq!(private, Credentials::Private("pit-0123-abc".into()));
        let snake = r#"{"client_id":"app-1","client_secret":"s","access_token":"a",
            "refresh_token":"r","expires_at":"2026-01-05T12:00:00Z"}"#;
        let camel = r#"{"clientId":"app-1","clientSecret":"s","accessToken":"a",
            "refreshToken":"r","expiresAt":1767614400000}"#;
        let grant = Credentials::parse(snake).unwrap();
        assert_eq!(Credentials::parse(camel).unwrap(), grant);
        assert_eq!(Credentials::parse(&grant.to_secret_text()).unwrap(), grant);
        for bad in [
            "",
            "two\nlines",
            "with space",
            "{\"client_id\":\"x\"}",
            "[1]é",
        ] {
            assert!(Credentials::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn secrets_are_not_printed() {
        let grant = r#"{"client_id":"app-1","client_secret":"s3cret","access_token":"acc3ss",
            "refresh_token":"r3fresh"}"#;
        for text in [grant, "pit-s3cret"] {
            let shown = format!("{:?}", Credentials::parse(text).unwrap());
            for secret in ["s3cret", "acc3ss", "r3fresh"] {
                assert!(!shown.contains(secret), "{shown}");
            }
        }
    }
}
