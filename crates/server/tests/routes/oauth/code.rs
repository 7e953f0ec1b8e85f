//! Authorization codes: used once, soon, by the client they were made for.

use crate::support::{
    app::{HOME, TestApp},
    oauth::{Browser, CHALLENGE, TestClient, text},
};

on_both! {
    a_second_use_ends_what_came_of_the_first
    of_many_uses_at_once_one_wins_and_nothing_is_left
    a_code_lives_for_a_minute
    a_code_is_worth_nothing_to_another_client
    a_code_needs_its_verifier_and_its_uri
    a_person_who_was_shut_out_has_allowed_nothing
}

const UNKNOWN: &str = "Invalid grant: authorization code is invalid";

async fn ready(app: &TestApp) -> (TestClient, String) {
    app.person("ana@example.org", &[(HOME, "owner")]).await;
    let client = app.app(|_| {}).await;
    let mut browser = Browser::of(app, "ana@example.org").await;
    let request = client.request("contacts.readonly");
    let code = browser.allow(&request, "location:home").await;
    (client, code)
}

async fn works(app: &TestApp, access: &str) -> bool {
    let call = app.call("GET", "/tenon/v1/access").token(Some(access));
    call.send().await.status == 200
}

async fn a_second_use_ends_what_came_of_the_first(app: &TestApp) {
    let (client, code) = ready(app).await;
    let given = app.token_call(&client.redeeming(&code)).await.ok();
    let (access, refresh) = (text(&given, "access_token"), text(&given, "refresh_token"));
    assert!(works(app, &access).await);
    let again = app.token_call(&client.redeeming(&code)).await;
    again.fails(400, "invalid_grant", UNKNOWN);
    // At once, on the node that saw it.
    assert!(!works(app, &access).await);
    let reply = app.token_call(&client.refreshing(&refresh)).await;
    reply.fails(
        400,
        "invalid_grant",
        "Invalid grant: refresh token is invalid",
    );
}

async fn of_many_uses_at_once_one_wins_and_nothing_is_left(app: &TestApp) {
    let (client, code) = ready(app).await;
    let fields = client.redeeming(&code);
    let calls = (0..8).map(|_| app.token_call(&fields));
    let replies = futures_util::future::join_all(calls).await;
    let given: Vec<_> = replies.iter().filter(|reply| reply.status == 200).collect();
    assert!(given.len() <= 1, "{replies:?}");
    for reply in &replies {
        assert!(matches!(reply.status, 200 | 400), "{}", reply.text);
    }
    // Seven of them were second uses.
    for reply in given {
        assert!(!works(app, &text(&reply.body, "access_token")).await);
    }
    let grants = app.store.grants_of_client(&client.id).await.unwrap();
    assert_eq!(grants, []);
}

async fn a_code_lives_for_a_minute(app: &TestApp) {
    let (client, code) = ready(app).await;
    app.pass(60);
    let told = "Invalid grant: authorization code has expired";
    let reply = app.token_call(&client.redeeming(&code)).await;
    reply.fails(400, "invalid_grant", told);
    let mut browser = Browser::of(app, "ana@example.org").await;
    let request = client.request("contacts.readonly");
    let code = browser.allow(&request, "location:home").await;
    app.pass(59);
    app.token_call(&client.redeeming(&code)).await.ok();
}

async fn a_code_is_worth_nothing_to_another_client(app: &TestApp) {
    let (client, code) = ready(app).await;
    let other = app.app(|_| {}).await;
    let reply = app.token_call(&other.redeeming(&code)).await;
    reply.fails(400, "invalid_grant", UNKNOWN);
    for wrong in [
        "",
        "tenon_ac_0",
        "' OR 1=1 --",
        &code[1..],
        &"x".repeat(5_000),
    ] {
        let reply = app.token_call(&client.redeeming(wrong)).await;
        assert_eq!(reply.status, 400, "{wrong}");
    }
    // None of that has used it up.
    app.token_call(&client.redeeming(&code)).await.ok();
}

async fn a_code_needs_its_verifier_and_its_uri(app: &TestApp) {
    let (client, code) = ready(app).await;
    let good = client.redeeming(&code);
    let with = |name: &str, value: Option<&'static str>| {
        let mut fields = good.clone();
        let at = fields.iter().position(|(key, _)| *key == name).unwrap();
        match value {
            Some(value) => fields[at].1 = value,
            None => drop(fields.remove(at)),
        }
        fields
    };
    for (name, value, told) in [
        (
            "code_verifier",
            None,
            "Invalid grant: code verifier is invalid",
        ),
        (
            "code_verifier",
            Some(CHALLENGE),
            "Invalid grant: code verifier is invalid",
        ),
        (
            "code_verifier",
            Some("short"),
            "Invalid grant: code verifier is invalid",
        ),
        (
            "redirect_uri",
            Some("https://app.example.org/other"),
            "Invalid grant: redirect_uri is not the one of the code",
        ),
    ] {
        let reply = app.token_call(&with(name, value)).await;
        reply.fails(400, "invalid_grant", told);
    }
    // HighLevel's clients may leave it out; the verifier binds the code.
    app.token_call(&with("redirect_uri", None)).await.ok();
}

async fn a_person_who_was_shut_out_has_allowed_nothing(app: &TestApp) {
    let (client, code) = ready(app).await;
    let given = app.token_call(&client.redeeming(&code)).await.ok();
    let mut browser = Browser::of(app, "ana@example.org").await;
    let request = client.request("contacts.readonly");
    let waiting = browser.allow(&request, "location:home").await;
    let mut ana = app
        .store
        .person_by_email("ana@example.org")
        .await
        .unwrap()
        .unwrap();
    ana.revoked_at = Some(tenon_model::Clock::now(&*app.clock));
    app.oauth(vec![tenon_store::OAuthWrite::Person(ana)]).await;
    let reply = app.token_call(&client.redeeming(&waiting)).await;
    reply.fails(400, "invalid_grant", UNKNOWN);
    app.pass(5);
    assert!(!works(app, &text(&given, "access_token")).await);
    let refresh = text(&given, "refresh_token");
    let reply = app.token_call(&client.refreshing(&refresh)).await;
    reply.fails(
        400,
        "invalid_grant",
        "Invalid grant: refresh token is invalid",
    );
    assert_eq!(
        browser.get(&request).await.status,
        303,
        "she must sign in, and cannot"
    );
    assert_eq!(
        browser
            .sign_in("ana@example.org", crate::support::oauth::PASSWORD)
            .await
            .status,
        401
    );
}
