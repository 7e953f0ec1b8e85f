//! Rate limits per caller and location, with HighLevel's numbers and headers.
//!
//! Two fixed windows (a burst of seconds, a day of UTC), as HighLevel's headers describe them. One
//! process counts for itself. Where several may serve from one database, each draws a few calls at a
//! time out of the windows that they share (a tenth of what is left, at last one by one): never more
//! than the limit in all, and a transaction for about every fourth call.

use std::{
    collections::HashMap,
    hash::{BuildHasher, RandomState},
    str::FromStr,
    sync::{Mutex, MutexGuard, PoisonError},
};

use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use tenon_model::Origin;
use tenon_oauth::Access;
use tenon_operations::OperationError;
use tenon_store::{Commit, Draw, Drawn, StoreError, Window, Write};

use crate::{App, access::caller, envelope::Refusal};

/// HighLevel's daily limit per client and location.
const DAILY: i64 = 200_000;
const DAY_MILLIS: i64 = 86_400_000;
/// Most callers counted at once; past it those of ended windows are forgotten.
const MAX_CALLERS: usize = 10_000;
/// Callers of one of so many lanes draw one after the other: enough that strangers seldom meet.
const LANES: usize = 64;
/// How often a draw is tried that other nodes keep coming before.
const MAX_TRIES: usize = 32;
/// A draw takes this part of what is left.
const SHARE: i64 = 10;

/// `BURST/SECONDS`, such as `100/10`, and 200,000 a day; or `BURST/SECONDS/DAILY`.
#[derive(Debug)]
pub struct RateLimit {
    burst: i64,
    interval_millis: i64,
    daily: i64,
    windows: Mutex<HashMap<String, Windows>>,
    lanes: Vec<tokio::sync::Mutex<()>>,
    spread: RandomState,
}

/// Whose calls are counted together: a location or a company (or neither), and a caller there.
pub(crate) type Who<'a> = (&'a str, &'a str);

/// Where a caller's windows stand.
#[derive(Debug, Default, Clone, Copy)]
struct Windows {
    burst_start: i64,
    burst_left: i64,
    day_start: i64,
    day_left: i64,
    /// Calls that were drawn and not made yet.
    drawn: i64,
    /// Those of a window that has ended, to be given back.
    unused: i64,
    /// Nothing more is to be had in this window.
    empty: bool,
}

/// A text that is no limit.
#[derive(Debug, thiserror::Error)]
#[error("a rate limit is BURST/SECONDS or BURST/SECONDS/DAILY, such as 100/10, not {0:?}")]
pub struct RateLimitError(String);

impl FromStr for RateLimit {
    type Err = RateLimitError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || RateLimitError(text.to_owned());
        let numbers: Vec<u32> = text
            .split('/')
            .map(|part| part.trim().parse().ok().filter(|number| *number > 0))
            .collect::<Option<_>>()
            .ok_or_else(wrong)?;
        match numbers[..] {
            [burst, seconds] => Ok(Self::new(burst, seconds)),
            [burst, seconds, daily] => Ok(Self::new(burst, seconds).daily(daily)),
            _ => Err(wrong()),
        }
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
    pub fn new(burst: u32, seconds: u32) -> Self {
        Self {
            burst: burst.into(),
            interval_millis: i64::from(seconds) * 1_000,
            daily: DAILY,
            windows: Mutex::new(HashMap::new()),
            lanes: (0..LANES).map(|_| tokio::sync::Mutex::new(())).collect(),
            spread: RandomState::new(),
        }
    }

    /// As many calls a day, instead of 200,000.
    #[must_use]
    pub const fn daily(mut self, calls: u32) -> Self {
        self.daily = calls as i64;
        self
    }

    /// The windows of this moment, as this clock has them.
    fn at(&self, now: i64) -> (Window, Window) {
        let window = |length, most| Window {
            start: now - now.rem_euclid(length),
            length,
            most,
        };
        (
            window(self.interval_millis, self.burst),
            window(DAY_MILLIS, self.daily),
        )
    }

