//! The limiter against simulated vendors, and what it makes of odd headers and clocks.

use std::collections::VecDeque;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use tenon_highlevel::Limits;
use tenon_highlevel::budget::{
    Budget,
    Purpose::{self, Contacts, Notes, Rest},
    Seen, Ticket,
};
use tenon_sync::remote::Urgency::{self, Bulk, Interactive};

use crate::fake::now;

const SECOND: Duration = Duration::from_secs(1);

fn at(millis: i64) -> Timestamp {
    now() + SignedDuration::from_millis(millis)
}

fn headers(pairs: &[(&'static str, &str)]) -> Seen {
    let pair = |&(name, value): &(&'static str, &str)| {
        let name: HeaderName = format!("x-ratelimit-{name}").parse().unwrap();
        (name, HeaderValue::from_str(value).unwrap())
    };
    Seen::read(&pairs.iter().map(pair).collect::<HeaderMap>())
}

/// A vendor that counts 100 calls per 10 s, in fixed windows or over the last 10 s.
struct Vendor {
    fixed: bool,
    counted: VecDeque<i64>,
    window: i64,
    turned_away: usize,
    served: usize,
}

impl Vendor {
    fn new(fixed: bool) -> Self {
        Self {
            fixed,
            counted: VecDeque::new(),
            window: 0,
            turned_away: 0,
            served: 0,
        }
    }

    fn take(&mut self, millis: i64) -> (bool, Seen) {
        if self.fixed {
            if millis - self.window >= 10_000 {
                // A fixed window begins with the first call after the last one.
                self.window = millis;
                self.counted.clear();
            }
        } else {
            while self
                .counted
                .front()
                .is_some_and(|&then| then + 10_000 <= millis)
            {
                self.counted.pop_front();
            }
        }
        let served = self.counted.len() < 100;
        if served {
            self.counted.push_back(millis);
            self.served += 1;
        } else {
            self.turned_away += 1;
        }
        let left = (100 - self.counted.len()).to_string();
        let seen = headers(&[
            ("max", "100"),
            ("remaining", &left),
            ("interval-milliseconds", "10000"),
            ("limit-daily", "200000"),
            ("daily-remaining", "150000"),
        ]);
        (served, seen)
    }
}

enum Leg {
    Out(i64),
    Back(i64, bool, Seen),
}

/// One of those who use the limit: it always has more to send, up to ten calls at a time.
struct User {
    budget: Budget,
    urgency: Urgency,
    calls: Vec<(Ticket, Leg)>,
    asks_at: i64,
}

/// Lets users send for two minutes, with 20 to 220 ms of travel each way.
fn simulate(fixed: bool, users: &[Urgency], seed: u64) -> Vendor {
    let mut vendor = Vendor::new(fixed);
    let mut state = seed;
    let mut travel = move || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        20 + i64::try_from((state >> 33) % 200).unwrap()
    };
    let mut users: Vec<User> = users
        .iter()
        .map(|&urgency| User {
            budget: Budget::new(Some(Limits::HIGHLEVEL)),
            urgency,
            calls: Vec::new(),
            asks_at: 0,
        })
        .collect();
    for millis in 0..120_000 {
        for user in &mut users {
            let mut under_way = Vec::new();
            for (ticket, leg) in user.calls.drain(..) {
                match leg {
                    Leg::Out(arrives) if arrives <= millis => {
                        let (served, seen) = vendor.take(millis);
                        under_way.push((ticket, Leg::Back(millis + travel(), served, seen)));
                    }
                    Leg::Back(arrives, served, seen) if arrives <= millis => {
                        user.budget.answered(ticket, &seen, at(millis));
                        if !served {
                            user.budget.refused(seen.wait(at(millis)), at(millis));
                        }
                    }
                    leg => under_way.push((ticket, leg)),
                }
            }
            user.calls = under_way;
            while user.calls.len() < 10 && user.asks_at <= millis {
                match user.budget.acquire(at(millis), user.urgency, Rest) {
                    Ok(ticket) => user.calls.push((ticket, Leg::Out(millis + travel()))),
                    Err(wait) => {
                        assert!(wait > Duration::ZERO, "a wait of nothing would spin");
                        let wait = i64::try_from(wait.as_millis()).unwrap().max(1);
                        user.asks_at = millis + wait;
                    }
                }
            }
        }
    }
    vendor
}

#[test]
fn alone_it_is_never_turned_away_and_uses_what_there_is() {
    for seed in 1..=5 {
        for fixed in [true, false] {
            for urgency in [Interactive, Bulk] {
                let vendor = simulate(fixed, &[urgency], seed);
                let case = format!(
                    "fixed: {fixed}, seed {seed}, {urgency:?}, {}",
                    vendor.served
                );
                assert_eq!(vendor.turned_away, 0, "{case}");
                // Of twelve windows of 100, eleven and a half: each is longer by a call's travel.
                assert!(vendor.served >= 1_150, "{case}");
            }
        }
    }
}

#[test]
fn three_who_share_a_limit_are_hardly_ever_turned_away() {
    for seed in 1..=5 {
        for fixed in [true, false] {
            let vendor = simulate(fixed, &[Interactive; 3], seed);
            // A handful in two minutes and a thousand calls.
            assert!(
                vendor.turned_away <= 5,
                "fixed: {fixed}, {}",
                vendor.turned_away
            );
            assert!(
                vendor.served >= 900,
                "fixed: {fixed}, {} calls",
                vendor.served
            );
        }
    }
}

#[test]
fn bulk_work_leaves_a_share_to_interactive_work() {
    let mut budget = Budget::new(Some(Limits::HIGHLEVEL));
    let none = Seen::default();
    let mut send = |urgency| {
        let ticket = budget.acquire(now(), urgency, Rest)?;
        budget.answered(ticket, &none, now());
        Ok::<(), Duration>(())
    };
    // Somebody is at work.
    assert_eq!(send(Interactive), Ok(()));
    assert_eq!((0..100).filter(|_| send(Bulk).is_ok()).count(), 79);
    assert_eq!(send(Bulk), Err(Duration::from_millis(10_020)));
    assert_eq!((0..100).filter(|_| send(Interactive).is_ok()).count(), 20);
    assert_eq!(send(Interactive), Err(Duration::from_millis(10_020)));
    // The share holds for what the vendor reports as well, and for the day.
    for (pairs, wait) in [
        (&[("remaining", "20")][..], Duration::from_millis(10_020)),
        (&[("daily-remaining", "40000")][..], 12 * 60 * 60 * SECOND),
        (
            &[("daily-remaining", "40000"), ("daily-reset", "90000")][..],
            90 * SECOND,
        ),
    ] {
        let mut budget = Budget::new(Some(Limits::HIGHLEVEL));
        let ticket = budget.acquire(now(), Bulk, Rest).unwrap();
        budget.answered(ticket, &headers(pairs), now());
        assert_eq!(budget.acquire(now(), Bulk, Rest), Err(wait), "{pairs:?}");
        assert!(
            budget.acquire(now(), Interactive, Rest).is_ok(),
            "{pairs:?}"
        );
    }
}

#[test]
fn what_nobody_works_with_is_lent_evenly_and_given_back_at_once() {
    let mut budget = Budget::new(Some(Limits::HIGHLEVEL));
    let send = |budget: &mut Budget, urgency, millis| {
        let ticket = budget.acquire(at(millis), urgency, Rest)?;
        budget.answered(ticket, &Seen::default(), at(millis));
        Ok::<(), Duration>(())
    };
    let sent = |budget: &mut Budget, millis| {
        (0..200)
            .filter(|_| send(budget, Bulk, millis).is_ok())
            .count()
    };
    // The share is lent one call at a time, half a second apart; the last one stays.
    assert_eq!(sent(&mut budget, 0), 81);
    assert_eq!(send(&mut budget, Bulk, 0), Err(Duration::from_millis(500)));
    for half in 1..=18 {
        assert_eq!(
            sent(&mut budget, half * 500),
            1,
            "after {half} halves of a second"
        );
    }
    assert_eq!(
        send(&mut budget, Bulk, 9_600),
        Err(Duration::from_millis(420))
    );
    // Somebody comes: there is one at once, and what comes back is theirs until the share is whole.
    assert_eq!(send(&mut budget, Interactive, 9_600), Ok(()));
    assert_eq!(
        send(&mut budget, Interactive, 9_600),
        Err(Duration::from_millis(420))
    );
    assert_eq!(sent(&mut budget, 10_020), 61);
    assert_eq!(
        (0..200)
            .filter(|_| send(&mut budget, Interactive, 10_020).is_ok())
            .count(),
        20
    );
    for half in 1..=18 {
        assert_eq!(
            sent(&mut budget, 10_020 + half * 500),
            0,
            "after {half} halves of a second"
        );
        assert_eq!(send(&mut budget, Interactive, 10_020 + half * 500), Ok(()));
    }
    // Ten seconds after the last of it, it is lent again.
    assert_eq!(sent(&mut budget, 29_019), 79);
    assert_eq!(sent(&mut budget, 29_020), 1);
}

#[test]
fn what_is_used_up_is_waited_for_and_then_there_again() {
    for (pairs, wait) in [
        (&[("remaining", "0")][..], 10_020),
        (
            &[("remaining", "-4"), ("interval-milliseconds", "1000")][..],
            1_020,
        ),
        (
            &[("daily-remaining", "0"), ("daily-reset", "90000")][..],
            90_000,
        ),
        (&[("daily-remaining", "0")][..], 12 * 60 * 60 * 1000),
    ] {
        let mut budget = Budget::new(None);
        let ticket = budget.acquire(now(), Interactive, Rest).unwrap();
        budget.answered(ticket, &headers(pairs), now());
        let told = budget.acquire(now(), Interactive, Rest).unwrap_err();
        assert_eq!(i64::try_from(told.as_millis()).unwrap(), wait, "{pairs:?}");
        assert!(
            budget.acquire(at(wait - 1), Interactive, Rest).is_err(),
            "{pairs:?}"
        );
        assert!(
            budget.acquire(at(wait), Interactive, Rest).is_ok(),
            "{pairs:?}"
        );
    }
}

#[test]
fn without_limits_and_headers_nothing_is_held_back() {
    let mut budget = Budget::new(Limits::of("http://127.0.0.1:8080"));
    let tickets: Vec<Ticket> = (0..1_000)
        .map(|_| budget.acquire(now(), Bulk, Rest).unwrap())
        .collect();
    budget.answered(tickets[0], &Seen::default(), now());
    assert!(budget.acquire(now(), Bulk, Rest).is_ok());
    assert_eq!(
        Limits::of("https://services.leadconnectorhq.com"),
        Some(Limits::HIGHLEVEL)
    );
    assert_eq!(Limits::of("https://leadconnectorhq.com.example.org"), None);
    assert_eq!(Limits::of("https://notleadconnectorhq.com"), None);
}

#[test]
fn absurd_headers_count_as_absent() {
    for pairs in [
        &[
            ("max", "0"),
            ("interval-milliseconds", "0"),
            ("limit-daily", "-1"),
        ][..],
        &[
            ("max", "many"),
            ("interval-milliseconds", "1e9"),
            ("daily-reset", "-5"),
        ],
        &[
            ("max", "99999999999999999999"),
            ("interval-milliseconds", "99999999999"),
        ],
        &[("daily-reset", "999999999999"), ("limit-daily", "")],
    ] {
        assert!(!headers(pairs).any(), "{pairs:?}");
    }
    // More left than there can be is all there is.
    let mut budget = Budget::new(Some(Limits::HIGHLEVEL));
    let ticket = budget.acquire(now(), Interactive, Rest).unwrap();
    budget.answered(ticket, &headers(&[("remaining", "99999999999999")]), now());
    let sent = (0..500).filter(|_| {
        let ticket = budget.acquire(now(), Interactive, Rest);
        ticket.map(|ticket| budget.lost(ticket, now())).is_ok()
    });
    assert_eq!(sent.count(), 99);
}

#[test]
fn a_clock_that_goes_back_holds_nothing_up_for_longer_than_a_window() {
    let mut budget = Budget::new(Some(Limits::HIGHLEVEL));
    let ticket = budget.acquire(now(), Interactive, Rest).unwrap();
    budget.answered(ticket, &headers(&[("remaining", "0")]), now());
    budget.refused(10 * SECOND, now());
    let hour_ago = -3_600_000;
    let mut send = |at| {
        let ticket = budget.acquire(at, Interactive, Rest);
        ticket.map(|ticket| budget.lost(ticket, now()))
    };
    assert!(send(at(hour_ago)).is_err());
    assert_eq!(send(at(hour_ago + 10_500)), Ok(()));
    // Nor does one that leaps to the ends of time.
    assert_eq!(send(Timestamp::MAX), Ok(()));
    assert_eq!(send(Timestamp::MIN), Ok(()));
    assert_eq!(send(now()), Ok(()));
}

#[test]
fn while_it_is_not_known_what_is_left_few_calls_are_under_way() {
    let mut budget = Budget::new(Some(Limits::HIGHLEVEL));
    let first = budget.acquire(now(), Interactive, Rest).unwrap();
    let second = budget.acquire(now(), Interactive, Rest).unwrap();
    assert!(budget.acquire(now(), Interactive, Rest).unwrap_err() < SECOND);
    budget.lost(first, now());
    assert!(budget.acquire(now(), Interactive, Rest).is_ok());
    // An answer without headers tells that none will come: only its own count is left.
    budget.answered(second, &Seen::default(), now());
    let sent = (0..500).filter(|_| budget.acquire(now(), Interactive, Rest).is_ok());
    assert_eq!(sent.count(), 97);
}

/// Takes bulk calls of a kind until none is to be had, at `hours` after noon; how many there were.
fn take_all(budget: &mut Budget, purpose: Purpose, hours: i64) -> (u32, Duration) {
    let at = at(hours * 3_600_000);
    for count in 0..20_000 {
        match budget.acquire(at, Bulk, purpose) {
            Ok(ticket) => budget.lost(ticket, at),
            Err(wait) => return (count, wait),
        }
    }
    panic!("no end")
}

/// A day of 1,000 calls, and no other limit that matters.
fn day() -> Budget {
    let text = [
        ("max", "10000"),
        ("limit-daily", "1000"),
        ("daily-reset", "86400000"),
    ];
    let mut budget = Budget::new(None);
    let ticket = budget.acquire(now(), Interactive, Rest).unwrap();
    budget.answered(ticket, &headers(&text), now());
    // The look of that call is over when the day's work begins.
    budget
}

#[test]
fn one_kind_leaves_the_others_their_share_of_the_day() {
    let mut budget = day();
    // Contacts asked once: 30 of a hundred of the 800 bulk calls are kept for them, less that one.
    let ticket = budget.acquire(now(), Bulk, Contacts).unwrap();
    budget.lost(ticket, now());
    let (notes, wait) = take_all(&mut budget, Notes, 0);
    let kept = 240 - 1 + 40 - 1;
    assert!(notes.abs_diff(799 - kept) <= 1, "{notes}");
    assert_eq!(wait, 5 * 60 * SECOND, "it looks again: the day goes on");
    // Theirs is there, and people's is nobody's but theirs.
    let (contacts, _) = take_all(&mut budget, Contacts, 0);
    assert!(contacts >= 238, "{contacts}");
    let people = (0..400).filter(|_| {
        let ticket = budget.acquire(now(), Interactive, Notes);
        ticket.map(|ticket| budget.lost(ticket, now())).is_ok()
    });
    assert!(people.count() >= 199);
}

#[test]
fn what_nobody_asks_for_is_anybodys_and_shares_shrink_with_the_day() {
    let mut budget = day();
    // Two hours later, what asked before has no use for its share any more.
    let ticket = budget.acquire(now(), Bulk, Contacts).unwrap();
    budget.lost(ticket, now());
    let (alone, wait) = take_all(&mut budget, Notes, 2);
    assert!(alone >= 797, "{alone}");
    assert_eq!(wait, 22 * 3_600 * SECOND, "the day is used up");
    // In the evening there is little left to keep.
    let mut budget = day();
    let ticket = budget.acquire(at(23 * 3_600_000), Bulk, Contacts).unwrap();
    budget.lost(ticket, now());
    let (notes, _) = take_all(&mut budget, Notes, 23);
    assert!((780..=790).contains(&notes), "{notes}");
}
