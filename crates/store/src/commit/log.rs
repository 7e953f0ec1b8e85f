//! Appends to the change log.

use serde_json::Value;
use tenon_model::{Action, Change, FieldChange, Kind};

use super::Commit;
use crate::{
    StoreError,
    driver::{Driver, values},
    micros,
};

/// A change before it has its number.
pub(crate) struct Entry {
    pub(crate) kind: Kind,
    pub(crate) record_id: String,
    pub(crate) root_id: String,
    pub(crate) action: Action,
    pub(crate) version: i64,
    pub(crate) fields: Vec<FieldChange>,
    pub(crate) detail: Value,
}

impl Entry {
    /// An entry that speaks of a record without writing it.
    pub(crate) fn spoken(kind: Kind, id: &str, root: &str, action: Action, detail: Value) -> Self {
        Self {
            kind,
            record_id: id.to_owned(),
            root_id: root.to_owned(),
            action,
            version: 0,
            fields: Vec::new(),
            detail,
        }
    }
}

/// Takes the next numbers of the location and writes the entries under them. Last in a transaction:
/// from here on the location's other writers wait for it, so that numbers commit in their order.
pub(crate) async fn append(
    driver: &mut dyn Driver,
    commit: &Commit,
    entries: Vec<Entry>,
) -> Result<Vec<Change>, StoreError> {
    let count = i64::try_from(entries.len()).unwrap_or(i64::MAX);
    let rows = driver
        .query(
            "UPDATE locations SET last_seq = last_seq + $2 WHERE id = $1 RETURNING last_seq",
            &values![&commit.location, count],
        )
        .await?;
    let last = rows
        .first()
        .ok_or_else(|| StoreError::NoLocation(commit.location.clone()))?
        .int(0)?;
    let origin = to_text(&commit.origin)?;
    let mut changes = Vec::with_capacity(entries.len());
    for (entry, seq) in entries.into_iter().zip(last - count + 1..) {
        driver
            .execute(
                "INSERT INTO changes (location_id, seq, at, kind, record_id, root_id, action,
                   version, origin, fields, detail)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
                &values![
                    &commit.location,
                    seq,
                    micros(commit.at),
                    entry.kind.name(),
                    &entry.record_id,
                    &entry.root_id,
                    entry.action.name(),
                    entry.version,
                    &origin,
                    to_text(&entry.fields)?,
                    to_text(&entry.detail)?,
                ],
            )
            .await?;
        changes.push(Change {
            seq,
            at: commit.at,
            kind: entry.kind.name().to_owned(),
            record_id: entry.record_id,
            root_id: entry.root_id,
            action: entry.action,
            version: entry.version,
            origin: commit.origin.clone(),
            fields: entry.fields,
            detail: entry.detail,
        });
    }
    Ok(changes)
}

pub(crate) fn to_text(value: &impl serde::Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::Internal(error.to_string()))
}
