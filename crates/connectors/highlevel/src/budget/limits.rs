//! The vendor's limits.

use std::time::Duration;

/// What the vendor allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Calls per interval.
    pub burst: u32,
    /// The interval.
    pub interval: Duration,
    /// Calls per day.
    pub daily: u32,
}

impl Limits {
    /// HighLevel's own.
    pub const HIGHLEVEL: Self = Self {
        burst: 100,
        interval: Duration::from_secs(10),
        daily: 200_000,
    };

    /// The calls of an interval that bulk work may have without taking from interactive work.
    pub(super) const fn unlent(self) -> usize {
        (self.burst - self.burst / super::INTERACTIVE_SHARE) as usize
    }

    /// The limits to assume before any header is seen: HighLevel's for its own host, none for
    /// another (a sandbox).
    #[must_use]
    pub fn of(base_url: &str) -> Option<Self> {
        let url = base_url.parse::<reqwest::Url>().ok()?;
        let host = format!(".{}", url.host_str()?);
        host.ends_with(".leadconnectorhq.com")
            .then_some(Self::HIGHLEVEL)
    }
}
