//! What is sought among contacts: a parsed condition, judged here and nowhere else, so that it means
//! the same on every database. What storage keeps to find contacts by it stands in [`terms`].

mod field;
mod judge;
mod order;
mod terms;

pub use field::{Holds, SearchField};
pub use judge::Subject;
pub use order::{Order, SortField, SortKey};
pub use terms::{Needed, terms};

use crate::normalise;

/// A condition on a contact.
#[derive(Debug, Clone, PartialEq)]
pub enum Filter {
    /// All hold; without any, always.
    All(Vec<Filter>),
    /// One holds; without any, never.
    Any(Vec<Filter>),
    /// It does not hold.
    Not(Box<Filter>),
    /// A field is as it must be. One with several values (tags) is, when one of them is.
    Test(SearchField, Check),
    /// A word occurs in what people know a contact by.
    Word(Word),
}

/// What is asked of a field.
#[derive(Debug, Clone, PartialEq)]
pub enum Check {
    /// It has a value.
    Exists,
    /// It is one of these, in the field's normal form ([`SearchField::normal`]).
    Is(Vec<String>),
    /// One of these occurs in it.
    Contains(Vec<String>),
    /// A time between these, in microseconds since 1970, both included.
    Between(Option<i64>, Option<i64>),
    /// A number between these; the flag says whether the bound is included.
    Numbers(Option<(f64, bool)>, Option<(f64, bool)>),
}

/// A word of a query, in the forms it may stand in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Lower case, as in e-mails.
    pub plain: String,
    /// As names are folded: without their punctuation.
    pub folded: String,
    /// Its digits, when it can be a piece of a phone number: sought in phones whatever stands
    /// between them.
    pub digits: Option<String>,
}

/// Fewest digits that are sought as a piece of a phone number: an area code.
const MIN_DIGITS: usize = 3;

impl Word {
    /// The word in its forms.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let is_phone = text
            .chars()
            .all(|c| c.is_ascii_digit() || "+()-./".contains(c));
        let digits = normalise::digits(text);
        Self {
            plain: normalise::fold_search(text),
            folded: normalise::fold(text),
            digits: (is_phone && digits.len() >= MIN_DIGITS).then_some(digits),
        }
    }
}

impl Filter {
    /// What always holds.
    #[must_use]
    pub const fn always() -> Self {
        Self::All(Vec::new())
    }

    /// What never holds.
    #[must_use]
    pub const fn never() -> Self {
        Self::Any(Vec::new())
    }

    /// Whether every contact is sought.
    #[must_use]
    pub fn is_always(&self) -> bool {
        matches!(self, Self::All(all) if all.iter().all(Self::is_always))
    }

    /// A query as people type it: all words must occur, in any order; or it is a phone number, in
    /// any form. `country` reads phones without a country code.
    #[must_use]
    pub fn query(text: &str, country: &str) -> Self {
        let words = text
            .split_whitespace()
            .map(|word| Self::Word(Word::new(word)));
        let words = Self::All(words.collect());
        match normalise::phone(text, country) {
            Ok(phone) => Self::Any(vec![
                Self::Test(SearchField::PHONE, Check::Is(vec![phone])),
                words,
            ]),
            Err(_) => words,
        }
    }

    /// Both hold.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (one, other) if other.is_always() => one,
            (one, other) if one.is_always() => other,
            (one, other) => Self::All(vec![one, other]),
        }
    }

    /// The conditions all of which must hold, however they are nested.
    pub fn conjuncts(&self) -> Vec<&Self> {
        match self {
            Self::All(all) => all.iter().flat_map(Self::conjuncts).collect(),
            other => vec![other],
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::Fields;

    fn doc() -> Fields {
        let doc = json!({"firstName": "Ana", "lastName": "O'Brien", "phone": "+15125550143",
            "tags": ["vip"], "city": "Round Rock", "dnd": false});
        doc.as_object().cloned().unwrap_or_default()
    }

    fn subject(doc: &Fields) -> Subject<'_> {
        Subject {
            id: "c1",
            created_at: 5,
            updated_at: 9,
            doc,
        }
    }

    fn has(needed: &Needed, terms: &[i64]) -> bool {
        match needed {
            Needed::Term(term) => terms.contains(term),
            Needed::All(all) => all.iter().all(|one| has(one, terms)),
            Needed::Any(any) => any.iter().any(|one| has(one, terms)),
        }
    }

    #[test]
    fn a_query_is_words_in_any_order_or_a_phone() {
        let doc = doc();
        for (text, expected) in [
            ("obrien ana", true),
            ("O'BRIEN", true),
            ("rock a", true),
            ("(512) 555-0143", true),
            ("512 ana", true),
            ("12", true),
            ("99", false),
            ("ana ben", false),
            ("", true),
        ] {
            let holds = Filter::query(text, "US").holds(&subject(&doc));
            assert_eq!(holds, expected, "{text}");
        }
    }

    #[test]
    fn what_holds_has_the_terms_it_needs_and_other_locations_have_others() {
        let doc = doc();
        let subject = subject(&doc);
        let own = terms("home", &subject);
        let other = terms("away", &subject);
        let test = |name: &str, check| {
            SearchField::parse(name).map_or_else(Filter::never, |field| Filter::Test(field, check))
        };
        for filter in [
            Filter::query("bri und", "US"),
            Filter::query("512.555", "US"),
            test("tags", Check::Is(vec!["vip".into()])),
            test("city", Check::Contains(vec!["d r".into()])),
            test("city", Check::Exists),
        ] {
            assert!(filter.holds(&subject), "{filter:?}");
            let needed = filter.needed("home").0;
            assert!(
                needed.as_ref().is_some_and(|needed| has(needed, &own)),
                "{filter:?}"
            );
            assert!(
                !needed.is_some_and(|needed| has(&needed, &other)),
                "{filter:?}"
            );
        }
    }

    /// Terms are stored: another hash would find nothing of what is indexed already.
    #[test]
    fn terms_do_not_change() {
        let doc = Fields::from_iter([("city".to_owned(), json!("Al"))]);
        let found = terms("home", &subject(&doc));
        assert_eq!(
            found.len(),
            4,
            "one piece, one value, that there is one, and dnd"
        );
        let filter = Filter::Test(SearchField::EMAIL, Check::Is(vec!["a@x.com".into()]));
        let Some(Needed::Any(any)) = filter.needed("home").0 else {
            panic!("no terms")
        };
        assert_eq!(any[0], Needed::Term(8_600_444_533_509_245_609));
    }
}
