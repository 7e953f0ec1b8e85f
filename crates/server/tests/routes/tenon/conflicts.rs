//! `/tenon/v1/conflicts`: one question of each type, decided.

use std::sync::Arc;

use serde_json::{Value, json};
use tenon_model::{Clock, Fields, Kind, Origin, Random};
use tenon_operations::{Caller, Context, Dialect, Guards};
use tenon_store::{Connection, Link, LinkState, LinkWrite, Review, SourceItem, Write};

use crate::support::app::{HOME, TestApp};

on_both! {
    of_two_decisions_at_once_one_wins
    all_alike_are_decided_and_remembered
    a_refused_record_is_sent_again
    an_unclear_source_becomes_a_contact_or_joins_one
    a_doubtful_match_is_linked_or_kept_apart
    an_e_mail_of_another_stays_as_it_is_here
    a_value_is_chosen_from_either_side_or_another
    what_cannot_be_decided_is_refused
    one_is_shown_with_both_sides
}

async fn connect(app: &TestApp) {
    let connection = Write::Connection(Box::new(Connection {
        location_id: HOME.into(),
        id: "hl1".into(),
        system: "highlevel".into(),
        name: "HighLevel".into(),
        settings: Value::Null,
    }));
    app.write(HOME, vec![connection]).await;
}

async fn ask(app: &TestApp, id: &str, subject: &str, reason: &str, detail: Value) {
    let review = Review {
        id: id.into(),
        subject: subject.into(),
        title: "A question".into(),
        reasons: vec![reason.into()],
        detail,
    };
    app.write(HOME, vec![Write::Review(Box::new(review))]).await;
}

async fn link(app: &TestApp, contact: &str, remote: Option<&str>, change: impl FnOnce(&mut Link)) {
    let mut link = Link {
        connection_id: "hl1".into(),
        kind: Kind::Contact,
        record_id: contact.into(),
        root_id: contact.into(),
        remote_id: remote.map(str::to_owned),
        state: LinkState::Linked,
        base_hub: Fields::new(),
        base_remote: Fields::new(),
        detail: Value::Null,
        version: 0,
    };
    change(&mut link);
    app.write(HOME, vec![Write::Link(Box::new(LinkWrite { link }))])
        .await;
}

async fn linked(app: &TestApp, contact: &str) -> Link {
    let links = app.store.links_of(HOME, "hl1", contact).await.unwrap();
    links.into_iter().next().unwrap()
}

fn at(id: &str) -> String {
    format!("/tenon/v1/conflicts/{}", id.replace('/', "%2F"))
}

async fn decide(app: &TestApp, id: &str, body: Value) -> crate::support::call::Answer {
    app.post(&format!("{}/decision", at(id)), body).await
}

async fn waits(app: &TestApp, key: &str) -> bool {
    let queue = tenon_sync::queue("hl1");
    app.store
        .waiting_job(HOME, &queue, key)
        .await
        .unwrap()
        .is_some()
}

async fn contact(app: &TestApp, id: &str) -> Value {
    app.get(&format!("/contacts/{id}")).await.is(200)["contact"].clone()
}

/// As the background has it.
pub(super) async fn context(app: &TestApp) -> Context {
    let location = app.store.location(HOME).await.unwrap().unwrap();
    Context {
        store: app.store.clone(),
        location: Arc::new(location),
        origin: Origin::new(("system", "", "rules"), "rules", ("", "")),
        clock: Arc::clone(&app.clock) as Arc<dyn Clock>,
        random: Arc::clone(&app.random) as Arc<dyn Random>,
        dialect: Dialect::default(),
        trace_id: String::new(),
        caller: Caller::default(),
        webhooks: None,
        doors: None,
        maps: None,
        guards: Guards::default(),
    }
}

async fn of_two_decisions_at_once_one_wins(app: &TestApp) {
    connect(app).await;
    ask(
        app,
        "match/1",
        "c1",
        "it has this phone",
        json!({"connectionId": "hl1"}),
    )
    .await;
    let (one, other) = tokio::join!(
        decide(app, "match/1", json!({"decision": "apart"})),
        decide(app, "match/1", json!({"decision": "leave"})),
    );
    let mut statuses = [one.status, other.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409], "{} {}", one.text, other.text);
    let refused = if one.status == 409 { one } else { other };
    let told = refused.body["message"].as_str().unwrap().to_owned();
    assert!(
        told.starts_with("Office has decided this already: "),
        "{told}"
    );
    let listed = app.get("/tenon/v1/conflicts?state=decided").await.is(200);
    assert_eq!(listed["conflicts"][0]["decidedBy"], "Office");
    assert_eq!(
        app.get("/tenon/v1/conflicts").await.is(200)["conflicts"],
        json!([])
    );
    // An undo asks again.
    let what = json!({"kind": "decision", "id": "match/1"});
    app.post("/tenon/v1/undos", what).await.is(200);
    assert_eq!(
        decide(app, "match/1", json!({"decision": "leave"}))
            .await
            .status,
        200
    );
}

