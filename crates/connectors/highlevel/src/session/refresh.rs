//! The exchange of a refresh token for a new pair: `POST /oauth/token` (HighLevel docs, OAuth).

use jiff::{SignedDuration, Timestamp};
use reqwest::{Method, Url, header};
use serde_json::Value;
use tenon_sync::remote::RemoteError;

use crate::answer;
use crate::budget::Seen;
use crate::call::Call;
use crate::client::{Answer, Client};
use crate::credentials::{Grant, is_token};

/// Longest life of an access token that is believed; HighLevel's is a day.
const MAX_LIFE: i64 = 366 * 24 * 60 * 60;

/// Why there is no new pair.
pub(super) enum Refused {
    /// The refresh token is used up or revoked, or the app is not known.
    Grant(String),
    /// Something that may pass.
    Other(RemoteError),
}

/// A new pair for the old one. The grant stays as it is when this fails.
pub(super) async fn refresh(
    client: &Client,
    grant: &Grant,
    now: Timestamp,
) -> Result<Grant, Refused> {
    let call = Call::get(&["oauth", "token"]);
    let url = call.url(&client.base).map_err(Refused::Other)?;
    let request = client
        .request(Method::POST, url)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(form(grant))
        .build();
    let failed = |why: String| Refused::Other(RemoteError::Failed(why));
    let request = request.map_err(|error| failed(error.without_url().to_string()))?;
    // A lost answer may have used the refresh token up. The next call tries it once more: the
    // docs promise nothing, but nothing is lost by it.
    let answer = client.exchange(request).await;
    let answer = answer.map_err(|silence| failed(format!("token refresh: {}", silence.why)))?;
    if !answer.status.is_success() {
        return Err(refused(&answer, now));
    }
    let body = answer.body.map_err(failed)?;
    let body = serde_json::from_slice(&body).unwrap_or_default();
    renewed(grant, &body, now).ok_or_else(|| failed("the token's answer cannot be read".into()))
}

/// RFC 6749, section 6, with HighLevel's `user_type`.
fn form(grant: &Grant) -> String {
    let mut form = Url::parse("form:").ok();
    if let Some(form) = &mut form {
        form.query_pairs_mut().extend_pairs([
            ("client_id", grant.client_id.as_str()),
            ("client_secret", grant.client_secret.as_str()),
            ("grant_type", "refresh_token"),
            ("refresh_token", grant.refresh_token.as_str()),
            ("user_type", "Location"),
        ]);
    }
    let form = form.as_ref().and_then(Url::query);
    form.unwrap_or_default().to_owned()
}

fn refused(answer: &Answer, now: Timestamp) -> Refused {
    let body = answer.body.as_deref().unwrap_or_default();
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    let status = answer.status.as_u16();
    let message = answer::message(&body).unwrap_or_else(|| format!("status {status}"));
    match status {
        429 => Refused::Other(RemoteError::Limited {
            wait: Seen::read(&answer.headers).wait(now),
        }),
        // "Location is not active": the same refresh token works once it is active again.
        400 if message.to_lowercase().contains("not active") => {
            Refused::Other(RemoteError::Failed(message))
        }
        400 | 401 | 403 | 422 if body.is_object() => Refused::Grant(message),
        _ => Refused::Other(RemoteError::Failed(format!(
            "token refresh: status {status}: {message}"
        ))),
    }
}

fn renewed(grant: &Grant, body: &Value, now: Timestamp) -> Option<Grant> {
    let field = |snake: &str, camel: &str| match &body[snake] {
        Value::Null => body[camel].clone(),
        value => value.clone(),
    };
    let token = |snake, camel| {
        let token = field(snake, camel);
        token
            .as_str()
            .filter(|token| is_token(token))
            .map(str::to_owned)
    };
    let life = match field("expires_in", "expiresIn") {
        Value::String(text) => text.trim().parse().ok(),
        value => value.as_f64().map(|seconds| seconds as i64),
    };
    let life = life.filter(|life| (1..=MAX_LIFE).contains(life));
    Some(Grant {
        access_token: token("access_token", "accessToken")?,
        // Where no new one is given, the old one goes on (RFC 6749, section 6).
        refresh_token: token("refresh_token", "refreshToken")
            .unwrap_or_else(|| grant.refresh_token.clone()),
        expires_at: life.and_then(|life| now.checked_add(SignedDuration::from_secs(life)).ok()),
        ..grant.clone()
    })
}
