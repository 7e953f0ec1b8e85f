//! A single table, CSV or XLSX: one row a person, columns named as whoever exported it liked.
//!
//! Owns the reading of tables, the guess at what their columns mean, and the reading of rows under a
//! map. It must not remember maps: the importer's caller does.

mod content;
mod guess;
mod map;
mod meaning;
mod rows;
mod sheet;
mod xlsx;

pub use guess::guess;
pub use map::{Column, ColumnMap, MapError};
pub use meaning::Meaning;
pub use rows::items;
pub(crate) use sheet::from_csv;
pub(crate) use xlsx::from_xlsx;

/// A table as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The file's name, and the sheet's where there are several.
    pub place: String,
    /// The columns' names, as written.
    pub header: Vec<String>,
    /// Its rows.
    pub(crate) rows: Vec<Row>,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    /// Its line in the file or sheet, from 1.
    pub(crate) line: usize,
    /// Its cells, trimmed; missing ones are empty.
    pub(crate) cells: Vec<String>,
    /// What is wrong with it.
    pub(crate) fault: Option<String>,
}

impl Table {
    /// How many rows it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether it has none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// What tables with these columns have in common: a hash of the columns' names, whatever their
    /// order.
    #[must_use]
    pub fn header_key(&self) -> String {
        let mut names: Vec<String> = self
            .header
            .iter()
            .map(|name| crate::text::fold(name))
            .collect();
        names.sort();
        crate::key::digest("houzz-table-header", names.iter().map(String::as_str))
    }

    /// The cells of a column that hold something.
    fn column(&self, at: usize) -> impl Iterator<Item = &str> {
        let cells = self.rows.iter().filter_map(move |row| row.cells.get(at));
        cells.map(String::as_str).filter(|cell| !cell.is_empty())
    }
}
