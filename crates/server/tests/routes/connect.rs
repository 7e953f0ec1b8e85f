//! `/tenon/v1/connections/authorize`, `/connect/callback` and `/hooks/apps/{app}`: HighLevel connected in a
//! browser. The vendor is this server's own OAuth server, which speaks HighLevel's dialect.

use base64::{Engine, engine::general_purpose::STANDARD};
use ring::signature::{Ed25519KeyPair, KeyPair};
use serde_json::{Value, json};
use tenon_highlevel::{
    install::{Desk, InstallError, Want, token_secret},
    oauth::App,
};
use tenon_model::{Clock, Scope};
use tenon_oauth::{NewClient, Vault, new_client};
use tenon_store::{OAuthWrite, StandingState};

use crate::support::{
    app::{AWAY, HOME, TWINS, TestApp, vault},
    call::Answer,
    oauth::{Browser, Reply},
};

on_both! {
    a_location_is_connected_in_the_browser
    a_state_works_once_and_ends
    an_answer_that_is_none_is_told
    another_location_than_is_wanted_is_refused
    a_company_connects_its_locations_one_by_one
    an_app_that_is_taken_away_takes_the_credentials_along
    a_company_that_takes_the_app_away_parts_every_location
    an_installed_again_location_of_a_company_goes_on
    webhooks_of_an_app_find_their_connection
    webhooks_of_an_app_are_judged
    who_may_not_change_the_location_begins_nothing
}

const HUB: &str = "https://hub.example";

/// An app at the "vendor", and the same app as the hub keeps it.
struct Setup {
    app: String,
    client_id: String,
}

fn key() -> Ed25519KeyPair {
    Ed25519KeyPair::from_seed_unchecked(&[3; 32]).unwrap()
}

fn desk<'a>(app: &'a TestApp, vault: &'a Vault) -> Desk<'a> {
    Desk {
        store: &app.store,
        vault,
        clock: &*app.clock,
        random: &*app.random,
    }
}

async fn ready(app: &TestApp) -> Setup {
    let roles = [(HOME, "owner"), (AWAY, "owner"), (TWINS, "member")];
    app.person("ana@example.org", &roles).await;
    let redirect = [format!("{HUB}/connect/callback")];
    let scopes = [
        Scope::ContactsReadonly,
        Scope::ContactsWrite,
        Scope::OauthReadonly,
        Scope::OauthWrite,
    ];
    let new = NewClient {
        name: "Tenon",
        redirect_uris: &redirect,
        scopes: &scopes,
        is_public: false,
        needs_pkce: false,
        location_id: "",
    };
    let (client, secret) = new_client(&*app.random, app.clock.now(), &new).unwrap();
    app.oauth(vec![OAuthWrite::Client(client.clone())]).await;
    let base = format!("http://{}", app.address);
    let kept = App {
        client_id: client.id.clone(),
        version_id: None,
        authorize_url: format!("{base}/v2/oauth/chooselocation"),
        base_url: base,
        redirect_uri: redirect[0].clone(),
        scopes: scopes.iter().map(|scope| scope.name().to_owned()).collect(),
        webhook_keys: vec![STANDARD.encode(key().public_key())],
    };
    let vault = vault(&app.random);
    let desk = desk(app, &vault);
    let id = desk
        .keep_app("HighLevel", &kept, "an old one")
        .await
        .unwrap();
    assert_eq!(
        desk.keep_app("HighLevel", &kept, &secret.unwrap())
            .await
            .unwrap(),
        id
    );
    Setup {
        app: id,
        client_id: client.id,
    }
}

async fn begin(app: &TestApp, body: Value) -> Answer {
    let call = app.call("POST", "/tenon/v1/connections/authorize");
    call.json(&body).send().await
}

