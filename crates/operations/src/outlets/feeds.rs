//! `/tenon/v1/calendar-feeds`: addresses that people's calendars subscribe to. The address holds the
//! secret, for a calendar can send nothing else; it is told once, and kept as a hash.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use tenon_files::ics::{Event, Status, calendar};
use tenon_model::{Appointment, Contact, Fields, Kind, User, time};
use tenon_store::{CalendarFeed, OutletWrite, Record, Store, StoreError, Write};

use super::FEED;
use crate::{Call, Context, OperationError, Reply};

/// Live feeds of a location, at most: a few for each of its people.
const MOST: usize = 200;
/// How long what is over stays in a feed.
const PAST: SignedDuration = SignedDuration::from_hours(90 * 24);
/// Appointments in a feed, at most: some years of a busy person, and a megabyte or two.
const MOST_EVENTS: i64 = 5_000;

/// A calendar as it is served.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedText {
    /// RFC 5545.
    pub text: String,
    /// Its name for people.
    pub name: String,
}

/// What is kept of a feed's secret.
#[must_use]
pub fn feed_hash(secret: &str) -> String {
    let hash = ring::digest::digest(&ring::digest::SHA256, secret.as_bytes());
    let hex = hash.as_ref().iter().map(|byte| format!("{byte:02x}"));
    hex.collect()
}

fn answer(feed: &CalendarFeed) -> Value {
    json!({
        "id": feed.id,
        "name": feed.name,
        "userId": feed.user_id,
        "createdAt": time::to_wire(feed.created_at),
        "revokedAt": feed.revoked_at.map(time::to_wire),
    })
}

pub(super) async fn create(cx: Context, mut call: Call) -> Result<Reply, OperationError> {
    let body: Fields = call.checked(&cx, &FEED)?;
    let text = |name: &str| {
        let value = body.get(name).and_then(Value::as_str);
        value.unwrap_or_default().to_owned()
    };
    let user_id = text("userId");
    if !user_id.is_empty() {
        cx.must_know(Kind::User, &user_id).await?;
    }
    let known = cx.store.calendar_feeds(&cx.location.id).await?;
    let live = known.iter().filter(|feed| feed.revoked_at.is_none());
    if live.count() >= MOST {
        return Err(OperationError::BadRequest(format!(
            "This location has {MOST} calendar feeds, which is the most; delete one first."
        )));
    }
    let mut chance = [0; 32];
    cx.random.fill(&mut chance);
    let secret: String = chance.iter().map(|byte| format!("{byte:02x}")).collect();
    let feed = CalendarFeed {
        hash: feed_hash(&secret),
        location_id: cx.location.id.clone(),
        id: cx.new_id(),
        user_id,
        name: text("name"),
        created_at: cx.now(),
        revoked_at: None,
    };
    let make = OutletWrite::Feed(Box::new(feed.clone()));
    cx.apply(vec![Write::Outlet(make)]).await?;
    let mut answer = answer(&feed);
    let base = call.base.trim_end_matches('/');
    answer["url"] = format!("{base}/feeds/calendar/{secret}.ics").into();
    Reply::json(
        201,
        &json!({"calendarFeed": answer, "traceId": cx.trace_id}),
    )
}

pub(super) async fn list(cx: Context, _call: Call) -> Result<Reply, OperationError> {
    let feeds = cx.store.calendar_feeds(&cx.location.id).await?;
    let items: Vec<Value> = feeds.iter().map(answer).collect();
    Reply::json(
        200,
        &json!({"calendarFeeds": items, "traceId": cx.trace_id}),
    )
}

pub(super) async fn delete(cx: Context, call: Call) -> Result<Reply, OperationError> {
    let id = call.param("feedId").to_owned();
    let feeds = cx.store.calendar_feeds(&cx.location.id).await?;
    let known = feeds.iter().find(|feed| feed.id == id);
    let known = known.ok_or(OperationError::NotFound("Calendar feed"))?;
    if known.revoked_at.is_none() {
        let revoke = OutletWrite::RevokeFeed { id };
        match cx.apply(vec![Write::Outlet(revoke)]).await {
            // Somebody else did at this moment.
            Ok(_) | Err(OperationError::Contended(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Reply::json(200, &json!({"succeeded": true, "traceId": cx.trace_id}))
}

/// The calendar behind a secret, as it is now; `None`: there is none, or none any more.
///
/// # Errors
/// See [`StoreError`].
pub async fn feed_text(
    store: &Store,
    secret: &str,
    now: Timestamp,
) -> Result<Option<FeedText>, StoreError> {
    let feed = store.calendar_feed(&feed_hash(secret)).await?;
    let Some(feed) = feed.filter(|feed| feed.revoked_at.is_none()) else {
        return Ok(None);
    };
    let Some(location) = store.location(&feed.location_id).await? else {
        return Ok(None);
    };
    // By whole days, so that a feed asked for twice is the same.
    let since = now.checked_sub(PAST).unwrap_or(Timestamp::MIN);
    let day = time::to_wire(since)
        .get(..10)
        .unwrap_or_default()
        .to_owned();
    let records = store
        .appointments_to_mirror(&location.id, &feed.user_id, &day, MOST_EVENTS)
        .await?;
    let mut events = Vec::with_capacity(records.len());
    for record in &records {
        events.extend(event(store, &location.id, record).await?);
    }
    let whose = match feed.user_id.as_str() {
        "" => location.name.clone(),
        id => match store.record(&location.id, Kind::User, id).await? {
            Some(user) => name(&user.typed()?),
            None => location.name.clone(),
        },
    };
    let name = format!("{whose}: {}", feed.name);
    let text = calendar(&name, &location.timezone, &events);
    Ok(Some(FeedText { text, name }))
}

fn name(user: &User) -> String {
    let names = [user.first_name.as_deref(), user.last_name.as_deref()];
    let names: Vec<&str> = names.into_iter().flatten().collect();
    names.join(" ")
}

async fn event(
    store: &Store,
    location: &str,
    record: &Record,
) -> Result<Option<Event>, StoreError> {
    let it: Appointment = record.typed()?;
    let (Some(start), Some(end)) = (
        time::parse_instant(&it.start_time),
        time::parse_instant(&it.end_time),
    ) else {
        return Ok(None);
    };
    let contact = store
        .record_or_tombstone(location, Kind::Contact, &record.root_id)
        .await?;
    let with = match contact {
        Some(contact) => contact.typed::<Contact>()?.label(),
        None => String::new(),
    };
    let summary = match (it.title.trim(), with.as_str()) {
        ("", with) => with.to_owned(),
        (title, "") => title.to_owned(),
        (title, with) if title.contains(with) => title.to_owned(),
        (title, with) => format!("{title} ({with})"),
    };
    let status = match it.appointment_status.as_str() {
        _ if record.deleted => Status::Cancelled,
        "cancelled" | "invalid" | "noshow" => Status::Cancelled,
        "new" => Status::Tentative,
        _ => Status::Confirmed,
    };
    Ok(Some(Event {
        // Ids are unique in an installation, and letters and digits.
        uid: format!("{}@{location}.tenon", record.id),
        sequence: record.version - 1,
        created: record.created_at,
        changed: record.updated_at,
        start,
        end,
        summary,
        description: it.description.unwrap_or_default(),
        place: it.address.unwrap_or_default(),
        status,
    }))
}
