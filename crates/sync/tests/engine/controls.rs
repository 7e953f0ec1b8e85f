//! Undo, merges and pauses, and what the other side has of them.

use jiff::SignedDuration;
use serde_json::{Value, json};
use tenon_model::{Action, Kind};
use tenon_store::LinkState;

use super::house::House;

fn undo(house: &mut House, what: Value) -> Value {
    let told = house.0.operate("create-undo", &[], what).unwrap();
    told["undo"].clone()
}

/// The undo of the newest entry of the log that did this.
fn newest(house: &House, action: Action) -> Value {
    let entry = house.log(action).pop().unwrap();
    json!({"kind": "change", "id": entry.seq})
}

fn task(title: &str) -> Value {
    json!({"title": title, "dueDate": "2026-02-01T10:00:00.000Z", "completed": false})
}

fn titles(mut all: Vec<Value>) -> Vec<Value> {
    all.sort_by_key(|one| one["title"].to_string());
    all.into_iter().map(|one| one["title"].clone()).collect()
}

fn there(house: &House, person: &str) -> Vec<Value> {
    let tasks = house.there(person, Kind::Task).into_iter();
    titles(tasks.map(|(_, task)| task).collect())
}

#[test]
fn what_came_from_over_there_is_put_back_on_both_sides() {
    let mut house = House::new();
    let ana = house.contact(json!({"email": "ana@example.org", "city": "Austin"}));
    house.sync();
    let (id, _) = house.person();
    house.later(SignedDuration::from_mins(1));
    house.edit_there(&id, json!({"city": "Dallas"}));
    house.sync();
    assert_eq!(house.hub(&ana)["city"], "Dallas");
    let what = newest(&house, Action::Update);
    undo(&mut house, what);
    house.sync();
    assert_eq!(house.hub(&ana)["city"], "Austin");
    assert_eq!(house.person().1["city"], "Austin");
    // The undo was sent, and what it overwrote there can be put back from the timeline, too.
    let what = newest(&house, Action::Push);
    undo(&mut house, what);
    house.sync();
    assert_eq!(house.person().1["city"], "Dallas");
    assert_eq!(house.hub(&ana)["city"], "Dallas");
}

#[test]
fn a_contact_that_comes_back_is_joined_to_its_copy_again() {
    let mut house = House::new();
    let ana = house.contact(json!({"email": "ana@example.org"}));
    house.call("create-task", &ana, task("Call"));
    house.sync();
    let (id, _) = house.person();
    house
        .0
        .operate("delete-contact", &[("contactId", &ana)], Value::Null)
        .unwrap();
    house.sync();
    assert_eq!(house.link(&ana).state, LinkState::Parted);
    house.later(SignedDuration::from_mins(1));
    house.edit_there(&id, json!({"city": "Waco"}));
    let deleted = house.log(Action::Delete);
    let contact = deleted
        .iter()
        .find(|change| change.kind == "contact")
        .unwrap();
    let told = undo(&mut house, json!({"kind": "change", "id": contact.seq}));
    assert_eq!(told["report"]["recordsRestored"], 2, "{told}");
    house.sync();
    // Nothing is there twice, and what was written over there meanwhile has come.
    assert_eq!(house.person().0, id);
    assert_eq!(house.hub(&ana)["city"], "Waco");
    assert_eq!(there(&house, &id), ["Call"]);
    assert_eq!(titles(house.children(&ana, Kind::Task)), ["Call"]);
}

#[test]
fn a_task_that_comes_back_gets_a_new_copy() {
    let mut house = House::new();
    let ana = house.contact(json!({"email": "ana@example.org"}));
    let made = house.call("create-task", &ana, task("Call"));
    house.sync();
    let id = made["task"]["id"].as_str().unwrap();
    let path = [("contactId", ana.as_str()), ("taskId", id)];
    house.0.operate("delete-task", &path, Value::Null).unwrap();
    house.sync();
    let person = house.person().0;
    assert_eq!(there(&house, &person), [Value::Null; 0]);
    let what = newest(&house, Action::Delete);
    undo(&mut house, what);
    house.sync();
    assert_eq!(there(&house, &person), ["Call"]);
    assert_eq!(titles(house.children(&ana, Kind::Task)), ["Call"]);
}

