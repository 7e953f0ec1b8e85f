//! Jobs, leases, cursors and deliveries.

use serde_json::Value as Json;

use super::{Commit, Committed, Fence, Job, NewJob, Write, log::to_text};
use crate::{
    StoreError,
    driver::{Driver, values},
    micros,
};

/// Longest error text kept with a job.
const MAX_ERROR: usize = 1_000;

pub(crate) async fn write(
    driver: &mut dyn Driver,
    commit: &Commit,
    write: &Write,
    done: &mut Committed,
) -> Result<(), StoreError> {
    let location = &commit.location;
    let now = micros(commit.at);
    match write {
        Write::Job(job) => {
            enqueue(driver, location, job, now).await?;
            done.wakes = true;
        }
        // One that was asked for again meanwhile waits once more.
        Write::FinishJob(job) => done.wakes |= finish(driver, location, job).await?,
        Write::RetryJob {
            job,
            run_at,
            error,
            counts,
        } => {
            let error: String = error.chars().take(MAX_ERROR).collect();
            let kept = driver
                .execute(
                    "UPDATE jobs SET run_at = $5, attempts = attempts + $6, last_error = $7,
                       lease_until = 0
                     WHERE location_id = $1 AND queue = $2 AND key = $3 AND fence = $4",
                    &values![
                        location,
                        &job.queue,
                        &job.key,
                        job.fence,
                        micros(*run_at),
                        *counts,
                        error,
                    ],
                )
                .await?;
            fenced(kept, &job.key)?;
        }
        Write::Release { queue } => {
            // The fence goes on, so that a former holder's claim is worth nothing any more.
            driver
                .execute(
                    "UPDATE jobs SET lease_until = 0, fence = fence + 1,
                       run_at = CASE WHEN run_at > $3 AND run_at = lease_until
                         THEN $3 ELSE run_at END
                     WHERE location_id = $1 AND queue = $2 AND lease_until > 0",
                    &values![location, queue, now],
                )
                .await?;
        }
        Write::Claim {
            queue,
            limit,
            until,
        } => {
            done.jobs
                .extend(claim(driver, location, queue, *limit, now, micros(*until)).await?);
        }
        Write::Lease { name, owner, until } => {
            let rows = driver
                .query(
                    "INSERT INTO leases (location_id, name, owner, fence, until)
                     VALUES ($1, $2, $3, 1, $4)
                     ON CONFLICT (location_id, name) DO UPDATE SET
                       owner = excluded.owner, until = excluded.until,
                       fence = leases.fence
                         + CASE WHEN leases.owner = excluded.owner THEN 0 ELSE 1 END
                     WHERE leases.owner = excluded.owner OR leases.until <= $5
                     RETURNING fence",
                    &values![location, name, owner, micros(*until), now],
                )
                .await?;
            done.fence = match rows.first() {
                Some(row) => Some(Fence {
                    name: name.clone(),
                    number: row.int(0)?,
                }),
                None => None,
            };
        }
        Write::Cursor { name, from, to } => {
            let moved =
                match from {
                    None => driver
                        .execute(
                            "INSERT INTO cursors (location_id, name, position) VALUES ($1, $2, $3)
                             ON CONFLICT DO NOTHING",
                            &values![location, name, to],
                        )
                        .await?,
                    Some(from) => {
                        driver
                            .execute(
                                "UPDATE cursors SET position = $4
                             WHERE location_id = $1 AND name = $2 AND position = $3",
                                &values![location, name, from, to],
                            )
                            .await?
                    }
                };
            if moved == 0 {
                return Err(StoreError::conflict(format!("the reader {name}")));
            }
        }
        Write::Delivery {
            connection_id,
            id,
            body,
        } => {
            let written = driver
                .execute(
                    "INSERT INTO deliveries (location_id, connection_id, id, received_at, body)
                     VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
                    &values![location, connection_id, id, now, body.as_slice()],
                )
                .await?;
            done.repeated = written == 0;
        }
        _ => {}
    }
    Ok(())
}

