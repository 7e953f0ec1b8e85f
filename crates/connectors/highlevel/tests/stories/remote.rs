//! Reading, creating, changing and deleting records.

use serde_json::{Value, json};
use tenon_model::{Fields, Kind};
use tenon_sync::remote::{
    Place, Remote, RemoteError, RemotePatch, Urgency::Bulk, Urgency::Interactive,
};

use crate::fake::{Asked, Fake, Reply, error, fields, ok};

const CONTACT: Place<'static> = Place {
    kind: Kind::Contact,
    parent: None,
};
const TASK: Place<'static> = Place {
    kind: Kind::Task,
    parent: Some("c1"),
};
const NOTE: Place<'static> = Place {
    kind: Kind::Note,
    parent: Some("c1"),
};

fn patch(set: &Value, add: &[&str], remove: &[&str]) -> RemotePatch {
    let tags = |tags: &[&str]| tags.iter().map(|&tag| tag.to_owned()).collect();
    RemotePatch {
        fields: fields(set),
        add_tags: tags(add),
        remove_tags: tags(remove),
    }
}

fn shown(fields: Fields) -> Value {
    Value::Object(fields)
}

#[tokio::test]
async fn every_request_says_who_asks_and_in_which_version() {
    let fake = Fake::start(|_| ok(json!({"contact": {"id": "c1", "firstName": "Ana"}}))).await;
    let record = fake
        .connection()
        .contact("c1", Bulk)
        .await
        .unwrap()
        .unwrap();
    assert_eq!((record.id.as_str(), record.updated_at), ("c1", None));
    let asked = fake.last();
    assert_eq!(asked.line, "GET /contacts/c1");
    assert_eq!(asked.token(), "pit-token");
    assert_eq!(asked.headers["version"], "2021-07-28");
    let agent = concat!("tenon/", env!("CARGO_PKG_VERSION"));
    assert_eq!(asked.headers["user-agent"], agent);
}

#[tokio::test]
async fn a_contact_is_created_with_its_location_and_tags() {
    let fake = Fake::start(|asked| {
        let mut contact = asked.body.clone();
        contact["id"] = "c1".into();
        Reply::Json(201, json!({"contact": contact}))
    })
    .await;
    let hub = fields(
        &json!({"firstName": "Ana", "phone": "+15125550143", "companyName": "Cruz",
        "source": "Houzz", "tags": ["lead"], "gender": "f", "dnd": true, "city": null}),
    );
    let record = fake
        .connection()
        .create(CONTACT, &hub, Interactive)
        .await
        .unwrap();
    assert_eq!(fake.lines(), ["POST /contacts/"]);
    assert_eq!(
        fake.last().body,
        json!({"locationId": "loc1", "firstName": "Ana", "phone": "+15125550143",
            "companyName": "Cruz", "source": "Houzz", "tags": ["lead"], "gender": "f",
            "dnd": true})
    );
    assert_eq!(
        shown(record.fields),
        json!({"firstName": "Ana", "phone": "+15125550143", "companyName": "Cruz",
            "source": "Houzz", "tags": ["lead"], "gender": "f", "dnd": true})
    );
}

/// CreateContactSchema has no `timezone`.
fn forgetful(asked: &Asked) -> Reply {
    match asked.line.as_str() {
        "POST /contacts/" => Reply::Json(201, json!({"contact": {"id": "c1", "firstName": "Ana"}})),
        "GET /contacts/c1" => ok(json!({"contact": {"id": "c1", "firstName": "Ana",
            "timezone": "America/Chicago"}})),
        _ => error(500, "unexpected"),
    }
}

#[tokio::test]
async fn a_create_that_does_not_answer_everything_is_read_again() {
    let fake = Fake::start(forgetful).await;
    let hub = fields(&json!({"firstName": "Ana", "timezone": "America/Chicago"}));
    let record = fake
        .connection()
        .create(CONTACT, &hub, Interactive)
        .await
        .unwrap();
    assert_eq!(shown(record.fields), shown(hub.clone()));
    // When that read fails the id is kept all the same.
    let fake = Fake::start(|asked| match asked.line.as_str() {
        "GET /contacts/c1" => error(500, "no"),
        _ => forgetful(asked),
    })
    .await;
    let record = fake
        .connection()
        .create(CONTACT, &hub, Interactive)
        .await
        .unwrap();
    assert_eq!(record.id, "c1");
}

