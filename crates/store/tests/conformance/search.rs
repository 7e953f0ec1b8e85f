//! Searching contacts: words, keys, times, orders and pages; with the index up to date, behind and
//! absent.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use tenon_model::filter::{Check, Filter, Order, SearchField, SortField};
use tenon_store::{ContactSearch, Effort, Record};

use super::support::{Db, HOME};

on_every_backend! {
    words_are_sought_everywhere
    signs_with_a_meaning_in_patterns_have_none
    keys_are_sought_exactly
    times_bound_a_search
    every_order_is_paged_without_loss_or_repeat
    a_contact_is_found_the_moment_it_is_there
    a_search_that_goes_too_far_is_given_up
}

/// Looks as it would among a million: by the index.
pub(crate) const BY_INDEX: Effort = Effort {
    small: 0,
    offered: 2,
    counted: 10_000,
    visited: 200_000,
};

pub(crate) fn all() -> ContactSearch {
    ContactSearch {
        limit: 1_000,
        order: vec![Order {
            field: SortField::Added,
            descending: false,
        }],
        effort: BY_INDEX,
        ..ContactSearch::default()
    }
}

pub(crate) fn query(text: &str) -> ContactSearch {
    ContactSearch {
        filter: Filter::query(text, "US"),
        ..all()
    }
}

/// Brings the index of the home location up to date.
pub(crate) async fn index(db: &Db) {
    while db.store.index_contacts(HOME, db.later(0), 7).await.unwrap() > 0 {}
}

pub(crate) async fn ids(db: &Db, search: &ContactSearch) -> Vec<String> {
    let found = db.store.search_contacts(HOME, search).await.unwrap();
    assert!(!found.gave_up);
    if found.exact && search.after.is_none() && search.offset == 0 {
        assert_eq!(found.total, found.contacts.len() as i64, "{search:?}");
    }
    found
        .contacts
        .into_iter()
        .map(|(record, _)| record.id)
        .collect()
}

async fn add(db: &Db, id: &str, doc: Value) -> Record {
    db.pass(1);
    db.at(HOME).contact(id, doc).record().await
}

/// Each search, without an index, with one that is behind, and with one that is not.
async fn cases(db: &Db, cases: &[(&str, &[&str])]) {
    for round in ["no index", "half of it", "all of it"] {
        match round {
            "no index" => {}
            "half of it" => drop(db.store.index_contacts(HOME, db.later(0), 2).await.unwrap()),
            _ => index(db).await,
        }
        for (text, expected) in cases {
            assert_eq!(ids(db, &query(text)).await, *expected, "{text:?}, {round}");
        }
    }
}

