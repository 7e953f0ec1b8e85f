//! `GET /contacts/business/{businessId}`

use serde_json::{Value, json};
use tenon_model::Kind;

use crate::support::app::{AWAY, HOME, TestApp};

on_both! {
    a_businesss_contacts_are_listed_in_pages
    what_is_no_page_is_refused
}

async fn a_businesss_contacts_are_listed_in_pages(app: &TestApp) {
    let business = app.record(Kind::Business, json!({"name": "Oak"})).await;
    let mut ids = Vec::new();
    for name in ["Ana", "Ben", "Cleo"] {
        let email = format!("{name}@x.com");
        let fields = json!({"firstName": name, "email": email, "address1": "1 Main"});
        ids.push(app.contact(fields).await);
    }
    app.contact(json!({"firstName": "Dora"})).await;
    let body = json!({"locationId": HOME, "ids": ids, "businessId": business});
    app.post("/contacts/bulk/business", body).await.is(200);
    let page = async |query: &str| {
        let path = format!("/contacts/business/{business}?locationId={HOME}{query}");
        let call = app.call("GET", &path).version(Some("v3"));
        let body = call.send().await.is(200);
        let names = body["contacts"].as_array().unwrap().iter();
        let names: Vec<Value> = names.map(|contact| contact["firstName"].clone()).collect();
        (json!(names), body)
    };
    let (names, body) = page("").await;
    assert_eq!(
        (names, &body["count"]),
        (json!(["Ana", "Ben", "Cleo"]), &json!(3))
    );
    assert_eq!(body["contacts"][0]["businessId"], json!(business));
    assert_eq!(body["contacts"][0]["address"], "1 Main");
    let (names, body) = page("&limit=1&skip=1&query=x.com").await;
    assert_eq!((names, &body["count"]), (json!(["Ben"]), &json!(3)));
    let after = &body["contacts"][0]["searchAfter"];
    let (name, id) = (after[0].as_str().unwrap(), after[1].as_str().unwrap());
    let once = format!("&startAfter={name},{id}");
    assert_eq!(page(&once).await.0, json!(["Cleo"]));
    let twice = format!("&startAfter={name}&startAfter={id}");
    assert_eq!(page(&twice).await.0, json!(["Cleo"]));
    assert_eq!(page("&query=nobody").await.0, json!([]));
}

async fn what_is_no_page_is_refused(app: &TestApp) {
    let business = app.record(Kind::Business, json!({"name": "Oak"})).await;
    let get = async |query: &str| {
        app.get(&format!("/contacts/business/{business}{query}"))
            .await
    };
    get("").await.complains(&["locationId should not be empty"]);
    let long = format!("&query={}", "x".repeat(76));
    let thrice = "&startAfter=a&startAfter=b&startAfter=c";
    for query in [
        "&limit=0",
        "&limit=101",
        "&skip=-1",
        "&startAfter=x",
        thrice,
        &long,
    ] {
        get(&format!("?locationId={HOME}{query}")).await.is(422);
    }
    get(&format!("?locationId={AWAY}")).await.is(403);
    let unknown = app
        .get(&format!("/contacts/business/none?locationId={HOME}"))
        .await;
    unknown.refuses(400, "Business not found");
}
