//! Jobs: one per key, claimed by one worker at a time, never lost.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde_json::json;
use tenon_store::{Job, NewJob, StoreError, Write};

use super::support::{AWAY, Db, HOME, Step, at_once};

on_every_backend! {
    due_jobs_are_claimed_by_priority_then_time
    two_workers_never_get_the_same_job
    a_lease_that_ends_lets_another_worker_in
    what_an_ousted_worker_writes_is_refused_whole
    a_failed_job_is_tried_again_later
    a_wait_does_not_count_as_a_failure
    a_finished_job_is_gone
    a_job_looks_at_what_all_have_asked_for
    claims_taken_back_are_free_at_once_and_worth_nothing_to_who_had_them
}

/// So long a claim lasts, in seconds.
const LEASE: i64 = 60;

pub(crate) fn ask(key: &str, priority: i64, run_at: Timestamp) -> Write {
    Write::Job(NewJob {
        queue: "push".into(),
        key: key.into(),
        payload: json!({ "key": key, "priority": priority }),
        priority,
        run_at,
        look: 0,
    })
}

fn claim(db: &Db, limit: i64) -> Step {
    db.at(HOME).write(Write::Claim {
        queue: "push".into(),
        limit,
        until: db.later(LEASE),
    })
}

pub(crate) async fn claimed(db: &Db, limit: i64) -> Vec<Job> {
    claim(db, limit).done().await.jobs
}

pub(crate) fn keys(jobs: &[Job]) -> Vec<&str> {
    jobs.iter().map(|job| job.key.as_str()).collect()
}

pub(crate) async fn waiting(db: &Db) -> i64 {
    db.store.queue_depth(HOME, "push").await.unwrap().waiting
}

async fn a_job_looks_at_what_all_have_asked_for(db: &Db) {
    let ask = |look: i64| {
        Write::Job(NewJob {
            queue: "push".into(),
            key: "tree".into(),
            payload: json!(null),
            priority: 1,
            run_at: db.later(0),
            look,
        })
    };
    db.at(HOME).write(ask(0b0001)).done().await;
    db.at(HOME).write(ask(0b0100)).done().await;
    let job = claimed(db, 1).await.remove(0);
    assert_eq!(job.look, 0b0101);
    // Asked for while it runs: the next run looks at that, too.
    db.at(HOME).write(ask(0b1000)).done().await;
    db.at(HOME).write(Write::FinishJob(job)).done().await;
    let job = claimed(db, 1).await.remove(0);
    assert_eq!(job.look & 0b1000, 0b1000);
    db.at(HOME).write(Write::FinishJob(job)).done().await;
    db.at(HOME).write(ask(0)).done().await;
    assert_eq!(claimed(db, 1).await[0].look, 0);
}

async fn due_jobs_are_claimed_by_priority_then_time(db: &Db) {
    db.at(HOME)
        .write(ask("late", 1, db.later(-1)))
        .write(ask("early", 1, db.later(-9)))
        .write(ask("urgent", 0, db.later(0)))
        .write(ask("idle", 7, db.later(-99)))
        .write(ask("future", 0, db.later(30)))
        .done()
        .await;
    assert!(db.store.has_due(HOME, "push", db.later(0)).await.unwrap());
    assert_eq!(keys(&claimed(db, 0).await), Vec::<&str>::new());
    assert_eq!(keys(&claimed(db, 3).await), ["urgent", "early", "late"]);
    assert_eq!(keys(&claimed(db, 3).await), ["idle"]);
    assert!(!db.store.has_due(HOME, "push", db.later(0)).await.unwrap());
    let depth = db.store.queue_depth(HOME, "push").await.unwrap();
    assert_eq!((depth.waiting, depth.next), (5, Some(db.later(30))));
    db.pass(30);
    assert_eq!(keys(&claimed(db, 3).await), ["future"]);
    for (location, queue) in [(AWAY, "push"), (HOME, "pull")] {
        let due = db.store.has_due(location, queue, db.later(999)).await;
        assert!(!due.unwrap());
    }
}

async fn two_workers_never_get_the_same_job(db: &Db) {
    let mut step = db.at(HOME);
    for n in 0..200 {
        step = step.write(ask(&format!("c{n:03}"), n % 3, db.later(0)));
    }
    step.done().await;
    let mut seen = BTreeSet::new();
    while seen.len() < 200 {
        for result in at_once((0..8).map(|_| claim(db, 7))).await {
            let jobs = result.unwrap().jobs;
            assert!(jobs.len() <= 7, "more than asked for");
            for job in jobs {
                assert_eq!(job.fence, 1);
                assert!(seen.insert(job.key.clone()), "{} twice", job.key);
            }
        }
    }
    assert_eq!(claimed(db, 1).await, []);
}

async fn a_lease_that_ends_lets_another_worker_in(db: &Db) {
    db.at(HOME).write(ask("c1", 1, db.later(0))).done().await;
    let first = claimed(db, 1).await.remove(0);
    assert_eq!(claimed(db, 1).await, []);
    db.pass(LEASE - 1);
    assert_eq!(claimed(db, 1).await, []);
    db.pass(1);
    let second = claimed(db, 1).await.remove(0);
    assert_eq!((first.fence, second.fence), (1, 2));
    assert_eq!(second.payload, first.payload);
}

