//! What nobody should send, and somebody will.

use serde_json::json;
use tenon_model::Kind;
use tenon_store::{StoreError, Write};

use super::{
    search::{ids, index, query},
    support::{Db, HOME, mail},
};

on_every_backend! {
    a_nul_is_refused_and_nothing_is_left_of_it
    a_nul_is_sought_in_vain
    a_refused_text_does_not_spoil_the_connection
    a_document_of_a_megabyte_is_kept
    an_empty_location_is_none
    quotes_and_other_scripts_are_kept_as_they_are
    a_commit_of_nothing_does_nothing
}

async fn a_nul_is_refused_and_nothing_is_left_of_it(db: &Db) {
    for step in [
        db.at(HOME).contact("c\0", json!({})),
        db.at(HOME).contact("c2", json!({ "email": "a\0@x.com" })),
        db.at(HOME).contact("c2", json!({ "firstName": "A\0na" })),
        db.at("ho\0me").contact("c2", json!({})),
        db.at(HOME).write(Write::Cursor {
            name: "reader".into(),
            from: None,
            to: "\0".into(),
        }),
    ] {
        let error = step.contact("c1", mail("a@x.com")).refused().await;
        assert!(matches!(error, StoreError::Internal(_)), "{error:?}");
        assert_eq!(db.contact("c1").await, None);
        assert_eq!(db.contact("c2").await, None);
        assert_eq!(db.store.last_seq(HOME).await.unwrap(), 0);
    }
    // In a text that is only read as a whole it does no harm.
    let doc = json!({ "title": "Call", "body": "one\0two" });
    let made = db
        .at(HOME)
        .create(Kind::Note, "n1", "c1", doc)
        .record()
        .await;
    let read = db.store.record(HOME, Kind::Note, "n1").await.unwrap();
    assert_eq!(read.unwrap().fields().unwrap()["body"], "one\0two");
    assert_eq!(made.version, 1);
}

async fn a_nul_is_sought_in_vain(db: &Db) {
    db.at(HOME).contact("c1", mail("a@x.com")).done().await;
    for _ in 0..2 {
        assert_eq!(ids(db, &query("a\0")).await, Vec::<String>::new());
        index(db).await;
    }
    assert_eq!(db.contact("c1\0").await, None);
    let with = db.store.contacts_with(HOME, "email", "a@x.com\0").await;
    assert_eq!(with.unwrap(), []);
}

async fn a_refused_text_does_not_spoil_the_connection(db: &Db) {
    // More than there are connections.
    for n in 0..40 {
        let id = format!("c{n}");
        db.at(HOME)
            .contact(&id, json!({ "city": "\0" }))
            .refused()
            .await;
        db.at(HOME).contact(&id, json!({})).done().await;
    }
    assert_eq!(db.store.last_seq(HOME).await.unwrap(), 40);
}

async fn a_document_of_a_megabyte_is_kept(db: &Db) {
    let body = "ä".repeat(512 * 1_024);
    let doc = json!({ "firstName": body, "body": "x" });
    let made = db.at(HOME).contact("c1", doc.clone()).record().await;
    assert_eq!(db.contact("c1").await.unwrap(), made);
    db.at(HOME).update(&made, doc).done().await;
    for _ in 0..2 {
        assert_eq!(ids(db, &query(&body)).await, Vec::<String>::new());
        let many = query(&"a b ".repeat(20_000));
        assert_eq!(ids(db, &many).await, Vec::<String>::new());
        index(db).await;
    }
}

async fn an_empty_location_is_none(db: &Db) {
    let error = db.at("").contact("c1", json!({})).refused().await;
    assert!(matches!(error, StoreError::NoLocation(_)), "{error:?}");
    let read = db.store.record("", Kind::Contact, "c1").await.unwrap();
    assert_eq!(read, None);
    assert_eq!(db.store.changes_after("", 0, 9).await.unwrap(), []);
    assert_eq!(db.store.changes_after(HOME, 0, -1).await.unwrap(), []);
}

async fn quotes_and_other_scripts_are_kept_as_they_are(db: &Db) {
    for (n, text) in [
        "'; DROP TABLE records; --",
        "\"\\$1 ?1",
        "日本語 🏠 e\u{301}",
        "\u{feff}\u{202e}x",
    ]
    .iter()
    .enumerate()
    {
        let id = format!("{text}{n}");
        let doc = json!({ "firstName": text, "email": text });
        db.at(HOME).contact(&id, doc).done().await;
        let read = db.contact(&id).await.unwrap();
        assert_eq!(read.fields().unwrap()["firstName"], **text);
        let with = db.store.contacts_with(HOME, "email", text).await.unwrap();
        assert_eq!(with, [read]);
    }
}

async fn a_commit_of_nothing_does_nothing(db: &Db) {
    let done = db.at(HOME).done().await;
    assert!(done.numbers.is_empty() && done.records.is_empty());
    assert!(!done.wakes);
    db.at(HOME).contact("c1", json!({})).done().await;
}
