//! Stored subscriptions: what is kept of each try, what a dead receiver costs, and how a person gets
//! things going again. Every case on SQLite and on PostgreSQL.

use std::{sync::Arc, time::Duration};

use super::{
    house::{CLIENT, House, standard},
    support::{Answer, HOME, Receiver, World},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use jiff::SignedDuration;
use ring::{
    hmac,
    signature::{ED25519, UnparsedPublicKey},
};
use serde_json::json;
use tenon_model::{Clock as _, Scope};
use tenon_store::{DeliveryState, Grant, OAuthWrite, SubscriptionState};
use tenon_webhooks::{Keys, MAX_TRIES, RETENTION, Secret};

on_both! {
    only_what_is_wanted_is_sent_and_every_try_is_kept
    a_standard_webhook_is_signed_with_the_secret_and_the_key
    an_event_that_is_refused_for_days_is_a_dead_letter_and_can_be_replayed
    a_receiver_that_is_gone_is_disabled_and_loses_nothing
    a_dead_receiver_is_probed_and_its_events_stay_in_the_log
    a_receiver_that_takes_nothing_for_days_is_disabled
    a_changed_subscription_is_told_elsewhere
    an_app_is_told_what_it_is_allowed_and_nothing_once_it_is_shut_out
    old_deliveries_and_deleted_subscriptions_are_cleared_away
    keys_are_rotated_with_both_published
    a_dead_receiver_holds_up_nobody_else
}

async fn only_what_is_wanted_is_sent_and_every_try_is_kept(house: House) {
    let (world, receiver) = (&house.world, &house.world.receiver);
    house.subscribe("s1", &["ContactCreate"]).await;
    receiver.answers(|_, before| Answer::Status([503, 204][before]));
    let ana = world.contact("ana").await;
    world.moves(&ana, "Lima").await;
    assert_eq!(house.step().await, 1);
    let got = receiver.got();
    let tried = house.delivery(got[0].id()).await;
    assert_eq!((tried.state, tried.tries), (DeliveryState::Waiting, 1));
    assert_eq!(tried.body.as_bytes(), got[0].body);
    let wait = tried.next_try_at.unwrap().duration_since(world.clock.now());
    assert!((2..=4).contains(&wait.as_secs()), "{wait:?}");
    world.pass(4);
    assert_eq!(house.step().await, 1);
    let tried = house.delivery(got[0].id()).await;
    assert_eq!((tried.state, tried.tries), (DeliveryState::Delivered, 2));
    let of = |place: usize| tried.attempts[place].clone();
    assert_eq!(
        (&of(0)["status"], &of(1)["status"]),
        (&json!(503), &json!(204))
    );
    assert_eq!(
        (&of(0)["error"], &of(1)["error"]),
        (&json!("the answer was 503"), &json!(null))
    );
    assert_eq!(of(0)["url"], receiver.url);
    assert!(of(1)["milliseconds"].is_u64());
    // Events say more than HighLevel's do, and are for the app that subscribed.
    assert_eq!(got[0].json["appId"], "65f0app");
    assert_eq!(got[0].json["versionId"], "65f0app");
    assert_eq!(
        receiver.lines(),
        ["ContactCreate ana -", "ContactCreate ana -"]
    );
    assert_eq!(house.step().await, 0);
}

async fn a_standard_webhook_is_signed_with_the_secret_and_the_key(house: House) {
    let secret = house
        .subscribe_as("s1", &["ContactUpdate"], standard)
        .await
        .unwrap();
    let world = &house.world;
    let ana = world.contact("ana").await;
    world.moves(&ana, "Lima").await;
    house.step().await;
    let got = world.receiver.got().remove(0);
    let header = |name: &str| got.headers[name].to_str().unwrap().to_owned();
    let keys: Vec<_> = got.json.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["type", "timestamp", "data"]);
    assert_eq!(got.json["data"]["previous"], json!({"city": null}));
    assert_eq!(got.json["data"]["changedFields"], json!(["city"]));
    assert_eq!(
        header("webhook-timestamp"),
        world.clock.now().as_second().to_string()
    );
    let body = String::from_utf8(got.body.clone()).unwrap();
    let content = [header("webhook-id"), header("webhook-timestamp"), body].join(".");
    let signed = header("webhook-signature");
    let (symmetric, asymmetric) = signed.split_once(' ').unwrap();
    let of = |text: &str, version: &str| {
        let bytes = text
            .strip_prefix(version)
            .unwrap()
            .strip_prefix(',')
            .unwrap();
        STANDARD.decode(bytes).unwrap()
    };
    let shared = hmac::Key::new(hmac::HMAC_SHA256, secret.bytes());
    hmac::verify(&shared, content.as_bytes(), &of(symmetric, "v1")).unwrap();
    let key = house.keys.signer(world.clock.now()).public_key_raw();
    let key = UnparsedPublicKey::new(&ED25519, key);
    key.verify(content.as_bytes(), &of(asymmetric, "v1a"))
        .unwrap();
    assert!(!got.headers.contains_key("x-ghl-signature"));
    assert!(house.delivery(&header("webhook-id")).await.tries == 1);
}

