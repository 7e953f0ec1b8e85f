//! `/tenon/v1/sync-map`

use serde_json::{Value, json};
use tenon_model::Scope;
use tenon_store::{Connection, Write};

use crate::support::app::{AWAY, HOME, TestApp};

on_both! {
    without_one_the_standard_document_holds
    what_is_wrong_is_told_with_its_lines_and_nothing_is_saved
    a_draft_is_saved_previewed_and_switched_on
    of_two_who_save_at_once_both_are_kept_or_one_is_told
}

const MAP: &str = "/tenon/v1/sync-map";

async fn save(app: &TestApp, document: &str) -> Value {
    let call = app.call("PUT", MAP).json(&json!({"document": document}));
    call.send().await.is(200)["syncMap"].clone()
}

async fn without_one_the_standard_document_holds(app: &TestApp) {
    let map = app.get(MAP).await.is(200)["syncMap"].clone();
    assert_eq!((&map["version"], &map["state"]), (&json!(0), &json!("on")));
    // What is exported can be imported.
    let document = map["document"].as_str().unwrap();
    let saved = save(app, document).await;
    assert_eq!(
        (&saved["version"], &saved["state"]),
        (&json!(1), &json!("draft"))
    );
    assert_eq!(saved["document"], document);
    assert_eq!(app.get(MAP).await.is(200)["syncMap"]["version"], 0);
    // The same again is the same.
    assert_eq!(save(app, document).await["version"], 1);
}

async fn what_is_wrong_is_told_with_its_lines_and_nothing_is_saved(app: &TestApp) {
    let document = "\nversion: 1\nkinds:\n  contact:\n    fields:\n      city:\n        transform: [{case: \
                    upper}]\n  tasc: {}\n";
    let call = app.call("PUT", MAP).json(&json!({"document": document}));
    let answer = call.send().await;
    assert_eq!(answer.status, 422);
    let told = answer.body["message"].to_string();
    for line in ["line 7: city goes both ways", "line 8: \\\"tasc\\\""] {
        assert!(told.contains(line), "{told}");
    }
    for body in [
        json!({}),
        json!({"document": 5}),
        json!({"document": "a: &x"}),
        json!([]),
    ] {
        let answer = app.call("PUT", MAP).json(&body).send().await;
        assert_eq!(answer.status, 422, "{body}");
    }
    let long = json!({"document": format!("version: 1\n#{}", "x".repeat(70_000))});
    assert_eq!(app.call("PUT", MAP).json(&long).send().await.status, 422);
    let versions = app.get(&format!("{MAP}/versions")).await.is(200);
    assert_eq!(versions["syncMapVersions"], json!([]));
}

async fn a_draft_is_saved_previewed_and_switched_on(app: &TestApp) {
    let connection = Connection {
        location_id: HOME.into(),
        id: "highlevel1".into(),
        system: "highlevel".into(),
        name: "HighLevel".into(),
        settings: json!({}),
    };
    app.write(HOME, vec![Write::Connection(Box::new(connection))])
        .await;
    let saved = save(app, "version: 1\n").await;
    let first = format!("{MAP}/versions/{}", saved["version"]);
    assert_eq!(saved["savedBy"]["kind"], "token");
    // Its engine is asked for the preview, which is not there yet.
    let queue = "sync/highlevel1";
    let depth = app.store.queue_depth(HOME, queue).await.unwrap();
    assert_eq!(depth.waiting, 1);
    let hasty = app.post(&format!("{first}/switch-on"), json!({})).await;
    assert_eq!(hasty.status, 400, "{}", hasty.text);
    let on = app
        .post(
            &format!("{first}/switch-on"),
            json!({"withoutPreview": true}),
        )
        .await;
    let on = on.is(200)["syncMap"].clone();
    assert_eq!(on["state"], "on");
    assert_eq!(app.get(MAP).await.is(200)["syncMap"], on);
    // And every record is to be looked at.
    let depth = app.store.queue_depth(HOME, queue).await.unwrap();
    assert_eq!(depth.waiting, 2);
    let late = app.post(&format!("{first}/preview"), json!({})).await;
    assert_eq!(late.status, 400);
    save(app, "version: 1\n# another\n").await;
    let versions = app.get(&format!("{MAP}/versions?limit=1")).await.is(200);
    assert_eq!(versions["syncMapVersions"][0]["version"], 2);
    let versions = app.get(&format!("{MAP}/versions?before=2")).await.is(200);
    assert_eq!(versions["syncMapVersions"][0]["state"], "on");
    // Back to the standard one.
    let standard = app
        .post(&format!("{MAP}/versions/0/switch-on"), json!({}))
        .await;
    assert_eq!(standard.is(200)["syncMap"]["version"], 0);
    for unknown in ["9", "x", "-1", "99999999999999999999"] {
        let answer = app.get(&format!("{MAP}/versions/{unknown}")).await;
        assert_eq!(answer.status, 400, "{unknown}");
    }
    // Another location has its own.
    let away = app.token_for(AWAY, Scope::ALL).await;
    let theirs = app.call("GET", &first).token(Some(&away)).send().await;
    assert_eq!(theirs.status, 400);
}

async fn of_two_who_save_at_once_both_are_kept_or_one_is_told(app: &TestApp) {
    let calls = (0..8).map(|number| {
        let body = json!({"document": format!("version: 1\n# {number}\n")});
        app.call("PUT", MAP).json(&body).send()
    });
    let answers = futures_util::future::join_all(calls).await;
    let kept = answers.iter().filter(|answer| answer.status == 200).count();
    for answer in &answers {
        assert!(matches!(answer.status, 200 | 409), "{}", answer.text);
    }
    let versions = app.get(&format!("{MAP}/versions")).await.is(200);
    assert_eq!(versions["syncMapVersions"].as_array().unwrap().len(), kept);
    assert!(kept >= 1);
}
