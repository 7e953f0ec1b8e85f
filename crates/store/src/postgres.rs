//! PostgreSQL 15 and later: a pool, one transaction per commit, reconnecting by itself.

mod connection;
mod failure;
mod value;

use std::time::Duration;

use connection::{Connection, Ended};
use deadpool_postgres::{Manager, ManagerConfig, Pool, RecyclingMethod, Runtime, Timeouts};
use tokio_postgres::NoTls;

use crate::{
    Committed, StoreError,
    commit::{Draft, apply},
    driver::{Driver, Row, Value},
    migrate,
    store::Cost,
};

/// How long a caller waits for a connection, and a connection for the server.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// When a server that has vanished without a word (a cut cable, a lost node) is given up: a commit
/// must not wait the two hours that TCP would.
const SILENCE_TIMEOUT: Duration = Duration::from_secs(30);
/// How often a commit that lost a deadlock or serialisation race is tried again.
const MAX_TRIES: usize = 5;
/// Taken while migrating, so that two nodes do not do it at once. Any number nobody else uses.
const MIGRATION_LOCK: i64 = 0x7465_6e6f_6e00;

/// The PostgreSQL backend.
pub(crate) struct PostgresBackend {
    pool: Pool,
}

impl PostgresBackend {
    /// Connects and brings the schema up to date.
    pub(crate) async fn open(url: &str, connections: usize) -> Result<Self, StoreError> {
        let mut config: tokio_postgres::Config = url.parse().map_err(|error| {
            StoreError::Unavailable(format!("the PostgreSQL URL cannot be read: {error}").into())
        })?;
        config
            .connect_timeout(CONNECT_TIMEOUT)
            .tcp_user_timeout(SILENCE_TIMEOUT)
            .keepalives_idle(SILENCE_TIMEOUT)
            .keepalives_interval(SILENCE_TIMEOUT / 6)
            .application_name("tenon");
        let manager = Manager::from_config(
            config,
            NoTls,
            // Dead connections are found by their closed socket, without a round trip per use.
            ManagerConfig {
                recycling_method: RecyclingMethod::Fast,
            },
        );
        let timeout = Some(CONNECT_TIMEOUT);
        let pool = Pool::builder(manager)
            .max_size(connections.max(1))
            .timeouts(Timeouts {
                wait: timeout,
                create: timeout,
                recycle: timeout,
            })
            .runtime(Runtime::Tokio1)
            .build()
            .map_err(|error| StoreError::Internal(error.to_string()))?;
        let backend = Self { pool };
        let mut connection = backend.connection().await?;
        let migrated = match connection
            .query("SELECT pg_advisory_xact_lock($1)", &[MIGRATION_LOCK.into()])
            .await
        {
            Ok(_) => migrate::run(&mut connection).await,
            Err(error) => Err(error),
        };
        connection.end(migrated).await.into_result()?;
        Ok(backend)
    }

    async fn connection(&self) -> Result<Connection, StoreError> {
        let pooled = self.pool.get().await.map_err(|error| {
            let why = std::error::Error::source(&error)
                .and_then(|cause| cause.source())
                .map_or_else(String::new, |cause| format!(": {cause}"));
            StoreError::Unavailable(format!("PostgreSQL does not answer: {error}{why}").into())
        })?;
        Ok(Connection::new(pooled))
    }

    pub(crate) async fn commit(&self, commit: &Draft) -> Result<Committed, StoreError> {
        let mut tries = 1;
        loop {
            let mut connection = self.connection().await?;
            let applied = apply(&mut connection, commit).await;
            match connection.end(applied).await {
                Ended::Raced(_) if tries < MAX_TRIES => tries += 1,
                ended => return ended.into_result(),
            }
        }
    }

    pub(crate) async fn query(
        &self,
        cost: Cost,
        sql: &str,
        values: &[Value],
    ) -> Result<Vec<Row>, StoreError> {
        let connection = self.connection().await?;
        match cost {
            Cost::Point => connection.find(sql, values).await,
            // Made from what a caller seeks, so in many texts: not worth keeping prepared.
            Cost::Scan => connection.find_once(sql, values).await,
        }
    }
}
