//! Pause, resume, and why a contact is not in step.

use serde_json::{Value, json};
use tenon_model::{Action, Clock, Fields, Kind};
use tenon_store::{Connection, Link, LinkState, LinkWrite, NewJob, Write};

use crate::support::app::{AWAY, HOME, TestApp};

on_both! {
    a_pause_is_set_listed_and_lifted
    a_resume_makes_due_what_was_put_off
    what_makes_no_sense_is_refused
    it_is_told_why_a_contact_is_not_in_step
}

async fn connect(app: &TestApp) {
    for (location, id) in [(HOME, "hl1"), (AWAY, "hl2")] {
        let connection = Write::Connection(Box::new(Connection {
            location_id: location.into(),
            id: id.into(),
            system: "highlevel".into(),
            name: "HighLevel".into(),
            settings: Value::Null,
        }));
        app.write(location, vec![connection]).await;
    }
}

async fn a_pause_is_set_listed_and_lifted(app: &TestApp) {
    connect(app).await;
    let id = app.contact(json!({"firstName": "Ana"})).await;
    let path = format!("/tenon/v1/contacts/{id}/pause");
    let why = json!({"reason": "a complaint is open"});
    let set = app.post(&path, why).await.is(200);
    assert_eq!(
        (&set["paused"], &set["pause"]["by"]),
        (&json!(true), &json!("Office"))
    );
    app.pass(5);
    // Twice is once: the first reason and time stand.
    let again = app.post(&path, json!({})).await.is(200);
    assert_eq!(again["pause"], set["pause"]);
    let tasks = json!({"kind": "task"});
    app.post("/tenon/v1/connections/hl1/pause", tasks)
        .await
        .is(200);
    let listed = app.get("/tenon/v1/pauses").await.is(200)["pauses"].clone();
    assert_eq!(listed.as_array().unwrap().len(), 2);
    assert_eq!(listed[0]["contactId"], json!(id));
    assert_eq!(listed[1]["kind"], "task");
    let path = format!("/tenon/v1/contacts/{id}/resume");
    for _ in 0..2 {
        let lifted = app.post(&path, json!({})).await.is(200);
        assert_eq!(
            (&lifted["paused"], &lifted["pause"]),
            (&json!(false), &Value::Null)
        );
    }
    let queue = tenon_sync::queue("hl1");
    let job = app
        .store
        .waiting_job(HOME, &queue, &format!("hub:{id}"))
        .await;
    assert!(job.unwrap().is_some(), "it is looked at now");
    app.post("/tenon/v1/connections/hl1/resume", json!({"kind": "task"}))
        .await
        .is(200);
    assert_eq!(
        app.get("/tenon/v1/pauses").await.is(200)["pauses"],
        json!([])
    );
}

async fn a_resume_makes_due_what_was_put_off(app: &TestApp) {
    connect(app).await;
    let id = app.contact(json!({"firstName": "Ana"})).await;
    let queue = tenon_sync::queue("hl1");
    for key in ["hub:other", "hub:paused"] {
        let job = NewJob {
            queue: queue.clone(),
            key: key.into(),
            payload: Value::Null,
            priority: 0,
            run_at: app.clock.now(),
            look: 0,
        };
        app.write(HOME, vec![Write::Job(job)]).await;
    }
    let until = app.clock.now() + jiff::SignedDuration::from_mins(3);
    let claim = Write::Claim {
        queue: queue.clone(),
        limit: 2,
        until,
    };
    let later = app.clock.now() + jiff::SignedDuration::from_mins(10);
    for job in app.write(HOME, vec![claim]).await.jobs {
        let error = if job.key == "hub:paused" {
            "paused by Office"
        } else {
            "it did not work"
        };
        let retry = Write::RetryJob {
            job,
            run_at: later,
            error: error.into(),
            counts: false,
        };
        app.write(HOME, vec![retry]).await;
    }
    app.post("/tenon/v1/connections/hl1/pause", json!({}))
        .await
        .is(200);
    app.pass(1);
    app.post("/tenon/v1/connections/hl1/resume", json!({}))
        .await
        .is(200);
    let due = async |key: &str| {
        let job = app.store.waiting_job(HOME, &queue, key).await.unwrap();
        job.unwrap().0
    };
    assert_eq!(due("hub:paused").await, app.clock.now());
    assert_eq!(due("hub:other").await, later);
    let _ = id;
}

