//! What a job holds, and when it is tried again.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use tenon_model::Random;

/// Tries of an event, after the last of which it is given up. HighLevel's number (retry policy as
/// read on 2026-08-19).
pub const MAX_TRIES: i64 = 12;
/// The wait after the first failure. With the factor, the eleven waits between twelve tries last
/// 3 s · (3¹¹ − 1) / 2, a little under 74 hours: a weekend.
const FIRST_WAIT: Duration = Duration::from_secs(3);
/// Each wait is so many times the one before.
const FACTOR: u32 = 3;
/// Waits differ by up to so many percent either way, so that what failed together is not tried
/// together.
const JITTER_PERCENT: u64 = 10;

/// An event on its way: everything that a try needs, so that all tries are the same.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Parcel {
    /// The event's type.
    pub(crate) event: String,
    /// Its `webhookId`.
    pub(crate) webhook_id: String,
    /// The bytes that are signed and sent; empty in the job of a replay, whose bytes stand in the
    /// log of deliveries.
    pub(crate) body: String,
    /// Chaos: sent twice.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) twice: bool,
    /// Chaos: kept back, and neither waits for other events nor lets them wait.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) astray: bool,
}

impl Parcel {
    pub(super) fn from_payload(payload: &Value) -> Option<Self> {
        Self::deserialize(payload).ok()
    }
}

/// A job's key. Sorts by the change's number; events of one change by their type.
pub(super) fn key(root: &str, seq: i64, event: &str) -> String {
    format!("{root}/{seq:020}/{event}")
}

/// The contact in a job's key: ids hold no `/`.
pub(super) fn root_of(key: &str) -> &str {
    key.split_once('/').map_or(key, |(root, _)| root)
}

/// How long after so many failures (at least one) the next try is due.
pub(super) fn wait(failures: i64, random: &dyn Random) -> Duration {
    let before = u32::try_from(failures - 1).unwrap_or(0);
    let wait = FIRST_WAIT.saturating_mul(FACTOR.saturating_pow(before));
    let millis = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
    let spread = millis / 100 * JITTER_PERCENT;
    Duration::from_millis(millis - spread + random.below(2 * spread + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Middle;
    impl Random for Middle {
        fn fill(&self, _: &mut [u8]) {}
        fn below(&self, bound: u64) -> u64 {
            bound / 2
        }
    }

    #[test]
    fn twelve_tries_span_a_weekend() {
        let waits: Vec<_> = (1..MAX_TRIES)
            .map(|failures| wait(failures, &Middle))
            .collect();
        assert_eq!(waits[0], Duration::from_secs(3));
        assert_eq!(waits[1], Duration::from_secs(9));
        let hours = waits.iter().sum::<Duration>().as_secs() / 3600;
        assert!((72..=74).contains(&hours), "{hours}");
    }

    #[test]
    fn keys_sort_by_number_and_name_their_contact() {
        assert!(key("ana", 9, "ContactUpdate") < key("ana", 10, "ContactCreate"));
        assert_eq!(root_of(&key("ana", 9, "ContactUpdate")), "ana");
    }
}
