//! A clock that stands until it is moved.

use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Timestamp;
use tenon_model::{Clock, time::from_micros};

/// Starts at noon UTC on 2026-01-05, a Monday.
pub struct TestClock(AtomicI64);

impl Default for TestClock {
    fn default() -> Self {
        Self(AtomicI64::new(1_767_614_400_000_000))
    }
}

impl TestClock {
    /// Moves it; a negative amount moves it back.
    pub fn advance(&self, amount: jiff::SignedDuration) {
        let micros = i64::try_from(amount.as_micros()).unwrap_or(i64::MAX);
        self.0.fetch_add(micros, Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        from_micros(self.0.load(Ordering::SeqCst))
    }
}
