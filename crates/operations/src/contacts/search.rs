//! `POST /contacts/search`, `GET /contacts/` and `GET /contacts/search/duplicate`

mod body;
mod filters;
mod list;
mod range;

use serde_json::json;
use tenon_model::normalise;
use tenon_store::{ContactSearch, Found};

use crate::{Call, Context, OperationError, Reply, custom_fields, wire};

pub(super) use list::list;

/// `total` counts what pages can reach; `totalIsExact` says whether there may be more, or fewer.
pub(super) async fn search(cx: Context, mut call: Call) -> Result<Reply, OperationError> {
    let search = body::read(&cx, call.object()?)?;
    let found = find(&cx, &search).await?;
    let mut contacts = Vec::with_capacity(found.contacts.len());
    for (record, place) in &found.contacts {
        contacts.push(wire::found(&cx, record, body::told(place))?);
    }
    custom_fields::name_in(&cx, &mut contacts).await?;
    Reply::json(
        200,
        &json!({"contacts": contacts, "total": found.total, "totalIsExact": found.exact,
            "traceId": cx.trace_id}),
    )
}

async fn find(cx: &Context, search: &ContactSearch) -> Result<Found, OperationError> {
    let found = cx.store.search_contacts(&cx.location.id, search).await?;
    if found.gave_up {
        return Err(OperationError::BadRequest(format!(
            "Fewer contacts than the page holds were found among the first {} looked at; \
             add a filter that more contacts fail, such as eq or contains",
            search.effort.visited
        )));
    }
    Ok(found)
}

pub(super) async fn duplicate(cx: Context, call: Call) -> Result<Reply, OperationError> {
    let location = call.query("locationId");
    let location =
        location.ok_or_else(|| OperationError::invalid("locationId should not be empty"))?;
    cx.same_location(location)?;
    let email = call.query("email").map(normalise::email);
    let phone = call
        .query("number")
        .map(|text| normalise::phone(text, &cx.location.country));
    if email.is_none() && phone.is_none() {
        return Err(OperationError::invalid(
            "email or number should not be empty",
        ));
    }
    // What is no address or number is nobody's.
    let keys = [
        ("email", email.and_then(Result::ok)),
        ("phone", phone.and_then(Result::ok)),
    ];
    for (name, value) in keys {
        let Some(value) = value else { continue };
        if let Some(record) = cx
            .store
            .contacts_with(&cx.location.id, name, &value)
            .await?
            .first()
        {
            return Reply::json(
                200,
                &wire::Enveloped {
                    contact: wire::contact(&cx, record)?.named(&cx).await?,
                },
            );
        }
    }
    Reply::json(200, &json!({"contact": null, "traceId": cx.trace_id}))
}
