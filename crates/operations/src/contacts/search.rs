//! `POST /contacts/search` and `GET /contacts/search/duplicate`

mod body;
mod filters;

use serde_json::json;
use tenon_model::{index::Index, normalise};

use crate::{Call, Context, OperationError, Reply, wire};

pub(super) async fn search(cx: Context, mut call: Call) -> Result<Reply, OperationError> {
    let search = body::read(&cx, call.object()?)?;
    let Some(search) = search else {
        return Reply::json(
            200,
            &json!({"contacts": [], "total": 0, "traceId": cx.trace_id}),
        );
    };
    let location = &cx.location.id;
    let records = cx.store.search_contacts(location, &search).await?;
    let total = cx.store.count_contacts(location, &search).await?;
    let mut contacts = Vec::with_capacity(records.len());
    for record in &records {
        let name = Index::of(record.kind, &record.fields()?).sort_name;
        let (value, id) = search.place(record, &name);
        contacts.push(wire::found(&cx, record, json!([value, id]))?);
    }
    Reply::json(
        200,
        &json!({"contacts": contacts, "total": total, "traceId": cx.trace_id}),
    )
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
                    contact: wire::contact(&cx, record)?,
                },
            );
        }
    }
    Reply::json(200, &json!({"contact": null, "traceId": cx.trace_id}))
}
