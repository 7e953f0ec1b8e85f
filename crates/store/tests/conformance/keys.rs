//! E-mails and phones: nobody else's, whoever comes at the same moment.

use serde_json::json;
use tenon_model::Kind;
use tenon_store::StoreError;

use super::support::{Db, HOME, at_once, mail};

on_every_backend! {
    an_email_is_one_contacts
    one_of_many_creators_gets_the_email_and_phone
    creators_with_crossed_keys_do_not_lock_each_other_up
    duplicates_are_let_in_where_the_location_allows_them
    additional_emails_are_found_but_not_reserved
    a_changed_email_frees_the_old_one
    an_update_cannot_take_anothers_email
    a_contact_swaps_its_own_emails
    two_contacts_swap_their_emails
    swaps_in_both_directions_at_once_settle
    an_email_moves_within_one_commit
    a_refused_commit_leaves_nothing
    many_keys_are_all_kept
}

async fn holders(db: &Db, name: &str, value: &str) -> Vec<String> {
    let found = db.store.contacts_with(HOME, name, value).await.unwrap();
    found.into_iter().map(|record| record.id).collect()
}

fn taken_by(error: &StoreError) -> (&str, &str) {
    match error {
        StoreError::KeyTaken { name, holder, .. } => (name, holder),
        other => panic!("{other:?}"),
    }
}

async fn an_email_is_one_contacts(db: &Db) {
    db.at(HOME).contact("c1", mail("a@x.com")).done().await;
    let error = db.at(HOME).contact("c2", mail("a@x.com")).refused().await;
    assert_eq!(taken_by(&error), ("email", "c1"));
    assert_eq!(db.contact("c2").await, None);
}

async fn one_of_many_creators_gets_the_email_and_phone(db: &Db) {
    let doc = json!({ "email": "a@x.com", "phone": "+15125550100" });
    let results =
        at_once((0..32).map(|n| db.at(HOME).contact(&format!("c{n}"), doc.clone()))).await;
    let winner = holders(db, "email", "a@x.com").await;
    assert_eq!(winner.len(), 1);
    let mut won = 0;
    for result in &results {
        match result {
            Ok(done) => {
                won += 1;
                assert_eq!(done.records[0].id, winner[0]);
            }
            Err(error) => assert_eq!(taken_by(error), ("email", winner[0].as_str())),
        }
    }
    assert_eq!(won, 1);
    assert_eq!(db.store.last_seq(HOME).await.unwrap(), 1);
}

async fn creators_with_crossed_keys_do_not_lock_each_other_up(db: &Db) {
    for round in 0..20 {
        let (one, other) = (format!("1{round}@x.com"), format!("2{round}@x.com"));
        // Each contact's e-mail is the other's additional one, and both want two records' keys in
        // opposite order.
        let step = |name: &str, first: &str, second: &str| {
            db.at(HOME)
                .contact(&format!("{name}{round}-1"), mail(first))
                .contact(&format!("{name}{round}-2"), mail(second))
        };
        let results = at_once([step("a", &one, &other), step("b", &other, &one)]).await;
        let won = results.iter().filter(|result| result.is_ok()).count();
        assert_eq!(won, 1, "{results:?}");
        let error = results.into_iter().find_map(Result::err).unwrap();
        taken_by(&error);
    }
}

async fn duplicates_are_let_in_where_the_location_allows_them(db: &Db) {
    for id in ["c1", "c2"] {
        db.at(HOME)
            .shared()
            .contact(id, mail("a@x.com"))
            .done()
            .await;
    }
    assert_eq!(holders(db, "email", "a@x.com").await, ["c1", "c2"]);
    let first = db.contact("c1").await.unwrap();
    db.at(HOME).shared().delete(&first).done().await;
    assert_eq!(holders(db, "email", "a@x.com").await, ["c2"]);
}

async fn additional_emails_are_found_but_not_reserved(db: &Db) {
    let doc = json!({ "email": "a@x.com", "additionalEmails": ["b@x.com", "a@x.com", "b@x.com"] });
    db.at(HOME).contact("c1", doc).done().await;
    assert_eq!(holders(db, "email", "b@x.com").await, ["c1"]);
    db.at(HOME).contact("c2", mail("b@x.com")).done().await;
    // Whose own it is comes first.
    assert_eq!(holders(db, "email", "b@x.com").await, ["c2", "c1"]);
}

async fn a_changed_email_frees_the_old_one(db: &Db) {
    let old = db.at(HOME).contact("c1", mail("a@x.com")).record().await;
    db.at(HOME).update(&old, mail("b@x.com")).done().await;
    db.at(HOME).contact("c2", mail("a@x.com")).done().await;
    assert_eq!(holders(db, "email", "a@x.com").await, ["c2"]);
    assert_eq!(holders(db, "email", "b@x.com").await, ["c1"]);
}

