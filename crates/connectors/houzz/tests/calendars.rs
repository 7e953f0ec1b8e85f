//! Stories of calendars.
#![allow(clippy::unwrap_used, reason = "test code")]

mod support;

use jiff::{Timestamp, tz::TimeZone};
use tenon_houzz::calendar::{Calendar, CalendarError, MAX_MEETINGS, read_calendar};

/// Every recurrence here with what python-dateutil makes of it: an implementation that is not ours.
const RULES: &str = include_str!("calendars/rules.txt");

fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn read(events: &str) -> Calendar {
    let text = format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{events}END:VCALENDAR\r\n");
    let window = (time("2026-11-01T00:00:00Z"), time("2027-11-01T00:00:00Z"));
    read_calendar(
        text.as_bytes(),
        window,
        &TimeZone::get("America/Chicago").unwrap(),
    )
    .unwrap()
}

fn event(uid: &str, lines: &str) -> String {
    format!("BEGIN:VEVENT\r\nUID:{uid}\r\n{lines}END:VEVENT\r\n")
}

fn starts(calendar: &Calendar) -> Vec<String> {
    calendar
        .meetings
        .iter()
        .map(|meeting| meeting.start.to_string())
        .collect()
}

#[test]
fn a_meeting_is_read_with_all_that_it_says() {
    let calendar = read(&event(
        "a1",
        "DTSTART;TZID=America/Chicago:20261124T090000\r\nDURATION:PT1H30M\r\n\
         SUMMARY:Site visit\\, kitchen\r\nLOCATION:1208 Willow\r\n  Creek Dr\r\n\
         DESCRIPTION:<html><body><p>Bring&nbsp;samples</p></body></html>\r\n\
         ATTENDEE;CN=\"Okafor: Maya\";PARTSTAT=ACCEPTED:mailto:Maya.Okafor@Example.org\r\n\
         ATTENDEE:mailto:dana@alderandash.example.org\r\nATTENDEE;EMAIL=bo@example.org:urn:x\r\n\
         ORGANIZER:MAILTO:dana@alderandash.example.org\r\nSTATUS:CONFIRMED\r\n\
         BEGIN:VALARM\r\nSUMMARY:Ring\r\nTRIGGER:-PT15M\r\nEND:VALARM\r\n",
    ));
    assert!(calendar.whole);
    assert_eq!(calendar.faults, Vec::<String>::new());
    let [meeting] = &calendar.meetings[..] else {
        panic!("{calendar:?}");
    };
    assert_eq!(meeting.title.as_deref(), Some("Site visit, kitchen"));
    assert_eq!(meeting.place.as_deref(), Some("1208 Willow Creek Dr"));
    assert_eq!(meeting.description.as_deref(), Some("Bring samples"));
    assert_eq!(
        (meeting.start, meeting.end),
        (time("2026-11-24T15:00:00Z"), time("2026-11-24T16:30:00Z"))
    );
    assert_eq!(
        meeting.attendees,
        ["bo@example.org", "maya.okafor@example.org"]
    );
    assert_eq!(
        meeting.organizer.as_deref(),
        Some("dana@alderandash.example.org")
    );
}

#[test]
fn zones_by_every_name() {
    for (line, start) in [
        ("DTSTART:20261124T150000Z", "2026-11-24T15:00:00Z"),
        ("DTSTART:20261124T090000", "2026-11-24T15:00:00Z"),
        (
            "DTSTART;TZID=Pacific Standard Time:20261124T090000",
            "2026-11-24T17:00:00Z",
        ),
        (
            "DTSTART;TZID=\"/x.example.org/Europe/Berlin\":20261124T090000",
            "2026-11-24T08:00:00Z",
        ),
        ("DTSTART;VALUE=DATE:20261124", "2026-11-24T06:00:00Z"),
        ("DTSTART;TZID=Home:20261124T090000", "2026-11-24T12:30:00Z"),
        // Left out by the change of clocks: an hour later.
        (
            "DTSTART;TZID=America/Chicago:20270314T023000",
            "2027-03-14T08:30:00Z",
        ),
    ] {
        let zone = "BEGIN:VTIMEZONE\r\nTZID:Home\r\nBEGIN:STANDARD\r\nTZOFFSETTO:-0330\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n";
        let calendar = read(&format!("{zone}{}", event("z", &format!("{line}\r\n"))));
        assert_eq!(starts(&calendar), [start], "{line}: {:?}", calendar.faults);
    }
    let calendar = read(&event(
        "z",
        "SUMMARY:Far\r\nDTSTART;TZID=Mars/Olympus:20261124T090000\r\n",
    ));
    assert_eq!(
        calendar.faults,
        ["Far: the time zone \"Mars/Olympus\" is not known"]
    );
}

#[test]
fn rules_fall_where_dateutil_has_them() {
    let mut count = 0;
    for case in RULES.split("\n\n").filter(|case| !case.trim().is_empty()) {
        let mut lines = case.lines();
        let (start, rule) = lines.next().unwrap().split_once(' ').unwrap();
        let expected: Vec<String> = lines.map(str::to_owned).collect();
        let text = event(
            "r",
            &format!("DTSTART;TZID=America/Chicago:{start}\r\nRRULE:{rule}\r\n"),
        );
        let calendar = read(&text);
        assert_eq!(calendar.faults, Vec::<String>::new(), "{rule}");
        assert_eq!(starts(&calendar), expected, "{start} {rule}");
        count += 1;
    }
    assert!(count > 100, "{count}");
}

