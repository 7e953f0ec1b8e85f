//! Webhook subscriptions, the log of their deliveries, and how both are cleared away.

use serde_json::json;
use tenon_model::Clock as _;
use tenon_store::{
    Client, Delivery, DeliveryState, DeliveryTry, Grant, NewJob, OAuthWrite, StoreError,
    SubscriptionState, WebhookSubscription, WebhookWrite, Write,
};

use super::support::{AWAY, Db, HOME, Step, at_once};

on_every_backend! {
    a_subscription_is_written_by_whoever_read_it_last
    how_it_stands_does_not_undo_what_a_person_did
    a_delivery_keeps_every_try
    deliveries_are_listed_from_both_ends
    old_deliveries_are_cleared_and_waiting_ones_kept
    a_deleted_subscription_leaves_nothing_behind
    an_app_reaches_where_it_was_granted_to
}

fn subscription(db: &Db, id: &str) -> WebhookSubscription {
    WebhookSubscription {
        location_id: HOME.into(),
        id: id.into(),
        client_id: "app-1".into(),
        url: "https://example.com/hook".into(),
        events: vec!["ContactCreate".into(), "TaskUpdate".into()],
        format: "highlevel".into(),
        state: SubscriptionState::Active,
        reason: String::new(),
        failing_since: None,
        version: 0,
        created_at: db.clock.now(),
        updated_at: db.clock.now(),
    }
}

fn save(db: &Db, it: &WebhookSubscription) -> Step {
    let write = WebhookWrite::Subscription(Box::new(it.clone()));
    db.at(HOME).write(Write::Webhook(write))
}

async fn read(db: &Db, id: &str) -> Option<WebhookSubscription> {
    db.store.webhook_subscription(HOME, id).await.unwrap()
}

async fn a_subscription_is_written_by_whoever_read_it_last(db: &Db) {
    let new = subscription(db, "s1");
    save(db, &new).done().await;
    let mut known = read(db, "s1").await.unwrap();
    assert_eq!(
        known,
        WebhookSubscription {
            version: 1,
            ..new.clone()
        }
    );
    assert!(matches!(
        save(db, &new).refused().await,
        StoreError::Conflict { .. }
    ));

    db.pass(60);
    known.url = "https://example.com/other".into();
    let results = at_once((0..8).map(|_| save(db, &known))).await;
    assert_eq!(results.iter().filter(|done| done.is_ok()).count(), 1);
    let now = read(db, "s1").await.unwrap();
    assert_eq!((now.version, now.url), (2, known.url));
    assert_eq!(
        (now.created_at, now.updated_at),
        (new.created_at, db.clock.now())
    );

    assert_eq!(
        db.store
            .webhook_subscriptions(Some(HOME))
            .await
            .unwrap()
            .len(),
        1
    );
    assert_eq!(db.store.webhook_subscriptions(None).await.unwrap().len(), 1);
    assert_eq!(
        db.store.webhook_subscriptions(Some(AWAY)).await.unwrap(),
        []
    );
    assert_eq!(
        db.store.webhook_subscription(AWAY, "s1").await.unwrap(),
        None
    );
}

async fn how_it_stands_does_not_undo_what_a_person_did(db: &Db) {
    save(db, &subscription(db, "s1")).done().await;
    let standing = |version, state, reason: &str| {
        db.at(HOME).write(Write::Webhook(WebhookWrite::Standing {
            id: "s1".into(),
            version,
            state,
            reason: reason.into(),
            failing_since: Some(db.clock.now()),
        }))
    };
    standing(1, SubscriptionState::Active, "").done().await;
    let it = read(db, "s1").await.unwrap();
    // A receiver that fails is no change of the subscription.
    assert_eq!((it.version, it.failing_since), (1, Some(db.clock.now())));
    standing(1, SubscriptionState::Disabled, "410").done().await;
    let it = read(db, "s1").await.unwrap();
    assert_eq!((it.version, it.state), (2, SubscriptionState::Disabled));

    let again = WebhookSubscription {
        state: SubscriptionState::Active,
        reason: String::new(),
        ..it
    };
    save(db, &again).done().await;
    standing(2, SubscriptionState::Disabled, "late")
        .done()
        .await;
    let it = read(db, "s1").await.unwrap();
    assert_eq!(
        (it.version, it.state, it.reason.as_str()),
        (3, SubscriptionState::Active, "")
    );
    assert_eq!(it.failing_since, None);
}

fn tried(db: &Db, id: &str, state: DeliveryState, status: i64) -> DeliveryTry {
    DeliveryTry {
        id: id.into(),
        subscription_id: "s1".into(),
        job_key: format!("ana/1/{id}"),
        event: "ContactCreate".into(),
        body: format!("{{\"webhookId\":\"{id}\"}}"),
        state,
        attempt: json!({"status": status}),
        next_try_at: (state == DeliveryState::Waiting).then(|| db.later(3)),
    }
}

