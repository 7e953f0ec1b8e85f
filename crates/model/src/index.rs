//! What storage keeps beside a document so that it can be found: extracted, never edited.

use serde_json::Value;

use crate::{Fields, Kind, normalise};

/// Longest text searched in; a document's tail beyond it is not found by `query`.
const MAX_SEARCH_TEXT: usize = 2_000;

/// A value by which a record is looked up exactly.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// `email` or `phone`; a contact's `businessId`; an appointment's `calendarId` and
    /// `assignedUserId`, with its start; a custom field's `fieldKey`.
    pub name: &'static str,
    /// In normal form.
    pub value: String,
    /// The record's own e-mail, phone or key, which no other record of its kind and location may have
    /// (contacts may where the location allows duplicates), as against one that many may share.
    pub primary: bool,
}

/// What a document is found by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Index {
    /// Exact look-ups, sorted so that two writers lock them in the same order.
    pub keys: Vec<Key>,
    /// Folded name, for sorting.
    pub sort_name: String,
    /// Folded text in which `query` is sought.
    pub search_text: String,
}

impl Index {
    /// The index of a document.
    #[must_use]
    pub fn of(kind: Kind, doc: &Fields) -> Self {
        let text = |name: &str| doc.get(name).and_then(Value::as_str).unwrap_or_default();
        if kind != Kind::Contact {
            return Self::of_other(kind, &text);
        }
        let mut keys = Vec::new();
        for (name, field, more) in [
            ("email", "email", "additionalEmails"),
            ("phone", "phone", "additionalPhones"),
        ] {
            let primary = text(field);
            if !primary.is_empty() {
                keys.push(Key {
                    name,
                    value: primary.to_owned(),
                    primary: true,
                });
            }
            for value in doc
                .get(more)
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
            {
                let value = value.as_str().unwrap_or_default();
                if !value.is_empty() && value != primary {
                    keys.push(Key {
                        name,
                        value: value.to_owned(),
                        primary: false,
                    });
                }
            }
        }
        if !text("businessId").is_empty() {
            keys.push(Key {
                name: "businessId",
                value: text("businessId").to_owned(),
                primary: false,
            });
        }
        keys.sort_unstable();
        let sort_name = normalise::fold(&format!("{} {}", text("firstName"), text("lastName")));
        let search_text = search_text(doc);
        Self {
            keys,
            sort_name,
            search_text,
        }
    }
    /// What is not a contact is listed, and but for its key not searched for.
    fn of_other<'a>(kind: Kind, text: &impl Fn(&str) -> &'a str) -> Self {
        if kind == Kind::Appointment {
            return Self::of_appointment(text);
        }
        let own = match kind {
            Kind::User => "email",
            Kind::CustomField => "fieldKey",
            _ => return Self::default(),
        };
        let keys = [own].into_iter().filter(|own| !text(own).is_empty());
        let keys = keys.map(|own| Key {
            name: own,
            value: text(own).to_owned(),
            primary: true,
        });
        Self {
            keys: keys.collect(),
            ..Self::default()
        }
    }

    /// An appointment is found by its calendar and its user, in the order of time.
    fn of_appointment<'a>(text: &impl Fn(&str) -> &'a str) -> Self {
        let keys = ["assignedUserId", "calendarId"].into_iter();
        let keys = keys.filter(|name| !text(name).is_empty());
        let keys = keys.map(|name| Key {
            name,
            value: appointment_key(text(name), text("startTime")),
            primary: false,
        });
        Self {
            keys: keys.collect(),
            ..Self::default()
        }
    }
}

/// The key of an appointment that begins at `start` (ISO 8601 in UTC with milliseconds), under its
/// calendar's or user's id. Keys of one id sort by time.
#[must_use]
pub fn appointment_key(id: &str, start: &str) -> String {
    format!("{id} {start}")
}

/// The folded text in which a query's words are sought: one line for the name, e-mail, phone, firm,
/// city and street each.
#[must_use]
pub fn search_text(doc: &Fields) -> String {
    let text = |name: &str| doc.get(name).and_then(Value::as_str).unwrap_or_default();
    let mut lines = normalise::fold(&format!("{} {}", text("firstName"), text("lastName")));
    for field in ["email", "phone", "companyName", "city", "address1"] {
        if !text(field).is_empty() {
            lines.push('\n');
            lines.push_str(&normalise::fold_search(text(field)));
        }
    }
    lines.truncate(lines.floor_char_boundary(MAX_SEARCH_TEXT));
    lines
}
