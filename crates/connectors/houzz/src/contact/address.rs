//! One-line US addresses.

use crate::text::collapse;

/// A one-line address, split.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct UsAddress {
    pub(crate) street: String,
    pub(crate) city: String,
    pub(crate) state: String,
    pub(crate) zip: String,
}

/// The 50 states, D.C., territories and military codes (USPS Publication 28, appendix B).
const STATES: &str = " AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS \
                      MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI \
                      WY PR VI GU AS MP AA AE AP ";

/// Splits `123 Main St, Austin, TX 78701` (a trailing `USA` allowed). Anything less certain is
/// `None`: a wrong town is worse than a long first line.
pub(crate) fn split_us_address(text: &str) -> Option<UsAddress> {
    let text = collapse(text);
    let mut parts: Vec<&str> = text.split(',').map(str::trim).collect();
    if let Some(last) = parts.last()
        && ["usa", "us", "united states"].contains(&last.to_lowercase().as_str())
    {
        parts.pop();
    }
    let [street, city, region] = parts.as_slice() else {
        return None;
    };
    let (state, zip) = region.split_once(' ')?;
    let sure = street.starts_with(|c: char| c.is_ascii_digit())
        && street.contains(' ')
        && !city.is_empty()
        && city
            .chars()
            .all(|c| c.is_alphabetic() || " .'-".contains(c))
        && state.len() == 2
        && state.chars().all(|c| c.is_ascii_alphabetic())
        && STATES.contains(&format!(" {} ", state.to_ascii_uppercase()))
        && is_zip(zip);
    sure.then(|| UsAddress {
        street: (*street).to_owned(),
        city: (*city).to_owned(),
        state: state.to_ascii_uppercase(),
        zip: zip.to_owned(),
    })
}

/// `78701` or `78701-1234`.
fn is_zip(text: &str) -> bool {
    let digits = |t: &str, n: usize| t.len() == n && t.chars().all(|c| c.is_ascii_digit());
    match text.split_once('-') {
        Some((five, four)) => digits(five, 5) && digits(four, 4),
        None => digits(text, 5),
    }
}
