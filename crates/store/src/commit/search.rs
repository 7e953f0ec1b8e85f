//! Writes what the search index's follower has read from the log.

use std::collections::{HashMap, HashSet};

use super::Commit;
use crate::{
    StoreError,
    driver::{Driver, Engine, Value, values},
};

/// Rows written or looked up by one statement.
const MAX_ROWS: usize = 32;
/// Bits of a contact's number below those of the millisecond it was created in: two million in one
/// millisecond, and times until the year 2109.
pub(crate) const NUMBER_BITS: u32 = 21;

/// A stretch of the change log, and what it leaves in the search index.
#[derive(Debug, Clone)]
pub struct IndexBatch {
    /// Where the index stood; refused with a conflict when it stands elsewhere.
    pub(crate) from: i64,
    /// Where it stands now.
    pub(crate) to: i64,
    /// The largest time of a record that a change of the stretch left.
    pub(crate) newest: i64,
    /// The contacts that changed, as they are now, each once.
    pub(crate) rows: Vec<IndexRow>,
    /// Those that were deleted.
    pub(crate) gone: Vec<String>,
    /// Whether a mark in the log is due.
    pub(crate) mark: bool,
}

/// A contact as the index holds it.
#[derive(Debug, Clone)]
pub(crate) struct IndexRow {
    pub(crate) id: String,
    pub(crate) created_at: i64,
    pub(crate) updated_at: i64,
    /// First name, last name, firm, e-mail, source.
    pub(crate) texts: [String; 5],
    pub(crate) dnd: i64,
    pub(crate) terms: Vec<i64>,
}

pub(crate) async fn write(
    driver: &mut dyn Driver,
    commit: &Commit,
    batch: &IndexBatch,
) -> Result<(), StoreError> {
    let location = &commit.location;
    let rows = batch.rows.iter().map(|row| &row.id);
    let ids: Vec<&str> = rows.chain(&batch.gone).map(String::as_str).collect();
    // First, because it is also the lock that keeps a second follower out.
    advance(driver, location, batch).await?;
    let known = numbers(driver, location, &ids).await?;
    let (old, new): (Vec<_>, Vec<_>) = batch
        .rows
        .iter()
        .partition(|row| known.contains_key(&row.id));
    for row in &old {
        if let Some(&number) = known.get(&row.id) {
            update(driver, row, number).await?;
        }
    }
    let new = numbered(driver, location, new).await?;
    for rows in new.chunks(driver.rows_at_once().min(MAX_ROWS)) {
        insert(driver, location, rows).await?;
    }
    let mut removed = 0;
    for id in &batch.gone {
        if let Some(&number) = known.get(id) {
            remove(driver, number).await?;
            removed += 1;
        }
    }
    let grown = i64::try_from(new.len()).unwrap_or(i64::MAX) - removed;
    driver
        .execute(
            "UPDATE search_progress SET contacts = contacts + $2 WHERE location_id = $1",
            &values![location, grown],
        )
        .await?;
    if batch.mark {
        driver
            .execute(
                "INSERT INTO log_marks (location_id, seq, newest)
                 SELECT location_id, position, newest FROM search_progress WHERE location_id = $1",
                &values![location],
            )
            .await?;
    }
    Ok(())
}

async fn advance(
    driver: &mut dyn Driver,
    location: &str,
    batch: &IndexBatch,
) -> Result<(), StoreError> {
    let moved = if batch.from == 0 {
        driver
            .execute(
                "INSERT INTO search_progress (location_id, position, contacts, newest)
                 VALUES ($1, $2, 0, $3) ON CONFLICT DO NOTHING",
                &values![location, batch.to, batch.newest],
            )
            .await?
    } else {
        driver
            .execute(
                "UPDATE search_progress SET position = $3,
                   newest = CASE WHEN newest > $4 THEN newest ELSE $4 END
                 WHERE location_id = $1 AND position = $2",
                &values![location, batch.from, batch.to, batch.newest],
            )
            .await?
    };
    if moved == 0 {
        return Err(StoreError::conflict("the search index"));
    }
    Ok(())
}

/// The numbers of contacts that are in the index.
async fn numbers(
    driver: &mut dyn Driver,
    location: &str,
    ids: &[&str],
) -> Result<HashMap<String, i64>, StoreError> {
    let mut known = HashMap::new();
    for ids in ids.chunks(MAX_ROWS) {
        let mut values = values![location].to_vec();
        values.extend(ids.iter().map(|id| Value::from(*id)));
        let sql = format!(
            "SELECT id, n FROM contact_index WHERE location_id = $1 AND id IN ({})",
            places(2, ids.len())
        );
        for row in driver.query(&sql, &values).await? {
            known.insert(row.string(0)?, row.int(1)?);
        }
    }
    Ok(known)
}

/// `$first, $first+1…`
pub(crate) fn places(first: usize, count: usize) -> String {
    let places: Vec<String> = (first..first + count).map(|at| format!("${at}")).collect();
    places.join(", ")
}

