//! The filter language of `POST /contacts/search`: every field, operator and group, and what is
//! refused. Each search is made before the index has read anything, and after.

use serde_json::{Value, json};

use super::search::names;
use crate::support::app::{HOME, TestApp};

on_both! {
    every_field_and_operator_finds_what_it_should
    groups_are_nested
    a_phone_is_found_in_any_form
    two_fields_sort_and_page
    what_no_filter_can_be_is_told
}

/// Ana, Ben, Cleo and Dan, in this order.
async fn people(app: &TestApp) {
    for fields in [
        json!({"firstName": "Ana", "lastName": "O'Brien", "email": "ana@example.org",
            "phone": "+15125550143", "city": "Round Rock", "country": "US", "source": "Houzz",
            "companyName": "Oak & Elm", "tags": ["VIP", "kitchen"], "dateOfBirth": "1990-09-25",
            "address1": "1 Elm St", "postalCode": "78664", "state": "TX", "website": "elm.example",
            "timezone": "America/Chicago", "assignedTo": "u1",
            "customFields": [{"id": "budget", "field_value": 50_000},
                {"id": "style", "field_value": ["Modern", "Rustic"]}]}),
        json!({"firstName": "Ben", "email": "ben@example.org", "dnd": true, "tags": ["vip list"],
            "source": "web form", "assignedTo": "u2",
            "customFields": [{"id": "budget", "field_value": "9000"},
                {"id": "rooms", "field_value": {"o1": "Bath", "o2": "Attic"}}]}),
        json!({"firstName": "Cleo", "lastName": "Adams", "phone": "+442079460018",
            "dateOfBirth": "1985-01-02", "customFields": [
                {"id": "visit", "field_value": "2026-03-01"}]}),
        json!({"firstName": "Dan", "lastName": "adams"}),
    ] {
        app.contact(fields).await;
        app.pass(1);
    }
}

/// The initials of those found, oldest first.
async fn found(app: &TestApp, filters: Value) -> String {
    let sort = json!([{"field": "dateAdded", "direction": "asc"}]);
    let names = names(app, json!({"filters": filters, "sort": sort})).await;
    names.iter().map(|name| &name[..1]).collect()
}

async fn index(app: &TestApp) {
    let now = tenon_model::Clock::now(&*app.clock);
    while app.store.index_contacts(HOME, now, 3).await.unwrap() > 0 {}
}

