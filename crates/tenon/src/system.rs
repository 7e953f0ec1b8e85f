//! The one place that asks the machine for the time and for chance.

use std::sync::Mutex;

use jiff::Timestamp;
use ring::rand::{SecureRandom, SystemRandom};
use tenon_model::{Clock, Random};

/// The machine's clock.
pub(crate) struct SystemClock;

impl Clock for SystemClock {
    // The one place that may.
    #[allow(clippy::disallowed_methods)]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// The machine's cryptographic source of chance.
pub(crate) struct SystemSource(pub(crate) SystemRandom);

impl Random for SystemSource {
    #[allow(clippy::panic)]
    fn fill(&self, bytes: &mut [u8]) {
        // Without chance there are no tokens and no ids: nothing can go on.
        assert!(
            self.0.fill(bytes).is_ok(),
            "the operating system gives no random numbers"
        );
    }
}

/// Chance that a seed decides, for the sandbox's faults (SplitMix64).
pub(crate) struct Seeded(pub(crate) Mutex<u64>);

impl Random for Seeded {
    fn fill(&self, bytes: &mut [u8]) {
        let mut state = self
            .0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        for chunk in bytes.chunks_mut(8) {
            *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let mut z = *state;
            z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            chunk.copy_from_slice(&(z ^ (z >> 31)).to_le_bytes()[..chunk.len()]);
        }
    }
}
