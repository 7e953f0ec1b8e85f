//! Calendars (iCalendar, RFC 5545): the meetings in them, one by one.
//!
//! Owns the reading: time zones, recurrence within a window, moved and cancelled instances. It must not
//! decide whose a meeting is.

mod component;
mod event;
mod expand;
mod file;
mod rule;
mod zone;

use jiff::{SignedDuration, Timestamp};

pub use expand::MAX_MEETINGS;
pub use file::CalendarFile;

/// How far back meetings are looked at: what was moved into the past is still told.
const BACK: SignedDuration = SignedDuration::from_hours(24 * 31);
/// How far ahead.
const AHEAD: SignedDuration = SignedDuration::from_hours(24 * 366);

/// What of a calendar is looked at: from a month ago to a year ahead. What was longer ago would be news to
/// the other side's automations.
#[must_use]
pub fn window(now: Timestamp) -> (Timestamp, Timestamp) {
    let from = now.checked_sub(BACK).unwrap_or(Timestamp::MIN);
    (from, now.checked_add(AHEAD).unwrap_or(Timestamp::MAX))
}

/// A meeting: an event, or one instance of an event that recurs.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Meeting {
    /// The event's id in its calendar (`UID`).
    pub uid: String,
    /// Which instance of an event that recurs: the time it was planned for, also where it was moved.
    pub instance: Option<Timestamp>,
    /// When it begins.
    pub start: Timestamp,
    /// When it ends; never before it begins.
    pub end: Timestamp,
    /// Whether it takes whole days.
    pub all_day: bool,
    /// What it is called.
    pub title: Option<String>,
    /// More about it.
    pub description: Option<String>,
    /// Where it takes place.
    pub place: Option<String>,
    /// Whether it was called off.
    pub cancelled: bool,
    /// The e-mails of those who attend, lower case, without the organiser's.
    pub attendees: Vec<String>,
    /// The organiser's e-mail, lower case.
    pub organizer: Option<String>,
    /// When it was last changed, as its calendar says.
    pub changed_at: Option<Timestamp>,
}

/// A calendar, read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calendar {
    /// Its meetings within the window, by start.
    pub meetings: Vec<Meeting>,
    /// What could not be read, a sentence each.
    pub faults: Vec<String>,
    /// Whether the file was there to its end: of half a calendar nothing may be held to be gone.
    pub whole: bool,
}

/// Why a file is no calendar.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CalendarError {
    /// It does not begin as one.
    #[error("it is no calendar: it does not begin with BEGIN:VCALENDAR")]
    NoCalendar,
    /// It holds more than is read.
    #[error("the calendar holds more than {0}")]
    TooMuch(&'static str),
}

/// Reads a calendar: what takes place from `from` up to `to`. Times without a zone are in `local`.
///
/// # Errors
/// [`CalendarError`] when the file is none, or too large. What cannot be read of single events stands in
/// [`Calendar::faults`].
pub fn read_calendar(
    bytes: &[u8],
    (from, to): (Timestamp, Timestamp),
    local: &jiff::tz::TimeZone,
) -> Result<Calendar, CalendarError> {
    let text = crate::file::text(bytes);
    let parsed = component::read(&text)?;
    let zones = zone::Zones::read(&parsed.zones, local);
    let mut events = Vec::new();
    let mut calendar = Calendar {
        whole: parsed.whole,
        ..Calendar::default()
    };
    for component in &parsed.events {
        match event::Event::read(component, &zones) {
            Ok(event) => events.push(event),
            Err(fault) => calendar.fault(fault),
        }
    }
    expand::expand(events, (from, to), &mut calendar);
    Ok(calendar)
}

impl Calendar {
    /// Faults that are told; a calendar that is all wrong needs no thousand lines.
    const MAX_FAULTS: usize = 50;

    fn fault(&mut self, fault: String) {
        if self.faults.len() < Self::MAX_FAULTS {
            self.faults.push(fault);
        }
    }
}
