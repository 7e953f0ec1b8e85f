//! Reading the change log.

use serde_json::Value;
use tenon_model::{Action, Change, FieldChange, time::from_micros};

use crate::{
    Store, StoreError,
    driver::{Row, values},
};

pub(super) const COLUMNS: &str =
    "seq, at, kind, record_id, root_id, action, version, origin, fields, detail";

/// A page of the log, newest first.
#[derive(Debug, Clone)]
pub struct ChangePage {
    /// The entries.
    pub changes: Vec<Change>,
    /// Where the next page starts: pass it as `before`. `None`: this was the last.
    pub next: Option<i64>,
}

pub(super) fn change(row: &Row) -> Result<Change, StoreError> {
    let action = row.text(5)?;
    Ok(Change {
        seq: row.int(0)?,
        at: from_micros(row.int(1)?),
        kind: row.string(2)?,
        record_id: row.string(3)?,
        root_id: row.string(4)?,
        action: Action::parse(action)
            .ok_or_else(|| StoreError::Internal(format!("unknown action {action}")))?,
        version: row.int(6)?,
        origin: row.json(7)?,
        fields: fields(row, 8)?,
        detail: row.json(9)?,
    })
}

/// What a change keeps of its fields; until step 6 of the schema each named its three parts.
fn fields(row: &Row, column: usize) -> Result<Vec<FieldChange>, StoreError> {
    if row.text(column)?.starts_with("[{") {
        return row.json(column);
    }
    let triples: Vec<(String, Value, Value)> = row.json(column)?;
    let fields = triples
        .into_iter()
        .map(|(field, before, after)| FieldChange {
            field,
            before,
            after,
        });
    Ok(fields.collect())
}

impl Store {
    /// The changes of a location behind number `after`, oldest first: how a reader follows the log.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn changes_after(
        &self,
        location: &str,
        after: i64,
        limit: i64,
    ) -> Result<Vec<Change>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM changes WHERE location_id = $1 AND seq > $2
             ORDER BY seq LIMIT $3"
        );
        self.find(&sql, &values![location, after, limit.max(0)])
            .await?
            .iter()
            .map(change)
            .collect()
    }

    /// What happened to a contact, its tasks and its notes, newest first.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn changes_of(
        &self,
        location: &str,
        root: &str,
        before: Option<i64>,
        limit: i64,
    ) -> Result<ChangePage, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM changes WHERE location_id = $1 AND root_id = $2 AND seq < $3
             ORDER BY seq DESC LIMIT $4"
        );
        let limit = limit.clamp(0, i64::MAX - 1);
        let before = before.unwrap_or(i64::MAX);
        let rows = self
            .find(&sql, &values![location, root, before, limit + 1])
            .await?;
        let mut changes = rows.iter().map(change).collect::<Result<Vec<_>, _>>()?;
        let more = changes.len() > usize::try_from(limit).unwrap_or(usize::MAX);
        if more {
            changes.pop();
        }
        let next = changes.last().filter(|_| more).map(|change| change.seq);
        Ok(ChangePage { changes, next })
    }

    /// The change of that number.
    ///
    /// # Errors
    /// See [`StoreError`]; absence is `None`.
    pub async fn change(&self, location: &str, seq: i64) -> Result<Option<Change>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM changes WHERE location_id = $1 AND seq = $2");
        let rows = self.find(&sql, &values![location, seq]).await?;
        rows.first().map(change).transpose()
    }

    /// The number of the location's newest change; 0: it has none.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn last_seq(&self, location: &str) -> Result<i64, StoreError> {
        let sql = "SELECT last_seq FROM locations WHERE id = $1";
        self.find(sql, &values![location])
            .await?
            .first()
            .map_or(Ok(0), |row| row.int(0))
    }
}
