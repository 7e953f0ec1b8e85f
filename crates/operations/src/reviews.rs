//! `/tenon/v1/conflicts`: what needs a person (values that both sides changed, doubtful matches, unclear
//! sources, refused records, duplicates), and what a person decides about it.

mod decide;
mod effects;
mod rules;
mod view;

use serde_json::{Value, json};
use tenon_model::Scope;
use tenon_store::ReviewSearch;

use crate::{Body, Call, Context, Method, Operation, OperationError, Reply, V3};

pub use rules::apply_rules;

const PAGE: (i64, i64) = (50, 200);
/// How far a list can be paged.
const MAX_OFFSET: i64 = 1_000_000;

/// A body that the handler reads itself.
const OWN: Body = Body {
    fields: &[],
    required: &[],
    location: false,
};

/// The family's declarations.
pub(crate) const OPERATIONS: &[Operation] = &[
    Operation {
        id: "list-conflicts",
        summary: "List what needs a person: unclear sources, refused records, doubtful matches",
        method: Method::Get,
        path: "/tenon/v1/conflicts",
        v3: V3::Same,
        scope: Scope::ContactsReadonly,
        body: None,
        handler: |cx, call| Box::pin(list(cx, call)),
    },
    Operation {
        id: "get-conflict",
        summary: "Get one with both sides' values, its source as it came, and what can be decided",
        method: Method::Get,
        path: "/tenon/v1/conflicts/{conflictId}",
        v3: V3::Same,
        scope: Scope::ContactsReadonly,
        body: None,
        handler: |cx, call| Box::pin(view::get(cx, call)),
    },
    Operation {
        id: "decide-conflict",
        summary: "Decide one, or all that are alike, and remember the decision as a rule if asked",
        method: Method::Post,
        path: "/tenon/v1/conflicts/{conflictId}/decision",
        v3: V3::Same,
        scope: Scope::ContactsWrite,
        body: Some(OWN),
        handler: |cx, call| Box::pin(decide::decide(cx, call)),
    },
    Operation {
        id: "list-conflict-rules",
        summary: "List the rules made of decisions",
        method: Method::Get,
        path: "/tenon/v1/conflict-rules",
        v3: V3::Same,
        scope: Scope::ContactsReadonly,
        body: None,
        handler: |cx, call| Box::pin(rules::list(cx, call)),
    },
    Operation {
        id: "delete-conflict-rule",
        summary: "Forget a rule; what it decided stays, and can be undone",
        method: Method::Delete,
        path: "/tenon/v1/conflict-rules/{ruleId}",
        v3: V3::Same,
        scope: Scope::ContactsWrite,
        body: None,
        handler: |cx, call| Box::pin(rules::delete(cx, call)),
    },
];

async fn list(cx: Context, call: Call) -> Result<Reply, OperationError> {
    let text = |name: &str| call.query(name).unwrap_or_default().to_owned();
    let state = match call.query("state") {
        None => "open".to_owned(),
        Some("any") => String::new(),
        Some(state @ ("open" | "decided")) => state.to_owned(),
        Some(_) => {
            return Err(OperationError::invalid(
                "state must be open, decided or any",
            ));
        }
    };
    let search = ReviewSearch {
        state,
        kind: text("type"),
        subject: text("contactId"),
        alike: text("alike"),
        offset: call.number("offset", 0, 0..=MAX_OFFSET)?,
        limit: call.number("limit", PAGE.0, 1..=PAGE.1)?,
    };
    let found = cx.store.reviews(&cx.location.id, &search).await?;
    let counts = cx.store.open_review_counts(&cx.location.id).await?;
    let counts: serde_json::Map<String, Value> = counts
        .into_iter()
        .map(|(kind, count)| (kind, json!(count)))
        .collect();
    let items: Vec<Value> = found.iter().map(view::item).collect();
    Reply::json(
        200,
        &json!({"conflicts": items, "openByType": counts, "traceId": cx.trace_id}),
    )
}
