//! SQLite's disk full, its file too large for the process's limit, or locked by somebody else.

use std::{path::Path, process::Command, sync::Arc};

use serde_json::json;
use tenon_store::{DatabaseUrl, OpenOptions, OutageCause, Store, StoreError};
use tenon_testkit::{TempFolder, TestClock};

use super::{
    again::{as_child, child},
    support::{Db, HOME, On, Step, add_locations, at_once, block_on},
    writers::assert_whole,
};

/// Writes until there is no room, makes room, writes on. Gives what was said when there was none.
async fn out_of_room(folder: &Path, make_room: impl FnOnce()) -> StoreError {
    let url = DatabaseUrl::Sqlite(folder.join("tenon.db"));
    let store = Store::open(&url, OpenOptions::default()).await.unwrap();
    let clock = Arc::<TestClock>::default();
    add_locations(&store, &clock).await;
    let contact = |n: usize| {
        let id = format!("c{n:05}");
        let doc = json!({ "email": format!("{id}@x.com"), "source": "x".repeat(4_000) });
        Step::new(&store, &clock, HOME).contact(&id, doc)
    };
    let mut ids = Vec::new();
    let mut next = 0;
    // First in groups, then one by one: where no group fits any more, one may.
    let mut error = None;
    for together in [16, 1] {
        error = loop {
            let batch: Vec<_> = (next..next + together).collect();
            next += together;
            assert!(next < 10_000, "there is no end to this disk");
            let results = at_once(batch.iter().map(|n| contact(*n))).await;
            let mut refused = None;
            for (n, result) in batch.iter().zip(results) {
                match result {
                    Ok(_) => ids.push(format!("c{n:05}")),
                    Err(error) => refused = Some(error),
                }
            }
            if refused.is_some() {
                break refused;
            }
        };
    }
    // Reads go on, and what was acknowledged is there.
    assert_whole(&store, &ids).await;
    make_room();
    for n in 20_000..20_040 {
        contact(n).done().await;
        ids.push(format!("c{n:05}"));
    }
    assert_whole(&store, &ids).await;
    drop(store);
    let reopened = Store::open(&url, OpenOptions::default()).await.unwrap();
    assert_whole(&reopened, &ids).await;
    error.unwrap()
}

/// A file system of a few megabytes, in a mount name space that ends with the process.
const SMALL_DISK: &str =
    r#"mount -t tmpfs -o size=12m tmpfs "$TENON_STORE_CHILD" && exec "$0" "$@""#;

#[test]
fn a_full_disk_refuses_writes_until_there_is_room() {
    if let Some(folder) = as_child() {
        let folder = Path::new(&folder);
        let ballast = folder.join("ballast");
        std::fs::write(&ballast, vec![1; 8 << 20]).unwrap();
        let error = block_on(out_of_room(folder, || {
            std::fs::remove_file(&ballast).unwrap();
        }));
        let StoreError::Unavailable(outage) = &error else {
            panic!("{error:?}");
        };
        assert_eq!(outage.cause, OutageCause::DiskFull, "{outage}");
        return;
    }
    let folder = TempFolder::default();
    let place = folder.path().to_str().unwrap();
    let wrapper = ["unshare", "--map-root-user", "--mount", "sh", "-c"];
    let probe = Command::new("unshare")
        .args([
            "--map-root-user",
            "--mount",
            "mount",
            "-t",
            "tmpfs",
            "tmpfs",
        ])
        .arg(place)
        .output();
    if !probe.is_ok_and(|probe| probe.status.success()) {
        // The limit on the file's size, below, is tested all the same.
        println!("skipped: this machine lets nobody mount a file system of their own");
        return;
    }
    let test = "conformance::sqlite_faults::a_full_disk_refuses_writes_until_there_is_room";
    let wrapper = [&wrapper[..], &[SMALL_DISK]].concat();
    let ran = child(&wrapper, test, place).status().unwrap();
    assert!(ran.success());
}

/// A write past the limit then fails with EFBIG instead of ending the process.
const NO_SIGNAL: &str = r#"trap "" XFSZ; exec "$0" "$@""#;

fn limit_file_size(bytes: &str) {
    let limited = Command::new("prlimit")
        .args(["--pid", &std::process::id().to_string()])
        .arg(format!("--fsize={bytes}:unlimited"))
        .status();
    assert!(limited.unwrap().success());
}

#[test]
fn a_file_that_may_not_grow_refuses_writes_until_it_may() {
    if let Some(folder) = as_child() {
        limit_file_size("3000000");
        let error = block_on(out_of_room(Path::new(&folder), || {
            limit_file_size("unlimited");
        }));
        assert!(error.is_transient(), "{error:?}");
        return;
    }
    let folder = TempFolder::default();
    let test = "conformance::sqlite_faults::a_file_that_may_not_grow_refuses_writes_until_it_may";
    let place = folder.path().to_str().unwrap();
    let ran = child(&["sh", "-c", NO_SIGNAL], test, place).status();
    assert!(ran.unwrap().success());
}

#[test]
fn a_locked_file_refuses_writes_until_it_is_free() {
    block_on(async {
        let db = Db::open(On::File, OpenOptions::default()).await;
        let DatabaseUrl::Sqlite(path) = &db.url else {
            panic!("not a file");
        };
        let other = rusqlite::Connection::open(path).unwrap();
        other.execute_batch("BEGIN IMMEDIATE").unwrap();
        let steps = (0..8).map(|n| db.at(HOME).contact(&format!("c{n}"), json!({})));
        for result in at_once(steps).await {
            let error = result.expect_err("the file is locked");
            let StoreError::Unavailable(outage) = &error else {
                panic!("{error:?}");
            };
            assert_eq!(outage.cause, OutageCause::Locked, "{outage}");
        }
        // Readers do not mind.
        assert_eq!(db.contact("c1").await, None);
        // Those that wait when it is freed are written.
        let waiting = tokio::spawn(db.at(HOME).contact("c1", json!({})).commit());
        tokio::task::yield_now().await;
        other.execute_batch("ROLLBACK").unwrap();
        waiting.await.unwrap().unwrap();
        db.at(HOME).contact("c2", json!({})).done().await;
        assert_eq!(db.store.last_seq(HOME).await.unwrap(), 2);
    });
}
