//! Tokens, by their hashes.

use jiff::Timestamp;
use tenon_model::time::from_micros;

use crate::{Store, StoreError, driver::values};

/// A bearer token as it is stored: never itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Token {
    /// Lower-case hex of the token's SHA-256.
    pub hash: String,
    /// What it is called in logs and on the timeline.
    pub id: String,
    /// The one location it sees.
    pub location_id: String,
    /// Its name for people.
    pub name: String,
    /// Scopes, with spaces between.
    pub scopes: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
}

impl Store {
    /// The token with this hash.
    ///
    /// # Errors
    /// See [`StoreError`]; absence is `None`.
    pub async fn token(&self, hash: &str) -> Result<Option<Token>, StoreError> {
        let sql = "SELECT hash, id, location_id, name, scopes, created_at, expires_at
                   FROM tokens WHERE hash = $1";
        let rows = self.find(sql, &values![hash]).await?;
        let Some(row) = rows.first() else {
            return Ok(None);
        };
        Ok(Some(Token {
            hash: row.string(0)?,
            id: row.string(1)?,
            location_id: row.string(2)?,
            name: row.string(3)?,
            scopes: row.string(4)?,
            created_at: from_micros(row.int(5)?),
            expires_at: from_micros(row.int(6)?),
        }))
    }
}