async fn all_alike_are_decided_and_remembered(app: &TestApp) {
    connect(app).await;
    let detail = json!({"connectionId": "hl1", "kind": "contact"});
    for (id, reason) in [
        ("match/1", "it has the phone of contact 1"),
        ("match/2", "it has the phone of contact 2"),
        ("match/3", "it has the e-mail of contact 3"),
    ] {
        ask(app, id, id, reason, detail.clone()).await;
    }
    let body = app.get(&at("match/1")).await.is(200);
    assert_eq!(body["conflict"]["openAlike"], 2);
    let all = json!({"decision": "apart", "all": true, "remember": true});
    let done = decide(app, "match/1", all).await.is(200);
    assert_eq!(
        (&done["decided"], &done["failed"], &done["more"]),
        (&json!(2), &json!(0), &json!(false))
    );
    let open = app.get("/tenon/v1/conflicts?type=match").await.is(200);
    assert_eq!(open["conflicts"].as_array().unwrap().len(), 1);
    assert_eq!(open["openByType"], json!({"match": 1}));
    // From now on by itself.
    ask(
        app,
        "match/4",
        "c4",
        "it has the phone of contact 4",
        detail,
    )
    .await;
    let cx = context(app).await;
    assert_eq!(
        tenon_operations::reviews::apply_rules(&cx).await.unwrap(),
        1
    );
    assert_eq!(
        tenon_operations::reviews::apply_rules(&cx).await.unwrap(),
        0
    );
    let decided = app.get(&at("match/4")).await.is(200)["conflict"].clone();
    assert_eq!(decided["decision"]["decision"], "apart");
    assert_eq!(decided["decidedBy"], "a rule of Office");
    let rules = app.get("/tenon/v1/conflict-rules").await.is(200)["rules"].clone();
    let rule = rules[0]["id"].as_str().unwrap();
    assert_eq!(done["ruleId"], rule);
    // What a rule did is undone whole, and the rule with it.
    app.post("/tenon/v1/undos", rules[0]["undo"].clone())
        .await
        .is(200);
    let again = app.get(&at("match/4")).await.is(200);
    assert_eq!(again["conflict"]["state"], "open");
    assert_eq!(
        app.get("/tenon/v1/conflict-rules").await.is(200)["rules"],
        json!([])
    );
    let gone = app
        .delete(&format!("/tenon/v1/conflict-rules/{rule}"))
        .await;
    gone.refuses(400, "Rule not found");
}

async fn a_refused_record_is_sent_again(app: &TestApp) {
    connect(app).await;
    let id = app
        .contact(json!({"firstName": "Ana", "website": "x"}))
        .await;
    let refuse = |link: &mut Link| {
        link.state = LinkState::Refused;
        link.detail = json!({"fields": {"website": "x"}, "message": "no such site"});
    };
    link(app, &id, Some("r1"), refuse).await;
    let detail = json!({"connectionId": "hl1", "kind": "contact", "recordId": id,
        "fields": {"website": "x"}});
    ask(app, "refused/1", &id, "no such site", detail.clone()).await;
    ask(app, "refused/2", &id, "no such site", detail).await;
    let told = app.get(&at("refused/1")).await.is(200)["conflict"]["sides"][0].clone();
    assert_eq!(told["copy"]["message"], "no such site");
    decide(app, "refused/1", json!({"decision": "retry"}))
        .await
        .is(200);
    let link = linked(app, &id).await;
    assert_eq!((link.state, link.detail), (LinkState::Linked, Value::Null));
    assert!(waits(app, &format!("hub:{id}")).await);
    let bad = json!({"decision": "set", "fields": {"email": "nobody"}});
    assert_eq!(decide(app, "refused/2", bad).await.status, 422);
    let good = json!({"decision": "set", "fields": {"website": "https://x.example"}});
    decide(app, "refused/2", good).await.is(200);
    assert_eq!(contact(app, &id).await["website"], "https://x.example");
    // The decision's change is undone with it.
    let what = json!({"kind": "decision", "id": "refused/2"});
    app.post("/tenon/v1/undos", what).await.is(200);
    assert_eq!(contact(app, &id).await["website"], "x");
    assert_eq!(
        app.get(&at("refused/2")).await.is(200)["conflict"]["state"],
        "open"
    );
}

