//! Refresh tokens: replaced at each use; a stolen one ends everything; a lost answer does not.

use jiff::SignedDuration;
use tenon_oauth::TokenSettings;
use tenon_server::{OAuthSettings, Settings};
use tenon_store::OAuthWrite;

use crate::support::{
    app::{AWAY, HOME, TestApp},
    oauth::{Browser, TestClient, text},
};

on_both! {
    a_used_token_that_comes_again_ends_everything
    an_answer_that_was_lost_is_given_again
    an_answer_that_was_used_was_not_lost
    what_replaces_a_lost_answer_ends_it
    of_two_at_once_one_pair_is_left
    of_many_at_once_at_most_one_pair_is_left
    a_token_ends_after_a_year
    a_token_is_worth_nothing_to_another_client
    less_may_be_asked_for_and_more_may_not
    whoever_may_do_less_now_gets_less
}

fn without_grace() -> Settings {
    with(TokenSettings {
        grace: SignedDuration::ZERO,
        ..TokenSettings::default()
    })
}

fn without_rotation() -> Settings {
    with(TokenSettings {
        rotate: false,
        access_ttl: SignedDuration::from_mins(5),
        ..TokenSettings::default()
    })
}

fn with(tokens: TokenSettings) -> Settings {
    Settings {
        oauth: OAuthSettings {
            tokens,
            ..OAuthSettings::default()
        },
        ..Settings::default()
    }
}

on_both! { with without_grace:
    without_a_grace_a_lost_answer_is_a_theft
}

on_both! { with without_rotation:
    tokens_that_are_not_replaced_go_on
    a_public_clients_tokens_are_replaced_all_the_same
}

const WORTHLESS: &str = "Invalid grant: refresh token is invalid";

struct Pair {
    access: String,
    refresh: String,
}

impl Pair {
    fn of(body: &serde_json::Value) -> Self {
        Self {
            access: text(body, "access_token"),
            refresh: text(body, "refresh_token"),
        }
    }
}

async fn ready(app: &TestApp) -> (TestClient, Pair) {
    app.person("ana@example.org", &[(HOME, "owner")]).await;
    let client = app.app(|_| {}).await;
    let mut browser = Browser::of(app, "ana@example.org").await;
    let request = client.request("contacts.readonly contacts.write");
    let code = browser.allow(&request, "location:home").await;
    let given = app.token_call(&client.redeeming(&code)).await.ok();
    (client, Pair::of(&given))
}

async fn refreshed(app: &TestApp, client: &TestClient, refresh: &str) -> Pair {
    Pair::of(&app.token_call(&client.refreshing(refresh)).await.ok())
}

async fn refused(app: &TestApp, client: &TestClient, refresh: &str) {
    let reply = app.token_call(&client.refreshing(refresh)).await;
    reply.fails(400, "invalid_grant", WORTHLESS);
}

async fn works(app: &TestApp, access: &str) -> bool {
    let call = app.call("GET", "/tenon/v1/access").token(Some(access));
    call.send().await.status == 200
}

async fn a_used_token_that_comes_again_ends_everything(app: &TestApp) {
    let (client, first) = ready(app).await;
    let second = refreshed(app, &client, &first.refresh).await;
    let third = refreshed(app, &client, &second.refresh).await;
    assert!(works(app, &first.access).await && works(app, &third.access).await);
    refused(app, &client, &first.refresh).await;
    for pair in [&first, &second, &third] {
        assert!(!works(app, &pair.access).await);
    }
    refused(app, &client, &third.refresh).await;
}

