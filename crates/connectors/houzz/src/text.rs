//! Small text habits shared by all readers: blank means absent, names compare folded.

/// The trimmed text; `None` when nothing is left.
pub(crate) fn present(text: &str) -> Option<&str> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\0' || is_invisible(c));
    (!text.is_empty()).then_some(text)
}

/// Zero-width characters that mail builders sprinkle into text.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}' | '\u{34f}'
    )
}

/// Runs of white space as one space, ends trimmed, control and zero-width characters gone.
pub(crate) fn collapse(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().filter(|c| !is_invisible(*c)) {
        if c.is_whitespace() || c.is_control() {
            if !out.is_empty() && !out.ends_with(' ') {
                out.push(' ');
            }
        } else {
            out.push(c);
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// For comparing names: collapsed and lower case.
pub(crate) fn fold(text: &str) -> String {
    collapse(text).to_lowercase()
}

/// At most `limit` characters, and whether something was cut.
pub(crate) fn clip(text: &str, limit: usize) -> (String, bool) {
    match text.char_indices().nth(limit) {
        Some((end, _)) => (text[..end].trim_end().to_owned(), true),
        None => (text.to_owned(), false),
    }
}

/// A one-line label of at most 120 characters, for reports.
pub(crate) fn label(text: &str) -> String {
    // Cut first: the text may be megabytes, the label is not.
    let (head, _) = clip(text, 480);
    let (mut label, cut) = clip(&collapse(&head), 120);
    if cut {
        label.push('…');
    }
    label
}

/// `Kitchen & Bath Remodel` as `kitchen-bath-remodel`, at most 40 characters.
pub(crate) fn slug(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars().flat_map(char::to_lowercase) {
        if out.len() >= 40 {
            break;
        }
        if c.is_alphanumeric() {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    out.trim_end_matches('-').to_owned()
}

/// Multi-line text as people read it: NULs gone, lines right-trimmed, at most one blank line in a
/// row, cut at `limit` with a line that says so.
pub(crate) fn paragraph(text: &str, limit: usize) -> String {
    let mut out = String::new();
    let mut blank = 0;
    for line in text.lines() {
        let line: String = line
            .chars()
            .filter(|c| !is_invisible(*c) && (*c == '\t' || !c.is_control()))
            .collect();
        let line = line.trim();
        if line.is_empty() {
            blank += 1;
            continue;
        }
        if !out.is_empty() {
            out.push_str(if blank > 0 { "\n\n" } else { "\n" });
        }
        blank = 0;
        out.push_str(line);
    }
    let (mut out, cut) = clip(&out, limit);
    if cut {
        out.push_str("\n(cut here; the source holds the rest)");
    }
    out
}

/// `1 row`, `3 rows`.
pub(crate) fn count(n: usize, one: &str) -> String {
    if n == 1 {
        format!("1 {one}")
    } else {
        format!("{n} {one}s")
    }
}

/// `an e-mail`, `a phone`.
pub(crate) fn with_article(noun: &str) -> String {
    let article = if noun.starts_with(['a', 'e', 'i', 'o', 'u']) {
        "an"
    } else {
        "a"
    };
    format!("{article} {noun}")
}
