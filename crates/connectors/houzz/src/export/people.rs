//! The people of an export, found again by name: its sections have no other key.

use std::collections::HashMap;

use crate::{
    contact::phone_digits,
    item::Person,
    text::{count, fold},
};

/// The distinct clients, and whose project is called what.
#[derive(Debug, Default)]
pub(super) struct People {
    known: Vec<Person>,
    by_name: HashMap<String, Vec<usize>>,
    by_email: HashMap<String, Vec<usize>>,
    by_project: HashMap<String, Vec<Person>>,
    /// Names of clients that nothing identifies.
    unreachable: HashMap<String, usize>,
}

impl People {
    /// Adds a distinct client.
    pub(super) fn add(&mut self, person: &Person) {
        let name = person.name.as_deref().map(fold).unwrap_or_default();
        if !person.is_identified() {
            *self.unreachable.entry(name).or_default() += 1;
            return;
        }
        let at = self.known.len();
        for email in emails(person) {
            self.by_email.entry(email).or_default().push(at);
        }
        if !name.is_empty() {
            self.by_name.entry(name).or_default().push(at);
        }
        self.known.push(person.clone());
    }

    /// Notes whose project this is.
    pub(super) fn add_project(&mut self, project: &str, person: &Person) {
        let owners = self.by_project.entry(fold(project)).or_default();
        if !owners.contains(person) {
            owners.push(person.clone());
        }
    }

    /// The owner of a project, by the project's name.
    pub(super) fn project(&self, name: &str) -> Result<Person, String> {
        match self
            .by_project
            .get(&fold(name))
            .map_or(&[][..], Vec::as_slice)
        {
            [one] => Ok(one.clone()),
            [] => Err(format!(
                "no project called {name} has a client with e-mail or phone"
            )),
            several => Err(format!("{} projects are called {name}", several.len())),
        }
    }

    /// The person a row means by a client's name and, where the row has them, an e-mail and phone.
    /// The answer is always identified; the error says why there is none.
    pub(super) fn resolve(&self, own: &Person) -> Result<Person, String> {
        let Some(name) = own.name.as_deref() else {
            return self.without_name(own);
        };
        let named = self.by_name.get(&fold(name)).map_or(&[][..], Vec::as_slice);
        if own.is_identified() {
            // Its own e-mail or phone decides; the client of that name only fills gaps.
            let same = named
                .iter()
                .filter_map(|at| self.known.get(*at))
                .find(|p| shares(p, own));
            return Ok(same.unwrap_or(own).clone());
        }
        match named {
            [one] => self
                .known
                .get(*one)
                .cloned()
                .ok_or_else(|| format!("no client is called {name}")),
            [] if self.unreachable.contains_key(&fold(name)) => Err(format!(
                "the client called {name} has neither e-mail nor phone"
            )),
            [] => Err(format!(
                "no client is called {name}, and it has neither e-mail nor phone"
            )),
            several => Err(format!(
                "{} are called {name}: which one is meant?",
                count(several.len(), "client")
            )),
        }
    }

    fn without_name(&self, own: &Person) -> Result<Person, String> {
        if !own.is_identified() {
            return Err("neither a client's name nor e-mail nor phone: who is this?".to_owned());
        }
        let mut found: Vec<usize> = emails(own)
            .filter_map(|email| self.by_email.get(&email))
            .flatten()
            .copied()
            .collect();
        found.dedup();
        match found.as_slice() {
            [one] => Ok(self.known.get(*one).unwrap_or(own).clone()),
            _ => Ok(own.clone()),
        }
    }
}

/// Whether two people have an e-mail or a phone in common.
fn shares(a: &Person, b: &Person) -> bool {
    emails(a).any(|email| emails(b).any(|other| other == email))
        || phones(a).any(|phone| phones(b).any(|other| other == phone))
}

/// Both e-mails, as they compare.
pub(super) fn emails(person: &Person) -> impl Iterator<Item = String> {
    [&person.email, &person.second_email]
        .into_iter()
        .flatten()
        .map(|email| email.to_lowercase())
}

/// Both phones, as they compare.
pub(super) fn phones(person: &Person) -> impl Iterator<Item = String> {
    [&person.phone, &person.second_phone]
        .into_iter()
        .flatten()
        .map(|phone| phone_digits(phone))
}
