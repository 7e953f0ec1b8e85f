//! Rows under a map, as items.

use std::collections::HashMap;

use super::{ColumnMap, Meaning, Row, Table};
use crate::{
    contact::{Found, is_houzz_address, read_email, read_phone},
    export::{day, is_no_email, is_placeholder_name, is_sample_email},
    item::{Incoming, Item, NoteDraft, Origin, Verdict},
    key::digest,
    limits::{MAX_FIELD, MAX_NOTE},
    text::{clip, collapse, label, paragraph},
};

const DOMAIN: &str = "houzz-table";
/// Tags of one row.
const MAX_TAGS: usize = 50;

/// Reads every row. The map is one that [`ColumnMap::check`] lets pass.
#[must_use]
pub fn items(table: &Table, map: &ColumnMap) -> Vec<Item> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let items = table.rows.iter().map(|row| {
        let mut item = item(table, map, row);
        let nth = seen
            .entry(item.key.clone())
            .and_modify(|n| *n += 1)
            .or_insert(1);
        if *nth > 1 {
            // Equal rows are one person said twice; each keeps a verdict of its own.
            item.key = digest(DOMAIN, ["again", &item.key, &nth.to_string()]);
        }
        item
    });
    items.collect()
}

fn item(table: &Table, map: &ColumnMap, row: &Row) -> Item {
    let cells: Vec<(&str, Meaning, &str)> = map
        .0
        .iter()
        .zip(&row.cells)
        .filter(|(column, cell)| !cell.is_empty() && column.meaning != Meaning::Ignore)
        .map(|(column, cell)| (column.name.as_str(), column.meaning, cell.as_str()))
        .collect();
    let raw = cells
        .iter()
        .map(|(name, _, cell)| format!("{name}: {cell}\n"));
    let (verdict, called) = match &row.fault {
        Some(fault) => (Verdict::review(fault.clone()), String::new()),
        None => read(&cells),
    };
    let mut identity: Vec<String> = cells
        .iter()
        .map(|(name, meaning, cell)| match meaning {
            Meaning::Extra => format!("{}={}", collapse(name), collapse(cell)),
            meaning => format!("{}={}", meaning.name(), collapse(cell)),
        })
        .collect();
    identity.sort();
    Item {
        key: digest(DOMAIN, identity.iter().map(String::as_str)),
        place: format!("{}: line {}", table.place, row.line),
        label: if called.is_empty() {
            format!("line {}", row.line)
        } else {
            label(&called)
        },
        raw: raw.collect::<String>().into_bytes(),
        verdict,
    }
}

fn read(cells: &[(&str, Meaning, &str)]) -> (Verdict, String) {
    let mut incoming = Incoming {
        origin: Origin::Table,
        tags: vec!["houzz".to_owned()],
        ..Incoming::default()
    };
    let mut reasons = Vec::new();
    let (mut emails, mut phones) = (Vec::new(), Vec::new());
    for (name, meaning, cell) in cells {
        let person = &mut incoming.person;
        let line = || Some(clip(&collapse(cell), MAX_FIELD).0);
        match meaning {
            Meaning::Name => person.name = line(),
            Meaning::FirstName => person.first_name = line(),
            Meaning::LastName => person.last_name = line(),
            Meaning::Company => person.company = line(),
            Meaning::Address1 => {
                person.address1 = match (line(), person.address1.take()) {
                    (Some(first), Some(second)) => {
                        Some(clip(&format!("{first}, {second}"), MAX_FIELD).0)
                    }
                    (first, second) => first.or(second),
                };
            }
            Meaning::Address2 => {
                person.address1 = match (person.address1.take(), line()) {
                    (Some(first), Some(second)) => {
                        Some(clip(&format!("{first}, {second}"), MAX_FIELD).0)
                    }
                    (first, second) => first.or(second),
                };
            }
            Meaning::City => person.city = line(),
            Meaning::State => person.state = line(),
            Meaning::PostalCode => person.postal_code = line(),
            Meaning::Country => person.country = line(),
            Meaning::Website => person.website = line(),
            Meaning::Email | Meaning::SecondEmail if is_no_email(cell) => {}
            Meaning::Email | Meaning::SecondEmail => match read_email(cell) {
                Found::Nothing => {}
                Found::One(email) => emails.push(email),
                Found::Several(several) => emails.extend(several),
                Found::Bad(text) => reasons.push(bad(name, &text, "an e-mail")),
            },
            Meaning::Phone | Meaning::SecondPhone => match read_phone(cell) {
                Found::Nothing => {}
                Found::One(phone) => phones.push(phone),
                Found::Several(several) => phones.extend(several),
                Found::Bad(text) => reasons.push(bad(name, &text, "a phone")),
            },
            Meaning::Tags => {
                let tags = cell.split([',', ';', '|']).map(collapse);
                let tags = tags
                    .filter(|tag| !tag.is_empty())
                    .map(|tag| tag.to_lowercase());
                incoming.tags.extend(tags.take(MAX_TAGS));
            }
            Meaning::Note => incoming.notes.push(NoteDraft {
                external_id: None,
                title: Some(collapse(name)),
                body: paragraph(cell, MAX_NOTE),
            }),
            Meaning::CreatedAt => match day(cell) {
                Some(at) => incoming.occurred_at = Some(at),
                None => incoming
                    .extra
                    .push(((*name).to_owned(), (*cell).to_owned())),
            },
            // A table's own number is no id of Houzz's: it is kept, and nothing is matched by it.
            Meaning::Id | Meaning::Extra => {
                incoming
                    .extra
                    .push(((*name).to_owned(), clip(cell, MAX_NOTE).0));
            }
            Meaning::Ignore => {}
        }
    }
    let (relays, emails): (Vec<_>, Vec<_>) = emails.into_iter().partition(|e| is_houzz_address(e));
    incoming.extra.extend(
        relays
            .into_iter()
            .map(|relay| ("Reply address".to_owned(), relay)),
    );
    let mut emails = emails.into_iter();
    let mut phones = phones.into_iter();
    let person = &mut incoming.person;
    (person.email, person.second_email) = (emails.next(), emails.next());
    (person.phone, person.second_phone) = (phones.next(), phones.next());
    incoming
        .extra
        .extend(emails.map(|email| ("Further e-mail".to_owned(), email)));
    incoming
        .extra
        .extend(phones.map(|phone| ("Further phone".to_owned(), phone)));
    let person = &incoming.person;
    let named = person.name.clone().or_else(|| {
        let both = [&person.first_name, &person.last_name]
            .into_iter()
            .flatten();
        let both: Vec<&str> = both.map(String::as_str).collect();
        (!both.is_empty()).then(|| both.join(" "))
    });
    let called = named
        .or_else(|| person.email.clone())
        .or_else(|| person.phone.clone());
    let called = called.unwrap_or_default();
    if is_placeholder_name(&called) || person.email.as_deref().is_some_and(is_sample_email) {
        let why = "one of Houzz's own sample records, not a client";
        return (Verdict::ignored(why), called);
    }
    if !person.is_identified() && reasons.is_empty() {
        reasons.push("neither e-mail nor phone: nobody is matched by name alone".to_owned());
    }
    (Verdict::of(incoming, reasons), called)
}

fn bad(name: &str, text: &str, what: &str) -> String {
    let (text, _) = clip(text, 80);
    format!("{name}: “{text}” does not look like {what}")
}
