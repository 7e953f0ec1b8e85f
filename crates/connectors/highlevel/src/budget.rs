//! How much may be sent when: a rate limiter that follows the vendor's headers. Sans I/O: it is told
//! the time and what was seen, and answers whether a call may go out.
//!
//! HighLevel allows 100 calls per 10 s and 200,000 per day, per app and location (HighLevel docs,
//! Authorization), and shares them among everybody who uses the same app or token. How its window
//! moves is not documented; this limiter keeps within it whether it is fixed or slides.

mod day;
mod headers;
mod limits;
mod purpose;

use std::collections::VecDeque;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tenon_sync::remote::Urgency;

use day::Day;
pub use headers::Seen;
pub use limits::Limits;
pub use purpose::Purpose;

/// The share of the window and of the day that bulk work leaves to interactive work: one in five.
pub const INTERACTIVE_SHARE: u32 = 5;
/// How much longer than the vendor's a window is taken to be: calls sent ten seconds apart may
/// arrive closer together.
const SLACK: Duration = Duration::from_millis(500);
/// Most calls under way while it is not known how much is left. If others use the same limit, a
/// guess can be wrong by no more than this.
const PROBES: usize = 2;
/// Most calls under way where others use the same limit, as a share of what is left: up to four
/// users together do not overshoot between two answers.
const UNDER_WAY_SHARE: u32 = 4;
/// What is left alone where others use the same limit: a call of each may be on its way.
const OTHERS_MARGIN: u32 = 4;
/// How long others are reckoned with after they were last noticed.
const OTHERS_STAY: Duration = Duration::from_secs(60);
/// How long until a look whether a call under way has been answered.
const POLL: Duration = Duration::from_millis(50);

/// A call that may go out; [`Budget::answered`] or [`Budget::lost`] gives it back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ticket(u64);

/// What is left, as far as the headers and the calls since then tell.
#[derive(Debug, Clone, Copy)]
struct Report {
    left: u32,
    /// The lowest that the vendor itself told since then.
    told: u32,
    /// When the vendor's window had begun at the latest.
    since: Timestamp,
}

/// The limiter of one connection.
#[derive(Debug)]
pub struct Budget {
    limits: Option<Limits>,
    /// When the calls of the last window were sent.
    sent: VecDeque<Timestamp>,
    /// How many calls there have been, which numbers the tickets.
    calls: u64,
    under_way: Vec<u64>,
    report: Option<Report>,
    /// When others were last noticed to use the same limit.
    others_at: Option<Timestamp>,
    /// Whether an answer has come at all, and with headers.
    heard: Option<bool>,
    day: Day,
    blocked_until: Timestamp,
    latest: Timestamp,
}

impl Budget {
    /// A limiter that assumes `limits` until headers say otherwise; `None`: no limit.
    #[must_use]
    pub fn new(limits: Option<Limits>) -> Self {
        Self {
            limits,
            sent: VecDeque::new(),
            calls: 0,
            under_way: Vec::new(),
            report: None,
            others_at: None,
            heard: None,
            day: Day::default(),
            blocked_until: Timestamp::MIN,
            latest: Timestamp::MIN,
        }
    }

    /// The limits it keeps to; `None`: none is known.
    #[must_use]
    pub const fn limits(&self) -> Option<Limits> {
        self.limits
    }

    /// Leave to send one call now.
    ///
    /// # Errors
    /// How long to wait before asking again.
    pub fn acquire(
        &mut self,
        now: Timestamp,
        urgency: Urgency,
        purpose: Purpose,
    ) -> Result<Ticket, Duration> {
        self.settle(now);
        self.day.wanted(purpose, now);
        if let Some(wait) = until(self.blocked_until, now) {
            return Err(wait);
        }
        if let Some(limits) = self.limits {
            let waits = [
                self.own(limits, urgency, now),
                self.reported(limits, urgency, now),
                self.day.wait(limits.daily, urgency, purpose, now),
            ];
            if let Some(wait) = waits.into_iter().flatten().max() {
                return Err(wait);
            }
            self.sent.push_back(now);
            self.day.count(purpose);
            if let Some(report) = &mut self.report {
                report.left = report.left.saturating_sub(1);
            }
        }
        self.calls += 1;
        self.under_way.push(self.calls);
        Ok(Ticket(self.calls))
    }

