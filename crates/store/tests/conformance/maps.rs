//! Versions of the field map: each kept, one of them on.

use serde_json::json;
use tenon_store::{MapWrite, StoreError, Write};

use super::support::{AWAY, Db, HOME, Step, at_once};

on_every_backend! {
    every_version_is_kept_with_who_saved_it
    one_version_is_on
    of_two_who_switch_at_once_one_does
    of_two_who_save_at_once_one_does
}

fn save(db: &Db, location: &str, version: i64) -> Step {
    let document = format!("version: 1\n# {version}\n");
    let save = MapWrite::Save { version, document };
    db.at(location).write(Write::Map(Box::new(save)))
}

fn on(db: &Db, version: i64, instead_of: Option<i64>) -> Step {
    let write = MapWrite::SwitchOn {
        version,
        instead_of,
    };
    db.at(HOME).write(Write::Map(Box::new(write)))
}

fn is_conflict(error: &StoreError) -> bool {
    matches!(error, StoreError::Conflict { .. })
}

async fn states(db: &Db, location: &str) -> Vec<(i64, String)> {
    let all = db.store.map_versions(location, i64::MAX, 10).await.unwrap();
    let states = all.into_iter().map(|it| (it.version, it.state));
    states.collect()
}

async fn every_version_is_kept_with_who_saved_it(db: &Db) {
    save(db, HOME, 1).done().await;
    db.pass(5);
    save(db, HOME, 2).done().await;
    assert!(is_conflict(&save(db, HOME, 2).refused().await));
    save(db, AWAY, 1).done().await;
    let second = db.store.map_version(HOME, 2).await.unwrap().unwrap();
    assert_eq!(second.document, "version: 1\n# 2\n");
    assert_eq!(
        (second.saved_by.name.as_str(), second.saved_at),
        ("Office", db.later(0))
    );
    assert_eq!((second.preview, second.switched), (None, None));
    assert_eq!(
        states(db, HOME).await,
        [(2, "draft".to_owned()), (1, "draft".to_owned())]
    );
    let older = db.store.map_versions(HOME, 2, 10).await.unwrap();
    assert_eq!(older.len(), 1);
    assert_eq!(db.store.map_version(AWAY, 2).await.unwrap(), None);
}

async fn one_version_is_on(db: &Db) {
    assert_eq!(db.store.map_on(HOME).await.unwrap(), None);
    for version in 1..=3 {
        save(db, HOME, version).done().await;
    }
    let preview = |was: Option<&str>| {
        let preview = MapWrite::Preview {
            version: 1,
            was: was.map(str::to_owned),
            preview: json!({"changed": 3}),
        };
        db.at(HOME).write(Write::Map(Box::new(preview)))
    };
    preview(None).done().await;
    assert!(is_conflict(&preview(None).refused().await));
    preview(Some("{\"changed\":3}")).done().await;
    on(db, 1, None).done().await;
    assert_eq!(db.store.map_on(HOME).await.unwrap(), Some(1));
    assert_eq!(db.store.map_on(AWAY).await.unwrap(), None);
    let first = db.store.map_version(HOME, 1).await.unwrap().unwrap();
    assert_eq!(first.preview, Some(json!({"changed": 3})));
    let (by, at) = first.switched.unwrap();
    assert_eq!((by.name.as_str(), at), ("Office", db.later(0)));
    // What is on is no draft any more.
    let late = preview(Some("{\"changed\":3}"));
    assert!(is_conflict(&late.refused().await));
    for wrong in [on(db, 2, None), on(db, 2, Some(3)), on(db, 9, Some(1))] {
        assert!(is_conflict(&wrong.refused().await));
    }
    on(db, 2, Some(1)).done().await;
    let state = |version: i64, state: &str| (version, state.to_owned());
    assert_eq!(
        states(db, HOME).await,
        [state(3, "draft"), state(2, "on"), state(1, "past")]
    );
    // Back to an older one, then to none.
    on(db, 1, Some(2)).done().await;
    let off = |version| Write::Map(Box::new(MapWrite::SwitchOff { version }));
    assert!(is_conflict(&db.at(HOME).write(off(2)).refused().await));
    db.at(HOME).write(off(1)).done().await;
    assert_eq!(db.store.map_on(HOME).await.unwrap(), None);
}

async fn of_two_who_switch_at_once_one_does(db: &Db) {
    for version in 1..=8 {
        save(db, HOME, version).done().await;
    }
    let results = at_once((1..=8).map(|version| on(db, version, None))).await;
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1);
    let on = db.store.map_on(HOME).await.unwrap().unwrap();
    assert!(results[usize::try_from(on - 1).unwrap()].is_ok());
}

async fn of_two_who_save_at_once_one_does(db: &Db) {
    let results = at_once((0..8).map(|_| save(db, HOME, 1))).await;
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1);
    for error in results.into_iter().filter_map(Result::err) {
        assert!(is_conflict(&error), "{error:?}");
    }
}
