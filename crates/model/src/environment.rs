//! Time and chance as parameters, so that a whole sync can be replayed from a seed.

use jiff::Timestamp;

/// Tells the time. The process has one; a test moves its own by hand.
pub trait Clock: Send + Sync {
    /// Now, in UTC.
    fn now(&self) -> Timestamp;
}

/// A source of chance for ids, tokens and jitter.
pub trait Random: Send + Sync {
    /// Fills `bytes`. The system's source is cryptographic; a test's is seeded.
    fn fill(&self, bytes: &mut [u8]);

    /// A number in `0..bound` (`0` when `bound` is 0). Biased by less than 2⁻³² for small bounds:
    /// good for jitter, not for secrets.
    fn below(&self, bound: u64) -> u64 {
        let mut bytes = [0; 8];
        self.fill(&mut bytes);
        u64::from_le_bytes(bytes).checked_rem(bound).unwrap_or(0)
    }
}
