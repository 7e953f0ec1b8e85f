//! Runs, and what they hold back.

use serde_json::json;
use tenon_model::{Kind, Origin};
use tenon_store::{
    Link, LinkState, LinkWrite, NewJob, RunKind, RunState, RunWrite, StoreError, SyncRun, Write,
};

use super::support::{AWAY, Db, HOME, Step, fields, mail};

on_every_backend! {
    a_run_is_written_and_found
    a_connection_has_one_open_run_of_a_slot
    two_that_go_on_with_a_run_at_once_are_one
    held_jobs_wait_until_they_are_let_go
    what_somebody_waits_for_keeps_its_cause
    a_page_is_looked_up_at_once
}

fn run(db: &Db, id: &str, kind: RunKind) -> SyncRun {
    SyncRun {
        id: id.into(),
        connection_id: "k1".into(),
        kind,
        state: RunState::Asked,
        origin: Origin::new(("token", "t1", "Office"), "api", ("request", "r1")),
        asked_at: db.later(0),
        started_at: None,
        ended_at: None,
        updated_at: db.later(0),
        stand: json!(null),
        report: json!({"counts": {"seen": 1}}),
        version: 0,
    }
}

fn save(db: &Db, run: &SyncRun) -> Step {
    db.at(HOME)
        .write(Write::Run(RunWrite::Save(Box::new(run.clone()))))
}

fn is_conflict(error: &StoreError) -> bool {
    matches!(error, StoreError::Conflict { .. })
}

async fn a_run_is_written_and_found(db: &Db) {
    let mut one = run(db, "r1", RunKind::Verify);
    save(db, &one).done().await;
    one.version = 1;
    assert_eq!(db.store.run(HOME, "r1").await.unwrap(), Some(one.clone()));
    assert_eq!(db.store.run(AWAY, "r1").await.unwrap(), None);
    assert_eq!(db.store.open_runs(HOME, "k1").await.unwrap(), [one.clone()]);
    let done = |kind| db.store.last_run(HOME, "k1", kind);
    assert_eq!(
        done(RunKind::Verify).await.unwrap(),
        None,
        "it has not ended"
    );
    db.pass(5);
    (one.state, one.started_at) = (RunState::Done, Some(db.later(-1)));
    (one.ended_at, one.updated_at) = (Some(db.later(0)), db.later(0));
    one.stand = json!({"page": "x"});
    save(db, &one).done().await;
    one.version = 2;
    assert_eq!(done(RunKind::Verify).await.unwrap(), Some(one.clone()));
    assert_eq!(done(RunKind::Full).await.unwrap(), None);
    assert!(db.store.open_runs(HOME, "k1").await.unwrap().is_empty());
    let two = run(db, "r2", RunKind::Verify);
    save(db, &two).done().await;
    let ids = async |before| {
        let runs = db.store.runs(HOME, before, 10).await.unwrap();
        runs.into_iter().map(|run| run.id).collect::<Vec<_>>()
    };
    assert_eq!(ids(None).await, ["r2", "r1"]);
    assert_eq!(ids(Some("r2")).await, ["r1"]);
    assert!(db.store.runs(AWAY, None, 10).await.unwrap().is_empty());
}

async fn a_connection_has_one_open_run_of_a_slot(db: &Db) {
    let full = run(db, "r1", RunKind::Full);
    save(db, &full).done().await;
    let error = save(db, &run(db, "r2", RunKind::First)).refused().await;
    assert!(is_conflict(&error), "{error:?}");
    save(db, &run(db, "r3", RunKind::Verify)).done().await;
    let other = SyncRun {
        connection_id: "k2".into(),
        ..run(db, "r4", RunKind::Full)
    };
    save(db, &other).done().await;
    let ended = SyncRun {
        state: RunState::Abandoned,
        version: 1,
        ..full
    };
    save(db, &ended).done().await;
    save(db, &run(db, "r5", RunKind::Deep)).done().await;
    let open = db.store.open_runs(HOME, "k1").await.unwrap();
    let kinds: Vec<_> = open.iter().map(|run| run.kind).collect();
    assert_eq!(kinds, [RunKind::Deep, RunKind::Verify]);
}

async fn two_that_go_on_with_a_run_at_once_are_one(db: &Db) {
    let mut one = run(db, "r1", RunKind::Full);
    save(db, &one).done().await;
    (one.version, one.state) = (1, RunState::Running);
    save(db, &one).done().await;
    let error = save(db, &one).refused().await;
    assert!(is_conflict(&error), "{error:?}");
    let never = SyncRun {
        version: 3,
        ..run(db, "r9", RunKind::Plan)
    };
    assert!(is_conflict(&save(db, &never).refused().await));
}

fn job(db: &Db, queue: &str, key: &str, priority: i64, cause: &str) -> Write {
    Write::Job(NewJob {
        queue: queue.into(),
        key: key.into(),
        payload: json!({"cause": {"kind": cause, "id": "1"}}),
        priority,
        run_at: db.later(0),
        look: priority + 1,
    })
}

async fn let_go(db: &Db, limit: i64) -> u64 {
    let (from, to) = ("held/r1".to_owned(), "sync/k1".to_owned());
    let write = Write::Run(RunWrite::Move { from, to, limit });
    db.at(HOME).write(write).done().await.cleared
}

