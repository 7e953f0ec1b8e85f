//! What a commit's records will be, before it is made: for whoever must say what came of it in the
//! same transaction.

use super::{Commit, Write, log::to_text, records::next_time};
use crate::{Record, StoreError};

impl Commit {
    /// The records that [`Committed::records`](crate::Committed::records) will hold when the commit
    /// is taken, but for those that a deleted contact takes with it.
    ///
    /// # Errors
    /// [`StoreError::Internal`] when a document cannot be written as JSON.
    pub fn foreseen(&self) -> Result<Vec<Record>, StoreError> {
        let mut records = Vec::new();
        for write in &self.writes {
            match write {
                Write::Create {
                    kind,
                    id,
                    root_id,
                    doc,
                    ..
                } => records.push(Record {
                    kind: *kind,
                    id: id.clone(),
                    root_id: root_id.clone(),
                    version: 1,
                    created_at: self.at,
                    updated_at: self.at,
                    deleted: false,
                    doc: to_text(doc)?,
                }),
                Write::Update { old, doc, .. } => records.push(Record {
                    version: old.version + 1,
                    updated_at: next_time(self.at, old.updated_at),
                    doc: to_text(doc)?,
                    ..old.clone()
                }),
                Write::Restore { old, doc, .. } => records.push(Record {
                    version: old.version + 1,
                    updated_at: next_time(self.at, old.updated_at),
                    deleted: false,
                    doc: to_text(doc)?,
                    ..old.clone()
                }),
                Write::Delete { old } => records.push(Record {
                    version: old.version + 1,
                    updated_at: next_time(self.at, old.updated_at),
                    deleted: true,
                    ..old.clone()
                }),
                _ => {}
            }
        }
        Ok(records)
    }
}
