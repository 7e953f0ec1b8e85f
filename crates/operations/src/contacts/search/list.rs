//! `GET /contacts/`: HighLevel's old list, newest first, page by page behind a contact.

use serde_json::json;
use tenon_model::{
    Kind,
    filter::{Order, SortKey},
};
use tenon_store::{ContactSearch, Place};

use super::{body, find};
use crate::{Call, Context, OperationError, Reply, custom_fields, wire};

/// Contacts on a page, as HighLevel documents: by default, and at most.
const PAGE: (i64, i64) = (20, 100);
/// The latest time that may be named, in milliseconds since 1970: the end of the year 9999.
const MAX_TIME: i64 = 253_402_300_799_999;

pub(crate) async fn list(cx: Context, call: Call) -> Result<Reply, OperationError> {
    let location = call.query("locationId");
    let location =
        location.ok_or_else(|| OperationError::invalid("locationId should not be empty"))?;
    cx.same_location(location)?;
    let limit = call.number("limit", PAGE.0, 1..=PAGE.1)?;
    let page = call.number("page", 1, 1..=i64::from(i32::MAX))?;
    let text = call.query("query").unwrap_or_default();
    let search = ContactSearch {
        filter: body::query(&cx, text).map_err(OperationError::invalid)?,
        order: vec![Order::NEWEST],
        after: after(&cx, &call).await?,
        limit: usize::try_from(limit).unwrap_or_default(),
        ..ContactSearch::default()
    };
    let found = find(&cx, &search).await?;
    let mut contacts = Vec::with_capacity(found.contacts.len());
    for (record, _) in &found.contacts {
        contacts.push(wire::contact(&cx, record)?);
    }
    let fields = contacts.iter_mut();
    let fields = fields.flat_map(wire::ContactAnswer::custom_fields);
    custom_fields::name(&cx, fields.collect()).await?;
    let last = found.contacts.last().map(|(record, _)| record);
    let more = last.filter(|_| contacts.len() == search.limit);
    let next = more.map(|last| {
        let after = last.created_at.as_millisecond();
        let query = format!("&query={}", encoded(text));
        let query = if text.is_empty() { "" } else { &query };
        format!(
            "{}/contacts/?locationId={location}&limit={limit}&startAfter={after}&startAfterId={}\
             &page={}{query}",
            call.base,
            last.id,
            page + 1
        )
    });
    let meta = json!({
        "total": found.total,
        "nextPageUrl": next,
        "startAfterId": last.map(|last| &last.id),
        "startAfter": last.map(|last| last.created_at.as_millisecond()),
        "currentPage": page,
        "nextPage": more.map(|_| page + 1),
        "prevPage": (page > 1).then(|| page - 1),
    });
    Reply::json(
        200,
        &json!({"contacts": contacts, "count": found.total, "meta": meta,
            "traceId": cx.trace_id}),
    )
}

/// The place the page starts behind. Times are told in milliseconds and kept in microseconds, so that
/// of the contact itself counts, also when it was deleted meanwhile.
async fn after(cx: &Context, call: &Call) -> Result<Option<Place>, OperationError> {
    let at = match call.query("startAfter") {
        Some(_) => Some(call.number("startAfter", 0, 0..=MAX_TIME)?),
        None => None,
    };
    let id = call.query("startAfterId").unwrap_or_default();
    if id.is_empty() && at.is_none() {
        return Ok(None);
    }
    let location = &cx.location.id;
    let known = cx
        .store
        .record_or_tombstone(location, Kind::Contact, id)
        .await?;
    let at = match (known, at) {
        (Some(record), at) if at.is_none_or(|at| at == record.created_at.as_millisecond()) => {
            record.created_at.as_microsecond()
        }
        // Without a contact, all of the millisecond was seen; without that contact, nobody knows
        // how much of it: better told twice than not at all.
        (_, Some(at)) if id.is_empty() => at * 1_000,
        (_, Some(at)) => at * 1_000 + 999,
        (_, None) => return Err(OperationError::NotFound("Contact")),
    };
    Ok(Some(Place {
        keys: vec![SortKey::Number(at)],
        id: id.to_owned(),
    }))
}

/// A text for a URL's query (RFC 3986, section 2.3).
fn encoded(text: &str) -> String {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._~".contains(byte);
    let encode = |byte: u8| {
        if plain(&byte) {
            char::from(byte).to_string()
        } else {
            format!("%{byte:02X}")
        }
    };
    text.bytes().map(encode).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_encoded_for_a_url() {
        assert_eq!(encoded("O'Néil & 1~"), "O%27N%C3%A9il%20%26%201~");
    }
}
