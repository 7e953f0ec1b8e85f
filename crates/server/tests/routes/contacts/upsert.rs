//! `POST /contacts/upsert`

use serde_json::{Value, json};

use crate::support::app::{HOME, TWINS, TestApp};
use tenon_model::Scope;

on_both! {
    somebody_new_is_made
    a_known_email_or_phone_is_changed
    the_email_goes_before_the_phone
    an_old_email_stays_as_an_additional_one
    where_duplicates_are_allowed_both_are_named_too
    fifty_old_emails_are_the_most
    a_new_one_can_be_asked_for_where_duplicates_are_allowed
    complaints_are_told_at_once
}

async fn upsert(app: &TestApp, mut body: Value) -> Value {
    body["locationId"] = json!(HOME);
    let body = app.post("/contacts/upsert", body).await.is(200);
    assert!(tenon_model::is_id(body["traceId"].as_str().unwrap()));
    let told = 3 + usize::from(body.get("conflict").is_some());
    assert_eq!(body.as_object().unwrap().len(), told);
    body
}

async fn somebody_new_is_made(app: &TestApp) {
    let body = upsert(app, json!({"name": "Ana Cruz", "email": "ana@example.org"})).await;
    assert_eq!(
        (&body["new"], &body["contact"]["name"]),
        (&json!(true), &json!("Ana Cruz"))
    );
    // Without e-mail and phone nobody can be known.
    let one = upsert(app, json!({"name": "Ana Cruz"})).await;
    let other = upsert(app, json!({"name": "Ana Cruz"})).await;
    assert_ne!(one["contact"]["id"], other["contact"]["id"]);
}

async fn a_known_email_or_phone_is_changed(app: &TestApp) {
    let id = app
        .contact(json!({"firstName": "Ana", "email": "ana@example.org",
        "phone": "+15125550143", "tags": ["a"]}))
        .await;
    for body in [
        json!({"email": "ANA@example.org", "city": "Waco"}),
        json!({"phone": "512 555 0143", "tags": ["b"]}),
    ] {
        let body = upsert(app, body).await;
        assert_eq!(
            (&body["new"], &body["contact"]["id"]),
            (&json!(false), &json!(id))
        );
    }
    let contact = app.get(&format!("/contacts/{id}")).await.is(200)["contact"].clone();
    assert_eq!(
        (&contact["firstName"], &contact["city"]),
        (&json!("Ana"), &json!("Waco"))
    );
    assert_eq!(
        contact["tags"],
        json!(["b"]),
        "tags are replaced, as HighLevel does"
    );
}

async fn the_email_goes_before_the_phone(app: &TestApp) {
    let ana = app.contact(json!({"email": "ana@example.org"})).await;
    let ben = json!({"firstName": "Ben", "phone": "+15125550143"});
    let ben = app.contact(ben).await;
    let body = json!({"email": "ana@example.org", "phone": "+15125550143", "city": "Waco"});
    let body = upsert(app, body).await;
    assert_eq!(body["contact"]["id"], json!(ana));
    assert!(
        body["contact"].get("phone").is_none(),
        "another contact's phone is left out"
    );
    assert_eq!(
        body["conflict"],
        json!({"message": "The phone is another contact's; it was left out.", "field": "phone",
            "contactId": ana, "contactName": "ana@example.org", "otherContactId": ben,
            "otherContactName": "Ben"})
    );
    let ben = app.get(&format!("/contacts/{ben}")).await.is(200);
    assert_eq!(ben["contact"]["phone"], "+15125550143");
    assert!(ben["contact"].get("city").is_none());
}

