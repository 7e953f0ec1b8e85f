//! The body of a search, read; every complaint is told at once.

use serde_json::Value;
use tenon_model::Fields;
use tenon_store::{ContactSearch, Sort};

use super::filters::filters;
use crate::{Context, OperationError};

/// Most contacts on a page, as HighLevel's largest documented.
const MAX_PAGE: i64 = 500;
/// How far `page` reaches; `searchAfter` goes beyond.
const MAX_REACH: i64 = 10_000;
/// Longest `query`, as HighLevel's.
const MAX_QUERY: usize = 75;

/// What the body asks for; `None` when nothing can match (an e-mail that is none).
pub(super) fn read(
    cx: &Context,
    mut body: Fields,
) -> Result<Option<ContactSearch>, OperationError> {
    let mut complaints: Vec<String> = cx.take_location(&mut body)?.into_iter().collect();
    let mut search = ContactSearch {
        descending: true,
        ..ContactSearch::default()
    };
    let mut told = |complaint: Result<(), String>| complaints.extend(complaint.err());
    let mut page = None;
    told(whole(&mut body, "pageLimit", MAX_PAGE).and_then(|limit| {
        search.limit = limit.ok_or("pageLimit should not be empty")?;
        Ok(())
    }));
    told(whole(&mut body, "page", MAX_REACH).map(|number| page = number));
    told(query(body.remove("query")).map(|query| search.query = query));
    told(sort(body.remove("sort"), &mut search));
    told(after(body.remove("searchAfter"), page, &mut search));
    let wanted = body.remove("filters");
    for name in body.keys() {
        let name: String = name.chars().take(64).filter(|c| !c.is_control()).collect();
        told(Err(format!("property {name} should not exist")));
    }
    if !complaints.is_empty() {
        return Err(OperationError::Invalid(complaints));
    }
    let possible = filters(cx, wanted, &mut search)?;
    search.offset = (page.unwrap_or(1) - 1) * search.limit;
    if search.offset + search.limit > MAX_REACH {
        return Err(OperationError::BadRequest(format!(
            "page x pageLimit reaches at most {MAX_REACH} contacts; use searchAfter beyond"
        )));
    }
    Ok(possible.then_some(search))
}

fn whole(body: &mut Fields, name: &str, most: i64) -> Result<Option<i64>, String> {
    match body.remove(name) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => value
            .as_i64()
            .filter(|number| (1..=most).contains(number))
            .map(Some)
            .ok_or_else(|| format!("{name} must be a number from 1 to {most}")),
    }
}

fn query(query: Option<Value>) -> Result<Option<String>, String> {
    match query {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) if text.contains('\0') => {
            Err("query must not contain NUL characters".into())
        }
        Some(Value::String(text)) if text.chars().count() <= MAX_QUERY => Ok(Some(text)),
        Some(_) => Err(format!(
            "query must be a string of at most {MAX_QUERY} characters"
        )),
    }
}

fn sort(sort: Option<Value>, search: &mut ContactSearch) -> Result<(), String> {
    let sorts = match sort {
        None | Some(Value::Null) => return Ok(()),
        Some(Value::Array(sorts)) if sorts.len() <= 1 => sorts,
        Some(_) => return Err("sort must be an array of one element".into()),
    };
    for one in sorts {
        search.sort = match one["field"].as_str().unwrap_or_default() {
            "dateAdded" => Sort::Added,
            "dateUpdated" => Sort::Updated,
            "firstNameLowerCase" => Sort::Name,
            _ => {
                return Err(
                    "sort field must be one of: dateAdded, dateUpdated, firstNameLowerCase".into(),
                );
            }
        };
        search.descending = match one["direction"].as_str().unwrap_or("desc") {
            "asc" => false,
            "desc" => true,
            _ => return Err("sort direction must be asc or desc".into()),
        };
    }
    Ok(())
}

fn after(
    after: Option<Value>,
    page: Option<i64>,
    search: &mut ContactSearch,
) -> Result<(), String> {
    match after {
        None | Some(Value::Null) => Ok(()),
        Some(_) if page.is_some() => Err("searchAfter must not come with page".into()),
        Some(after) => {
            let place = place(&after, search.sort);
            search.after =
                Some(place.ok_or("searchAfter must be taken from the last contact of the page")?);
            Ok(())
        }
    }
}

/// A contact's place, as it was answered for this order.
fn place(after: &Value, sort: Sort) -> Option<(Value, String)> {
    let [value, Value::String(id)] = after.as_array()?.as_slice() else {
        return None;
    };
    let fits = if sort == Sort::Name {
        value.is_string()
    } else {
        value.is_i64()
    };
    let clean = !id.contains('\0') && !value.as_str().unwrap_or_default().contains('\0');
    (fits && clean).then(|| (value.clone(), id.clone()))
}
