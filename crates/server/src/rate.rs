//! Rate limits per token and location, with HighLevel's numbers and headers.
//!
//! Two fixed windows (a burst of seconds, a day of UTC), as HighLevel's headers describe them.
//! Counted in this process: several nodes share nothing yet.

use std::{
    collections::HashMap,
    str::FromStr,
    sync::{Mutex, PoisonError},
};

use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use tenon_oauth::Access;

use crate::{App, envelope::Refusal};

/// HighLevel's daily limit per client and location.
const DAILY: u64 = 200_000;
const DAY_MILLIS: i64 = 86_400_000;
/// Most callers counted at once; past it those of ended windows are forgotten.
const MAX_CALLERS: usize = 10_000;

/// `BURST/SECONDS`, such as `100/10`, and 200,000 a day.
#[derive(Debug)]
pub struct RateLimit {
    burst: u64,
    interval_millis: i64,
    daily: u64,
    windows: Mutex<HashMap<String, Windows>>,
}

#[derive(Debug, Default, Clone, Copy)]
struct Windows {
    burst_start: i64,
    burst_used: u64,
    day: i64,
    day_used: u64,
}

/// A text that is no limit.
#[derive(Debug, thiserror::Error)]
#[error("a rate limit is BURST/SECONDS, such as 100/10, not {0:?}")]
pub struct RateLimitError(String);

impl FromStr for RateLimit {
    type Err = RateLimitError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || RateLimitError(text.to_owned());
        let (burst, seconds) = text.split_once('/').ok_or_else(wrong)?;
        let burst: u64 = burst.trim().parse().map_err(|_| wrong())?;
        let seconds: u32 = seconds.trim().parse().map_err(|_| wrong())?;
        if burst == 0 || seconds == 0 {
            return Err(wrong());
        }
        Ok(Self::new(burst, seconds))
    }
}

impl Default for RateLimit {
    /// HighLevel's: 100 in 10 seconds, 200,000 a day.
    fn default() -> Self {
        Self::new(100, 10)
    }
}

impl RateLimit {
    /// `burst` calls in `seconds`.
    #[must_use]
    pub fn new(burst: u64, seconds: u32) -> Self {
        Self {
            burst,
            interval_millis: i64::from(seconds) * 1_000,
            daily: DAILY,
            windows: Mutex::new(HashMap::new()),
        }
    }

    /// Counts a call. Whether it may go on, and the headers to tell.
    fn count(&self, caller: &str, now_millis: i64) -> (bool, [(&'static str, i64); 6]) {
        let mut windows = self.windows.lock().unwrap_or_else(PoisonError::into_inner);
        let start = now_millis - now_millis.rem_euclid(self.interval_millis);
        let day = now_millis.div_euclid(DAY_MILLIS);
        if windows.len() >= MAX_CALLERS && !windows.contains_key(caller) {
            windows.retain(|_, window| window.day == day);
        }
        let window = windows.entry(caller.to_owned()).or_default();
        if window.burst_start != start {
            (window.burst_start, window.burst_used) = (start, 0);
        }
        if window.day != day {
            (window.day, window.day_used) = (day, 0);
        }
        let allowed = window.burst_used < self.burst && window.day_used < self.daily;
        if allowed {
            window.burst_used += 1;
            window.day_used += 1;
        }
        let number = |value: u64| i64::try_from(value).unwrap_or(i64::MAX);
        let headers = [
            ("x-ratelimit-max", number(self.burst)),
            (
                "x-ratelimit-remaining",
                number(self.burst - window.burst_used),
            ),
            ("x-ratelimit-interval-milliseconds", self.interval_millis),
            ("x-ratelimit-limit-daily", number(self.daily)),
            (
                "x-ratelimit-daily-remaining",
                number(self.daily - window.day_used),
            ),
            (
                "x-ratelimit-daily-reset",
                (day + 1) * DAY_MILLIS - now_millis,
            ),
        ];
        (allowed, headers)
    }
}

/// Counts the call against the caller's limit and notes the headers for the answer.
pub(crate) fn check(
    app: &App,
    access: &Access,
    headers: &mut HeaderMap,
    trace_id: &str,
) -> Result<(), Refusal> {
    let Some(limit) = &app.settings().rate_limit else {
        return Ok(());
    };
    let caller = format!("{}/{}", access.location_id, access.token_id);
    let (allowed, told) = limit.count(&caller, app.now().as_millisecond());
    for (name, value) in told {
        headers.insert(HeaderName::from_static(name), HeaderValue::from(value));
    }
    if allowed {
        Ok(())
    } else {
        Err(Refusal::new(
            StatusCode::TOO_MANY_REQUESTS,
            "Too Many Requests",
            trace_id,
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_lets_its_burst_through_and_starts_anew() {
        let limit: RateLimit = "2/10".parse().unwrap();
        let allowed = |caller: &str, at| limit.count(caller, at).0;
        assert!(allowed("a", 0) && allowed("a", 9_999));
        assert!(!allowed("a", 9_999));
        assert!(allowed("b", 9_999), "another caller has its own");
        assert!(allowed("a", 10_000));
        let (_, headers) = limit.count("a", 10_001);
        assert_eq!(headers[1], ("x-ratelimit-remaining", 0));
        assert_eq!(headers[4], ("x-ratelimit-daily-remaining", 199_996));
        assert!("0/10".parse::<RateLimit>().is_err() && "ten".parse::<RateLimit>().is_err());
    }
}
