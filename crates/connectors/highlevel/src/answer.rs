//! What an answer means: only as much as is known.
//!
//! The statuses are those of HighLevel's docs and of public records of live calls. A 4xx counts as
//! refused without effect, although one thread tells of a create that was answered 422 and had its
//! effect all the same (highlevel-api-docs issue 64); the sweep finds such a contact.

use jiff::Timestamp;
use serde_json::Value;
use tenon_sync::remote::RemoteError;

use crate::budget::Seen;
use crate::call::Call;
use crate::client::{Answer, Silence};

/// Longest message of the vendor's that is passed on, in characters.
const MAX_MESSAGE: usize = 500;

/// The error for a call that got no answer.
pub(crate) fn silent(call: &Call, silence: Silence) -> RemoteError {
    if silence.sent {
        call.unanswered(silence.why)
    } else {
        RemoteError::Failed(silence.why)
    }
}

/// The JSON of a success (`null` for an empty body), or the error. `seen` are the limit's headers.
pub(crate) fn judge(
    call: &Call,
    answer: &Answer,
    seen: &Seen,
    now: Timestamp,
) -> Result<Value, RemoteError> {
    let status = answer.status.as_u16();
    match status {
        200..=299 => return success(call, answer),
        429 => {
            let wait = seen.wait(now);
            return Err(RemoteError::Limited { wait });
        }
        _ => {}
    }
    let body = answer.body.as_deref().unwrap_or_default();
    let json = serde_json::from_slice::<Value>(body)
        .ok()
        .filter(Value::is_object);
    let message = json
        .as_ref()
        .and_then(message)
        .unwrap_or_else(|| format!("status {status} without an explanation"));
    Err(match status {
        401 | 403 => RemoteError::Unauthorized(message),
        // The request did not arrive whole, or came too early: it may be sent again.
        408 | 425 => RemoteError::Failed(message),
        // The status alone does not tell a duplicate from a refusal.
        400..=499 if answer.body.is_err() => RemoteError::Failed(message),
        400 | 404 => missing(call, status, json.as_ref(), message),
        400..=499 => RemoteError::Refused { status, message },
        500..=599 => call.unanswered(format!("status {status}: {message}")),
        _ => RemoteError::Failed(format!(
            "status {status}: this is not the API's address, or it has moved"
        )),
    })
}

fn success(call: &Call, answer: &Answer) -> Result<Value, RemoteError> {
    match &answer.body {
        _ if call.bodiless => Ok(Value::Null),
        Ok(body) if body.iter().all(u8::is_ascii_whitespace) => Ok(Value::Null),
        Ok(body) => serde_json::from_slice(body)
            .map_err(|error| call.unanswered(format!("the answer is not JSON: {error}"))),
        Err(why) => Err(call.unanswered(why.clone())),
    }
}

/// 400 and 404: a duplicate, a record that is not there, or a refusal.
fn missing(call: &Call, status: u16, json: Option<&Value>, message: String) -> RemoteError {
    let Some(json) = json else {
        // A proxy or another server: its 404 says nothing about the record, and taking it for a
        // deletion would empty the hub.
        return RemoteError::Failed(format!(
            "status {status} that is not the API's: check the base URL"
        ));
    };
    let meta = &json["meta"];
    if let (true, Some(holder), Some(_)) = (
        call.writes && status == 400,
        meta["contactId"].as_str().filter(|id| !id.is_empty()),
        meta["matchingField"].as_str(),
    ) {
        return RemoteError::Duplicate {
            holder: holder.to_owned(),
        };
    }
    if call.record && (status == 404 || says_gone(call, &message)) {
        return RemoteError::Gone;
    }
    RemoteError::Refused { status, message }
}

/// The docs allow only 400 for an unknown id and give no text; "contact is deleted" stands in their
/// example of the bulk call. A message that names a field of the body is about that field, and
/// must not pass for a deletion.
fn says_gone(call: &Call, message: &str) -> bool {
    let message = message.to_lowercase();
    let mut sent = call.body.iter().filter_map(Value::as_object).flatten();
    let about_a_field = sent.any(|(name, _)| message.contains(&name.to_lowercase()));
    !about_a_field && (message.contains("not found") || message.contains("deleted"))
}

/// The vendor's words, by the rule of its SDKs: `message` (arrays joined), else `error`, `detail`;
/// and RFC 6749's `error_description`.
pub(crate) fn message(json: &Value) -> Option<String> {
    let text = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Array(items) => {
            let texts: Vec<&str> = items.iter().filter_map(Value::as_str).collect();
            Some(texts.join(", "))
        }
        _ => None,
    };
    let words = ["message", "error_description", "error", "detail"]
        .iter()
        .find_map(|key| text(&json[*key]).filter(|text| !text.trim().is_empty()))?;
    let clean = |c: char| if c.is_control() { ' ' } else { c };
    Some(words.chars().take(MAX_MESSAGE).map(clean).collect())
}
