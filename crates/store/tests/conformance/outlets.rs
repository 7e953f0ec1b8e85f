//! The send-once ledger, the work list, what was seen to work, and calendar feeds.

use jiff::Timestamp;
use serde_json::{Value, json};
use tenon_model::{Clock, Kind};
use tenon_store::{
    CalendarFeed, Evidence, Handoff, HandoffState, Link, LinkState, LinkWrite, Outlet, OutletWrite,
    StoreError, WorkItem, WorkState, Write,
};

use super::support::{AWAY, Db, HOME, Step, at_once, fields, mail};

on_every_backend! {
    a_record_has_one_hand_off
    a_stale_hand_off_is_refused
    a_field_has_one_work_item
    lists_are_paged_in_the_order_of_time
    a_newer_proof_stays
    a_feed_is_found_by_its_hash_alone
    contacts_that_a_system_does_not_know_are_found
    appointments_to_mirror_tell_deletions
    settings_are_guarded_by_their_version
}

const START: (Timestamp, &str) = (Timestamp::MIN, "");

fn handoff(db: &Db, id: &str, record: &str) -> Handoff {
    Handoff {
        id: id.into(),
        connection_id: "k1".into(),
        what: "lead".into(),
        record_id: record.into(),
        root_id: record.into(),
        state: HandoffState::NotSent,
        way: "zapier".into(),
        tries: 0,
        sent: Value::Null,
        reason: String::new(),
        evidence: Value::Null,
        handed_at: None,
        created_at: db.clock.now(),
        updated_at: db.clock.now(),
        version: 0,
    }
}

fn item(db: &Db, id: &str, field: &str) -> WorkItem {
    WorkItem {
        id: id.into(),
        connection_id: "k1".into(),
        kind: Kind::Contact,
        record_id: "c1".into(),
        root_id: "c1".into(),
        field: field.into(),
        state: WorkState::Open,
        title: "Change the phone".into(),
        before: json!("+15125550100"),
        wanted: json!("+15125550143"),
        url: String::new(),
        evidence: Value::Null,
        created_at: db.clock.now(),
        updated_at: db.clock.now(),
        version: 0,
    }
}

fn step(db: &Db, location: &str, write: OutletWrite) -> Step {
    db.at(location).write(Write::Outlet(write))
}

fn ledger(db: &Db, handoff: &Handoff) -> Step {
    step(db, HOME, OutletWrite::Handoff(Box::new(handoff.clone())))
}

fn work(db: &Db, item: &WorkItem) -> Step {
    step(db, HOME, OutletWrite::WorkItem(Box::new(item.clone())))
}

fn is_conflict(error: &StoreError) -> bool {
    matches!(error, StoreError::Conflict { .. })
}

async fn a_record_has_one_hand_off(db: &Db) {
    let entries = ["h1", "h2", "h3"].map(|id| ledger(db, &handoff(db, id, "c1")));
    let results = at_once(entries).await;
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1);
    let refused = results.into_iter().filter_map(Result::err);
    assert!(refused.into_iter().all(|error| is_conflict(&error)));
    // A project of the same contact is another thing, and so is another connection's lead.
    let project = Handoff {
        what: "project".into(),
        ..handoff(db, "h4", "c1")
    };
    ledger(db, &project).done().await;
    let other = Handoff {
        connection_id: "k2".into(),
        ..handoff(db, "h5", "c1")
    };
    ledger(db, &other).done().await;
    assert_eq!(db.store.handoffs_of(HOME, "c1").await.unwrap().len(), 3);
    assert_eq!(db.store.handoffs_of(AWAY, "c1").await.unwrap(), []);
}

async fn a_stale_hand_off_is_refused(db: &Db) {
    let mut entry = handoff(db, "h1", "c1");
    ledger(db, &entry).done().await;
    db.pass(1);
    entry.version = 1;
    let sending = Handoff {
        state: HandoffState::Sending,
        sent: json!({"lead_name": "Ana's project"}),
        handed_at: Some(db.clock.now()),
        ..entry.clone()
    };
    // Two workers that read the same entry: one of them sends.
    let results = at_once([ledger(db, &sending), ledger(db, &sending)]).await;
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1);
    assert!(is_conflict(&ledger(db, &entry).refused().await));
    let stored = db.store.handoff(HOME, "h1").await.unwrap().unwrap();
    let expected = Handoff {
        version: 2,
        updated_at: db.clock.now(),
        ..sending
    };
    assert_eq!(stored, expected);
    assert_eq!(db.store.handoff(AWAY, "h1").await.unwrap(), None);
    let absent = Handoff {
        version: 3,
        ..handoff(db, "h9", "c9")
    };
    assert!(is_conflict(&ledger(db, &absent).refused().await));
}

