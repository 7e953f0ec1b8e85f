//! CLIENTS: one record for each distinct person.

use std::cmp::Reverse;

use super::{
    Draft,
    group::{common, fill, same_people},
    judge::{CONTACT_COLUMNS, Judged, field},
    people::People,
    placeholders::{is_no_email, is_placeholder_name, is_sample_email},
    row::Row,
    sections::Section,
};
use crate::{
    item::{Incoming, NoteDraft, Origin, Verdict},
    key::digest,
    limits::{MAX_FIELD, MAX_NOTE},
    text::{clip, paragraph},
};

/// Columns with a home in a person or a note.
const HOMED: [&str; 9] = [
    "NAME",
    "COMPANY_NAME",
    "ADDRESS",
    "ADDRESS2",
    "CITY",
    "STATE",
    "ZIP",
    "NOTES",
    "WEBSITE",
];

struct Client<'a, 'b> {
    row: &'a Row<'b>,
    judged: Judged,
}

/// Reads the rows, and makes the people known for the other sections.
pub(super) fn read(section: &Section<'_>, people: &mut People) -> Vec<Draft> {
    let mut drafts = Vec::new();
    let mut clients = Vec::new();
    for row in &section.rows {
        match (&row.fault, placeholder(row)) {
            (Some(fault), _) => drafts.push((row.line, Draft::faulty(section, row, fault))),
            (None, Some(reason)) => {
                let label = row.get(&["NAME"]).unwrap_or("(no name)");
                drafts.push((
                    row.line,
                    Draft::row(section, row, label, Verdict::ignored(reason)),
                ));
            }
            (None, None) => clients.push(client(row)),
        }
    }
    let persons: Vec<_> = clients.iter().map(|client| &client.judged.person).collect();
    for group in same_people(&persons) {
        merge(section, &clients, &group, people, &mut drafts);
    }
    drafts.sort_by_key(|(line, _)| *line);
    drafts.into_iter().map(|(_, draft)| draft).collect()
}

fn placeholder(row: &Row<'_>) -> Option<&'static str> {
    let name = row.get(&["NAME"]).unwrap_or_default();
    let email = row.get(&["EMAIL"]).unwrap_or_default();
    let unreachable = row
        .get(&["SECOND_EMAIL", "PHONE", "SECOND_PHONE"])
        .is_none();
    let sample =
        is_placeholder_name(name) || is_sample_email(email) || (is_no_email(email) && unreachable);
    sample.then_some("one of Houzz's own sample records, not a client")
}

fn client<'a, 'b>(row: &'a Row<'b>) -> Client<'a, 'b> {
    let mut judged = Judged::read(row, &["NAME"]);
    let person = &mut judged.person;
    person.company = row.get(&["COMPANY_NAME"]).map(field);
    let lines: Vec<String> = ["ADDRESS", "ADDRESS2"]
        .iter()
        .filter_map(|column| row.get(&[column]))
        .map(field)
        .collect();
    person.address1 = (!lines.is_empty()).then(|| clip(&lines.join(", "), MAX_FIELD).0);
    person.city = row.get(&["CITY"]).map(field);
    person.state = row.get(&["STATE"]).map(field);
    person.postal_code = row.get(&["ZIP"]).map(field);
    person.website = row.get(&["WEBSITE"]).map(field);
    let homed: Vec<&str> = HOMED.iter().chain(&CONTACT_COLUMNS).copied().collect();
    judged.extra.extend(row.others(&homed));
    Client { row, judged }
}

/// One record from the rows of one person: the most complete row wins, the others fill its gaps.
fn merge(
    section: &Section<'_>,
    clients: &[Client<'_, '_>],
    group: &[usize],
    people: &mut People,
    drafts: &mut Vec<(usize, Draft)>,
) {
    let rows: Vec<&Client<'_, '_>> = group.iter().filter_map(|at| clients.get(*at)).collect();
    let Some(winner) = rows
        .iter()
        .max_by_key(|c| (c.row.fullness(), Reverse(c.row.line)))
    else {
        return;
    };
    let mut incoming = Incoming {
        origin: Origin::ExportClient,
        person: winner.judged.person.clone(),
        tags: vec!["houzz".to_owned(), "houzz-client".to_owned()],
        extra: winner.judged.extra.clone(),
        ..Incoming::default()
    };
    let mut reasons = winner.judged.reasons.clone();
    note(&mut incoming, winner.row);
    for other in rows
        .iter()
        .filter(|other| other.row.line != winner.row.line)
    {
        let line = other.row.line;
        for (label, value) in fill(&mut incoming.person, &other.judged.person) {
            incoming
                .extra
                .push((format!("Other {label} (line {line})"), value));
        }
        for pair in &other.judged.extra {
            if !incoming.extra.contains(pair) {
                incoming.extra.push(pair.clone());
            }
        }
        reasons.extend(other.judged.reasons.iter().cloned());
        note(&mut incoming, other.row);
        let what = common(&winner.judged.person, &other.judged.person);
        let reason = format!("same person as line {} ({what})", winner.row.line);
        let label = name(other);
        drafts.push((
            line,
            Draft::row(section, other.row, &label, Verdict::ignored(reason)),
        ));
    }
    if !incoming.person.is_identified() {
        reasons
            .push("neither e-mail nor phone: a client is never matched by name alone".to_owned());
    }
    people.add(&incoming.person);
    let verdict = Verdict::of(incoming, reasons);
    let mut draft = Draft::row(section, winner.row, &name(winner), verdict);
    if rows.len() > 1 {
        // The record holds all the rows, so a change in any of them is a new record to import.
        let mut keys: Vec<String> = rows.iter().map(|c| c.row.key(&section.name)).collect();
        keys.sort();
        draft.key = digest(
            "houzz-export",
            ["person"]
                .into_iter()
                .chain(keys.iter().map(String::as_str)),
        );
    }
    drafts.push((winner.row.line, draft));
}

fn name(client: &Client<'_, '_>) -> String {
    let person = &client.judged.person;
    let name = person
        .name
        .as_ref()
        .or(person.email.as_ref())
        .or(person.phone.as_ref());
    name.cloned().unwrap_or_else(|| "(no name)".to_owned())
}

fn note(incoming: &mut Incoming, row: &Row<'_>) {
    let Some(body) = row.get(&["NOTES"]).map(|text| paragraph(text, MAX_NOTE)) else {
        return;
    };
    if !incoming.notes.iter().any(|note| note.body == body) {
        let title = Some("Houzz client notes".to_owned());
        incoming.notes.push(NoteDraft {
            external_id: None,
            title,
            body,
        });
    }
}
