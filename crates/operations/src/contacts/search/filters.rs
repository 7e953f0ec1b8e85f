//! A search's filters: `{field, operator, value}`, and groups of them, `{group: AND | OR, filters}`.
//! At the top all must hold.

use serde_json::Value;
use tenon_model::{
    filter::{Check, Filter, Holds, SearchField},
    normalise, time,
};

use super::range;
use crate::{Context, OperationError};

/// Most filters in one group.
const MAX_IN_GROUP: usize = 50;
/// Most conditions in one search: what a person can put together, with room.
const MAX_CONDITIONS: usize = 100;
/// Groups in groups.
const MAX_DEPTH: usize = 5;
/// Most values of one condition, any of which will do.
const MAX_VALUES: usize = 50;
/// Longest value, as HighLevel's.
const MAX_VALUE: usize = 75;

/// Reads filters.
pub(super) fn filters(cx: &Context, filters: Option<Value>) -> Result<Filter, OperationError> {
    let mut reader = Reader { cx, conditions: 0 };
    match filters {
        None | Some(Value::Null) => Ok(Filter::always()),
        Some(filters) => reader.list(&filters, 1).map(Filter::All),
    }
}

struct Reader<'a> {
    cx: &'a Context,
    conditions: usize,
}

impl Reader<'_> {
    fn list(&mut self, filters: &Value, depth: usize) -> Result<Vec<Filter>, OperationError> {
        let Some(filters) = filters.as_array().filter(|list| list.len() <= MAX_IN_GROUP) else {
            return Err(OperationError::invalid(format!(
                "filters must be an array of at most {MAX_IN_GROUP}"
            )));
        };
        if depth > MAX_DEPTH {
            return Err(OperationError::invalid(format!(
                "filters must not be nested more than {MAX_DEPTH} deep"
            )));
        }
        filters.iter().map(|one| self.one(one, depth)).collect()
    }

    fn one(&mut self, filter: &Value, depth: usize) -> Result<Filter, OperationError> {
        self.conditions += 1;
        if self.conditions > MAX_CONDITIONS {
            return Err(OperationError::invalid(format!(
                "filters must hold at most {MAX_CONDITIONS} conditions"
            )));
        }
        let Some(group) = filter.get("group") else {
            return self.test(filter);
        };
        let all = self.list(&filter["filters"], depth + 1)?;
        match group.as_str().unwrap_or_default() {
            "AND" | "and" => Ok(Filter::All(all)),
            // A group of none says nothing, and so excludes nobody.
            "OR" | "or" if all.is_empty() => Ok(Filter::always()),
            "OR" | "or" => Ok(Filter::Any(all)),
            _ => Err(OperationError::invalid("group must be AND or OR")),
        }
    }

    fn test(&self, filter: &Value) -> Result<Filter, OperationError> {
        let text = |name: &str| filter.get(name).and_then(Value::as_str).unwrap_or_default();
        let (name, operator) = (text("field"), text("operator"));
        let Some(field) = SearchField::parse(name) else {
            return Err(OperationError::BadRequest(format!(
                "Invalid field {}",
                brief(name)
            )));
        };
        if !allowed(&field, operator) {
            return Err(OperationError::BadRequest(format!(
                "Invalid operator {} for {}",
                brief(operator),
                brief(name)
            )));
        }
        let value = filter.get("value").unwrap_or(&Value::Null);
        let name = brief(name);
        let (operator, negated) = match operator.strip_prefix("not_") {
            Some(operator) => (operator, true),
            None => (operator, false),
        };
        let check = match operator {
            "exists" => Check::Exists,
            "contains" => Check::Contains(self.parts(&field, &name, value)?),
            "range" => range::read(&field, value)?,
            _ => Check::Is(self.values(&field, &name, value)?),
        };
        let test = Filter::Test(field, check);
        Ok(if negated {
            Filter::Not(Box::new(test))
        } else {
            test
        })
    }

    /// What a field may be, each in its normal form. What cannot be its value (an e-mail that is
    /// none) is nobody's.
    fn values(
        &self,
        field: &SearchField,
        name: &str,
        value: &Value,
    ) -> Result<Vec<String>, OperationError> {
        let mut values = Vec::new();
        for text in texts(name, value)? {
            match field.holds() {
                Holds::Emails => values.extend(normalise::email(&text).ok()),
                Holds::Phones => {
                    values.extend(normalise::phone(&text, &self.cx.location.country).ok());
                }
                Holds::Bool(_) if !["true", "false"].contains(&text.as_str()) => {
                    return Err(OperationError::invalid(format!(
                        "the value of {name} must be true or false"
                    )));
                }
                Holds::Day(_) => {
                    let day = time::parse_date(&text).ok_or_else(|| {
                        OperationError::invalid(format!("the value of {name} must be a date"))
                    })?;
                    values.push(day.to_string());
                }
                _ => values.push(field.normal(&text)),
            }
        }
        Ok(values)
    }

    /// What may occur in a field.
    fn parts(
        &self,
        field: &SearchField,
        name: &str,
        value: &Value,
    ) -> Result<Vec<String>, OperationError> {
        let parts = texts(name, value)?;
        let parts: Vec<String> = parts.iter().map(|text| field.normal(text)).collect();
        let is_blank = |part: &String| match field.holds() {
            Holds::Phones => normalise::digits(part).is_empty(),
            _ => part.is_empty(),
        };
        if parts.iter().any(is_blank) {
            let what = if field.holds() == Holds::Phones {
                "must hold digits"
            } else {
                "should not be empty"
            };
            return Err(OperationError::invalid(format!(
                "the value of {name} {what}"
            )));
        }
        Ok(parts)
    }
}

