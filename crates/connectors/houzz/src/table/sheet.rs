//! A table out of a CSV file: commas, semicolons or tabs between cells.

use std::borrow::Cow;

use super::{Row, Table};
use crate::{
    export::scan::record,
    file::ReadError,
    limits::{MAX_COLUMNS, MAX_ROWS},
    text::label,
};

/// Lines above the header that are passed over: titles that people write there.
const MAX_ABOVE: usize = 10;

/// Reads a text as a table: the first line with two cells or more names the columns.
pub(crate) fn from_csv(name: &str, text: &str) -> Result<Table, ReadError> {
    // Line ends of old Macintosh programs.
    let text: Cow<'_, str> = if text.contains('\n') {
        text.into()
    } else {
        text.replace('\r', "\n").into()
    };
    let text = &*text;
    let delimiter = delimiter(text);
    let mut lines = Vec::new();
    let (mut at, mut line) = (0, 1);
    while let Some(record) = record(text, at, line, delimiter, |_| false) {
        if lines.len() > MAX_ROWS + MAX_ABOVE {
            return Err(ReadError::TooManyRows {
                name: name.to_owned(),
            });
        }
        (at, line) = (record.next, record.line + record.lines());
        if !record.is_blank() {
            lines.push(Row {
                line: record.line,
                fault: record.fault.map(str::to_owned),
                cells: record.cells,
            });
        }
    }
    table(name, lines)
}

/// The first of the usual separators that stands most often in the first line that has any.
fn delimiter(text: &str) -> char {
    let count = |line: &str, delimiter| line.matches(delimiter).count();
    for line in text.lines().take(MAX_ABOVE) {
        let best = [',', ';', '\t']
            .into_iter()
            .rev()
            .max_by_key(|d| count(line, *d));
        if let Some(best) = best.filter(|best| count(line, *best) > 0) {
            return best;
        }
    }
    ','
}

/// A table of lines: header, then rows.
pub(super) fn table(name: &str, lines: Vec<Row>) -> Result<Table, ReadError> {
    let start = lines.first().map(|row| label(&row.cells.join(" ")));
    let none = || ReadError::NoTable {
        name: name.to_owned(),
        start: start.clone().unwrap_or_default(),
    };
    let filled = |row: &Row| row.cells.iter().filter(|cell| !cell.is_empty()).count();
    let header = lines
        .iter()
        .take(MAX_ABOVE)
        .position(|row| filled(row) >= 2);
    let header = header.ok_or_else(none)?;
    let mut lines = lines.into_iter().skip(header);
    let mut names = lines.next().map(|row| row.cells).unwrap_or_default();
    while names.last().is_some_and(String::is_empty) {
        names.pop();
    }
    if names.len() < 2 || names.len() > MAX_COLUMNS {
        return Err(none());
    }
    distinct(&mut names);
    let width = names.len();
    let rows = lines.map(|mut row| {
        let surplus = row.cells.iter().skip(width).any(|cell| !cell.is_empty());
        if row.fault.is_none() && surplus {
            row.fault = Some(format!("it has more than the {width} cells of the header"));
        }
        row.cells.resize(width, String::new());
        row.cells.iter_mut().for_each(unescape);
        row
    });
    Ok(Table {
        place: name.to_owned(),
        header: names,
        rows: rows.collect(),
    })
}

/// Columns of one name are numbered, so that a map can name each.
fn distinct(names: &mut [String]) {
    for at in 0..names.len() {
        let (before, rest) = names.split_at_mut(at);
        let Some(name) = rest.first_mut().filter(|name| !name.is_empty()) else {
            continue;
        };
        let plain = name.clone();
        let mut nth = 2;
        while before.iter().any(|other| other.eq_ignore_ascii_case(name)) {
            *name = format!("{plain} ({nth})");
            nth += 1;
        }
    }
}

/// Spreadsheets and careful exporters put an apostrophe before what would be a formula.
fn unescape(cell: &mut String) {
    if cell.starts_with('\'') && cell[1..].starts_with(['=', '+', '-', '@']) {
        cell.remove(0);
    }
}
