//! Tags.

/// Tags in normal form: trimmed, lower case (as HighLevel keeps them), sorted, each once, no blanks.
#[must_use]
pub fn tags<I: IntoIterator<Item = S>, S: AsRef<str>>(tags: I) -> Vec<String> {
    let mut normal: Vec<String> = tags
        .into_iter()
        .map(|tag| {
            tag.as_ref()
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
                .to_lowercase()
        })
        .filter(|tag| !tag.is_empty())
        .collect();
    normal.sort_unstable();
    normal.dedup();
    normal
}
