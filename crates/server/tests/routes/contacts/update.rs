//! `PUT /contacts/{contactId}`

use serde_json::json;

use crate::support::app::{HOME, TestApp};

on_both! {
    what_is_named_changes_and_the_rest_stays
    a_null_or_a_blank_clears
    custom_fields_change_one_by_one
    nothing_new_writes_nothing
    anothers_email_or_phone_is_refused
    what_does_not_belong_is_refused
}

async fn what_is_named_changes_and_the_rest_stays(app: &TestApp) {
    let id = app
        .contact(json!({"firstName": "Ana", "city": "Austin", "tags": ["a"]}))
        .await;
    app.pass(5);
    let patch = json!({"city": "Waco", "tags": ["b"]});
    let body = app.put(&format!("/contacts/{id}"), patch).await.says(200);
    assert_eq!(body["succeded"], true);
    assert_eq!(body.as_object().unwrap().len(), 2);
    let contact = &body["contact"];
    assert_eq!(
        (&contact["firstName"], &contact["city"]),
        (&json!("Ana"), &json!("Waco"))
    );
    assert_eq!(
        contact["tags"],
        json!(["b"]),
        "tags are replaced, as HighLevel does"
    );
    assert_eq!(contact["dateAdded"], "2026-01-05T12:00:00.000Z");
    assert_eq!(contact["dateUpdated"], "2026-01-05T12:00:05.000Z");
}

async fn a_null_or_a_blank_clears(app: &TestApp) {
    let id = app
        .contact(
            json!({"name": "Ana Cruz", "city": "Austin", "email": "a@example.org",
        "tags": ["a"]}),
        )
        .await;
    let patch = json!({"city": null, "email": "  ", "tags": [], "lastName": ""});
    let body = app.put(&format!("/contacts/{id}"), patch).await.is(200);
    let contact = body["contact"].as_object().unwrap();
    for name in [
        "city",
        "email",
        "emailLowerCase",
        "lastName",
        "lastNameLowerCase",
    ] {
        assert!(!contact.contains_key(name), "{name}");
    }
    assert_eq!(
        (&contact["tags"], &contact["name"]),
        (&json!([]), &json!("Ana"))
    );
    // The address is anybody's now.
    app.contact(json!({"email": "a@example.org"})).await;
}

async fn custom_fields_change_one_by_one(app: &TestApp) {
    let id = app
        .contact(json!({"customFields": [{"id": "a", "field_value": 1},
        {"id": "b", "field_value": ["x", "y"]}]}))
        .await;
    let patch =
        json!({"customFields": [{"key": "c", "field_value": "z"}, {"id": "a", "value": ""}]});
    let body = app.put(&format!("/contacts/{id}"), patch).await.is(200);
    let fields = json!([{"id": "b", "value": ["x", "y"]}, {"id": "c", "value": "z"}]);
    assert_eq!(body["contact"]["customFields"], fields);
}

async fn nothing_new_writes_nothing(app: &TestApp) {
    let id = app
        .contact(json!({"city": "Austin", "email": "ana@example.org"}))
        .await;
    let seq = app.store.last_seq(HOME).await.unwrap();
    app.pass(5);
    for patch in [
        json!({}),
        json!({"city": " Austin "}),
        json!({"email": "ANA@example.org"}),
    ] {
        let body = app.put(&format!("/contacts/{id}"), patch).await.is(200);
        assert_eq!(body["contact"]["dateUpdated"], "2026-01-05T12:00:00.000Z");
    }
    assert_eq!(app.store.last_seq(HOME).await.unwrap(), seq);
}

async fn anothers_email_or_phone_is_refused(app: &TestApp) {
    let ana = json!({"name": "Ana Cruz", "email": "ana@example.org", "phone": "+15125550143"});
    let ana = app.contact(ana).await;
    let ben = app
        .contact(json!({"firstName": "Ben", "email": "ben@example.org"}))
        .await;
    for (field, value) in [("email", "Ana@Example.org"), ("phone", "(512) 555-0143")] {
        let patch = json!({field: value, "city": "Waco"});
        let body = app.put(&format!("/contacts/{ben}"), patch).await;
        let body = body.refuses(400, "This location does not allow duplicated contacts.");
        let meta = json!({"contactName": "Ana Cruz", "contactId": ana, "matchingField": field});
        assert_eq!(body["meta"], meta);
    }
    let body = app.get(&format!("/contacts/{ben}")).await.is(200);
    assert!(
        body["contact"].get("city").is_none(),
        "a refused call has changed nothing"
    );
}

async fn what_does_not_belong_is_refused(app: &TestApp) {
    let id = app.contact(json!({"firstName": "Ana"})).await;
    let path = format!("/contacts/{id}");
    let patch = json!({"locationId": HOME, "id": "x", "email": ["a@example.org"]});
    app.put(&path, patch).await.complains(&[
        "property locationId should not exist",
        "property id should not exist",
        "email must be a string",
    ]);
    app.put("/contacts/nobody", json!({"city": "Waco"}))
        .await
        .refuses(400, "Contact not found");
}