/// The path that the vendor sends the browser back to.
async fn chosen(app: &TestApp, authorize: &Value, choice: &str) -> String {
    let mut browser = Browser::of(app, "ana@example.org").await;
    let path = authorize
        .as_str()
        .unwrap()
        .strip_prefix(&format!("http://{}", app.address));
    let path = path.unwrap();
    let page = browser.get(path).await;
    assert_eq!(page.status, 200, "{}", page.text);
    let choice = match choice {
        "company" => {
            let value = page.text.split("value=\"company:").nth(1).unwrap();
            format!("company:{}", value.split('"').next().unwrap())
        }
        location => format!("location:{location}"),
    };
    let fields = [("decision", "allow"), ("choice", choice.as_str())];
    let reply = browser.post(path, &fields).await;
    assert_eq!(reply.status, 303, "{}", reply.text);
    reply.location().strip_prefix(HUB).unwrap().to_owned()
}

async fn back(app: &TestApp, path: &str) -> Reply {
    Browser::new(app).get(path).await
}

async fn connected(app: &TestApp, choice: &str) -> Reply {
    let begun = begin(app, json!({})).await.is(201);
    let path = chosen(app, &begun["authorizeUrl"], choice).await;
    back(app, &path).await
}

async fn connections(app: &TestApp) -> Vec<Value> {
    let listed = app.get("/tenon/v1/connections").await.is(200);
    listed["connections"].as_array().unwrap().clone()
}

async fn secret(app: &TestApp, location: &str, connection: &str) -> Option<Value> {
    let name = token_secret(connection);
    let (sealed, _) = app.store.secret(location, &name).await.unwrap()?;
    let plain = vault(&app.random).open(location, &name, &sealed).unwrap();
    Some(serde_json::from_slice(&plain).unwrap())
}

async fn a_location_is_connected_in_the_browser(app: &TestApp) {
    let setup = ready(app).await;
    let listed = app.get("/tenon/v1/connection-apps").await.is(200);
    assert_eq!(
        listed["apps"],
        json!([{"id": setup.app, "system": "highlevel", "name": "HighLevel",
            "clientId": setup.client_id, "redirectUri": format!("{HUB}/connect/callback"),
            "webhookPath": format!("/hooks/apps/{}", setup.app)}])
    );
    let reply = connected(app, AWAY).await;
    assert_eq!(reply.status, 200, "{}", reply.text);
    assert!(reply.text.contains("HighLevel is connected"));
    // What it may not do is said by name, with what that costs.
    let lacks = "the scope opportunities.readonly is missing: without it there is no reading of \
                 opportunities and pipelines";
    assert!(reply.text.contains(lacks), "{}", reply.text);
    assert!(!reply.text.contains("contacts.write"));
    let [connection] = &connections(app).await[..] else {
        panic!("one connection")
    };
    assert_eq!(connection["standing"]["state"], "connected");
    let missing = connection["standing"]["missingScopes"].as_array().unwrap();
    assert!(missing.contains(&json!("users.readonly")), "{missing:?}");
    let id = connection["id"].as_str().unwrap();
    let kept = secret(app, HOME, id).await.unwrap();
    assert_eq!(kept["location_id"], AWAY);
    let token = kept["access_token"].as_str().unwrap();
    let call = app
        .call("GET", "/contacts/?locationId=away")
        .token(Some(token));
    call.send().await.is(200);
    // Once more: the same connection, with other tokens.
    let reply = connected(app, AWAY).await;
    assert_eq!(reply.status, 200, "{}", reply.text);
    assert_eq!(connections(app).await.len(), 1);
    assert_ne!(secret(app, HOME, id).await.unwrap()["access_token"], token);
}

async fn a_state_works_once_and_ends(app: &TestApp) {
    ready(app).await;
    let begun = begin(app, json!({})).await.is(201);
    let path = chosen(app, &begun["authorizeUrl"], AWAY).await;
    // Many at the same moment: one connects, whatever the others are told.
    let replies = (0..4).map(|_| back(app, &path));
    let replies = futures_util::future::join_all(replies).await;
    let good = replies.iter().filter(|reply| reply.status == 200).count();
    assert_eq!(good, 1, "{replies:?}");
    let again = back(app, &path).await;
    assert_eq!(again.status, 400);
    assert!(again.text.contains("was used already"), "{}", again.text);
    let begun = begin(app, json!({})).await.is(201);
    let path = chosen(app, &begun["authorizeUrl"], AWAY).await;
    app.pass(30 * 60);
    let late = back(app, &path).await;
    assert!(
        late.text.contains("the time to answer is over"),
        "{}",
        late.text
    );
}

