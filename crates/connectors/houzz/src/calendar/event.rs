//! One event, as its calendar wrote it.

use jiff::{
    SignedDuration, Timestamp,
    civil::{Date, DateTime, Time},
    tz::TimeZone,
};

use super::{
    component::{Component, Property},
    rule::Rule,
    zone::Zones,
};
use crate::{
    contact::is_email,
    limits::{MAX_FIELD, MAX_NOTE},
    text::{clip, collapse, paragraph, present},
};

/// Who attends; further guests are not looked at.
const MAX_ATTENDEES: usize = 200;
/// Further and left out instances that are named one by one.
const MAX_DATES: usize = 5_000;
/// The longest meeting: what lasts longer is a mistake or an absence.
const LONGEST: SignedDuration = SignedDuration::from_hours(24 * 366);

/// A wall clock in its zone.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct When {
    pub(super) clock: DateTime,
    pub(super) zone: TimeZone,
    pub(super) all_day: bool,
}

impl When {
    /// The moment. A wall clock that a change of clocks leaves out is moved on, as RFC 5545 (section
    /// 3.3.5) wants.
    pub(super) fn moment(&self) -> Option<Timestamp> {
        let zoned = self
            .zone
            .to_ambiguous_zoned_datetime(self.clock)
            .compatible()
            .ok()?;
        Some(zoned.timestamp())
    }
}

/// An event.
#[derive(Debug, Clone)]
pub(super) struct Event {
    pub(super) uid: String,
    pub(super) start: When,
    pub(super) length: SignedDuration,
    pub(super) rule: Option<Rule>,
    pub(super) more: Vec<When>,
    pub(super) left_out: Vec<Timestamp>,
    /// Which instance of the event this one stands for.
    pub(super) instance: Option<Timestamp>,
    pub(super) sequence: i64,
    pub(super) title: Option<String>,
    pub(super) description: Option<String>,
    pub(super) place: Option<String>,
    pub(super) cancelled: bool,
    pub(super) attendees: Vec<String>,
    pub(super) organizer: Option<String>,
    pub(super) changed_at: Option<Timestamp>,
    /// What of it could not be read, and does no harm.
    pub(super) fault: Option<String>,
}

impl Event {
    pub(super) fn read(component: &Component, zones: &Zones) -> Result<Self, String> {
        let line = |name: &str| {
            let text = component.get(name)?.text();
            Some(clip(&collapse(&text), MAX_FIELD).0).filter(|text| !text.is_empty())
        };
        let title = line("SUMMARY");
        let called = title.as_deref().unwrap_or("an event without a name");
        let uid = component.get("UID").map(|uid| uid.value.trim().to_owned());
        let uid = uid
            .filter(|uid| !uid.is_empty())
            .ok_or_else(|| format!("{called}: it has no UID"))?;
        let told = |what: String| format!("{called}: {what}");
        let start = component
            .get("DTSTART")
            .ok_or_else(|| told("it has no start".into()))?;
        let start = when(start, zones).map_err(told)?;
        let length = length(component, &start, zones).map_err(told)?;
        let mut fault = None;
        let rule = match component
            .get("RRULE")
            .map(|rule| Rule::read(&rule.value, &start))
        {
            Some(Ok(rule)) => Some(rule),
            Some(Err(why)) => {
                fault = Some(told(format!(
                    "how it recurs is not known to Tenon ({why}); its first meeting alone is taken"
                )));
                None
            }
            None => None,
        };
        let instance = match component.get("RECURRENCE-ID") {
            Some(property) => when(property, zones).map_err(told)?.moment(),
            None => None,
        };
        let organizer = component.get("ORGANIZER").and_then(address);
        let attendees = component
            .all("ATTENDEE")
            .filter_map(address)
            .take(MAX_ATTENDEES);
        let mut attendees: Vec<String> = attendees
            .filter(|a| Some(a) != organizer.as_ref())
            .collect();
        attendees.sort();
        attendees.dedup();
        let status = component
            .get("STATUS")
            .map(|status| status.value.trim().to_ascii_uppercase());
        let note = component.get("DESCRIPTION").map(|text| plain(&text.text()));
        let changed = component.get("LAST-MODIFIED").or(component.get("DTSTAMP"));
        Ok(Self {
            uid,
            length,
            rule,
            more: dates(component, "RDATE", zones),
            left_out: dates(component, "EXDATE", zones)
                .iter()
                .filter_map(When::moment)
                .collect(),
            instance,
            sequence: component
                .get("SEQUENCE")
                .and_then(|n| n.value.trim().parse().ok())
                .unwrap_or(0),
            description: note.as_deref().and_then(present).map(str::to_owned),
            place: line("LOCATION"),
            cancelled: status.as_deref() == Some("CANCELLED"),
            attendees,
            organizer,
            changed_at: changed.and_then(|at| when(at, zones).ok()?.moment()),
            title,
            start,
            fault,
        })
    }
}

