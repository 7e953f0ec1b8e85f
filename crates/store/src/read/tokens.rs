//! Tokens, by their hashes.

use jiff::Timestamp;
use tenon_model::time::from_micros;

use crate::{Store, StoreError, driver::values};

/// A bearer token as it is stored: never itself.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Token {
    /// Lower-case hex of the token's SHA-256.
    pub hash: String,
    /// What it is called in logs and on the timeline.
    pub id: String,
    /// The one location it sees; empty for a company's.
    pub location_id: String,
    /// Its name for people.
    pub name: String,
    /// Scopes, with spaces between.
    pub scopes: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
    /// `Location` or `Company`; empty is read as `Location`.
    pub class: String,
    /// The company, where it is known.
    pub company_id: String,
    /// The OAuth client it was given to; empty for a private token.
    pub client_id: String,
    /// The person on whose behalf; empty for none.
    pub person_id: String,
    /// The grant it came of; empty for none.
    pub grant_id: String,
    /// When it was first shown; kept for those that came of a grant.
    pub used_at: Option<Timestamp>,
    /// When it, its grant, its client or its person was revoked.
    pub revoked_at: Option<Timestamp>,
}

impl Store {
    /// The token with this hash.
    ///
    /// # Errors
    /// See [`StoreError`]; absence is `None`.
    pub async fn token(&self, hash: &str) -> Result<Option<Token>, StoreError> {
        let sql =
            "SELECT t.hash, t.id, t.location_id, t.name, t.scopes, t.created_at, t.expires_at,
                     t.class, t.company_id, t.client_id, t.person_id, t.grant_id, t.used_at,
                     COALESCE(t.revoked_at, g.revoked_at, c.revoked_at, p.revoked_at)
                   FROM tokens t
                   LEFT JOIN grants g ON g.id = t.grant_id
                   LEFT JOIN clients c ON c.id = t.client_id
                   LEFT JOIN people p ON p.id = t.person_id
                   WHERE t.hash = $1";
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
            class: row.string(7)?,
            company_id: row.string(8)?,
            client_id: row.string(9)?,
            person_id: row.string(10)?,
            grant_id: row.string(11)?,
            used_at: row.optional_int(12)?.map(from_micros),
            revoked_at: row.optional_int(13)?.map(from_micros),
        }))
    }
}