#[tokio::test]
async fn fields_and_tags_are_changed_by_calls_of_their_own() {
    let fake = Fake::start(|asked| match asked.line.as_str() {
        "PUT /contacts/c1" => ok(json!({"succeded": true, "contact": {"id": "c1",
            "firstName": "Ana", "city": "Austin", "tags": ["old", "kept"],
            "dateUpdated": "2026-01-05T12:00:00.000Z"}})),
        "POST /contacts/c1/tags" => Reply::Json(
            201,
            json!({"tags": ["old", "kept", "New"], "tagsAdded": ["New"]}),
        ),
        "DELETE /contacts/c1/tags" => ok(json!({"tags": ["kept", "New"]})),
        _ => error(500, "unexpected"),
    })
    .await;
    let patch = patch(
        &json!({"city": "Austin", "companyName": "no"}),
        &["new"],
        &["old"],
    );
    let record = fake
        .connection()
        .update(CONTACT, "c1", &patch, Interactive)
        .await
        .unwrap();
    assert_eq!(
        shown(record.fields),
        json!({"firstName": "Ana", "city": "Austin", "tags": ["kept", "new"]})
    );
    let bodies: Vec<Value> = fake.asked().into_iter().map(|asked| asked.body).collect();
    assert_eq!(
        bodies,
        [
            json!({"city": "Austin"}),
            json!({"tags": ["new"]}),
            json!({"tags": ["old"]})
        ]
    );
}

#[tokio::test]
async fn a_change_of_tags_alone_reads_the_rest() {
    let fake = Fake::start(|asked| match asked.line.as_str() {
        "POST /contacts/c1/tags" => Reply::Text(204, String::new()),
        _ => ok(json!({"contact": {"id": "c1", "firstName": "Ana", "tags": ["new"]}})),
    })
    .await;
    let patch = patch(&json!({}), &["new"], &[]);
    let record = fake
        .connection()
        .update(CONTACT, "c1", &patch, Interactive)
        .await
        .unwrap();
    assert_eq!(fake.lines(), ["POST /contacts/c1/tags", "GET /contacts/c1"]);
    assert_eq!(
        shown(record.fields),
        json!({"firstName": "Ana", "tags": ["new"]})
    );
}

#[tokio::test]
async fn a_change_that_was_made_in_part_leaves_doubt() {
    for reply in [
        || error(422, "no such tag"),
        || error(429, "slow down"),
        || error(400, "Contact not found"),
        || error(401, "no"),
    ] {
        let fake = Fake::start(move |asked| match asked.line.as_str() {
            "PUT /contacts/c1" => ok(json!({"contact": {"id": "c1", "city": "Austin"}})),
            _ => reply(),
        })
        .await;
        let patch = patch(&json!({"city": "Austin"}), &["new"], &[]);
        let error = fake
            .connection()
            .update(CONTACT, "c1", &patch, Interactive)
            .await
            .unwrap_err();
        assert!(matches!(error, RemoteError::Unknown(_)), "{error:?}");
    }
    // Nothing was made when the first call is refused.
    let fake = Fake::start(|_| error(422, "no")).await;
    let patch = patch(&json!({"city": "Austin"}), &["new"], &[]);
    let error = fake
        .connection()
        .update(CONTACT, "c1", &patch, Interactive)
        .await
        .unwrap_err();
    assert!(matches!(error, RemoteError::Refused { .. }), "{error:?}");
    assert_eq!(fake.lines().len(), 1);
}

