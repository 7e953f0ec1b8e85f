//! Ids as they stand on the wire: 20 characters of `0-9A-Za-z`, as HighLevel's are.
//!
//! They start with the time, as UUIDv7 does (RFC 9562, section 5.7), so that new rows land at the end of
//! an index. An id is therefore no secret.

use jiff::Timestamp;

use crate::Random;

/// Characters in an id. 62²⁰ is a little over 119 bits: 48 of time, 71 of chance.
pub const ID_LENGTH: usize = 20;
const RANDOM_BITS: u32 = 71;
/// What half of an id's characters can count to.
const HALF: u128 = 62_u128.pow(ID_LENGTH as u32 / 2);
// In ASCII order, so that ids sort by time as text.
const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// A new id made at `now`.
#[must_use]
pub fn new_id(now: Timestamp, random: &dyn Random) -> String {
    let mut chance = [0; 16];
    random.fill(&mut chance[..9]);
    let chance = u128::from_le_bytes(chance) & ((1 << RANDOM_BITS) - 1);
    let millis = u128::from(now.as_millisecond().unsigned_abs()) & ((1 << 48) - 1);
    let value = millis << RANDOM_BITS | chance;
    let mut text = [b'0'; ID_LENGTH];
    // In two halves: a division of 128 bits takes many times that of 64.
    let halves = [(value / HALF) as u64, (value % HALF) as u64];
    for (places, mut half) in text.chunks_mut(ID_LENGTH / 2).zip(halves) {
        for place in places.iter_mut().rev() {
            *place = DIGITS[(half % 62) as usize];
            half /= 62;
        }
    }
    text.iter().map(|&byte| char::from(byte)).collect()
}

/// Whether `text` can be an id: 1 to 64 of `A-Z a-z 0-9 _ -` (the vendor's vary in length).
#[must_use]
pub fn is_id(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Fixed(u8);
    impl Random for Fixed {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(self.0);
        }
    }

    #[test]
    fn ids_have_the_vendors_length_and_sort_by_time() {
        let at = |millis| Timestamp::from_millisecond(millis).unwrap();
        let early = new_id(at(1_700_000_000_000), &Fixed(255));
        let late = new_id(at(1_700_000_000_001), &Fixed(0));
        assert_eq!((early.len(), late.len()), (ID_LENGTH, ID_LENGTH));
        assert!(early < late);
        // What another program makes of both in base 62.
        assert_eq!(early, "0Lu3trwzqB1QctewKg2R");
        assert_eq!(late, "0Lu3trwzqB1QctewKg2S");
        assert!(is_id(&early) && !is_id("") && !is_id("a/b") && !is_id(&"x".repeat(65)));
    }
}
