//! The authorization endpoint: who is asked, what is refused, and where answers go.

use crate::support::{
    app::{AWAY, HOME, TWINS, TestApp},
    oauth::{BACK, Browser, TestClient, encode, text},
};

on_both! {
    who_is_not_signed_in_signs_in_first
    a_request_nobody_can_answer_is_shown_and_not_sent_on
    a_person_may_say_no
    a_role_bounds_what_is_given
    an_answer_comes_from_our_own_page
    a_page_cannot_be_framed_or_scripted
    a_client_that_was_shut_out_asks_nobody
}

async fn ready(app: &TestApp) -> (TestClient, Browser<'_>) {
    app.person("ana@example.org", &[(HOME, "owner")]).await;
    let client = app.app(|_| {}).await;
    (client, Browser::of(app, "ana@example.org").await)
}

async fn who_is_not_signed_in_signs_in_first(app: &TestApp) {
    app.person("ana@example.org", &[(HOME, "owner")]).await;
    let client = app.app(|_| {}).await;
    let mut browser = Browser::new(app);
    let request = client.request("contacts.readonly");
    let reply = browser.get(&request).await;
    assert_eq!(reply.status, 303);
    assert!(
        reply
            .location()
            .starts_with("/sign-in?to=%2Foauth%2Fauthorize")
    );
    let page = browser.get(reply.location()).await;
    assert!(
        page.text.contains("name=\"to\" value=\"/oauth/authorize?"),
        "{}",
        page.text
    );
    let fields = [
        ("email", "ANA@example.org "),
        ("password", crate::support::oauth::PASSWORD),
        ("to", &request),
    ];
    let reply = browser.post("/sign-in", &fields).await;
    assert_eq!((reply.status, reply.location()), (303, request.as_str()));
    assert_eq!(browser.get(&request).await.status, 200);
    // An answer without a session is none.
    let mut stranger = Browser::new(app);
    stranger.get("/sign-in").await;
    let fields = [("decision", "allow"), ("choice", "location:home")];
    let reply = stranger.post(&request, &fields).await;
    assert!(
        reply.location().starts_with("/sign-in?"),
        "{}",
        reply.location()
    );
}

async fn a_request_nobody_can_answer_is_shown_and_not_sent_on(app: &TestApp) {
    let (client, mut browser) = ready(app).await;
    let good = client.parameters("contacts.readonly");
    for (at, value) in [
        (1, "nobody-1"),
        (1, ""),
        (2, "https://evil.example/back"),
        (2, "https://app.example.org/back/.."),
        (2, ""),
    ] {
        let mut parameters = good.clone();
        parameters[at].1 = value;
        let request = format!("/oauth/authorize?{}", encode(&parameters));
        let reply = browser.get(&request).await;
        assert_eq!((reply.status, reply.location()), (400, ""), "{value}");
        assert!(!reply.text.contains("evil"), "{}", reply.text);
        let reply = browser.post(&request, &[("decision", "allow")]).await;
        assert_eq!((reply.status, reply.location()), (400, ""), "{value}");
    }
    for (at, value, error) in [
        (0, "token", "unsupported_response_type"),
        (3, "users.write", "invalid_scope"),
        (3, "<script>", "invalid_scope"),
        (5, "short", "invalid_request"),
        (6, "plain", "invalid_request"),
    ] {
        let mut parameters = good.clone();
        parameters[at].1 = value;
        let request = format!("/oauth/authorize?{}", encode(&parameters));
        let reply = browser.get(&request).await;
        assert_eq!(reply.status, 303, "{value}");
        assert!(
            reply
                .location()
                .starts_with(&format!("{BACK}?error={error}&"))
        );
        assert_eq!(reply.told("state").as_deref(), Some("s & t"));
        assert!(reply.told("iss").is_some());
    }
}

async fn a_person_may_say_no(app: &TestApp) {
    let (client, mut browser) = ready(app).await;
    let request = client.request("contacts.readonly");
    for fields in [vec![("decision", "deny")], vec![]] {
        let reply = browser.post(&request, &fields).await;
        assert_eq!(reply.told("error").as_deref(), Some("access_denied"));
        assert_eq!(reply.told("code"), None);
    }
    // A yes to something that was not offered gives nothing.
    for choice in ["", "location:away", "location:nowhere", "company:x"] {
        let fields = [("decision", "allow"), ("choice", choice)];
        let reply = browser.post(&request, &fields).await;
        assert_eq!((reply.status, reply.location()), (200, ""), "{choice}");
    }
}

