//! INQUIRIES: leads, joined to their client by name.

use super::{
    Draft,
    dates::day,
    judge::{CONTACT_COLUMNS, Judged, field},
    people::People,
    placeholders::{is_placeholder_name, is_sample_email},
    questions::readable,
    row::Row,
    sections::Section,
};
use crate::{
    item::{Incoming, NoteDraft, Origin, Verdict},
    limits::MAX_NOTE,
    text::{fold, paragraph, slug},
};

/// Columns that go into the person, the tags, the time or the note's text.
const HOMED: [&str; 4] = ["CLIENT_NAME", "DESCRIPTION", "GENERAL_NOTES", "STATUS"];

/// Reads the rows.
pub(super) fn read(section: &Section<'_>, people: &People) -> Vec<Draft> {
    section
        .rows
        .iter()
        .map(|row| read_row(section, row, people))
        .collect()
}

fn read_row(section: &Section<'_>, row: &Row<'_>, people: &People) -> Draft {
    let label = row
        .get(&["NAME", "CLIENT_NAME"])
        .unwrap_or("(lead without a name)");
    if let Some(fault) = &row.fault {
        return Draft::faulty(section, row, fault);
    }
    let verdict = match ignored(row) {
        Some(reason) => Verdict::ignored(reason),
        None => judge(row, people),
    };
    Draft::row(section, row, label, verdict)
}

fn ignored(row: &Row<'_>) -> Option<&'static str> {
    let names = ["NAME", "CLIENT_NAME"]
        .iter()
        .filter_map(|column| row.get(&[column]));
    let sample = names.into_iter().any(is_placeholder_name)
        || row
            .get(&["EMAIL", "CLIENT_EMAIL"])
            .is_some_and(is_sample_email);
    if sample {
        return Some("one of Houzz's own sample records, not a lead");
    }
    let archived = row
        .get(&["STATUS"])
        .is_some_and(|status| fold(status) == "archived");
    let spam = row
        .get(&["STATUS_REASON"])
        .is_some_and(|reason| fold(reason).contains("spam"));
    (archived && spam).then_some("archived as spam in Houzz")
}

fn judge(row: &Row<'_>, people: &People) -> Verdict {
    let Judged {
        person: own,
        mut extra,
        mut reasons,
    } = Judged::read(row, &["CLIENT_NAME"]);
    let homed: Vec<&str> = HOMED.iter().chain(&CONTACT_COLUMNS).copied().collect();
    let occurred_at = row.get(&["CREATED_AT"]).and_then(day);
    // A readable date has its own place; an impossible one is kept as it is.
    let others = row.others(&homed);
    extra.extend(
        others
            .into_iter()
            .filter(|(c, _)| !is_created(c) || occurred_at.is_none()),
    );
    let mut tags = vec!["houzz".to_owned(), "houzz-lead".to_owned()];
    match row.get(&["STATUS"]).map(fold).as_deref() {
        Some("won") => tags.push("houzz-won".to_owned()),
        Some("archived") => tags.push("houzz-archived".to_owned()),
        None | Some("current") => {}
        Some(_) => extra.extend(
            row.get(&["STATUS"])
                .map(|s| ("STATUS".to_owned(), field(s))),
        ),
    }
    let service = row
        .get(&["SERVICE_TYPE"])
        .map(slug)
        .filter(|slug| !slug.is_empty());
    tags.extend(service.map(|slug| format!("houzz-{slug}")));
    let person = people.resolve(&own).unwrap_or_else(|reason| {
        reasons.push(reason);
        own
    });
    let notes = vec![note(row, &extra)];
    let origin = Origin::ExportLead;
    let incoming = Incoming {
        origin,
        person,
        tags,
        notes,
        occurred_at,
        extra,
        ..Incoming::default()
    };
    Verdict::of(incoming, reasons)
}

fn is_created(column: &str) -> bool {
    column.trim().eq_ignore_ascii_case("CREATED_AT")
}

fn note(row: &Row<'_>, extra: &[(String, String)]) -> NoteDraft {
    let mut parts = Vec::new();
    parts.extend(
        row.get(&["DESCRIPTION"])
            .map(|text| paragraph(text, MAX_NOTE)),
    );
    parts.extend(row.get(&["GENERAL_NOTES"]).map(readable));
    let lines: Vec<String> = extra
        .iter()
        .map(|(column, cell)| format!("{}: {}", title(column), field(cell)))
        .collect();
    parts.push(lines.join("\n"));
    parts.retain(|part| !part.is_empty());
    if parts.is_empty() {
        parts.push("The export says nothing more about this lead.".to_owned());
    }
    NoteDraft {
        external_id: None,
        title: Some("Houzz lead".to_owned()),
        body: parts.join("\n\n"),
    }
}

/// `EXPECTED_START_DATE` as `Expected start date`.
fn title(column: &str) -> String {
    let words = column.replace('_', " ").to_lowercase();
    let mut letters = words.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}
