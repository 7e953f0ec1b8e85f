//! PostgreSQL 15 and later: a pool, one transaction per commit, reconnecting by itself.

use std::time::Duration;

use deadpool_postgres::{Manager, ManagerConfig, Object, Pool, RecyclingMethod, Runtime, Timeouts};
use futures_util::FutureExt;
use tokio_postgres::{
    NoTls,
    error::SqlState,
    types::{IsNull, ToSql, Type, private::BytesMut, to_sql_checked},
};

use crate::{
    Commit, Committed, StoreError,
    commit::apply,
    driver::{Answer, Driver, Row, Value},
    migrate,
};

/// How long a caller waits for a connection, and a connection for the server.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
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
            StoreError::Unavailable(format!("the PostgreSQL URL cannot be read: {error}"))
        })?;
        config
            .connect_timeout(CONNECT_TIMEOUT)
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
            .max_size(connections)
            .timeouts(Timeouts {
                wait: timeout,
                create: timeout,
                recycle: timeout,
            })
            .runtime(Runtime::Tokio1)
            .build()
            .map_err(|error| StoreError::Internal(error.to_string()))?;
        let backend = Self { pool };
        let mut driver = backend.driver().await?;
        driver.run("BEGIN").await?;
        driver
            .query("SELECT pg_advisory_xact_lock($1)", &[MIGRATION_LOCK.into()])
            .await?;
        let migrated = migrate::run(&mut driver).await;
        driver.end(migrated).await?;
        Ok(backend)
    }

    async fn driver(&self) -> Result<Postgres, StoreError> {
        self.pool.get().await.map(Postgres).map_err(|error| {
            StoreError::Unavailable(format!("PostgreSQL does not answer: {error}"))
        })
    }

    pub(crate) async fn commit(&self, commit: &Commit) -> Result<Committed, StoreError> {
        let mut tries = 1;
        loop {
            let mut driver = self.driver().await?;
            driver.run("BEGIN").await?;
            let applied = apply(&mut driver, commit).await;
            match driver.end(applied).await {
                Err(StoreError::Conflict { what }) if what == RACE && tries < MAX_TRIES => {
                    tries += 1;
                }
                result => return result,
            }
        }
    }

    pub(crate) async fn query(&self, sql: &str, values: &[Value]) -> Result<Vec<Row>, StoreError> {
        self.driver().await?.query(sql, values).await
    }
}

/// What a deadlock or serialisation failure is told as, so that it is tried again.
const RACE: &str = "the same row";

struct Postgres(Object);

impl Postgres {
    async fn run(&self, sql: &str) -> Result<(), StoreError> {
        self.0
            .batch_execute(sql)
            .await
            .map_err(|error| failure(&error))
    }

    /// Commits what went well and rolls back what did not. A commit whose confirmation is lost is
    /// told as [`StoreError::Unknown`].
    async fn end<T>(self, result: Result<T, StoreError>) -> Result<T, StoreError> {
        match result {
            Ok(answer) => match self.run("COMMIT").await {
                Ok(()) => Ok(answer),
                Err(error) => {
                    self.discard();
                    Err(match error {
                        StoreError::Unavailable(what) => StoreError::Unknown(what),
                        other => other,
                    })
                }
            },
            Err(error) => {
                if self.run("ROLLBACK").await.is_err() {
                    self.discard();
                }
                Err(error)
            }
        }
    }

    /// Closes the connection instead of giving it back: what state it is in is not known.
    fn discard(self) {
        drop(Object::take(self.0));
    }
}

impl Driver for Postgres {
    fn query<'a>(&'a mut self, sql: &'a str, values: &'a [Value]) -> Answer<'a, Vec<Row>> {
        async move {
            let run = async {
                let statement = self.0.prepare_cached(sql).await?;
                let values: Vec<&(dyn ToSql + Sync)> = values
                    .iter()
                    .map(|value| value as &(dyn ToSql + Sync))
                    .collect();
                self.0.query(&statement, &values).await
            };
            run.await
                .map_err(|error| failure(&error))?
                .iter()
                .map(row)
                .collect()
        }
        .boxed()
    }

    fn execute<'a>(&'a mut self, sql: &'a str, values: &'a [Value]) -> Answer<'a, u64> {
        async move {
            let run = async {
                let statement = self.0.prepare_cached(sql).await?;
                let values: Vec<&(dyn ToSql + Sync)> = values
                    .iter()
                    .map(|value| value as &(dyn ToSql + Sync))
                    .collect();
                self.0.execute(&statement, &values).await
            };
            run.await.map_err(|error| failure(&error))
        }
        .boxed()
    }

    fn skip_locked(&self) -> &'static str {
        " FOR UPDATE SKIP LOCKED"
    }
}

fn row(row: &tokio_postgres::Row) -> Result<Row, StoreError> {
    let cell = |column: usize| -> Result<Value, tokio_postgres::Error> {
        Ok(match *row.columns()[column].type_() {
            Type::INT8 => row.try_get::<_, Option<i64>>(column)?.into(),
            Type::INT4 => row.try_get::<_, Option<i32>>(column)?.map(i64::from).into(),
            Type::BYTEA => row.try_get::<_, Option<&[u8]>>(column)?.into(),
            Type::VOID => Value::Null,
            _ => row.try_get::<_, Option<String>>(column)?.into(),
        })
    };
    let cells: Result<_, _> = (0..row.len()).map(cell).collect();
    cells
        .map(Row)
        .map_err(|error| StoreError::Internal(error.to_string()))
}

impl ToSql for Value {
    fn to_sql(
        &self,
        kind: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Int(value) if *kind == Type::INT4 => i32::try_from(*value)?.to_sql(kind, out),
            Self::Int(value) => value.to_sql(kind, out),
            Self::Text(value) => value.to_sql(kind, out),
            Self::Bytes(value) => value.to_sql(kind, out),
        }
    }

    fn accepts(kind: &Type) -> bool {
        matches!(
            *kind,
            Type::INT8 | Type::INT4 | Type::TEXT | Type::VARCHAR | Type::BYTEA
        )
    }

    to_sql_checked!();
}

fn failure(error: &tokio_postgres::Error) -> StoreError {
    let text = std::error::Error::source(error)
        .map_or_else(|| error.to_string(), |source| format!("{error}: {source}"));
    let Some(code) = error.code() else {
        return if error.is_closed() || std::error::Error::source(error).is_some() {
            StoreError::Unavailable(format!("PostgreSQL went away ({text})"))
        } else {
            StoreError::Internal(text)
        };
    };
    match code {
        &SqlState::T_R_SERIALIZATION_FAILURE | &SqlState::T_R_DEADLOCK_DETECTED => {
            StoreError::conflict(RACE)
        }
        &SqlState::DISK_FULL => StoreError::Unavailable(
            "PostgreSQL's disk is full; make room and it goes on by itself".into(),
        ),
        // Classes 08 connection, 53 resources, 57 operator intervention (appendix A of its manual).
        code if ["08", "53", "57"]
            .iter()
            .any(|class| code.code().starts_with(class)) =>
        {
            StoreError::Unavailable(format!("PostgreSQL went away ({text})"))
        }
        _ => StoreError::Internal(text),
    }
}