    fn windows(&self) -> MutexGuard<'_, HashMap<String, Windows>> {
        self.windows.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts a call in this process alone.
    fn count(&self, caller: &str, now: i64) -> (bool, Windows) {
        let mut windows = self.windows();
        let known = self.known(&mut windows, caller, now);
        let allowed = known.burst_left > 0 && known.day_left > 0;
        if allowed {
            known.burst_left -= 1;
            known.day_left -= 1;
        }
        (allowed, *known)
    }

    /// Counts a call among those drawn. `None`: more are to be drawn first.
    fn count_drawn(&self, caller: &str, now: i64) -> Option<(bool, Windows)> {
        let mut windows = self.windows();
        let known = self.known(&mut windows, caller, now);
        if known.drawn > 0 {
            known.drawn -= 1;
            return Some((true, *known));
        }
        known.empty.then_some((false, *known))
    }

    /// A caller's windows, those of this moment.
    fn known<'a>(
        &self,
        windows: &'a mut HashMap<String, Windows>,
        caller: &str,
        now: i64,
    ) -> &'a mut Windows {
        let (burst, day) = self.at(now);
        if windows.len() >= MAX_CALLERS && !windows.contains_key(caller) {
            windows.retain(|_, known| known.burst_start == burst.start);
            if windows.len() >= MAX_CALLERS {
                windows.clear();
            }
        }
        let known = windows.entry(caller.to_owned()).or_insert(Windows {
            burst_start: burst.start,
            burst_left: burst.most,
            day_start: day.start,
            day_left: day.most,
            ..Windows::default()
        });
        // A window that another node began a little earlier is kept to.
        let over = |window: Window, start| !(0..=window.length).contains(&(start - window.start));
        if over(day, known.day_start) {
            (known.day_start, known.day_left) = (day.start, day.most);
            (known.drawn, known.unused) = (0, 0);
        }
        if over(burst, known.burst_start) {
            (known.burst_start, known.burst_left) = (burst.start, burst.most);
            known.unused += known.drawn;
            (known.drawn, known.empty) = (0, false);
        }
        known
    }

    /// What to draw for a caller.
    fn wanted(&self, caller: &str, now: i64) -> Draw {
        let mut windows = self.windows();
        let known = self.known(&mut windows, caller, now);
        let unused = std::mem::take(&mut known.unused);
        let (burst, day) = self.at(now);
        Draw {
            caller: caller.to_owned(),
            burst,
            day,
            wanted: (known.burst_left.min(known.day_left) / SHARE).max(1),
            unused,
        }
    }

    /// Takes in what was drawn.
    fn take(&self, caller: &str, now: i64, drawn: Drawn) {
        let mut windows = self.windows();
        let known = self.known(&mut windows, caller, now);
        if known.burst_start != drawn.burst_start {
            known.unused += std::mem::take(&mut known.drawn);
        }
        known.burst_start = drawn.burst_start;
        known.day_start = drawn.day_start;
        known.burst_left = drawn.burst_left;
        known.day_left = drawn.day_left;
        known.drawn += drawn.granted;
        known.empty = drawn.granted == 0;
    }

    /// The headers of an answer.
    fn headers(&self, windows: Windows, now: i64) -> [(&'static str, i64); 6] {
        let reset = windows.day_start + DAY_MILLIS - now;
        [
            ("x-ratelimit-max", self.burst),
            ("x-ratelimit-remaining", windows.burst_left + windows.drawn),
            ("x-ratelimit-interval-milliseconds", self.interval_millis),
            ("x-ratelimit-limit-daily", self.daily),
            (
                "x-ratelimit-daily-remaining",
                windows.day_left + windows.drawn,
            ),
            ("x-ratelimit-daily-reset", reset),
        ]
    }

    async fn allow(
        &self,
        app: &App,
        (place, caller): Who<'_>,
        now: i64,
    ) -> Result<(bool, Windows), StoreError> {
        let name = format!("{place}/{caller}");
        if !app.store().is_shared() {
            return Ok(self.count(&name, now));
        }
        if let Some(counted) = self.count_drawn(&name, now) {
            return Ok(counted);
        }
        let lane = self.spread.hash_one(&name) as usize % self.lanes.len();
        let _turn = match self.lanes.get(lane) {
            Some(lane) => Some(lane.lock().await),
            None => None,
        };
        for _ in 0..MAX_TRIES {
            // Whoever had the lane before may have drawn for this one too.
            if let Some(counted) = self.count_drawn(&name, now) {
                return Ok(counted);
            }
            let wanted = self.wanted(&name, now);
            let unused = wanted.unused;
            match draw(app, (place, caller), wanted).await {
                Ok(drawn) => self.take(&name, now, drawn),
                Err(error) => {
                    let mut windows = self.windows();
                    self.known(&mut windows, &name, now).unused += unused;
                    if !matches!(error, StoreError::Conflict { .. }) {
                        return Err(error);
                    }
                }
            }
        }
        Err(StoreError::Conflict {
            what: "the rate limit".into(),
        })
    }
}

