//! The search index's follower: several at once, killed in the middle, and beside writers.

use std::{
    io::{BufRead, BufReader, Write as _},
    process::Stdio,
    sync::Arc,
    time::Duration,
};

use serde_json::json;
use tenon_model::filter::SortField;
use tenon_store::{ContactSearch, OpenOptions, Store, StoreError};
use tenon_testkit::TestClock;

use super::{
    again::{as_child, child},
    search::{all, ids, index, is, query},
    support::{Db, HOME, On, Step, block_on},
};

on_every_backend! {
    several_followers_read_every_change_once
    a_follower_keeps_up_with_writers
    marks_stand_in_the_log
}

/// The index holds every contact once, as it is.
async fn assert_indexed(db: &Db) {
    index(db).await;
    assert_eq!(db.store.search_lags().await.unwrap(), []);
    let everything = ids(
        db,
        &ContactSearch {
            limit: 100_000,
            ..all()
        },
    )
    .await;
    assert_eq!(
        db.store.count_contacts(HOME).await.unwrap(),
        everything.len() as i64
    );
    for (field, _) in SortField::ALL {
        let mut search = ContactSearch {
            limit: 100_000,
            ..all()
        };
        search.order[0].field = field;
        let mut sorted = ids(db, &search).await;
        sorted.sort();
        let mut expected = everything.clone();
        expected.sort();
        assert_eq!(sorted, expected);
    }
    for id in everything.iter().take(50) {
        let tagged = ContactSearch {
            filter: is("tags", &[&id.to_lowercase()]),
            ..all()
        };
        assert_eq!(ids(db, &tagged).await, std::slice::from_ref(id));
        assert!(ids(db, &query(&format!("{id}@x"))).await.contains(id));
    }
}

fn doc(id: &str) -> serde_json::Value {
    let id = id.to_lowercase();
    json!({ "firstName": "Ana", "email": format!("{id}@x.com"), "tags": [id] })
}

async fn several_followers_read_every_change_once(db: &Db) {
    for n in 0..120 {
        let id = format!("c{n}");
        let made = db.at(HOME).contact(&id, doc(&id)).record().await;
        if n % 3 == 0 {
            db.at(HOME).update(&made, doc(&id)).done().await;
        }
        if n % 10 == 0 {
            let now = db.contact(&id).await.unwrap();
            db.at(HOME).delete(&now).done().await;
        }
    }
    let now = db.later(0);
    let followers = (0..4).map(|_| {
        let store = db.store.clone();
        tokio::spawn(async move {
            let (mut read, mut refused) = (0, 0);
            loop {
                match store.index_contacts(HOME, now, 5).await {
                    Ok(0) => return (read, refused),
                    Ok(count) => read += count,
                    Err(StoreError::Conflict { .. }) => refused += 1,
                    Err(error) => panic!("{error:?}"),
                }
            }
        })
    });
    let mut read = 0;
    for follower in followers.collect::<Vec<_>>() {
        read += follower.await.unwrap().0;
    }
    assert_eq!(read, db.store.last_seq(HOME).await.unwrap());
    assert_eq!(db.store.count_contacts(HOME).await.unwrap(), 108);
    assert_indexed(db).await;
}

async fn a_follower_keeps_up_with_writers(db: &Db) {
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let (store, clock) = (db.store.clone(), Arc::clone(&db.clock));
    let follower = tokio::spawn(async move {
        let stopped = async move { drop(stopped.await) };
        store.keep_search_indexes(&*clock, stopped).await;
    });
    for n in 0..60 {
        let id = format!("c{n}");
        db.at(HOME).contact(&id, doc(&id)).done().await;
        assert_eq!(ids(db, &query(&format!("{id}@x.com"))).await, [id]);
    }
    let caught_up = async {
        while !db.store.search_lags().await.unwrap().is_empty() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), caught_up)
        .await
        .unwrap();
    drop(stop);
    follower.await.unwrap();
    assert_indexed(db).await;
}

async fn marks_stand_in_the_log(db: &Db) {
    let mut at = Vec::new();
    for chunk in 0..26 {
        let mut step = db.at(HOME);
        for n in 0..100 {
            step = step.contact(&format!("c{chunk}-{n}"), json!({}));
        }
        at.push(db.later(0));
        step.done().await;
        db.pass(1);
    }
    assert_eq!(
        db.store.log_floor(HOME, at[25]).await.unwrap(),
        0,
        "no marks yet"
    );
    while db
        .store
        .index_contacts(HOME, db.later(0), 90)
        .await
        .unwrap()
        > 0
    {}
    for (chunk, at) in at.into_iter().enumerate() {
        let floor = db.store.log_floor(HOME, at).await.unwrap();
        let first = chunk as i64 * 100 + 1;
        assert!(floor < first, "a change of that time is behind it");
        assert!(
            floor >= (first - 1_200).max(0),
            "it is not far from it: {floor} of {first}"
        );
    }
}

/// Writes and indexes for ever, and prints each contact that was acknowledged.
fn write_and_follow(place: &str) {
    let (url, round) = place.split_once(' ').unwrap();
    block_on(async {
        let store = Store::open(&url.parse().unwrap(), OpenOptions::default())
            .await
            .unwrap();
        let clock = Arc::<TestClock>::default();
        let step = Step::new(&store, &clock, HOME);
        let now = tenon_model::Clock::now(&*clock);
        let follow = async {
            loop {
                store.index_contacts(HOME, now, 3).await.unwrap();
                tokio::task::yield_now().await;
            }
        };
        let write = async {
            for n in 0.. {
                let id = format!("r{round}-{n}");
                step.clone().contact(&id, doc(&id)).done().await;
                writeln!(std::io::stdout().lock(), "acknowledged {id}").unwrap();
            }
        };
        futures_util::future::join::<_, _>(follow, write).await;
    });
}

fn a_killed_follower_leaves_a_whole_index(on: On, test: &str) {
    if let Some(place) = as_child() {
        return write_and_follow(&place);
    }
    let mut db = block_on(Db::open(on, OpenOptions::default()));
    let mut made = 0;
    for round in 0..5 {
        let place = format!("{} {round}", db.address());
        let mut process = child(&[], test, &place)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let enough = made + 40 + round * 7;
        let mut alive = true;
        for line in lines {
            let Ok(line) = line else { break };
            made += usize::from(line.contains("acknowledged "));
            if made >= enough && alive {
                process.kill().unwrap();
                alive = false;
            }
        }
        process.wait().unwrap();
        assert!(!alive, "it ended by itself");
        block_on(async {
            let store = Store::open(&db.url, OpenOptions::default()).await.unwrap();
            assert!(store.count_contacts(HOME).await.unwrap() >= made as i64);
        });
    }
    block_on(async {
        let store = Store::open(&db.url, OpenOptions::default()).await.unwrap();
        db.store = store;
        assert_indexed(&db).await;
    });
}

#[test]
fn sqlite_has_a_whole_index() {
    let test = "conformance::search_follow::sqlite_has_a_whole_index";
    a_killed_follower_leaves_a_whole_index(On::File, test);
}

#[test]
fn postgres_has_a_whole_index() {
    let test = "conformance::search_follow::postgres_has_a_whole_index";
    a_killed_follower_leaves_a_whole_index(On::Postgres, test);
}
