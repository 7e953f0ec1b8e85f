//! Field maps: saved as drafts, tried, switched on.

use serde_json::Value;

use super::Commit;
use crate::{
    StoreError,
    driver::{Driver, values},
    micros,
};

/// Something about a location's field map.
#[derive(Debug, Clone, PartialEq)]
pub enum MapWrite {
    /// A new version, not on yet; refused when there is one of this number.
    Save {
        /// Its number: one more than the newest.
        version: i64,
        /// The document, as written.
        document: String,
    },
    /// What switching it on would do; refused when there is no draft of this number, or something else
    /// was found meanwhile.
    Preview {
        /// The draft.
        version: i64,
        /// What had been found when this was begun, as JSON text.
        was: Option<String>,
        /// What was found.
        preview: Value,
    },
    /// A version is on from now on; refused when another one than `instead_of` is on.
    SwitchOn {
        /// The version.
        version: i64,
        /// The one that was on; `None`: none was, so that the standard map held.
        instead_of: Option<i64>,
    },
    /// No version is on any more, so that the standard map holds; refused when another one is on.
    SwitchOff {
        /// The one that was on.
        version: i64,
    },
}

pub(crate) async fn write(
    driver: &mut dyn Driver,
    commit: &Commit,
    write: &MapWrite,
) -> Result<(), StoreError> {
    let (location, now) = (&commit.location, micros(commit.at));
    let actor = serde_json::to_string(&commit.origin.actor)
        .map_err(|error| StoreError::Internal(error.to_string()))?;
    let written = match write {
        MapWrite::Save { version, document } => driver
            .execute(
                "INSERT INTO sync_maps (location_id, version, state, document, saved_by, saved_at)
                     VALUES ($1, $2, 'draft', $3, $4, $5)
                     ON CONFLICT (location_id, version) DO NOTHING",
                &values![location, *version, document, &actor, now],
            )
            .await?,
        MapWrite::Preview {
            version,
            was,
            preview,
        } => {
            driver
                .execute(
                    "UPDATE sync_maps SET preview = $3
                     WHERE location_id = $1 AND version = $2 AND state = 'draft'
                       AND COALESCE(preview, '') = $4",
                    &values![
                        location,
                        *version,
                        preview.to_string(),
                        was.as_deref().unwrap_or_default(),
                    ],
                )
                .await?
        }
        MapWrite::SwitchOn {
            version,
            instead_of,
        } => {
            if let Some(old) = instead_of {
                switch_off(driver, location, *old).await?;
            }
            // Whoever was quicker holds the one row that may be on.
            driver
                .execute(
                    "UPDATE sync_maps SET state = 'on', switched_by = $3, switched_at = $4
                     WHERE location_id = $1 AND version = $2 AND state <> 'on'
                       AND NOT EXISTS (SELECT 1 FROM sync_maps AS other
                         WHERE other.location_id = $1 AND other.state = 'on')",
                    &values![location, *version, &actor, now],
                )
                .await?
        }
        MapWrite::SwitchOff { version } => {
            switch_off(driver, location, *version).await?;
            1
        }
    };
    if written == 1 { Ok(()) } else { Err(moved()) }
}

async fn switch_off(
    driver: &mut dyn Driver,
    location: &str,
    version: i64,
) -> Result<(), StoreError> {
    let was = driver
        .execute(
            "UPDATE sync_maps SET state = 'past'
             WHERE location_id = $1 AND version = $2 AND state = 'on'",
            &values![location, version],
        )
        .await?;
    if was == 1 { Ok(()) } else { Err(moved()) }
}

fn moved() -> StoreError {
    StoreError::Conflict {
        what: "the field map".into(),
    }
}
