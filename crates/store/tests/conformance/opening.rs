//! Opening: again, by several at once, and where there is nothing to open.

use serde_json::json;
use tenon_store::{DatabaseUrl, OpenOptions, Store, StoreError};
use tenon_testkit::{Database, TempFolder, sql};

use super::support::{Db, HOME, On, block_on};

fn reopened_keeps_everything(on: On) {
    block_on(async {
        let db = Db::open(on, OpenOptions::default()).await;
        let made = db.at(HOME).contact("c1", json!({})).record().await;
        let again = Store::open(&db.url, OpenOptions::default()).await.unwrap();
        let read = again.record(HOME, made.kind, "c1").await.unwrap();
        assert_eq!(read, Some(made));
    });
}

async fn opened_by_several(url: &DatabaseUrl) {
    let open = || {
        let url = url.clone();
        tokio::spawn(async move { Store::open(&url, OpenOptions::default()).await })
    };
    for opened in [open(), open(), open(), open()] {
        opened.await.unwrap().unwrap();
    }
}

#[test]
fn a_file_opened_again_keeps_everything() {
    reopened_keeps_everything(On::File);
}

#[test]
fn a_server_opened_again_keeps_everything() {
    reopened_keeps_everything(On::Postgres);
}

#[test]
fn several_open_a_new_database_at_once() {
    let (folder, database) = (TempFolder::default(), Database::default());
    block_on(async {
        opened_by_several(&DatabaseUrl::Sqlite(folder.path().join("new.db"))).await;
        opened_by_several(&DatabaseUrl::Postgres(database.url().into())).await;
    });
}

#[test]
fn a_schema_of_a_newer_tenon_is_not_touched() {
    block_on(async {
        for on in [On::File, On::Postgres] {
            let db = Db::open(on, OpenOptions::default()).await;
            let newer = "INSERT INTO schema_steps (number) VALUES (999)";
            match &db.url {
                DatabaseUrl::Sqlite(path) => {
                    let other = rusqlite::Connection::open(path).unwrap();
                    other.execute_batch(newer).unwrap();
                }
                DatabaseUrl::Postgres(url) => drop(sql(url, newer)),
                DatabaseUrl::Memory => unreachable!(),
            }
            let error = Store::open(&db.url, OpenOptions::default()).await;
            let text = error.err().unwrap().to_string();
            assert!(text.contains("step 999"), "{text}");
        }
    });
}

#[test]
fn what_cannot_be_opened_is_unavailable() {
    let folder = TempFolder::default();
    let text = folder.path().join("text.db");
    std::fs::write(
        &text,
        "this is no database, and long enough to be seen as none".repeat(99),
    )
    .unwrap();
    block_on(async {
        for (url, said) in [
            (
                DatabaseUrl::Sqlite(folder.path().join("no/such.db")),
                "cannot be opened",
            ),
            (DatabaseUrl::Sqlite(text), "not a database"),
            (
                DatabaseUrl::Postgres("postgres://u:secret@127.0.0.1:1/x".into()),
                "refused",
            ),
            (
                DatabaseUrl::Postgres("postgres://u:secret@[".into()),
                "cannot be read",
            ),
        ] {
            let error = Store::open(&url, OpenOptions::default())
                .await
                .err()
                .unwrap();
            let told = error.to_string();
            assert!(matches!(error, StoreError::Unavailable(_)), "{error:?}");
            assert!(told.contains(said), "{told}");
            assert!(!told.contains("secret"), "{told}");
        }
    });
}