#[test]
fn instances_are_moved_called_off_and_added() {
    let calendar = read(&format!(
        "{}{}{}{}",
        event(
            "s",
            "DTSTART;TZID=America/Chicago:20261123T090000\r\nDTEND;TZID=America/Chicago:20261123T100000\r\n\
             RRULE:FREQ=WEEKLY;COUNT=5\r\nEXDATE;TZID=America/Chicago:20261130T090000\r\n\
             RDATE;TZID=America/Chicago:20261126T120000\r\nSUMMARY:Weekly\r\n",
        ),
        event(
            "s",
            "RECURRENCE-ID;TZID=America/Chicago:20261207T090000\r\n\
             DTSTART;TZID=America/Chicago:20261208T140000\r\nSUMMARY:Moved\r\nSEQUENCE:1\r\n",
        ),
        event(
            "s",
            "RECURRENCE-ID:20261214T150000Z\r\nDTSTART:20261214T150000Z\r\nSTATUS:CANCELLED\r\n",
        ),
        event(
            "s",
            "RECURRENCE-ID:20261207T150000Z\r\nDTSTART:20261207T150000Z\r\nSEQUENCE:0\r\n"
        ),
    ));
    let told: Vec<(String, bool)> = calendar
        .meetings
        .iter()
        .map(|meeting| (meeting.start.to_string(), meeting.cancelled))
        .collect();
    let at = |text: &str, off| (text.to_owned(), off);
    assert_eq!(
        told,
        [
            at("2026-11-23T15:00:00Z", false),
            at("2026-11-26T18:00:00Z", false),
            at("2026-12-08T20:00:00Z", false),
            at("2026-12-14T15:00:00Z", true),
            at("2026-12-21T15:00:00Z", false),
        ]
    );
    // The moved one is still the one that was planned for the 7th.
    assert_eq!(
        calendar.meetings[2].instance,
        Some(time("2026-12-07T15:00:00Z"))
    );
}

#[test]
fn what_recurs_for_ever_ends_at_the_window_and_what_is_too_much_is_told() {
    let daily = read(&event(
        "d",
        "DTSTART:19700101T000000Z\r\nRRULE:FREQ=DAILY\r\n",
    ));
    assert_eq!(daily.meetings.len(), 365);
    // The 30th of February.
    let never = "DTSTART:20261101T000000Z\r\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\r\n";
    assert_eq!(read(&event("n", never)).meetings.len(), 0);
    let often = read(&event(
        "h",
        "SUMMARY:Ping\r\nDTSTART:20261124T000000Z\r\nRRULE:FREQ=SECONDLY\r\n",
    ));
    assert_eq!((often.meetings.len(), often.faults.len()), (1, 1));
    let many: String = (0..70)
        .map(|n| {
            event(
                &format!("m{n}"),
                "DTSTART:20261101T000000Z\r\nRRULE:FREQ=DAILY\r\n",
            )
        })
        .collect();
    let many = read(&many);
    assert_eq!((many.meetings.len(), many.whole), (MAX_MEETINGS, false));
    let old = event(
        "o",
        "DTSTART:00010101T000000Z\r\nRRULE:FREQ=DAILY;INTERVAL=1;COUNT=999999999\r\n",
    );
    read(&old);
}

#[test]
fn half_a_file_is_no_whole_one_and_other_files_are_none() {
    let window = (time("2026-11-01T00:00:00Z"), time("2027-11-01T00:00:00Z"));
    let text = format!(
        "BEGIN:VCALENDAR\r\n{}END:VCALENDAR\r\n",
        event("a", "DTSTART:20261124T150000Z\r\nSUMMARY:One\r\n")
    );
    for length in 0..text.trim_end().len() {
        if let Ok(calendar) = read_calendar(&text.as_bytes()[..length], window, &TimeZone::UTC) {
            assert!(!calendar.whole, "{length}");
        }
    }
    for other in [
        "",
        "<html>Sign in</html>",
        "{\"error\": 1}",
        "BEGIN:VCARD\r\nEND:VCARD\r\n",
    ] {
        let result = read_calendar(other.as_bytes(), window, &TimeZone::UTC);
        assert_eq!(result, Err(CalendarError::NoCalendar), "{other}");
    }
}

#[test]
fn broken_events_stop_nothing() {
    let calendar = read(&format!(
        "{}{}{}{}{}",
        event("a", "SUMMARY:No start\r\n"),
        "BEGIN:VEVENT\r\nSUMMARY:No id\r\nDTSTART:20261124T150000Z\r\nEND:VEVENT\r\n",
        event(
            "b",
            "SUMMARY:Back\r\nDTSTART:20261124T150000Z\r\nDTEND:20261124T140000Z\r\n"
        ),
        event("c", "SUMMARY:Odd\r\nDTSTART:20261399T990000Z\r\n"),
        event("d", "SUMMARY:Fine\r\nDTSTART:20261124T150000Z\r\n"),
    ));
    assert_eq!(calendar.meetings.len(), 1);
    assert_eq!(calendar.faults.len(), 4, "{:?}", calendar.faults);
}

#[test]
fn no_bytes_break_the_reading() {
    let text = format!(
        "BEGIN:VCALENDAR\r\n{}END:VCALENDAR\r\n",
        event(
            "s",
            "DTSTART;TZID=America/Chicago:20261123T090000\r\nRRULE:FREQ=MONTHLY;BYDAY=-1FR,2MO;BYSETPOS=1\r\nATTENDEE:mailto:a@example.org\r\n"
        )
    );
    let mut random = support::Random(3);
    let window = (time("2026-11-01T00:00:00Z"), time("2027-11-01T00:00:00Z"));
    for _ in 0..2_000 {
        let mut bytes = text.clone().into_bytes();
        for _ in 0..=random.below(5) {
            let at = random.below(bytes.len());
            bytes[at] = u8::try_from(random.below(256)).unwrap();
        }
        let _ = read_calendar(&bytes, window, &TimeZone::UTC);
    }
}
