//! The day's share of the budget.

use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::headers::Seen;
use super::{later, until};

/// What is left of the day.
#[derive(Debug, Default)]
pub(super) struct Day {
    today: Option<Today>,
}

#[derive(Debug)]
struct Today {
    left: u32,
    resets: Timestamp,
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
            });
        }
    }

    pub(super) fn count(&mut self) {
        if let Some(today) = &mut self.today {
            today.left = today.left.saturating_sub(1);
        }
    }

    /// The wait when no more than `reserve` calls are left.
    pub(super) fn wait(&self, reserve: u32, now: Timestamp) -> Option<Duration> {
        let today = self.today.as_ref()?;
        (today.left <= reserve)
            .then(|| until(today.resets, now))
            .flatten()
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
    const DAY: Duration = Duration::from_secs(24 * 60 * 60);
    let tomorrow = TimeZone::UTC.to_datetime(now).date().tomorrow();
    tomorrow
        .ok()
        .and_then(|date| TimeZone::UTC.to_timestamp(date.at(0, 0, 0, 0)).ok())
        .unwrap_or_else(|| later(now, DAY))
}
