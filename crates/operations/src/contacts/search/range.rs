//! Ranges: `{gte, gt, lte, lt}` of times, and for custom fields also of numbers.

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use tenon_model::{
    Fields,
    filter::{Check, Holds, SearchField},
    time,
};

use super::filters::brief;
use crate::OperationError;

/// Callers see times in milliseconds, so a bound in them means all of one.
const MILLISECOND: SignedDuration = SignedDuration::from_millis(1);
/// Times are stored in microseconds: less by one is the moment before.
const MICROSECOND: SignedDuration = SignedDuration::from_micros(1);
const BOUNDS: [&str; 4] = ["gte", "gt", "lte", "lt"];

/// Reads a range.
pub(super) fn read(field: &SearchField, value: &Value) -> Result<Check, OperationError> {
    let bounds = value.as_object().ok_or_else(|| {
        OperationError::invalid("a range must be an object of gte, gt, lte or lt")
    })?;
    if bounds.keys().any(|name| !BOUNDS.contains(&name.as_str())) {
        return Err(OperationError::invalid(
            "a range must hold gte, gt, lte or lt",
        ));
    }
    // In a custom field a number is one; elsewhere it is a time.
    let is_custom = matches!(field.holds(), Holds::Texts(_));
    if is_custom && bounds.values().any(|value| number(value).is_some()) {
        numbers(bounds)
    } else {
        times(bounds)
    }
}

/// A moment that cannot be is the nearest that can.
fn times(bounds: &Fields) -> Result<Check, OperationError> {
    let (mut from, mut to) = (None::<Timestamp>, None::<Timestamp>);
    let mut not_before = |at: Timestamp| from = Some(from.map_or(at, |other| other.max(at)));
    let mut not_behind = |at: Timestamp| to = Some(to.map_or(at, |other| other.min(at)));
    for (bound, value) in bounds {
        let at = moment(value)
            .ok_or_else(|| OperationError::invalid(format!("{} must be a date", brief(bound))))?;
        match bound.as_str() {
            "gte" => not_before(at),
            "gt" => not_before(at.saturating_add(MILLISECOND).unwrap_or(at)),
            "lte" => {
                let end = at.saturating_add(MILLISECOND - MICROSECOND);
                not_behind(end.unwrap_or(at));
            }
            _ => not_behind(at.saturating_sub(MICROSECOND).unwrap_or(at)),
        }
    }
    Ok(Check::Between(
        from.map(Timestamp::as_microsecond),
        to.map(Timestamp::as_microsecond),
    ))
}

fn numbers(bounds: &Fields) -> Result<Check, OperationError> {
    let (mut low, mut high) = (None, None);
    for (bound, value) in bounds {
        let number = number(value).ok_or_else(|| {
            OperationError::invalid(format!("{} must be a number, as the other", brief(bound)))
        })?;
        match bound.as_str() {
            "gte" => low = tighter(low, (number, true), f64::gt),
            "gt" => low = tighter(low, (number, false), f64::gt),
            "lte" => high = tighter(high, (number, true), f64::lt),
            _ => high = tighter(high, (number, false), f64::lt),
        }
    }
    Ok(Check::Numbers(low, high))
}

type Bound = (f64, bool);

/// Of two bounds the one that leaves less; of two alike the one that is itself left out.
fn tighter(one: Option<Bound>, other: Bound, beats: fn(&f64, &f64) -> bool) -> Option<Bound> {
    Some(match one {
        Some(one) if beats(&one.0, &other.0) => one,
        Some(one) if one.0 == other.0 => (one.0, one.1 && other.1),
        _ => other,
    })
}

fn number(value: &Value) -> Option<f64> {
    let number = match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    number.filter(|number| number.is_finite())
}

/// An ISO 8601 text, or milliseconds since 1970.
fn moment(value: &Value) -> Option<Timestamp> {
    match value {
        Value::Number(millis) => Timestamp::from_millisecond(millis.as_i64()?).ok(),
        Value::String(text) => time::parse_moment(text),
        _ => None,
    }
}
