//! Businesses: the firms that contacts belong to (businesses.json).

use serde::Serialize;
use serde_json::json;
use tenon_model::{Business, Fields, Kind, Scope, fields::BUSINESS, index::Index, time};
use tenon_store::{Members, Record, Write};

use crate::{
    Body, Call, Context, Method, Operation, OperationError, Reply, V3, context::MAX_TRIES, edit,
    records,
};

/// Businesses on a page: HighLevel's default, which is also the most (it documents none).
const PAGE: (i64, i64) = (100, 100);
/// Contacts let go by one commit when their business is deleted: short enough not to hold others up.
const BATCH: i64 = 100;

const CREATE: Body = Body {
    fields: BUSINESS,
    required: &["name"],
    location: true,
};
const UPDATE: Body = Body {
    fields: BUSINESS,
    required: &[],
    location: false,
};

/// The family's declarations.
pub(crate) const OPERATIONS: &[Operation] = &[
    Operation {
        id: "create-business",
        summary: "Create a business",
        method: Method::Post,
        path: "/businesses/",
        v3: V3::Same,
        scope: Scope::BusinessesWrite,
        body: Some(CREATE),
        handler: |cx, call| Box::pin(create(cx, call)),
    },
    Operation {
        id: "get-business",
        summary: "Get a business",
        method: Method::Get,
        path: "/businesses/{businessId}",
        v3: V3::Same,
        scope: Scope::BusinessesReadonly,
        body: None,
        handler: |cx, call| Box::pin(get(cx, call)),
    },
    Operation {
        id: "update-business",
        summary: "Change fields of a business",
        method: Method::Put,
        path: "/businesses/{businessId}",
        v3: V3::Same,
        scope: Scope::BusinessesWrite,
        body: Some(UPDATE),
        handler: |cx, call| Box::pin(update(cx, call)),
    },
    Operation {
        id: "delete-Business",
        summary: "Delete a business; its contacts stay, and belong to none",
        method: Method::Delete,
        path: "/businesses/{businessId}",
        v3: V3::Same,
        scope: Scope::BusinessesWrite,
        body: None,
        handler: |cx, call| Box::pin(delete(cx, call)),
    },
    Operation {
        id: "get-businesses-by-location",
        summary: "List the businesses, oldest first",
        method: Method::Get,
        path: "/businesses/",
        v3: V3::Same,
        scope: Scope::BusinessesReadonly,
        body: None,
        handler: |cx, call| Box::pin(list(cx, call)),
    },
];

/// BusinessDto.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct BusinessAnswer<'a> {
    id: &'a str,
    location_id: &'a str,
    created_at: String,
    updated_at: String,
    #[serde(flatten)]
    business: Business,
}

fn answer<'a>(cx: &'a Context, record: &'a Record) -> Result<BusinessAnswer<'a>, OperationError> {
    Ok(BusinessAnswer {
        id: &record.id,
        location_id: &cx.location.id,
        created_at: time::to_wire(record.created_at),
        updated_at: time::to_wire(record.updated_at),
        business: record.typed()?,
    })
}

/// The key is misspelt upstream (UpdateBusinessResponseDto), and clients read it so.
fn written(cx: &Context, status: u16, record: &Record) -> Result<Reply, OperationError> {
    let body = json!({"success": true, "buiseness": answer(cx, record)?, "traceId": cx.trace_id});
    Ok(Reply::json(status, &body)?.of(record))
}

async fn create(cx: Context, mut call: Call) -> Result<Reply, OperationError> {
    let fields = call.checked(&cx, &CREATE)?;
    let doc = edit::patched(&Fields::new(), &fields);
    let record = records::create(&cx, Kind::Business, doc).await?;
    written(&cx, 201, &record)
}

async fn get(cx: Context, call: Call) -> Result<Reply, OperationError> {
    let record = cx
        .find(Kind::Business, None, call.param("businessId"))
        .await?;
    let body = json!({"business": answer(&cx, &record)?, "traceId": cx.trace_id});
    Ok(Reply::json(200, &body)?.of(&record))
}

async fn update(cx: Context, mut call: Call) -> Result<Reply, OperationError> {
    let patch = call.checked(&cx, &UPDATE)?;
    let place = (Kind::Business, None, call.param("businessId"));
    let record = records::patch(&cx, place, &patch, &["name"]).await?;
    written(&cx, 200, &record)
}

async fn list(cx: Context, call: Call) -> Result<Reply, OperationError> {
    records::named_location(&cx, &call)?;
    let page = records::page(&cx, &call, Kind::Business, PAGE).await?;
    let businesses = page
        .iter()
        .map(|record| answer(&cx, record))
        .collect::<Result<Vec<_>, _>>()?;
    Reply::json(
        200,
        &json!({"businesses": businesses, "traceId": cx.trace_id}),
    )
}

/// Lets the contacts go before, so that the business is the last that is lost when this is cut short,
/// and once more after, for those that came in between: a deleted business takes no more.
async fn delete(cx: Context, call: Call) -> Result<Reply, OperationError> {
    let id = call.param("businessId");
    cx.find(Kind::Business, None, id).await?;
    release(&cx, id).await?;
    records::delete(&cx, (Kind::Business, None, id)).await?;
    release(&cx, id).await?;
    Reply::json(200, &json!({"success": true, "traceId": cx.trace_id}))
}

async fn release(cx: &Context, business: &str) -> Result<(), OperationError> {
    let mut asked = Members {
        limit: BATCH,
        ..Members::default()
    };
    let mut tries = 0;
    loop {
        let (members, _) = cx.store.members(&cx.location.id, business, &asked).await?;
        let mut last = None;
        let mut writes = Vec::with_capacity(members.len());
        for old in members {
            let mut doc = old.fields()?;
            last = Some((Index::of(Kind::Contact, &doc).sort_name, old.id.clone()));
            doc.remove("businessId");
            writes.push(Write::Update {
                old,
                doc,
                exclusive: !cx.location.allow_duplicates,
            });
        }
        if last.is_none() {
            return Ok(());
        }
        match cx.apply(writes).await {
            Ok(_) => (asked.after, tries) = (last, 0),
            Err(OperationError::Contended(_)) if tries < MAX_TRIES => tries += 1,
            Err(error) => return Err(error),
        }
    }
}
