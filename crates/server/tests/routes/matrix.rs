//! Every operation against every credential that must not do, made from the registry: an operation is
//! covered the moment it is declared. What each does when it is let in is told in `scopes.rs`.

use jiff::SignedDuration;
use serde_json::json;
use tenon_model::{Clock, Scope};
use tenon_operations::{Dialect, Method, Operation, registry};
use tenon_store::Write;

use crate::support::{
    app::{AWAY, HOME, TestApp},
    call::Call,
    oauth::{Browser, text},
};

on_both! {
    no_operation_lets_a_bad_credential_in
    no_operation_is_at_a_path_of_the_other_dialect
    no_operation_tells_of_another_location
    every_post_looks_at_its_idempotency_key
}

const INVALID: &str = "Invalid JWT";
const PRIVATE: &str = "Invalid Private Integration token";
const SCOPE: &str = "The token is not authorized for this scope.";
const CLASS: &str = "This authClass type is not allowed to access this scope.";

const fn method(operation: &Operation) -> &'static str {
    match operation.method {
        Method::Get => "GET",
        Method::Post => "POST",
        Method::Put => "PUT",
        Method::Delete => "DELETE",
    }
}

/// An operation's paths with something in place of each parameter, and a version for each.
fn places(operation: &'static Operation) -> Vec<(String, &'static str)> {
    let filled = |path: &str| -> String {
        let parts: Vec<&str> = path.split('/').collect();
        let fill = |part: &&str| {
            if part.starts_with('{') {
                "nobody".into()
            } else {
                (*part).to_owned()
            }
        };
        parts.iter().map(fill).collect::<Vec<_>>().join("/")
    };
    let versions = [(Dialect::V2, "2021-07-28"), (Dialect::V3, "v3")].into_iter();
    versions
        .filter_map(|(dialect, version)| Some((filled(operation.path_in(dialect)?), version)))
        .collect()
}

fn call<'a>(app: &'a TestApp, operation: &Operation, path: &str) -> Call<'a> {
    let call = app.call(method(operation), path);
    if operation.body.is_some() {
        call.json(&json!({"locationId": HOME}))
    } else {
        call
    }
}

/// A token that has ended.
async fn ended(app: &TestApp) -> String {
    let hour = SignedDuration::from_hours(1);
    let then = app.clock.now() - hour * 2;
    let issued = tenon_oauth::issue(&*app.random, then, hour, HOME, "Old", Scope::ALL);
    app.write(HOME, vec![Write::Token(Box::new(issued.1))])
        .await;
    issued.0
}

/// An app's tokens: a location's that was taken back, and a company's.
async fn of_an_app(app: &TestApp) -> (String, String) {
    app.person("ana@example.org", &[(HOME, "owner"), (AWAY, "owner")])
        .await;
    let client = app.app(|new| new.scopes = Scope::ALL).await;
    let mut browser = Browser::of(app, "ana@example.org").await;
    let scopes = Scope::list(Scope::ALL);
    let request = client.request(&scopes);
    let code = browser.allow(&request, "location:home").await;
    let given = app.token_call(&client.redeeming(&code)).await.ok();
    let revoked = text(&given, "access_token");
    let call = app.call("GET", "/tenon/v1/access").token(Some(&revoked));
    call.send().await.is(200);
    let fields = [
        ("client_id", client.id.as_str()),
        ("client_secret", &client.secret),
        ("token", &revoked),
    ];
    app.form("/oauth/revoke", &fields, &[]).await.ok();
    let page = browser.get(&request).await;
    let choice = page.text.split("value=\"company:").nth(1).unwrap();
    let choice = format!("company:{}", choice.split('"').next().unwrap());
    let code = browser.allow(&request, &choice).await;
    let given = app.token_call(&client.redeeming(&code)).await.ok();
    (revoked, text(&given, "access_token"))
}

