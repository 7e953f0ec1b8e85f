//! Reviews and their rules, undos, merges and pauses.

use jiff::Timestamp;
use serde_json::Value as Json;
use tenon_model::{Change, Kind, Origin, time::from_micros};

use super::{
    changes::{COLUMNS, change},
    records::{COLUMNS as RECORD, records},
    sources::Review,
};
use crate::{
    Record, Store, StoreError,
    driver::{Row, Value, values},
};

/// A review with what became of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// What is asked.
    pub review: Review,
    /// Its type: what its id begins with.
    pub kind: String,
    /// Reviews with the same text here are alike; empty: it is like no other.
    pub alike: String,
    /// `open` or `decided`.
    pub state: String,
    /// When it was asked.
    pub created_at: Timestamp,
    /// What was decided; `null`: nothing yet.
    pub decision: Json,
    /// Who decided.
    pub decided_by: String,
    /// When.
    pub decided_at: Option<Timestamp>,
}

/// Which reviews are asked for; what is empty stands for any.
#[derive(Debug, Clone, Default)]
pub struct ReviewSearch {
    /// `open` or `decided`.
    pub state: String,
    /// Their type.
    pub kind: String,
    /// The contact or source item they are about.
    pub subject: String,
    /// Those alike.
    pub alike: String,
    /// Goes past so many.
    pub offset: i64,
    /// At most so many.
    pub limit: i64,
}

/// A decision that holds for every review like one.
#[derive(Debug, Clone, PartialEq)]
pub struct ReviewRule {
    /// Its id.
    pub id: String,
    /// What the reviews have in common.
    pub alike: String,
    /// Their type.
    pub kind: String,
    /// The title of the review it was made from.
    pub title: String,
    /// What is decided.
    pub decision: Json,
    /// Who made it.
    pub made_by: String,
    /// When.
    pub created_at: Timestamp,
}

/// An undo and how far it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Undo {
    /// Its id.
    pub id: String,
    /// What is undone, and how.
    pub target: Json,
    /// `running`, `done` or `stopped`.
    pub state: String,
    /// The target's entries from this number on have been dealt with.
    pub before_seq: i64,
    /// What it has done, and could not do, so far.
    pub report: Json,
    /// Who asked for it.
    pub origin: Origin,
    /// When.
    pub created_at: Timestamp,
    /// Grows with every step; 0: not stored yet.
    pub version: i64,
}

/// Two contacts that were made one.
#[derive(Debug, Clone, PartialEq)]
pub struct Merge {
    /// Its id.
    pub id: String,
    /// The contact that stands.
    pub survivor_id: String,
    /// The contact that ended in it.
    pub loser_id: String,
    /// Who made it.
    pub made_by: String,
    /// When.
    pub created_at: Timestamp,
    /// Whether it was undone.
    pub undone: bool,
}

/// Where a record went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// Its kind.
    pub kind: Kind,
    /// Its id before.
    pub record_id: String,
    /// Its id now.
    pub to_id: String,
}

/// What sync leaves alone for now.
#[derive(Debug, Clone, PartialEq)]
pub struct Pause {
    /// The connection; empty: every one.
    pub connection_id: String,
    /// The kind, by name; empty: every one.
    pub kind: String,
    /// The contact; empty: every one.
    pub contact_id: String,
    /// Why, in somebody's words.
    pub reason: String,
    /// Who paused it.
    pub made_by: String,
    /// When.
    pub created_at: Timestamp,
}

impl Pause {
    /// Whether it covers a kind of a contact's records at a connection.
    #[must_use]
    pub fn covers(&self, connection: &str, kind: Kind, contact: &str) -> bool {
        let any = |of: &str, is: &str| of.is_empty() || of == is;
        any(&self.connection_id, connection)
            && any(&self.kind, kind.name())
            && any(&self.contact_id, contact)
    }
}

const REVIEW: &str =
    "id, subject, title, reasons, detail, type, alike, state, created_at, decision,
    decided_by, decided_at";
