//! The ways in that run by themselves, and how fast leads come in by them.

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use serde_json::{Value, json};
use tenon_model::Scope;
use tenon_store::{LeadTime, Store, StoreError};

use crate::{Call, Context, Method, Operation, OperationError, Reply, V3};

/// The leads of so many days are looked at.
const DAYS: i64 = 30;
/// And at most so many of them: a busy studio has some hundred a month.
const MAX_LEADS: i64 = 1_000;
/// What is promised: a lead stands in the hub within a minute of its mail.
const PROMISED: SignedDuration = SignedDuration::from_secs(60);

/// The family's declarations.
pub(crate) const OPERATIONS: &[Operation] = &[Operation {
    id: "list-channels",
    summary: "List mailboxes, calendars and how they fare, and how fast leads come in",
    method: Method::Get,
    path: "/tenon/v1/channels",
    v3: V3::Same,
    scope: Scope::ContactsReadonly,
    body: None,
    handler: |cx, call| Box::pin(list(cx, call)),
}];

/// How long leads took, from the moment they were sent (the mail's `Date`) to the hub, and on to the
/// first connected system: seconds, of the last 30 days and at most 1,000 leads.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SpeedToLead {
    /// Leads that were timed.
    pub leads: usize,
    /// How many of them stood in the hub within a minute.
    pub within_a_minute: usize,
    /// To the hub.
    pub hub: Spread,
    /// To the first connected system.
    pub pushed: Spread,
    /// Leads that no connected system has yet.
    pub waiting: usize,
}

/// The middle and the edge of a set of durations in seconds; `None` of nothing.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Spread {
    /// Half took at most so long.
    pub p50: Option<f64>,
    /// 95 of 100 took at most so long.
    pub p95: Option<f64>,
    /// The longest.
    pub max: Option<f64>,
}

/// How fast leads came in of late.
///
/// # Errors
/// See [`StoreError`].
pub async fn speed_to_lead(
    store: &Store,
    location: &str,
    now: Timestamp,
) -> Result<SpeedToLead, StoreError> {
    Ok(speed_of(&timed(store, location, now).await?))
}

/// The leads of the last 30 days, at most 1,000 of them.
pub(crate) async fn timed(
    store: &Store,
    location: &str,
    now: Timestamp,
) -> Result<Vec<LeadTime>, StoreError> {
    let since = now.checked_sub(SignedDuration::from_hours(24 * DAYS));
    let since = since.unwrap_or(Timestamp::MIN);
    store.lead_times(location, since, MAX_LEADS).await
}

/// A sender's clock may be ahead of ours: then it took no time.
pub(crate) fn took(end: Timestamp, start: Timestamp) -> SignedDuration {
    end.duration_since(start).max(SignedDuration::ZERO)
}

/// How fast these came in.
pub(crate) fn speed_of(times: &[LeadTime]) -> SpeedToLead {
    let hub: Vec<_> = times
        .iter()
        .map(|lead| took(lead.hub_at, lead.sent_at))
        .collect();
    let pushed = times
        .iter()
        .filter_map(|lead| Some(took(lead.pushed_at?, lead.sent_at)));
    let pushed: Vec<_> = pushed.collect();
    SpeedToLead {
        leads: times.len(),
        within_a_minute: hub.iter().filter(|took| **took <= PROMISED).count(),
        waiting: times.len() - pushed.len(),
        hub: Spread::of(hub),
        pushed: Spread::of(pushed),
    }
}

impl Spread {
    pub(crate) fn of(mut durations: Vec<SignedDuration>) -> Self {
        durations.sort_unstable();
        let at = |share: usize| {
            let place = (durations.len() * share).div_ceil(100).max(1) - 1;
            durations.get(place).map(|duration| duration.as_secs_f64())
        };
        Self {
            p50: at(50),
            p95: at(95),
            max: at(100),
        }
    }
}

async fn list(cx: Context, _call: Call) -> Result<Reply, OperationError> {
    let channels = cx.store.channels(Some(&cx.location.id)).await?;
    let channels: Vec<Value> = channels
        .into_iter()
        .map(|channel| {
            json!({"connectionId": channel.connection_id, "name": channel.name,
                "settings": channel.settings, "state": channel.state})
        })
        .collect();
    let speed = speed_to_lead(&cx.store, &cx.location.id, cx.now()).await?;
    let body = json!({"channels": channels, "speedToLead": speed, "traceId": cx.trace_id});
    Reply::json(200, &body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_and_the_edge() {
        let seconds =
            |list: &[i64]| Spread::of(list.iter().map(|s| SignedDuration::from_secs(*s)).collect());
        let some = |p50, p95, max| Spread {
            p50: Some(p50),
            p95: Some(p95),
            max: Some(max),
        };
        assert_eq!(seconds(&[9]), some(9.0, 9.0, 9.0));
        assert_eq!(seconds(&[4, 1, 3, 2]), some(2.0, 4.0, 4.0));
        let hundred: Vec<i64> = (1..=100).collect();
        assert_eq!(seconds(&hundred), some(50.0, 95.0, 100.0));
        assert_eq!(seconds(&[]).max, None);
    }
}
