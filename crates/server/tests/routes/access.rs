//! Who is let in: the `Version` header, tokens, and the one location a token sees.

use serde_json::json;
use tenon_model::Scope;

use crate::support::app::{AWAY, HOME, TestApp};

on_both! {
    a_caller_names_a_version_that_is_spoken
    a_caller_shows_a_token_that_is_known
    a_token_ends
    a_token_sees_one_location
    tenon_tells_which_location_a_token_sees
}

async fn a_caller_names_a_version_that_is_spoken(app: &TestApp) {
    let id = app.contact(json!({"firstName": "Ana"})).await;
    let path = format!("/contacts/{id}");
    for version in ["2021-04-15", "2021-07-28", "2023-02-21"] {
        let answer = app.call("GET", &path).version(Some(version)).send().await;
        answer.is(200);
    }
    let none = app.call("GET", &path).version(None).send().await;
    none.refuses(401, "version header was not found.");
    for version in ["", "bogus", "2021-07-29", "2021-07-28, v3"] {
        let answer = app.call("GET", &path).version(Some(version)).send().await;
        answer.refuses(401, "version header is invalid");
    }
    // Tenon's own paths have no dialects.
    let own = app.call("GET", "/tenon/v1/access").version(None);
    own.send().await.is(200);
}

async fn a_caller_shows_a_token_that_is_known(app: &TestApp) {
    let body = json!({"locationId": HOME, "email": "x@example.org"});
    let call = || app.call("POST", "/contacts/").json(&body);
    let told = "Send a token: Authorization: Bearer …";
    call().token(None).send().await.refuses(401, told);
    for header in ["Basic dGVub246", "Bearer", "tenon_1"] {
        let call = call().token(None).header("Authorization", header);
        call.send().await.refuses(401, told);
    }
    let long = "x".repeat(10_000);
    for token in [
        "x",
        "tenon_",
        "tenon_0000",
        &app.token[1..],
        &long,
        "' OR 1=1 --",
    ] {
        let answer = call().token(Some(token)).send().await;
        answer.refuses(401, "Invalid JWT");
    }
    // The scheme is told in any case (RFC 9110, section 11.1).
    let call = call().token(None);
    let call = call.header("Authorization", &format!("bEARER {}", app.token));
    call.send().await.is(201);
    let found = app.search(json!({})).await.is(200);
    assert_eq!(found["total"], 1, "a refused call has made nothing");
}

async fn a_token_ends(app: &TestApp) {
    app.get("/tenon/v1/access").await.is(200);
    app.pass(60 * 60 - 1);
    app.get("/tenon/v1/access").await.is(200);
    app.pass(1);
    let answer = app.get("/tenon/v1/access").await;
    answer.refuses(401, "Invalid Private Integration token");
    // Also when it was never looked up before.
    let token = app.token_for(HOME, Scope::ALL).await;
    app.pass(2 * 60 * 60);
    let answer = app.call("GET", "/tenon/v1/access").token(Some(&token));
    answer
        .send()
        .await
        .refuses(401, "Invalid Private Integration token");
}

async fn a_token_sees_one_location(app: &TestApp) {
    let id = app.contact(json!({"email": "ana@example.org"})).await;
    let task = json!({"title": "Call", "dueDate": "2026-01-06", "completed": false});
    let task = app.post(&format!("/contacts/{id}/tasks"), task).await;
    let task = task.is(201)["task"]["id"].as_str().unwrap().to_owned();
    let away = app.token_for(AWAY, Scope::ALL).await;
    let other = "The token does not have access to this location.";
    let named = json!({"locationId": HOME, "email": "ben@example.org", "pageLimit": 1});
    for (path, body) in [
        (
            "/contacts/",
            json!({"locationId": HOME, "email": "ben@example.org"}),
        ),
        (
            "/contacts/upsert",
            json!({"locationId": HOME, "email": "ana@example.org"}),
        ),
        (
            "/contacts/search",
            json!({"locationId": HOME, "pageLimit": 1}),
        ),
    ] {
        let call = app.call("POST", path).token(Some(&away)).json(&body);
        call.send().await.refuses(403, other);
    }
    // Told before anything else is said of the body.
    let call = app
        .call("POST", "/contacts/")
        .token(Some(&away))
        .json(&named);
    call.send().await.refuses(403, other);
    for path in [
        format!("/contacts/search/duplicate?locationId={HOME}&email=ana@example.org"),
        format!("/locations/{HOME}"),
    ] {
        let call = app.call("GET", &path).token(Some(&away));
        call.send().await.refuses(403, other);
    }
    // Another location's ids are ids nobody has.
    for (method, path, body) in [
        ("GET", format!("/contacts/{id}"), None),
        (
            "PUT",
            format!("/contacts/{id}"),
            Some(json!({"city": "Waco"})),
        ),
        ("DELETE", format!("/contacts/{id}"), None),
        (
            "POST",
            format!("/contacts/{id}/tags"),
            Some(json!({"tags": ["x"]})),
        ),
        ("GET", format!("/contacts/{id}/tasks"), None),
        (
            "POST",
            format!("/contacts/{id}/notes"),
            Some(json!({"body": "x"})),
        ),
        ("GET", format!("/tenon/v1/contacts/{id}/timeline"), None),
    ] {
        let mut call = app.call(method, &path).token(Some(&away));
        if let Some(body) = body {
            call = call.json(&body);
        }
        call.send().await.refuses(400, "Contact not found");
    }
    let call = app.call("GET", &format!("/contacts/{id}/tasks/{task}"));
    let answer = call.token(Some(&away)).send().await;
    answer.refuses(400, "Task not found");
    let links = app.call("GET", &format!("/tenon/v1/links?contactId={id}"));
    let links = links.token(Some(&away)).send().await.is(200);
    assert_eq!(links["links"], json!([]));
    assert_eq!(
        app.get(&format!("/contacts/{id}")).await.is(200)["contact"]["tags"],
        json!([])
    );
}

async fn tenon_tells_which_location_a_token_sees(app: &TestApp) {
    let body = app.get("/tenon/v1/access").await.is(200);
    assert_eq!(body["locationId"], HOME);
    assert_eq!(body["locationName"], "The firm home");
    assert_eq!(body["name"], "Office");
}
