//! Apps at vendors, connections being made, and how connections stand.

use serde_json::json;
use tenon_store::{
    Committed, ConnectFlow, HOUSE, NewJob, Standing, StandingState, StoreError, VendorApp,
    VendorWrite, Write,
};

use super::support::{AWAY, Db, HOME, Step, at_once};

on_every_backend! {
    an_app_is_known_by_its_client_id_and_changed_by_whoever_read_it_last
    a_connection_being_made_is_used_once_and_ends
    ended_flows_are_removed_along_with_new_ones
    a_standing_is_changed_by_whoever_read_it_last
    standings_are_found_by_account_and_by_company
    a_secret_is_forgotten_by_whoever_read_it_last
    what_waits_after_a_failure_is_woken_and_nothing_else
}

fn vendor(step: Step, write: VendorWrite) -> Step {
    step.write(Write::Vendor(Box::new(write)))
}

fn one(results: &[Result<Committed, StoreError>]) {
    let (done, failed): (Vec<_>, Vec<_>) = results.iter().partition(|result| result.is_ok());
    assert_eq!(done.len(), 1, "{failed:?}");
    let conflicts = failed
        .iter()
        .all(|result| matches!(result, Err(StoreError::Conflict { .. })));
    assert!(conflicts, "{failed:?}");
}

fn app(id: &str, client_id: &str) -> VendorApp {
    VendorApp {
        id: id.into(),
        system: "highlevel".into(),
        name: "Tenon's app".into(),
        client_id: client_id.into(),
        settings: json!({"baseUrl": "https://a.example", "quoted": "\"'\u{e9}"}),
        version: 0,
    }
}

async fn an_app_is_known_by_its_client_id_and_changed_by_whoever_read_it_last(db: &Db) {
    let new = |n: usize| VendorWrite::App(app(&format!("a{n}"), "client-1"));
    one(&at_once((0..8).map(|n| vendor(db.at(HOUSE), new(n)))).await);
    let known = db.store.vendor_apps("highlevel").await.unwrap();
    let [known] = &known[..] else {
        panic!("{known:?}")
    };
    assert_eq!(known.version, 1);
    assert_eq!(known.settings, app("", "").settings);
    let changed = |n: usize| VendorApp {
        name: format!("Name {n}"),
        ..known.clone()
    };
    let writes = (0..8).map(|n| vendor(db.at(HOUSE), VendorWrite::App(changed(n))));
    one(&at_once(writes).await);
    let now = db.store.vendor_app(&known.id).await.unwrap().unwrap();
    assert_eq!(now.version, 2);
    assert!(now.name.starts_with("Name "));
    assert_eq!(db.store.vendor_app("other").await.unwrap(), None);
    assert_eq!(db.store.vendor_apps("other").await.unwrap(), []);
}

fn flow(db: &Db, hash: &str, seconds: i64) -> ConnectFlow {
    ConnectFlow {
        hash: hash.into(),
        location_id: HOME.into(),
        app_id: "a1".into(),
        detail: json!({"name": "HighLevel"}),
        expires_at: db.later(seconds),
        used_at: None,
    }
}

async fn a_connection_being_made_is_used_once_and_ends(db: &Db) {
    let begun = flow(db, "f1", 60);
    let write = VendorWrite::Flow(begun.clone());
    vendor(db.at(HOUSE), write.clone()).done().await;
    assert_eq!(
        db.store.connect_flow("f1").await.unwrap(),
        Some(begun.clone())
    );
    one(&at_once(
        [vendor(db.at(HOUSE), write)]
            .into_iter()
            .chain([vendor(db.at(HOUSE), VendorWrite::Flow(flow(db, "f2", 60)))]),
    )
    .await);
    let used = || vendor(db.at(HOUSE), VendorWrite::UseFlow { hash: "f1".into() });
    one(&at_once((0..8).map(|_| used())).await);
    let now = db.store.connect_flow("f1").await.unwrap().unwrap();
    assert!(now.used_at.is_some());
    // Too late is too late.
    db.pass(60);
    let late = vendor(db.at(HOUSE), VendorWrite::UseFlow { hash: "f2".into() });
    assert!(matches!(
        late.commit().await,
        Err(StoreError::Conflict { .. })
    ));
}

async fn ended_flows_are_removed_along_with_new_ones(db: &Db) {
    for n in 0..30 {
        let write = VendorWrite::Flow(flow(db, &format!("old{n}"), 60));
        vendor(db.at(HOUSE), write).done().await;
    }
    db.pass(61);
    for n in 0..2 {
        let write = VendorWrite::Flow(flow(db, &format!("new{n}"), 60));
        vendor(db.at(HOUSE), write).done().await;
    }
    for n in 0..30 {
        assert_eq!(
            db.store.connect_flow(&format!("old{n}")).await.unwrap(),
            None
        );
    }
    assert!(db.store.connect_flow("new0").await.unwrap().is_some());
}

