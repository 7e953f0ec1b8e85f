//! What can be worked out of a commit before it has a transaction: texts, index rows, differences.
//!
//! It is done where the caller runs, on as many threads as call. SQLite has one writer, and every
//! microsecond of it is everybody's.

use tenon_model::{Fields, Kind, change::difference, index::Index};

use super::{Commit, Write, log::to_text};
use crate::{Record, StoreError};

/// A commit with a draft for each of its writes that has one.
pub(crate) struct Draft {
    pub(crate) commit: Commit,
    pub(crate) records: Vec<Option<RecordDraft>>,
}

/// A record's write, but for the transaction.
pub(crate) struct RecordDraft {
    /// The document from now on, as text; empty for a deletion, which leaves it as it was.
    pub(crate) doc: String,
    /// What it was found by.
    pub(crate) before: Index,
    /// What it is found by from now on.
    pub(crate) after: Index,
    /// The fields that change, as the log keeps them.
    pub(crate) fields: String,
}

impl Draft {
    pub(crate) fn of(commit: Commit) -> Result<Self, StoreError> {
        let records = commit.writes.iter().map(|write| {
            Ok(Some(match write {
                Write::Create { kind, doc, .. } => RecordDraft::new(*kind, &Fields::new(), doc)?,
                Write::Update { old, doc, .. } => RecordDraft::new(old.kind, &old.fields()?, doc)?,
                Write::Delete { old } => RecordDraft::deletion(old)?,
                Write::Restore { old, doc, .. } => RecordDraft::new(old.kind, &Fields::new(), doc)?,
                _ => return Ok(None),
            }))
        });
        let records = records.collect::<Result<_, StoreError>>()?;
        Ok(Self { commit, records })
    }
}

impl RecordDraft {
    fn new(kind: Kind, before: &Fields, after: &Fields) -> Result<Self, StoreError> {
        Ok(Self {
            doc: to_text(after)?,
            before: Index::of(kind, before),
            after: Index::of(kind, after),
            fields: differences(before, after)?,
        })
    }

    pub(crate) fn deletion(old: &Record) -> Result<Self, StoreError> {
        let before = old.fields()?;
        Ok(Self {
            doc: String::new(),
            before: Index::of(old.kind, &before),
            after: Index::default(),
            fields: differences(&before, &Fields::new())?,
        })
    }
}

/// `[[field, before, after], …]`: the names of the three would be half of the log.
fn differences(before: &Fields, after: &Fields) -> Result<String, StoreError> {
    let differences = difference(before, after);
    let triples = differences
        .iter()
        .map(|field| (field.field, field.before, field.after));
    to_text(&triples.collect::<Vec<_>>())
}
