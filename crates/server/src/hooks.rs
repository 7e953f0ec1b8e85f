//! Doors for others' events: each body is judged before anything is believed, and on disk before it
//! is answered.

mod apps;
mod email;
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
        .route("/hooks/email/{connection}", post(email::receive))
        .route("/hooks/email/{connection}/{secret}", post(email::receive))
}

/// A secret that a connection and its sender share.
async fn secret(
    app: &App,
    connection: &Connection,
    what: &str,
    trace_id: &str,
) -> Result<Vec<u8>, Refusal> {
    let name = secret_name(&connection.id, what);
    let sealed = app.store().secret(&connection.location_id, &name).await;
    let sealed = sealed.map_err(|error| Refusal::of(error.into(), trace_id))?;
    let (sealed, _) = sealed.ok_or_else(|| {
        let message =
            format!("This connection has no {what} secret; connect Houzz again to make one.");
        Refusal::new(StatusCode::UNAUTHORIZED, message, trace_id)
    })?;
    app.vault()
        .open(&connection.location_id, &name, &sealed)
        .map_err(|error| {
            tracing::error!(connection = connection.id, what, %error, "a secret cannot be opened");
            Refusal::new(
                StatusCode::INTERNAL_SERVER_ERROR,
                error.to_string(),
                trace_id,
            )
        })
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
