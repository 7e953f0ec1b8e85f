//! `GET /tenon/v1/contacts/{contactId}/timeline`

use serde_json::{Value, json};

use crate::support::app::TestApp;

on_both! {
    it_tells_who_did_what_by_which_door_and_why
    it_outlives_the_contact
    it_is_paged
}

async fn timeline(app: &TestApp, id: &str, query: &str) -> Value {
    let path = format!("/tenon/v1/contacts/{id}/timeline{query}");
    app.get(&path).await.is(200)
}

async fn it_tells_who_did_what_by_which_door_and_why(app: &TestApp) {
    let id = app
        .contact(json!({"firstName": "Ana", "city": "Austin"}))
        .await;
    app.pass(1);
    app.put(&format!("/contacts/{id}"), json!({"city": "Waco"}))
        .await
        .is(200);
    let due = json!({"title": "Call", "dueDate": "2026-01-06", "completed": false});
    let task = app
        .post(&format!("/contacts/{id}/tasks"), due)
        .await
        .is(201);
    let body = timeline(app, &id, "").await;
    assert_eq!(body["nextBefore"], Value::Null);
    let entries = body["entries"].as_array().unwrap();
    let told: Vec<(&str, &str)> = entries
        .iter()
        .map(|entry| {
            (
                entry["kind"].as_str().unwrap(),
                entry["action"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("task", "create"),
            ("contact", "update"),
            ("contact", "create")
        ]
    );
    assert_eq!(entries[0]["recordId"], task["task"]["id"]);
    assert_eq!(
        entries[0]["cause"],
        json!({"kind": "request", "id": task["traceId"]})
    );
    let change = &entries[1];
    let fields = json!([{"field": "city", "before": "Austin", "after": "Waco"}]);
    assert_eq!(change["fields"], fields);
    assert_eq!(
        (&change["who"]["kind"], &change["who"]["name"]),
        (&json!("token"), &json!("Office"))
    );
    assert!(tenon_model::is_id(change["who"]["id"].as_str().unwrap()));
    assert_ne!(change["who"]["id"], json!(app.token));
    assert_eq!(
        (&change["from"], &change["cause"]["kind"]),
        (&json!("api"), &json!("request"))
    );
    assert_eq!(change["at"], "2026-01-05T12:00:01.000Z");
    assert_eq!(change["id"], 2);
}

async fn it_outlives_the_contact(app: &TestApp) {
    let id = app.contact(json!({"firstName": "Ana"})).await;
    app.post(&format!("/contacts/{id}/notes"), json!({"body": "x"}))
        .await
        .is(201);
    app.delete(&format!("/contacts/{id}")).await.is(200);
    let body = timeline(app, &id, "").await;
    let entries = body["entries"].as_array().unwrap();
    let deleted: Vec<&Value> = entries
        .iter()
        .filter(|entry| entry["action"] == "delete")
        .collect();
    assert_eq!((entries.len(), deleted.len()), (4, 2));
    let fields = json!([{"field": "firstName", "before": "Ana", "after": null}]);
    assert!(deleted.iter().any(|entry| entry["fields"] == fields));
    let unknown = app.get("/tenon/v1/contacts/nobody/timeline").await;
    unknown.refuses(400, "Contact not found");
}

async fn it_is_paged(app: &TestApp) {
    let id = app.contact(json!({"firstName": "n0"})).await;
    let other = app.contact(json!({"firstName": "Ben"})).await;
    for number in 1..=7 {
        for id in [&id, &other] {
            let patch = json!({"firstName": format!("n{number}")});
            app.put(&format!("/contacts/{id}"), patch).await.is(200);
        }
    }
    let mut seen = Vec::new();
    let mut query = "?limit=3".to_owned();
    loop {
        let body = timeline(app, &id, &query).await;
        let entries = body["entries"].as_array().unwrap();
        assert!(entries.len() <= 3);
        seen.extend(
            entries
                .iter()
                .map(|entry| entry["fields"][0]["after"].as_str().unwrap().to_owned()),
        );
        match body["nextBefore"].as_i64() {
            Some(next) => query = format!("?limit=3&before={next}"),
            None => break,
        }
    }
    assert_eq!(seen, ["n7", "n6", "n5", "n4", "n3", "n2", "n1", "n0"]);
    for query in [
        "?limit=0",
        "?limit=201",
        "?limit=x",
        "?before=0",
        "?before=99999999999999999999",
    ] {
        let answer = app
            .get(&format!("/tenon/v1/contacts/{id}/timeline{query}"))
            .await;
        assert_eq!(answer.status, 422, "{query}");
    }
}
