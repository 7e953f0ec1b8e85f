//! What a receiver may do to us: names that turn private, redirects, long answers. On both databases.

use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use super::{
    house::House,
    support::{Answer, Receiver, World},
};
use futures_util::FutureExt as _;
use tenon_store::DeliveryState;
use tenon_webhooks::Guard;

on_both! {
    a_name_that_turns_private_is_not_called
    a_redirect_is_not_followed
    a_long_answer_is_kept_in_part
}

async fn a_name_that_turns_private_is_not_called(house: House) {
    // Public when the subscription was made and at the first look of each try's judge would not
    // help: what is connected to is what was judged.
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let lookup = move |_: String| {
        count.fetch_add(1, Ordering::SeqCst);
        async { Ok::<_, io::Error>(vec!["127.0.0.1".parse().unwrap()]) }.boxed()
    };
    let house = house.guarded(Guard::with_lookup(false, Arc::new(lookup)));
    let world = &house.world;
    house.subscribe("s1", &["ContactCreate"]).await;
    let port = world.receiver.url.rsplit(':').next().unwrap();
    let (named, literal) = (
        format!("http://rebound.example:{port}"),
        world.receiver.url.clone(),
    );
    for url in [named, literal] {
        house.change("s1", |it| it.url = url).await;
        world
            .contact(&format!("c{}", asked.load(Ordering::SeqCst)))
            .await;
        assert_eq!(house.step().await, 1);
    }
    assert_eq!(asked.load(Ordering::SeqCst), 1);
    assert_eq!(world.receiver.got().len(), 0);
    let waiting = house.deliveries("s1", DeliveryState::Waiting).await;
    assert_eq!(waiting.len(), 2);
    for delivery in waiting {
        let delivery = house.delivery(&delivery.id).await;
        let error = delivery.attempts[0]["error"].as_str().unwrap();
        assert!(error.contains("public address"), "{error}");
    }
}

async fn a_redirect_is_not_followed(house: House) {
    let world = &house.world;
    let inside = Receiver::start().await;
    house.subscribe("s1", &["ContactCreate"]).await;
    let there = inside.url.clone();
    world
        .receiver
        .answers(move |_, _| Answer::Elsewhere(there.clone()));
    world.contact("ana").await;
    assert_eq!(house.step().await, 1);
    assert_eq!(inside.got().len(), 0);
    let tried = house.delivery(world.receiver.got()[0].id()).await;
    assert_eq!(tried.attempts[0]["status"], 307);
    assert_eq!(tried.state, DeliveryState::Waiting);
}

async fn a_long_answer_is_kept_in_part(house: House) {
    let world = &house.world;
    house.subscribe("s1", &["ContactCreate"]).await;
    let long = format!("nul \0 {}", "é".repeat(200_000));
    world
        .receiver
        .answers(move |_, _| Answer::Text(500, long.clone()));
    world.contact("ana").await;
    assert_eq!(house.step().await, 1);
    let tried = house.delivery(world.receiver.got()[0].id()).await;
    let kept = tried.attempts[0]["answer"].as_str().unwrap();
    assert!(
        kept.starts_with("nul  éé") && kept.len() < 1_100,
        "{}",
        kept.len()
    );
}
