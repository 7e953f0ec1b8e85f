//! `POST /contacts/search`

mod duplicate;

use serde_json::{Value, json};

use crate::support::app::{AWAY, TestApp};
use tenon_model::Scope;

on_both! {
    words_are_sought_in_what_people_know
    an_order_is_kept
    what_cannot_be_sought_is_told
    a_found_contact_has_highlevels_shape
}

pub(super) async fn names(app: &TestApp, body: Value) -> Vec<String> {
    let body = app.search(body).await.is(200);
    let contacts = body["contacts"].as_array().unwrap();
    assert_eq!(body["total"], contacts.len(), "{body}");
    let names = contacts
        .iter()
        .map(|contact| contact["firstName"].as_str().unwrap().to_owned());
    names.collect()
}

async fn words_are_sought_in_what_people_know(app: &TestApp) {
    app.contact(json!({"name": "Ana O'Brien", "email": "ana_b@example.org", "city": "Round Rock"}))
        .await;
    app.pass(1);
    app.contact(
        json!({"name": "Ben Ägidius", "phone": "+15125550143", "companyName": "50% Off Ltd."}),
    )
    .await;
    for (query, found) in [
        ("", vec!["Ben", "Ana"]),
        ("ANA", vec!["Ana"]),
        ("obrien round", vec!["Ana"]),
        ("ägidius", vec!["Ben"]),
        ("5550143", vec!["Ben"]),
        ("50%", vec!["Ben"]),
        ("%", vec!["Ben"]),
        ("ana_b@", vec!["Ana"]),
        ("anaxb@", vec![]),
        ("ana ben", vec![]),
        ("\\", vec![]),
    ] {
        assert_eq!(names(app, json!({"query": query})).await, found, "{query}");
    }
    let away = app.token_for(AWAY, Scope::ALL).await;
    let body = json!({"locationId": AWAY, "pageLimit": 10, "query": "ana"});
    let call = app
        .call("POST", "/contacts/search")
        .token(Some(&away))
        .json(&body);
    assert_eq!(call.send().await.is(200)["total"], 0, "another location's");
}

async fn an_order_is_kept(app: &TestApp) {
    let mut first = String::new();
    for name in ["Ben", "ana", "Cleo"] {
        first = app.contact(json!({"firstName": name})).await;
        app.pass(1);
    }
    let ben = app.search(json!({"query": "ben"})).await.is(200)["contacts"][0]["id"].clone();
    app.put(
        &format!("/contacts/{}", ben.as_str().unwrap()),
        json!({"city": "Waco"}),
    )
    .await
    .is(200);
    for (field, direction, order) in [
        ("dateAdded", "asc", ["Ben", "ana", "Cleo"]),
        ("dateAdded", "desc", ["Cleo", "ana", "Ben"]),
        ("dateUpdated", "desc", ["Ben", "Cleo", "ana"]),
        ("firstNameLowerCase", "asc", ["ana", "Ben", "Cleo"]),
    ] {
        let sort = json!({"sort": [{"field": field, "direction": direction}]});
        assert_eq!(names(app, sort).await, order, "{field} {direction}");
    }
    assert!(!first.is_empty());
}

async fn what_cannot_be_sought_is_told(app: &TestApp) {
    for body in [
        json!({}),
        json!([]),
        json!({"locationId": "", "pageLimit": null}),
    ] {
        assert_eq!(app.post("/contacts/search", body).await.status, 422);
    }
    let body =
        json!({"pageLimit": 0, "page": "1", "query": "x".repeat(76), "sort": 1, "colour": 1});
    app.post("/contacts/search", body).await.complains(&[
        "locationId should not be empty",
        "pageLimit must be a number from 1 to 500",
        "page must be a number from 1 to 10000",
        "query must be a string of at most 75 characters",
        "sort must be an array of at most 2 elements",
        "property colour should not exist",
    ]);
    for (body, complaint) in [
        (
            json!({"pageLimit": 501}),
            "pageLimit must be a number from 1 to 500",
        ),
        (
            json!({"pageLimit": 1.5}),
            "pageLimit must be a number from 1 to 500",
        ),
        (
            json!({"query": "a\u{0}b"}),
            "query must not contain NUL characters",
        ),
        (
            json!({"page": 1, "searchAfter": [1, "x"]}),
            "searchAfter must not come with page",
        ),
        (
            json!({"searchAfter": ["x", 1]}),
            "searchAfter must be taken from the last contact of the page",
        ),
        (
            json!({"filters": {}}),
            "filters must be an array of at most 50",
        ),
        (
            json!({"sort": [{"field": "city"}]}),
            "sort field must be one of: firstNameLowerCase, lastNameLowerCase, businessName, \
             dateAdded, dateUpdated, email, dnd, source",
        ),
        (
            json!({"sort": [{"field": "dnd"}, {"field": "dnd"}]}),
            "sort must name each field once",
        ),
        (
            json!({"sort": [{"field": "dnd"}, {"field": "email"}], "searchAfter": [0, "x"]}),
            "searchAfter must be taken from the last contact of the page",
        ),
        (
            json!({"sort": [{"field": "dateAdded", "direction": "up"}]}),
            "sort direction must be asc or desc",
        ),
    ] {
        app.search(body).await.complains(&[complaint]);
    }
    for (filter, message) in [
        (
            json!({"field": "contact_name", "operator": "eq", "value": "x"}),
            "Invalid field contact_name",
        ),
        (
            json!({"field": "email", "operator": "contains", "value": "x"}),
            "Invalid operator contains for email",
        ),
        (json!({}), "Invalid field "),
        (json!(7), "Invalid field "),
    ] {
        app.search(json!({"filters": [filter]}))
            .await
            .refuses(400, message);
    }
    for (value, complaint) in [
        (json!(1), "a range must be an object of gte, gt, lte or lt"),
        (json!({"gte": "2026-02-30"}), "gte must be a date"),
        (json!({"gte": 9e30}), "gte must be a date"),
        (
            json!({"from": "2026-01-01"}),
            "a range must hold gte, gt, lte or lt",
        ),
    ] {
        let filter = json!([{"field": "dateUpdated", "operator": "range", "value": value}]);
        app.search(json!({"filters": filter}))
            .await
            .complains(&[complaint]);
    }
    let body = app.search(json!({"page": 101, "pageLimit": 100})).await;
    body.refuses(
        400,
        "page x pageLimit reaches at most 10000 contacts; use searchAfter beyond",
    );
}

async fn a_found_contact_has_highlevels_shape(app: &TestApp) {
    let id = app
        .contact(json!({"firstName": "Ana", "address1": "1 Elm St"}))
        .await;
    let body = app.search(json!({})).await.is(200);
    assert!(tenon_model::is_id(body["traceId"].as_str().unwrap()));
    let found = &body["contacts"][0];
    assert_eq!(
        (&found["id"], &found["address"]),
        (&json!(id), &json!("1 Elm St"))
    );
    assert!(found.get("address1").is_none());
    assert_eq!(found["searchAfter"][1], json!(id));
}
