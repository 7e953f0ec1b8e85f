//! `POST /hooks/highlevel/{connection}`

use base64::{Engine, engine::general_purpose::STANDARD};
use ring::signature::{Ed25519KeyPair, KeyPair};
use serde_json::{Value, json};
use tenon_model::{Fields, Kind};
use tenon_store::{Connection, Link, LinkState, LinkWrite, Write};

use crate::support::{
    app::{HOME, TestApp},
    call::{Answer, Call},
};

on_both! {
    a_signed_event_is_on_disk_before_it_is_answered
    the_same_event_again_is_one_job
    what_is_not_signed_is_refused
    another_locations_event_is_refused
    a_child_leads_to_its_contact_where_it_is_known
    what_is_not_synced_is_kept_and_ignored
    what_cannot_be_read_is_told
    an_unknown_connection_is_told
}

const CONNECTION: &str = "highlevel1";

fn key(seed: u8) -> Ed25519KeyPair {
    Ed25519KeyPair::from_seed_unchecked(&[seed; 32]).unwrap()
}

async fn connect(app: &TestApp) {
    let connection = Connection {
        location_id: HOME.into(),
        id: CONNECTION.into(),
        system: "highlevel".into(),
        name: "HighLevel".into(),
        settings: json!({"baseUrl": "http://127.0.0.1:1", "locationId": "theirs",
            "webhookKeys": [STANDARD.encode(key(1).public_key())]}),
    };
    app.write(HOME, vec![Write::Connection(Box::new(connection))])
        .await;
}

fn signed<'a>(app: &'a TestApp, body: &[u8], seed: u8) -> Call<'a> {
    let signature = STANDARD.encode(key(seed).sign(body));
    app.call("POST", &format!("/hooks/highlevel/{CONNECTION}"))
        .token(None)
        .version(None)
        .header("X-GHL-Signature", &signature)
        .bytes(body)
}

async fn send(app: &TestApp, event: &Value) -> Answer {
    signed(app, event.to_string().as_bytes(), 1).send().await
}

fn event(kind: &str, webhook: &str) -> Value {
    json!({"type": kind, "locationId": "theirs", "id": "remote1", "webhookId": webhook})
}

async fn jobs(app: &TestApp) -> i64 {
    let queue = tenon_sync::queue(CONNECTION);
    app.store.queue_depth(HOME, &queue).await.unwrap().waiting
}

async fn a_signed_event_is_on_disk_before_it_is_answered(app: &TestApp) {
    connect(app).await;
    assert_eq!(jobs(app).await, 0);
    let body = send(app, &event("ContactUpdate", "w1")).await.is(200);
    assert_eq!(body, json!({"status": "accepted"}));
    let disk = app.seen_from_outside().await;
    let queue = tenon_sync::queue(CONNECTION);
    assert_eq!(disk.queue_depth(HOME, &queue).await.unwrap().waiting, 1);
    let body = send(app, &event("ContactDelete", "w2")).await.is(200);
    assert_eq!(body["status"], "accepted");
    assert_eq!(jobs(app).await, 1, "one job of a contact waits at a time");
}

async fn the_same_event_again_is_one_job(app: &TestApp) {
    connect(app).await;
    send(app, &event("ContactCreate", "w1")).await.is(200);
    for _ in 0..3 {
        let body = send(app, &event("ContactCreate", "w1")).await.is(200);
        assert_eq!(body["status"], "repeated");
    }
    assert_eq!(jobs(app).await, 1);
    // Eight at once: one is the first.
    let events = (0..8).map(|_| send_owned(app, event("NoteCreate", "w2")));
    let statuses: Vec<Value> = futures_util::future::join_all(events).await;
    let first = statuses
        .iter()
        .filter(|status| **status != "repeated")
        .count();
    assert_eq!(first, 1, "{statuses:?}");
}

async fn send_owned(app: &TestApp, event: Value) -> Value {
    send(app, &event).await.is(200)["status"].clone()
}