const RULE: &str = "id, alike, type, title, decision, made_by, created_at";
const UNDO: &str = "id, target, state, before_seq, report, origin, created_at, version";
const MERGE: &str = "id, survivor_id, loser_id, made_by, created_at, undone";

fn asked(row: &Row) -> Result<Asked, StoreError> {
    Ok(Asked {
        review: Review {
            id: row.string(0)?,
            subject: row.string(1)?,
            title: row.string(2)?,
            reasons: row.json(3)?,
            detail: row.json(4)?,
        },
        kind: row.string(5)?,
        alike: row.string(6)?,
        state: row.string(7)?,
        created_at: from_micros(row.int(8)?),
        decision: row.json(9)?,
        decided_by: row.string(10)?,
        decided_at: row.optional_int(11)?.map(from_micros),
    })
}

fn rule(row: &Row) -> Result<ReviewRule, StoreError> {
    Ok(ReviewRule {
        id: row.string(0)?,
        alike: row.string(1)?,
        kind: row.string(2)?,
        title: row.string(3)?,
        decision: row.json(4)?,
        made_by: row.string(5)?,
        created_at: from_micros(row.int(6)?),
    })
}

fn undo(row: &Row) -> Result<Undo, StoreError> {
    Ok(Undo {
        id: row.string(0)?,
        target: row.json(1)?,
        state: row.string(2)?,
        before_seq: row.int(3)?,
        report: row.json(4)?,
        origin: row.json(5)?,
        created_at: from_micros(row.int(6)?),
        version: row.int(7)?,
    })
}

fn merge(row: &Row) -> Result<Merge, StoreError> {
    Ok(Merge {
        id: row.string(0)?,
        survivor_id: row.string(1)?,
        loser_id: row.string(2)?,
        made_by: row.string(3)?,
        created_at: from_micros(row.int(4)?),
        undone: row.int(5)? != 0,
    })
}

