//! A search's filters: `[{field, operator, value}]`, all of which must hold. Fields so far: email,
//! phone, dateUpdated.

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use tenon_model::{normalise, time};
use tenon_store::ContactSearch;

use crate::{Context, OperationError};

/// Most filters in one search.
const MAX_FILTERS: usize = 20;
/// Callers see times in milliseconds, so a bound in them means all of one.
const MILLISECOND: SignedDuration = SignedDuration::from_millis(1);
/// Times are stored in microseconds: less by one is the moment before.
const MICROSECOND: SignedDuration = SignedDuration::from_micros(1);

/// Reads filters into the search; `false` when nothing can match (an e-mail that is none).
pub(super) fn filters(
    cx: &Context,
    filters: Option<Value>,
    search: &mut ContactSearch,
) -> Result<bool, OperationError> {
    let filters = match filters {
        None | Some(Value::Null) => return Ok(true),
        Some(Value::Array(filters)) if filters.len() <= MAX_FILTERS => filters,
        Some(_) => {
            return Err(OperationError::invalid(format!(
                "filters must be an array of at most {MAX_FILTERS}"
            )));
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
                    brief(operator)
                )));
            }
            (field, _) => {
                let field = brief(field);
                return Err(OperationError::BadRequest(format!("Invalid field {field}")));
            }
        }
    }
    Ok(possible)
}

/// What a stranger wrote, short and without what would steer a terminal.
fn brief(text: &str) -> String {
    let plain = text.chars().filter(|c| !c.is_control());
    plain.take(64).collect()
}

/// Narrows the search to a range of times. A moment that cannot be is the nearest that can.
fn range(value: &Value, search: &mut ContactSearch) -> Result<(), OperationError> {
    let bounds = value.as_object().ok_or_else(|| {
        OperationError::invalid("a range must be an object of gte, gt, lte or lt")
    })?;
    for (bound, value) in bounds {
        let at = moment(value);
        let at =
            at.ok_or_else(|| OperationError::invalid(format!("{} must be a date", brief(bound))))?;
        match bound.as_str() {
            "gte" => from(search, at),
            "gt" => from(search, at.saturating_add(MILLISECOND).unwrap_or(at)),
            "lte" => {
                let end = at.saturating_add(MILLISECOND - MICROSECOND);
                to(search, end.unwrap_or(at));
            }
            "lt" => to(search, at.saturating_sub(MICROSECOND).unwrap_or(at)),
            _ => {
                return Err(OperationError::invalid(
                    "a range must hold gte, gt, lte or lt",
                ));
            }
        }
    }
    Ok(())
}

fn from(search: &mut ContactSearch, at: Timestamp) {
    search.updated_from = Some(search.updated_from.map_or(at, |other| other.max(at)));
}

fn to(search: &mut ContactSearch, at: Timestamp) {
    search.updated_to = Some(search.updated_to.map_or(at, |other| other.min(at)));
}

/// An ISO 8601 text, or milliseconds since 1970.
fn moment(value: &Value) -> Option<Timestamp> {
    match value {
        Value::Number(millis) => Timestamp::from_millisecond(millis.as_i64()?).ok(),
        Value::String(text) => time::parse_instant(text),
        _ => None,
    }
}
