//! Hand-offs: once, to the hook and nowhere else, and confirmed by what is seen back.

use serde_json::{Value, json};
use tenon_model::Kind;
use tenon_store::HandoffState;
use tenon_webhooks::Guard;

use super::house::{HOME, House};

on_both! {
    a_tagged_contact_is_sent_once
    a_contact_that_houzz_told_of_is_never_sent
    what_is_seen_back_confirms
    what_a_hook_answers_decides
    a_hook_that_is_not_there_is_tried_again
    a_private_address_is_not_called
    what_cannot_be_a_lead_waits_until_it_can
    a_person_sends_one_by_hand
    an_opportunity_makes_a_lead
}

fn ana() -> Value {
    json!({"firstName": "Ana", "lastName": "Cruz", "email": "ana@example.org",
        "phone": "+15125550143", "tags": ["to houzz"]})
}

async fn a_tagged_contact_is_sent_once(house: &House) {
    let other = house
        .contact(json!({"firstName": "Ben", "email": "ben@x.com"}))
        .await;
    let ana = house.contact(ana()).await;
    house.turn().await;
    let sent = house.sent();
    assert_eq!(sent.len(), 1);
    let (state, why) = house.stands(&ana).await;
    assert_eq!(state, HandoffState::HandedOff, "{why}");
    let entry = house.handoffs(&ana).await.remove(0);
    let expected = json!({"lead_name": "Ana's project", "client_name": "Ana Cruz",
        "email": "ana@example.org", "phone": "+15125550143", "stage": "New", "tags": "to houzz",
        "tenon_id": entry.id, "tenon_contact_id": ana});
    assert_eq!(sent[0], expected);
    assert_eq!(entry.sent, expected);
    // Edits, another turn and another node send nothing more.
    house.edit(&ana, json!({"city": "Austin"})).await;
    house.turn().await;
    house.pass(5);
    assert!(house.node("n2").turn().await.unwrap());
    assert_eq!(house.sent().len(), 1);
    assert_eq!(house.waiting().await, 0);
    assert_eq!(house.handoffs(&other).await, []);
    // The timeline tells it.
    let told = house.store.changes_of(HOME, &ana, None, 10).await.unwrap();
    let push = told
        .changes
        .iter()
        .find(|change| change.detail["handoff"] == entry.id);
    let push = push.unwrap();
    assert_eq!(push.detail["state"], "handedOff");
    assert_eq!(push.origin.cause.kind, "change");
}

async fn a_contact_that_houzz_told_of_is_never_sent(house: &House) {
    let told = house
        .tell(
            json!({"id": "e1", "type": "contact.created", "contact": {"id": "88",
            "name": "Ana Cruz", "email": "ana@example.org", "tags": ["to houzz"]}}),
        )
        .await;
    let ana = told.contact_id.unwrap();
    house.turn().await;
    house.edit(&ana, json!({"city": "Austin"})).await;
    house.turn().await;
    assert_eq!((house.handoffs(&ana).await, house.sent()), (vec![], vec![]));
}

async fn what_is_seen_back_confirms(house: &House) {
    let ana = house.contact(ana()).await;
    house.turn().await;
    assert_eq!(house.stands(&ana).await.0, HandoffState::HandedOff);
    house.pass(1);
    // By e-mail: the event knows nothing of our ids.
    let told = house
        .tell(json!({"id": "e1", "type": "contact.created",
            "contact": {"id": "88", "name": "Ana Cruz", "email": "Ana@Example.org"}}))
        .await;
    assert_eq!(told.contact_id.as_deref(), Some(ana.as_str()));
    house.turn().await;
    assert_eq!(house.stands(&ana).await.0, HandoffState::Confirmed);
    let entry = house.handoffs(&ana).await.remove(0);
    assert_eq!(entry.evidence["from"], "houzz-bridge");
    assert!(entry.evidence["change"].is_i64(), "{}", entry.evidence);
    let proof = house.proof(Kind::Contact, "", "create").await;
    assert_eq!(proof, Some(entry.evidence));
    assert!(house.proof(Kind::Contact, "", "read").await.is_some());
}

async fn what_a_hook_answers_decides(house: &House) {
    for (at, (status, state, sent)) in [
        (410, HandoffState::Failed, 1),
        (302, HandoffState::Failed, 1),
        (500, HandoffState::Unknown, 1),
        (502, HandoffState::Unknown, 1),
        (503, HandoffState::NotSent, 1),
        (429, HandoffState::NotSent, 1),
        (204, HandoffState::HandedOff, 1),
    ]
    .into_iter()
    .enumerate()
    {
        house.received.bodies.lock().unwrap().clear();
        house.answers(&[status]);
        let person =
            json!({"firstName": "P", "email": format!("p{at}@x.com"), "tags": ["to houzz"]});
        let person = house.contact(person).await;
        house.turn().await;
        let (stands, why) = house.stands(&person).await;
        assert_eq!(stands, state, "{status}: {why}");
        assert_eq!(house.sent().len(), sent, "{status}");
        if stands == HandoffState::NotSent {
            assert_eq!(house.handoffs(&person).await[0].sent, Value::Null);
        } else {
            assert!(why.contains(&status.to_string()), "{why}");
        }
    }
    // Those that had no effect are sent again when their time has come; nothing else is.
    house.received.bodies.lock().unwrap().clear();
    house.turn().await;
    assert_eq!(house.sent().len(), 0);
    house.pass(2);
    house.turn().await;
    assert_eq!(house.sent().len(), 2);
    assert_eq!(house.waiting().await, 0);
    // What is unknown was put to a person.
    let asked = house.store.open_reviews(HOME, 0, 10).await.unwrap();
    assert_eq!(asked.len(), 2, "{asked:?}");
    assert!(asked[0].id.starts_with("handoff/"));
}

