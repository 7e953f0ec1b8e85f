//! Rate limits that several nodes share: a node draws a few calls at a time out of a caller's windows,
//! and answers that many without asking again.

use super::Commit;
use crate::{
    StoreError,
    driver::{Driver, values},
};

/// Callers of former days that are forgotten with each new one: more than one, so that they go
/// sooner than they come.
const SWEEP: i64 = 8;

/// A window of calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// When it began, in milliseconds since 1970.
    pub start: i64,
    /// How long it is, in milliseconds.
    pub length: i64,
    /// Calls that it lets through.
    pub most: i64,
}

/// What a node wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draw {
    /// Whose windows.
    pub caller: String,
    /// The short one, as the node's clock has it.
    pub burst: Window,
    /// The long one.
    pub day: Window,
    /// How many calls.
    pub wanted: i64,
    /// Calls drawn in an earlier short window of the same day, and not made.
    pub unused: i64,
}

/// What it got.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Drawn {
    /// How many calls; at most as many as it wanted.
    pub granted: i64,
    /// The start of the short window they are of: another node's clock may be ahead.
    pub burst_start: i64,
    /// What the short window has left after them.
    pub burst_left: i64,
    /// The start of the long one.
    pub day_start: i64,
    /// What the long one has left.
    pub day_left: i64,
}

/// Where a window stands: its start, and what was used of it.
fn stand(window: Window, start: i64, used: i64) -> (i64, i64) {
    // Clocks differ a little, so a window that has begun elsewhere has begun. One that is farther
    // ahead was begun by a clock that was wrong, and would keep its caller out until then.
    let ahead = start - window.start;
    if (0..=window.length).contains(&ahead) {
        (start, used)
    } else {
        (window.start, 0)
    }
}

pub(crate) async fn draw(
    driver: &mut dyn Driver,
    commit: &Commit,
    wanted: &Draw,
) -> Result<Drawn, StoreError> {
    let (location, caller) = (&commit.location, &wanted.caller);
    let rows = driver
        .query(
            "SELECT burst_start, burst_used, day_start, day_used FROM rate_windows
             WHERE location_id = $1 AND caller = $2",
            &values![location, caller],
        )
        .await?;
    let was = match rows.first() {
        Some(row) => Some((row.int(0)?, row.int(1)?, row.int(2)?, row.int(3)?)),
        None => None,
    };
    let (mut burst, mut day) = ((wanted.burst.start, 0), (wanted.day.start, 0));
    if let Some((burst_start, burst_used, day_start, day_used)) = was {
        burst = stand(wanted.burst, burst_start, burst_used);
        day = stand(wanted.day, day_start, day_used);
    }
    let used = (day.1 - wanted.unused).max(0);
    let granted = wanted
        .wanted
        .min(wanted.burst.most - burst.1)
        .min(wanted.day.most - used)
        .max(0);
    let (burst_used, day_used) = (burst.1 + granted, used + granted);
    let mut given = values![location, caller, burst.0, burst_used, day.0, day_used].to_vec();
    let sql = if let Some((burst_start, burst_used, day_start, day_used)) = was {
        given.extend(values![burst_start, burst_used, day_start, day_used]);
        "UPDATE rate_windows SET burst_start = $3, burst_used = $4, day_start = $5, day_used = $6
         WHERE location_id = $1 AND caller = $2 AND burst_start = $7 AND burst_used = $8
           AND day_start = $9 AND day_used = $10"
    } else {
        forget(driver, location, wanted.day).await?;
        "INSERT INTO rate_windows (location_id, caller, burst_start, burst_used, day_start, day_used)
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING"
    };
    if driver.execute(sql, &given).await? == 0 {
        return Err(StoreError::conflict(format!("the windows of {caller}")));
    }
    Ok(Drawn {
        granted,
        burst_start: burst.0,
        burst_left: (wanted.burst.most - burst_used).max(0),
        day_start: day.0,
        day_left: (wanted.day.most - day_used).max(0),
    })
}

/// Forgets callers whose last day is over.
async fn forget(driver: &mut dyn Driver, location: &str, day: Window) -> Result<(), StoreError> {
    let sql = format!(
        "DELETE FROM rate_windows WHERE location_id = $1 AND caller IN (
           SELECT caller FROM rate_windows WHERE location_id = $1 AND day_start < $2
           ORDER BY day_start LIMIT $3{})",
        driver.skip_locked()
    );
    let before = day.start - day.length;
    driver
        .execute(&sql, &values![location, before, SWEEP])
        .await?;
    Ok(())
}
