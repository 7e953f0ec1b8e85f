//! Names of people.

/// Splits a whole name where HighLevel does: the first word, and the rest. White space is folded.
#[must_use]
pub fn split_name(whole: &str) -> (Option<String>, Option<String>) {
    let mut words = whole.split_whitespace();
    let first = words.next().map(str::to_owned);
    let rest = words.collect::<Vec<_>>().join(" ");
    (first, (!rest.is_empty()).then_some(rest))
}

/// A text for comparing and searching: lower case, white space folded, punctuation of names dropped.
#[must_use]
pub fn fold(text: &str) -> String {
    let plain: String = text
        .to_lowercase()
        .chars()
        .filter(|c| !matches!(c, '.' | ',' | '\'' | '’'))
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text for searching: lower case, white space folded, punctuation kept (e-mails need theirs).
#[must_use]
pub fn fold_search(text: &str) -> String {
    text.to_lowercase()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_splits_after_its_first_word() {
        assert_eq!(
            split_name("  Ana  María de la Cruz "),
            (Some("Ana".into()), Some("María de la Cruz".into()))
        );
        assert_eq!(split_name("Cher"), (Some("Cher".into()), None));
        assert_eq!(split_name(" "), (None, None));
        assert_eq!(fold(" O'Brien,  JR. "), "obrien jr");
    }
}
