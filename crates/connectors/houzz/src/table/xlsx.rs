//! A table out of an Excel workbook (ECMA-376): the first sheet that holds one.
//!
//! A workbook is a ZIP archive, and a few kilobytes of one can unpack to gigabytes. So it is unpacked
//! once into nothing, counted, and only then given to the parser; cells are taken one by one, because
//! a sheet with one cell in each corner would fill the memory as a rectangle.

use std::io::{Cursor, Read as _};

use calamine::{CellErrorType, DataRef, Reader as _, Xlsx};

use super::{Row, Table, sheet};
use crate::{
    file::ReadError,
    limits::{MAX_CELL, MAX_COLUMNS, MAX_ROWS, MAX_UNPACKED},
    text::clip,
};

/// Files in the archive; a workbook has some ten and one a sheet.
const MAX_ENTRIES: usize = 2_000;
/// Sheets that are looked at.
const MAX_SHEETS: usize = 20;

/// Reads a workbook.
pub(crate) fn from_xlsx(name: &str, bytes: &[u8]) -> Result<Table, ReadError> {
    let broken = |why: String| ReadError::Broken {
        name: name.to_owned(),
        why,
    };
    unpacks_within_bounds(bytes).map_err(broken)?;
    let mut book: Xlsx<_> =
        Xlsx::new(Cursor::new(bytes)).map_err(|error| broken(error.to_string()))?;
    let sheets = book.sheet_names();
    let mut first = None;
    for sheet in sheets.iter().take(MAX_SHEETS) {
        let place = if sheets.len() > 1 {
            format!("{name} ({sheet})")
        } else {
            name.to_owned()
        };
        match cells(&mut book, name, sheet).and_then(|lines| sheet::table(&place, lines)) {
            Ok(table) => return Ok(table),
            Err(error @ (ReadError::TooManyRows { .. } | ReadError::TooLarge { .. })) => {
                return Err(error);
            }
            Err(error) => first = first.or(Some(error)),
        }
    }
    Err(first.unwrap_or_else(|| broken("it has no sheet".to_owned())))
}

/// Unpacks everything into nothing. What the archive says of its sizes is not believed.
fn unpacks_within_bounds(bytes: &[u8]) -> Result<(), String> {
    let mut archive =
        zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
    if archive.len() > MAX_ENTRIES {
        return Err(format!("it holds more than {MAX_ENTRIES} files"));
    }
    let mut left = MAX_UNPACKED;
    for at in 0..archive.len() {
        let file = archive.by_index(at).map_err(|error| error.to_string())?;
        let mut file = file.take(left + 1);
        let size =
            std::io::copy(&mut file, &mut std::io::sink()).map_err(|error| error.to_string())?;
        left = left
            .checked_sub(size)
            .ok_or_else(|| format!("it unpacks to more than {} MiB", MAX_UNPACKED >> 20))?;
    }
    Ok(())
}

fn cells(book: &mut Xlsx<Cursor<&[u8]>>, name: &str, sheet: &str) -> Result<Vec<Row>, ReadError> {
    let broken = |why: String| ReadError::Broken {
        name: name.to_owned(),
        why: format!("{sheet}: {why}"),
    };
    let mut reader = book
        .worksheet_cells_reader(sheet)
        .map_err(|error| broken(error.to_string()))?;
    let mut rows: Vec<Row> = Vec::new();
    let mut size = 0_u64;
    while let Some(cell) = reader
        .next_cell()
        .map_err(|error| broken(error.to_string()))?
    {
        let (row, column) = cell.get_position();
        let text = text(cell.get_value());
        let (row, column) = (row as usize + 1, column as usize);
        if text.is_empty() {
            continue;
        }
        if column >= MAX_COLUMNS {
            return Err(broken(format!("it has more than {MAX_COLUMNS} columns")));
        }
        size += text.len() as u64;
        if size > MAX_UNPACKED {
            // One long text may stand in every cell at the cost of a number.
            return Err(ReadError::TooLarge {
                name: name.to_owned(),
            });
        }
        match rows.last().map(|last| last.line) {
            Some(line) if line == row => {}
            Some(line) if line > row => return Err(broken("its rows are out of order".into())),
            _ if rows.len() > MAX_ROWS => {
                return Err(ReadError::TooManyRows {
                    name: name.to_owned(),
                });
            }
            _ => rows.push(Row {
                line: row,
                cells: Vec::new(),
                fault: None,
            }),
        }
        if let Some(last) = rows.last_mut() {
            if last.cells.len() <= column {
                last.cells.resize(column + 1, String::new());
            }
            last.cells[column] = text;
        }
    }
    Ok(rows)
}

/// A cell as a person sees it; a formula as what it last came to.
fn text(value: &DataRef<'_>) -> String {
    let text = match value {
        DataRef::Empty => String::new(),
        DataRef::Int(number) => number.to_string(),
        // Phone numbers and ZIP codes are numbers to Excel: without a fraction, and without an exponent.
        DataRef::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => {
            format!("{number:.0}")
        }
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            text.clone()
        }
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(true) => "yes".to_owned(),
        DataRef::Bool(false) => "no".to_owned(),
        DataRef::DateTime(time) if time.is_datetime() => {
            let (year, month, day, ..) = time.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        DataRef::DateTime(time) => time.as_f64().to_string(),
        DataRef::Error(CellErrorType::NA) => String::new(),
        DataRef::Error(error) => error.to_string(),
    };
    clip(text.trim(), MAX_CELL).0.replace('\0', "")
}
