//! What is kept of calls.

use jiff::Timestamp;
use tenon_model::time::from_micros;

use crate::{Store, StoreError, driver::values, micros};

/// The answer of a call that named itself (`Idempotency-Key`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptAnswer {
    /// A hash of the caller and the name it gave.
    pub key: String,
    /// A hash of what was asked: the same name with another question is a mistake.
    pub fingerprint: String,
    /// Sealed. Empty when the answer was too long to keep.
    pub answer: Vec<u8>,
    /// Until when it is given again.
    pub expires_at: Timestamp,
}

impl Store {
    /// The kept answer of that name, unless it has ended.
    ///
    /// # Errors
    /// See [`StoreError`]; absence is `None`.
    pub async fn kept_answer(
        &self,
        location: &str,
        key: &str,
        now: Timestamp,
    ) -> Result<Option<KeptAnswer>, StoreError> {
        let sql = "SELECT fingerprint, answer, expires_at FROM kept_answers
                   WHERE location_id = $1 AND key = $2 AND expires_at > $3";
        let rows = self.find(sql, &values![location, key, micros(now)]).await?;
        let Some(row) = rows.first() else {
            return Ok(None);
        };
        Ok(Some(KeptAnswer {
            key: key.to_owned(),
            fingerprint: row.string(0)?,
            answer: row.bytes(1)?,
            expires_at: from_micros(row.int(2)?),
        }))
    }
}
