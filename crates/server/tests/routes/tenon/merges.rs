//! `/tenon/v1/duplicates` and `/tenon/v1/merges`

use serde_json::{Value, json};
use tenon_model::Kind;

use crate::support::app::{HOME, TestApp};

on_both! {
    duplicates_are_proposed_once_with_the_reasons
    whoever_is_new_is_compared
    two_become_one_and_nothing_is_lost
    a_merge_is_undone_whole
    what_was_touched_since_a_merge_is_named
    a_proposal_is_decided
    what_cannot_be_merged_is_refused
}

async fn contact(app: &TestApp, id: &str) -> Value {
    app.get(&format!("/contacts/{id}")).await.is(200)["contact"].clone()
}

async fn proposals(app: &TestApp) -> Vec<Value> {
    let path = "/tenon/v1/conflicts?type=duplicate";
    let body = app.get(path).await.is(200);
    body["conflicts"].as_array().unwrap().clone()
}

async fn merge(app: &TestApp, survivor: &str, loser: &str) -> Value {
    let body = json!({"survivorId": survivor, "loserId": loser});
    app.post("/tenon/v1/merges", body).await.is(200)["merge"].clone()
}

async fn bodies(app: &TestApp, contact: &str, kind: Kind) -> Vec<String> {
    let name = if kind == Kind::Note { "body" } else { "title" };
    let records = app.store.records_of(HOME, contact, kind).await.unwrap();
    let mut texts: Vec<String> = records
        .iter()
        .map(|record| record.fields().unwrap()[name].as_str().unwrap().to_owned())
        .collect();
    texts.sort();
    texts
}

async fn duplicates_are_proposed_once_with_the_reasons(app: &TestApp) {
    let ana = app
        .contact(
            json!({"firstName": "Ana", "lastName": "Cruz", "email": "ana@x.com",
            "address1": "12 Oak Street", "postalCode": "78701"}),
        )
        .await;
    let by_mail = app
        .contact(json!({"firstName": "A", "additionalEmails": ["ana@x.com"]}))
        .await;
    let by_street = app
        .contact(
            json!({"firstName": "Anna", "lastName": "Cruz", "address1": "12 Oak St.",
            "postalCode": "78701"}),
        )
        .await;
    // The same name alone, another of the house, and the same e-mail with one who is gone.
    app.contact(json!({"firstName": "Ana", "lastName": "Cruz"}))
        .await;
    app.contact(
        json!({"firstName": "Ben", "lastName": "Cruz", "address1": "12 Oak Street",
        "postalCode": "78701"}),
    )
    .await;
    let gone = app
        .contact(json!({"firstName": "Z", "additionalEmails": ["ana@x.com"]}))
        .await;
    app.delete(&format!("/contacts/{gone}")).await.is(200);
    let found = app.post("/tenon/v1/duplicates", json!({})).await.is(200);
    assert_eq!(found["lookedAt"], 5);
    assert_eq!(
        (&found["found"], &found["proposed"]),
        (&json!(2), &json!(2))
    );
    assert_eq!(found["complete"], true);
    let mut told: Vec<(Value, Value)> = proposals(app)
        .await
        .into_iter()
        .map(|one| (one["detail"]["loserId"].clone(), one["reasons"].clone()))
        .collect();
    told.sort_by_key(|(loser, _)| loser == &json!(by_street));
    assert_eq!(
        told[0],
        (json!(by_mail), json!(["both have the email ana@x.com"]))
    );
    let why = told[1].1[0].as_str().unwrap();
    assert!(
        why.starts_with("the name is 9") && why.ends_with("in one place"),
        "{why}"
    );
    for one in proposals(app).await {
        assert_eq!(one["subject"], json!(ana), "the one that says more stands");
    }
    // Kept apart once, they are not proposed again.
    for one in proposals(app).await {
        let id = one["id"].as_str().unwrap().replace('/', "%2F");
        let path = format!("/tenon/v1/conflicts/{id}/decision");
        app.post(&path, json!({"decision": "apart"})).await.is(200);
    }
    let again = app.post("/tenon/v1/duplicates", json!({})).await.is(200);
    assert_eq!(
        (&again["found"], &again["proposed"]),
        (&json!(2), &json!(0))
    );
    assert_eq!(proposals(app).await.len(), 0);
}

