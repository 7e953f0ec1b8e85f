//! Who signs in to a location.

use serde_json::Value;

use crate::support::app::{AWAY, HOME, TestApp};

on_both! {
    those_of_the_location_are_listed_with_their_roles
}

async fn those_of_the_location_are_listed_with_their_roles(app: &TestApp) {
    app.person("ana@example.org", &[(HOME, "owner"), (AWAY, "read-only")])
        .await;
    app.person("ben@example.org", &[(AWAY, "owner")]).await;
    app.person("cy@example.org", &[(HOME, "read-only")]).await;
    let told = app.get("/tenon/v1/people").await.is(200);
    let people = told["people"].as_array().unwrap().iter();
    let told: Vec<[&Value; 2]> = people.map(|one| [&one["email"], &one["role"]]).collect();
    assert_eq!(
        told,
        [
            ["ana@example.org", "owner"],
            ["cy@example.org", "read-only"]
        ]
    );
}
