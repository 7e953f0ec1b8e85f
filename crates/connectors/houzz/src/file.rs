//! A file somebody uploads: what kind it is, and its items.
//!
//! Owns the choice of reader and the bounds of a file. It must not open files: it gets bytes.

mod decode;
mod kind;
mod mbox;

pub(crate) use decode::text;
use kind::{Kind, looks_like_mail, sniff};

use crate::{export::read_export, item::Item, limits, mail::read_mail};

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
    /// A CSV file, but not an account export.
    #[error(
        "{name} is a CSV file, but holds no section of a Houzz account export such as CLIENTS or \
         INQUIRIES (it begins with “{start}”). In Houzz Pro, export the whole account."
    )]
    NotAnExport {
        /// The file's name.
        name: String,
        /// Its first words.
        start: String,
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

const ACCEPTED: &str = "Tenon reads lead mails (.eml, .mbox) and the Houzz account export (.csv).";

/// Reads a file by its extension and its content: `.eml` one mail, `.mbox` many, `.csv` the account
/// export.
///
/// # Errors
///
/// [`ReadError`] when the file as a whole is of no use; its text says what to do.
pub fn read_file(name: &str, bytes: &[u8]) -> Result<Vec<Item>, ReadError> {
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
        Some(Kind::Mail | Kind::Mailbox) if bytes.starts_with(b"From ") => mailbox(name, bytes),
        Some(Kind::Mail | Kind::Mailbox) if what.is_none() && looks_like_mail(bytes) => {
            Ok(vec![read_mail(name, bytes)])
        }
        Some(Kind::Mail) => Err(mismatch("a mail")),
        Some(Kind::Mailbox) => Err(mismatch("a mailbox")),
        Some(Kind::Export) if what.is_none() => read_export(name, bytes),
        Some(Kind::Export) => Err(mismatch("a CSV file")),
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