async fn held_jobs_wait_until_they_are_let_go(db: &Db) {
    for key in ["a", "b", "c", "d", "e"] {
        db.at(HOME)
            .write(job(db, "held/r1", key, 10, "run"))
            .done()
            .await;
    }
    let left = |queue: &'static str| db.store.jobs_left(HOME, queue, 10, 1);
    assert_eq!(left("held/r1").await.unwrap(), (5, 0));
    assert_eq!(let_go(db, 2).await, 2);
    assert_eq!(left("held/r1").await.unwrap(), (3, 0));
    assert_eq!(left("sync/k1").await.unwrap(), (2, 0));
    assert_eq!(
        db.store.jobs_left(HOME, "sync/k1", 0, 1).await.unwrap(),
        (0, 0)
    );
    assert_eq!(let_go(db, 10).await, 3);
    assert_eq!(let_go(db, 10).await, 0);
    let claim = Write::Claim {
        queue: "sync/k1".into(),
        limit: 10,
        until: db.later(60),
    };
    let jobs = db.at(HOME).write(claim).done().await.jobs;
    let keys: Vec<_> = jobs.iter().map(|job| job.key.as_str()).collect();
    assert_eq!(keys, ["a", "b", "c", "d", "e"]);
    for key in ["f", "g"] {
        db.at(HOME)
            .write(job(db, "held/r1", key, 10, "run"))
            .done()
            .await;
    }
    let queue = "held/r1".to_owned();
    let forget = Write::Run(RunWrite::Forget { queue, limit: 1 });
    assert_eq!(db.at(HOME).write(forget.clone()).done().await.cleared, 1);
    assert_eq!(db.at(HOME).write(forget.clone()).done().await.cleared, 1);
    assert_eq!(db.at(HOME).write(forget).done().await.cleared, 0);
}

async fn what_somebody_waits_for_keeps_its_cause(db: &Db) {
    db.at(HOME)
        .write(job(db, "sync/k1", "a", 0, "delivery"))
        .done()
        .await;
    db.at(HOME)
        .write(job(db, "sync/k1", "b", 10, "sweep"))
        .done()
        .await;
    for key in ["a", "b"] {
        db.at(HOME)
            .write(job(db, "held/r1", key, 10, "run"))
            .done()
            .await;
    }
    assert_eq!(let_go(db, 10).await, 2);
    let claim = Write::Claim {
        queue: "sync/k1".into(),
        limit: 10,
        until: db.later(60),
    };
    let jobs = db.at(HOME).write(claim).done().await.jobs;
    let told: Vec<_> = jobs
        .iter()
        .map(|job| {
            (
                job.key.as_str(),
                job.priority,
                job.payload["cause"]["kind"].as_str(),
            )
        })
        .collect();
    assert_eq!(told, [("a", 0, Some("delivery")), ("b", 10, Some("run"))]);
    // Asked for while it is done, it is done once more.
    db.at(HOME)
        .write(job(db, "held/r1", "a", 10, "run"))
        .done()
        .await;
    assert_eq!(let_go(db, 10).await, 1);
    db.at(HOME)
        .write(Write::FinishJob(jobs[0].clone()))
        .done()
        .await;
    let (queue, keys) = ("sync/k1", ["a", "b", "z"]);
    let waiting = db.store.jobs_among(HOME, queue, &keys).await.unwrap();
    assert_eq!(waiting.len(), 2, "{waiting:?}");
}

async fn a_page_is_looked_up_at_once(db: &Db) {
    for (at, id) in ["c1", "c2", "c3"].into_iter().enumerate() {
        db.at(HOME)
            .contact(id, mail(&format!("{id}@example.org")))
            .done()
            .await;
        let link = Link {
            connection_id: "k1".into(),
            kind: Kind::Contact,
            record_id: id.into(),
            root_id: id.into(),
            remote_id: Some(format!("r{at}")),
            state: LinkState::Linked,
            base_hub: fields(json!({})),
            base_remote: fields(json!({})),
            detail: json!(null),
            version: 0,
        };
        db.at(HOME)
            .write(Write::Link(Box::new(LinkWrite { link })))
            .done()
            .await;
    }
    let (store, kind) = (&db.store, Kind::Contact);
    let of = |links: Vec<Link>| {
        let mut ids: Vec<_> = links.into_iter().map(|link| link.record_id).collect();
        ids.sort();
        ids
    };
    let copies = store.links_of_copies(HOME, "k1", kind, &["r2", "r0", "r9"]);
    assert_eq!(of(copies.await.unwrap()), ["c1", "c3"]);
    let records = store.links_of_records(HOME, "k1", kind, &["c2", "nobody"]);
    assert_eq!(of(records.await.unwrap()), ["c2"]);
    assert_eq!(store.count_linked(HOME, "k1", kind).await.unwrap(), 3);
    assert_eq!(store.count_linked(AWAY, "k1", kind).await.unwrap(), 0);
    let known = store.records_of_ids(HOME, kind, &["c3", "nobody"]).await;
    assert_eq!(known.unwrap()[0].id, "c3");
    let old = db.contact("c2").await.unwrap();
    db.at(HOME).delete(&old).done().await;
    let behind = store.records_after(HOME, kind, "", 1).await.unwrap();
    assert_eq!(behind[0].id, "c1");
    let behind = store.records_after(HOME, kind, "c1", 10).await.unwrap();
    let ids: Vec<_> = behind.iter().map(|record| record.id.as_str()).collect();
    assert_eq!(ids, ["c3"], "the deleted one is left out");
    let sought = ["c1@example.org", "c2@example.org", "x@example.org"];
    let holders = store.holders(HOME, "email", &sought).await.unwrap();
    assert_eq!(holders, [("c1@example.org".to_owned(), "c1".to_owned())]);
    assert!(store.holders(HOME, "email", &[]).await.unwrap().is_empty());
    assert!(
        store
            .links_of_copies(AWAY, "k1", kind, &["r0"])
            .await
            .unwrap()
            .is_empty()
    );
}
