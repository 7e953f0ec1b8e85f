//! Links between records and their copies elsewhere.

use serde_json::json;
use tenon_model::Kind;
use tenon_store::{Link, LinkState, LinkWrite, StoreError, Write};

use super::support::{AWAY, Db, HOME, Step, fields, mail};

on_every_backend! {
    a_link_is_written_and_found_from_both_ends
    a_stale_link_is_refused
    a_copy_belongs_to_one_record
    links_in_a_state_are_paged
}

fn link(record: &str, remote: Option<&str>) -> Link {
    Link {
        connection_id: "k1".into(),
        kind: Kind::Contact,
        record_id: record.into(),
        root_id: record.into(),
        remote_id: remote.map(str::to_owned),
        state: LinkState::Pending,
        base_hub: fields(mail("a@x.com")),
        base_remote: fields(mail("A@x.com")),
        detail: json!({ "tried": 1 }),
        version: 0,
    }
}

fn write(db: &Db, link: &Link) -> Step {
    let link = link.clone();
    db.at(HOME).write(Write::Link(Box::new(LinkWrite { link })))
}

fn is_conflict(error: &StoreError) -> bool {
    matches!(error, StoreError::Conflict { .. })
}

async fn a_link_is_written_and_found_from_both_ends(db: &Db) {
    let mut new = link("c1", None);
    write(db, &new).done().await;
    new.version = 1;
    assert_eq!(
        db.store.links_of(HOME, "k1", "c1").await.unwrap(),
        [new.clone()]
    );

    new.remote_id = Some("r1".into());
    new.state = LinkState::Linked;
    new.base_remote = fields(json!({}));
    write(db, &new).done().await;
    new.version = 2;
    let mut task = link("t1", Some("r1"));
    (task.kind, task.root_id) = (Kind::Task, "c1".into());
    write(db, &task).done().await;
    task.version = 1;
    let links = db.store.links_of(HOME, "k1", "c1").await.unwrap();
    assert_eq!(links, [new.clone(), task]);
    let found = |location, connection, remote| {
        db.store
            .link_of_remote(location, connection, Kind::Contact, remote)
    };
    assert_eq!(found(HOME, "k1", "r1").await.unwrap(), Some(new));
    assert_eq!(found(HOME, "k1", "r2").await.unwrap(), None);
    assert_eq!(found(HOME, "k2", "r1").await.unwrap(), None);
    assert_eq!(found(AWAY, "k1", "r1").await.unwrap(), None);
}

async fn a_stale_link_is_refused(db: &Db) {
    let new = link("c1", None);
    write(db, &new).done().await;
    assert!(is_conflict(&write(db, &new).refused().await));
    for version in [2, 7] {
        let stale = Link {
            version,
            ..new.clone()
        };
        assert!(is_conflict(&write(db, &stale).refused().await));
    }
    let unknown = Link {
        version: 1,
        ..link("c2", None)
    };
    let step = write(db, &unknown).contact("c2", json!({}));
    assert!(is_conflict(&step.refused().await));
    assert_eq!(db.contact("c2").await, None);
}

async fn a_copy_belongs_to_one_record(db: &Db) {
    write(db, &link("c1", Some("r1"))).done().await;
    assert!(is_conflict(
        &write(db, &link("c2", Some("r1"))).refused().await
    ));
    write(db, &link("c2", None)).done().await;
    let late = Link {
        version: 1,
        ..link("c2", Some("r1"))
    };
    assert!(is_conflict(&write(db, &late).refused().await));
    // Another system may use the same id.
    let other = Link {
        connection_id: "k2".into(),
        ..link("c2", Some("r1"))
    };
    write(db, &other).done().await;

    // Two that find the same copy at once: one of them is told.
    let results = super::support::at_once(["c3", "c4"].map(|id| {
        let late = link(id, None);
        write(db, &late)
    }))
    .await;
    assert!(results.iter().all(Result::is_ok));
    let results = super::support::at_once(["c3", "c4"].map(|id| {
        let late = Link {
            version: 1,
            ..link(id, Some("r9"))
        };
        write(db, &late)
    }))
    .await;
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1);
    assert!(is_conflict(
        &results.into_iter().find_map(Result::err).unwrap()
    ));
}

async fn links_in_a_state_are_paged(db: &Db) {
    for n in 0..25 {
        let mut link = link(&format!("c{n:02}"), None);
        if n % 5 == 0 {
            link.state = LinkState::Refused;
        }
        write(db, &link).done().await;
    }
    let (mut seen, mut after) = (Vec::new(), String::new());
    loop {
        let page = db
            .store
            .links_in_state(HOME, "k1", Kind::Contact, LinkState::Pending, &after, 7)
            .await
            .unwrap();
        let Some(last) = page.last() else { break };
        after.clone_from(&last.record_id);
        seen.extend(page.into_iter().map(|link| link.record_id));
    }
    let expected: Vec<_> = (0..25)
        .filter(|n| n % 5 != 0)
        .map(|n| format!("c{n:02}"))
        .collect();
    assert_eq!(seen, expected);
}
