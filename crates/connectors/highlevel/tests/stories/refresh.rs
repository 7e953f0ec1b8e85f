//! Tokens: refreshed once, in time, and never lost.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use tenon_highlevel::{Credentials, Grant, Noticed};
use tenon_sync::remote::{Remote, RemoteError, Urgency::Interactive};
use tenon_testkit::TestClock;

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

/// A grant of a whole day, which is renewed an hour before its end.
fn renewed(access: &str, refresh: &str) -> Credentials {
    let Credentials::OAuth(new) = grant(access, refresh, 86_399) else {
        panic!("not a grant")
    };
    Credentials::OAuth(Grant {
        refresh_at: Some(now() + SignedDuration::from_secs(86_399 - 3_600)),
        ..new
    })
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
    assert_eq!(store.stored(), renewed("a2", "r2"));
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
async fn a_missing_scope_is_told_by_name_and_refreshes_nothing() {
    let fake = Fake::start(|_| error(401, "The token is not authorized for this scope.")).await;
    let store = MemoryStore::new(grant("a1", "r1", 9000));
    let connection = fake.connection_with(store.stored(), &store, None);
    for _ in 0..3 {
        let error = connection.contact("c1", Interactive).await.unwrap_err();
        assert_eq!(
            error,
            RemoteError::Unauthorized(
                "The token is not authorized for this scope. (the scope contacts.readonly is missing: \
                 without it there is no reading of contacts, their tasks, notes and tags)"
                    .into()
            )
        );
    }
    assert_eq!(refreshes(&fake), 0, "no other token has it");
    assert_eq!(
        *store.noticed.lock().unwrap(),
        [Noticed::Lacks("contacts.readonly")]
    );
}

#[tokio::test]
async fn a_lost_answer_is_asked_for_again_at_once() {
    let times = AtomicUsize::new(0);
    let vendor = vendor("a1");
    let fake = Fake::start(move |asked| {
        if asked.line == "POST /oauth/token" && times.fetch_add(1, Ordering::SeqCst) == 0 {
            return Reply::Broken(200);
        }
        vendor(asked)
    })
    .await;
    let store = MemoryStore::new(grant("a1", "r1", -1));
    let connection = fake.connection_with(store.stored(), &store, None);
    let found = connection.contact("c1", Interactive).await.unwrap();
    assert!(found.is_some());
    assert_eq!(store.stored(), renewed("a2", "r2"));
    assert_eq!(refreshes(&fake), 2);
}

#[tokio::test]
async fn lost_answers_keep_the_old_pair_and_what_was_lost_is_said() {
    let lost = Arc::new(AtomicUsize::new(4));
    let (times, vendor) = (Arc::clone(&lost), vendor("a1"));
    let fake = Fake::start(move |asked| {
        let left = times.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |n| n.checked_sub(1));
        if asked.line == "POST /oauth/token" && left.is_ok() {
            return Reply::Text(200, "<html>".into());
        }
        vendor(asked)
    })
    .await;
    let store = MemoryStore::new(grant("a1", "used", -1));
    let clock = Arc::new(TestClock::default());
    let connection = fake.connection_with_clock(&store, &clock);
    for _ in 0..2 {
        let error = connection.contact("c1", Interactive).await.unwrap_err();
        assert!(matches!(error, RemoteError::Failed(_)), "{error:?}");
        assert_eq!(store.stored(), grant("a1", "used", -1));
    }
    assert_eq!(refreshes(&fake), 4);
    // Not too often.
    let error = connection.contact("c1", Interactive).await.unwrap_err();
    assert!(matches!(error, RemoteError::Failed(_)), "{error:?}");
    assert_eq!(refreshes(&fake), 4);
    clock.advance(SignedDuration::from_secs(60));
    let error = connection.contact("c1", Interactive).await.unwrap_err();
    assert_eq!(
        error,
        RemoteError::Unauthorized(
            "Invalid grant: refresh token is invalid (the answer to the refresh before was lost); \
             connect HighLevel again"
                .into()
        )
    );
    let noticed = store.noticed.lock().unwrap().clone();
    assert!(
        matches!(&noticed[..], [Noticed::Trouble(_), Noticed::Revoked(_)]),
        "{noticed:?}"
    );
    // Somebody connects again: that is noticed at the next call.
    store.put(grant("a1", "r9", 9000));
    assert!(
        connection
            .contact("c1", Interactive)
            .await
            .unwrap()
            .is_some()
    );
    assert_eq!(store.noticed.lock().unwrap().last(), Some(&Noticed::Works));
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
    assert_eq!(store.stored(), renewed("a2", "r2"));
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
async fn a_grant_that_is_void_is_used_as_long_as_it_lasts() {
    let fake = Fake::start(vendor("a1")).await;
    let store = MemoryStore::new(grant("a1", "used", 30));
    let connection = fake.connection_with(store.stored(), &store, None);
    assert!(
        connection
            .contact("c1", Interactive)
            .await
            .unwrap()
            .is_some()
    );
    let noticed = store.noticed.lock().unwrap().clone();
    let [Noticed::Trouble(words), Noticed::Works] = &noticed[..] else {
        panic!("{noticed:?}")
    };
    assert!(
        words.contains("connect HighLevel again") && words.contains("works until"),
        "{words}"
    );
}

#[tokio::test]
async fn a_paused_location_keeps_its_grant_and_goes_on_by_itself() {
    let paused = Arc::new(AtomicBool::new(true));
    let (is_paused, vendor) = (Arc::clone(&paused), vendor("a1"));
    let fake = Fake::start(move |asked| match is_paused.load(Ordering::SeqCst) {
        true => error(400, "Location is not active"),
        false => vendor(asked),
    })
    .await;
    let store = MemoryStore::new(grant("a1", "r1", -1));
    let clock = Arc::new(TestClock::default());
    let connection = fake.connection_with_clock(&store, &clock);
    for _ in 0..3 {
        let error = connection.contact("c1", Interactive).await.unwrap_err();
        let RemoteError::Unauthorized(words) = error else {
            panic!("{error:?}")
        };
        assert!(words.contains("has paused the location"), "{words}");
    }
    assert!(store.saves.lock().unwrap().is_empty());
    assert_eq!(refreshes(&fake), 1);
    assert!(matches!(
        store.noticed.lock().unwrap()[..],
        [Noticed::Paused(_)]
    ));
    paused.store(false, Ordering::SeqCst);
    clock.advance(SignedDuration::from_mins(10));
    assert!(
        connection
            .contact("c1", Interactive)
            .await
            .unwrap()
            .is_some()
    );
    assert_eq!(store.noticed.lock().unwrap().last(), Some(&Noticed::Works));
}

#[tokio::test]
async fn one_node_refreshes_at_a_time() {
    let fake = Fake::start(vendor("a5")).await;
    let store = MemoryStore::new(grant("a1", "r1", -1));
    store.free.store(false, Ordering::SeqCst);
    let connection = fake.connection_with(store.stored(), &store, None);
    let other_node = async {
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        store.put(grant("a5", "r5", 9000));
    };
    let (found, ()) = tokio::join!(connection.contact("c1", Interactive), other_node);
    assert!(found.unwrap().is_some());
    assert_eq!(refreshes(&fake), 0);
}

#[tokio::test]
async fn credentials_that_were_taken_away_are_not_used_any_more() {
    let fake = Fake::start(|_| error(401, "Invalid JWT")).await;
    let store = MemoryStore::new(grant("a1", "r1", 9000));
    let connection = fake.connection_with(store.stored(), &store, None);
    store.take_away();
    for _ in 0..2 {
        assert_eq!(
            connection.contact("c1", Interactive).await,
            Err(RemoteError::Unauthorized(
                "HighLevel is not connected any more; connect it again".into()
            ))
        );
    }
    assert_eq!(refreshes(&fake), 0);
    store.put(grant("a1", "r1", 9000));
    let error = connection.contact("c1", Interactive).await.unwrap_err();
    assert!(error.to_string().contains("Invalid JWT"), "{error}");
}

/// A vendor that exchanges a company's token, and whose refresh tokens are void.
fn company_vendor(asked: &Asked) -> Reply {
    match asked.line.as_str() {
        "POST /oauth/locationToken" if asked.token() == "company" => ok(json!({
            "access_token": "a7", "expires_in": 86399, "locationId": "loc1", "userId": "u1"})),
        "POST /oauth/token" => error(400, "Invalid grant: refresh token is invalid"),
        _ if asked.token() == "a7" => contact(),
        _ => error(401, "Invalid JWT"),
    }
}

#[tokio::test]
async fn a_companys_grant_mends_a_pair_that_was_lost_or_never_was() {
    for refresh in ["", "used"] {
        let fake = Fake::start(company_vendor).await;
        let Credentials::OAuth(of_location) = grant("", refresh, -1) else {
            panic!("not a grant")
        };
        let of_location = Credentials::OAuth(Grant {
            company_id: "k1".into(),
            location_id: "loc1".into(),
            ..of_location
        });
        let company = MemoryStore::new(grant("company", "r1", 9000));
        let store = MemoryStore::of_company(of_location, company);
        let connection = fake.connection_with(store.stored(), &store, None);
        assert!(
            connection
                .contact("c1", Interactive)
                .await
                .unwrap()
                .is_some()
        );
        let asked = fake.asked();
        let exchange = asked
            .iter()
            .find(|asked| asked.line == "POST /oauth/locationToken");
        assert_eq!(exchange.unwrap().text, "companyId=k1&locationId=loc1");
        let Credentials::OAuth(kept) = store.stored() else {
            panic!("not a grant")
        };
        assert_eq!(
            (kept.access_token.as_str(), kept.refresh_token.as_str()),
            ("a7", refresh)
        );
    }
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
    assert_eq!(store.stored(), renewed("a2", "r2"));
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
