//! `/tenon/v1/sync-runs` and the brake: asked for, shown, decided on.

use serde_json::{Value, json};
use tenon_model::{Clock, Origin, Scope};
use tenon_operations::brake::{self, Brake, Leave, Said};
use tenon_store::{Connection, RunKind, RunState, RunWrite, SyncRun, Write};

use crate::support::app::{AWAY, HOME, TestApp};

on_both! {
    a_run_is_asked_for_and_told_of
    what_cannot_be_run_is_refused
    a_run_that_asks_is_decided_once
    a_brake_does_as_it_is_told
    a_proof_is_told_with_its_connection
    metrics_tell_how_the_sync_stands
}

const RUNS: &str = "/tenon/v1/sync-runs";

async fn connect(app: &TestApp, location: &str, id: &str, system: &str) {
    let connection = Connection {
        location_id: location.into(),
        id: id.into(),
        system: system.into(),
        name: system.into(),
        settings: Value::Null,
    };
    app.write(location, vec![Write::Connection(Box::new(connection))])
        .await;
}

fn asked(connection: &str, kind: &str) -> Value {
    json!({"connectionId": connection, "kind": kind})
}

async fn a_run_is_asked_for_and_told_of(app: &TestApp) {
    connect(app, HOME, "hl1", "highlevel").await;
    let run = app.post(RUNS, asked("hl1", "full")).await.is(202)["syncRun"].clone();
    assert_eq!(
        (&run["state"], &run["kind"]),
        (&json!("asked"), &json!("full"))
    );
    let id = run["id"].as_str().unwrap();
    let got = app.get(&format!("{RUNS}/{id}")).await.is(200)["syncRun"].clone();
    assert_eq!(got, run);
    // Of the runs that change something, one at a time; a proof may go beside it.
    let again = app.post(RUNS, asked("hl1", "deep")).await;
    assert_eq!(again.status, 400, "{}", again.text);
    assert!(again.text.contains(id), "{}", again.text);
    app.pass(1);
    app.post(RUNS, asked("hl1", "verify")).await.is(202);
    let page = app.get(&format!("{RUNS}?limit=1")).await.is(200);
    assert_eq!(page["syncRuns"][0]["kind"], "verify");
    let before = page["nextBefore"].as_str().unwrap();
    let page = app
        .get(&format!("{RUNS}?limit=1&before={before}"))
        .await
        .is(200);
    assert_eq!(
        (&page["syncRuns"][0]["id"], &page["nextBefore"]),
        (&json!(id), &Value::Null)
    );
    let connections = app.get("/tenon/v1/connections").await.is(200);
    let open = connections["connections"][0]["runs"]
        .as_array()
        .unwrap()
        .len();
    assert_eq!(open, 2);
    let away = app.token_for(AWAY, Scope::ALL).await;
    let call = app.call("GET", RUNS).token(Some(&away));
    assert_eq!(call.send().await.is(200)["syncRuns"], json!([]));
    let call = app.call("GET", &format!("{RUNS}/{id}")).token(Some(&away));
    assert_eq!(call.send().await.status, 400);
}

async fn what_cannot_be_run_is_refused(app: &TestApp) {
    connect(app, HOME, "hz1", "houzz").await;
    connect(app, AWAY, "hl2", "highlevel").await;
    for (body, status) in [
        (asked("hz1", "full"), 400),
        (asked("hl2", "full"), 400),
        (asked("none", "full"), 400),
        (asked("hl2", "first"), 422),
        (asked("hl2", "everything"), 422),
        (json!({"kind": "full"}), 422),
        (json!([]), 422),
    ] {
        let answer = app.post(RUNS, body.clone()).await;
        assert_eq!(answer.status, status, "{body}: {}", answer.text);
    }
    let runs = app.store.runs(HOME, None, 10).await.unwrap();
    assert!(runs.is_empty());
}

fn run(app: &TestApp, id: &str, kind: RunKind, state: RunState) -> SyncRun {
    SyncRun {
        id: id.into(),
        connection_id: "hl1".into(),
        kind,
        state,
        origin: Origin::new(
            ("connection", "hl1", "HighLevel"),
            "highlevel",
            ("sweep", ""),
        ),
        asked_at: app.clock.now(),
        started_at: Some(app.clock.now()),
        ended_at: state.has_ended().then(|| app.clock.now()),
        updated_at: app.clock.now(),
        stand: json!({"phase": "weigh", "seq": 7}),
        report: json!({"asks": ["a great deal"], "counts": {"changed": 99}}),
        version: 0,
    }
}

async fn save(app: &TestApp, run: SyncRun) {
    app.write(HOME, vec![Write::Run(RunWrite::Save(Box::new(run)))])
        .await;
}

