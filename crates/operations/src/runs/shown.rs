//! Runs as they are shown.

use jiff::Timestamp;
use serde_json::{Value, json};
use tenon_model::time;
use tenon_store::{Connection, RunKind, Store, StoreError, SyncRun};

use super::stand;
use crate::brake::{self, Brake, Said};

/// A run for callers.
pub(super) fn run(run: &SyncRun) -> Value {
    let (stand, report) = stand::of(run);
    json!({
        "id": run.id,
        "connectionId": run.connection_id,
        "kind": run.kind.name(),
        "state": run.state.name(),
        "phase": stand.phase,
        "who": run.origin.actor,
        "cause": run.origin.cause,
        "askedAt": time::to_wire(run.asked_at),
        "startedAt": run.started_at.map(time::to_wire),
        "endedAt": run.ended_at.map(time::to_wire),
        "counts": report.counts,
        "did": report.did,
        "progress": report.progress,
        "asks": report.asks,
        "decided": report.decided,
        "error": report.error,
        "found": report.found,
    })
}

/// A run in a few words, for the list of connections.
#[must_use]
pub fn summary(run: &SyncRun) -> Value {
    let (stand, report) = stand::of(run);
    json!({"id": run.id, "kind": run.kind.name(), "state": run.state.name(), "phase": stand.phase,
        "progress": report.progress, "asks": report.asks})
}

/// Whole seconds since a run ended; a clock that went back counts as none.
#[must_use]
pub fn age_seconds(run: &SyncRun, now: Timestamp) -> i64 {
    let ended = run.ended_at.unwrap_or(run.updated_at);
    now.duration_since(ended).as_secs().max(0)
}

/// How a connection's runs stand.
pub(crate) struct OfConnection {
    pub(crate) open: Vec<Value>,
    /// What the last proof found, and how old it is.
    pub(crate) verified: Value,
    /// What the brake asks or was told; `null`: nothing.
    pub(crate) brake: Value,
}

pub(crate) async fn of_connection(
    store: &Store,
    connection: &Connection,
    now: Timestamp,
) -> Result<OfConnection, StoreError> {
    let (location, id) = (connection.location_id.as_str(), connection.id.as_str());
    let open = store.open_runs(location, id).await?;
    let verified = store.last_run(location, id, RunKind::Verify).await?;
    let verified = verified.map_or(Value::Null, |run| {
        let (_, report) = stand::of(&run);
        json!({"runId": run.id, "at": run.ended_at.map(time::to_wire),
            "ageSeconds": age_seconds(&run, now), "found": report.found})
    });
    let brake = store.cursor(location, &brake::cursor(id)).await?;
    let brake: Option<Brake> = brake.and_then(|text| serde_json::from_str(&text).ok());
    let brake = brake.filter(|brake| brake.asked.is_some());
    Ok(OfConnection {
        open: open.iter().map(summary).collect(),
        verified,
        brake: serde_json::to_value(brake).unwrap_or_default(),
    })
}

/// Whether a connection's brake waits for a person's word.
///
/// # Errors
/// When the store is away.
pub async fn brake_asks(store: &Store, connection: &Connection) -> Result<bool, StoreError> {
    let kept = store
        .cursor(&connection.location_id, &brake::cursor(&connection.id))
        .await?;
    let kept: Option<Brake> = kept.and_then(|text| serde_json::from_str(&text).ok());
    Ok(kept.is_some_and(|brake| brake.asked == Some(Said::Nothing)))
}