fn standing(db: &Db, connection: &str, account: &str, company: &str) -> Standing {
    Standing {
        location_id: HOME.into(),
        connection_id: connection.into(),
        app_id: "a1".into(),
        account: account.into(),
        company: company.into(),
        state: StandingState::Connected,
        words: String::new(),
        detail: json!({"missingScopes": ["opportunities.readonly"]}),
        since: db.later(0),
        connected_at: db.later(-5),
        version: 0,
    }
}

async fn a_standing_is_changed_by_whoever_read_it_last(db: &Db) {
    let new = standing(db, "c1", "acc1", "");
    let write = |standing: Standing| VendorWrite::Standing(Box::new(standing));
    one(&at_once((0..8).map(|_| vendor(db.at(HOME), write(new.clone())))).await);
    let read = db.store.standing(HOME, "c1").await.unwrap().unwrap();
    assert_eq!(read, Standing { version: 1, ..new });
    for (n, state) in StandingState::ALL.into_iter().enumerate() {
        let read = db.store.standing(HOME, "c1").await.unwrap().unwrap();
        let changed = Standing {
            state,
            words: format!("words {n}"),
            since: db.later(5),
            ..read
        };
        let writes = (0..3).map(|_| vendor(db.at(HOME), write(changed.clone())));
        one(&at_once(writes).await);
        let now = db.store.standing(HOME, "c1").await.unwrap().unwrap();
        assert_eq!((now.state, now.since), (state, db.later(5)));
    }
    assert_eq!(db.store.standing(AWAY, "c1").await.unwrap(), None);
}

async fn standings_are_found_by_account_and_by_company(db: &Db) {
    for (connection, account, company) in [("c1", "x", "k1"), ("c2", "y", "k1"), ("c3", "z", "")] {
        let write = VendorWrite::Standing(Box::new(standing(db, connection, account, company)));
        vendor(db.at(HOME), write).done().await;
    }
    let away = VendorWrite::Standing(Box::new(standing(db, "c9", "x", "k2")));
    vendor(db.at(AWAY), away).done().await;
    let ids = |found: Vec<Standing>| -> Vec<String> {
        found
            .into_iter()
            .map(|one| format!("{}/{}", one.location_id, one.connection_id))
            .collect()
    };
    let both = [format!("{HOME}/c1"), format!("{AWAY}/c9")];
    let mut found = ids(db.store.standings_of_account("a1", "x").await.unwrap());
    found.sort();
    let mut wanted = both.to_vec();
    wanted.sort();
    assert_eq!(found, wanted);
    assert_eq!(db.store.standings_of_account("a2", "x").await.unwrap(), []);
    assert_eq!(
        ids(db.store.standings_of_company("a1", "k1").await.unwrap()).len(),
        2
    );
    assert_eq!(ids(db.store.standings(Some(HOME)).await.unwrap()).len(), 3);
    assert_eq!(ids(db.store.standings(None).await.unwrap()).len(), 4);
}

async fn a_secret_is_forgotten_by_whoever_read_it_last(db: &Db) {
    let put = |version| {
        db.at(HOME).write(Write::Secret {
            name: "s".into(),
            sealed: vec![1],
            version,
        })
    };
    put(0).done().await;
    put(1).done().await;
    let forget = |location, version| {
        vendor(
            db.at(location),
            VendorWrite::ForgetSecret {
                name: "s".into(),
                version,
            },
        )
    };
    for (location, version) in [(HOME, 1), (AWAY, 2)] {
        let refused = forget(location, version).commit().await;
        assert!(matches!(refused, Err(StoreError::Conflict { .. })));
    }
    forget(HOME, 2).done().await;
    assert_eq!(db.store.secret(HOME, "s").await.unwrap(), None);
}

async fn what_waits_after_a_failure_is_woken_and_nothing_else(db: &Db) {
    let ask = |key: &str, seconds| {
        Write::Job(NewJob {
            queue: "q".into(),
            key: key.into(),
            payload: json!({}),
            priority: 0,
            run_at: db.later(seconds),
            look: 0,
        })
    };
    db.at(HOME)
        .write(ask("failed", 0))
        .write(ask("runs", 0))
        .done()
        .await;
    let claim = Write::Claim {
        queue: "q".into(),
        limit: 2,
        until: db.later(900),
    };
    let jobs = db.at(HOME).write(claim).done().await.jobs;
    let failed = jobs.into_iter().find(|job| job.key == "failed").unwrap();
    let retry = Write::RetryJob {
        job: failed,
        run_at: db.later(600),
        error: "401".into(),
        counts: true,
    };
    db.at(HOME)
        .write(retry)
        .write(ask("planned", 600))
        .done()
        .await;
    let due = async || {
        let claim = Write::Claim {
            queue: "q".into(),
            limit: 9,
            until: db.later(1),
        };
        let jobs = db.at(HOME).write(claim).done().await.jobs;
        jobs.into_iter()
            .map(|job| (job.key, job.attempts))
            .collect::<Vec<_>>()
    };
    let wake = |location| vendor(db.at(location), VendorWrite::Wake { queue: "q".into() });
    wake(AWAY).done().await;
    assert_eq!(due().await, []);
    let done = wake(HOME).done().await;
    assert!(done.wakes);
    assert_eq!(due().await, [("failed".to_owned(), 0)]);
}
