//! What no honest caller sends: every refusal is a refusal, in the envelope, and changes nothing.

use serde_json::{Value, json};

use crate::support::{
    app::{HOME, TestApp},
    call::raw,
};

on_both! {
    a_body_that_is_no_object_is_refused
    a_body_that_is_no_json_is_refused
    a_body_that_is_too_large_is_refused
    nul_characters_are_refused
    malformed_utf8_is_refused
}

/// Every call with a body, as it goes.
async fn calls(app: &TestApp) -> Vec<(&'static str, String)> {
    let id = app.contact(json!({"firstName": "Ana"})).await;
    let due = json!({"title": "Call", "dueDate": "2026-01-06", "completed": false});
    let task = app
        .post(&format!("/contacts/{id}/tasks"), due)
        .await
        .is(201);
    let task = task["task"]["id"].as_str().unwrap();
    vec![
        ("POST", "/contacts/".into()),
        ("POST", "/contacts/upsert".into()),
        ("POST", "/contacts/search".into()),
        ("PUT", format!("/contacts/{id}")),
        ("POST", format!("/contacts/{id}/tags")),
        ("DELETE", format!("/contacts/{id}/tags")),
        ("POST", format!("/contacts/{id}/tasks")),
        ("PUT", format!("/contacts/{id}/tasks/{task}")),
        ("PUT", format!("/contacts/{id}/tasks/{task}/completed")),
        ("POST", format!("/contacts/{id}/notes")),
    ]
}

async fn a_body_that_is_no_object_is_refused(app: &TestApp) {
    for (method, path) in calls(app).await {
        let none = app.call(method, &path).send().await;
        none.complains(&["the body should not be empty"]);
        let blank = app.call(method, &path).bytes(" \r\n\t").send().await;
        blank.complains(&["the body should not be empty"]);
        for body in ["[]", "[{}]", "null", "1", "\"x\"", "true"] {
            let answer = app.call(method, &path).bytes(body).send().await;
            answer.complains(&["the body must be a JSON object"]);
        }
    }
}

async fn a_body_that_is_no_json_is_refused(app: &TestApp) {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let nested = format!(
        "{{\"a\":{}1{}}}",
        "{\"a\":".repeat(5_000),
        "}".repeat(5_000)
    );
    for (method, path) in calls(app).await {
        for body in [
            "{",
            "{'a':1}",
            "{\"a\":1}{",
            "<xml/>",
            "a=b",
            "{\"a\":1e999}",
            &deep,
            &nested,
        ] {
            let answer = app.call(method, &path).bytes(body).send().await;
            let message = answer.is(400)["message"].as_str().unwrap().to_owned();
            assert!(message.starts_with("the body is no JSON"), "{message}");
        }
        for body in [
            &b"{\"firstName\":\"\xff\"}"[..],
            b"{\"\xc3\":1}",
            b"\xef\xbb\xbf{}",
            b"\0",
        ] {
            let answer = app.call(method, &path).bytes(body).send().await;
            assert_eq!(answer.status, 400, "{}", answer.text);
        }
    }
}

async fn a_body_that_is_too_large_is_refused(app: &TestApp) {
    let told = "request entity too large: at most 1048576 bytes";
    for size in [1024 * 1024 + 1, 8 * 1024 * 1024] {
        let body = json!({"locationId": HOME, "firstName": "x".repeat(size)});
        let answer = app.post("/contacts/", body).await;
        answer.refuses(413, told);
    }
    // A size told in advance is judged before anything is sent.
    let head = format!(
        "POST /contacts/ HTTP/1.1\r\nHost: x\r\nVersion: 2021-07-28\r\nAuthorization: Bearer {}\r\n\
         Content-Length: 99999999999\r\n\r\n",
        app.token
    );
    let answer = raw(app, head.as_bytes()).await;
    assert!(
        answer.starts_with("HTTP/1.1 413 ") && answer.contains(told),
        "{answer}"
    );
    assert_eq!(app.search(json!({})).await.is(200)["total"], 0);
}

async fn nul_characters_are_refused(app: &TestApp) {
    let id = app.contact(json!({"firstName": "Ana"})).await;
    let path = format!("/contacts/{id}");
    for (body, complaint) in [
        (
            json!({"firstName": "a\u{0}b"}),
            "firstName must not contain NUL characters",
        ),
        (
            json!({"name": "\u{0}"}),
            "firstName must not contain NUL characters",
        ),
        (
            json!({"tags": ["a\u{0}"]}),
            "tags must not contain NUL characters",
        ),
        (json!({"a\u{0}b": 1}), "property ab should not exist"),
        (
            json!({"dndSettings": {"SMS": {"status": "active", "message": "a\u{0}"}}}),
            "dndSettings must not contain NUL characters",
        ),
        (
            json!({"dndSettings": {"S\u{0}MS": {"status": "active"}}}),
            "dndSettings must not contain NUL characters",
        ),
        (
            json!({"customFields": [{"id": "f", "field_value": {"a\u{0}": 1}}]}),
            "customFields has a value for f that is too large or holds a NUL",
        ),
    ] {
        app.put(&path, body).await.complains(&[complaint]);
    }
    // Raw, JSON itself has none.
    let answer = app
        .call("PUT", &path)
        .bytes(b"{\"firstName\":\"a\0b\"}".to_vec())
        .send()
        .await;
    answer.is(400);
    for path in [
        "/contacts/a%00b".to_owned(),
        format!("/contacts/{id}/tasks/%00"),
        format!("/contacts/search/duplicate?locationId={HOME}&email=a%00"),
        "/tenon/v1/imports/%00".to_owned(),
        "/tenon/v1/conflicts?limit=1%00".to_owned(),
    ] {
        let answer = app.get(&path).await;
        answer.refuses(400, "NUL characters are not taken");
    }
}

async fn malformed_utf8_is_refused(app: &TestApp) {
    for path in [
        "/contacts/%ff",
        "/contacts/%c3%28/tasks",
        "/tenon/v1/imports/%f0%9f",
    ] {
        app.get(path).await.refuses(400, "the path is not UTF-8");
    }
    let answer = app.call("POST", "/hooks/houzz/%ff").send().await;
    answer.is(404);
    // In a query such bytes stand for nothing anybody has.
    let path = format!("/contacts/search/duplicate?locationId={HOME}&email=%ff%fe@example.org");
    assert_eq!(app.get(&path).await.is(200)["contact"], Value::Null);
    let head = format!(
        "Host: x\r\nConnection: close\r\nVersion: 2021-07-28\r\nAuthorization: Bearer {}\r\n\r\n",
        app.token
    );
    let mut request = b"GET /contacts/\xff\xfe HTTP/1.1\r\n".to_vec();
    request.extend(head.as_bytes());
    let answer = raw(app, &request).await;
    assert!(answer.starts_with("HTTP/1.1 400 "), "{answer}");
    let mut request = b"GET /tenon/v1/access HTTP/1.1\r\nX-Name: \xff\xfe\r\n".to_vec();
    request.extend(head.as_bytes());
    let answer = raw(app, &request).await;
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
}
