//! Records: created, read, updated under a version guard, deleted to tombstones.

use jiff::SignedDuration;
use serde_json::json;
use tenon_model::Kind;
use tenon_store::{StoreError, Write};

use super::support::{Db, HOME, at_once, fields, mail};

on_every_backend! {
    a_contact_is_created_and_read
    an_update_writes_the_next_version
    of_two_updates_from_one_version_one_wins
    of_many_updates_at_once_one_wins
    a_deleted_record_is_a_tombstone
    a_deleted_record_is_not_written_again
    a_contact_takes_its_tasks_and_notes_along
    a_task_is_not_added_to_a_contact_that_goes
    an_id_is_given_once
    a_deleted_contact_frees_its_email_and_phone
    times_grow_even_when_the_clock_goes_back
    a_check_holds_a_version_without_writing
    a_records_children_are_listed_by_kind
}

async fn a_contact_is_created_and_read(db: &Db) {
    let doc = json!({ "firstName": "Ana", "email": "ana@x.com", "tags": ["a", "b"] });
    let made = db.at(HOME).contact("c1", doc.clone()).record().await;
    assert_eq!((made.version, made.deleted), (1, false));
    assert_eq!(made.created_at, made.updated_at);

    let read = db.contact("c1").await.unwrap();
    assert_eq!(read, made);
    assert_eq!(read.fields().unwrap(), fields(doc));
    assert_eq!(db.contact("c2").await, None);
    let as_task = db.store.record(HOME, Kind::Task, "c1").await.unwrap();
    assert_eq!(as_task, None);
}

async fn an_update_writes_the_next_version(db: &Db) {
    let old = db.at(HOME).contact("c1", mail("a@x.com")).record().await;
    db.pass(60);
    let new = db.at(HOME).update(&old, mail("b@x.com")).record().await;
    assert_eq!(new.version, 2);
    assert_eq!(new.created_at, old.created_at);
    assert_eq!(
        new.updated_at,
        old.updated_at + SignedDuration::from_secs(60)
    );
    assert_eq!(db.contact("c1").await.unwrap(), new);
}

async fn of_two_updates_from_one_version_one_wins(db: &Db) {
    let old = db.at(HOME).contact("c1", mail("a@x.com")).record().await;
    let first = db.at(HOME).update(&old, mail("b@x.com")).record().await;
    let error = db.at(HOME).update(&old, mail("c@x.com")).refused().await;
    assert!(matches!(error, StoreError::Conflict { .. }), "{error:?}");
    assert_eq!(db.contact("c1").await.unwrap(), first);
}

async fn of_many_updates_at_once_one_wins(db: &Db) {
    let old = db.at(HOME).contact("c1", mail("a@x.com")).record().await;
    let updates = (0..16).map(|n| db.at(HOME).update(&old, mail(&format!("{n}@x.com"))));
    let results = at_once(updates).await;
    let won: Vec<_> = results
        .iter()
        .filter_map(|result| result.as_ref().ok())
        .collect();
    assert_eq!(won.len(), 1);
    for error in results.iter().filter_map(|result| result.as_ref().err()) {
        assert!(matches!(error, StoreError::Conflict { .. }), "{error:?}");
    }
    assert_eq!(db.contact("c1").await.unwrap(), won[0].records[0]);
    assert_eq!(db.store.last_seq(HOME).await.unwrap(), 2);
}

async fn a_deleted_record_is_a_tombstone(db: &Db) {
    let old = db.at(HOME).contact("c1", mail("a@x.com")).record().await;
    let gone = db.at(HOME).delete(&old).record().await;
    assert_eq!((gone.version, gone.deleted), (2, true));
    assert_eq!(db.contact("c1").await, None);
    let store = &db.store;
    let tombstone = store.record_or_tombstone(HOME, Kind::Contact, "c1").await;
    assert_eq!(tombstone.unwrap().unwrap(), gone);
    assert_eq!(store.tree(HOME, "c1").await.unwrap(), [gone]);
}

async fn a_deleted_record_is_not_written_again(db: &Db) {
    let old = db.at(HOME).contact("c1", mail("a@x.com")).record().await;
    let gone = db.at(HOME).delete(&old).record().await;
    for step in [
        db.at(HOME).delete(&old),
        db.at(HOME).delete(&gone),
        db.at(HOME).update(&gone, mail("b@x.com")),
        db.at(HOME).contact("c1", mail("b@x.com")),
    ] {
        let error = step.refused().await;
        assert!(matches!(error, StoreError::Conflict { .. }), "{error:?}");
    }
}

