//! The look-up keys of records, and the promise that nobody else has them.

use tenon_model::{
    Kind,
    index::{Index, Key},
};

use super::Commit;
use crate::{
    StoreError,
    driver::{Driver, Value, values},
};

/// Keys written by one statement: those of any ordinary commit; a long import takes several.
const MAX_ROWS: usize = 32;

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
        for rows in self.0.chunks(MAX_ROWS) {
            insert(driver, commit, rows).await?;
        }
        Ok(())
    }
}

async fn insert(driver: &mut dyn Driver, commit: &Commit, rows: &[New]) -> Result<(), StoreError> {
    let mut values = values![&commit.location].to_vec();
    let mut places = Vec::with_capacity(rows.len());
    for row in rows {
        let at = values.len();
        places.push(format!(
            "($1, ${}, ${}, ${}, ${}, ${})",
            at + 1,
            at + 2,
            at + 3,
            at + 4,
            at + 5
        ));
        values.extend(values![
            row.kind.name(),
            row.key.name,
            &row.key.value,
            if row.exclusive { "" } else { &row.record_id },
            &row.record_id,
        ]);
    }
    let sql = format!(
        "INSERT INTO record_keys (location_id, kind, name, value, slot, record_id)
         VALUES {} ON CONFLICT DO NOTHING RETURNING kind, name, value, record_id",
        places.join(", ")
    );
    let written = driver.query(&sql, &values).await?;
    if written.len() == rows.len() {
        return Ok(());
    }
    for row in rows.iter().filter(|row| row.exclusive) {
        let wanted = [
            Value::from(row.kind.name()),
            row.key.name.into(),
            (&row.key.value).into(),
            (&row.record_id).into(),
        ];
        if !written.iter().any(|written| written.0 == wanted) {
            return Err(taken(driver, commit, row).await?);
        }
    }
    Ok(())
}

async fn taken(
    driver: &mut dyn Driver,
    commit: &Commit,
    row: &New,
) -> Result<StoreError, StoreError> {
    let (name, value) = (row.key.name, &row.key.value);
    let sql = "SELECT record_id FROM record_keys
               WHERE location_id = $1 AND kind = $2 AND name = $3 AND value = $4 AND slot = ''";
    let values = values![&commit.location, row.kind.name(), name, value];
    let rows = driver.query(sql, &values).await?;
    Ok(match rows.first() {
        Some(holder) => StoreError::KeyTaken {
            name: name.to_owned(),
            value: value.clone(),
            holder: holder.string(0)?,
        },
        // Its holder let go of it this very moment: the caller may try again.
        None => StoreError::conflict(format!("the contact with this {name}")),
    })
}
