//! `/tenon/v1/connections/{connectionId}/users`

use serde_json::{Value, json};
use tenon_model::Kind;
use tenon_store::{Connection, Write};

use crate::support::app::{AWAY, HOME, TestApp};

on_both! {
    a_user_is_paired_by_hand_and_parted_again
    a_pair_is_refused_what_it_cannot_be
}

async fn connected(app: &TestApp, location: &str, id: &str) {
    let connection = Connection {
        location_id: location.into(),
        id: id.into(),
        system: "highlevel".into(),
        name: "HighLevel".into(),
        settings: Value::Null,
    };
    app.write(location, vec![Write::Connection(Box::new(connection))])
        .await;
}

async fn a_user_is_paired_by_hand_and_parted_again(app: &TestApp) {
    connected(app, HOME, "hl1").await;
    let user = app
        .record(Kind::User, json!({"firstName": "Ana", "role": "user"}))
        .await;
    let path = "/tenon/v1/connections/hl1/users";
    let pairs = async || app.get(path).await.is(200)["users"].clone();
    let mut told = json!({"userId": user, "firstName": "Ana", "lastName": null, "email": null,
        "remoteUserId": null, "by": null});
    assert_eq!(pairs().await, json!([told]));
    let one = format!("{path}/{user}");
    app.put(&one, json!({"remoteUserId": "U1"})).await.is(200);
    told["remoteUserId"] = json!("U1");
    told["by"] = json!("person");
    assert_eq!(pairs().await, json!([told]));
    app.put(&one, json!({"remoteUserId": "U2"})).await.is(200);
    app.put(&one, json!({"remoteUserId": null})).await.is(200);
    told["remoteUserId"] = Value::Null;
    assert_eq!(pairs().await, json!([told]));
}

async fn a_pair_is_refused_what_it_cannot_be(app: &TestApp) {
    connected(app, HOME, "hl1").await;
    connected(app, AWAY, "hl2").await;
    let user = json!({"firstName": "Ana", "role": "user"});
    let (ana, bo) = (
        app.record(Kind::User, user.clone()).await,
        app.record(Kind::User, user).await,
    );
    let put = async |connection: &str, user: &str, body: Value| {
        let path = format!("/tenon/v1/connections/{connection}/users/{user}");
        app.put(&path, body).await
    };
    put("hl1", &ana, json!({"remoteUserId": "U1"}))
        .await
        .is(200);
    put("hl1", &bo, json!({"remoteUserId": "U1"})).await.is(400);
    put("hl1", &bo, json!({})).await.is(422);
    put("hl1", &bo, json!({"remoteUserId": "../x"}))
        .await
        .is(422);
    put("hl1", "nobody", json!({"remoteUserId": "U2"}))
        .await
        .refuses(400, "User not found");
    put("hl2", &bo, json!({"remoteUserId": "U2"}))
        .await
        .refuses(400, "Connection not found");
}
