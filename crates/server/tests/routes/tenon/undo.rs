//! `/tenon/v1/undos`

use serde_json::{Value, json};
use tenon_model::{Fields, Kind, Origin, Scope};
use tenon_store::{Commit, Connection, Link, LinkState, LinkWrite, Write};

use crate::support::app::{AWAY, HOME, TestApp};
use tenon_model::Clock;

on_both! {
    a_field_is_put_back_from_the_timeline
    what_was_changed_since_is_left_alone_and_told
    an_undo_can_be_undone
    a_deleted_contact_comes_back_with_what_went_with_it
    a_run_is_undone_whole_but_for_what_people_made_theirs
    a_large_batch_is_undone_and_the_undo_undone
    an_e_mail_that_another_has_by_now_is_not_taken
    a_dry_run_says_all_and_changes_nothing
    a_value_that_fell_is_put_back
    the_same_undo_sent_again_is_done_once
    what_makes_no_sense_is_refused
}

async fn newest(app: &TestApp, id: &str) -> Value {
    let path = format!("/tenon/v1/contacts/{id}/timeline");
    app.get(&path).await.is(200)["entries"][0].clone()
}

async fn undo(app: &TestApp, what: Value) -> Value {
    app.post("/tenon/v1/undos", what).await.is(200)["undo"].clone()
}

async fn of(app: &TestApp, kind: &str, id: &str) -> Value {
    undo(app, json!({"kind": kind, "id": id})).await
}

async fn contact(app: &TestApp, id: &str) -> Value {
    app.get(&format!("/contacts/{id}")).await.is(200)["contact"].clone()
}

async fn change(app: &TestApp, id: &str, fields: Value) -> Value {
    app.put(&format!("/contacts/{id}"), fields).await.is(200);
    newest(app, id).await["undo"].clone()
}

/// What a run writes.
async fn run(app: &TestApp, id: &str, writes: Vec<Write>) {
    let commit = Commit {
        location: HOME.into(),
        at: app.clock.now(),
        origin: Origin::new(("connection", "k1", "HighLevel"), "highlevel", ("run", id)),
        fence: None,
        writes,
    };
    app.store.commit(commit).await.unwrap();
}

fn make(kind: Kind, id: &str, root: &str, doc: Value) -> Write {
    Write::Create {
        kind,
        id: id.into(),
        root_id: root.into(),
        doc: match doc {
            Value::Object(fields) => fields,
            other => panic!("not a document: {other}"),
        },
        exclusive: true,
    }
}

async fn a_field_is_put_back_from_the_timeline(app: &TestApp) {
    let new = json!({"firstName": "Ana", "city": "Austin", "tags": ["lead"]});
    let id = app.contact(new).await;
    let both = json!({"city": "Waco", "website": "w.example", "tags": ["lead", "hot"]});
    let mut what = change(app, &id, both).await;
    change(app, &id, json!({"tags": ["lead", "hot", "won"]})).await;
    let whole = what.clone();
    what["fields"] = json!(["city"]);
    let undone = undo(app, what).await;
    assert_eq!(undone["state"], "done");
    assert_eq!(undone["report"]["fieldsPutBack"], 1);
    let now = contact(app, &id).await;
    assert_eq!(
        (&now["city"], &now["website"]),
        (&json!("Austin"), &json!("w.example"))
    );
    // The whole of it: a list loses only what it was given then.
    let undone = undo(app, whole).await;
    assert_eq!(undone["report"]["fieldsPutBack"], 2);
    assert_eq!(undone["report"]["already"], 1);
    let now = contact(app, &id).await;
    assert_eq!(now["website"], Value::Null);
    assert_eq!(now["tags"], json!(["lead", "won"]));
    let entry = newest(app, &id).await;
    assert_eq!(entry["cause"], json!({"kind": "undo", "id": undone["id"]}));
    assert_eq!(entry["who"]["name"], "Office");
}

