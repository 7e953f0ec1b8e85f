//! The change log: what an entry says, and how it is paged.

use serde_json::{Value, json};
use tenon_model::{Action, FieldChange, Kind, Origin};
use tenon_store::{LogSearch, StoreError, Write};

use super::support::{Db, HOME, mail};

on_every_backend! {
    an_update_tells_each_field_before_and_after
    a_deletion_tells_what_there_was
    who_and_why_are_kept
    an_entry_may_speak_of_a_record_without_writing_it
    a_contacts_changes_are_paged_newest_first
    a_commit_of_many_entries_is_numbered_in_its_order
    a_location_that_is_not_there_refuses
    a_commit_tells_whether_it_wakes_somebody
    the_whole_log_is_paged_both_ways_with_a_filter
}

fn field(name: &str, before: Value, after: Value) -> FieldChange {
    FieldChange {
        field: name.into(),
        before,
        after,
    }
}

async fn an_update_tells_each_field_before_and_after(db: &Db) {
    let doc = json!({ "firstName": "Ana", "email": "a@x.com", "tags": ["a"] });
    let old = db.at(HOME).contact("c1", doc).record().await;
    let doc = json!({ "firstName": "Ana", "tags": ["a", "b"], "city": "Austin" });
    let done = db.at(HOME).update(&old, doc).done().await;
    let log = db.store.changes_after(HOME, 1, 10).await.unwrap();
    assert_eq!((log.len(), done.numbers), (1, 2..3));
    let change = &log[0];
    assert_eq!(
        (change.seq, change.version, change.action),
        (2, 2, Action::Update)
    );
    assert_eq!(
        change.fields,
        [
            field("city", Value::Null, json!("Austin")),
            field("email", json!("a@x.com"), Value::Null),
            field("tags", json!(["a"]), json!(["a", "b"])),
        ]
    );
}

async fn a_deletion_tells_what_there_was(db: &Db) {
    let old = db.at(HOME).contact("c1", mail("a@x.com")).record().await;
    let done = db.at(HOME).delete(&old).done().await;
    assert_eq!(done.numbers, 2..3);
    let log = db.store.changes_after(HOME, 1, 10).await.unwrap();
    assert_eq!((log.len(), log[0].action), (1, Action::Delete));
    let email = field("email", json!("a@x.com"), Value::Null);
    assert!(log[0].fields.contains(&email));
}

async fn who_and_why_are_kept(db: &Db) {
    let origin = Origin::new(
        ("connection", "k1", "HighLevel"),
        "highlevel",
        ("delivery", "w1"),
    );
    let step = db.at(HOME).origin(origin.clone());
    let done = step.contact("c1", json!({})).done().await;
    let read = db.store.changes_after(HOME, 0, 10).await.unwrap();
    assert_eq!((read.len(), done.numbers), (1, 1..2));
    assert_eq!(read[0].origin, origin);
}

async fn an_entry_may_speak_of_a_record_without_writing_it(db: &Db) {
    let made = db.at(HOME).contact("c1", json!({})).record().await;
    let log = Write::Log {
        kind: Kind::Contact,
        record_id: "c1".into(),
        root_id: "c1".into(),
        action: Action::Conflict,
        detail: json!({ "field": "email", "lost": "b@x.com" }),
    };
    let done = db.at(HOME).write(log).done().await;
    assert_eq!(done.numbers, 2..3);
    assert_eq!(db.contact("c1").await.unwrap(), made);
    let read = db.store.changes_after(HOME, 1, 1).await.unwrap();
    assert_eq!((read[0].seq, read[0].version), (2, 0));
    assert_eq!(read[0].detail["lost"], "b@x.com");
}

async fn a_contacts_changes_are_paged_newest_first(db: &Db) {
    let mut contact = db.at(HOME).contact("c1", json!({})).record().await;
    db.at(HOME).contact("other", json!({})).done().await;
    for n in 0..6 {
        let doc = json!({ "firstName": format!("{n}") });
        contact = db.at(HOME).update(&contact, doc).record().await;
    }
    let task = db
        .at(HOME)
        .create(Kind::Task, "t1", "c1", json!({ "title": "Call" }));
    task.done().await;

    let (mut seen, mut before) = (Vec::new(), None);
    loop {
        let page = db.store.changes_of(HOME, "c1", before, 3).await.unwrap();
        seen.extend(page.changes.iter().map(|change| change.seq));
        before = page.next;
        if before.is_none() {
            break;
        }
    }
    assert_eq!(seen, [9, 8, 7, 6, 5, 4, 3, 1]);
    let whole = db.store.changes_of(HOME, "c1", None, 8).await.unwrap();
    assert_eq!((whole.changes.len(), whole.next), (8, None));
    let endless = db.store.changes_of(HOME, "c1", None, i64::MAX).await;
    assert_eq!(endless.unwrap().changes.len(), 8);
}