async fn an_event_that_is_refused_for_days_is_a_dead_letter_and_can_be_replayed(house: House) {
    let (world, receiver) = (&house.world, &house.world.receiver);
    house
        .subscribe("s1", &["ContactCreate", "ContactUpdate"])
        .await;
    receiver.answers(|got, _| {
        let refuses = got.json["type"] == "ContactCreate";
        Answer::Status(if refuses { 422 } else { 200 })
    });
    let ana = world.contact("ana").await;
    world.moves(&ana, "Lima").await;
    for _ in 0..=MAX_TRIES {
        house.step().await;
        world.pass(60 * 60 * 60);
    }
    // Refusals of one event are no sign of a dead receiver, and do not hold up what comes after.
    let got = receiver.got();
    assert_eq!(got.len() as i64, MAX_TRIES + 1);
    let dead = house.delivery(got[0].id()).await;
    assert_eq!((dead.state, dead.tries), (DeliveryState::Dead, MAX_TRIES));
    assert_eq!(dead.attempts.len() as i64, MAX_TRIES);
    assert_eq!(house.subscription("s1").await.failing_since, None);
    let last = got.last().unwrap();
    assert_eq!(last.json["type"], "ContactUpdate");

    receiver.answers(|_, _| Answer::Status(200));
    house.replay(&dead).await;
    house.replay(&house.delivery(last.id()).await).await;
    assert_eq!(house.step().await, 2);
    let again = &receiver.got()[got.len()..];
    // The same bytes, and in their order.
    assert_eq!((&again[0].body, &again[1].body), (&got[0].body, &last.body));
    let replayed = house.delivery(got[0].id()).await;
    assert_eq!(
        (replayed.state, replayed.tries),
        (DeliveryState::Delivered, MAX_TRIES + 1)
    );
}

async fn a_receiver_that_is_gone_is_disabled_and_loses_nothing(house: House) {
    let (world, receiver) = (&house.world, &house.world.receiver);
    house.subscribe("s1", &["ContactCreate"]).await;
    receiver.answers(|_, _| Answer::Status(410));
    world.contact("ana").await;
    assert_eq!(house.step().await, 1);
    let standing = house.subscription("s1").await;
    assert_eq!(standing.state, SubscriptionState::Disabled);
    assert!(standing.reason.contains("410"), "{}", standing.reason);
    let dead = house.delivery(receiver.got()[0].id()).await;
    assert_eq!(dead.state, DeliveryState::Dead);
    world.contact("ben").await;
    assert_eq!(house.step().await, 0);
    world.pass(600);
    assert_eq!(house.step().await, 0);

    receiver.answers(|_, _| Answer::Status(200));
    house
        .change("s1", |it| it.state = SubscriptionState::Active)
        .await;
    assert_eq!(house.step().await, 1);
    house.replay(&dead).await;
    assert_eq!(house.step().await, 1);
    let lines = receiver.lines();
    assert_eq!(lines[1..], ["ContactCreate ben -", "ContactCreate ana -"]);
}

async fn a_dead_receiver_is_probed_and_its_events_stay_in_the_log(house: House) {
    let (world, receiver) = (&house.world, &house.world.receiver);
    house.subscribe("s1", &["ContactCreate"]).await;
    receiver.answers(|_, _| Answer::Status(500));
    for id in 0..200 {
        world.contact(&format!("c{id:03}")).await;
    }
    house.step().await;
    let first = receiver.got().len();
    // Those under way when it turned out to be dead, and no more.
    assert!((5..=8).contains(&first), "{first}");
    assert!(house.subscription("s1").await.failing_since.is_some());
    for _ in 0..20 {
        world.pass(72);
        house.step().await;
    }
    let probes = receiver.got().len() - first;
    assert_eq!(probes, 20);
    for id in 200..300 {
        world.contact(&format!("c{id:03}")).await;
    }
    receiver.answers(|_, _| Answer::Status(200));
    world.pass(72);
    while house.step().await > 0 {}
    // What was put off comes when its time has come: the first of them hours later.
    for _ in 0..30 {
        world.pass(3_600);
        while house.step().await > 0 {}
    }
    assert_eq!(house.subscription("s1").await.failing_since, None);
    let all = receiver.got();
    let taken: std::collections::HashSet<_> = all[first + probes..]
        .iter()
        .map(|got| got.id().to_owned())
        .collect();
    assert_eq!(taken.len(), 300);
    assert_eq!(house.waiting("s1").await, 0);
}

