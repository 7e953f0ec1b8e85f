//! Campaigns and workflows: what contacts can be put in (campaigns.json, workflows.json).

use serde_json::{Value, json};
use tenon_model::{Kind, Scope, time};
use tenon_store::Record;

use crate::{Call, Context, Method, Operation, OperationError, Reply, V3, records};

/// Most that are listed; upstream knows no pages.
const MOST: i64 = 1_000;

/// The family's declarations.
pub(crate) const OPERATIONS: &[Operation] = &[
    Operation {
        id: "get-campaigns",
        summary: "List the campaigns",
        method: Method::Get,
        path: "/campaigns/",
        v3: V3::Same,
        scope: Scope::CampaignsReadonly,
        body: None,
        handler: |cx, call| Box::pin(campaigns(cx, call)),
    },
    Operation {
        id: "get-workflow",
        summary: "List the workflows",
        method: Method::Get,
        path: "/workflows/",
        v3: V3::Same,
        scope: Scope::WorkflowsReadonly,
        body: None,
        handler: |cx, call| Box::pin(workflows(cx, call)),
    },
];

async fn campaigns(cx: Context, call: Call) -> Result<Reply, OperationError> {
    let wanted = call.query("status");
    let campaigns = all(&cx, &call, Kind::Campaign, |record| {
        let doc = record.fields()?;
        let fits = wanted.is_none_or(|status| doc["status"] == status);
        let campaign = json!({"id": record.id, "name": doc["name"], "status": doc["status"],
            "locationId": cx.location.id});
        Ok(fits.then_some(campaign))
    })
    .await?;
    Reply::json(
        200,
        &json!({"campaigns": campaigns, "traceId": cx.trace_id}),
    )
}

async fn workflows(cx: Context, call: Call) -> Result<Reply, OperationError> {
    let workflows = all(&cx, &call, Kind::Workflow, |record| {
        let doc = record.fields()?;
        Ok(Some(
            json!({"id": record.id, "name": doc["name"], "status": doc["status"],
            "version": record.version, "createdAt": time::to_wire(record.created_at),
            "updatedAt": time::to_wire(record.updated_at), "locationId": cx.location.id}),
        ))
    })
    .await?;
    Reply::json(
        200,
        &json!({"workflows": workflows, "traceId": cx.trace_id}),
    )
}

async fn all(
    cx: &Context,
    call: &Call,
    kind: Kind,
    answer: impl Fn(&Record) -> Result<Option<Value>, OperationError>,
) -> Result<Vec<Value>, OperationError> {
    records::named_location(cx, call)?;
    let records = cx.store.records_in(&cx.location.id, kind, 0, MOST).await?;
    records
        .iter()
        .filter_map(|record| answer(record).transpose())
        .collect()
}
