//! The same person several times in CLIENTS: who belongs together, and which row wins.

use std::collections::HashMap;

use super::people::{emails, phones};
use crate::{item::Person, text::fold};

/// Groups rows that have the normalised name and an e-mail or a phone in common, also by way of a
/// third row. Each group is in the order of the file; so are the groups.
pub(super) fn same_people(people: &[&Person]) -> Vec<Vec<usize>> {
    let mut parent: Vec<usize> = (0..people.len()).collect();
    let mut first: HashMap<(String, String), usize> = HashMap::new();
    for (at, person) in people.iter().enumerate() {
        // Without a name there is only one thing in common, which the hub judges.
        let Some(name) = person.name.as_deref().map(fold) else {
            continue;
        };
        let marks = emails(person)
            .map(|e| format!("e{e}"))
            .chain(phones(person).map(|p| format!("p{p}")));
        for mark in marks {
            let other = *first.entry((name.clone(), mark)).or_insert(at);
            let (a, b) = (root(&mut parent, at), root(&mut parent, other));
            parent[a.max(b)] = a.min(b);
        }
    }
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut of_root: HashMap<usize, usize> = HashMap::new();
    for at in 0..people.len() {
        let root = root(&mut parent, at);
        let group = *of_root.entry(root).or_insert_with(|| {
            groups.push(Vec::new());
            groups.len() - 1
        });
        groups[group].push(at);
    }
    groups
}

fn root(parent: &mut [usize], mut at: usize) -> usize {
    while parent[at] != at {
        parent[at] = parent[parent[at]];
        at = parent[at];
    }
    at
}

/// What two rows of one group have in common, in words.
pub(super) fn common(a: &Person, b: &Person) -> &'static str {
    let email = emails(a).any(|email| emails(b).any(|other| other == email));
    let phone = phones(a).any(|phone| phones(b).any(|other| other == phone));
    match (email, phone) {
        (true, true) => "name, e-mail and phone",
        (true, false) => "name and e-mail",
        (false, true) => "name and phone",
        (false, false) => "name, and by way of another row e-mail or phone",
    }
}

/// Fills the gaps of the winning row's person; what differs comes back with its label.
pub(super) fn fill(winner: &mut Person, other: &Person) -> Vec<(&'static str, String)> {
    let known: Vec<String> = emails(winner).chain(phones(winner)).collect();
    let mut differs = Vec::new();
    for email in [&other.email, &other.second_email].into_iter().flatten() {
        if !known.contains(&email.to_lowercase()) {
            let free = if winner.email.is_none() {
                &mut winner.email
            } else {
                &mut winner.second_email
            };
            put(free, email, "e-mail", &mut differs);
        }
    }
    for (number, digits) in [&other.phone, &other.second_phone]
        .into_iter()
        .flatten()
        .zip(phones(other))
    {
        if !known.contains(&digits) {
            let free = if winner.phone.is_none() {
                &mut winner.phone
            } else {
                &mut winner.second_phone
            };
            put(free, number, "phone", &mut differs);
        }
    }
    // An address is filled whole or not at all: halves of two addresses are nobody's.
    if winner.address1.is_none() && winner.city.is_none() && winner.postal_code.is_none() {
        winner.address1.clone_from(&other.address1);
        winner.city.clone_from(&other.city);
        winner.state = winner.state.take().or_else(|| other.state.clone());
        winner.postal_code.clone_from(&other.postal_code);
    } else if let Some(address) = &other.address1 {
        if winner.address1.as_deref().map(fold) != Some(fold(address)) {
            differs.push(("address", address_line(other)));
        } else {
            for (to, from) in [
                (&mut winner.city, &other.city),
                (&mut winner.state, &other.state),
                (&mut winner.postal_code, &other.postal_code),
            ] {
                if to.is_none() {
                    to.clone_from(from);
                }
            }
        }
    }
    if let Some(company) = &other.company {
        put(&mut winner.company, company, "company", &mut differs);
    }
    differs
}

fn put(
    to: &mut Option<String>,
    value: &str,
    label: &'static str,
    differs: &mut Vec<(&'static str, String)>,
) {
    match to {
        None => *to = Some(value.to_owned()),
        Some(own) if fold(own) == fold(value) => {}
        Some(_) => differs.push((label, value.to_owned())),
    }
}

fn address_line(person: &Person) -> String {
    let parts = [
        &person.address1,
        &person.city,
        &person.state,
        &person.postal_code,
    ];
    parts
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect::<Vec<_>>()
        .join(", ")
}
