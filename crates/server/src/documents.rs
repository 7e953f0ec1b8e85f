//! `/openapi.json`, made once off the registry.

use std::sync::OnceLock;

use axum::{Router, response::IntoResponse, routing::get};
use bytes::Bytes;
use http::header;
use tenon_operations::openapi;

use crate::App;

pub(crate) fn routes() -> Router<App> {
    Router::new().route("/openapi.json", get(document))
}

async fn document() -> impl IntoResponse {
    static DOCUMENT: OnceLock<Bytes> = OnceLock::new();
    let document = DOCUMENT.get_or_init(|| {
        let document = openapi::document(env!("CARGO_PKG_VERSION"));
        document.to_string().into()
    });
    let headers = [
        (header::CONTENT_TYPE, "application/json; charset=utf-8"),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    (headers, document.clone())
}
