//! Refusals that both an OAuth client and HighLevel's SDKs can read: RFC 6749's `error` and
//! `error_description` beside HighLevel's `statusCode` and `message`.

use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use serde_json::{Value, json};
use tenon_oauth::OAuthError;

use crate::{
    envelope::{Refusal, json_response},
    render,
};

/// Why a call is refused.
pub(super) enum Failure {
    /// In RFC 6749's words.
    OAuth {
        error: OAuthError,
        /// Whether the client showed its secret in the Authorization header.
        basic: bool,
    },
    /// Before OAuth had a say.
    Plain(Refusal),
}

impl From<OAuthError> for Failure {
    fn from(error: OAuthError) -> Self {
        Self::OAuth {
            error,
            basic: false,
        }
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Plain(refusal)
    }
}

impl Failure {
    pub(super) fn render(self, trace_id: &str) -> Response {
        let (error, basic) = match self {
            Self::Plain(refusal) => return not_kept(refusal.into_response(), trace_id),
            Self::OAuth { error, basic } => (error, basic),
        };
        let message = error.to_string();
        let Some(code) = error.code() else {
            return not_kept(refusal_of(error, trace_id).into_response(), trace_id);
        };
        let status = match error {
            OAuthError::Client | OAuthError::Class(_) => StatusCode::UNAUTHORIZED,
            OAuthError::Tenant(_) => StatusCode::FORBIDDEN,
            _ => StatusCode::BAD_REQUEST,
        };
        let body = json!({
            "error": code,
            "error_description": message,
            "statusCode": status.as_u16(),
            "message": message,
            "traceId": trace_id,
        });
        let mut response = json_response(status, body.to_string().into_bytes());
        if basic && status == StatusCode::UNAUTHORIZED {
            // RFC 6749, section 5.2.
            let how = HeaderValue::from_static("Basic realm=\"tenon\"");
            response.headers_mut().insert(header::WWW_AUTHENTICATE, how);
        }
        not_kept(response, trace_id)
    }
}

/// HighLevel's envelope alone, for operations of its API.
pub(crate) fn refusal_of(error: OAuthError, trace_id: &str) -> Refusal {
    let status = match error {
        OAuthError::Store(error) => return Refusal::of(error.into(), trace_id),
        OAuthError::Client | OAuthError::Class(_) => StatusCode::UNAUTHORIZED,
        OAuthError::Tenant(_) => StatusCode::FORBIDDEN,
        _ => StatusCode::BAD_REQUEST,
    };
    Refusal::new(status, error.to_string(), trace_id)
}

/// An answer with a secret in it, or about one: no cache may keep it (RFC 6749, section 5.1).
pub(super) fn given(body: &Value, trace_id: &str) -> Response {
    let response = json_response(StatusCode::OK, body.to_string().into_bytes());
    not_kept(response, trace_id)
}

/// What came of a call, with the headers of its rate limit.
pub(super) fn told(
    answered: Result<Value, Failure>,
    limits: HeaderMap,
    trace_id: &str,
) -> Response {
    let mut response = match answered {
        Ok(body) => given(&body, trace_id),
        Err(failure) => failure.render(trace_id),
    };
    response.headers_mut().extend(limits);
    response
}

fn not_kept(mut response: Response, trace_id: &str) -> Response {
    render::trace(&mut response, trace_id);
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::PRAGMA, HeaderValue::from_static("no-cache"));
    response
}
