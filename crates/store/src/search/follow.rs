//! Brings the search index up to the change log, a stretch at a time.

use std::collections::HashSet;

use jiff::Timestamp;
use tenon_model::{
    Action, Kind, Origin,
    filter::{SortField, SortKey, terms},
};

use super::subject;
use crate::{
    Commit, IndexBatch, Record, Store, StoreError, Write,
    commit::{IndexRow, places},
    driver::{Value, values},
    micros,
    read::record,
};

/// Changes between two marks in the log, from which a reader that asks by time begins.
const MARK_EVERY: i64 = 1_000;

/// A location whose search index is behind its log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lag {
    /// The location.
    pub location: String,
    /// Changes that the index has not read.
    pub behind: i64,
    /// The newest change's number.
    pub last: i64,
}

impl Store {
    /// The locations whose search index is behind their log, and how far.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn search_lags(&self) -> Result<Vec<Lag>, StoreError> {
        let sql = "SELECT l.id, l.last_seq - COALESCE(p.position, 0), l.last_seq FROM locations l
             LEFT JOIN search_progress p ON p.location_id = l.id
             WHERE l.last_seq > COALESCE(p.position, 0) ORDER BY l.id";
        let rows = self.find(sql, &[]).await?;
        let lags = rows.iter().map(|row| {
            Ok(Lag {
                location: row.string(0)?,
                behind: row.int(1)?,
                last: row.int(2)?,
            })
        });
        lags.collect()
    }

    /// Reads up to `limit` changes into a location's search index. How many it read; 0: it is up to
    /// the log. Two may do it at once: one of them is refused.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when another was quicker; see [`StoreError`].
    pub async fn index_contacts(
        &self,
        location: &str,
        at: Timestamp,
        limit: i64,
    ) -> Result<i64, StoreError> {
        let sql = "SELECT position FROM search_progress WHERE location_id = $1";
        let rows = self.find(sql, &values![location]).await?;
        let from = rows.first().map_or(Ok(0), |row| row.int(0))?;
        let sql = "SELECT c.seq, c.at, c.kind, c.record_id, c.action, COALESCE(r.updated_at, 0)
             FROM changes c LEFT JOIN records r ON r.location_id = c.location_id
               AND r.kind = c.kind AND r.id = c.record_id
             WHERE c.location_id = $1 AND c.seq > $2 ORDER BY c.seq LIMIT $3";
        let rows = self.find(sql, &values![location, from, limit]).await?;
        let Some(last) = rows.last() else {
            return Ok(0);
        };
        let to = last.int(0)?;
        let (mut newest, mut changed) = (i64::MIN, HashSet::new());
        for row in &rows {
            newest = newest.max(row.int(1)?).max(row.int(5)?);
            let writes = Action::parse(row.text(4)?).is_some_and(Action::writes);
            if writes && row.text(2)? == Kind::Contact.name() {
                changed.insert(row.string(3)?);
            }
        }
        let (mut there, mut gone) = (Vec::new(), Vec::new());
        for record in self.contacts_as_they_are(location, &changed).await? {
            if record.deleted {
                gone.push(record.id);
            } else {
                there.push(index_row(location, &record)?);
            }
        }
        let batch = IndexBatch {
            from,
            to,
            newest,
            rows: there,
            gone,
            mark: from / MARK_EVERY < to / MARK_EVERY,
        };
        self.commit(Commit {
            location: location.to_owned(),
            at,
            origin: Origin::new(("system", "", "search index"), "system", ("change", "")),
            fence: None,
            writes: vec![Write::Index(Box::new(batch))],
        })
        .await?;
        Ok(i64::try_from(rows.len()).unwrap_or(i64::MAX))
    }

    /// A change's number such that no change up to it left its record with a time of `since` or
    /// later: where a reader that asks for what was written since then may begin. 0 when nobody
    /// knows better.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn log_floor(&self, location: &str, since: Timestamp) -> Result<i64, StoreError> {
        let sql = "SELECT COALESCE(MAX(seq), 0) FROM log_marks
             WHERE location_id = $1 AND newest < $2";
        let rows = self.find(sql, &values![location, micros(since)]).await?;
        rows.first().map_or(Ok(0), |row| row.int(0))
    }

    async fn contacts_as_they_are(
        &self,
        location: &str,
        ids: &HashSet<String>,
    ) -> Result<Vec<Record>, StoreError> {
        /// Contacts read by one statement.
        const AT_ONCE: usize = 100;
        let ids: Vec<&String> = ids.iter().collect();
        let mut records = Vec::with_capacity(ids.len());
        for ids in ids.chunks(AT_ONCE) {
            let mut values = values![location].to_vec();
            values.extend(ids.iter().map(|id| Value::from(*id)));
            let sql = format!(
                "SELECT {} FROM records WHERE location_id = $1 AND kind = 'contact' AND id IN ({})",
                super::sources::RECORD,
                places(2, ids.len())
            );
            for row in self.scan(&sql, &values).await? {
                records.push(record(row)?);
            }
        }
        Ok(records)
    }
}

fn index_row(location: &str, record: &Record) -> Result<IndexRow, StoreError> {
    let doc = record.fields()?;
    let subject = subject(record, &doc);
    let text = |field: SortField| match field.key(&subject) {
        SortKey::Text(text) => text,
        SortKey::Number(_) => String::new(),
    };
    Ok(IndexRow {
        id: record.id.clone(),
        created_at: micros(record.created_at),
        updated_at: micros(record.updated_at),
        texts: [
            SortField::FirstName,
            SortField::LastName,
            SortField::BusinessName,
            SortField::Email,
            SortField::Source,
        ]
        .map(text),
        dnd: i64::from(SortField::Dnd.key(&subject) == SortKey::Number(1)),
        terms: terms(location, &subject),
    })
}