async fn a_role_bounds_what_is_given(app: &TestApp) {
    let roles = [(HOME, "owner"), (AWAY, "read-only"), (TWINS, "member")];
    app.person("ana@example.org", &roles).await;
    let client = app.app(|_| {}).await;
    let mut browser = Browser::of(app, "ana@example.org").await;
    let request = client.request("contacts.readonly contacts.write oauth.readonly");
    for (location, scope) in [
        (HOME, "contacts.readonly contacts.write oauth.readonly"),
        (TWINS, "contacts.readonly contacts.write"),
        (AWAY, "contacts.readonly"),
    ] {
        let code = browser
            .allow(&request, &format!("location:{location}"))
            .await;
        let given = app.token_call(&client.redeeming(&code)).await.ok();
        assert_eq!(given["scope"], scope, "{location}");
        assert_eq!(given["locationId"], location);
    }
    // Where the role covers nothing that is asked for, there is nothing to choose.
    app.person("ben@example.org", &[(AWAY, "read-only")]).await;
    let mut browser = Browser::of(app, "ben@example.org").await;
    let request = client.request("contacts.write");
    let page = browser.get(&request).await;
    assert!(!page.text.contains("value=\"allow\""), "{}", page.text);
    let fields = [("decision", "allow"), ("choice", "location:away")];
    assert_eq!(browser.post(&request, &fields).await.location(), "");
}

async fn an_answer_comes_from_our_own_page(app: &TestApp) {
    let (client, mut browser) = ready(app).await;
    let request = client.request("contacts.readonly");
    let fields = [("decision", "allow"), ("choice", "location:home")];
    let reply = browser.post_without_key(&request, &fields).await;
    assert_eq!((reply.status, reply.location()), (403, ""));
    let mut forged = fields.to_vec();
    let other = tenon_oauth::form_key("another browser");
    forged.push(("key", &other));
    let reply = browser.post_without_key(&request, &forged).await;
    assert_eq!((reply.status, reply.location()), (403, ""));
    let key = tenon_oauth::form_key(browser.cookie.as_ref().unwrap());
    let cookie = format!("tenon={}", browser.cookie.as_ref().unwrap());
    let mut right = fields.to_vec();
    right.push(("key", &key));
    for site in ["cross-site", "same-site"] {
        let headers = [("cookie", cookie.as_str()), ("sec-fetch-site", site)];
        let reply = app.form(&request, &right, &headers).await;
        assert_eq!((reply.status, reply.location()), (403, ""), "{site}");
    }
    let reply = browser.post_without_key(&request, &right).await;
    assert_eq!(reply.status, 303);
}

async fn a_page_cannot_be_framed_or_scripted(app: &TestApp) {
    let (client, mut browser) = ready(app).await;
    let pages = [
        browser.get(&client.request("contacts.readonly")).await,
        browser.get("/oauth/authorize").await,
        Browser::new(app).get("/sign-in").await,
        Browser::new(app).get("/sign-in/link/x").await,
    ];
    for page in pages {
        let policy = page.header("content-security-policy");
        for part in [
            "default-src 'none'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
        ] {
            assert!(policy.contains(part), "{policy}");
        }
        assert!(!policy.contains("script-src") && !page.text.contains("<script"));
        assert_eq!(page.header("x-frame-options"), "DENY");
        assert_eq!(page.header("referrer-policy"), "no-referrer");
        assert_eq!(page.header("cache-control"), "no-store");
    }
    // Browsers hold the redirect after the form to the same policy.
    let page = browser.get(&client.request("contacts.readonly")).await;
    let policy = page.header("content-security-policy");
    assert!(
        policy.contains("form-action 'self' https://app.example.org;"),
        "{policy}"
    );
}

async fn a_client_that_was_shut_out_asks_nobody(app: &TestApp) {
    let (client, mut browser) = ready(app).await;
    let request = client.request("contacts.readonly");
    let code = browser.allow(&request, "location:home").await;
    let given = app.token_call(&client.redeeming(&code)).await.ok();
    let access = text(&given, "access_token");
    let call = || app.call("GET", "/tenon/v1/access").token(Some(&access));
    call().send().await.is(200);
    let code = browser.allow(&request, "location:home").await;
    let mut gone = app.store.client(&client.id).await.unwrap().unwrap();
    gone.revoked_at = Some(tenon_model::Clock::now(&*app.clock));
    app.oauth(vec![tenon_store::OAuthWrite::Client(gone)]).await;
    assert_eq!(browser.get(&request).await.status, 400);
    let reply = app.token_call(&client.redeeming(&code)).await;
    reply.fails(401, "invalid_client", "Invalid client: client is invalid");
    // Another node believes what it has seen for five seconds.
    app.pass(5);
    call().send().await.refuses(401, "Invalid JWT");
}
