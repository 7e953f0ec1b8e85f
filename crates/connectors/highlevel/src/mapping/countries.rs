//! Country names and their codes, as HighLevel lists them (its docs' "country list", CC0): its search
//! answers names where every other operation answers codes.

/// The two-letter code of a name in English; letter case does not matter.
pub(super) fn code(name: &str) -> Option<&'static str> {
    let name = name.trim();
    let known = NAMES.lines().find(|line| {
        line.get(3..)
            .is_some_and(|listed| listed.eq_ignore_ascii_case(name))
    });
    known.and_then(|line| line.get(..2))
}

/// A code, a blank and a name per line.
const NAMES: &str = include_str!("countries.txt");