async fn what_was_changed_since_is_left_alone_and_told(app: &TestApp) {
    let id = app
        .contact(json!({"firstName": "Ana", "city": "Austin"}))
        .await;
    let mut what = change(app, &id, json!({"city": "Waco", "state": "TX"})).await;
    change(app, &id, json!({"city": "Dallas"})).await;
    let undone = undo(app, what.clone()).await;
    let report = &undone["report"];
    assert_eq!(
        (&report["fieldsPutBack"], &report["notUndone"]),
        (&json!(1), &json!(1))
    );
    let problem = &report["problems"][0];
    assert_eq!(
        (&problem["field"], &problem["recordId"]),
        (&json!("city"), &json!(id))
    );
    assert_eq!(
        problem["why"],
        "it was changed since, and is \"Dallas\" now"
    );
    assert_eq!(contact(app, &id).await["city"], "Dallas");
    what["changedSince"] = json!("undo");
    undo(app, what).await;
    assert_eq!(contact(app, &id).await["city"], "Austin");
}

async fn an_undo_can_be_undone(app: &TestApp) {
    let id = app
        .contact(json!({"firstName": "Ana", "city": "Austin"}))
        .await;
    let what = change(app, &id, json!({"city": "Waco"})).await;
    let first = undo(app, what).await;
    let first = first["id"].as_str().unwrap();
    assert_eq!(contact(app, &id).await["city"], "Austin");
    of(app, "undo", first).await;
    assert_eq!(contact(app, &id).await["city"], "Waco");
    let listed = app.get("/tenon/v1/undos?limit=10").await.is(200);
    assert_eq!(listed["undos"].as_array().unwrap().len(), 2);
    let one = app.get(&format!("/tenon/v1/undos/{first}")).await.is(200);
    assert_eq!(one["undo"]["target"]["kind"], "change");
    let unknown = app.get("/tenon/v1/undos/nobody").await;
    unknown.refuses(400, "Undo not found");
    let away = app.token_for(AWAY, Scope::ALL).await;
    let call = app.call("GET", "/tenon/v1/undos").token(Some(&away));
    assert_eq!(call.send().await.is(200)["undos"], json!([]));
}

async fn a_deleted_contact_comes_back_with_what_went_with_it(app: &TestApp) {
    let connection = Write::Connection(Box::new(Connection {
        location_id: HOME.into(),
        id: "hl1".into(),
        system: "highlevel".into(),
        name: "HighLevel".into(),
        settings: Value::Null,
    }));
    app.write(HOME, vec![connection]).await;
    let id = app
        .contact(json!({"firstName": "Ana", "email": "ana@x.com"}))
        .await;
    let notes = format!("/contacts/{id}/notes");
    let note = |text: &str| json!({"body": text});
    let early = app.post(&notes, note("early")).await.is(201);
    app.post(&notes, note("late")).await.is(201);
    let early = early["note"]["id"].as_str().unwrap();
    app.delete(&format!("{notes}/{early}")).await.is(200);
    app.pass(1);
    let link = Link {
        connection_id: "hl1".into(),
        kind: Kind::Contact,
        record_id: id.clone(),
        root_id: id.clone(),
        remote_id: Some("r1".into()),
        state: LinkState::Parted,
        base_hub: Fields::new(),
        base_remote: Fields::new(),
        detail: Value::Null,
        version: 0,
    };
    app.delete(&format!("/contacts/{id}")).await.is(200);
    app.write(HOME, vec![Write::Link(Box::new(LinkWrite { link }))])
        .await;
    let path = format!("/tenon/v1/contacts/{id}/timeline");
    let entries = app.get(&path).await.is(200)["entries"].clone();
    let entries = entries.as_array().unwrap().iter();
    let deletion = entries
        .into_iter()
        .find(|entry| entry["action"] == "delete" && entry["kind"] == "contact");
    let what = deletion.unwrap()["undo"].clone();
    let undone = undo(app, what.clone()).await;
    assert_eq!(undone["report"]["recordsRestored"], 2);
    assert_eq!(contact(app, &id).await["email"], "ana@x.com");
    let there = app.get(&notes).await.is(200)["notes"].clone();
    assert_eq!(there.as_array().unwrap().len(), 1);
    assert_eq!(there[0]["body"], "late");
    let links = app.store.links_of(HOME, "hl1", &id).await.unwrap();
    assert_eq!(links[0].state, LinkState::Linked);
    assert_eq!(links[0].remote_id.as_deref(), Some("r1"));
    let again = undo(app, what).await;
    assert_eq!(again["report"]["already"], 2);
}

