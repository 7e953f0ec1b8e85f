//! Answers kept of calls that named themselves: one per name, together with what was done.

use serde_json::json;
use tenon_store::{KeptAnswer, StoreError, Write};

use super::support::{AWAY, Db, HOME, Step, at_once, mail};

on_every_backend! {
    an_answer_is_kept_with_what_was_done
    of_two_at_once_one_is_done
    an_answer_ends_and_its_name_is_free
    ended_answers_are_swept_away
    what_comes_is_foreseen
}

const DAY: i64 = 86_400;

fn answer(db: &Db, key: &str, text: &str) -> Write {
    Write::Answer(Box::new(KeptAnswer {
        key: key.into(),
        fingerprint: "f".into(),
        answer: text.as_bytes().to_vec(),
        expires_at: db.later(DAY),
    }))
}

fn create(db: &Db, key: &str, id: &str) -> Step {
    let step = db.at(HOME).write(answer(db, key, id));
    step.contact(id, json!({"firstName": "Ana"}))
}

async fn kept(db: &Db, location: &str, key: &str) -> Option<String> {
    let now = db.later(0);
    let kept = db.store.kept_answer(location, key, now).await.unwrap();
    kept.map(|kept| String::from_utf8(kept.answer).unwrap())
}

async fn an_answer_is_kept_with_what_was_done(db: &Db) {
    create(db, "k", "c1").done().await;
    let now = db.later(0);
    let found = db.store.kept_answer(HOME, "k", now).await.unwrap().unwrap();
    assert_eq!((found.fingerprint.as_str(), found.key.as_str()), ("f", "k"));
    assert_eq!(
        (found.answer, found.expires_at),
        (b"c1".to_vec(), db.later(DAY))
    );
    let error = create(db, "k", "c2").refused().await;
    assert!(matches!(error, StoreError::Repeated), "{error:?}");
    assert_eq!(db.contact("c2").await, None);
    assert_eq!(kept(db, HOME, "k").await.as_deref(), Some("c1"));
    // Another location's names are its own.
    assert_eq!(kept(db, AWAY, "k").await, None);
    let there = db.at(AWAY).write(answer(db, "k", "there"));
    there.done().await;
    // What is refused keeps no answer.
    let taken = mail("ana@example.org");
    db.at(HOME).contact("c3", taken.clone()).done().await;
    let step = db.at(HOME).write(answer(db, "l", "c4"));
    let error = step.contact("c4", taken).refused().await;
    assert!(matches!(error, StoreError::KeyTaken { .. }), "{error:?}");
    assert_eq!(kept(db, HOME, "l").await, None);
}

async fn of_two_at_once_one_is_done(db: &Db) {
    let steps = (0..16).map(|n| create(db, "k", &format!("c{n}")));
    let results = at_once(steps).await;
    let done: Vec<_> = results
        .iter()
        .filter_map(|done| done.as_ref().ok())
        .collect();
    assert_eq!(done.len(), 1);
    let id = &done[0].records[0].id;
    assert_eq!(kept(db, HOME, "k").await.as_ref(), Some(id));
    for error in results.iter().filter_map(|done| done.as_ref().err()) {
        assert!(matches!(error, StoreError::Repeated), "{error:?}");
    }
    assert_eq!(db.store.last_seq(HOME).await.unwrap(), 1);
}

async fn an_answer_ends_and_its_name_is_free(db: &Db) {
    create(db, "k", "c1").done().await;
    db.pass(DAY - 1);
    assert!(kept(db, HOME, "k").await.is_some());
    db.pass(1);
    assert_eq!(kept(db, HOME, "k").await, None);
    create(db, "k", "c2").done().await;
    assert_eq!(kept(db, HOME, "k").await.as_deref(), Some("c2"));
}

async fn ended_answers_are_swept_away(db: &Db) {
    for n in 0..20 {
        let key = format!("old {n}");
        db.at(HOME).write(answer(db, &key, "x")).done().await;
    }
    db.pass(DAY);
    for n in 0..3 {
        let key = format!("new {n}");
        db.at(HOME).write(answer(db, &key, "x")).done().await;
    }
    // The clock back: what still stood there would be found.
    db.pass(-1);
    for n in 0..20 {
        assert_eq!(kept(db, HOME, &format!("old {n}")).await, None, "{n}");
    }
    assert!(kept(db, HOME, "new 0").await.is_some());
}

async fn what_comes_is_foreseen(db: &Db) {
    let old = db
        .at(HOME)
        .contact("c1", mail("a@example.org"))
        .record()
        .await;
    let gone = db
        .at(HOME)
        .contact("c2", mail("b@example.org"))
        .record()
        .await;
    // Also when the clock went back, and a record's times go on.
    for seconds in [60, -3_600] {
        db.pass(seconds);
        let id = format!("c{}", seconds + 4_000);
        let old = db.contact("c1").await.unwrap_or_else(|| old.clone());
        let mut step = db.at(HOME).contact(&id, json!({"firstName": "Ben"}));
        step = step.update(&old, json!({"firstName": "Cleo", "city": id}));
        if seconds > 0 {
            step = step.delete(&gone);
        }
        let foreseen = step.foreseen();
        assert_eq!(step.done().await.records, foreseen);
    }
}
