//! What sources held, and what a person must look at.

use serde_json::Value as Json;

use crate::{
    Store, StoreError,
    driver::{Row, values},
};

/// An item of a source (a mail, a row, an event) and what became of it.
#[derive(Debug, Clone, PartialEq)]
pub struct SourceItem {
    /// Its identity: the same item from another file has the same.
    pub key: String,
    /// The import that brought it.
    pub import_id: String,
    /// `leadEmail`, `exportClient`…
    pub origin: String,
    /// What it is called: a subject, a name.
    pub label: String,
    /// Where it stood.
    pub place: String,
    /// `created`, `merged`, `unchanged`, `review` or `ignored`.
    pub outcome: String,
    /// Why.
    pub reasons: Vec<String>,
    /// The contact it went to.
    pub record_id: Option<String>,
    /// As it came.
    pub raw: Vec<u8>,
}

/// Something a person must look at.
#[derive(Debug, Clone, PartialEq)]
pub struct Review {
    /// Its identity, made from what it is about, so that it is asked once.
    pub id: String,
    /// The contact or source item it is about.
    pub subject: String,
    /// It in one line.
    pub title: String,
    /// Why it needs a person.
    pub reasons: Vec<String>,
    /// What is known.
    pub detail: Json,
}

fn source(row: &Row) -> Result<SourceItem, StoreError> {
    Ok(SourceItem {
        key: row.string(0)?,
        import_id: row.string(1)?,
        origin: row.string(2)?,
        label: row.string(3)?,
        place: row.string(4)?,
        outcome: row.string(5)?,
        reasons: row.json(6)?,
        record_id: row.optional_string(7)?,
        raw: row.bytes(8)?,
    })
}

const COLUMNS: &str = "key, import_id, origin, label, place, outcome, reasons, record_id, raw";

impl Store {
    /// A source item.
    ///
    /// # Errors
    /// See [`StoreError`]; absence is `None`.
    pub async fn source_item(
        &self,
        location: &str,
        key: &str,
    ) -> Result<Option<SourceItem>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM source_items WHERE location_id = $1 AND key = $2");
        self.find(&sql, &values![location, key])
            .await?
            .first()
            .map(source)
            .transpose()
    }

    /// The newest source items behind a key of the page before, with what became of them.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn source_items(
        &self,
        location: &str,
        offset: i64,
        limit: i64,
    ) -> Result<Vec<SourceItem>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM source_items WHERE location_id = $1
             ORDER BY received_at DESC, key LIMIT $2 OFFSET $3"
        );
        self.scan(&sql, &values![location, limit.max(0), offset.max(0)])
            .await?
            .iter()
            .map(source)
            .collect()
    }

    /// What waits for a person, oldest first.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn open_reviews(
        &self,
        location: &str,
        offset: i64,
        limit: i64,
    ) -> Result<Vec<Review>, StoreError> {
        let sql = "SELECT id, subject, title, reasons, detail FROM reviews
                   WHERE location_id = $1 AND state = 'open'
                   ORDER BY created_at, id LIMIT $2 OFFSET $3";
        let rows = self
            .scan(sql, &values![location, limit.max(0), offset.max(0)])
            .await?;
        let review = |row: &Row| {
            Ok(Review {
                id: row.string(0)?,
                subject: row.string(1)?,
                title: row.string(2)?,
                reasons: row.json(3)?,
                detail: row.json(4)?,
            })
        };
        rows.iter().map(review).collect()
    }
}
