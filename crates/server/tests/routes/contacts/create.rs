//! `POST /contacts/`

use serde_json::json;

use crate::support::app::{HOME, TWINS, TestApp};
use tenon_model::Scope;

on_both! {
    a_contact_is_made_and_answered_as_highlevel_answers
    values_come_back_in_normal_form
    only_the_location_is_required
    every_complaint_is_told_at_once
    a_second_contact_with_the_email_is_refused
    a_second_contact_with_the_phone_is_refused
    a_location_may_allow_duplicates
    what_was_refused_has_changed_nothing
    the_path_may_lack_its_slash
}

async fn a_contact_is_made_and_answered_as_highlevel_answers(app: &TestApp) {
    let body = json!({"locationId": HOME, "firstName": "Rosan", "lastName": "Deo",
        "email": "rosan@deos.example", "phone": "+1 512-555-0143", "address1": "3535 1st St N",
        "city": "Dolomite", "state": "AL", "postalCode": "35061", "country": "US",
        "website": "https://www.tesla.example", "timezone": "America/Chihuahua", "dnd": true,
        "dndSettings": {"Email": {"status": "active", "message": "no", "code": "1"}},
        "inboundDndSettings": {"all": {"status": "active"}},
        "tags": ["aute consequat"], "customFields": [{"id": "6dvNaf7VhkQ9snc5vnjJ",
        "field_value": "9039160788"}], "source": "public api", "companyName": "DGS VolMAX",
        "dateOfBirth": "1990-09-25", "assignedTo": "y0BeYjuRIlDwsDcOHOJo", "gender": "male"});
    let answer = app.post("/contacts/", body).await;
    assert_eq!(
        answer.header("content-type"),
        "application/json; charset=utf-8"
    );
    let contact = answer.is(201)["contact"].clone();
    let id = contact["id"].as_str().unwrap();
    assert_eq!(id.len(), 20);
    assert_eq!(
        contact,
        json!({"id": id, "locationId": HOME, "name": "Rosan Deo", "firstNameLowerCase": "rosan",
            "lastNameLowerCase": "deo", "fullNameLowerCase": "rosan deo",
            "emailLowerCase": "rosan@deos.example", "type": "lead",
            "dateAdded": "2026-01-05T12:00:00.000Z", "dateUpdated": "2026-01-05T12:00:00.000Z",
            "firstName": "Rosan", "lastName": "Deo", "email": "rosan@deos.example",
            "phone": "+15125550143", "companyName": "DGS VolMAX", "address1": "3535 1st St N",
            "city": "Dolomite", "state": "AL", "postalCode": "35061", "country": "US",
            "website": "https://www.tesla.example", "timezone": "America/Chihuahua",
            "source": "public api", "dateOfBirth": "1990-09-25T00:00:00.000Z", "gender": "male",
            "assignedTo": "y0BeYjuRIlDwsDcOHOJo", "dnd": true,
            "dndSettings": {"Email": {"status": "active", "message": "no", "code": "1"}},
            "inboundDndSettings": {"all": {"status": "active"}}, "tags": ["aute consequat"],
            "customFields": [{"id": "6dvNaf7VhkQ9snc5vnjJ", "value": "9039160788"}]})
    );
    let read = app.get(&format!("/contacts/{id}")).await.is(200);
    let mut contact = contact;
    contact["dateOfBirth"] = json!("1990-09-25");
    assert_eq!(read["contact"], contact);
    // Answered is on disk.
    let disk = app.seen_from_outside().await;
    assert_eq!(disk.last_seq(HOME).await.unwrap(), 1);
}

async fn values_come_back_in_normal_form(app: &TestApp) {
    let body = json!({"locationId": HOME, "name": "  Ana  María Cruz", "email": " ANA@Example.org ",
        "phone": "(512) 555-0144", "tags": ["VIP", " vip", "a  b"], "city": "   ",
        "country": "us", "dateOfBirth": "09/25/1990", "website": null});
    let contact = app.post("/contacts/", body).await.is(201)["contact"].clone();
    assert_eq!(contact["firstName"], "Ana");
    assert_eq!(contact["lastName"], "María Cruz");
    assert_eq!(contact["email"], "ana@example.org");
    assert_eq!(contact["phone"], "+15125550144");
    assert_eq!(contact["tags"], json!(["a b", "vip"]));
    assert_eq!(contact["country"], "US");
    assert_eq!(contact["dateOfBirth"], "1990-09-25T00:00:00.000Z");
    assert!(contact.get("city").is_none() && contact.get("website").is_none());
}

