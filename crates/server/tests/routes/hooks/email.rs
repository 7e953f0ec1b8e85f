//! `POST /hooks/email/{connection}`: raw mail.

use std::{collections::HashMap, sync::Arc};

use futures_util::{FutureExt as _, future::BoxFuture};
use jiff::Timestamp;
use serde_json::{Value, json};
use tenon_houzz::{
    bridge,
    proof::{LookupFault, Policy, Records},
};
use tenon_model::Clock;
use tenon_server::Settings;
use tenon_store::{ChannelWrite, Connection, Write};

use crate::support::{
    app::{HOME, TestApp},
    call::{Answer, Call},
};

on_both! { with with_keys:
    a_signed_lead_makes_a_contact_once_and_is_timed
    whoever_carries_it_shows_the_secret
    a_spoof_goes_to_a_person_and_strangers_mail_is_not_kept
    what_the_owner_trusts_counts_at_once
    what_is_no_mail_is_told
    fifty_megabytes_are_taken_and_more_are_not
}

const SECRET: &[u8] = b"a mail secret of the firm";
const PATH: &str = "/hooks/email/houzz1";

fn fixture(name: &str) -> Vec<u8> {
    let folder = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../connectors/houzz/tests/proof/"
    );
    std::fs::read(format!("{folder}{name}")).unwrap()
}

struct Zone(HashMap<String, String>);

impl Records for Zone {
    fn txt<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Result<Vec<String>, LookupFault>> {
        let found = self.0.get(name).map(|text| vec![text.clone()]);
        async move { found.ok_or(LookupFault::NotFound) }.boxed()
    }
}

fn with_keys() -> Settings {
    let text = String::from_utf8(fixture("keys.txt")).unwrap();
    let keys = text.lines().filter_map(|line| line.split_once(' '));
    let keys = keys.map(|(name, text)| (name.to_owned(), text.to_owned()));
    Settings {
        mail_keys: Some(Arc::new(Zone(keys.collect()))),
        ..Settings::default()
    }
}

async fn connect(app: &TestApp) {
    let connection = Connection {
        location_id: HOME.into(),
        id: "houzz1".into(),
        system: "houzz".into(),
        name: "Houzz Pro".into(),
        settings: json!({}),
    };
    app.write(HOME, vec![Write::Connection(Box::new(connection))])
        .await;
    app.keep_secret(HOME, &tenon_server::secret_name("houzz1", "mail"), SECRET)
        .await;
    // A day after the fixtures were signed.
    let start: Timestamp = "2026-11-24T12:00:00Z".parse().unwrap();
    app.clock.advance(start.duration_since(app.clock.now()));
}

fn bare<'a>(app: &'a TestApp, mail: &[u8]) -> Call<'a> {
    app.call("POST", PATH)
        .token(None)
        .version(None)
        .header("Content-Type", "message/rfc822")
        .bytes(mail)
}

async fn send(app: &TestApp, mail: &[u8]) -> Answer {
    let secret = std::str::from_utf8(SECRET).unwrap();
    bare(app, mail)
        .header("Authorization", &format!("Bearer {secret}"))
        .send()
        .await
}

async fn leads(app: &TestApp) -> usize {
    let found = app
        .store
        .contacts_with(HOME, "email", "maya.okafor@example.org");
    found.await.unwrap().len()
}

async fn a_signed_lead_makes_a_contact_once_and_is_timed(app: &TestApp) {
    connect(app).await;
    let body = send(app, &fixture("direct.eml")).await.is(200);
    assert_eq!(body["outcome"], "created");
    let copies = (0..4).map(|_| fixture("direct.eml"));
    for mail in copies {
        let again = send(app, &mail).await.is(200);
        assert_eq!(
            (&again["outcome"], &again["contactId"]),
            (&json!("unchanged"), &body["contactId"])
        );
    }
    let times = app
        .store
        .lead_times(HOME, Timestamp::MIN, 10)
        .await
        .unwrap();
    assert_eq!(times.len(), 1);
    assert_eq!(times[0].sent_at.to_string(), "2026-11-20T15:14:00Z");
    assert_eq!(times[0].hub_at, app.clock.now());
    let token = app.token_for(HOME, tenon_model::Scope::ALL).await;
    let told = app.call("GET", "/tenon/v1/channels").token(Some(&token));
    let told: Value = told.send().await.is(200);
    assert_eq!(told["speedToLead"]["leads"], 1);
    assert_eq!(told["speedToLead"]["waiting"], 1);
}