fn fenced(touched: u64, key: &str) -> Result<(), StoreError> {
    if touched == 0 {
        Err(StoreError::Fenced {
            what: format!("job {key}"),
        })
    } else {
        Ok(())
    }
}

/// Asks for a job, or for another turn of one. The sooner of two times counts; while the job runs
/// and was not asked for since, there is no other time than the lease's end to compare with.
async fn enqueue(
    driver: &mut dyn Driver,
    location: &str,
    job: &NewJob,
    now: i64,
) -> Result<(), StoreError> {
    driver
        .execute(
            "INSERT INTO jobs (location_id, queue, key, payload, priority, run_at, attempts,
               generation, fence, lease_until, last_error, look)
             VALUES ($1, $2, $3, $4, $5, $6, 0, 1, 0, 0, '', $8)
             ON CONFLICT (location_id, queue, key) DO UPDATE SET
               generation = jobs.generation + 1, payload = excluded.payload, attempts = 0,
               look = jobs.look | excluded.look,
               priority = CASE WHEN excluded.priority < jobs.priority
                 THEN excluded.priority ELSE jobs.priority END,
               run_at = CASE WHEN excluded.run_at < jobs.run_at
                   OR (jobs.run_at = jobs.lease_until AND jobs.lease_until > $7)
                 THEN excluded.run_at ELSE jobs.run_at END",
            &values![
                location,
                &job.queue,
                &job.key,
                to_text(&job.payload)?,
                job.priority,
                micros(job.run_at),
                now,
                job.look,
            ],
        )
        .await?;
    Ok(())
}

/// Removes the job, or lets it run once more when it was asked for again meanwhile: then it answers
/// true.
async fn finish(driver: &mut dyn Driver, location: &str, job: &Job) -> Result<bool, StoreError> {
    let removed = driver
        .execute(
            "DELETE FROM jobs WHERE location_id = $1 AND queue = $2 AND key = $3 AND fence = $4
               AND generation = $5",
            &values![location, &job.queue, &job.key, job.fence, job.generation],
        )
        .await?;
    if removed > 0 {
        return Ok(false);
    }
    let kept = driver
        .execute(
            "UPDATE jobs SET lease_until = 0, attempts = 0, last_error = ''
             WHERE location_id = $1 AND queue = $2 AND key = $3 AND fence = $4",
            &values![location, &job.queue, &job.key, job.fence],
        )
        .await?;
    fenced(kept, &job.key)?;
    Ok(true)
}

async fn claim(
    driver: &mut dyn Driver,
    location: &str,
    queue: &str,
    limit: i64,
    now: i64,
    until: i64,
) -> Result<Vec<Job>, StoreError> {
    let sql = format!(
        "WITH due AS MATERIALIZED (
           SELECT key, run_at AS due_at FROM jobs
           WHERE location_id = $1 AND queue = $2 AND run_at <= $3 AND lease_until <= $3
           ORDER BY priority, run_at, key LIMIT $4{})
         UPDATE jobs SET fence = fence + 1, lease_until = $5, run_at = $5
         WHERE location_id = $1 AND queue = $2 AND key IN (SELECT key FROM due)
         RETURNING key, payload, attempts, generation, fence, priority, look,
           (SELECT due_at FROM due WHERE due.key = jobs.key)",
        driver.skip_locked()
    );
    let rows = driver
        .query(&sql, &values![location, queue, now, limit.max(0), until])
        .await?;
    let mut jobs = Vec::with_capacity(rows.len());
    for row in rows {
        let job = Job {
            queue: queue.to_owned(),
            key: row.string(0)?,
            payload: row.json::<Json>(1)?,
            attempts: row.int(2)?,
            generation: row.int(3)?,
            fence: row.int(4)?,
            priority: row.int(5)?,
            look: row.int(6)?,
        };
        jobs.push((row.int(7)?, job));
    }
    // RETURNING keeps no order.
    jobs.sort_by(|(one_at, one), (other_at, other)| {
        (one.priority, one_at, &one.key).cmp(&(other.priority, other_at, &other.key))
    });
    Ok(jobs.into_iter().map(|(_, job)| job).collect())
}