async fn an_answer_that_was_lost_is_given_again(app: &TestApp) {
    let (client, first) = ready(app).await;
    let lost = refreshed(app, &client, &first.refresh).await;
    app.pass(59);
    let second = refreshed(app, &client, &first.refresh).await;
    let third = refreshed(app, &client, &first.refresh).await;
    assert!(works(app, &third.access).await);
    // What was replaced is worth nothing.
    assert!(!works(app, &lost.access).await && !works(app, &second.access).await);
    let fourth = refreshed(app, &client, &third.refresh).await;
    assert!(works(app, &fourth.access).await);
    // The grace counts from the first use; later it is a theft.
    let (client, first) = {
        let mut browser = Browser::of(app, "ana@example.org").await;
        let request = client.request("contacts.readonly");
        let code = browser.allow(&request, "location:home").await;
        let given = app.token_call(&client.redeeming(&code)).await.ok();
        (client, Pair::of(&given))
    };
    refreshed(app, &client, &first.refresh).await;
    app.pass(30);
    let second = refreshed(app, &client, &first.refresh).await;
    app.pass(30);
    refused(app, &client, &first.refresh).await;
    assert!(!works(app, &second.access).await);
    assert!(
        works(app, &fourth.access).await,
        "another grant is another matter"
    );
}

async fn an_answer_that_was_used_was_not_lost(app: &TestApp) {
    let (client, first) = ready(app).await;
    let second = refreshed(app, &client, &first.refresh).await;
    assert!(works(app, &second.access).await);
    app.pass(1);
    refused(app, &client, &first.refresh).await;
    assert!(!works(app, &second.access).await);
    refused(app, &client, &second.refresh).await;
}

async fn what_replaces_a_lost_answer_ends_it(app: &TestApp) {
    let (client, first) = ready(app).await;
    let taken = refreshed(app, &client, &first.refresh).await;
    let second = refreshed(app, &client, &first.refresh).await;
    assert!(works(app, &second.access).await);
    // Somebody had the first answer after all.
    refused(app, &client, &taken.refresh).await;
    assert!(!works(app, &second.access).await);
    refused(app, &client, &second.refresh).await;
}

async fn of_two_at_once_one_pair_is_left(app: &TestApp) {
    let (client, first) = ready(app).await;
    let fields = client.refreshing(&first.refresh);
    let (one, other) =
        futures_util::future::join(app.token_call(&fields), app.token_call(&fields)).await;
    let pairs = [Pair::of(&one.ok()), Pair::of(&other.ok())];
    let mut alive = Vec::new();
    for pair in &pairs {
        if works(app, &pair.access).await {
            alive.push(pair);
        }
    }
    assert_eq!(alive.len(), 1);
    let next = refreshed(app, &client, &alive[0].refresh).await;
    assert!(works(app, &next.access).await);
}

async fn of_many_at_once_at_most_one_pair_is_left(app: &TestApp) {
    let (client, first) = ready(app).await;
    let fields = client.refreshing(&first.refresh);
    let calls = (0..12).map(|_| async {
        let reply = app.token_call(&fields).await;
        assert!(matches!(reply.status, 200 | 400), "{}", reply.text);
        // Some use what they get at once, in the middle of it.
        let pair = (reply.status == 200).then(|| Pair::of(&reply.body));
        if let Some(pair) = &pair {
            works(app, &pair.access).await;
        }
        pair
    });
    let pairs = futures_util::future::join_all(calls).await;
    let mut alive = 0;
    for pair in pairs.iter().flatten() {
        alive += usize::from(works(app, &pair.access).await);
    }
    assert!(alive <= 1, "{alive} pairs work");
}

async fn a_token_ends_after_a_year(app: &TestApp) {
    let (client, first) = ready(app).await;
    app.pass(364 * 86_400);
    let second = refreshed(app, &client, &first.refresh).await;
    // Used, the new one lives for a year again.
    app.pass(365 * 86_400 - 1);
    let third = refreshed(app, &client, &second.refresh).await;
    app.pass(365 * 86_400);
    refused(app, &client, &third.refresh).await;
}