async fn an_answer_that_is_none_is_told(app: &TestApp) {
    ready(app).await;
    let state = async || {
        let begun = begin(app, json!({})).await.is(201);
        let url = begun["authorizeUrl"].as_str().unwrap().to_owned();
        url.rsplit("state=").next().unwrap().to_owned()
    };
    let one = state().await;
    for (query, told) in [
        (String::new(), "there is no state"),
        ("code=x".into(), "there is no state"),
        (
            format!("code=x&state={one}&state={one}"),
            "there is no state",
        ),
        ("code=x&state=made-up".into(), "belongs to no connection"),
        (
            format!("state={one}&error=access_denied&error_description=%3Cb%3Eno"),
            "&lt;b&gt;no",
        ),
        (format!("state={}", state().await), "holds no code"),
        (
            format!("code=wrong&state={}", state().await),
            "HighLevel refused",
        ),
    ] {
        let reply = back(app, &format!("/connect/callback?{query}")).await;
        assert_eq!(reply.status, 400, "{}", reply.text);
        assert!(reply.text.contains(told), "{query}: {}", reply.text);
    }
    assert!(connections(app).await.is_empty());
}

async fn another_location_than_is_wanted_is_refused(app: &TestApp) {
    ready(app).await;
    let begun = begin(app, json!({"remoteLocationId": "elsewhere"}))
        .await
        .is(201);
    let path = chosen(app, &begun["authorizeUrl"], AWAY).await;
    let reply = back(app, &path).await;
    assert_eq!(reply.status, 409, "{}", reply.text);
    assert!(reply.text.contains("this connection is to elsewhere"));
    assert!(connections(app).await.is_empty());
    for (body, status) in [
        (json!({"connectionId": "none"}), 400),
        (json!({"appId": "none"}), 400),
        (json!({"appId": 5}), 422),
        (json!({"stray": 1}), 422),
    ] {
        begin(app, body).await.is(status);
    }
}

async fn a_company_connects_its_locations_one_by_one(app: &TestApp) {
    let setup = ready(app).await;
    let reply = connected(app, "company").await;
    assert_eq!(reply.status, 200, "{}", reply.text);
    assert!(reply.text.contains("Installed for the company"));
    assert!(reply.text.contains("<code>away</code>") && reply.text.contains("<code>home</code>"));
    assert!(
        !reply.text.contains("twins"),
        "not approved: {}",
        reply.text
    );
    assert!(
        connections(app).await.is_empty(),
        "nothing is connected by itself"
    );
    let company = reply.text.split("--company ").nth(1).unwrap();
    let company = company.split(' ').next().unwrap().to_owned();
    let vault = vault(&app.random);
    let desk = desk(app, &vault);
    let want = |account: &str| Want {
        location: HOME.into(),
        name: "HighLevel".into(),
        account: account.into(),
        connection: String::new(),
    };
    let done = desk
        .connect_location(&setup.app, &company, &want(AWAY))
        .await
        .unwrap();
    let kept = secret(app, HOME, &done.connection).await.unwrap();
    assert_eq!(
        (kept["location_id"].as_str(), kept["company_id"].as_str()),
        (Some(AWAY), Some(&*company))
    );
    let again = desk
        .connect_location(&setup.app, &company, &want(AWAY))
        .await
        .unwrap();
    assert_eq!(again.connection, done.connection);
    // Not approved over there, and no company of ours.
    let refused = desk
        .connect_location(&setup.app, &company, &want(TWINS))
        .await;
    assert!(
        matches!(refused, Err(InstallError::Exchange(_))),
        "{refused:?}"
    );
    let unknown = desk
        .connect_location(&setup.app, "other", &want(AWAY))
        .await;
    assert!(
        matches!(unknown, Err(InstallError::NoCompany(_))),
        "{unknown:?}"
    );
    // The location is named beforehand: the company's answer leads straight to it.
    let begun = begin(app, json!({"remoteLocationId": HOME})).await.is(201);
    let path = chosen(app, &begun["authorizeUrl"], "company").await;
    let reply = back(app, &path).await;
    assert!(
        reply.text.contains("HighLevel is connected"),
        "{}",
        reply.text
    );
}

