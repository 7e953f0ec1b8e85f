//! Records by id, by root and by key.

use tenon_model::{Kind, time::from_micros};

use crate::{
    Record, Store, StoreError,
    driver::{Driver, Row, values},
};

// Behind every single read, so not built anew each time.
const BY_ID: &str = "SELECT kind, id, root_id, version, created_at, updated_at, deleted_at, doc
     FROM records WHERE location_id = $1 AND kind = $2 AND id = $3";
pub(super) const COLUMNS: &str =
    "kind, id, root_id, version, created_at, updated_at, deleted_at, doc";

pub(crate) fn record(mut row: Row) -> Result<Record, StoreError> {
    let kind = row.text(0)?;
    Ok(Record {
        kind: Kind::parse(kind)
            .ok_or_else(|| StoreError::Internal(format!("unknown kind {kind}")))?,
        id: row.take_string(1)?,
        root_id: row.take_string(2)?,
        version: row.int(3)?,
        created_at: from_micros(row.int(4)?),
        updated_at: from_micros(row.int(5)?),
        deleted: row.optional_int(6)?.is_some(),
        doc: row.take_string(7)?,
    })
}

pub(super) fn records(rows: Vec<Row>) -> Result<Vec<Record>, StoreError> {
    rows.into_iter().map(record).collect()
}

/// The tasks and notes of a contact, for a transaction that deletes them with it.
pub(crate) async fn children(
    driver: &mut dyn Driver,
    location: &str,
    root: &str,
) -> Result<Vec<Record>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM records WHERE location_id = $1 AND root_id = $2 AND kind <> 'contact'
           AND deleted_at IS NULL ORDER BY kind, id"
    );
    records(driver.query(&sql, &values![location, root]).await?)
}

impl Store {
    /// A record, unless it was deleted.
    ///
    /// # Errors
    /// See [`StoreError`]; absence is `None`.
    pub async fn record(
        &self,
        location: &str,
        kind: Kind,
        id: &str,
    ) -> Result<Option<Record>, StoreError> {
        Ok(self
            .record_or_tombstone(location, kind, id)
            .await?
            .filter(|record| !record.deleted))
    }

    /// A record, or what it was when it was deleted.
    ///
    /// # Errors
    /// See [`StoreError`]; absence is `None`.
    pub async fn record_or_tombstone(
        &self,
        location: &str,
        kind: Kind,
        id: &str,
    ) -> Result<Option<Record>, StoreError> {
        let rows = self
            .find(BY_ID, &values![location, kind.name(), id])
            .await?;
        rows.into_iter().next().map(record).transpose()
    }

    /// A contact's records of one kind, oldest first.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn records_of(
        &self,
        location: &str,
        root: &str,
        kind: Kind,
    ) -> Result<Vec<Record>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM records WHERE location_id = $1 AND root_id = $2 AND kind = $3
               AND kind <> 'contact' AND deleted_at IS NULL ORDER BY id"
        );
        records(
            self.find(&sql, &values![location, root, kind.name()])
                .await?,
        )
    }

    /// A contact with its tasks and notes, tombstones included: what sync compares.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn tree(&self, location: &str, root: &str) -> Result<Vec<Record>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM records WHERE location_id = $1 AND kind = 'contact' AND id = $2
             UNION ALL
             SELECT {COLUMNS} FROM records WHERE location_id = $1 AND root_id = $2
               AND kind <> 'contact'
             ORDER BY kind, id"
        );
        records(self.find(&sql, &values![location, root]).await?)
    }

    /// The contacts that have this e-mail or phone (in normal form), those whose own it is first,
    /// then the oldest.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn contacts_with(
        &self,
        location: &str,
        name: &str,
        value: &str,
    ) -> Result<Vec<Record>, StoreError> {
        let sql = format!(
            "SELECT {} FROM record_keys k JOIN records r ON r.location_id = k.location_id
               AND r.kind = k.kind AND r.id = k.record_id
             WHERE k.location_id = $1 AND k.kind = 'contact' AND k.name = $2 AND k.value = $3
               AND r.deleted_at IS NULL
             ORDER BY CASE WHEN k.slot = '' THEN 0 ELSE 1 END, r.id LIMIT 50",
            COLUMNS
                .split(", ")
                .map(|column| format!("r.{column}"))
                .collect::<Vec<_>>()
                .join(", ")
        );
        records(self.find(&sql, &values![location, name, value]).await?)
    }
}
