//! The look-up keys of a record, and the promise that nobody else has them.

use tenon_model::{Kind, index::Index};

use super::Commit;
use crate::{
    StoreError,
    driver::{Driver, values},
};

/// Makes the record's keys those of `index`.
pub(crate) async fn write(
    driver: &mut dyn Driver,
    commit: &Commit,
    kind: Kind,
    id: &str,
    before: Option<&Index>,
    index: &Index,
    exclusive: bool,
) -> Result<(), StoreError> {
    if before.is_some_and(|before| before.keys == index.keys) {
        return Ok(());
    }
    if before.is_some_and(|before| !before.keys.is_empty()) {
        remove(driver, commit, kind, id).await?;
    }
    for key in &index.keys {
        let exclusive = exclusive && key.primary;
        let written = driver
            .execute(
                "INSERT INTO record_keys (location_id, kind, name, value, record_id, exclusive)
                 VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
                &values![
                    &commit.location,
                    kind.name(),
                    key.name,
                    &key.value,
                    id,
                    exclusive
                ],
            )
            .await?;
        if written == 0 && exclusive {
            return Err(taken(driver, commit, kind, key.name, &key.value).await?);
        }
    }
    Ok(())
}

/// Takes the record's keys away.
pub(crate) async fn remove(
    driver: &mut dyn Driver,
    commit: &Commit,
    kind: Kind,
    id: &str,
) -> Result<(), StoreError> {
    driver
        .execute(
            "DELETE FROM record_keys WHERE location_id = $1 AND kind = $2 AND record_id = $3",
            &values![&commit.location, kind.name(), id],
        )
        .await?;
    Ok(())
}

async fn taken(
    driver: &mut dyn Driver,
    commit: &Commit,
    kind: Kind,
    name: &str,
    value: &str,
) -> Result<StoreError, StoreError> {
    let rows = driver
        .query(
            "SELECT record_id FROM record_keys
             WHERE location_id = $1 AND kind = $2 AND name = $3 AND value = $4 AND exclusive = 1",
            &values![&commit.location, kind.name(), name, value],
        )
        .await?;
    Ok(match rows.first() {
        Some(row) => StoreError::KeyTaken {
            name: name.to_owned(),
            value: value.to_owned(),
            holder: row.string(0)?,
        },
        // Its holder let go of it this very moment: the caller may try again.
        None => StoreError::conflict(format!("the contact with this {name}")),
    })
}
