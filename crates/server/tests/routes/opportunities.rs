//! `/opportunities/…`

use serde_json::{Value, json};
use tenon_model::{Kind, houzz_board};

use crate::support::app::{AWAY, HOME, TestApp};

on_both! {
    the_pipelines_are_listed
    an_opportunity_is_made_read_moved_and_deleted
    an_opportunity_says_as_little_as_it_must
    an_opportunity_is_refused_what_it_cannot_be
    opportunities_are_found_page_by_page
    an_opportunity_goes_with_its_contact
}

/// Houzz Pro's board, whose stages are called `s0` to `s7`.
async fn board(app: &TestApp) -> String {
    let mut at = 0;
    let doc = houzz_board(|| {
        at += 1;
        format!("s{}", at - 1)
    });
    app.record(Kind::Pipeline, doc).await
}

async fn make(app: &TestApp, body: Value) -> Value {
    let mut body = body;
    body["locationId"] = json!(HOME);
    let made = app.post("/opportunities/", body).await.is(201);
    made["opportunity"].clone()
}

async fn the_pipelines_are_listed(app: &TestApp) {
    let id = board(app).await;
    let list = app
        .get(&format!("/opportunities/pipelines?locationId={HOME}"))
        .await
        .is(200);
    let [pipeline] = &list["pipelines"].as_array().unwrap()[..] else {
        panic!("{list}")
    };
    assert_eq!(pipeline["id"], id);
    assert_eq!(
        pipeline["stages"][3],
        json!({"id": "s3", "name": "Meeting Scheduled", "position": 3})
    );
    app.get(&format!("/opportunities/pipelines?locationId={AWAY}"))
        .await
        .is(403);
}

async fn an_opportunity_is_made_read_moved_and_deleted(app: &TestApp) {
    let pipeline = board(app).await;
    let user = app
        .record(Kind::User, json!({"email": "u@x.com", "role": "user"}))
        .await;
    let contact = app
        .contact(json!({"firstName": "Ana", "email": "ana@x.com", "tags": ["lead"]}))
        .await;
    let made = make(
        app,
        json!({"pipelineId": pipeline, "pipelineStageId": "s1", "name": "Ana's kitchen",
            "status": "open", "contactId": contact, "monetaryValue": 42_000.5,
            "assignedTo": user}),
    )
    .await;
    let id = made["id"].as_str().unwrap();
    assert_eq!(made["contactId"], contact);
    assert_eq!(
        made["contact"],
        json!({"id": contact, "name": "Ana", "email": "ana@x.com", "tags": ["lead"]})
    );
    let path = format!("/opportunities/{id}");
    assert_eq!(app.get(&path).await.is(200)["opportunity"], made);
    let moved = app
        .put(
            &path,
            json!({"pipelineStageId": "s4", "monetaryValue": 43_000}),
        )
        .await
        .is(200);
    assert_eq!(moved["opportunity"]["pipelineStageId"], "s4");
    assert_eq!(moved["opportunity"]["monetaryValue"], 43_000);
    let won = app
        .put(&format!("{path}/status"), json!({"status": "won"}))
        .await
        .is(200);
    assert_eq!(won["succeded"], true);
    let told = app.get(&path).await.is(200);
    assert_eq!(told["opportunity"]["status"], "won");
    assert_eq!(app.delete(&path).await.is(200)["succeded"], true);
    app.get(&path).await.refuses(400, "Opportunity not found");
}

async fn an_opportunity_says_as_little_as_it_must(app: &TestApp) {
    let pipeline = board(app).await;
    let contact = app.contact(json!({"firstName": "Ana"})).await;
    let made = make(
        app,
        json!({"pipelineId": pipeline, "name": "Roof", "status": "open", "contactId": contact}),
    )
    .await;
    // Without a stage it stands at the first.
    assert_eq!(made["pipelineStageId"], "s0");
    assert_eq!(made.get("monetaryValue"), None);
}

