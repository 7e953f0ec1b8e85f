//! Records that are neither contacts nor synced: what they hang on, and what they are found by.

use serde_json::json;
use tenon_model::Kind;
use tenon_store::{Members, Span, StoreError};

use super::{
    step::mail,
    support::{AWAY, Db, HOME},
};

on_every_backend! {
    every_kind_is_read_as_it_was_written
    a_contact_takes_its_appointments_along_and_leaves_its_business
    a_users_e_mail_and_a_custom_fields_key_are_nobody_elses
    contacts_are_found_by_their_business
    records_of_a_kind_are_listed_in_pages
    a_businesss_contacts_are_listed_by_name
    appointments_are_found_in_a_span_of_time
}

async fn every_kind_is_read_as_it_was_written(db: &Db) {
    let mut step = db.at(HOME);
    for kind in Kind::ALL {
        step = step.create(kind, "x1", "x1", json!({ "name": kind.name() }));
    }
    step.done().await;
    for kind in Kind::ALL {
        let record = db.store.record(HOME, kind, "x1").await.unwrap().unwrap();
        assert_eq!((record.kind, record.root_id.as_str()), (kind, "x1"));
        assert_eq!(record.fields().unwrap()["name"], kind.name());
    }
}

async fn a_contact_takes_its_appointments_along_and_leaves_its_business(db: &Db) {
    let contact = db
        .at(HOME)
        .contact("c1", json!({ "businessId": "b1" }))
        .create(Kind::Appointment, "a1", "c1", json!({ "title": "Visit" }))
        .create(Kind::Business, "b1", "b1", json!({ "name": "Oak & Sons" }))
        .record()
        .await;
    db.at(HOME).delete(&contact).done().await;
    let read = async |kind, id| db.store.record(HOME, kind, id).await.unwrap();
    assert_eq!(read(Kind::Appointment, "a1").await, None);
    assert!(read(Kind::Business, "b1").await.is_some());
}

async fn a_users_e_mail_and_a_custom_fields_key_are_nobody_elses(db: &Db) {
    db.at(HOME)
        // The same e-mail as a user's: kinds do not get in each other's way.
        .contact("c1", mail("a@x.com"))
        .create(Kind::User, "u1", "u1", mail("a@x.com"))
        .create(
            Kind::CustomField,
            "f1",
            "f1",
            json!({ "fieldKey": "contact.roof" }),
        )
        .done()
        .await;
    let user = db.at(HOME).create(Kind::User, "u2", "u2", mail("a@x.com"));
    let doc = json!({ "fieldKey": "contact.roof" });
    let field = db.at(HOME).create(Kind::CustomField, "f2", "f2", doc);
    for (step, taken, by) in [(user, "email", "u1"), (field, "fieldKey", "f1")] {
        let error = step.refused().await;
        let StoreError::KeyTaken { name, holder, .. } = error else {
            panic!("{error:?}");
        };
        assert_eq!((name.as_str(), holder.as_str()), (taken, by));
    }
}

async fn contacts_are_found_by_their_business(db: &Db) {
    let member = json!({ "businessId": "b1" });
    let first = db
        .at(HOME)
        .contact("c1", member.clone())
        .contact("c2", member)
        .contact("c3", json!({ "businessId": "b2" }))
        .record()
        .await;
    let of = async |id| {
        let found = db
            .store
            .contacts_with(HOME, "businessId", id)
            .await
            .unwrap();
        let ids = found.into_iter().map(|contact| contact.id);
        ids.collect::<Vec<_>>()
    };
    assert_eq!(of("b1").await, ["c1", "c2"]);
    db.at(HOME).update(&first, json!({})).done().await;
    assert_eq!(of("b1").await, ["c2"]);
    assert_eq!(of("b2").await, ["c3"]);
}

