//! What else is kept: cursors, deliveries, sources, reviews, secrets, tokens, connections and
//! locations.

use jiff::SignedDuration;
use serde_json::json;
use tenon_model::Clock;
use tenon_store::{Connection, Review, SourceItem, StoreError, Token, Write};

use super::support::{AWAY, Db, HOME, at_once};

on_every_backend! {
    a_cursor_moves_from_where_it_stood
    a_delivery_is_known_when_it_comes_again
    a_source_item_comes_once
    a_review_is_asked_once
    a_secret_is_replaced_under_its_version
    a_token_is_found_by_its_hash
    connections_are_listed_by_location
    a_location_is_made_once
}

fn is_conflict(error: &StoreError) -> bool {
    matches!(error, StoreError::Conflict { .. })
}

async fn a_cursor_moves_from_where_it_stood(db: &Db) {
    let step = |from: Option<&str>, to: &str| {
        db.at(HOME).write(Write::Cursor {
            name: "webhooks".into(),
            from: from.map(str::to_owned),
            to: to.into(),
        })
    };
    assert_eq!(db.store.cursor(HOME, "webhooks").await.unwrap(), None);
    assert!(is_conflict(&step(Some("1"), "2").refused().await));
    step(None, "1").done().await;
    assert!(is_conflict(&step(None, "9").refused().await));
    step(Some("1"), "2").done().await;
    let step_with_record = step(Some("1"), "3").contact("c1", json!({}));
    assert!(is_conflict(&step_with_record.refused().await));
    assert_eq!(db.contact("c1").await, None);
    let cursor = db.store.cursor(HOME, "webhooks").await.unwrap();
    assert_eq!(cursor.as_deref(), Some("2"));
    let results = at_once((0..8).map(|n| step(Some("2"), &format!("3-{n}")))).await;
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1);
}

async fn a_delivery_is_known_when_it_comes_again(db: &Db) {
    let step = |connection: &str, id: &str| {
        db.at(HOME).write(Write::Delivery {
            connection_id: connection.into(),
            id: id.into(),
            body: vec![0, 159, 146, 150],
        })
    };
    assert!(!step("k1", "w1").done().await.repeated);
    assert!(step("k1", "w1").done().await.repeated);
    assert!(!step("k2", "w1").done().await.repeated);
    let results = at_once((0..8).map(|_| step("k1", "w2"))).await;
    let new = results
        .into_iter()
        .filter(|done| !done.as_ref().unwrap().repeated);
    assert_eq!(new.count(), 1);
}

async fn a_source_item_comes_once(db: &Db) {
    let item = SourceItem {
        key: "mail-1".into(),
        import_id: "i1".into(),
        origin: "leadEmail".into(),
        label: "New lead".into(),
        place: "inbox.mbox:1".into(),
        outcome: "created".into(),
        reasons: vec!["no contact had this e-mail".into()],
        record_id: Some("c1".into()),
        raw: vec![0, 255, 13, 10],
    };
    let write = |item: &SourceItem| Write::Source(Box::new(item.clone()));
    db.at(HOME).write(write(&item)).done().await;
    let again = db.at(HOME).contact("c1", json!({})).write(write(&item));
    assert!(is_conflict(&again.refused().await));
    assert_eq!(db.contact("c1").await, None);
    let read = db.store.source_item(HOME, "mail-1").await.unwrap();
    assert_eq!(read, Some(item.clone()));
    db.pass(1);
    let mut second = item.clone();
    (second.key, second.record_id) = ("mail-2".into(), None);
    db.at(HOME).write(write(&second)).done().await;
    let newest = db.store.source_items(HOME, 0, 10).await.unwrap();
    assert_eq!(newest, [second, item.clone()]);
    assert_eq!(db.store.source_items(HOME, 1, 1).await.unwrap(), [item]);
}

async fn a_review_is_asked_once(db: &Db) {
    let review = |id: &str, title: &str| Review {
        id: id.into(),
        subject: "c1".into(),
        title: title.into(),
        reasons: vec!["two contacts have this phone".into()],
        detail: json!({ "candidates": ["c1", "c2"] }),
    };
    for (id, title) in [("v2", "first"), ("v2", "again"), ("v1", "other")] {
        let write = Write::Review(Box::new(review(id, title)));
        db.at(HOME).write(write).done().await;
        db.pass(1);
    }
    let open = db.store.open_reviews(HOME, 0, 10).await.unwrap();
    assert_eq!(open, [review("v2", "first"), review("v1", "other")]);
    assert_eq!(db.store.open_reviews(HOME, 1, 10).await.unwrap().len(), 1);
}