#[tokio::test]
async fn a_task_is_created_changed_completed_and_deleted() {
    let fake = Fake::start(|asked| match asked.line.as_str() {
        "DELETE /contacts/c1/tasks/t1" => ok(json!({"succeded": true})),
        "GET /contacts/c1/tasks" => ok(json!({"tasks": [{"id": "t1", "title": "Call",
            "dueDate": "2026-01-06T09:00:00.000Z", "completed": true, "contactId": "c1"}]})),
        _ => {
            let mut task = json!({"id": "t1", "title": "Call",
                "dueDate": "2026-01-06T09:00:00.000Z", "completed": false});
            for (name, value) in asked.body.as_object().unwrap() {
                task[name] = value.clone();
            }
            Reply::Json(201, json!({"task": task}))
        }
    })
    .await;
    let connection = fake.connection();
    let hub = fields(
        &json!({"title": "Call", "dueDate": "2026-01-06T09:00:00.000Z",
        "assignedTo": "u1"}),
    );
    let record = connection.create(TASK, &hub, Interactive).await.unwrap();
    assert_eq!(fake.last().line, "POST /contacts/c1/tasks");
    assert_eq!(
        fake.last().body,
        json!({"title": "Call", "dueDate": "2026-01-06T09:00:00.000Z", "completed": false,
            "assignedTo": "u1"})
    );
    assert_eq!(shown(record.fields), fake.last().body);

    let all = patch(&json!({"title": "Call back", "completed": true}), &[], &[]);
    connection
        .update(TASK, "t1", &all, Interactive)
        .await
        .unwrap();
    assert_eq!(fake.last().line, "PUT /contacts/c1/tasks/t1");

    let done = patch(&json!({"completed": true}), &[], &[]);
    let record = connection
        .update(TASK, "t1", &done, Interactive)
        .await
        .unwrap();
    assert_eq!(fake.last().line, "PUT /contacts/c1/tasks/t1/completed");
    assert_eq!(fake.last().body, json!({"completed": true}));
    assert_eq!(record.fields["completed"], true);

    let tasks = connection
        .children(Kind::Task, "c1", Bulk)
        .await
        .unwrap()
        .unwrap();
    assert_eq!((tasks.len(), tasks[0].id.as_str()), (1, "t1"));
    assert_eq!(connection.delete(TASK, "t1", Interactive).await, Ok(()));
}

#[tokio::test]
async fn a_note_is_created_and_changed() {
    let fake = Fake::start(|asked| match asked.line.as_str() {
        "GET /contacts/c1/notes/n1" => {
            ok(json!({"note": {"id": "n1", "body": "New", "title": "Visit"}}))
        }
        "PUT /contacts/c1/notes/n1" => ok(json!({"note": {"id": "n1", "body": "New"}})),
        _ => Reply::Json(
            201,
            json!({"note": {"id": "n1", "body": "Hello", "userId": "u1"}}),
        ),
    })
    .await;
    let connection = fake.connection();
    let note = fields(&json!({"body": "Hello"}));
    let record = connection.create(NOTE, &note, Interactive).await.unwrap();
    assert_eq!(shown(record.fields), json!({"body": "Hello"}));
    // The answer does not tell the title, so that the note is read again.
    let patch = patch(
        &json!({"body": "New", "title": "Visit", "pinned": null}),
        &[],
        &[],
    );
    let record = connection
        .update(NOTE, "n1", &patch, Interactive)
        .await
        .unwrap();
    assert_eq!(
        fake.asked()[1].body,
        json!({"body": "New", "title": "Visit", "pinned": false})
    );
    assert_eq!(
        shown(record.fields),
        json!({"body": "New", "title": "Visit"})
    );
}

#[tokio::test]
async fn a_deletion_counts_whatever_its_answer_looks_like() {
    for reply in [
        || Reply::Text(204, String::new()),
        || ok(json!({"succeded": true})),
        || Reply::Text(200, "OK".into()),
    ] {
        let fake = Fake::start(move |_| reply()).await;
        assert_eq!(
            fake.connection().delete(CONTACT, "c1", Interactive).await,
            Ok(())
        );
    }
}

#[tokio::test]
async fn a_contact_marked_as_deleted_is_not_there() {
    let fake = Fake::start(|_| ok(json!({"contact": {"id": "c1", "deleted": true}}))).await;
    assert_eq!(fake.connection().contact("c1", Interactive).await, Ok(None));
}

#[tokio::test]
async fn the_location_tells_whether_duplicates_are_refused() {
    for (reply, refuses) in [
        (ok as fn(Value) -> Reply, true),
        (|body| Reply::Json(401, body), false),
        (
            |_| ok(json!({"location": {"settings": {"allowDuplicateContact": true}}})),
            false,
        ),
        (|_| ok(json!({"location": {}})), false),
    ] {
        let body = json!({"location": {"settings": {"allowDuplicateContact": false}}});
        let fake = Fake::start(move |_| reply(body.clone())).await;
        let connection = fake.connection();
        assert!(!connection.refuses_duplicates());
        let _ = connection.connect().await;
        assert_eq!(fake.lines(), ["GET /locations/loc1"]);
        assert_eq!(connection.refuses_duplicates(), refuses);
    }
}
