//! `DELETE /contacts/{contactId}`

use serde_json::json;

use crate::support::app::{HOME, TestApp};

on_both! {
    a_contact_goes_with_its_tasks_and_notes
    its_email_is_free_again
}

async fn a_contact_goes_with_its_tasks_and_notes(app: &TestApp) {
    let id = app
        .contact(json!({"firstName": "Ana", "email": "ana@example.org"}))
        .await;
    let path = format!("/contacts/{id}");
    let due = json!({"title": "Call", "dueDate": "2026-01-06", "completed": false});
    let task = app
        .post(&format!("{path}/tasks"), due.clone())
        .await
        .is(201);
    let task = format!("{path}/tasks/{}", task["task"]["id"].as_str().unwrap());
    let note = app
        .post(&format!("{path}/notes"), json!({"body": "x"}))
        .await
        .is(201);
    let note = format!("{path}/notes/{}", note["note"]["id"].as_str().unwrap());
    let body = app.delete(&path).await.says(200);
    assert_eq!(body, json!({"succeded": true}));
    for (path, what) in [(&path, "Contact"), (&task, "Task"), (&note, "Note")] {
        let gone = format!("{what} not found");
        app.get(path).await.refuses(400, &gone);
        app.delete(path).await.refuses(400, &gone);
    }
    for list in ["tasks", "notes"] {
        let answer = app.get(&format!("{path}/{list}")).await;
        answer.refuses(400, "Contact not found");
    }
    let answer = app.post(&format!("{path}/tasks"), due).await;
    answer.refuses(400, "Contact not found");
    let answer = app.put(&task, json!({"title": "Write"})).await;
    answer.refuses(400, "Task not found");
    assert_eq!(app.search(json!({})).await.is(200)["total"], 0);
}

async fn its_email_is_free_again(app: &TestApp) {
    let body = json!({"locationId": HOME, "email": "ana@example.org", "phone": "+15125550143"});
    let first = app.post("/contacts/", body.clone()).await.is(201);
    let id = first["contact"]["id"].as_str().unwrap();
    app.delete(&format!("/contacts/{id}")).await.is(200);
    let second = app.post("/contacts/", body).await.is(201);
    assert_ne!(first["contact"]["id"], second["contact"]["id"]);
}
