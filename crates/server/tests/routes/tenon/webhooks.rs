//! Webhook subscriptions and keys, as callers meet them. What is sent is told in
//! `crates/webhooks/tests`.

mod deliveries;

use serde_json::{Value, json};
use tenon_model::Scope;
use tenon_store::{DeliveryState, DeliveryTry, WebhookWrite, Write};

use crate::support::app::{AWAY, HOME, TestApp};

on_both! {
    a_subscription_is_made_read_changed_and_deleted
    the_secret_of_a_standard_subscription_is_shown_once
    bad_subscriptions_are_refused_and_leave_nothing
    a_subscription_can_be_stopped_whatever_became_of_it
    every_event_needs_its_scope
    what_waits_for_another_is_neither_redirected_nor_replayed
    only_its_app_changes_an_apps_subscription
    nobody_sees_another_locations_subscriptions
    a_location_has_so_many_subscriptions_and_no_more
    the_keys_are_told
}

const SUBSCRIPTIONS: &str = "/tenon/v1/webhook-subscriptions";
const DELIVERIES: &str = "/tenon/v1/webhook-deliveries";

fn hook() -> Value {
    json!({"url": "https://hooks.example/in?key=1", "events": ["ContactCreate", "TaskUpdate"]})
}

async fn subscribe(app: &TestApp, body: Value) -> Value {
    let mut body = app.post(SUBSCRIPTIONS, body).await.is(201);
    body["webhookSubscription"].take()
}

fn at(subscription: &Value) -> String {
    format!("{SUBSCRIPTIONS}/{}", subscription["id"].as_str().unwrap())
}

async fn a_subscription_is_made_read_changed_and_deleted(app: &TestApp) {
    app.contact(json!({"firstName": "Ana"})).await;
    let made = subscribe(app, hook()).await;
    assert_eq!(made["format"], "highlevel");
    assert_eq!(
        (&made["state"], &made["reason"]),
        (&json!("active"), &json!(""))
    );
    assert!(made.get("secret").is_none());
    // It is told what happens from now on.
    let id = made["id"].as_str().unwrap();
    let cursor = app.store.cursor(HOME, &format!("webhooks/{id}")).await;
    assert_eq!(
        cursor.unwrap().unwrap(),
        app.store.last_seq(HOME).await.unwrap().to_string()
    );

    app.contact(json!({"firstName": "Ben"})).await;
    let got = app.get(&at(&made)).await.is(200);
    let got = &got["webhookSubscription"];
    assert_eq!(
        (&got["url"], &got["events"]),
        (&made["url"], &made["events"])
    );
    assert_eq!(got["queue"]["changesBehind"], 1);
    let list = app.get(SUBSCRIPTIONS).await.is(200);
    assert_eq!(list["webhookSubscriptions"], json!([made]));

    let change = json!({"events": ["NoteCreate", "NoteCreate"], "state": "disabled"});
    let changed = app.put(&at(&made), change).await.is(200);
    assert_eq!(
        changed["webhookSubscription"]["events"],
        json!(["NoteCreate"])
    );
    assert_eq!(changed["webhookSubscription"]["state"], "disabled");
    assert_eq!(changed["webhookSubscription"]["url"], made["url"]);

    assert_eq!(app.delete(&at(&made)).await.is(200)["succeeded"], true);
    app.get(&at(&made))
        .await
        .refuses(400, "Webhook subscription not found");
    app.put(&at(&made), json!({}))
        .await
        .refuses(400, "Webhook subscription not found");
    app.delete(&at(&made))
        .await
        .refuses(400, "Webhook subscription not found");
    let list = app.get(SUBSCRIPTIONS).await.is(200);
    assert_eq!(list["webhookSubscriptions"], json!([]));
}

async fn the_secret_of_a_standard_subscription_is_shown_once(app: &TestApp) {
    let mut body = hook();
    body["format"] = json!("standard");
    let made = subscribe(app, body).await;
    let secret = made["secret"].as_str().unwrap();
    assert!(
        secret.starts_with("whsec_") && secret.len() == 50,
        "{secret}"
    );
    let got = app.get(&at(&made)).await;
    assert!(!got.text.contains(secret));
    assert!(!app.get(SUBSCRIPTIONS).await.text.contains(secret));
    let again = app.put(&at(&made), json!({"format": "standard"})).await;
    assert!(!again.text.contains("whsec_"));
    let name = format!("webhooks/{}", made["id"].as_str().unwrap());
    let (sealed, _) = app.store.secret(HOME, &name).await.unwrap().unwrap();
    assert!(!String::from_utf8_lossy(&sealed).contains(&secret[6..]));

    // One that becomes standard later gets one then.
    let other = subscribe(app, hook()).await;
    let changed = app
        .put(&at(&other), json!({"format": "standard"}))
        .await
        .is(200);
    assert!(changed["webhookSubscription"]["secret"].is_string());
}

