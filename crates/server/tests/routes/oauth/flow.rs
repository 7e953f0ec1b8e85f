//! The whole flow: a person lets an app in, and the app works on their behalf.

use serde_json::json;
use tenon_model::Scope;

use crate::support::{
    app::{AWAY, HOME, TestApp},
    oauth::{BACK, Browser, TestClient, VERIFIER, encode, text},
};

on_both! {
    a_person_lets_an_app_in
    the_v3_dialect_speaks_in_camel_case
    a_public_client_shows_no_secret
    a_secret_may_come_in_the_header
    a_client_excused_from_pkce_sends_none
    a_client_gets_in_by_itself_where_it_is_let
    what_is_missing_or_wrong_is_told
    the_metadata_tell_where_everything_is
}

async fn a_person_lets_an_app_in(app: &TestApp) {
    let person = app
        .person("ana@example.org", &[(HOME, "owner"), (AWAY, "member")])
        .await;
    let client = app.app(|_| {}).await;
    let mut browser = Browser::of(app, "ana@example.org").await;
    let request = client.request("contacts.readonly contacts.write");
    let reply = browser.get(&request).await;
    assert!(reply.text.contains("Leads &lt;App&gt;"), "{}", reply.text);
    assert!(
        reply.text.contains("see contacts with their tasks"),
        "{}",
        reply.text
    );
    assert!(reply.text.contains("The firm home") && reply.text.contains("The firm away"));
    let fields = [("decision", "allow"), ("choice", "location:home")];
    let reply = browser.post(&request, &fields).await;
    assert_eq!(reply.status, 303, "{}", reply.text);
    assert!(
        reply
            .location()
            .starts_with(&format!("{BACK}?code=tenon_ac_"))
    );
    assert_eq!(reply.told("state").as_deref(), Some("s & t"));
    assert_eq!(reply.told("iss").as_deref(), Some("http://127.0.0.1:8080"));
    let code = reply.told("code").unwrap();
    let given = app.token_call(&client.redeeming(&code)).await.ok();
    assert_eq!(given["token_type"], "Bearer");
    assert_eq!(given["expires_in"], 86_399);
    assert_eq!(given["scope"], "contacts.readonly contacts.write");
    assert_eq!(given["userType"], "Location");
    assert_eq!(given["locationId"], HOME);
    assert_eq!(given["userId"], person.id.as_str());
    assert_eq!(given["companyId"].as_str().map(str::len), Some(20));
    assert_eq!(given["isBulkInstallation"], false);
    let (access, refresh) = (text(&given, "access_token"), text(&given, "refresh_token"));

    let body = json!({"locationId": HOME, "firstName": "Ben"});
    let call = app
        .call("POST", "/contacts/")
        .token(Some(&access))
        .json(&body);
    let made = call.send().await.is(201);
    let id = text(&made["contact"], "id");
    let path = format!("/tenon/v1/contacts/{id}/timeline");
    let told = app.get(&path).await.is(200);
    let who = &told["entries"][0]["who"];
    assert_eq!(who["kind"], "app", "{told}");
    assert_eq!(who["id"], client.id.as_str());
    assert_eq!(who["name"], "Leads <App>");
    // It was let into one location only, and not into everything there.
    let body = json!({"locationId": AWAY, "firstName": "Ben"});
    let call = app
        .call("POST", "/contacts/")
        .token(Some(&access))
        .json(&body);
    call.send().await.is(403);
    let call = app.call("GET", "/locations/home").token(Some(&access));
    let told = "The token is not authorized for this scope.";
    call.send().await.refuses(401, told);

    let given = app.token_call(&client.refreshing(&refresh)).await.ok();
    let second = text(&given, "access_token");
    assert_ne!(text(&given, "refresh_token"), refresh);
    assert_eq!(given["scope"], "contacts.readonly contacts.write");
    for token in [&access, &second] {
        let call = app
            .call("GET", &format!("/contacts/{id}"))
            .token(Some(token));
        call.send().await.is(200);
    }
    app.pass(86_400);
    let call = app
        .call("GET", &format!("/contacts/{id}"))
        .token(Some(&second));
    call.send().await.refuses(401, "Invalid JWT");
}