impl Store {
    /// Reviews, oldest first.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn reviews(
        &self,
        location: &str,
        search: &ReviewSearch,
    ) -> Result<Vec<Asked>, StoreError> {
        let mut sql = format!("SELECT {REVIEW} FROM reviews WHERE location_id = $1");
        let mut values = values![location, search.limit.max(0), search.offset.max(0)].to_vec();
        for (column, value) in [
            ("state", &search.state),
            ("type", &search.kind),
            ("subject", &search.subject),
            ("alike", &search.alike),
        ] {
            if !value.is_empty() {
                values.push(Value::from(value));
                sql.push_str(&format!(" AND {column} = ${}", values.len()));
            }
        }
        sql.push_str(" ORDER BY created_at, id LIMIT $2 OFFSET $3");
        self.scan(&sql, &values).await?.iter().map(asked).collect()
    }

    /// A review.
    ///
    /// # Errors
    /// See [`StoreError`]; absence is `None`.
    pub async fn review(&self, location: &str, id: &str) -> Result<Option<Asked>, StoreError> {
        let sql = format!("SELECT {REVIEW} FROM reviews WHERE location_id = $1 AND id = $2");
        let rows = self.find(&sql, &values![location, id]).await?;
        rows.first().map(asked).transpose()
    }

    /// How many reviews are open, by type.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn open_review_counts(
        &self,
        location: &str,
    ) -> Result<Vec<(String, i64)>, StoreError> {
        let sql = "SELECT type, COUNT(*) FROM reviews WHERE location_id = $1 AND state = 'open'
                   GROUP BY type ORDER BY type";
        let rows = self.scan(sql, &values![location]).await?;
        rows.iter()
            .map(|row| Ok((row.string(0)?, row.int(1)?)))
            .collect()
    }

    /// The rules made of decisions.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn review_rules(&self, location: &str) -> Result<Vec<ReviewRule>, StoreError> {
        let sql = format!(
            "SELECT {RULE} FROM review_rules WHERE location_id = $1 ORDER BY created_at, id"
        );
        let rows = self.find(&sql, &values![location]).await?;
        rows.iter().map(rule).collect()
    }

    /// Open reviews that a rule speaks of, each with its rule's id.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn ruled_reviews(
        &self,
        location: &str,
        limit: i64,
    ) -> Result<Vec<(String, String)>, StoreError> {
        let sql = "SELECT r.id, s.id FROM review_rules s JOIN reviews r
                     ON r.location_id = s.location_id AND r.state = 'open' AND r.alike = s.alike
                   WHERE s.location_id = $1 ORDER BY r.created_at, r.id LIMIT $2";
        let rows = self.scan(sql, &values![location, limit.max(0)]).await?;
        rows.iter()
            .map(|row| Ok((row.string(0)?, row.string(1)?)))
            .collect()
    }

    /// What a cause led to, before entry `before`, newest first. Of an import, what its items led to.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn caused(
        &self,
        location: &str,
        (kind, id): (&str, &str),
        before: i64,
        limit: i64,
    ) -> Result<Vec<Change>, StoreError> {
        let columns = COLUMNS.split(", ").map(|column| format!("c.{column}"));
        let columns = columns.collect::<Vec<_>>().join(", ");
        let causes = if kind == "import" {
            // Each of its items is a cause of its own; one that was not filed as an item is its own.
            "k.kind = $2 AND (k.id = $3 OR k.id IN (SELECT key FROM source_items
               WHERE location_id = $1 AND import_id = $3))"
        } else {
            "k.kind = $2 AND k.id = $3"
        };
        let sql = format!(
            "SELECT {columns} FROM causes k JOIN changes c ON c.location_id = k.location_id
               AND c.seq >= k.first_seq AND c.seq <= k.last_seq
             WHERE k.location_id = $1 AND {causes} AND c.seq < $4 ORDER BY c.seq DESC LIMIT $5"
        );
        let values = values![location, kind, id, before, limit.max(0)];
        self.scan(&sql, &values).await?.iter().map(change).collect()
    }

    /// An undo.
    ///
    /// # Errors
    /// See [`StoreError`]; absence is `None`.
    pub async fn undo(&self, location: &str, id: &str) -> Result<Option<Undo>, StoreError> {
        let sql = format!("SELECT {UNDO} FROM undos WHERE location_id = $1 AND id = $2");
        let rows = self.find(&sql, &values![location, id]).await?;
        rows.first().map(undo).transpose()
    }

    /// Undos in one state, or all, newest first.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn undos(
        &self,
        location: &str,
        state: Option<&str>,
        limit: i64,
    ) -> Result<Vec<Undo>, StoreError> {
        let sql = format!(
            "SELECT {UNDO} FROM undos WHERE location_id = $1 AND state = COALESCE($2, state)
             ORDER BY created_at DESC, id DESC LIMIT $3"
        );
        let rows = self
            .find(&sql, &values![location, state, limit.max(0)])
            .await?;
        rows.iter().map(undo).collect()
    }

    /// A merge.
    ///
    /// # Errors
    /// See [`StoreError`]; absence is `None`.
    pub async fn merge(&self, location: &str, id: &str) -> Result<Option<Merge>, StoreError> {
        let sql = format!("SELECT {MERGE} FROM merges WHERE location_id = $1 AND id = $2");
        let rows = self.find(&sql, &values![location, id]).await?;
        rows.first().map(merge).transpose()
    }

    /// Merges, newest first.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn merges(&self, location: &str, limit: i64) -> Result<Vec<Merge>, StoreError> {
        let sql = format!(
            "SELECT {MERGE} FROM merges WHERE location_id = $1
             ORDER BY created_at DESC, id DESC LIMIT $2"
        );
        let rows = self.find(&sql, &values![location, limit.max(0)]).await?;
        rows.iter().map(merge).collect()
    }

    /// Where a record went that ended in a merge, or in several after each other.
    ///
    /// # Errors
    /// See [`StoreError`]; one that went nowhere is `None`.
    pub async fn moved_to(
        &self,
        location: &str,
        kind: Kind,
        id: &str,
    ) -> Result<Option<String>, StoreError> {
        /// More merges in a row than anybody makes; also the end of a circle.
        const MOST: usize = 50;
        let sql = "SELECT to_id FROM moved WHERE location_id = $1 AND kind = $2 AND record_id = $3";
        let mut at = None;
        for _ in 0..MOST {
            let from = at.as_deref().unwrap_or(id);
            let rows = self
                .find(sql, &values![location, kind.name(), from])
                .await?;
            match rows.first() {
                Some(row) => at = Some(row.string(0)?),
                None => break,
            }
        }
        Ok(at)
    }

    /// What sync leaves alone, oldest first.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn pauses(&self, location: &str) -> Result<Vec<Pause>, StoreError> {
        let sql = "SELECT connection_id, kind, contact_id, reason, made_by, created_at FROM pauses
                   WHERE location_id = $1 ORDER BY created_at, connection_id, kind, contact_id";
        let rows = self.find(sql, &values![location]).await?;
        rows.iter().map(pause).collect()
    }

    /// The pauses that touch a contact: its own, and those of connections and kinds.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn pauses_over(
        &self,
        location: &str,
        contact: &str,
    ) -> Result<Vec<Pause>, StoreError> {
        let sql = "SELECT connection_id, kind, contact_id, reason, made_by, created_at FROM pauses
                   WHERE location_id = $1 AND (contact_id = '' OR contact_id = $2)
                   ORDER BY created_at, connection_id, kind, contact_id";
        let rows = self.find(sql, &values![location, contact]).await?;
        rows.iter().map(pause).collect()
    }

    /// E-mails and phones that several contacts have, as their own or as additional ones: `(name, value)`.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn shared_keys(
        &self,
        location: &str,
        limit: i64,
    ) -> Result<Vec<(String, String)>, StoreError> {
        let sql = "SELECT name, value FROM record_keys
                   WHERE location_id = $1 AND kind = 'contact' AND name IN ('email', 'phone')
                   GROUP BY name, value HAVING COUNT(*) > 1 ORDER BY name, value LIMIT $2";
        let rows = self.scan(sql, &values![location, limit.max(0)]).await?;
        rows.iter()
            .map(|row| Ok((row.string(0)?, row.string(1)?)))
            .collect()
    }

    /// Contacts behind an id, in the order of their ids.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn contacts_after(
        &self,
        location: &str,
        after: &str,
        limit: i64,
    ) -> Result<Vec<Record>, StoreError> {
        let sql = format!(
            "SELECT {RECORD} FROM records WHERE location_id = $1 AND kind = 'contact' AND id > $2
               AND deleted_at IS NULL ORDER BY id LIMIT $3"
        );
        let values = values![location, after, limit.max(0)];
        records(self.scan(&sql, &values).await?)
    }

    /// A job that waits, whoever is to do it: when it is due, how often it failed, and how.
    ///
    /// # Errors
    /// See [`StoreError`]; absence is `None`.
    pub async fn waiting_job(
        &self,
        location: &str,
        queue: &str,
        key: &str,
    ) -> Result<Option<(Timestamp, i64, String)>, StoreError> {
        let sql =
            "SELECT CASE WHEN lease_until > run_at THEN lease_until ELSE run_at END, attempts,
                     last_error
                   FROM jobs WHERE location_id = $1 AND queue = $2 AND key = $3";
        let rows = self.find(sql, &values![location, queue, key]).await?;
        rows.first()
            .map(|row| Ok((from_micros(row.int(0)?), row.int(1)?, row.string(2)?)))
            .transpose()
    }
}

fn pause(row: &Row) -> Result<Pause, StoreError> {
    Ok(Pause {
        connection_id: row.string(0)?,
        kind: row.string(1)?,
        contact_id: row.string(2)?,
        reason: row.string(3)?,
        made_by: row.string(4)?,
        created_at: from_micros(row.int(5)?),
    })
}