async fn log(db: &Db, tries: Vec<DeliveryTry>) {
    let write = Write::Webhook(WebhookWrite::Tries(tries));
    db.at(HOME).write(write).done().await;
}

async fn a_delivery_keeps_every_try(db: &Db) {
    log(db, vec![tried(db, "d1", DeliveryState::Waiting, 500)]).await;
    let first = db.clock.now();
    db.pass(3);
    log(db, vec![tried(db, "d1", DeliveryState::Dead, 503)]).await;
    let known = db.store.delivery(HOME, "d1").await.unwrap().unwrap();
    let expected = Delivery {
        id: "d1".into(),
        subscription_id: "s1".into(),
        job_key: "ana/1/d1".into(),
        event: "ContactCreate".into(),
        body: r#"{"webhookId":"d1"}"#.into(),
        state: DeliveryState::Dead,
        tries: 2,
        attempts: vec![json!({"status": 500}), json!({"status": 503})],
        next_try_at: None,
        created_at: first,
        updated_at: db.clock.now(),
    };
    assert_eq!(known, expected);
    assert_eq!(db.store.delivery(AWAY, "d1").await.unwrap(), None);

    let again = Write::Webhook(WebhookWrite::Again(vec!["d1".into(), "none".into()]));
    db.at(HOME).write(again).done().await;
    let known = db.store.delivery(HOME, "d1").await.unwrap().unwrap();
    assert_eq!(known.state, DeliveryState::Waiting);
    assert_eq!(known.next_try_at, Some(db.clock.now()));

    // However often it is replayed, its row stays bounded.
    let long = json!({"answer": "x".repeat(40_000)});
    for _ in 0..8 {
        let attempt = long.clone();
        log(
            db,
            vec![DeliveryTry {
                attempt,
                ..tried(db, "d1", DeliveryState::Dead, 0)
            }],
        )
        .await;
    }
    let known = db.store.delivery(HOME, "d1").await.unwrap().unwrap();
    assert_eq!((known.tries, known.attempts.len()), (10, 4));
}

async fn deliveries_are_listed_from_both_ends(db: &Db) {
    for second in 0..3 {
        let ids = (0..40).map(|n| format!("d{second}{n:02}"));
        log(
            db,
            ids.map(|id| tried(db, &id, DeliveryState::Delivered, 200))
                .collect(),
        )
        .await;
        db.pass(1);
    }
    log(db, vec![tried(db, "dead", DeliveryState::Dead, 500)]).await;
    let (mut before, mut down) = ((i64::MAX, String::new()), Vec::new());
    loop {
        let mark = (before.0, before.1.as_str());
        let state = DeliveryState::Delivered;
        let page = db
            .store
            .deliveries_before(HOME, "s1", state, mark, 50)
            .await
            .unwrap();
        let Some(last) = page.last() else { break };
        before = (last.created_at.as_microsecond(), last.id.clone());
        down.extend(page.into_iter().map(|delivery| delivery.id));
    }
    let after = (db.later(-2).as_microsecond(), "");
    let state = DeliveryState::Delivered;
    let up = db
        .store
        .deliveries_after(HOME, "s1", state, after, 500)
        .await
        .unwrap();
    let mut up: Vec<_> = up.into_iter().map(|delivery| delivery.id).collect();
    assert_eq!((down.len(), up.len()), (120, 80));
    up.reverse();
    assert_eq!(up, down[..80]);
    for (location, subscription) in [(AWAY, "s1"), (HOME, "s2")] {
        let page = db
            .store
            .deliveries_after(location, subscription, state, (0, ""), 9)
            .await;
        assert_eq!(page.unwrap(), []);
    }
}

async fn clear(db: &Db, seconds: i64) -> u64 {
    let write = Write::Webhook(WebhookWrite::Clear {
        subscription_id: "s1".into(),
        queue: "webhooks/s1".into(),
        before: db.later(seconds),
    });
    db.at(HOME).write(write).done().await.cleared
}

async fn old_deliveries_are_cleared_and_waiting_ones_kept(db: &Db) {
    save(db, &subscription(db, "s1")).done().await;
    let states = [
        ("d1", DeliveryState::Delivered),
        ("d2", DeliveryState::Dead),
    ];
    let waits = ("d3", DeliveryState::Waiting);
    log(
        db,
        states
            .into_iter()
            .chain([waits])
            .map(|(id, state)| tried(db, id, state, 1))
            .collect(),
    )
    .await;
    let floor = |root: &str, seconds| Write::Cursor {
        name: format!("webhooks/s1/held/{root}"),
        from: None,
        to: db.later(seconds).as_microsecond().to_string(),
    };
    db.at(HOME)
        .write(floor("ana", 0))
        .write(floor("ben", 90))
        .done()
        .await;
    db.pass(60);
    assert_eq!(clear(db, -60).await, 0);
    assert_eq!(clear(db, 0).await, 3);
    assert_eq!(clear(db, 0).await, 0);
    assert!(db.store.delivery(HOME, "d3").await.unwrap().is_some());
    assert!(
        db.store
            .cursor(HOME, "webhooks/s1/held/ana")
            .await
            .unwrap()
            .is_none()
    );
    assert!(
        db.store
            .cursor(HOME, "webhooks/s1/held/ben")
            .await
            .unwrap()
            .is_some()
    );
    assert!(read(db, "s1").await.is_some());
}

