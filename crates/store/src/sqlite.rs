//! SQLite: WAL, `synchronous=FULL`, one writer thread that commits in groups, readers beside it.

mod connection;
mod writer;

use std::{
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

use connection::Sqlite as Connection;
use futures_util::FutureExt;

use crate::{
    Committed, StoreError,
    commit::{Draft, apply},
    driver::{Driver, Row, Value},
    migrate,
    store::Cost,
};

/// Readers kept open. More wait in the blocking pool, where a connection is opened for them.
const IDLE_READERS: usize = 8;

/// The SQLite backend.
pub(crate) struct SqliteBackend(Mode);

enum Mode {
    /// A file: a writer thread and readers.
    File {
        writer: writer::Writer,
        readers: Arc<Readers>,
    },
    /// In memory: one connection, used where it is called, so that a simulation is deterministic.
    Memory(Mutex<Connection>),
}

struct Readers {
    path: std::path::PathBuf,
    idle: Mutex<Vec<Connection>>,
}

impl SqliteBackend {
    /// Opens the file, making it and its schema when it is not there.
    pub(crate) fn open(path: &Path, group: usize) -> Result<Self, StoreError> {
        let mut connection = Connection::open(path)?;
        connection.transaction(|driver| now(migrate::run(driver)))?;
        let readers = Arc::new(Readers {
            path: path.to_owned(),
            idle: Mutex::new(Vec::new()),
        });
        Ok(Self(Mode::File {
            writer: writer::Writer::start(connection, group)?,
            readers,
        }))
    }

    pub(crate) fn memory() -> Result<Self, StoreError> {
        let mut connection = Connection::open_in_memory()?;
        connection.transaction(|driver| now(migrate::run(driver)))?;
        Ok(Self(Mode::Memory(Mutex::new(connection))))
    }

    pub(crate) async fn commit(&self, commit: Draft) -> Result<Committed, StoreError> {
        match &self.0 {
            Mode::File { writer, .. } => writer.commit(commit).await,
            Mode::Memory(connection) => {
                let mut connection = connection.lock().unwrap_or_else(PoisonError::into_inner);
                connection.transaction(|driver| now(apply(driver, &commit)))
            }
        }
    }

    pub(crate) async fn query(
        &self,
        cost: Cost,
        sql: &str,
        values: &[Value],
    ) -> Result<Vec<Row>, StoreError> {
        let readers = match &self.0 {
            Mode::Memory(connection) => {
                let mut connection = connection.lock().unwrap_or_else(PoisonError::into_inner);
                return now(connection.query(sql, values));
            }
            Mode::File { readers, .. } => readers,
        };
        if cost == Cost::Point
            && let Some(mut connection) = readers.idle()
        {
            let rows = now(connection.query(sql, values));
            readers.put_back(connection);
            return rows;
        }
        let (readers, sql, values) = (Arc::clone(readers), sql.to_owned(), values.to_vec());
        tokio::task::spawn_blocking(move || {
            let mut connection = match readers.idle() {
                Some(connection) => connection,
                None => Connection::open_read_only(&readers.path)?,
            };
            let rows = now(connection.query(&sql, &values));
            readers.put_back(connection);
            rows
        })
        .await
        .map_err(|error| StoreError::Internal(format!("a reader failed: {error}")))?
    }
}

impl Readers {
    fn idle(&self) -> Option<Connection> {
        self.idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop()
    }

    fn put_back(&self, connection: Connection) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < IDLE_READERS {
            idle.push(connection);
        }
    }
}

/// The answer of a future that is ready at once, as all of SQLite's are.
fn now<T>(future: impl Future<Output = Result<T, StoreError>>) -> Result<T, StoreError> {
    future
        .now_or_never()
        .unwrap_or_else(|| Err(StoreError::Internal("a SQLite call did not answer".into())))
}
