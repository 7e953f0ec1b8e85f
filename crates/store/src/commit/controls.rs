//! What an owner controls the sync by: reviews and what is decided about them, undo, merges, pauses.

use serde_json::Value as Json;

use super::{Commit, log::to_text};
use crate::{
    Merge, Moved, Pause, Review, ReviewRule, StoreError, Undo,
    driver::{Driver, values},
    micros,
};

/// How the error of a job begins that waits because of a pause.
pub const PAUSED: &str = "paused";
/// Longest text by which reviews are held to be alike.
const MAX_ALIKE: usize = 300;

/// Something about reviews, undo, merges and pauses.
#[derive(Debug, Clone)]
pub enum ControlWrite {
    /// A review is decided; refused when it is no longer open, so that of two who decide one wins.
    Decide {
        /// The review.
        id: String,
        /// What was decided.
        decision: Json,
        /// Who decided, for people.
        by: String,
    },
    /// A decided review is asked about again; refused when it is open.
    Reopen {
        /// The review.
        id: String,
    },
    /// A review is like no other from now on, so that no rule speaks of it.
    Alone {
        /// The review.
        id: String,
    },
    /// What became of a source's item that a person was asked about; refused when there is no such item.
    Filed {
        /// Its key.
        key: String,
        /// `created`, `merged` or `ignored`.
        outcome: String,
        /// The contact it went to.
        record_id: Option<String>,
    },
    /// A decision that holds for every review like one, in place of the one before.
    Rule(ReviewRule),
    /// A rule is forgotten; refused when there is none.
    ForgetRule {
        /// The rule.
        id: String,
    },
    /// An undo, new (version 0) or further than it was; refused when it is not at its version.
    Undo(Undo),
    /// Two contacts became one, and where the records of one went.
    Merge {
        /// The merge.
        merge: Merge,
        /// Where the loser's records went.
        moved: Vec<Moved>,
    },
    /// A merge is undone: its records are where they were. Refused when it is undone already.
    Unmerge {
        /// The merge.
        id: String,
    },
    /// Sync leaves something alone; one that stands already is left as it is.
    Pause(Pause),
    /// Sync goes on; refused when it did not rest.
    Resume {
        /// The connection; empty: every one.
        connection_id: String,
        /// The kind, by name; empty: every one.
        kind: String,
        /// The contact; empty: every one.
        contact_id: String,
    },
}

