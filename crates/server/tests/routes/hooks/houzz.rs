//! `POST /hooks/houzz/{connection}`: the signed bridge.

use serde_json::{Value, json};
use tenon_houzz::bridge;
use tenon_model::Clock;
use tenon_store::{Connection, Write};

use crate::support::{
    app::{HOME, TestApp},
    call::{Answer, Call},
};

on_both! {
    a_signed_event_makes_a_contact_once
    many_copies_at_once_make_one_contact
    a_known_person_is_merged
    what_is_not_signed_well_is_refused
    a_fault_of_the_body_is_told_by_its_path
    an_unknown_connection_is_told
    a_connection_without_its_secret_says_so
}

const CONNECTION: &str = "houzz1";
const SECRET: &[u8] = b"0123456789abcdef0123456789abcdef";

async fn connect(app: &TestApp) {
    let connection = Connection {
        location_id: HOME.into(),
        id: CONNECTION.into(),
        system: "houzz".into(),
        name: "Houzz Pro".into(),
        settings: json!({}),
    };
    app.write(HOME, vec![Write::Connection(Box::new(connection))])
        .await;
    let name = tenon_server::secret_name(CONNECTION, "bridge");
    app.keep_secret(HOME, &name, SECRET).await;
}

/// A call whose signature was made so many seconds ago.
fn signed<'a>(app: &'a TestApp, body: &[u8], ago: i64, secret: &[u8]) -> Call<'a> {
    let at = app.clock.now().as_second() - ago;
    app.call("POST", &format!("/hooks/houzz/{CONNECTION}"))
        .token(None)
        .version(None)
        .header("X-Tenon-Timestamp", &at.to_string())
        .header("X-Tenon-Signature", &bridge::sign(secret, at, body))
        .bytes(body)
}

async fn send(app: &TestApp, event: &Value) -> Answer {
    signed(app, event.to_string().as_bytes(), 0, SECRET)
        .send()
        .await
}

fn event(id: &str) -> Value {
    json!({"id": id, "type": "contact.created", "occurredAt": "2026-01-05T11:00:00Z",
        "contact": {"id": "hz1", "name": "Ana Cruz", "email": "ana@example.org"}})
}

async fn a_signed_event_makes_a_contact_once(app: &TestApp) {
    connect(app).await;
    let body = send(app, &event("e1")).await.is(200);
    assert_eq!(
        (&body["outcome"], &body["reasons"]),
        (&json!("created"), &json!([]))
    );
    let id = body["contactId"].as_str().unwrap();
    let contact = app.get(&format!("/contacts/{id}")).await.is(200)["contact"].clone();
    assert_eq!(
        (&contact["name"], &contact["email"]),
        (&json!("Ana Cruz"), &json!("ana@example.org"))
    );
    let timeline = app
        .get(&format!("/tenon/v1/contacts/{id}/timeline"))
        .await
        .is(200);
    let entries = timeline["entries"].as_array().unwrap();
    assert!(entries.iter().all(|entry| entry["from"] == "houzz-bridge"
        && entry["who"]["name"] == "Houzz Pro"
        && entry["cause"]["kind"] == "import"));
    assert!(entries.iter().any(|entry| entry["action"] == "import"));
    for _ in 0..2 {
        let again = send(app, &event("e1")).await.is(200);
        assert_eq!(
            (&again["outcome"], &again["contactId"]),
            (&json!("unchanged"), &json!(id))
        );
    }
    assert_eq!(app.search(json!({})).await.is(200)["total"], 1);
}

async fn many_copies_at_once_make_one_contact(app: &TestApp) {
    connect(app).await;
    let one = event("e1");
    let copies = (0..8).map(|_| send(app, &one));
    let answers = futures_util::future::join_all(copies).await;
    let outcomes: Vec<Value> = answers
        .into_iter()
        .map(|answer| answer.is(200)["outcome"].clone())
        .collect();
    let created = outcomes
        .iter()
        .filter(|outcome| **outcome == "created")
        .count();
    assert_eq!(created, 1, "{outcomes:?}");
    assert_eq!(app.search(json!({})).await.is(200)["total"], 1);
}

