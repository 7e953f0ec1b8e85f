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
/// How much longer than the vendor's a window is taken to be, for clocks that do not run alike. A
/// call had arrived when it was answered, so counting from the answer allows for its travel.
const SLACK: Duration = Duration::from_millis(20);
/// The same for a call without an answer, which may arrive after it was given up.
const LOST_SLACK: Duration = Duration::from_millis(500);
/// How long after its last call interactive work has its share of the window kept free. After that
/// it is lent to bulk work, but for one call: evenly, so that whoever comes waits half a second at most.
const AT_WORK: Duration = Duration::from_secs(10);
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
pub struct Ticket {
    number: u64,
    /// Whether it is of the share of interactive work.
    is_lent: bool,
    /// Our own calls that the vendor might have counted then, with this one.
    counted: u64,
}

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
    /// When the calls that ended within the last window had arrived at the latest, and which of them
    /// were lent.
    arrived: VecDeque<(Timestamp, bool)>,
    /// How many calls there have been, which numbers the tickets.
    calls: u64,
    under_way: Vec<Ticket>,
    /// When interactive work last asked.
    people_at: Option<Timestamp>,
    /// When bulk work last took a call of the share of interactive work.
    lent_at: Option<Timestamp>,
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
            arrived: VecDeque::new(),
            calls: 0,
            under_way: Vec::new(),
            people_at: None,
            lent_at: None,
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
        if urgency == Urgency::Interactive {
            self.people_at = Some(now);
        }
        if let Some(wait) = until(self.blocked_until, now) {
            return Err(wait);
        }
        let mut is_lent = false;
        if let Some(limits) = self.limits {
            let waits = [
                self.own(limits, urgency, now),
                self.reported(limits, urgency, now),
                self.day.wait(limits.daily, urgency, purpose, now),
            ];
            if let Some(wait) = waits.into_iter().flatten().max() {
                return Err(wait);
            }
            is_lent = urgency == Urgency::Bulk
                && self.below(false, limits.unlent(), limits, now).is_some();
            if is_lent {
                self.lent_at = Some(now);
            }
            self.day.count(purpose);
            if let Some(report) = &mut self.report {
                report.left = report.left.saturating_sub(1);
            }
        }
        self.calls += 1;
        let ticket = Ticket {
            number: self.calls,
            is_lent,
            counted: self.counted() as u64 + 1,
        };
        self.under_way.push(ticket);
        Ok(ticket)
    }

    /// A call was answered, with these headers.
    pub fn answered(&mut self, ticket: Ticket, seen: &Seen, now: Timestamp) {
        self.settle(now);
        self.heard = Some(self.heard == Some(true) || seen.any());
        if seen.any() {
            self.limits = Some(seen.limits(self.limits.unwrap_or(Limits::HIGHLEVEL)));
        }
        self.ended(ticket, now);
        let Some(limits) = self.limits.filter(|_| seen.any()) else {
            return;
        };
        // What the vendor had not counted yet when it answered: at most the calls sent since, and
        // those before that are still under way.
        let before = self
            .under_way
            .iter()
            .filter(|call| call.number < ticket.number);
        let uncounted = u32::try_from(self.calls - ticket.number).unwrap_or(u32::MAX);
        let uncounted = uncounted.saturating_add(u32::try_from(before.count()).unwrap_or(u32::MAX));
        if let Some(told) = seen.left.map(|left| left.min(limits.burst)) {
            let left = told.saturating_sub(uncounted);
            let ours = ticket.counted + (self.calls - ticket.number);
            if u64::from(told) + ours < u64::from(limits.burst) {
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

    /// A call will get no answer: it failed or was abandoned. Nothing when it was answered.
    pub fn lost(&mut self, ticket: Ticket, now: Timestamp) {
        self.settle(now);
        self.ended(ticket, later(now, LOST_SLACK));
    }

    fn ended(&mut self, ticket: Ticket, arrived: Timestamp) {
        let before = self.under_way.len();
        self.under_way.retain(|call| call.number != ticket.number);
        // Without limits nobody counts; and an answered call is given up as well, which is no second call.
        if self.limits.is_some() && self.under_way.len() < before {
            let place = self.arrived.partition_point(|&(at, _)| at <= arrived);
            self.arrived.insert(place, (arrived, ticket.is_lent));
        }
    }

    /// The calls that the vendor may count now.
    fn counted(&self) -> usize {
        self.under_way.len() + self.arrived.len()
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
            self.arrived.iter_mut().for_each(|(at, _)| shift(at));
            shift(&mut self.blocked_until);
            for at in [&mut self.others_at, &mut self.people_at, &mut self.lent_at] {
                at.iter_mut().for_each(shift);
            }
            if let Some(report) = &mut self.report {
                shift(&mut report.since);
            }
        }
        self.latest = now;
        let Some(limits) = self.limits else { return };
        let window = limits.interval + SLACK;
        while self
            .arrived
            .front()
            .is_some_and(|&(at, _)| later(at, window) <= now)
        {
            self.arrived.pop_front();
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

    /// Whether interactive work was there lately.
    fn is_at_work(&self, now: Timestamp) -> bool {
        self.people_at.is_some_and(|at| later(at, AT_WORK) > now)
    }

    /// What bulk work leaves alone of the window.
    fn kept(&self, limits: Limits, urgency: Urgency, now: Timestamp) -> u32 {
        match urgency {
            Urgency::Bulk if self.is_alone(now) && !self.is_at_work(now) => 1.min(limits.burst / 2),
            _ => reserve(limits.burst, urgency),
        }
    }

    /// The wait by our own calls alone.
    fn own(&self, limits: Limits, urgency: Urgency, now: Timestamp) -> Option<Duration> {
        let allowed = limits.burst - self.kept(limits, urgency, now);
        let full = self.below(true, allowed as usize, limits, now);
        if full.is_some() || urgency == Urgency::Interactive {
            return full;
        }
        // What is lent goes out evenly, so that it comes back evenly once people need it.
        let lent = reserve(limits.burst, Urgency::Bulk).max(1);
        let next = until(later(self.lent_at?, limits.interval / lent), now)?;
        Some(self.below(false, limits.unlent(), limits, now)?.min(next))
    }

    /// How long until fewer than `most` of our calls count, with those that are lent or without them.
    fn below(&self, lent: bool, most: usize, limits: Limits, now: Timestamp) -> Option<Duration> {
        let under_way = self.under_way.iter().filter(|call| lent || !call.is_lent);
        let arrived = || self.arrived.iter().filter(|(_, is_lent)| lent || !is_lent);
        let over = (under_way.count() + arrived().count()).checked_sub(most)?;
        // While too many are under way, nothing is known but that one of them will end.
        let Some(&(frees, _)) = arrived().nth(over) else {
            return Some(POLL);
        };
        until(later(frees, limits.interval + SLACK), now)
    }

    /// The wait by what the vendor reports, which counts the others' calls too.
    fn reported(&self, limits: Limits, urgency: Urgency, now: Timestamp) -> Option<Duration> {
        let under_way = self.under_way.len();
        if self.report.is_some() && self.is_alone(now) {
            return None;
        }
        let margin = OTHERS_MARGIN.min(limits.burst / 2);
        let floor = margin.max(reserve(limits.burst, urgency));
        match (self.report, self.heard) {
            // What is left is reckoned low while calls are under way: their answers may tell more.
            (Some(report), _) if report.left <= floor && floor < report.told && under_way > 0 => {
                Some(POLL)
            }
            (Some(report), _) if report.left <= floor => {
                until(later(report.since, limits.interval + SLACK), now)
            }
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

/// The share of interactive work, which bulk work leaves alone.
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