async fn whoever_carries_it_shows_the_secret(app: &TestApp) {
    connect(app).await;
    let mail = fixture("direct.eml");
    bare(app, &mail).send().await.is(401);
    let wrong = bare(app, &mail).header("Authorization", "Bearer another");
    wrong.send().await.is(401);
    let path = |secret: &str| {
        app.call("POST", &format!("{PATH}/{secret}"))
            .token(None)
            .version(None)
            .header("Content-Type", "message/rfc822")
            .bytes(mail.clone())
    };
    path("another").send().await.is(401);
    assert_eq!(leads(app).await, 0);
    path("a%20mail%20secret%20of%20the%20firm")
        .send()
        .await
        .is(200);
    let at = app.clock.now().as_second();
    let signed = |secret: &[u8]| {
        bare(app, &mail)
            .header("X-Tenon-Timestamp", &at.to_string())
            .header("X-Tenon-Signature", &bridge::sign(secret, at, &mail))
    };
    signed(b"another").send().await.is(401);
    assert_eq!(signed(SECRET).send().await.is(200)["outcome"], "unchanged");
    app.call("POST", "/hooks/email/nobody")
        .bytes("x")
        .send()
        .await
        .is(404);
}

async fn a_spoof_goes_to_a_person_and_strangers_mail_is_not_kept(app: &TestApp) {
    connect(app).await;
    let body = send(app, &fixture("spoof.eml")).await.is(200);
    assert_eq!(body["outcome"], "review");
    assert!(body["reasons"].to_string().contains("nothing proves it"));
    let stranger = b"From: Aunt <aunt@example.net>\r\nSubject: Sunday\r\n\r\nCake?\r\n";
    let body = send(app, stranger).await.is(200);
    assert_eq!(body["outcome"], "ignored");
    let kept = app.store.source_items(HOME, 0, 10).await.unwrap();
    assert_eq!((kept.len(), leads(app).await), (1, 0));
    // The same mail with its signature: what waited for a person is understood now.
    let body = send(app, &fixture("direct.eml")).await.is(200);
    assert_eq!(body["outcome"], "created");
}

async fn what_the_owner_trusts_counts_at_once(app: &TestApp) {
    connect(app).await;
    let mail = fixture("forwarded.eml");
    assert_eq!(send(app, &mail).await.is(200)["outcome"], "review");
    let policy = Policy {
        forwarders: vec!["dana@alderandash.example.org".into()],
        ..Policy::default()
    };
    let put = ChannelWrite::Put {
        connection_id: "houzz1".into(),
        name: "mail".into(),
        settings: serde_json::to_value(policy).unwrap(),
        version: 0,
    };
    app.write(HOME, vec![Write::Channel(Box::new(put))]).await;
    assert_eq!(send(app, &mail).await.is(200)["outcome"], "created");
}

async fn what_is_no_mail_is_told(app: &TestApp) {
    connect(app).await;
    send(app, b" \r\n").await.is(422);
    let secret = std::str::from_utf8(SECRET).unwrap();
    for kind in ["application/json", "multipart/form-data; boundary=x"] {
        let call = app.call("POST", PATH).token(None).version(None);
        let call = call
            .header("Authorization", &format!("Bearer {secret}"))
            .header("Content-Type", kind);
        call.bytes("{}").send().await.is(415);
    }
    // Bytes that are no mail at all: nothing of interest, and never a 5xx.
    for bytes in [
        &b"\0\xff\xfe"[..],
        b"hello",
        b"From: \r\n\r\n",
        b"\r\n\r\n\r\nx",
    ] {
        let body = send(app, bytes).await.is(200);
        assert!(["ignored", "review"].contains(&body["outcome"].as_str().unwrap()));
    }
}

async fn fifty_megabytes_are_taken_and_more_are_not(app: &TestApp) {
    connect(app).await;
    let mut mail = fixture("direct.eml");
    mail.resize(tenon_houzz::limits::MAX_MAIL - 1, b'x');
    // What was put behind breaks the signature: a person gets it.
    assert_eq!(send(app, &mail).await.is(200)["outcome"], "review");
    mail.resize(tenon_houzz::limits::MAX_MAIL + 1, b'x');
    send(app, &mail).await.is(413);
    let kept = app.store.source_items(HOME, 0, 10).await.unwrap();
    assert_eq!(kept.len(), 1);
}