#[test]
fn a_merge_reaches_the_other_side_and_so_does_its_undo() {
    let mut house = House::new();
    let ana = house.contact(json!({"email": "ana@example.org", "city": "Austin"}));
    let anna = house.contact(json!({"email": "anna@example.org", "state": "TX"}));
    house.call("create-task", &ana, task("one"));
    house.call("create-task", &anna, task("two"));
    house.sync();
    let copy = |house: &House, contact: &str| house.link(contact).remote_id.unwrap();
    let (first, second) = (copy(&house, &ana), copy(&house, &anna));
    let both = json!({"survivorId": ana, "loserId": anna});
    let merge = house.0.operate("create-merge", &[], both).unwrap();
    house.sync();
    assert_eq!(there(&house, &first), ["one", "two"]);
    let people = house.people();
    let one = &people.iter().find(|(id, _)| *id == first).unwrap().1;
    assert_eq!(one["state"], "TX");
    // The other's copy stays as it was, and is not taken for somebody new.
    assert_eq!(people.len(), 2);
    house.sweep();
    assert_eq!(house.children(&ana, Kind::Task).len(), 2);
    let told = undo(&mut house, merge["merge"]["undo"].clone());
    assert_eq!(told["report"]["notUndone"], 0, "{told}");
    house.sync();
    house.sweep();
    assert_eq!(there(&house, &first), ["one"]);
    assert_eq!(there(&house, &second), ["two"]);
    assert_eq!(copy(&house, &anna), second);
    assert_eq!(house.link(&anna).state, LinkState::Linked);
    assert_eq!(titles(house.children(&anna, Kind::Task)), ["two"]);
    assert_eq!(house.people().len(), 2);
    house.edit_there(&second, json!({"city": "Waco"}));
    house.sync();
    assert_eq!(house.hub(&anna)["city"], "Waco");
}

/// The undo of a batch that brought one contact with a task.
fn batch(house: &mut House) -> (String, Value) {
    let origin = house.0.cx.origin.clone();
    house.0.cx.origin.cause = tenon_model::Cause {
        kind: "run".into(),
        id: "batch1".into(),
    };
    let ana = house.contact(json!({"email": "ana@example.org"}));
    house.call("create-task", &ana, task("Call"));
    house.0.cx.origin = origin;
    house.sync();
    let what = json!({"kind": "run", "id": "batch1", "copies": "delete"});
    (ana, what)
}

#[test]
fn copies_that_tenon_made_go_with_a_batch_and_come_back_with_it() {
    let mut house = House::new();
    let (ana, what) = batch(&mut house);
    assert_eq!(house.people().len(), 1);
    let told = undo(&mut house, what);
    assert_eq!(told["report"]["recordsDeleted"], 2, "{told}");
    house.sync();
    assert_eq!(house.people(), []);
    assert_eq!(house.link(&ana).state, LinkState::Parted);
    undo(&mut house, json!({"kind": "undo", "id": told["id"]}));
    house.sync();
    let (id, person) = house.person();
    assert_eq!(person["email"], "ana@example.org");
    assert_eq!(there(&house, &id), ["Call"]);
    assert_eq!(titles(house.children(&ana, Kind::Task)), ["Call"]);
}

#[test]
fn a_copy_that_somebody_has_made_theirs_stays() {
    let mut house = House::new();
    let (_, what) = batch(&mut house);
    let (id, _) = house.person();
    // Not told to the hub yet.
    house.edit_there(&id, json!({"city": "Waco"}));
    house.0.remote.peer().events.clear();
    undo(&mut house, what);
    house.sync();
    assert_eq!(house.person().1["city"], "Waco");
    let why = house.log(Action::Unlink)[0].detail["why"].clone();
    assert!(
        why.as_str().unwrap().contains("somebody has changed it"),
        "{why}"
    );
}

#[test]
fn a_copy_that_was_there_before_stays() {
    let mut house = House::new();
    house.create_there(json!({"email": "ana@example.org"}));
    house.0.remote.peer().events.clear();
    let (_, what) = batch(&mut house);
    undo(&mut house, what);
    house.sync();
    assert_eq!(house.people().len(), 1);
}

fn rest(house: &mut House, operation: &str, path: &[(&str, &str)], body: Value) {
    house.0.operate(operation, path, body).unwrap();
}

/// Goes on until only what is paused is left.
fn sync_what_is_not_paused(house: &mut House, waiting: i64) {
    house.0.drain().unwrap_err();
    let queue = tenon_sync::queue(&house.0.connection.id);
    let depth = house.0.store.queue_depth(&house.0.location.id, &queue);
    let depth = crate::simulation::world::at_once(depth).unwrap();
    assert_eq!((depth.waiting, depth.failing), (waiting, 0), "{depth:?}");
    assert_eq!(depth.last_error, "paused by A user");
}

