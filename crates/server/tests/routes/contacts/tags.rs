//! `POST` and `DELETE /contacts/{contactId}/tags`

use serde_json::json;

use crate::support::app::TestApp;

on_both! {
    tags_are_added_and_taken_away
    tags_have_bounds
}

async fn tags_are_added_and_taken_away(app: &TestApp) {
    let id = app.contact(json!({"tags": ["lead"]})).await;
    let path = format!("/contacts/{id}/tags");
    let body = app
        .post(&path, json!({"tags": [" VIP ", "lead", "Kitchen"]}))
        .await
        .is(201);
    assert_eq!(body["tags"], json!(["kitchen", "lead", "vip"]));
    let call = app
        .call("DELETE", &path)
        .json(&json!({"tags": ["LEAD", "nothing"]}));
    let body = call.send().await.is(200);
    assert_eq!(body["tags"], json!(["kitchen", "vip"]));
    let read = app.get(&format!("/contacts/{id}")).await.is(200);
    assert_eq!(read["contact"]["tags"], json!(["kitchen", "vip"]));
}

async fn tags_have_bounds(app: &TestApp) {
    let id = app.contact(json!({})).await;
    let path = format!("/contacts/{id}/tags");
    for (body, complaint) in [
        (json!({}), "tags should not be empty"),
        (json!({"tags": null}), "tags should not be empty"),
        (json!({"tags": "vip"}), "tags must be an array"),
        (json!({"tags": [1]}), "tags must be an array of strings"),
        (
            json!({"tags": ["x".repeat(101)]}),
            "tags must hold tags of at most 100 characters",
        ),
    ] {
        app.post(&path, body.clone()).await.complains(&[complaint]);
        let call = app.call("DELETE", &path).json(&body);
        call.send().await.complains(&[complaint]);
    }
    let many = |from: usize| {
        (from..from + 400)
            .map(|n| format!("t{n}"))
            .collect::<Vec<_>>()
    };
    app.post(&path, json!({"tags": many(0)})).await.is(201);
    let more = app.post(&path, json!({"tags": many(400)})).await;
    more.complains(&["tags must contain no more than 500 tags"]);
    let body = app.post(&path, json!({"tags": many(100)})).await.is(201);
    assert_eq!(body["tags"].as_array().unwrap().len(), 500);
}