async fn every_field_and_operator_finds_what_it_should(app: &TestApp) {
    people(app).await;
    let day = 1_767_614_400_000_i64;
    for round in ["the log alone", "the index"] {
        for (field, operator, value, expected) in [
            ("firstNameLowerCase", "eq", json!("ANA"), "A"),
            ("firstNameLowerCase", "not_eq", json!("ana"), "BCD"),
            ("firstNameLowerCase", "eq", json!(["ana", "dan"]), "AD"),
            ("lastNameLowerCase", "eq", json!("adams"), "CD"),
            ("lastNameLowerCase", "contains", json!("'bri"), "A"),
            ("lastNameLowerCase", "not_exists", json!(null), "B"),
            ("contactName", "eq", json!("cleo adams"), "C"),
            ("contactName", "contains", json!("n ad"), "D"),
            ("address", "contains", json!("elm"), "A"),
            ("city", "eq", json!("round  rock"), "A"),
            ("city", "exists", json!(null), "A"),
            ("country", "eq", json!("us"), "A"),
            ("state", "eq", json!("TX"), "A"),
            ("postalCode", "eq", json!("78664"), "A"),
            ("postalCode", "eq", json!(78664), "A"),
            ("companyName", "contains", json!("& e"), "A"),
            ("businessName", "eq", json!("oak & elm"), "A"),
            ("source", "contains", json!("ou"), "A"),
            ("source", "not_contains", json!("ou"), "BCD"),
            ("timezone", "eq", json!("America/Chicago"), "A"),
            ("website", "eq", json!("elm.example"), "A"),
            ("type", "eq", json!("lead"), "ABCD"),
            ("type", "not_eq", json!("lead"), ""),
            ("tags", "eq", json!("vip"), "A"),
            ("tags", "eq", json!(["vip list", "kitchen"]), "AB"),
            ("tags", "not_eq", json!("vip"), "BCD"),
            ("tags", "contains", json!("vip"), "AB"),
            ("tags", "not_exists", json!(null), "CD"),
            ("assignedTo", "eq", json!("u2"), "B"),
            ("assignedTo", "exists", json!(null), "AB"),
            ("followers", "exists", json!(null), ""),
            ("dnd", "eq", json!(true), "B"),
            ("dnd", "eq", json!("false"), "ACD"),
            ("dnd", "not_eq", json!(false), "B"),
            ("email", "eq", json!("ANA@example.org"), "A"),
            ("email", "not_eq", json!("ana@example.org"), "BCD"),
            ("email", "not_eq", json!("no address"), "ABCD"),
            ("email", "exists", json!(null), "AB"),
            ("phone", "not_exists", json!(null), "BD"),
            ("dateOfBirth", "eq", json!("09/25/1990"), "A"),
            ("dateOfBirth", "range", json!({"lt": "1990-01-01"}), "C"),
            (
                "dateOfBirth",
                "range",
                json!({"gte": "1990-09-25", "lte": "1990-09-25"}),
                "A",
            ),
            ("dateAdded", "range", json!({"gte": day + 1_000}), "BCD"),
            (
                "dateAdded",
                "range",
                json!({"gt": day, "lt": day + 3_000}),
                "BC",
            ),
            ("dateAdded", "exists", json!(null), "ABCD"),
            ("dateUpdated", "not_exists", json!(null), ""),
            (
                "dateUpdated",
                "range",
                json!({"lte": (day + 1_000).to_string()}),
                "AB",
            ),
            ("lastAppointment", "exists", json!(null), ""),
            ("validEmail", "not_exists", json!(null), "ABCD"),
            ("customFields.budget", "range", json!({"gt": 9000}), "A"),
            (
                "customFields.budget",
                "range",
                json!({"gte": "9000", "lt": 50_000}),
                "B",
            ),
            ("customFields.budget", "eq", json!(50_000), "A"),
            ("customFields.budget", "eq", json!("9000"), "B"),
            ("customFields.style", "eq", json!("modern"), "A"),
            ("customFields.style", "contains", json!("ust"), "A"),
            ("customFields.style", "exists", json!(null), "A"),
            ("customFields.rooms.o2", "eq", json!("attic"), "B"),
            ("customFields.rooms.o1", "eq", json!("attic"), ""),
            ("customFields.rooms", "eq", json!("attic"), "B"),
            (
                "customFields.visit",
                "range",
                json!({"gte": "2026-02-01"}),
                "C",
            ),
            ("customFields.visit", "not_exists", json!(null), "ABD"),
        ] {
            let filter = json!({"field": field, "operator": operator, "value": value});
            assert_eq!(
                found(app, json!([filter])).await,
                expected,
                "{filter}, {round}"
            );
        }
        index(app).await;
    }
}

async fn groups_are_nested(app: &TestApp) {
    people(app).await;
    let eq = |field: &str, value: &str| json!({"field": field, "operator": "eq", "value": value});
    let (ana, ben) = (
        eq("firstNameLowerCase", "ana"),
        eq("firstNameLowerCase", "ben"),
    );
    let adams = eq("lastNameLowerCase", "adams");
    let cleo = eq("firstNameLowerCase", "cleo");
    for _ in 0..2 {
        for (filters, expected) in [
            (json!([]), "ABCD"),
            (json!([{"group": "AND", "filters": []}]), "ABCD"),
            (json!([{"group": "OR", "filters": []}]), "ABCD"),
            (json!([{"group": "OR", "filters": [ana, ben]}]), "AB"),
            (json!([{"group": "AND", "filters": [ana, ben]}]), ""),
            (
                json!([{"group": "OR", "filters": [ben, {"group": "AND", "filters": [adams, cleo]}]}]),
                "BC",
            ),
            (json!([adams, {"group": "OR", "filters": [ana, cleo]}]), "C"),
        ] {
            assert_eq!(found(app, filters.clone()).await, expected, "{filters}");
        }
        index(app).await;
    }
}

async fn a_phone_is_found_in_any_form(app: &TestApp) {
    people(app).await;
    for _ in 0..2 {
        for query in [
            "+15125550143",
            "(512) 555-0143",
            "512.555.0143",
            "1 512 555 0143",
            "5125550143",
            "555-0143",
            "555 0143",
            "512555",
            "ana 0143",
        ] {
            assert_eq!(
                names(app, json!({"query": query})).await,
                ["Ana"],
                "{query}"
            );
        }
        for query in ["+44 20 7946 0018", "020 7946 0018"] {
            let body = json!({"query": query});
            let expected: &[&str] = if query.starts_with('+') {
                &["Cleo"]
            } else {
                &[]
            };
            assert_eq!(
                names(app, body).await,
                expected,
                "{query}: read as the location would"
            );
        }
        for (operator, value, expected) in [
            ("eq", "(512) 555-0143", "A"),
            ("eq", "+44 (0)20 7946 0018", "C"),
            ("contains", "555-01", "A"),
            ("contains", "+44", "C"),
            ("not_contains", "(512) 555", "BCD"),
        ] {
            let filter = json!({"field": "phone", "operator": operator, "value": value});
            assert_eq!(found(app, json!([filter])).await, expected, "{filter}");
        }
        index(app).await;
    }
}