async fn a_commit_of_many_entries_is_numbered_in_its_order(db: &Db) {
    let mut step = db.at(HOME).contact("c1", json!({}));
    for n in 0..99 {
        step = step.create(Kind::Task, &format!("t{n}"), "c1", json!({ "title": "x" }));
    }
    let done = step.done().await;
    assert_eq!(done.numbers, 1..101);
    let read = db.store.changes_after(HOME, 0, 200).await.unwrap();
    let ids = |changes: &[tenon_model::Change]| -> Vec<String> {
        changes
            .iter()
            .map(|change| change.record_id.clone())
            .collect()
    };
    let written: Vec<_> = done
        .records
        .iter()
        .map(|record| record.id.clone())
        .collect();
    assert_eq!(ids(&read), written);

    let gone = db.at(HOME).delete(&done.records[0]).done().await;
    assert_eq!(gone.numbers, 101..201);
    let read = db.store.changes_after(HOME, 100, 200).await.unwrap();
    let written: Vec<_> = gone
        .records
        .iter()
        .map(|record| record.id.clone())
        .collect();
    assert_eq!(ids(&read), written);
    assert_eq!(db.store.last_seq(HOME).await.unwrap(), 200);
}

async fn a_location_that_is_not_there_refuses(db: &Db) {
    let mut many = db.at("nowhere");
    for n in 0..40 {
        many = many.contact(&format!("c{n}"), mail(&format!("{n}@x.com")));
    }
    for step in [db.at("nowhere").contact("c1", mail("a@x.com")), many] {
        let error = step.refused().await;
        assert!(matches!(error, StoreError::NoLocation(_)), "{error:?}");
    }
    let read = db.store.record("nowhere", Kind::Contact, "c1").await;
    assert_eq!(read.unwrap(), None);
    assert_eq!(db.store.last_seq("nowhere").await.unwrap(), 0);
}

async fn a_commit_tells_whether_it_wakes_somebody(db: &Db) {
    let mut wakes = db.store.wakes();
    wakes.mark_unchanged();
    assert!(db.at(HOME).contact("c1", json!({})).done().await.wakes);
    assert!(wakes.has_changed().unwrap());
    wakes.mark_unchanged();
    let cursor = Write::Cursor {
        name: "reader".into(),
        from: None,
        to: "1".into(),
    };
    assert!(!db.at(HOME).write(cursor).done().await.wakes);
    assert!(!wakes.has_changed().unwrap());
}

async fn the_whole_log_is_paged_both_ways_with_a_filter(db: &Db) {
    for id in ["c1", "c2", "c3"] {
        db.at(HOME)
            .contact(id, json!({ "firstName": id }))
            .record()
            .await;
    }
    db.at("away").contact("c9", json!({})).record().await;
    let page = async |after, before, actor: Option<&str>, limit| {
        let search = LogSearch {
            after,
            before,
            actor: actor.map(str::to_owned),
            limit,
            ..LogSearch::default()
        };
        let page = db.store.log_page(HOME, &search).await.unwrap();
        let seqs: Vec<i64> = page.changes.iter().map(|change| change.seq).collect();
        (seqs, page.next, page.more)
    };
    assert_eq!(page(None, None, None, 2).await, (vec![3, 2], 2, true));
    assert_eq!(page(None, Some(2), None, 2).await, (vec![1], 1, false));
    assert_eq!(page(Some(0), None, None, 2).await, (vec![1, 2], 2, true));
    assert_eq!(page(Some(2), None, None, 2).await, (vec![3], 3, false));
    assert_eq!(page(Some(3), None, None, 2).await, (vec![], 3, false));
    // Whoever stands behind the end stays there.
    assert_eq!(page(Some(9), None, None, 2).await, (vec![], 9, false));
    let known = db
        .store
        .change(HOME, 1)
        .await
        .unwrap()
        .unwrap()
        .origin
        .actor;
    let (kind, whole) = (known.kind.clone(), format!("{}:{}", known.kind, known.id));
    assert_eq!(page(None, None, Some(&kind), 9).await.0, [3, 2, 1]);
    assert_eq!(page(None, None, Some(&whole), 9).await.0, [3, 2, 1]);
    for nobody in ["%", "_____", "nobody", "system:nobody", "!"] {
        assert_eq!(page(None, None, Some(nobody), 9).await, (vec![], 1, false));
    }
}
