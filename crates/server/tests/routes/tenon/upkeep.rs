//! `/tenon/v1/conflicts`, `imports`, `connections` and `links`

use serde_json::{Value, json};
use tenon_model::{Fields, Kind};
use tenon_store::{Connection, Link, LinkState, LinkWrite, NewJob, Review, SourceItem, Write};

use crate::support::app::{AWAY, HOME, TestApp};
use tenon_model::{Clock, Scope};

on_both! {
    what_needs_a_person_is_listed
    what_sources_held_is_listed_with_its_raw_text
    connections_tell_how_their_queues_stand
    links_tell_where_a_contact_stands
}

async fn what_needs_a_person_is_listed(app: &TestApp) {
    assert_eq!(
        app.get("/tenon/v1/conflicts").await.is(200)["conflicts"],
        json!([])
    );
    for number in 0..3 {
        let review = Review {
            id: format!("source/{number}"),
            subject: "key1".into(),
            title: "inbox.mbox: a lead".into(),
            reasons: vec!["neither e-mail nor phone: who is this?".into()],
            detail: json!({"sourceKey": "key1"}),
        };
        app.write(HOME, vec![Write::Review(Box::new(review))]).await;
        app.pass(1);
    }
    let body = app.get("/tenon/v1/conflicts").await.is(200);
    let mut first = body["conflicts"].as_array().unwrap().clone();
    first.sort_by_key(|review| review["id"].to_string());
    assert_eq!(
        first[0],
        json!({"id": "source/0", "type": "source", "subject": "key1",
            "title": "inbox.mbox: a lead",
            "reasons": ["neither e-mail nor phone: who is this?"], "detail": {"sourceKey": "key1"},
            "state": "open", "alike": "source|||||neither e-mail nor phone: who is this?",
            "askedAt": "2026-01-05T12:00:00.000Z", "decisions": ["create", "attach", "ignore"],
            "decision": null, "decidedBy": "", "decidedAt": null})
    );
    let mut paged = Vec::new();
    for offset in 0..4 {
        let path = format!("/tenon/v1/conflicts?limit=1&offset={offset}");
        let page = app.get(&path).await.is(200)["conflicts"].clone();
        paged.extend(page.as_array().unwrap().clone());
    }
    assert_eq!(json!(paged), body["conflicts"]);
    for query in [
        "limit=0",
        "limit=201",
        "offset=-1",
        "offset=1000001",
        "limit=ten",
    ] {
        let answer = app.get(&format!("/tenon/v1/conflicts?{query}")).await;
        assert_eq!(answer.status, 422, "{query}");
    }
    let away = app.token_for(AWAY, Scope::ALL).await;
    let call = app.call("GET", "/tenon/v1/conflicts").token(Some(&away));
    assert_eq!(call.send().await.is(200)["conflicts"], json!([]));
}

async fn what_sources_held_is_listed_with_its_raw_text(app: &TestApp) {
    let item = SourceItem {
        key: "abc/again".into(),
        import_id: "import1".into(),
        origin: "leadEmail".into(),
        label: "New lead".into(),
        place: "lead.eml".into(),
        outcome: "review".into(),
        reasons: vec!["why".into()],
        record_id: None,
        raw: b"Subject: New lead\r\n\r\n\xff\0!".to_vec(),
    };
    app.write(HOME, vec![Write::Source(Box::new(item))]).await;
    let body = app.get("/tenon/v1/imports").await.is(200);
    let listed = json!({"key": "abc/again", "importId": "import1", "origin": "leadEmail",
        "label": "New lead", "place": "lead.eml", "outcome": "review", "reasons": ["why"],
        "contactId": null});
    assert_eq!(body["imports"], json!([listed]));
    let body = app.get("/tenon/v1/imports/abc%2Fagain").await.is(200);
    assert_eq!(body["raw"], "Subject: New lead\r\n\r\n\u{fffd}\0!");
    assert_eq!(body["label"], "New lead");
    app.get("/tenon/v1/imports/abc")
        .await
        .refuses(400, "Import not found");
    let away = app.token_for(AWAY, Scope::ALL).await;
    let call = app
        .call("GET", "/tenon/v1/imports/abc%2Fagain")
        .token(Some(&away));
    call.send().await.refuses(400, "Import not found");
}

fn connection(location: &str, id: &str, name: &str) -> Write {
    Write::Connection(Box::new(Connection {
        location_id: location.into(),
        id: id.into(),
        system: "highlevel".into(),
        name: name.into(),
        settings: json!({"baseUrl": "http://127.0.0.1:1", "secret": "never told"}),
    }))
}

async fn connections_tell_how_their_queues_stand(app: &TestApp) {
    app.write(HOME, vec![connection(HOME, "hl1", "HighLevel")])
        .await;
    app.write(AWAY, vec![connection(AWAY, "hl2", "Theirs")])
        .await;
    let job = NewJob {
        queue: tenon_sync::queue("hl1"),
        key: "hub:x".into(),
        payload: Value::Null,
        priority: 0,
        run_at: app.clock.now(),
        look: 0,
    };
    app.write(HOME, vec![Write::Job(job)]).await;
    let answer = app.get("/tenon/v1/connections").await;
    assert!(!answer.text.contains("never told"));
    assert_eq!(
        answer.is(200)["connections"],
        json!([{"id": "hl1", "system": "highlevel", "name": "HighLevel",
            "standing": {"state": "connected", "words": "", "since": null, "missingScopes": []},
            "queue": {"waiting": 1, "failing": 0, "lastError": ""},
            "runs": [], "verified": null, "brake": null}])
    );
}

async fn links_tell_where_a_contact_stands(app: &TestApp) {
    app.write(HOME, vec![connection(HOME, "hl1", "HighLevel")])
        .await;
    let id = app.contact(json!({"firstName": "Ana"})).await;
    let link = Link {
        connection_id: "hl1".into(),
        kind: Kind::Contact,
        record_id: id.clone(),
        root_id: id.clone(),
        remote_id: Some("remote1".into()),
        state: LinkState::Linked,
        base_hub: Fields::new(),
        base_remote: Fields::new(),
        detail: Value::Null,
        version: 0,
    };
    app.write(HOME, vec![Write::Link(Box::new(LinkWrite { link }))])
        .await;
    let body = app
        .get(&format!("/tenon/v1/links?contactId={id}"))
        .await
        .is(200);
    assert_eq!(
        body["links"],
        json!([{"connectionId": "hl1", "kind": "contact", "recordId": id, "remoteId": "remote1",
            "state": "linked"}])
    );
    app.get("/tenon/v1/links")
        .await
        .complains(&["contactId should not be empty"]);
    app.get("/tenon/v1/links?contactId=")
        .await
        .complains(&["contactId should not be empty"]);
}
