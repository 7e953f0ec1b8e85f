//! What an inverted index holds of a contact, and what of it a filter needs.
//!
//! A term is a number: the hash of the location and of what it stands for. Two things may share one
//! (once in 2^64 pairs), so what an index finds is judged again before it is answered.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{
    Check, Filter, SearchField, Subject,
    field::{Holds, custom_texts},
};
use crate::{index, normalise};

/// Most terms of one contact: a hundred times a usual one's. What has more is marked, and is looked
/// at by every search that needs a term.
const MAX_TERMS: usize = 5_000;
/// Most pieces of one text that a search asks for: more make it no narrower.
const MAX_PIECES: usize = 16;

/// What must be among a contact's terms for a filter to hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Needed {
    /// This one.
    Term(i64),
    /// All of these.
    All(Vec<Needed>),
    /// One of these.
    Any(Vec<Needed>),
}

/// The terms of a contact, sorted.
#[must_use]
pub fn terms(location: &str, subject: &Subject<'_>) -> Vec<i64> {
    let mut terms = Terms {
        location,
        found: BTreeSet::new(),
    };
    for line in index::search_text(subject.doc).split('\n') {
        terms.pieces(line);
    }
    for field in SearchField::all() {
        if matches!(field.holds(), Holds::Constant(_) | Holds::Own) {
            continue;
        }
        let values = field.texts(subject);
        if !values.is_empty() {
            terms.add('?', &field.name());
        }
        for value in values {
            match field.holds() {
                // Of two, only the rarer is worth an entry.
                Holds::Bool(_) if value == "false" => {}
                Holds::Ids(_) => terms.add_value(&field, &value),
                _ => {
                    terms.add_value(&field, &value);
                    terms.pieces(&value);
                }
            }
        }
    }
    terms.custom(subject);
    terms.found.into_iter().collect()
}

struct Terms<'a> {
    location: &'a str,
    found: BTreeSet<i64>,
}

impl Terms<'_> {
    fn add(&mut self, what: char, text: &str) {
        if self.found.len() < MAX_TERMS {
            self.found.insert(term(self.location, what, text));
        } else {
            self.found.insert(overflow(self.location));
        }
    }

    fn add_value(&mut self, field: &SearchField, value: &str) {
        self.add('=', &valued(field, value));
    }

    fn pieces(&mut self, text: &str) {
        let chars: Vec<char> = text.chars().collect();
        for (at, &first) in chars.iter().enumerate() {
            for length in [2, 3] {
                if let Some(piece) = chars.get(at..at + length) {
                    self.add('~', &String::from_iter(piece));
                }
            }
            if is_telling(first) {
                self.add('~', first.encode_utf8(&mut [0; 4]));
            }
        }
    }

    fn custom(&mut self, subject: &Subject<'_>) {
        let fields = subject.doc.get("customFields").and_then(Value::as_array);
        for custom in fields.into_iter().flatten() {
            let Some(id) = custom["id"].as_str() else {
                continue;
            };
            let whole = (id.to_owned(), None);
            let options = custom["value"].as_object().into_iter().flatten();
            let options = options.map(|(option, _)| (id.to_owned(), Some(option.clone())));
            for (id, option) in std::iter::once(whole).chain(options) {
                let field = SearchField::Custom { id, option };
                let values = field.texts(subject);
                if !values.is_empty() {
                    self.add('?', &field.name());
                }
                for value in values {
                    self.add_value(&field, &value);
                }
            }
            for text in custom_texts(&custom["value"]) {
                self.pieces(&normalise::fold_search(&text));
            }
        }
    }
}

/// A single letter or digit of ASCII stands in nearly every contact and tells nothing.
const fn is_telling(c: char) -> bool {
    !c.is_ascii_alphanumeric() && !c.is_whitespace()
}

fn valued(field: &SearchField, value: &str) -> String {
    format!("{}\u{1f}{value}", field.name())
}

fn overflow(location: &str) -> i64 {
    term(location, '!', "")
}

/// FNV-1a over 64 bits, its bits mixed as MurmurHash3 ends: the same on every machine and in every
/// version, because it is stored.
fn term(location: &str, what: char, text: &str) -> i64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut eat = |bytes: &[u8]| {
        for byte in bytes {
            hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    };
    eat(location.as_bytes());
    eat(&[0]);
    eat(what.encode_utf8(&mut [0; 4]).as_bytes());
    eat(text.as_bytes());
    hash ^= hash >> 33;
    hash = hash.wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash ^= hash >> 33;
    hash = hash.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    hash ^= hash >> 33;
    i64::from_ne_bytes(hash.to_ne_bytes())
}

