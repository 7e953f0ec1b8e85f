//! Tokens: refreshed once, in time, and never lost.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use tenon_highlevel::{Credentials, Grant};
use tenon_sync::remote::{Remote, RemoteError, Urgency::Interactive};

use crate::fake::{Asked, Fake, MemoryStore, Reply, error, grant, now, ok};

fn pair(access: &str, refresh: &str) -> Value {
    json!({"access_token": access, "token_type": "Bearer", "expires_in": 86399,
        "refresh_token": refresh, "userType": "Location", "locationId": "loc1", "userId": "u1"})
}

fn contact() -> Reply {
    ok(json!({"contact": {"id": "c1", "firstName": "Ana"}}))
}

/// A vendor that knows one access token and one refresh token at a time.
fn vendor(access: &str) -> impl Fn(&Asked) -> Reply + Send + Sync + use<> {
    let valid = Mutex::new((access.to_owned(), "r1".to_owned(), 1));
    move |asked| {
        let mut valid = valid.lock().unwrap();
        if asked.line != "POST /oauth/token" {
            return if asked.token() == valid.0 {
                contact()
            } else {
                error(401, "Invalid JWT")
            };
        }
        if !asked.text.contains(&format!("refresh_token={}&", valid.1)) {
            return error(400, "Invalid grant: refresh token is invalid");
        }
        valid.2 += 1;
        (valid.0, valid.1) = (format!("a{}", valid.2), format!("r{}", valid.2));
        ok(pair(&valid.0, &valid.1))
    }
}

fn refreshes(fake: &Fake) -> usize {
    fake.lines()
        .iter()
        .filter(|line| *line == "POST /oauth/token")
        .count()
}

#[tokio::test]
async fn a_token_that_is_about_to_end_is_refreshed_first() {
    let fake = Fake::start(vendor("a1")).await;
    let store = MemoryStore::new(grant("a1", "r1", 59));
    let connection = fake.connection_with(store.stored(), &store, None);
    assert!(
        connection
            .contact("c1", Interactive)
            .await
            .unwrap()
            .is_some()
    );
    assert_eq!(fake.lines(), ["POST /oauth/token", "GET /contacts/c1"]);
    let asked = &fake.asked()[0];
    assert_eq!(
        asked.headers["content-type"],
        "application/x-www-form-urlencoded"
    );
    assert_eq!(
        asked.text,
        "client_id=app-1&client_secret=s%26cret&grant_type=refresh_token&refresh_token=r1&user_type=Location"
    );
    assert_eq!(asked.token(), "");
    assert_eq!(fake.asked()[1].token(), "a2");
    assert_eq!(store.stored(), grant("a2", "r2", 86399));
}

#[tokio::test]
async fn a_token_that_lasts_is_left_alone() {
    let fake = Fake::start(vendor("a1")).await;
    let store = MemoryStore::new(grant("a1", "r1", 61));
    let connection = fake.connection_with(store.stored(), &store, None);
    connection.contact("c1", Interactive).await.unwrap();
    assert_eq!(fake.lines(), ["GET /contacts/c1"]);
}