async fn a_run_is_undone_whole_but_for_what_people_made_theirs(app: &TestApp) {
    let old = app
        .contact(json!({"firstName": "Old", "city": "Austin"}))
        .await;
    let was = app.store.record(HOME, Kind::Contact, &old).await.unwrap();
    let mut doc = was.as_ref().unwrap().fields().unwrap();
    doc.insert("city".into(), json!("Waco"));
    let update = Write::Update {
        old: was.unwrap(),
        doc,
        exclusive: true,
    };
    let task = json!({"title": "Call", "dueDate": "2026-02-01T10:00:00.000Z", "completed": false});
    let person = |id: &str| make(Kind::Contact, id, id, json!({"firstName": id}));
    run(
        app,
        "r1",
        vec![
            update,
            person("c-plain"),
            person("c-edited"),
            person("c-lived"),
            make(Kind::Task, "t1", "c-plain", task.clone()),
            make(Kind::Task, "t2", "c-lived", task),
        ],
    )
    .await;
    run(app, "r2", vec![person("c-other")]).await;
    change(app, "c-edited", json!({"city": "Dallas"})).await;
    let note = json!({"body": "called them"});
    app.post("/contacts/c-lived/notes", note).await.is(201);
    let undone = of(app, "run", "r1").await;
    let report = &undone["report"];
    assert_eq!(report["recordsDeleted"], 3, "{report}");
    assert_eq!(report["fieldsPutBack"], 1);
    assert_eq!(report["notUndone"], 2);
    assert_eq!(contact(app, &old).await["city"], "Austin");
    for gone in ["c-plain"] {
        let answer = app.get(&format!("/contacts/{gone}")).await;
        answer.refuses(400, "Contact not found");
    }
    for stays in ["c-edited", "c-lived", "c-other"] {
        contact(app, stays).await;
    }
    let whys: Vec<&str> = report["problems"]
        .as_array()
        .unwrap()
        .iter()
        .map(|problem| problem["why"].as_str().unwrap())
        .collect();
    assert!(
        whys.contains(&"Office has changed it since (city): it stays"),
        "{whys:?}"
    );
}

async fn a_large_batch_is_undone_and_the_undo_undone(app: &TestApp) {
    // More than two pages of entries, so that contacts stand at the pages' ends.
    let ids: Vec<String> = (0..150).map(|number| format!("c{number:03}")).collect();
    for id in &ids {
        let note = make(Kind::Note, &format!("n-{id}"), id, json!({"body": "x"}));
        let task = json!({"title": "Call", "completed": false});
        let task = make(Kind::Task, &format!("t-{id}"), id, task);
        let person = json!({"firstName": id, "email": format!("{id}@x.com")});
        let person = make(Kind::Contact, id, id, person);
        run(app, "r1", vec![person, note, task]).await;
    }
    let dry = json!({"kind": "run", "id": "r1", "dryRun": true});
    let planned = undo(app, dry).await;
    let undone = of(app, "run", "r1").await;
    assert_eq!(undone["report"]["recordsDeleted"], 450);
    assert_eq!(undone["report"]["notUndone"], 0);
    assert_eq!(planned["report"], undone["report"]);
    let left = app
        .store
        .records_in(HOME, Kind::Contact, 0, 10)
        .await
        .unwrap();
    assert_eq!(left, []);
    let back = of(app, "undo", undone["id"].as_str().unwrap()).await;
    assert_eq!(
        back["report"]["recordsRestored"], 450,
        "{}",
        back["report"]["problems"]
    );
    for kind in [Kind::Contact, Kind::Task, Kind::Note] {
        let there = app.store.records_in(HOME, kind, 0, 500).await.unwrap();
        assert_eq!(there.len(), 150);
    }
}

async fn an_e_mail_that_another_has_by_now_is_not_taken(app: &TestApp) {
    let id = app
        .contact(json!({"firstName": "Ana", "email": "ana@x.com"}))
        .await;
    let what = change(app, &id, json!({"email": "cruz@x.com", "city": "Waco"})).await;
    app.contact(json!({"firstName": "Other", "email": "ana@x.com"}))
        .await;
    let mut dry = what.clone();
    dry["dryRun"] = json!(true);
    for what in [dry, what] {
        let undone = undo(app, what).await;
        let report = &undone["report"];
        assert_eq!(
            (&report["fieldsPutBack"], &report["notUndone"]),
            (&json!(1), &json!(1))
        );
        let why = "another contact has the email ana@x.com by now";
        assert_eq!(report["problems"][0]["why"], why);
    }
    assert_eq!(contact(app, &id).await["email"], "cruz@x.com");
}

