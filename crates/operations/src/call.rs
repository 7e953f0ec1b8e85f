//! A call as it arrives, free of HTTP, and the reply.

use serde::Serialize;
use serde_json::Value;
use tenon_model::Fields;
use tenon_store::Record;

use crate::{Body, Context, OperationError};

/// How deep a field's value may be nested. Real ones are three or four deep. JSON is read to 128
/// levels, and what is kept is nested deeper in the log than in its record: a value let in at the
/// brink would make the log unreadable.
const MAX_NESTING: usize = 16;

/// A call: what stood in the path, the query and the body.
#[derive(Debug, Clone, Default)]
pub struct Call {
    /// Path parameters, decoded.
    pub path: Vec<(String, String)>,
    /// Query parameters, decoded.
    pub query: Vec<(String, String)>,
    /// The body, when the declaration has one.
    pub body: Option<Value>,
    /// The body, when it is a file; then `body` names it by its SHA-256.
    pub file: Vec<u8>,
    /// Where callers reach this server (`https://tenon.example.org`), for links to it.
    pub base: String,
}

impl Call {
    /// A path parameter that the declaration's path has.
    #[must_use]
    pub fn param(&self, name: &str) -> &str {
        find(&self.path, name).unwrap_or_default()
    }

    /// A query parameter that is not blank.
    #[must_use]
    pub fn query(&self, name: &str) -> Option<&str> {
        find(&self.query, name).filter(|value| !value.trim().is_empty())
    }

    /// A query parameter that is a number between bounds; `default` when it is not sent.
    ///
    /// # Errors
    /// 422 when it is none; a blank is none.
    pub fn number(
        &self,
        name: &str,
        default: i64,
        bounds: std::ops::RangeInclusive<i64>,
    ) -> Result<i64, OperationError> {
        let Some(text) = find(&self.query, name) else {
            return Ok(default);
        };
        text.parse()
            .ok()
            .filter(|number| bounds.contains(number))
            .ok_or_else(|| {
                OperationError::invalid(format!(
                    "{name} must be a number from {} to {}",
                    bounds.start(),
                    bounds.end()
                ))
            })
    }

    /// The body as an object.
    ///
    /// # Errors
    /// 422 when it is absent or something else.
    pub fn object(&mut self) -> Result<Fields, OperationError> {
        match self.body.take() {
            Some(Value::Object(fields)) => Ok(fields),
            Some(_) => Err(OperationError::invalid("the body must be a JSON object")),
            None => Err(OperationError::invalid("the body should not be empty")),
        }
    }

    /// The body, checked and in normal form; the location it names must be the caller's.
    ///
    /// # Errors
    /// 422 with every complaint, 403 for another location.
    pub fn checked(&mut self, cx: &Context, body: &Body) -> Result<Fields, OperationError> {
        let mut fields = self.object()?;
        cx.dialect.read(&mut fields);
        let mut complaints = Vec::new();
        if body.location {
            complaints.extend(cx.take_location(&mut fields)?);
        }
        let country = &cx.location.country;
        let checked = tenon_model::fields::check(body.fields, body.required, fields, country);
        let fields = checked.unwrap_or_else(|more| {
            complaints.extend(more);
            Fields::new()
        });
        complaints.extend(fields.iter().filter_map(|(name, value)| {
            let what = unkeepable(value, MAX_NESTING)?;
            Some(format!("{name} {what}"))
        }));
        if complaints.is_empty() {
            Ok(fields)
        } else {
            Err(OperationError::Invalid(complaints))
        }
    }
}

/// Why a value that callers shape themselves (a custom field's, a channel's) cannot be kept.
fn unkeepable(value: &Value, levels: usize) -> Option<&'static str> {
    const NUL: &str = "must not contain NUL characters";
    match value {
        Value::String(text) => text.contains('\0').then_some(NUL),
        Value::Array(_) | Value::Object(_) if levels == 0 => Some("is nested too deeply"),
        Value::Array(items) => items.iter().find_map(|item| unkeepable(item, levels - 1)),
        Value::Object(fields) => fields.iter().find_map(|(name, value)| {
            let named = name.contains('\0').then_some(NUL);
            named.or_else(|| unkeepable(value, levels - 1))
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) => None,
    }
}

fn find<'a>(pairs: &'a [(String, String)], name: &str) -> Option<&'a str> {
    pairs
        .iter()
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.as_str())
}

/// A reply that is a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its name: letters, digits, dots and dashes.
    pub name: String,
    /// What it is, as HTTP says it.
    pub content_type: &'static str,
}

/// A reply that goes on: a location's changes as they happen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Follow {
    /// The location.
    pub location: String,
    /// Only what is about this contact.
    pub contact: Option<String>,
    /// Only what is behind this number; `None`: only what happens from now on, unless the caller's
    /// head says where it stood.
    pub after: Option<i64>,
    /// The number of the newest change now.
    pub last: i64,
    /// Seconds after which it ends.
    pub wait: u64,
}

/// A reply that went well.
#[derive(Debug)]
pub struct Reply {
    /// Its HTTP status.
    pub status: u16,
    /// Its JSON, or the file.
    pub body: Vec<u8>,
    /// The file, where it is one.
    pub file: Option<File>,
    /// The version of the one record it is about.
    pub version: Option<i64>,
    /// What it goes on with instead of a body.
    pub follow: Option<Follow>,
}

/// Bytes of a usual answer (a contact), so that its text need not be moved as it grows.
const USUAL: usize = 1024;

impl Reply {
    /// A reply of `body`.
    ///
    /// # Errors
    /// 500 when it cannot be written as JSON.
    pub fn json(status: u16, body: &impl Serialize) -> Result<Self, OperationError> {
        let mut text = Vec::with_capacity(USUAL);
        serde_json::to_writer(&mut text, body)
            .map_err(|error| OperationError::Internal(error.to_string()))?;
        Ok(Self {
            status,
            body: text,
            file: None,
            version: None,
            follow: None,
        })
    }

    /// A file to be kept under its name.
    #[must_use]
    pub const fn file(body: Vec<u8>, file: File) -> Self {
        Self {
            status: 200,
            body,
            file: Some(file),
            version: None,
            follow: None,
        }
    }

    /// A location's changes as they happen.
    #[must_use]
    pub const fn follow(follow: Follow) -> Self {
        Self {
            status: 200,
            body: Vec::new(),
            file: None,
            version: None,
            follow: Some(follow),
        }
    }

    /// It is about this one record as it is now: its version becomes the answer's `ETag`.
    #[must_use]
    pub fn of(self, record: &Record) -> Self {
        Self {
            version: Some(record.version),
            ..self
        }
    }
}
