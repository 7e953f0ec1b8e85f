//! `GET /locations/{locationId}`

use serde_json::json;

use crate::support::app::{HOME, TestApp};

on_both! { a_location_tells_its_settings }

async fn a_location_tells_its_settings(app: &TestApp) {
    let body = app.get(&format!("/locations/{HOME}")).await.is(200);
    assert_eq!(
        body["location"],
        json!({"id": HOME, "name": "The firm home", "country": "US", "timezone": "America/Chicago",
            "settings": {"allowDuplicateContact": false, "allowDuplicateOpportunity": false}})
    );
}
