//! Nodes that crash, meet, stall, and lose their database.

use std::{collections::HashMap, sync::Arc, time::Duration};

use super::support::{Answer, World};
use tenon_store::{DatabaseUrl, StoreError};
use tenon_testkit::PostgresServer;
use tenon_webhooks::{Sender, SenderError};
use tokio::time::{Instant, sleep, timeout};

fn run(sender: &Arc<Sender>) -> tokio::task::JoinHandle<()> {
    let sender = Arc::clone(sender);
    tokio::spawn(async move { sender.run(std::future::pending()).await })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crash_between_the_request_and_its_note_sends_it_again_under_its_id() {
    let world = World::on_sqlite().await;
    let never = Arc::new(tokio::sync::Semaphore::new(0));
    world
        .receiver
        .answers(move |_, _| Answer::When(Arc::clone(&never)));
    let first = world.sender(1).await;
    let running = run(&first);
    world.contact("ana").await;
    world.receiver.wait_for(1).await;
    running.abort();
    let _ = running.await;

    world.receiver.answers(|_, _| Answer::Status(200));
    let second = world.sender(2).await;
    // The dead node's lease still stands, so nobody else sends.
    assert_eq!(second.step().await.unwrap(), 0);
    world.pass(31);
    assert_eq!(second.step().await.unwrap(), 1);
    let got = world.receiver.got();
    assert_eq!((got[0].id(), &got[0].body), (got[1].id(), &got[1].body));
    assert_eq!((got.len(), world.waiting().await), (2, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn two_nodes_send_each_event_once_in_order() {
    for world in [World::on_sqlite().await, World::on_postgres().await] {
        let other = world.another_store().await;
        let nodes = [
            world.sender_on(&world.store, world.config("one"), 1),
            world.sender_on(&other, world.config("two"), 2),
        ];
        nodes[0].subscribe().await.unwrap();
        let running = nodes.each_ref().map(run);
        let (mut records, contacts, cities) = (Vec::new(), 10, 10);
        for id in 0..contacts {
            records.push(world.contact(&format!("c{id}")).await);
        }
        for city in 1..cities {
            for record in &mut records {
                *record = world.moves(record, &format!("city {city}")).await;
            }
        }
        let got = world.receiver.wait_for(contacts * cities).await;
        sleep_until_idle(&world).await;
        let mut numbers: HashMap<String, Vec<String>> = HashMap::new();
        for got in &world.receiver.got() {
            let id = got.json["id"].as_str().unwrap().to_owned();
            numbers.entry(id).or_default().push(got.line());
        }
        assert_eq!(world.receiver.got().len(), got.len());
        for (id, lines) in numbers {
            assert_eq!(lines.len(), cities, "{id}");
            let mut sorted = lines.clone();
            sorted.sort();
            assert_eq!(lines, sorted);
        }
        running.iter().for_each(tokio::task::JoinHandle::abort);
    }
}

async fn sleep_until_idle(world: &World) {
    let idle = async {
        while world.waiting().await > 0 {
            sleep(Duration::from_millis(20)).await;
        }
    };
    timeout(Duration::from_secs(20), idle).await.expect("idle");
}

#[tokio::test]
async fn a_node_that_stalled_writes_and_sends_nothing_when_another_has_taken_over() {
    for world in [World::on_sqlite().await, World::on_postgres().await] {
        let stalled = world.sender(1).await;
        world.contact("ana").await;
        assert_eq!(stalled.step().await.unwrap(), 1);
        world.pass(31);
        let next = world.sender(2).await;
        assert_eq!(next.step().await.unwrap(), 0);
        world.contact("ben").await;
        let before = world.cursor().await;
        let refused = stalled.step().await;
        assert!(
            matches!(refused, Err(SenderError::Store(StoreError::Fenced { .. }))),
            "{refused:?}"
        );
        assert_eq!(
            (world.cursor().await, world.receiver.got().len()),
            (before, 1)
        );
        // It waits for the lease from now on.
        assert_eq!(stalled.step().await.unwrap(), 0);
        assert_eq!(next.step().await.unwrap(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_goes_away_delays_events_and_loses_none() {
    let server = PostgresServer::start();
    tenon_testkit::sql(&format!("{}/postgres", server.url()), "CREATE DATABASE t");
    let url = DatabaseUrl::Postgres(format!("{}/t", server.url()));
    let world = World::on(url, None, None).await;
    let sender = world.sender(1).await;
    let running = run(&sender);
    world.contact("ana").await;
    world.receiver.wait_for(1).await;
    server.crash();
    sleep(Duration::from_millis(600)).await;
    server.come_back();
    // In case it was in doubt what it had written.
    world.pass(31);
    while world.store.locations().await.is_err() {
        sleep(Duration::from_millis(50)).await;
    }
    world.contact("ben").await;
    let patience = timeout(Duration::from_secs(30), async {
        while !world
            .receiver
            .lines()
            .contains(&"ContactCreate ben -".to_owned())
        {
            sleep(Duration::from_millis(50)).await;
        }
    });
    patience.await.expect("in time");
    running.abort();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_is_sent_within_milliseconds() {
    let world = World::on_sqlite().await;
    let sender = world.sender(1).await;
    let running = run(&sender);
    world.contact("warm").await;
    world.receiver.wait_for(1).await;
    let mut took = Vec::new();
    for turn in 0..100 {
        world.contact(&format!("c{turn}")).await;
        let committed = Instant::now();
        world.receiver.wait_for(turn + 2).await;
        took.push(committed.elapsed());
    }
    took.sort();
    println!(
        "change to request: median {:?}, p99 {:?}",
        took[50], took[98]
    );
    // Generous: other tests run beside this one. What matters is that no poll is waited for.
    assert!(took[50] < Duration::from_millis(100), "{:?}", took[50]);
    running.abort();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_burst_is_worked_off_faster_than_it_comes() {
    let world = World::on_sqlite().await;
    let sender = world.sender(1).await;
    let began = Instant::now();
    for turn in 0..500 {
        world.contact(&format!("c{turn}")).await;
    }
    let came = began.elapsed();
    let began = Instant::now();
    let running = run(&sender);
    world.receiver.wait_for(500).await;
    sleep_until_idle(&world).await;
    println!(
        "500 changes: written in {came:?}, sent in {:?}",
        began.elapsed()
    );
    assert_eq!(world.receiver.got().len(), 500);
    // 50 changes a second, with room for a busy machine.
    assert!(began.elapsed() < Duration::from_secs(10));
    running.abort();
}
