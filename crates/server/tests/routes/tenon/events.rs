//! Changes as they happen, and the log page by page.

use std::time::Duration;

use serde_json::{Value, json};
use tenon_model::{Kind, Scope};

use crate::support::app::{HOME, On, TestApp, block_on};

on_both! {
    the_log_is_read_in_both_directions
    a_filter_finds_its_own
    what_happens_is_told_at_once
    who_was_away_misses_nothing
    a_number_that_is_yet_to_come_starts_over
    a_stream_ends_with_its_token
    what_another_process_wrote_is_told
}

/// A stream's text, as far as it has come.
struct Stream {
    response: reqwest::Response,
    text: String,
}

impl Stream {
    async fn open(app: &TestApp, query: &str, last: Option<&str>) -> Self {
        let url = format!("http://{}/tenon/v1/events{query}", app.address);
        let mut request = app.client.get(url).bearer_auth(&app.token);
        if let Some(last) = last {
            request = request.header("Last-Event-ID", last);
        }
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), 200);
        let kind = &response.headers()["content-type"];
        assert_eq!(kind, "text/event-stream");
        let text = String::new();
        Self { response, text }
    }

    /// Reads until `part` has come, or fails.
    async fn until(&mut self, part: &str) -> &str {
        while !self.text.contains(part) {
            let next = tokio::time::timeout(Duration::from_secs(20), self.response.chunk());
            let next = next.await.expect(&self.text).unwrap();
            let next = next.unwrap_or_else(|| panic!("it ended after {}", self.text));
            self.text.push_str(std::str::from_utf8(&next).unwrap());
        }
        &self.text
    }

    /// The changes told so far.
    fn changes(&self) -> Vec<Value> {
        let lines = self.text.split("\n\n").filter_map(|event| {
            let data = event.split("event: change\ndata: ").nth(1)?;
            serde_json::from_str(data).ok()
        });
        lines.collect()
    }
}

async fn the_log_is_read_in_both_directions(app: &TestApp) {
    for name in ["Ana", "Ben", "Cy"] {
        app.contact(json!({"firstName": name})).await;
    }
    let newest = app.get("/tenon/v1/changes?limit=2").await.is(200);
    let ids = |page: &Value| -> Vec<i64> {
        let changes = page["changes"].as_array().unwrap().iter();
        changes
            .map(|change| change["id"].as_i64().unwrap())
            .collect()
    };
    assert_eq!(
        (ids(&newest), &newest["hasMore"]),
        (vec![3, 2], &json!(true))
    );
    let older = app.get("/tenon/v1/changes?limit=2&before=2").await.is(200);
    assert_eq!((ids(&older), &older["hasMore"]), (vec![1], &json!(false)));
    let oldest = app.get("/tenon/v1/changes?limit=2&after=0").await.is(200);
    assert_eq!((ids(&oldest), &oldest["next"]), (vec![1, 2], &json!("2")));
    let rest = app.get("/tenon/v1/changes?after=2").await.is(200);
    assert_eq!((ids(&rest), &rest["hasMore"]), (vec![3], &json!(false)));
    assert_eq!(rest["changes"][0]["fields"][0]["after"], "Cy");
    for wrong in [
        "before=0",
        "after=-1",
        "limit=501",
        "after=x",
        "after=1&before=2",
    ] {
        let answer = app.get(&format!("/tenon/v1/changes?{wrong}")).await;
        assert_eq!(answer.status, 422, "{wrong}");
    }
}

async fn a_filter_finds_its_own(app: &TestApp) {
    let contact = app.contact(json!({"firstName": "Ana"})).await;
    let note = json!({"body": "called"});
    app.post(&format!("/contacts/{contact}/notes"), note)
        .await
        .is(201);
    app.put(&format!("/contacts/{contact}"), json!({"city": "Waco"}))
        .await
        .is(200);
    for (query, found) in [
        ("kind=note", 1),
        ("kind=contact", 2),
        ("action=update", 1),
        ("actor=token", 3),
        ("actor=person", 0),
        ("actor=token:nobody", 0),
        ("actor=%25", 0),
    ] {
        let page = app.get(&format!("/tenon/v1/changes?{query}")).await.is(200);
        assert_eq!(page["changes"].as_array().unwrap().len(), found, "{query}");
    }
    for wrong in ["kind=secret", "action=steal"] {
        let answer = app.get(&format!("/tenon/v1/changes?{wrong}")).await;
        assert_eq!(answer.status, 422, "{wrong}");
    }
}

