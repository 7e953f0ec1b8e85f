//! `/contacts/{contactId}/tasks` and `/contacts/{contactId}/tasks/{taskId}`

use serde_json::json;

use crate::support::app::{HOME, TestApp};

on_both! {
    a_task_lives
    what_a_task_must_have_is_told
}

async fn a_task_lives(app: &TestApp) {
    let contact = app.contact(json!({"firstName": "Ana"})).await;
    let list = format!("/contacts/{contact}/tasks");
    assert_eq!(app.get(&list).await.is(200)["tasks"], json!([]));
    let body = json!({"title": " Call ", "body": "about the tiles", "dueDate":
        "2026-01-06T10:00:00+02:00", "completed": false, "assignedTo": "user1"});
    let task = app.post(&list, body).await.is(201)["task"].clone();
    let id = task["id"].as_str().unwrap();
    assert_eq!(
        task,
        json!({"id": id, "contactId": contact, "title": "Call", "body": "about the tiles",
            "dueDate": "2026-01-06T08:00:00.000Z", "completed": false, "assignedTo": "user1"})
    );
    let path = format!("{list}/{id}");
    assert_eq!(app.get(&path).await.is(200)["task"], task);
    assert_eq!(app.get(&list).await.is(200)["tasks"], json!([task]));
    let patch = json!({"title": "Write", "body": null, "completed": true});
    let body = app.put(&path, patch).await.is(200);
    assert_eq!(
        (&body["task"]["title"], &body["task"]["completed"]),
        (&json!("Write"), &json!(true))
    );
    assert!(body["task"].get("body").is_none());
    let seq = app.store.last_seq(HOME).await.unwrap();
    app.put(&path, json!({"title": "Write"})).await.is(200);
    assert_eq!(
        app.store.last_seq(HOME).await.unwrap(),
        seq,
        "nothing new writes nothing"
    );
    assert_eq!(app.delete(&path).await.says(200), json!({"succeded": true}));
    app.get(&path).await.refuses(400, "Task not found");
    assert_eq!(app.get(&list).await.is(200)["tasks"], json!([]));
}

async fn what_a_task_must_have_is_told(app: &TestApp) {
    let contact = app.contact(json!({})).await;
    let list = format!("/contacts/{contact}/tasks");
    app.post(&list, json!({"body": 1, "colour": "red"}))
        .await
        .complains(&[
            "body must be a string",
            "property colour should not exist",
            "title should not be empty",
            "dueDate should not be empty",
            "completed should not be empty",
        ]);
    let body = json!({"title": " ", "dueDate": null, "completed": "false"});
    app.post(&list, body).await.complains(&[
        "completed must be a boolean value",
        "title should not be empty",
        "dueDate should not be empty",
    ]);
    let due = json!({"title": "Call", "dueDate": "2026-01-06", "completed": false});
    let task = app.post(&list, due).await.is(201)["task"]["id"].clone();
    let path = format!("{list}/{}", task.as_str().unwrap());
    for (name, value) in [
        ("title", json!("")),
        ("title", json!(null)),
        ("dueDate", json!(null)),
    ] {
        let answer = app.put(&path, json!({name: value})).await;
        answer.complains(&[&format!("{name} should not be empty")]);
    }
    // It can be opened again, but not be neither.
    let body = app.put(&path, json!({"completed": null})).await;
    body.complains(&["completed should not be empty"]);
}
