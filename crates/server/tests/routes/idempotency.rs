//! `Idempotency-Key`: a call that is sent again is done once and answered alike.

use jiff::SignedDuration;
use serde_json::{Value, json};
use tenon_model::{Clock, Scope};
use tenon_server::Settings;
use tenon_store::Write;

use crate::support::{
    app::{AWAY, HOME, TestApp},
    call::Answer,
};

on_both! {
    a_call_sent_again_is_done_once_and_answered_alike
    every_post_honours_a_key
    what_is_too_large_to_keep_is_still_done_once
    the_same_key_with_another_question_is_a_mistake
    of_many_at_once_one_is_done
    of_many_at_two_nodes_one_is_done
    an_answer_outlives_its_server
    a_refusal_keeps_no_answer
    a_duplicate_is_told_by_name
    writers_of_one_contact_all_write
    a_key_is_its_callers_own
    a_key_ends_after_a_day
    a_key_must_be_readable
    a_call_that_goes_on_after_refusals_gets_there
}

async fn keyed(app: &TestApp, key: &str, path: &str, body: &Value) -> Answer {
    let call = app.call("POST", path).header("Idempotency-Key", key);
    call.json(body).send().await
}

async fn written(app: &TestApp) -> i64 {
    app.store.last_seq(HOME).await.unwrap()
}

#[track_caller]
fn is_replay(again: &Answer, first: &Answer) {
    assert_eq!(first.header("idempotency-replayed"), "");
    assert_eq!(
        again.header("idempotency-replayed"),
        "true",
        "{}",
        again.text
    );
    assert_eq!((again.status, &again.text), (first.status, &first.text));
    assert_eq!(again.header("etag"), first.header("etag"));
    assert_ne!(again.header("x-trace-id"), first.header("x-trace-id"));
}

async fn a_call_sent_again_is_done_once_and_answered_alike(app: &TestApp) {
    let body = json!({"locationId": HOME, "email": "ana@example.org", "firstName": "Ana"});
    let first = keyed(app, "k1", "/contacts/", &body).await;
    assert_eq!(first.status, 201, "{}", first.text);
    // What is told is what stands there.
    let id = first.body["contact"]["id"].as_str().unwrap();
    let stands = app.get(&format!("/contacts/{id}")).await.is(200);
    assert_eq!(stands["contact"], first.body["contact"]);
    assert_eq!(written(app).await, 1);
    // In quotes, as the draft writes it, it is the same key.
    for key in ["k1", "\"k1\""] {
        is_replay(&keyed(app, key, "/contacts/", &body).await, &first);
    }
    // Also after the contact has changed, and when it is no more.
    app.put(&format!("/contacts/{id}"), json!({"city": "Waco"}))
        .await
        .is(200);
    is_replay(&keyed(app, "k1", "/contacts/", &body).await, &first);
    app.delete(&format!("/contacts/{id}")).await.is(200);
    is_replay(&keyed(app, "k1", "/contacts/", &body).await, &first);
    assert_eq!(written(app).await, 3);
}

async fn every_post_honours_a_key(app: &TestApp) {
    let id = app.contact(json!({"email": "ana@example.org"})).await;
    let due = json!({"title": "Call", "dueDate": "2026-01-06", "completed": false});
    let upsert = json!({"locationId": HOME, "email": "new@example.org"});
    let cases = [
        (format!("/contacts/{id}/tasks"), due, 1),
        (format!("/contacts/{id}/notes"), json!({"body": "x"}), 1),
        (
            format!("/contacts/{id}/tags"),
            json!({"tags": ["a", "b"]}),
            1,
        ),
        ("/contacts/upsert".into(), upsert.clone(), 1),
        // One that changes nothing.
        ("/contacts/upsert".into(), upsert, 0),
    ];
    for (at, (path, body, writes)) in cases.iter().enumerate() {
        let before = written(app).await;
        let key = format!("key-{at}");
        let first = keyed(app, &key, path, body).await;
        assert!(first.status < 300, "{path}: {}", first.text);
        assert_eq!(written(app).await - before, *writes, "{path}");
        is_replay(&keyed(app, &key, path, body).await, &first);
        assert_eq!(written(app).await - before, *writes, "{path}");
    }
    // A key says nothing where a call may be repeated anyway: its answer is not kept.
    let search = json!({"locationId": HOME, "pageLimit": 5});
    for _ in 0..2 {
        let answer = keyed(app, "search", "/contacts/search", &search).await;
        assert_eq!(
            (answer.status, answer.header("idempotency-replayed")),
            (200, "")
        );
    }
    for _ in 0..2 {
        let call = app
            .call("PUT", &format!("/contacts/{id}"))
            .header("Idempotency-Key", "put");
        let answer = call.json(&json!({"city": "Waco"})).send().await;
        assert_eq!(
            (answer.status, answer.header("idempotency-replayed")),
            (200, "")
        );
    }
}

