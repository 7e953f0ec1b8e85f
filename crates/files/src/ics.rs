//! iCalendar (RFC 5545): a calendar of events, as a program subscribes to it.
//!
//! Times are written in UTC (3.3.5, form 2), which every program shows in its own zone: a rule of
//! summer time that changes need not be told again, and none can be told wrong.

use jiff::{Timestamp, tz::TimeZone};

/// Longest line in octets, without its end (3.1).
const LINE: usize = 75;
/// Longest text kept of one property, in characters: some calendars give up on more.
const MAX_TEXT: usize = 8_000;
const PRODUCT: &str = "-//Tenon//Calendar feed//EN";

/// Whether an event takes place (3.8.1.11).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// It is to be confirmed.
    Tentative,
    /// It takes place.
    Confirmed,
    /// It does not, or not any more.
    Cancelled,
}

/// An event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The same for ever, and nobody else's (3.8.4.7).
    pub uid: String,
    /// Grows with every change (3.8.7.4).
    pub sequence: i64,
    /// When it was made.
    pub created: Timestamp,
    /// When it was changed last.
    pub changed: Timestamp,
    /// When it begins.
    pub start: Timestamp,
    /// When it ends; one that ends before it begins is taken to end when it begins.
    pub end: Timestamp,
    /// What it is called.
    pub summary: String,
    /// What it is about.
    pub description: String,
    /// Where it takes place.
    pub place: String,
    /// Whether it takes place.
    pub status: Status,
}

/// A calendar of these events. `timezone` (IANA) is the zone in which a program may show it first.
/// The same events make the same bytes.
#[must_use]
pub fn calendar(name: &str, timezone: &str, events: &[Event]) -> String {
    let mut out = Lines(String::new());
    out.plain("BEGIN", "VCALENDAR");
    out.plain("VERSION", "2.0");
    out.plain("PRODID", PRODUCT);
    out.plain("CALSCALE", "GREGORIAN");
    // RFC 7986, 5.1 and 5.7, and the names that came before it.
    out.text("NAME", name);
    out.text("X-WR-CALNAME", name);
    out.text("X-WR-TIMEZONE", timezone);
    out.plain("REFRESH-INTERVAL;VALUE=DURATION", "PT15M");
    out.plain("X-PUBLISHED-TTL", "PT15M");
    for event in events {
        out.event(event);
    }
    if events.is_empty() {
        // A calendar must hold something (3.6).
        for (name, value) in [
            ("BEGIN", "VTIMEZONE"),
            ("TZID", "Etc/UTC"),
            ("BEGIN", "STANDARD"),
            ("DTSTART", "19700101T000000"),
            ("TZOFFSETFROM", "+0000"),
            ("TZOFFSETTO", "+0000"),
            ("END", "STANDARD"),
            ("END", "VTIMEZONE"),
        ] {
            out.plain(name, value);
        }
    }
    out.plain("END", "VCALENDAR");
    out.0
}

struct Lines(String);

impl Lines {
    fn event(&mut self, event: &Event) {
        self.plain("BEGIN", "VEVENT");
        self.text("UID", &event.uid);
        // Without METHOD, DTSTAMP is when the event was changed last (3.8.7.2).
        self.plain("DTSTAMP", &utc(event.changed));
        self.plain("CREATED", &utc(event.created));
        self.plain("LAST-MODIFIED", &utc(event.changed));
        self.plain("SEQUENCE", &event.sequence.to_string());
        self.plain("DTSTART", &utc(event.start));
        self.plain("DTEND", &utc(event.end.max(event.start)));
        self.text("SUMMARY", &event.summary);
        for (name, value) in [
            ("DESCRIPTION", &event.description),
            ("LOCATION", &event.place),
        ] {
            if !value.trim().is_empty() {
                self.text(name, value);
            }
        }
        let (status, busy) = match event.status {
            Status::Tentative => ("TENTATIVE", "OPAQUE"),
            Status::Confirmed => ("CONFIRMED", "OPAQUE"),
            Status::Cancelled => ("CANCELLED", "TRANSPARENT"),
        };
        self.plain("STATUS", status);
        self.plain("TRANSP", busy);
        self.plain("END", "VEVENT");
    }

