//! `POST /contacts/search` and `GET /contacts/search/duplicate`

use jiff::Timestamp;
use serde_json::{Value, json};
use tenon_model::{Fields, index::Index, normalise, time};
use tenon_store::{ContactSearch, Sort};

use crate::{Call, Context, OperationError, Reply, wire};

/// Most contacts on a page, as HighLevel's largest documented.
const MAX_PAGE: i64 = 500;
/// How far `page` reaches; `searchAfter` goes beyond.
const MAX_REACH: i64 = 10_000;
/// Longest `query`, as HighLevel's.
const MAX_QUERY: usize = 75;

pub(super) async fn search(cx: Context, mut call: Call) -> Result<Reply, OperationError> {
    let search = read(&cx, call.object()?)?;
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

/// What the body asks for; `None` when nothing can match (an e-mail that is none).
fn read(cx: &Context, mut body: Fields) -> Result<Option<ContactSearch>, OperationError> {
    let mut search = ContactSearch {
        descending: true,
        ..ContactSearch::default()
    };
    match body.remove("locationId") {
        Some(Value::String(id)) => cx.same_location(&id)?,
        _ => return Err(OperationError::invalid("locationId should not be empty")),
    }
    search.limit = whole(&mut body, "pageLimit", MAX_PAGE)?
        .ok_or_else(|| OperationError::invalid("pageLimit should not be empty"))?;
    let page = whole(&mut body, "page", MAX_REACH)?;
    match body.remove("query") {
        None | Some(Value::Null) => {}
        Some(Value::String(text)) if text.chars().count() <= MAX_QUERY && !text.contains('\0') => {
            search.query = Some(text);
        }
        Some(_) => {
            return Err(OperationError::invalid(format!(
                "query must be a string of at most {MAX_QUERY} characters"
            )));
        }
    }
    let possible = filters(cx, body.remove("filters"), &mut search)?;
    sort(body.remove("sort"), &mut search)?;
    match body.remove("searchAfter") {
        None | Some(Value::Null) => {}
        Some(after) if page.is_none() => search.after = Some(place(&after, search.sort)?),
        Some(_) => {
            return Err(OperationError::invalid(
                "searchAfter must not come with page",
            ));
        }
    }
    search.offset = (page.unwrap_or(1) - 1) * search.limit;
    if search.offset + search.limit > MAX_REACH {
        return Err(OperationError::BadRequest(format!(
            "page x pageLimit reaches at most {MAX_REACH} contacts; use searchAfter beyond"
        )));
    }
    if let Some(unknown) = body.keys().next() {
        let name: String = unknown.chars().take(64).collect();
        return Err(OperationError::invalid(format!(
            "property {name} should not exist"
        )));
    }
    Ok(possible.then_some(search))
}

fn whole(body: &mut Fields, name: &str, most: i64) -> Result<Option<i64>, OperationError> {
    match body.remove(name) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => value
            .as_i64()
            .filter(|number| (1..=most).contains(number))
            .map(Some)
            .ok_or_else(|| {
                OperationError::invalid(format!("{name} must be a number from 1 to {most}"))
            }),
    }
}

/// Reads `[{field, operator, value}]`. Fields so far: email, phone, dateUpdated.
fn filters(
    cx: &Context,
    filters: Option<Value>,
    search: &mut ContactSearch,
) -> Result<bool, OperationError> {
    let filters = match filters {
        None | Some(Value::Null) => return Ok(true),
        Some(Value::Array(filters)) if filters.len() <= 20 => filters,
        Some(_) => {
            return Err(OperationError::invalid(
                "filters must be an array of at most 20",
            ));
        }
    };
    let mut possible = true;
    for filter in filters {
        let text = |name: &str| filter.get(name).and_then(Value::as_str).unwrap_or_default();
        let (field, operator) = (text("field"), text("operator"));
        match (field, operator) {
            ("email", "eq") => match normalise::email(text("value")) {
                Ok(value) => search.keys.push(("email", value)),
                Err(_) => possible = false,
            },
            ("phone", "eq") => match normalise::phone(text("value"), &cx.location.country) {
                Ok(value) => search.keys.push(("phone", value)),
                Err(_) => possible = false,
            },
            ("dateUpdated", "range") => range(&filter["value"], search)?,
            ("email" | "phone" | "dateUpdated", operator) => {
                return Err(OperationError::BadRequest(format!(
                    "Invalid operator {} for {field}",
                    operator.chars().take(32).collect::<String>()
                )));
            }
            (field, _) => {
                let field: String = field.chars().take(64).collect();
                return Err(OperationError::BadRequest(format!("Invalid field {field}")));
            }
        }
    }
    Ok(possible)
}

fn range(value: &Value, search: &mut ContactSearch) -> Result<(), OperationError> {
    let bounds = value.as_object().ok_or_else(|| {
        OperationError::invalid("a range must be an object of gte, gt, lte or lt")
    })?;
    for (bound, value) in bounds {
        let at = match value {
            Value::Number(millis) => millis
                .as_i64()
                .and_then(|millis| Timestamp::from_millisecond(millis).ok()),
            Value::String(text) => time::parse_instant(text),
            _ => None,
        };
        let at = at.ok_or_else(|| {
            OperationError::invalid(format!(
                "{} must be a date",
                bound.chars().take(16).collect::<String>()
            ))
        })?;
        // Times have whole microseconds: past one is the next.
        let step = jiff::SignedDuration::from_micros(1);
        match bound.as_str() {
            "gte" => search.updated_from = Some(at),
            "gt" => search.updated_from = at.checked_add(step).ok(),
            // Callers see milliseconds, so "up to" one means all of it.
            "lte" => {
                search.updated_to = at.checked_add(jiff::SignedDuration::from_micros(999)).ok();
            }
            "lt" => search.updated_to = at.checked_sub(step).ok(),
            _ => {
                return Err(OperationError::invalid(
                    "a range must hold gte, gt, lte or lt",
                ));
            }
        }
    }
    Ok(())
}

fn sort(sort: Option<Value>, search: &mut ContactSearch) -> Result<(), OperationError> {
    let sorts = match sort {
        None | Some(Value::Null) => return Ok(()),
        Some(Value::Array(sorts)) if sorts.len() <= 1 => sorts,
        Some(_) => {
            return Err(OperationError::invalid(
                "sort must be an array of one element",
            ));
        }
    };
    for one in sorts {
        search.sort = match one["field"].as_str().unwrap_or_default() {
            "dateAdded" => Sort::Added,
            "dateUpdated" => Sort::Updated,
            "firstNameLowerCase" => Sort::Name,
            other => {
                let other: String = other.chars().take(64).collect();
                return Err(OperationError::BadRequest(format!(
                    "Invalid sort field {other}"
                )));
            }
        };
        search.descending = match one["direction"].as_str().unwrap_or("desc") {
            "asc" => false,
            "desc" => true,
            _ => {
                return Err(OperationError::invalid(
                    "sort direction must be asc or desc",
                ));
            }
        };
    }
    Ok(())
}

fn place(after: &Value, sort: Sort) -> Result<(Value, String), OperationError> {
    let wrong =
        || OperationError::invalid("searchAfter must be taken from the last contact of the page");
    let [value, Value::String(id)] = after.as_array().ok_or_else(wrong)?.as_slice() else {
        return Err(wrong());
    };
    let fits = if sort == Sort::Name {
        value.is_string()
    } else {
        value.is_i64()
    };
    let clean = !id.contains('\0') && !value.as_str().unwrap_or_default().contains('\0');
    if fits && clean {
        Ok((value.clone(), id.clone()))
    } else {
        Err(wrong())
    }
}