async fn a_secret_is_replaced_under_its_version(db: &Db) {
    let step = |sealed: &[u8], version| {
        db.at(HOME).write(Write::Secret {
            name: "highlevel".into(),
            sealed: sealed.to_vec(),
            version,
        })
    };
    assert!(is_conflict(&step(&[1], 1).refused().await));
    step(&[0, 1, 255], 0).done().await;
    assert!(is_conflict(&step(&[9], 0).refused().await));
    let read = || db.store.secret(HOME, "highlevel");
    assert_eq!(read().await.unwrap(), Some((vec![0, 1, 255], 1)));
    // Two that refresh one token: the second must not undo the first.
    let results = at_once((0..8).map(|n| step(&[n], 1))).await;
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1);
    let (sealed, version) = read().await.unwrap().unwrap();
    assert!(results[usize::from(sealed[0])].is_ok());
    assert_eq!(version, 2);
}

async fn a_token_is_found_by_its_hash(db: &Db) {
    let token = Token {
        hash: "00ff".into(),
        id: "t1".into(),
        location_id: HOME.into(),
        name: "Office".into(),
        scopes: "contacts.readonly contacts.write".into(),
        created_at: db.clock.now(),
        expires_at: db.clock.now() + SignedDuration::from_hours(24),
        class: "Location".into(),
        ..Token::default()
    };
    let write = || Write::Token(Box::new(token.clone()));
    db.at(HOME).write(write()).done().await;
    assert_eq!(db.store.token("00ff").await.unwrap(), Some(token.clone()));
    assert_eq!(db.store.token("00fe").await.unwrap(), None);
    let again = db.at(HOME).contact("c1", json!({})).write(write());
    assert!(is_conflict(&again.refused().await));
    assert_eq!(db.contact("c1").await, None);
}

async fn connections_are_listed_by_location(db: &Db) {
    let connection = |location: &str, id: &str| Connection {
        location_id: location.into(),
        id: id.into(),
        system: "highlevel".into(),
        name: "Ours".into(),
        settings: json!({ "url": "https://example.com" }),
    };
    for (location, id) in [(HOME, "k2"), (AWAY, "k3"), (HOME, "k1")] {
        let write = Write::Connection(Box::new(connection(location, id)));
        db.at(location).write(write).done().await;
        db.pass(1);
    }
    let store = &db.store;
    let all = store.connections(None).await.unwrap();
    let [k1, k2, k3] = [(HOME, "k1"), (HOME, "k2"), (AWAY, "k3")].map(|(l, id)| connection(l, id));
    assert_eq!(all, [k3.clone(), k2.clone(), k1.clone()]);
    assert_eq!(store.connections(Some(HOME)).await.unwrap(), [k2, k1]);
    assert_eq!(store.connections(Some("nowhere")).await.unwrap(), []);
    assert_eq!(store.connection("k3").await.unwrap(), Some(k3));
    assert_eq!(store.connection("k4").await.unwrap(), None);
    // A hook's path names the connection alone, so its id is unique everywhere.
    let again = db.at(HOME).contact("c1", json!({}));
    let again = again.write(Write::Connection(Box::new(connection(HOME, "k3"))));
    assert!(is_conflict(&again.refused().await));
    assert_eq!(db.contact("c1").await, None);
}

async fn a_location_is_made_once(db: &Db) {
    let home = db.store.location(HOME).await.unwrap().unwrap();
    assert_eq!(home.timezone, "America/Chicago");
    let again = db.at(HOME).write(Write::Location(home.clone()));
    assert!(is_conflict(&again.refused().await));
    assert_eq!(db.store.location("nowhere").await.unwrap(), None);
    let ids = db
        .store
        .locations()
        .await
        .unwrap()
        .into_iter()
        .map(|one| one.id);
    assert_eq!(ids.collect::<Vec<_>>(), [AWAY, HOME]);
}
