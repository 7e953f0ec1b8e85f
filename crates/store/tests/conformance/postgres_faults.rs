//! PostgreSQL going away, its connections cut, its pool empty, and callers that stop waiting.

use std::time::Duration;

use serde_json::json;
use tenon_model::Random;
use tenon_store::{OpenOptions, StoreError};
use tenon_testkit::{PostgresServer, SeededRandom, sql};
use tokio_postgres::NoTls;

use super::{
    support::{Db, HOME, On, at_once, block_on},
    writers::{Writers, assert_whole},
};

async fn one_connection() -> Db {
    let options = OpenOptions {
        connections: 1,
        ..OpenOptions::default()
    };
    Db::open(On::Postgres, options).await
}

/// Somebody else, who holds the lock that every commit of the location needs.
async fn hold_the_location(db: &Db) -> tokio_postgres::Client {
    let (client, connection) = tokio_postgres::connect(&db.address(), NoTls).await.unwrap();
    tokio::spawn(connection);
    let lock = "BEGIN; SELECT 1 FROM locations WHERE id = 'home' FOR UPDATE";
    client.batch_execute(lock).await.unwrap();
    client
}

/// Waits until so many of the store's connections answer to `condition`.
async fn until(observer: &tokio_postgres::Client, condition: &str, count: i64) {
    let count_sql = format!(
        "SELECT COUNT(*) FROM pg_stat_activity WHERE application_name = 'tenon'
         AND datname = current_database() AND {condition}"
    );
    loop {
        let row = observer.query_one(&count_sql, &[]).await.unwrap();
        if row.get::<_, i64>(0) == count {
            return;
        }
        // Its view is renewed with each transaction only.
        let refresh = "SELECT pg_stat_clear_snapshot()";
        observer.batch_execute(refresh).await.unwrap();
    }
}

#[test]
fn a_server_that_crashes_and_comes_back_has_lost_nothing() {
    let server = PostgresServer::start();
    block_on(async {
        let db = Db::on_server(&server).await;
        let mut writers = Writers::start(&db, 8);
        for _ in 0..2 {
            writers.more_done(100).await;
            server.crash();
            writers.more_failed(8).await;
            let error = db.store.last_seq(HOME).await.expect_err("it is away");
            assert!(error.is_transient(), "{error:?}");
            server.come_back();
            writers.more_done(100).await;
        }
        writers.all_there(&db.store).await;
    });
}

#[test]
fn connections_cut_in_the_middle_lose_nothing() {
    block_on(async {
        let db = Db::open(On::Postgres, OpenOptions::default()).await;
        let mut writers = Writers::start(&db, 16);
        for _ in 0..5 {
            writers.more_done(50).await;
            sql(
                &db.address(),
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                 WHERE application_name = 'tenon' AND datname = current_database()",
            );
        }
        writers.more_done(50).await;
        writers.all_there(&db.store).await;
    });
}

#[test]
fn a_caller_that_stops_waiting_leaves_no_transaction_open() {
    block_on(async {
        let db = one_connection().await;
        let holder = hold_the_location(&db).await;
        let commit = tokio::spawn(db.at(HOME).contact("c1", json!({})).commit());
        until(&holder, "wait_event_type = 'Lock'", 1).await;
        commit.abort();
        assert!(commit.await.unwrap_err().is_cancelled());
        holder.batch_execute("ROLLBACK").await.unwrap();

        // The pool's only place is free again, and nothing of the first is on it.
        let done = db.at(HOME).contact("c2", json!({})).done().await;
        until(&holder, "state LIKE 'idle in transaction%'", 0).await;
        until(&holder, "state = 'active'", 0).await;
        let found = db.contact("c1").await;
        // It may have been written all the same: the server was never told that nobody waits.
        assert_eq!(done.numbers.start, 1 + i64::from(found.is_some()));
        assert_whole(&db.store, &["c2".into()]).await;
    });
}

#[test]
fn callers_that_stop_anywhere_leave_no_half_writes() {
    const ROUNDS: u64 = 300;
    block_on(async {
        let options = OpenOptions {
            connections: 3,
            ..OpenOptions::default()
        };
        let db = Db::open(On::Postgres, options).await;
        let random = SeededRandom::new(7);
        let mut ids = Vec::new();
        for round in 0..ROUNDS {
            let (id, beside) = (format!("c{round}"), format!("d{round}"));
            let doc = json!({ "email": format!("{id}@x.com") });
            let step = db.at(HOME).contact(&id, doc).contact(&beside, json!({}));
            let patience = Duration::from_micros(random.below(2_500));
            if let Ok(done) = tokio::time::timeout(patience, step.commit()).await {
                done.unwrap();
                ids.extend([id, beside]);
            }
        }
        let (observer, connection) = tokio_postgres::connect(&db.address(), NoTls).await.unwrap();
        tokio::spawn(connection);
        until(&observer, "state <> 'idle'", 0).await;
        assert_whole(&db.store, &ids).await;
        // What was given up can be asked for again: it is there as a whole, or not at all.
        for round in 0..ROUNDS {
            let (id, beside) = (format!("c{round}"), format!("d{round}"));
            let there = [db.contact(&id).await, db.contact(&beside).await];
            assert_eq!(there[0].is_some(), there[1].is_some());
            let doc = json!({ "email": format!("{id}@x.com") });
            let again = db.at(HOME).contact(&id, doc).commit().await;
            assert_eq!(again.is_ok(), there[0].is_none(), "{again:?}");
        }
    });
}

#[test]
fn one_connection_serves_many_callers() {
    block_on(async {
        let db = one_connection().await;
        let steps = (0..64).map(|n| db.at(HOME).contact(&format!("c{n}"), json!({})));
        assert!(at_once(steps).await.iter().all(Result::is_ok));
    });
}

#[test]
fn an_empty_pool_is_told_and_gets_over_it() {
    block_on(async {
        let db = one_connection().await;
        let holder = hold_the_location(&db).await;
        let first = tokio::spawn(db.at(HOME).contact("c1", json!({})).commit());
        until(&holder, "wait_event_type = 'Lock'", 1).await;
        let error = db.at(HOME).contact("c2", json!({})).refused().await;
        assert!(matches!(error, StoreError::Unavailable(_)), "{error:?}");
        holder.batch_execute("ROLLBACK").await.unwrap();
        first.await.unwrap().unwrap();
        db.at(HOME).contact("c2", json!({})).done().await;
    });
}
