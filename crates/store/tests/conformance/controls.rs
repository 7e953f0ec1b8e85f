//! Reviews and decisions, restores, causes, undos, merges and pauses.

use serde_json::json;
use tenon_model::{Action, Clock, Kind, Origin};
use tenon_store::{
    ControlWrite, Merge, Moved, Pause, Review, ReviewRule, ReviewSearch, SourceItem, StoreError,
    Undo, Write,
};

use super::support::{AWAY, Db, HOME, Step, at_once, mail};

on_every_backend! {
    of_two_who_decide_one_wins
    a_rule_finds_what_is_like_it
    what_a_cause_led_to_is_found_again
    an_import_is_the_cause_of_all_its_items
    a_deleted_record_comes_back_with_its_keys
    a_restore_takes_nobodys_e_mail_and_no_stale_tombstone
    an_undo_goes_on_where_it_stood
    what_was_merged_is_followed_to_where_it_went
    pauses_cover_what_they_name
}

fn review(id: &str, reason: &str) -> Write {
    Write::Review(Box::new(Review {
        id: id.into(),
        subject: "c1".into(),
        title: "HighLevel refuses a contact".into(),
        reasons: vec![reason.into()],
        detail: json!({"connectionId": "k1", "kind": "contact"}),
    }))
}

fn control(db: &Db, write: ControlWrite) -> Step {
    db.at(HOME).write(Write::Control(Box::new(write)))
}

fn decide(db: &Db, id: &str, by: &str) -> Step {
    let decision = json!({"decision": "retry"});
    let (id, by) = (id.to_owned(), by.to_owned());
    control(db, ControlWrite::Decide { id, decision, by })
}

fn is_conflict(error: &StoreError) -> bool {
    matches!(error, StoreError::Conflict { .. })
}

async fn of_two_who_decide_one_wins(db: &Db) {
    let ask = db.at(HOME).write(review("refused/1", "no"));
    ask.write(review("match/1", "who?")).done().await;
    db.pass(1);
    let results = at_once(["Ana", "Ben"].map(|by| decide(db, "refused/1", by))).await;
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1);
    let refused = results.into_iter().find_map(Result::err).unwrap();
    assert!(is_conflict(&refused), "{refused}");
    let known = db.store.review(HOME, "refused/1").await.unwrap().unwrap();
    assert_eq!(known.state, "decided");
    assert_eq!(known.decision, json!({"decision": "retry"}));
    assert_eq!(known.decided_at, Some(db.clock.now()));
    assert_eq!(known.kind, "refused");
    // It is not asked again, and the list of what is open does without it.
    db.at(HOME).write(review("refused/1", "no")).done().await;
    let open = ReviewSearch {
        state: "open".into(),
        limit: 10,
        ..ReviewSearch::default()
    };
    let listed = db.store.reviews(HOME, &open).await.unwrap();
    assert_eq!(listed.len(), 1);
    assert_eq!(listed[0].review.id, "match/1");
    assert_eq!(
        db.store.open_review_counts(HOME).await.unwrap(),
        [("match".to_owned(), 1)]
    );
    let any = ReviewSearch {
        kind: "refused".into(),
        subject: "c1".into(),
        limit: 10,
        ..ReviewSearch::default()
    };
    assert_eq!(db.store.reviews(HOME, &any).await.unwrap(), [known]);
    assert_eq!(db.store.reviews(AWAY, &any).await.unwrap(), []);

    let reopen = || ControlWrite::Reopen {
        id: "refused/1".into(),
    };
    control(db, reopen()).done().await;
    assert!(is_conflict(&control(db, reopen()).refused().await));
    decide(db, "refused/1", "Ana").done().await;
    assert!(is_conflict(&decide(db, "nobody", "Ana").refused().await));
}

async fn a_rule_finds_what_is_like_it(db: &Db) {
    for (id, reason) in [
        ("refused/1", "phone 512 is no number"),
        ("refused/2", "phone 737 is no number"),
        ("refused/3", "website is too long"),
    ] {
        db.at(HOME).write(review(id, reason)).done().await;
        db.pass(1);
    }
    let first = db.store.review(HOME, "refused/1").await.unwrap().unwrap();
    let rule = |id: &str, decision: &str| ReviewRule {
        id: id.into(),
        alike: first.alike.clone(),
        kind: "refused".into(),
        title: "t".into(),
        decision: json!({"decision": decision}),
        made_by: "Ana".into(),
        created_at: db.clock.now(),
    };
    control(db, ControlWrite::Rule(rule("rule1", "retry")))
        .done()
        .await;
    let ruled = db.store.ruled_reviews(HOME, 10).await.unwrap();
    let pair = |id: &str, rule: &str| (id.to_owned(), rule.to_owned());
    assert_eq!(
        ruled,
        [pair("refused/1", "rule1"), pair("refused/2", "rule1")]
    );
    // A second rule for the same takes the place of the first.
    control(db, ControlWrite::Rule(rule("rule2", "leave")))
        .done()
        .await;
    let rules = db.store.review_rules(HOME).await.unwrap();
    assert_eq!(rules, [rule("rule2", "leave")]);
    decide(db, "refused/1", "a rule").done().await;
    let ruled = db.store.ruled_reviews(HOME, 10).await.unwrap();
    assert_eq!(ruled, [pair("refused/2", "rule2")]);
    let forget = || ControlWrite::ForgetRule { id: "rule2".into() };
    control(db, forget()).done().await;
    assert!(is_conflict(&control(db, forget()).refused().await));
    assert_eq!(db.store.ruled_reviews(HOME, 10).await.unwrap(), []);
}

