//! A file somebody uploads: what kind it is, and its items.
//!
//! Owns the choice of reader and the bounds of a file. It must not open files: it gets bytes.

mod decode;
mod kind;
mod mbox;

pub(crate) use decode::text;
use kind::{Kind, looks_like_mail, sniff};

use crate::{
    calendar::CalendarFile,
    export::read_export,
    item::Item,
    limits,
    mail::read_mail,
    table::{self, Table},
};

/// Why a file could not be read at all. Single mails or rows never cause it: they become
/// [`crate::Verdict::Review`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The file has no content.
    #[error("{name} is empty. {ACCEPTED}")]
    Empty {
        /// The file's name.
        name: String,
    },
    /// The file is larger than [`limits::MAX_FILE`].
    #[error("{name} is larger than {} MiB. Split it, or export a shorter time.", limits::MAX_FILE >> 20)]
    TooLarge {
        /// The file's name.
        name: String,
    },
    /// The file is of a kind Tenon does not read.
    #[error("{name} is {what}. {ACCEPTED}")]
    UnknownKind {
        /// The file's name.
        name: String,
        /// What it is, with its article.
        what: String,
    },
    /// The file is named as one kind and holds another.
    #[error("{name} is named like {expected}, but holds {what}. {ACCEPTED}")]
    Mismatch {
        /// The file's name.
        name: String,
        /// What its name promises.
        expected: &'static str,
        /// What it holds.
        what: String,
    },
    /// A CSV file that is no account export; it may be a single table.
    #[error(
        "{name} holds no section of a Houzz account export such as CLIENTS or INQUIRIES (it begins with \
         “{start}”). In Houzz Pro, export the whole account."
    )]
    NotAnExport {
        /// The file's name.
        name: String,
        /// Its first words.
        start: String,
    },
    /// A file that should hold a table, and holds none.
    #[error(
        "{name} holds neither a section of a Houzz account export such as CLIENTS or INQUIRIES nor a \
         table with named columns (it begins with “{start}”)"
    )]
    NoTable {
        /// The file's name.
        name: String,
        /// Its first words.
        start: String,
    },
    /// The file is damaged, cut off, or made to do harm.
    #[error("{name} cannot be read: {why}")]
    Broken {
        /// The file's name.
        name: String,
        /// What is wrong with it.
        why: String,
    },
    /// A calendar where none can be.
    #[error("{name} is a calendar; its meetings are no leads or clients")]
    Calendar {
        /// The file's name.
        name: String,
    },
    /// Nothing in a table tells what its columns mean.
    #[error("{name}: {why}. Say what a column means: --map 'COLUMN=email'")]
    Unmapped {
        /// The file's name.
        name: String,
        /// What is missing.
        why: String,
    },
    /// More rows than [`limits::MAX_ROWS`].
    #[error(
        "{name} holds more than {} rows. Split it by section.",
        limits::MAX_ROWS
    )]
    TooManyRows {
        /// The file's name.
        name: String,
    },
    /// More mails than [`limits::MAX_MAILS`].
    #[error(
        "{name} holds more than {} mails. Split it by year.",
        limits::MAX_MAILS
    )]
    TooManyMails {
        /// The file's name.
        name: String,
    },
}

const ACCEPTED: &str = "Tenon reads lead mails (.eml, .mbox), the Houzz account export (.csv), single \
                        tables (.csv, .xlsx) and calendars (.ics).";

/// What a file held.
#[derive(Debug, Clone, PartialEq)]
pub enum Opened {
    /// Items that say themselves what they are.
    Items(Vec<Item>),
    /// A table, whose columns mean what a map says.
    Table(Table),
    /// A calendar, whose meetings depend on today and on the location's time zone.
    Calendar(CalendarFile),
}

/// Reads a file by its extension and its content: `.eml` one mail, `.mbox` many, `.csv` the account
/// export or a single table, `.xlsx` a table. A table's columns mean what can be guessed. Calendars
/// hold no items: [`open_file`] reads them.
///
/// # Errors
///
/// [`ReadError`] when the file as a whole is of no use; its text says what to do.
pub fn read_file(name: &str, bytes: &[u8]) -> Result<Vec<Item>, ReadError> {
    match open_file(name, bytes)? {
        Opened::Items(items) => Ok(items),
        Opened::Calendar(_) => Err(ReadError::Calendar {
            name: name.to_owned(),
        }),
        Opened::Table(table) => {
            let map = table::guess(&table);
            map.check().map_err(|error| ReadError::Unmapped {
                name: name.to_owned(),
                why: error.to_string(),
            })?;
            Ok(table::items(&table, &map))
        }
    }
}

/// The same, with a table or a calendar (`.ics`) as it stands.
///
/// # Errors
///
/// [`ReadError`] when the file as a whole is of no use; its text says what to do.
pub fn open_file(name: &str, bytes: &[u8]) -> Result<Opened, ReadError> {
    if bytes.len() > limits::MAX_FILE {
        return Err(ReadError::TooLarge {
            name: name.to_owned(),
        });
    }
    if bytes.trim_ascii().is_empty() {
        return Err(ReadError::Empty {
            name: name.to_owned(),
        });
    }
    let what = sniff(bytes);
    let mismatch = |expected| ReadError::Mismatch {
        name: name.to_owned(),
        expected,
        what: what.unwrap_or("something else").to_owned(),
    };
    match Kind::of(name) {
        // mbox readers and writers share the extension .eml with single mails now and then.
        Some(Kind::Mail | Kind::Mailbox) if bytes.starts_with(b"From ") => {
            mailbox(name, bytes).map(Opened::Items)
        }
        Some(Kind::Mail | Kind::Mailbox) if what.is_none() && looks_like_mail(bytes) => {
            Ok(Opened::Items(vec![read_mail(name, bytes)]))
        }
        Some(Kind::Mail) => Err(mismatch("a mail")),
        Some(Kind::Mailbox) => Err(mismatch("a mailbox")),
        // Many a program names a workbook .csv.
        Some(Kind::Export | Kind::Workbook) if bytes.starts_with(b"PK\x03\x04") => {
            table::from_xlsx(name, bytes).map(Opened::Table)
        }
        Some(Kind::Export) if what.is_none() => match read_export(name, bytes) {
            Err(ReadError::NotAnExport { .. }) => {
                table::from_csv(name, &text(bytes)).map(Opened::Table)
            }
            items => items.map(Opened::Items),
        },
        Some(Kind::Export) => Err(mismatch("a CSV file")),
        Some(Kind::Workbook) => Err(mismatch("an Excel workbook")),
        Some(Kind::Calendar) if what.is_none() => {
            Ok(Opened::Calendar(CalendarFile::new(name, bytes)))
        }
        Some(Kind::Calendar) => Err(mismatch("a calendar")),
        None => Err(ReadError::UnknownKind {
            name: name.to_owned(),
            what: what
                .unwrap_or("a file of a kind Tenon does not read")
                .to_owned(),
        }),
    }
}

fn mailbox(name: &str, bytes: &[u8]) -> Result<Vec<Item>, ReadError> {
    let mut items = Vec::new();
    for (nth, raw) in mbox::Mails::new(bytes).enumerate() {
        if nth >= limits::MAX_MAILS {
            return Err(ReadError::TooManyMails {
                name: name.to_owned(),
            });
        }
        items.push(read_mail(&format!("{name}: message {}", nth + 1), &raw));
    }
    Ok(items)
}
