//! The same person by two channels in the same moment, on real databases.

use std::sync::Arc;

use serde_json::json;
use tenon_store::DatabaseUrl;
use tenon_sync::import::Outcome;
use tenon_testkit::{Database, TempFolder};

use super::house::{House, lead};

/// Persons that come by both channels.
const PERSONS: usize = 20;

async fn both_channels_at_once(url: &DatabaseUrl) {
    let house = Arc::new(House::new(url).await);
    let channel = |name: &'static str| {
        let house = Arc::clone(&house);
        tokio::spawn(async move {
            let mut importer = house.importer(false);
            let mut created = 0;
            for person in 0..PERSONS {
                let told = json!({"email": format!("p{person}@example.org"), "tags": [name]});
                let draft = lead(&format!("{name}{person}"), told);
                let line = importer.take(draft).await.unwrap();
                created += usize::from(line.outcome == Outcome::Created);
            }
            created
        })
    };
    let (mail, bridge) = (channel("mail"), channel("bridge"));
    assert_eq!(mail.await.unwrap() + bridge.await.unwrap(), PERSONS);
    for person in 0..PERSONS {
        house.contact(&format!("p{person}@example.org")).await;
    }
}

fn run(url: &DatabaseUrl) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(both_channels_at_once(url));
}

#[test]
fn one_contact_each_in_a_sqlite_file() {
    let folder = TempFolder::default();
    run(&DatabaseUrl::Sqlite(folder.path().join("tenon.db")));
}

#[test]
fn one_contact_each_on_postgres() {
    let database = Database::default();
    run(&DatabaseUrl::Postgres(database.url().to_owned()));
}
