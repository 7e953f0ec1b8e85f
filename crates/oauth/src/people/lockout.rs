//! Lockout with back-off, per account and per address.
//!
//! A try is counted before the password is looked at, by a commit that expects the count it read: of
//! many at one moment each counts. An account lets a few failures from one address through, then that
//! address waits 1, 2, 4… seconds between tries, up to a quarter of an hour; a success forgets it. So a
//! stranger who tries passwords locks himself out, and not the person. An address does the same after
//! more, since an office shares one; and an account from all addresses after many more, which bounds what
//! a crowd can guess.

use jiff::{SignedDuration, Timestamp};
use tenon_store::{Attempts, OAuthWrite, StoreError};

use super::{KEPT, People, SignInError};
use crate::{access::house, secret::hash};

/// Failures of an account from one address that cost no waiting: people mistype.
const FREE_FOR_PAIR: i64 = 5;
/// Failures of an account from all addresses that cost no waiting. After these, a crowd has four tries an
/// hour.
const FREE_FOR_ACCOUNT: i64 = 100;
/// Failures from an address that cost no waiting.
const FREE_FOR_ADDRESS: i64 = 50;
/// The longest wait.
const MAX_WAIT: SignedDuration = SignedDuration::from_mins(15);
/// Without a failure for so long, all is forgotten.
const FORGET: SignedDuration = SignedDuration::from_hours(24);
/// How often a count is taken anew when others were quicker.
const MAX_TRIES: usize = 64;

/// What an account's tries are counted under, also for one that is not there.
pub(super) fn account(email: &str) -> String {
    format!("account:{}", &hash(email)[..32])
}

/// What an address's tries are counted under: an IPv6 network of 64 bits is one customer.
pub(super) fn address(address: &str) -> String {
    match address.parse() {
        Ok(std::net::IpAddr::V6(ip)) if ip.to_ipv4_mapped().is_none() => {
            let [a, b, c, d, ..] = ip.segments();
            format!("address:{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
        Ok(ip) => format!("address:{}", ip.to_canonical()),
        Err(_) => "address:unknown".to_owned(),
    }
}

/// What an account's tries from one address are counted under.
pub(super) fn pair(account: &str, address: &str) -> String {
    format!("pair:{}", &hash(&format!("{account} {address}"))[..32])
}

fn free(key: &str) -> i64 {
    if key.starts_with("pair:") {
        FREE_FOR_PAIR
    } else if key.starts_with("account:") {
        FREE_FOR_ACCOUNT
    } else {
        FREE_FOR_ADDRESS
    }
}

/// How long to wait after so many failures.
fn wait(failures: i64, free: i64) -> SignedDuration {
    let beyond = failures - free;
    if beyond < 0 {
        return SignedDuration::ZERO;
    }
    let seconds = 1_i64 << beyond.min(20);
    SignedDuration::from_secs(seconds).min(MAX_WAIT)
}

/// The count with one more try, or how long to wait.
fn counted(key: &str, read: Option<&Attempts>, now: Timestamp) -> Result<Attempts, SignedDuration> {
    let before = match read {
        None => 0,
        Some(read) => {
            let left = read.locked_until.duration_since(now);
            // A wait that a clock going back has made longer than any is none.
            if left > SignedDuration::ZERO && left <= MAX_WAIT {
                return Err(left);
            }
            if now.duration_since(read.last_at) > FORGET {
                0
            } else {
                read.failures
            }
        }
    };
    let failures = before + 1;
    let until = now.checked_add(wait(failures, free(key)));
    Ok(Attempts {
        key: key.to_owned(),
        failures,
        last_at: now,
        locked_until: until.unwrap_or(now),
    })
}

impl People {
    /// Counts a try as a failure; a success takes it back.
    pub(super) async fn count_try(&self, account: &str, address: &str) -> Result<(), SignInError> {
        for _ in 0..MAX_TRIES {
            let now = self.clock.now();
            let mut writes = Vec::new();
            let pair = pair(account, address);
            for key in [&*pair, account, address] {
                let read = self.store.attempts(key).await?;
                let next = counted(key, read.as_ref(), now).map_err(SignInError::Locked)?;
                writes.push(OAuthWrite::Attempts { now: next, read });
            }
            let before = now.checked_sub(KEPT).unwrap_or(Timestamp::MIN);
            writes.push(OAuthWrite::Prune { before });
            match self.store.commit(house(now, writes)).await {
                Ok(_) => return Ok(()),
                Err(StoreError::Conflict { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(SignInError::Busy)
    }

    /// Takes back the try of somebody who got in, so that a busy office is not locked out. What
    /// cannot be taken back now counts, which harms little.
    pub(super) async fn take_try_back(&self, address: &str) {
        for _ in 0..MAX_TRIES {
            let Ok(Some(read)) = self.store.attempts(address).await else {
                return;
            };
            let write = if read.failures <= 1 {
                OAuthWrite::ForgetAttempts {
                    key: address.to_owned(),
                }
            } else {
                let now = Attempts {
                    failures: read.failures - 1,
                    locked_until: read.last_at,
                    ..read.clone()
                };
                let read = Some(read);
                OAuthWrite::Attempts { now, read }
            };
            let commit = house(self.clock.now(), vec![write]);
            match self.store.commit(commit).await {
                Err(StoreError::Conflict { .. }) => {}
                _ => return,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_end() {
        let seconds: Vec<i64> = (1..=17).map(|n| wait(n, 5).as_secs()).collect();
        let first = [0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512];
        assert_eq!(seconds[..14], first);
        assert_eq!(seconds[14..], [900, 900, 900]);
        assert_eq!(wait(i64::MAX, 5), MAX_WAIT);
    }

    #[test]
    fn a_quiet_day_forgets_and_a_clock_going_back_locks_nobody_out() {
        let now: Timestamp = "2026-01-05T12:00:00Z".parse().unwrap();
        let key = account("ana@example.org");
        let mut at = Vec::new();
        let key = pair(&key, "address:203.0.113.9");
        let mut last = None;
        for _ in 0..5 {
            let next = counted(&key, last.as_ref(), now).unwrap();
            at.push(next.failures);
            last = Some(next);
        }
        assert_eq!(at, [1, 2, 3, 4, 5]);
        let read = last.unwrap();
        assert!(counted(&key, Some(&read), now).is_err());
        let tomorrow = now + SignedDuration::from_hours(25);
        assert_eq!(counted(&key, Some(&read), tomorrow).unwrap().failures, 1);
        let yesterday = now - SignedDuration::from_hours(25);
        assert_eq!(counted(&key, Some(&read), yesterday).unwrap().failures, 6);
    }

    #[test]
    fn a_stranger_locks_himself_out_and_a_crowd_is_bounded() {
        let (mine, his) = (
            pair("account:a", "address:1"),
            pair("account:a", "address:2"),
        );
        assert_ne!(mine, his);
        assert_eq!(
            (free(&mine), free("address:1"), free("account:a")),
            (5, 50, 100)
        );
    }

    #[test]
    fn one_customer_is_one_address() {
        assert_eq!(address("203.0.113.9"), "address:203.0.113.9");
        assert_eq!(address("::ffff:203.0.113.9"), "address:203.0.113.9");
        let one = address("2001:db8:1:2:3:4:5:6");
        assert_eq!(one, address("2001:db8:1:2::1"));
        assert_ne!(one, address("2001:db8:1:3::1"));
        assert_eq!(address("unix"), "address:unknown");
    }
}
