//! `/campaigns/` and `/workflows/`

use serde_json::json;
use tenon_model::Kind;

use crate::support::app::{AWAY, HOME, TestApp};

on_both! {
    campaigns_and_workflows_are_listed
}

async fn campaigns_and_workflows_are_listed(app: &TestApp) {
    let now = "2026-01-05T12:00:00.000Z";
    let spring = json!({"name": "Spring", "status": "published"});
    let draft = json!({"name": "Autumn", "status": "draft"});
    let workflow = app.record(Kind::Workflow, spring.clone()).await;
    let campaign = app.record(Kind::Campaign, spring).await;
    let other = app.record(Kind::Campaign, draft).await;
    let path = format!("/campaigns/?locationId={HOME}");
    let list = app.get(&path).await.is(200)["campaigns"].clone();
    let told = json!({"id": campaign, "name": "Spring", "status": "published",
        "locationId": HOME});
    assert_eq!((&list[0], &list[1]["id"]), (&told, &json!(other)));
    let list = app.get(&format!("{path}&status=draft")).await.is(200)["campaigns"].clone();
    assert_eq!(list.as_array().map(|list| list.len()), Some(1));
    assert_eq!(list[0]["id"], json!(other));
    let list = app
        .get(&format!("/workflows/?locationId={HOME}"))
        .await
        .is(200);
    let told = json!([{"id": workflow, "name": "Spring", "status": "published", "version": 1,
        "createdAt": now, "updatedAt": now, "locationId": HOME}]);
    assert_eq!(list["workflows"], told);
    for path in ["/campaigns/", "/workflows/"] {
        app.get(path)
            .await
            .complains(&["locationId should not be empty"]);
        app.get(&format!("{path}?locationId={AWAY}")).await.is(403);
    }
}