async fn an_old_email_stays_as_an_additional_one(app: &TestApp) {
    let id = app
        .contact(json!({"email": "old@example.org", "phone": "+15125550143"}))
        .await;
    let body = upsert(
        app,
        json!({"email": "new@example.org", "phone": "+15125550143"}),
    )
    .await;
    assert_eq!(body["contact"]["id"], json!(id));
    assert_eq!(body["contact"]["email"], "new@example.org");
    assert_eq!(
        body["contact"]["additionalEmails"],
        json!(["old@example.org"])
    );
    // The old one is still known, and becomes the first again: nothing is lost (issue 337 upstream).
    let body = upsert(app, json!({"email": "old@example.org"})).await;
    assert_eq!(
        (&body["new"], &body["contact"]["id"]),
        (&json!(false), &json!(id))
    );
    assert_eq!(body["contact"]["email"], "old@example.org");
    assert_eq!(
        body["contact"]["additionalEmails"],
        json!(["new@example.org"])
    );
}

async fn where_duplicates_are_allowed_both_are_named_too(app: &TestApp) {
    let token = app.token_for(TWINS, Scope::ALL).await;
    let call = async |path: &str, mut body: Value| {
        body["locationId"] = json!(TWINS);
        let call = app.call("POST", path).token(Some(&token)).json(&body);
        call.send().await.body
    };
    let ana = call("/contacts/", json!({"email": "ana@example.org"})).await;
    let ben = call("/contacts/", json!({"phone": "+15125550143"})).await;
    let body = json!({"email": "ana@example.org", "phone": "+15125550143"});
    let told = call("/contacts/upsert", body.clone()).await;
    assert_eq!(told["contact"]["phone"], "+15125550143");
    assert_eq!(told["conflict"]["contactId"], ana["contact"]["id"]);
    assert_eq!(told["conflict"]["otherContactId"], ben["contact"]["id"]);
    let why = "The phone is another contact's; both have it now.";
    assert_eq!(told["conflict"]["message"], why);
}

async fn fifty_old_emails_are_the_most(app: &TestApp) {
    let many: Vec<String> = (0..50).map(|n| format!("n{n}@example.org")).collect();
    let contact = json!({"email": "old@example.org", "phone": "+15125550143",
        "additionalEmails": many});
    let id = app.contact(contact).await;
    let body = json!({"locationId": HOME, "email": "new@example.org", "phone": "+15125550143"});
    let refused = app.post("/contacts/upsert", body).await;
    refused.complains(&["additionalEmails must contain no more than 50 elements"]);
    let read = app.get(&format!("/contacts/{id}")).await.is(200)["contact"].clone();
    assert_eq!(read["email"], "old@example.org");
    assert_eq!(read["additionalEmails"].as_array().map(Vec::len), Some(50));
}

async fn a_new_one_can_be_asked_for_where_duplicates_are_allowed(app: &TestApp) {
    let token = app.token_for(TWINS, Scope::ALL).await;
    let call = async |location: &str, token: &str, always: Value| {
        let body = json!({"locationId": location, "email": "ana@example.org",
            "createNewIfDuplicateAllowed": always});
        let call = app.call("POST", "/contacts/upsert").token(Some(token));
        call.json(&body).send().await.is(200)["new"].clone()
    };
    assert_eq!(call(TWINS, &token, json!(true)).await, true);
    assert_eq!(call(TWINS, &token, json!(true)).await, true);
    assert_eq!(call(TWINS, &token, json!(null)).await, false);
    assert_eq!(call(HOME, &app.token, json!(true)).await, true);
    assert_eq!(
        call(HOME, &app.token, json!(true)).await,
        false,
        "not allowed here"
    );
}

async fn complaints_are_told_at_once(app: &TestApp) {
    let body = json!({"createNewIfDuplicateAllowed": "yes", "phone": 5});
    app.post("/contacts/upsert", body).await.complains(&[
        "locationId should not be empty",
        "createNewIfDuplicateAllowed must be a boolean value",
        "phone must be a string",
    ]);
    let body = json!({"locationId": HOME, "createNewIfDuplicateAllowed": 1});
    let answer = app.post("/contacts/upsert", body).await;
    answer.complains(&["createNewIfDuplicateAllowed must be a boolean value"]);
}
