//! `/locations/{locationId}/customFields`, and what contacts answer of them.

use serde_json::{Value, json};
use tenon_model::Scope;

use crate::support::app::{AWAY, HOME, TestApp};

on_both! {
    a_custom_field_is_made_renamed_and_deleted
    a_custom_field_is_refused_what_it_cannot_be
    contacts_answer_a_fields_key_and_name
    a_field_may_be_named_by_its_key
    another_locations_fields_are_not_seen
}

const PATH: &str = "/locations/home/customFields";

async fn made(app: &TestApp, name: &str) -> Value {
    let body = json!({"name": name, "dataType": "TEXT"});
    app.post(PATH, body).await.is(201)["customField"].clone()
}

async fn a_custom_field_is_made_renamed_and_deleted(app: &TestApp) {
    let body = json!({"name": "Roof type", "dataType": "SINGLE_OPTIONS", "model": "contact",
        "placeholder": "Choose", "position": 7, "picklistOptions": ["Flat", "Gable"]});
    let field = app.post(PATH, body).await.is(201)["customField"].clone();
    let id = field["id"].as_str().unwrap();
    assert_eq!(
        field,
        json!({"id": id, "name": "Roof type", "fieldKey": "contact.roof_type",
            "dataType": "SINGLE_OPTIONS", "model": "contact", "placeholder": "Choose",
            "position": 7, "picklistOptions": ["Flat", "Gable"], "locationId": HOME})
    );
    app.pass(1);
    // Of the same name, another key.
    let second = made(app, "Roof Type!").await;
    assert_eq!(second["fieldKey"], "contact.roof_type_2");
    assert_eq!(second["position"], 1);
    let list = app.get(PATH).await.is(200)["customFields"].clone();
    assert_eq!(list, json!([second, field]));
    let none = app.get(&format!("{PATH}?model=opportunity")).await.is(200);
    assert_eq!(none["customFields"], json!([]));
    let path = format!("{PATH}/{id}");
    let renamed = app
        .put(&path, json!({"name": "Roof", "placeholder": null}))
        .await;
    let renamed = renamed.is(200)["customField"].clone();
    assert_eq!(renamed["fieldKey"], "contact.roof_type");
    assert_eq!(
        (&renamed["name"], &renamed["placeholder"]),
        (&json!("Roof"), &Value::Null)
    );
    assert_eq!(app.get(&path).await.is(200)["customField"], renamed);
    assert_eq!(app.delete(&path).await.says(200), json!({"succeded": true}));
    app.get(&path).await.refuses(400, "Custom field not found");
    // Its key is free again.
    assert_eq!(
        made(app, "Roof type").await["fieldKey"],
        "contact.roof_type"
    );
}

async fn a_custom_field_is_refused_what_it_cannot_be(app: &TestApp) {
    let post = async |body| app.post(PATH, body).await;
    post(json!({}))
        .await
        .complains(&["name should not be empty", "dataType should not be empty"]);
    for body in [
        json!({"name": "x", "dataType": "BLOB"}),
        json!({"name": "x", "dataType": "TEXT", "model": "opportunity"}),
        json!({"name": "x", "dataType": "TEXT", "fieldKey": "contact.x"}),
        json!({"name": "x", "dataType": "TEXT", "position": -1}),
        json!({"name": "x", "dataType": "TEXT", "position": 1.5}),
        json!({"name": "x", "dataType": "TEXT", "picklistOptions": ["", "a"]}),
        json!({"name": "x", "dataType": "TEXT", "picklistOptions": "a"}),
    ] {
        assert_eq!(post(body.clone()).await.status, 422, "{body}");
    }
    let id = made(app, "x").await["id"].as_str().unwrap().to_owned();
    let put = async |body| app.put(&format!("{PATH}/{id}"), body).await;
    put(json!({"name": ""}))
        .await
        .complains(&["name should not be empty"]);
    put(json!({"dataType": "DATE"}))
        .await
        .complains(&["property dataType should not exist"]);
    assert_eq!(app.store.last_seq(HOME).await.unwrap(), 1);
}

async fn contacts_answer_a_fields_key_and_name(app: &TestApp) {
    let field = made(app, "Roof area").await;
    let known = json!({"id": field["id"], "key": "contact.roof_area", "name": "Roof area",
        "value": 120});
    let strange = json!({"id": "zzz", "value": "x"});
    let body = json!({"locationId": HOME, "email": "a@x.com", "customFields": [
        {"id": field["id"], "field_value": 120}, {"id": "zzz", "value": "x"}]});
    let told = json!([known, strange]);
    let made = app.post("/contacts/", body.clone()).await.is(201)["contact"].clone();
    assert_eq!(made["customFields"], told);
    let path = format!("/contacts/{}", made["id"].as_str().unwrap());
    let update = json!({"city": "Waco"});
    let search = app.search(json!({})).await.is(200)["contacts"][0].clone();
    let list = app
        .get(&format!("/contacts/?locationId={HOME}"))
        .await
        .is(200);
    let found = format!("/contacts/search/duplicate?locationId={HOME}&email=a@x.com");
    for contact in [
        app.get(&path).await.is(200)["contact"].clone(),
        app.put(&path, update).await.is(200)["contact"].clone(),
        app.post("/contacts/upsert", body).await.is(200)["contact"].clone(),
        app.get(&found).await.is(200)["contact"].clone(),
        list["contacts"][0].clone(),
        search,
    ] {
        assert_eq!(contact["customFields"], told, "{contact}");
    }
}

async fn a_field_may_be_named_by_its_key(app: &TestApp) {
    let field = made(app, "Roof area").await;
    let id = &field["id"];
    let contact = app.contact(json!({})).await;
    let path = format!("/contacts/{contact}");
    for (n, name) in [
        json!({"key": "contact.roof_area"}),
        json!({"key": "roof_area"}),
        json!({"id": id}),
    ]
    .into_iter()
    .enumerate()
    {
        let mut custom = name;
        custom["field_value"] = json!(n);
        let put = app.put(&path, json!({"customFields": [custom]})).await;
        let told = put.is(200)["contact"]["customFields"].clone();
        assert_eq!((&told[0]["id"], &told[0]["value"]), (id, &json!(n)));
        assert_eq!(told.as_array().map(Vec::len), Some(1));
    }
    let v3 = json!({"customFields": [{"id": id, "fieldValue": null}]});
    let put = app
        .call("PUT", &path)
        .version(Some("v3"))
        .json(&v3)
        .send()
        .await;
    assert_eq!(put.is(200)["contact"]["customFields"], json!([]));
}

async fn another_locations_fields_are_not_seen(app: &TestApp) {
    let id = made(app, "Roof area").await["id"]
        .as_str()
        .unwrap()
        .to_owned();
    app.get(&format!("/locations/{AWAY}/customFields"))
        .await
        .is(403);
    let away = app.token_for(AWAY, Scope::ALL).await;
    for (path, status) in [
        (PATH.to_owned(), 403),
        (format!("{PATH}/{id}"), 403),
        (format!("/locations/{AWAY}/customFields/{id}"), 400),
    ] {
        let call = app.call("GET", &path).token(Some(&away));
        assert_eq!(call.send().await.status, status, "{path}");
    }
}