async fn the_v3_dialect_speaks_in_camel_case(app: &TestApp) {
    app.person("ana@example.org", &[(HOME, "owner")]).await;
    let client = app.app(|_| {}).await;
    let mut browser = Browser::of(app, "ana@example.org").await;
    let code = browser
        .allow(&client.request("contacts.readonly"), "location:home")
        .await;
    let v3 = [("version", "v3")];
    let fields = [
        ("grantType", "authorization_code"),
        ("clientId", client.id.as_str()),
        ("clientSecret", &client.secret),
        ("code", &code),
        ("codeVerifier", VERIFIER),
        ("userType", "Location"),
    ];
    let given = app.form("/oauth/token", &fields, &v3).await.ok();
    for name in [
        "accessToken",
        "tokenType",
        "expiresIn",
        "scope",
        "userType",
        "userId",
    ] {
        assert!(!given[name].is_null(), "{name} in {given}");
    }
    assert_eq!(given["access_token"], serde_json::Value::Null);
    // The same as JSON.
    let body = json!({
        "grantType": "refresh_token",
        "clientId": client.id,
        "clientSecret": client.secret,
        "refreshToken": given["refreshToken"],
    });
    let call = app
        .call("POST", "/oauth/token")
        .token(None)
        .version(Some("v3"));
    let given = call.json(&body).send().await.is(200);
    assert!(given["refreshToken"].is_string(), "{given}");
    let call = app
        .call("POST", "/oauth/token")
        .token(None)
        .version(Some("v4"));
    let answer = call.json(&body).send().await;
    answer.refuses(401, "version header is invalid");
}

async fn a_public_client_shows_no_secret(app: &TestApp) {
    app.person("ana@example.org", &[(HOME, "owner")]).await;
    let uris: &'static [String] = vec!["http://127.0.0.1/back".to_owned()].leak();
    let client = app
        .app(|new| {
            new.is_public = true;
            new.redirect_uris = uris;
        })
        .await;
    assert_eq!(client.secret, "");
    let mut browser = Browser::of(app, "ana@example.org").await;
    let mut parameters = client.parameters("contacts.readonly");
    // The port is the one that was free (RFC 8252, section 7.3).
    let back = "http://127.0.0.1:51004/back";
    parameters[2].1 = back;
    let request = format!("/oauth/authorize?{}", encode(&parameters));
    let code = browser.allow(&request, "location:home").await;
    let mut fields = client.redeeming(&code);
    fields.retain(|(name, _)| *name != "client_secret");
    fields[3].1 = back;
    let given = app.token_call(&fields).await.ok();
    let refresh = text(&given, "refresh_token");
    let mut fields = client.refreshing(&refresh);
    fields[2].1 = "guessed";
    let wrong = app.token_call(&fields).await;
    wrong.fails(401, "invalid_client", "Invalid client: client is invalid");
    fields.remove(2);
    app.token_call(&fields).await.ok();
}

async fn a_secret_may_come_in_the_header(app: &TestApp) {
    let client = app.app(|new| new.location_id = HOME).await;
    let call = async |id: &str, secret: &str, more: &[(&str, &str)]| {
        let mut fields = vec![("grant_type", "client_credentials")];
        fields.extend(more);
        let header = basic(id, secret);
        let headers = [("authorization", header.as_str())];
        app.form("/oauth/token", &fields, &headers).await
    };
    call(&client.id, &client.secret, &[]).await.ok();
    call(&client.id, &client.secret, &[("client_id", &client.id)])
        .await
        .ok();
    let wrong = call(&client.id, "no", &[]).await;
    wrong.fails(401, "invalid_client", "Invalid client: client is invalid");
    assert!(wrong.header("www-authenticate").starts_with("Basic"));
    let both = [("client_secret", client.secret.as_str())];
    let twice = call(&client.id, &client.secret, &both).await;
    twice.fails(400, "invalid_request", "Invalid parameter: clientId");
}

fn basic(id: &str, secret: &str) -> String {
    use base64::{Engine, engine::general_purpose::STANDARD};
    format!("Basic {}", STANDARD.encode(format!("{id}:{secret}")))
}

async fn a_client_excused_from_pkce_sends_none(app: &TestApp) {
    app.person("ana@example.org", &[(HOME, "owner")]).await;
    let client = app.app(|new| new.needs_pkce = false).await;
    let mut browser = Browser::of(app, "ana@example.org").await;
    let plain = |client: &TestClient| {
        let mut parameters = client.parameters("contacts.readonly");
        parameters.truncate(5);
        // HighLevel's own SDKs send people here.
        format!("/v2/oauth/chooselocation?{}", encode(&parameters))
    };
    let code = browser.allow(&plain(&client), "location:home").await;
    // A verifier without a challenge is a challenge that somebody has taken out.
    let told = "Invalid grant: code verifier is invalid";
    let reply = app.token_call(&client.redeeming(&code)).await;
    reply.fails(400, "invalid_grant", told);
    let mut fields = client.redeeming(&code);
    fields.truncate(4);
    app.token_call(&fields).await.ok();
    let strict = app.app(|_| {}).await;
    let reply = browser.get(&plain(&strict)).await;
    assert_eq!(reply.told("error").as_deref(), Some("invalid_request"));
}