pub(crate) async fn write(
    driver: &mut dyn Driver,
    commit: &Commit,
    write: &ControlWrite,
) -> Result<(), StoreError> {
    let (location, now) = (&commit.location, micros(commit.at));
    let (what, written) = match write {
        ControlWrite::Decide { id, decision, by } => {
            let sql = "UPDATE reviews SET state = 'decided', decision = $3, decided_by = $4,
                         decided_at = $5
                       WHERE location_id = $1 AND id = $2 AND state = 'open'";
            let values = values![location, id, to_text(decision)?, by, now];
            ("the review", driver.execute(sql, &values).await?)
        }
        ControlWrite::Reopen { id } => {
            let sql = "UPDATE reviews SET state = 'open', decision = 'null', decided_by = '',
                         decided_at = NULL
                       WHERE location_id = $1 AND id = $2 AND state = 'decided'";
            let written = driver.execute(sql, &values![location, id]).await?;
            ("the review", written)
        }
        ControlWrite::Alone { id } => {
            let sql = "UPDATE reviews SET alike = '' WHERE location_id = $1 AND id = $2";
            let written = driver.execute(sql, &values![location, id]).await?;
            ("the review", written)
        }
        ControlWrite::Filed {
            key,
            outcome,
            record_id,
        } => {
            let sql = "UPDATE source_items SET outcome = $3, record_id = $4
                       WHERE location_id = $1 AND key = $2";
            let values = values![location, key, outcome, record_id.as_deref()];
            ("the source", driver.execute(sql, &values).await?)
        }
        ControlWrite::Rule(rule) => {
            let sql = "INSERT INTO review_rules (location_id, id, alike, type, title, decision,
                         made_by, created_at)
                       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                       ON CONFLICT (location_id, alike) DO UPDATE SET id = excluded.id,
                         title = excluded.title, decision = excluded.decision,
                         made_by = excluded.made_by, created_at = excluded.created_at";
            let values = values![
                location,
                &rule.id,
                &rule.alike,
                &rule.kind,
                &rule.title,
                to_text(&rule.decision)?,
                &rule.made_by,
                now,
            ];
            ("the rule", driver.execute(sql, &values).await?)
        }
        ControlWrite::ForgetRule { id } => {
            let sql = "DELETE FROM review_rules WHERE location_id = $1 AND id = $2";
            (
                "the rule",
                driver.execute(sql, &values![location, id]).await?,
            )
        }
        ControlWrite::Undo(step) => ("the undo", undo(driver, commit, step).await?),
        ControlWrite::Merge { merge, moved } => {
            merged(driver, commit, merge, moved).await?;
            ("the merge", 1)
        }
        ControlWrite::Unmerge { id } => {
            let sql = "UPDATE merges SET undone = 1
                       WHERE location_id = $1 AND id = $2 AND undone = 0";
            let written = driver.execute(sql, &values![location, id]).await?;
            let sql = "DELETE FROM moved WHERE location_id = $1 AND merge_id = $2";
            driver.execute(sql, &values![location, id]).await?;
            ("the merge", written)
        }
        ControlWrite::Pause(pause) => {
            let sql = "INSERT INTO pauses (location_id, connection_id, kind, contact_id, reason,
                         made_by, created_at)
                       VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING";
            let values = values![
                location,
                &pause.connection_id,
                &pause.kind,
                &pause.contact_id,
                &pause.reason,
                &pause.made_by,
                now,
            ];
            driver.execute(sql, &values).await?;
            ("the pause", 1)
        }
        ControlWrite::Resume {
            connection_id,
            kind,
            contact_id,
        } => {
            let sql = "DELETE FROM pauses WHERE location_id = $1 AND connection_id = $2
                         AND kind = $3 AND contact_id = $4";
            let values = values![location, connection_id, kind, contact_id];
            let written = driver.execute(sql, &values).await?;
            // What was put off is due at once; what is still paused is put off again.
            let sql = "UPDATE jobs SET run_at = $2, last_error = ''
                       WHERE location_id = $1 AND run_at > $2 AND lease_until <= $2
                         AND last_error LIKE $3";
            let paused = format!("{PAUSED}%");
            driver.execute(sql, &values![location, now, paused]).await?;
            ("the pause", written)
        }
    };
    if written == 0 {
        return Err(StoreError::conflict(what.to_owned()));
    }
    Ok(())
}

async fn undo(driver: &mut dyn Driver, commit: &Commit, undo: &Undo) -> Result<u64, StoreError> {
    let values = values![
        &commit.location,
        &undo.id,
        to_text(&undo.target)?,
        &undo.state,
        undo.before_seq,
        to_text(&undo.report)?,
        to_text(&undo.origin)?,
        micros(undo.created_at),
        undo.version + 1,
    ];
    let sql = if undo.version == 0 {
        "INSERT INTO undos (location_id, id, target, state, before_seq, report, origin, created_at,
           version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING"
    } else {
        "UPDATE undos SET target = $3, state = $4, before_seq = $5, report = $6, origin = $7,
           created_at = $8, version = $9
         WHERE location_id = $1 AND id = $2 AND version = $9 - 1"
    };
    driver.execute(sql, &values).await
}