async fn bad_subscriptions_are_refused_and_leave_nothing(app: &TestApp) {
    let with = |name: &str, value: Value| {
        let mut body = hook();
        body[name] = value;
        body
    };
    let private = "url must lead to a public address; the operator can allow others with serve \
                   --allow-private-hooks";
    for (body, complaint) in [
        (json!({}), "url should not be empty"),
        (with("url", json!("")), "url should not be empty"),
        (with("url", json!(7)), "url must be a string"),
        (with("url", json!("https://inside.example/")), private),
        (with("url", json!("http://127.0.0.1:8080/")), private),
        (
            with("url", json!("http://[::ffff:169.254.169.254]/")),
            private,
        ),
        (
            with("url", json!("https://no.where/")),
            "the host of url was not found",
        ),
        (
            with("url", json!("https://me:secret@hooks.example/")),
            "url must not hold a user name or password",
        ),
        (with("events", json!([])), "events should not be empty"),
        (
            with("events", json!(["contactcreate"])),
            "there is no event \"contactcreate\"",
        ),
        (
            with("format", json!("xml")),
            "format must be one of the following values: highlevel, standard",
        ),
        (
            with("secret", json!("mine")),
            "property secret should not exist",
        ),
    ] {
        let answer = app.post(SUBSCRIPTIONS, body.clone()).await.is(422);
        let complaints = answer["message"].as_array().unwrap();
        let known = complaints
            .iter()
            .any(|told| told.as_str().unwrap().contains(complaint));
        assert!(known, "{body}: {complaints:?}, not {complaint}");
    }
    assert_eq!(
        app.get(SUBSCRIPTIONS).await.is(200)["webhookSubscriptions"],
        json!([])
    );

    let made = subscribe(app, hook()).await;
    let inside = json!({"url": "https://inside.example/"});
    app.put(&at(&made), inside).await.complains(&[private]);
    app.put(&at(&made), json!({"events": []}))
        .await
        .complains(&["events should not be empty"]);
    let got = app.get(&at(&made)).await.is(200);
    assert_eq!(got["webhookSubscription"]["url"], made["url"]);
}

/// Its host is gone, and whoever stops it may read less than it tells.
async fn a_subscription_can_be_stopped_whatever_became_of_it(app: &TestApp) {
    let mut body = hook();
    body["events"] = json!(["AppointmentCreate"]);
    let made = subscribe(app, body).await;
    let got = app
        .store
        .webhook_subscription(HOME, made["id"].as_str().unwrap())
        .await;
    let gone = tenon_store::WebhookSubscription {
        url: "https://no.where/".into(),
        ..got.unwrap().unwrap()
    };
    let write = WebhookWrite::Subscription(Box::new(gone));
    app.write(HOME, vec![Write::Webhook(write)]).await;
    let token = app.token_for(HOME, &[Scope::ContactsReadonly]).await;
    let call = |state: &str| {
        let body = json!({"state": state});
        app.call("PUT", &at(&made)).token(Some(&token)).json(&body)
    };
    let stopped = call("disabled").send().await.is(200);
    assert_eq!(stopped["webhookSubscription"]["state"], "disabled");
    assert_eq!(call("active").send().await.status, 422);
    let start = app.put(&at(&made), json!({"state": "active"})).await;
    start.complains(&["the host of url was not found"]);
}

async fn every_event_needs_its_scope(app: &TestApp) {
    let token = app.token_for(HOME, &[Scope::ContactsReadonly]).await;
    let events = json!(["ContactCreate", "AppointmentCreate", "BusinessUpdate"]);
    let body = json!({"url": "https://hooks.example/", "events": events});
    let call = app
        .call("POST", SUBSCRIPTIONS)
        .token(Some(&token))
        .json(&body);
    call.send().await.complains(&[
        "AppointmentCreate needs a token with the scope calendars/events.readonly",
        "BusinessUpdate needs a token with the scope businesses.readonly",
    ]);
    // Nor does another's subscription lead to them: to send it elsewhere is to read it.
    let made = subscribe(app, body).await;
    let elsewhere = json!({"url": "https://mine.example/"});
    let call = app
        .call("PUT", &at(&made))
        .token(Some(&token))
        .json(&elsewhere);
    assert_eq!(call.send().await.status, 422);
    log(app, &made, &["a1"], "AppointmentCreate").await;
    let path = format!("{DELIVERIES}/a1");
    let call = app.call("GET", &path).token(Some(&token)).send().await;
    call.complains(&["AppointmentCreate needs a token with the scope calendars/events.readonly"]);
    app.get(&path).await.is(200);
}