async fn a_run_that_asks_is_decided_once(app: &TestApp) {
    connect(app, HOME, "hl1", "highlevel").await;
    for (id, decision, phase) in [("r1", "approve", "letGo"), ("r2", "abandon", "forget")] {
        save(app, run(app, id, RunKind::Full, RunState::Braked)).await;
        let path = format!("{RUNS}/{id}/decision");
        let decide = |what: &str| app.post(&path, json!({"decision": what}));
        assert_eq!(decide("perhaps").await.status, 422);
        let told = decide(decision).await.is(200)["syncRun"].clone();
        assert_eq!(
            (&told["state"], &told["phase"]),
            (&json!("running"), &json!(phase))
        );
        assert_eq!(told["decided"]["approved"], decision == "approve");
        assert_eq!(told["counts"]["changed"], 99);
        assert_eq!(decide(decision).await.status, 400, "it was decided");
        let kept = app.store.run(HOME, id).await.unwrap().unwrap();
        assert_eq!(kept.stand["seq"], 7);
        let ended = SyncRun {
            state: RunState::Done,
            ended_at: Some(app.clock.now()),
            ..kept
        };
        save(app, ended).await;
    }
    // A yes to the run is one to what it takes away; a no leaves the brake as it was.
    let kept = app.store.cursor(HOME, &brake::cursor("hl1")).await.unwrap();
    let kept: Brake = serde_json::from_str(&kept.unwrap()).unwrap();
    assert_eq!(kept.asked, Some(Said::Yes));
}

async fn a_brake_does_as_it_is_told(app: &TestApp) {
    connect(app, HOME, "hl1", "highlevel").await;
    let path = "/tenon/v1/connections/hl1/brake";
    let decide = |what: &str| app.post(path, json!({"decision": what}));
    assert_eq!(decide("approve").await.status, 400, "it asks nothing");
    let mut asks = Brake::new(app.clock.now(), 0);
    while asks.take() != Leave::Ask {}
    let write = |from: Option<String>, brake: &Brake| Write::Cursor {
        name: brake::cursor("hl1"),
        from,
        to: serde_json::to_string(brake).unwrap(),
    };
    app.write(HOME, vec![write(None, &asks)]).await;
    let shown = app.get("/tenon/v1/connections").await.is(200);
    assert_eq!(shown["connections"][0]["brake"]["asked"], "nothing");
    assert_eq!(decide("abandon").await.is(200)["said"], "no");
    assert_eq!(
        decide("approve").await.is(200)["said"],
        "yes",
        "it may be taken back"
    );
    let away = app.token_for(AWAY, Scope::ALL).await;
    let call = app.call("POST", path).json(&json!({"decision": "abandon"}));
    assert_eq!(call.token(Some(&away)).send().await.status, 400);
    let kept = app.store.cursor(HOME, &brake::cursor("hl1")).await.unwrap();
    let mut kept: Brake = serde_json::from_str(&kept.unwrap()).unwrap();
    assert_eq!(kept.take(), Leave::Go);
}

async fn a_proof_is_told_with_its_connection(app: &TestApp) {
    connect(app, HOME, "hl1", "highlevel").await;
    let mut proof = run(app, "r1", RunKind::Verify, RunState::Done);
    proof.report = json!({"found": {"drift": 3, "kinds": {}}});
    save(app, proof).await;
    app.pass(61);
    let shown = app.get("/tenon/v1/connections").await.is(200);
    let verified = &shown["connections"][0]["verified"];
    assert_eq!(
        (&verified["found"]["drift"], &verified["ageSeconds"]),
        (&json!(3), &json!(61))
    );
    assert_eq!(verified["runId"], "r1");
}

async fn metrics_tell_how_the_sync_stands(app: &TestApp) {
    connect(app, HOME, "hl1", "highlevel").await;
    connect(app, AWAY, "hl2", "highlevel").await;
    let mut proof = run(app, "r1", RunKind::Verify, RunState::Done);
    let records = json!({"drift": 2, "missingHere": 1});
    proof.report = json!({"found": {"drift": 3, "kinds": {"contact": {"records": records}}}});
    save(app, proof).await;
    save(app, run(app, "r2", RunKind::Full, RunState::Braked)).await;
    app.pass(30);
    let get = |token: Option<&str>| app.call("GET", "/metrics").token(token).version(None);
    let all = get(None).send().await;
    assert_eq!(all.status, 200, "{}", all.text);
    let own = "location=\"home\",connection=\"hl1\"";
    for line in [
        format!("tenon_sync_verify_age_seconds{{{own}}} 30"),
        format!("tenon_sync_drift_records{{{own}}} 3"),
        format!("tenon_sync_differences{{{own},kind=\"contact\",why=\"missingHere\"}} 1"),
        format!("tenon_sync_asks{{{own}}} 1"),
        "tenon_sync_asks{location=\"away\",connection=\"hl2\"} 0".to_owned(),
        "# TYPE tenon_sync_queue_waiting gauge".to_owned(),
    ] {
        assert!(
            all.text.lines().any(|told| told == line),
            "{line}: {}",
            all.text
        );
    }
    // A token sees its own location, and nothing else is a key.
    let away = app.token_for(AWAY, Scope::ALL).await;
    let told = get(Some(&away)).send().await;
    assert!(
        told.status == 200 && !told.text.contains("hl1"),
        "{}",
        told.text
    );
    let none = app.token_for(HOME, &[]).await;
    assert_eq!(get(Some(&none)).send().await.status, 401);
    let page = get(None).header("Origin", "https://evil.example");
    assert_eq!(page.send().await.status, 401);
}
