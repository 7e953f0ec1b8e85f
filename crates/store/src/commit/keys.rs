//! The look-up keys of records, and the promise that nobody else has them.

use std::{borrow::Cow, sync::LazyLock};

use tenon_model::{
    Kind,
    index::{Index, Key},
};

use super::Commit;
use crate::{
    StoreError,
    driver::{Driver, Value, values},
};

/// The keys a commit adds. They are written when all of its records are, because one record may
/// take what another of the same commit lets go of, and sorted, because two commits that want the
/// same keys must lock them in the same order.
#[derive(Default)]
pub(crate) struct Keys(Vec<New>);

#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct New {
    kind: Kind,
    key: Key,
    record_id: String,
    exclusive: bool,
}

impl Keys {
    /// Takes away what a record is no longer found by, and notes what it is found by from now on.
    pub(crate) async fn change(
        &mut self,
        driver: &mut dyn Driver,
        commit: &Commit,
        (kind, id): (Kind, &str),
        (before, after): (&Index, &Index),
        exclusive: bool,
    ) -> Result<(), StoreError> {
        for key in before.keys.iter().filter(|key| !after.keys.contains(key)) {
            self.0.retain(|new| {
                (new.kind, new.record_id.as_str()) != (kind, id)
                    || (new.key.name, &new.key.value) != (key.name, &key.value)
            });
            let sql = "DELETE FROM record_keys WHERE location_id = $1 AND kind = $2 AND name = $3
                         AND value = $4 AND record_id = $5";
            let values = values![&commit.location, kind.name(), key.name, &key.value, id];
            driver.execute(sql, &values).await?;
        }
        let added = after.keys.iter().filter(|key| !before.keys.contains(key));
        self.0.extend(added.map(|key| New {
            kind,
            key: key.clone(),
            record_id: id.to_owned(),
            exclusive: exclusive && key.primary,
        }));
        Ok(())
    }

    /// Writes them.
    pub(crate) async fn write(
        mut self,
        driver: &mut dyn Driver,
        commit: &Commit,
    ) -> Result<(), StoreError> {
        self.0.sort_unstable();
        for rows in self.0.chunks(driver.rows_at_once()) {
            insert(driver, commit, rows).await?;
        }
        Ok(())
    }
}

async fn insert(driver: &mut dyn Driver, commit: &Commit, rows: &[New]) -> Result<(), StoreError> {
    let mut values = Vec::with_capacity(1 + COLUMNS * rows.len());
    values.push(Value::from(&commit.location));
    for row in rows {
        values.extend(values![
            row.kind.name(),
            row.key.name,
            &row.key.value,
            if row.exclusive { "" } else { &row.record_id },
            &row.record_id,
        ]);
    }
    let sql = match rows.len() {
        1 => Cow::from(ONE.as_str()),
        more => Cow::from(insert_sql(more)),
    };
    let written = driver.execute(&sql, &values).await?;
    if written == rows.len() as u64 {
        return Ok(());
    }
    for row in rows.iter().filter(|row| row.exclusive) {
        let holder = holder(driver, commit, row).await?;
        let (name, value) = (row.key.name, &row.key.value);
        match holder {
            Some(holder) if holder == row.record_id => {}
            Some(holder) => {
                return Err(StoreError::KeyTaken {
                    name: name.to_owned(),
                    value: value.clone(),
                    holder,
                });
            }
            // Its holder let go of it this very moment: the caller may try again.
            None => {
                return Err(StoreError::conflict(format!(
                    "the contact with this {name}"
                )));
            }
        }
    }
    Ok(())
}

/// The values of a key that are its own.
const COLUMNS: usize = 5;

static ONE: LazyLock<String> = LazyLock::new(|| insert_sql(1));

fn insert_sql(rows: usize) -> String {
    let rows: Vec<String> = (0..rows)
        .map(|row| {
            let own: Vec<String> = (1..=COLUMNS)
                .map(|column| format!("${}", 1 + row * COLUMNS + column))
                .collect();
            format!("($1, {})", own.join(", "))
        })
        .collect();
    format!(
        "INSERT INTO record_keys (location_id, kind, name, value, slot, record_id)
         VALUES {} ON CONFLICT DO NOTHING",
        rows.join(", ")
    )
}

/// Whose an exclusive key is.
async fn holder(
    driver: &mut dyn Driver,
    commit: &Commit,
    row: &New,
) -> Result<Option<String>, StoreError> {
    let sql = "SELECT record_id FROM record_keys
               WHERE location_id = $1 AND kind = $2 AND name = $3 AND value = $4 AND slot = ''";
    let (name, value) = (row.key.name, &row.key.value);
    let values = values![&commit.location, row.kind.name(), name, value];
    let rows = driver.query(sql, &values).await?;
    rows.first().map(|holder| holder.string(0)).transpose()
}
