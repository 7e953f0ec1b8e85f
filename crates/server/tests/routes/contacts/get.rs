//! `GET /contacts/{contactId}`

use serde_json::json;

use crate::support::app::TestApp;

on_both! {
    a_contact_is_read
    an_unknown_contact_is_a_400_as_at_highlevel
    head_answers_without_a_body
}

async fn a_contact_is_read(app: &TestApp) {
    let id = app.contact(json!({"firstName": "Ana"})).await;
    let body = app.get(&format!("/contacts/{id}")).await.is(200);
    assert_eq!(body["contact"]["id"], json!(id));
    assert_eq!(body["contact"]["tags"], json!([]));
    assert_eq!(body["contact"]["customFields"], json!([]));
    assert_eq!(body["contact"]["dnd"], false);
    assert!(body["contact"].get("email").is_none());
}

async fn an_unknown_contact_is_a_400_as_at_highlevel(app: &TestApp) {
    let long = "x".repeat(5_000);
    for id in [
        "nobody",
        "0",
        "%20",
        "a%2Fb",
        "..%2F..%2Fetc",
        "'%3B--",
        &long,
        "😀",
    ] {
        let answer = app.get(&format!("/contacts/{id}")).await;
        let body = answer.refuses(400, "Contact not found");
        assert_eq!(body["error"], "Bad Request");
    }
}

async fn head_answers_without_a_body(app: &TestApp) {
    let id = app.contact(json!({"firstName": "Ana"})).await;
    let path = format!("/contacts/{id}");
    let got = app.get(&path).await;
    let answer = app.call("HEAD", &path).send().await;
    assert_eq!((answer.status, answer.text.as_str()), (200, ""));
    assert_eq!(answer.header("content-length"), got.text.len().to_string());
    let refused = app.call("HEAD", &path).token(None).send().await;
    assert_eq!(refused.status, 401);
}