async fn source(app: &TestApp, key: &str, read: Value) -> String {
    let item = SourceItem {
        key: key.into(),
        import_id: "i1".into(),
        origin: "leadEmail".into(),
        label: "New lead".into(),
        place: "a.eml".into(),
        outcome: "review".into(),
        reasons: Vec::new(),
        record_id: None,
        raw: b"Subject: New lead".to_vec(),
    };
    app.write(HOME, vec![Write::Source(Box::new(item))]).await;
    let id = format!("source/{key}");
    let detail = json!({"origin": "leadEmail", "sourceKey": key, "read": read});
    ask(app, &id, key, "who is this?", detail).await;
    id
}

async fn an_unclear_source_becomes_a_contact_or_joins_one(app: &TestApp) {
    let read = json!({"fields": {"firstName": "Ana", "email": "ANA@x.com", "phone": "nonsense"}});
    let one = source(app, "k1", read).await;
    let shown = app.get(&at(&one)).await.is(200)["conflict"]["source"].clone();
    assert_eq!(shown["raw"], "Subject: New lead");
    let more = json!({"decision": "create", "fields": {"city": "Austin"}});
    decide(app, &one, more).await.is(200);
    let found = app
        .store
        .contacts_with(HOME, "email", "ana@x.com")
        .await
        .unwrap();
    let doc = found[0].fields().unwrap();
    assert_eq!(
        (&doc["firstName"], &doc["city"]),
        (&json!("Ana"), &json!("Austin"))
    );
    let item = app.get("/tenon/v1/imports/k1").await.is(200);
    assert_eq!(
        (&item["outcome"], &item["contactId"]),
        (&json!("created"), &json!(found[0].id))
    );

    let read = json!({"fields": {"email": "second@x.com", "state": "TX", "city": "Waco",
        "tags": ["lead"]}});
    let two = source(app, "k2", read).await;
    let nobody = json!({"decision": "attach", "contactId": "nobody"});
    decide(app, &two, nobody)
        .await
        .refuses(400, "Contact not found");
    let join = json!({"decision": "attach", "contactId": found[0].id});
    decide(app, &two, join).await.is(200);
    let doc = app
        .store
        .record(HOME, Kind::Contact, &found[0].id)
        .await
        .unwrap();
    let doc = doc.unwrap().fields().unwrap();
    assert_eq!(doc["additionalEmails"], json!(["second@x.com"]));
    assert_eq!(
        (&doc["city"], &doc["state"], &doc["tags"]),
        (&json!("Austin"), &json!("TX"), &json!(["lead"]))
    );

    let three = source(app, "k3", json!({})).await;
    let empty = decide(app, &three, json!({"decision": "create"})).await;
    assert_eq!(empty.status, 422);
    decide(app, &three, json!({"decision": "ignore"}))
        .await
        .is(200);
    assert_eq!(
        app.get("/tenon/v1/imports/k3").await.is(200)["outcome"],
        "ignored"
    );
}

async fn a_doubtful_match_is_linked_or_kept_apart(app: &TestApp) {
    connect(app).await;
    let ana = app.contact(json!({"firstName": "Ana"})).await;
    let ben = app.contact(json!({"firstName": "Ben"})).await;
    let doubt =
        |remote: &str| json!({"connectionId": "hl1", "remoteId": remote, "kind": "contact"});
    ask(app, "match/1", &ana, "it has this phone", doubt("r1")).await;
    ask(app, "match/2", &ana, "it has that phone", doubt("r2")).await;
    ask(app, "match/3", &ben, "it has this e-mail", doubt("r1")).await;
    decide(app, "match/1", json!({"decision": "link"}))
        .await
        .is(200);
    let link = linked(app, &ana).await;
    assert_eq!(
        (link.state, link.remote_id.as_deref()),
        (LinkState::Linked, Some("r1"))
    );
    assert!(waits(app, &format!("hub:{ana}")).await);
    let twice = decide(app, "match/2", json!({"decision": "link"})).await;
    assert_eq!(twice.status, 400, "{}", twice.text);
    decide(app, "match/2", json!({"decision": "apart"}))
        .await
        .is(200);
    // The one over there is Ana's copy, so Ana and Ben are one.
    let taken = decide(app, "match/3", json!({"decision": "link"})).await;
    assert_eq!(taken.status, 400, "{}", taken.text);
    let one = json!({"decision": "merge", "survivorId": ana});
    decide(app, "match/3", one).await.is(200);
    let gone = app.get(&format!("/contacts/{ben}")).await;
    gone.refuses(400, "Contact not found");
    let what = json!({"kind": "decision", "id": "match/3"});
    app.post("/tenon/v1/undos", what).await.is(200);
    assert_eq!(contact(app, &ben).await["firstName"], "Ben");
    let merges = app.get("/tenon/v1/merges").await.is(200)["merges"].clone();
    assert_eq!(merges[0]["undone"], true);
}