async fn a_receiver_that_takes_nothing_for_days_is_disabled(house: House) {
    let (world, receiver) = (&house.world, &house.world.receiver);
    house.subscribe("s1", &["ContactCreate"]).await;
    receiver.answers(|_, _| Answer::Status(500));
    for id in 0..40 {
        world.contact(&format!("c{id}")).await;
    }
    for _ in 0..12 {
        house.step().await;
        world.pass(11 * 60 * 60);
    }
    let standing = house.subscription("s1").await;
    assert_eq!(standing.state, SubscriptionState::Disabled);
    assert!(standing.reason.contains("5 days"), "{}", standing.reason);
    let so_far = receiver.got().len();
    world.pass(60 * 60);
    assert_eq!((house.step().await, receiver.got().len()), (0, so_far));
    // Made active again, all of it comes.
    receiver.answers(|_, _| Answer::Status(200));
    house
        .change("s1", |it| it.state = SubscriptionState::Active)
        .await;
    for _ in 0..10 {
        while house.step().await > 0 {}
        world.pass(48 * 60 * 60);
    }
    let all = receiver.got();
    let taken: std::collections::HashSet<_> = all[so_far..]
        .iter()
        .map(|got| got.id().to_owned())
        .collect();
    assert_eq!(taken.len(), 40);
}

async fn a_changed_subscription_is_told_elsewhere(house: House) {
    let world = &house.world;
    let other = Receiver::start().await;
    house.subscribe("s1", &["ContactCreate"]).await;
    world.contact("ana").await;
    assert_eq!(house.step().await, 1);
    let url = other.url.clone();
    house.change("s1", |it| it.url = url).await;
    world.contact("ben").await;
    assert_eq!(house.step().await, 1);
    assert_eq!(world.receiver.lines(), ["ContactCreate ana -"]);
    assert_eq!(other.lines(), ["ContactCreate ben -"]);
}

async fn an_app_is_told_what_it_is_allowed_and_nothing_once_it_is_shut_out(house: House) {
    let (world, receiver) = (&house.world, &house.world.receiver);
    house
        .subscribe("s1", &["ContactCreate", "BusinessCreate"])
        .await;
    // Beside a grant, it needs no client credentials.
    house.app(|app| app.location_id = String::new()).await;
    let grant = |id: &str, location: &str, scopes: &[Scope]| {
        OAuthWrite::Grant(Grant {
            id: id.into(),
            client_id: CLIENT.into(),
            class: "Location".into(),
            locations: vec![location.into()],
            scopes: Scope::list(scopes),
            created_at: world.clock.now(),
            ..Grant::default()
        })
    };
    house
        .oauth(grant("g1", HOME, &[Scope::ContactsReadonly]))
        .await;
    house
        .oauth(grant("g2", "homes", &[Scope::BusinessesReadonly]))
        .await;
    world.business("acme").await;
    world.contact("ana").await;
    assert_eq!(house.step().await, 1);
    house
        .oauth(grant("g3", HOME, &[Scope::BusinessesReadonly]))
        .await;
    world.pass(6);
    world.business("oak").await;
    assert_eq!(house.step().await, 1);
    for id in ["g1", "g3"] {
        house.oauth(OAuthWrite::RevokeGrant { id: id.into() }).await;
    }
    world.pass(6);
    world.contact("ben").await;
    assert_eq!(house.step().await, 0);
    // Allowed again, it hears what it missed, until it is shut out for good.
    house
        .oauth(grant("g4", HOME, &[Scope::ContactsReadonly]))
        .await;
    world.pass(6);
    assert_eq!(house.step().await, 1);
    house.app(|app| app.revoked_at = Some(app.created_at)).await;
    world.pass(6);
    world.contact("cem").await;
    assert_eq!(house.step().await, 0);
    let told = [
        "ContactCreate ana -",
        "BusinessCreate oak -",
        "ContactCreate ben -",
    ];
    assert_eq!(receiver.lines(), told);
}