async fn a_field_has_one_work_item(db: &Db) {
    work(db, &item(db, "w1", "phone")).done().await;
    assert!(is_conflict(
        &work(db, &item(db, "w2", "phone")).refused().await
    ));
    work(db, &item(db, "w3", "email")).done().await;
    let done = WorkItem {
        state: WorkState::Done,
        evidence: json!({"by": "Office"}),
        version: 1,
        ..item(db, "w1", "phone")
    };
    work(db, &done).done().await;
    assert!(is_conflict(&work(db, &done).refused().await));
    let stored = db.store.work_items_of(HOME, "c1").await.unwrap();
    let fields: Vec<_> = stored.iter().map(|item| item.field.as_str()).collect();
    assert_eq!(fields, ["email", "phone"]);
    assert_eq!(stored[1].evidence, json!({"by": "Office"}));
    let gone = |version| OutletWrite::DropWorkItem {
        id: "w1".into(),
        version,
    };
    assert!(is_conflict(&step(db, HOME, gone(1)).refused().await));
    assert!(is_conflict(&step(db, AWAY, gone(2)).refused().await));
    step(db, HOME, gone(2)).done().await;
    assert_eq!(db.store.work_item(HOME, "w1").await.unwrap(), None);
    // Its place is free again.
    work(db, &item(db, "w4", "phone")).done().await;
}

async fn lists_are_paged_in_the_order_of_time(db: &Db) {
    for number in 0..7 {
        let id = format!("{:02}", 20 - number);
        ledger(db, &handoff(db, &id, &format!("c{number}")))
            .done()
            .await;
        work(db, &item(db, &id, &format!("f{number}"))).done().await;
        db.pass(1);
    }
    let (mut after, mut seen) = ((Timestamp::MIN, String::new()), Vec::new());
    loop {
        let place = (after.0, after.1.as_str());
        let store = &db.store;
        let page = store.handoffs_in(HOME, Some(HandoffState::NotSent), place, 3);
        let page = page.await.unwrap();
        let items = store.work_items_in(HOME, WorkState::Open, place, 3);
        let ids = |ids: Vec<String>| ids;
        let same = items.await.unwrap().into_iter().map(|item| item.id);
        let page_ids = ids(page.iter().map(|entry| entry.id.clone()).collect());
        assert_eq!(page_ids, ids(same.collect()));
        let Some(last) = page.last() else { break };
        after = (last.created_at, last.id.clone());
        seen.extend(page_ids);
    }
    assert_eq!(seen, ["20", "19", "18", "17", "16", "15", "14"]);
    let store = &db.store;
    let none = store.handoffs_in(HOME, Some(HandoffState::Failed), START, 9);
    assert_eq!(none.await.unwrap(), []);
    let all = store.handoffs_in(HOME, None, START, 9).await.unwrap();
    assert_eq!(all.len(), 7);
    let none = store.work_items_in(AWAY, WorkState::Open, START, 9);
    assert_eq!(none.await.unwrap(), []);
}

async fn a_newer_proof_stays(db: &Db) {
    let proof = |seconds, what: Value| Evidence {
        connection_id: "k1".into(),
        kind: Kind::Contact,
        field: "phone".into(),
        verb: "read".into(),
        at: db.later(seconds),
        what,
    };
    for (seconds, what) in [(10, json!("b")), (5, json!("a")), (20, json!("c"))] {
        let write = OutletWrite::Evidence(Box::new(proof(seconds, what)));
        step(db, HOME, write).done().await;
    }
    let known = db.store.evidence_of(HOME, "k1").await.unwrap();
    assert_eq!(known, [proof(20, json!("c"))]);
    assert_eq!(db.store.evidence_of(AWAY, "k1").await.unwrap(), []);
    assert_eq!(db.store.evidence_of(HOME, "k2").await.unwrap(), []);
}

async fn a_feed_is_found_by_its_hash_alone(db: &Db) {
    let feed = CalendarFeed {
        hash: "abc".into(),
        location_id: HOME.into(),
        id: "f1".into(),
        user_id: "u1".into(),
        name: "Ana's phone".into(),
        created_at: db.clock.now(),
        revoked_at: None,
    };
    let write = OutletWrite::Feed(Box::new(feed.clone()));
    step(db, HOME, write.clone()).done().await;
    assert!(is_conflict(&step(db, AWAY, write).refused().await));
    let found = db.store.calendar_feed("abc").await.unwrap();
    assert_eq!(found, Some(feed.clone()));
    assert_eq!(db.store.calendar_feed("abd").await.unwrap(), None);
    db.pass(1);
    let revoke = || OutletWrite::RevokeFeed { id: "f1".into() };
    assert!(is_conflict(&step(db, AWAY, revoke()).refused().await));
    step(db, HOME, revoke()).done().await;
    assert!(is_conflict(&step(db, HOME, revoke()).refused().await));
    let revoked = CalendarFeed {
        revoked_at: Some(db.clock.now()),
        ..feed
    };
    let found = db.store.calendar_feed("abc").await.unwrap();
    assert_eq!(found, Some(revoked.clone()));
    let all = db.store.calendar_feeds(HOME).await.unwrap();
    assert_eq!(all, [revoked]);
}

