//! A calendar's feed behind a real HTTP server, polled.
#![allow(clippy::unwrap_used, reason = "test code")]

mod support;

use std::sync::{Arc, Mutex};

use axum::{
    Router,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::IntoResponse as _,
    routing::get,
};
use tenon_channels::{Feed, FeedClient};
use tenon_webhooks::Guard;

use support::{House, On};

const CHANNEL: &str = "calendar/Work";

/// What the host serves, and what it was asked.
#[derive(Default)]
struct Host {
    file: String,
    tag: String,
    whole: usize,
    same: usize,
}

type Shared = Arc<Mutex<Host>>;

async fn serve(State(host): State<Shared>, headers: HeaderMap) -> axum::response::Response {
    let mut host = host.lock().unwrap();
    let asked = headers
        .get(header::IF_NONE_MATCH)
        .and_then(|tag| tag.to_str().ok());
    if asked == Some(host.tag.as_str()) {
        host.same += 1;
        return StatusCode::NOT_MODIFIED.into_response();
    }
    host.whole += 1;
    ([(header::ETAG, host.tag.clone())], host.file.clone()).into_response()
}

async fn host() -> (Shared, String) {
    let host = Shared::default();
    let router = Router::new()
        .route("/cal.ics", get(serve))
        .with_state(Arc::clone(&host));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/cal.ics", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    (host, url)
}

fn publish(host: &Shared, tag: &str, meetings: &[(&str, &str)]) {
    let events = meetings.iter().map(|(uid, start)| {
        format!(
            "BEGIN:VEVENT\r\nUID:{uid}\r\nDTSTART:{start}\r\nDURATION:PT1H\r\nSUMMARY:Visit\r\n\
                 ATTENDEE:mailto:maya@example.org\r\nEND:VEVENT\r\n"
        )
    });
    let events: String = events.collect();
    let mut host = host.lock().unwrap();
    host.file = format!("BEGIN:VCALENDAR\r\n{events}END:VCALENDAR\r\n");
    host.tag = format!("\"{tag}\"");
}

/// Polls until what the channel says of itself holds.
async fn polled(house: &House, private: bool, holds: impl Fn(&serde_json::Value) -> bool) {
    let client = FeedClient::new(Guard::new(private)).unwrap();
    let feed = Feed::new(
        house.place().clone(),
        CHANNEL.into(),
        client,
        "node-1".into(),
    );
    let task = tokio::spawn(Arc::new(feed).run(std::future::pending()));
    house
        .eventually(async || holds(&house.state_of(CHANNEL).await))
        .await;
    task.abort();
}

#[test]
fn meetings_follow_their_calendar_and_an_unchanged_file_is_not_sent_again() {
    support::story(On::Memory, async |house: House| {
        let (host, url) = host().await;
        publish(
            &host,
            "1",
            &[("a", "20261130T150000Z"), ("b", "20261201T150000Z")],
        );
        house.calendar(CHANNEL, &url).await;
        let maya = house.contact("maya@example.org").await;
        polled(&house, true, |state| state["created"] == 2).await;
        assert_eq!(
            house.starts(&maya).await,
            ["2026-11-30T15:00:00.000Z", "2026-12-01T15:00:00.000Z"]
        );
        let log = house.log().await;
        house.pass(301);
        let checked = house.state_of(CHANNEL).await["checkedAt"].clone();
        polled(&house, true, |state| state["checkedAt"] != checked).await;
        {
            let host = host.lock().unwrap();
            assert_eq!((host.whole, host.same), (1, 1));
        }
        assert_eq!(house.log().await, log);
        // One moved, the other gone.
        publish(&host, "2", &[("a", "20261130T170000Z")]);
        house.pass(301);
        polled(&house, true, |state| state["calledOff"] == 1).await;
        assert_eq!(house.starts(&maya).await[0], "2026-11-30T17:00:00.000Z");
        // Half a file calls nothing off.
        {
            let mut host = host.lock().unwrap();
            host.file = "BEGIN:VCALENDAR\r\n".into();
            host.tag = "\"3\"".into();
        }
        house.pass(301);
        polled(&house, true, |state| state["whole"] == false).await;
        assert_eq!(house.state_of(CHANNEL).await["calledOff"], 0);
    });
}

#[test]
fn a_private_address_is_refused_and_a_page_instead_of_a_calendar_is_told() {
    support::story(On::Memory, async |house: House| {
        let (host, url) = host().await;
        house.calendar(CHANNEL, &url).await;
        polled(&house, false, |state| {
            state["error"]
                .as_str()
                .is_some_and(|error| error.contains("public address"))
        })
        .await;
        assert_eq!(host.lock().unwrap().whole, 0);
        host.lock().unwrap().file = "<html>Sign in</html>".into();
        polled(&house, true, |state| {
            state["error"]
                .as_str()
                .is_some_and(|error| error.contains("no calendar"))
        })
        .await;
    });
}
