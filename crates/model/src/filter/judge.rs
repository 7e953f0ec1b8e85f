//! Whether a contact is one of those sought.

use serde_json::Value;

use super::{Check, Filter, SearchField, Word, field::Holds};
use crate::{Fields, index, normalise};

/// A contact as filters see it.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// Its id.
    pub id: &'a str,
    /// When it came to be, in microseconds since 1970.
    pub created_at: i64,
    /// When it was last written, in microseconds since 1970.
    pub updated_at: i64,
    /// Its document.
    pub doc: &'a Fields,
}

impl Subject<'_> {
    /// The text in a field, or those in a list.
    pub(super) fn strings(&self, name: &str) -> Vec<String> {
        match self.doc.get(name) {
            Some(Value::String(text)) => vec![text.clone()],
            Some(Value::Array(items)) => {
                let texts = items.iter().filter_map(Value::as_str);
                texts.map(str::to_owned).collect()
            }
            _ => Vec::new(),
        }
    }

    pub(super) fn both(&self, one: &str, more: &str) -> Vec<String> {
        [self.strings(one), self.strings(more)].concat()
    }

    pub(super) fn is_true(&self, name: &str) -> bool {
        self.doc.get(name) == Some(&Value::Bool(true))
    }

    fn phone_digits(&self) -> Vec<String> {
        let phones = self.both("phone", "additionalPhones");
        phones
            .iter()
            .map(|phone| normalise::digits(phone))
            .collect()
    }
}

impl Filter {
    /// Whether it holds of this contact.
    #[must_use]
    pub fn holds(&self, subject: &Subject<'_>) -> bool {
        match self {
            Self::All(all) => all.iter().all(|one| one.holds(subject)),
            Self::Any(any) => any.iter().any(|one| one.holds(subject)),
            Self::Not(not) => !not.holds(subject),
            Self::Word(word) => word.occurs(subject),
            Self::Test(field, check) => check.holds(field, subject),
        }
    }
}

impl Word {
    fn occurs(&self, subject: &Subject<'_>) -> bool {
        let text = index::search_text(subject.doc);
        (!self.plain.is_empty() && text.contains(&self.plain))
            || (!self.folded.is_empty() && text.contains(&self.folded))
            || self.digits.as_ref().is_some_and(|digits| {
                let phones = subject.phone_digits();
                phones.iter().any(|phone| phone.contains(digits))
            })
    }
}

impl Check {
    fn holds(&self, field: &SearchField, subject: &Subject<'_>) -> bool {
        match self {
            Self::Exists => match field.holds() {
                Holds::Added | Holds::Updated => true,
                _ => !field.texts(subject).is_empty(),
            },
            Self::Is(values) => {
                let own = field.texts(subject);
                own.iter().any(|text| values.contains(text))
            }
            Self::Contains(parts) if field.holds() == Holds::Phones => {
                let phones = subject.phone_digits();
                parts.iter().any(|part| {
                    let digits = normalise::digits(part);
                    !digits.is_empty() && phones.iter().any(|phone| phone.contains(&digits))
                })
            }
            Self::Contains(parts) => {
                let own = field.texts(subject);
                own.iter()
                    .any(|text| parts.iter().any(|part| text.contains(part.as_str())))
            }
            Self::Between(from, to) => field
                .moments(subject)
                .into_iter()
                .any(|at| from.is_none_or(|from| at >= from) && to.is_none_or(|to| at <= to)),
            Self::Numbers(low, high) => {
                let texts = field.texts(subject);
                let mut numbers = texts.iter().filter_map(|text| text.parse::<f64>().ok());
                numbers.any(|number| {
                    low.is_none_or(|(low, with)| number > low || (with && number == low))
                        && high.is_none_or(|(high, with)| number < high || (with && number == high))
                })
            }
        }
    }
}
