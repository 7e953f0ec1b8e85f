//! Decisions that hold for whatever is like what was decided.

use serde_json::{Value, json};
use tenon_model::time;
use tenon_store::{ControlWrite, Write};

use super::{
    decide::{Decider, Decision, one},
    effects,
};
use crate::{Call, Context, OperationError, Reply};

/// Reviews decided by rules in one go.
const AT_ONCE: i64 = 100;

pub(super) async fn list(cx: Context, _call: Call) -> Result<Reply, OperationError> {
    let rules = cx.store.review_rules(&cx.location.id).await?;
    let items: Vec<Value> = rules
        .into_iter()
        .map(|rule| {
            json!({"id": rule.id, "type": rule.kind, "title": rule.title,
                "alike": rule.alike, "decision": rule.decision["decision"],
                "madeBy": rule.made_by, "madeAt": time::to_wire(rule.created_at),
                "undo": {"kind": "rule", "id": rule.id}})
        })
        .collect();
    Reply::json(200, &json!({"rules": items, "traceId": cx.trace_id}))
}

pub(super) async fn delete(cx: Context, call: Call) -> Result<Reply, OperationError> {
    let id = call.param("ruleId").to_owned();
    let forget = Write::Control(Box::new(ControlWrite::ForgetRule { id }));
    match cx.apply(vec![forget]).await {
        Err(OperationError::Contended(_)) => Err(OperationError::NotFound("Rule")),
        Err(error) => Err(error),
        Ok(_) => Reply::json(200, &json!({"succeeded": true, "traceId": cx.trace_id})),
    }
}

/// Decides open reviews that rules speak of; how many it dealt with. One that a rule cannot decide is
/// left to people.
///
/// # Errors
/// When the store is away.
pub async fn apply_rules(cx: &Context) -> Result<usize, OperationError> {
    let ruled = cx.store.ruled_reviews(&cx.location.id, AT_ONCE).await?;
    if ruled.is_empty() {
        return Ok(0);
    }
    let rules = cx.store.review_rules(&cx.location.id).await?;
    let count = ruled.len();
    for (review, rule) in ruled {
        let Some(rule) = rules.iter().find(|known| known.id == rule) else {
            continue;
        };
        let name = format!("a rule of {}", rule.made_by);
        let by = Decider {
            cause: ("rule", &rule.id),
            name: &name,
        };
        let decision = Decision::plain(rule.decision["decision"].as_str().unwrap_or_default());
        let decided = if effects::is_general(&decision.decision) {
            one(cx, &review, &decision, &by, Vec::new()).await
        } else {
            Err(OperationError::BadRequest("it is about one record".into()))
        };
        match decided {
            Ok(()) | Err(OperationError::Decided { .. } | OperationError::Contended(_)) => {}
            Err(
                error @ (OperationError::Unavailable(_)
                | OperationError::Unconfirmed(_)
                | OperationError::Internal(_)),
            ) => return Err(error),
            Err(_) => {
                let alone = ControlWrite::Alone { id: review };
                cx.apply(vec![Write::Control(Box::new(alone))]).await?;
            }
        }
    }
    Ok(count)
}