/// Events it had and deliveries it has count as much as those it asks for.
async fn what_waits_for_another_is_neither_redirected_nor_replayed(app: &TestApp) {
    let token = app.token_for(HOME, &[Scope::ContactsReadonly]).await;
    let events = json!(["ContactCreate", "AppointmentCreate"]);
    let made = subscribe(
        app,
        json!({"url": "https://hooks.example/", "events": events}),
    )
    .await;
    let needs = "AppointmentCreate needs a token with the scope calendars/events.readonly";
    let only = json!(["ContactCreate"]);
    for body in [
        json!({"url": "https://mine.example/", "events": only}),
        json!({"events": only}),
        json!({"format": "standard"}),
    ] {
        let call = app.call("PUT", &at(&made)).token(Some(&token)).json(&body);
        call.send().await.complains(&[needs]);
    }
    let got = app.get(&at(&made)).await.is(200);
    let got = &got["webhookSubscription"];
    assert_eq!((&got["url"], &got["events"]), (&made["url"], &events));

    log(app, &made, &["c1"], "ContactCreate").await;
    log(app, &made, &["a1"], "AppointmentCreate").await;
    // It may be changed so by who may read them, and the deliveries stay what they are.
    app.put(&at(&made), json!({"events": only})).await.is(200);
    let replay = |path: String, body: Value| {
        app.call("POST", &path)
            .token(Some(&token))
            .json(&body)
            .send()
    };
    let one = replay(format!("{DELIVERIES}/a1/replay"), json!({})).await;
    one.complains(&[needs]);
    assert_eq!(queued(app, &made).await, 0);
    let all = replay(
        format!("{}/replay", at(&made)),
        json!({"since": "2020-01-01"}),
    )
    .await;
    let all = all.is(200);
    assert_eq!((&all["replayed"], &all["next"]), (&json!(1), &Value::Null));
    assert_eq!(queued(app, &made).await, 1);
    let state = |it: Value| it["webhookDelivery"]["state"].clone();
    assert_eq!(
        state(app.get(&format!("{DELIVERIES}/c1")).await.is(200)),
        "waiting"
    );
    assert_eq!(
        state(app.get(&format!("{DELIVERIES}/a1")).await.is(200)),
        "dead"
    );
}

async fn only_its_app_changes_an_apps_subscription(app: &TestApp) {
    let client = app.app(|new| new.location_id = HOME).await;
    let fields = [
        ("grant_type", "client_credentials"),
        ("client_id", &client.id),
        ("client_secret", &client.secret),
        ("scope", "contacts.readonly"),
    ];
    let answer = app.token_call(&fields).await.ok();
    let token = answer["access_token"].as_str().unwrap();
    let body = json!({"url": "https://hooks.example/", "events": ["ContactCreate"]});
    let call = app.call("POST", SUBSCRIPTIONS).token(Some(token));
    let mut made = call.json(&body).send().await.is(201);
    let made = made["webhookSubscription"].take();
    assert_eq!(made["clientId"], client.id.as_str());
    log(app, &made, &["c1"], "ContactCreate").await;

    let calls = [
        ("PUT", at(&made), json!({"url": "https://mine.example/"})),
        ("PUT", at(&made), json!({"state": "disabled"})),
        ("POST", format!("{DELIVERIES}/c1/replay"), json!({})),
        (
            "POST",
            format!("{}/replay", at(&made)),
            json!({"since": "2020-01-01"}),
        ),
        ("DELETE", at(&made), Value::Null),
    ];
    let before = app.get(&at(&made)).await.is(200);
    for (method, path, body) in &calls {
        let answer = app.call(method, path).json(body).send().await.is(400);
        let message = answer["message"].as_str().unwrap();
        assert!(
            message.contains("only that app"),
            "{method} {path}: {message}"
        );
    }
    let after = app.get(&at(&made)).await.is(200);
    for part in ["url", "state", "queue", "updatedAt"] {
        let of = |answer: &Value| answer["webhookSubscription"][part].clone();
        assert_eq!(of(&before), of(&after), "{part}");
    }
    for (method, path, body) in &calls {
        let call = app.call(method, path).token(Some(token)).json(body);
        call.send().await.is(200);
    }
}

