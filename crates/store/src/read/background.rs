//! Cursors, and how the queues stand.

use jiff::Timestamp;
use tenon_model::time::from_micros;

use crate::{Store, StoreError, driver::values, micros};

/// How a queue stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueueDepth {
    /// Jobs in it.
    pub waiting: i64,
    /// Those that have failed at least once.
    pub failing: i64,
    /// When the next one is due.
    pub next: Option<Timestamp>,
    /// What the last failure said; empty when none has failed.
    pub last_error: String,
}

impl Store {
    /// Where a reader stands.
    ///
    /// # Errors
    /// See [`StoreError`]; a new reader is `None`.
    pub async fn cursor(&self, location: &str, name: &str) -> Result<Option<String>, StoreError> {
        let sql = "SELECT position FROM cursors WHERE location_id = $1 AND name = $2";
        let rows = self.find(sql, &values![location, name]).await?;
        rows.first().map(|row| row.string(0)).transpose()
    }

    /// When a lease ends, whoever holds it.
    ///
    /// # Errors
    /// See [`StoreError`]; one that nobody ever took is `None`.
    pub async fn lease_until(
        &self,
        location: &str,
        name: &str,
    ) -> Result<Option<Timestamp>, StoreError> {
        let sql = "SELECT until FROM leases WHERE location_id = $1 AND name = $2";
        let rows = self.find(sql, &values![location, name]).await?;
        rows.first()
            .map(|row| row.int(0).map(from_micros))
            .transpose()
    }

    /// How a queue stands.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn queue_depth(&self, location: &str, queue: &str) -> Result<QueueDepth, StoreError> {
        let sql = "SELECT COUNT(*), COALESCE(SUM(CASE WHEN attempts > 0 THEN 1 ELSE 0 END), 0),
                     MIN(CASE WHEN lease_until > run_at THEN lease_until ELSE run_at END),
                     COALESCE(MAX(last_error), '')
                   FROM jobs WHERE location_id = $1 AND queue = $2";
        let rows = self.find(sql, &values![location, queue]).await?;
        let row = rows
            .first()
            .ok_or_else(|| StoreError::Internal("no count".into()))?;
        Ok(QueueDepth {
            waiting: row.int(0)?,
            failing: row.int(1)?,
            next: row.optional_int(2)?.map(from_micros),
            last_error: row.string(3)?,
        })
    }

    /// Whether a queue has a job that may be done now.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn has_due(
        &self,
        location: &str,
        queue: &str,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let sql = "SELECT 1 FROM jobs WHERE location_id = $1 AND queue = $2 AND run_at <= $3
                     AND lease_until <= $3 LIMIT 1";
        Ok(!self
            .find(sql, &values![location, queue, micros(now)])
            .await?
            .is_empty())
    }
}
