//! CSV records one by one, with their lines (RFC 4180), forgiving what a hand edit breaks.

use crate::limits::MAX_CELL;

/// One record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Record<'a> {
    /// The line it begins on, from 1.
    pub(crate) line: usize,
    /// Where it begins and ends in the text, without its line end.
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Where the next one begins.
    pub(crate) next: usize,
    /// The cells, trimmed; empty where the record is at fault.
    pub(crate) cells: Vec<String>,
    pub(crate) raw: &'a str,
    /// What is wrong with it.
    pub(crate) fault: Option<&'static str>,
}

impl Record<'_> {
    /// A spacer: nothing but blanks.
    pub(crate) fn is_blank(&self) -> bool {
        self.fault.is_none() && self.cells.iter().all(String::is_empty)
    }

    /// The text of the only cell, where there is but one with text and it is the first.
    pub(crate) fn only(&self) -> Option<&str> {
        let (first, rest) = self.cells.split_first()?;
        (!first.is_empty() && rest.iter().all(String::is_empty)).then_some(first)
    }

    /// The number of lines it spans.
    pub(crate) fn lines(&self) -> usize {
        self.raw.bytes().filter(|b| *b == b'\n').count() + 1
    }
}

/// Reads the record that begins at `start`. A quote that never closes, or closes inside a cell,
/// makes a faulty record of this one line: what follows is read as if it had not been.
///
/// `delimiter` stands between cells: one byte. `stop` says whether a line ends every open quote (a section's name).
pub(crate) fn record<'a>(
    text: &'a str,
    start: usize,
    line: usize,
    delimiter: char,
    stop: impl Fn(&str) -> bool,
) -> Option<Record<'a>> {
    if start >= text.len() {
        return None;
    }
    Some(match cells(&text[start..], delimiter, stop) {
        Ok((cells, length)) => {
            let raw = text[start..start + length].trim_end_matches(['\r', '\n']);
            let end = start + raw.len();
            Record {
                line,
                start,
                end,
                next: start + length,
                cells,
                raw,
                fault: None,
            }
        }
        Err(fault) => first_line(text, start, line, fault),
    })
}

/// The line at `start` alone, as a faulty record.
pub(crate) fn first_line<'a>(
    text: &'a str,
    start: usize,
    line: usize,
    fault: &'static str,
) -> Record<'a> {
    let next = text[start..]
        .find('\n')
        .map_or(text.len(), |at| start + at + 1);
    let raw = text[start..next].trim_end_matches(['\r', '\n']);
    Record {
        line,
        start,
        end: start + raw.len(),
        next,
        cells: Vec::new(),
        raw,
        fault: Some(fault),
    }
}

/// The cells of the first record of `text`, and its length with the line end.
fn cells(
    text: &str,
    delimiter: char,
    stop: impl Fn(&str) -> bool,
) -> Result<(Vec<String>, usize), &'static str> {
    let mut cells = Vec::new();
    let mut at = 0;
    loop {
        let rest = &text[at..];
        let blanks = rest.len()
            - rest
                .trim_start_matches(|c| c == ' ' || c == '\t' && delimiter != '\t')
                .len();
        let (cell, length) = if rest[blanks..].starts_with('"') {
            let (cell, length) = quoted(&rest[blanks..], delimiter, &stop)?;
            (cell, blanks + length)
        } else {
            let length = rest.find([delimiter, '\n']).unwrap_or(rest.len());
            (rest[..length].to_owned(), length)
        };
        if cell.len() > MAX_CELL {
            return Err("a cell is longer than Tenon reads");
        }
        cells.push(cell.trim().replace('\0', ""));
        at += length;
        match text.as_bytes().get(at) {
            Some(byte) if char::from(*byte) == delimiter => at += 1,
            Some(_) => return Ok((cells, at + 1)),
            None => return Ok((cells, at)),
        }
    }
}

/// A quoted cell at the start of `text`: its text, and its length up to the comma or line end.
fn quoted(
    text: &str,
    delimiter: char,
    stop: impl Fn(&str) -> bool,
) -> Result<(String, usize), &'static str> {
    const UNCLOSED: &str = "a quote is not closed";
    let mut cell = String::new();
    let mut at = 1;
    loop {
        let rest = &text[at..];
        let end = rest.find('"').ok_or(UNCLOSED)?;
        let piece = &rest[..end];
        // The first and last pieces are parts of lines; only whole lines between can be a name.
        let whole = piece
            .split_once('\n')
            .and_then(|(_, tail)| tail.rsplit_once('\n'));
        let stops = whole.is_some_and(|(lines, _)| lines.lines().any(&stop));
        if cell.len() + piece.len() > MAX_CELL || stops {
            return Err(UNCLOSED);
        }
        cell.push_str(piece);
        at += end + 1;
        if text[at..].starts_with('"') {
            cell.push('"');
            at += 1;
            continue;
        }
        let tail = &text[at..];
        let length = tail.find([delimiter, '\n']).unwrap_or(tail.len());
        if !tail[..length].trim().is_empty() {
            return Err("a quote closes inside a cell");
        }
        return Ok((cell, at + length));
    }
}
