//! Typed access to a JSON object, with the path in every refusal.

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use serde_json::{Map, Value};

use super::BodyFault;

/// An object of the event, and where it stands.
pub(super) struct Object<'a> {
    path: &'a str,
    map: &'a Map<String, Value>,
}

/// A refusal.
pub(super) fn fault(path: impl Into<String>, problem: impl Into<String>) -> BodyFault {
    BodyFault {
        path: path.into(),
        problem: problem.into(),
    }
}

impl<'a> Object<'a> {
    /// Takes a value as an object with these fields and no others. `path` is empty for the event.
    pub(super) fn new(path: &'a str, value: &'a Value, fields: &[&str]) -> Result<Self, BodyFault> {
        let whole = if path.is_empty() { "body" } else { path };
        let map = value
            .as_object()
            .ok_or_else(|| fault(whole, "must be a JSON object"))?;
        let object = Self { path, map };
        if let Some(unknown) = map.keys().find(|key| !fields.contains(&key.as_str())) {
            let (shown, _) = crate::text::clip(unknown, 60);
            let problem = format!(
                "is not a field Tenon knows; leave it out or use one of {}",
                fields.join(", ")
            );
            return Err(fault(object.at(&shown), problem));
        }
        Ok(object)
    }

    pub(super) fn at(&self, field: &str) -> String {
        if self.path.is_empty() {
            field.to_owned()
        } else {
            format!("{}.{field}", self.path)
        }
    }

    /// The value of a field; `null` is absent.
    pub(super) fn get(&self, field: &str) -> Option<&'a Value> {
        self.map.get(field).filter(|value| !value.is_null())
    }

    /// A text of one line, trimmed; blank is absent.
    pub(super) fn line(&self, field: &str, limit: usize) -> Result<Option<String>, BodyFault> {
        self.text(field, limit, |c| c.is_control())
    }

    /// A text that may have several lines.
    pub(super) fn lines(&self, field: &str, limit: usize) -> Result<Option<String>, BodyFault> {
        self.text(field, limit, |c| {
            c.is_control() && !matches!(c, '\n' | '\r' | '\t')
        })
    }

    fn text(
        &self,
        field: &str,
        limit: usize,
        forbidden: fn(char) -> bool,
    ) -> Result<Option<String>, BodyFault> {
        self.get(field).map_or(Ok(None), |value| {
            text(&self.at(field), value, limit, forbidden)
        })
    }

    /// Like [`Self::line`], and it must be there.
    pub(super) fn required(&self, field: &str, limit: usize) -> Result<String, BodyFault> {
        self.line(field, limit)?
            .ok_or_else(|| fault(self.at(field), "is missing; send it as a text"))
    }

    /// `true` or `false`; absent is `false`.
    pub(super) fn flag(&self, field: &str) -> Result<bool, BodyFault> {
        match self.get(field) {
            None => Ok(false),
            Some(Value::Bool(flag)) => Ok(*flag),
            Some(_) => Err(fault(
                self.at(field),
                "must be true or false, without quotes",
            )),
        }
    }

    /// A point in time as RFC 3339 has it, or a day (its midnight UTC).
    pub(super) fn time(&self, field: &str) -> Result<Option<Timestamp>, BodyFault> {
        let Some(text) = self.line(field, 64)? else {
            return Ok(None);
        };
        let day = || {
            Some(
                text.parse::<Date>()
                    .ok()?
                    .to_zoned_datetime(TimeZone::UTC)
                    .ok()?
                    .timestamp(),
            )
        };
        // A day alone must be exactly that: the date parser also takes a date with a time.
        let read = match text.len() {
            10 => day(),
            _ => text.parse().ok(),
        };
        let problem = "must be a time that exists, as RFC 3339 writes it: 2026-11-20T09:14:00Z";
        read.map(Some).ok_or_else(|| fault(self.at(field), problem))
    }
}

/// A text value, checked and trimmed; blank is absent.
pub(super) fn text(
    path: &str,
    value: &Value,
    limit: usize,
    forbidden: fn(char) -> bool,
) -> Result<Option<String>, BodyFault> {
    let text = value
        .as_str()
        .ok_or_else(|| fault(path, "must be a text, in quotes"))?;
    if text.chars().nth(limit).is_some() {
        return Err(fault(
            path,
            format!("is longer than {limit} characters; shorten it"),
        ));
    }
    if text.chars().any(forbidden) {
        return Err(fault(
            path,
            "holds a control character such as NUL; leave it out",
        ));
    }
    let text = text.trim();
    Ok((!text.is_empty()).then(|| text.to_owned()))
}
