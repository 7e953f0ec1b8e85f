//! `PUT /contacts/{contactId}/tasks/{taskId}/completed`

use serde_json::json;

use crate::support::app::TestApp;

on_both! { a_task_is_completed_and_opened_again }

async fn a_task_is_completed_and_opened_again(app: &TestApp) {
    let contact = app.contact(json!({"firstName": "Ana"})).await;
    let list = format!("/contacts/{contact}/tasks");
    let due = json!({"title": "Call", "dueDate": "2026-01-06", "completed": false});
    let task = app.post(&list, due).await.is(201)["task"]["id"].clone();
    let path = format!("{list}/{}/completed", task.as_str().unwrap());
    for completed in [true, true, false] {
        let body = app
            .put(&path, json!({"completed": completed}))
            .await
            .is(200);
        assert_eq!(body["task"]["completed"], completed);
        assert_eq!(body["task"]["title"], "Call");
    }
    app.put(&path, json!({}))
        .await
        .complains(&["completed should not be empty"]);
    app.put(&path, json!({"completed": null}))
        .await
        .complains(&["completed should not be empty"]);
    app.put(&path, json!({"completed": 1, "title": "x"}))
        .await
        .complains(&[
            "completed must be a boolean value",
            "property title should not exist",
        ]);
}