/// Outlook writes HTML into descriptions; people read text.
fn plain(text: &str) -> String {
    let head: String = text
        .trim_start()
        .chars()
        .take(15)
        .collect::<String>()
        .to_lowercase();
    let marked = ["<html", "<!doctype", "<p", "<div", "<br", "<span"]
        .iter()
        .any(|tag| head.starts_with(tag));
    let text = if marked {
        crate::mail::html_to_lines(text)
    } else {
        text.to_owned()
    };
    paragraph(&text, MAX_NOTE)
}

/// The e-mail in `mailto:ana@example.org`, or in a parameter where the value is something else.
fn address(property: &Property) -> Option<String> {
    let value = property.value.trim();
    let value = match value.get(..7) {
        Some(scheme) if scheme.eq_ignore_ascii_case("mailto:") => &value[7..],
        _ => property.param("EMAIL")?,
    };
    let email = value.trim().to_lowercase();
    is_email(&email).then_some(email)
}

fn length(component: &Component, start: &When, zones: &Zones) -> Result<SignedDuration, String> {
    let day = if start.all_day {
        SignedDuration::from_hours(24)
    } else {
        SignedDuration::ZERO
    };
    let length = match (component.get("DTEND"), component.get("DURATION")) {
        (Some(end), _) => {
            let end = when(end, zones)?.moment();
            let both = end
                .zip(start.moment())
                .ok_or("its times are out of range")?;
            both.0.duration_since(both.1)
        }
        (None, Some(duration)) => parse_duration(duration.value.trim())
            .ok_or_else(|| format!("{:?} is no duration", clip(&duration.value, 40).0))?,
        (None, None) => day,
    };
    if length < SignedDuration::ZERO {
        return Err("it ends before it begins".into());
    }
    if length > LONGEST {
        return Err("it lasts longer than a year".into());
    }
    Ok(length)
}

/// `P1DT2H30M`, `PT45M`, `P2W`.
fn parse_duration(text: &str) -> Option<SignedDuration> {
    let mut rest = text.strip_prefix('+').unwrap_or(text).strip_prefix('P')?;
    let mut seconds: i64 = 0;
    while !rest.is_empty() {
        rest = rest.strip_prefix('T').unwrap_or(rest);
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let number: i64 = rest.get(..digits)?.parse().ok()?;
        let unit = match rest.as_bytes().get(digits)? {
            b'W' => 7 * 86_400,
            b'D' => 86_400,
            b'H' => 3_600,
            b'M' => 60,
            b'S' => 1,
            _ => return None,
        };
        seconds = seconds.checked_add(number.checked_mul(unit)?)?;
        rest = &rest[digits + 1..];
    }
    Some(SignedDuration::from_secs(seconds))
}

fn dates(component: &Component, name: &str, zones: &Zones) -> Vec<When> {
    let mut found = Vec::new();
    for property in component.all(name) {
        for value in property.value.split(',') {
            // A period counts from its start.
            let value = value.split('/').next().unwrap_or(value);
            if found.len() < MAX_DATES
                && let Ok(when) = read_when(value, property, zones)
            {
                found.push(when);
            }
        }
    }
    found
}

fn when(property: &Property, zones: &Zones) -> Result<When, String> {
    read_when(&property.value, property, zones)
}

/// `20261124`, `20261124T090000`, `20261124T150000Z`.
fn read_when(value: &str, property: &Property, zones: &Zones) -> Result<When, String> {
    let value = value.trim();
    let wrong = || format!("{:?} is no time", clip(value, 40).0);
    let (bare, utc) = match value.strip_suffix('Z') {
        Some(bare) => (bare, true),
        None => (value, false),
    };
    let (day, clock) = match bare.split_once('T') {
        Some((day, clock)) => (day, Some(clock)),
        None => (bare, None),
    };
    let date = parse_date(day).ok_or_else(wrong)?;
    let time = match clock {
        Some(clock) => parse_time(clock).ok_or_else(wrong)?,
        None => Time::midnight(),
    };
    let zone = match (utc, property.param("TZID")) {
        (true, _) => TimeZone::UTC,
        (false, Some(id)) if clock.is_some() => zones
            .get(id)
            .ok_or_else(|| format!("the time zone {:?} is not known", clip(id, 80).0))?,
        _ => zones.local.clone(),
    };
    Ok(When {
        clock: date.to_datetime(time),
        zone,
        all_day: clock.is_none(),
    })
}

fn digits(text: &str, range: std::ops::Range<usize>) -> Option<i8> {
    let part = text.get(range)?;
    part.bytes()
        .all(|b| b.is_ascii_digit())
        .then(|| part.parse().ok())?
}

fn parse_date(text: &str) -> Option<Date> {
    let year = text.get(..4).filter(|_| text.len() == 8)?;
    Date::new(year.parse().ok()?, digits(text, 4..6)?, digits(text, 6..8)?).ok()
}

fn parse_time(text: &str) -> Option<Time> {
    if text.len() != 6 {
        return None;
    }
    // A leap second is the second before it, as far as meetings go.
    let second = digits(text, 4..6)?.min(59);
    Time::new(digits(text, 0..2)?, digits(text, 2..4)?, second, 0).ok()
}