async fn two_fields_sort_and_page(app: &TestApp) {
    people(app).await;
    let sort = json!([{"field": "lastNameLowerCase", "direction": "asc"},
        {"field": "firstNameLowerCase", "direction": "desc"}]);
    for _ in 0..2 {
        let body = app.search(json!({"sort": sort})).await.is(200);
        let whole = body["contacts"].as_array().unwrap();
        let firsts = whole
            .iter()
            .map(|contact| contact["firstName"].as_str().unwrap());
        assert_eq!(firsts.collect::<Vec<_>>(), ["Ben", "Dan", "Cleo", "Ana"]);
        assert_eq!(whole[0]["searchAfter"][0], "", "without a last name");
        assert_eq!(body["totalIsExact"], true);
        for (at, contact) in whole.iter().enumerate() {
            let body = json!({"sort": sort, "searchAfter": contact["searchAfter"]});
            let rest = app.search(body).await.is(200);
            assert_eq!(rest["contacts"].as_array().unwrap()[..], whole[at + 1..]);
            assert_eq!(rest["total"], 4);
        }
        index(app).await;
    }
}

async fn what_no_filter_can_be_is_told(app: &TestApp) {
    let eq = |value: Value| json!([{"field": "city", "operator": "eq", "value": value}]);
    let mut deep = eq(json!("x"));
    for _ in 0..5 {
        deep = json!([{"group": "AND", "filters": deep}]);
    }
    let group = json!({"group": "OR", "filters": vec![eq(json!("x"))[0].clone(); 50]});
    for (filters, complaint) in [
        (eq(json!(null)), "the value of city should not be empty"),
        (
            eq(json!({})),
            "the value of city must be a string, a number or a boolean",
        ),
        (
            eq(json!([["x"]])),
            "the value of city must be a string, a number or a boolean",
        ),
        (
            eq(json!("x".repeat(76))),
            "the value of city must be shorter than or equal to 75 characters",
        ),
        (
            eq(json!(vec!["x"; 51])),
            "the value of city must be an array of at most 50",
        ),
        (
            eq(json!("a\u{0}")),
            "the value of city must not contain NUL characters",
        ),
        (
            json!([{"field": "city", "operator": "contains", "value": " "}]),
            "the value of city should not be empty",
        ),
        (
            json!([{"field": "phone", "operator": "contains", "value": "call"}]),
            "the value of phone must hold digits",
        ),
        (
            json!([{"field": "dnd", "operator": "eq", "value": "maybe"}]),
            "the value of dnd must be true or false",
        ),
        (
            json!([{"field": "dateOfBirth", "operator": "eq", "value": "1990-02-30"}]),
            "the value of dateOfBirth must be a date",
        ),
        (
            json!([{"field": "customFields.f", "operator": "range", "value": {"gt": 1, "lt": "x"}}]),
            "lt must be a number, as the other",
        ),
        (
            json!([{"group": "XOR", "filters": []}]),
            "group must be AND or OR",
        ),
        (
            json!([{"group": "OR"}]),
            "filters must be an array of at most 50",
        ),
        (deep, "filters must not be nested more than 5 deep"),
        (
            json!([group, group]),
            "filters must hold at most 100 conditions",
        ),
        (
            json!(vec![group; 51]),
            "filters must be an array of at most 50",
        ),
    ] {
        app.search(json!({"filters": filters}))
            .await
            .complains(&[complaint]);
    }
    for (field, operator, message) in [
        ("contact_name", "eq", "Invalid field contact_name"),
        ("customFields.", "eq", "Invalid field customFields."),
        ("city", "range", "Invalid operator range for city"),
        ("city", "like", "Invalid operator like for city"),
        (
            "website",
            "contains",
            "Invalid operator contains for website",
        ),
        (
            "email",
            "not_contains",
            "Invalid operator not_contains for email",
        ),
        ("dateAdded", "eq", "Invalid operator eq for dateAdded"),
    ] {
        let filter = json!({"field": field, "operator": operator, "value": "x"});
        app.search(json!({"filters": [filter]}))
            .await
            .refuses(400, message);
    }
}
