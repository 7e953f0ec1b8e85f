//! Numbers over many rows.

use jiff::Timestamp;
use serde_json::{Value, json};
use tenon_model::{Clock as _, Origin};
use tenon_store::{Direction, Queues, Review, SourceItem, Write};

use super::support::{AWAY, Db, HOME};

on_every_backend! {
    what_came_in_is_counted_by_quarters_of_an_hour
    changes_are_counted_by_hours_and_directions
    what_waits_is_counted
}

fn item(key: &str, origin: &str, outcome: &str) -> Write {
    Write::Source(Box::new(SourceItem {
        key: key.into(),
        import_id: "i1".into(),
        origin: origin.into(),
        label: "Ana".into(),
        place: "here".into(),
        outcome: outcome.into(),
        reasons: Vec::new(),
        record_id: None,
        raw: Vec::new(),
    }))
}

async fn what_came_in_is_counted_by_quarters_of_an_hour(db: &Db) {
    for (key, origin, outcome) in [
        ("k1", "leadEmail", "created"),
        ("k2", "leadEmail", "merged"),
        ("k3", "bridge", "created"),
        ("k4", "leadEmail", "ignored"),
        ("k5", "leadEmail", "review"),
    ] {
        db.at(HOME).write(item(key, origin, outcome)).done().await;
    }
    db.at(AWAY)
        .write(item("k6", "bridge", "created"))
        .done()
        .await;
    db.pass(3 * 60 * 60);
    db.at(HOME)
        .write(item("k7", "bridge", "merged"))
        .done()
        .await;
    let all = db
        .store
        .arrivals(HOME, Timestamp::UNIX_EPOCH)
        .await
        .unwrap();
    let told: Vec<_> = all
        .iter()
        .map(|one| (one.origin.as_str(), one.count))
        .collect();
    assert_eq!(told, [("bridge", 1), ("leadEmail", 2), ("bridge", 1)]);
    assert!(all.iter().all(|one| one.at.as_second() % 900 == 0));
    let late = db.store.arrivals(HOME, db.later(-60)).await.unwrap();
    assert_eq!(late.len(), 1);
}

async fn changes_are_counted_by_hours_and_directions(db: &Db) {
    let by = |door: &str| {
        let name = r#"","door":"houzz"#;
        Origin::new(("person", "p1", name), door, ("request", ""))
    };
    let record = db.at(HOME).contact("c1", json!({})).record().await;
    for (id, door) in [
        ("c2", "highlevel"),
        ("c3", "houzz-mail"),
        ("c4", "api"),
        ("c5", "cli"),
    ] {
        db.at(HOME)
            .origin(by(door))
            .contact(id, json!({}))
            .done()
            .await;
    }
    for door in ["highlevel", "houzz-out"] {
        let log = Write::Log {
            kind: record.kind,
            record_id: "c1".into(),
            root_id: "c1".into(),
            action: tenon_model::Action::Push,
            detail: Value::Null,
        };
        db.at(HOME).origin(by(door)).write(log).done().await;
    }
    let hour = db.clock.now().as_second() / 3600;
    let since = db.later(-7200);
    let (told, from) = db.store.traffic(HOME, since).await.unwrap();
    assert_eq!(from, since);
    let count = |direction| {
        let own = told.iter().filter(|one| one.direction == direction);
        own.map(|one| one.count).sum::<i64>()
    };
    let [out_h, out_g, in_h, in_g, here] = [
        Direction::ToHouzz,
        Direction::ToHighLevel,
        Direction::FromHouzz,
        Direction::FromHighLevel,
        Direction::Here,
    ]
    .map(count);
    assert_eq!(
        (out_h, out_g, in_h, in_g, here),
        (1, 1, 1, 1, 3),
        "{told:?}"
    );
    assert!(told.iter().all(|one| one.at.as_second() == hour * 3600));
    assert!(
        db.store
            .traffic(HOME, db.later(60))
            .await
            .unwrap()
            .0
            .is_empty()
    );
    assert!(db.store.traffic(AWAY, since).await.unwrap().0.is_empty());
}

async fn what_waits_is_counted(db: &Db) {
    assert_eq!(db.store.queues(HOME).await.unwrap(), Queues::default());
    for id in ["match/1", "match/2"] {
        let review = Review {
            id: id.into(),
            subject: "c1".into(),
            title: "Known?".into(),
            reasons: Vec::new(),
            detail: Value::Null,
        };
        db.at(HOME)
            .write(Write::Review(Box::new(review)))
            .done()
            .await;
    }
    assert_eq!(db.store.queues(HOME).await.unwrap().conflicts, 2);
    assert_eq!(db.store.queues(AWAY).await.unwrap(), Queues::default());
}
