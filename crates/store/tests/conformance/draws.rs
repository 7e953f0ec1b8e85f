//! Rate windows that nodes share: never more in all than a window lets through.

use tenon_store::{Draw, Drawn, StoreError, Window, Write};

use super::support::{AWAY, Db, HOME, Step, at_once};

on_every_backend! {
    a_window_is_drawn_down_to_nothing
    the_day_bounds_what_its_bursts_let_through
    what_was_not_used_goes_back_to_its_day
    a_clock_that_is_a_little_behind_is_told_the_window
    a_clock_that_was_far_ahead_keeps_nobody_out
    drawn_at_once_it_is_never_more
}

fn draw(db: &Db, location: &str, (burst, day): (i64, i64), wanted: i64, unused: i64) -> Step {
    let window = |start, length, most| Window {
        start,
        length,
        most,
    };
    db.at(location).write(Write::Draw(Box::new(Draw {
        caller: "app".into(),
        burst: window(burst, 10, 100),
        day: window(day, 1_000, 150),
        wanted,
        unused,
    })))
}

async fn drawn(db: &Db, at: (i64, i64), wanted: i64, unused: i64) -> Drawn {
    let done = draw(db, HOME, at, wanted, unused).done().await;
    done.drawn.unwrap()
}

async fn a_window_is_drawn_down_to_nothing(db: &Db) {
    let first = drawn(db, (20, 0), 60, 0).await;
    let expected = Drawn {
        granted: 60,
        burst_start: 20,
        burst_left: 40,
        day_start: 0,
        day_left: 90,
    };
    assert_eq!(first, expected);
    for granted in [40, 0, 0] {
        let next = drawn(db, (20, 0), 60, 0).await;
        assert_eq!((next.granted, next.burst_left), (granted, 0));
    }
    // Another location's caller of that name is another one.
    let there = draw(db, AWAY, (20, 0), 60, 0).done().await;
    assert_eq!(there.drawn.unwrap().granted, 60);
    assert_eq!(db.store.last_seq(HOME).await.unwrap(), 0, "nothing to log");
}

async fn the_day_bounds_what_its_bursts_let_through(db: &Db) {
    assert_eq!(drawn(db, (0, 0), 100, 0).await.granted, 100);
    let last = drawn(db, (10, 0), 100, 0).await;
    assert_eq!((last.granted, last.burst_left, last.day_left), (50, 50, 0));
    assert_eq!(drawn(db, (20, 0), 100, 0).await.granted, 0);
    assert_eq!(drawn(db, (1_000, 1_000), 100, 0).await.granted, 100);
}

async fn what_was_not_used_goes_back_to_its_day(db: &Db) {
    drawn(db, (0, 0), 100, 0).await;
    let next = drawn(db, (10, 0), 10, 70).await;
    assert_eq!((next.granted, next.day_left), (10, 110));
    // More than was used cannot come back.
    let next = drawn(db, (20, 0), 10, 1_000).await;
    assert_eq!((next.granted, next.day_left), (10, 140));
}

async fn a_clock_that_is_a_little_behind_is_told_the_window(db: &Db) {
    drawn(db, (1_000, 1_000), 90, 0).await;
    let behind = drawn(db, (990, 0), 20, 0).await;
    assert_eq!((behind.granted, behind.burst_start), (10, 1_000));
    assert_eq!((behind.day_start, behind.day_left), (1_000, 50));
}

async fn a_clock_that_was_far_ahead_keeps_nobody_out(db: &Db) {
    drawn(db, (90_000, 90_000), 100, 0).await;
    let now = drawn(db, (20, 0), 5, 0).await;
    assert_eq!((now.granted, now.burst_start, now.day_start), (5, 20, 0));
}

async fn drawn_at_once_it_is_never_more(db: &Db) {
    let mut granted = 0;
    for _ in 0..12 {
        let results = at_once((0..16).map(|_| draw(db, HOME, (20, 0), 3, 0))).await;
        for result in results {
            match result {
                Ok(done) => granted += done.drawn.unwrap().granted,
                Err(error) => {
                    assert!(matches!(error, StoreError::Conflict { .. }), "{error:?}");
                }
            }
        }
    }
    assert!(granted <= 100, "{granted}");
    assert_eq!(granted + drawn(db, (20, 0), 100, 0).await.granted, 100);
}
