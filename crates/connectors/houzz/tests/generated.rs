//! What is written in the known forms comes back as it was written.

#![allow(clippy::unwrap_used, reason = "test code outside a test function")]

mod support;

use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use support::{Random, lead, record};
use tenon_files::{
    csv,
    ics::{Event, Status, calendar},
    xlsx,
};
use tenon_houzz::{
    calendar::{read_calendar, window},
    read_export, read_file, read_mail,
};
use tenon_model::{
    Contact,
    houzz::{Lead, LeadRules},
};

/// Written leads come back as they were written, whatever order and layout they have.
#[test]
fn every_generated_lead_comes_back() {
    let mut random = Random(42);
    let names = [
        "Maya Okafor",
        "Renée O'Neil",
        "李 雷",
        "X Æ",
        "Jean-Luc de la Tour",
    ];
    for n in 0..500 {
        let name = names[random.below(names.len())];
        let email = format!("person{n}@example.org");
        let phone = format!("512-555-01{:02}", random.below(100));
        let mut lines = vec![
            ("Name", name.to_owned()),
            ("Email", email.clone()),
            ("Phone", phone.clone()),
        ];
        lines.push(("Project Type", "Kitchen".to_owned()));
        let turn = random.below(lines.len());
        lines.rotate_left(turn);
        let style = random.below(4);
        let body: String = lines
            .iter()
            .map(|(label, value)| match style {
                0 => format!("{label}: {value}\r\n"),
                1 => format!("{label}:\r\n{value}\r\n\r\n"),
                2 => format!("*{}:* {value}\r\n", label.to_uppercase()),
                _ => format!("{label}:   {value}  \r\n\r\n"),
            })
            .collect();
        let item = read_mail("generated", &lead(&format!("{body}Message: Hello {n}\r\n")));
        let incoming = record(&item);
        assert_eq!(incoming.person.name.as_deref(), Some(name), "{body}");
        assert_eq!(
            incoming.person.email.as_deref(),
            Some(email.as_str()),
            "{body}"
        );
        assert_eq!(
            incoming.person.phone.as_deref(),
            Some(phone.as_str()),
            "{body}"
        );
        assert!(
            incoming.notes[0].body.starts_with(&format!("Hello {n}")),
            "{body}"
        );
    }
}

/// Every client with an address of its own is found once, whatever its cells hold.
#[test]
fn every_generated_client_comes_back() {
    let mut random = Random(43);
    let cells = [
        "",
        "plain",
        "with, comma",
        "a \"quote\"",
        "two\nlines",
        "CLIENTS",
        "é",
        "  x  ",
    ];
    let mut file = "CLIENTS\r\nNAME,EMAIL,NOTES,ADDRESS\r\n".to_owned();
    for n in 0..300 {
        let quote = |cell: &str| format!("\"{}\"", cell.replace('"', "\"\""));
        let (a, b) = (
            cells[random.below(cells.len())],
            cells[random.below(cells.len())],
        );
        file.push_str(&format!(
            "Person {n},p{n}@example.org,{},{}\r\n",
            quote(a),
            quote(b)
        ));
    }
    let items = read_export("generated.csv", file.as_bytes()).unwrap();
    assert_eq!(items.len(), 300);
    for (n, item) in items.iter().enumerate() {
        assert_eq!(
            record(item).person.email.as_deref(),
            Some(format!("p{n}@example.org").as_str())
        );
    }
}

/// A word as people type them, with all that files have a meaning for.
fn words(random: &mut Random) -> String {
    const PARTS: [&str; 12] = [
        "Ana",
        "=1+1",
        "O'Neil",
        "\"quoted\"",
        "a,b;c",
        "line\nbreak",
        "Zoë",
        "李 雷",
        "-5",
        "@home",
        "\\,",
        "🏡",
    ];
    let count = 1 + random.below(4);
    let parts: Vec<&str> = (0..count)
        .map(|_| PARTS[random.below(PARTS.len())])
        .collect();
    parts.join(" ")
}

/// What is written for Houzz Pro to import is read again as the people it came from.
#[test]
fn the_import_files_that_are_written_are_read() {
    let mut random = Random(7);
    let mut leads = Vec::new();
    for n in 0..300 {
        let contact = Contact {
            first_name: Some(words(&mut random).replace('\n', " ")),
            last_name: Some("Cruz".into()),
            email: Some(format!("person{n}@example.org")),
            phone: Some(format!("+1512555{n:04}")),
            ..Contact::default()
        };
        leads.push(Lead::of(&contact, &LeadRules::default()).unwrap());
    }
    let rows: Vec<_> = leads.iter().map(Lead::cells).collect();
    let text = csv::table(&Lead::HEADINGS, &rows);
    let sheet = xlsx::table("Leads", &Lead::HEADINGS, &rows);
    for (name, bytes) in [("leads.csv", text), ("leads.xlsx", sheet)] {
        let items = read_file(name, &bytes).unwrap();
        assert_eq!(items.len(), leads.len(), "{name}");
        for (item, lead) in items.iter().zip(&leads) {
            let person = record(item).person.clone();
            assert_eq!(person.email, lead.email, "{name}");
            assert_eq!(person.name.as_ref(), Some(&lead.client_name), "{name}");
            let digits: String = person
                .phone
                .unwrap_or_default()
                .chars()
                .filter(char::is_ascii_digit)
                .collect();
            let told: String = lead
                .phone
                .clone()
                .unwrap_or_default()
                .chars()
                .filter(char::is_ascii_digit)
                .collect();
            assert!(
                told.ends_with(&digits) && digits.len() >= 10,
                "{name}: {digits} {told}"
            );
        }
    }
}

/// The calendars that are written are read as the same meetings.
#[test]
fn the_calendars_that_are_written_are_read() {
    let mut random = Random(11);
    let now: Timestamp = "2026-11-23T12:00:00Z".parse().unwrap();
    let mut events = Vec::new();
    for n in 0..300_i64 {
        let start = now + SignedDuration::from_hours(n * 3);
        events.push(Event {
            uid: format!("{n}@example.org"),
            sequence: n,
            created: now,
            changed: now,
            start,
            end: start + SignedDuration::from_mins(random.below(600) as i64),
            summary: words(&mut random),
            description: words(&mut random),
            place: words(&mut random),
            status: [Status::Tentative, Status::Confirmed, Status::Cancelled][random.below(3)],
        });
    }
    let text = calendar("Oak & Iron", "America/Chicago", &events);
    let read = read_calendar(text.as_bytes(), window(now), &TimeZone::UTC).unwrap();
    assert!(read.whole && read.faults.is_empty(), "{:?}", read.faults);
    assert_eq!(read.meetings.len(), events.len());
    for (meeting, event) in read.meetings.iter().zip(&events) {
        assert_eq!(
            (&meeting.uid, meeting.start, meeting.end),
            (&event.uid, event.start, event.end)
        );
        // A title and a place are one line.
        let line = |text: &str| Some(text.replace('\n', " "));
        assert_eq!(meeting.title, line(&event.summary));
        assert_eq!(
            meeting.description.as_deref(),
            Some(event.description.as_str())
        );
        assert_eq!(meeting.place, line(&event.place));
        assert_eq!(meeting.cancelled, event.status == Status::Cancelled);
    }
}
