//! Many contacts in one call: their tags, and their business. Each contact is written by itself and
//! answered for by itself; one that cannot be written does not keep the others.

mod work;

use serde_json::{Value, json};
use tenon_model::{
    Kind, Scope,
    fields::{Field, Shape},
};

use self::work::{Change, Work, all};
use super::tags;
use crate::{
    Body, Call, Context, Dialect, Method, Operation, OperationError, Reply, V3, edit::texts,
};

/// Longest id looked at.
const MAX_ID: usize = 64;
/// What the path of a bulk tag call holds when a client has not filled it in: HighLevel's document
/// declares no such parameter, so its SDKs send it as it stands.
const UNFILLED: &str = "{type}";

const fn field(name: &'static str, shape: Shape) -> Field {
    Field {
        name,
        shape,
        synced: false,
    }
}

/// UpdateTagsDTO. A list of texts has at most 500, which is the most contacts of one call.
const TAGS: Body = Body {
    fields: &[
        field("contacts", Shape::Texts(MAX_ID)),
        tags::TAGS,
        field("removeAllTags", Shape::Bool),
    ],
    required: &["contacts", "tags"],
    location: true,
};

/// ContactsBusinessUpdate. `businessId` must be there and may be `null`.
const BUSINESS: Body = Body {
    fields: &[
        field("ids", Shape::Texts(MAX_ID)),
        field("businessId", Shape::Id),
    ],
    required: &["ids"],
    location: true,
};

/// The family's declarations.
pub(crate) const OPERATIONS: &[Operation] = &[
    Operation {
        // Misnamed upstream, and SDKs call it so.
        id: "create-association",
        summary: "Add tags to up to 500 contacts, or take them away",
        method: Method::Post,
        path: "/contacts/bulk/tags/update/{type}",
        v3: V3::Same,
        scope: Scope::ContactsWrite,
        body: Some(TAGS),
        handler: |cx, call| Box::pin(update_tags(cx, call)),
    },
    Operation {
        id: "add-remove-contact-from-business",
        summary: "Let up to 500 contacts belong to a business, or to none",
        method: Method::Post,
        path: "/contacts/bulk/business",
        v3: V3::Same,
        scope: Scope::ContactsWrite,
        body: Some(BUSINESS),
        handler: |cx, call| Box::pin(update_business(cx, call)),
    },
];

/// What a path and a body ask for. Where the path is unfilled, `?type=` may say it; else
/// `removeAllTags` does, and what says nothing adds, for that loses nothing.
fn change_of(call: &Call, all: bool) -> Result<Change, OperationError> {
    let word = match call.param("type") {
        UNFILLED => call
            .query("type")
            .unwrap_or(if all { "remove" } else { "add" }),
        word => word,
    };
    match (word, all) {
        ("add", false) => Ok(Change::Add),
        ("remove", false) => Ok(Change::Remove),
        ("remove", true) => Ok(Change::RemoveAll),
        ("add", true) => Err(OperationError::invalid(
            "removeAllTags can only be used with the type remove",
        )),
        _ => Err(OperationError::invalid("type must be add or remove")),
    }
}

async fn update_tags(cx: Context, mut call: Call) -> Result<Reply, OperationError> {
    let body = call.checked(&cx, &TAGS)?;
    let change = change_of(&call, body.get("removeAllTags") == Some(&Value::Bool(true)))?;
    let asked = texts(&body, "tags");
    if asked.is_empty() && change != Change::RemoveAll {
        return Err(OperationError::invalid("tags should not be empty"));
    }
    let told = all(&cx, texts(&body, "contacts"), Work::Tags(change, asked)).await?;
    let succeeded = told.errors == 0;
    let mut answer =
        json!({"succeded": succeeded, "errorCount": told.errors, "responses": told.responses});
    if cx.dialect == Dialect::V3 {
        answer["succeeded"] = succeeded.into();
    }
    // Last, where it is looked for before it is put there.
    answer["traceId"] = cx.trace_id.clone().into();
    Reply::json(201, &answer)
}

async fn update_business(cx: Context, mut call: Call) -> Result<Reply, OperationError> {
    const MISSING: &str = "businessId should not be empty";
    let body = call.body.as_ref();
    let named = body.is_none_or(|body| body.get("businessId").is_some());
    let body = match (call.checked(&cx, &BUSINESS), named) {
        (Ok(body), true) => body,
        (Err(OperationError::Invalid(mut complaints)), false) => {
            complaints.push(MISSING.into());
            return Err(OperationError::Invalid(complaints));
        }
        (Ok(_), false) => return Err(OperationError::invalid(MISSING)),
        (Err(error), _) => return Err(error),
    };
    let business = body.get("businessId").and_then(Value::as_str);
    if let Some(business) = business {
        cx.must_know(Kind::Business, business).await?;
    }
    let work = Work::Business(business.map(str::to_owned));
    let told = all(&cx, texts(&body, "ids"), work).await?;
    let done: Vec<&Value> = told
        .responses
        .iter()
        .filter(|response| response["type"] == "success")
        .map(|response| &response["contactId"])
        .collect();
    Reply::json(
        200,
        &json!({"success": told.errors == 0, "ids": done, "responses": told.responses,
            "traceId": cx.trace_id}),
    )
}
