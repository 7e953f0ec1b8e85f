//! Signing in and out.

use tenon_model::{Clock, Random};
use tenon_oauth::People;
use tenon_server::{OAuthSettings, Settings};

use crate::support::{
    app::{HOME, TestApp},
    oauth::{Browser, PASSWORD},
};

on_both! {
    who_knows_the_password_gets_in
    wrong_guesses_are_told_alike_and_cost_time
    many_guesses_at_once_are_no_way_around
    a_link_lets_in_once
    a_session_ends
    a_form_comes_from_our_own_page
    nobody_is_sent_elsewhere_after_signing_in
}

fn under_https() -> Settings {
    Settings {
        oauth: OAuthSettings {
            public_url: "https://tenon.example.org/".parse().unwrap(),
            ..OAuthSettings::default()
        },
        ..Settings::default()
    }
}

on_both! { with under_https:
    a_cookie_under_https_is_for_this_host_only
}

const EMAIL: &str = "ana@example.org";

async fn who_knows_the_password_gets_in(app: &TestApp) {
    app.person(EMAIL, &[(HOME, "owner")]).await;
    let mut browser = Browser::new(app);
    let page = browser.get("/sign-in").await;
    assert_eq!(page.status, 200);
    let cookie = page.header("set-cookie");
    assert!(
        cookie.ends_with("; Path=/; HttpOnly; SameSite=Lax"),
        "{cookie}"
    );
    let before = browser.cookie.clone();
    let reply = browser.sign_in(EMAIL, PASSWORD).await;
    assert_eq!((reply.status, reply.location()), (303, "/console/"));
    let cookie = reply.header("set-cookie");
    assert!(
        cookie.contains("HttpOnly; SameSite=Lax; Max-Age=43200"),
        "{cookie}"
    );
    // A cookie that somebody had planted is worth nothing.
    assert_ne!(browser.cookie, before);
    assert_eq!(browser.get("/sign-in").await.location(), "/console/");
    let mut planted = Browser::new(app);
    planted.cookie = before;
    assert_eq!(planted.get("/sign-in").await.status, 200);
}

async fn wrong_guesses_are_told_alike_and_cost_time(app: &TestApp) {
    app.person(EMAIL, &[(HOME, "owner")]).await;
    let told = "The e-mail address or the password is wrong.";
    for email in [EMAIL, "nobody@example.org"] {
        let mut browser = Browser::new(app);
        for _ in 0..5 {
            let reply = browser.sign_in(email, "a wrong guess").await;
            assert_eq!(reply.status, 401);
            assert!(reply.text.contains(told), "{}", reply.text);
        }
        // Locked now, for the right password too, and whether the account is there or not.
        for password in ["a wrong guess", PASSWORD] {
            let reply = browser.sign_in(email, password).await;
            assert_eq!(reply.status, 429);
            assert!(reply.text.contains("Too many tries"), "{}", reply.text);
        }
    }
    app.pass(1);
    let mut browser = Browser::new(app);
    assert_eq!(browser.sign_in(EMAIL, "a wrong guess").await.status, 401);
    app.pass(1);
    assert_eq!(
        browser.sign_in(EMAIL, PASSWORD).await.status,
        429,
        "two seconds now"
    );
    app.pass(1);
    assert_eq!(browser.sign_in(EMAIL, PASSWORD).await.status, 303);
    // A success forgets them.
    let mut browser = Browser::new(app);
    for _ in 0..5 {
        assert_eq!(browser.sign_in(EMAIL, "a wrong guess").await.status, 401);
    }
}

async fn many_guesses_at_once_are_no_way_around(app: &TestApp) {
    app.person(EMAIL, &[(HOME, "owner")]).await;
    let guesses = (0..20).map(|n| async move {
        let mut browser = Browser::new(app);
        browser
            .sign_in(EMAIL, &format!("guess number {n}"))
            .await
            .status
    });
    let statuses = futures_util::future::join_all(guesses).await;
    let looked_at = statuses.iter().filter(|status| **status == 401).count();
    assert!(looked_at <= 5, "{statuses:?}");
    assert!(
        statuses.iter().all(|status| matches!(status, 401 | 429)),
        "{statuses:?}"
    );
}

