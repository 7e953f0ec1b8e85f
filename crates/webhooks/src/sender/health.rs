//! How a receiver fares, and so how much it is given at once.
//!
//! Requests under way grow one by one with quick answers and are halved by failures and by slow
//! answers (AIMD), so that a receiver that is slow, however well it answers in the end, holds few of
//! the requests that all share. After some failures in a row the circuit opens: nothing is sent until
//! a pause is over, then a single probe, and the pause doubles while probes fail. So a dead receiver
//! costs one request a minute, and its events stay in the change log, where they cost nothing.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tenon_model::Random;

/// Requests under way at once, at first and at most. At 50 ms per answer the most is 1,280 a second;
/// at first so few that a location's dead receivers do not take its share before they are known.
const WIDTH: (usize, usize) = (4, 64);
/// An answer that takes longer is slow, and a slow receiver is given so many at once at least: 50 of
/// them (a location's most) are still less than the location's share.
const SLOW: (Duration, usize) = (Duration::from_secs(1), 2);
/// Failures in a row that open the circuit.
const OPENS: u32 = 5;
/// First and longest pause. The longest is how late a receiver that is back is noticed.
const PAUSE: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(60));
/// Pauses differ by up to so many percent, so that what failed together is not tried together.
const JITTER_PERCENT: u64 = 20;
/// A receiver that has taken nothing for so long is told nothing more, until somebody says so:
/// longer than the tries of one event (`parcel::MAX_TRIES`) last.
pub(super) const GIVE_UP: SignedDuration = SignedDuration::from_hours(24 * 5);

/// The state of one receiver.
#[derive(Debug)]
pub(super) struct Health {
    width: usize,
    failures: u32,
    pause: Duration,
    open_until: Option<Timestamp>,
    failing_since: Option<Timestamp>,
}

/// What a try changed about the receiver.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// Nothing to be written down.
    Same,
    /// It takes nothing from now on.
    Fails(Timestamp),
    /// It takes events again.
    Recovers,
    /// It has taken nothing for too long.
    GivenUp,
}

impl Health {
    /// A receiver that is believed to be well, unless it is known to fail.
    pub(super) const fn new(failing_since: Option<Timestamp>) -> Self {
        Self {
            width: WIDTH.0,
            failures: 0,
            pause: PAUSE.0,
            open_until: None,
            failing_since,
        }
    }

    /// It was known to fail before this node had to do with it.
    pub(super) fn learn(&mut self, failing_since: Option<Timestamp>) {
        self.failing_since = self.failing_since.or(failing_since);
    }

    /// How many more requests may be sent to it.
    pub(super) fn room(&self, under_way: usize, now: Timestamp) -> usize {
        match self.open_until {
            Some(until) if now < until => 0,
            Some(_) => 1_usize.saturating_sub(under_way),
            None => self.width.saturating_sub(under_way),
        }
    }

    /// Whether it is given nothing at all now.
    pub(super) fn is_open(&self, now: Timestamp) -> bool {
        self.open_until.is_some_and(|until| now < until)
    }

    /// Whether the next request is a probe.
    pub(super) const fn probes(&self) -> bool {
        self.open_until.is_some()
    }

    /// It took an event, or refused one for what it is; and how long that took.
    pub(super) fn answered(&mut self, took: Duration) -> Turn {
        self.width = if took < SLOW.0 {
            (self.width + 1).min(WIDTH.1)
        } else {
            (self.width / 2).max(SLOW.1)
        };
        self.failures = 0;
        self.pause = PAUSE.0;
        self.open_until = None;
        match self.failing_since.take() {
            Some(_) => Turn::Recovers,
            None => Turn::Same,
        }
    }

    /// It did not answer, or said that it cannot.
    pub(super) fn failed(&mut self, now: Timestamp, random: &dyn Random) -> Turn {
        self.width = (self.width / 2).max(1);
        self.failures = self.failures.saturating_add(1);
        // Those that were under way when it opened count as one.
        if self.failures < OPENS || self.is_open(now) {
            return Turn::Same;
        }
        let millis = u64::try_from(self.pause.as_millis()).unwrap_or(u64::MAX);
        let more = random.below(millis / 100 * JITTER_PERCENT + 1);
        let pause = SignedDuration::from_millis(i64::try_from(millis + more).unwrap_or(i64::MAX));
        self.open_until = Some(now.checked_add(pause).unwrap_or(now));
        self.pause = (self.pause * 2).min(PAUSE.1);
        match self.failing_since {
            None => {
                self.failing_since = Some(now);
                Turn::Fails(now)
            }
            Some(since) if now.duration_since(since) >= GIVE_UP => Turn::GivenUp,
            Some(_) => Turn::Same,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct None0;
    impl Random for None0 {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(0);
        }
    }

    const QUICK: Duration = Duration::from_millis(20);

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(seconds).unwrap()
    }

    #[test]
    fn it_grows_with_successes_and_ends_with_one_probe_a_minute() {
        let mut health = Health::new(None);
        assert_eq!(health.room(0, at(0)), 4);
        for _ in 0..100 {
            assert_eq!(health.answered(QUICK), Turn::Same);
        }
        assert_eq!((health.room(0, at(0)), health.room(60, at(0))), (64, 4));

        let turns: Vec<_> = (0..8).map(|_| health.failed(at(0), &None0)).collect();
        assert_eq!(turns[4], Turn::Fails(at(0)));
        assert_eq!(turns.iter().filter(|turn| **turn != Turn::Same).count(), 1);
        assert!(health.is_open(at(0)) && health.room(0, at(0)) == 0);
        let mut now = 0;
        for pause in [1, 2, 4, 8, 16, 32, 60, 60] {
            now += pause;
            assert_eq!(
                (health.room(0, at(now - 1)), health.room(0, at(now))),
                (0, 1)
            );
            assert_eq!(health.room(1, at(now)), 0);
            assert_eq!(health.failed(at(now), &None0), Turn::Same);
        }
        assert_eq!(health.answered(QUICK), Turn::Recovers);
        assert_eq!(health.room(0, at(now)), 2);
    }

    #[test]
    fn a_slow_receiver_is_given_little_at_once_and_more_when_it_is_quick_again() {
        let mut health = Health::new(None);
        for _ in 0..100 {
            health.answered(QUICK);
        }
        let widths: Vec<_> = (0..7)
            .map(|_| {
                health.answered(SLOW.0);
                health.room(0, at(0))
            })
            .collect();
        assert_eq!(widths, [32, 16, 8, 4, 2, 2, 2]);
        health.answered(QUICK);
        assert_eq!(health.room(0, at(0)), 3);
    }

    #[test]
    fn it_is_given_up_after_days_also_by_another_node() {
        let mut health = Health::new(Some(at(0)));
        let late = at(GIVE_UP.as_secs());
        for _ in 0..4 {
            assert_eq!(health.failed(late, &None0), Turn::Same);
        }
        assert_eq!(health.failed(late, &None0), Turn::GivenUp);
    }
}