async fn nobody_sees_another_locations_subscriptions(app: &TestApp) {
    let made = subscribe(app, hook()).await;
    log(app, &made, &["d1"], "ContactCreate").await;
    let token = app.token_for(AWAY, Scope::ALL).await;
    let unknown = "Webhook subscription not found";
    for (method, path, body) in [
        ("GET", at(&made), Value::Null),
        ("PUT", at(&made), json!({"url": "https://mine.example/"})),
        ("DELETE", at(&made), Value::Null),
        (
            "POST",
            format!("{}/replay", at(&made)),
            json!({"since": "2020-01-01"}),
        ),
        (
            "GET",
            format!(
                "{DELIVERIES}?subscriptionId={}",
                made["id"].as_str().unwrap()
            ),
            json!({}),
        ),
    ] {
        let call = app.call(method, &path).token(Some(&token)).json(&body);
        call.send().await.refuses(400, unknown);
    }
    for (method, path) in [("GET", "/d1"), ("POST", "/d1/replay")] {
        let call = app
            .call(method, &format!("{DELIVERIES}{path}"))
            .token(Some(&token));
        call.send().await.refuses(400, "Webhook delivery not found");
    }
    for path in [SUBSCRIPTIONS, DELIVERIES] {
        let list = app.call("GET", path).token(Some(&token)).send().await;
        assert!(!list.text.contains("hooks.example") && !list.text.contains("d1"));
    }
}

async fn a_location_has_so_many_subscriptions_and_no_more(app: &TestApp) {
    for _ in 0..45 {
        subscribe(app, hook()).await;
    }
    // Asked for at one moment, no more are made than there is room for.
    let body = hook();
    let calls = (0..12).map(|_| app.call("POST", SUBSCRIPTIONS).json(&body).send());
    let answers = futures_util::future::join_all(calls).await;
    let count = |status: u16| answers.iter().filter(|it| it.status == status).count();
    assert_eq!((count(201), count(400)), (5, 7));
    let refused = app.post(SUBSCRIPTIONS, hook()).await.is(400);
    assert!(
        refused["message"]
            .as_str()
            .unwrap()
            .contains("50 webhook subscriptions")
    );
    let all = app.get(SUBSCRIPTIONS).await.is(200);
    app.delete(&at(&all["webhookSubscriptions"][0]))
        .await
        .is(200);
    subscribe(app, hook()).await;
}

/// Deliveries as the sender notes them.
async fn log(app: &TestApp, to: &Value, ids: &[&str], event: &str) {
    let tries = ids.iter().map(|id| DeliveryTry {
        id: (*id).to_owned(),
        subscription_id: to["id"].as_str().unwrap().to_owned(),
        job_key: format!("ana/{:020}/{event}/{id}", 1),
        event: event.to_owned(),
        body: format!("{{\"webhookId\":\"{id}\"}}"),
        state: DeliveryState::Dead,
        attempt: json!({"at": "2026-01-05T12:00:00.000Z", "status": 500, "milliseconds": 3,
            "error": "the answer was 500", "answer": "oh no"}),
        next_try_at: None,
    });
    let write = Write::Webhook(WebhookWrite::Tries(tries.collect()));
    app.write(HOME, vec![write]).await;
}

async fn queued(app: &TestApp, to: &Value) -> Value {
    let got = app.get(&at(to)).await.is(200);
    got["webhookSubscription"]["queue"]["waiting"].clone()
}

async fn the_keys_are_told(app: &TestApp) {
    let body = app.get("/tenon/v1/webhook-keys").await.is(200);
    let keys = body["keys"].as_array().unwrap();
    assert_eq!(keys.len(), 1);
    assert_eq!(
        (&keys[0]["current"], &keys[0]["algorithm"]),
        (&json!(true), &json!("Ed25519"))
    );
    assert!(
        keys[0]["pem"]
            .as_str()
            .unwrap()
            .starts_with("-----BEGIN PUBLIC KEY-----")
    );
    assert!(keys[0]["standard"].as_str().unwrap().starts_with("whpk_"));
}
