//! What holds for every path: 404, 405, the console's files, health.

use serde_json::json;

use crate::support::app::TestApp;

on_both! {
    an_unknown_path_is_a_404_in_the_envelope
    an_unknown_method_is_told_the_known_ones
    the_console_is_served_under_a_strict_policy
    the_process_lives_and_can_serve
    a_trace_id_is_its_own
    every_answer_names_its_call
    options_tell_the_methods
    a_url_that_is_too_long_is_refused
}

async fn an_unknown_path_is_a_404_in_the_envelope(app: &TestApp) {
    for path in [
        "/nothing",
        "/contacts/x/y/z",
        "/tenon/v2/access",
        "/contacts//tasks/",
        "/hooks",
    ] {
        let message = format!("Cannot GET {path}");
        app.get(path).await.refuses(404, &message);
    }
    let long = format!("/{}", "x".repeat(9_000));
    assert!(app.get(&long).await.text.len() < 500);
}

async fn an_unknown_method_is_told_the_known_ones(app: &TestApp) {
    for (method, path, allow) in [
        ("PUT", "/contacts/", "GET,HEAD,POST"),
        ("PATCH", "/contacts/x", "GET,HEAD,PUT,DELETE"),
        ("PUT", "/contacts/search", "POST"),
        ("TRACE", "/contacts/upsert", "POST"),
        ("QUERY", "/contacts/x/tags", "POST,DELETE"),
        ("WHATEVER", "/contacts/x/tasks", "GET,HEAD,POST"),
        ("GET", "/hooks/highlevel/x", "POST"),
        ("POST", "/healthz", "GET,HEAD"),
        ("POST", "/console/", "GET,HEAD"),
    ] {
        let answer = app.call(method, path).send().await;
        let mut told: Vec<&str> = answer.header("allow").split(',').collect();
        let mut expected: Vec<&str> = allow.split(',').collect();
        told.sort_unstable();
        expected.sort_unstable();
        assert_eq!(told, expected, "{method} {path}");
        answer.is(405);
    }
}

async fn the_console_is_served_under_a_strict_policy(app: &TestApp) {
    for path in ["/", "/console", "/console/", "/console/contacts/x"] {
        let answer = app.call("GET", path).token(None).version(None).send().await;
        let kind = answer.header("content-type");
        assert_eq!((answer.status, kind), (200, "text/html; charset=utf-8"));
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"));
        assert!(!policy.contains("unsafe"));
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("referrer-policy"), "no-referrer");
        assert!(answer.text.contains("<title>Tenon"), "{path}");
        for inline in [" style=", " onclick=", "<script>", "<style"] {
            assert!(!answer.text.contains(inline), "{path} has {inline}");
        }
    }
    let gone = app.get("/console/assets/gone-1.js").await;
    gone.refuses(404, "Cannot GET /console/assets/gone-1.js");
}

async fn the_process_lives_and_can_serve(app: &TestApp) {
    let bare = |path| app.call("GET", path).token(None).version(None);
    assert_eq!(
        bare("/healthz").send().await.is(200),
        json!({"status": "ok"})
    );
    assert_eq!(
        bare("/readyz").send().await.is(200),
        json!({"status": "ready"})
    );
}

async fn a_trace_id_is_its_own(app: &TestApp) {
    let trace = async || app.get("/nothing").await.body["traceId"].clone();
    assert_ne!(trace().await, trace().await);
}

async fn every_answer_names_its_call(app: &TestApp) {
    let id = app.contact(json!({"firstName": "Ana"})).await;
    let contact = format!("/contacts/{id}");
    for (method, path, body) in [
        ("GET", contact.as_str(), json!(null)),
        ("PUT", &contact, json!({"city": "Waco"})),
        (
            "POST",
            "/contacts/upsert",
            json!({"locationId": "home", "email": "a@example.org"}),
        ),
        ("POST", "/contacts/", json!({"locationId": "home"})),
        ("POST", "/contacts/", json!({"locationId": 7})),
        ("DELETE", &contact, json!(null)),
        ("GET", "/nothing", json!(null)),
        ("PATCH", &contact, json!(null)),
        ("GET", "/tenon/v1/connections", json!(null)),
    ] {
        let call = app.call(method, path);
        let call = if body.is_null() {
            call
        } else {
            call.json(&body)
        };
        let answer = call.send().await;
        let trace = answer.header("x-trace-id");
        assert!(
            tenon_model::is_id(trace),
            "{method} {path}: {}",
            answer.text
        );
        assert_eq!(answer.body["traceId"], trace, "{}", answer.text);
        assert_eq!(answer.text.matches("traceId").count(), 1, "{}", answer.text);
    }
    for path in ["/healthz", "/readyz", "/console/", "/"] {
        let answer = app.get(path).await;
        assert!(tenon_model::is_id(answer.header("x-trace-id")), "{path}");
    }
}

async fn options_tell_the_methods(app: &TestApp) {
    for (path, allow) in [
        ("/contacts/x", "GET,HEAD,PUT,DELETE"),
        ("/contacts/search", "POST"),
        ("/healthz", "GET,HEAD"),
    ] {
        let answer = app.call("OPTIONS", path).token(None).version(None);
        let answer = answer.send().await;
        let mut told: Vec<&str> = answer.header("allow").split(',').collect();
        let mut expected: Vec<&str> = allow.split(',').collect();
        told.sort_unstable();
        expected.sort_unstable();
        assert_eq!((answer.status, told), (204, expected), "{path}");
    }
    app.call("OPTIONS", "/nothing").send().await.is(404);
}

async fn a_url_that_is_too_long_is_refused(app: &TestApp) {
    let long = format!("/contacts/{}", "x".repeat(9_000));
    app.get(&long).await.is(414);
}