async fn a_client_gets_in_by_itself_where_it_is_let(app: &TestApp) {
    let client = app.app(|new| new.location_id = HOME).await;
    let fields = [
        ("grant_type", "client_credentials"),
        ("client_id", client.id.as_str()),
        ("client_secret", &client.secret),
        ("scope", "contacts.readonly"),
    ];
    let given = app.token_call(&fields).await.ok();
    assert_eq!(given["scope"], "contacts.readonly");
    assert_eq!(given["locationId"], HOME);
    assert!(given["refresh_token"].is_null(), "{given}");
    let call = app.call("GET", "/tenon/v1/access");
    let call = call.token(given["access_token"].as_str());
    call.send().await.is(200);
    let mut more = fields.to_vec();
    more[3].1 = "users.write";
    let told = "Invalid scope: more than was granted";
    app.token_call(&more)
        .await
        .fails(400, "invalid_scope", told);
    let other = app.app(|_| {}).await;
    let fields = [
        ("grant_type", "client_credentials"),
        ("client_id", other.id.as_str()),
        ("client_secret", &other.secret),
    ];
    let reply = app.token_call(&fields).await;
    assert_eq!(reply.body["error"], "unauthorized_client", "{}", reply.text);
    assert!(!client.client.scopes.is_empty() && Scope::ALL.len() > 4);
}

async fn what_is_missing_or_wrong_is_told(app: &TestApp) {
    let client = app.app(|_| {}).await;
    let good = client.refreshing("tenon_rt_0");
    let with = |name: &str, value: Option<&'static str>| {
        let mut fields = good.clone();
        fields.retain(|(key, _)| *key != name);
        let name: &'static str = name.to_owned().leak();
        fields.extend(value.map(|value| (name, value)));
        fields
    };
    for (name, value, error, message) in [
        (
            "grant_type",
            None,
            "invalid_request",
            "Missing parameter: grantType",
        ),
        (
            "grant_type",
            Some("password"),
            "unsupported_grant_type",
            "Invalid parameter: grantType",
        ),
        (
            "client_id",
            None,
            "invalid_request",
            "Missing parameter: clientId",
        ),
        (
            "refresh_token",
            None,
            "invalid_request",
            "Missing parameter: refreshToken",
        ),
        (
            "refresh_token",
            Some("x"),
            "invalid_grant",
            "Invalid grant: refresh token is invalid",
        ),
        (
            "user_type",
            Some("Robot"),
            "invalid_request",
            "Invalid parameter: userType",
        ),
    ] {
        let reply = app.token_call(&with(name, value)).await;
        reply.fails(400, error, message);
    }
    for (name, value) in [
        ("client_id", Some("nobody-1")),
        ("client_id", Some("' OR 1=1 --")),
        ("client_secret", Some("tenon_cs_0")),
        ("client_secret", None),
    ] {
        let reply = app.token_call(&with(name, value)).await;
        reply.fails(401, "invalid_client", "Invalid client: client is invalid");
    }
    let mut twice = good.clone();
    twice.push(("client_id", &client.id));
    let reply = app.token_call(&twice).await;
    reply.fails(400, "invalid_request", "Invalid parameter: clientId");
    for body in ["{", "[]", "7", "{\"grantType\": 1}", ""] {
        let call = app.call("POST", "/oauth/token").token(None).version(None);
        call.bytes(body).send().await.is(400);
    }
    let url = format!("http://{}/oauth/token", app.address);
    let reply = app
        .client
        .post(url)
        .body("grant_type=x")
        .send()
        .await
        .unwrap();
    assert_eq!(reply.status(), 415);
}

async fn the_metadata_tell_where_everything_is(app: &TestApp) {
    let call = app.call("GET", "/.well-known/oauth-authorization-server");
    let told = call.token(None).version(None).send().await.is(200);
    let issuer = "http://127.0.0.1:8080";
    assert_eq!(told["issuer"], issuer);
    assert_eq!(told["code_challenge_methods_supported"], json!(["S256"]));
    assert_eq!(told["response_types_supported"], json!(["code"]));
    assert_eq!(told["authorization_response_iss_parameter_supported"], true);
    assert_eq!(
        told["scopes_supported"].as_array().unwrap().len(),
        Scope::ALL.len()
    );
    for (name, method) in [
        ("authorization_endpoint", "GET"),
        ("token_endpoint", "POST"),
        ("revocation_endpoint", "POST"),
        ("introspection_endpoint", "POST"),
    ] {
        let url = told[name].as_str().unwrap();
        let path = url.strip_prefix(issuer).unwrap();
        let reply = app.client.request(
            method.parse().unwrap(),
            format!("http://{}{path}", app.address),
        );
        let status = reply.send().await.unwrap().status();
        assert!(
            status.is_client_error() && status != 404 && status != 405,
            "{name}"
        );
    }
}
