//! `POST /tenon/v1/conflicts/{id}/decision`

use serde::Deserialize;
use serde_json::{Value, json};
use tenon_model::Fields;
use tenon_store::{Asked, ControlWrite, ReviewRule, ReviewSearch, Write};

use super::effects;
use crate::{Call, Context, OperationError, Reply, context::MAX_TRIES};

/// Reviews decided by one call. The rest is asked for by the next one.
const MOST_AT_ONCE: i64 = 500;
/// Failures told one by one.
const MOST_TOLD: usize = 100;

/// A decision as it is sent, kept and remembered.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Decision {
    pub(super) decision: String,
    /// Fields to set, for `set`, `create` and `value`.
    #[serde(default)]
    pub(super) fields: Fields,
    /// The contact, for `attach`.
    #[serde(default)]
    pub(super) contact_id: Option<String>,
    /// The contact that stands, for `merge`.
    #[serde(default)]
    pub(super) survivor_id: Option<String>,
    /// All that are alike.
    #[serde(default)]
    all: bool,
    /// From now on, too.
    #[serde(default)]
    remember: bool,
}

impl Decision {
    /// A decision without more to it.
    pub(super) fn plain(decision: &str) -> Self {
        Self {
            decision: decision.to_owned(),
            ..Self::default()
        }
    }

    fn kept(&self) -> Value {
        json!({"decision": self.decision, "fields": self.fields, "contactId": self.contact_id,
            "survivorId": self.survivor_id})
    }
}

pub(super) async fn decide(cx: Context, mut call: Call) -> Result<Reply, OperationError> {
    let body = Value::Object(call.object()?);
    let decision: Decision = serde_json::from_value(body)
        .map_err(|error| OperationError::invalid(format!("the body cannot be read: {error}")))?;
    let id = call.param("conflictId");
    let asked = find(&cx, id).await?;
    effects::may(&asked, &decision)?;
    if (decision.all || decision.remember) && !effects::is_general(&decision.decision) {
        return Err(OperationError::invalid(format!(
            "{} is about one record: all and remember do not go with it",
            decision.decision
        )));
    }
    if (decision.all || decision.remember) && asked.alike.is_empty() {
        return Err(OperationError::BadRequest(
            "This one is like no other; decide it by itself.".into(),
        ));
    }
    let rule = decision.remember.then(|| ReviewRule {
        id: cx.new_id(),
        alike: asked.alike.clone(),
        kind: asked.kind.clone(),
        title: asked.review.title.clone(),
        decision: decision.kept(),
        made_by: cx.origin.actor.name.clone(),
        created_at: cx.now(),
    });
    let rule_id = rule.as_ref().map(|rule| rule.id.clone());
    let more = rule.map(|rule| Write::Control(Box::new(ControlWrite::Rule(rule))));
    let by = Decider {
        cause: ("decision", id),
        name: &cx.origin.actor.name,
    };
    one(&cx, id, &decision, &by, more.into_iter().collect()).await?;
    let (mut decided, mut failed, mut left) = (1, Vec::new(), 0);
    if decision.all {
        let search = ReviewSearch {
            state: "open".into(),
            alike: asked.alike,
            limit: MOST_AT_ONCE + 1,
            ..ReviewSearch::default()
        };
        let mut alike = cx.store.reviews(&cx.location.id, &search).await?;
        alike.retain(|other| other.review.id != id);
        if alike.len() as i64 > MOST_AT_ONCE {
            alike.truncate(MOST_AT_ONCE as usize);
            left = 1;
        }
        for other in alike {
            match one(&cx, &other.review.id, &decision, &by, Vec::new()).await {
                Ok(()) => decided += 1,
                Err(error @ (OperationError::Unavailable(_) | OperationError::Unconfirmed(_))) => {
                    return Err(error);
                }
                Err(error) => failed.push((other.review.id, error.to_string())),
            }
        }
    }
    let told: Vec<Value> = failed
        .iter()
        .take(MOST_TOLD)
        .map(|(id, why)| json!({"id": id, "why": why}))
        .collect();
    Reply::json(
        200,
        &json!({"decided": decided, "failed": failed.len(), "failures": told,
            "more": left > 0, "ruleId": rule_id,
            "undo": {"kind": "decision", "id": id}, "traceId": cx.trace_id}),
    )
}

/// Who decides, and what led to it.
pub(super) struct Decider<'a> {
    pub(super) cause: (&'a str, &'a str),
    pub(super) name: &'a str,
}

pub(super) async fn find(cx: &Context, id: &str) -> Result<Asked, OperationError> {
    let asked = cx.store.review(&cx.location.id, id).await?;
    asked.ok_or(OperationError::NotFound("Conflict"))
}

/// Decides one: what it does and that it is decided are one commit. Of two who decide at once, one
/// wins and the other is told.
pub(super) async fn one(
    cx: &Context,
    id: &str,
    decision: &Decision,
    by: &Decider<'_>,
    more: Vec<Write>,
) -> Result<(), OperationError> {
    let mut cx = cx.clone();
    cx.origin.cause.kind = by.cause.0.to_owned();
    cx.origin.cause.id = by.cause.1.to_owned();
    for _ in 0..MAX_TRIES {
        let asked = find(&cx, id).await?;
        if asked.state != "open" {
            return Err(OperationError::Decided {
                by: asked.decided_by,
                decision: asked.decision["decision"]
                    .as_str()
                    .unwrap_or_default()
                    .to_owned(),
            });
        }
        effects::may(&asked, decision)?;
        let mut writes = effects::writes(&cx, &asked, decision).await?;
        let mut kept = decision.kept();
        // By which it is found when the decision, or all of the rule's, is undone.
        kept[if by.cause.0 == "rule" { "rule" } else { "act" }] = json!(by.cause.1);
        writes.push(Write::Control(Box::new(ControlWrite::Decide {
            id: id.to_owned(),
            decision: kept,
            by: by.name.to_owned(),
        })));
        writes.extend(more.iter().cloned());
        match cx.apply(writes).await {
            Err(OperationError::Contended(_)) => {}
            result => return result.map(drop),
        }
    }
    Err(OperationError::Contended("what is to be decided".into()))
}