async fn whoever_is_new_is_compared(app: &TestApp) {
    let house = |first: &str, email: &str| {
        json!({"firstName": first, "lastName": "Cruz", "email": email,
            "address1": "12 Magnolia Street", "city": "Austin"})
    };
    let cx = super::conflicts::context(app).await;
    let look = async || {
        tenon_operations::duplicates::look_at_new(&cx)
            .await
            .unwrap()
    };
    app.contact(house("Ana", "ana@x.com")).await;
    // It begins with what comes from now on.
    assert!(!look().await);
    app.contact(house("Ben", "ben@x.com")).await;
    look().await;
    assert_eq!(proposals(app).await.len(), 0);
    let anna = app.contact(house("Anna", "anna@work.example")).await;
    look().await;
    let [one] = &proposals(app).await[..] else {
        panic!("one proposal")
    };
    let ids = [&one["detail"]["recordId"], &one["detail"]["loserId"]];
    assert!(ids.contains(&&json!(anna)), "{one}");
    // Asked once, whatever is changed about them.
    let city = json!({"city": "austin"});
    app.put(&format!("/contacts/{anna}"), city).await.is(200);
    look().await;
    assert_eq!(proposals(app).await.len(), 1);
}

/// Two who are one, with a note and a task each.
async fn two(app: &TestApp) -> [String; 2] {
    let ana = json!({"firstName": "Ana", "email": "ana@x.com", "tags": ["lead"], "city": "Austin"});
    let anna = json!({"firstName": "Anna", "email": "anna@x.com", "phone": "+15125550101",
        "tags": ["hot"], "state": "TX"});
    let both = [app.contact(ana).await, app.contact(anna).await];
    for (id, text) in both.iter().zip(["one", "two"]) {
        let note = json!({"body": format!("note {text}")});
        app.post(&format!("/contacts/{id}/notes"), note)
            .await
            .is(201);
        let task = json!({"title": format!("task {text}"), "dueDate": "2026-02-01",
            "completed": false});
        app.post(&format!("/contacts/{id}/tasks"), task)
            .await
            .is(201);
    }
    both
}

async fn two_become_one_and_nothing_is_lost(app: &TestApp) {
    let [ana, anna] = two(app).await;
    let before = app.store.last_seq(HOME).await.unwrap();
    let dry = json!({"survivorId": ana, "loserId": anna, "dryRun": true});
    let planned = app.post("/tenon/v1/merges", dry).await.is(200)["merge"].clone();
    assert_eq!(planned["id"], Value::Null);
    assert_eq!(app.store.last_seq(HOME).await.unwrap(), before);
    let done = merge(app, &ana, &anna).await;
    assert_eq!(
        (&done["fields"], &done["moved"]),
        (&planned["fields"], &json!(2))
    );
    let now = contact(app, &ana).await;
    assert_eq!(
        (&now["firstName"], &now["email"]),
        (&json!("Ana"), &json!("ana@x.com"))
    );
    assert_eq!(now["additionalEmails"], json!(["anna@x.com"]));
    assert_eq!(
        (&now["phone"], &now["state"]),
        (&json!("+15125550101"), &json!("TX"))
    );
    assert_eq!(now["tags"], json!(["hot", "lead"]));
    assert_eq!(
        bodies(app, &ana, Kind::Note).await,
        ["note one", "note two"]
    );
    assert_eq!(
        bodies(app, &ana, Kind::Task).await,
        ["task one", "task two"]
    );
    app.get(&format!("/contacts/{anna}"))
        .await
        .refuses(400, "Contact not found");
    // Who has the loser's e-mail now is the survivor.
    let path = format!("/contacts/search/duplicate?locationId={HOME}&email=anna@x.com");
    assert_eq!(app.get(&path).await.is(200)["contact"]["id"], json!(ana));
    let told = app
        .get(&format!("/tenon/v1/contacts/{anna}/sync"))
        .await
        .is(200);
    assert_eq!(told["mergedInto"], json!(ana));
    // The value that fell stands on the timeline, and is put back from there.
    let path = format!("/tenon/v1/contacts/{ana}/timeline");
    let entries = app.get(&path).await.is(200)["entries"].clone();
    let fell = entries.as_array().unwrap().iter();
    let fell = fell
        .clone()
        .find(|entry| entry["action"] == "conflict")
        .unwrap();
    assert_eq!(fell["detail"]["lost"], "Anna");
    app.post("/tenon/v1/undos", fell["undo"].clone())
        .await
        .is(200);
    assert_eq!(contact(app, &ana).await["firstName"], "Anna");
}

