//! `GET /contacts/business/{businessId}`

use serde_json::json;
use tenon_model::{Kind, Scope, index::Index};
use tenon_store::Members;

use crate::{
    Call, Context, Method, Operation, OperationError, Reply, V3, custom_fields, records, wire,
};

/// Contacts on a page, and the most (contacts-v3.json).
const PAGE: (i64, i64) = (25, 100);
/// Most contacts gone past by `skip`; `startAfter` goes beyond.
const MAX_SKIP: i64 = 10_000;
/// Longest `query`, as a search's.
const MAX_QUERY: usize = 75;

/// The family's declarations.
pub(crate) const OPERATIONS: &[Operation] = &[Operation {
    id: "get-contacts-by-businessId",
    summary: "List the contacts of a business, by name",
    method: Method::Get,
    path: "/contacts/business/{businessId}",
    v3: V3::Same,
    scope: Scope::ContactsReadonly,
    body: None,
    handler: |cx, call| Box::pin(list(cx, call)),
}];

async fn list(cx: Context, call: Call) -> Result<Reply, OperationError> {
    records::named_location(&cx, &call)?;
    let query = call.query("query").unwrap_or_default();
    if query.chars().count() > MAX_QUERY {
        return Err(OperationError::invalid(format!(
            "query must be shorter than or equal to {MAX_QUERY} characters"
        )));
    }
    let members = Members {
        query: query.to_owned(),
        after: after(&call)?,
        skip: call.number("skip", 0, 0..=MAX_SKIP)?,
        limit: call.number("limit", PAGE.0, 1..=PAGE.1)?,
    };
    let business = call.param("businessId");
    cx.must_know(Kind::Business, business).await?;
    let page = cx.store.members(&cx.location.id, business, &members);
    let (records, count) = page.await?;
    let mut contacts = Vec::with_capacity(records.len());
    for record in &records {
        let name = Index::of(Kind::Contact, &record.fields()?).sort_name;
        contacts.push(wire::found(&cx, record, json!([name, record.id]))?);
    }
    custom_fields::name_in(&cx, &mut contacts).await?;
    Reply::json(
        200,
        &json!({"contacts": contacts, "count": count, "traceId": cx.trace_id}),
    )
}

/// A contact's `searchAfter`: `name,id` in one value, or the two in two values.
fn after(call: &Call) -> Result<Option<(String, String)>, OperationError> {
    let values: Vec<&str> = call
        .query
        .iter()
        .filter(|(name, value)| name == "startAfter" && !value.is_empty())
        .map(|(_, value)| value.as_str())
        .collect();
    let place = match values[..] {
        [] => return Ok(None),
        [both] => both.rsplit_once(','),
        [name, id] => Some((name, id)),
        _ => None,
    };
    let place = place.map(|(name, id)| (name.to_owned(), id.to_owned()));
    place.map(Some).ok_or_else(|| {
        OperationError::invalid("startAfter must be a contact's searchAfter: name,id")
    })
}
