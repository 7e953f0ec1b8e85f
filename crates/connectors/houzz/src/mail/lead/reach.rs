//! E-mail and phone of a lead: one of each, and no contradiction.

use super::Draft;
use crate::{
    contact::{Found, is_houzz_address, phone_digits, read_email, read_phone},
    mail::{fields::Fields, labels::Label},
    text::{clip, with_article},
};

impl Draft {
    /// E-mail and phone, each of which must be one.
    pub(super) fn contact(&mut self, fields: &Fields) {
        let emails = fields.all(Label::Email).map(read_email).collect::<Vec<_>>();
        self.person.email = self.only("e-mail", emails, |email| email.to_lowercase());
        let phones = fields.all(Label::Phone).map(read_phone).collect::<Vec<_>>();
        self.person.phone = self.only("phone", phones, phone_digits);
    }

    fn only(&mut self, what: &str, found: Vec<Found>, id: fn(&str) -> String) -> Option<String> {
        let mut values: Vec<String> = Vec::new();
        for found in found {
            match found {
                Found::Nothing => {}
                Found::Bad(text) => {
                    let (text, _) = clip(&text, 80);
                    self.reasons.push(format!(
                        "“{text}” does not look like {}",
                        with_article(what)
                    ));
                    self.extra.push((format!("Unreadable {what}"), text));
                }
                Found::One(value) => values.push(value),
                Found::Several(several) => values.extend(several),
            }
        }
        let (relays, mut values): (Vec<_>, Vec<_>) = values
            .into_iter()
            .partition(|value| is_houzz_address(value));
        for relay in relays {
            self.relay(relay);
        }
        let mut seen = Vec::new();
        values.retain(|value| {
            let id = id(value);
            let new = !seen.contains(&id);
            seen.push(id);
            new
        });
        if values.len() > 1 {
            self.reasons.push(format!(
                "it gives {} different {what}s: {}",
                values.len(),
                join(&values)
            ));
        }
        values.into_iter().next()
    }

    pub(super) fn relay(&mut self, address: String) {
        let pair = ("Reply address".to_owned(), address);
        if !self.extra.contains(&pair) {
            self.extra.push(pair);
        }
    }

    /// Alternative bodies must not contradict each other in what identifies the person.
    pub(super) fn compare(&mut self, found: &[Fields], best: &Fields) {
        for other in found.iter().filter(|fields| *fields != best) {
            let mut draft = Self::default();
            draft.contact(other);
            let differs = |a: &Option<String>, b: &Option<String>, id: fn(&str) -> String| matches!((a, b), (Some(a), Some(b)) if id(a) != id(b));
            if differs(&self.person.email, &draft.person.email, |e| {
                e.to_lowercase()
            }) {
                self.reasons
                    .push("its text and HTML parts give different e-mails".to_owned());
            }
            if differs(&self.person.phone, &draft.person.phone, phone_digits) {
                self.reasons
                    .push("its text and HTML parts give different phones".to_owned());
            }
        }
    }
}

fn join(values: &[String]) -> String {
    let shown: Vec<&str> = values.iter().take(5).map(String::as_str).collect();
    shown.join(", ")
}
