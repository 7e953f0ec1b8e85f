//! Followers, campaigns and workflows of a contact.

use serde_json::{Value, json};
use tenon_model::Kind;

use crate::support::app::TestApp;

on_both! {
    users_follow_a_contact_and_stop
    a_contact_is_put_in_campaigns_and_taken_out
    a_contact_is_put_in_a_workflow_and_taken_out
    what_is_not_there_cannot_be_tied
    many_may_tie_one_contact_at_once
}

async fn user(app: &TestApp, name: &str) -> String {
    let user = json!({"email": format!("{name}@x.com"), "role": "user"});
    app.record(Kind::User, user).await
}

async fn programme(app: &TestApp, kind: Kind) -> String {
    let doc = json!({"name": "Spring", "status": "published"});
    app.record(kind, doc).await
}

async fn users_follow_a_contact_and_stop(app: &TestApp) {
    let (ana, ben) = (user(app, "ana").await, user(app, "ben").await);
    let contact = app.contact(json!({"firstName": "Cleo"})).await;
    let path = format!("/contacts/{contact}/followers");
    let asked = app
        .post(&path, json!({"followers": [ben, ben]}))
        .await
        .is(201);
    assert_eq!(asked["followers"], json!([ben]));
    assert_eq!(asked["followersAdded"], json!([ben]));
    let asked = app
        .post(&path, json!({"followers": [ana, ben]}))
        .await
        .is(201);
    assert_eq!(asked["followers"], json!([ana, ben]));
    assert_eq!(asked["followersAdded"], json!([ana]));
    let read = app.get(&format!("/contacts/{contact}")).await.is(200);
    assert_eq!(read["contact"]["followers"], json!([ana, ben]));
    let call = app
        .call("DELETE", &path)
        .json(&json!({"followers": [ana, "none"]}));
    let asked = call.send().await.is(200);
    assert_eq!(asked["followers"], json!([ben]));
    assert_eq!(asked["followersRemoved"], json!([ana]));
    for body in [
        json!({}),
        json!({"followers": ben}),
        json!({"followers": [1]}),
    ] {
        let told = app.post(&path, body.clone()).await;
        assert_eq!(told.status, 422, "{body}");
    }
}

async fn a_contact_is_put_in_campaigns_and_taken_out(app: &TestApp) {
    let contact = app.contact(json!({"firstName": "Cleo"})).await;
    let at = |path: &str| format!("/contacts/{contact}/campaigns/{path}");
    let spring = programme(app, Kind::Campaign).await;
    let autumn = programme(app, Kind::Campaign).await;
    let campaigns = async || {
        let read = app.get(&format!("/contacts/{contact}")).await.is(200);
        read["contact"]["campaigns"].clone()
    };
    for id in [&spring, &autumn, &spring] {
        let done = app.post(&at(id), json!({})).await.says(201);
        assert_eq!(done, json!({"succeded": true}));
    }
    assert_eq!(campaigns().await, json!([spring, autumn]));
    app.delete(&at(&spring)).await.is(200);
    app.delete(&at(&spring)).await.is(200);
    assert_eq!(campaigns().await, json!([autumn]));
    app.post(&at(&spring), json!({})).await.is(201);
    let all = app.call("DELETE", &at("remove-all")).version(Some("v3"));
    assert_eq!(
        all.send().await.says(200),
        json!({"succeded": true, "succeeded": true})
    );
    assert_eq!(campaigns().await, Value::Null);
    app.delete(&at("removeAll")).await.is(200);
    // The log knows: put in three times, taken out, put in again, taken out of all.
    let timeline = app
        .get(&format!("/tenon/v1/contacts/{contact}/timeline"))
        .await
        .is(200);
    let entries = timeline["entries"].as_array().unwrap().iter();
    let changed = entries.filter(|entry| entry["fields"][0]["field"] == "campaigns");
    assert_eq!(changed.count(), 5);
    // A body is asked for, as upstream.
    app.call("POST", &at(&spring)).send().await.is(422);
}

async fn a_contact_is_put_in_a_workflow_and_taken_out(app: &TestApp) {
    let contact = app.contact(json!({"firstName": "Cleo"})).await;
    let workflow = programme(app, Kind::Workflow).await;
    let path = format!("/contacts/{contact}/workflow/{workflow}");
    let at = json!({"eventStartTime": "2021-06-23T03:30:00+01:00"});
    assert_eq!(
        app.post(&path, at.clone()).await.says(200),
        json!({"succeded": true})
    );
    let read = app.get(&format!("/contacts/{contact}")).await.is(200);
    assert_eq!(read["contact"]["activeWorkflows"], json!([workflow]));
    let wrong = json!({"eventStartTime": "soon"});
    app.post(&path, wrong)
        .await
        .complains(&["eventStartTime must be a valid ISO 8601 date string"]);
    app.call("DELETE", &path).json(&at).send().await.is(200);
    let read = app.get(&format!("/contacts/{contact}")).await.is(200);
    assert_eq!(read["contact"].get("activeWorkflows"), None);
}

async fn what_is_not_there_cannot_be_tied(app: &TestApp) {
    let contact = app.contact(json!({"firstName": "Cleo"})).await;
    let (user, campaign) = (user(app, "ana").await, programme(app, Kind::Campaign).await);
    let before = app.store.last_seq("home").await.unwrap();
    let post = async |path: String, body| app.post(&path, body).await;
    let known = format!("/contacts/{contact}");
    post(
        format!("{known}/followers"),
        json!({"followers": [user, "nobody"]}),
    )
    .await
    .refuses(400, "User not found");
    // A campaign is no workflow.
    post(format!("{known}/workflow/{campaign}"), json!({}))
        .await
        .refuses(400, "Workflow not found");
    post(format!("{known}/campaigns/none"), json!({}))
        .await
        .refuses(400, "Campaign not found");
    for (path, body) in [
        ("followers", json!({"followers": [user]})),
        (&format!("campaigns/{campaign}"), json!({})),
    ] {
        let unknown = post(format!("/contacts/nobody/{path}"), body).await;
        unknown.refuses(400, "Contact not found");
    }
    assert_eq!(app.store.last_seq("home").await.unwrap(), before);
    // Nor written past these operations.
    let body = json!({"followers": [user], "businessId": "b", "activeWorkflows": []});
    let told = app.put(&known, body).await.is(422)["message"].clone();
    assert_eq!(told.as_array().unwrap().len(), 3);
}

async fn many_may_tie_one_contact_at_once(app: &TestApp) {
    let contact = app.contact(json!({"firstName": "Cleo"})).await;
    let mut campaigns = Vec::new();
    for _ in 0..12 {
        campaigns.push(programme(app, Kind::Campaign).await);
    }
    let calls = campaigns.iter().map(async |id| {
        let path = format!("/contacts/{contact}/campaigns/{id}");
        app.post(&path, json!({})).await.is(201);
    });
    futures_util::future::join_all(calls).await;
    let read = app.get(&format!("/contacts/{contact}")).await.is(200);
    assert_eq!(read["contact"]["campaigns"], json!(campaigns));
}