async fn no_operation_lets_a_bad_credential_in(app: &TestApp) {
    let ended = ended(app).await;
    let (revoked, company) = of_an_app(app).await;
    let before = app.store.last_seq(HOME).await.unwrap();
    for operation in registry() {
        let others: Vec<Scope> = Scope::ALL
            .iter()
            .copied()
            .filter(|scope| *scope != operation.scope)
            .collect();
        let narrow = app.token_for(HOME, &others).await;
        let bare = app.token_for(HOME, &[]).await;
        for (path, version) in places(operation) {
            let sent = |token| {
                call(app, operation, &path)
                    .version(Some(version))
                    .token(token)
                    .send()
            };
            let none = "Send a token: Authorization: Bearer …";
            sent(None).await.refuses(401, none);
            for (token, told) in [
                ("", INVALID),
                ("nonsense", INVALID),
                ("pit-nonsense", PRIVATE),
                (&"x".repeat(5_000), INVALID),
                (&ended, PRIVATE),
                (&revoked, INVALID),
                (&company, CLASS),
                (&narrow, SCOPE),
                (&bare, SCOPE),
            ] {
                let answer = sent(Some(token)).await;
                let told = if token.is_empty() {
                    answer.body["message"].clone()
                } else {
                    told.into()
                };
                assert_eq!(
                    (answer.status, &answer.body["message"]),
                    (401, &told),
                    "{} with {token}",
                    operation.id
                );
            }
            let basic = call(app, operation, &path)
                .version(Some(version))
                .token(None);
            let basic = basic.header("Authorization", "Basic dGVub246dGVub24=");
            basic.send().await.refuses(401, none);
        }
    }
    assert_eq!(
        app.store.last_seq(HOME).await.unwrap(),
        before,
        "nothing was done"
    );
}

async fn no_operation_is_at_a_path_of_the_other_dialect(app: &TestApp) {
    for operation in registry() {
        for (path, version) in places(operation) {
            let sent = |version| call(app, operation, &path).version(version).send();
            if path.starts_with("/tenon/") {
                let path = format!("{path}?wait=0");
                let answer = call(app, operation, &path).version(None).send().await;
                assert_ne!(answer.status, 401, "{path} has no dialects");
                continue;
            }
            sent(None)
                .await
                .refuses(401, "version header was not found.");
            for bogus in ["", "1", "V3", "2021-07-29", "v3, 2021-07-28"] {
                let told = "version header is invalid";
                sent(Some(bogus)).await.refuses(401, told);
            }
            let other = if version == "v3" {
                Dialect::V2
            } else {
                Dialect::V3
            };
            let there = operation.path_in(other).is_some_and(|other| {
                operation
                    .path_in(Dialect::V2)
                    .is_none_or(|path| path == other)
                    && operation
                        .path_in(Dialect::V3)
                        .is_none_or(|path| path == other)
            });
            if !there {
                let version = if version == "v3" { "2021-07-28" } else { "v3" };
                assert_eq!(sent(Some(version)).await.status, 404, "{path} {version}");
            }
        }
    }
}

async fn no_operation_tells_of_another_location(app: &TestApp) {
    let before = app.store.last_seq(AWAY).await.unwrap();
    for operation in registry() {
        for (path, version) in places(operation) {
            // What is a stream ends when it has told what there is.
            let query = format!("{path}?locationId={AWAY}&wait=0");
            let call = app.call(method(operation), &query).version(Some(version));
            let call = match operation.body {
                Some(_) => call.json(&json!({"locationId": AWAY})),
                None => call,
            };
            let answer = call.send().await;
            let names = operation.body.is_some_and(|body| body.location);
            let expected = if names {
                answer.status == 403
            } else {
                answer.status < 500
            };
            assert!(expected, "{}: {}", operation.id, answer.text);
            assert!(!answer.text.contains("The firm away"), "{}", answer.text);
        }
    }
    assert_eq!(app.store.last_seq(AWAY).await.unwrap(), before);
}

async fn every_post_looks_at_its_idempotency_key(app: &TestApp) {
    // Refused alike before anything is looked at, whatever the operation.
    for operation in registry().filter(|operation| operation.method == Method::Post) {
        for (path, version) in places(operation) {
            let call = call(app, operation, &path).version(Some(version));
            let answer = call.header("Idempotency-Key", "two words").send().await;
            let told = "An Idempotency-Key is 1 to 255 visible ASCII characters, such as a UUID.";
            answer.refuses(400, told);
        }
    }
}
