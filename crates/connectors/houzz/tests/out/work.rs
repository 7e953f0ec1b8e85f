//! The work list: what only a person can do in Houzz Pro.

use serde_json::{Value, json};
use tenon_model::Kind;
use tenon_store::WorkState;

use super::house::{HOME, House};

on_both! {
    an_edit_of_a_houzz_client_is_a_persons_work
    edits_fold_and_an_edit_back_removes
    what_houzz_shows_ticks_off
    what_a_person_ticked_off_is_believed
    only_fields_that_are_wanted_become_work
    a_task_of_houzz_is_work_and_one_of_ours_is_not
    a_deleted_contact_is_nobodys_work
    a_lead_that_moves_here_is_moved_there_by_hand
}

fn event(id: &str, contact: &Value) -> Value {
    json!({"id": id, "type": "contact.updated", "contact": contact})
}

/// A contact that Houzz Pro told of.
async fn lead(house: &House) -> String {
    let contact = json!({"id": "8812345", "name": "Ana Cruz", "email": "ana@example.org",
        "phone": "+15125550100"});
    let told = house.tell(event("e1", &contact)).await;
    house.turn().await;
    told.contact_id.unwrap()
}

async fn an_edit_of_a_houzz_client_is_a_persons_work(house: &House) {
    let ana = lead(house).await;
    assert_eq!(house.items(&ana).await, []);
    house
        .edit(
            &ana,
            json!({"phone": "+15125550143", "companyName": "Oak & Co"}),
        )
        .await;
    house.turn().await;
    let items = house.items(&ana).await;
    let told: Vec<_> = items
        .iter()
        .map(|it| (it.title.as_str(), it.url.as_str()))
        .collect();
    let page = "https://pro.houzz.com/manage/leads/8812345";
    assert_eq!(
        told,
        [
            ("Enter the company of Ana Cruz in Houzz Pro: Oak & Co", page),
            (
                "Change the phone of Ana Cruz in Houzz Pro to +15125550143",
                page
            ),
        ]
    );
    assert_eq!(items[1].before, "+15125550100");
}

async fn edits_fold_and_an_edit_back_removes(house: &House) {
    let ana = lead(house).await;
    for phone in ["+15125550141", "+15125550142", "+15125550143"] {
        house.edit(&ana, json!({"phone": phone})).await;
        house.turn().await;
    }
    let items = house.items(&ana).await;
    assert_eq!(items.len(), 1);
    assert_eq!(items[0].wanted, "+15125550143");
    assert_eq!(items[0].before, "+15125550100");
    house.edit(&ana, json!({"phone": "+15125550100"})).await;
    house.turn().await;
    assert_eq!(house.items(&ana).await, []);
    // Several edits between two looks are one as well.
    house.edit(&ana, json!({"phone": "+15125550141"})).await;
    house.edit(&ana, json!({"phone": "+15125550100"})).await;
    house.turn().await;
    assert_eq!(house.items(&ana).await, []);
}

async fn what_houzz_shows_ticks_off(house: &House) {
    let ana = lead(house).await;
    house.edit(&ana, json!({"phone": "+15125550143"})).await;
    house.turn().await;
    let contact = json!({"id": "8812345", "email": "ana@example.org", "phone": "(512) 555-0143"});
    house.tell(event("e2", &contact)).await;
    house.turn().await;
    let item = house.items(&ana).await.remove(0);
    assert_eq!(item.state, WorkState::Confirmed);
    assert_eq!(item.evidence["from"], "houzz-bridge");
    let proof = house.proof(Kind::Contact, "phone", "update").await;
    assert_eq!(proof, Some(item.evidence));
    let told = house.store.changes_of(HOME, &ana, None, 10).await.unwrap();
    assert!(
        told.changes
            .iter()
            .any(|change| change.detail["state"] == "confirmed")
    );
}

async fn what_a_person_ticked_off_is_believed(house: &House) {
    let ana = lead(house).await;
    house.edit(&ana, json!({"phone": "+15125550143"})).await;
    house.turn().await;
    let item = house.items(&ana).await.remove(0);
    let tick = json!({"state": "done"});
    house
        .operate("update-work-item", &[("itemId", &item.id)], tick)
        .await;
    house.edit(&ana, json!({"city": "Austin"})).await;
    house.turn().await;
    let items = house.items(&ana).await;
    let phone = items.iter().find(|it| it.field == "phone").unwrap();
    assert_eq!(phone.state, WorkState::Done);
    // Going back is work again: over there the new one stands by now.
    house.edit(&ana, json!({"phone": "+15125550100"})).await;
    house.turn().await;
    let items = house.items(&ana).await;
    let phone = items.iter().find(|it| it.field == "phone").unwrap();
    assert_eq!((phone.state, &phone.id), (WorkState::Open, &item.id));
    assert_eq!(
        (&phone.before, &phone.wanted),
        (&json!("+15125550143"), &json!("+15125550100"))
    );
}