async fn what_makes_no_sense_is_refused(app: &TestApp) {
    connect(app).await;
    let id = app.contact(json!({"firstName": "Ana"})).await;
    let long = "x".repeat(501);
    for (path, body, status) in [
        (
            "connections/hl1/pause".to_owned(),
            json!({"kind": "contact"}),
            422,
        ),
        (
            "connections/hl1/pause".into(),
            json!({"kind": "calendar"}),
            422,
        ),
        (
            "connections/hl1/pause".into(),
            json!({"connectionId": "hl1"}),
            422,
        ),
        ("connections/hl1/pause".into(), json!({"reason": long}), 422),
        (
            "connections/hl1/pause".into(),
            json!({"until": "noon"}),
            422,
        ),
        ("connections/hl2/pause".into(), json!({}), 400),
        ("contacts/nobody/pause".into(), json!({}), 400),
        (format!("contacts/{id}/pause"), json!({"kind": "task"}), 422),
        (
            format!("contacts/{id}/pause"),
            json!({"connectionId": "hl2"}),
            400,
        ),
    ] {
        let answer = app.post(&format!("/tenon/v1/{path}"), body.clone()).await;
        assert_eq!(answer.status, status, "{path} {body}: {}", answer.text);
    }
    assert_eq!(
        app.get("/tenon/v1/pauses").await.is(200)["pauses"],
        json!([])
    );
}

async fn why(app: &TestApp, id: &str) -> Value {
    let body = app.get(&format!("/tenon/v1/contacts/{id}/sync")).await;
    body.is(200)["connections"][0].clone()
}

async fn it_is_told_why_a_contact_is_not_in_step(app: &TestApp) {
    connect(app).await;
    let id = app.contact(json!({"firstName": "Ana"})).await;
    assert_eq!(
        why(app, &id).await["why"],
        json!(["it has no copy in HighLevel yet"])
    );
    let mut link = Link {
        connection_id: "hl1".into(),
        kind: Kind::Contact,
        record_id: id.clone(),
        root_id: id.clone(),
        remote_id: Some("r1".into()),
        state: LinkState::Linked,
        base_hub: Fields::new(),
        base_remote: Fields::new(),
        detail: Value::Null,
        version: 0,
    };
    let pushed = Write::Log {
        kind: Kind::Contact,
        record_id: id.clone(),
        root_id: id.clone(),
        action: Action::Push,
        detail: json!({"connectionId": "hl1"}),
    };
    let save = |link: &Link| Write::Link(Box::new(LinkWrite { link: link.clone() }));
    app.write(HOME, vec![save(&link), pushed]).await;
    let told = why(app, &id).await;
    assert_eq!(
        (&told["inStep"], &told["why"]),
        (&json!(true), &json!(["it is in step with HighLevel"]))
    );
    assert_eq!(
        (&told["remoteId"], &told["lastPushAt"]),
        (&json!("r1"), &json!(app.now()))
    );

    link.version = 1;
    link.state = LinkState::Refused;
    link.detail = json!({"fields": {"website": "x"}, "message": "no such site"});
    app.write(HOME, vec![save(&link)]).await;
    let pause = format!("/tenon/v1/contacts/{id}/pause");
    app.post(&pause, json!({"reason": "a complaint"}))
        .await
        .is(200);
    let told = why(app, &id).await;
    assert_eq!(told["inStep"], false);
    let now = app.now();
    assert_eq!(
        told["why"],
        json!([
            format!("this contact is paused, by Office since {now} (a complaint)"),
            "HighLevel has refused of its contact, website: no such site",
        ])
    );
    app.delete(&format!("/contacts/{id}")).await.is(200);
    let told = why(app, &id).await["why"].clone();
    assert_eq!(told[1], "it was deleted here");
    let nobody = app.get("/tenon/v1/contacts/nobody/sync").await;
    nobody.refuses(400, "Contact not found");
}