    /// A property whose value is written as it is.
    fn plain(&mut self, name: &str, value: &str) {
        let line = format!("{name}:{value}");
        let mut room = LINE;
        for c in line.chars() {
            if c.len_utf8() > room {
                self.0.push_str("\r\n ");
                // The blank counts.
                room = LINE - 1;
            }
            self.0.push(c);
            room -= c.len_utf8();
        }
        self.0.push_str("\r\n");
    }

    /// A property whose value is a text (3.3.11).
    fn text(&mut self, name: &str, value: &str) {
        let mut told = String::with_capacity(value.len());
        let value = value.replace("\r\n", "\n");
        for c in value.chars().take(MAX_TEXT) {
            match c {
                '\\' | ';' | ',' => {
                    told.push('\\');
                    told.push(c);
                }
                '\n' | '\r' => told.push_str("\\n"),
                '\t' => told.push(' '),
                c if c.is_control() => {}
                c => told.push(c),
            }
        }
        self.plain(name, &told);
    }
}

fn utc(at: Timestamp) -> String {
    let at = TimeZone::UTC.to_datetime(at);
    // Years past 9999 and before 1 do not exist there.
    format!(
        "{:04}{:02}{:02}T{:02}{:02}{:02}Z",
        at.year().max(1),
        at.month(),
        at.day(),
        at.hour(),
        at.minute(),
        at.second()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(summary: &str) -> Event {
        Event {
            uid: "a1@tenon".into(),
            sequence: 2,
            created: "2026-03-01T08:00:00Z".parse().unwrap(),
            changed: "2026-03-02T08:00:00.5Z".parse().unwrap(),
            start: "2026-03-08T09:30:00Z".parse().unwrap(),
            end: "2026-03-08T10:30:00Z".parse().unwrap(),
            summary: summary.into(),
            description: String::new(),
            place: String::new(),
            status: Status::Confirmed,
        }
    }

    fn unfolded(calendar: &str) -> Vec<String> {
        let whole = calendar.replace("\r\n ", "");
        whole.split("\r\n").map(str::to_owned).collect()
    }

    #[test]
    fn an_event_says_when_what_and_whether() {
        let told = calendar(
            "Ana's day",
            "America/Chicago",
            &[event("Site visit; Oak St, 12")],
        );
        let lines = unfolded(&told);
        for line in [
            "BEGIN:VCALENDAR",
            "X-WR-CALNAME:Ana's day",
            "UID:a1@tenon",
            "DTSTAMP:20260302T080000Z",
            "SEQUENCE:2",
            "DTSTART:20260308T093000Z",
            "DTEND:20260308T103000Z",
            "SUMMARY:Site visit\\; Oak St\\, 12",
            "STATUS:CONFIRMED",
        ] {
            assert!(lines.iter().any(|told| told == line), "{line} in {told}");
        }
        assert!(!told.contains("DESCRIPTION"));
        assert!(told.ends_with("END:VCALENDAR\r\n"));
        let gone = Event {
            status: Status::Cancelled,
            ..event("x")
        };
        assert!(calendar("c", "UTC", &[gone]).contains("STATUS:CANCELLED"));
    }

    #[test]
    fn lines_are_folded_between_characters_and_nothing_breaks_out() {
        let long = "Küche 😀 ".repeat(40);
        let told = calendar("c", "UTC", &[event(&long)]);
        assert!(told.split("\r\n").all(|line| line.len() <= LINE));
        let summary = format!("SUMMARY:{long}");
        assert!(unfolded(&told).contains(&summary));
        let evil = "x\r\nEND:VEVENT\rBEGIN:VALARM\nATTACH:y\0\u{7}";
        let told = calendar("c", "UTC", &[event(evil)]);
        assert!(
            unfolded(&told).contains(&"SUMMARY:x\\nEND:VEVENT\\nBEGIN:VALARM\\nATTACH:y".into())
        );
        assert_eq!(told.matches("END:VEVENT\r\n").count(), 1);
        // Every line feed ends a line.
        assert_eq!(told.matches('\n').count(), told.matches("\r\n").count());
    }

    #[test]
    fn a_calendar_without_events_holds_something_and_a_bad_end_is_none() {
        assert!(calendar("c", "UTC", &[]).contains("BEGIN:VTIMEZONE"));
        let late = Event {
            end: "2026-03-01T00:00:00Z".parse().unwrap(),
            ..event("x")
        };
        assert!(calendar("c", "UTC", &[late]).contains("DTEND:20260308T093000Z"));
    }
}
