//! A job that is asked for while it waits, or while it runs.

use tenon_store::Write;

use super::{
    jobs::{ask, claimed, keys, waiting},
    support::{Db, HOME},
};

on_every_backend! {
    a_job_asked_for_while_it_runs_runs_once_more
    a_job_asked_for_while_it_runs_waits_for_its_time
    a_job_asked_for_again_waits_no_longer_than_before
    a_key_has_one_row
}

async fn a_job_asked_for_while_it_runs_runs_once_more(db: &Db) {
    db.at(HOME).write(ask("c1", 1, db.later(0))).done().await;
    let first = claimed(db, 1).await.remove(0);
    for priority in [2, 3] {
        db.at(HOME)
            .write(ask("c1", priority, db.later(0)))
            .done()
            .await;
    }
    // Not beside the first, but behind it; and whoever waits for work is told.
    assert_eq!(claimed(db, 1).await, []);
    let done = db.at(HOME).write(Write::FinishJob(first)).done().await;
    assert!(done.wakes);
    let second = claimed(db, 1).await.remove(0);
    assert_eq!(second.payload["priority"], 3);
    let done = db.at(HOME).write(Write::FinishJob(second)).done().await;
    assert!(!done.wakes);
    assert_eq!(waiting(db).await, 0);
}

async fn a_job_asked_for_while_it_runs_waits_for_its_time(db: &Db) {
    db.at(HOME).write(ask("c1", 1, db.later(0))).done().await;
    let job = claimed(db, 1).await.remove(0);
    // A sweep that asks for the next one: it must not run at once, over and over.
    db.at(HOME)
        .write(ask("c1", 1, db.later(600)))
        .write(ask("c1", 1, db.later(900)))
        .write(Write::FinishJob(job))
        .done()
        .await;
    assert_eq!(claimed(db, 1).await, []);
    db.pass(600);
    assert_eq!(keys(&claimed(db, 1).await), ["c1"]);
}

async fn a_job_asked_for_again_waits_no_longer_than_before(db: &Db) {
    db.at(HOME).write(ask("c1", 1, db.later(5))).done().await;
    db.at(HOME).write(ask("c1", 1, db.later(500))).done().await;
    db.pass(5);
    assert_eq!(keys(&claimed(db, 1).await), ["c1"]);
}

async fn a_key_has_one_row(db: &Db) {
    for priority in [5, 1, 9] {
        let done = db
            .at(HOME)
            .write(ask("c1", priority, db.later(0)))
            .done()
            .await;
        assert!(done.wakes);
    }
    assert_eq!(waiting(db).await, 1);
    let jobs = claimed(db, 10).await;
    assert_eq!(keys(&jobs), ["c1"]);
    // The newest payload, the most urgent priority.
    assert_eq!(jobs[0].payload["priority"], 9);
    assert_eq!((jobs[0].priority, jobs[0].generation), (1, 3));
}
