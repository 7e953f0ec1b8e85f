//! Opportunities (opportunities.json): a contact's way through a pipeline, with what it may be worth;
//! and the pipelines.

mod search;

use serde::Serialize;
use serde_json::{Value, json};
use tenon_model::{
    Contact, Fields, Kind, Pipeline, Scope,
    fields::{Field, OPPORTUNITY, OPPORTUNITY_STATES, Shape, join},
    time,
};
use tenon_store::Record;

use crate::{
    Body, Call, Context, Method, Operation, OperationError, Reply, V3, children::add_child, edit,
    records, wire,
};

/// Most pipelines of a location; upstream knows no pages.
const MOST: i64 = 1_000;

const fn asked(name: &'static str, shape: Shape) -> Field {
    Field {
        name,
        shape,
        synced: false,
    }
}

const CREATED: [Field; 9] = join(OPPORTUNITY, &[asked("contactId", Shape::Id)]);
const CREATE: Body = Body {
    fields: &CREATED,
    required: &["pipelineId", "name", "status", "contactId"],
    location: true,
};
const UPDATE: Body = Body {
    fields: OPPORTUNITY,
    required: &[],
    location: false,
};
const STATUS: Body = Body {
    fields: &[
        asked("status", Shape::OneOf(OPPORTUNITY_STATES)),
        asked("lostReasonId", Shape::Id),
    ],
    required: &["status"],
    location: false,
};
/// What cannot be cleared.
const KEPT: &[&str] = &["pipelineId", "pipelineStageId", "name", "status"];

/// The family's declarations.
pub(crate) const OPERATIONS: &[Operation] = &[
    Operation {
        id: "create-opportunity",
        summary: "Create an opportunity for a contact",
        method: Method::Post,
        path: "/opportunities/",
        v3: V3::Same,
        scope: Scope::OpportunitiesWrite,
        body: Some(CREATE),
        handler: |cx, call| Box::pin(create(cx, call)),
    },
    Operation {
        id: "search-opportunity",
        summary: "Search opportunities, newest first",
        method: Method::Get,
        path: "/opportunities/search",
        v3: V3::Same,
        scope: Scope::OpportunitiesReadonly,
        body: None,
        handler: |cx, call| Box::pin(search::search(cx, call)),
    },
    Operation {
        id: "get-pipelines",
        summary: "List the pipelines with their stages",
        method: Method::Get,
        path: "/opportunities/pipelines",
        v3: V3::Same,
        scope: Scope::OpportunitiesReadonly,
        body: None,
        handler: |cx, call| Box::pin(pipelines(cx, call)),
    },
    Operation {
        id: "get-opportunity",
        summary: "Get an opportunity",
        method: Method::Get,
        path: "/opportunities/{id}",
        v3: V3::Same,
        scope: Scope::OpportunitiesReadonly,
        body: None,
        handler: |cx, call| Box::pin(get(cx, call)),
    },
    Operation {
        id: "update-opportunity",
        summary: "Change an opportunity",
        method: Method::Put,
        path: "/opportunities/{id}",
        v3: V3::Same,
        scope: Scope::OpportunitiesWrite,
        body: Some(UPDATE),
        handler: |cx, call| Box::pin(update(cx, call)),
    },
    Operation {
        id: "update-opportunity-status",
        summary: "Say how an opportunity stands",
        method: Method::Put,
        path: "/opportunities/{id}/status",
        v3: V3::Same,
        scope: Scope::OpportunitiesWrite,
        body: Some(STATUS),
        handler: |cx, call| Box::pin(status(cx, call)),
    },
    Operation {
        id: "delete-opportunity",
        summary: "Delete an opportunity",
        method: Method::Delete,
        path: "/opportunities/{id}",
        v3: V3::Same,
        scope: Scope::OpportunitiesWrite,
        body: None,
        handler: |cx, call| Box::pin(delete(cx, call)),
    },
];

/// SearchOpportunitiesResponseSchema. `contact` is the one it is about.
pub(crate) fn answer(
    cx: &Context,
    record: &Record,
    contact: &Record,
) -> Result<Value, OperationError> {
    let person: Contact = contact.typed()?;
    let about = About {
        id: &contact.id,
        name: person.label(),
        company_name: person.company_name.as_deref(),
        email: person.email.as_deref(),
        phone: person.phone.as_deref(),
        tags: &person.tags,
    };
    let about = serde_json::to_value(about);
    let about = about.map_err(|error| OperationError::Internal(error.to_string()))?;
    let mut answer = record.fields()?;
    for (key, value) in [
        ("id", record.id.clone().into()),
        ("contactId", record.root_id.clone().into()),
        ("locationId", cx.location.id.clone().into()),
        ("createdAt", time::to_wire(record.created_at).into()),
        ("updatedAt", time::to_wire(record.updated_at).into()),
        ("contact", about),
        ("customFields", json!([])),
        ("followers", json!([])),
    ] {
        answer.insert(key.to_owned(), value);
    }
    Ok(Value::Object(answer))
}

