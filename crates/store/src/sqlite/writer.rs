//! The writer thread: it takes every commit that waits, up to a limit, writes them in one
//! transaction, and makes them durable together with one sync of the disk.

use std::sync::mpsc;

use tokio::sync::oneshot;

use super::{connection::Sqlite, now};
use crate::{
    Committed, StoreError,
    commit::{Draft, apply},
    driver::Driver,
};

/// Commits that may wait. Past it callers wait to be let in, which bounds memory.
const MAX_WAITING: usize = 4_096;

pub(super) struct Writer {
    inbox: tokio::sync::mpsc::Sender<Request>,
}

struct Request {
    commit: Draft,
    answer: oneshot::Sender<Result<Committed, StoreError>>,
}

impl Writer {
    pub(super) fn start(connection: Sqlite, group: usize) -> Result<Self, StoreError> {
        let (inbox, requests) = tokio::sync::mpsc::channel(MAX_WAITING);
        // The thread says that it runs before anybody is told that the store is open.
        let (started, ready) = mpsc::channel();
        std::thread::Builder::new()
            .name("sqlite-writer".into())
            .spawn(move || {
                let _ = started.send(());
                work(connection, requests, group);
            })
            .and_then(|_| ready.recv().map_err(std::io::Error::other))
            .map_err(|error| StoreError::Internal(format!("no thread for the writer: {error}")))?;
        Ok(Self { inbox })
    }

    pub(super) async fn commit(&self, commit: Draft) -> Result<Committed, StoreError> {
        let (answer, answered) = oneshot::channel();
        let closed = || StoreError::Unavailable("the writer has stopped".into());
        self.inbox
            .send(Request { commit, answer })
            .await
            .map_err(|_| closed())?;
        answered.await.map_err(|_| closed())?
    }
}

fn work(mut connection: Sqlite, mut requests: tokio::sync::mpsc::Receiver<Request>, group: usize) {
    let mut waiting = Vec::with_capacity(group);
    while let Some(first) = requests.blocking_recv() {
        waiting.push(first);
        while waiting.len() < group {
            match requests.try_recv() {
                Ok(request) => waiting.push(request),
                Err(_) => break,
            }
        }
        let (commits, answers): (Vec<_>, Vec<_>) = waiting
            .drain(..)
            .map(|request| (request.commit, request.answer))
            .unzip();
        let results = match write_group(&mut connection, &commits) {
            Ok(results) => results,
            Err(error) => {
                connection.roll_back();
                vec![Err(error); commits.len()]
            }
        };
        for (answer, result) in answers.into_iter().zip(results) {
            // Nobody waits any more when the caller was cancelled; it is written all the same.
            let _ = answer.send(result);
        }
    }
}

/// One transaction for all. Nearly always every commit is taken, so they are first written without
/// savepoints, which would copy every page that each of them touches; when one is refused, all is
/// taken back and written again with a savepoint each, so that it takes only its own back. An error
/// of the whole (disk full, file locked) is everybody's.
fn write_group(
    connection: &mut Sqlite,
    commits: &[Draft],
) -> Result<Vec<Result<Committed, StoreError>>, StoreError> {
    connection.run("BEGIN IMMEDIATE")?;
    let mut results = Vec::with_capacity(commits.len());
    for commit in commits {
        match now(apply(connection, commit)) {
            Ok(done) => results.push(Ok(done)),
            Err(error) if error.is_transient() => return Err(error),
            // Alone, there is nobody else's work to keep.
            Err(error) if commits.len() == 1 => {
                connection.roll_back();
                return Ok(vec![Err(error)]);
            }
            Err(_) => {
                connection.roll_back();
                return write_one_by_one(connection, commits);
            }
        }
    }
    connection.commit()?;
    Ok(results)
}

fn write_one_by_one(
    connection: &mut Sqlite,
    commits: &[Draft],
) -> Result<Vec<Result<Committed, StoreError>>, StoreError> {
    connection.run("BEGIN IMMEDIATE")?;
    let mut results = Vec::with_capacity(commits.len());
    for commit in commits {
        now(connection.execute("SAVEPOINT one", &[]))?;
        let result = now(apply(connection, commit));
        if !connection.in_transaction() {
            // SQLite has rolled everything back itself (SQLITE_FULL, SQLITE_IOERR).
            return Err(result.err().unwrap_or_else(|| {
                StoreError::Unavailable("the transaction was rolled back".into())
            }));
        }
        match result {
            Err(error) if error.is_transient() => return Err(error),
            Err(error) => {
                now(connection.execute("ROLLBACK TO one", &[]))?;
                results.push(Err(error));
            }
            Ok(done) => results.push(Ok(done)),
        }
        now(connection.execute("RELEASE one", &[]))?;
    }
    connection.commit()?;
    Ok(results)
}
