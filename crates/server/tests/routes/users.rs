//! `/users/`

use serde_json::json;
use tenon_model::Kind;

use crate::support::app::{AWAY, HOME, TestApp};

on_both! {
    users_are_listed_searched_and_read
}

async fn users_are_listed_searched_and_read(app: &TestApp) {
    let ana = json!({"firstName": "Ana", "lastName": "Cruz", "email": "ana@x.com", "role": "admin",
        "phone": "+15125550143"});
    let ana = app.record(Kind::User, ana).await;
    let ben = json!({"firstName": "Ben", "email": "ben@x.com", "role": "user"});
    let ben = app.record(Kind::User, ben).await;
    let told = json!({"id": ana, "name": "Ana Cruz", "firstName": "Ana", "lastName": "Cruz",
        "email": "ana@x.com", "phone": "+15125550143",
        "roles": {"type": "account", "role": "admin", "locationIds": [HOME]}});
    let list = app.get(&format!("/users/?locationId={HOME}")).await.is(200);
    assert_eq!(list["users"][0], told);
    assert_eq!(list["users"][1]["id"], ben);
    let mut one = app.get(&format!("/users/{ana}")).await.is(200);
    one.as_object_mut().unwrap().remove("traceId");
    assert_eq!(one, told);
    let found = async |query: &str| {
        let path = format!("/users/search?companyId=c{query}");
        let body = app
            .call("GET", &path)
            .version(Some("v3"))
            .send()
            .await
            .is(200);
        let ids = body["users"].as_array().unwrap().iter();
        let ids: Vec<_> = ids
            .map(|user| user["id"].as_str().unwrap().to_owned())
            .collect();
        (ids, body["count"].as_i64().unwrap())
    };
    assert_eq!(found("").await, (vec![ana.clone(), ben.clone()], 2));
    assert_eq!(found("&limit=1&skip=1").await, (vec![ben.clone()], 2));
    assert_eq!(found("&query=CRUZ").await, (vec![ana.clone()], 1));
    assert_eq!(found("&query=555").await, (vec![ana.clone()], 1));
    assert_eq!(found("&role=user").await, (vec![ben.clone()], 1));
    assert_eq!(found(&format!("&ids={ben},none")).await, (vec![ben], 1));
    assert_eq!(found("&type=agency").await, (vec![], 0));
    app.get("/users/search")
        .await
        .complains(&["companyId should not be empty"]);
    app.get(&format!("/users/search?companyId=c&locationId={AWAY}"))
        .await
        .is(403);
    app.get("/users/")
        .await
        .complains(&["locationId should not be empty"]);
    app.get("/users/nobody")
        .await
        .refuses(400, "User not found");
}
