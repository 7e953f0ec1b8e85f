//! `/healthz`: the process lives. `/readyz`: it can serve.

use axum::{Router, extract::State, response::Response, routing::get};
use http::StatusCode;
use serde_json::json;

use crate::{App, envelope::json_response};

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/healthz", get(|| async { body(StatusCode::OK, "ok", "") }))
        .route("/readyz", get(ready))
}

async fn ready(State(app): State<App>) -> Response {
    match app.store().last_seq("").await {
        Ok(_) => body(StatusCode::OK, "ready", ""),
        Err(error) => {
            // Anybody may ask, so what the database says is for the log.
            tracing::warn!(%error, "not ready");
            let why = "the database does not answer; see the log";
            body(StatusCode::SERVICE_UNAVAILABLE, "not ready", why)
        }
    }
}

fn body(status: StatusCode, text: &str, why: &str) -> Response {
    let body = if why.is_empty() {
        json!({"status": text})
    } else {
        json!({"status": text, "why": why})
    };
    json_response(status, body.to_string().into_bytes())
}
