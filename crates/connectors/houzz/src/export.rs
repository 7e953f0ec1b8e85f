//! The account export: one CSV file of many sections, joined by name.
//!
//! Owns the reading of sections and the joining of people. It must not decide whether a person is
//! known already: the importer does.

mod client;
mod dates;
mod group;
mod judge;
mod lead;
mod people;
mod placeholders;
mod project;
mod questions;
mod row;
pub(crate) mod scan;
mod sections;
mod task;

pub(crate) use dates::{day, month};
pub(crate) use placeholders::{is_no_email, is_placeholder_name, is_sample_email};

use std::collections::HashMap;

use crate::{
    file::{ReadError, text},
    item::{Item, Verdict},
    key::digest,
    limits::{MAX_FILE, MAX_ROWS},
    text::{count, label},
};
use people::People;
use sections::{Section, Use};

/// Reads the account export. Every row of CLIENTS, INQUIRIES, PROJECTS and TASKS becomes one item,
/// every other section one item as a whole.
///
/// # Errors
///
/// [`ReadError`] when the file is too large or holds no section of an account export.
pub fn read_export(name: &str, bytes: &[u8]) -> Result<Vec<Item>, ReadError> {
    if bytes.len() > MAX_FILE {
        return Err(ReadError::TooLarge {
            name: name.to_owned(),
        });
    }
    let text = text(bytes);
    // Line ends of old Macintosh programs.
    let text = if text.contains('\n') {
        text
    } else {
        text.replace('\r', "\n").into()
    };
    let sections = sections::read(&text);
    if !sections.iter().any(|section| section.kind != Use::Unknown) {
        let start = label(
            text.lines()
                .find(|line| !line.trim().is_empty())
                .unwrap_or_default(),
        );
        return Err(ReadError::NotAnExport {
            name: name.to_owned(),
            start,
        });
    }
    if sections
        .iter()
        .map(|section| section.rows.len())
        .sum::<usize>()
        > MAX_ROWS
    {
        return Err(ReadError::TooManyRows {
            name: name.to_owned(),
        });
    }
    Ok(items(name, &sections))
}

fn items(name: &str, sections: &[Section<'_>]) -> Vec<Item> {
    let of = |kind| sections.iter().filter(move |section| section.kind == kind);
    let mut people = People::default();
    let mut drafts = Vec::new();
    for section in of(Use::Clients) {
        drafts.extend(client::read(section, &mut people));
    }
    for section in of(Use::Inquiries) {
        drafts.extend(lead::read(section, &people));
    }
    for section in of(Use::Projects) {
        drafts.extend(project::read(section, &mut people));
    }
    for section in of(Use::Tasks) {
        drafts.extend(task::read(section, &people));
    }
    for section in sections {
        drafts.extend(whole(section));
    }
    let mut seen = HashMap::new();
    drafts
        .into_iter()
        .map(|draft| draft.into_item(name, &mut seen))
        .collect()
}

/// A section that is not read row by row.
fn whole(section: &Section<'_>) -> Option<Draft> {
    let rows = count(section.rows.len(), "row");
    let verdict = match section.kind {
        Use::Unknown => Verdict::ignored(format!(
            "section {} is not one Tenon knows; kept as it came",
            section.name
        )),
        Use::Notes => Verdict::review(format!(
            "NOTES ({rows}): the export does not say which record a note belongs to"
        )),
        Use::Kept => Verdict::ignored(format!(
            "{} ({rows}): Tenon does not import this section",
            section.name
        )),
        _ => return None,
    };
    let tidy: Vec<&str> = section
        .raw
        .lines()
        .map(str::trim)
        .filter(|l| !l.is_empty())
        .collect();
    Some(Draft {
        key: digest("houzz-export", ["section", &section.name, &tidy.join("\n")]),
        place: format!("{} from line {}", section.name, section.line),
        label: section.name.clone(),
        raw: section.raw.to_owned(),
        verdict,
    })
}

/// An item before the file's name is known.
struct Draft {
    key: String,
    place: String,
    label: String,
    raw: String,
    verdict: Verdict,
}

impl Draft {
    /// One row with its verdict.
    fn row(section: &Section<'_>, row: &row::Row<'_>, label: &str, verdict: Verdict) -> Self {
        Self {
            key: row.key(&section.name),
            place: format!("{} line {}", section.name, row.line),
            label: label.to_owned(),
            raw: row.source(),
            verdict,
        }
    }

    /// A row that could not be split into its cells.
    fn faulty(section: &Section<'_>, row: &row::Row<'_>, fault: &str) -> Self {
        let reason = format!("line {} of {}: {fault}", row.line, section.name);
        let label = format!("{} line {}", section.name, row.line);
        Self::row(section, row, &label, Verdict::review(reason))
    }

    /// Rows that are equal to the letter have one key; the second and later ones get keys of their
    /// own, counted in the order of the file, so that each keeps its own verdict.
    fn into_item(self, file: &str, seen: &mut HashMap<String, usize>) -> Item {
        let nth = seen
            .entry(self.key.clone())
            .and_modify(|n| *n += 1)
            .or_insert(1);
        let key = match *nth {
            1 => self.key,
            n => digest("houzz-export", ["again", &self.key, &n.to_string()]),
        };
        Item {
            key,
            place: format!("{file}: {}", self.place),
            label: label(&self.label),
            raw: self.raw.into_bytes(),
            verdict: self.verdict,
        }
    }
}