fn by(db: &Db, kind: &str, id: &str) -> Step {
    let origin = Origin::new(("connection", "k1", "Houzz"), "houzz", (kind, id));
    db.at(HOME).origin(origin)
}

async fn seqs(db: &Db, cause: (&str, &str), before: i64) -> Vec<i64> {
    let found = db.store.caused(HOME, cause, before, 3).await.unwrap();
    found.into_iter().map(|change| change.seq).collect()
}

async fn what_a_cause_led_to_is_found_again(db: &Db) {
    by(db, "run", "r1")
        .contact("c1", mail("a@x.com"))
        .contact("c2", mail("b@x.com"))
        .done()
        .await;
    by(db, "request", "q1")
        .contact("c3", json!({}))
        .done()
        .await;
    by(db, "run", "r2").contact("c4", json!({})).done().await;
    let c1 = db.contact("c1").await.unwrap();
    by(db, "run", "r1")
        .update(&c1, json!({}))
        .contact("c5", json!({}))
        .done()
        .await;
    assert_eq!(seqs(db, ("run", "r1"), i64::MAX).await, [6, 5, 2]);
    assert_eq!(seqs(db, ("run", "r1"), 2).await, [1]);
    assert_eq!(seqs(db, ("run", "r2"), i64::MAX).await, [4]);
    assert_eq!(seqs(db, ("request", "q1"), i64::MAX).await, [0; 0]);
    let away = db.store.caused(AWAY, ("run", "r1"), i64::MAX, 3).await;
    assert!(away.unwrap().is_empty());
    assert_eq!(
        db.store.change(HOME, 3).await.unwrap().unwrap().record_id,
        "c3"
    );
    assert_eq!(db.store.change(HOME, 7).await.unwrap(), None);
}

async fn an_import_is_the_cause_of_all_its_items(db: &Db) {
    for (key, import, contact) in [("k1", "i1", "c1"), ("k2", "i1", "c2"), ("k3", "i2", "c3")] {
        let item = SourceItem {
            key: key.into(),
            import_id: import.into(),
            origin: "leadEmail".into(),
            label: "New lead".into(),
            place: "a.eml".into(),
            outcome: "created".into(),
            reasons: Vec::new(),
            record_id: Some(contact.into()),
            raw: Vec::new(),
        };
        by(db, "import", key)
            .write(Write::Source(Box::new(item)))
            .contact(contact, json!({}))
            .done()
            .await;
    }
    assert_eq!(seqs(db, ("import", "i1"), i64::MAX).await, [2, 1]);
    assert_eq!(seqs(db, ("import", "k3"), i64::MAX).await, [3]);
}

fn restore(old: &tenon_store::Record, doc: serde_json::Value) -> Write {
    Write::Restore {
        old: old.clone(),
        doc: super::support::fields(doc),
        exclusive: true,
    }
}

async fn a_deleted_record_comes_back_with_its_keys(db: &Db) {
    let made = db.at(HOME).contact("c1", mail("a@x.com")).record().await;
    let note = db
        .at(HOME)
        .create(Kind::Note, "n1", "c1", json!({"body": "x"}));
    note.done().await;
    db.at(HOME).delete(&made).done().await;
    db.pass(5);
    let gone = db.store.record_or_tombstone(HOME, Kind::Contact, "c1");
    let gone = gone.await.unwrap().unwrap();
    let step = db.at(HOME).write(restore(&gone, mail("a@x.com")));
    let foreseen = step.foreseen();
    let back = step.record().await;
    assert_eq!(foreseen, std::slice::from_ref(&back));
    assert_eq!(db.contact("c1").await, Some(back.clone()));
    assert_eq!((back.version, back.deleted), (3, false));
    assert_eq!(back.created_at, made.created_at);
    let found = db.store.contacts_with(HOME, "email", "a@x.com").await;
    assert_eq!(found.unwrap().len(), 1);
    // What went with it comes back by itself only.
    let notes = db.store.records_of(HOME, "c1", Kind::Note).await.unwrap();
    assert_eq!(notes, []);
    let log = db.store.changes_of(HOME, "c1", None, 1).await.unwrap();
    assert_eq!(log.changes[0].action, Action::Create);
    assert_eq!(log.changes[0].version, 3);
    // The search's index follows it, too.
    let listed = db.store.records_in(HOME, Kind::Contact, 0, 10).await;
    assert_eq!(listed.unwrap().len(), 1);
}

