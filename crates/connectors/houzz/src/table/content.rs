//! What the cells of a column look like.

use super::Table;
use crate::contact::{is_email, phone_digits};

/// Cells of a column that are looked at.
const SAMPLE: usize = 200;

/// Shares of a column's cells, in percent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Content {
    /// Cells looked at.
    pub(super) cells: usize,
    pub(super) emails: usize,
    pub(super) phones: usize,
    pub(super) zips: usize,
    /// Two or three words of letters.
    pub(super) names: usize,
}

impl Content {
    pub(super) fn of(table: &Table, at: usize) -> Self {
        let mut content = Self::default();
        for cell in table.column(at).take(SAMPLE) {
            content.cells += 1;
            content.emails += usize::from(is_email(cell));
            content.phones += usize::from(looks_like_phone(cell));
            content.zips += usize::from(looks_like_zip(cell));
            content.names += usize::from(looks_like_name(cell));
        }
        let share = |count: usize| (count * 100).checked_div(content.cells).unwrap_or(0);
        Self {
            emails: share(content.emails),
            phones: share(content.phones),
            zips: share(content.zips),
            names: share(content.names),
            ..content
        }
    }
}

/// Ten to fifteen digits, and nothing but what stands between the digits of numbers. Amounts have
/// fewer digits, dates too.
fn looks_like_phone(cell: &str) -> bool {
    let plain = |c: char| c.is_ascii_digit() || " +-().".contains(c);
    (10..=15).contains(&phone_digits(cell).len()) && cell.chars().all(plain)
}

fn looks_like_zip(cell: &str) -> bool {
    let (five, rest) = cell.split_once('-').unwrap_or((cell, ""));
    let digits = |text: &str| text.chars().all(|c| c.is_ascii_digit());
    five.len() == 5 && digits(five) && (rest.is_empty() || rest.len() == 4 && digits(rest))
}

fn looks_like_name(cell: &str) -> bool {
    let words: Vec<&str> = cell.split_whitespace().collect();
    let word = |word: &&str| {
        word.starts_with(char::is_uppercase)
            && word
                .chars()
                .all(|c| c.is_alphabetic() || ".'’-".contains(c))
    };
    (2..=3).contains(&words.len()) && words.iter().all(word)
}
