//! `/tenon/v1/duplicates` and `/tenon/v1/merges`: contacts that may be one person are proposed with the
//! reasons, made one on request, and parted again by an undo.

mod combine;
mod find;
mod follow;
mod merge;
mod score;

use serde_json::{Value, json};
use tenon_model::{Scope, time};

use crate::{Body, Call, Context, Method, Operation, OperationError, Reply, V3};

pub use follow::look_at_new;
pub(crate) use merge::{Merging, merge_writes};

/// Merges on a page.
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
        id: "find-duplicates",
        summary: "Look through all contacts for those that may be one person, and propose to merge them",
        method: Method::Post,
        path: "/tenon/v1/duplicates",
        v3: V3::Same,
        scope: Scope::ContactsWrite,
        body: None,
        handler: |cx, call| Box::pin(find::find(cx, call)),
    },
    Operation {
        id: "create-merge",
        summary: "Make two contacts one: values by rule, all e-mails, phones and tags, tasks and notes",
        method: Method::Post,
        path: "/tenon/v1/merges",
        v3: V3::Same,
        scope: Scope::ContactsWrite,
        body: Some(OWN),
        handler: |cx, call| Box::pin(merge::merge(cx, call)),
    },
    Operation {
        id: "list-merges",
        summary: "List merges, newest first",
        method: Method::Get,
        path: "/tenon/v1/merges",
        v3: V3::Same,
        scope: Scope::ContactsReadonly,
        body: None,
        handler: |cx, call| Box::pin(list(cx, call)),
    },
];

async fn list(cx: Context, call: Call) -> Result<Reply, OperationError> {
    let limit = call.number("limit", PAGE.0, 1..=PAGE.1)?;
    let merges = cx.store.merges(&cx.location.id, limit).await?;
    let items: Vec<Value> = merges
        .into_iter()
        .map(|merge| {
            let undo = (!merge.undone).then(|| json!({"kind": "merge", "id": merge.id}));
            json!({"id": merge.id, "survivorId": merge.survivor_id, "loserId": merge.loser_id,
                "madeBy": merge.made_by, "madeAt": time::to_wire(merge.created_at),
                "undone": merge.undone, "undo": undo})
        })
        .collect();
    Reply::json(200, &json!({"merges": items, "traceId": cx.trace_id}))
}
