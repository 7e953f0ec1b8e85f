//! The database goes away under a running server, and comes back.

use serde_json::json;
use tenon_server::Settings;
use tenon_testkit::{Database, PostgresServer};

use crate::support::app::{HOME, TestApp, block_on};

#[test]
fn a_server_outlives_its_database() {
    let postgres = PostgresServer::start();
    block_on(async {
        let database = Database::on(postgres.url());
        let mut app = TestApp::over(None, Some(database), Settings::default()).await;
        let id = app.contact(json!({"email": "ana@example.org"})).await;
        app.get("/readyz").await.is(200);
        postgres.crash();
        refuses(&app, &id).await;
        postgres.come_back();
        answers(&app, &id).await;
        app.stop().await;
    });
}

/// Everything that needs the database says that it is away, in the envelope; the process lives.
async fn refuses(app: &TestApp, id: &str) {
    let answer = app.get("/readyz").await;
    assert_eq!(answer.is(503)["status"], "not ready");
    let path = format!("/contacts/{id}");
    let calls = [
        app.call("GET", &path),
        app.call("PUT", &path).json(&json!({"city": "Waco"})),
        app.call("DELETE", &path),
        app.call("POST", "/contacts/")
            .json(&json!({"locationId": HOME, "firstName": "Ben"})),
        app.call("POST", "/contacts/search")
            .json(&json!({"locationId": HOME, "pageLimit": 1})),
        app.call("POST", "/hooks/houzz/houzz1").bytes("{}"),
        // A token that was never seen: whether it is good cannot be told now.
        app.call("GET", &path).token(Some("tenon_new")),
    ];
    for call in calls {
        let answer = call.send().await;
        assert_eq!(
            (answer.status, answer.header("retry-after")),
            (503, "1"),
            "{}",
            answer.text
        );
        let told = "The database is unavailable at this moment; nothing was done. Send it again.";
        assert_eq!(answer.body["message"], told);
        assert_eq!(answer.body["error"], "Service Unavailable");
    }
    app.get("/healthz").await.is(200);
    // What is wrong with a call is still told.
    let answer = app
        .post("/contacts/", json!({"locationId": HOME, "email": 5}))
        .await;
    assert_eq!(answer.status, 422);
}

/// The same server answers again, and what was confirmed is there.
async fn answers(app: &TestApp, id: &str) {
    app.get("/readyz").await.is(200);
    let body = app.get(&format!("/contacts/{id}")).await.is(200);
    assert_eq!(body["contact"]["email"], "ana@example.org");
    assert!(body["contact"].get("city").is_none());
    app.contact(json!({"firstName": "Ben"})).await;
    assert_eq!(app.search(json!({})).await.is(200)["total"], 2);
}
