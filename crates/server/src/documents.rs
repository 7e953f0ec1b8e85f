//! What callers read: `/openapi.json`, made once off the registry; `/docs`, made from it; and a page
//! about each error. Plain HTML of our own, without a script.

mod errors;
mod markdown;
mod reference;

use std::sync::OnceLock;

use axum::{
    Router,
    extract::{Path, Request, State},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use bytes::Bytes;
use http::header;
use serde_json::Value;
use tenon_operations::openapi;

use crate::{App, envelope};

pub(crate) use errors::path as page_of;

/// Nothing but our own style, and nobody may frame us.
const POLICY: &str = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; \
                      frame-ancestors 'none'";

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/openapi.json", get(|| async { served(JSON, machine()) }))
        .route("/docs", get(|| async { Redirect::to("/docs/") }))
        .route("/docs/", get(|| async { served(HTML, people()) }))
        .route("/docs/style.css", get(style))
        .route("/docs/errors/{status}", get(error))
}

const JSON: &str = "application/json; charset=utf-8";
const HTML: &str = "text/html; charset=utf-8";

fn served(kind: &'static str, body: impl Into<Bytes>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    (headers, body.into()).into_response()
}

async fn style() -> Response {
    served("text/css", include_str!("documents/style.css"))
}

fn document() -> Value {
    openapi::document(env!("CARGO_PKG_VERSION"))
}

fn machine() -> Bytes {
    static DOCUMENT: OnceLock<Bytes> = OnceLock::new();
    let made = DOCUMENT.get_or_init(|| document().to_string().into());
    made.clone()
}

fn people() -> Bytes {
    static PAGE: OnceLock<Bytes> = OnceLock::new();
    let made = PAGE.get_or_init(|| framed("Tenon's API", &reference::page(&document())).into());
    made.clone()
}

async fn error(State(app): State<App>, Path(status): Path<String>, request: Request) -> Response {
    match errors::page(&status) {
        Some(page) => {
            let back = "<p><a href=\"/docs/#errors\">All errors</a></p>";
            let page = format!("<main>\n{page}{back}\n</main>\n");
            served(HTML, framed(&format!("Error {status}"), &page))
        }
        None => envelope::no_such_path(State(app), request).await,
    }
}

fn framed(title: &str, inside: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{}</title>\n<link rel=\"stylesheet\" href=\"/docs/style.css\">\n</head>\n<body>\n\
         {inside}</body>\n</html>\n",
        markdown::escaped(title)
    )
}
