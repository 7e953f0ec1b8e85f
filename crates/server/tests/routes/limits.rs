//! Rate limits and faults on purpose.

use std::{sync::Arc, time::Duration};

use serde_json::json;
use tenon_model::Scope;
use tenon_server::{Fault, Faults, RateLimit, Settings};
use tenon_testkit::SeededRandom;

use crate::support::app::{AWAY, HOME, On, TestApp, run};

fn limited() -> Settings {
    Settings {
        rate_limit: Some(RateLimit::new(5, 10)),
        ..Settings::default()
    }
}

on_both! { with limited:
    a_caller_has_its_limit_and_is_told
    refused_calls_tell_the_limit_too
}

async fn a_caller_has_its_limit_and_is_told(app: &TestApp) {
    for left in (0..5).rev() {
        let answer = app.get("/tenon/v1/access").await;
        assert_eq!(answer.header("x-ratelimit-max"), "5");
        assert_eq!(answer.header("x-ratelimit-remaining"), left.to_string());
        assert_eq!(answer.header("x-ratelimit-interval-milliseconds"), "10000");
        assert_eq!(answer.header("x-ratelimit-limit-daily"), "200000");
        assert_eq!(
            answer.header("x-ratelimit-daily-remaining"),
            (199_995 + left).to_string()
        );
        assert_eq!(answer.header("x-ratelimit-daily-reset"), "43200000");
        answer.is(200);
    }
    let answer = app.get("/tenon/v1/access").await;
    assert_eq!(answer.header("x-ratelimit-remaining"), "0");
    let body = answer.refuses(429, "Too Many Requests");
    assert_eq!(body["error"], "Too Many Requests");
    // Others are not held up, and the next window lets it in again.
    for location in [HOME, AWAY] {
        let token = app.token_for(location, Scope::ALL).await;
        let call = app.call("GET", "/tenon/v1/access").token(Some(&token));
        call.send().await.is(200);
    }
    app.pass(10);
    app.get("/tenon/v1/access").await.is(200);
}

fn wide() -> Settings {
    Settings {
        rate_limit: Some(RateLimit::new(60, 10)),
        ..Settings::default()
    }
}

async fn allowed(app: &TestApp, calls: usize) -> usize {
    let calls = (0..calls).map(|_| app.get("/tenon/v1/access"));
    let answers = futures_util::future::join_all(calls).await;
    assert!(
        answers
            .iter()
            .all(|answer| [200, 429].contains(&answer.status))
    );
    answers.iter().filter(|answer| answer.status == 200).count()
}

#[test]
fn nodes_let_through_one_limit_together() {
    run(On::Postgres, wide(), async |app| {
        let mut other = app.twin(wide()).await;
        for _ in 0..2 {
            let mut through = 0;
            for _ in 0..9 {
                let both = futures_util::future::join(allowed(app, 8), allowed(&other, 8));
                let (one, two) = both.await;
                through += one + two;
            }
            // What one of them has drawn is not lost, and there is no more of it.
            assert_eq!(through, 60);
            app.pass(10);
        }
        let answer = app.get("/tenon/v1/access").await;
        let daily: i64 = answer
            .header("x-ratelimit-daily-remaining")
            .parse()
            .unwrap();
        // Each may hold a few of an ended window until it draws again.
        assert!((199_869..=199_879).contains(&daily), "{daily}");
        other.stop().await;
    });
}

async fn refused_calls_tell_the_limit_too(app: &TestApp) {
    let answer = app.get("/contacts/nobody").await;
    assert_eq!(
        (answer.status, answer.header("x-ratelimit-remaining")),
        (400, "4")
    );
    // Who is not let in has no limit to tell.
    let answer = app.call("GET", "/contacts/nobody").token(None).send().await;
    assert_eq!(
        (answer.status, answer.header("x-ratelimit-remaining")),
        (401, "")
    );
}

fn faulty(fault: Fault) -> Settings {
    let faults = Faults::new(vec![(fault, 1.0)], Arc::new(SeededRandom::new(1)));
    Settings {
        faults: Some(faults),
        ..Settings::default()
    }
}

fn busy() -> Settings {
    faulty(Fault::TooMany)
}
fn broken() -> Settings {
    faulty(Fault::Broken)
}
fn silent_before() -> Settings {
    faulty(Fault::TimeoutBefore)
}
fn silent_after() -> Settings {
    faulty(Fault::TimeoutAfter)
}

on_both! { with busy: a_busy_server_does_nothing }
on_both! { with broken: a_broken_server_does_nothing }
on_both! { with silent_before: a_server_that_falls_silent_before_has_done_nothing }
on_both! { with silent_after: a_server_that_falls_silent_after_has_done_it }

async fn create(app: &TestApp) -> u16 {
    let body = json!({"locationId": HOME, "firstName": "Ana"});
    app.post("/contacts/", body).await.status
}

async fn written(app: &TestApp) -> i64 {
    app.store.last_seq(HOME).await.unwrap()
}

async fn a_busy_server_does_nothing(app: &TestApp) {
    assert_eq!((create(app).await, written(app).await), (429, 0));
}

async fn a_broken_server_does_nothing(app: &TestApp) {
    assert_eq!((create(app).await, written(app).await), (500, 0));
}

async fn a_server_that_falls_silent_before_has_done_nothing(app: &TestApp) {
    let answer = tokio::time::timeout(Duration::from_millis(300), create(app)).await;
    assert!(answer.is_err(), "{answer:?}");
    assert_eq!(written(app).await, 0);
}

async fn a_server_that_falls_silent_after_has_done_it(app: &TestApp) {
    let done = async {
        while written(app).await == 0 {
            tokio::task::yield_now().await;
        }
    };
    tokio::select! {
        status = create(app) => panic!("it answered {status}"),
        () = done => {}
    }
}
