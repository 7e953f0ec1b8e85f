//! `/metrics`: how the sync stands, as Prometheus reads it (text format 0.0.4).
//!
//! Asked from this machine without a token, it tells of every connection; behind a proxy, where
//! everybody seems to be from this machine, and from elsewhere, a token is needed, and it tells of the
//! token's location alone. Labels are ids, kinds and fixed words: as many as there are connections.

use std::fmt::Write as _;

use axum::{
    Router,
    extract::{Request, State},
    response::{IntoResponse, Response},
    routing::get,
};
use http::{HeaderValue, StatusCode, header, request::Parts};
use tenon_model::Scope;
use tenon_operations::runs::{self, stand};
use tenon_store::{Connection, RunKind, RunState, StoreError};

use crate::{App, access, envelope::Refusal, serve::Remote};

/// Connections told of. Each is a dozen lines; an installation has one or two for each firm.
const MAX_CONNECTIONS: usize = 1_000;

pub(crate) fn routes() -> Router<App> {
    Router::new().route("/metrics", get(metrics))
}

async fn metrics(State(app): State<App>, request: Request) -> Response {
    let trace_id = app.new_id();
    let (head, _) = request.into_parts();
    match tell(&app, &head, &trace_id).await {
        Ok(text) => {
            let kind = HeaderValue::from_static("text/plain; version=0.0.4; charset=utf-8");
            ([(header::CONTENT_TYPE, kind)], text).into_response()
        }
        Err(refusal) => refusal.into_response(),
    }
}

async fn tell(app: &App, head: &Parts, trace_id: &str) -> Result<String, Refusal> {
    let headers = &head.headers;
    let here = head.extensions.get::<Remote>().is_none()
        && !app.settings().oauth.behind_proxy
        // A page in a browser on this machine must not read it for somebody elsewhere.
        && !headers.contains_key(header::ORIGIN);
    let location = if headers.contains_key(header::AUTHORIZATION) {
        let access = access::check(app, headers, Scope::ContactsReadonly, trace_id).await?;
        Some(access.location_id.clone())
    } else if here {
        None
    } else {
        let message = "Send a token: Authorization: Bearer …";
        return Err(Refusal::new(StatusCode::UNAUTHORIZED, message, trace_id));
    };
    let told = all(app, location.as_deref()).await;
    told.map_err(|error| Refusal::of(error.into(), trace_id))
}

/// Each metric with its lines.
#[derive(Default)]
struct Metrics(Vec<(&'static str, &'static str, String)>);

impl Metrics {
    fn add(&mut self, name: &'static str, help: &'static str, labels: &str, value: impl Into<f64>) {
        let at = self.0.iter().position(|(known, ..)| *known == name);
        let at = at.unwrap_or_else(|| {
            self.0.push((name, help, String::new()));
            self.0.len() - 1
        });
        if let Some((_, _, lines)) = self.0.get_mut(at) {
            let _ = writeln!(lines, "{name}{{{labels}}} {}", value.into());
        }
    }

    fn text(self) -> String {
        let mut text = String::new();
        for (name, help, lines) in self.0 {
            let _ = write!(text, "# HELP {name} {help}\n# TYPE {name} gauge\n{lines}");
        }
        text
    }
}

async fn all(app: &App, location: Option<&str>) -> Result<String, StoreError> {
    let mut metrics = Metrics::default();
    metrics.add("tenon_up", "Whether Tenon serves.", "", 1.0);
    let connections = app.store().connections(location).await?;
    let synced = connections
        .iter()
        .filter(|connection| connection.system == "highlevel");
    for connection in synced.take(MAX_CONNECTIONS) {
        of_connection(app, connection, &mut metrics).await?;
    }
    Ok(metrics.text())
}

async fn of_connection(
    app: &App,
    connection: &Connection,
    metrics: &mut Metrics,
) -> Result<(), StoreError> {
    let (store, location) = (app.store(), connection.location_id.as_str());
    let labels = format!(
        "location=\"{}\",connection=\"{}\"",
        label(location),
        label(&connection.id)
    );
    let queue = format!("sync/{}", connection.id);
    let depth = store.queue_depth(location, &queue).await?;
    let mut add = |name, help, value: f64| metrics.add(name, help, &labels, value);
    add(
        "tenon_sync_queue_waiting",
        "Jobs that wait or are being done.",
        depth.waiting as f64,
    );
    add(
        "tenon_sync_queue_failing",
        "Jobs that have failed at least once.",
        depth.failing as f64,
    );
    let open = store.open_runs(location, &connection.id).await?;
    let asks = open.iter().any(|run| run.state == RunState::Braked)
        || runs::brake_asks(store, connection).await?;
    add(
        "tenon_sync_asks",
        "Whether the brake holds and a person is asked.",
        f64::from(u8::from(asks)),
    );
    for run in open.iter().filter(|run| !run.kind.only_reads()) {
        let (_, report) = stand::of(run);
        let (done, total) = (report.progress.done, report.progress.total);
        add(
            "tenon_sync_run_done",
            "Contacts that the run under way has done.",
            done as f64,
        );
        add(
            "tenon_sync_run_total",
            "Contacts that the run under way is about.",
            total as f64,
        );
    }
    let proof = store
        .last_run(location, &connection.id, RunKind::Verify)
        .await?;
    let Some(proof) = proof else { return Ok(()) };
    let age = runs::age_seconds(&proof, app.now());
    add(
        "tenon_sync_verify_age_seconds",
        "How old the last proof is that both sides agree.",
        age as f64,
    );
    let (_, report) = stand::of(&proof);
    let drift = report.found["drift"].as_u64().unwrap_or_default();
    add(
        "tenon_sync_drift_records",
        "Records that the last proof found not to be the same on both sides.",
        drift as f64,
    );
    let kinds = report.found["kinds"].as_object();
    for (kind, of) in kinds.into_iter().flatten() {
        for (why, count) in of["records"].as_object().into_iter().flatten() {
            let labels = format!("{labels},kind=\"{}\",why=\"{}\"", label(kind), label(why));
            metrics.add(
                "tenon_sync_differences",
                "Records that the last proof found different, by kind and why.",
                &labels,
                count.as_f64().unwrap_or_default(),
            );
        }
    }
    Ok(())
}

/// A label's value, escaped as the format wants it.
fn label(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace('"', "\\\"")
        .replace('\n', "\\n")
}
