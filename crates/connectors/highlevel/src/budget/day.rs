//! The day's share of the budget.

use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use tenon_sync::remote::Urgency;

use super::headers::Seen;
use super::purpose::Purpose;
use super::{later, reserve, until};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);
/// How long after it last asked a kind's share is kept for it: what nobody asks for is anybody's.
const WANTED: Duration = Duration::from_secs(60 * 60);
/// How long until a kind that has used up its own looks again: the others' shares shrink with the day.
const SHRINKS: Duration = Duration::from_secs(5 * 60);

/// What is left of the day.
#[derive(Debug, Default)]
pub(super) struct Day {
    today: Option<Today>,
    /// When each kind last asked.
    wanted: [Option<Timestamp>; Purpose::ALL.len()],
}

#[derive(Debug)]
struct Today {
    left: u32,
    resets: Timestamp,
    /// Calls of each kind.
    used: [u32; Purpose::ALL.len()],
}

impl Day {
    /// Begins a new day when the old one is over, or when the clock was put back by a day.
    pub(super) fn settle(&mut self, daily: u32, now: Timestamp) {
        let over = self.today.as_ref().is_none_or(|today| {
            today.resets <= now || later(now, super::headers::MAX_RESET) < today.resets
        });
        if over {
            self.today = Some(Today {
                left: daily,
                resets: midnight(now),
                used: Default::default(),
            });
        }
    }

    /// A call of this kind is asked for.
    pub(super) fn wanted(&mut self, purpose: Purpose, now: Timestamp) {
        self.wanted[purpose as usize] = Some(now);
    }

    pub(super) fn count(&mut self, purpose: Purpose) {
        if let Some(today) = &mut self.today {
            today.left = today.left.saturating_sub(1);
            today.used[purpose as usize] = today.used[purpose as usize].saturating_add(1);
        }
    }

    /// The wait when nothing is left for it: bulk work leaves alone what is people's, and what is kept
    /// for other kinds.
    pub(super) fn wait(
        &self,
        daily: u32,
        urgency: Urgency,
        purpose: Purpose,
        now: Timestamp,
    ) -> Option<Duration> {
        let today = self.today.as_ref()?;
        let reserve = reserve(daily, urgency);
        let reset = until(today.resets, now)?;
        if today.left <= reserve {
            return Some(reset);
        }
        let kept = match urgency {
            Urgency::Interactive => 0,
            Urgency::Bulk => self.kept(today, daily - reserve, purpose, now),
        };
        (today.left - reserve <= kept).then(|| reset.min(SHRINKS))
    }

    /// What is kept for other kinds than this: of each that has asked lately, what it has not used of its
    /// share, in proportion to what is left of the day.
    fn kept(&self, today: &Today, bulk: u32, purpose: Purpose, now: Timestamp) -> u32 {
        let rest = until(today.resets, now).unwrap_or_default().min(DAY);
        let mut kept = 0;
        for other in Purpose::ALL.into_iter().filter(|other| *other != purpose) {
            let asked = self.wanted[other as usize];
            if asked.is_none_or(|at| later(at, WANTED) <= now) {
                continue;
            }
            let share = u64::from(bulk) * u64::from(other.share()) / 100;
            let share = share * rest.as_secs() / DAY.as_secs();
            let share = u32::try_from(share).unwrap_or(u32::MAX);
            kept += share.saturating_sub(today.used[other as usize]);
        }
        kept
    }

    /// Follows the headers; `uncounted` calls are not in them yet.
    pub(super) fn learn(&mut self, seen: &Seen, daily: u32, uncounted: u32, now: Timestamp) {
        self.settle(daily, now);
        let Some(today) = &mut self.today else { return };
        if let Some(left) = seen.daily_left {
            today.left = left.min(daily).saturating_sub(uncounted);
        }
        if let Some(reset) = seen.daily_reset {
            today.resets = later(now, reset);
        }
    }
}

/// The next midnight in UTC: when the day ends is not documented.
pub(super) fn midnight(now: Timestamp) -> Timestamp {
    let tomorrow = TimeZone::UTC.to_datetime(now).date().tomorrow();
    tomorrow
        .ok()
        .and_then(|date| TimeZone::UTC.to_timestamp(date.at(0, 0, 0, 0)).ok())
        .unwrap_or_else(|| later(now, DAY))
}
