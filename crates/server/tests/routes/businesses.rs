//! `/businesses/`

use serde_json::{Value, json};
use tenon_model::{Kind, Scope};

use crate::support::app::{AWAY, HOME, TestApp};

on_both! {
    a_business_is_made_read_changed_and_listed
    a_business_is_refused_what_it_cannot_hold
    another_locations_business_is_not_seen
    a_deleted_business_lets_its_contacts_go
}

async fn made(app: &TestApp, name: &str) -> Value {
    let body = json!({"locationId": HOME, "name": name});
    let made = app.post("/businesses/", body).await.is(201);
    assert_eq!(made["success"], true);
    made["buiseness"].clone()
}

async fn a_business_is_made_read_changed_and_listed(app: &TestApp) {
    let body = json!({"locationId": HOME, "name": " Oak & Sons ", "phone": "(512) 555-0143",
        "email": "Office@Oak.example", "website": "oak.example", "address": "1 Main St",
        "city": "Austin", "state": "TX", "postalCode": "78701", "country": "us",
        "description": "Cabinets"});
    let business = app.post("/businesses/", body).await.is(201)["buiseness"].clone();
    let id = business["id"].as_str().unwrap();
    let now = "2026-01-05T12:00:00.000Z";
    assert_eq!(
        business,
        json!({"id": id, "locationId": HOME, "name": "Oak & Sons", "phone": "+15125550143",
            "email": "office@oak.example", "website": "oak.example", "address": "1 Main St",
            "city": "Austin", "state": "TX", "postalCode": "78701", "country": "US",
            "description": "Cabinets", "createdAt": now, "updatedAt": now})
    );
    let path = format!("/businesses/{id}");
    app.pass(60);
    let changed = app.put(&path, json!({"city": "Waco", "phone": null})).await;
    let changed = changed.is(200)["buiseness"].clone();
    assert_eq!(
        (&changed["city"], &changed["phone"]),
        (&json!("Waco"), &Value::Null)
    );
    assert_eq!(changed["updatedAt"], "2026-01-05T12:01:00.000Z");
    assert_eq!(app.get(&path).await.is(200)["business"], changed);
    made(app, "Pine").await;
    app.pass(1);
    made(app, "Elm").await;
    let names = async |query: &str| {
        let path = format!("/businesses/?locationId={HOME}{query}");
        let list = app.get(&path).await.is(200)["businesses"].clone();
        let names = list.as_array().unwrap().iter();
        names
            .map(|business| business["name"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(names("").await, ["Oak & Sons", "Pine", "Elm"]);
    assert_eq!(names("&limit=1&skip=1").await, ["Pine"]);
    // It is in the log like any record.
    let changes = app.store.changes_after(HOME, 0, 10).await.unwrap();
    let kinds: Vec<&str> = changes.iter().map(|change| change.kind.as_str()).collect();
    assert_eq!(kinds, ["business"; 4]);
}

async fn a_business_is_refused_what_it_cannot_hold(app: &TestApp) {
    let post = async |body| app.post("/businesses/", body).await;
    post(json!({}))
        .await
        .complains(&["locationId should not be empty", "name should not be empty"]);
    let wrong = json!({"locationId": HOME, "name": "", "email": "no", "colour": 1});
    let told = post(wrong).await.is(422)["message"].clone();
    assert_eq!(told.as_array().unwrap().len(), 3, "{told}");
    post(json!({"locationId": AWAY, "name": "Oak"}))
        .await
        .is(403);
    let id = made(app, "Oak").await["id"].as_str().unwrap().to_owned();
    let path = format!("/businesses/{id}");
    app.put(&path, json!({"name": null}))
        .await
        .complains(&["name should not be empty"]);
    app.put(&path, json!({"locationId": HOME}))
        .await
        .complains(&["property locationId should not exist"]);
    for query in [
        "?locationId=home&limit=0",
        "?locationId=home&limit=101",
        "?locationId=home&skip=-1",
        "",
    ] {
        app.get(&format!("/businesses/{query}")).await.is(422);
    }
    for method in ["GET", "DELETE"] {
        let unknown = app.call(method, "/businesses/nothing").send().await;
        unknown.refuses(400, "Business not found");
    }
    assert_eq!(app.store.last_seq(HOME).await.unwrap(), 1);
}

async fn another_locations_business_is_not_seen(app: &TestApp) {
    let id = made(app, "Oak").await["id"].as_str().unwrap().to_owned();
    let away = app.token_for(AWAY, Scope::ALL).await;
    let path = format!("/businesses/{id}");
    for (method, body) in [
        ("GET", None),
        ("PUT", Some(json!({"name": "x"}))),
        ("DELETE", None),
    ] {
        let call = app.call(method, &path).token(Some(&away));
        let call = body.iter().fold(call, |call, body| call.json(body));
        call.send().await.refuses(400, "Business not found");
    }
    let list = app.call("GET", &format!("/businesses/?locationId={AWAY}"));
    assert_eq!(
        list.token(Some(&away)).send().await.is(200)["businesses"],
        json!([])
    );
}

async fn a_deleted_business_lets_its_contacts_go(app: &TestApp) {
    let business = made(app, "Oak").await["id"].as_str().unwrap().to_owned();
    // More than one batch of them, as the store knows them.
    let mut ids = Vec::new();
    for n in 0..130 {
        let doc = json!({"firstName": format!("N{n}"), "businessId": business});
        ids.push(app.record(Kind::Contact, doc).await);
    }
    let gone = app.delete(&format!("/businesses/{business}")).await.is(200);
    assert_eq!(gone["success"], true);
    for id in ids {
        let contact = app
            .store
            .record(HOME, Kind::Contact, &id)
            .await
            .unwrap()
            .unwrap();
        assert!(!contact.fields().unwrap().contains_key("businessId"));
    }
    app.get(&format!("/businesses/{business}"))
        .await
        .refuses(400, "Business not found");
}
