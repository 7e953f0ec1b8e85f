//! The way to the other side fails.

use jiff::SignedDuration;
use serde_json::json;
use tenon_model::{Action, Kind};

use super::house::House;
use crate::simulation::remote::Script;

#[test]
fn a_create_whose_answer_is_lost_is_not_sent_twice() {
    for kind in [Kind::Contact, Kind::Note] {
        let mut house = House::new();
        // Known by a name only, the contact is found by all that was sent.
        let ana = house.contact(json!({"firstName": "Ana", "city": "Austin"}));
        if kind == Kind::Note {
            house.sync();
        }
        house.call("create-note", &ana, json!({"body": "Wants a kitchen"}));
        house.next(&[Script::Unanswered]);
        house.sync();
        let (id, _) = house.person();
        assert_eq!(house.there(&id, Kind::Note).len(), 1);
        assert_eq!(house.children(&ana, Kind::Note).len(), 1);
        assert_eq!(house.0.remote.peer().writes, 2);
    }
}

#[test]
fn a_create_that_lands_late_is_waited_for() {
    let mut house = House::new();
    let ana = house.contact(json!({"firstName": "Ana"}));
    house.next(&[Script::Late]);
    house.0.work_until(|world| world.remote.is_flying());
    // The edit asks for the job again at once, while the call is still on its way.
    house.call("update-contact", &ana, json!({"city": "Austin"}));
    house.sync();
    assert_eq!(
        house.person().1,
        json!({"firstName": "Ana", "city": "Austin"})
    );
}

#[test]
fn a_push_whose_answer_is_lost_does_not_come_back_as_an_edit() {
    let mut house = House::new();
    let ana = house.contact(json!({"email": "ana@example.org", "tags": ["lead"]}));
    house.sync();
    // The other side's clock is ahead: by its times it would win every conflict.
    house.0.remote.peer().skew = SignedDuration::from_mins(5);
    house.call(
        "update-contact",
        &ana,
        json!({"city": "Austin", "tags": ["lead", "kitchen"]}),
    );
    house.next(&[Script::Unanswered]);
    let writes = house.0.remote.peer().writes;
    house
        .0
        .work_until(|world| world.remote.peer().writes > writes);
    house.0.crash();
    house.call(
        "update-contact",
        &ana,
        json!({"city": "Dallas", "tags": ["lead"]}),
    );
    house.sync();
    let there = house.person().1;
    assert_eq!(
        (&there["city"], &there["tags"]),
        (&json!("Dallas"), &json!(["lead"]))
    );
    assert_eq!(house.hub(&ana)["city"], "Dallas");
    assert!(house.log(Action::Conflict).is_empty());
}

#[test]
fn what_a_lost_webhook_kept_quiet_a_sweep_finds() {
    let mut house = House::new();
    let ana = house.contact(json!({"email": "ana@example.org"}));
    house.sync();
    let (id, _) = house.person();
    house.edit_there(&id, json!({"city": "Austin"}));
    house.0.remote.peer().events.clear();
    house.sync();
    assert!(house.hub(&ana).get("city").is_none());
    house.sweep();
    assert_eq!(house.hub(&ana)["city"], "Austin");
    house
        .0
        .remote
        .peer()
        .delete(Kind::Contact, None, &id, crate::simulation::peer::By::User);
    house.0.remote.peer().events.clear();
    house.sweep();
    assert_eq!(house.log(Action::Unlink).len(), 1);
}