#[tokio::test]
async fn two_calls_that_are_turned_away_refresh_once() {
    let fake = Fake::start(vendor("revoked")).await;
    let store = MemoryStore::new(grant("a1", "r1", 9000));
    let connection = fake.connection_with(store.stored(), &store, None);
    let (one, other) = tokio::join!(
        connection.contact("c1", Interactive),
        connection.contact("c1", Interactive)
    );
    assert!(one.unwrap().is_some() && other.unwrap().is_some());
    assert_eq!(refreshes(&fake), 1);
    assert_eq!(store.saves.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn a_missing_scope_is_told_and_refreshes_only_once_in_a_while() {
    let fake = Fake::start(|asked| match asked.line.as_str() {
        "POST /oauth/token" => ok(pair("a2", "r2")),
        _ => error(401, "The token is not authorized for this scope."),
    })
    .await;
    let store = MemoryStore::new(grant("a1", "r1", 9000));
    let connection = fake.connection_with(store.stored(), &store, None);
    for _ in 0..3 {
        assert_eq!(
            connection.contact("c1", Interactive).await,
            Err(RemoteError::Unauthorized(
                "The token is not authorized for this scope.".into()
            ))
        );
    }
    assert_eq!(refreshes(&fake), 1);
}

#[tokio::test]
async fn a_lost_answer_keeps_the_old_pair_and_is_tried_again() {
    let times = AtomicUsize::new(0);
    let vendor = vendor("a1");
    let fake = Fake::start(move |asked| {
        if asked.line == "POST /oauth/token" && times.fetch_add(1, Ordering::SeqCst) == 0 {
            return Reply::Silence;
        }
        vendor(asked)
    })
    .await;
    let store = MemoryStore::new(grant("a1", "r1", -1));
    let connection = fake.connection_with(store.stored(), &store, None);
    let error = connection.contact("c1", Interactive).await.unwrap_err();
    assert!(matches!(error, RemoteError::Failed(_)), "{error:?}");
    assert_eq!(store.stored(), grant("a1", "r1", -1));
    tokio::time::resume();
    assert!(
        connection
            .contact("c1", Interactive)
            .await
            .unwrap()
            .is_some()
    );
    assert_eq!(store.stored(), grant("a2", "r2", 86399));
}

#[tokio::test]
async fn a_refresh_that_fails_does_not_stop_a_token_that_still_lasts() {
    let fake = Fake::start(|asked| match asked.line.as_str() {
        "POST /oauth/token" => error(500, "later"),
        _ => contact(),
    })
    .await;
    let store = MemoryStore::new(grant("a1", "r1", 30));
    let connection = fake.connection_with(store.stored(), &store, None);
    assert!(
        connection
            .contact("c1", Interactive)
            .await
            .unwrap()
            .is_some()
    );
    assert_eq!(fake.last().token(), "a1");
}

#[tokio::test]
async fn a_pair_is_saved_before_it_is_used() {
    let fake = Fake::start(vendor("a1")).await;
    let store = MemoryStore::new(grant("a1", "r1", -1));
    store.broken.store(true, Ordering::SeqCst);
    let connection = fake.connection_with(store.stored(), &store, None);
    for _ in 0..2 {
        let error = connection.contact("c1", Interactive).await.unwrap_err();
        assert!(error.to_string().contains("the disk is full"), "{error}");
    }
    // It is not asked for again, and not used.
    assert_eq!(fake.lines(), ["POST /oauth/token"]);
    store.broken.store(false, Ordering::SeqCst);
    assert!(
        connection
            .contact("c1", Interactive)
            .await
            .unwrap()
            .is_some()
    );
    assert_eq!(fake.lines(), ["POST /oauth/token", "GET /contacts/c1"]);
    assert_eq!(store.stored(), grant("a2", "r2", 86399));
}

#[tokio::test]
async fn a_pair_that_another_node_got_is_taken_over() {
    let fake = Fake::start(vendor("a5")).await;
    let store = MemoryStore::new(grant("a5", "r5", 9000));
    let connection = fake.connection_with(grant("a1", "r1", -1), &store, None);
    assert!(
        connection
            .contact("c1", Interactive)
            .await
            .unwrap()
            .is_some()
    );
    let connection = fake.connection_with(grant("a4", "r4", 9000), &store, None);
    assert!(
        connection
            .contact("c1", Interactive)
            .await
            .unwrap()
            .is_some()
    );
    assert_eq!(refreshes(&fake), 0);
}

#[tokio::test]
async fn a_race_that_another_node_won_ends_with_its_pair() {
    let store = MemoryStore::new(grant("a1", "used", -1));
    let other_node = Arc::clone(&store);
    let vendor = vendor("a2");
    let fake = Fake::start(move |asked| {
        if asked.line == "POST /oauth/token" {
            other_node.put(grant("a2", "r2", 9000));
        }
        vendor(asked)
    })
    .await;
    let connection = fake.connection_with(store.stored(), &store, None);
    assert!(
        connection
            .contact("c1", Interactive)
            .await
            .unwrap()
            .is_some()
    );
    assert_eq!(refreshes(&fake), 1);
}

#[tokio::test]
async fn a_grant_that_is_void_asks_to_connect_again() {
    let fake = Fake::start(vendor("a9")).await;
    let store = MemoryStore::new(grant("a1", "used", -1));
    let connection = fake.connection_with(store.stored(), &store, None);
    assert_eq!(
        connection.contact("c1", Interactive).await,
        Err(RemoteError::Unauthorized(
            "Invalid grant: refresh token is invalid; connect HighLevel again".into()
        ))
    );
    assert_eq!(store.stored(), grant("a1", "used", -1));
}

#[tokio::test]
async fn a_paused_location_keeps_its_grant() {
    let fake = Fake::start(|_| error(400, "Location is not active")).await;
    let store = MemoryStore::new(grant("a1", "r1", -1));
    let connection = fake.connection_with(store.stored(), &store, None);
    assert_eq!(
        connection.contact("c1", Interactive).await,
        Err(RemoteError::Failed("Location is not active".into()))
    );
    assert!(store.saves.lock().unwrap().is_empty());
}

#[tokio::test]
async fn a_refresh_runs_to_its_end_when_its_call_is_dropped() {
    let fake = Fake::start(vendor("a1")).await;
    let store = MemoryStore::new(grant("a1", "r1", -1));
    let connection = fake.connection_with(store.stored(), &store, None);
    // The call is dropped as soon as the vendor has been asked.
    tokio::select! {
        _ = connection.contact("c1", Interactive) => {}
        () = async { while refreshes(&fake) == 0 { tokio::task::yield_now().await } } => {}
    }
    while store.saves.lock().unwrap().is_empty() {
        tokio::task::yield_now().await;
    }
    assert_eq!(store.stored(), grant("a2", "r2", 86399));
}

#[tokio::test]
async fn the_answer_is_read_in_both_dialects() {
    for (body, refresh, expires_at) in [
        (
            json!({"accessToken": "a2", "refreshToken": "r2", "expiresIn": "60"}),
            "r2",
            Some(now() + SignedDuration::from_secs(60)),
        ),
        (
            json!({"access_token": "a2", "expires_in": -5}),
            "r1",
            None::<Timestamp>,
        ),
    ] {
        let fake = Fake::start(move |asked| match asked.line.as_str() {
            "POST /oauth/token" => ok(body.clone()),
            _ => contact(),
        })
        .await;
        let store = MemoryStore::new(grant("a1", "r1", -1));
        let connection = fake.connection_with(store.stored(), &store, None);
        connection.contact("c1", Interactive).await.unwrap();
        let Credentials::OAuth(Grant {
            refresh_token,
            expires_at: end,
            ..
        }) = store.stored()
        else {
            panic!("the grant became a token");
        };
        assert_eq!((refresh_token.as_str(), end), (refresh, expires_at));
    }
}

#[tokio::test]
async fn a_private_token_is_not_refreshed_but_its_rotation_is_noticed() {
    let fake = Fake::start(vendor("pit-new")).await;
    let store = MemoryStore::new(Credentials::Private("pit-old".into()));
    let connection = fake.connection_with(store.stored(), &store, None);
    let error = connection.contact("c1", Interactive).await.unwrap_err();
    assert_eq!(error, RemoteError::Unauthorized("Invalid JWT".into()));
    store.put(Credentials::Private("pit-new".into()));
    assert!(
        connection
            .contact("c1", Interactive)
            .await
            .unwrap()
            .is_some()
    );
    assert_eq!(refreshes(&fake), 0);
}
