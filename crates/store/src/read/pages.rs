//! Many at once: what is needed of the hub to go through a page of another side's records. A page
//! has some hundred ids, so that each look-up is one statement.

use tenon_model::Kind;

use super::{
    links,
    records::{COLUMNS, records},
};
use crate::{
    Link, Record, Store, StoreError,
    commit::places,
    driver::{Value, values},
};

fn with(first: &[Value], ids: &[&str]) -> Vec<Value> {
    let ids = ids.iter().map(|id| Value::from(*id));
    first.iter().cloned().chain(ids).collect()
}

impl Store {
    /// The links of these copies.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn links_of_copies(
        &self,
        location: &str,
        connection: &str,
        kind: Kind,
        remote_ids: &[&str],
    ) -> Result<Vec<Link>, StoreError> {
        self.links_with("remote_id", (location, connection, kind), remote_ids)
            .await
    }

    /// The links of these records.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn links_of_records(
        &self,
        location: &str,
        connection: &str,
        kind: Kind,
        ids: &[&str],
    ) -> Result<Vec<Link>, StoreError> {
        self.links_with("record_id", (location, connection, kind), ids)
            .await
    }

    async fn links_with(
        &self,
        column: &str,
        (location, connection, kind): (&str, &str, Kind),
        ids: &[&str],
    ) -> Result<Vec<Link>, StoreError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let sql = format!(
            "SELECT {} FROM links WHERE location_id = $1 AND connection_id = $2 AND kind = $3
               AND {column} IN ({})",
            links::COLUMNS,
            places(4, ids.len())
        );
        let values = with(&values![location, connection, kind.name()], ids);
        let rows = self.scan(&sql, &values).await?;
        rows.iter().map(links::link).collect()
    }

    /// These records, tombstones included.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn records_of_ids(
        &self,
        location: &str,
        kind: Kind,
        ids: &[&str],
    ) -> Result<Vec<Record>, StoreError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let sql = format!(
            "SELECT {COLUMNS} FROM records WHERE location_id = $1 AND kind = $2 AND id IN ({})",
            places(3, ids.len())
        );
        let values = with(&values![location, kind.name()], ids);
        records(self.scan(&sql, &values).await?)
    }

    /// A location's records of one kind behind an id, in the order of their ids.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn records_after(
        &self,
        location: &str,
        kind: Kind,
        after: &str,
        limit: i64,
    ) -> Result<Vec<Record>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM records WHERE location_id = $1 AND kind = $2 AND id > $3
               AND deleted_at IS NULL ORDER BY id LIMIT $4"
        );
        let values = values![location, kind.name(), after, limit.max(0)];
        records(self.scan(&sql, &values).await?)
    }

    /// Which contacts have these e-mails or phones (in normal form): value and contact.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn holders(
        &self,
        location: &str,
        name: &str,
        sought: &[&str],
    ) -> Result<Vec<(String, String)>, StoreError> {
        if sought.is_empty() {
            return Ok(Vec::new());
        }
        let sql = format!(
            "SELECT value, record_id FROM record_keys WHERE location_id = $1 AND kind = 'contact'
               AND name = $2 AND value IN ({}) ORDER BY value, slot, record_id",
            places(3, sought.len())
        );
        let values = with(&values![location, name], sought);
        let rows = self.scan(&sql, &values).await?;
        rows.iter()
            .map(|row| Ok((row.string(0)?, row.string(1)?)))
            .collect()
    }

    /// Which of these jobs wait or are being done.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn jobs_among(
        &self,
        location: &str,
        queue: &str,
        keys: &[&str],
    ) -> Result<Vec<String>, StoreError> {
        if keys.is_empty() {
            return Ok(Vec::new());
        }
        let sql = format!(
            "SELECT key FROM jobs WHERE location_id = $1 AND queue = $2 AND key IN ({})",
            places(3, keys.len())
        );
        let values = with(&values![location, queue], keys);
        let rows = self.scan(&sql, &values).await?;
        rows.iter().map(|row| row.string(0)).collect()
    }

    /// How many jobs of a queue are of this priority, and how many of them have failed `attempts` times.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn jobs_left(
        &self,
        location: &str,
        queue: &str,
        priority: i64,
        attempts: i64,
    ) -> Result<(i64, i64), StoreError> {
        let sql = "SELECT COUNT(*), COALESCE(SUM(CASE WHEN attempts >= $4 THEN 1 ELSE 0 END), 0)
                   FROM jobs WHERE location_id = $1 AND queue = $2 AND priority = $3";
        let values = values![location, queue, priority, attempts];
        let rows = self.scan(sql, &values).await?;
        let row = rows
            .first()
            .ok_or_else(|| StoreError::Internal("no count".into()))?;
        Ok((row.int(0)?, row.int(1)?))
    }

    /// How many records of a kind stand on both sides.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn count_linked(
        &self,
        location: &str,
        connection: &str,
        kind: Kind,
    ) -> Result<i64, StoreError> {
        let sql = "SELECT COUNT(*) FROM links WHERE location_id = $1 AND connection_id = $2
                     AND kind = $3 AND state IN ('linked', 'refused')";
        let rows = self
            .scan(sql, &values![location, connection, kind.name()])
            .await?;
        rows.first().map_or(Ok(0), |row| row.int(0))
    }
}

impl Store {
    /// How many records of each kind hang on these contacts and have no link to a connection.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn unlinked_children(
        &self,
        location: &str,
        connection: &str,
        roots: &[&str],
    ) -> Result<Vec<(Kind, u64)>, StoreError> {
        if roots.is_empty() {
            return Ok(Vec::new());
        }
        let sql = format!(
            "SELECT r.kind, COUNT(*) FROM records r
             LEFT JOIN links l ON l.location_id = r.location_id AND l.connection_id = $2
               AND l.kind = r.kind AND l.record_id = r.id
             WHERE r.location_id = $1 AND r.kind <> 'contact' AND r.deleted_at IS NULL
               AND l.record_id IS NULL AND r.root_id IN ({})
             GROUP BY r.kind ORDER BY r.kind",
            places(3, roots.len())
        );
        let rows = self
            .scan(&sql, &with(&values![location, connection], roots))
            .await?;
        let mut counts = Vec::with_capacity(rows.len());
        for row in rows {
            if let Some(kind) = Kind::parse(row.text(0)?) {
                counts.push((kind, u64::try_from(row.int(1)?).unwrap_or(0)));
            }
        }
        Ok(counts)
    }
}