async fn words_are_sought_everywhere(db: &Db) {
    let ana = json!({ "firstName": "Ana María", "lastName": "O'Brien", "city": "New Braunfels",
        "email": "ana.maria+oak@example.com", "phone": "+15125550100" });
    add(db, "c1", ana).await;
    let firm = json!({ "companyName": "Braun & Söhne", "address1": "12 Straße" });
    add(db, "c2", firm).await;
    let gone = add(db, "c3", json!({ "firstName": "Ana" })).await;
    db.at(HOME).delete(&gone).done().await;
    let li = json!({ "firstName": "李", "additionalPhones": ["+4930901820"] });
    add(db, "c4", li).await;
    cases(
        db,
        &[
            ("ana", &["c1"]),
            ("  ANA   obrien ", &["c1"]),
            ("o'brien", &["c1"]),
            ("maría", &["c1"]),
            ("MARÍA", &["c1"]),
            ("maria+oak@exam", &["c1"]),
            ("5550100", &["c1"]),
            ("(512) 555-0100", &["c1"]),
            ("512.555.0100 ana", &["c1"]),
            ("+49 (0)30 901820", &["c4"]),
            ("030 901820 de", &[]),
            ("braun", &["c1", "c2"]),
            ("braun new", &["c1"]),
            ("SÖHNE &", &["c2"]),
            ("straße", &["c2"]),
            ("ra", &["c1", "c2"]),
            ("a", &["c1", "c2"]),
            ("李", &["c4"]),
            ("ana söhne", &[]),
            ("", &["c1", "c2", "c4"]),
            ("   ", &["c1", "c2", "c4"]),
        ],
    )
    .await;
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
    cases(
        db,
        &[
            ("%", &["c1"]),
            ("50%", &["c1"]),
            ("_", &["c2"]),
            ("a_b", &["c2"]),
            (r"\", &["c3"]),
            (r"a\b", &["c3"]),
            (r"\%", &[]),
            (r"\\", &[]),
            ("*", &[]),
            ("'", &[]),
            ("\"", &[]),
            ("a AND b", &[]),
            ("a", &["c2", "c3", "c4"]),
        ],
    )
    .await;
}

pub(crate) fn is(field: &str, values: &[&str]) -> Filter {
    let values = values.iter().map(|value| (*value).to_owned());
    Filter::Test(
        SearchField::parse(field).unwrap(),
        Check::Is(values.collect()),
    )
}

async fn keys_are_sought_exactly(db: &Db) {
    let doc = json!({ "email": "a@x.com", "phone": "+15125550100" });
    add(db, "c1", doc).await;
    let doc = json!({ "email": "b@x.com", "additionalEmails": ["c@x.com"], "businessId": "b1" });
    add(db, "c2", doc).await;
    for _ in 0..2 {
        for (filter, expected) in [
            (is("email", &["a@x.com"]), vec!["c1"]),
            (is("email", &["c@x.com"]), vec!["c2"]),
            (
                is("email", &["c@x.com", "a@x.com", "b@x.com"]),
                vec!["c1", "c2"],
            ),
            (is("email", &["a@x.co"]), vec![]),
            (is("email", &[]), vec![]),
            (is("phone", &["a@x.com"]), vec![]),
            (is("businessId", &["b1"]), vec!["c2"]),
            (is("id", &["c1", "c9"]), vec!["c1"]),
            (
                is("email", &["a@x.com"]).and(is("phone", &["+15125550100"])),
                vec!["c1"],
            ),
            (
                is("email", &["b@x.com"]).and(is("phone", &["+15125550100"])),
                vec![],
            ),
            (Filter::Not(Box::new(is("email", &["b@x.com"]))), vec!["c1"]),
        ] {
            let search = ContactSearch {
                filter: filter.clone(),
                ..all()
            };
            assert_eq!(ids(db, &search).await, expected, "{filter:?}");
        }
        index(db).await;
    }
}

async fn times_bound_a_search(db: &Db) {
    let mut records = Vec::new();
    for n in 0..4 {
        records.push(add(db, &format!("c{n}"), json!({})).await);
    }
    let at = |n: usize| Some(records[n].updated_at.as_microsecond());
    for _ in 0..2 {
        for field in ["dateAdded", "dateUpdated"] {
            let field = SearchField::parse(field).unwrap();
            for (from, to, expected) in [
                (at(1), at(2), vec!["c1", "c2"]),
                (at(3), None, vec!["c3"]),
                (None, at(0), vec!["c0"]),
                (at(2), at(1), vec![]),
                (None, None, vec!["c0", "c1", "c2", "c3"]),
            ] {
                let filter = Filter::Test(field.clone(), Check::Between(from, to));
                let search = ContactSearch { filter, ..all() };
                assert_eq!(ids(db, &search).await, expected);
            }
        }
        index(db).await;
    }
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
        let doc = json!({ "firstName": names[n % names.len()], "lastName": format!("{}", n % 4),
            "dnd": n % 3 == 0, "source": format!("s{}", n % 5), "companyName": null });
        let id = format!("{:03}", n * 97 % 1_000);
        let record = db.at(HOME).contact(&id, doc.clone()).record().await;
        if n % 3 == 0 {
            db.at(HOME).update(&record, doc).done().await;
        }
    }
}