async fn contacts_that_a_system_does_not_know_are_found(db: &Db) {
    for id in ["c1", "c2", "c3", "c4", "c5"] {
        let contact = db.at(HOME).contact(id, mail(&format!("{id}@x.com")));
        contact.done().await;
    }
    let link = Link {
        connection_id: "k1".into(),
        kind: Kind::Contact,
        record_id: "c1".into(),
        root_id: "c1".into(),
        remote_id: None,
        state: LinkState::Linked,
        base_hub: fields(json!({})),
        base_remote: fields(json!({})),
        detail: Value::Null,
        version: 0,
    };
    let link = Write::Link(Box::new(LinkWrite { link }));
    db.at(HOME).write(link).done().await;
    ledger(db, &handoff(db, "h2", "c2")).done().await;
    let failed = Handoff {
        state: HandoffState::Failed,
        ..handoff(db, "h3", "c3")
    };
    ledger(db, &failed).done().await;
    let found = async |connection: &str, after: &str, limit| {
        let store = &db.store;
        let found = store.contacts_unknown_to(HOME, connection, after, limit);
        let ids = found.await.unwrap().into_iter().map(|record| record.id);
        ids.collect::<Vec<_>>()
    };
    assert_eq!(found("k1", "", 9).await, ["c3", "c4", "c5"]);
    assert_eq!(found("k1", "c3", 1).await, ["c4"]);
    assert_eq!(found("k2", "", 9).await, ["c1", "c2", "c3", "c4", "c5"]);
}

async fn appointments_to_mirror_tell_deletions(db: &Db) {
    db.at(HOME).contact("c1", mail("a@x.com")).done().await;
    for (id, user, end) in [
        ("a1", "u1", "2026-03-01T10:00:00.000Z"),
        ("a2", "u1", "2026-01-01T10:00:00.000Z"),
        ("a3", "u2", "2026-03-02T10:00:00.000Z"),
        ("a4", "u1", "2026-03-03T10:00:00.000Z"),
    ] {
        let doc = json!({"assignedUserId": user, "endTime": end, "startTime": end,
            "calendarId": "k"});
        let made = db.at(HOME).create(Kind::Appointment, id, "c1", doc);
        made.done().await;
    }
    let old = db
        .store
        .record(HOME, Kind::Appointment, "a4")
        .await
        .unwrap();
    let delete = Write::Delete { old: old.unwrap() };
    db.at(HOME).write(delete).done().await;
    let found = async |user: &str, since: &str| {
        let store = &db.store;
        let found = store.appointments_to_mirror(HOME, user, since, 100);
        let told = found.await.unwrap().into_iter();
        told.map(|record| (record.id, record.deleted))
            .collect::<Vec<_>>()
    };
    let own = |id: &str, deleted| (id.to_owned(), deleted);
    let since = "2026-02-01T00:00:00.000Z";
    assert_eq!(
        found("u1", since).await,
        [own("a1", false), own("a4", true)]
    );
    assert_eq!(found("", since).await.len(), 3);
    assert_eq!(found("u1", "").await.len(), 3);
    assert_eq!(found("u3", "").await, []);
}

async fn settings_are_guarded_by_their_version(db: &Db) {
    let write = |version, settings: Value| {
        let outlet = Outlet {
            connection_id: "k1".into(),
            settings,
            version,
        };
        step(db, HOME, OutletWrite::Settings(Box::new(outlet)))
    };
    assert_eq!(db.store.outlet(HOME, "k1").await.unwrap(), None);
    write(0, json!({"a": 1})).done().await;
    assert!(is_conflict(&write(0, json!({"a": 2})).refused().await));
    write(1, json!({"a": 3})).done().await;
    assert!(is_conflict(&write(1, json!({"a": 4})).refused().await));
    let stored = db.store.outlet(HOME, "k1").await.unwrap().unwrap();
    assert_eq!((stored.settings, stored.version), (json!({"a": 3}), 2));
    assert_eq!(db.store.outlet(AWAY, "k1").await.unwrap(), None);
}