async fn what_is_too_large_to_keep_is_still_done_once(app: &TestApp) {
    let id = app.contact(json!({"email": "ana@example.org"})).await;
    let path = format!("/contacts/{id}/notes");
    let note = json!({"body": "🪚".repeat(65_536)});
    keyed(app, "large", &path, &note).await.is(201);
    let before = written(app).await;
    for _ in 0..2 {
        let told = "This call was done before; its answer was too large to be kept. Read what it wrote \
                    instead of sending it again.";
        keyed(app, "large", &path, &note).await.refuses(409, told);
    }
    assert_eq!(written(app).await, before);
}

async fn the_same_key_with_another_question_is_a_mistake(app: &TestApp) {
    let body = json!({"locationId": HOME, "firstName": "Ana"});
    keyed(app, "k", "/contacts/", &body).await.is(201);
    let other = json!({"locationId": HOME, "firstName": "Ben"});
    let told = "this Idempotency-Key was used for another call; use a new one";
    keyed(app, "k", "/contacts/", &other)
        .await
        .complains(&[told]);
    keyed(app, "k", "/contacts/upsert", &body)
        .await
        .complains(&[told]);
    assert_eq!(written(app).await, 1);
}

fn once(answers: &[Answer]) {
    let done: Vec<&Answer> = answers
        .iter()
        .filter(|answer| answer.status == 201 && answer.header("idempotency-replayed").is_empty())
        .collect();
    assert_eq!(done.len(), 1);
    for answer in answers.iter().filter(|answer| answer.status == 201) {
        assert_eq!(answer.text, done[0].text);
    }
    for answer in answers.iter().filter(|answer| answer.status != 201) {
        let told = "A call with this Idempotency-Key is under way; wait for its answer.";
        assert_eq!(
            (answer.status, answer.body["message"].as_str()),
            (409, Some(told))
        );
    }
}

async fn of_many_at_once_one_is_done(app: &TestApp) {
    for round in 0..4 {
        let body = json!({"locationId": HOME, "email": format!("n{round}@example.org")});
        let key = format!("k{round}");
        let calls = (0..16).map(|_| keyed(app, &key, "/contacts/", &body));
        once(&futures_util::future::join_all(calls).await);
    }
    assert_eq!(written(app).await, 4);
}

async fn of_many_at_two_nodes_one_is_done(app: &TestApp) {
    let mut other = app.twin(Settings::default()).await;
    for round in 0..4 {
        // Without an e-mail nothing else keeps a second one out.
        let body = json!({"locationId": HOME, "firstName": format!("Ana {round}")});
        let key = format!("k{round}");
        let calls = (0..16).map(|n| {
            let node = if n % 2 == 0 { app } else { &other };
            keyed(node, &key, "/contacts/", &body)
        });
        once(&futures_util::future::join_all(calls).await);
    }
    assert_eq!(written(app).await, 4);
    other.stop().await;
}

async fn an_answer_outlives_its_server(app: &TestApp) {
    let body = json!({"locationId": HOME, "firstName": "Ana"});
    let first = keyed(app, "k", "/contacts/", &body).await;
    let mut next = app.twin(Settings::default()).await;
    is_replay(&keyed(&next, "k", "/contacts/", &body).await, &first);
    next.stop().await;
}

async fn a_refusal_keeps_no_answer(app: &TestApp) {
    let wrong = json!({"locationId": HOME, "email": "no address"});
    for _ in 0..2 {
        let answer = keyed(app, "k", "/contacts/", &wrong).await;
        assert_eq!(
            (answer.status, answer.header("idempotency-replayed")),
            (422, "")
        );
    }
    // Mended, it may go under the same key.
    let right = json!({"locationId": HOME, "email": "ana@example.org"});
    let first = keyed(app, "k", "/contacts/", &right).await;
    assert_eq!(first.status, 201);
    is_replay(&keyed(app, "k", "/contacts/", &right).await, &first);
    assert_eq!(written(app).await, 1);
    // So is one that If-Match stopped.
    let id = first.body["contact"]["id"].as_str().unwrap();
    let tags = |tag| {
        let call = app
            .call("POST", &format!("/contacts/{id}/tags"))
            .header("If-Match", tag);
        let call = call.header("Idempotency-Key", "tags");
        call.json(&json!({"tags": ["a"]})).send()
    };
    tags("\"9\"").await.is(412);
    tags("\"1\"").await.is(201);
    // The tag has moved on; the answer is the first one's all the same.
    assert_eq!(tags("\"1\"").await.header("idempotency-replayed"), "true");
}

