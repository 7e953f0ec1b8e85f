//! A record as it is stored.

use jiff::Timestamp;
use tenon_model::{Fields, Kind};

use crate::StoreError;

/// A record: its document as JSON text and what the store knows about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// What it is.
    pub kind: Kind,
    /// Its id.
    pub id: String,
    /// The contact it belongs to (itself, for a contact).
    pub root_id: String,
    /// Grows by one with every write, from 1.
    pub version: i64,
    /// When it came to be.
    pub created_at: Timestamp,
    /// When it was last written; later than every earlier time of the same record, even when the
    /// clock went back.
    pub updated_at: Timestamp,
    /// Whether it is a tombstone.
    pub deleted: bool,
    /// Its document.
    pub doc: String,
}

impl Record {
    /// The document, field by field.
    ///
    /// # Errors
    /// [`StoreError::Internal`] when storage holds something else than an object.
    pub fn fields(&self) -> Result<Fields, StoreError> {
        self.typed()
    }

    /// The document as its type (`Contact`, `Task`, `Note`).
    ///
    /// # Errors
    /// [`StoreError::Internal`] when storage holds something else.
    pub fn typed<T: serde::de::DeserializeOwned>(&self) -> Result<T, StoreError> {
        serde_json::from_str(&self.doc).map_err(|error| {
            StoreError::Internal(format!(
                "{} {} is not readable: {error}",
                self.kind, self.id
            ))
        })
    }
}
