//! Name and address of a lead.

use super::Draft;
use crate::{
    contact::split_us_address,
    limits::MAX_FIELD,
    mail::{fields::Fields, labels::Label, subject::Subject},
    text::{clip, collapse, fold},
};

impl Draft {
    pub(super) fn name(&mut self, fields: &Fields, subject: &Subject) {
        let part = |label| {
            fields
                .first(label)
                .map(|value| clip(&collapse(value), MAX_FIELD).0)
        };
        self.person.first_name = part(Label::FirstName).filter(|name| !is_mask(name));
        self.person.last_name = part(Label::LastName);
        let parts = match (&self.person.first_name, &self.person.last_name) {
            (Some(first), Some(last)) => Some(format!("{first} {last}")),
            (first, last) => first.clone().or_else(|| last.clone()),
        };
        let written = part(Label::Name).or(parts);
        let given = [written.clone(), subject.name().map(collapse)];
        self.person.name = given.iter().flatten().find(|name| !is_mask(name)).cloned();
        self.masked =
            self.person.name.is_none() && given.iter().flatten().any(|name| is_mask(name));
        for other in fields.all(Label::Name).skip(1) {
            if Some(fold(other)) != written.as_deref().map(fold) {
                self.extra
                    .push(("Other name".to_owned(), clip(other, MAX_FIELD).0));
            }
        }
    }

    pub(super) fn address(&mut self, fields: &Fields) {
        let part = |label| fields.first(label).map(|value| clip(value, MAX_FIELD).0);
        let person = &mut self.person;
        person.city = part(Label::City);
        person.state = part(Label::State);
        person.postal_code = part(Label::Zip);
        person.country = part(Label::Country);
        person.company = part(Label::Company);
        let Some(address) = part(Label::Address) else {
            return;
        };
        let fits = |own: &Option<String>, split: &str| {
            own.as_deref()
                .is_none_or(|own| fold(own) == split.to_lowercase())
        };
        match split_us_address(&address) {
            Some(split)
                if fits(&person.city, &split.city)
                    && fits(&person.state, &split.state)
                    && fits(&person.postal_code, &split.zip) =>
            {
                person.address1 = Some(split.street);
                person.city = Some(split.city);
                person.state = Some(split.state);
                person.postal_code = Some(split.zip);
            }
            _ => person.address1 = Some(address),
        }
    }
}

/// Houzz shows `Homeowner` instead of the name until the pro replies.
fn is_mask(name: &str) -> bool {
    [
        "homeowner",
        "a homeowner",
        "houzz user",
        "a houzz user",
        "houzz homeowner",
    ]
    .contains(&fold(name).as_str())
}
