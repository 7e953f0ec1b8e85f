//! What a person decides about work that has stopped.

use jiff::Timestamp;
use serde_json::{Value, json};
use tenon_model::time;
use tenon_store::{Review, RunState, RunWrite, SyncRun, Write};

use super::{DECIDE, Phase, asked, shown, stand};
use crate::{
    Call, Context, OperationError, Reply,
    brake::{self, Brake, Said},
};

/// A run as it goes on, or ends, by a person's word. The work of one that ends is forgotten by whoever
/// works it.
pub(super) fn decided(run: SyncRun, yes: bool, who: &str, now: Timestamp) -> SyncRun {
    let (mut stand, mut report) = stand::of(&run);
    stand.phase = if yes { Phase::LetGo } else { Phase::Forget };
    report.decided = json!({"approved": yes, "by": who, "at": time::to_wire(now)});
    let run = SyncRun {
        state: RunState::Running,
        ..run
    };
    stand::with(run, &stand, &report)
}

fn says_yes(cx: &Context, call: &mut Call) -> Result<bool, OperationError> {
    let body = call.checked(cx, &DECIDE)?;
    Ok(body.get("decision").and_then(Value::as_str) == Some("approve"))
}

pub(super) async fn decide_run(cx: Context, mut call: Call) -> Result<Reply, OperationError> {
    let yes = says_yes(&cx, &mut call)?;
    let run = asked::run(&cx, call.param("runId")).await?;
    if run.state != RunState::Braked {
        return Err(OperationError::BadRequest(format!(
            "the run asks nothing; it is {}",
            run.state.name()
        )));
    }
    let mut writes = Vec::new();
    if yes {
        // What the run takes away is not asked about once more, piece by piece.
        writes.extend(brake_write(&cx, &run.connection_id, yes).await?);
    }
    let run = decided(run, yes, &cx.origin.actor.name, cx.now());
    let shown = shown::run(&run);
    writes.push(Write::Run(RunWrite::Save(Box::new(run))));
    cx.apply(writes).await?;
    Reply::json(200, &json!({"syncRun": shown, "traceId": cx.trace_id}))
}

/// The word about a connection's brake, as a write.
async fn brake_write(
    cx: &Context,
    connection: &str,
    yes: bool,
) -> Result<Option<Write>, OperationError> {
    let name = brake::cursor(connection);
    let from = cx.store.cursor(&cx.location.id, &name).await?;
    let kept: Option<Brake> = from
        .as_deref()
        .and_then(|text| serde_json::from_str(text).ok());
    let mut brake = kept.unwrap_or_else(|| Brake::new(cx.now(), 0));
    brake.say(yes, cx.now());
    let to = serde_json::to_string(&brake)
        .map_err(|error| OperationError::Internal(error.to_string()))?;
    Ok(Some(Write::Cursor { name, from, to }))
}

/// What a decision about a brake's review writes; nothing, when the run was decided by its own path.
///
/// # Errors
/// When the store is away.
pub(crate) async fn decided_review(
    cx: &Context,
    review: &Review,
    yes: bool,
) -> Result<Vec<Write>, OperationError> {
    let text = |name: &str| review.detail[name].as_str().unwrap_or_default();
    let mut writes = Vec::new();
    let run = match text("runId") {
        "" => None,
        id => cx.store.run(&cx.location.id, id).await?,
    };
    if let Some(run) = run {
        if run.state != RunState::Braked {
            return Ok(Vec::new());
        }
        let run = decided(run, yes, &cx.origin.actor.name, cx.now());
        writes.push(Write::Run(RunWrite::Save(Box::new(run))));
        if !yes {
            return Ok(writes);
        }
    }
    writes.extend(brake_write(cx, text("connectionId"), yes).await?);
    Ok(writes)
}

pub(super) async fn decide_brake(cx: Context, mut call: Call) -> Result<Reply, OperationError> {
    let yes = says_yes(&cx, &mut call)?;
    let connection = asked::connection(&cx, call.param("connectionId")).await?;
    let kept = cx
        .store
        .cursor(&cx.location.id, &brake::cursor(&connection.id))
        .await?;
    let kept: Option<Brake> = kept.and_then(|text| serde_json::from_str(&text).ok());
    // A yes or no may be taken back as long as it holds.
    if kept.as_ref().is_none_or(|brake| brake.asked.is_none()) {
        return Err(OperationError::BadRequest(
            "the connection's brake asks nothing".into(),
        ));
    }
    let write = brake_write(&cx, &connection.id, yes).await?;
    cx.apply(write.into_iter().collect()).await?;
    let said = if yes { Said::Yes } else { Said::No };
    Reply::json(
        200,
        &json!({"connectionId": connection.id, "said": said, "traceId": cx.trace_id}),
    )
}
