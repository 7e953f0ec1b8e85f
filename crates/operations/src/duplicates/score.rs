//! How alike two contacts are by name and address: pure. Never by the name alone.

use tenon_model::{Contact, normalise::fold};

/// Names this alike are taken for one that was written twice: one letter in seven may differ.
const NAME: f64 = 0.9;
/// Streets this alike, house numbers being equal.
const STREET: f64 = 0.8;

/// What of a contact is compared.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Person {
    pub(super) first: String,
    pub(super) last: String,
    pub(super) street: String,
    pub(super) place: String,
}

impl Person {
    pub(super) fn of(contact: &Contact) -> Self {
        let text = |text: &Option<String>| fold(text.as_deref().unwrap_or_default());
        let postal = text(&contact.postal_code);
        // ZIP+4 names the same place as ZIP.
        let postal = postal.split(['-', ' ']).next().unwrap_or_default();
        Self {
            first: text(&contact.first_name),
            last: text(&contact.last_name),
            street: street(&text(&contact.address1)),
            place: if postal.is_empty() {
                text(&contact.city)
            } else {
                postal.to_owned()
            },
        }
    }

    /// Under what those that may be the same are found together: a contact without a name, street and
    /// place is like nobody.
    pub(super) fn block(&self) -> Option<String> {
        let number = self.street.split(' ').find(|part| is_number(part));
        let named = !self.first.is_empty() || !self.last.is_empty();
        let number = number.filter(|_| named && !self.place.is_empty())?;
        Some(format!("{}|{number}", self.place))
    }
}

impl Person {
    /// The house number and the first word of the street, by which neighbours are sought.
    pub(super) fn house(&self) -> Option<String> {
        self.block()?;
        let mut words = self.street.split(' ');
        let number = words.find(|part| is_number(part))?;
        // Short forms would be sought as they are, and found nowhere else.
        let name = words.find(|part| part.chars().count() > 4);
        Some(name.map_or_else(|| number.to_owned(), |name| format!("{number} {name}")))
    }
}

/// A street in one way of writing.
fn street(text: &str) -> String {
    const SHORT: [(&str, &str); 14] = [
        ("street", "st"),
        ("avenue", "ave"),
        ("road", "rd"),
        ("drive", "dr"),
        ("lane", "ln"),
        ("court", "ct"),
        ("boulevard", "blvd"),
        ("place", "pl"),
        ("circle", "cir"),
        ("highway", "hwy"),
        ("north", "n"),
        ("south", "s"),
        ("east", "e"),
        ("west", "w"),
    ];
    let words = text
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| {
            let short = SHORT.iter().find(|(long, _)| *long == word);
            short.map_or(word, |(_, short)| short)
        });
    words.collect::<Vec<_>>().join(" ")
}

fn is_number(word: &str) -> bool {
    word.starts_with(|letter: char| letter.is_ascii_digit())
}

/// Why two may be one person, and how sure that is (0 to 1); `None` when there is no reason.
pub(super) fn alike(one: &Person, other: &Person) -> Option<(f64, String)> {
    if one.block().is_none() || one.block() != other.block() {
        return None;
    }
    let whole = |person: &Person| format!("{} {}", person.first, person.last);
    let turned = format!("{} {}", other.last, other.first);
    let straight = strsim::jaro_winkler(&whole(one), &whole(other));
    let name = straight.max(strsim::jaro_winkler(&whole(one), &turned));
    // People of one house share a last name: their first names must be alike, too.
    let first = strsim::jaro_winkler(&one.first, &other.first);
    let first = first.max(strsim::jaro_winkler(&one.first, &other.last));
    let street = strsim::normalized_levenshtein(&one.street, &other.street);
    let initial = first < NAME && is_initial(&one.first, &other.first) && one.last == other.last;
    if (name < NAME || first < NAME) && !initial || street < STREET {
        return None;
    }
    let score = (name + street) / 2.0;
    Some((
        score,
        format!(
            "the name is {:.0} % and the street {:.0} % the same, in one place",
            name * 100.0,
            street * 100.0
        ),
    ))
}

/// `a.` or `a` for `ana`.
fn is_initial(one: &str, other: &str) -> bool {
    let short = |text: &str| text.trim_end_matches('.').chars().count() == 1;
    let begins = one.chars().next() == other.chars().next();
    begins && (short(one) || short(other))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(name: (&str, &str), street: &str, postal: &str) -> Person {
        Person::of(&Contact {
            first_name: Some(name.0.into()),
            last_name: Some(name.1.into()),
            address1: Some(street.into()),
            postal_code: Some(postal.into()),
            ..Contact::default()
        })
    }

    #[test]
    fn one_person_written_in_two_ways_is_found() {
        let ana = person(("Ana", "Cruz"), "12 Oak Street", "78701");
        for (name, street, postal) in [
            (("Ana", "Cruz"), "12 Oak St.", "78701-1234"),
            (("ANA", "cruz"), "12 oak street", "78701"),
            (("Anna", "Cruz"), "12 Oak Street", "78701"),
            (("Cruz", "Ana"), "12 Oak Street", "78701"),
            (("A.", "Cruz"), "12 Oak Street", "78701"),
        ] {
            let other = person(name, street, postal);
            assert!(alike(&ana, &other).is_some(), "{name:?}");
        }
    }

    #[test]
    fn others_of_the_house_the_street_and_the_name_are_not() {
        let ana = person(("Ana", "Cruz"), "12 Oak Street", "78701");
        for (name, street, postal) in [
            (("Ben", "Cruz"), "12 Oak Street", "78701"),
            (("Ana", "Cruz"), "14 Oak Street", "78701"),
            (("Ana", "Cruz"), "12 Oak Street", "10001"),
            (("Ana", "Cruz"), "12 Magnolia Boulevard", "78701"),
            (("Ana", "Cruz"), "", ""),
            (("", ""), "12 Oak Street", "78701"),
        ] {
            let other = person(name, street, postal);
            assert_eq!(alike(&ana, &other), None, "{name:?} {street}");
        }
    }
}
