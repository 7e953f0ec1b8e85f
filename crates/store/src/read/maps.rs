//! The versions of a location's field map.

use jiff::Timestamp;
use serde_json::Value as Json;
use tenon_model::{Actor, time::from_micros};

use crate::{
    Store, StoreError,
    driver::{Row, values},
};

/// A version of a field map.
#[derive(Debug, Clone, PartialEq)]
pub struct MapVersion {
    /// Its number, from 1.
    pub version: i64,
    /// `draft`, `on` or `past`.
    pub state: String,
    /// The document, as written.
    pub document: String,
    /// Who saved it.
    pub saved_by: Actor,
    /// When.
    pub saved_at: Timestamp,
    /// What switching it on would do, where that was tried.
    pub preview: Option<Json>,
    /// Who switched it on last, and when.
    pub switched: Option<(Actor, Timestamp)>,
}

const COLUMNS: &str =
    "version, state, document, saved_by, saved_at, preview, switched_by, switched_at";

fn version(row: &Row) -> Result<MapVersion, StoreError> {
    let actor = |text: &str| {
        serde_json::from_str(text).map_err(|error| StoreError::Internal(error.to_string()))
    };
    let switched = match (row.optional_string(6)?, row.optional_int(7)?) {
        (Some(by), Some(at)) => Some((actor(&by)?, from_micros(at))),
        _ => None,
    };
    Ok(MapVersion {
        version: row.int(0)?,
        state: row.string(1)?,
        document: row.string(2)?,
        saved_by: actor(&row.string(3)?)?,
        saved_at: from_micros(row.int(4)?),
        preview: row
            .optional_string(5)?
            .map(|text| serde_json::from_str(&text))
            .transpose()
            .map_err(|error| StoreError::Internal(error.to_string()))?,
        switched,
    })
}

impl Store {
    /// The number of the version that is on; `None`: the standard map holds.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn map_on(&self, location: &str) -> Result<Option<i64>, StoreError> {
        let sql = "SELECT version FROM sync_maps WHERE location_id = $1 AND state = 'on'";
        let rows = self.find(sql, &values![location]).await?;
        rows.first().map(|row| row.int(0)).transpose()
    }

    /// A version.
    ///
    /// # Errors
    /// See [`StoreError`]; absence is `None`.
    pub async fn map_version(
        &self,
        location: &str,
        number: i64,
    ) -> Result<Option<MapVersion>, StoreError> {
        let sql =
            format!("SELECT {COLUMNS} FROM sync_maps WHERE location_id = $1 AND version = $2");
        let rows = self.find(&sql, &values![location, number]).await?;
        rows.first().map(version).transpose()
    }

    /// Versions before this one, the newest first.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn map_versions(
        &self,
        location: &str,
        before: i64,
        limit: i64,
    ) -> Result<Vec<MapVersion>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM sync_maps WHERE location_id = $1 AND version < $2
             ORDER BY version DESC LIMIT $3"
        );
        let rows = self
            .scan(&sql, &values![location, before, limit.max(0)])
            .await?;
        rows.iter().map(version).collect()
    }
}
