//! `POST /hooks/email/{connection}`: a raw mail (message/rfc822), for whoever can pass mail on but has
//! no mailbox to be watched: a mail route of a provider, a worker, `.forward`.
//!
//! Whoever sends it shows the connection's mail secret: in the path, as a bearer token, or as the key
//! of a signature made like a bridge event's. What the mail says is believed only as far as it is
//! proven; the secret says who carries it, not who wrote it.

use std::time::Duration;

use axum::{
    extract::{Path, Request, State, rejection::PathRejection},
    response::{IntoResponse, Response},
};
use http::{HeaderMap, StatusCode, header};
use serde_json::json;
use tenon_channels::{Taken, take_mail};
use tenon_houzz::{bridge, limits::MAX_MAIL};
use tenon_model::Origin;
use tenon_sync::import::ImportError;

use crate::{App, body, envelope::Refusal, envelope::json_response};

/// How long a mail may take to come in: 50 MB over a slow line.
const PATIENCE: Duration = Duration::from_secs(180);

pub(super) async fn receive(
    State(app): State<App>,
    path: Result<Path<Vec<String>>, PathRejection>,
    request: Request,
) -> Response {
    let trace_id = app.new_id();
    let path = path.map(|Path(path)| path).unwrap_or_default();
    match work(&app, &path, request, &trace_id).await {
        Ok(body) => json_response(StatusCode::OK, body),
        Err(refusal) => refusal.into_response(),
    }
}

async fn work(
    app: &App,
    path: &[String],
    request: Request,
    trace_id: &str,
) -> Result<Vec<u8>, Refusal> {
    let (head, body) = request.into_parts();
    let id = path.first().map_or("", String::as_str);
    let refuse = |status, message: &str| Refusal::new(status, message.to_owned(), trace_id);
    let connection = super::connection(app, id, "houzz", trace_id).await?;
    let secret = super::secret(app, &connection, "mail", trace_id).await?;
    let shown = path
        .get(1)
        .map(String::as_str)
        .or_else(|| bearer(&head.headers));
    if shown.is_some_and(|shown| !is_same(shown.as_bytes(), &secret)) {
        return Err(refuse(
            StatusCode::UNAUTHORIZED,
            "The mail secret is not this connection's.",
        ));
    }
    let signed = head.headers.contains_key("x-tenon-signature");
    if shown.is_none() && !signed {
        return Err(refuse(
            StatusCode::UNAUTHORIZED,
            "Show the connection's mail secret: in the path, as a bearer token, or by a signature.",
        ));
    }
    if let Some(kind) = foreign_type(&head.headers) {
        let message = format!("{kind} is no raw mail; send the mail itself as message/rfc822.");
        return Err(refuse(StatusCode::UNSUPPORTED_MEDIA_TYPE, &message));
    }
    // Each may be 50 MB, which is held while it is read.
    let Ok(_permit) = app.large_bodies().try_acquire() else {
        let message = "Too many mails come in at this moment; send it again in a few seconds.";
        return Err(refuse(StatusCode::SERVICE_UNAVAILABLE, message));
    };
    let raw = body::read_up_to(body, MAX_MAIL, PATIENCE, trace_id).await?;
    if shown.is_none() {
        let header = |name: &str| head.headers.get(name).and_then(|value| value.to_str().ok());
        let (timestamp, signature) = (header("x-tenon-timestamp"), header("x-tenon-signature"));
        let (timestamp, signature) = (timestamp.unwrap_or(""), signature.unwrap_or(""));
        bridge::verify(&secret, timestamp, signature, &raw, app.now())
            .map_err(|error| refuse(StatusCode::UNAUTHORIZED, &error.to_string()))?;
    }
    if raw.trim_ascii().is_empty() {
        return Err(refuse(
            StatusCode::UNPROCESSABLE_ENTITY,
            "The mail is empty.",
        ));
    }
    let actor = (
        "connection",
        connection.id.as_str(),
        connection.name.as_str(),
    );
    let origin = Origin::new(actor, "houzz-mail", ("import", trace_id));
    let cx = app
        .context_of(&connection.location_id, origin, trace_id)
        .await;
    let cx = cx.map_err(|error| Refusal::of(error.into(), trace_id))?;
    let taken = take_mail(cx, connection, app.mail_keys(), ("mail hook", &raw), true).await;
    let answer = match taken {
        Ok(Taken::Kept(line)) => json!({"outcome": line.outcome, "contactId": line.contact_id,
            "reasons": line.reasons, "traceId": trace_id}),
        Ok(Taken::Left(reason)) => json!({"outcome": "ignored", "contactId": null,
            "reasons": [reason], "traceId": trace_id}),
        Ok(Taken::Unsure) => {
            let message = "The mail's signature cannot be looked up; send it again later.";
            return Err(refuse(StatusCode::SERVICE_UNAVAILABLE, message));
        }
        Err(ImportError::Store(error)) => return Err(Refusal::of(error.into(), trace_id)),
        Err(ImportError::Operation(error)) => return Err(Refusal::of(error, trace_id)),
        Err(error @ ImportError::Map) => {
            return Err(refuse(StatusCode::SERVICE_UNAVAILABLE, &error.to_string()));
        }
        Err(error @ ImportError::Contended(_)) => {
            return Err(refuse(StatusCode::CONFLICT, &error.to_string()));
        }
    };
    Ok(answer.to_string().into())
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// Whether two secrets are the same, in a time that does not tell how far they agree.
fn is_same(one: &[u8], other: &[u8]) -> bool {
    let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, b"mail secret");
    let tag = ring::hmac::sign(&key, one);
    ring::hmac::verify(&key, other, tag.as_ref()).is_ok()
}

/// The type of a body that is something else than a mail.
fn foreign_type(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
    let kind = value.split(';').next()?.trim().to_ascii_lowercase();
    // curl says x-www-form-urlencoded of whatever it is given.
    let fine = [
        "message/rfc822",
        "text/plain",
        "application/octet-stream",
        "application/x-www-form-urlencoded",
    ];
    (!fine.contains(&kind.as_str())).then_some(kind)
}