async fn an_e_mail_of_another_stays_as_it_is_here(app: &TestApp) {
    connect(app).await;
    let ana = app
        .contact(json!({"firstName": "Ana", "email": "ana@x.com"}))
        .await;
    link(app, &ana, Some("r1"), |link| {
        link.detail = json!({"held": {"email": "ben@x.com"}});
    })
    .await;
    let detail = json!({"connectionId": "hl1", "kind": "contact", "recordId": ana,
        "holder": "c2", "fields": {"email": "ben@x.com"}});
    ask(app, "taken/1", &ana, "contact c2 has it", detail).await;
    decide(app, "taken/1", json!({"decision": "hub"}))
        .await
        .is(200);
    let link = linked(app, &ana).await;
    // Theirs is known and not taken: what stands here is a change against it, and goes out.
    assert_eq!(link.base_hub["email"], "ben@x.com");
    assert_eq!(link.base_remote["email"], "ben@x.com");
    assert_eq!(link.detail, Value::Null);
    assert!(waits(app, &format!("hub:{ana}")).await);
}

async fn a_value_is_chosen_from_either_side_or_another(app: &TestApp) {
    connect(app).await;
    for (number, decision, stands) in [
        (1, json!({"decision": "hub"}), "Austin"),
        (2, json!({"decision": "remote"}), "Waco"),
        (
            3,
            json!({"decision": "value", "fields": {"city": "Dallas"}}),
            "Dallas",
        ),
    ] {
        let id = app
            .contact(json!({"firstName": "Ana", "city": "Austin"}))
            .await;
        link(app, &id, Some(&format!("r{number}")), |_| {}).await;
        let detail = json!({"connectionId": "hl1", "kind": "contact", "recordId": id,
            "field": "city", "hub": "Austin", "remote": "Waco"});
        let review = format!("field/{number}");
        ask(app, &review, &id, "both sides changed it", detail).await;
        decide(app, &review, decision).await.is(200);
        assert_eq!(contact(app, &id).await["city"], stands);
        let base = linked(app, &id).await.base_remote;
        let known = base.get("city").cloned();
        let expected = (number != 2).then(|| json!("Waco"));
        assert_eq!(known, expected);
    }
}

async fn what_cannot_be_decided_is_refused(app: &TestApp) {
    let one = source(app, "k1", json!({})).await;
    for (body, status) in [
        (json!({}), 422),
        (json!({"decision": "link"}), 422),
        (json!({"decision": "attach"}), 422),
        (json!({"decision": "ignore", "fields": {"city": "x"}}), 422),
        (
            json!({"decision": "create", "fields": {"city": "x"}, "all": true}),
            422,
        ),
        (json!({"decision": "ignore", "perhaps": true}), 422),
        (json!([]), 422),
    ] {
        let answer = decide(app, &one, body.clone()).await;
        assert_eq!(answer.status, status, "{body}: {}", answer.text);
    }
    decide(app, "match/9", json!({"decision": "apart"}))
        .await
        .refuses(400, "Conflict not found");
    for query in ["state=perhaps", "limit=0", "offset=-1"] {
        let answer = app.get(&format!("/tenon/v1/conflicts?{query}")).await;
        assert_eq!(answer.status, 422, "{query}");
    }
}

async fn one_is_shown_with_both_sides(app: &TestApp) {
    connect(app).await;
    let ana = app.contact(json!({"firstName": "Ana"})).await;
    link(app, &ana, Some("r1"), |link| {
        link.base_remote.insert("firstName".into(), json!("ANA"));
    })
    .await;
    let detail = json!({"connectionId": "hl1", "remoteId": "r1", "kind": "contact"});
    ask(app, "match/1", &ana, "it has this phone", detail).await;
    let told = app.get(&at("match/1")).await.is(200)["conflict"].clone();
    assert_eq!(
        told["decisions"],
        json!(["link", "merge", "apart", "leave"])
    );
    assert_eq!(told["sides"][0]["fields"]["firstName"], "Ana");
    assert_eq!(told["sides"][1]["copyOf"], json!(ana));
    assert_eq!(told["sides"][1]["copy"]["lastSeen"]["firstName"], "ANA");
    app.get(&at("nobody"))
        .await
        .refuses(400, "Conflict not found");
}