async fn only_fields_that_are_wanted_become_work(house: &House) {
    house
        .settings(json!({"workFields": ["email", "country"]}))
        .await;
    let ana = lead(house).await;
    let edit = json!({"phone": "+15125550143", "email": "new@example.org", "country": "CA"});
    house.edit(&ana, edit).await;
    house.turn().await;
    let fields: Vec<_> = house
        .items(&ana)
        .await
        .into_iter()
        .map(|it| it.field)
        .collect();
    // Nobody can write a country there, so nobody is asked to.
    assert_eq!(fields, ["email"]);
}

async fn a_task_of_houzz_is_work_and_one_of_ours_is_not(house: &House) {
    let told = house
        .tell(json!({"id": "e1", "type": "task.created",
            "contact": {"id": "8812345", "name": "Ana Cruz", "email": "ana@example.org"},
            "task": {"id": "t9", "title": "Call Ana", "dueDate": "2026-01-07"}}))
        .await;
    let ana = told.contact_id.unwrap();
    house.turn().await;
    let tasks = house.store.tree(HOME, &ana).await.unwrap();
    let task = tasks.iter().find(|it| it.kind == Kind::Task).unwrap();
    let path = [("contactId", ana.as_str()), ("taskId", task.id.as_str())];
    house
        .operate("update-task-completed", &path, json!({"completed": true}))
        .await;
    let own = json!({"title": "Ours", "dueDate": "2026-01-08", "completed": false});
    house
        .operate("create-task", &[("contactId", &ana)], own)
        .await;
    house.turn().await;
    let items = house.items(&ana).await;
    let told: Vec<_> = items
        .iter()
        .map(|it| (it.title.as_str(), it.url.as_str()))
        .collect();
    assert_eq!(
        told,
        [(
            "Mark the task “Call Ana” of Ana Cruz as done in Houzz Pro",
            "https://pro.houzz.com/manage/tasks/leads/8812345"
        )]
    );
}

async fn a_deleted_contact_is_nobodys_work(house: &House) {
    let ana = lead(house).await;
    house.edit(&ana, json!({"phone": "+15125550143"})).await;
    house.turn().await;
    assert_eq!(house.items(&ana).await.len(), 1);
    house
        .operate("delete-contact", &[("contactId", &ana)], Value::Null)
        .await;
    house.turn().await;
    assert_eq!(house.items(&ana).await, []);
}

async fn a_lead_that_moves_here_is_moved_there_by_hand(house: &House) {
    let ana = lead(house).await;
    let (pipeline, stages) = house.board().await;
    let it = house.opportunity(&ana, &pipeline, &stages["New"]).await;
    house.turn().await;
    assert_eq!(
        house.items(&ana).await,
        [],
        "a new one is the lead that is there"
    );
    let go = async |stage: &str| {
        let body = json!({"pipelineStageId": stages[stage]});
        house
            .operate("update-opportunity", &[("id", &it)], body)
            .await;
        house.turn().await;
        house.items(&ana).await
    };
    go("Connected").await;
    let items = go("Estimate Sent").await;
    assert_eq!(items.len(), 1);
    let title = "Move the lead of Ana Cruz to “Estimate Sent” in Houzz Pro";
    assert_eq!(
        (items[0].title.as_str(), &items[0].before),
        (title, &json!("New"))
    );
    assert_eq!(items[0].url, "https://pro.houzz.com/manage/leads/8812345");
    assert_eq!(go("New").await, []);
    let item = go("Won").await.remove(0);
    let tick = json!({"state": "done"});
    house
        .operate("update-work-item", &[("itemId", &item.id)], tick)
        .await;
    // From here on Houzz Pro has it as won.
    let items = go("Archived").await;
    assert_eq!(
        (items[0].state, &items[0].before),
        (WorkState::Open, &json!("Won"))
    );
    house
        .operate("delete-opportunity", &[("id", &it)], Value::Null)
        .await;
    house.turn().await;
    assert_eq!(house.items(&ana).await, []);
}