/// Gives new contacts their numbers, which nobody else has.
async fn numbered<'a>(
    driver: &mut dyn Driver,
    location: &str,
    rows: Vec<&'a IndexRow>,
) -> Result<Vec<(i64, &'a IndexRow)>, StoreError> {
    let mut given = Vec::with_capacity(rows.len());
    let mut used = HashSet::new();
    let mut waiting: Vec<_> = rows
        .into_iter()
        .map(|row| (number(location, row), row))
        .collect();
    // Nearly always one round: two contacts of one millisecond rarely want the same number.
    while !waiting.is_empty() {
        let wanted: Vec<i64> = waiting.iter().map(|(number, _)| *number).collect();
        used.extend(taken(driver, &wanted).await?);
        let mut again = Vec::new();
        for (number, row) in waiting {
            if used.insert(number) {
                given.push((number, row));
            } else {
                again.push((number + 1, row));
            }
        }
        waiting = again;
    }
    Ok(given)
}

async fn taken(driver: &mut dyn Driver, numbers: &[i64]) -> Result<Vec<i64>, StoreError> {
    let mut taken = Vec::new();
    for numbers in numbers.chunks(MAX_ROWS) {
        let values: Vec<Value> = numbers.iter().map(|number| (*number).into()).collect();
        let sql = format!(
            "SELECT n FROM contact_index WHERE n IN ({})",
            places(1, numbers.len())
        );
        for row in driver.query(&sql, &values).await? {
            taken.push(row.int(0)?);
        }
    }
    Ok(taken)
}

fn number(location: &str, row: &IndexRow) -> i64 {
    let chance = row
        .id
        .bytes()
        .chain(location.bytes())
        .fold(0x811c_9dc5_u32, |hash, byte| {
            (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
        });
    let chance = i64::from(chance & ((1 << NUMBER_BITS) - 1));
    (row.created_at.div_euclid(1_000) << NUMBER_BITS) | chance
}

async fn insert(
    driver: &mut dyn Driver,
    location: &str,
    rows: &[(i64, &IndexRow)],
) -> Result<(), StoreError> {
    let engine = driver.engine();
    let mut values = values![location].to_vec();
    let mut tuples = Vec::with_capacity(rows.len());
    for (number, row) in rows {
        let at = values.len() + 1;
        let mut tuple = format!("($1, {}", places(at, 10));
        values.extend(values![*number, &row.id, row.created_at, row.updated_at]);
        values.extend(row.texts.iter().map(Value::from));
        values.push(row.dnd.into());
        if engine == Engine::Postgres {
            tuple.push_str(&format!(", CAST(CAST(${} AS TEXT) AS BIGINT[])", at + 10));
            values.push(array(&row.terms).into());
        }
        tuples.push(tuple + ")");
    }
    let terms = if engine == Engine::Postgres {
        ", terms"
    } else {
        ""
    };
    let sql = format!(
        "INSERT INTO contact_index (location_id, n, id, created_at, updated_at, first_name, last_name,
           business_name, email, source, dnd{terms}) VALUES {}",
        tuples.join(", ")
    );
    driver.execute(&sql, &values).await?;
    if engine == Engine::Sqlite {
        for (number, row) in rows {
            add_terms(driver, *number, &row.terms).await?;
        }
    }
    Ok(())
}

async fn update(driver: &mut dyn Driver, row: &IndexRow, number: i64) -> Result<(), StoreError> {
    let engine = driver.engine();
    let mut values = values![number, row.updated_at].to_vec();
    values.extend(row.texts.iter().map(Value::from));
    values.push(row.dnd.into());
    let terms = if engine == Engine::Postgres {
        values.push(array(&row.terms).into());
        ", terms = CAST(CAST($9 AS TEXT) AS BIGINT[])"
    } else {
        ""
    };
    let sql = format!(
        "UPDATE contact_index SET updated_at = $2, first_name = $3, last_name = $4,
           business_name = $5, email = $6, source = $7, dnd = $8{terms} WHERE n = $1"
    );
    driver.execute(&sql, &values).await?;
    if engine == Engine::Sqlite {
        remove_terms(driver, number).await?;
        add_terms(driver, number, &row.terms).await?;
    }
    Ok(())
}

async fn remove(driver: &mut dyn Driver, number: i64) -> Result<(), StoreError> {
    let sql = "DELETE FROM contact_index WHERE n = $1";
    driver.execute(sql, &values![number]).await?;
    if driver.engine() == Engine::Sqlite {
        remove_terms(driver, number).await?;
    }
    Ok(())
}

async fn add_terms(driver: &mut dyn Driver, number: i64, terms: &[i64]) -> Result<(), StoreError> {
    let words: Vec<String> = terms.iter().map(|term| word(*term)).collect();
    let sql = "INSERT INTO contact_terms (rowid, terms) VALUES ($1, $2)";
    driver
        .execute(sql, &values![number, words.join(" ")])
        .await?;
    Ok(())
}

async fn remove_terms(driver: &mut dyn Driver, number: i64) -> Result<(), StoreError> {
    let sql = "DELETE FROM contact_terms WHERE rowid = $1";
    driver.execute(sql, &values![number]).await?;
    Ok(())
}

/// A term as FTS5 has it.
pub(crate) fn word(term: i64) -> String {
    format!("{term:016x}")
}

/// Terms as PostgreSQL reads an array.
pub(crate) fn array(terms: &[i64]) -> String {
    let terms: Vec<String> = terms.iter().map(i64::to_string).collect();
    format!("{{{}}}", terms.join(","))
}
