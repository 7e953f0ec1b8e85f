//! `GET /contacts/search/duplicate`

use serde_json::{Value, json};

use crate::support::app::{HOME, TestApp};

on_both! { a_duplicate_is_found }

async fn a_duplicate_is_found(app: &TestApp) {
    let ana = app
        .contact(json!({"email": "ana+1@example.org", "phone": "+15125550143"}))
        .await;
    let path = format!("/contacts/search/duplicate?locationId={HOME}");
    for query in [
        "email=ana%2B1%40example.org",
        "number=%2B15125550143",
        "number=512-555-0143",
        "email=nobody@example.org&number=5125550143",
    ] {
        let body = app.get(&format!("{path}&{query}")).await.is(200);
        assert_eq!(body["contact"]["id"], json!(ana), "{query}");
    }
    for query in ["email=ana%201@example.org", "email=x", "number=1"] {
        let body = app.get(&format!("{path}&{query}")).await.is(200);
        assert_eq!(body["contact"], Value::Null, "{query}");
    }
    app.get(&path)
        .await
        .complains(&["email or number should not be empty"]);
    let none = app.get("/contacts/search/duplicate?email=x").await;
    none.complains(&["locationId should not be empty"]);
}
