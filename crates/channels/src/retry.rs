//! How long to wait after something failed.

use std::time::Duration;

use tenon_model::Random;

/// The first wait.
const FIRST: Duration = Duration::from_secs(1);
/// The longest: a mailbox that is back is read within five minutes.
const LONGEST: Duration = Duration::from_secs(300);

/// Waits that double, with chance in them so that many do not come back at one moment.
#[derive(Debug, Default)]
pub(crate) struct Backoff {
    failures: u32,
}

impl Backoff {
    /// It went well.
    pub(crate) fn reset(&mut self) {
        self.failures = 0;
    }

    /// It failed once more: wait so long.
    pub(crate) fn next(&mut self, random: &dyn Random) -> Duration {
        let full = LONGEST.min(FIRST * 2_u32.pow(self.failures.min(16)));
        self.failures = self.failures.saturating_add(1);
        let half = full / 2;
        let millis = u64::try_from(half.as_millis()).unwrap_or(0);
        half + Duration::from_millis(random.below(millis + 1))
    }
}