async fn only_the_location_is_required(app: &TestApp) {
    app.contact(json!({})).await;
    for body in [
        json!({}),
        json!({"locationId": null}),
        json!({"locationId": " "}),
    ] {
        let answer = app.post("/contacts/", body).await;
        answer.complains(&["locationId should not be empty"]);
    }
    let answer = app.post("/contacts/", json!({"locationId": [HOME]})).await;
    answer.complains(&["locationId must be a string"]);
}

async fn every_complaint_is_told_at_once(app: &TestApp) {
    let body = json!({"email": "ana@", "phone": "12", "firstName": 7, "tags": "vip",
        "dateOfBirth": "1990-02-30", "country": "Mordor", "dnd": "yes", "colour": "red"});
    app.post("/contacts/", body).await.complains(&[
        "locationId should not be empty",
        "email must be an email",
        "phone must be a valid phone number",
        "firstName must be a string",
        "tags must be an array",
        "dateOfBirth must be a date that exists, such as 1990-09-25",
        "country must be a two-letter country code (ISO 3166-1)",
        "dnd must be a boolean value",
        "property colour should not exist",
    ]);
}

async fn a_second_contact_with_the_email_is_refused(app: &TestApp) {
    let first = app
        .contact(json!({"name": "Ana Cruz", "email": "ana@example.org"}))
        .await;
    let again = json!({"locationId": HOME, "email": "ANA@example.org"});
    let body = app.post("/contacts/", again).await;
    let body = body.refuses(400, "This location does not allow duplicated contacts.");
    let meta = json!({"contactName": "Ana Cruz", "contactId": first, "matchingField": "email"});
    assert_eq!(body["meta"], meta);
    let keys: Vec<&String> = body["meta"].as_object().unwrap().keys().collect();
    assert_eq!(keys, ["contactName", "contactId", "matchingField"]);
}

async fn a_second_contact_with_the_phone_is_refused(app: &TestApp) {
    let first = app
        .contact(json!({"name": "Ana", "phone": "+15125550143"}))
        .await;
    let again = json!({"locationId": HOME, "phone": "512.555.0143", "email": "b@example.org"});
    let body = app.post("/contacts/", again).await;
    let body = body.refuses(400, "This location does not allow duplicated contacts.");
    let meta = json!({"contactName": "Ana", "contactId": first, "matchingField": "phone"});
    assert_eq!(body["meta"], meta);
}

async fn a_location_may_allow_duplicates(app: &TestApp) {
    let token = app.token_for(TWINS, Scope::ALL).await;
    let body = json!({"locationId": TWINS, "email": "ana@example.org", "phone": "+15125550143"});
    let call = || {
        app.call("POST", "/contacts/")
            .token(Some(&token))
            .json(&body)
    };
    let (one, other) = (call().send().await.is(201), call().send().await.is(201));
    assert_ne!(one["contact"]["id"], other["contact"]["id"]);
}

async fn what_was_refused_has_changed_nothing(app: &TestApp) {
    app.contact(json!({"email": "ana@example.org"})).await;
    let seq = app.store.last_seq(HOME).await.unwrap();
    for body in [
        json!({"locationId": HOME, "firstName": "Ana", "additionalMails": []}),
        json!({"locationId": HOME, "email": "ana@example.org", "firstName": "Ana"}),
    ] {
        assert!(app.post("/contacts/", body).await.status >= 400);
    }
    assert_eq!(app.store.last_seq(HOME).await.unwrap(), seq);
}

async fn the_path_may_lack_its_slash(app: &TestApp) {
    let body = json!({"locationId": HOME, "firstName": "Ana"});
    app.post("/contacts", body).await.is(201);
}