/// Whether a field can be asked so (the search page of HighLevel's documentation).
fn allowed(field: &SearchField, operator: &str) -> bool {
    let (equal, part, range) = match field.holds() {
        _ if field.name() == "website" => (true, false, false),
        Holds::Text(_) | Holds::Name | Holds::Phones => (true, true, false),
        Holds::Texts("customFields") => (true, true, true),
        Holds::Texts(_) => (true, true, false),
        Holds::Ids(_) | Holds::Own | Holds::Emails | Holds::Bool(_) | Holds::Constant(_) => {
            (true, false, false)
        }
        Holds::Day(_) => (true, false, true),
        Holds::Added | Holds::Updated => (false, false, true),
        Holds::Nothing => (true, true, true),
    };
    match operator {
        "exists" | "not_exists" => true,
        "eq" | "not_eq" => equal,
        "contains" | "not_contains" => part,
        "range" => range,
        _ => false,
    }
}

/// A value, or a list of them, as texts.
fn texts(name: &str, value: &Value) -> Result<Vec<String>, OperationError> {
    let refuse = |what: String| {
        Err(OperationError::invalid(format!(
            "the value of {name} {what}"
        )))
    };
    let values = match value {
        Value::Array(values) if values.len() > MAX_VALUES => {
            return refuse(format!("must be an array of at most {MAX_VALUES}"));
        }
        Value::Array(values) => values.iter().collect(),
        one => vec![one],
    };
    let mut texts = Vec::with_capacity(values.len());
    for value in values {
        let text = match value {
            Value::String(text) => text.trim().to_owned(),
            Value::Number(number) => number.to_string(),
            Value::Bool(is) => is.to_string(),
            Value::Null => return refuse("should not be empty".into()),
            Value::Array(_) | Value::Object(_) => {
                return refuse("must be a string, a number or a boolean".into());
            }
        };
        if text.chars().count() > MAX_VALUE {
            return refuse(format!(
                "must be shorter than or equal to {MAX_VALUE} characters"
            ));
        }
        if text.contains('\0') {
            return refuse("must not contain NUL characters".into());
        }
        texts.push(text);
    }
    Ok(texts)
}

/// What a stranger wrote, short and without what would steer a terminal.
pub(super) fn brief(text: &str) -> String {
    let plain = text.chars().filter(|c| !c.is_control());
    plain.take(64).collect()
}