async fn what_is_not_signed_is_refused(app: &TestApp) {
    connect(app).await;
    let body = event("ContactUpdate", "w1").to_string();
    let path = format!("/hooks/highlevel/{CONNECTION}");
    let bare = |signature: Option<String>| {
        let call = app.call("POST", &path).bytes(body.clone());
        match signature {
            Some(signature) => call.header("X-GHL-Signature", &signature),
            None => call,
        }
    };
    let good = STANDARD.encode(key(1).sign(body.as_bytes()));
    for (signature, message) in [
        (None, "the webhook is not signed"),
        (Some(String::new()), "the webhook is not signed"),
        (Some("N/A".into()), "the webhook is not signed"),
        (Some("???".into()), "the webhook's signature cannot be read"),
        (Some(good[..40].into()), "does not match"),
        (Some(STANDARD.encode([0; 64])), "does not match"),
    ] {
        let answer = bare(signature).send().await;
        let told = answer.is(401)["message"].as_str().unwrap().to_owned();
        assert!(told.contains(message), "{told}");
    }
    let twice = bare(Some(good.clone())).header("X-GHL-Signature", &good);
    twice.send().await.is(401);
    let stranger = signed(app, body.as_bytes(), 2).send().await;
    stranger.is(401);
    // Changed on its way, by a byte.
    let tampered = body.replace("remote1", "remote2");
    let call = app.call("POST", &path).bytes(tampered);
    call.header("X-GHL-Signature", &good).send().await.is(401);
    assert_eq!(jobs(app).await, 0);
    bare(Some(good)).send().await.is(200);
}

async fn another_locations_event_is_refused(app: &TestApp) {
    connect(app).await;
    let mut event = event("ContactUpdate", "w1");
    event["locationId"] = json!("others");
    let message = "This webhook is about a location that this connection does not serve.";
    send(app, &event).await.refuses(403, message);
    assert_eq!(jobs(app).await, 0);
    // It was not kept: should the connection serve it one day, it is no repetition.
    event["locationId"] = json!("theirs");
    assert_eq!(send(app, &event).await.is(200)["status"], "accepted");
}

async fn a_child_leads_to_its_contact_where_it_is_known(app: &TestApp) {
    connect(app).await;
    let contact = app.contact(json!({"firstName": "Ana"})).await;
    let link = Link {
        connection_id: CONNECTION.into(),
        kind: Kind::Task,
        record_id: "task1".into(),
        root_id: contact,
        remote_id: Some("remote1".into()),
        state: LinkState::Linked,
        base_hub: Fields::new(),
        base_remote: Fields::new(),
        detail: Value::Null,
        version: 0,
    };
    app.write(HOME, vec![Write::Link(Box::new(LinkWrite { link }))])
        .await;
    // Live events may not name the contact (issue 332 upstream).
    let body = send(app, &event("TaskComplete", "w1")).await.is(200);
    assert_eq!(
        (body["status"].as_str(), jobs(app).await),
        (Some("accepted"), 1)
    );
    let body = send(app, &event("NoteCreate", "w2")).await.is(200);
    assert_eq!(
        (body["status"].as_str(), jobs(app).await),
        (Some("ignored"), 1),
        "a sweep finds it"
    );
    let mut named = event("NoteCreate", "w3");
    named["contactId"] = json!("remote9");
    let body = send(app, &named).await.is(200);
    assert_eq!(
        (body["status"].as_str(), jobs(app).await),
        (Some("accepted"), 2)
    );
}

async fn what_is_not_synced_is_kept_and_ignored(app: &TestApp) {
    connect(app).await;
    for kind in ["OpportunityCreate", "INSTALL", "UNINSTALL", "SomethingNew"] {
        let body = send(app, &event(kind, kind)).await.is(200);
        assert_eq!(body["status"], "ignored");
        assert_eq!(
            send(app, &event(kind, kind)).await.is(200)["status"],
            "repeated"
        );
    }
    assert_eq!(jobs(app).await, 0);
}

async fn what_cannot_be_read_is_told(app: &TestApp) {
    connect(app).await;
    let shape = "the webhook is not a JSON object with a type";
    for body in [&b""[..], b"{", b"[]", b"{}", b"\xff", b"{\"type\":1}"] {
        let answer = signed(app, body, 1).send().await;
        answer.refuses(422, shape);
    }
    let answer = send(
        app,
        &json!({"type": "ContactUpdate", "locationId": "theirs"}),
    )
    .await;
    answer.refuses(422, "the webhook does not say which record it is about");
    let large = vec![b' '; 1024 * 1024 + 1];
    signed(app, &large, 1).send().await.is(413);
}

async fn an_unknown_connection_is_told(app: &TestApp) {
    connect(app).await;
    let told = "There is no highlevel connection with this id; check the URL.";
    for id in ["nobody", "%00", "a%2Fb", "' OR 1=1"] {
        let path = format!("/hooks/highlevel/{id}");
        app.call("POST", &path)
            .bytes("{}")
            .send()
            .await
            .refuses(404, told);
    }
    let other = app.call("POST", &format!("/hooks/houzz/{CONNECTION}"));
    let told = "There is no houzz connection with this id; check the URL.";
    other.bytes("{}").send().await.refuses(404, told);
}
