//! `GET /tenon/v1/tasks`, `/notes` and `/appointments`

use serde_json::{Value, json};
use tenon_model::Kind;
use tenon_store::Write;

use crate::support::app::{AWAY, HOME, TestApp};

on_both! {
    tasks_and_notes_of_all_contacts_are_listed
    a_poller_gets_what_changed_since
    appointments_are_listed
    what_cannot_be_listed_is_told
}

async fn get(app: &TestApp, path: &str) -> Value {
    app.get(&format!("/tenon/v1/{path}")).await.is(200)
}

fn of<'a>(body: &'a Value, list: &str, name: &str) -> Vec<&'a str> {
    let items = body[list].as_array().unwrap().iter();
    items.map(|item| item[name].as_str().unwrap()).collect()
}

async fn task(app: &TestApp, contact: &str, title: &str) -> String {
    let due = json!({"title": title, "dueDate": "2026-01-06", "completed": false});
    let made = app
        .post(&format!("/contacts/{contact}/tasks"), due)
        .await
        .is(201);
    app.pass(1);
    made["task"]["id"].as_str().unwrap().to_owned()
}

async fn tasks_and_notes_of_all_contacts_are_listed(app: &TestApp) {
    let (ana, ben) = (app.contact(json!({})).await, app.contact(json!({})).await);
    let first = task(app, &ana, "one").await;
    task(app, &ben, "two").await;
    let note = app
        .post(&format!("/contacts/{ben}/notes"), json!({"body": "Hello"}))
        .await
        .is(201);
    let body = get(app, "tasks").await;
    assert_eq!(of(&body, "tasks", "title"), ["one", "two"]);
    assert_eq!(of(&body, "tasks", "contactId"), [&ana, &ben]);
    assert_eq!(body["tasks"][0]["id"], first);
    assert_eq!(body["tasks"][0]["completed"], false);
    assert_eq!(body["tasks"][0]["deleted"], false);
    assert_eq!(body["tasks"][0]["dateUpdated"], "2026-01-05T12:00:00.000Z");
    assert_eq!(body["hasMore"], false);
    let notes = get(app, "notes").await;
    assert_eq!(notes["notes"][0]["id"], note["note"]["id"]);
    assert_eq!(notes["notes"][0]["body"], "Hello");
    let away = app.token_for(AWAY, tenon_model::Scope::ALL).await;
    let none = app
        .call("GET", "/tenon/v1/tasks")
        .token(Some(&away))
        .send()
        .await
        .is(200);
    assert_eq!(none["tasks"], json!([]));
}

async fn a_poller_gets_what_changed_since(app: &TestApp) {
    let ana = app.contact(json!({})).await;
    let mut ids = Vec::new();
    for title in ["one", "two", "three", "four"] {
        ids.push(task(app, &ana, title).await);
    }
    let first = get(app, "tasks?limit=3").await;
    assert_eq!(of(&first, "tasks", "title"), ["one", "two", "three"]);
    assert_eq!(first["hasMore"], true);
    let path = |body: &Value| format!("tasks?cursor={}", body["nextCursor"].as_str().unwrap());
    let second = get(app, &path(&first)).await;
    assert_eq!(
        (of(&second, "tasks", "title"), &second["hasMore"]),
        (vec!["four"], &json!(false))
    );
    assert_eq!(get(app, &path(&second)).await["tasks"], json!([]));
    app.put(
        &format!("/contacts/{ana}/tasks/{}", ids[0]),
        json!({"title": "uno"}),
    )
    .await
    .is(200);
    app.pass(1);
    app.delete(&format!("/contacts/{ana}/tasks/{}", ids[1]))
        .await
        .is(200);
    assert_eq!(
        of(&get(app, &path(&second)).await, "tasks", "title"),
        ["uno"]
    );
    let with = get(app, &format!("{}&includeDeleted=true", path(&second))).await;
    assert_eq!(of(&with, "tasks", "id"), [&ids[0], &ids[1]]);
    let tombstone = &with["tasks"][1];
    assert_eq!(
        (&tombstone["deleted"], tombstone.get("title")),
        (&json!(true), None)
    );
    for since in ["2026-01-05T12:00:03Z", "1767614403000"] {
        let body = get(app, &format!("tasks?updatedSince={since}")).await;
        assert_eq!(
            of(&body, "tasks", "title"),
            ["four", "uno"],
            "oldest change first"
        );
    }
}

async fn appointments_are_listed(app: &TestApp) {
    let ana = app.contact(json!({})).await;
    let doc = json!({"calendarId": "k1", "startTime": "2026-01-06T09:00:00.000Z",
        "endTime": "2026-01-06T10:00:00.000Z", "title": "Visit", "appointmentStatus": "new"});
    let appointment = Write::Create {
        kind: Kind::Appointment,
        id: "a1".into(),
        root_id: ana.clone(),
        doc: doc.as_object().cloned().unwrap(),
        exclusive: false,
    };
    app.write(HOME, vec![appointment]).await;
    let body = get(app, "appointments").await;
    let made = &body["appointments"][0];
    assert_eq!(
        (&made["id"], &made["contactId"]),
        (&json!("a1"), &json!(ana))
    );
    assert_eq!(
        (&made["title"], &made["startTime"]),
        (&doc["title"], &doc["startTime"])
    );
}

async fn what_cannot_be_listed_is_told(app: &TestApp) {
    for (query, complaint) in [
        ("limit=501", "limit must be a number from 1 to 500"),
        (
            "cursor=-1",
            "cursor must be a number from 0 to 9223372036854775807",
        ),
        ("includeDeleted=yes", "includeDeleted must be true or false"),
        (
            "updatedSince=yesterday",
            "updatedSince must be a date, or milliseconds since 1970",
        ),
    ] {
        let path = format!("/tenon/v1/tasks?{query}");
        app.get(&path).await.complains(&[complaint]);
    }
    let foreign = app.get("/tenon/v1/notes?cursor=77").await;
    foreign.refuses(
        400,
        "This cursor is not from here; the data may have been restored. Read from the beginning.",
    );
}