    /// A call was answered, with these headers.
    pub fn answered(&mut self, ticket: Ticket, seen: &Seen, now: Timestamp) {
        self.settle(now);
        self.lost(ticket);
        self.heard = Some(self.heard == Some(true) || seen.any());
        if !seen.any() {
            return;
        }
        let limits = seen.limits(self.limits.unwrap_or(Limits::HIGHLEVEL));
        self.limits = Some(limits);
        // What the vendor had not counted yet when it answered: at most the calls sent since, and
        // those before that are still under way.
        let before = self.under_way.iter().filter(|&&call| call < ticket.0);
        let uncounted = u32::try_from(self.calls - ticket.0).unwrap_or(u32::MAX);
        let uncounted = uncounted.saturating_add(u32::try_from(before.count()).unwrap_or(u32::MAX));
        if let Some(told) = seen.left.map(|left| left.min(limits.burst)) {
            let left = told.saturating_sub(uncounted);
            if (told as usize).saturating_add(self.sent.len()) < limits.burst as usize {
                self.others_at = Some(now);
            }
            // Answers overtake each other, by no more than are under way; a leap beyond that is a
            // new window.
            let overtaken = u32::try_from(self.under_way.len()).unwrap_or(u32::MAX);
            let same = self
                .report
                .filter(|report| told <= report.told.saturating_add(overtaken));
            // Alone, each answer tells what is left at least; with others, the newest is best.
            let least = same.filter(|_| self.is_alone(now));
            self.report = Some(Report {
                left: least.map_or(left, |report| report.left.max(left)),
                told: same.map_or(told, |report| report.told.min(told)),
                since: same.map_or(now, |report| report.since),
            });
        }
        self.day.learn(seen, limits.daily, uncounted, now);
    }

    /// A call will get no answer: it failed or was abandoned.
    pub fn lost(&mut self, ticket: Ticket) {
        self.under_way.retain(|&call| call != ticket.0);
    }

    /// The vendor turned a call away and will do so for this long.
    pub fn refused(&mut self, wait: Duration, now: Timestamp) {
        self.blocked_until = self.blocked_until.max(later(now, wait));
    }

    /// Brings everything to `now`. A clock that was put back takes what is remembered with it, so
    /// that nothing waits for a time that has been.
    fn settle(&mut self, now: Timestamp) {
        if now < self.latest {
            let back = self.latest.duration_since(now);
            let shift = |at: &mut Timestamp| *at = at.checked_sub(back).unwrap_or(Timestamp::MIN);
            self.sent.iter_mut().for_each(shift);
            shift(&mut self.blocked_until);
            self.others_at.iter_mut().for_each(shift);
            if let Some(report) = &mut self.report {
                shift(&mut report.since);
            }
        }
        self.latest = now;
        let Some(limits) = self.limits else { return };
        let window = limits.interval + SLACK;
        while self
            .sent
            .front()
            .is_some_and(|&at| later(at, window) <= now)
        {
            self.sent.pop_front();
        }
        self.report = self
            .report
            .filter(|report| later(report.since, window) > now);
        self.day.settle(limits.daily, now);
    }

    /// Whether nobody else has been noticed lately to use the same limit.
    fn is_alone(&self, now: Timestamp) -> bool {
        self.others_at
            .is_none_or(|at| later(at, OTHERS_STAY) <= now)
    }

    /// The wait by our own calls alone.
    fn own(&self, limits: Limits, urgency: Urgency, now: Timestamp) -> Option<Duration> {
        let allowed = (limits.burst - reserve(limits.burst, urgency)) as usize;
        let over = self.sent.len().checked_sub(allowed)?;
        let frees = *self.sent.get(over)?;
        until(later(frees, limits.interval + SLACK), now)
    }

    /// The wait by what the vendor reports, which counts the others' calls too.
    fn reported(&self, limits: Limits, urgency: Urgency, now: Timestamp) -> Option<Duration> {
        let under_way = self.under_way.len();
        let alone = self.is_alone(now);
        let margin = if alone {
            0
        } else {
            OTHERS_MARGIN.min(limits.burst / 2)
        };
        let floor = margin.max(reserve(limits.burst, urgency));
        match (self.report, self.heard) {
            // What is left is reckoned low while calls are under way: their answers may tell more.
            (Some(report), _) if report.left <= floor && floor < report.told && under_way > 0 => {
                Some(POLL)
            }
            (Some(report), _) if report.left <= floor => {
                until(later(report.since, limits.interval + SLACK), now)
            }
            (Some(_), _) if alone => None,
            (Some(report), _) => {
                let most = (report.left / UNDER_WAY_SHARE).max(1) as usize;
                (under_way >= most).then_some(POLL)
            }
            // No headers so far: nothing more will be known.
            (None, Some(false)) => None,
            (None, _) => (under_way >= PROBES).then_some(POLL),
        }
    }
}

/// What bulk work leaves alone.
fn reserve(total: u32, urgency: Urgency) -> u32 {
    match urgency {
        Urgency::Interactive => 0,
        Urgency::Bulk => total / INTERACTIVE_SHARE,
    }
}

fn until(at: Timestamp, now: Timestamp) -> Option<Duration> {
    let wait = at.duration_since(now);
    (wait > SignedDuration::ZERO).then(|| wait.unsigned_abs())
}

fn later(at: Timestamp, by: Duration) -> Timestamp {
    at.checked_add(by).unwrap_or(Timestamp::MAX)
}