async fn a_dry_run_says_all_and_changes_nothing(app: &TestApp) {
    let id = app
        .contact(json!({"firstName": "Ana", "city": "Austin"}))
        .await;
    let mut what = change(app, &id, json!({"city": "Waco"})).await;
    what["dryRun"] = json!(true);
    let before = app.store.last_seq(HOME).await.unwrap();
    let planned = undo(app, what).await;
    assert_eq!(
        (&planned["state"], &planned["id"]),
        (&json!("dryRun"), &Value::Null)
    );
    let sample = json!({"kind": "contact", "recordId": id, "contactId": id, "action": "putBack",
        "field": "city", "now": "Waco", "back": "Austin"});
    assert_eq!(planned["report"]["samples"], json!([sample]));
    assert_eq!(app.store.last_seq(HOME).await.unwrap(), before);
    assert_eq!(app.get("/tenon/v1/undos").await.is(200)["undos"], json!([]));
}

async fn a_value_that_fell_is_put_back(app: &TestApp) {
    let id = app
        .contact(json!({"firstName": "Ana", "city": "Houston"}))
        .await;
    let said = |action, detail| Write::Log {
        kind: Kind::Contact,
        record_id: id.clone(),
        root_id: id.clone(),
        action,
        detail,
    };
    let fell = json!({"field": "city", "winner": "hub", "kept": "Houston", "lost": "Dallas",
        "rule": "newest wins"});
    app.write(HOME, vec![said(tenon_model::Action::Conflict, fell)])
        .await;
    let what = newest(app, &id).await["undo"].clone();
    undo(app, what).await;
    assert_eq!(contact(app, &id).await["city"], "Dallas");
    let pushed = json!({"fields": {"city": "Dallas"}, "before": {"city": "Waco"}});
    app.write(HOME, vec![said(tenon_model::Action::Push, pushed)])
        .await;
    let what = newest(app, &id).await["undo"].clone();
    undo(app, what).await;
    assert_eq!(contact(app, &id).await["city"], "Waco");
    app.write(HOME, vec![said(tenon_model::Action::Link, json!({}))])
        .await;
    assert_eq!(newest(app, &id).await["undo"], Value::Null);
}

async fn the_same_undo_sent_again_is_done_once(app: &TestApp) {
    let id = app
        .contact(json!({"firstName": "Ana", "city": "Austin"}))
        .await;
    let what = change(app, &id, json!({"city": "Waco"})).await;
    let send = || {
        let call = app.call("POST", "/tenon/v1/undos").json(&what);
        call.header("Idempotency-Key", "once").send()
    };
    let first = send().await;
    assert_eq!(first.body["undo"]["report"]["fieldsPutBack"], 1);
    let before = app.store.last_seq(HOME).await.unwrap();
    assert_eq!(send().await.text, first.text);
    assert_eq!(app.store.last_seq(HOME).await.unwrap(), before);
    assert_eq!(contact(app, &id).await["city"], "Austin");
}

async fn what_makes_no_sense_is_refused(app: &TestApp) {
    let refused = [
        json!({"kind": "change"}),
        json!({"kind": "change", "id": "x"}),
        json!({"kind": "change", "id": 0}),
        json!({"kind": "contact", "id": "x"}),
        json!({"kind": "run", "id": ""}),
        json!({"kind": "run", "id": "r1", "fields": ["city"]}),
        json!({"kind": "run", "id": "r1", "changedSince": "perhaps"}),
        json!({"kind": "run", "id": "r1", "why": "x"}),
        json!([]),
    ];
    for body in refused {
        let answer = app.post("/tenon/v1/undos", body.clone()).await;
        assert_eq!(answer.status, 422, "{body}: {}", answer.text);
    }
    for what in [
        json!({"kind": "run", "id": "r9"}),
        json!({"kind": "change", "id": 999}),
    ] {
        assert_eq!(app.post("/tenon/v1/undos", what).await.status, 400);
    }
}
