//! `/contacts/{contactId}/notes` and `/contacts/{contactId}/notes/{id}`

use serde_json::json;

use crate::support::app::TestApp;

on_both! {
    a_note_lives
    a_note_has_a_body
}

async fn a_note_lives(app: &TestApp) {
    let contact = app.contact(json!({"firstName": "Ana"})).await;
    let list = format!("/contacts/{contact}/notes");
    assert_eq!(app.get(&list).await.is(200)["notes"], json!([]));
    let body = json!({"body": "Likes oak.\nNo brass.", "title": "Taste", "color": "#ffaa00",
        "pinned": true, "userId": "user1"});
    let note = app.post(&list, body).await.is(201)["note"].clone();
    let id = note["id"].as_str().unwrap();
    assert_eq!(
        note,
        json!({"id": id, "contactId": contact, "dateAdded": "2026-01-05T12:00:00.000Z",
            "body": "Likes oak.\nNo brass.", "title": "Taste", "color": "#FFAA00", "pinned": true,
            "userId": "user1"})
    );
    let path = format!("{list}/{id}");
    assert_eq!(app.get(&path).await.is(200)["note"], note);
    assert_eq!(app.get(&list).await.is(200)["notes"], json!([note]));
    let body = app
        .put(&path, json!({"body": "Likes ash.", "title": null}))
        .await
        .is(200);
    assert_eq!(body["note"]["body"], "Likes ash.");
    assert!(body["note"].get("title").is_none());
    assert_eq!(app.delete(&path).await.says(200), json!({"succeded": true}));
    app.get(&path).await.refuses(400, "Note not found");
}

async fn a_note_has_a_body(app: &TestApp) {
    let contact = app.contact(json!({})).await;
    let list = format!("/contacts/{contact}/notes");
    app.post(&list, json!({"title": "x"}))
        .await
        .complains(&["body should not be empty"]);
    let note = app.post(&list, json!({"body": "x"})).await.is(201)["note"]["id"].clone();
    let path = format!("{list}/{}", note.as_str().unwrap());
    app.put(&path, json!({"body": "  "}))
        .await
        .complains(&["body should not be empty"]);
    app.put(&path, json!({"pinned": "yes"}))
        .await
        .complains(&["pinned must be a boolean value"]);
}
