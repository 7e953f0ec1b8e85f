//! The sections of the export: a line with the name, a line with the columns, rows, a spacer.

use std::rc::Rc;

use super::{
    row::{Header, Row},
    scan::{Record, first_line, record},
};

/// What Tenon does with a section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    Clients,
    Inquiries,
    Projects,
    Tasks,
    Notes,
    /// Known, not imported.
    Kept,
    Unknown,
}

/// Sections seen in exports that Tenon does not import.
const KEPT: [&str; 28] = [
    "COMPANY",
    "TEAM_MEMBERS",
    "ADDRESSES",
    "PRODUCTS",
    "CUSTOM_FIELDS",
    "TIME_TRACKS",
    "EXPENSES",
    "SALES_TAXES",
    "ROOM_BOARDS",
    "SERVICES",
    "VENDORS",
    "DOCUMENTS",
    "DOCUMENT_ITEMS",
    "MILESTONES",
    "ATTACHMENTS",
    "CATEGORIES",
    "PARTS",
    "TEMPLATES",
    "TAGS",
    "MOOD_BOARD_ATTACHMENTS",
    "SECTIONS",
    "DAILY_LOG_SECTIONS",
    "VIDEOS",
    "VENDOR",
    "CATALOG_ITEMS",
    "SIGNATURES",
    "FILES",
    "DAILY_LOGS",
];

impl Use {
    fn of(name: &str) -> Self {
        match name {
            "CLIENTS" => Self::Clients,
            "INQUIRIES" => Self::Inquiries,
            "PROJECTS" => Self::Projects,
            "TASKS" => Self::Tasks,
            "NOTES" => Self::Notes,
            name if KEPT.contains(&name) => Self::Kept,
            _ => Self::Unknown,
        }
    }
}

/// One section.
#[derive(Debug)]
pub(super) struct Section<'a> {
    pub(super) name: String,
    pub(super) kind: Use,
    /// The line of its name.
    pub(super) line: usize,
    pub(super) header: Rc<Header<'a>>,
    pub(super) rows: Vec<Row<'a>>,
    /// Name, columns and rows as they came.
    pub(super) raw: &'a str,
}

/// Reads all sections. Text before the first one is a section without a name.
pub(super) fn read(text: &str) -> Vec<Section<'_>> {
    let mut reader = Reader {
        text,
        at: 0,
        line: 1,
        gap: true,
        sections: Vec::new(),
        start: 0,
    };
    while let Some(record) = record(text, reader.at, reader.line, ',', is_known_line) {
        let record = reader.split_again(record);
        reader.take(&record);
        reader.at = record.next;
        reader.line += record.lines();
    }
    reader.close(text.len());
    reader.sections
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    line: usize,
    /// The record before was a spacer, or there was none.
    gap: bool,
    sections: Vec<Section<'a>>,
    /// Where the current section begins in the text.
    start: usize,
}

impl<'a> Reader<'a> {
    /// A row over several lines with the wrong number of cells most likely has a quote too many:
    /// when its second line is a whole row by itself, only the first is at fault.
    fn split_again(&self, found: Record<'a>) -> Record<'a> {
        let Some(section) = self.sections.last() else {
            return found;
        };
        let width = section.header.width();
        if found.lines() == 1 || width == 0 || fits(&found, width) {
            return found;
        }
        let alone = first_line(self.text, found.start, found.line, "a quote is not closed");
        match record(self.text, alone.next, found.line + 1, ',', is_known_line) {
            Some(next) if next.fault.is_none() && fits(&next, width) && next.next <= found.next => {
                alone
            }
            _ => found,
        }
    }

    fn take(&mut self, record: &Record<'a>) {
        if record.is_blank() {
            self.gap = true;
            return;
        }
        if self.begins_section(record) {
            self.close(record.start);
            self.start = record.start;
            let name = record.only().map(section_name).unwrap_or_default();
            self.open(name, record.line);
        } else {
            if self.sections.is_empty() {
                self.open(String::new(), record.line);
            }
            if let Some(section) = self.sections.last_mut() {
                if section.header.width() == 0 {
                    section.header = Rc::new(Header::new(record));
                } else {
                    section.rows.push(Row::new(record, &section.header));
                }
            }
        }
        self.gap = false;
    }

    fn open(&mut self, name: String, line: usize) {
        let kind = Use::of(&name);
        self.sections.push(Section {
            name,
            kind,
            line,
            header: Rc::default(),
            rows: Vec::new(),
            raw: "",
        });
    }

    fn close(&mut self, end: usize) {
        if let Some(section) = self.sections.last_mut() {
            section.raw = self.text[self.start..end].trim_end();
        }
    }

    /// A name Tenon knows begins a section where a row could not stand; another name in capitals
    /// only after a spacer and above a line that looks like columns.
    fn begins_section(&self, record: &Record<'_>) -> bool {
        let Some(only) = record.only() else {
            return false;
        };
        let name = section_name(only);
        let width = self
            .sections
            .last()
            .map_or(0, |section| section.header.width());
        if Use::of(&name) != Use::Unknown && only == only.to_uppercase() {
            return self.gap || width != 1;
        }
        let plain = is_upper(only) && only.chars().any(|c| c.is_ascii_uppercase());
        plain && self.gap && self.columns_follow(record)
    }

    fn columns_follow(&self, found: &Record<'_>) -> bool {
        record(self.text, found.next, found.line + 1, ',', is_known_line).is_none_or(|next| {
            next.is_blank() || next.cells.iter().all(|cell| is_upper(cell)) && next.fault.is_none()
        })
    }
}

fn fits(record: &Record<'_>, width: usize) -> bool {
    record.cells.len() >= width && record.cells[width..].iter().all(String::is_empty)
}

fn is_upper(text: &str) -> bool {
    text.chars()
        .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || " _-/&".contains(c))
}

fn section_name(text: &str) -> String {
    text.trim().replace(' ', "_").to_uppercase()
}

/// A line inside an open quote that can only be the next section.
fn is_known_line(line: &str) -> bool {
    let line = line.trim_end_matches([',', ' ', '\r']).trim_matches('"');
    line.len() > 3 && line.contains(|c: char| c.is_ascii_uppercase()) && {
        let name = section_name(line);
        line == line.to_uppercase() && Use::of(&name) != Use::Unknown
    }
}
