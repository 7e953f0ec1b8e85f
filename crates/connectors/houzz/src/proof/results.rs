//! What a server says it found (RFC 8601): `id; dkim=pass header.d=houzz.com; …`.

use super::{Results, raw::Raw};

/// Results that are read in one field.
const MAX_RESULTS: usize = 50;

/// The newest field, which stands on top.
pub(super) fn newest(raw: &Raw<'_>) -> Option<Results> {
    let at = raw.places("authentication-results").next()?;
    let value = without_comments(&raw.value(at));
    let author = value.split(';').next()?.split_whitespace().next()?;
    Some(Results {
        author: author.to_ascii_lowercase(),
        passed: passed(&value),
    })
}

/// The domains that are said to have passed DKIM or DMARC.
pub(super) fn passed(value: &str) -> Vec<String> {
    let value = without_comments(value).to_ascii_lowercase();
    let mut domains: Vec<String> = Vec::new();
    for result in value.split(';').take(MAX_RESULTS) {
        let mut words = result.split_whitespace();
        let properties: &[&str] = match words.next() {
            Some("dkim=pass") => &["header.d=", "header.i=@"],
            Some("dmarc=pass") => &["header.from="],
            _ => continue,
        };
        for word in words {
            for property in properties {
                let domain = word.strip_prefix(property).unwrap_or_default();
                if !domain.is_empty() && !domains.iter().any(|known| known == domain) {
                    domains.push(domain.to_owned());
                }
            }
        }
    }
    domains
}

/// Text without what stands in parentheses.
fn without_comments(text: &str) -> String {
    let mut depth = 0_usize;
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            c if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out
}
