//! The body of a search, read; every complaint is told at once.

use serde_json::Value;
use tenon_model::{
    Fields,
    filter::{Filter, Order, SortField, SortKey},
};
use tenon_store::{ContactSearch, Place};

use super::filters::filters;
use crate::{Context, OperationError};

/// Most contacts on a page, as HighLevel's largest documented.
const MAX_PAGE: usize = 500;
/// How far `page` reaches; `searchAfter` goes beyond.
const MAX_REACH: usize = 10_000;
/// Longest `query`, as HighLevel's.
const MAX_QUERY: usize = 75;
/// Most fields sorted by, as HighLevel's.
const MAX_SORTS: usize = 2;

/// What the body asks for.
pub(super) fn read(cx: &Context, mut body: Fields) -> Result<ContactSearch, OperationError> {
    let mut complaints: Vec<String> = cx.take_location(&mut body)?.into_iter().collect();
    let mut search = ContactSearch::default();
    let mut told = |complaint: Result<(), String>| complaints.extend(complaint.err());
    let (mut page, mut words) = (None, Filter::always());
    told(whole(&mut body, "pageLimit", MAX_PAGE).and_then(|limit| {
        search.limit = limit.ok_or("pageLimit should not be empty")?;
        Ok(())
    }));
    told(whole(&mut body, "page", MAX_REACH).map(|number| page = number));
    told(text_of(body.remove("query")).and_then(|text| {
        words = query(cx, &text)?;
        Ok(())
    }));
    told(sort(body.remove("sort")).map(|order| search.order = order));
    told(after(body.remove("searchAfter"), page, &mut search));
    let wanted = body.remove("filters");
    for name in body.keys() {
        let name: String = name.chars().take(64).filter(|c| !c.is_control()).collect();
        told(Err(format!("property {name} should not exist")));
    }
    if !complaints.is_empty() {
        return Err(OperationError::Invalid(complaints));
    }
    search.filter = filters(cx, wanted)?.and(words);
    search.offset = (page.unwrap_or(1) - 1) * search.limit;
    if search.reach() > MAX_REACH {
        return Err(OperationError::BadRequest(format!(
            "page x pageLimit reaches at most {MAX_REACH} contacts; use searchAfter beyond"
        )));
    }
    Ok(search)
}

fn whole(body: &mut Fields, name: &str, most: usize) -> Result<Option<usize>, String> {
    match body.remove(name) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => value
            .as_u64()
            .and_then(|number| usize::try_from(number).ok())
            .filter(|number| (1..=most).contains(number))
            .map(Some)
            .ok_or_else(|| format!("{name} must be a number from 1 to {most}")),
    }
}

fn text_of(query: Option<Value>) -> Result<String, String> {
    match query {
        None | Some(Value::Null) => Ok(String::new()),
        Some(Value::String(text)) => Ok(text),
        Some(_) => Err(format!(
            "query must be a string of at most {MAX_QUERY} characters"
        )),
    }
}

/// A query's words as a condition.
pub(super) fn query(cx: &Context, text: &str) -> Result<Filter, String> {
    if text.contains('\0') {
        return Err("query must not contain NUL characters".into());
    }
    if text.chars().count() > MAX_QUERY {
        return Err(format!(
            "query must be a string of at most {MAX_QUERY} characters"
        ));
    }
    Ok(Filter::query(text, &cx.location.country))
}

fn sort(sort: Option<Value>) -> Result<Vec<Order>, String> {
    let sorts = match sort {
        None | Some(Value::Null) => return Ok(vec![Order::NEWEST]),
        Some(Value::Array(sorts)) if sorts.len() <= MAX_SORTS => sorts,
        Some(_) => {
            return Err(format!(
                "sort must be an array of at most {MAX_SORTS} elements"
            ));
        }
    };
    let mut order: Vec<Order> = Vec::with_capacity(sorts.len());
    for one in sorts {
        let field = SortField::parse(one["field"].as_str().unwrap_or_default());
        let field = field.ok_or_else(|| {
            let known: Vec<&str> = SortField::ALL.iter().map(|(_, name)| *name).collect();
            format!("sort field must be one of: {}", known.join(", "))
        })?;
        let descending = match one["direction"].as_str().unwrap_or("desc") {
            "asc" => false,
            "desc" => true,
            _ => return Err("sort direction must be asc or desc".into()),
        };
        if order.iter().any(|order| order.field == field) {
            return Err("sort must name each field once".into());
        }
        order.push(Order { field, descending });
    }
    if order.is_empty() {
        order.push(Order::NEWEST);
    }
    Ok(order)
}

fn after(
    after: Option<Value>,
    page: Option<usize>,
    search: &mut ContactSearch,
) -> Result<(), String> {
    match after {
        None | Some(Value::Null) => Ok(()),
        Some(_) if page.is_some() => Err("searchAfter must not come with page".into()),
        Some(after) => {
            let place = place(&after, &search.order);
            search.after =
                Some(place.ok_or("searchAfter must be taken from the last contact of the page")?);
            Ok(())
        }
    }
}

/// A contact's place, as it was answered for this order: a value for each field sorted by, and the
/// id.
fn place(after: &Value, order: &[Order]) -> Option<Place> {
    let (id, keys) = after.as_array()?.split_last()?;
    let id = id.as_str()?.to_owned();
    if keys.len() != order.len() || id.contains('\0') {
        return None;
    }
    let keys = keys.iter().zip(order).map(|(key, order)| {
        if order.field.is_number() {
            key.as_i64().map(SortKey::Number)
        } else {
            let text = key.as_str().filter(|text| !text.contains('\0'));
            text.map(|text| SortKey::Text(text.to_owned()))
        }
    });
    let keys = keys.collect::<Option<Vec<_>>>()?;
    Some(Place { keys, id })
}

/// A contact's place as it is answered.
pub(super) fn told(place: &Place) -> Value {
    let keys = place.keys.iter().map(|key| match key {
        SortKey::Number(number) => (*number).into(),
        SortKey::Text(text) => text.clone().into(),
    });
    keys.chain([Value::from(place.id.clone())]).collect()
}