async fn a_duplicate_is_told_by_name(app: &TestApp) {
    let id = app
        .contact(json!({"name": "Ana Cruz", "email": "ana@example.org"}))
        .await;
    let body = json!({"locationId": HOME, "email": "ana@example.org"});
    let answer = keyed(app, "k", "/contacts/", &body).await;
    let told = "This location does not allow duplicated contacts.";
    let body = answer.refuses(400, told);
    let meta = json!({"contactName": "Ana Cruz", "contactId": id, "matchingField": "email"});
    assert_eq!(body["meta"], meta);
    assert_eq!(written(app).await, 1);
    // Where two upserts want one e-mail, both find one contact.
    let body = json!({"locationId": HOME, "email": "new@example.org"});
    let keys: Vec<String> = (0..8).map(|n| format!("u{n}")).collect();
    let calls = keys
        .iter()
        .map(|key| keyed(app, key, "/contacts/upsert", &body));
    let answers = futures_util::future::join_all(calls).await;
    let new = answers
        .iter()
        .filter(|answer| answer.body["new"] == true)
        .count();
    assert_eq!(
        (new, answers.iter().all(|answer| answer.status == 200)),
        (1, true)
    );
}

async fn writers_of_one_contact_all_write(app: &TestApp) {
    let id = app.contact(json!({"firstName": "Ana"})).await;
    let path = format!("/contacts/{id}/tags");
    let calls = (0..12).map(|n| {
        let (path, app) = (path.clone(), &app);
        async move {
            let body = json!({"tags": [format!("tag {n}")]});
            keyed(app, &format!("k{n}"), &path, &body).await.is(201)
        }
    });
    futures_util::future::join_all(calls).await;
    let contact = app.get(&format!("/contacts/{id}")).await.is(200);
    assert_eq!(contact["contact"]["tags"].as_array().unwrap().len(), 12);
}

async fn a_key_is_its_callers_own(app: &TestApp) {
    let body = json!({"locationId": HOME, "firstName": "Ana"});
    keyed(app, "k", "/contacts/", &body).await.is(201);
    let other = app.token_for(HOME, Scope::ALL).await;
    let call = app.call("POST", "/contacts/").token(Some(&other));
    let answer = call.header("Idempotency-Key", "k").json(&body).send().await;
    assert_eq!(
        (answer.status, answer.header("idempotency-replayed")),
        (201, "")
    );
    let away = app.token_for(AWAY, Scope::ALL).await;
    let call = app.call("POST", "/contacts/").token(Some(&away));
    let body = json!({"locationId": AWAY, "firstName": "Ana"});
    let answer = call.header("Idempotency-Key", "k").json(&body).send().await;
    assert_eq!(
        (answer.status, answer.header("idempotency-replayed")),
        (201, "")
    );
    // One that may no longer write is not shown what it was answered when it might.
    let reader = app.token_for(HOME, &[Scope::ContactsReadonly]).await;
    let call = app.call("POST", "/contacts/").token(Some(&reader));
    call.header("Idempotency-Key", "k")
        .json(&body)
        .send()
        .await
        .is(401);
}

async fn a_key_ends_after_a_day(app: &TestApp) {
    let (now, week) = (app.clock.now(), SignedDuration::from_hours(7 * 24));
    let scopes = Scope::ALL;
    let (plain, token) = tenon_oauth::issue(&*app.random, now, week, HOME, "Week", scopes);
    app.write(HOME, vec![Write::Token(Box::new(token))]).await;
    let body = json!({"locationId": HOME, "firstName": "Ana"});
    let send = || {
        let call = app.call("POST", "/contacts/").token(Some(&plain));
        call.header("Idempotency-Key", "k").json(&body).send()
    };
    let first = send().await;
    app.pass(86_399);
    is_replay(&send().await, &first);
    app.pass(1);
    let next = send().await;
    assert_eq!(
        (next.status, next.header("idempotency-replayed")),
        (201, "")
    );
    is_replay(&send().await, &next);
    assert_eq!(written(app).await, 2);
}

async fn a_key_must_be_readable(app: &TestApp) {
    let body = json!({"locationId": HOME});
    for key in ["", "\"\"", "two words", &"x".repeat(256)] {
        keyed(app, key, "/contacts/", &body).await.is(400);
    }
    let call = app
        .call("POST", "/contacts/")
        .header("Idempotency-Key", "a");
    let call = call.header("Idempotency-Key", "b").json(&body);
    call.send()
        .await
        .refuses(400, "Send one Idempotency-Key, not several.");
    assert_eq!(written(app).await, 0);
}

/// Two names are taken before the third is free: each refusal is remembered when the call is decided
/// anew.
async fn a_call_that_goes_on_after_refusals_gets_there(app: &TestApp) {
    let body = json!({"name": "Roof area", "dataType": "TEXT"});
    let path = format!("/locations/{HOME}/customFields");
    for _ in 0..2 {
        app.post(&path, body.clone()).await.is(201);
    }
    let first = keyed(app, "k", &path, &body).await;
    assert_eq!(first.status, 201, "{}", first.text);
    assert_eq!(first.body["customField"]["fieldKey"], "contact.roof_area_3");
    is_replay(&keyed(app, "k", &path, &body).await, &first);
}
