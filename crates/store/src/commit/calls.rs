//! What is kept of calls: the answers of those that named themselves.

use super::Commit;
use crate::{
    KeptAnswer, StoreError,
    driver::{Driver, values},
    micros,
};

/// Answers that have ended and are swept away with each that is kept: more than one, so that they
/// go sooner than they come.
const SWEEP: i64 = 8;

/// Keeps an answer, unless one of that name stands.
pub(crate) async fn answer(
    driver: &mut dyn Driver,
    commit: &Commit,
    answer: &KeptAnswer,
) -> Result<(), StoreError> {
    let (location, now) = (&commit.location, micros(commit.at));
    // Two that want the same name meet at its row: the second waits, and finds it taken.
    let kept = driver
        .execute(
            "INSERT INTO kept_answers (location_id, key, fingerprint, answer, expires_at)
             VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (location_id, key) DO UPDATE SET fingerprint = excluded.fingerprint,
               answer = excluded.answer, expires_at = excluded.expires_at
             WHERE kept_answers.expires_at <= $6",
            &values![
                location,
                &answer.key,
                &answer.fingerprint,
                answer.answer.as_slice(),
                micros(answer.expires_at),
                now,
            ],
        )
        .await?;
    if kept == 0 {
        return Err(StoreError::Repeated);
    }
    driver
        .execute(
            &format!(
                "DELETE FROM kept_answers WHERE location_id = $1 AND key IN (
                   SELECT key FROM kept_answers WHERE location_id = $1 AND expires_at <= $2
                   ORDER BY expires_at LIMIT $3{})",
                driver.skip_locked()
            ),
            &values![location, now, SWEEP],
        )
        .await?;
    Ok(())
}
