//! Calendars, as far as appointments need them (calendars.json).

use serde::Serialize;
use serde_json::json;
use tenon_model::{Calendar, Kind, Scope};
use tenon_store::Record;

use crate::{Call, Context, Method, Operation, OperationError, Reply, V3, records};

/// Most that are listed; upstream knows no pages.
const MOST: i64 = 1_000;

/// The family's declarations.
pub(crate) const OPERATIONS: &[Operation] = &[
    Operation {
        id: "get-calendars",
        summary: "List the calendars",
        method: Method::Get,
        path: "/calendars/",
        v3: V3::Same,
        scope: Scope::CalendarsReadonly,
        body: None,
        handler: |cx, call| Box::pin(list(cx, call)),
    },
    Operation {
        id: "get-calendar",
        summary: "Get a calendar",
        method: Method::Get,
        path: "/calendars/{calendarId}",
        v3: V3::Same,
        scope: Scope::CalendarsReadonly,
        body: None,
        handler: |cx, call| Box::pin(get(cx, call)),
    },
];

/// CalendarDTO.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CalendarAnswer<'a> {
    id: &'a str,
    location_id: &'a str,
    slot_duration_unit: &'static str,
    #[serde(flatten)]
    calendar: Calendar,
}

fn answer<'a>(cx: &'a Context, record: &'a Record) -> Result<CalendarAnswer<'a>, OperationError> {
    Ok(CalendarAnswer {
        id: &record.id,
        location_id: &cx.location.id,
        slot_duration_unit: "mins",
        calendar: record.typed()?,
    })
}

async fn list(cx: Context, call: Call) -> Result<Reply, OperationError> {
    records::named_location(&cx, &call)?;
    let calendars = cx
        .store
        .records_in(&cx.location.id, Kind::Calendar, 0, MOST);
    let calendars = calendars.await?;
    let calendars = calendars.iter().map(|record| answer(&cx, record));
    let calendars = calendars.collect::<Result<Vec<_>, _>>()?;
    Reply::json(
        200,
        &json!({"calendars": calendars, "traceId": cx.trace_id}),
    )
}

async fn get(cx: Context, call: Call) -> Result<Reply, OperationError> {
    let record = cx
        .find(Kind::Calendar, None, call.param("calendarId"))
        .await?;
    let body = json!({"calendar": answer(&cx, &record)?, "traceId": cx.trace_id});
    Ok(Reply::json(200, &body)?.of(&record))
}