async fn what_an_ousted_worker_writes_is_refused_whole(db: &Db) {
    db.at(HOME).write(ask("c1", 1, db.later(0))).done().await;
    let old = claimed(db, 1).await.remove(0);
    db.pass(LEASE);
    let new = claimed(db, 1).await.remove(0);
    let finish = |job: &Job| Write::FinishJob(job.clone());
    let retry = Write::RetryJob {
        job: old.clone(),
        run_at: db.later(5),
        error: "HTTP 500".into(),
        counts: true,
    };
    for write in [finish(&old), retry] {
        for step in [
            db.at(HOME).contact("c1", json!({})).write(write.clone()),
            db.at(HOME).write(write).contact("c1", json!({})),
        ] {
            let error = step.refused().await;
            assert!(matches!(error, StoreError::Fenced { .. }), "{error:?}");
        }
    }
    assert_eq!(db.contact("c1").await, None);
    assert_eq!(db.store.last_seq(HOME).await.unwrap(), 0);
    db.at(HOME)
        .contact("c1", json!({}))
        .write(finish(&new))
        .done()
        .await;
    assert_eq!(waiting(db).await, 0);
    let error = db.at(HOME).write(finish(&new)).refused().await;
    assert!(matches!(error, StoreError::Fenced { .. }), "{error:?}");
}

async fn a_failed_job_is_tried_again_later(db: &Db) {
    db.at(HOME).write(ask("c1", 1, db.later(0))).done().await;
    let job = claimed(db, 1).await.remove(0);
    let retry = Write::RetryJob {
        job,
        run_at: db.later(10),
        error: "x".repeat(5_000),
        counts: true,
    };
    db.at(HOME).write(retry).done().await;
    let depth = db.store.queue_depth(HOME, "push").await.unwrap();
    assert_eq!((depth.waiting, depth.failing), (1, 1));
    assert_eq!(depth.next, Some(db.later(10)));
    assert_eq!(depth.last_error.len(), 1_000);
    assert_eq!(claimed(db, 1).await, []);
    db.pass(10);
    let again = claimed(db, 1).await.remove(0);
    assert_eq!((again.attempts, again.fence), (1, 2));
    // Asked for anew meanwhile, it starts from the beginning.
    db.at(HOME).write(ask("c1", 1, db.later(0))).done().await;
    db.at(HOME).write(Write::FinishJob(again)).done().await;
    let depth = db.store.queue_depth(HOME, "push").await.unwrap();
    assert_eq!((depth.waiting, depth.failing), (1, 0));
    assert_eq!(depth.last_error, "");
    assert_eq!(claimed(db, 1).await[0].attempts, 0);
}

async fn a_wait_does_not_count_as_a_failure(db: &Db) {
    db.at(HOME).write(ask("c1", 1, db.later(0))).done().await;
    let job = claimed(db, 1).await.remove(0);
    let wait = Write::RetryJob {
        job,
        run_at: db.later(10),
        error: "the rate limit".into(),
        counts: false,
    };
    db.at(HOME).write(wait).done().await;
    let depth = db.store.queue_depth(HOME, "push").await.unwrap();
    assert_eq!(
        (depth.failing, depth.last_error.as_str()),
        (0, "the rate limit")
    );
    db.pass(10);
    assert_eq!(claimed(db, 1).await[0].attempts, 0);
}

async fn a_finished_job_is_gone(db: &Db) {
    db.at(HOME).write(ask("c1", 1, db.later(0))).done().await;
    let job = claimed(db, 1).await.remove(0);
    db.at(HOME).write(Write::FinishJob(job)).done().await;
    let depth = db.store.queue_depth(HOME, "push").await.unwrap();
    assert_eq!((depth.waiting, depth.next), (0, None));
    // The same key starts anew.
    db.at(HOME).write(ask("c1", 1, db.later(0))).done().await;
    let job = claimed(db, 1).await.remove(0);
    assert_eq!((job.generation, job.fence), (1, 1));
}

async fn claims_taken_back_are_free_at_once_and_worth_nothing_to_who_had_them(db: &Db) {
    db.at(HOME).write(ask("one", 0, db.later(0))).done().await;
    let [dead] = &claimed(db, 9).await[..] else {
        panic!("one job was asked for")
    };
    assert_eq!(claimed(db, 9).await, []);
    db.at(HOME)
        .write(Write::Release {
            queue: "push".into(),
        })
        .done()
        .await;
    let [mine] = &claimed(db, 9).await[..] else {
        panic!("it is free again")
    };
    let late = db
        .at(HOME)
        .write(Write::FinishJob(dead.clone()))
        .refused()
        .await;
    assert!(matches!(late, StoreError::Fenced { .. }), "{late}");
    db.at(HOME)
        .write(Write::FinishJob(mine.clone()))
        .done()
        .await;
    assert_eq!(waiting(db).await, 0);
}
