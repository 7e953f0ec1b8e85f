//! Users: who works at the location (users.json).

use serde_json::{Value, json};
use tenon_model::{Kind, Scope, User, normalise};
use tenon_store::Record;

use crate::{Call, Context, Method, Operation, OperationError, Reply, V3, records};

/// Most users of a location that are listed or searched: far beyond any firm's team.
const MOST: i64 = 1_000;
/// Users on a page of a search, and the most.
const PAGE: (i64, i64) = (25, 100);

/// The family's declarations.
pub(crate) const OPERATIONS: &[Operation] = &[
    Operation {
        id: "get-user-by-location",
        summary: "List the users of the location, oldest first",
        method: Method::Get,
        path: "/users/",
        v3: V3::Gone,
        scope: Scope::UsersReadonly,
        body: None,
        handler: |cx, call| Box::pin(list(cx, call)),
    },
    Operation {
        id: "search-users",
        summary: "Search users by name, e-mail or phone",
        method: Method::Get,
        path: "/users/search",
        v3: V3::Same,
        scope: Scope::UsersReadonly,
        body: None,
        handler: |cx, call| Box::pin(search(cx, call)),
    },
    Operation {
        id: "get-user",
        summary: "Get a user",
        method: Method::Get,
        path: "/users/{userId}",
        v3: V3::Same,
        scope: Scope::UsersReadonly,
        body: None,
        handler: |cx, call| Box::pin(get(cx, call)),
    },
];

/// UserSchema, and UserSuccessfulResponseDto.
fn answer(cx: &Context, record: &Record) -> Result<Value, OperationError> {
    let user: User = record.typed()?;
    let names = [user.first_name.as_deref(), user.last_name.as_deref()];
    let name = names.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let roles = json!({"type": "account", "role": user.role, "locationIds": [cx.location.id]});
    let mut answer = record.fields()?;
    answer.remove("role");
    for (key, value) in [
        ("id", record.id.clone().into()),
        ("name", name.into()),
        ("roles", roles),
    ] {
        answer.insert(key.to_owned(), value);
    }
    Ok(Value::Object(answer))
}

async fn list(cx: Context, call: Call) -> Result<Reply, OperationError> {
    records::named_location(&cx, &call)?;
    let users = cx.store.records_in(&cx.location.id, Kind::User, 0, MOST);
    let users = users.await?;
    let users = users.iter().map(|record| answer(&cx, record));
    let users = users.collect::<Result<Vec<_>, _>>()?;
    Reply::json(200, &json!({"users": users, "traceId": cx.trace_id}))
}

async fn get(cx: Context, call: Call) -> Result<Reply, OperationError> {
    let record = cx.find(Kind::User, None, call.param("userId")).await?;
    let mut body = answer(&cx, &record)?;
    body["traceId"] = cx.trace_id.clone().into();
    Ok(Reply::json(200, &body)?.of(&record))
}

/// A token sees one location and its users, so `companyId` decides nothing; it must be there, as
/// upstream.
async fn search(cx: Context, call: Call) -> Result<Reply, OperationError> {
    if call.query("companyId").is_none() {
        return Err(OperationError::invalid("companyId should not be empty"));
    }
    if let Some(location) = call.query("locationId") {
        cx.same_location(location)?;
    }
    let limit = call.number("limit", PAGE.0, 1..=PAGE.1)?;
    let skip = call.number("skip", 0, 0..=MOST)?;
    let query = normalise::fold_search(call.query("query").unwrap_or_default());
    let ids: Option<Vec<&str>> = call.query("ids").map(|ids| ids.split(',').collect());
    let users = cx.store.records_in(&cx.location.id, Kind::User, 0, MOST);
    let mut found = Vec::new();
    for record in users.await? {
        let user: User = record.typed()?;
        let known = ids
            .as_ref()
            .is_none_or(|ids| ids.contains(&record.id.as_str()));
        let role = call.query("role").is_none_or(|role| role == user.role);
        let kind = call.query("type").is_none_or(|kind| kind == "account");
        if known && role && kind && holds(&user, &query) {
            found.push(answer(&cx, &record)?);
        }
    }
    let count = found.len();
    found.sort_by_cached_key(|user| user["name"].as_str().unwrap_or_default().to_lowercase());
    let page = found.into_iter().skip(skip.try_into().unwrap_or(0));
    let page: Vec<Value> = page.take(limit.try_into().unwrap_or(0)).collect();
    Reply::json(
        200,
        &json!({"users": page, "count": count, "traceId": cx.trace_id}),
    )
}

fn holds(user: &User, query: &str) -> bool {
    let parts = [&user.first_name, &user.last_name, &user.email, &user.phone];
    let text: Vec<&str> = parts.into_iter().filter_map(Option::as_deref).collect();
    normalise::fold_search(&text.join(" ")).contains(query)
}