#[test]
fn a_paused_contact_is_left_alone_on_both_sides_and_comes_into_step_afterwards() {
    let mut house = House::new();
    let ana = house.contact(json!({"email": "ana@example.org", "city": "Austin"}));
    house.sync();
    let (id, _) = house.person();
    let path = [("contactId", ana.as_str())];
    rest(&mut house, "pause-contact", &path, json!({}));
    house.call("update-contact", &ana, json!({"city": "Waco"}));
    house.edit_there(&id, json!({"state": "TX"}));
    house.call("create-task", &ana, task("Call"));
    let ben = house.contact(json!({"email": "ben@example.org"}));
    sync_what_is_not_paused(&mut house, 1);
    assert_eq!(house.people().len(), 2, "others go on");
    assert_eq!(house.link(&ben).state, LinkState::Linked);
    let one = |house: &House| {
        let people = house.people();
        people
            .into_iter()
            .find(|(other, _)| *other == id)
            .unwrap()
            .1
    };
    assert_eq!(one(&house)["city"], "Austin");
    assert_eq!(house.hub(&ana).get("state"), None);
    rest(&mut house, "resume-contact", &path, json!({}));
    house.sync();
    assert_eq!(one(&house)["city"], "Waco");
    assert_eq!(house.hub(&ana)["state"], "TX");
    assert_eq!(there(&house, &id), ["Call"]);
}

#[test]
fn a_paused_connection_makes_no_call_and_loses_nothing() {
    let mut house = House::new();
    let ana = house.contact(json!({"email": "ana@example.org"}));
    house.sync();
    let connection = house.0.connection.id.clone();
    let path = [("connectionId", connection.as_str())];
    rest(
        &mut house,
        "pause-connection",
        &path,
        json!({"reason": "a clean-up"}),
    );
    house.call("update-contact", &ana, json!({"city": "Waco"}));
    house.create_there(json!({"email": "new@example.org"}));
    let writes = house.0.remote.peer().writes;
    sync_what_is_not_paused(&mut house, 2);
    assert_eq!(house.0.remote.peer().writes, writes);
    let people_made = |house: &House| {
        let made = house.log(Action::Create);
        made.iter()
            .filter(|change| change.kind == "contact")
            .count()
    };
    assert_eq!(people_made(&house), 1, "nobody has come");
    rest(&mut house, "resume-connection", &path, json!({}));
    house.sync();
    assert_eq!(people_made(&house), 2);
    let id = house.link(&ana).remote_id.unwrap();
    let people = house.people();
    let one = people.iter().find(|(other, _)| *other == id).unwrap();
    assert_eq!(one.1["city"], "Waco");
}

#[test]
fn a_paused_kind_is_found_again_by_a_full_sweep() {
    let mut house = House::new();
    let ana = house.contact(json!({"email": "ana@example.org"}));
    house.sync();
    let id = house.person().0;
    let connection = house.0.connection.id.clone();
    let path = [("connectionId", connection.as_str())];
    // So that the sweep has a stand to be taken back.
    house.sweep();
    rest(
        &mut house,
        "pause-connection",
        &path,
        json!({"kind": "task"}),
    );
    house.call("create-task", &ana, task("Call"));
    house.call("create-note", &ana, json!({"body": "a note"}));
    house.sync();
    assert_eq!(there(&house, &id), [Value::Null; 0]);
    assert_eq!(house.there(&id, Kind::Note).len(), 1, "other kinds go on");
    rest(
        &mut house,
        "resume-connection",
        &path,
        json!({"kind": "task"}),
    );
    house.sweep_as_due();
    assert_eq!(there(&house, &id), ["Call"]);
}

#[test]
fn a_contact_deleted_while_it_rested_can_be_resumed_and_is_parted_then() {
    let mut house = House::new();
    let ana = house.contact(json!({"email": "ana@example.org"}));
    house.sync();
    let path = [("contactId", ana.as_str())];
    house.0.operate("pause-contact", &path, json!({})).unwrap();
    house.call("delete-contact", &ana, Value::Null);
    house.0.operate("resume-contact", &path, json!({})).unwrap();
    house.sync();
    assert_eq!(house.link(&ana).state, LinkState::Parted);
    // Once only: then there is neither a contact nor a pause.
    assert!(house.0.operate("resume-contact", &path, json!({})).is_err());
}

#[test]
fn a_business_that_has_contacts_stays_when_its_making_is_undone() {
    let mut house = House::new();
    let ana = house.contact(json!({"email": "ana@example.org"}));
    let location = house.0.location.id.clone();
    let body = json!({"locationId": location, "name": "Cruz"});
    house.0.operate("create-business", &[], body).unwrap();
    let made = house.log(Action::Create).pop().unwrap();
    let (firm, made) = (made.record_id, made.seq);
    let body = json!({"locationId": location, "ids": [ana], "businessId": firm});
    let gives = "add-remove-contact-from-business";
    house.0.operate(gives, &[], body).unwrap();
    let told = undo(&mut house, json!({"kind": "change", "id": made}));
    assert_eq!(told["report"]["notUndone"], 1, "{told:#}");
    assert_eq!(house.hub(&ana)["businessId"], firm.as_str());
    let body = json!({"locationId": location, "ids": [ana], "businessId": null});
    house.0.operate(gives, &[], body).unwrap();
    let told = undo(&mut house, json!({"kind": "change", "id": made}));
    assert_eq!(told["report"]["recordsDeleted"], 1, "{told:#}");
}
