//! What a receiver gets: signed, at least once, each contact's events in their order.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use super::support::{APP, Answer, World};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use ring::signature::{ED25519, UnparsedPublicKey};
use tenon_webhooks::{Chaos, MAX_TRIES, SigningKey, stringify};

#[tokio::test]
async fn an_event_comes_signed_and_as_javascript_would_write_it() {
    let world = World::on_sqlite().await;
    let sender = world.sender(1).await;
    let ana = world.contact("ana").await;
    world.note("n1", "ana").await;
    world.delete(&ana).await;
    while sender.step().await.unwrap() > 0 {}

    let got = world.receiver.got();
    let types: Vec<_> = got.iter().map(|got| got.json["type"].clone()).collect();
    assert_eq!(
        types,
        ["ContactCreate", "NoteCreate", "ContactDelete", "NoteDelete"]
    );
    let key = SigningKey::from_seed(&world.key).unwrap().public_key_raw();
    for got in &got {
        let signature = STANDARD.decode(&got.headers["x-ghl-signature"]).unwrap();
        let key = UnparsedPublicKey::new(&ED25519, key);
        key.verify(&got.body, &signature).unwrap();
        assert_eq!(got.headers["content-type"], "application/json");
        assert!(
            got.headers["user-agent"]
                .to_str()
                .unwrap()
                .starts_with("Tenon-Webhooks/")
        );
        assert_eq!(stringify(&got.json).as_bytes(), got.body);
        assert_eq!(got.json["timestamp"], "2026-01-05T12:00:00.000Z");
        assert_eq!(got.json["dateAdded"], "2026-01-05T12:00:00.000Z");
        assert_eq!(got.json["appId"], APP);
    }
    assert_eq!(got[2].json["firstName"], "ana");
    assert_eq!(world.waiting().await, 0);
}

#[tokio::test]
async fn it_starts_where_the_log_ends_but_tells_all_of_a_location_that_comes_later() {
    let world = World::on_sqlite().await;
    world.contact("old").await;
    let sender = world.sender(1).await;
    world.contact("new").await;
    sender.step().await.unwrap();
    world.location("later").await;
    world.contact_at("later", "first").await;
    sender.step().await.unwrap();
    assert_eq!(
        world.receiver.lines(),
        ["ContactCreate new -", "ContactCreate first -"]
    );
}

#[tokio::test]
async fn what_failed_is_sent_again_with_the_same_id_and_bytes() {
    let world = World::on_sqlite().await;
    let sender = world.sender(1).await;
    world
        .receiver
        .answers(|_, before| Answer::Status([500, 302, 429, 201][before]));
    let ana = world.contact("ana").await;
    assert_eq!(sender.step().await.unwrap(), 1);
    // It waits its time, and what happens meanwhile does not change what is sent.
    world.moves(&ana, "Lima").await;
    assert_eq!(sender.step().await.unwrap(), 0);
    for seconds in [4, 10] {
        world.pass(seconds);
        assert_eq!(sender.step().await.unwrap(), 1);
    }
    world.pass(30);
    world.receiver.answers(|_, _| Answer::Status(200));
    assert_eq!(sender.step().await.unwrap(), 2);

    let got = world.receiver.got();
    assert_eq!(got[4].line(), "ContactUpdate ana Lima");
    for again in &got[1..4] {
        assert_eq!((again.id(), &again.body), (got[0].id(), &got[0].body));
    }
    assert_eq!(world.waiting().await, 0);
}

#[tokio::test]
async fn an_event_is_given_up_after_its_last_try_and_the_next_one_goes() {
    let world = World::on_sqlite().await;
    let sender = world.sender(1).await;
    world.receiver.answers(|got, _| {
        let first = got.json["type"] == "ContactCreate";
        Answer::Status(if first { 503 } else { 200 })
    });
    let ana = world.contact("ana").await;
    world.moves(&ana, "Lima").await;
    for _ in 0..=MAX_TRIES {
        sender.step().await.unwrap();
        world.pass(60 * 60 * 60);
    }
    let lines = world.receiver.lines();
    assert_eq!(lines.len() as i64, MAX_TRIES + 1);
    assert_eq!(lines.last().unwrap(), "ContactUpdate ana Lima");
    assert_eq!(world.waiting().await, 0);
}

#[tokio::test]
async fn a_receiver_that_is_gone_is_not_asked_again() {
    let world = World::on_sqlite().await;
    let sender = world.sender(1).await;
    world.receiver.answers(|_, _| Answer::Status(410));
    world.contact("ana").await;
    assert_eq!(sender.step().await.unwrap(), 1);
    assert_eq!(world.waiting().await, 0);
}

#[tokio::test]
async fn a_contacts_events_keep_their_order_even_when_another_node_goes_on() {
    let world = World::on_sqlite().await;
    let sender = world.sender(1).await;
    world
        .receiver
        .answers(|got, _| Answer::Status(if got.json["id"] == "ana" { 500 } else { 200 }));
    let ana = world.contact("ana").await;
    let ana = world.moves(&ana, "Lima").await;
    world.contact("ben").await;
    while sender.step().await.unwrap() > 0 {}
    assert_eq!(
        world.receiver.lines(),
        ["ContactCreate ana -", "ContactCreate ben -"]
    );

    // The node dies; the next one does not send what comes new before what waits.
    drop(sender);
    let next = world.sender(2).await;
    assert_eq!(next.step().await.unwrap(), 0);
    for seconds in [31, 10, 30] {
        world.pass(seconds);
        while next.step().await.unwrap() > 0 {}
    }
    let ana = world.moves(&ana, "Rome").await;
    drop(next);
    world.pass(31);
    let third = world.sender(3).await;
    world.moves(&ana, "Oslo").await;
    while third.step().await.unwrap() > 0 {}
    world.receiver.answers(|_, _| Answer::Status(200));
    world.pass(100);
    while third.step().await.unwrap() > 0 {}
    let lines = world.receiver.lines();
    let (tries, rest) = lines.split_at(lines.len() - 3);
    assert!(
        tries[2..].iter().all(|line| line == "ContactCreate ana -"),
        "{lines:?}"
    );
    // The second of the moves was read when the third had happened: a snapshot.
    assert_eq!(
        rest,
        [
            "ContactUpdate ana Lima",
            "ContactUpdate ana Oslo",
            "ContactUpdate ana Oslo"
        ]
    );
    assert_eq!(world.waiting().await, 0);
}