async fn an_opportunity_is_refused_what_it_cannot_be(app: &TestApp) {
    let pipeline = board(app).await;
    let contact = app.contact(json!({"firstName": "Ana"})).await;
    let good = json!({"locationId": HOME, "pipelineId": pipeline, "name": "Roof",
        "status": "open", "contactId": contact});
    let before = app.store.last_seq(HOME).await.unwrap();
    for (name, value, status) in [
        ("pipelineId", json!("nobody"), 400),
        ("pipelineStageId", json!("s9"), 422),
        ("assignedTo", json!("nobody"), 400),
        ("contactId", json!("nobody"), 400),
        ("status", json!("perhaps"), 422),
        ("name", json!(" "), 422),
        ("monetaryValue", json!("much"), 422),
        ("monetaryValue", json!(1e300), 422),
        ("colour", json!("red"), 422),
        ("locationId", json!(AWAY), 403),
    ] {
        let mut bad = good.clone();
        bad[name] = value;
        app.post("/opportunities/", bad).await.is(status);
    }
    assert_eq!(app.store.last_seq(HOME).await.unwrap(), before);
    let made = app.post("/opportunities/", good).await.is(201);
    let path = format!(
        "/opportunities/{}",
        made["opportunity"]["id"].as_str().unwrap()
    );
    for bad in [
        json!({"pipelineStageId": "s9"}),
        json!({"name": null}),
        json!({"status": null}),
    ] {
        app.put(&path, bad).await.is(422);
    }
}

async fn opportunities_are_found_page_by_page(app: &TestApp) {
    let pipeline = board(app).await;
    let ana = app.contact(json!({"firstName": "Ana"})).await;
    let bo = app.contact(json!({"firstName": "Bo"})).await;
    let mut ids = Vec::new();
    for (at, (contact, status)) in [(&ana, "open"), (&bo, "won"), (&ana, "open")]
        .into_iter()
        .enumerate()
    {
        app.clock.advance(jiff::SignedDuration::from_secs(1));
        let made = make(
            app,
            json!({"pipelineId": pipeline, "name": format!("Job {at}"), "status": status,
                "contactId": contact}),
        )
        .await;
        ids.push(made["id"].as_str().unwrap().to_owned());
    }
    let path = format!("/opportunities/search?location_id={HOME}");
    let found = |answer: &Value| -> Vec<String> {
        let found = answer["opportunities"].as_array().unwrap().iter();
        found
            .map(|one| one["id"].as_str().unwrap().to_owned())
            .collect()
    };
    let all = app.get(&path).await.is(200);
    assert_eq!(found(&all), [&*ids[2], &ids[1], &ids[0]]);
    assert_eq!(all["meta"]["total"], 3);
    for (query, expected) in [
        (format!("contact_id={ana}"), vec![2, 0]),
        ("status=won".into(), vec![1]),
        ("status=all".into(), vec![2, 1, 0]),
        ("q=job%201".into(), vec![1]),
        (
            format!("pipeline_id={pipeline}&pipeline_stage_id=s0"),
            vec![2, 1, 0],
        ),
        ("pipeline_stage_id=s1".into(), vec![]),
        (format!("id={}", ids[0]), vec![0]),
    ] {
        let answer = app.get(&format!("{path}&{query}")).await.is(200);
        let expected: Vec<&String> = expected.into_iter().map(|at: usize| &ids[at]).collect();
        assert_eq!(
            found(&answer).iter().collect::<Vec<_>>(),
            expected,
            "{query}"
        );
    }
    let first = app.get(&format!("{path}&limit=2")).await.is(200);
    let meta = &first["meta"];
    assert_eq!(meta["nextPage"], 2);
    let second = app.get(&format!("{path}&limit=2&page=2")).await.is(200);
    assert_eq!(found(&second), [&*ids[0]]);
    let place = format!(
        "startAfter={}&startAfterId={}",
        meta["startAfter"],
        meta["startAfterId"].as_str().unwrap()
    );
    let behind = app.get(&format!("{path}&limit=2&{place}")).await.is(200);
    assert_eq!(found(&behind), [&*ids[0]]);
    app.get(&format!("{path}&startAfterId=x&startAfter=soon"))
        .await
        .is(422);
}

async fn an_opportunity_goes_with_its_contact(app: &TestApp) {
    let pipeline = board(app).await;
    let contact = app.contact(json!({"firstName": "Ana"})).await;
    let made = make(
        app,
        json!({"pipelineId": pipeline, "name": "Roof", "status": "open", "contactId": contact}),
    )
    .await;
    app.delete(&format!("/contacts/{contact}")).await.is(200);
    let path = format!("/opportunities/{}", made["id"].as_str().unwrap());
    app.get(&path).await.refuses(400, "Opportunity not found");
}
