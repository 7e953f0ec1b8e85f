//! Revocation and introspection: a client about its own tokens, and nobody else's.

use serde_json::json;
use tenon_model::Scope;

use crate::support::{
    app::{HOME, TestApp},
    oauth::{Browser, Reply, TestClient, text},
};

on_both! {
    a_client_takes_its_tokens_back
    a_client_asks_about_its_own_tokens
}

on_both! { with limited:
    what_a_client_asks_counts_against_its_limit
}

fn limited() -> tenon_server::Settings {
    tenon_server::Settings {
        rate_limit: Some(tenon_server::RateLimit::new(3, 10)),
        ..tenon_server::Settings::default()
    }
}

async fn what_a_client_asks_counts_against_its_limit(app: &TestApp) {
    let (client, other) = (app.app(|_| {}).await, app.app(|_| {}).await);
    // Who does not know the secret uses nothing of it up.
    let wrong = [
        ("client_id", client.id.as_str()),
        ("client_secret", "wrong"),
        ("token", "x"),
    ];
    let reply = app.form("/oauth/introspect", &wrong, &[]).await;
    assert_eq!((reply.status, reply.header("x-ratelimit-max")), (401, ""));
    let reply = app.token_call(&client.refreshing("nothing")).await;
    assert_eq!((reply.status, reply.header("x-ratelimit-max")), (400, "3"));
    call(app, "/oauth/revoke", &client, "x").await.ok();
    call(app, "/oauth/introspect", &client, "x").await.ok();
    let refused = [
        app.token_call(&client.refreshing("nothing")).await,
        call(app, "/oauth/revoke", &client, "x").await,
        call(app, "/oauth/introspect", &client, "x").await,
    ];
    for reply in refused {
        assert_eq!(reply.status, 429, "{}", reply.text);
        assert_eq!(reply.header("x-ratelimit-remaining"), "0");
        assert_eq!(reply.body["message"], "Too Many Requests");
    }
    call(app, "/oauth/introspect", &other, "x").await.ok();
    app.pass(10);
    call(app, "/oauth/introspect", &client, "x").await.ok();
}

async fn call(app: &TestApp, path: &str, client: &TestClient, token: &str) -> Reply {
    let fields = [
        ("client_id", client.id.as_str()),
        ("client_secret", &client.secret),
        ("token", token),
        ("token_type_hint", "something"),
    ];
    app.form(path, &fields, &[]).await
}

async fn pair(app: &TestApp, client: &TestClient) -> (String, String) {
    let mut browser = Browser::of(app, "ana@example.org").await;
    let request = client.request("contacts.readonly");
    let code = browser.allow(&request, "location:home").await;
    let given = app.token_call(&client.redeeming(&code)).await.ok();
    (text(&given, "access_token"), text(&given, "refresh_token"))
}

async fn works(app: &TestApp, access: &str) -> bool {
    let call = app.call("GET", "/tenon/v1/access").token(Some(access));
    call.send().await.status == 200
}

async fn a_client_takes_its_tokens_back(app: &TestApp) {
    app.person("ana@example.org", &[(HOME, "owner")]).await;
    let (client, other) = (app.app(|_| {}).await, app.app(|_| {}).await);
    let (access, refresh) = pair(app, &client).await;
    let private = app.token_for(HOME, Scope::ALL).await;
    for (token, status) in [
        (access.as_str(), 400),
        (&refresh, 400),
        (&private, 400),
        ("nothing", 200),
    ] {
        let reply = call(app, "/oauth/revoke", &other, token).await;
        assert_eq!(reply.status, status, "{}", reply.text);
    }
    assert!(works(app, &access).await && works(app, &private).await);
    call(app, "/oauth/revoke", &client, &access).await.ok();
    assert!(!works(app, &access).await);
    call(app, "/oauth/revoke", &client, &access).await.ok();
    // The grant stands, so it goes on.
    let given = app.token_call(&client.refreshing(&refresh)).await.ok();
    let (access, refresh) = (text(&given, "access_token"), text(&given, "refresh_token"));
    assert!(works(app, &access).await);
    call(app, "/oauth/revoke", &client, &refresh).await.ok();
    assert!(
        !works(app, &access).await,
        "and with the grant all that came of it ends"
    );
    let told = "Invalid grant: refresh token is invalid";
    let reply = app.token_call(&client.refreshing(&refresh)).await;
    reply.fails(400, "invalid_grant", told);
    let fields = [("client_id", client.id.as_str()), ("token", "x")];
    let reply = app.form("/oauth/revoke", &fields, &[]).await;
    reply.fails(401, "invalid_client", "Invalid client: client is invalid");
}

async fn a_client_asks_about_its_own_tokens(app: &TestApp) {
    let ana = app.person("ana@example.org", &[(HOME, "owner")]).await;
    let (client, other) = (app.app(|_| {}).await, app.app(|_| {}).await);
    let (access, refresh) = pair(app, &client).await;
    let private = app.token_for(HOME, Scope::ALL).await;
    let told = call(app, "/oauth/introspect", &client, &access).await.ok();
    for (name, value) in [
        ("active", json!(true)),
        ("scope", json!("contacts.readonly")),
        ("client_id", json!(client.id)),
        ("token_type", json!("Bearer")),
        ("sub", json!(ana.id)),
        ("locationId", json!(HOME)),
        ("iss", json!("http://127.0.0.1:8080")),
    ] {
        assert_eq!(told[name], value, "{name} in {told}");
    }
    let life = told["exp"].as_i64().unwrap() - told["iat"].as_i64().unwrap();
    assert_eq!(life, 86_399);
    let told = call(app, "/oauth/introspect", &client, &refresh).await.ok();
    assert_eq!(
        (&told["active"], &told["token_type"]),
        (&json!(true), &json!(null))
    );
    assert_eq!(told["locationId"], HOME);
    for (client, token) in [
        (&other, access.as_str()),
        (&other, &refresh),
        (&client, &private),
        (&client, "nothing"),
    ] {
        let reply = call(app, "/oauth/introspect", client, token).await;
        assert_eq!(reply.ok(), json!({"active": false}));
    }
    app.pass(86_399);
    let told = call(app, "/oauth/introspect", &client, &access).await.ok();
    assert_eq!(told, json!({"active": false}));
    app.token_call(&client.refreshing(&refresh)).await.ok();
    let told = call(app, "/oauth/introspect", &client, &refresh).await.ok();
    assert_eq!(told, json!({"active": false}), "it was used");
    let public = app.app(|new| new.is_public = true).await;
    let fields = [("client_id", public.id.as_str()), ("token", &access)];
    let reply = app.form("/oauth/introspect", &fields, &[]).await;
    reply.fails(401, "invalid_client", "Invalid client: client is invalid");
}
