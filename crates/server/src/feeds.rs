//! `GET /feeds/calendar/{secret}.ics`: the location's appointments, as calendars subscribe to them.
//!
//! A calendar sends no token, so the address is the secret. What is refused does not say why.

use axum::{
    Router,
    extract::{Path, Request, State, rejection::PathRejection},
    response::{IntoResponse, Response},
    routing::get,
};
use http::{HeaderValue, StatusCode, header};
use tenon_operations::outlets::feed_text;

use crate::{App, conditional, envelope::Refusal};

/// A secret is 64 digits; what is longer is not looked up.
const SECRET: usize = 64;

pub(crate) fn routes() -> Router<App> {
    Router::new().route("/feeds/calendar/{file}", get(calendar))
}

async fn calendar(
    State(app): State<App>,
    file: Result<Path<String>, PathRejection>,
    request: Request,
) -> Response {
    let trace_id = app.new_id();
    let file = file.map(|Path(file)| file).unwrap_or_default();
    let secret = file.strip_suffix(".ics").unwrap_or(&file);
    let is_one = secret.len() == SECRET && secret.bytes().all(|byte| byte.is_ascii_hexdigit());
    let found = if is_one {
        feed_text(app.store(), secret, app.now()).await
    } else {
        Ok(None)
    };
    let feed = match found {
        Ok(Some(feed)) => feed,
        Ok(None) => {
            let message = "There is no calendar here, or not any more; ask for a new address.";
            return Refusal::new(StatusCode::NOT_FOUND, message, &trace_id).into_response();
        }
        Err(error) => return Refusal::of(error.into(), &trace_id).into_response(),
    };
    let tag = conditional::tag(None, feed.text.as_bytes());
    let mut response = if conditional::is_known(request.headers(), &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let kind = [(header::CONTENT_TYPE, "text/calendar; charset=utf-8")];
        (kind, feed.text).into_response()
    };
    let headers = response.headers_mut();
    if let Ok(tag) = HeaderValue::try_from(tag) {
        headers.insert(header::ETAG, tag);
    }
    for (name, value) in [
        (header::CACHE_CONTROL, "private, no-cache"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}