async fn a_deleted_subscription_leaves_nothing_behind(db: &Db) {
    save(db, &subscription(db, "s1")).done().await;
    save(db, &subscription(db, "s2")).done().await;
    log(db, vec![tried(db, "d1", DeliveryState::Waiting, 500)]).await;
    let mut step = db.at(HOME);
    for queue in ["webhooks/s1", "webhooks/s2"] {
        for name in [queue.to_owned(), format!("{queue}/held/ana")] {
            step = step.write(Write::Cursor {
                name,
                from: None,
                to: "9999999999999999".into(),
            });
        }
        step = step.write(Write::Lease {
            name: queue.into(),
            owner: "one".into(),
            until: db.later(60),
        });
        let secret = Write::Secret {
            name: queue.into(),
            sealed: vec![1],
            version: 0,
        };
        step = step.write(secret).write(Write::Job(NewJob {
            queue: queue.into(),
            key: "ana/1/ContactCreate".into(),
            payload: json!({}),
            priority: 0,
            run_at: db.clock.now(),
            look: 0,
        }));
    }
    step.done().await;
    let it = read(db, "s1").await.unwrap();
    save(
        db,
        &WebhookSubscription {
            state: SubscriptionState::Deleted,
            ..it
        },
    )
    .done()
    .await;
    assert_eq!(clear(db, -3_600).await, 3);
    assert_eq!(clear(db, -3_600).await, 0);
    assert_eq!(read(db, "s1").await, None);
    assert!(read(db, "s2").await.is_some());
    for (queue, there) in [("webhooks/s1", false), ("webhooks/s2", true)] {
        let held = format!("{queue}/held/ana");
        assert_eq!(db.store.cursor(HOME, queue).await.unwrap().is_some(), there);
        assert_eq!(db.store.cursor(HOME, &held).await.unwrap().is_some(), there);
        assert_eq!(db.store.secret(HOME, queue).await.unwrap().is_some(), there);
        let depth = db.store.queue_depth(HOME, queue).await.unwrap();
        assert_eq!(depth.waiting, i64::from(there));
    }
}

async fn an_app_reaches_where_it_was_granted_to(db: &Db) {
    let write = |write: OAuthWrite| db.at(HOME).write(Write::OAuth(Box::new(write)));
    let app = |id: &str, location: &str| Client {
        id: id.into(),
        scopes: "contacts.readonly users.readonly".into(),
        location_id: location.into(),
        created_at: db.clock.now(),
        ..Client::default()
    };
    for (id, location) in [("own", HOME), ("other", "")] {
        write(OAuthWrite::Client(app(id, location))).done().await;
    }
    for (id, locations) in [
        ("g1", vec![HOME, "a_b"]),
        ("g2", vec!["axb", "a%"]),
        ("g3", vec![]),
    ] {
        let grant = Grant {
            id: id.into(),
            client_id: "other".into(),
            locations: locations.into_iter().map(str::to_owned).collect(),
            scopes: format!("contacts.readonly {id}"),
            created_at: db.clock.now(),
            ..Grant::default()
        };
        write(OAuthWrite::Grant(grant)).done().await;
    }
    let reach =
        async |client: &str, location: &str| db.store.client_reach(client, location).await.unwrap();
    assert_eq!(
        reach("own", HOME).await,
        ["contacts.readonly users.readonly"]
    );
    assert_eq!(reach("own", AWAY).await, [""; 0]);
    assert_eq!(reach("other", "").await, [""; 0]);
    for location in [HOME, "a_b"] {
        assert_eq!(
            reach("other", location).await,
            ["contacts.readonly g1"],
            "{location}"
        );
    }
    // No sign of SQL's is one here, and no id is a part of another.
    for location in ["axb", "a%"] {
        assert_eq!(
            reach("other", location).await,
            ["contacts.readonly g2"],
            "{location}"
        );
    }
    for location in ["_", "%", "ho", "a"] {
        assert_eq!(reach("other", location).await, [""; 0], "{location}");
    }
    write(OAuthWrite::RevokeGrant { id: "g1".into() })
        .done()
        .await;
    assert_eq!(reach("other", HOME).await, [""; 0]);
    let client = db.store.client("own").await.unwrap().unwrap();
    let out = Client {
        revoked_at: Some(db.clock.now()),
        ..client
    };
    write(OAuthWrite::Client(out)).done().await;
    assert_eq!(reach("own", HOME).await, [""; 0]);
}
