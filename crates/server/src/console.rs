//! The console's page, built into the binary, and its session.

mod page;
mod session;

use axum::{
    Router,
    response::Redirect,
    routing::{get, post},
};

use crate::App;

pub(crate) fn routes() -> Router<App> {
    let home = || get(|| async { Redirect::to("/console/") });
    Router::new()
        .route("/", home())
        .route("/console", home())
        .route("/console/", get(page::start))
        .route("/console/session", get(session::show))
        .route("/console/token", post(session::token))
        .route("/console/{*path}", get(page::below))
}
