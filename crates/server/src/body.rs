//! Bodies, within bounds of size and time.

use std::time::Duration;

use axum::body::Body;
use bytes::Bytes;
use http::StatusCode;
use http_body_util::BodyExt;
use serde_json::Value;

use crate::{MAX_BODY, envelope::Refusal};

/// How much more than [`MAX_BODY`] is taken and thrown away, so that a client that goes on sending
/// hears the refusal: one that is cut off in the middle reads an error of its socket instead.
const MAX_WASTE: u64 = 16 * 1024 * 1024;
/// How long a client may take to send its body: against connections held by a trickle.
const TIMEOUT: Duration = Duration::from_secs(30);
/// Room made at once for a body that says how long it is; more only as it comes.
const FIRST: usize = 1024 * 1024;
/// How long an answer waits for the end of a body that nobody reads.
const PATIENCE: Duration = Duration::from_secs(5);

/// The body, up to [`MAX_BODY`].
pub(crate) async fn read(body: Body, trace_id: &str) -> Result<Bytes, Refusal> {
    read_up_to(body, MAX_BODY, TIMEOUT, trace_id).await
}

/// The body, up to so many bytes, which may take so long.
pub(crate) async fn read_up_to(
    body: Body,
    limit: usize,
    patience: Duration,
    trace_id: &str,
) -> Result<Bytes, Refusal> {
    let refuse = |status, message: String| Refusal::new(status, message, trace_id);
    match tokio::time::timeout(patience, collect(body, limit)).await {
        Ok(Ok(Some(bytes))) => Ok(bytes),
        Ok(Ok(None)) => Err(refuse(
            StatusCode::PAYLOAD_TOO_LARGE,
            format!("request entity too large: at most {limit} bytes"),
        )),
        Ok(Err(_)) => Err(refuse(
            StatusCode::BAD_REQUEST,
            "the request's body broke off".into(),
        )),
        Err(_) => Err(refuse(
            StatusCode::REQUEST_TIMEOUT,
            "the request's body took too long; send it again".into(),
        )),
    }
}

/// Takes in a body that nobody reads, for the sake of a client that is still sending it.
pub(crate) async fn discard(body: Body) {
    // Whatever comes of it, the answer goes out.
    let _ = tokio::time::timeout(PATIENCE, collect(body, MAX_BODY)).await;
}

/// `None`: it is larger than `limit`.
async fn collect(mut body: Body, limit: usize) -> Result<Option<Bytes>, axum::Error> {
    let told = axum::body::HttpBody::size_hint(&body).lower();
    if told > limit as u64 + MAX_WASTE {
        return Ok(None);
    }
    let mut bytes = Vec::with_capacity(usize::try_from(told).unwrap_or(0).min(FIRST));
    let mut size = 0_u64;
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame?.into_data() else {
            continue;
        };
        size += data.len() as u64;
        if size > limit as u64 + MAX_WASTE {
            return Ok(None);
        }
        if size <= limit as u64 {
            bytes.extend_from_slice(&data);
        }
    }
    Ok((size <= limit as u64).then(|| bytes.into()))
}

/// A body as JSON; `None` when it is blank.
pub(crate) fn json(bytes: &[u8], trace_id: &str) -> Result<Option<Value>, Refusal> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Ok(None);
    }
    serde_json::from_slice(bytes).map(Some).map_err(|error| {
        let message = format!("the body is no JSON: {error}");
        Refusal::new(StatusCode::BAD_REQUEST, message, trace_id)
    })
}