async fn a_restore_takes_nobodys_e_mail_and_no_stale_tombstone(db: &Db) {
    let made = db.at(HOME).contact("c1", mail("a@x.com")).record().await;
    assert!(is_conflict(
        &db.at(HOME).write(restore(&made, json!({}))).refused().await
    ));
    db.at(HOME).delete(&made).done().await;
    let gone = db.store.record_or_tombstone(HOME, Kind::Contact, "c1");
    let gone = gone.await.unwrap().unwrap();
    let other = db.at(HOME).contact("c2", mail("a@x.com")).record().await;
    let step = || db.at(HOME).write(restore(&gone, mail("a@x.com")));
    let refused = step().refused().await;
    assert!(
        matches!(&refused, StoreError::KeyTaken { holder, .. } if holder == "c2"),
        "{refused}"
    );
    assert_eq!(db.contact("c1").await, None);
    db.at(HOME).delete(&other).done().await;
    let results = at_once([step(), step()]).await;
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1);
}

async fn an_undo_goes_on_where_it_stood(db: &Db) {
    let mut undo = Undo {
        id: "u1".into(),
        target: json!({"kind": "run", "id": "r1"}),
        state: "running".into(),
        before_seq: 100,
        report: json!({}),
        origin: Origin::new(("token", "t1", "Office"), "api", ("request", "q")),
        created_at: db.clock.now(),
        version: 0,
    };
    let save = |undo: &Undo| control(db, ControlWrite::Undo(undo.clone()));
    save(&undo).done().await;
    assert!(is_conflict(&save(&undo).refused().await));
    undo.version = 1;
    assert_eq!(db.store.undo(HOME, "u1").await.unwrap(), Some(undo.clone()));
    undo.before_seq = 50;
    let results = at_once([save(&undo), save(&undo)]).await;
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1);
    undo.version = 2;
    assert_eq!(
        db.store.undos(HOME, Some("running"), 10).await.unwrap(),
        [undo.clone()]
    );
    undo.state = "done".into();
    save(&undo).done().await;
    assert_eq!(db.store.undos(HOME, Some("running"), 10).await.unwrap(), []);
    assert_eq!(db.store.undos(HOME, None, 10).await.unwrap().len(), 1);
    assert_eq!(db.store.undos(AWAY, None, 10).await.unwrap(), []);
}

async fn what_was_merged_is_followed_to_where_it_went(db: &Db) {
    let merged = |id: &str, from: &str, to: &str| {
        let merge = Merge {
            id: id.into(),
            survivor_id: to.into(),
            loser_id: from.into(),
            made_by: "Ana".into(),
            created_at: db.clock.now(),
            undone: false,
        };
        let moved = vec![Moved {
            kind: Kind::Contact,
            record_id: from.into(),
            to_id: to.into(),
        }];
        ControlWrite::Merge { merge, moved }
    };
    control(db, merged("m1", "c1", "c2")).done().await;
    control(db, merged("m2", "c2", "c3")).done().await;
    let to = async |id: &str| db.store.moved_to(HOME, Kind::Contact, id).await.unwrap();
    assert_eq!(to("c1").await.as_deref(), Some("c3"));
    assert_eq!(to("c3").await, None);
    let unmerge = |id: &str| control(db, ControlWrite::Unmerge { id: id.into() });
    unmerge("m2").done().await;
    assert!(is_conflict(&unmerge("m2").refused().await));
    assert_eq!(to("c1").await.as_deref(), Some("c2"));
    assert!(db.store.merge(HOME, "m2").await.unwrap().unwrap().undone);
    assert_eq!(db.store.merges(HOME, 1).await.unwrap().len(), 1);
    // A circle ends.
    control(db, merged("m3", "c2", "c1")).done().await;
    assert!(to("c1").await.is_some());
}

async fn pauses_cover_what_they_name(db: &Db) {
    let pause = |connection: &str, kind: &str, contact: &str| Pause {
        connection_id: connection.into(),
        kind: kind.into(),
        contact_id: contact.into(),
        reason: "a clean-up".into(),
        made_by: "Ana".into(),
        created_at: db.clock.now(),
    };
    let (kind, contact) = (pause("k1", "task", ""), pause("", "", "c1"));
    for one in [&kind, &contact, &kind] {
        control(db, ControlWrite::Pause(one.clone())).done().await;
    }
    let all = db.store.pauses(HOME).await.unwrap();
    assert_eq!(all.len(), 2);
    assert!(all.contains(&kind) && all.contains(&contact));
    let over = db.store.pauses_over(HOME, "c2").await.unwrap();
    assert_eq!(over, std::slice::from_ref(&kind));
    assert!(kind.covers("k1", Kind::Task, "c2") && !kind.covers("k1", Kind::Note, "c2"));
    assert!(!kind.covers("k2", Kind::Task, "c2"));
    assert!(contact.covers("k2", Kind::Note, "c1") && !contact.covers("k2", Kind::Note, "c2"));
    let resume = || ControlWrite::Resume {
        connection_id: "k1".into(),
        kind: "task".into(),
        contact_id: String::new(),
    };
    control(db, resume()).done().await;
    assert!(is_conflict(&control(db, resume()).refused().await));
    assert_eq!(db.store.pauses(HOME).await.unwrap(), [contact]);
}
