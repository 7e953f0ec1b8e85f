//! One SQLite connection behind the driver port.

use std::{borrow::Cow, path::Path};

use futures_util::future::{FutureExt, ready};
use rusqlite::{
    ErrorCode, OpenFlags, ToSql, ffi,
    types::{ToSqlOutput, ValueRef},
};

use crate::{
    Outage, OutageCause, StoreError,
    driver::{Answer, Driver, Engine, Row, Statement, Value},
};

/// How long a writer waits for another process's transaction.
const BUSY: std::time::Duration = std::time::Duration::from_secs(5);
/// Statements kept prepared: all of ours, with room.
const STATEMENTS: usize = 200;
/// Pages between checkpoints (4 KiB each): 64 MiB of WAL. A page that was written often since the last
/// checkpoint is copied once, so the rarer it is, the less there is to copy; after a crash, that much
/// is read before the first answer (some 50 ms).
const CHECKPOINT_PAGES: i64 = 16_000;

/// The writer's page cache. Keys arrive in no order, so their pages must stay at hand; SQLite's
/// default of 2 MiB holds those of some ten thousand contacts.
const WRITER_CACHE_KIB: i64 = 16 * 1024;

/// A reader's page cache. Look-ups run on as many readers as there are cores, so this is what a firm's
/// ten thousand contacts need in each; with SQLite's 2 MiB, half the time of a look-up was reading
/// pages anew. Eight readers at most are kept, most of them idle and empty.
const READER_CACHE_KIB: i64 = 8 * 1024;

pub(crate) struct Sqlite(rusqlite::Connection);

impl Sqlite {
    pub(super) fn open(path: &Path) -> Result<Self, StoreError> {
        // One thread has it, so its calls need no locks of SQLite's own.
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = rusqlite::Connection::open_with_flags(path, flags).map_err(failure)?;
        connection
            .pragma_update(None, "journal_mode", "WAL")
            .map_err(failure)?;
        connection
            .pragma_update(None, "synchronous", "FULL")
            .map_err(failure)?;
        connection
            .pragma_update(None, "wal_autocheckpoint", CHECKPOINT_PAGES)
            .map_err(failure)?;
        connection
            .pragma_update(None, "cache_size", -WRITER_CACHE_KIB)
            .map_err(failure)?;
        // What a savepoint may have to take back is small; in a file it costs more than the writes.
        connection
            .pragma_update(None, "temp_store", "MEMORY")
            .map_err(failure)?;
        Self::ready(connection)
    }

    pub(super) fn open_read_only(path: &Path) -> Result<Self, StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = rusqlite::Connection::open_with_flags(path, flags).map_err(failure)?;
        connection
            .pragma_update(None, "cache_size", -READER_CACHE_KIB)
            .map_err(failure)?;
        Self::ready(connection)
    }

    pub(super) fn open_in_memory() -> Result<Self, StoreError> {
        Self::ready(rusqlite::Connection::open_in_memory().map_err(failure)?)
    }

    fn ready(connection: rusqlite::Connection) -> Result<Self, StoreError> {
        connection.busy_timeout(BUSY).map_err(failure)?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS);
        Ok(Self(connection))
    }

    /// Runs one statement that takes and gives nothing.
    pub(super) fn run(&self, sql: &str) -> Result<(), StoreError> {
        self.0.execute_batch(sql).map_err(failure)
    }

    /// Runs `work` in a transaction that takes the write lock at once: one that took it later would
    /// fail with SQLITE_BUSY when somebody else had written meanwhile.
    pub(super) fn transaction<T>(
        &mut self,
        work: impl FnOnce(&mut Self) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.run("BEGIN IMMEDIATE")?;
        match work(self) {
            Ok(answer) => {
                self.commit()?;
                Ok(answer)
            }
            Err(error) => {
                self.roll_back();
                Err(error)
            }
        }
    }

    /// Commits. When the disk fails in the middle of it, nobody knows what a crash would leave: the
    /// end of the transaction may stand in the WAL without having been synced.
    pub(super) fn commit(&self) -> Result<(), StoreError> {
        let committed = self.0.execute_batch("COMMIT");
        committed.map_err(|error| {
            self.roll_back();
            let io = error.sqlite_error_code() == Some(ErrorCode::SystemIoFailure);
            match failure(error) {
                StoreError::Unavailable(what) if io => StoreError::Unknown(what.detail),
                other => other,
            }
        })
    }

    /// Ends the transaction, if SQLite has not ended it itself (as it does when the disk is full).
    pub(super) fn roll_back(&self) {
        if !self.0.is_autocommit()
            && let Err(error) = self.run("ROLLBACK")
        {
            tracing::error!(%error, "could not roll back");
        }
    }

    /// Whether a transaction is open.
    pub(super) fn in_transaction(&self) -> bool {
        !self.0.is_autocommit()
    }

    fn select(&self, sql: &str, values: &[Value]) -> rusqlite::Result<Vec<Row>> {
        let mut statement = self.0.prepare_cached(&numbered(sql))?;
        let columns = statement.column_count();
        let mut cursor = statement.query(rusqlite::params_from_iter(values))?;
        let mut rows = Vec::new();
        while let Some(row) = cursor.next()? {
            let mut cells = Vec::with_capacity(columns);
            for column in 0..columns {
                cells.push(match row.get_ref(column)? {
                    ValueRef::Null => Value::Null,
                    ValueRef::Integer(value) => Value::Int(value),
                    ValueRef::Text(value) => {
                        Value::Text(String::from_utf8_lossy(value).into_owned())
                    }
                    ValueRef::Blob(value) => Value::Bytes(value.to_vec()),
                    ValueRef::Real(value) => Value::Int(value as i64),
                });
            }
            rows.push(Row(cells));
        }
        Ok(rows)
    }

    fn change(&self, sql: &str, values: &[Value]) -> rusqlite::Result<u64> {
        let mut statement = self.0.prepare_cached(&numbered(sql))?;
        Ok(statement.execute(rusqlite::params_from_iter(values))? as u64)
    }
}

