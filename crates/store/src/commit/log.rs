//! Appends to the change log.

use serde_json::Value;
use tenon_model::{Action, Change, FieldChange, Kind};

use super::Commit;
use crate::{
    StoreError,
    driver::{Driver, Statement, values},
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

    fn into_change(self, commit: &Commit, seq: i64) -> Change {
        Change {
            seq,
            at: commit.at,
            kind: self.kind.name().to_owned(),
            record_id: self.record_id,
            root_id: self.root_id,
            action: self.action,
            version: self.version,
            origin: commit.origin.clone(),
            fields: self.fields,
            detail: self.detail,
        }
    }
}

/// Entries written by one statement. A contact deleted with more tasks than that takes several.
const MAX_ROWS: usize = 16;

/// Takes the next numbers of the location and writes the entries under them. Last in a transaction:
/// from here on the location's other writers wait for it, so that numbers commit in their order.
pub(crate) async fn append(
    driver: &mut dyn Driver,
    commit: &Commit,
    entries: Vec<Entry>,
) -> Result<Vec<Change>, StoreError> {
    let count = i64::try_from(entries.len()).unwrap_or(i64::MAX);
    let numbers = Statement {
        sql: "UPDATE locations SET last_seq = last_seq + $2 WHERE id = $1 RETURNING last_seq"
            .to_owned(),
        values: values![&commit.location, count].to_vec(),
    };
    let origin = to_text(&commit.origin)?;
    let mut inserts = Vec::with_capacity(entries.len().div_ceil(MAX_ROWS));
    let mut behind = count;
    for rows in entries.chunks(MAX_ROWS) {
        inserts.push(insert(commit, &origin, rows, behind)?);
        behind -= MAX_ROWS as i64;
    }
    let rows = match &inserts[..] {
        [only] => driver.last(&numbers, only).await?,
        several => {
            let rows = driver.query(&numbers.sql, &numbers.values).await?;
            if !rows.is_empty() {
                for insert in several {
                    driver.execute(&insert.sql, &insert.values).await?;
                }
            }
            rows
        }
    };
    let last = rows
        .first()
        .ok_or_else(|| StoreError::NoLocation(commit.location.clone()))?
        .int(0)?;
    let numbered = entries.into_iter().zip(last - count + 1..);
    Ok(numbered
        .map(|(entry, seq)| entry.into_change(commit, seq))
        .collect())
}

/// Writes rows whose first has the number `behind - 1` below the location's last, which stands in
/// its row by now. Where there is no such location there is no number, and it fails.
fn insert(
    commit: &Commit,
    origin: &str,
    rows: &[Entry],
    behind: i64,
) -> Result<Statement, StoreError> {
    let mut values = values![&commit.location, micros(commit.at), origin, behind].to_vec();
    let mut places = Vec::with_capacity(rows.len());
    for (row, entry) in rows.iter().enumerate() {
        let at: Vec<String> = (1..=7)
            .map(|column| format!("${}", values.len() + column))
            .collect();
        places.push(format!(
            "($1, (SELECT last_seq FROM locations WHERE id = $1) - $4 + {}, $2, $3, {})",
            row + 1,
            at.join(", ")
        ));
        values.extend(values![
            entry.kind.name(),
            &entry.record_id,
            &entry.root_id,
            entry.action.name(),
            entry.version,
            to_text(&entry.fields)?,
            to_text(&entry.detail)?,
        ]);
    }
    let sql = format!(
        "INSERT INTO changes (location_id, seq, at, origin, kind, record_id, root_id, action,
           version, fields, detail) VALUES {}",
        places.join(", ")
    );
    Ok(Statement { sql, values })
}

pub(crate) fn to_text(value: &impl serde::Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::Internal(error.to_string()))
}
