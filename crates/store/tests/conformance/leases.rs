//! Leases: one holder at a time, and what an old holder writes is refused.

use serde_json::json;
use tenon_store::{Fence, StoreError, Write};

use super::support::{Db, HOME, Step, at_once};

on_every_backend! {
    only_one_holds_a_lease
    keeping_it_keeps_the_number
    taking_it_over_raises_the_number
    an_old_holder_writes_nothing
    a_clock_that_jumps_back_gives_nothing_away
    a_released_lease_is_free_at_once
}

fn take(db: &Db, owner: &str, seconds: i64) -> Step {
    db.at(HOME).write(Write::Lease {
        name: "sweep".into(),
        owner: owner.into(),
        until: db.later(seconds),
    })
}

async fn taken(db: &Db, owner: &str) -> Option<i64> {
    let fence = take(db, owner, 60).done().await.fence;
    fence.map(|fence| fence.number)
}

async fn only_one_holds_a_lease(db: &Db) {
    let results = at_once((0..16).map(|n| take(db, &format!("node {n}"), 60))).await;
    let held: Vec<_> = results
        .into_iter()
        .filter_map(|done| done.unwrap().fence)
        .collect();
    let fence = Fence {
        name: "sweep".into(),
        number: 1,
    };
    assert_eq!(held, [fence]);
}

async fn keeping_it_keeps_the_number(db: &Db) {
    assert_eq!(taken(db, "one").await, Some(1));
    db.pass(59);
    assert_eq!(taken(db, "one").await, Some(1));
    db.pass(59);
    assert_eq!(taken(db, "two").await, None);
    // Late, but nobody came: it is the same holder still.
    db.pass(3_600);
    assert_eq!(taken(db, "one").await, Some(1));
}

async fn taking_it_over_raises_the_number(db: &Db) {
    assert_eq!(taken(db, "one").await, Some(1));
    db.pass(59);
    assert_eq!(taken(db, "two").await, None);
    db.pass(1);
    assert_eq!(taken(db, "two").await, Some(2));
    assert_eq!(taken(db, "one").await, None);
    db.pass(60);
    assert_eq!(taken(db, "one").await, Some(3));
}

async fn an_old_holder_writes_nothing(db: &Db) {
    let old = take(db, "one", 60).done().await.fence.unwrap();
    let step = db.at(HOME).fence(old.clone());
    step.contact("c1", json!({})).done().await;
    db.pass(60);
    // Expired, but nobody has taken it: nobody else can be writing.
    let step = db.at(HOME).fence(old.clone());
    step.contact("c2", json!({})).done().await;
    let new = take(db, "two", 60).done().await.fence.unwrap();
    let step = db.at(HOME).fence(old);
    let error = step.contact("c3", json!({})).refused().await;
    assert!(matches!(error, StoreError::Fenced { .. }), "{error:?}");
    assert_eq!(db.contact("c3").await, None);
    assert_eq!(db.store.last_seq(HOME).await.unwrap(), 2);
    let step = db.at(HOME).fence(new);
    step.contact("c3", json!({})).done().await;
    let never = Fence {
        name: "nothing".into(),
        number: 1,
    };
    let error = db.at(HOME).fence(never).refused().await;
    assert!(matches!(error, StoreError::Fenced { .. }), "{error:?}");
}

async fn a_clock_that_jumps_back_gives_nothing_away(db: &Db) {
    assert_eq!(taken(db, "one").await, Some(1));
    db.pass(-86_400);
    assert_eq!(taken(db, "two").await, None);
    assert_eq!(taken(db, "one").await, Some(1));
    // Renewed by the clock as it is now, it ends by it.
    db.pass(60);
    assert_eq!(taken(db, "two").await, Some(2));
}

async fn a_released_lease_is_free_at_once(db: &Db) {
    assert_eq!(db.store.lease_until(HOME, "sweep").await.unwrap(), None);
    assert_eq!(taken(db, "one").await, Some(1));
    let until = db.store.lease_until(HOME, "sweep").await.unwrap();
    assert_eq!(until, Some(db.later(60)));
    take(db, "one", 0).done().await;
    let until = db.store.lease_until(HOME, "sweep").await.unwrap();
    assert_eq!(until, Some(db.later(0)));
    assert_eq!(taken(db, "two").await, Some(2));
}