async fn a_hook_that_is_not_there_is_tried_again(house: &House) {
    let there = house.hook.clone();
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let hook = format!("http://{}/", nobody.local_addr().unwrap());
    drop(nobody);
    let rules = json!({"leadHook": "127.0.0.1", "leadTags": ["to houzz"]});
    house.with_hook(&hook).settings(rules.clone()).await;
    let ana = house.contact(ana()).await;
    house.turn().await;
    let (state, why) = house.stands(&ana).await;
    assert_eq!(state, HandoffState::NotSent, "{why}");
    assert!(why.contains("no connection"), "{why}");
    for _ in 0..11 {
        house.pass(7 * 60);
        house.turn().await;
    }
    let (state, why) = house.stands(&ana).await;
    assert_eq!(state, HandoffState::Failed, "{why}");
    assert!(why.contains("given up after 12 tries"), "{why}");
    // A person sets the hook right and has it sent again.
    house.with_hook(&there).settings(rules).await;
    let id = house.handoffs(&ana).await.remove(0).id;
    let again = json!({"decision": "sendAgain"});
    house
        .operate("decide-handoff", &[("handoffId", &id)], again)
        .await;
    house.turn().await;
    assert_eq!(house.stands(&ana).await.0, HandoffState::HandedOff);
    assert_eq!(house.sent().len(), 1);
}

async fn a_private_address_is_not_called(house: &House) {
    let ana = house.contact(ana()).await;
    let node = house.guarded("n1", Guard::new(false));
    assert!(node.turn().await.unwrap());
    let (state, why) = house.stands(&ana).await;
    assert_eq!(state, HandoffState::Failed);
    assert!(why.contains("public address"), "{why}");
    assert_eq!(house.sent(), Vec::<Value>::new());
}

async fn what_cannot_be_a_lead_waits_until_it_can(house: &House) {
    let bare = json!({"firstName": "Ana", "tags": ["to houzz"]});
    let ana = house.contact(bare).await;
    house.turn().await;
    assert_eq!(house.handoffs(&ana).await, []);
    house.edit(&ana, json!({"phone": "+15125550143"})).await;
    house.turn().await;
    assert_eq!(house.stands(&ana).await.0, HandoffState::HandedOff);
}

async fn a_person_sends_one_by_hand(house: &House) {
    let ana = house
        .contact(json!({"firstName": "Ana", "email": "ana@x.com"}))
        .await;
    let body = json!({"connectionId": "houzz1", "contactId": ana});
    house.operate("create-handoff", &[], body).await;
    house.turn().await;
    assert_eq!(house.stands(&ana).await.0, HandoffState::HandedOff);
    let told = house.store.changes_of(HOME, &ana, None, 10).await.unwrap();
    let push = told
        .changes
        .iter()
        .find(|change| change.detail["state"] == "handedOff");
    assert_eq!(push.unwrap().origin.cause.kind, "request");
}

async fn an_opportunity_makes_a_lead(house: &House) {
    let (pipeline, stages) = house.board().await;
    let rules = json!({"leadHook": "127.0.0.1", "leadPipelineId": pipeline});
    house.settings(rules).await;
    let person = json!({"firstName": "Ana", "email": "ana@x.com"});
    let ana = house.contact(person).await;
    house.turn().await;
    assert_eq!(house.handoffs(&ana).await, []);
    let stage = &stages["Connected"];
    let first = house.opportunity(&ana, &pipeline, stage).await;
    house.turn().await;
    assert_eq!(house.stands(&ana).await.0, HandoffState::HandedOff);
    let sent = house.sent();
    assert_eq!(sent[0]["lead_name"], "Oak Street kitchen");
    assert_eq!(sent[0]["stage"], "Connected");
    assert_eq!(sent[0]["estimated_revenue"], 48500);
    // One lead per contact, whatever else happens to its opportunities.
    house.opportunity(&ana, &pipeline, &stages["New"]).await;
    let moved = json!({"pipelineStageId": stages["Won"]});
    house
        .operate("update-opportunity", &[("id", &first)], moved)
        .await;
    house.turn().await;
    assert_eq!(house.sent().len(), 1);
}
