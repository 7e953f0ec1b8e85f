//! Many callers at once.

use futures_util::future::join_all;
use serde_json::{Value, json};

use crate::support::app::{HOME, TestApp};

on_both! {
    of_many_who_create_one_email_one_succeeds
    of_many_who_take_one_phone_one_succeeds
    changes_of_different_fields_all_survive
    tags_added_at_once_all_survive
    upserts_of_one_person_make_one_contact
    tasks_written_while_the_contact_goes_leave_none
}

async fn of_many_who_create_one_email_one_succeeds(app: &TestApp) {
    let create = |_| {
        app.post(
            "/contacts/",
            json!({"locationId": HOME, "email": "ana@example.org"}),
        )
    };
    let answers = join_all((0..32).map(create)).await;
    let (made, refused): (Vec<_>, Vec<_>) =
        answers.into_iter().partition(|answer| answer.status == 201);
    assert_eq!((made.len(), refused.len()), (1, 31));
    for answer in refused {
        let body = answer.refuses(400, "This location does not allow duplicated contacts.");
        assert_eq!(body["meta"]["contactId"], made[0].body["contact"]["id"]);
    }
    assert_eq!(app.search(json!({})).await.is(200)["total"], 1);
}

async fn of_many_who_take_one_phone_one_succeeds(app: &TestApp) {
    let mut paths = Vec::new();
    for number in 0..16 {
        let id = app
            .contact(json!({"firstName": format!("n{number}")}))
            .await;
        paths.push(format!("/contacts/{id}"));
    }
    let take = |path: &String| {
        let call = app.call("PUT", path);
        call.json(&json!({"phone": "512-555-0143"})).send()
    };
    let answers = join_all(paths.iter().map(take)).await;
    let (taken, refused): (Vec<_>, Vec<_>) =
        answers.into_iter().partition(|answer| answer.status == 200);
    assert_eq!(taken.len(), 1);
    for answer in refused {
        let body = answer.refuses(400, "This location does not allow duplicated contacts.");
        assert_eq!(body["meta"]["contactId"], taken[0].body["contact"]["id"]);
        assert_eq!(body["meta"]["matchingField"], "phone");
    }
}

async fn changes_of_different_fields_all_survive(app: &TestApp) {
    let id = app.contact(json!({"firstName": "Ana"})).await;
    let fields = [
        "lastName",
        "companyName",
        "address1",
        "city",
        "state",
        "postalCode",
        "website",
        "timezone",
        "source",
        "gender",
    ];
    let path = format!("/contacts/{id}");
    let change = |field: &&str| app.put(&path, json!({*field: "x"}));
    for answer in join_all(fields.iter().map(change)).await {
        answer.is(200);
    }
    let contact = app.get(&format!("/contacts/{id}")).await.is(200)["contact"].clone();
    for field in fields {
        assert_eq!(contact[field], "x", "{field} is lost");
    }
}

async fn tags_added_at_once_all_survive(app: &TestApp) {
    let id = app.contact(json!({})).await;
    let path = format!("/contacts/{id}/tags");
    let add = |number| app.post(&path, json!({"tags": [format!("t{number:02}")]}));
    for answer in join_all((0..32).map(add)).await {
        answer.is(201);
    }
    let contact = app.get(&format!("/contacts/{id}")).await.is(200)["contact"].clone();
    let all: Vec<Value> = (0..32)
        .map(|number| json!(format!("t{number:02}")))
        .collect();
    assert_eq!(contact["tags"], json!(all));
}

async fn upserts_of_one_person_make_one_contact(app: &TestApp) {
    let upsert = |number: usize| {
        let mut body = json!({"locationId": HOME, "phone": "+15125550143"});
        if number.is_multiple_of(2) {
            body["email"] = json!("ana@example.org");
        }
        app.post("/contacts/upsert", body)
    };
    let answers = join_all((0..16).map(upsert)).await;
    let bodies: Vec<Value> = answers.into_iter().map(|answer| answer.is(200)).collect();
    let new = bodies.iter().filter(|body| body["new"] == true).count();
    assert_eq!(new, 1);
    assert!(
        bodies
            .iter()
            .all(|body| body["contact"]["id"] == bodies[0]["contact"]["id"])
    );
    let found = app.search(json!({})).await.is(200);
    assert_eq!(found["total"], 1);
    assert_eq!(found["contacts"][0]["email"], "ana@example.org");
}

async fn tasks_written_while_the_contact_goes_leave_none(app: &TestApp) {
    for _ in 0..4 {
        let id = app.contact(json!({"firstName": "Ana"})).await;
        let path = format!("/contacts/{id}");
        let due = json!({"title": "Call", "dueDate": "2026-01-06", "completed": false});
        let add = async |_| app.post(&format!("{path}/tasks"), due.clone()).await;
        let (answers, gone) = tokio::join!(join_all((0..6).map(add)), app.delete(&path));
        gone.is(200);
        for answer in answers {
            assert!(matches!(answer.status, 201 | 400), "{}", answer.text);
            if answer.status == 201 {
                let task = answer.body["task"]["id"].as_str().unwrap();
                let left = app.get(&format!("{path}/tasks/{task}")).await;
                left.refuses(400, "Task not found");
            }
        }
    }
}
