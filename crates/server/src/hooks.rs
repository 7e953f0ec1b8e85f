//! Doors for others' events: each body is judged before anything is believed, and on disk before it
//! is answered.

mod apps;
mod highlevel;
mod houzz;

use axum::{Router, routing::post};
use http::StatusCode;
use tenon_store::Connection;

use crate::{App, envelope::Refusal};

/// The name of a connection's secret in the vault: `token` (its credentials) or `bridge` (the key
/// its events are signed with).
#[must_use]
pub fn secret_name(connection: &str, what: &str) -> String {
    format!("connection/{connection}/{what}")
}

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/hooks/apps/{app}", post(apps::receive))
        .route("/hooks/highlevel/{connection}", post(highlevel::receive))
        .route("/hooks/houzz/{connection}", post(houzz::receive))
}

/// The connection a hook's path names.
async fn connection(
    app: &App,
    id: &str,
    system: &str,
    trace_id: &str,
) -> Result<Connection, Refusal> {
    let found = if tenon_model::is_id(id) {
        app.store().connection(id).await
    } else {
        Ok(None)
    };
    found
        .map_err(|error| Refusal::of(error.into(), trace_id))?
        .filter(|connection| connection.system == system)
        .ok_or_else(|| {
            let message = format!("There is no {system} connection with this id; check the URL.");
            Refusal::new(StatusCode::NOT_FOUND, message, trace_id)
        })
}
