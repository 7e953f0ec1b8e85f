//! Runs are asked for, listed and read.

use serde_json::{Value, json};
use tenon_store::{Connection, RunKind, RunState, RunWrite, SyncRun, Write};

use super::{ASK, shown};
use crate::{Call, Context, OperationError, Reply};

const MAX_PAGE: i64 = 100;
const DEFAULT_PAGE: i64 = 20;

/// A connection of the caller's location whose system is kept in step by runs.
pub(super) async fn connection(cx: &Context, id: &str) -> Result<Connection, OperationError> {
    let known = cx.store.connection(id).await?;
    known
        .filter(|connection| connection.location_id == cx.location.id)
        .ok_or(OperationError::NotFound("Connection"))
}

pub(super) async fn create(cx: Context, mut call: Call) -> Result<Reply, OperationError> {
    let body = call.checked(&cx, &ASK)?;
    let text = |name: &str| body.get(name).and_then(Value::as_str).unwrap_or_default();
    let connection = connection(&cx, text("connectionId")).await?;
    if connection.system != "highlevel" {
        return Err(OperationError::BadRequest(format!(
            "{} sends what it has; there is nothing that could be read there",
            connection.name
        )));
    }
    let kind = RunKind::parse(text("kind"))
        .filter(|kind| *kind != RunKind::First)
        .ok_or_else(|| OperationError::invalid("kind must be full, deep, plan or verify"))?;
    let open = cx.store.open_runs(&cx.location.id, &connection.id).await?;
    if let Some(open) = open.iter().find(|open| open.kind.slot() == kind.slot()) {
        return Err(OperationError::BadRequest(format!(
            "the run {} ({}) has not ended, it is {}; wait for it, or decide it",
            open.id,
            open.kind.name(),
            open.state.name()
        )));
    }
    let run = SyncRun {
        id: cx.new_id(),
        connection_id: connection.id,
        kind,
        state: RunState::Asked,
        origin: cx.origin.clone(),
        asked_at: cx.now(),
        started_at: None,
        ended_at: None,
        updated_at: cx.now(),
        stand: json!({"quick": body.get("quick") == Some(&Value::Bool(true))}),
        report: json!({}),
        version: 0,
    };
    let shown = shown::run(&run);
    cx.apply(vec![Write::Run(RunWrite::Save(Box::new(run)))])
        .await?;
    Reply::json(202, &json!({"syncRun": shown, "traceId": cx.trace_id}))
}

pub(super) async fn list(cx: Context, call: Call) -> Result<Reply, OperationError> {
    let limit = call.number("limit", DEFAULT_PAGE, 1..=MAX_PAGE)?;
    let before = call.query("before");
    let mut runs = cx.store.runs(&cx.location.id, before, limit + 1).await?;
    let more = runs.len() as i64 > limit;
    runs.truncate(usize::try_from(limit).unwrap_or(0));
    let next = runs.last().filter(|_| more).map(|run| run.id.clone());
    let runs: Vec<Value> = runs.iter().map(shown::run).collect();
    Reply::json(
        200,
        &json!({"syncRuns": runs, "nextBefore": next, "traceId": cx.trace_id}),
    )
}

pub(super) async fn run(cx: &Context, id: &str) -> Result<SyncRun, OperationError> {
    let known = cx.store.run(&cx.location.id, id).await?;
    known.ok_or(OperationError::NotFound("Sync run"))
}

pub(super) async fn get(cx: Context, call: Call) -> Result<Reply, OperationError> {
    let run = run(&cx, call.param("runId")).await?;
    Reply::json(
        200,
        &json!({"syncRun": shown::run(&run), "traceId": cx.trace_id}),
    )
}