impl Filter {
    /// What a contact's terms must hold for it to be found, and whether that is enough. `None`: the
    /// terms tell nothing.
    #[must_use]
    pub fn needed(&self, location: &str) -> (Option<Needed>, bool) {
        match self {
            Self::All(all) => {
                let parts: Vec<_> = all.iter().map(|one| one.needed(location)).collect();
                let exact = parts.iter().all(|(_, exact)| *exact);
                let mut some: Vec<_> = parts.into_iter().filter_map(|(needed, _)| needed).collect();
                let needed = match some.len() {
                    0 => None,
                    1 => some.pop(),
                    _ => Some(Needed::All(some)),
                };
                (needed, exact)
            }
            Self::Any(any) => {
                let parts: Vec<_> = any.iter().map(|one| one.needed(location)).collect();
                let exact = parts
                    .iter()
                    .all(|(needed, exact)| *exact && needed.is_some());
                let all: Option<Vec<_>> = parts.into_iter().map(|(needed, _)| needed).collect();
                (all.map(Needed::Any), exact)
            }
            Self::Not(_) => (None, false),
            Self::Word(word) => {
                let forms = [Some(&word.plain), Some(&word.folded), word.digits.as_ref()];
                let mut any = Vec::new();
                for form in forms.into_iter().flatten().filter(|form| !form.is_empty()) {
                    match occurring(location, form) {
                        Some(needed) if !any.contains(&needed) => any.push(needed),
                        Some(_) => {}
                        None => return (None, false),
                    }
                }
                (Some(or_overflow(location, any)), false)
            }
            Self::Test(field, check) => tested(location, field, check),
        }
    }
}

fn or_overflow(location: &str, mut any: Vec<Needed>) -> Needed {
    any.push(Needed::Term(overflow(location)));
    Needed::Any(any)
}

/// The pieces of a text that occurs somewhere.
fn occurring(location: &str, text: &str) -> Option<Needed> {
    let chars: Vec<char> = text.chars().collect();
    let piece = |piece: &[char]| Needed::Term(term(location, '~', &String::from_iter(piece)));
    match chars.len() {
        0 => None,
        1 => is_telling(chars[0]).then(|| piece(&chars)),
        2 => Some(piece(&chars)),
        _ => {
            let mut pieces: Vec<Needed> = Vec::new();
            for one in chars.windows(3).map(piece) {
                if pieces.len() < MAX_PIECES && !pieces.contains(&one) {
                    pieces.push(one);
                }
            }
            Some(Needed::All(pieces))
        }
    }
}

fn tested(location: &str, field: &SearchField, check: &Check) -> (Option<Needed>, bool) {
    let indexed = !matches!(
        field.holds(),
        Holds::Own | Holds::Constant(_) | Holds::Added | Holds::Updated
    );
    match check {
        _ if field.holds() == Holds::Nothing => (Some(Needed::Any(Vec::new())), true),
        Check::Exists if indexed => {
            let term = Needed::Term(term(location, '?', &field.name()));
            (Some(or_overflow(location, vec![term])), true)
        }
        Check::Is(values) if indexed => {
            if matches!(field.holds(), Holds::Bool(_))
                && values.iter().any(|value| value == "false")
            {
                return (None, false);
            }
            let terms = values
                .iter()
                .map(|value| Needed::Term(term(location, '=', &valued(field, value))));
            (Some(or_overflow(location, terms.collect())), true)
        }
        Check::Contains(parts) if indexed && !matches!(field.holds(), Holds::Ids(_)) => {
            let is_phone = field.holds() == Holds::Phones;
            let parts = parts.iter().map(|part| {
                if is_phone {
                    occurring(location, &normalise::digits(part))
                } else {
                    occurring(location, part)
                }
            });
            let any: Option<Vec<_>> = parts.collect();
            (any.map(|any| or_overflow(location, any)), false)
        }
        Check::Between(..) | Check::Numbers(..) if indexed => {
            let term = Needed::Term(term(location, '?', &field.name()));
            (Some(or_overflow(location, vec![term])), false)
        }
        _ => (None, false),
    }
}
