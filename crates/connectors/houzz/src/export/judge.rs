//! E-mails and phones of a row, judged.

use super::{placeholders::is_no_email, row::Row};
use crate::{
    contact::{Found, is_houzz_address, read_email, read_phone},
    item::Person,
    limits::MAX_FIELD,
    text::{clip, collapse, with_article},
};

/// The columns that identify people, in all sections that have any.
const EMAIL: [&str; 2] = ["EMAIL", "CLIENT_EMAIL"];
const SECOND_EMAIL: [&str; 1] = ["SECOND_EMAIL"];
const PHONE: [&str; 3] = ["PHONE", "PHONE_NUMBER", "CLIENT_PHONE"];
const SECOND_PHONE: [&str; 1] = ["SECOND_PHONE"];

/// All of them, for telling which columns have a home.
pub(super) const CONTACT_COLUMNS: [&str; 7] = [
    "EMAIL",
    "CLIENT_EMAIL",
    "SECOND_EMAIL",
    "PHONE",
    "PHONE_NUMBER",
    "CLIENT_PHONE",
    "SECOND_PHONE",
];

/// A row's person so far.
#[derive(Debug, Default)]
pub(super) struct Judged {
    pub(super) person: Person,
    pub(super) extra: Vec<(String, String)>,
    pub(super) reasons: Vec<String>,
}

impl Judged {
    /// Reads the name from `name_columns`, and every e-mail and phone.
    pub(super) fn read(row: &Row<'_>, name_columns: &[&str]) -> Self {
        let mut judged = Self::default();
        judged.person.name = row.get(name_columns).map(field);
        let emails = [
            judged.values(row, &EMAIL, "e-mail", read_email),
            judged.values(row, &SECOND_EMAIL, "e-mail", read_email),
        ];
        let phones = [
            judged.values(row, &PHONE, "phone", read_phone),
            judged.values(row, &SECOND_PHONE, "phone", read_phone),
        ];
        let (email, second_email) = judged.two("Further e-mail", emails.concat());
        let (phone, second_phone) = judged.two("Further phone", phones.concat());
        let person = &mut judged.person;
        (person.email, person.second_email) = (email, second_email);
        (person.phone, person.second_phone) = (phone, second_phone);
        judged
    }

    /// The values of one column. Something unreadable is a reason only in a main column; it is kept
    /// either way.
    fn values(
        &mut self,
        row: &Row<'_>,
        columns: &[&str],
        what: &str,
        read: fn(&str) -> Found,
    ) -> Vec<String> {
        let Some(cell) = row.get(columns).filter(|cell| !is_no_email(cell)) else {
            return Vec::new();
        };
        let values = match read(cell) {
            Found::Nothing => Vec::new(),
            Found::One(value) => vec![value],
            Found::Several(values) => values,
            Found::Bad(text) => {
                let (text, _) = clip(&text, 80);
                if !columns.iter().any(|column| column.starts_with("SECOND")) {
                    self.reasons.push(format!(
                        "“{text}” does not look like {}",
                        with_article(what)
                    ));
                }
                self.extra.push((format!("Unreadable {what}"), text));
                Vec::new()
            }
        };
        let (relays, values): (Vec<_>, Vec<_>) = values
            .into_iter()
            .partition(|value| is_houzz_address(value));
        self.extra.extend(
            relays
                .into_iter()
                .map(|relay| ("Reply address".to_owned(), relay)),
        );
        values
    }

    fn two(&mut self, label: &str, values: Vec<String>) -> (Option<String>, Option<String>) {
        let mut values = values.into_iter();
        let pair = (values.next(), values.next());
        self.extra
            .extend(values.map(|value| (label.to_owned(), value)));
        pair
    }
}

/// A one-line cell, bounded.
pub(super) fn field(cell: &str) -> String {
    clip(&collapse(cell), MAX_FIELD).0
}
