//! `GET /calendars/events`

use jiff::Timestamp;
use tenon_model::time;
use tenon_store::Span;

use super::many;
use crate::{Call, Context, OperationError, Reply, records};

/// Most events of one answer; upstream knows no pages.
const MOST: i64 = 1_000;

pub(super) async fn list(cx: Context, call: Call) -> Result<Reply, OperationError> {
    records::named_location(&cx, &call)?;
    let of = match (call.query("calendarId"), call.query("userId")) {
        (Some(calendar), _) => ("calendarId", calendar),
        (None, Some(user)) => ("assignedUserId", user),
        (None, None) if call.query("groupId").is_some() => return many(&cx, &[]),
        (None, None) => {
            return Err(OperationError::invalid(
                "one of calendarId, userId or groupId should not be empty",
            ));
        }
    };
    let span = Span {
        from: moment(&call, "startTime")?,
        to: moment(&call, "endTime")?,
        limit: MOST + 1,
    };
    let mut records = cx.store.appointments(&cx.location.id, of, &span).await?;
    if records.len() as i64 > MOST {
        return Err(OperationError::BadRequest(format!(
            "There are more than {MOST} events; ask for a shorter time"
        )));
    }
    // Both may be named.
    if let Some(user) = call.query("userId") {
        let mut kept = Vec::with_capacity(records.len());
        for record in records {
            if record
                .fields()?
                .get("assignedUserId")
                .is_some_and(|is| is == user)
            {
                kept.push(record);
            }
        }
        records = kept;
    }
    many(&cx, &records)
}

/// Milliseconds since 1970, as upstream, or ISO 8601.
fn moment(call: &Call, name: &str) -> Result<Timestamp, OperationError> {
    let text = call
        .query(name)
        .ok_or_else(|| OperationError::invalid(format!("{name} should not be empty")))?;
    let millis = text.parse().ok().map(Timestamp::from_millisecond);
    let at = millis.map_or_else(|| time::parse_instant(text), Result::ok);
    at.ok_or_else(|| OperationError::invalid(format!("{name} must be milliseconds since 1970")))
}
