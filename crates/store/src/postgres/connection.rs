//! One pooled connection and the transaction on it.
//!
//! It must never go back to the pool with a transaction open, not even when the caller stops
//! waiting in the middle: then it is closed instead.

use deadpool_postgres::{ClientWrapper, Object};
use futures_util::{
    FutureExt,
    future::{join, join_all, join3},
};
use tokio_postgres::Error;

use super::{
    failure::{failure, is_race, unconfirmed},
    value::{parameters, rows, typed},
};
use crate::{
    StoreError,
    driver::{Answer, Driver, Engine, Row, Statement, Value},
};

/// Read committed, whatever the server's default: the statements count on seeing what others have
/// committed while they waited for a lock.
const BEGIN: &str = "BEGIN ISOLATION LEVEL READ COMMITTED";

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// No transaction is open; the first statement takes its BEGIN along.
    Idle,
    /// A transaction is open, or may be.
    Open,
    /// It was committed by its last statements.
    Committed,
}

pub(super) struct Connection {
    // Taken out only when it is closed for good.
    pooled: Option<Object>,
    state: State,
    // Whether the transaction lost a deadlock or serialisation race.
    raced: bool,
}

/// How a transaction ended.
pub(super) enum Ended<T> {
    /// As its writes say.
    With(Result<T, StoreError>),
    /// It was rolled back in favour of another, through no fault of its own.
    Raced(StoreError),
}

impl<T> Ended<T> {
    pub(super) fn into_result(self) -> Result<T, StoreError> {
        match self {
            Self::With(result) => result,
            Self::Raced(error) => Err(error),
        }
    }
}

impl Connection {
    pub(super) const fn new(pooled: Object) -> Self {
        Self {
            pooled: Some(pooled),
            state: State::Idle,
            raced: false,
        }
    }

    fn client(&self) -> Result<&ClientWrapper, StoreError> {
        let pooled = self.pooled.as_deref();
        pooled.ok_or_else(|| StoreError::Internal("the connection was closed".into()))
    }

    /// A read outside of transactions, by a statement that is kept prepared.
    pub(super) async fn find(&self, sql: &str, values: &[Value]) -> Result<Vec<Row>, StoreError> {
        let client = self.client()?;
        let run = async {
            let statement = client.prepare_cached(sql).await?;
            client.query(&statement, &parameters(values)).await
        };
        rows(&run.await.map_err(|error| failure(&error))?)
    }

    /// A read outside of transactions, in one round trip, by a statement of the moment.
    pub(super) async fn find_once(
        &self,
        sql: &str,
        values: &[Value],
    ) -> Result<Vec<Row>, StoreError> {
        let found = self.client()?.query_typed(sql, &typed(values)).await;
        rows(&found.map_err(|error| failure(&error))?)
    }

    fn failed(&mut self, error: &Error) -> StoreError {
        self.raced |= is_race(error);
        failure(error)
    }

