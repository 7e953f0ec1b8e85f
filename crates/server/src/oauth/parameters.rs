//! Parameters of a body: a form, or a JSON object of texts, as HighLevel's v3 allows.

use axum::body::Body;
use http::{StatusCode, header, request::Parts};
use serde_json::Value;
use tenon_oauth::OAuthError;

use crate::{body, envelope::Refusal};

/// HighLevel's names for RFC 6749's: either is taken.
const NAMES: [(&str, &str); 10] = [
    ("client_id", "clientId"),
    ("client_secret", "clientSecret"),
    ("code_verifier", "codeVerifier"),
    ("grant_type", "grantType"),
    ("redirect_uri", "redirectUri"),
    ("refresh_token", "refreshToken"),
    ("user_type", "userType"),
    ("company_id", "companyId"),
    ("location_id", "locationId"),
    ("token_type_hint", "tokenTypeHint"),
];

/// What a body says, by RFC 6749's names.
pub(super) struct Parameters(Vec<(String, String)>);

impl Parameters {
    pub(super) async fn read(head: &Parts, body: Body, trace_id: &str) -> Result<Self, Refusal> {
        let kind = head
            .headers
            .get(header::CONTENT_TYPE)
            .and_then(|kind| kind.to_str().ok())
            .and_then(|kind| kind.split(';').next())
            .map(|kind| kind.trim().to_ascii_lowercase());
        let bytes = body::read(body, trace_id).await?;
        match kind.as_deref() {
            Some("application/x-www-form-urlencoded") => Ok(Self::of_form(&bytes)),
            Some("application/json") => Self::of_json(&bytes, trace_id),
            _ => Err(Refusal::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "Send the parameters as application/x-www-form-urlencoded.",
                trace_id,
            )),
        }
    }

    fn of_form(bytes: &[u8]) -> Self {
        Self::of(url::form_urlencoded::parse(bytes).into_owned())
    }

    fn of_json(bytes: &[u8], trace_id: &str) -> Result<Self, Refusal> {
        let wrong = || {
            let message = "The body must be a JSON object of texts.";
            Refusal::new(StatusCode::BAD_REQUEST, message, trace_id)
        };
        let Some(Value::Object(fields)) = body::json(bytes, trace_id)? else {
            return Err(wrong());
        };
        let mut pairs = Vec::with_capacity(fields.len());
        for (name, value) in fields {
            match value {
                Value::String(value) => pairs.push((name, value)),
                Value::Null => {}
                _ => return Err(wrong()),
            }
        }
        Ok(Self::of(pairs.into_iter()))
    }

    fn of(pairs: impl Iterator<Item = (String, String)>) -> Self {
        let named = |(name, value): (String, String)| {
            let known = NAMES.iter().find(|(_, highlevel)| *highlevel == name);
            (known.map_or(name, |(name, _)| (*name).to_owned()), value)
        };
        Self(pairs.map(named).collect())
    }

    /// A parameter; an empty one is none (RFC 6749, section 3.2).
    ///
    /// # Errors
    /// [`OAuthError::Invalid`] when it comes more than once, or holds a NUL.
    pub(super) fn get(&self, name: &'static str) -> Result<Option<&str>, OAuthError> {
        let mut values = self.0.iter().filter(|(key, _)| key == name);
        let first = values.next().map(|(_, value)| value.as_str());
        if values.next().is_some() || first.is_some_and(|value| value.contains('\0')) {
            return Err(OAuthError::Invalid(told(name)));
        }
        Ok(first.filter(|value| !value.is_empty()))
    }

    /// A parameter that must be there.
    pub(super) fn need(&self, name: &'static str) -> Result<&str, OAuthError> {
        self.get(name)?.ok_or(OAuthError::Missing(told(name)))
    }
}

/// The name as HighLevel's messages have it.
fn told(name: &'static str) -> &'static str {
    let known = NAMES.iter().find(|(rfc, _)| *rfc == name);
    known.map_or(name, |(_, highlevel)| highlevel)
}
