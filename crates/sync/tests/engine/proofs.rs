//! Plans and proofs: what they say is so, and they change nothing.

use serde_json::{Value, json};
use tenon_model::Kind;
use tenon_sync::{
    merge::Side,
    plan::{Effect, Plan},
};

use super::{
    house::House,
    runs::{at, finish},
};
use crate::simulation::world::at_once;

impl House {
    fn proof(&self) -> Value {
        let drift = finish(self.0.engine().verify(false, &|_| {})).unwrap();
        assert_eq!(json!(drift.count()), drift.to_json()["drift"]);
        drift.to_json()
    }

    fn plan(&self) -> Plan {
        let before = self.stands();
        let plan = finish(self.0.engine().plan(&|_| {})).unwrap();
        assert_eq!(self.stands(), before, "a plan changes nothing");
        plan
    }

    fn stands(&self) -> (i64, u64) {
        let seq = at_once(self.0.store.last_seq(&self.0.location.id)).unwrap();
        (seq, self.0.remote.peer().writes)
    }
}

fn due(title: &str) -> Value {
    json!({"title": title, "dueDate": "2026-12-01T09:00:00Z", "completed": false})
}

#[test]
fn a_proof_finds_every_kind_of_difference_and_nothing_where_there_is_none() {
    let mut house = House::new();
    let ana = house.contact(json!({"email": "ana@example.org", "city": "Austin"}));
    let ben = house.contact(json!({"email": "ben@example.org"}));
    house.call("create-task", &ana, due("Call"));
    house.call("create-note", &ana, json!({"body": "A note"}));
    house.sync();
    let before = house.stands();
    let proof = house.proof();
    assert_eq!(house.stands(), before, "a proof changes nothing");
    assert_eq!(proof["drift"], 0, "{proof:#}");
    assert_eq!(at(&proof, "/kinds/contact/compared"), 2);
    assert_eq!(at(&proof, "/kinds/task/compared"), 1);
    assert_eq!(at(&proof, "/kinds/note/compared"), 1);

    // A field, a task over there, a note that is gone, a contact on each side.
    let there: Vec<(String, Value)> = house.people();
    let copy = |email: &str| {
        let found = there.iter().find(|(_, fields)| fields["email"] == email);
        found.unwrap().0.clone()
    };
    let (ana_there, ben_there) = (copy("ana@example.org"), copy("ben@example.org"));
    house.edit_there(&ana_there, json!({"city": "Dallas"}));
    house
        .0
        .remote
        .peer()
        .people
        .get_mut(&ana_there)
        .unwrap()
        .children
        .retain(|(kind, _), _| *kind != Kind::Note);
    house.create_there(json!({"email": "new@example.org"}));
    house.lose(&ben_there);
    let proof = house.proof();
    assert_eq!(proof["drift"], 4, "{proof:#}");
    assert_eq!(at(&proof, "/kinds/contact/fields/drift/city"), 1);
    assert_eq!(at(&proof, "/kinds/contact/records/missingHere"), 1);
    assert_eq!(at(&proof, "/kinds/contact/records/missingThere"), 1);
    assert_eq!(at(&proof, "/kinds/note/records/missingThere"), 1);
    let shown = proof["differences"].as_array().unwrap();
    let city = shown.iter().find(|shown| shown["field"] == "city").unwrap();
    assert_eq!(
        (&city["here"], &city["there"]),
        (&json!("Austin"), &json!("Dallas"))
    );
    assert!(shown.iter().any(|shown| shown["recordId"] == ben));

    // What is on its way is told apart; it counts all the same.
    house.0.deliver_now();
    let proof = house.proof();
    assert!(
        at(&proof, "/kinds/contact/records/pending").as_u64() >= Some(1),
        "{proof:#}"
    );
    house.sweep();
    let proof = house.proof();
    assert_eq!(proof["drift"], 0, "{proof:#}");
    assert_eq!(at(&proof, "/kinds/contact/compared"), 2);
}

#[test]
fn what_is_refused_or_parted_is_told_and_does_not_count() {
    let mut house = House::new();
    let ana =
        house.contact(json!({"email": "ana@example.org", "website": "https://refuse.example"}));
    let ben = house.contact(json!({"email": "ben@example.org"}));
    house.sync();
    house.call("delete-contact", &ben, Value::Null);
    house.sync();
    let proof = house.proof();
    assert_eq!(proof["drift"], 0, "{proof:#}");
    assert_eq!(
        at(&proof, "/kinds/contact/records/refused"),
        1,
        "{ana}: {proof:#}"
    );
    assert_eq!(at(&proof, "/kinds/contact/records/parted"), 1, "{proof:#}");
}

#[test]
fn a_plan_says_what_the_run_then_does() {
    let mut house = House::new();
    let ana = house.contact(json!({"email": "ana@example.org", "city": "Austin"}));
    house.sync();
    let (ana_there, _) = house.person();
    // Not told of: an edit on each side, a new contact on each side, and one that is the same.
    house.edit_there(&ana_there, json!({"city": "Dallas"}));
    house.create_there(json!({"email": "new.there@example.org"}));
    house.create_there(json!({"email": "both@example.org", "city": "Waco"}));
    house.0.remote.peer().events.clear();
    let both = house.contact(json!({"email": "both@example.org", "state": "TX"}));
    let new = house.contact(json!({"email": "new.here@example.org"}));
    house.call("create-task", &new, due("Call"));
    let plan = house.plan();
    let contacts = |side, effect| plan.of(side, Kind::Contact, effect);
    assert_eq!(contacts(Side::Hub, Effect::Create), 1);
    assert_eq!(
        contacts(Side::Hub, Effect::Change),
        2,
        "{:#}",
        plan.to_json(None)
    );
    assert_eq!(contacts(Side::Remote, Effect::Create), 1);
    assert_eq!(contacts(Side::Remote, Effect::Change), 1);
    assert_eq!(plan.of(Side::Remote, Kind::Task, Effect::Create), 1);
    assert_eq!(plan.calls.writes, 3);
    let writes = house.stands().1;
    house.sweep();
    assert_eq!(house.stands().1 - writes, plan.calls.writes);
    assert_eq!(house.hub(&ana)["city"], "Dallas");
    assert_eq!(house.hub(&both)["city"], "Waco");
    let after = house.plan();
    let effects: Vec<Effect> = after.counts().map(|(_, _, effect, _)| effect).collect();
    assert!(
        effects.iter().all(|effect| *effect == Effect::Leave),
        "{:#}",
        after.to_json(None)
    );
}
