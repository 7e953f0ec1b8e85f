//! The change log's numbers: no reader ever sees one before its predecessors, however many write.

use serde_json::json;
use tenon_store::Store;

use super::support::{Db, HOME, at_once, mail};

on_every_backend! {
    a_reader_never_sees_a_number_before_its_predecessor
    refused_commits_leave_no_gaps_among_others
    commits_in_several_locations_are_numbered_apart
}

const WRITERS: usize = 16;
const EACH: usize = 25;

/// Follows the log until number `end`, and fails at the first gap.
async fn follow(store: Store, end: i64) {
    let mut at = 0;
    while at < end {
        let changes = store.changes_after(HOME, at, 7).await.unwrap();
        for change in changes {
            assert_eq!(change.seq, at + 1, "a number was stepped over");
            at = change.seq;
        }
        tokio::task::yield_now().await;
    }
}

async fn a_reader_never_sees_a_number_before_its_predecessor(db: &Db) {
    let total = (WRITERS * EACH * 2) as i64;
    let readers: Vec<_> = (0..2)
        .map(|_| tokio::spawn(follow(db.store.clone(), total)))
        .collect();
    let writers: Vec<_> = (0..WRITERS)
        .map(|writer| {
            let step = db.at(HOME);
            tokio::spawn(async move {
                let mut last = 0;
                for n in 0..EACH {
                    let step = step.clone();
                    let done = step
                        .contact(&format!("a{writer}-{n}"), json!({}))
                        .contact(&format!("b{writer}-{n}"), json!({}))
                        .done()
                        .await;
                    // Its own two numbers stand together, and behind those it had before.
                    assert_eq!(done.numbers.end, done.numbers.start + 2);
                    assert!(done.numbers.start > last);
                    last = done.numbers.end - 1;
                }
            })
        })
        .collect();
    for task in writers.into_iter().chain(readers) {
        task.await.unwrap();
    }
    assert_eq!(db.store.last_seq(HOME).await.unwrap(), total);
}

async fn refused_commits_leave_no_gaps_among_others(db: &Db) {
    // Every e-mail is wanted by four, in commits that have written a record by then.
    let steps = (0..200).map(|n| {
        db.at(HOME)
            .contact(&format!("a{n}"), json!({}))
            .contact(&format!("b{n}"), mail(&format!("{}@x.com", n / 4)))
    });
    let results = at_once(steps).await;
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 50);
    assert_eq!(db.store.last_seq(HOME).await.unwrap(), 100);
    follow(db.store.clone(), 100).await;
    let log = db.store.changes_after(HOME, 0, 1_000).await.unwrap();
    assert_eq!(log.len(), 100);
}

async fn commits_in_several_locations_are_numbered_apart(db: &Db) {
    let steps = (0..60).map(|n| {
        let location = if n % 3 == 0 {
            HOME
        } else {
            super::support::AWAY
        };
        db.at(location).contact(&format!("c{n}"), json!({}))
    });
    for result in at_once(steps).await {
        result.unwrap();
    }
    assert_eq!(db.store.last_seq(HOME).await.unwrap(), 20);
    assert_eq!(db.store.last_seq(super::support::AWAY).await.unwrap(), 40);
    follow(db.store.clone(), 20).await;
}
