//! Where the index stands, and the contacts that changed since.

use std::collections::HashSet;

use super::{plan::Look, sources::RECORD};
use crate::{
    Record, StoreError,
    commit::places,
    driver::{Value, values},
    read::record,
};

/// Contacts read at once.
const PAGE: usize = 200;
/// Contacts of a scan read at once.
const SCAN_PAGE: i64 = 500;

/// How far the index is.
pub(super) struct Standing {
    /// The change it has read up to.
    pub(super) position: i64,
    /// Changes beyond.
    pub(super) behind: i64,
    /// Contacts there were at that point.
    pub(super) contacts: i64,
}

impl Look<'_> {
    /// Where the index stands; `None`: there is no such location.
    pub(super) async fn standing(&self) -> Result<Option<Standing>, StoreError> {
        let sql = "SELECT l.last_seq, COALESCE(p.position, 0), COALESCE(p.contacts, 0)
             FROM locations l LEFT JOIN search_progress p ON p.location_id = l.id
             WHERE l.id = $1";
        let rows = self.query(sql, &values![self.location]).await?;
        let Some(row) = rows.first() else {
            return Ok(None);
        };
        let position = row.int(1)?;
        Ok(Some(Standing {
            position,
            behind: row.int(0)? - position,
            contacts: row.int(2)?,
        }))
    }

    /// The contacts that changed beyond a position, those that were deleted as well.
    pub(super) async fn tail(&self, standing: &Standing) -> Result<HashSet<String>, StoreError> {
        if standing.behind == 0 {
            return Ok(HashSet::new());
        }
        let sql = "SELECT DISTINCT record_id FROM changes
             WHERE location_id = $1 AND seq > $2 AND kind = 'contact'
               AND action IN ('create', 'update', 'delete')";
        let rows = self
            .query(sql, &values![self.location, standing.position])
            .await?;
        rows.iter().map(|row| row.string(0)).collect()
    }

    /// How many contacts there are, to the last commit: those counted by the index, and what its
    /// tail adds and takes away, all at one moment.
    pub(super) async fn contacts(&self, standing: &Standing) -> Result<i64, StoreError> {
        if standing.behind == 0 {
            return Ok(standing.contacts);
        }
        let sql = "WITH tail AS (
               SELECT DISTINCT record_id FROM changes
               WHERE location_id = $1 AND kind = 'contact'
                 AND action IN ('create', 'update', 'delete')
                 AND seq > COALESCE(
                   (SELECT position FROM search_progress WHERE location_id = $1), 0))
             SELECT COALESCE((SELECT contacts FROM search_progress WHERE location_id = $1), 0)
               + (SELECT COUNT(*) FROM tail JOIN records r ON r.location_id = $1
                   AND r.kind = 'contact' AND r.id = tail.record_id AND r.deleted_at IS NULL)
               - (SELECT COUNT(*) FROM tail JOIN contact_index i ON i.location_id = $1
                   AND i.id = tail.record_id)";
        let rows = self.query(sql, &values![self.location]).await?;
        rows.first().map_or(Ok(0), |row| row.int(0))
    }

    /// Those of these contacts that are there.
    pub(super) async fn records<'i>(
        &self,
        ids: impl Iterator<Item = &'i str>,
    ) -> Result<Vec<Record>, StoreError> {
        let ids: Vec<&str> = ids.collect();
        let mut records = Vec::with_capacity(ids.len());
        for ids in ids.chunks(PAGE) {
            let mut values = values![self.location].to_vec();
            values.extend(ids.iter().map(|id| Value::from(*id)));
            let sql = format!(
                "SELECT {RECORD} FROM records WHERE location_id = $1 AND kind = 'contact'
                   AND id IN ({}) AND deleted_at IS NULL",
                places(2, ids.len())
            );
            for row in self.query(&sql, &values).await? {
                records.push(record(row)?);
            }
        }
        Ok(records)
    }

    /// The contacts behind an id, by their ids.
    pub(super) async fn contacts_behind(&self, id: &str) -> Result<Vec<Record>, StoreError> {
        let sql = format!(
            "SELECT {RECORD} FROM records WHERE location_id = $1 AND kind = 'contact' AND id > $2
               AND deleted_at IS NULL ORDER BY id LIMIT $3"
        );
        let rows = self
            .query(&sql, &values![self.location, id, SCAN_PAGE])
            .await?;
        rows.into_iter().map(record).collect()
    }
}
