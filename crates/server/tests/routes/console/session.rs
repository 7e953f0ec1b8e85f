//! The console's session: short tokens for whoever has signed in.

use serde_json::{Value, json};
use tenon_oauth::form_key;

use crate::support::{
    app::{AWAY, HOME, TWINS, TestApp},
    oauth::{Browser, text},
};

on_both! {
    whoever_signed_in_works_by_short_tokens
    a_token_is_asked_for_by_our_own_page
}

async fn ask(app: &TestApp, cookie: &str, headers: &[(&str, &str)], body: &Value) -> (u16, Value) {
    let url = format!("http://{}/console/token", app.address);
    let cookie = format!("tenon={cookie}");
    let mut request = app.client.post(url).header("cookie", cookie);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let reply = request.body(body.to_string()).send().await.unwrap();
    (reply.status().as_u16(), reply.json().await.unwrap())
}

async fn whoever_signed_in_works_by_short_tokens(app: &TestApp) {
    let roles = [(HOME, "owner"), (AWAY, "read-only")];
    app.person("ana@example.org", &roles).await;
    assert_eq!(Browser::new(app).get("/console/session").await.status, 401);
    let mut browser = Browser::of(app, "ana@example.org").await;
    let session = browser.get("/console/session").await.ok();
    assert_eq!(session["email"], "ana@example.org");
    let places = json!([
        {"id": AWAY, "name": "The firm away", "role": "read-only"},
        {"id": HOME, "name": "The firm home", "role": "owner"},
    ]);
    assert_eq!(session["locations"], places);
    let cookie = browser.cookie.clone().unwrap();
    let key = text(&session, "key");
    let headers = [("x-tenon-key", key.as_str())];
    let token = async |location: &str| {
        let body = json!({"locationId": location});
        ask(app, &cookie, &headers, &body).await
    };
    let (status, home) = token(HOME).await;
    assert_eq!((status, &home["expiresIn"]), (200, &json!(300)), "{home}");
    let home = text(&home, "token");
    let body = json!({"locationId": HOME, "firstName": "Ben"});
    let call = app.call("POST", "/contacts/").token(Some(&home));
    let made = call.json(&body).send().await.is(201);
    let path = format!(
        "/tenon/v1/contacts/{}/timeline",
        text(&made["contact"], "id")
    );
    let told = app
        .call("GET", &path)
        .token(Some(&home))
        .send()
        .await
        .is(200);
    let who = &told["entries"][0]["who"];
    assert_eq!(
        (&who["kind"], &who["name"]),
        (&json!("person"), &json!("ana"))
    );
    let (_, away) = token(AWAY).await;
    let body = json!({"locationId": AWAY, "firstName": "Ben"});
    let call = app.call("POST", "/contacts/").token(away["token"].as_str());
    let told = "The token is not authorized for this scope.";
    call.json(&body).send().await.refuses(401, told);
    for (location, status) in [(TWINS, 403), ("nowhere", 403), ("", 400), ("a/b", 400)] {
        assert_eq!(token(location).await.0, status, "{location}");
    }
    app.pass(300);
    let call = app.call("GET", "/tenon/v1/access").token(Some(&home));
    call.send().await.refuses(401, "Invalid JWT");
    browser.post("/sign-out", &[]).await;
    assert_eq!(token(HOME).await.0, 401);
}

async fn a_token_is_asked_for_by_our_own_page(app: &TestApp) {
    app.person("ana@example.org", &[(HOME, "owner")]).await;
    let browser = Browser::of(app, "ana@example.org").await;
    let cookie = browser.cookie.clone().unwrap();
    let (key, other) = (form_key(&cookie), form_key("another"));
    let body = json!({"locationId": HOME});
    for headers in [
        &[][..],
        &[("x-tenon-key", "")],
        &[("x-tenon-key", other.as_str())],
        &[
            ("x-tenon-key", key.as_str()),
            ("sec-fetch-site", "cross-site"),
        ],
    ] {
        let (status, told) = ask(app, &cookie, headers, &body).await;
        assert_eq!(status, 403, "{headers:?}: {told}");
    }
    let ours = [
        ("x-tenon-key", key.as_str()),
        ("sec-fetch-site", "same-origin"),
    ];
    for body in [json!(null), json!([]), json!({"locationId": 7}), json!({})] {
        assert_eq!(ask(app, &cookie, &ours, &body).await.0, 400, "{body}");
    }
    assert_eq!(ask(app, &cookie, &ours, &body).await.0, 200);
    assert_eq!(ask(app, &other, &ours, &body).await.0, 401);
}
