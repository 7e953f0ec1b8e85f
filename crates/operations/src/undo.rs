//! `/tenon/v1/undos`: what an import, a run, a rule, a merge, a decision or one change did is taken back.
//!
//! An undo is itself a set of changes, with the cause `undo`, so it can be undone as well; what it does
//! in the hub reaches the other sides by ordinary sync. What somebody has changed since is left alone
//! and told.

mod plan;
mod report;
mod reverse;
mod run;
mod sides;
mod target;

use serde::Deserialize;
use serde_json::{Value, json};
use tenon_model::{Scope, time};
use tenon_store::Undo;

use crate::{Body, Call, Context, Method, Operation, OperationError, Reply, V3};
use run::Run;
pub(crate) use target::Target;

/// Undos on a page.
const PAGE: (i64, i64) = (50, 200);

/// A body that the handler reads itself.
const OWN: Body = Body {
    fields: &[],
    required: &[],
    location: false,
};

/// The family's declarations.
pub(crate) const OPERATIONS: &[Operation] = &[
    Operation {
        id: "create-undo",
        summary: "Take back what an import, a run, a rule, a merge, a decision, an undo or one change did",
        method: Method::Post,
        path: "/tenon/v1/undos",
        v3: V3::Same,
        scope: Scope::ContactsWrite,
        body: Some(OWN),
        handler: |cx, call| Box::pin(create(cx, call)),
    },
    Operation {
        id: "list-undos",
        summary: "List undos, newest first",
        method: Method::Get,
        path: "/tenon/v1/undos",
        v3: V3::Same,
        scope: Scope::ContactsReadonly,
        body: None,
        handler: |cx, call| Box::pin(list(cx, call)),
    },
    Operation {
        id: "get-undo",
        summary: "Get an undo: what it did, and what it could not do",
        method: Method::Get,
        path: "/tenon/v1/undos/{undoId}",
        v3: V3::Same,
        scope: Scope::ContactsReadonly,
        body: None,
        handler: |cx, call| Box::pin(get(cx, call)),
    },
];

/// What is asked for.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Request {
    kind: String,
    id: Value,
    #[serde(default)]
    fields: Vec<String>,
    #[serde(default)]
    dry_run: bool,
    #[serde(default)]
    changed_since: ChangedSince,
    #[serde(default)]
    copies: Copies,
}

/// How an undo is done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct How {
    pub(crate) changed_since: ChangedSince,
    pub(crate) copies: Copies,
    pub(crate) dry_run: bool,
}

/// What becomes of copies that Tenon has made on other sides, of contacts that go here or that the target
/// had sent there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Copies {
    /// They stay there, parted.
    #[default]
    Keep,
    /// They are deleted there, unless somebody has changed them since.
    Delete,
}

/// What becomes of what was changed since.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum ChangedSince {
    /// It stays as it is, and is told.
    #[default]
    Leave,
    /// It is taken back all the same.
    Undo,
}

async fn create(cx: Context, mut call: Call) -> Result<Reply, OperationError> {
    let body = Value::Object(call.object()?);
    let request: Request = serde_json::from_value(body)
        .map_err(|error| OperationError::invalid(format!("the body cannot be read: {error}")))?;
    let target = Target::parse(&request.kind, &request.id, request.fields)?;
    let how = How {
        changed_since: request.changed_since,
        copies: request.copies,
        dry_run: request.dry_run,
    };
    target.must_be_there(&cx).await?;
    let mut run = Run::new(&cx, target, how);
    run.some().await?;
    let undo = run.undo;
    Reply::json(
        200,
        &json!({"undo": answer(&undo, request.dry_run), "traceId": cx.trace_id}),
    )
}

/// Goes on with an undo that was too large for one call. Whether there is more to be done.
///
/// # Errors
/// See [`OperationError`]; the undo then stands where it stood.
pub async fn go_on(cx: &Context, undo: &Undo) -> Result<bool, OperationError> {
    let mut run = Run::again(cx, undo)?;
    run.some().await?;
    Ok(run.undo.state == "running")
}

fn answer(undo: &Undo, dry_run: bool) -> Value {
    json!({"id": if dry_run { Value::Null } else { json!(undo.id) },
        "target": undo.target, "state": if dry_run { "dryRun" } else { undo.state.as_str() },
        "report": undo.report, "who": undo.origin.actor, "at": time::to_wire(undo.created_at)})
}

async fn list(cx: Context, call: Call) -> Result<Reply, OperationError> {
    let limit = call.number("limit", PAGE.0, 1..=PAGE.1)?;
    let undos = cx.store.undos(&cx.location.id, None, limit).await?;
    let items: Vec<Value> = undos.iter().map(|undo| answer(undo, false)).collect();
    Reply::json(200, &json!({"undos": items, "traceId": cx.trace_id}))
}

async fn get(cx: Context, call: Call) -> Result<Reply, OperationError> {
    let undo = cx.store.undo(&cx.location.id, call.param("undoId")).await?;
    let undo = undo.ok_or(OperationError::NotFound("Undo"))?;
    Reply::json(
        200,
        &json!({"undo": answer(&undo, false), "traceId": cx.trace_id}),
    )
}
