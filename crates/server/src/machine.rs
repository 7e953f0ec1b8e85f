//! The one place that asks the machine for the time and for chance.

use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;
use ring::rand::{SecureRandom, SystemRandom};
use tenon_model::{Clock, Random};

/// Bytes asked for at once: some 400 ids for one call of the kernel, of which each would otherwise
/// cost one.
const AT_ONCE: usize = 4096;

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    // The one place that may.
    #[allow(clippy::disallowed_methods)]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// The machine's cryptographic source of chance, asked for a few KiB at a time. Each byte is given
/// away once and wiped.
#[derive(Debug)]
pub struct SystemSource {
    system: SystemRandom,
    ahead: Mutex<Ahead>,
}

/// Chance that nobody has had yet: what stands at and behind `next`.
#[derive(Debug)]
struct Ahead {
    bytes: [u8; AT_ONCE],
    next: usize,
}

impl Default for SystemSource {
    fn default() -> Self {
        Self {
            system: SystemRandom::new(),
            ahead: Mutex::new(Ahead {
                bytes: [0; AT_ONCE],
                next: AT_ONCE,
            }),
        }
    }
}

impl SystemSource {
    #[allow(clippy::panic)]
    fn ask(&self, bytes: &mut [u8]) {
        // Without chance there are no tokens and no ids: nothing can go on.
        assert!(
            self.system.fill(bytes).is_ok(),
            "the operating system gives no random numbers"
        );
    }
}

impl Random for SystemSource {
    fn fill(&self, bytes: &mut [u8]) {
        if bytes.len() > AT_ONCE {
            return self.ask(bytes);
        }
        let mut ahead = self.ahead.lock().unwrap_or_else(PoisonError::into_inner);
        if AT_ONCE - ahead.next < bytes.len() {
            self.ask(&mut ahead.bytes);
            ahead.next = 0;
        }
        let from = ahead.next;
        ahead.next += bytes.len();
        let to = ahead.next;
        if let Some(given) = ahead.bytes.get_mut(from..to) {
            bytes.copy_from_slice(given);
            given.fill(0);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_byte_is_given_twice() {
        let source = SystemSource::default();
        let mut seen = HashSet::new();
        for length in [16, 24, 31, AT_ONCE - 1, AT_ONCE, AT_ONCE + 1] {
            for _ in 0..300 {
                let mut bytes = vec![0; length];
                source.fill(&mut bytes);
                let last = bytes.len() - 16;
                assert!(seen.insert(bytes[last..].to_vec()), "given before");
                assert!(bytes[last..].iter().any(|&byte| byte != 0), "wiped bytes");
            }
        }
    }
}
