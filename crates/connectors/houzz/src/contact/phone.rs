//! Phone numbers inside written text.

use super::{Found, says_nothing};
use crate::{
    limits::MAX_FIELD,
    text::{clip, fold, present},
};

/// The fewest digits that can be dialled from anywhere near (a US number without its area code).
const MIN_DIGITS: usize = 7;
/// ITU-T E.164 allows 15; an extension may follow.
const MAX_DIGITS: usize = 15;

/// The digits that tell numbers apart: a leading +1 or 1 of a US number is left out, an extension
/// stays.
pub(crate) fn phone_digits(phone: &str) -> String {
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    match digits.strip_prefix('1') {
        Some(rest) if rest.len() == 10 => rest.to_owned(),
        _ => digits,
    }
}

/// What a field for one phone number holds, as written less links and remarks in brackets.
pub(crate) fn read_phone(value: &str) -> Found {
    let Some(value) = present(value).filter(|v| !says_nothing(v)) else {
        return Found::Nothing;
    };
    let (value, cut) = clip(value, MAX_FIELD);
    if cut {
        return Found::Bad(value);
    }
    let mut found: Vec<String> = Vec::new();
    for piece in pieces(&value) {
        let Some(piece) = present(&piece) else {
            continue;
        };
        if !is_phone(piece) {
            return Found::Bad(value);
        }
        if !found.iter().any(|f| phone_digits(f) == phone_digits(piece)) {
            found.push(piece.to_owned());
        }
    }
    match found.len() {
        0 => Found::Bad(value),
        1 => Found::One(found.remove(0)),
        _ => Found::Several(found),
    }
}

/// The candidate numbers: alternatives apart, `<tel:…>` links as their own, `(cell)` gone.
fn pieces(value: &str) -> Vec<String> {
    let mut value = value.replace(['<', '>', '[', ']', ';', ',', '|'], "\n");
    for (from, to) in [
        ("(tel:", "\n"),
        ("tel:", "\n"),
        ("TEL:", "\n"),
        (" or ", "\n"),
        (" / ", "\n"),
    ] {
        value = value.replace(from, to);
    }
    value
        .lines()
        .map(without_remarks)
        .filter(|piece| present(piece).is_some())
        .collect()
}

fn without_remarks(piece: &str) -> String {
    let mut out = String::new();
    let mut rest = piece;
    while let Some((before, after)) = rest.split_once('(') {
        out.push_str(before);
        let Some((inside, tail)) = after.split_once(')') else {
            out.push('(');
            rest = after;
            continue;
        };
        if inside.chars().any(|c| c.is_ascii_digit()) {
            out.push('(');
            out.push_str(inside);
            out.push(')');
        }
        rest = tail;
    }
    out.push_str(rest);
    // A link's closing bracket stays behind alone: `512 555 0143 (tel:+15125550143)`.
    if out.contains(')') && !out.contains('(') {
        out = out.replace(')', " ");
    }
    out.trim_matches(|c: char| c.is_whitespace() || c == '*')
        .to_owned()
}

fn is_phone(piece: &str) -> bool {
    let folded = fold(piece);
    let (number, extension) = match folded.find(['x', 'e', '#']) {
        Some(at) => folded.split_at(at),
        None => (folded.as_str(), ""),
    };
    let digits = number.chars().filter(char::is_ascii_digit).count();
    (MIN_DIGITS..=MAX_DIGITS).contains(&digits)
        && number
            .chars()
            .all(|c| c.is_ascii_digit() || " +-.()/\u{2010}\u{2011}\u{2013}".contains(c))
        && is_extension(extension)
}

fn is_extension(text: &str) -> bool {
    let digits = ["extension", "ext.", "ext", "x", "#"]
        .iter()
        .find_map(|word| text.strip_prefix(word))
        .unwrap_or(text)
        .trim_matches(|c: char| c == ' ' || c == '.' || c == ':');
    text.is_empty()
        || (!digits.is_empty() && digits.len() <= 7 && digits.chars().all(|c| c.is_ascii_digit()))
}