async fn an_update_cannot_take_anothers_email(db: &Db) {
    let old = db.at(HOME).contact("c1", mail("a@x.com")).record().await;
    db.at(HOME).contact("c2", mail("b@x.com")).done().await;
    let error = db.at(HOME).update(&old, mail("b@x.com")).refused().await;
    assert_eq!(taken_by(&error), ("email", "c2"));
    assert_eq!(db.contact("c1").await.unwrap(), old);
    assert_eq!(holders(db, "email", "a@x.com").await, ["c1"]);
}

async fn a_contact_swaps_its_own_emails(db: &Db) {
    let doc = json!({ "email": "a@x.com", "additionalEmails": ["b@x.com"] });
    let old = db.at(HOME).contact("c1", doc).record().await;
    let doc = json!({ "email": "b@x.com", "additionalEmails": ["a@x.com"] });
    db.at(HOME).update(&old, doc).done().await;
    // Now the other one is reserved.
    db.at(HOME).contact("c2", mail("a@x.com")).done().await;
    let error = db.at(HOME).contact("c3", mail("b@x.com")).refused().await;
    assert_eq!(taken_by(&error), ("email", "c1"));
}

async fn two_contacts_swap_their_emails(db: &Db) {
    let one = db.at(HOME).contact("c1", mail("a@x.com")).record().await;
    let two = db.at(HOME).contact("c2", mail("b@x.com")).record().await;
    db.at(HOME)
        .update(&one, mail("b@x.com"))
        .update(&two, mail("a@x.com"))
        .done()
        .await;
    assert_eq!(holders(db, "email", "a@x.com").await, ["c2"]);
    assert_eq!(holders(db, "email", "b@x.com").await, ["c1"]);
}

async fn swaps_in_both_directions_at_once_settle(db: &Db) {
    let one = db.at(HOME).contact("c1", mail("a@x.com")).record().await;
    let two = db.at(HOME).contact("c2", mail("b@x.com")).record().await;
    let forth = db
        .at(HOME)
        .update(&one, mail("b@x.com"))
        .update(&two, mail("a@x.com"));
    let back = db
        .at(HOME)
        .update(&two, mail("a@x.com"))
        .update(&one, mail("b@x.com"));
    // PostgreSQL finds a deadlock here, and the loser is tried again unseen.
    let results = at_once([forth, back]).await;
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1);
    let error = results.into_iter().find_map(Result::err).unwrap();
    assert!(matches!(error, StoreError::Conflict { .. }), "{error:?}");
    assert_eq!(holders(db, "email", "a@x.com").await, ["c2"]);
}

async fn an_email_moves_within_one_commit(db: &Db) {
    let one = db.at(HOME).contact("c1", mail("a@x.com")).record().await;
    db.at(HOME)
        .contact("c2", mail("a@x.com"))
        .delete(&one)
        .done()
        .await;
    assert_eq!(holders(db, "email", "a@x.com").await, ["c2"]);
    let error = db
        .at(HOME)
        .contact("c3", mail("c@x.com"))
        .contact("c4", mail("c@x.com"))
        .refused()
        .await;
    assert_eq!(taken_by(&error), ("email", "c3"));
}

async fn a_refused_commit_leaves_nothing(db: &Db) {
    db.at(HOME).contact("c1", mail("a@x.com")).done().await;
    db.at(HOME)
        .contact("c2", mail("b@x.com"))
        .create(Kind::Task, "t1", "c2", json!({ "title": "Call" }))
        .contact("c3", mail("a@x.com"))
        .refused()
        .await;
    assert_eq!(db.contact("c2").await, None);
    assert_eq!(db.store.tree(HOME, "c2").await.unwrap(), []);
    assert_eq!(holders(db, "email", "b@x.com").await, Vec::<String>::new());
    assert_eq!(db.store.last_seq(HOME).await.unwrap(), 1);
    let next = db.at(HOME).contact("c2", mail("b@x.com")).done().await;
    assert_eq!(next.numbers, 2..3);
}

async fn many_keys_are_all_kept(db: &Db) {
    let emails: Vec<_> = (0..100).map(|n| format!("{n}@x.com")).collect();
    let doc = json!({ "email": "a@x.com", "additionalEmails": emails });
    let old = db.at(HOME).contact("c1", doc).record().await;
    assert_eq!(holders(db, "email", "99@x.com").await, ["c1"]);
    db.at(HOME).update(&old, mail("a@x.com")).done().await;
    assert_eq!(holders(db, "email", "99@x.com").await, Vec::<String>::new());
    assert_eq!(holders(db, "email", "a@x.com").await, ["c1"]);
}
