//! `POST /hooks/highlevel/{connection}`: HighLevel's webhooks. Verified, de-duplicated by their
//! `webhookId`, put on disk with the work they ask for, answered; worked off afterwards.

use axum::{
    extract::{Path, Request, State, rejection::PathRejection},
    response::{IntoResponse, Response},
};
use http::{HeaderMap, StatusCode};
use jiff::Timestamp;
use serde_json::{Value, json};
use tenon_highlevel::webhook::{self, Event, Keys, Subject};
use tenon_model::{Kind, Origin};
use tenon_store::{Commit, Connection, NewJob, StoreError, Write};
use tenon_sync::{Look, echo};

use super::apps;
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
    let connection = super::connection(app, id, "highlevel", trace_id).await?;
    let body = body::read(body, trace_id).await?;
    let event = genuine(
        &connection.settings["webhookKeys"],
        &head.headers,
        &body,
        trace_id,
    )?;
    let theirs = connection.settings["locationId"]
        .as_str()
        .unwrap_or_default();
    if event
        .location_id
        .as_deref()
        .is_some_and(|location| location != theirs)
    {
        let message = "This webhook is about a location that this connection does not serve.";
        return Err(Refusal::new(StatusCode::FORBIDDEN, message, trace_id));
    }
    let mut parted = false;
    if event.subject == Subject::Uninstall {
        let (location, id) = (&connection.location_id, &connection.id);
        let done = apps::desk(app).part(location, id, &event).await;
        parted = done.map_err(|error| apps::refused(&error, trace_id))?;
    }
    let status = accept(app, &connection, &event, &body, trace_id).await?;
    Ok(if parted { "accepted" } else { status })
}

/// A webhook that is the vendor's, read.
pub(super) fn genuine(
    named: &Value,
    headers: &HeaderMap,
    body: &[u8],
    trace_id: &str,
) -> Result<Event, Refusal> {
    let keys = keys(named).map_err(|what| {
        tracing::error!(what, "the webhook keys cannot be read");
        Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, what, trace_id)
    })?;
    webhook::verify(&keys, headers, body)
        .map_err(|error| Refusal::new(StatusCode::UNAUTHORIZED, error.to_string(), trace_id))?;
    webhook::read(body).map_err(|error| {
        Refusal::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            error.to_string(),
            trace_id,
        )
    })
}

/// Puts a webhook of a connection on disk, with the work it asks for.
pub(super) async fn accept(
    app: &App,
    connection: &Connection,
    event: &Event,
    body: &[u8],
    trace_id: &str,
) -> Result<&'static str, Refusal> {
    let refuse = |error: StoreError| Refusal::of(error.into(), trace_id);
    let mut writes = vec![Write::Delivery {
        connection_id: connection.id.clone(),
        id: event.webhook_id.clone(),
        body: body.to_vec(),
    }];
    let job = job(app, connection, event, app.now())
        .await
        .map_err(refuse)?;
    let ignored = job.is_none();
    writes.extend(job.map(Write::Job));
    let actor = (
        "connection",
        connection.id.as_str(),
        connection.name.as_str(),
    );
    let cause = ("delivery", event.webhook_id.as_str());
    let commit = Commit {
        location: connection.location_id.clone(),
        at: app.now(),
        origin: Origin::new(actor, "highlevel", cause),
        fence: None,
        writes,
    };
    let done = app.store().commit(commit).await.map_err(refuse)?;
    // The same webhook again asks for its job again. That is harmless: the job only looks, and one
    // of its key waits at a time.
    Ok(match (done.repeated, ignored) {
        (true, _) => "repeated",
        (false, true) => "ignored",
        (false, false) => "accepted",
    })
}

/// HighLevel's published keys, unless others are named (a sandbox's). The RSA key counts where the
/// current signature is absent only: it ended on 2026-09-01, and may still come.
fn keys(named: &Value) -> Result<Keys, String> {
    let named = named.as_array().filter(|named| !named.is_empty());
    let keys = match named {
        None => Keys::default().with_rsa(None),
        Some(named) => {
            named
                .iter()
                .filter_map(Value::as_str)
                .try_fold(Keys::none(), |keys, key| {
                    let rsa = keys.clone().with_rsa(Some(key));
                    keys.with(key).or(rsa)
                })
        }
    };
    keys.map_err(|error| error.to_string())
}

/// The work an event asks for: to look at the contact it is about.
async fn job(
    app: &App,
    connection: &Connection,
    event: &Event,
    now: Timestamp,
) -> Result<Option<NewJob>, StoreError> {
    let cause = ("delivery", event.webhook_id.as_str());
    let arrival = |contact: &str| tenon_sync::arrival(&connection.id, contact, cause, now);
    if is_echo(app, connection, event).await? {
        return Ok(None);
    }
    // Only what the event is about is looked at.
    let about = |job: NewJob, kind: Kind| NewJob {
        look: Look::at(kind).bits(),
        ..job
    };
    Ok(match &event.subject {
        Subject::Contact(id) | Subject::ContactDeleted(id) => {
            Some(about(arrival(id), Kind::Contact))
        }
        Subject::Child {
            kind,
            contact_id: Some(contact),
            ..
        }
        | Subject::ChildDeleted {
            kind,
            contact_id: Some(contact),
            ..
        } => Some(about(arrival(contact), *kind)),
        Subject::Child {
            kind,
            id,
            contact_id: None,
        }
        | Subject::ChildDeleted {
            kind,
            id,
            contact_id: None,
        } => {
            // Live events may not name the contact. One we do not know is found by a sweep.
            let location = &connection.location_id;
            let link = app
                .store()
                .link_of_remote(location, &connection.id, *kind, id)
                .await?;
            link.map(|link| {
                let job = tenon_sync::look_at(&connection.id, &link.root_id, cause, now);
                about(job, *kind)
            })
        }
        Subject::Install | Subject::Uninstall | Subject::Other => None,
    })
}

/// Whether the event only tells what we wrote ourselves: then there is nothing to look at, and three
/// calls of the vendor's limit are saved.
async fn is_echo(app: &App, connection: &Connection, event: &Event) -> Result<bool, StoreError> {
    let (store, location) = (app.store(), &connection.location_id);
    match (&event.subject, &event.snapshot) {
        (Subject::Contact(id), Some(snapshot)) => {
            let told = (snapshot, webhook::SNAPSHOT);
            echo::is_known_contact(store, location, &connection.id, id, told).await
        }
        (Subject::Child { kind, id, .. }, _) if event.kind.ends_with("Create") => {
            echo::is_known_child(store, location, &connection.id, *kind, id).await
        }
        _ => Ok(false),
    }
}
