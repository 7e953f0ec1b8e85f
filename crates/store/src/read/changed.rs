//! The records of a kind in the order in which they last changed: what a poller reads.
//!
//! Its cursor is a number of the change log. Times would not do: two commits may carry their times in
//! another order than the one they became visible in, and what came later with an earlier time would
//! be missed. The log's numbers become visible in their order.

use jiff::Timestamp;
use tenon_model::Kind;

use super::record;
use crate::{Record, Store, StoreError, driver::values, micros};

/// Changes looked through by one statement, of whatever kind.
const WINDOW: i64 = 10_000;
/// Statements for one page.
const MAX_WINDOWS: usize = 10;

/// What is asked for.
#[derive(Debug, Clone)]
pub struct ChangedSearch {
    /// The records' kind.
    pub kind: Kind,
    /// Changes behind this number; 0: from the beginning.
    pub after: i64,
    /// Only records written then or later.
    pub since: Option<Timestamp>,
    /// Whether what was deleted is told as well.
    pub deleted: bool,
    /// At most so many records.
    pub limit: i64,
}

/// A page of records that changed.
#[derive(Debug, Clone)]
pub struct ChangedPage {
    /// The records as they are now, each once in a whole reading, in the order of their last
    /// change. One that changes meanwhile comes again.
    pub records: Vec<Record>,
    /// Where the next page starts.
    pub next: i64,
    /// Whether there is more to read now.
    pub more: bool,
}

impl Store {
    /// The records of a kind that changed, oldest change first. A page may hold fewer than asked
    /// for, and even none, while there is more: what others changed is looked through too, and one
    /// page looks at no more than a hundred thousand changes. `None`: the log does not reach to
    /// `after`, so it is another log's number.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn changed(
        &self,
        location: &str,
        search: &ChangedSearch,
    ) -> Result<Option<ChangedPage>, StoreError> {
        // First: what is committed later has a larger number.
        let last = self.last_seq(location).await?;
        if search.after > last {
            return Ok(None);
        }
        let mut page = ChangedPage {
            records: Vec::new(),
            next: search.after,
            more: false,
        };
        for _ in 0..MAX_WINDOWS {
            let end = last.min(page.next.saturating_add(WINDOW));
            let room = search.limit - page.records.len() as i64;
            if page.next >= end || room <= 0 {
                break;
            }
            // A record belongs to its newest change alone, and comes when that is read.
            let sql = format!(
                "SELECT {}, c.seq FROM changes c JOIN records r ON r.location_id = c.location_id
                   AND r.kind = c.kind AND r.id = c.record_id AND r.version = c.version
                 WHERE c.location_id = $1 AND c.seq > $2 AND c.seq <= $3 AND c.kind = $4
                   AND r.updated_at >= $5{} ORDER BY c.seq LIMIT $6",
                "r.kind, r.id, r.root_id, r.version, r.created_at, r.updated_at, r.deleted_at, r.doc",
                if search.deleted {
                    ""
                } else {
                    " AND r.deleted_at IS NULL"
                }
            );
            let since = search.since.map_or(i64::MIN, micros);
            let values = values![location, page.next, end, search.kind.name(), since, room];
            let rows = self.scan(&sql, &values).await?;
            page.next = match rows.last() {
                Some(row) if rows.len() as i64 == room => row.int(8)?,
                _ => end,
            };
            for row in rows {
                page.records.push(record(row)?);
            }
        }
        page.more = page.next < last;
        Ok(Some(page))
    }
}