/// SearchOpportunitiesContactResponseSchema.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct About<'a> {
    id: &'a str,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    company_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    phone: Option<&'a str>,
    tags: &'a [String],
}

async fn one(cx: &Context, status: u16, record: &Record) -> Result<Reply, OperationError> {
    let contact = cx.find_unguarded(Kind::Contact, &record.root_id).await?;
    let body = json!({"opportunity": answer(cx, record, &contact)?, "traceId": cx.trace_id});
    Ok(Reply::json(status, &body)?.of(record))
}

async fn create(cx: Context, mut call: Call) -> Result<Reply, OperationError> {
    let mut fields = call.checked(&cx, &CREATE)?;
    let contact = fields.remove("contactId").unwrap_or_default();
    let mut doc = edit::patched(&Fields::new(), &fields);
    refer(&cx, &Fields::new(), &mut doc).await?;
    let contact = contact.as_str().unwrap_or_default();
    let record = add_child(&cx, Kind::Opportunity, contact, doc).await?;
    one(&cx, 201, &record).await
}

async fn get(cx: Context, call: Call) -> Result<Reply, OperationError> {
    let record = cx.find(Kind::Opportunity, None, call.param("id")).await?;
    one(&cx, 200, &record).await
}

async fn update(cx: Context, mut call: Call) -> Result<Reply, OperationError> {
    let mut patch = call.checked(&cx, &UPDATE)?;
    records::keeps(&patch, KEPT)?;
    let id = call.param("id");
    let before = cx.find(Kind::Opportunity, None, id).await?.fields()?;
    refer(&cx, &before, &mut patch).await?;
    let place = (Kind::Opportunity, None, id);
    let record = records::patch(&cx, place, &patch, KEPT).await?;
    one(&cx, 200, &record).await
}

async fn status(cx: Context, mut call: Call) -> Result<Reply, OperationError> {
    let patch = call.checked(&cx, &STATUS)?;
    let place = (Kind::Opportunity, None, call.param("id"));
    records::patch(&cx, place, &patch, KEPT).await?;
    Reply::json(200, &wire::succeeded(&cx))
}

async fn delete(cx: Context, call: Call) -> Result<Reply, OperationError> {
    records::delete(&cx, (Kind::Opportunity, None, call.param("id"))).await?;
    Reply::json(200, &wire::succeeded(&cx))
}

async fn pipelines(cx: Context, call: Call) -> Result<Reply, OperationError> {
    records::named_location(&cx, &call)?;
    let pipelines = cx
        .store
        .records_in(&cx.location.id, Kind::Pipeline, 0, MOST);
    let mut told = Vec::new();
    for record in pipelines.await? {
        let mut pipeline = record.fields()?;
        pipeline.insert("id".into(), record.id.into());
        pipeline.insert("locationId".into(), cx.location.id.clone().into());
        told.push(Value::Object(pipeline));
    }
    Reply::json(200, &json!({"pipelines": told, "traceId": cx.trace_id}))
}

fn text<'a>(fields: &'a Fields, name: &str) -> Option<&'a str> {
    fields.get(name)?.as_str()
}

/// Whether what `fields` refer to is there: the user, the pipeline, and the stage in it. An opportunity
/// that comes to a pipeline and names no stage begins at its first.
async fn refer(cx: &Context, before: &Fields, fields: &mut Fields) -> Result<(), OperationError> {
    if let Some(user) = text(fields, "assignedTo") {
        cx.must_know(Kind::User, user).await?;
    }
    let moved = text(fields, "pipelineId").filter(|id| text(before, "pipelineId") != Some(*id));
    let stage = text(fields, "pipelineStageId");
    if moved.is_none() && stage.is_none() {
        return Ok(());
    }
    let pipeline = moved.or_else(|| text(before, "pipelineId"));
    let record = cx.find_unguarded(Kind::Pipeline, pipeline.unwrap_or_default());
    let pipeline: Pipeline = record.await?.typed()?;
    let stage = match stage {
        None => pipeline.stages.first(),
        Some(id) => pipeline.stages.iter().find(|stage| stage.id == id),
    };
    let stage = stage.ok_or_else(|| {
        OperationError::invalid("pipelineStageId must be a stage of the pipeline")
    })?;
    fields.insert("pipelineStageId".into(), stage.id.clone().into());
    Ok(())
}
