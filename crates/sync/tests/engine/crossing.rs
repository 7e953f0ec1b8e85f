//! What is made or changed on one side comes to the other.

use serde_json::json;
use tenon_model::Kind;
use tenon_store::LinkState;

use super::house::{House, object};
use crate::simulation::peer::By;

#[test]
fn a_new_contact_crosses_with_its_tags_task_and_note() {
    let mut house = House::new();
    let ana = house.contact(json!({"email": "ana@example.org", "tags": ["lead"]}));
    let task = json!({"title": "Call", "dueDate": "2026-02-01T10:00:00Z", "completed": false});
    house.call("create-task", &ana, task);
    house.call("create-note", &ana, json!({"body": "Wants a kitchen"}));
    house.sync();
    let (id, person) = house.person();
    assert_eq!(
        person,
        json!({"email": "ana@example.org", "tags": ["lead"]})
    );
    assert_eq!(house.there(&id, Kind::Task)[0].1["title"], "Call");
    assert_eq!(house.there(&id, Kind::Note)[0].1["body"], "Wants a kitchen");
    assert_eq!(house.0.remote.peer().writes, 3);
}

#[test]
fn edits_cross_in_both_directions_and_leave_no_echo() {
    let mut house = House::new();
    let ana = house.contact(json!({"email": "ana@example.org", "firstName": "Ana"}));
    house.sync();
    let (id, _) = house.person();
    house.call("update-contact", &ana, json!({"city": "Austin"}));
    house.edit_there(&id, json!({"firstName": "Anna"}));
    house.sync();
    let both = json!({"email": "ana@example.org", "firstName": "Anna", "city": "Austin"});
    assert_eq!((house.hub(&ana), house.person().1), (both.clone(), both));
    let writes = house.0.remote.peer().writes;
    house.sweep();
    assert_eq!(house.0.remote.peer().writes, writes);
}

#[test]
fn what_is_made_over_there_comes_with_its_task() {
    let mut house = House::new();
    let id = house.create_there(json!({"phone": "+15125550143", "tags": ["web"]}));
    let task = object(json!({"title": "Measure", "dueDate": "2026-02-01T10:00:00.000Z"}));
    let made = house
        .0
        .remote
        .peer()
        .create_child(Kind::Task, &id, &task, By::User);
    made.unwrap();
    house.sync();
    let location = house.0.location.id.clone();
    let found = house
        .0
        .store
        .contacts_with(&location, "phone", "+15125550143");
    let found = crate::simulation::world::at_once(found).unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(house.hub(&found[0].id)["tags"], json!(["web"]));
    assert_eq!(
        house.children(&found[0].id, Kind::Task)[0]["title"],
        "Measure"
    );
    assert_eq!(house.0.remote.peer().writes, 0);
}

#[test]
fn a_deletion_on_either_side_parts_and_the_other_copy_stays() {
    let mut house = House::new();
    let ana = house.contact(json!({"email": "ana@example.org"}));
    let ben = house.contact(json!({"email": "ben@example.org"}));
    house.sync();
    let (there, _) = house.people().remove(0);
    let of_ana = house.link(&ana).remote_id.unwrap();
    let gone = if there == of_ana { &ben } else { &ana };
    let gone_there = house.link(gone).remote_id.unwrap();
    house
        .0
        .remote
        .peer()
        .delete(Kind::Contact, None, &gone_there, By::User);
    let other = if there == of_ana { &ana } else { &ben };
    house.call("delete-contact", other, json!(null));
    house.sync();
    house.sweep();
    assert_eq!(house.link(&ana).state, LinkState::Parted);
    assert_eq!(house.link(&ben).state, LinkState::Parted);
    assert!(house.hub(gone).is_object());
    assert_eq!(house.person().0, there);
}

#[test]
fn a_deleted_task_goes_on_both_sides_and_an_edited_one_comes_back() {
    let mut house = House::new();
    let ana = house.contact(json!({"email": "ana@example.org"}));
    let task = |title: &str| json!({"title": title, "dueDate": "2026-02-01T10:00:00Z", "completed": false});
    let made = ["Call", "Measure"].map(|title| house.call("create-task", &ana, task(title)));
    house.sync();
    let (id, _) = house.person();
    let measure = house.there(&id, Kind::Task).into_iter();
    let measure = measure
        .filter(|(_, task)| task["title"] == "Measure")
        .map(|(id, _)| id)
        .next();
    let patch = tenon_sync::remote::RemotePatch {
        fields: object(json!({"title": "Measure twice"})),
        ..Default::default()
    };
    let mut peer = house.0.remote.peer();
    peer.update(Kind::Task, Some(&id), &measure.unwrap(), &patch, By::User)
        .unwrap();
    drop(peer);
    for task in made {
        let task = task["task"]["id"].as_str().unwrap().to_owned();
        let path = [("contactId", ana.as_str()), ("taskId", task.as_str())];
        house.0.operate("delete-task", &path, json!(null)).unwrap();
    }
    house.sync();
    let titles = |tasks: Vec<serde_json::Value>| -> Vec<serde_json::Value> {
        tasks
            .into_iter()
            .map(|task| task["title"].clone())
            .collect()
    };
    assert_eq!(titles(house.children(&ana, Kind::Task)), ["Measure twice"]);
    let there = house
        .there(&id, Kind::Task)
        .into_iter()
        .map(|(_, task)| task);
    assert_eq!(titles(there.collect()), ["Measure twice"]);
}
