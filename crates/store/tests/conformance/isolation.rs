//! Two locations with the same ids and e-mails: neither sees the other, whatever is read.

use serde_json::json;
use tenon_model::{Action, Kind};
use tenon_store::{ContactSearch, Link, LinkState, LinkWrite, NewJob, Review, SourceItem, Write};

use super::{
    search::is,
    support::{AWAY, Db, HOME, fields},
};

on_every_backend! {
    neither_location_sees_the_others_records
    neither_location_sees_what_else_the_other_keeps
    a_write_through_one_location_does_not_reach_the_other
}

/// A contact `c1` that shares everything with the other location's but its first name.
async fn fill(db: &Db, location: &str) {
    db.at(location)
        .contact(
            "c1",
            json!({ "firstName": location, "email": "a@x.com", "phone": "+15125550100" }),
        )
        .create(Kind::Task, "t1", "c1", json!({ "title": location }))
        .write(Write::Link(Box::new(LinkWrite {
            link: Link {
                connection_id: "k1".into(),
                kind: Kind::Contact,
                record_id: "c1".into(),
                root_id: "c1".into(),
                remote_id: Some("r1".into()),
                state: LinkState::Linked,
                base_hub: fields(json!({ "in": location })),
                base_remote: fields(json!({})),
                detail: json!(null),
                version: 0,
            },
        })))
        .write(Write::Source(Box::new(SourceItem {
            key: "s1".into(),
            import_id: location.into(),
            origin: "leadEmail".into(),
            label: String::new(),
            place: String::new(),
            outcome: "created".into(),
            reasons: Vec::new(),
            record_id: Some("c1".into()),
            raw: Vec::new(),
        })))
        .write(Write::Review(Box::new(Review {
            id: "v1".into(),
            subject: "c1".into(),
            title: location.into(),
            reasons: Vec::new(),
            detail: json!(null),
        })))
        .write(Write::Job(NewJob {
            queue: "push".into(),
            key: "c1".into(),
            payload: json!(location),
            priority: 1,
            run_at: db.later(0),
            look: 0,
        }))
        .write(Write::Cursor {
            name: "reader".into(),
            from: None,
            to: location.into(),
        })
        .write(Write::Secret {
            name: "key".into(),
            sealed: location.into(),
            version: 0,
        })
        .write(Write::Lease {
            name: "sweep".into(),
            owner: location.into(),
            until: db.later(60),
        })
        .done()
        .await;
}

async fn neither_location_sees_the_others_records(db: &Db) {
    for location in [HOME, AWAY] {
        fill(db, location).await;
    }
    let (store, search) = (&db.store, super::search::all());
    for location in [HOME, AWAY] {
        store
            .index_contacts(location, db.later(0), 9)
            .await
            .unwrap();
    }
    for location in [HOME, AWAY] {
        let name = |record: &tenon_store::Record| record.fields().unwrap()["firstName"].clone();
        let one = store.record(location, Kind::Contact, "c1").await.unwrap();
        assert_eq!(name(&one.unwrap()), location);
        let with = store
            .contacts_with(location, "email", "a@x.com")
            .await
            .unwrap();
        assert_eq!(with.iter().map(name).collect::<Vec<_>>(), [location]);
        let found = store.search_contacts(location, &search).await.unwrap();
        let found = found.contacts.iter().map(|(record, _)| name(record));
        assert_eq!(found.collect::<Vec<_>>(), [location]);
        let worded = super::search::query(location);
        let keyed = ContactSearch {
            filter: is("phone", &["+15125550100"]).and(worded.filter.clone()),
            ..worded.clone()
        };
        let other = if location == HOME { AWAY } else { HOME };
        for search in [&worded, &keyed] {
            let total = async |at| store.search_contacts(at, search).await.unwrap().total;
            assert_eq!((total(location).await, total(other).await), (1, 0));
        }
        assert_eq!(store.count_contacts(location).await.unwrap(), 1);
        assert_eq!(store.tree(location, "c1").await.unwrap().len(), 2);
        let tasks = store.records_of(location, "c1", Kind::Task).await.unwrap();
        assert_eq!(tasks[0].fields().unwrap()["title"], location);
        assert_eq!(tasks.len(), 1);
        assert_eq!(store.last_seq(location).await.unwrap(), 2);
        let log = store.changes_after(location, 0, 9).await.unwrap();
        assert_eq!(log.len(), 2);
        assert_eq!(log[0].action, Action::Create);
        let of = store.changes_of(location, "c1", None, 9).await.unwrap();
        assert_eq!(of.changes.len(), 2);
        assert_eq!(of.changes[1], log[0]);
    }
}

async fn neither_location_sees_what_else_the_other_keeps(db: &Db) {
    for location in [HOME, AWAY] {
        fill(db, location).await;
    }
    let store = &db.store;
    for location in [HOME, AWAY] {
        let links = store.links_of(location, "k1", "c1").await.unwrap();
        assert_eq!(links.len(), 1);
        assert_eq!(links[0].base_hub["in"], location);
        let link = store
            .link_of_remote(location, "k1", Kind::Contact, "r1")
            .await;
        assert_eq!(link.unwrap().unwrap(), links[0]);
        let linked = LinkState::Linked;
        let listed = store
            .links_in_state(location, "k1", Kind::Contact, linked, "", 9)
            .await;
        assert_eq!(listed.unwrap(), links);
        let item = store.source_item(location, "s1").await.unwrap().unwrap();
        assert_eq!(item.import_id, location);
        assert_eq!(store.source_items(location, 0, 9).await.unwrap(), [item]);
        let reviews = store.open_reviews(location, 0, 9).await.unwrap();
        assert_eq!(reviews.len(), 1);
        assert_eq!(reviews[0].title, location);
        let cursor = store.cursor(location, "reader").await.unwrap();
        assert_eq!(cursor.as_deref(), Some(location));
        let secret = store.secret(location, "key").await.unwrap();
        assert_eq!(secret, Some((location.into(), 1)));
        assert_eq!(
            store.queue_depth(location, "push").await.unwrap().waiting,
            1
        );
        let claim = Write::Claim {
            queue: "push".into(),
            limit: 9,
            until: db.later(60),
        };
        let jobs = db.at(location).write(claim).done().await.jobs;
        assert_eq!(jobs.len(), 1);
        assert_eq!(jobs[0].payload, location);
    }
}

async fn a_write_through_one_location_does_not_reach_the_other(db: &Db) {
    for location in [HOME, AWAY] {
        fill(db, location).await;
    }
    let home = db.contact("c1").await.unwrap();
    db.at(AWAY).delete(&home).done().await;
    assert_eq!(db.contact("c1").await.unwrap(), home);
    assert_eq!(db.store.tree(HOME, "c1").await.unwrap().len(), 2);
    let with = db.store.contacts_with(HOME, "email", "a@x.com").await;
    assert_eq!(with.unwrap(), [home]);
    assert_eq!(db.store.last_seq(HOME).await.unwrap(), 2);
}