async fn tell(app: &TestApp, id: &str, event: &Value) -> Answer {
    let body = event.to_string();
    let signature = STANDARD.encode(key().sign(body.as_bytes()));
    app.call("POST", &format!("/hooks/apps/{id}"))
        .token(None)
        .version(None)
        .header("X-GHL-Signature", &signature)
        .bytes(body.as_bytes())
        .send()
        .await
}

async fn standing(app: &TestApp, connection: &str) -> (StandingState, String) {
    let standing = app.store.standing(HOME, connection).await.unwrap().unwrap();
    (standing.state, standing.words)
}

async fn an_app_that_is_taken_away_takes_the_credentials_along(app: &TestApp) {
    let setup = ready(app).await;
    connected(app, AWAY).await;
    let id = connections(app).await[0]["id"].as_str().unwrap().to_owned();
    let event = |at: &str| {
        json!({"type": "UNINSTALL", "appId": setup.client_id.split('-').next(),
            "locationId": AWAY, "timestamp": at, "webhookId": at})
    };
    // Older than what was connected since, or of no known time: out of order, or replayed.
    let told = tell(app, &setup.app, &event("2020-01-01T00:00:00Z"))
        .await
        .is(200);
    assert_eq!(told["status"], "ignored");
    let mut timeless = event("");
    timeless.as_object_mut().unwrap().remove("timestamp");
    assert_eq!(
        tell(app, &setup.app, &timeless).await.is(200)["status"],
        "ignored"
    );
    assert!(secret(app, HOME, &id).await.is_some());
    let late = event("2099-01-01T00:00:00Z");
    assert_eq!(
        tell(app, &setup.app, &late).await.is(200)["status"],
        "accepted"
    );
    assert_eq!(
        tell(app, &setup.app, &late).await.is(200)["status"],
        "ignored"
    );
    assert_eq!(secret(app, HOME, &id).await, None);
    let (state, words) = standing(app, &id).await;
    assert_eq!(state, StandingState::Uninstalled);
    assert!(
        words.contains("taken away in HighLevel on 2099-01-01"),
        "{words}"
    );
    let listed = connections(app).await;
    assert_eq!(listed[0]["standing"]["state"], "uninstalled");
    // Somebody connects it again: it is the same connection.
    assert_eq!(connected(app, AWAY).await.status, 200);
    assert_eq!(standing(app, &id).await.0, StandingState::Connected);
    assert!(secret(app, HOME, &id).await.is_some());
}

/// Connects a location of a company; the connection's and the company's id.
async fn by_company(app: &TestApp) -> (Setup, String, String) {
    let setup = ready(app).await;
    let begun = begin(app, json!({"remoteLocationId": AWAY})).await.is(201);
    let path = chosen(app, &begun["authorizeUrl"], "company").await;
    assert_eq!(back(app, &path).await.status, 200);
    let id = connections(app).await[0]["id"].as_str().unwrap().to_owned();
    let company = app
        .store
        .standing(HOME, &id)
        .await
        .unwrap()
        .unwrap()
        .company;
    (setup, id, company)
}

async fn a_company_that_takes_the_app_away_parts_every_location(app: &TestApp) {
    let (setup, id, company) = by_company(app).await;
    let event = json!({"type": "UNINSTALL", "companyId": company, "webhookId": "w1",
        "timestamp": "2099-01-01T00:00:00Z"});
    assert_eq!(
        tell(app, &setup.app, &event).await.is(200)["status"],
        "accepted"
    );
    assert_eq!(standing(app, &id).await.0, StandingState::Uninstalled);
    assert_eq!(secret(app, HOME, &id).await, None);
    let vault = vault(&app.random);
    let want = Want {
        location: HOME.into(),
        account: AWAY.into(),
        ..Want::default()
    };
    let refused = desk(app, &vault)
        .connect_location(&setup.app, &company, &want)
        .await;
    assert!(
        matches!(refused, Err(InstallError::NoCompany(_))),
        "its grant is gone too"
    );
}

