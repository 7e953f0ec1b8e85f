//! What was sent: listed, read, replayed.

use serde_json::{Value, json};

use super::{DELIVERIES, at, hook, log, queued, subscribe};
use crate::support::app::TestApp;

on_both! {
    deliveries_are_listed_read_and_replayed
    all_since_a_time_are_replayed_page_by_page
}

async fn deliveries_are_listed_read_and_replayed(app: &TestApp) {
    let (one, two) = (subscribe(app, hook()).await, subscribe(app, hook()).await);
    for (to, id) in [(&one, "d1"), (&two, "d2"), (&one, "d3")] {
        log(app, to, &[id], "ContactCreate").await;
        app.pass(1);
    }
    let ids = |page: &Value| -> Vec<String> {
        let items = page["webhookDeliveries"].as_array().unwrap().iter();
        items
            .map(|item| item["id"].as_str().unwrap().to_owned())
            .collect()
    };
    let first = app.get(&format!("{DELIVERIES}?limit=2")).await.is(200);
    assert_eq!(ids(&first), ["d3", "d2"]);
    let next = first["nextBefore"].as_str().unwrap();
    let second = app
        .get(&format!("{DELIVERIES}?limit=2&before={next}"))
        .await
        .is(200);
    assert_eq!(
        (ids(&second), &second["nextBefore"]),
        (vec!["d1".to_owned()], &Value::Null)
    );
    let of_one = format!(
        "{DELIVERIES}?subscriptionId={}",
        one["id"].as_str().unwrap()
    );
    assert_eq!(ids(&app.get(&of_one).await.is(200)), ["d3", "d1"]);
    assert_eq!(
        ids(&app.get(&format!("{of_one}&state=delivered")).await.is(200)).len(),
        0
    );
    for bad in [
        "limit=0",
        "limit=201",
        "state=lost",
        "before=x",
        "before=x_y",
    ] {
        app.get(&format!("{DELIVERIES}?{bad}")).await.is(422);
    }

    let got = app.get(&format!("{DELIVERIES}/d1")).await.is(200);
    let got = &got["webhookDelivery"];
    assert_eq!(got["request"]["body"], r#"{"webhookId":"d1"}"#);
    assert_eq!(got["attempts"][0]["answer"], "oh no");
    assert_eq!((&got["state"], &got["tries"]), (&json!("dead"), &json!(1)));

    app.post(&format!("{DELIVERIES}/none/replay"), json!({}))
        .await
        .refuses(400, "Webhook delivery not found");
    // Asked twice, it waits once.
    for _ in 0..2 {
        let replayed = app
            .call("POST", &format!("{DELIVERIES}/d1/replay"))
            .send()
            .await;
        assert_eq!(replayed.is(200)["replayed"], 1);
    }
    assert_eq!(
        (queued(app, &one).await, queued(app, &two).await),
        (json!(1), json!(0))
    );
    let got = app.get(&format!("{DELIVERIES}/d1")).await.is(200);
    assert_eq!(got["webhookDelivery"]["state"], "waiting");
}

async fn all_since_a_time_are_replayed_page_by_page(app: &TestApp) {
    let to = subscribe(app, hook()).await;
    log(app, &to, &["before"], "ContactCreate").await;
    app.pass(60);
    let since = app.now();
    let names: Vec<String> = (0..1_200).map(|n| format!("d{n:04}")).collect();
    for some in names.chunks(100) {
        let ids: Vec<&str> = some.iter().map(String::as_str).collect();
        log(app, &to, &ids, "ContactCreate").await;
        app.pass(1);
    }
    let path = format!("{}/replay", at(&to));
    let first = app.post(&path, json!({"since": since})).await.is(200);
    assert_eq!(first["replayed"], 1_000);
    let body = json!({"since": since, "after": first["next"]});
    let second = app.post(&path, body).await.is(200);
    assert_eq!(
        (&second["replayed"], &second["next"]),
        (&json!(200), &Value::Null)
    );
    assert_eq!(queued(app, &to).await, 1_200);
    let dead = app
        .post(&path, json!({"since": "2020-01-01", "state": "dead"}))
        .await
        .is(200);
    assert_eq!(dead["replayed"], 1);
    app.post(&path, json!({}))
        .await
        .complains(&["since should not be empty"]);
    app.post(&path, json!({"since": "then"})).await.is(422);
    let never = app
        .post(&path, json!({"since": "9999-01-01"}))
        .await
        .is(200);
    assert_eq!(never["replayed"], 0);
}
