//! Records by their last change, as a poller reads them.

use std::{collections::BTreeMap, sync::Arc};

use serde_json::json;
use tenon_model::Kind;
use tenon_store::{ChangedSearch, Record, Write};
use tokio::sync::watch;

use super::support::{AWAY, Db, HOME};

on_every_backend! {
    each_record_comes_once_in_the_order_of_its_last_change
    a_poller_beside_writers_misses_nothing
    a_time_is_looked_up_and_a_foreign_number_refused
}

fn tasks() -> ChangedSearch {
    ChangedSearch {
        kind: Kind::Task,
        after: 0,
        since: None,
        deleted: true,
        limit: 3,
    }
}

/// Reads to the end; the records in order.
async fn all(db: &Db, search: &ChangedSearch) -> Vec<Record> {
    let (mut search, mut records) = (search.clone(), Vec::new());
    loop {
        let page = db.store.changed(HOME, &search).await.unwrap().unwrap();
        assert!(page.records.len() as i64 <= search.limit);
        records.extend(page.records);
        search.after = page.next;
        if !page.more {
            return records;
        }
    }
}

async fn each_record_comes_once_in_the_order_of_its_last_change(db: &Db) {
    let step = db.at(HOME).contact("c1", json!({}));
    step.contact("c2", json!({})).done().await;
    let mut made = Vec::new();
    for n in 0..9 {
        let root = if n % 2 == 0 { "c1" } else { "c2" };
        let step = db
            .at(HOME)
            .create(Kind::Note, &format!("n{n}"), root, json!({ "body": "x" }));
        step.done().await;
        let doc = json!({ "title": format!("{n}") });
        made.push(
            db.at(HOME)
                .create(Kind::Task, &format!("t{n}"), root, doc)
                .record()
                .await,
        );
        db.pass(1);
    }
    // The clock goes back; the log does not.
    db.pass(-3_600);
    db.at(HOME)
        .update(&made[1], json!({ "title": "again" }))
        .done()
        .await;
    db.at(HOME).delete(&made[4]).done().await;
    let gone = db.contact("c2").await.unwrap();
    db.at(HOME).delete(&gone).done().await;
    let told = |records: &[Record]| -> Vec<String> {
        let sign = |record: &Record| if record.deleted { "-" } else { "" };
        records
            .iter()
            .map(|record| format!("{}{}", sign(record), record.id))
            .collect()
    };
    let whole = ["t0", "t2", "t6", "t8", "-t4", "-t1", "-t3", "-t5", "-t7"];
    assert_eq!(told(&all(db, &tasks()).await), whole);
    let there = ChangedSearch {
        deleted: false,
        ..tasks()
    };
    assert_eq!(told(&all(db, &there).await), ["t0", "t2", "t6", "t8"]);
    let away = db.store.changed(AWAY, &tasks()).await.unwrap().unwrap();
    assert!(away.records.is_empty() && !away.more);
    let notes = ChangedSearch {
        kind: Kind::Note,
        ..there
    };
    assert_eq!(told(&all(db, &notes).await), ["n0", "n2", "n4", "n6", "n8"]);
}

async fn a_poller_beside_writers_misses_nothing(db: &Db) {
    const WRITERS: usize = 4;
    db.at(HOME).contact("c1", json!({})).done().await;
    let (done, mut watched) = watch::channel(0);
    let done = Arc::new(done);
    for writer in 0..WRITERS {
        let (step, store, done) = (db.at(HOME), db.store.clone(), Arc::clone(&done));
        tokio::spawn(async move {
            for n in 0..30 {
                let id = format!("t{writer}-{n}");
                let doc = json!({ "title": "x" });
                let made = step
                    .clone()
                    .create(Kind::Task, &id, "c1", doc)
                    .record()
                    .await;
                if n % 3 == 0 {
                    let doc = json!({ "title": "y" });
                    step.clone()
                        .write(Write::Update {
                            old: made,
                            doc: super::support::fields(doc),
                            exclusive: false,
                        })
                        .done()
                        .await;
                } else if n % 5 == 0 {
                    step.clone().delete(&made).done().await;
                }
                drop(store.last_seq(HOME).await);
            }
            done.send_modify(|count| *count += 1);
        });
    }
    let (mut search, mut seen) = (tasks(), BTreeMap::new());
    loop {
        let finished = *watched.borrow_and_update() == WRITERS;
        loop {
            let page = db.store.changed(HOME, &search).await.unwrap().unwrap();
            search.after = page.next;
            for record in page.records {
                let last = seen.insert(record.id.clone(), (record.version, record.deleted));
                assert!(
                    last.is_none_or(|(version, _)| version < record.version),
                    "{record:?}"
                );
            }
            if !page.more {
                break;
            }
        }
        if finished {
            break;
        }
        tokio::task::yield_now().await;
    }
    assert_eq!(seen.len(), WRITERS * 30);
    for (id, (version, deleted)) in seen {
        let now = db
            .store
            .record_or_tombstone(HOME, Kind::Task, &id)
            .await
            .unwrap()
            .unwrap();
        assert_eq!((version, deleted), (now.version, now.deleted), "{id}");
    }
}

async fn a_time_is_looked_up_and_a_foreign_number_refused(db: &Db) {
    let mut times = Vec::new();
    for n in 0..5 {
        times.push(db.later(0));
        let doc = json!({ "title": "x" });
        db.at(HOME)
            .create(Kind::Task, &format!("t{n}"), "c1", doc)
            .done()
            .await;
        db.pass(1);
    }
    for (n, since) in times.into_iter().enumerate() {
        let after = db.store.log_floor(HOME, since).await.unwrap();
        let search = ChangedSearch {
            after,
            since: Some(since),
            ..tasks()
        };
        assert_eq!(all(db, &search).await.len(), 5 - n);
    }
    let foreign = ChangedSearch {
        after: 6,
        ..tasks()
    };
    assert!(db.store.changed(HOME, &foreign).await.unwrap().is_none());
}
