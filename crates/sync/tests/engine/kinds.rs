//! Every kind of record, what both sides call things, and what it costs in calls.

use jiff::SignedDuration;
use serde_json::{Value, json};
use tenon_model::{Action, Kind};
use tenon_sync::remote::RemotePatch;

use super::house::{House, object};
use crate::simulation::peer::By;

#[test]
fn a_new_contact_is_one_write_and_a_change_of_it_one_read_and_one_write() {
    let mut house = House::new();
    let ana = house.contact(json!({"firstName": "Ana", "email": "ana@example.org"}));
    house.sync();
    let (id, _) = house.person();
    // What the other side tells of our own write is looked at once.
    assert_eq!(
        house.calls(),
        ["create contact".to_owned(), format!("get {id}")]
    );
    house.call("update-contact", &ana, json!({"city": "Austin"}));
    house.sync();
    let look = format!("get {id}");
    assert_eq!(house.calls(), [look.clone(), format!("update {id}"), look]);
    // A task is not the contact's business.
    house.call(
        "create-task",
        &ana,
        json!({"title": "Call", "dueDate": "2026-02-01", "completed": false}),
    );
    house.sync();
    assert_eq!(house.calls(), ["list tasks", "create task", "list tasks"]);
    house.sync();
    assert_eq!(house.calls(), Vec::<String>::new());
}

#[test]
fn an_owner_is_known_by_the_email_and_one_that_is_not_is_left_alone() {
    let mut house = House::new();
    let ana = house.contact(json!({"firstName": "Ana", "assignedTo": "hu1"}));
    house.sync();
    let (id, there) = house.person();
    assert_eq!(there["assignedTo"], "ru1");
    house.edit_there(&id, json!({"assignedTo": "ru2"}));
    house.sync();
    assert_eq!(house.hub(&ana)["assignedTo"], "hu2");
    // Nobody here knows the one, nobody there the other.
    house.edit_there(&id, json!({"assignedTo": "ru9"}));
    house.sync();
    assert_eq!(house.hub(&ana)["assignedTo"], "hu2");
    house.call("update-contact", &ana, json!({"assignedTo": "hu8"}));
    house.sync();
    assert_eq!(house.person().1["assignedTo"], "ru9");
    assert_eq!(house.log(Action::Conflict).len(), 0);
}

#[test]
fn custom_fields_are_merged_one_by_one() {
    let mut house = House::new();
    let ana = house.contact(json!({"firstName": "Ana",
        "customFields": [{"id": "hf1", "field_value": "slate"}]}));
    house.sync();
    let (id, there) = house.person();
    assert_eq!(there["customFields.rf1"], "slate");
    house.edit_there(&id, json!({"customFields.rf2": "deep"}));
    house.call(
        "update-contact",
        &ana,
        json!({"customFields": [{"id": "hf1", "field_value": "tiles"}]}),
    );
    house.sync();
    let (_, there) = house.person();
    assert_eq!(
        (&there["customFields.rf1"], &there["customFields.rf2"]),
        (&json!("tiles"), &json!("deep"))
    );
    assert_eq!(
        house.hub(&ana)["customFields"],
        json!([{"id": "hf1", "value": "tiles"}, {"id": "hf2", "value": "deep"}])
    );
}

#[test]
fn an_opportunity_moves_through_its_stages_on_both_sides() {
    let mut house = House::new();
    let ana = house.contact(json!({"firstName": "Ana"}));
    let body = json!({"locationId": house.0.location.id, "contactId": ana, "name": "Kitchen",
        "pipelineId": "hp1", "status": "open", "monetaryValue": 42_000});
    let made = house.0.operate("create-opportunity", &[], body).unwrap();
    house.sync();
    let (person, _) = house.person();
    let [(id, there)] = &house.there(&person, Kind::Opportunity)[..] else {
        panic!("not one")
    };
    assert_eq!(
        *there,
        json!({"name": "Kitchen", "pipelineId": "rp1", "pipelineStageId": "rs0",
            "status": "open", "monetaryValue": 42_000})
    );
    let patch = RemotePatch {
        fields: object(json!({"pipelineStageId": "rs1", "status": "won"})),
        ..RemotePatch::default()
    };
    let kind = Kind::Opportunity;
    let moved = house
        .0
        .remote
        .peer()
        .update(kind, Some(&person), id, &patch, By::User);
    moved.unwrap();
    house.sync();
    let here = &house.children(&ana, kind)[0];
    assert_eq!(
        (&here["pipelineStageId"], &here["status"]),
        (&json!("hs1"), &json!("won"))
    );
    let path = [("id", made["opportunity"]["id"].as_str().unwrap())];
    let deleted = house.0.operate("delete-opportunity", &path, Value::Null);
    deleted.unwrap();
    house.sync();
    assert_eq!(house.there(&person, kind), []);
}

#[test]
fn an_appointment_stands_in_the_same_calendar_and_a_business_is_named_alike() {
    let mut house = House::new();
    let ana = house.contact(json!({"firstName": "Ana"}));
    let location = house.0.location.id.clone();
    let body = json!({"locationId": location, "contactId": ana, "calendarId": "hk1",
        "startTime": "2026-02-01T10:00:00.000Z", "title": "Visit"});
    house.0.operate("create-appointment", &[], body).unwrap();
    let firm = json!({"locationId": location, "name": "Oak & Sons"});
    let firm = house.0.operate("create-business", &[], firm).unwrap();
    let body = json!({"locationId": location, "ids": [ana],
        "businessId": firm["buiseness"]["id"]});
    house
        .0
        .operate("add-remove-contact-from-business", &[], body)
        .unwrap();
    house.sync();
    house.later(SignedDuration::from_mins(1));
    house.sync();
    let (person, there) = house.person();
    let visits = house.there(&person, Kind::Appointment);
    assert_eq!(visits[0].1["calendarId"], "rk1");
    let peer = house.0.remote.peer();
    let firm = &peer.businesses[there["businessId"].as_str().unwrap()];
    assert_eq!(firm.fields["name"], "Oak & Sons");
}