async fn an_installed_again_location_of_a_company_goes_on(app: &TestApp) {
    let (setup, id, company) = by_company(app).await;
    let event = |kind: &str, at: &str| {
        json!({"type": kind, "companyId": company, "locationId": AWAY,
            "timestamp": at, "webhookId": format!("{kind}{at}")})
    };
    tell(app, &setup.app, &event("UNINSTALL", "2099-01-02T00:00:00Z"))
        .await
        .is(200);
    assert_eq!(standing(app, &id).await.0, StandingState::Uninstalled);
    // One from before.
    let told = tell(app, &setup.app, &event("INSTALL", "2099-01-01T00:00:00Z"))
        .await
        .is(200);
    assert_eq!(told["status"], "ignored");
    let told = tell(app, &setup.app, &event("INSTALL", "2099-01-03T00:00:00Z"))
        .await
        .is(200);
    assert_eq!(told["status"], "accepted");
    assert_eq!(standing(app, &id).await.0, StandingState::Connected);
    let kept = secret(app, HOME, &id).await.unwrap();
    assert_eq!(
        (kept["access_token"].as_str(), kept["location_id"].as_str()),
        (Some(""), Some(AWAY))
    );
    // A location that nobody connected stays unconnected.
    let stray = json!({"type": "INSTALL", "companyId": company, "locationId": "new1",
        "timestamp": "2099-01-03T00:00:00Z"});
    assert_eq!(
        tell(app, &setup.app, &stray).await.is(200)["status"],
        "ignored"
    );
    assert_eq!(connections(app).await.len(), 1);
}

async fn webhooks_of_an_app_find_their_connection(app: &TestApp) {
    let setup = ready(app).await;
    connected(app, AWAY).await;
    let id = connections(app).await[0]["id"].as_str().unwrap().to_owned();
    let event = |location: &str, webhook: &str| json!({"type": "ContactUpdate", "id": "c1", "locationId": location, "webhookId": webhook});
    let queue = tenon_sync::queue(&id);
    assert_eq!(
        tell(app, &setup.app, &event(AWAY, "w1")).await.is(200)["status"],
        "accepted"
    );
    assert_eq!(
        app.store.queue_depth(HOME, &queue).await.unwrap().waiting,
        1
    );
    assert_eq!(
        tell(app, &setup.app, &event(AWAY, "w1")).await.is(200)["status"],
        "repeated"
    );
    // A location with the app that is not connected here.
    assert_eq!(
        tell(app, &setup.app, &event("else", "w2")).await.is(200)["status"],
        "ignored"
    );
    assert_eq!(
        app.store.queue_depth(HOME, &queue).await.unwrap().waiting,
        1
    );
}

async fn webhooks_of_an_app_are_judged(app: &TestApp) {
    let setup = ready(app).await;
    let event = json!({"type": "UNINSTALL", "appId": "another", "locationId": AWAY});
    tell(app, &setup.app, &event).await.is(403);
    tell(app, "unknown", &event).await.is(404);
    let forged = app
        .call("POST", &format!("/hooks/apps/{}", setup.app))
        .token(None)
        .version(None)
        .header("X-GHL-Signature", &STANDARD.encode(key().sign(b"other")))
        .bytes(event.to_string().as_bytes());
    forged.send().await.is(401);
    tell(app, &setup.app, &json!({"no": "type"})).await.is(422);
}

async fn who_may_not_change_the_location_begins_nothing(app: &TestApp) {
    ready(app).await;
    let token = app
        .token_for(HOME, &[Scope::ContactsWrite, Scope::LocationsReadonly])
        .await;
    let call = app
        .call("POST", "/tenon/v1/connections/authorize")
        .token(Some(&token));
    call.json(&json!({})).send().await.is(401);
    let call = app
        .call("GET", "/tenon/v1/connection-apps")
        .token(Some(&token));
    call.send().await.is(200);
}