async fn merged(
    driver: &mut dyn Driver,
    commit: &Commit,
    merge: &Merge,
    moved: &[Moved],
) -> Result<(), StoreError> {
    let location = &commit.location;
    let sql = "INSERT INTO merges (location_id, id, survivor_id, loser_id, made_by, created_at,
                 undone)
               VALUES ($1, $2, $3, $4, $5, $6, 0)";
    let values = values![
        location,
        &merge.id,
        &merge.survivor_id,
        &merge.loser_id,
        &merge.made_by,
        micros(commit.at),
    ];
    driver.execute(sql, &values).await?;
    let sql = "INSERT INTO moved (location_id, kind, record_id, to_id, merge_id)
               VALUES ($1, $2, $3, $4, $5)
               ON CONFLICT (location_id, kind, record_id) DO UPDATE SET to_id = excluded.to_id,
                 merge_id = excluded.merge_id";
    for record in moved {
        let values = values![
            location,
            record.kind.name(),
            &record.record_id,
            &record.to_id,
            &merge.id,
        ];
        driver.execute(sql, &values).await?;
    }
    Ok(())
}

/// Writes a review, with what makes others like it. One that stands already is left as it is.
pub(crate) async fn review(
    driver: &mut dyn Driver,
    commit: &Commit,
    review: &Review,
) -> Result<(), StoreError> {
    driver
        .execute(
            "INSERT INTO reviews (location_id, id, subject, title, reasons, detail, state,
               created_at, type, alike)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING",
            &values![
                &commit.location,
                &review.id,
                &review.subject,
                &review.title,
                to_text(&review.reasons)?,
                to_text(&review.detail)?,
                "open",
                micros(commit.at),
                review_type(&review.id),
                alike(review),
            ],
        )
        .await?;
    Ok(())
}

/// A review's type: what its id begins with.
#[must_use]
pub fn review_type(id: &str) -> &str {
    id.split_once('/').map_or("", |(kind, _)| kind)
}

/// What makes reviews alike: the same type, connection and kind of record, the same fields, and the
/// same reasons but for what names this one record (numbers, ids, addresses, quoted values).
fn alike(review: &Review) -> String {
    let text = |name: &str| review.detail[name].as_str().unwrap_or_default();
    let mut fields: Vec<&str> = review.detail["fields"]
        .as_object()
        .map(|fields| fields.keys().map(String::as_str).collect())
        .unwrap_or_default();
    fields.extend(review.detail["field"].as_str());
    // A question about a field is the same whatever the values are.
    let kept = review_type(&review.id) != "field";
    let reasons = review.reasons.iter().filter(|_| kept).map(|reason| {
        // What stands in quotes is somebody's value.
        let plain: Vec<&str> = reason.split('"').step_by(2).collect();
        let reason = plain.join(" … ");
        let words = reason.split_whitespace().map(|word| {
            let own = word.len() >= 20
                || word.contains(['@', '"', '\'', '`'])
                || word.chars().any(|letter| letter.is_ascii_digit());
            if own { "…" } else { word }
        });
        words.collect::<Vec<_>>().join(" ")
    });
    let reasons: Vec<String> = reasons.collect();
    let parts = [
        review_type(&review.id),
        text("connectionId"),
        text("kind"),
        text("origin"),
        &fields.join(","),
        &reasons.join("; "),
    ];
    parts.join("|").chars().take(MAX_ALIKE).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn reviews_are_alike_but_for_what_names_one_record() {
        let review = |id: &str, reason: &str, field: &str| Review {
            id: id.into(),
            subject: String::new(),
            title: String::new(),
            reasons: vec![reason.into()],
            detail: json!({"connectionId": "k1", "kind": "contact", "fields": {field: 1}}),
        };
        let one = review("refused/1", "phone 512 is no number", "phone");
        let same = review("refused/2", "phone +1737 is no number", "phone");
        assert_eq!(alike(&one), alike(&same));
        assert_eq!(
            alike(&one),
            "refused|k1|contact||phone|phone … is no number"
        );
        for other in [
            review("match/1", "phone 512 is no number", "phone"),
            review("refused/1", "phone 512 is too long", "phone"),
            review("refused/1", "phone 512 is no number", "email"),
        ] {
            assert_ne!(alike(&one), alike(&other));
        }
        assert_eq!(review_type("no slash"), "");
    }
}
