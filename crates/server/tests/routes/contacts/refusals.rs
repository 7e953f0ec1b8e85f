//! Children of the wrong contact, and contacts that are not there.

use serde_json::json;

use crate::support::app::TestApp;

on_both! {
    a_child_belongs_to_one_contact
    an_unknown_contact_has_no_children
}

async fn a_child_belongs_to_one_contact(app: &TestApp) {
    let ana = app.contact(json!({"firstName": "Ana"})).await;
    let ben = app.contact(json!({"firstName": "Ben"})).await;
    let due = json!({"title": "Call", "dueDate": "2026-01-06", "completed": false});
    let task = app
        .post(&format!("/contacts/{ana}/tasks"), due)
        .await
        .is(201);
    let task = task["task"]["id"].as_str().unwrap();
    let note = app
        .post(&format!("/contacts/{ana}/notes"), json!({"body": "x"}))
        .await
        .is(201);
    let note = note["note"]["id"].as_str().unwrap();
    for (method, path, body, message) in [
        ("GET", format!("tasks/{task}"), json!({}), "Task not found"),
        (
            "PUT",
            format!("tasks/{task}"),
            json!({"title": "x"}),
            "Task not found",
        ),
        (
            "PUT",
            format!("tasks/{task}/completed"),
            json!({"completed": true}),
            "Task not found",
        ),
        (
            "DELETE",
            format!("tasks/{task}"),
            json!({}),
            "Task not found",
        ),
        ("GET", format!("notes/{note}"), json!({}), "Note not found"),
        (
            "PUT",
            format!("notes/{note}"),
            json!({"body": "y"}),
            "Note not found",
        ),
        (
            "DELETE",
            format!("notes/{note}"),
            json!({}),
            "Note not found",
        ),
        // A note is no task.
        ("GET", format!("tasks/{note}"), json!({}), "Task not found"),
        ("GET", format!("notes/{task}"), json!({}), "Note not found"),
    ] {
        let call = app
            .call(method, &format!("/contacts/{ben}/{path}"))
            .json(&body);
        call.send().await.refuses(400, message);
    }
    let tasks = app.get(&format!("/contacts/{ana}/tasks")).await.is(200);
    assert_eq!(tasks["tasks"][0]["title"], "Call");
}

async fn an_unknown_contact_has_no_children(app: &TestApp) {
    let due = json!({"title": "Call", "dueDate": "2026-01-06", "completed": false});
    for (method, path, body) in [
        ("GET", "tasks", json!({})),
        ("POST", "tasks", due),
        ("GET", "notes", json!({})),
        ("POST", "notes", json!({"body": "x"})),
        ("POST", "tags", json!({"tags": ["x"]})),
        ("DELETE", "tags", json!({"tags": ["x"]})),
    ] {
        let call = app
            .call(method, &format!("/contacts/nobody/{path}"))
            .json(&body);
        call.send().await.refuses(400, "Contact not found");
    }
}
