//! The store as the rest of Tenon sees it: commits go in, records come out.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use tokio::sync::watch;

use crate::{
    Commit, Committed, DatabaseUrl, StoreError,
    commit::Draft,
    driver::{Engine, Row, Value},
    postgres::PostgresBackend,
    sqlite::SqliteBackend,
};

/// How the store is opened.
#[derive(Debug, Clone, Copy)]
pub struct OpenOptions {
    /// Commits made durable by one sync of SQLite's file. 1 turns grouping off.
    pub group: usize,
    /// Connections to PostgreSQL.
    pub connections: usize,
}

impl Default for OpenOptions {
    fn default() -> Self {
        Self {
            group: 256,
            connections: 16,
        }
    }
}

/// A handle on the store; clones share it.
#[derive(Clone)]
pub struct Store {
    backend: Arc<Backend>,
    // Counts commits that made work for somebody.
    wakes: Arc<watch::Sender<u64>>,
    // Counts commits that added to a location's log, for locations whose log is followed.
    logs: Arc<Mutex<HashMap<String, watch::Sender<u64>>>>,
}

/// How a read is done: looked up by its key, or by going through many rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cost {
    /// A few pages, nearly always in memory: done where it is asked for, which is quicker than the
    /// way to another thread and back.
    Point,
    /// Anything else: done in the blocking pool.
    Scan,
}

enum Backend {
    Sqlite(SqliteBackend),
    Postgres(PostgresBackend),
}

impl Store {
    /// Opens the database, making its schema when it has none. SQLite's file is opened on this
    /// thread, which takes milliseconds.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when the file or the server cannot be had.
    pub async fn open(url: &DatabaseUrl, options: OpenOptions) -> Result<Self, StoreError> {
        let backend = match url {
            DatabaseUrl::Sqlite(path) => {
                Backend::Sqlite(SqliteBackend::open(path, options.group.max(1))?)
            }
            DatabaseUrl::Memory => Backend::Sqlite(SqliteBackend::memory()?),
            DatabaseUrl::Postgres(url) => {
                Backend::Postgres(PostgresBackend::open(url, options.connections).await?)
            }
        };
        Ok(Self {
            backend: Arc::new(backend),
            wakes: Arc::new(watch::Sender::new(0)),
            logs: Arc::default(),
        })
    }

    /// Writes everything the commit holds, or nothing. When it answers, it is on disk.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn commit(&self, commit: Commit) -> Result<Committed, StoreError> {
        let location = commit.location.clone();
        let draft = Draft::of(commit)?;
        let done = match &*self.backend {
            Backend::Sqlite(sqlite) => sqlite.commit(draft).await,
            Backend::Postgres(postgres) => postgres.commit(&draft).await,
        }?;
        if done.wakes {
            self.wakes
                .send_modify(|count| *count = count.wrapping_add(1));
        }
        if !done.numbers.is_empty() {
            let logs = self.logs.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(log) = logs.get(&location) {
                log.send_modify(|count| *count = count.wrapping_add(1));
            }
        }
        Ok(done)
    }

    /// Tells when this process has added to a location's log: [`Store::wakes`] for a reader of that
    /// log alone, whom neither other locations nor jobs concern.
    #[must_use]
    pub fn log_wakes(&self, location: &str) -> watch::Receiver<u64> {
        let mut logs = self.logs.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(log) = logs.get(location) {
            return log.subscribe();
        }
        // As many as there are locations with a reader; those whose readers are gone make room.
        logs.retain(|_, log| log.receiver_count() > 0);
        let log = watch::Sender::new(0);
        let wakes = log.subscribe();
        logs.insert(location.to_owned(), log);
        wakes
    }

    /// Whether other processes may serve from the same database at the same time.
    #[must_use]
    pub fn is_shared(&self) -> bool {
        matches!(&*self.backend, Backend::Postgres(_))
    }

    /// Tells when this process has written something that a background reader may wait for. What
    /// other processes write is found by looking now and then.
    #[must_use]
    pub fn wakes(&self) -> watch::Receiver<u64> {
        self.wakes.subscribe()
    }

    pub(crate) fn engine(&self) -> Engine {
        match &*self.backend {
            Backend::Sqlite(_) => Engine::Sqlite,
            Backend::Postgres(_) => Engine::Postgres,
        }
    }

    pub(crate) async fn find(&self, sql: &str, values: &[Value]) -> Result<Vec<Row>, StoreError> {
        self.query(Cost::Point, sql, values).await
    }

    pub(crate) async fn scan(&self, sql: &str, values: &[Value]) -> Result<Vec<Row>, StoreError> {
        self.query(Cost::Scan, sql, values).await
    }

    async fn query(&self, cost: Cost, sql: &str, values: &[Value]) -> Result<Vec<Row>, StoreError> {
        if values.iter().any(Value::is_refused) {
            // Nothing like it was ever let in, so there is nothing to find.
            return Ok(Vec::new());
        }
        match &*self.backend {
            Backend::Sqlite(sqlite) => sqlite.query(cost, sql, values).await,
            Backend::Postgres(postgres) => postgres.query(cost, sql, values).await,
        }
    }
}
