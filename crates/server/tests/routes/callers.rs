//! Callers who hang up, trickle, or are still there when the server stops.

use std::time::Duration;

use serde_json::{Value, json};
use tenon_model::Random;
use tenon_server::Settings;
use tenon_testkit::SeededRandom;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::support::{
    app::{HOME, On, TestApp, block_on},
    call::raw,
};

on_both! {
    calls_that_are_hung_up_on_are_done_or_not_done
    a_head_that_is_too_large_is_refused
    a_caller_who_is_still_sending_hears_the_refusal
}

async fn calls_that_are_hung_up_on_are_done_or_not_done(app: &TestApp) {
    let random = SeededRandom::new(3);
    let body = |number: usize| {
        json!({"locationId": HOME, "email": format!("n{number}@example.org"), "phone":
            format!("+1512555{number:04}"), "tags": ["a", "b"]})
    };
    for number in 0..120 {
        let patience = Duration::from_micros(random.below(6_000));
        let call = app.post("/contacts/", body(number));
        // Dropping the call closes its connection.
        let _ = tokio::time::timeout(patience, call).await;
    }
    // Each stands whole or not at all, so that the same call now succeeds, or finds its own contact.
    for number in 0..120 {
        let answer = app.post("/contacts/upsert", body(number)).await.is(200);
        let id = answer["contact"]["id"].as_str().unwrap().to_owned();
        let timeline = app
            .get(&format!("/tenon/v1/contacts/{id}/timeline"))
            .await
            .is(200);
        let entries = timeline["entries"].as_array().unwrap();
        assert_eq!(entries.len(), 1, "{timeline}");
        assert_eq!(
            (&entries[0]["action"], &entries[0]["fields"][2]["field"]),
            (&json!("create"), &json!("tags"))
        );
    }
    assert_eq!(
        app.search(json!({"pageLimit": 1})).await.is(200)["total"],
        120
    );
}

async fn a_head_that_is_too_large_is_refused(app: &TestApp) {
    let long = format!(
        "GET /healthz HTTP/1.1\r\nHost: x\r\nX: {}\r\n\r\n",
        "x".repeat(64 * 1024)
    );
    let many = format!(
        "GET /healthz HTTP/1.1\r\nHost: x\r\n{}\r\n",
        "X: y\r\n".repeat(100)
    );
    for request in [long, many] {
        let mut stream = TcpStream::connect(app.address).await.unwrap();
        let _ = stream.write_all(request.as_bytes()).await;
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer).await;
        let answer = String::from_utf8_lossy(&answer).into_owned();
        assert!(
            answer.is_empty() || answer.starts_with("HTTP/1.1 431 "),
            "{answer}"
        );
    }
    for request in [
        "\r\n\r\n",
        "GET\r\n\r\n",
        "GET / HTTP/9.9\r\n\r\n",
        "\x16\x03\x01\x02\x00",
    ] {
        let mut request = request.as_bytes().to_vec();
        request.extend(b"\r\n\r\n");
        let answer = raw(app, &request).await;
        assert!(!answer.starts_with("HTTP/1.1 5"), "{answer}");
    }
    app.get("/healthz").await.is(200);
}

async fn a_caller_who_is_still_sending_hears_the_refusal(app: &TestApp) {
    let body = vec![b' '; 8 * 1024 * 1024];
    for _ in 0..4 {
        let call = app.call("POST", "/contacts/").bytes(body.clone());
        let answer = call.token(Some("tenon_old")).send().await;
        answer.refuses(401, "Invalid JWT");
        let call = app.call("POST", "/contacts/").bytes(body.clone());
        let answer = call.version(None).send().await;
        answer.refuses(401, "version header was not found.");
    }
}

/// The head of a call that creates a contact, and its body.
fn create(app: &TestApp, more: &str) -> (String, String) {
    let body = json!({"locationId": HOME, "firstName": "Ana"}).to_string();
    let head = format!(
        "POST /contacts/ HTTP/1.1\r\nHost: x\r\nVersion: 2021-07-28\r\nConnection: close\r\n{more}\
         Authorization: Bearer {}\r\nContent-Length: {}\r\n\r\n",
        app.token,
        body.len()
    );
    (head, body)
}

#[test]
fn a_body_that_trickles_is_given_up() {
    let runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = { runtime }.enable_all().start_paused(true).build().unwrap();
    runtime.block_on(async {
        let mut app = TestApp::over(None, None, Settings::default()).await;
        let (head, _) = create(&app, "");
        let answer = raw(&app, head.as_bytes()).await;
        assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
        let body: Value = serde_json::from_str(answer.split("\r\n\r\n").nth(1).unwrap()).unwrap();
        assert_eq!(
            body["message"],
            "the request's body took too long; send it again"
        );
        assert_eq!(app.store.last_seq(HOME).await.unwrap(), 0);
        app.stop().await;
    });
}

#[test]
fn a_call_under_way_ends_before_the_server_does() {
    block_on(async {
        let mut app = TestApp::open(On::Sqlite, Settings::default()).await;
        let (head, body) = create(&app, "Expect: 100-continue\r\n");
        let mut stream = TcpStream::connect(app.address).await.unwrap();
        stream.write_all(head.as_bytes()).await.unwrap();
        // The server asks for the body: the call is under way.
        let mut asked = [0; 25];
        stream.read_exact(&mut asked).await.unwrap();
        assert_eq!(&asked, b"HTTP/1.1 100 Continue\r\n\r\n");
        let address = app.address;
        let rest = async {
            // New callers are turned away while this one is still served.
            while TcpStream::connect(address).await.is_ok() {
                tokio::task::yield_now().await;
            }
            stream.write_all(body.as_bytes()).await.unwrap();
            let mut answer = String::new();
            stream.read_to_string(&mut answer).await.unwrap();
            answer
        };
        let ((), answer) = tokio::join!(app.stop(), rest);
        assert!(answer.starts_with("HTTP/1.1 201 "), "{answer}");
        assert_eq!(app.store.last_seq(HOME).await.unwrap(), 1);
    });
}
