//! Cases of what an owner controls the sync by.

use serde_json::{Value, json};

use tenon_store::{Connection, Review, Write};

use super::Case;
use crate::support::app::{HOME, TestApp};

pub(super) async fn cases(app: &TestApp, contact: &str) -> Vec<(&'static str, Case)> {
    let city = json!({"city": "Waco"});
    app.put(&format!("/contacts/{contact}"), city).await.is(200);
    let timeline = format!("/tenon/v1/contacts/{contact}/timeline");
    let mut change = app.get(&timeline).await.is(200)["entries"][0]["undo"].clone();
    let undone = app.post("/tenon/v1/undos", change.clone()).await.is(200);
    let undone = undone["undo"]["id"].as_str().unwrap().to_owned();
    change["dryRun"] = json!(true);
    let connection = Write::Connection(Box::new(Connection {
        location_id: HOME.into(),
        id: "paused1".into(),
        system: "highlevel".into(),
        name: "HighLevel".into(),
        settings: Value::Null,
    }));
    let review = |id: &str| {
        Write::Review(Box::new(Review {
            id: id.into(),
            subject: contact.into(),
            title: "Is this contact known?".into(),
            reasons: vec!["it has this phone".into()],
            detail: json!({"connectionId": "paused1", "kind": "contact"}),
        }))
    };
    let reviews = ["match/1", "match/2", "match/3"].map(review);
    app.write(HOME, reviews.into_iter().chain([connection]).collect())
        .await;
    let decide = json!({"decision": "apart", "remember": true});
    let first = "/tenon/v1/conflicts/match%2F1";
    let made = app.post(&format!("{first}/decision"), decide.clone()).await;
    let rule = made.is(200)["ruleId"].as_str().unwrap().to_owned();
    let twins = [
        app.contact(json!({"firstName": "Twin"})).await,
        app.contact(json!({"firstName": "Twin"})).await,
    ];
    let at = |path: &str| format!("/tenon/v1/{path}");
    vec![
        // Nobody has registered an app with HighLevel here.
        (
            "begin-connection",
            (400, at("connections/authorize"), json!({})),
        ),
        (
            "list-connection-apps",
            (200, at("connection-apps"), Value::Null),
        ),
        ("list-conflicts", (200, at("conflicts"), Value::Null)),
        ("get-conflict", (200, first.into(), Value::Null)),
        (
            "decide-conflict",
            (
                200,
                at("conflicts/match%2F2/decision"),
                json!({"decision": "leave"}),
            ),
        ),
        (
            "list-conflict-rules",
            (200, at("conflict-rules"), Value::Null),
        ),
        (
            "delete-conflict-rule",
            (200, at(&format!("conflict-rules/{rule}")), Value::Null),
        ),
        ("find-duplicates", (200, at("duplicates"), Value::Null)),
        (
            "create-merge",
            (
                200,
                at("merges"),
                json!({"survivorId": twins[0], "loserId": twins[1]}),
            ),
        ),
        ("list-merges", (200, at("merges"), Value::Null)),
        (
            "pause-connection",
            (200, at("connections/paused1/pause"), json!({})),
        ),
        (
            "resume-connection",
            (200, at("connections/paused1/resume"), json!({})),
        ),
        (
            "pause-contact",
            (200, at(&format!("contacts/{contact}/pause")), json!({})),
        ),
        (
            "resume-contact",
            (200, at(&format!("contacts/{contact}/resume")), json!({})),
        ),
        ("list-pauses", (200, at("pauses"), Value::Null)),
        (
            "get-contact-sync",
            (200, at(&format!("contacts/{contact}/sync")), Value::Null),
        ),
        ("list-undos", (200, "/tenon/v1/undos".into(), Value::Null)),
        (
            "get-undo",
            (200, format!("/tenon/v1/undos/{undone}"), Value::Null),
        ),
        ("create-undo", (200, "/tenon/v1/undos".into(), change)),
    ]
}
