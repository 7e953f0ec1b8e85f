//! HTML bodies as lines of text: a cell's end is a tab, a block's end a line break.
//!
//! Not a browser: it keeps only what tells labels from values. It runs in one pass and never fails.

use super::entities;

/// Bytes of one tag; longer ones hold images as text and come closed.
const MAX_TAG: usize = 65_536;
/// Bytes read again because tags did not close. Real mails waste none; hostile ones could make the
/// single pass quadratic.
const MAX_WASTE: usize = 4 << 20;

/// The visible text of an HTML body.
pub(crate) fn to_lines(html: &str) -> String {
    let mut out = Text::default();
    let mut rest = html;
    let mut wasted = 0;
    while let Some(at) = rest.find('<') {
        out.push(&rest[..at]);
        let tail = &rest[at..];
        rest = if let Some(comment) = tail.strip_prefix("<!--") {
            comment.find("-->").map_or("", |end| &comment[end + 3..])
        } else if tail[1..].starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c)) {
            let (end, read) = tag_end(tail);
            wasted += read - end;
            if wasted > MAX_WASTE {
                break;
            }
            let tag = &tail[1..end];
            let rest = tail.get(end + 1..).unwrap_or("");
            out.tag(tag);
            skip_unseen(tag, rest)
        } else {
            out.push("<");
            &tail[1..]
        };
    }
    out.push(rest);
    out.lines
}

/// Where the tag closes; `>` inside a quoted attribute does not count. An unclosed tag reaches to
/// the end of its line at most, so that a lone `<` cannot swallow a lead.
///
/// Also says how many bytes were looked at.
fn tag_end(tail: &str) -> (usize, usize) {
    let mut quote = None;
    let mut line = None;
    let mut read = 0;
    for (at, byte) in tail.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return (at, at),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(q), b) if q == b => quote = None,
            (_, b'\n') if line.is_none() => line = Some(at),
            _ => {}
        }
        read = at;
        if at > MAX_TAG {
            break;
        }
    }
    let end = line.unwrap_or(tail.len());
    (end, read.max(end))
}

/// Leaves out what a browser does not show.
fn skip_unseen<'a>(tag: &str, rest: &'a str) -> &'a str {
    let name = tag_name(tag);
    if tag.starts_with('/')
        || tag.ends_with('/')
        || !["style", "script", "title"].contains(&name.as_str())
    {
        return rest;
    }
    let close = format!("</{name}");
    let end = rest
        .as_bytes()
        .windows(close.len())
        .position(|window| window.eq_ignore_ascii_case(close.as_bytes()));
    end.map_or("", |end| &rest[end..])
}

fn tag_name(tag: &str) -> String {
    tag.trim_start_matches('/')
        .chars()
        .take(12)
        .take_while(char::is_ascii_alphanumeric)
        .collect::<String>()
        .to_ascii_lowercase()
}

#[derive(Default)]
struct Text {
    lines: String,
}

impl Text {
    fn tag(&mut self, tag: &str) {
        match (tag_name(tag).as_str(), tag.starts_with('/')) {
            ("td" | "th", true) => self.lines.push('\t'),
            // A cell's first block does not start a line: `<td>Name:</td><td><p>Maya</p></td>`.
            ("p" | "div" | "tr" | "table" | "ul" | "ol" | "blockquote" | "dl", false)
                if !self.lines.ends_with('\t') =>
            {
                self.line();
            }
            ("p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "blockquote", true) => {
                self.line();
                self.lines.push('\n');
            }
            ("div" | "tr" | "table" | "li" | "dt" | "dd" | "ul" | "ol", true) => self.line(),
            ("h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "li" | "dt" | "dd", false) => self.line(),
            ("br", _) => self.lines.push('\n'),
            ("hr", _) => self.lines.push_str("\n\n"),
            _ => {}
        }
    }

    fn line(&mut self) {
        if !self.lines.is_empty() && !self.lines.ends_with('\n') {
            self.lines.push('\n');
        }
    }

    fn push(&mut self, text: &str) {
        for c in entities::decode(text).chars() {
            // Line breaks of the source are spaces; a no-break space is one to our readers.
            if c.is_whitespace() {
                if !self.lines.ends_with([' ', '\n', '\t']) && !self.lines.is_empty() {
                    self.lines.push(' ');
                }
            } else {
                self.lines.push(c);
            }
        }
    }
}