async fn records_of_a_kind_are_listed_in_pages(db: &Db) {
    for id in ["b3", "b1", "b2"] {
        let doc = json!({ "name": id });
        db.at(HOME).create(Kind::Business, id, id, doc).done().await;
    }
    db.at(AWAY)
        .create(Kind::Business, "b0", "b0", json!({}))
        .done()
        .await;
    let page = async |skip, limit| {
        let page = db.store.records_in(HOME, Kind::Business, skip, limit).await;
        let ids = page.unwrap().into_iter().map(|record| record.id);
        ids.collect::<Vec<_>>()
    };
    assert_eq!(page(0, 10).await, ["b1", "b2", "b3"]);
    assert_eq!(page(1, 1).await, ["b2"]);
    assert_eq!(page(3, 5).await, [""; 0]);
    let gone = db.store.record(HOME, Kind::Business, "b1").await.unwrap();
    db.at(HOME).delete(&gone.unwrap()).done().await;
    assert_eq!(page(0, 10).await, ["b2", "b3"]);
}

async fn a_businesss_contacts_are_listed_by_name(db: &Db) {
    let mut step = db.at(HOME);
    for (id, name, business) in [
        ("c1", "Zoe", "b1"),
        ("c2", "Ana", "b1"),
        ("c3", "50%_off", "b1"),
        ("c4", "Ana", "b1"),
        ("c5", "Ben", "b2"),
    ] {
        step = step.contact(id, json!({ "firstName": name, "businessId": business }));
    }
    step.done().await;
    let of = async |members: Members| {
        let (page, count) = db.store.members(HOME, "b1", &members).await.unwrap();
        let ids = page.into_iter().map(|record| record.id);
        (ids.collect::<Vec<_>>(), count)
    };
    let all = Members {
        limit: 10,
        ..Members::default()
    };
    let ids = |ids: &[&str], count| (ids.iter().map(|id| (*id).to_owned()).collect(), count);
    assert_eq!(of(all.clone()).await, ids(&["c3", "c2", "c4", "c1"], 4));
    let (query, skip) = (String::from("ANA"), 1);
    let ana = Members {
        query,
        skip,
        ..all.clone()
    };
    assert_eq!(of(ana).await, ids(&["c4"], 2));
    // What is a pattern elsewhere is text here.
    let query = String::from("%_");
    let pattern = Members {
        query,
        ..all.clone()
    };
    assert_eq!(of(pattern).await, ids(&["c3"], 1));
    let after = Some(("ana".into(), "c2".into()));
    let rest = Members { after, ..all };
    assert_eq!(of(rest).await, ids(&["c4", "c1"], 4));
}

async fn appointments_are_found_in_a_span_of_time(db: &Db) {
    let mut step = db.at(HOME).contact("c1", json!({}));
    for (id, calendar, start) in [
        ("a1", "k1", "2026-01-03T00:00:00.000Z"),
        ("a2", "k1", "2026-01-01T00:00:00.000Z"),
        ("a3", "k1", "2026-01-02T00:00:00.000Z"),
        // Alike but for its case, which some databases sort by last.
        ("a4", "K1", "2026-01-02T00:00:00.000Z"),
    ] {
        let doc = json!({ "calendarId": calendar, "assignedUserId": "u1", "startTime": start });
        step = step.create(Kind::Appointment, id, "c1", doc);
    }
    let first = step.done().await.records.swap_remove(2);
    let of = async |of, from: &str, to: &str| {
        let span = Span {
            from: from.parse().unwrap(),
            to: to.parse().unwrap(),
            limit: 10,
        };
        let found = db.store.appointments(HOME, of, &span).await.unwrap();
        let ids = found.into_iter().map(|record| record.id);
        ids.collect::<Vec<_>>()
    };
    let (from, to) = ("2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z");
    assert_eq!(of(("calendarId", "k1"), from, to).await, ["a2", "a3"]);
    let user = of(("assignedUserId", "u1"), from, "2026-01-09T00:00:00Z").await;
    assert_eq!(user, ["a2", "a3", "a4", "a1"]);
    // One that is moved is found where it is.
    let mut doc = first.fields().unwrap();
    doc.insert("startTime".into(), "2026-02-01T00:00:00.000Z".into());
    let doc = serde_json::Value::Object(doc);
    db.at(HOME).update(&first, doc).done().await;
    let later = of(("calendarId", "k1"), to, "2026-03-01T00:00:00Z").await;
    assert_eq!(later, ["a3", "a1", "a2"]);
}