#[tokio::test]
async fn a_contact_with_very_many_events_keeps_their_order_too() {
    let world = World::on_sqlite().await;
    let sender = world.sender(1).await;
    world.contact("ana").await;
    let ids: Vec<_> = (0..300).map(|number| format!("n{number:03}")).collect();
    for id in &ids {
        world.note(id, "ana").await;
    }
    let failed = AtomicBool::new(false);
    world.receiver.answers(move |_, before| {
        let fails = before == 20 && !failed.swap(true, Ordering::SeqCst);
        Answer::Status(if fails { 500 } else { 200 })
    });
    for _ in 0..60 {
        sender.step().await.unwrap();
        world.pass(1);
    }
    let mut lines = world.receiver.lines();
    // The contact itself, then its notes, of which the 20th was sent twice.
    assert_eq!(lines.remove(20), lines[20]);
    let expected: Vec<_> = ids.iter().map(|id| format!("NoteCreate {id} -")).collect();
    assert_eq!(lines[1..], expected);
    assert_eq!(world.waiting().await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contact_whose_receiver_is_slow_holds_nobody_up() {
    let world = World::on_sqlite().await;
    let sender = world.sender(1).await;
    let gate = Arc::new(tokio::sync::Semaphore::new(0));
    let shut = Arc::clone(&gate);
    world
        .receiver
        .answers(move |got, _| match got.json["id"].as_str() {
            Some("ana") => Answer::When(Arc::clone(&shut)),
            _ => Answer::Status(200),
        });
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let running = tokio::spawn(async move {
        let stop = async { drop(stopped.await) };
        sender.run(stop).await;
    });
    let ana = world.contact("ana").await;
    world.moves(&ana, "Lima").await;
    world.receiver.wait_for(1).await;
    for id in ["ben", "cem", "dan"] {
        world.contact(id).await;
    }
    let mut lines: Vec<_> = world
        .receiver
        .wait_for(4)
        .await
        .iter()
        .map(|got| got.line())
        .collect();
    lines[1..].sort();
    assert_eq!(
        lines,
        ["ana", "ben", "cem", "dan"].map(|id| format!("ContactCreate {id} -"))
    );
    gate.add_permits(2);
    let last = world.receiver.wait_for(5).await.pop().unwrap();
    assert_eq!(last.line(), "ContactUpdate ana Lima");
    // Told to stop, it finishes what it does and leaves the lease to the next at once.
    stop.send(()).unwrap();
    running.await.unwrap();
    assert_eq!(world.waiting().await, 0);
    let next = world.sender(2).await;
    world.contact("eva").await;
    assert_eq!(next.step().await.unwrap(), 1);
}

struct Faults {
    drop: bool,
    duplicate: bool,
    delay: Option<Duration>,
}

impl Chaos for Faults {
    fn drop(&self) -> bool {
        self.drop
    }
    fn duplicate(&self) -> bool {
        self.duplicate
    }
    fn delay(&self) -> Option<Duration> {
        self.delay
    }
}

#[tokio::test]
async fn chaos_loses_doubles_and_delays() {
    let minute = Some(Duration::from_secs(60));
    let plain = |drop, duplicate, delay| Faults {
        drop,
        duplicate,
        delay,
    };
    for (seed, faults, now, later) in [
        (1, plain(true, false, None), 0, 0),
        (2, plain(false, true, None), 2, 2),
        (3, plain(false, false, minute), 0, 1),
        (4, plain(false, true, minute), 0, 2),
    ] {
        let world = World::on_sqlite().await;
        let mut config = world.config("node");
        config.chaos = Some(Arc::new(faults));
        let sender = world.sender_on(&world.store, config, seed);
        sender.subscribe().await.unwrap();
        world.contact("ana").await;
        sender.step().await.unwrap();
        assert_eq!(world.receiver.got().len(), now);
        world.pass(61);
        sender.step().await.unwrap();
        let got = world.receiver.got();
        assert_eq!(got.len(), later);
        assert!(got.windows(2).all(|two| two[0].body == two[1].body));
        assert_eq!(world.waiting().await, 0);
    }
}

#[tokio::test]
async fn a_delayed_event_is_overtaken() {
    struct First(AtomicBool);
    impl Chaos for First {
        fn drop(&self) -> bool {
            false
        }
        fn duplicate(&self) -> bool {
            false
        }
        fn delay(&self) -> Option<Duration> {
            let first = !self.0.swap(true, Ordering::SeqCst);
            first.then_some(Duration::from_secs(60))
        }
    }
    let world = World::on_sqlite().await;
    let mut config = world.config("node");
    config.chaos = Some(Arc::new(First(false.into())));
    let sender = world.sender_on(&world.store, config, 1);
    sender.subscribe().await.unwrap();
    let ana = world.contact("ana").await;
    world.moves(&ana, "Lima").await;
    sender.step().await.unwrap();
    world.pass(61);
    sender.step().await.unwrap();
    assert_eq!(
        world.receiver.lines(),
        ["ContactUpdate ana Lima", "ContactCreate ana -"]
    );
}
