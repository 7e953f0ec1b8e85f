//! Answers that never come, crashes, and two nodes.

use std::collections::HashSet;

use serde_json::{Value, json};
use tenon_model::Clock as _;
use tenon_store::{HandoffState, OutletWrite, Write};
use tokio::{io::AsyncReadExt as _, net::TcpListener};

use super::house::{HOME, House};

on_both! {
    an_answer_that_never_came_is_a_persons_to_decide
    a_crash_between_intent_and_outcome_sends_nothing_again
    two_nodes_send_each_once
    a_lost_lease_writes_nothing
}

fn person(number: usize) -> Value {
    json!({"firstName": "P", "email": format!("p{number}@x.com"), "tags": ["to houzz"]})
}

/// A receiver that takes everything and hangs up without a word; how often it was called is told.
async fn silent() -> (String, tokio::sync::watch::Receiver<usize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let (tell, told) = tokio::sync::watch::channel(0);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut read = [0; 4096];
            let _ = stream.read(&mut read).await;
            tell.send_modify(|count| *count += 1);
        }
    });
    (url, told)
}

async fn an_answer_that_never_came_is_a_persons_to_decide(house: &House) {
    let (hook, calls) = silent().await;
    let rules = json!({"leadHook": "127.0.0.1", "leadTags": ["to houzz"]});
    house.with_hook(&hook).settings(rules.clone()).await;
    let ana = house.contact(person(1)).await;
    house.turn().await;
    let (state, why) = house.stands(&ana).await;
    assert_eq!(state, HandoffState::Unknown, "{why}");
    for _ in 0..5 {
        house.pass(60);
        house.edit(&ana, json!({"city": "Austin"})).await;
        house.turn().await;
    }
    assert_eq!(*calls.borrow(), 1);
    let asked = house.store.open_reviews(HOME, 0, 10).await.unwrap();
    assert_eq!(asked.len(), 1);
    assert_eq!(asked[0].title, "Did a lead arrive in Houzz Pro?");
    // It had arrived: Houzz Pro tells, and nobody need decide.
    house
        .tell(json!({"id": "e1", "type": "contact.created",
            "contact": {"name": "P", "email": "p1@x.com"}}))
        .await;
    house.turn().await;
    assert_eq!(house.stands(&ana).await.0, HandoffState::Confirmed);
    assert_eq!(*calls.borrow(), 1);
    let asked = house.store.open_reviews(HOME, 0, 10).await.unwrap();
    assert!(asked.is_empty(), "what is known is no question: {asked:?}");
}

async fn a_crash_between_intent_and_outcome_sends_nothing_again(house: &House) {
    let ana = house.contact(person(1)).await;
    // Up to the intent, and no further.
    house.answers(&[503]);
    house.turn().await;
    let mut entry = house.handoffs(&ana).await.remove(0);
    assert_eq!(entry.state, HandoffState::NotSent);
    entry.state = HandoffState::Sending;
    entry.handed_at = Some(house.clock.now());
    let intent = OutletWrite::Handoff(Box::new(entry));
    house.write(vec![Write::Outlet(intent)]).await;
    house.pass(5);
    assert!(house.node("n2").turn().await.unwrap());
    let (state, why) = house.stands(&ana).await;
    assert_eq!(state, HandoffState::Unknown, "{why}");
    assert!(why.contains("stopped"), "{why}");
    assert_eq!(house.sent().len(), 1, "the one that was refused");
    assert_eq!(house.waiting().await, 0);
}

async fn two_nodes_send_each_once(house: &House) {
    let mut people = Vec::new();
    for number in 0..12 {
        people.push(house.contact(person(number)).await);
    }
    let nodes = ["n1", "n2", "n3"].map(|name| house.node(name));
    let (one, two, three) = tokio::join!(nodes[0].turn(), nodes[1].turn(), nodes[2].turn());
    let held = [one, two, three].map(Result::unwrap);
    assert_eq!(held.iter().filter(|held| **held).count(), 1, "{held:?}");
    let sent: HashSet<String> = house
        .sent()
        .iter()
        .map(|body| body["tenon_contact_id"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!((house.sent().len(), sent.len()), (12, 12));
    for person in people {
        assert_eq!(house.stands(&person).await.0, HandoffState::HandedOff);
    }
}

async fn a_lost_lease_writes_nothing(house: &House) {
    let first = house.node("n1");
    assert!(first.turn().await.unwrap());
    // It stands still until another has taken over.
    house.pass(5);
    let second = house.node("n2");
    assert!(second.turn().await.unwrap());
    assert!(!first.turn().await.unwrap(), "the lease is the other's");
    house.contact(person(1)).await;
    assert!(!first.turn().await.unwrap());
    assert_eq!(house.sent(), Vec::<Value>::new());
    assert!(second.turn().await.unwrap());
    assert_eq!(house.sent().len(), 1);
}