    /// Runs `work`, and with the first of a transaction its BEGIN, in the same round trip.
    async fn run<'a, T, W, F>(&'a mut self, sql: &'a str, work: W) -> Result<T, StoreError>
    where
        W: FnOnce(&'a ClientWrapper, tokio_postgres::Statement) -> F,
        F: Future<Output = Result<T, Error>>,
    {
        let Self {
            pooled,
            state,
            raced,
        } = self;
        let client = pooled
            .as_deref()
            .ok_or_else(|| StoreError::Internal("the connection was closed".into()))?;
        let run = async {
            let statement = client.prepare_cached(sql).await?;
            if *state != State::Idle {
                return work(client, statement).await;
            }
            *state = State::Open;
            let (begun, answer) = join(client.batch_execute(BEGIN), work(client, statement)).await;
            begun?;
            answer
        };
        run.await.map_err(|error| {
            *raced |= is_race(&error);
            failure(&error)
        })
    }

    async fn commit_with(&mut self, statements: &[Statement]) -> Result<Vec<Row>, StoreError> {
        if self.state == State::Idle {
            // An entry of the log alone.
            self.state = State::Open;
            let begun = self.client()?.batch_execute(BEGIN).await;
            begun.map_err(|error| self.failed(&error))?;
        }
        let client = self.client()?;
        let prepared = async {
            let mut prepared = Vec::with_capacity(statements.len());
            for statement in statements {
                prepared.push(client.prepare_cached(&statement.sql).await?);
            }
            Ok(prepared)
        };
        let prepared = match prepared.await {
            Ok(prepared) => prepared,
            Err(error) => return Err(self.failed(&error)),
        };
        let (Some((read, writes)), Some((reading, writing))) =
            (statements.split_last(), prepared.split_last())
        else {
            return Ok(Vec::new());
        };
        // Each is sent when it is first polled, so they go in this order. An error of one of them
        // turns the COMMIT into a rollback.
        let runs = writing.iter().zip(writes).map(|(prepared, write)| async {
            client.execute(prepared, &parameters(&write.values)).await
        });
        let (written, found, committed) = join3(
            join_all(runs),
            async { client.query(reading, &parameters(&read.values)).await },
            client.batch_execute("COMMIT"),
        )
        .await;
        let told = committed.is_ok();
        let refused = written.iter().find_map(|answer| answer.as_ref().err());
        let answer = match (refused.or(found.as_ref().err()), &committed) {
            (Some(_), Ok(())) if matches!(written.first(), Some(Ok(0))) => Ok(Vec::new()),
            (Some(error), _) if error.code().is_some() => Err(self.failed(error)),
            (Some(error), _) | (None, Err(error)) => {
                self.raced |= is_race(error);
                Err(unconfirmed(error))
            }
            (None, Ok(())) => found.as_deref().map_or(Ok(Vec::new()), rows),
        };
        if told {
            self.state = State::Committed;
        }
        answer
    }

    /// Commits what went well and rolls back what did not. A commit whose confirmation is lost is
    /// told as [`StoreError::Unknown`].
    pub(super) async fn end<T>(mut self, result: Result<T, StoreError>) -> Ended<T> {
        let result = match (result, self.state) {
            (result, State::Idle | State::Committed) => result,
            (Ok(answer), State::Open) => match self.close("COMMIT").await {
                Ok(()) => Ok(answer),
                Err(error) => {
                    self.raced |= is_race(&error);
                    Err(unconfirmed(&error))
                }
            },
            // After a fault nobody foresaw, the connection may be part of it: it is closed.
            (Err(error @ StoreError::Internal(_)), State::Open) => Err(error),
            (Err(error), State::Open) => {
                // Closed below if even that fails.
                let _ = self.close("ROLLBACK").await;
                Err(error)
            }
        };
        match result {
            Err(error) if self.raced => Ended::Raced(error),
            result => Ended::With(result),
        }
    }

    async fn close(&mut self, sql: &str) -> Result<(), Error> {
        if let Some(pooled) = &self.pooled {
            pooled.batch_execute(sql).await?;
        }
        self.state = State::Idle;
        Ok(())
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        if self.state == State::Open
            && let Some(pooled) = self.pooled.take()
        {
            // Closes it; the server rolls back.
            drop(Object::take(pooled));
        }
    }
}

impl Driver for Connection {
    fn query<'a>(&'a mut self, sql: &'a str, values: &'a [Value]) -> Answer<'a, Vec<Row>> {
        let run = self.run(sql, async move |client: &ClientWrapper, statement| {
            client.query(&statement, &parameters(values)).await
        });
        async move { rows(&run.await?) }.boxed()
    }

    fn execute<'a>(&'a mut self, sql: &'a str, values: &'a [Value]) -> Answer<'a, u64> {
        self.run(sql, async move |client: &ClientWrapper, statement| {
            client.execute(&statement, &parameters(values)).await
        })
        .boxed()
    }

    fn last<'a>(&'a mut self, statements: &'a [Statement]) -> Answer<'a, Vec<Row>> {
        self.commit_with(statements).boxed()
    }

    fn rows_at_once(&self) -> usize {
        32
    }

    fn engine(&self) -> Engine {
        Engine::Postgres
    }

    fn skip_locked(&self) -> &'static str {
        " FOR UPDATE SKIP LOCKED"
    }

    // Its tables are heaps.
    fn clustered(&self) -> &'static str {
        ""
    }

    fn text_type(&self) -> &'static str {
        "TEXT COLLATE \"C\""
    }
}