async fn a_known_person_is_merged(app: &TestApp) {
    connect(app).await;
    let id = app
        .contact(json!({"firstName": "Ana", "email": "ana@example.org"}))
        .await;
    let body = send(app, &event("e1")).await.is(200);
    assert_eq!(
        (&body["outcome"], &body["contactId"]),
        (&json!("merged"), &json!(id))
    );
    let task = json!({"id": "e2", "type": "task.created", "occurredAt": "2026-01-05T11:30:00Z",
        "contact": {"email": "ana@example.org"}, "task": {"id": "t1", "title": "Measure"}});
    send(app, &task).await.is(200);
    let tasks = app.get(&format!("/contacts/{id}/tasks")).await.is(200);
    assert_eq!(tasks["tasks"][0]["title"], "Measure");
}

async fn what_is_not_signed_well_is_refused(app: &TestApp) {
    connect(app).await;
    let body = event("e1").to_string();
    let at = app.clock.now().as_second().to_string();
    let path = format!("/hooks/houzz/{CONNECTION}");
    let bare = || app.call("POST", &path).bytes(body.clone());
    bare().send().await.is(401);
    bare().header("X-Tenon-Timestamp", &at).send().await.is(401);
    let bad = bare().header("X-Tenon-Timestamp", &at);
    bad.header("X-Tenon-Signature", "v1=00")
        .send()
        .await
        .is(401);
    let good = bridge::sign(SECRET, app.clock.now().as_second(), body.as_bytes());
    let no_time = bare().header("X-Tenon-Signature", &good);
    no_time.send().await.is(401);
    signed(app, body.as_bytes(), 0, b"another secret")
        .send()
        .await
        .is(401);
    for ago in [301, -301, 1_000_000_000] {
        signed(app, body.as_bytes(), ago, SECRET)
            .send()
            .await
            .is(401);
    }
    // Signed for another body, or for another time.
    let other = app.call("POST", &path).bytes(body.replace("Ana", "Eve"));
    let other = other
        .header("X-Tenon-Timestamp", &at)
        .header("X-Tenon-Signature", &good);
    other.send().await.is(401);
    let later = (app.clock.now().as_second() + 1).to_string();
    let moved = bare().header("X-Tenon-Timestamp", &later);
    moved
        .header("X-Tenon-Signature", &good)
        .send()
        .await
        .is(401);
    assert_eq!(app.search(json!({})).await.is(200)["total"], 0);
    for ago in [299, -299] {
        signed(app, body.as_bytes(), ago, SECRET)
            .send()
            .await
            .is(200);
    }
}

async fn a_fault_of_the_body_is_told_by_its_path(app: &TestApp) {
    connect(app).await;
    let mut bad = event("e1");
    bad["contact"]["email"] = json!(7);
    for (body, path) in [
        (bad.to_string(), "contact.email"),
        ("{".into(), "body"),
        ("[]".into(), "body"),
        (json!({"id": "e1"}).to_string(), "type"),
        (
            json!({"id": "e1", "type": "contact.exploded"}).to_string(),
            "type",
        ),
    ] {
        let answer = signed(app, body.as_bytes(), 0, SECRET).send().await;
        let told = answer.is(422)["message"].clone();
        assert!(told.to_string().contains(path), "{told} for {body}");
    }
    assert_eq!(app.search(json!({})).await.is(200)["total"], 0);
}

async fn an_unknown_connection_is_told(app: &TestApp) {
    connect(app).await;
    let told = "There is no houzz connection with this id; check the URL.";
    let call = app.call("POST", "/hooks/houzz/nobody").bytes("{}");
    call.send().await.refuses(404, told);
    let call = app.call("POST", &format!("/hooks/highlevel/{CONNECTION}"));
    let told = "There is no highlevel connection with this id; check the URL.";
    call.bytes("{}").send().await.refuses(404, told);
}

async fn a_connection_without_its_secret_says_so(app: &TestApp) {
    let connection = Connection {
        location_id: HOME.into(),
        id: CONNECTION.into(),
        system: "houzz".into(),
        name: "Houzz Pro".into(),
        settings: json!({}),
    };
    app.write(HOME, vec![Write::Connection(Box::new(connection))])
        .await;
    let told = "This connection has no bridge secret; connect Houzz again to make one.";
    send(app, &event("e1")).await.refuses(401, told);
}
