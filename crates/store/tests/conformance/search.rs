//! Searching contacts: words, keys, times, orders and pages.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use tenon_model::{Kind, index::Index};
use tenon_store::{ContactSearch, Record, Sort};

use super::support::{Db, HOME};

on_every_backend! {
    words_are_sought_everywhere
    signs_with_a_meaning_in_patterns_have_none
    keys_are_sought_exactly
    times_bound_a_search
    every_order_is_paged_without_loss_or_repeat
    a_place_of_another_order_is_the_start
}

pub(crate) fn all() -> ContactSearch {
    ContactSearch {
        limit: 1_000,
        ..ContactSearch::default()
    }
}

pub(crate) async fn ids(db: &Db, search: &ContactSearch) -> Vec<String> {
    let found = db.store.search_contacts(HOME, search).await.unwrap();
    let count = db.store.count_contacts(HOME, search).await.unwrap();
    assert!(search.after.is_some() || count == found.len() as i64);
    found.into_iter().map(|record| record.id).collect()
}

async fn found(db: &Db, query: &str) -> Vec<String> {
    let search = ContactSearch {
        query: Some(query.into()),
        ..all()
    };
    ids(db, &search).await
}

async fn add(db: &Db, id: &str, doc: Value) -> Record {
    db.pass(1);
    db.at(HOME).contact(id, doc).record().await
}

async fn words_are_sought_everywhere(db: &Db) {
    let ana = json!({ "firstName": "Ana María", "lastName": "O'Brien", "city": "New Braunfels",
        "email": "ana.maria+oak@example.com", "phone": "+15125550100" });
    add(db, "c1", ana).await;
    let firm = json!({ "companyName": "Braun & Söhne", "address1": "12 Straße" });
    add(db, "c2", firm).await;
    let gone = add(db, "c3", json!({ "firstName": "Ana" })).await;
    db.at(HOME).delete(&gone).done().await;
    for (query, expected) in [
        ("ana", vec!["c1"]),
        ("  ANA   obrien ", vec!["c1"]),
        ("maría", vec!["c1"]),
        ("MARÍA", vec!["c1"]),
        ("maria+oak@exam", vec!["c1"]),
        ("5550100", vec!["c1"]),
        ("braun", vec!["c1", "c2"]),
        ("braun new", vec!["c1"]),
        ("SÖHNE &", vec!["c2"]),
        ("straße", vec!["c2"]),
        ("ana söhne", vec![]),
        ("", vec!["c1", "c2"]),
        ("   ", vec!["c1", "c2"]),
    ] {
        assert_eq!(found(db, query).await, expected, "{query:?}");
    }
}

async fn signs_with_a_meaning_in_patterns_have_none(db: &Db) {
    for (id, name) in [
        ("c1", "50% off"),
        ("c2", "a_b"),
        ("c3", r"a\b"),
        ("c4", "axb 50"),
    ] {
        add(db, id, json!({ "companyName": name })).await;
    }
    for (query, expected) in [
        ("%", vec!["c1"]),
        ("50%", vec!["c1"]),
        ("_", vec!["c2"]),
        ("a_b", vec!["c2"]),
        (r"\", vec!["c3"]),
        (r"a\b", vec!["c3"]),
        (r"\%", vec![]),
        (r"\\", vec![]),
        ("*", vec![]),
        ("'", vec![]),
        ("a", vec!["c2", "c3", "c4"]),
    ] {
        assert_eq!(found(db, query).await, expected, "{query:?}");
    }
}

async fn keys_are_sought_exactly(db: &Db) {
    let doc = json!({ "email": "a@x.com", "phone": "+15125550100" });
    add(db, "c1", doc).await;
    let doc = json!({ "email": "b@x.com", "additionalEmails": ["c@x.com"] });
    add(db, "c2", doc).await;
    for (keys, expected) in [
        (vec![("email", "a@x.com")], vec!["c1"]),
        (vec![("email", "c@x.com")], vec!["c2"]),
        (vec![("email", "a@x.co")], vec![]),
        (vec![("phone", "a@x.com")], vec![]),
        (
            vec![("email", "a@x.com"), ("phone", "+15125550100")],
            vec!["c1"],
        ),
        (
            vec![("email", "b@x.com"), ("phone", "+15125550100")],
            vec![],
        ),
    ] {
        let search = ContactSearch {
            keys: keys
                .iter()
                .map(|(name, value)| (*name, (*value).into()))
                .collect(),
            ..all()
        };
        assert_eq!(ids(db, &search).await, expected, "{keys:?}");
    }
}

async fn times_bound_a_search(db: &Db) {
    let mut records = Vec::new();
    for n in 0..4 {
        records.push(add(db, &format!("c{n}"), json!({})).await);
    }
    let search = ContactSearch {
        updated_from: Some(records[1].updated_at),
        updated_to: Some(records[2].updated_at),
        ..all()
    };
    assert_eq!(ids(db, &search).await, ["c1", "c2"]);
}

/// Contacts many of which are alike in what they are sorted by.
pub(crate) async fn fill(db: &Db, count: usize) {
    let names = [
        "ana", "Ana", "Ángel", "zoë", "", "_x", "O'Neil", "李", "é", "e\u{301}",
    ];
    for n in 0..count {
        if n % 7 == 0 {
            db.pass(1);
        }
        let doc = json!({ "firstName": names[n % names.len()], "lastName": format!("{}", n % 4) });
        let id = format!("{:03}", n * 97 % 1_000);
        let record = db.at(HOME).contact(&id, doc.clone()).record().await;
        if n % 3 == 0 {
            db.at(HOME).update(&record, doc).done().await;
        }
    }
}

pub(crate) fn sort_name(record: &Record) -> String {
    Index::of(Kind::Contact, &record.fields().unwrap()).sort_name
}

async fn every_order_is_paged_without_loss_or_repeat(db: &Db) {
    fill(db, 250).await;
    for sort in [Sort::Added, Sort::Updated, Sort::Name] {
        for descending in [false, true] {
            let whole = ContactSearch {
                sort,
                descending,
                ..all()
            };
            let expected = ids(db, &whole).await;
            assert_eq!(expected.iter().collect::<BTreeSet<_>>().len(), 250);
            let mut page = ContactSearch { limit: 17, ..whole };
            let mut seen = Vec::new();
            loop {
                let found = db.store.search_contacts(HOME, &page).await.unwrap();
                let Some(last) = found.last() else { break };
                page.after = Some(page.place(last, &sort_name(last)));
                seen.extend(found.into_iter().map(|record| record.id));
            }
            assert_eq!(seen, expected, "{sort:?} {descending}");
            page.after = None;
            page.offset = 240;
            let end = db.store.search_contacts(HOME, &page).await.unwrap();
            let end: Vec<_> = end.into_iter().map(|record| record.id).collect();
            assert_eq!(end, expected[240..]);
        }
    }
}

async fn a_place_of_another_order_is_the_start(db: &Db) {
    add(db, "c1", json!({ "firstName": "Ana" })).await;
    for (sort, value) in [(Sort::Added, json!("ana")), (Sort::Name, json!(7))] {
        let search = ContactSearch {
            sort,
            after: Some((value, String::new())),
            ..all()
        };
        assert_eq!(ids(db, &search).await, ["c1"]);
    }
    let negative = ContactSearch {
        limit: -1,
        offset: -1,
        ..ContactSearch::default()
    };
    assert_eq!(db.store.search_contacts(HOME, &negative).await.unwrap(), []);
}
