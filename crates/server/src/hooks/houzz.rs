//! `POST /hooks/houzz/{connection}`: the signed bridge, for a person's own automation (Zapier, Make,
//! n8n, a script) to tell what happens in Houzz Pro.

use axum::{
    extract::{Path, Request, State, rejection::PathRejection},
    response::{IntoResponse, Response},
};
use http::StatusCode;
use serde_json::json;
use tenon_houzz::bridge::{self, BridgeError};
use tenon_model::Origin;
use tenon_sync::import::{ImportError, Importer};

use crate::{App, body, envelope::Refusal, envelope::json_response};

pub(super) async fn receive(
    State(app): State<App>,
    id: Result<Path<String>, PathRejection>,
    request: Request,
) -> Response {
    let trace_id = app.new_id();
    let id = id.map(|Path(id)| id).unwrap_or_default();
    match work(&app, &id, request, &trace_id).await {
        Ok(body) => json_response(StatusCode::OK, body),
        Err(refusal) => refusal.into_response(),
    }
}

async fn work(app: &App, id: &str, request: Request, trace_id: &str) -> Result<Vec<u8>, Refusal> {
    let (head, body) = request.into_parts();
    let connection = super::connection(app, id, "houzz", trace_id).await?;
    let body = body::read(body, trace_id).await?;
    let header = |name: &str| {
        head.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or("")
    };
    let secret = super::secret(app, &connection, "bridge", trace_id).await?;
    bridge::verify(
        &secret,
        header("x-tenon-timestamp"),
        header("x-tenon-signature"),
        &body,
        app.now(),
    )
    .map_err(|error| bad_event(&error, trace_id))?;
    let item = bridge::read_event(&body).map_err(|error| bad_event(&error, trace_id))?;
    let actor = (
        "connection",
        connection.id.as_str(),
        connection.name.as_str(),
    );
    let origin = Origin::new(actor, "houzz-bridge", ("import", trace_id));
    let cx = app
        .context_of(&connection.location_id, origin, trace_id)
        .await;
    let cx = cx.map_err(|error| Refusal::of(error.into(), trace_id))?;
    let line = Importer::new(cx, connection, false)
        .take(tenon_houzz::draft(item))
        .await;
    let line = line.map_err(|error| match error {
        ImportError::Store(error) => Refusal::of(error.into(), trace_id),
        ImportError::Operation(error) => Refusal::of(error, trace_id),
        ImportError::Map => {
            Refusal::new(StatusCode::SERVICE_UNAVAILABLE, error.to_string(), trace_id)
        }
        ImportError::Contended(_) => {
            Refusal::new(StatusCode::CONFLICT, error.to_string(), trace_id)
        }
    })?;
    Ok(json!({
        "outcome": line.outcome,
        "contactId": line.contact_id,
        "reasons": line.reasons,
        "traceId": trace_id,
    })
    .to_string()
    .into())
}

fn bad_event(error: &BridgeError, trace_id: &str) -> Refusal {
    let status = match error {
        BridgeError::Signature(_) => StatusCode::UNAUTHORIZED,
        BridgeError::Body(_) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    Refusal::new(status, error.to_string(), trace_id)
}