async fn what_happens_is_told_at_once(app: &TestApp) {
    let before = app.contact(json!({"firstName": "Ana"})).await;
    let mut all = Stream::open(app, "", None).await;
    let mut of_one = Stream::open(app, &format!("?contactId={before}"), None).await;
    all.until("event: ready").await;
    of_one.until("event: ready").await;
    let script = "<script>alert(1)</script>\n\nevent: change\n";
    let other = app.contact(json!({"firstName": script})).await;
    app.put(&format!("/contacts/{before}"), json!({"city": "Waco"}))
        .await
        .is(200);
    all.until("\"city\"").await;
    let told = all.changes();
    assert_eq!(told.len(), 2, "{}", all.text);
    assert_eq!(
        (&told[0]["contactId"], &told[0]["action"]),
        (&json!(other), &json!("create"))
    );
    assert_eq!(told[1]["fields"], json!(["city"]));
    of_one.until("\"city\"").await;
    assert_eq!(of_one.changes().len(), 1, "{}", of_one.text);
}

async fn who_was_away_misses_nothing(app: &TestApp) {
    for name in ["Ana", "Ben", "Cy"] {
        app.contact(json!({"firstName": name})).await;
    }
    let mut stream = Stream::open(app, "", Some("1")).await;
    stream.until("id: 3\n").await;
    assert_eq!(stream.changes().len(), 2);
    // Whoever cannot set a header says it in the query; and one that does not wait is told the rest.
    let stream = Stream::open(app, "?after=1&wait=0", None).await;
    let text = stream.response.text().await.unwrap();
    assert_eq!(text.matches("event: change").count(), 2);
}

async fn a_number_that_is_yet_to_come_starts_over(app: &TestApp) {
    app.contact(json!({"firstName": "Ana"})).await;
    for (last, event) in [("99", "reset"), ("1", "ready"), ("nonsense", "ready")] {
        let stream = Stream::open(app, "?wait=0", Some(last)).await;
        let text = stream.response.text().await.unwrap();
        assert_eq!(
            text,
            format!("retry: 2000\nid: 1\nevent: {event}\ndata: {{}}\n\n")
        );
    }
}

async fn a_stream_ends_with_its_token(app: &TestApp) {
    let mut stream = Stream::open(app, "", None).await;
    stream.until("event: ready").await;
    app.pass(2 * 60 * 60);
    app.record(Kind::Contact, json!({"firstName": "Secret"}))
        .await;
    while let Ok(Some(more)) = stream.response.chunk().await {
        let more = String::from_utf8_lossy(&more);
        assert!(!more.contains("change"), "{more}");
    }
    let fresh = app.token_for(HOME, Scope::ALL).await;
    let call = app.call("GET", "/tenon/v1/changes").token(Some(&fresh));
    assert_eq!(
        call.send().await.is(200)["changes"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    let narrow = app.token_for(HOME, &[Scope::ContactsWrite]).await;
    let call = app
        .call("GET", "/tenon/v1/events?wait=0")
        .token(Some(&narrow));
    call.send()
        .await
        .refuses(401, "The token is not authorized for this scope.");
}

async fn what_another_process_wrote_is_told(app: &TestApp) {
    let other = app.twin(tenon_server::Settings::default()).await;
    let mut stream = Stream::open(app, "", None).await;
    stream.until("event: ready").await;
    other.contact(json!({"firstName": "Ana"})).await;
    stream.until("event: change").await;
}

/// A stream that is open does not hold up a server that stops.
#[test]
fn a_stream_ends_with_its_server() {
    block_on(async {
        let mut app = TestApp::open(On::Sqlite, tenon_server::Settings::default()).await;
        let mut stream = Stream::open(&app, "", None).await;
        stream.until("event: ready").await;
        let begun = std::time::Instant::now();
        app.stop().await;
        assert!(begun.elapsed() < Duration::from_secs(5));
    });
}