async fn a_link_lets_in_once(app: &TestApp) {
    let ana = app.person(EMAIL, &[(HOME, "owner")]).await;
    let clock = std::sync::Arc::clone(&app.clock) as std::sync::Arc<dyn Clock>;
    let random = std::sync::Arc::clone(&app.random) as std::sync::Arc<dyn Random>;
    let people = People::new(app.store.clone(), clock, random);
    let path = async || format!("/sign-in/link/{}", people.new_link(&ana).await.unwrap());
    let link = path().await;
    let mut browser = Browser::new(app);
    // Programs look at links before people do.
    for _ in 0..2 {
        let page = browser.get(&link).await;
        assert_eq!(page.status, 200);
        assert!(page.text.contains(EMAIL), "{}", page.text);
    }
    let reply = browser.post_without_key(&link, &[]).await;
    assert_eq!(reply.status, 403);
    let mut others: Vec<Browser<'_>> = Vec::new();
    for _ in 0..4 {
        let mut other = Browser::new(app);
        other.get(&link).await;
        others.push(other);
    }
    let used = others.iter_mut().map(|other| other.post(&link, &[]));
    let statuses = futures_util::future::join_all(used).await;
    let got_in = statuses.iter().filter(|reply| reply.status == 303).count();
    assert_eq!(got_in, 1, "{statuses:?}");
    assert_eq!(browser.get(&link).await.status, 400);
    assert_eq!(browser.post(&link, &[]).await.status, 400);
    let late = path().await;
    app.pass(600);
    assert_eq!(browser.get(&late).await.status, 400);
    for wrong in [
        "/sign-in/link/x",
        "/sign-in/link/%FF",
        "/sign-in/link/%27%20OR%201",
    ] {
        assert_eq!(browser.get(wrong).await.status, 400, "{wrong}");
    }
}

async fn a_session_ends(app: &TestApp) {
    app.person(EMAIL, &[(HOME, "owner")]).await;
    let mut browser = Browser::of(app, EMAIL).await;
    let mut copy = Browser::new(app);
    copy.cookie = browser.cookie.clone();
    assert_eq!(copy.get("/sign-in").await.status, 303);
    let reply = browser.post_without_key("/sign-out", &[]).await;
    assert_eq!(reply.status, 403);
    let reply = browser.post("/sign-out", &[]).await;
    assert_eq!((reply.status, reply.location()), (303, "/sign-in"));
    assert_eq!(browser.cookie, None);
    assert_eq!(copy.get("/sign-in").await.status, 200);
    let mut browser = Browser::of(app, EMAIL).await;
    app.pass(12 * 60 * 60 - 1);
    assert_eq!(browser.get("/sign-in").await.status, 303);
    app.pass(1);
    assert_eq!(browser.get("/sign-in").await.status, 200);
}

async fn a_form_comes_from_our_own_page(app: &TestApp) {
    app.person(EMAIL, &[(HOME, "owner")]).await;
    let mut browser = Browser::new(app);
    let fields = [("email", EMAIL), ("password", PASSWORD)];
    let reply = browser.post_without_key("/sign-in", &fields).await;
    assert_eq!(reply.status, 403);
    let mut browser = Browser::new(app);
    browser.get("/sign-in").await;
    let key = tenon_oauth::form_key("another cookie");
    let forged = [fields[0], fields[1], ("key", key.as_str())];
    let reply = browser.post_without_key("/sign-in", &forged).await;
    assert_eq!(reply.status, 403);
    assert_eq!(browser.post("/sign-in", &fields).await.status, 303);
    let escaped = Browser::new(app)
        .get("/sign-in?to=/oauth/%22%3E%3Cscript%3E")
        .await;
    assert!(!escaped.text.contains("<script"), "{}", escaped.text);
}

async fn nobody_is_sent_elsewhere_after_signing_in(app: &TestApp) {
    app.person(EMAIL, &[(HOME, "owner")]).await;
    for to in [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "/oauth/\\..\\..",
        "javascript:alert(1)",
        "/sign-out",
        "/oauth/\r\nSet-Cookie: x=y",
    ] {
        let mut browser = Browser::new(app);
        browser.get("/sign-in").await;
        let fields = [("email", EMAIL), ("password", PASSWORD), ("to", to)];
        let reply = browser.post("/sign-in", &fields).await;
        assert_eq!((reply.status, reply.location()), (303, "/console/"), "{to}");
    }
}

async fn a_cookie_under_https_is_for_this_host_only(app: &TestApp) {
    let url = format!("http://{}/sign-in", app.address);
    let reply = app.client.get(url).send().await.unwrap();
    let cookie = reply.headers()["set-cookie"].to_str().unwrap();
    assert!(cookie.starts_with("__Host-tenon="), "{cookie}");
    assert!(
        cookie.ends_with("; Path=/; HttpOnly; SameSite=Lax; Secure"),
        "{cookie}"
    );
}
