//! `GET /tenon/v1/overview`: whether everything is in step, in numbers for one page.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};
use serde_json::{Map, Value, json};
use tenon_model::{Scope, time};
use tenon_store::{Arrivals, COUNTED, Direction, LeadTime, Traffic};

use crate::{
    Call, Context, Method, Operation, OperationError, Reply, Spread, V3,
    channels::{speed_of, timed, took},
    upkeep,
};

/// Days that leads are told of, today included.
const DAYS: i64 = 30;
/// Hours that changes are told of, this one included.
const HOURS: i64 = 48;

/// The family's declarations.
pub(crate) const OPERATIONS: &[Operation] = &[Operation {
    id: "get-overview",
    summary: "Get how everything stands: leads by day, changes by hour, speed to lead, queues, proofs",
    method: Method::Get,
    path: "/tenon/v1/overview",
    v3: V3::Same,
    scope: Scope::ContactsReadonly,
    body: None,
    handler: |cx, call| Box::pin(overview(cx, call)),
}];

async fn overview(cx: Context, _call: Call) -> Result<Reply, OperationError> {
    let (location, now) = (cx.location.id.as_str(), cx.now());
    let zone = TimeZone::get(&cx.location.timezone).unwrap_or(TimeZone::UTC);
    let ago = |hours| {
        let then = now.checked_sub(SignedDuration::from_hours(hours));
        then.unwrap_or(Timestamp::MIN)
    };
    let days = days(now, &zone);
    // A day more than are told of: the first one begins at its midnight over there.
    let arrivals = cx.store.arrivals(location, ago(24 * DAYS)).await?;
    let times = timed(&cx.store, location, now).await?;
    let (traffic, counted_from) = cx.store.traffic(location, ago(HOURS - 1)).await?;
    let queues = cx.store.queues(location).await?;
    let body = json!({
        "at": time::to_wire(now),
        "timezone": cx.location.timezone,
        "leadsByDay": leads(&days, &arrivals, &zone),
        "speedByDay": speeds(&days, &times, &zone),
        "speedToLead": speed_of(&times),
        "changesByHour": hours(now, &traffic),
        "changesCountedFrom": time::to_wire(counted_from),
        "queues": {"conflicts": queues.conflicts, "workItems": queues.work_items,
            "handoffs": queues.handoffs, "deliveriesWaiting": queues.deliveries_waiting,
            "deliveriesDead": queues.deliveries_dead, "countedTo": COUNTED},
        "connections": upkeep::connected(&cx).await?,
        "traceId": cx.trace_id,
    });
    Reply::json(200, &body)
}

/// The last days as the location's calendar has them, oldest first.
fn days(now: Timestamp, zone: &TimeZone) -> Vec<Date> {
    let today = zone.to_datetime(now).date();
    let back = |days| {
        today
            .checked_sub(SignedDuration::from_hours(24 * days))
            .ok()
    };
    (0..DAYS).rev().filter_map(back).collect()
}

fn day_of(at: Timestamp, zone: &TimeZone) -> Date {
    zone.to_datetime(at).date()
}

fn leads(days: &[Date], arrivals: &[Arrivals], zone: &TimeZone) -> Vec<Value> {
    let mut by_day: BTreeMap<Date, BTreeMap<&str, i64>> = BTreeMap::new();
    for one in arrivals {
        let channels = by_day.entry(day_of(one.at, zone)).or_default();
        *channels.entry(&one.origin).or_default() += one.count;
    }
    let day = |day: &Date| {
        let channels = by_day.get(day).cloned().unwrap_or_default();
        let total: i64 = channels.values().sum();
        json!({"day": day.to_string(), "total": total, "channels": channels})
    };
    days.iter().map(day).collect()
}

/// How long leads took from their sending to the first connected system, in seconds, by the day on
/// which they came in.
fn speeds(days: &[Date], times: &[LeadTime], zone: &TimeZone) -> Vec<Value> {
    let mut by_day: BTreeMap<Date, Vec<SignedDuration>> = BTreeMap::new();
    for lead in times {
        if let Some(pushed) = lead.pushed_at {
            let day = day_of(lead.hub_at, zone);
            by_day
                .entry(day)
                .or_default()
                .push(took(pushed, lead.sent_at));
        }
    }
    let day = |day: &Date| {
        let took = by_day.get(day).cloned().unwrap_or_default();
        let leads = took.len();
        let spread = Spread::of(took);
        json!({"day": day.to_string(), "leads": leads, "p50": spread.p50, "p95": spread.p95})
    };
    days.iter().map(day).collect()
}

const fn name(direction: Direction) -> &'static str {
    match direction {
        Direction::FromHouzz => "fromHouzz",
        Direction::FromHighLevel => "fromHighLevel",
        Direction::ToHighLevel => "toHighLevel",
        Direction::ToHouzz => "toHouzz",
        Direction::Here => "here",
    }
}

fn hours(now: Timestamp, traffic: &[Traffic]) -> Vec<Value> {
    const HOUR: i64 = 3_600;
    let this = now.as_second().div_euclid(HOUR);
    let hour = |back: i64| {
        let at = Timestamp::from_second((this - back) * HOUR).ok()?;
        let mut told = Map::new();
        told.insert("at".into(), time::to_wire(at).into());
        for direction in [
            Direction::FromHouzz,
            Direction::FromHighLevel,
            Direction::ToHighLevel,
            Direction::ToHouzz,
            Direction::Here,
        ] {
            let own = traffic
                .iter()
                .filter(|one| one.at == at && one.direction == direction);
            let count: i64 = own.map(|one| one.count).sum();
            told.insert(name(direction).into(), count.into());
        }
        Some(Value::Object(told))
    };
    (0..HOURS).rev().filter_map(hour).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lead_belongs_to_the_day_of_its_own_place() {
        let zone = TimeZone::get("America/Chicago").unwrap();
        let now: Timestamp = "2026-03-09T03:30:00Z".parse().unwrap();
        let days = days(now, &zone);
        assert_eq!(days.len(), 30);
        assert_eq!(
            days.last().unwrap().to_string(),
            "2026-03-08",
            "over there it is still Sunday"
        );
        let one = |at: &str, count| Arrivals {
            at: at.parse().unwrap(),
            origin: "leadEmail".into(),
            count,
        };
        // The night in which the clocks went forward.
        let arrivals = [
            one("2026-03-08T05:45:00Z", 1),
            one("2026-03-08T06:00:00Z", 2),
            one("2026-03-09T03:15:00Z", 4),
        ];
        let told = leads(&days, &arrivals, &zone);
        let totals: Vec<_> = told[28..].iter().map(|day| &day["total"]).collect();
        assert_eq!(totals, [&json!(1), &json!(6)]);
    }

    #[test]
    fn every_hour_is_told_of() {
        let now: Timestamp = "2026-03-09T03:30:00Z".parse().unwrap();
        let traffic = [Traffic {
            at: "2026-03-09T02:00:00Z".parse().unwrap(),
            direction: Direction::ToHighLevel,
            count: 3,
        }];
        let told = hours(now, &traffic);
        assert_eq!(told.len(), 48);
        assert_eq!(told[47]["at"], "2026-03-09T03:00:00.000Z");
        assert_eq!(
            (&told[46]["toHighLevel"], &told[46]["here"]),
            (&json!(3), &json!(0))
        );
    }
}
