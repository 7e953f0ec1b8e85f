//! The console's page, built into the binary, and its session.

mod session;

use axum::{
    Router,
    response::{IntoResponse, Redirect},
    routing::{get, post},
};
use http::header;

use crate::App;

/// Nothing but our own files, and nobody may frame us.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; \
                      base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

pub(crate) fn routes() -> Router<App> {
    let file = |kind: &'static str, text: &'static str| {
        get(move || async move {
            let headers = [
                (header::CONTENT_TYPE, kind),
                (header::CONTENT_SECURITY_POLICY, POLICY),
                (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
                (header::REFERRER_POLICY, "no-referrer"),
                (header::CACHE_CONTROL, "no-cache"),
            ];
            (headers, text).into_response()
        })
    };
    Router::new()
        .route("/", get(|| async { Redirect::to("/console/") }))
        .route("/console", get(|| async { Redirect::to("/console/") }))
        .route(
            "/console/",
            file(
                "text/html; charset=utf-8",
                include_str!("console/index.html"),
            ),
        )
        .route("/console/session", get(session::show))
        .route("/console/token", post(session::token))
        .route(
            "/console/app.js",
            file("text/javascript", include_str!("console/app.js")),
        )
        .route(
            "/console/style.css",
            file("text/css", include_str!("console/style.css")),
        )
}
