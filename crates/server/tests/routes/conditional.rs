//! `ETag`, `If-None-Match`, `If-Match`.

use serde_json::{Value, json};

use crate::support::{app::TestApp, call::Answer};

on_both! {
    a_read_is_tagged_and_not_sent_twice
    a_tag_changes_with_what_is_read
    a_write_at_the_version_that_was_read_is_done
    a_write_at_another_version_is_refused_and_changes_nothing
    tasks_and_notes_have_versions_too
    what_is_new_has_nothing_to_match
    of_writers_at_the_same_version_one_writes
    a_match_that_cannot_be_read_is_refused
}

async fn ana(app: &TestApp) -> (String, Answer) {
    let id = app
        .contact(json!({"firstName": "Ana", "email": "ana@example.org"}))
        .await;
    let path = format!("/contacts/{id}");
    let answer = app.get(&path).await;
    (path, answer)
}

async fn a_read_is_tagged_and_not_sent_twice(app: &TestApp) {
    let (path, first) = ana(app).await;
    let tag = first.header("etag").to_owned();
    assert!(tag.starts_with("\"1-") && tag.ends_with('"'), "{tag}");
    assert_eq!(first.header("cache-control"), "private, no-cache");
    assert_eq!(
        app.get(&path).await.header("etag"),
        tag,
        "the same each time"
    );
    for known in [tag.clone(), format!("\"x\", W/{tag}"), "*".into()] {
        let call = app.call("GET", &path).header("If-None-Match", &known);
        let answer = call.send().await;
        assert_eq!((answer.status, answer.text.as_str()), (304, ""), "{known}");
        assert_eq!(answer.header("etag"), tag);
        assert!(tenon_model::is_id(answer.header("x-trace-id")));
    }
    for other in ["\"1\"", "\"2-00\"", "", tag.trim_matches('"')] {
        let call = app.call("GET", &path).header("If-None-Match", other);
        assert_eq!(call.send().await.status, 200, "{other}");
    }
    // Lists too, and HEAD.
    for path in ["/tasks", "/notes"].map(|list| format!("{path}{list}")) {
        let tag = app.get(&path).await.header("etag").to_owned();
        let call = app.call("GET", &path).header("If-None-Match", &tag);
        assert_eq!(call.send().await.status, 304, "{path}");
    }
    let call = app.call("HEAD", &path).header("If-None-Match", &tag);
    assert_eq!(call.send().await.status, 304);
    // Whoever may not read it hears nothing of it.
    let call = app.call("GET", &path).header("If-None-Match", "*");
    assert_eq!(call.token(None).send().await.status, 401);
    let call = app
        .call("GET", "/contacts/nobody")
        .header("If-None-Match", "*");
    assert_eq!(call.send().await.status, 400);
}

async fn a_tag_changes_with_what_is_read(app: &TestApp) {
    let (path, first) = ana(app).await;
    let tag = first.header("etag").to_owned();
    app.put(&path, json!({"city": "Waco"})).await.is(200);
    let call = app.call("GET", &path).header("If-None-Match", &tag);
    let answer = call.send().await;
    assert_eq!(answer.status, 200);
    assert_ne!(answer.header("etag"), tag);
    assert_eq!(answer.body["contact"]["city"], "Waco");
}

async fn a_write_at_the_version_that_was_read_is_done(app: &TestApp) {
    let (path, first) = ana(app).await;
    let put = |tag: &str, city: &str| {
        let call = app.call("PUT", &path).header("If-Match", tag);
        call.json(&json!({ "city": city })).send()
    };
    let second = put(first.header("etag"), "Waco").await;
    assert_eq!((second.status, second.header("etag")), (200, "\"2\""));
    // The answer to a write is enough to go on with.
    let third = put(second.header("etag"), "Austin").await;
    assert_eq!((third.status, third.header("etag")), (200, "\"3\""));
    // Nothing to change is no change of version.
    let same = put("\"3\"", "Austin").await;
    assert_eq!((same.status, same.header("etag")), (200, "\"3\""));
    assert_eq!(put("\"7\", \"3\"", "Ely").await.status, 200);
    assert_eq!(put("*", "Erie").await.status, 200);
    let tags = app.call("POST", &format!("{path}/tags"));
    let tags = tags
        .header("If-Match", "\"5\"")
        .json(&json!({"tags": ["a"]}));
    tags.send().await.is(201);
    let upsert = json!({"locationId": "home", "email": "ana@example.org", "city": "Rome"});
    let upsert = app.call("POST", "/contacts/upsert").json(&upsert);
    upsert.header("If-Match", "\"6\"").send().await.is(200);
    let gone = app.call("DELETE", &path).header("If-Match", "\"7\"");
    gone.send().await.is(200);
}