async fn every_order_is_paged_without_loss_or_repeat(db: &Db) {
    fill(db, 250).await;
    let orders = SortField::ALL.iter().flat_map(|(field, _)| {
        [false, true].map(|descending| {
            vec![Order {
                field: *field,
                descending,
            }]
        })
    });
    let two = |one, descending, other, other_descending| {
        vec![
            Order {
                field: one,
                descending,
            },
            Order {
                field: other,
                descending: other_descending,
            },
        ]
    };
    let orders: Vec<_> = orders
        .chain([
            two(SortField::Dnd, true, SortField::FirstName, false),
            two(SortField::FirstName, false, SortField::Added, true),
            two(SortField::Source, true, SortField::LastName, true),
        ])
        .collect();
    for round in 0..2 {
        for order in &orders {
            let whole = ContactSearch {
                order: order.clone(),
                ..all()
            };
            let expected = ids(db, &whole).await;
            assert_eq!(expected.iter().collect::<BTreeSet<_>>().len(), 250);
            let mut page = ContactSearch { limit: 17, ..whole };
            let mut seen = Vec::new();
            loop {
                let found = db.store.search_contacts(HOME, &page).await.unwrap();
                assert_eq!(
                    (found.total, found.exact),
                    (250, true),
                    "the total does not shrink"
                );
                let Some((record, place)) = found.contacts.last() else {
                    break;
                };
                assert_eq!(page.place(record).unwrap(), *place);
                page.after = Some(place.clone());
                seen.extend(found.contacts.into_iter().map(|(record, _)| record.id));
            }
            assert_eq!(seen, expected, "{order:?} {round}");
            page.after = None;
            page.offset = 240;
            let end = db.store.search_contacts(HOME, &page).await.unwrap();
            let end: Vec<_> = end
                .contacts
                .into_iter()
                .map(|(record, _)| record.id)
                .collect();
            assert_eq!(end, expected[240..]);
        }
        index(db).await;
    }
}

async fn a_contact_is_found_the_moment_it_is_there(db: &Db) {
    fill(db, 60).await;
    index(db).await;
    let made = add(db, "new", json!({ "firstName": "Zuzana", "tags": ["vip"] })).await;
    let tagged = |tag: &str| ContactSearch {
        filter: is("tags", &[tag]),
        ..all()
    };
    assert_eq!(ids(db, &query("zuzana")).await, ["new"]);
    assert_eq!(ids(db, &tagged("vip")).await, ["new"]);
    assert_eq!(db.store.count_contacts(HOME).await.unwrap(), 61);
    index(db).await;
    assert_eq!(ids(db, &tagged("vip")).await, ["new"]);
    let doc = json!({ "firstName": "Susanna", "tags": ["lost"] });
    let changed = db.at(HOME).update(&made, doc).record().await;
    for _ in 0..2 {
        assert_eq!(ids(db, &query("zuzana")).await, Vec::<String>::new());
        assert_eq!(ids(db, &query("susanna")).await, ["new"]);
        assert_eq!(ids(db, &tagged("vip")).await, Vec::<String>::new());
        assert_eq!(ids(db, &tagged("lost")).await, ["new"]);
        index(db).await;
    }
    db.at(HOME).delete(&changed).done().await;
    for _ in 0..2 {
        assert_eq!(ids(db, &query("susanna")).await, Vec::<String>::new());
        assert_eq!(ids(db, &tagged("lost")).await, Vec::<String>::new());
        assert_eq!(db.store.count_contacts(HOME).await.unwrap(), 60);
        assert_eq!(ids(db, &all()).await.len(), 60);
        index(db).await;
    }
}

async fn a_search_that_goes_too_far_is_given_up(db: &Db) {
    fill(db, 60).await;
    index(db).await;
    let filter = Filter::Not(Box::new(is("dnd", &["true", "false"])));
    let effort = Effort {
        visited: 30,
        ..BY_INDEX
    };
    let search = ContactSearch {
        filter,
        effort,
        limit: 5,
        ..all()
    };
    let found = db.store.search_contacts(HOME, &search).await.unwrap();
    assert!(found.gave_up && found.contacts.is_empty() && !found.exact);
    let all = ContactSearch {
        effort: Effort {
            visited: 1_000,
            ..effort
        },
        ..search
    };
    let found = db.store.search_contacts(HOME, &all).await.unwrap();
    assert!(!found.gave_up && found.contacts.is_empty() && found.exact && found.total == 0);
}