impl Driver for Sqlite {
    fn query<'a>(&'a mut self, sql: &'a str, values: &'a [Value]) -> Answer<'a, Vec<Row>> {
        ready(self.select(sql, values).map_err(failure)).boxed()
    }

    fn execute<'a>(&'a mut self, sql: &'a str, values: &'a [Value]) -> Answer<'a, u64> {
        ready(self.change(sql, values).map_err(failure)).boxed()
    }

    // Nothing is gained by committing along: the group is committed as one.
    fn last<'a>(&'a mut self, statements: &'a [Statement]) -> Answer<'a, Vec<Row>> {
        let run = || {
            let Some((last, writes)) = statements.split_last() else {
                return Ok(Vec::new());
            };
            for (number, statement) in writes.iter().enumerate() {
                let touched = self.change(&statement.sql, &statement.values)?;
                if number == 0 && touched == 0 {
                    return Ok(Vec::new());
                }
            }
            self.select(&last.sql, &last.values)
        };
        ready(run().map_err(failure)).boxed()
    }

    fn engine(&self) -> Engine {
        Engine::Sqlite
    }

    fn rows_at_once(&self) -> usize {
        1
    }

    // One writer at a time: there is nobody to pass by.
    fn skip_locked(&self) -> &'static str {
        ""
    }

    fn clustered(&self) -> &'static str {
        "WITHOUT ROWID"
    }

    // Compared byte by byte unless told otherwise.
    fn text_type(&self) -> &'static str {
        "TEXT"
    }
}

/// PostgreSQL's `$1` is a name to SQLite, numbered by where it stands first; `?1` is the first. Where
/// the names first stand in their order, which is nearly everywhere, both say the same.
fn numbered(sql: &str) -> Cow<'_, str> {
    let mut known = 0;
    for (at, _) in sql.match_indices('$') {
        let digits = sql[at + 1..].bytes().take_while(u8::is_ascii_digit);
        let number = digits.fold(0, |number: usize, digit| {
            number
                .saturating_mul(10)
                .saturating_add(usize::from(digit - b'0'))
        });
        match number {
            new if new == known + 1 => known = new,
            old if (1..=known).contains(&old) => {}
            _ => return Cow::Owned(sql.replace('$', "?")),
        }
    }
    Cow::Borrowed(sql)
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        if self.is_refused() {
            return Err(rusqlite::Error::ToSqlConversionFailure(
                "a text must not hold a NUL".into(),
            ));
        }
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Int(value) => ValueRef::Integer(*value),
            Self::Text(value) => ValueRef::Text(value.as_bytes()),
            Self::Bytes(value) => ValueRef::Blob(value),
        }))
    }
}

// By value, because `map_err` hands it over so.
#[allow(clippy::needless_pass_by_value)]
fn failure(error: rusqlite::Error) -> StoreError {
    let what = match error.sqlite_error_code() {
        _ if is_full(&error) => "the disk is full; make room and it goes on by itself",
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            "the file is locked by another process"
        }
        Some(ErrorCode::ReadOnly) => "the file cannot be written to; check its permissions",
        Some(ErrorCode::NotADatabase) => "the file is something else; name another",
        Some(ErrorCode::CannotOpen) => "the file cannot be opened; check the folder",
        _ if is_unique_violation(&error) => {
            return StoreError::conflict("what it must not be equal to");
        }
        Some(ErrorCode::SystemIoFailure) => "reading or writing the file failed",
        _ => return StoreError::Internal(error.to_string()),
    };
    let cause = match error.sqlite_error_code() {
        _ if is_full(&error) => OutageCause::DiskFull,
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => OutageCause::Locked,
        _ => OutageCause::Away,
    };
    StoreError::Unavailable(Outage {
        cause,
        detail: format!("{what} ({error})"),
    })
}

/// The WAL's index could not grow either.
fn is_full(error: &rusqlite::Error) -> bool {
    let code = error.sqlite_error();
    code.is_some_and(|error| {
        error.code == ErrorCode::DiskFull || error.extended_code == ffi::SQLITE_IOERR_SHMSIZE
    })
}

fn is_unique_violation(error: &rusqlite::Error) -> bool {
    let code = error.sqlite_error().map(|error| error.extended_code);
    matches!(
        code,
        Some(ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_bound_by_their_numbers_wherever_these_stand() {
        let connection = Sqlite::open_in_memory().unwrap();
        let values: Vec<Value> = (1..=12).map(Value::Int).collect();
        for (sql, answer) in [
            ("SELECT $1, $2, $2, $1", vec![1, 2, 2, 1]),
            ("SELECT $2, $1", vec![2, 1]),
            ("SELECT $1, $3, $2", vec![1, 3, 2]),
            (
                "SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $1",
                (1..=12).chain([1]).collect(),
            ),
            ("SELECT $12, $1", vec![12, 1]),
        ] {
            let most = answer.iter().copied().max().unwrap() as usize;
            let rows = connection.select(sql, &values[..most]).unwrap();
            let found: Vec<i64> = (0..answer.len())
                .map(|at| rows[0].int(at).unwrap())
                .collect();
            assert_eq!(found, answer, "{sql}");
        }
        assert!(matches!(numbered("SELECT $1, $2, $1"), Cow::Borrowed(_)));
        assert!(matches!(numbered("SELECT $2, $1"), Cow::Owned(_)));
    }
}
