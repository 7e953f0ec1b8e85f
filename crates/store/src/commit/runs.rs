//! Runs, and the jobs they hold back until they may go on.

use super::{Commit, Committed, log::to_text};
use crate::{
    StoreError, SyncRun,
    driver::{Driver, values},
    micros,
};

/// What is written about runs.
#[derive(Debug, Clone)]
pub enum RunWrite {
    /// A run, new (`version` 0) or changed. A conflict when somebody else was quicker, or when another
    /// run of its slot has not ended.
    Save(Box<SyncRun>),
    /// Lets up to `limit` jobs of one queue wait in another one, due at once.
    /// [`Committed::cleared`](crate::Committed::cleared) says how many they were.
    Move {
        /// The queue that nobody works off.
        from: String,
        /// The queue they are to be done in.
        to: String,
        /// At most so many.
        limit: i64,
    },
    /// Forgets up to `limit` jobs of a queue; `cleared` says how many they were.
    Forget {
        /// The queue.
        queue: String,
        /// At most so many.
        limit: i64,
    },
}

pub(crate) async fn write(
    driver: &mut dyn Driver,
    commit: &Commit,
    write: &RunWrite,
    done: &mut Committed,
) -> Result<(), StoreError> {
    match write {
        RunWrite::Save(run) => {
            save(driver, commit, run).await?;
            done.wakes = true;
        }
        RunWrite::Move { from, to, limit } => {
            if let Some(last) = last_key(driver, commit, from, *limit).await? {
                let values = values![&commit.location, from, last, to, micros(commit.at)];
                driver.execute(MOVE, &values).await?;
                done.cleared += forget(driver, commit, from, &values[2]).await?;
                done.wakes = true;
            }
        }
        RunWrite::Forget { queue, limit } => {
            if let Some(last) = last_key(driver, commit, queue, *limit).await? {
                done.cleared += forget(driver, commit, queue, &last.into()).await?;
            }
        }
    }
    Ok(())
}

async fn save(driver: &mut dyn Driver, commit: &Commit, run: &SyncRun) -> Result<(), StoreError> {
    let sql = if run.version == 0 {
        "INSERT INTO sync_runs (location_id, id, connection_id, kind, slot, state, origin, asked_at,
           started_at, ended_at, updated_at, stand, report, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT DO NOTHING"
    } else {
        // What a run is and who asked for it stays.
        "UPDATE sync_runs SET slot = $5, state = $6, started_at = $9, ended_at = $10,
           updated_at = $11, stand = $12, report = $13, version = $14
         WHERE location_id = $1 AND id = $2 AND connection_id = $3 AND kind = $4 AND origin = $7
           AND asked_at = $8 AND version = $14 - 1"
    };
    let values = values![
        &commit.location,
        &run.id,
        &run.connection_id,
        run.kind.name(),
        run.slot(),
        run.state.name(),
        to_text(&run.origin)?,
        micros(run.asked_at),
        run.started_at.map(micros),
        run.ended_at.map(micros),
        micros(commit.at),
        to_text(&run.stand)?,
        to_text(&run.report)?,
        run.version + 1,
    ];
    if driver.execute(sql, &values).await? == 0 {
        return Err(StoreError::conflict(format!("the run {}", run.id)));
    }
    Ok(())
}

/// As when they are asked for anew; what somebody waits for keeps its own cause.
const MOVE: &str =
    "INSERT INTO jobs (location_id, queue, key, payload, priority, run_at, attempts, generation,
       fence, lease_until, last_error, look)
     SELECT location_id, $4, key, payload, priority, $5, 0, 1, 0, 0, '', look FROM jobs
     WHERE location_id = $1 AND queue = $2 AND key <= $3
     ON CONFLICT (location_id, queue, key) DO UPDATE SET
       generation = jobs.generation + 1, attempts = 0, look = jobs.look | excluded.look,
       payload = CASE WHEN jobs.priority < excluded.priority
         THEN jobs.payload ELSE excluded.payload END,
       priority = CASE WHEN excluded.priority < jobs.priority
         THEN excluded.priority ELSE jobs.priority END,
       run_at = CASE WHEN excluded.run_at < jobs.run_at
           OR (jobs.run_at = jobs.lease_until AND jobs.lease_until > $5)
         THEN excluded.run_at ELSE jobs.run_at END";

/// The last of the first `limit` keys of a queue.
async fn last_key(
    driver: &mut dyn Driver,
    commit: &Commit,
    queue: &str,
    limit: i64,
) -> Result<Option<String>, StoreError> {
    let sql = "SELECT MAX(key) FROM (SELECT key FROM jobs WHERE location_id = $1 AND queue = $2
                 ORDER BY key LIMIT $3) AS first";
    let rows = driver
        .query(sql, &values![&commit.location, queue, limit.max(0)])
        .await?;
    rows.first().map_or(Ok(None), |row| row.optional_string(0))
}

async fn forget(
    driver: &mut dyn Driver,
    commit: &Commit,
    queue: &str,
    last: &crate::driver::Value,
) -> Result<u64, StoreError> {
    let sql = "DELETE FROM jobs WHERE location_id = $1 AND queue = $2 AND key <= $3";
    let mut values = values![&commit.location, queue].to_vec();
    values.push(last.clone());
    driver.execute(sql, &values).await
}
