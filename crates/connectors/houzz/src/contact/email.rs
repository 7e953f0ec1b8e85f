//! E-mail addresses inside written text.

use super::{Found, says_nothing};
use crate::{
    limits::{MAX_EMAIL, MAX_FIELD},
    text::{clip, present},
};

/// Whether the text is one plausible address: `local@domain.tld`, ASCII domain or not, no spaces.
pub(crate) fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else {
        return false;
    };
    text.len() <= MAX_EMAIL
        && !local.is_empty()
        && !domain.contains('@')
        && domain.contains('.')
        && domain.split('.').all(|part| {
            !part.is_empty()
                && !part.starts_with('-')
                && part.chars().all(|c| c.is_alphanumeric() || c == '-')
        })
        && !local.starts_with('.')
        && !local.ends_with('.')
        && local
            .chars()
            .all(|c| c.is_alphanumeric() || ".!#$%&'*+-/=?^_`{|}~".contains(c))
}

/// Whether Houzz itself owns the address: such a one (`reply+abc@messages.houzz.com`) relays, it
/// never is the person's.
pub(crate) fn is_houzz_address(address: &str) -> bool {
    address.rsplit_once('@').is_some_and(|(_, domain)| {
        let domain = domain.to_ascii_lowercase();
        domain == "houzz.com" || domain.ends_with(".houzz.com")
    })
}

/// Every distinct address in the text, in order, markup such as `<mailto:…>` taken off.
pub(crate) fn emails_in(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for token in tokens(text) {
        if is_email(token) && !found.iter().any(|f| f.eq_ignore_ascii_case(token)) {
            found.push(token.to_owned());
        }
    }
    found
}

fn tokens(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| c.is_whitespace() || "<>()[]\",;|".contains(c))
        .map(|token| {
            let token = token
                .split_once(':')
                .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("mailto"))
                .map_or(token, |(_, rest)| rest);
            let token = token.split('?').next().unwrap_or(token);
            token.trim_matches(|c: char| matches!(c, '*' | '_' | '\'' | '.' | ':'))
        })
}

/// What a field for one e-mail holds.
pub(crate) fn read_email(value: &str) -> Found {
    let Some(value) = present(value).filter(|v| !says_nothing(v)) else {
        return Found::Nothing;
    };
    let (value, cut) = clip(value, MAX_FIELD);
    if cut {
        return Found::Bad(value);
    }
    let mut found = emails_in(&value);
    // `maya @example.org` and `maya@b@example.org` leave a token with an @ that is no address.
    let stray = tokens(&value).any(|t| t.contains('@') && !is_email(t));
    match (found.len(), stray) {
        (1, false) => Found::One(found.remove(0)),
        (0, _) | (1, true) => Found::Bad(value),
        _ => Found::Several(found),
    }
}
