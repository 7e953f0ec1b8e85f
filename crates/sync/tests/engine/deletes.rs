//! What a deletion on one side does on the other, by the field map's word for it.

use serde_json::{Value, json};
use tenon_model::{Action, Kind};
use tenon_store::LinkState;

use super::{
    house::{House, object},
    maps::switch_on,
};
use crate::simulation::{peer::By, world::at_once};

fn contacts(word: &str) -> String {
    format!("kinds: {{contact: {{deletes: {word}}}}}\n")
}

/// A house where Ana stands on both sides; her ids.
fn with_ana(word: &str) -> (House, String, String) {
    let mut house = House::new();
    switch_on(&mut house, &contacts(word));
    let ana = house.contact(json!({"email": "ana@example.org", "city": "Austin"}));
    house.sync();
    let (id, _) = house.person();
    (house, ana, id)
}

fn delete_there(house: &mut House, id: &str) {
    let mut peer = house.0.remote.peer();
    peer.delete(Kind::Contact, None, id, By::User);
}

fn in_hub(house: &House, ana: &str) -> bool {
    at_once(house.0.cx.contact(ana)).is_ok()
}

#[test]
fn a_contact_deleted_here_is_marked_deleted_left_or_comes_back() {
    for (word, there, comes_back) in [
        ("archive", Some(json!(["archived"])), false),
        ("mirror", None, false),
        ("unlink", Some(Value::Null), false),
        ("ignore", Some(Value::Null), true),
    ] {
        let (mut house, ana, id) = with_ana(word);
        house.call("delete-contact", &ana, Value::Null);
        house.sync();
        house.sweep();
        house.sync();
        let tags = house.people().into_iter().find(|(other, _)| *other == id);
        let tags = tags.map(|(_, person)| person["tags"].clone());
        assert_eq!(tags, there, "{word}");
        assert!(!in_hub(&house, &ana), "{word}");
        let location = &house.0.location.id;
        let again = house
            .0
            .store
            .contacts_with(location, "email", "ana@example.org");
        assert_eq!(!at_once(again).unwrap().is_empty(), comes_back, "{word}");
        assert!(house.people().len() <= 1, "{word}");
    }
}

#[test]
fn a_contact_deleted_there_is_marked_deleted_left_or_comes_back() {
    for (word, here, comes_back) in [
        ("archive", Some(json!(["archived"])), false),
        ("mirror", None, false),
        ("unlink", Some(Value::Null), false),
        ("ignore", Some(Value::Null), true),
    ] {
        let (mut house, ana, id) = with_ana(word);
        delete_there(&mut house, &id);
        house.sweep();
        house.sync();
        let tags = in_hub(&house, &ana).then(|| house.hub(&ana)["tags"].clone());
        assert_eq!(tags, here, "{word}");
        assert_eq!(house.people().len(), usize::from(comes_back), "{word}");
    }
}

#[test]
fn a_mirrored_deletion_gives_way_to_an_edit() {
    let (mut house, ana, id) = with_ana("mirror");
    house.edit_there(&id, json!({"city": "Waco"}));
    house.0.remote.peer().events.clear();
    house.call("delete-contact", &ana, Value::Null);
    house.sync();
    assert_eq!(house.people().len(), 1);
    let (mut house, ana, id) = with_ana("mirror");
    delete_there(&mut house, &id);
    house.call("update-contact", &ana, json!({"city": "Waco"}));
    house.sync();
    assert!(in_hub(&house, &ana));
    assert_eq!(house.link(&ana).state, LinkState::Parted);
    assert_eq!(house.log(Action::Unlink).len(), 1);
}

#[test]
fn a_mirrored_deletion_spares_what_was_hung_on_the_contact_since() {
    let task = json!({"title": "Call", "dueDate": "2026-02-01T10:00:00.000Z", "completed": false});
    let (mut house, ana, id) = with_ana("mirror");
    {
        let mut peer = house.0.remote.peer();
        let task = object(task.clone());
        peer.create_child(Kind::Task, &id, &task, By::User).unwrap();
        peer.events.clear();
    }
    house.call("delete-contact", &ana, Value::Null);
    house.sync();
    assert_eq!(house.there(&id, Kind::Task).len(), 1);
    let (mut house, ana, id) = with_ana("mirror");
    delete_there(&mut house, &id);
    house.call("create-task", &ana, task);
    house.sync();
    assert_eq!(house.children(&ana, Kind::Task).len(), 1);
}

/// Takes the newest deletion back, and lets both sides come to rest.
fn take_back(house: &mut House) {
    let deletions = house.log(Action::Delete);
    let contact = deletions.iter().rfind(|it| it.kind == "contact").unwrap();
    let body = json!({"kind": "change", "id": contact.seq});
    house.0.operate("create-undo", &[], body).unwrap();
    for _ in 0..2 {
        house.sync();
        house.sweep();
    }
}

#[test]
fn a_deletion_that_is_taken_back_leaves_no_mark_and_is_not_mirrored_again() {
    for word in ["archive", "mirror", "unlink"] {
        let (mut house, ana, id) = with_ana(word);
        let note = json!({"body": "call"});
        house.call("create-note", &ana, note.clone());
        house.sync();
        house.call("delete-contact", &ana, Value::Null);
        house.sync();
        take_back(&mut house);
        assert_eq!(house.hub(&ana)["tags"], Value::Null, "{word}");
        let (again, person) = house.person();
        assert_eq!(person["tags"], Value::Null, "{word}");
        assert_eq!(again == id, word != "mirror", "{word}");
        assert_eq!(house.there(&again, Kind::Note).len(), 1, "{word}");
        assert_eq!(house.children(&ana, Kind::Note), [note], "{word}");
    }
    // Deleted over there, mirrored here, and taken back here.
    let (mut house, ana, id) = with_ana("mirror");
    delete_there(&mut house, &id);
    house.sync();
    house.sweep();
    assert!(!in_hub(&house, &ana));
    take_back(&mut house);
    assert!(in_hub(&house, &ana));
    assert_eq!(house.person().1["city"], "Austin");
}

#[test]
fn a_note_deleted_here_stays_there_or_comes_back_if_the_map_says_so() {
    for (word, here, there) in [("mirror", 0, 0), ("unlink", 0, 1), ("ignore", 1, 1)] {
        let mut house = House::new();
        let map = format!("kinds: {{note: {{deletes: {word}}}}}\n");
        switch_on(&mut house, &map);
        let ana = house.contact(json!({"email": "ana@example.org"}));
        let note = house.call("create-note", &ana, json!({"body": "call"}));
        house.sync();
        let (id, _) = house.person();
        let note = note["note"]["id"].as_str().unwrap().to_owned();
        let path = [("contactId", ana.as_str()), ("id", note.as_str())];
        house.0.operate("delete-note", &path, Value::Null).unwrap();
        house.sync();
        assert_eq!(house.children(&ana, Kind::Note).len(), here, "{word}");
        assert_eq!(house.there(&id, Kind::Note).len(), there, "{word}");
    }
}