async fn a_contact_takes_its_tasks_and_notes_along(db: &Db) {
    let contact = db
        .at(HOME)
        .contact("c1", mail("a@x.com"))
        .create(Kind::Task, "t1", "c1", json!({ "title": "Call" }))
        // Ids are per kind, so this one may be the contact's.
        .create(Kind::Task, "c1", "c1", json!({ "title": "Mail" }))
        .create(Kind::Note, "n1", "c1", json!({ "body": "Likes oak" }))
        .contact("c2", mail("b@x.com"))
        .create(Kind::Task, "t2", "c2", json!({ "title": "Stays" }))
        .record()
        .await;
    let done = db.at(HOME).delete(&contact).done().await;
    let gone: Vec<_> = done
        .records
        .iter()
        .map(|record| record.id.as_str())
        .collect();
    assert_eq!(gone, ["c1", "n1", "c1", "t1"]);
    assert_eq!(done.numbers, 7..11);
    let tree = db.store.tree(HOME, "c1").await.unwrap();
    assert!(
        tree.iter()
            .all(|record| record.deleted && record.version == 2)
    );
    let stays = db.store.records_of(HOME, "c2", Kind::Task).await.unwrap();
    assert_eq!(stays.len(), 1);
}

async fn a_task_is_not_added_to_a_contact_that_goes(db: &Db) {
    for round in 0..8 {
        let id = format!("c{round}");
        let contact = db.at(HOME).contact(&id, json!({})).record().await;
        let task = |n: i32| {
            let task = format!("t{round}-{n}");
            db.at(HOME)
                .write(Write::Check {
                    kind: Kind::Contact,
                    id: id.clone(),
                    version: 1,
                })
                .create(Kind::Task, &task, &id, json!({ "title": "Call" }))
        };
        at_once([
            task(1),
            task(2),
            db.at(HOME).delete(&contact),
            task(3),
            task(4),
        ])
        .await;
        // Nobody's changes in between: the contact is gone, and so is every task that was let in.
        assert_eq!(db.contact(&id).await, None);
        let left = db.store.records_of(HOME, &id, Kind::Task).await.unwrap();
        assert_eq!(left, []);
    }
}

async fn an_id_is_given_once(db: &Db) {
    let made = db.at(HOME).contact("c1", mail("a@x.com")).record().await;
    // Even with its own e-mail: the caller may be asking again for what it has done already.
    let error = db.at(HOME).contact("c1", mail("a@x.com")).refused().await;
    assert!(matches!(error, StoreError::Conflict { .. }), "{error:?}");
    assert_eq!(db.contact("c1").await.unwrap(), made);
}

async fn a_deleted_contact_frees_its_email_and_phone(db: &Db) {
    let doc = json!({ "email": "a@x.com", "phone": "+15125550100" });
    let old = db.at(HOME).contact("c1", doc.clone()).record().await;
    db.at(HOME).delete(&old).done().await;
    db.at(HOME).contact("c2", doc).done().await;
    let found = db.store.contacts_with(HOME, "phone", "+15125550100").await;
    assert_eq!(found.unwrap()[0].id, "c2");
}

async fn times_grow_even_when_the_clock_goes_back(db: &Db) {
    let mut record = db.at(HOME).contact("c1", mail("a@x.com")).record().await;
    for seconds in [-3_600, 0, 7_200, -86_400] {
        db.pass(seconds);
        let new = db.at(HOME).update(&record, mail("a@x.com")).record().await;
        assert!(new.updated_at > record.updated_at);
        record = new;
    }
    let gone = db.at(HOME).delete(&record).record().await;
    assert!(gone.updated_at > record.updated_at);
}

async fn a_check_holds_a_version_without_writing(db: &Db) {
    let old = db.at(HOME).contact("c1", mail("a@x.com")).record().await;
    let check = |version| {
        db.at(HOME).write(Write::Check {
            kind: Kind::Contact,
            id: "c1".into(),
            version,
        })
    };
    let done = check(1).done().await;
    assert!(done.numbers.is_empty() && done.records.is_empty() && !done.wakes);
    assert_eq!(db.contact("c1").await.unwrap(), old);
    let error = check(2).contact("c2", json!({})).refused().await;
    assert!(matches!(error, StoreError::Conflict { .. }), "{error:?}");
    assert_eq!(db.contact("c2").await, None);
}

async fn a_records_children_are_listed_by_kind(db: &Db) {
    db.at(HOME)
        .contact("c1", json!({}))
        .create(Kind::Task, "t2", "c1", json!({ "title": "2" }))
        .create(Kind::Task, "t1", "c1", json!({ "title": "1" }))
        .create(Kind::Note, "n1", "c1", json!({ "body": "n" }))
        .done()
        .await;
    let tasks = db.store.records_of(HOME, "c1", Kind::Task).await.unwrap();
    let ids: Vec<_> = tasks.iter().map(|task| task.id.as_str()).collect();
    assert_eq!(ids, ["t1", "t2"]);
    assert_eq!(db.store.tree(HOME, "c1").await.unwrap().len(), 4);
}