async fn refused(app: &TestApp, method: &str, path: &str, tag: &str, body: Value) {
    let before = app.store.last_seq("home").await.unwrap();
    let call = app.call(method, path).header("If-Match", tag).json(&body);
    let told = "It was changed since you read it (If-Match); nothing was done. Read it again.";
    call.send().await.refuses(412, told);
    assert_eq!(
        app.store.last_seq("home").await.unwrap(),
        before,
        "{method} {path}"
    );
}

async fn a_write_at_another_version_is_refused_and_changes_nothing(app: &TestApp) {
    let (path, first) = ana(app).await;
    let stale = first.header("etag").to_owned();
    app.put(&path, json!({"city": "Waco"})).await.is(200);
    for tag in [stale.as_str(), "\"3\"", "W/\"2\"", "\"other\"", "\"\""] {
        refused(app, "PUT", &path, tag, json!({"city": "Austin"})).await;
        // Also when there would be nothing to change.
        refused(app, "PUT", &path, tag, json!({"city": "Waco"})).await;
        refused(app, "DELETE", &path, tag, Value::Null).await;
        let tags = json!({"tags": ["a"]});
        refused(app, "POST", &format!("{path}/tags"), tag, tags.clone()).await;
        refused(app, "DELETE", &format!("{path}/tags"), tag, tags).await;
        let upsert = json!({"locationId": "home", "email": "ana@example.org", "city": "Rome"});
        refused(app, "POST", "/contacts/upsert", tag, upsert).await;
    }
    // What is wrong with the call itself is told before.
    let call = app.call("PUT", &path).header("If-Match", &stale);
    call.json(&json!({"nothing": 1})).send().await.is(422);
}

async fn tasks_and_notes_have_versions_too(app: &TestApp) {
    let (path, _) = ana(app).await;
    let task = json!({"title": "Call", "dueDate": "2026-01-06", "completed": false});
    for (list, body, name, patch) in [
        ("tasks", task, "task", json!({"title": "Write"})),
        ("notes", json!({"body": "x"}), "note", json!({"body": "y"})),
    ] {
        let made = app.post(&format!("{path}/{list}"), body).await;
        assert_eq!(made.header("etag"), "\"1\"");
        let id = made.body[name]["id"].as_str().unwrap().to_owned();
        let path = format!("{path}/{list}/{id}");
        let tag = app.get(&path).await.header("etag").to_owned();
        assert!(tag.starts_with("\"1-"), "{tag}");
        let put = app.call("PUT", &path).header("If-Match", &tag).json(&patch);
        assert_eq!(put.send().await.header("etag"), "\"2\"");
        refused(app, "PUT", &path, &tag, patch).await;
        refused(app, "DELETE", &path, &tag, Value::Null).await;
        let gone = app.call("DELETE", &path).header("If-Match", "\"2\"");
        gone.send().await.is(200);
    }
}

async fn what_is_new_has_nothing_to_match(app: &TestApp) {
    for tag in ["*", "\"1\""] {
        let body = json!({"locationId": "home", "email": "new@example.org"});
        refused(app, "POST", "/contacts/", tag, body.clone()).await;
        refused(app, "POST", "/contacts/upsert", tag, body).await;
    }
}

async fn of_writers_at_the_same_version_one_writes(app: &TestApp) {
    let (path, first) = ana(app).await;
    let tag = first.header("etag").to_owned();
    let calls = (0..12).map(|n| {
        let call = app.call("PUT", &path).header("If-Match", &tag);
        call.json(&json!({"city": format!("City {n}")})).send()
    });
    let answers = futures_util::future::join_all(calls).await;
    let count = |status| answers.iter().filter(|a| a.status == status).count();
    assert_eq!((count(200), count(412)), (1, 11));
    assert!(app.get(&path).await.header("etag").starts_with("\"2-"));
}

async fn a_match_that_cannot_be_read_is_refused(app: &TestApp) {
    let (path, _) = ana(app).await;
    let many = (0..40).map(|n| format!("\"{n}\"")).collect::<Vec<_>>();
    for tag in ["1", "\"1", "W/1", "\"1\" \"2\"x", &many.join(",")] {
        let call = app.call("PUT", &path).header("If-Match", tag);
        call.json(&json!({"city": "Waco"})).send().await.is(400);
    }
    let call = app.call("PUT", &path).header("If-Match", "");
    call.json(&json!({"city": "Waco"})).send().await.is(412);
}
