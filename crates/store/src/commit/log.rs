//! Appends to the change log.

use std::{borrow::Cow, ops::Range, sync::LazyLock};

use serde_json::Value;
use tenon_model::{Action, Kind};

use super::Commit;
use crate::{
    StoreError,
    driver::{Driver, Statement, values},
    micros,
};

/// The detail of an entry that has none.
pub(crate) const NOTHING: &str = "null";

/// A change before it has its number.
pub(crate) struct Entry {
    pub(crate) kind: Kind,
    pub(crate) record_id: String,
    pub(crate) root_id: String,
    pub(crate) action: Action,
    pub(crate) version: i64,
    /// What changed, as JSON.
    pub(crate) fields: String,
    /// What else is to be said, as JSON.
    pub(crate) detail: String,
}

impl Entry {
    /// An entry that speaks of a record without writing it.
    pub(crate) fn spoken(
        kind: Kind,
        id: &str,
        root: &str,
        action: Action,
        detail: &Value,
    ) -> Result<Self, StoreError> {
        Ok(Self {
            kind,
            record_id: id.to_owned(),
            root_id: root.to_owned(),
            action,
            version: 0,
            fields: "[]".to_owned(),
            detail: to_text(detail)?,
        })
    }
}

/// Entries written by one statement. A contact deleted with more tasks than that takes several.
const MAX_ROWS: usize = 16;

/// Causes whose effects nobody undoes as one: they are many, and each is one change or a few.
const PASSING: [&str; 5] = ["", "request", "change", "delivery", "sweep"];
/// Notes which entries a cause led to, so that all of them can be found again.
const CAUSE: &str = "INSERT INTO causes (location_id, kind, id, first_seq, last_seq)
     SELECT $1, $2, $3, last_seq - $4 + 1, last_seq FROM locations WHERE id = $1";

const NUMBERS: &str = "UPDATE locations SET last_seq = last_seq + $2 WHERE id = $1";
const LAST: &str = "SELECT last_seq FROM locations WHERE id = $1";

/// Takes the next numbers of the location, writes the entries under them, and answers with them.
/// Last in a transaction: from here on the location's other writers wait for it, so that numbers
/// commit in their order.
pub(crate) async fn append(
    driver: &mut dyn Driver,
    commit: &Commit,
    entries: Vec<Entry>,
) -> Result<Range<i64>, StoreError> {
    let count = i64::try_from(entries.len()).unwrap_or(i64::MAX);
    let location = &commit.location;
    let mut statements = Vec::with_capacity(entries.len().div_ceil(MAX_ROWS) + 2);
    statements.push(Statement::new(NUMBERS, values![location, count].to_vec()));
    let origin = to_text(&commit.origin)?;
    let mut behind = count;
    let mut entries = entries.into_iter();
    loop {
        let rows: Vec<Entry> = entries.by_ref().take(MAX_ROWS).collect();
        if rows.is_empty() {
            break;
        }
        statements.push(insert(commit, &origin, rows, behind));
        behind -= MAX_ROWS as i64;
    }
    let cause = &commit.origin.cause;
    if !PASSING.contains(&cause.kind.as_str()) {
        let values = values![location, &cause.kind, &cause.id, count].to_vec();
        statements.push(Statement::new(CAUSE, values));
    }
    statements.push(Statement::new(LAST, values![location].to_vec()));
    let rows = driver.last(&statements).await?;
    let last = rows
        .first()
        .ok_or_else(|| StoreError::NoLocation(location.clone()))?
        .int(0)?;
    Ok(last - count + 1..last + 1)
}

/// Writes rows whose first has the number `behind - 1` below the location's last, which stands in
/// its row by now. Where there is no such location there is no number, and it fails.
fn insert(commit: &Commit, origin: &str, rows: Vec<Entry>, behind: i64) -> Statement {
    let sql = match rows.len() {
        1 => Cow::from(ONE.as_str()),
        more => Cow::from(insert_sql(more)),
    };
    let mut values = Vec::with_capacity(4 + COLUMNS * rows.len());
    values.extend(values![&commit.location, micros(commit.at), origin, behind]);
    for entry in rows {
        values.extend(values![
            entry.kind.name(),
            entry.record_id,
            entry.root_id,
            entry.action.name(),
            entry.version,
            entry.fields,
            entry.detail,
        ]);
    }
    Statement { sql, values }
}

/// The values of a row that are its own.
const COLUMNS: usize = 7;

/// Nearly every commit has one entry.
static ONE: LazyLock<String> = LazyLock::new(|| insert_sql(1));

fn insert_sql(rows: usize) -> String {
    let rows: Vec<String> = (0..rows)
        .map(|row| {
            let own: Vec<String> = (1..=COLUMNS)
                .map(|column| format!("${}", 4 + row * COLUMNS + column))
                .collect();
            let seq = format!(
                "(SELECT last_seq FROM locations WHERE id = $1) - $4 + {}",
                row + 1
            );
            format!("($1, {seq}, $2, $3, {})", own.join(", "))
        })
        .collect();
    format!(
        "INSERT INTO changes (location_id, seq, at, origin, kind, record_id, root_id, action,
           version, fields, detail) VALUES {}",
        rows.join(", ")
    )
}

pub(crate) fn to_text(value: &impl serde::Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::Internal(error.to_string()))
}
