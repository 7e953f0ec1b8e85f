//! Locations, connections and secrets.

use serde_json::Value as Json;
use tenon_model::Location;

use crate::{
    Store, StoreError,
    driver::{Row, values},
};

/// A connected system.
#[derive(Debug, Clone, PartialEq)]
pub struct Connection {
    /// The location it serves.
    pub location_id: String,
    /// Its id; stands in the paths of its hooks.
    pub id: String,
    /// `highlevel` or `houzz`.
    pub system: String,
    /// Its name for people.
    pub name: String,
    /// What its connector needs to know and is no secret.
    pub settings: Json,
}

const COLUMNS: &str = "location_id, id, system, name, settings";

fn connection(row: &Row) -> Result<Connection, StoreError> {
    Ok(Connection {
        location_id: row.string(0)?,
        id: row.string(1)?,
        system: row.string(2)?,
        name: row.string(3)?,
        settings: row.json(4)?,
    })
}

fn location(row: &Row) -> Result<Location, StoreError> {
    Ok(Location {
        id: row.string(0)?,
        name: row.string(1)?,
        country: row.string(2)?,
        timezone: row.string(3)?,
        allow_duplicates: row.int(4)? != 0,
    })
}

impl Store {
    /// A location.
    ///
    /// # Errors
    /// See [`StoreError`]; absence is `None`.
    pub async fn location(&self, id: &str) -> Result<Option<Location>, StoreError> {
        let sql = "SELECT id, name, country, timezone, allow_duplicates FROM locations
                   WHERE id = $1";
        self.find(sql, &values![id])
            .await?
            .first()
            .map(location)
            .transpose()
    }

    /// Every location.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn locations(&self) -> Result<Vec<Location>, StoreError> {
        let sql = "SELECT id, name, country, timezone, allow_duplicates FROM locations ORDER BY id";
        self.scan(sql, &[]).await?.iter().map(location).collect()
    }

    /// A connection, whichever location it serves: a hook's path names only it.
    ///
    /// # Errors
    /// See [`StoreError`]; absence is `None`.
    pub async fn connection(&self, id: &str) -> Result<Option<Connection>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM connections WHERE id = $1");
        self.find(&sql, &values![id])
            .await?
            .first()
            .map(connection)
            .transpose()
    }

    /// Every connection, or those of one location.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn connections(&self, location: Option<&str>) -> Result<Vec<Connection>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM connections WHERE location_id = COALESCE($1, location_id)
             ORDER BY location_id, created_at, id"
        );
        self.scan(&sql, &values![location])
            .await?
            .iter()
            .map(connection)
            .collect()
    }

    /// A sealed secret and its version.
    ///
    /// # Errors
    /// See [`StoreError`]; absence is `None`.
    pub async fn secret(
        &self,
        location: &str,
        name: &str,
    ) -> Result<Option<(Vec<u8>, i64)>, StoreError> {
        let sql = "SELECT sealed, version FROM secrets WHERE location_id = $1 AND name = $2";
        let rows = self.find(sql, &values![location, name]).await?;
        rows.first()
            .map(|row| Ok((row.bytes(0)?, row.int(1)?)))
            .transpose()
    }
}
