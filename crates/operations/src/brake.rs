//! The brake: how much a sync may change or take away before a person is asked.
//!
//! Pure: told how things stand, it says whether to go on. Whoever works the sync keeps its state in a
//! cursor (`brake/{connection}`), so that it holds over restarts and over several nodes.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// A run asks before it changes more than this part of the records that stand on both sides…
const CHANGED_SHARE: f64 = 0.2;
/// …and more than so many: a small firm edits half of its contacts in an afternoon.
const CHANGED_AT_LEAST: u64 = 50;
/// Records may go within a window up to this part of all, without a question…
const REMOVED_SHARE: f64 = 0.05;
/// …or so many where there are few, but never more than half of them…
const REMOVED_AT_LEAST: u64 = 20;
/// …unless they are a handful.
const REMOVED_ALWAYS: u64 = 3;
/// What goes within this time is counted together: a system that forgets does so at once, or over the
/// minutes in which its records are looked at.
const WINDOW: SignedDuration = SignedDuration::from_hours(1);
/// How long a yes holds: what was held back is looked at again within minutes.
const YES_FOR: SignedDuration = SignedDuration::from_hours(1);
/// How long a no holds. What is wrong over there is mended in that time, or asked about again.
const NO_FOR: SignedDuration = SignedDuration::from_hours(24);

/// How many of `linked` records a run may change without asking.
#[must_use]
pub fn changes_allowed(linked: u64) -> u64 {
    share(linked, CHANGED_SHARE).max(CHANGED_AT_LEAST)
}

/// How many of `linked` records may go without asking.
#[must_use]
pub fn removals_allowed(linked: u64) -> u64 {
    let few = REMOVED_AT_LEAST.min(linked / 2);
    share(linked, REMOVED_SHARE).max(few).max(REMOVED_ALWAYS)
}

fn share(of: u64, share: f64) -> u64 {
    (of as f64 * share) as u64
}

/// What a person said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Said {
    /// Nothing yet.
    Nothing,
    /// Go on.
    Yes,
    /// Leave everything as it is.
    No,
}

/// Whether a record may go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Leave {
    /// It may; the brake is to be kept as it is now.
    Go,
    /// It may not, and a person is to be asked now.
    Ask,
    /// It may not, until a person has said so.
    Wait,
    /// It may not: a person has said so.
    Keep,
}

/// What has gone lately.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Brake {
    /// When counting began.
    pub since: Timestamp,
    /// How many have gone since.
    pub removed: u64,
    /// How many may.
    pub allowed: u64,
    /// What was asked about, once it was.
    pub asked: Option<Said>,
    /// Until when what was said holds.
    pub until: Option<Timestamp>,
}

impl Brake {
    /// A brake that begins to count.
    #[must_use]
    pub fn new(now: Timestamp, linked: u64) -> Self {
        Self {
            since: now,
            removed: 0,
            allowed: removals_allowed(linked),
            asked: None,
            until: None,
        }
    }

    /// Whether its time is over, so that counting begins anew. A question stands until it is answered.
    #[must_use]
    pub fn is_over(&self, now: Timestamp) -> bool {
        let ends = match (self.asked, self.until) {
            (Some(Said::Nothing), _) => return false,
            (Some(_), Some(until)) => until,
            _ => later(self.since, WINDOW),
        };
        // A clock that was put back must not keep it for ever.
        now >= ends || now < self.since
    }

    /// Whether one more may go now.
    pub fn take(&mut self) -> Leave {
        match self.asked {
            Some(Said::Nothing) => Leave::Wait,
            Some(Said::No) => Leave::Keep,
            None if self.removed >= self.allowed => {
                self.asked = Some(Said::Nothing);
                Leave::Ask
            }
            None | Some(Said::Yes) => {
                self.removed += 1;
                Leave::Go
            }
        }
    }

    /// A person has decided.
    pub fn say(&mut self, yes: bool, now: Timestamp) {
        let (said, span) = if yes {
            (Said::Yes, YES_FOR)
        } else {
            (Said::No, NO_FOR)
        };
        self.asked = Some(said);
        self.until = Some(later(now, span));
    }
}

/// The cursor that a connection's brake is kept in.
#[must_use]
pub fn cursor(connection: &str) -> String {
    format!("brake/{connection}")
}

fn later(at: Timestamp, by: SignedDuration) -> Timestamp {
    at.checked_add(by).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_may_go_and_never_most_of_them() {
        for (linked, allowed) in [(0, 3), (4, 3), (10, 5), (40, 20), (100, 20), (1_000, 50)] {
            assert_eq!(removals_allowed(linked), allowed, "of {linked}");
        }
        for (linked, allowed) in [(0, 50), (100, 50), (1_000, 200)] {
            assert_eq!(changes_allowed(linked), allowed, "of {linked}");
        }
    }

    #[test]
    fn it_asks_once_and_does_as_it_is_told() {
        let now = Timestamp::UNIX_EPOCH;
        let hour = SignedDuration::from_hours(1);
        let mut brake = Brake::new(now, 10);
        let taken: Vec<Leave> = (0..7).map(|_| brake.take()).collect();
        assert!(taken[..5].iter().all(|leave| *leave == Leave::Go));
        assert_eq!(taken[5..], [Leave::Ask, Leave::Wait]);
        assert!(!brake.is_over(now + hour * 1_000), "a question stands");
        let mut yes = brake.clone();
        yes.say(true, now);
        assert_eq!(yes.take(), Leave::Go);
        assert!(!yes.is_over(now) && yes.is_over(now + hour));
        brake.say(false, now);
        assert_eq!(brake.take(), Leave::Keep);
        assert!(!brake.is_over(now + hour) && brake.is_over(now + hour * 24));
        let quiet = Brake::new(now, 10);
        assert!(!quiet.is_over(now) && quiet.is_over(now + hour));
        assert!(quiet.is_over(now - hour), "the clock was put back");
    }
}