async fn draw(app: &App, (place, caller): Who<'_>, mut wanted: Draw) -> Result<Drawn, StoreError> {
    wanted.caller = caller.to_owned();
    let commit = Commit {
        location: place.to_owned(),
        at: app.now(),
        origin: Origin::new(("system", "", "rate limit"), "api", ("request", "")),
        fence: None,
        writes: vec![Write::Draw(Box::new(wanted))],
    };
    let done = app.store().commit(commit).await?;
    done.drawn
        .ok_or_else(|| StoreError::Internal("nothing was drawn".into()))
}

/// Counts the call against the caller's limit and notes the headers for the answer.
pub(crate) async fn check(
    app: &App,
    limit: Option<&RateLimit>,
    access: &Access,
    headers: &mut HeaderMap,
    trace_id: &str,
) -> Result<(), Refusal> {
    let who = (access.resource(), caller(access));
    check_of(app, limit, who, headers, trace_id).await
}

/// The same for a caller that has shown itself otherwise than by a token.
pub(crate) async fn check_of(
    app: &App,
    limit: Option<&RateLimit>,
    who: Who<'_>,
    headers: &mut HeaderMap,
    trace_id: &str,
) -> Result<(), Refusal> {
    let Some(limit) = limit else {
        return Ok(());
    };
    let now = app.now().as_millisecond();
    let (allowed, windows) = limit
        .allow(app, who, now)
        .await
        .map_err(|error| Refusal::of(OperationError::from(error), trace_id))?;
    for (name, value) in limit.headers(windows, now) {
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
        let (_, windows) = limit.count("a", 10_001);
        let headers = limit.headers(windows, 10_001);
        assert_eq!(headers[1], ("x-ratelimit-remaining", 0));
        assert_eq!(headers[4], ("x-ratelimit-daily-remaining", 199_996));
        assert!("0/10".parse::<RateLimit>().is_err() && "ten".parse::<RateLimit>().is_err());
    }

    #[test]
    fn a_clock_that_jumps_keeps_nobody_out_for_long() {
        let limit = RateLimit::new(1, 10);
        assert!(limit.count("a", 1_000_000).0);
        assert!(limit.count("a", 500_000).0, "it went back by minutes");
        assert!(!limit.count("a", 495_000).0, "it went back by seconds");
    }

    #[test]
    fn callers_that_are_counted_are_bounded() {
        let limit = RateLimit::new(1, 10);
        for caller in 0..MAX_CALLERS + 10 {
            limit.count(&caller.to_string(), 0);
        }
        assert!(limit.windows().len() <= MAX_CALLERS);
    }
}