async fn old_deliveries_and_deleted_subscriptions_are_cleared_away(house: House) {
    let world = &house.world;
    house.subscribe("s1", &["ContactCreate"]).await;
    world.contact("ana").await;
    house.step().await;
    let id = world.receiver.got()[0].id().to_owned();
    world
        .clock
        .advance(RETENTION - SignedDuration::from_secs(1));
    house.sender.clear().await.unwrap();
    assert_eq!(house.delivery(&id).await.tries, 1);
    world.pass(2);
    world.contact("ben").await;
    house.sender.clear().await.unwrap();
    assert_eq!(world.store.delivery("home", &id).await.unwrap(), None);

    world.receiver.answers(|_, _| Answer::Status(500));
    house.step().await;
    house
        .change("s1", |it| it.state = SubscriptionState::Deleted)
        .await;
    assert_eq!(house.step().await, 0);
    house.sender.clear().await.unwrap();
    assert_eq!(house.waiting("s1").await, 1);
    world.pass(61);
    house.sender.clear().await.unwrap();
    assert_eq!(house.waiting("s1").await, 0);
    assert_eq!(world.store.webhook_subscriptions(None).await.unwrap(), []);
}

async fn keys_are_rotated_with_both_published(house: House) {
    let (world, vault) = (&house.world, &house.vault);
    house.subscribe("s1", &["ContactCreate"]).await;
    let random = tenon_testkit::SeededRandom::new(99);
    let hour = SignedDuration::from_hours(1);
    let now = world.clock.now();
    let id = Keys::rotate(&world.store, vault, &random, now, hour)
        .await
        .unwrap();
    house.keys.refresh(&world.store, vault).await.unwrap();
    let both = house.keys.published(now);
    assert_eq!(
        both.iter().map(|key| key.current).collect::<Vec<_>>(),
        [true, false]
    );
    assert_eq!((both.len(), &both[1].id), (2, &id));
    world.contact("ana").await;
    house.step().await;
    world.pass(3_600);
    world.contact("ben").await;
    house.step().await;
    let got = world.receiver.got();
    for (got, key) in got.iter().zip(&both) {
        let signature = STANDARD.decode(&got.headers["x-ghl-signature"]).unwrap();
        let raw = key.standard.strip_prefix("whpk_").unwrap();
        let key = UnparsedPublicKey::new(&ED25519, STANDARD.decode(raw).unwrap());
        key.verify(&got.body, &signature).unwrap();
    }
    // Another process has the same keys; one that was replaced long ago is published no more.
    let other = Keys::open(&world.another_store().await, vault, &random, now)
        .await
        .unwrap();
    assert_eq!(other.published(now), both);
    world.pass(8 * 24 * 3_600);
    let now = world.clock.now();
    Keys::rotate(&world.store, vault, &random, now, SignedDuration::ZERO)
        .await
        .unwrap();
    house.keys.refresh(&world.store, vault).await.unwrap();
    let kept = house.keys.published(now);
    assert_eq!(
        (kept.len(), kept[0].id.as_str(), kept[1].current),
        (2, id.as_str(), true)
    );
    assert_eq!(Secret::new(vec![0; 3]).to_text(), "whsec_AAAA");
}

async fn a_dead_receiver_holds_up_nobody_else(house: House) {
    let world = &house.world;
    // Nobody ever answers these.
    let never = Arc::new(tokio::sync::Semaphore::new(0));
    let silent = Receiver::start().await;
    silent.answers(move |_, _| Answer::When(Arc::clone(&never)));
    for dead in 0..10 {
        let id = format!("dead{dead}");
        house.subscribe(&id, &["ContactCreate"]).await;
        let url = silent.url.clone();
        house.change(&id, |it| it.url = url).await;
    }
    house.subscribe("well", &["ContactCreate"]).await;
    let sender = Arc::clone(&house.sender);
    let running = tokio::spawn(async move { sender.run(std::future::pending()).await });
    for id in 0..300 {
        world.contact(&format!("c{id}")).await;
    }
    let began = tokio::time::Instant::now();
    world.receiver.wait_for(300).await;
    assert!(
        began.elapsed() < Duration::from_secs(4),
        "{:?}",
        began.elapsed()
    );
    running.abort();
}
