//! Rows by column name.

use std::rc::Rc;

use super::scan::Record;
use crate::{key::digest, text::collapse};

/// The columns of a section.
#[derive(Debug, Default, Clone)]
pub(super) struct Header<'a> {
    /// Names as written.
    written: Vec<String>,
    /// Names as compared: `PROJECT_NAME`.
    names: Vec<String>,
    raw: &'a str,
}

impl<'a> Header<'a> {
    pub(super) fn new(record: &Record<'a>) -> Self {
        let mut written = record.cells.clone();
        // Trailing commas make columns without a name; they hold nothing.
        while written.last().is_some_and(String::is_empty) {
            written.pop();
        }
        let names = written
            .iter()
            .map(|name| collapse(name).replace(' ', "_").to_uppercase());
        Self {
            names: names.collect(),
            written,
            raw: record.raw,
        }
    }

    pub(super) fn width(&self) -> usize {
        self.names.len()
    }
}

/// One row.
#[derive(Debug, Clone)]
pub(super) struct Row<'a> {
    pub(super) line: usize,
    /// The column's place and the cell; blank cells left out.
    cells: Vec<(usize, String)>,
    raw: &'a str,
    header: Rc<Header<'a>>,
    /// Why the cells cannot be trusted.
    pub(super) fault: Option<String>,
}

impl<'a> Row<'a> {
    pub(super) fn new(record: &Record<'a>, header: &Rc<Header<'a>>) -> Self {
        let width = header.width();
        let count = record.cells.len();
        let surplus = record.cells.iter().skip(width).any(|cell| !cell.is_empty());
        let fault = match record.fault {
            Some(fault) => Some(fault.to_owned()),
            None if count < width || surplus => Some(format!(
                "it has {count} cells, the section has {width} columns"
            )),
            None => None,
        };
        let cells = (record.cells.iter().take(width).cloned().enumerate())
            .filter(|(_, cell)| fault.is_none() && !cell.is_empty())
            .collect();
        Self {
            line: record.line,
            cells,
            raw: record.raw,
            header: Rc::clone(header),
            fault,
        }
    }

    /// The cell of the first of these columns that has one.
    pub(super) fn get(&self, columns: &[&str]) -> Option<&str> {
        columns.iter().find_map(|column| {
            let cell = self
                .cells
                .iter()
                .find(|(at, _)| self.header.names[*at] == **column);
            cell.map(|(_, cell)| cell.as_str())
        })
    }

    /// Cells of all other columns, by the column's own name; also the second of two columns with
    /// the same name.
    pub(super) fn others(&self, columns: &[&str]) -> Vec<(String, String)> {
        let mut seen: Vec<&str> = Vec::new();
        let mut others = Vec::new();
        for (at, cell) in &self.cells {
            let name = self.header.names[*at].as_str();
            if !columns.contains(&name) || seen.contains(&name) {
                others.push((self.header.written[*at].clone(), cell.clone()));
            }
            seen.push(name);
        }
        others
    }

    /// How much the row says.
    pub(super) fn fullness(&self) -> usize {
        self.cells.len()
    }

    /// The row as CSV with its header.
    pub(super) fn source(&self) -> String {
        format!("{}\n{}\n", self.header.raw, self.raw)
    }

    /// Identity: every cell with its column, in the order of column names, so that a later export
    /// with further or moved columns has the same key for the same row.
    pub(super) fn key(&self, section: &str) -> String {
        if self.fault.is_some() {
            return digest("houzz-export", [section, "faulty", &collapse(self.raw)]);
        }
        let mut cells: Vec<String> = self
            .cells
            .iter()
            .map(|(at, cell)| format!("{}={}", self.header.names[*at], collapse(cell)))
            .collect();
        cells.sort();
        digest(
            "houzz-export",
            std::iter::once(section).chain(cells.iter().map(String::as_str)),
        )
    }
}
