//! The limit's headers (HighLevel docs, Authorization): `X-RateLimit-Max`, `-Remaining`,
//! `-Interval-Milliseconds`, `-Limit-Daily`, `-Daily-Remaining`; and the undocumented
//! `-Daily-Reset`, which HighLevel's TypeScript SDK 3.1.0 reads as milliseconds.

use std::ops::RangeInclusive;
use std::time::Duration;

use jiff::Timestamp;
use reqwest::header::HeaderMap;

use super::{Limits, until};

/// The longest a day's reset can be away: a header that says more is not believed.
pub(super) const MAX_RESET: Duration = Duration::from_secs(48 * 60 * 60);
/// What is believed of each; outside, the header counts as absent. The bounds of the burst also
/// bound what the limiter remembers.
const BURST: RangeInclusive<i64> = 1..=10_000;
const INTERVAL_MS: RangeInclusive<i64> = 100..=3_600_000;
const DAILY: RangeInclusive<i64> = 1..=1_000_000_000;

/// What an answer's headers say; absent and absurd ones are `None`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seen {
    /// Calls per interval.
    pub burst: Option<u32>,
    /// Calls left in this interval.
    pub left: Option<u32>,
    /// The interval.
    pub interval: Option<Duration>,
    /// Calls per day.
    pub daily: Option<u32>,
    /// Calls left today.
    pub daily_left: Option<u32>,
    /// Until the day's count starts anew.
    pub daily_reset: Option<Duration>,
}

impl Seen {
    /// Reads them.
    #[must_use]
    pub fn read(headers: &HeaderMap) -> Self {
        let number = |name: &str| -> Option<i64> {
            let text = headers.get(name)?.to_str().ok()?;
            text.trim().parse().ok()
        };
        let within = |name: &str, range: RangeInclusive<i64>| {
            let value = number(name).filter(|value| range.contains(value))?;
            u32::try_from(value).ok()
        };
        // Below nothing is nothing.
        let left =
            |name: &str| number(name).map(|left| u32::try_from(left.max(0)).unwrap_or(u32::MAX));
        let millis = |value: u32| Duration::from_millis(value.into());
        let reset = 0..=i64::try_from(MAX_RESET.as_millis()).unwrap_or(i64::MAX);
        Self {
            burst: within("x-ratelimit-max", BURST),
            left: left("x-ratelimit-remaining"),
            interval: within("x-ratelimit-interval-milliseconds", INTERVAL_MS).map(millis),
            daily: within("x-ratelimit-limit-daily", DAILY),
            daily_left: left("x-ratelimit-daily-remaining"),
            daily_reset: within("x-ratelimit-daily-reset", reset).map(millis),
        }
    }

    /// Whether there was any.
    #[must_use]
    pub fn any(&self) -> bool {
        *self != Self::default()
    }

    /// The limits they tell of, on top of `before`.
    pub(super) fn limits(&self, before: Limits) -> Limits {
        Limits {
            burst: self.burst.unwrap_or(before.burst),
            interval: self.interval.unwrap_or(before.interval),
            daily: self.daily.unwrap_or(before.daily),
        }
    }

    /// How long a 429 with these headers lasts: until the day's reset when the day is used up (the
    /// next midnight in UTC where no reset is told), else one interval.
    #[must_use]
    pub fn wait(&self, now: Timestamp) -> Duration {
        let interval = self.interval.unwrap_or(Limits::HIGHLEVEL.interval);
        if self.daily_left != Some(0) {
            return interval;
        }
        self.daily_reset
            .or_else(|| until(super::day::midnight(now), now))
            .unwrap_or(interval)
            .max(Duration::from_secs(1))
    }
}