async fn a_token_is_worth_nothing_to_another_client(app: &TestApp) {
    let (client, first) = ready(app).await;
    let other = app.app(|_| {}).await;
    refused(app, &other, &first.refresh).await;
    refused(app, &client, &first.access).await;
    let call = app
        .call("GET", "/tenon/v1/access")
        .token(Some(&first.refresh));
    call.send().await.refuses(401, "Invalid JWT");
    refreshed(app, &client, &first.refresh).await;
}

async fn less_may_be_asked_for_and_more_may_not(app: &TestApp) {
    let (client, first) = ready(app).await;
    let ask = async |refresh: &str, scope: &str| {
        let mut fields = client.refreshing(refresh);
        fields.push(("scope", scope));
        app.token_call(&fields).await
    };
    let more = ask(&first.refresh, "contacts.readonly oauth.write").await;
    more.fails(400, "invalid_scope", "Invalid scope: more than was granted");
    let less = ask(&first.refresh, "contacts.readonly").await.ok();
    assert_eq!(less["scope"], "contacts.readonly");
    // The new refresh token is for as much as the old one (RFC 6749, section 6).
    let pair = Pair::of(&less);
    let all = app.token_call(&client.refreshing(&pair.refresh)).await.ok();
    assert_eq!(all["scope"], "contacts.readonly contacts.write");
}

async fn whoever_may_do_less_now_gets_less(app: &TestApp) {
    let (client, first) = ready(app).await;
    let ana = app
        .store
        .person_by_email("ana@example.org")
        .await
        .unwrap()
        .unwrap();
    let member = |location: &str, role: Option<&str>| OAuthWrite::Member {
        person_id: ana.id.clone(),
        location_id: location.to_owned(),
        role: role.map(str::to_owned),
    };
    app.oauth(vec![member(HOME, Some("read-only"))]).await;
    let given = app
        .token_call(&client.refreshing(&first.refresh))
        .await
        .ok();
    assert_eq!(given["scope"], "contacts.readonly");
    let pair = Pair::of(&given);
    app.oauth(vec![member(HOME, Some("owner"))]).await;
    let given = app.token_call(&client.refreshing(&pair.refresh)).await.ok();
    assert_eq!(given["scope"], "contacts.readonly contacts.write");
    let pair = Pair::of(&given);
    app.oauth(vec![member(HOME, None), member(AWAY, Some("owner"))])
        .await;
    refused(app, &client, &pair.refresh).await;
}

async fn without_a_grace_a_lost_answer_is_a_theft(app: &TestApp) {
    let (client, first) = ready(app).await;
    let second = refreshed(app, &client, &first.refresh).await;
    refused(app, &client, &first.refresh).await;
    refused(app, &client, &second.refresh).await;
}

async fn tokens_that_are_not_replaced_go_on(app: &TestApp) {
    let (client, first) = ready(app).await;
    for _ in 0..3 {
        let next = refreshed(app, &client, &first.refresh).await;
        assert_eq!(next.refresh, first.refresh);
        assert!(works(app, &next.access).await);
        app.pass(5 * 60);
        assert!(!works(app, &next.access).await);
    }
    app.form(
        "/oauth/revoke",
        &[
            ("client_id", &client.id),
            ("client_secret", &client.secret),
            ("token", &first.refresh),
        ],
        &[],
    )
    .await
    .ok();
    refused(app, &client, &first.refresh).await;
}

async fn a_public_clients_tokens_are_replaced_all_the_same(app: &TestApp) {
    app.person("ana@example.org", &[(HOME, "owner")]).await;
    let client = app.app(|new| new.is_public = true).await;
    let mut browser = Browser::of(app, "ana@example.org").await;
    let request = client.request("contacts.readonly");
    let code = browser.allow(&request, "location:home").await;
    let given = app.token_call(&client.redeeming(&code)).await.ok();
    let first = Pair::of(&given);
    let second = refreshed(app, &client, &first.refresh).await;
    assert_ne!(second.refresh, first.refresh);
    assert!(works(app, &second.access).await);
    refused(app, &client, &first.refresh).await;
    refused(app, &client, &second.refresh).await;
}
