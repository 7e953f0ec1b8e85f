//! E-mail addresses, phone numbers and postal addresses as people write them.
//!
//! Owns the question "does this identify somebody?". It must not normalise: the hub does.

mod address;
mod email;
mod phone;

pub(crate) use address::split_us_address;
pub(crate) use email::{emails_in, is_email, is_houzz_address, read_email};
pub(crate) use phone::{phone_digits, read_phone};

use crate::text::fold;

/// What a field that should hold one address or number held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Found {
    /// Nothing, or a word that says so (`n/a`).
    Nothing,
    /// One.
    One(String),
    /// Several different ones: a person must say which counts.
    Several(Vec<String>),
    /// Text that is none.
    Bad(String),
}

/// Words that people and forms write for "no value".
pub(crate) fn says_nothing(value: &str) -> bool {
    const WORDS: [&str; 12] = [
        "n/a",
        "na",
        "none",
        "not provided",
        "not given",
        "not shared",
        "not available",
        "-",
        "—",
        "unknown",
        "hidden",
        "null",
    ];
    let value = fold(value);
    value.is_empty() || WORDS.contains(&value.as_str())
}