async fn a_merge_is_undone_whole(app: &TestApp) {
    let [ana, anna] = two(app).await;
    let was = [contact(app, &ana).await, contact(app, &anna).await];
    let done = merge(app, &ana, &anna).await;
    let undone = app
        .post("/tenon/v1/undos", done["undo"].clone())
        .await
        .is(200);
    assert_eq!(undone["undo"]["report"]["notUndone"], 0, "{undone}");
    for (id, was) in [&ana, &anna].into_iter().zip(was) {
        let mut now = contact(app, id).await;
        now["dateUpdated"] = was["dateUpdated"].clone();
        assert_eq!(now, was);
    }
    assert_eq!(bodies(app, &ana, Kind::Note).await, ["note one"]);
    assert_eq!(bodies(app, &anna, Kind::Note).await, ["note two"]);
    assert_eq!(bodies(app, &anna, Kind::Task).await, ["task two"]);
    let merges = app.get("/tenon/v1/merges").await.is(200)["merges"].clone();
    assert_eq!(
        (&merges[0]["undone"], &merges[0]["undo"]),
        (&json!(true), &Value::Null)
    );
    assert_eq!(
        app.post("/tenon/v1/undos", done["undo"].clone())
            .await
            .status,
        400
    );
    let told = app
        .get(&format!("/tenon/v1/contacts/{anna}/sync"))
        .await
        .is(200);
    assert_eq!(told["mergedInto"], Value::Null);
    // And merged once more.
    merge(app, &anna, &ana).await;
    assert_eq!(contact(app, &anna).await["firstName"], "Anna");
}

async fn what_was_touched_since_a_merge_is_named(app: &TestApp) {
    let [ana, anna] = two(app).await;
    let done = merge(app, &ana, &anna).await;
    let change = json!({"phone": "+15125550199"});
    app.put(&format!("/contacts/{ana}"), change).await.is(200);
    let notes = app.get(&format!("/contacts/{ana}/notes")).await.is(200)["notes"].clone();
    let moved = notes.as_array().unwrap().iter();
    let moved = moved
        .clone()
        .find(|note| note["body"] == "note two")
        .unwrap();
    let path = format!("/contacts/{ana}/notes/{}", moved["id"].as_str().unwrap());
    app.put(&path, json!({"body": "note two, and more"}))
        .await
        .is(200);
    let undone = app
        .post("/tenon/v1/undos", done["undo"].clone())
        .await
        .is(200);
    let report = &undone["undo"]["report"];
    assert_eq!(report["notUndone"], 2, "{report}");
    assert_eq!(contact(app, &ana).await["phone"], "+15125550199");
    assert_eq!(contact(app, &anna).await["phone"], "+15125550101");
    let both = ["note one", "note two, and more"];
    assert_eq!(bodies(app, &ana, Kind::Note).await, both);
    assert_eq!(bodies(app, &anna, Kind::Note).await, ["note two"]);
}

async fn a_proposal_is_decided(app: &TestApp) {
    let [ana, anna] = two(app).await;
    let more = json!({"additionalEmails": ["ana@x.com"]});
    app.put(&format!("/contacts/{anna}"), more).await.is(200);
    app.post("/tenon/v1/duplicates", json!({})).await.is(200);
    let id = proposals(app).await[0]["id"].as_str().unwrap().to_owned();
    let path = format!("/tenon/v1/conflicts/{}/decision", id.replace('/', "%2F"));
    let stranger = json!({"decision": "merge", "survivorId": "somebody"});
    assert_eq!(app.post(&path, stranger).await.status, 422);
    let decided = json!({"decision": "merge", "survivorId": ana});
    let undo = app.post(&path, decided).await.is(200)["undo"].clone();
    assert_eq!(contact(app, &ana).await["state"], "TX");
    app.post("/tenon/v1/undos", undo).await.is(200);
    assert_eq!(contact(app, &anna).await["state"], "TX");
    assert_eq!(contact(app, &ana).await["state"], Value::Null);
    assert_eq!(proposals(app).await.len(), 1, "it is asked again");
}

async fn what_cannot_be_merged_is_refused(app: &TestApp) {
    let ana = app.contact(json!({"firstName": "Ana"})).await;
    for (body, status) in [
        (json!({"survivorId": ana}), 422),
        (json!({"survivorId": ana, "loserId": ana}), 422),
        (json!({"survivorId": ana, "loserId": "nobody"}), 400),
        (json!({"survivorId": "nobody", "loserId": ana}), 400),
        (
            json!({"survivorId": ana, "loserId": "x", "prefer": "me"}),
            422,
        ),
    ] {
        let answer = app.post("/tenon/v1/merges", body.clone()).await;
        assert_eq!(answer.status, status, "{body}");
    }
}
