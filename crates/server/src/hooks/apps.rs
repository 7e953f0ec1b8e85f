//! `POST /hooks/apps/{app}`: all webhooks of an app, of every location that has it. HighLevel knows one
//! address for them (its developer portal), so the location's connection is found by what stands in
//! them; installs and uninstalls come here only.

use axum::{
    extract::{Path, Request, State, rejection::PathRejection},
    response::{IntoResponse, Response},
};
use http::StatusCode;
use serde_json::json;
use tenon_highlevel::{
    install::{Desk, InstallError},
    oauth,
    webhook::{Event, Subject},
};
use tenon_operations::OperationError;

use super::highlevel::{accept, genuine};
use crate::{App, body, envelope::Refusal, envelope::json_response};

pub(super) async fn receive(
    State(app): State<App>,
    id: Result<Path<String>, PathRejection>,
    request: Request,
) -> Response {
    let trace_id = app.new_id();
    let id = id.map(|Path(id)| id).unwrap_or_default();
    match work(&app, &id, request, &trace_id).await {
        Ok(status) => json_response(StatusCode::OK, json!({"status": status}).to_string().into()),
        Err(refusal) => refusal.into_response(),
    }
}

async fn work(
    app: &App,
    id: &str,
    request: Request,
    trace_id: &str,
) -> Result<&'static str, Refusal> {
    let (head, body) = request.into_parts();
    let refuse = |error: OperationError| Refusal::of(error, trace_id);
    let known = if tenon_model::is_id(id) {
        app.store()
            .vendor_app(id)
            .await
            .map_err(|error| refuse(error.into()))?
    } else {
        None
    };
    let known = known.ok_or_else(|| {
        let message = "There is no app with this id; check the URL.";
        Refusal::new(StatusCode::NOT_FOUND, message, trace_id)
    })?;
    let body = body::read(body, trace_id).await?;
    let event = genuine(
        &known.settings["webhookKeys"],
        &head.headers,
        &body,
        trace_id,
    )?;
    let vendor = oauth::App::of(&known.client_id, &known.settings);
    if event
        .app_id
        .as_deref()
        .is_some_and(|named| named != vendor.app_id())
    {
        let message = "This webhook is about another app.";
        return Err(Refusal::new(StatusCode::FORBIDDEN, message, trace_id));
    }
    if matches!(event.subject, Subject::Install | Subject::Uninstall) {
        let done = installed_or_removed(app, id, &event).await;
        return done.map_err(|error| refused(&error, trace_id));
    }
    let Some(account) = &event.location_id else {
        return Ok("ignored");
    };
    let standings = app.store().standings_of_account(id, account).await;
    let standings = standings.map_err(|error| refuse(error.into()))?;
    // Of a location that is not connected: sending it again would not help.
    let mut status = "ignored";
    for standing in standings {
        let connection = app.store().connection(&standing.connection_id).await;
        let connection = connection.map_err(|error| refuse(error.into()))?;
        if let Some(connection) = connection {
            status = accept(app, &connection, &event, &body, trace_id).await?;
        }
    }
    Ok(status)
}

async fn installed_or_removed(
    app: &App,
    id: &str,
    event: &Event,
) -> Result<&'static str, InstallError> {
    let desk = desk(app);
    let changed = if event.subject == Subject::Install {
        desk.app_installed(id, event).await?
    } else {
        desk.app_removed(id, event).await?
    };
    Ok(if changed > 0 { "accepted" } else { "ignored" })
}

pub(super) fn desk(app: &App) -> Desk<'_> {
    Desk {
        store: app.store(),
        vault: app.vault(),
        clock: app.clock(),
        random: app.random(),
    }
}

/// The sender comes again after a 5xx.
pub(super) fn refused(error: &InstallError, trace_id: &str) -> Refusal {
    tracing::error!(%error, "an install's event could not be worked off");
    let message = "It could not be worked off at this moment; send it again.";
    Refusal::new(StatusCode::SERVICE_UNAVAILABLE, message, trace_id)
}
