//! The field map at work: ways, policies, transforms, and what a change of it does.

use jiff::SignedDuration;
use serde_json::{Value, json};
use tenon_model::{Action, Kind};
use tenon_sync::remote::RemotePatch;

use super::{house::House, runs::finish};
use crate::simulation::peer::By;

/// Saves a document and switches it on.
pub(super) fn switch_on(house: &mut House, document: &str) -> i64 {
    let version = save(house, document);
    let path = version.to_string();
    let body = json!({"withoutPreview": true});
    house
        .0
        .operate("switch-on-sync-map-version", &[("version", &path)], body)
        .unwrap();
    version
}

fn save(house: &mut House, document: &str) -> i64 {
    let body = json!({"document": format!("version: 1\n{document}")});
    let saved = house.0.operate("save-sync-map", &[], body).unwrap();
    saved["syncMap"]["version"].as_i64().unwrap()
}

fn contact_fields(fields: &str) -> String {
    format!("kinds:\n  contact:\n    fields: {{{fields}}}\n")
}

/// Both sides changed the city: Dallas over there, Houston here, later.
fn torn(house: &mut House) -> String {
    let ana = house.contact(json!({"email": "ana@example.org", "city": "Austin"}));
    house.sync();
    let (id, _) = house.person();
    house.later(SignedDuration::from_mins(1));
    house.edit_there(&id, json!({"city": "Dallas"}));
    house.later(SignedDuration::from_mins(1));
    house.call("update-contact", &ana, json!({"city": "Houston"}));
    ana
}

/// Calls of ours that had an effect.
fn writes(house: &House) -> u64 {
    house.0.remote.peer().writes
}

#[test]
fn where_a_person_is_asked_each_side_keeps_its_own_and_the_question_is_put_once() {
    let mut house = House::new();
    switch_on(&mut house, &contact_fields("city: {conflict: ask}"));
    let ana = torn(&mut house);
    house.sync();
    house.sweep();
    house.sync();
    assert_eq!(house.hub(&ana)["city"], "Houston");
    assert_eq!(house.person().1["city"], "Dallas");
    let [question] = &house.reviews()[..] else {
        panic!("one question: {:?}", house.reviews())
    };
    assert_eq!(question.detail["field"], "city");
    assert_eq!(
        (&question.detail["hub"], &question.detail["remote"]),
        (&json!("Houston"), &json!("Dallas"))
    );
    // Other fields go on.
    house.call("update-contact", &ana, json!({"firstName": "Ana"}));
    house.sync();
    assert_eq!(house.person().1["firstName"], "Ana");
    assert_eq!(house.reviews().len(), 1);
    // Once they agree, nothing is asked any more.
    house.call("update-contact", &ana, json!({"city": "Dallas"}));
    house.sync();
    assert_eq!(house.link(&ana).detail, Value::Null);
    assert!(house.log(Action::Conflict).is_empty());
}

#[test]
fn one_side_may_win_though_the_other_is_later() {
    let mut house = House::new();
    switch_on(&mut house, &contact_fields("city: {conflict: highlevel}"));
    let ana = torn(&mut house);
    house.sync();
    assert_eq!(house.hub(&ana)["city"], "Dallas");
    let [conflict] = &house.log(Action::Conflict)[..] else {
        panic!("one conflict")
    };
    assert_eq!(conflict.detail["lost"], "Houston");
    assert_eq!(conflict.detail["rule"], "HighLevel wins");
}

#[test]
fn what_goes_one_way_is_put_back_and_the_edit_is_kept_on_the_log() {
    let mut house = House::new();
    let fields = "city: to-highlevel, state: to-hub, website: off";
    switch_on(&mut house, &contact_fields(fields));
    let ana = house.contact(json!({"email": "ana@example.org", "city": "Austin",
        "state": "TX", "website": "https://here.example"}));
    house.sync();
    let (id, there) = house.person();
    assert_eq!(there, json!({"email": "ana@example.org", "city": "Austin"}));
    house.edit_there(
        &id,
        json!({"city": "Dallas", "state": "NM", "website": "https://there.example"}),
    );
    house.sync();
    assert_eq!(house.person().1["city"], "Austin");
    assert_eq!(house.person().1["website"], "https://there.example");
    assert_eq!(house.hub(&ana)["state"], "NM");
    assert_eq!(house.hub(&ana)["website"], "https://here.example");
    let lost: Vec<Value> = house
        .log(Action::Conflict)
        .iter()
        .map(|conflict| conflict.detail["lost"].clone())
        .collect();
    assert_eq!(lost, [json!("Dallas"), json!("TX")]);
    // Nothing more is to be done, however often it is looked at.
    let before = writes(&house);
    house.sweep();
    house.sync();
    assert_eq!(writes(&house), before);
}

#[test]
fn values_change_on_their_way_and_come_back_as_they_were() {
    let mut house = House::new();
    let fields = "state: {transform: [{values: {houzz: Houzz Pro}}]}, \
                  companyName: {direction: to-highlevel, transform: [{case: upper}]}";
    switch_on(&mut house, &contact_fields(fields));
    let ana = house.contact(json!({"email": "ana@example.org", "state": "houzz",
        "companyName": "Ruiz"}));
    house.sync();
    let (id, there) = house.person();
    assert_eq!(there["state"], "Houzz Pro");
    assert_eq!(there["companyName"], "RUIZ");
    assert_eq!(house.hub(&ana)["state"], "houzz");
    assert_eq!(house.hub(&ana)["companyName"], "Ruiz");
    // What is read back is no change, and what is edited over there is read as the hub has it.
    let before = writes(&house);
    house.sweep();
    house.sync();
    assert_eq!(writes(&house), before);
    house.edit_there(&id, json!({"state": "web"}));
    house.sync();
    assert_eq!(house.hub(&ana)["state"], "web");
    house.edit_there(&id, json!({"state": "Houzz Pro"}));
    house.sync();
    assert_eq!(house.hub(&ana)["state"], "houzz");
    assert_eq!(house.person().1["state"], "Houzz Pro");
    // What would come back as another is not sent, and a person is told.
    house.call("update-contact", &ana, json!({"state": "Houzz Pro"}));
    house.sync();
    assert_eq!(house.hub(&ana)["state"], "Houzz Pro");
    assert_eq!(house.reviews().len(), 1, "{:?}", house.link(&ana));
    assert!(house.log(Action::Conflict).is_empty());
}

#[test]
fn a_draft_is_tried_on_real_records_and_changes_nothing_until_it_is_on() {
    let mut house = House::new();
    let ana = house.contact(json!({"email": "ana@example.org", "city": "AUSTIN"}));
    house.contact(json!({"email": "bo@example.org", "city": "Dallas"}));
    house.sync();
    let draft = save(
        &mut house,
        &contact_fields("city: {direction: to-hub, transform: [{case: title}]}"),
    );
    let path = draft.to_string();
    let hasty = house.0.operate(
        "switch-on-sync-map-version",
        &[("version", &path)],
        json!({}),
    );
    assert!(hasty.is_err(), "no preview yet: {hasty:?}");
    house.sync();
    assert_eq!(house.hub(&ana)["city"], "AUSTIN");
    let version = house
        .0
        .operate("get-sync-map-version", &[("version", &path)], Value::Null);
    let preview = version.unwrap()["syncMap"]["preview"].clone();
    let found = &preview["connections"][&house.0.connection.id];
    assert_eq!(
        (
            &found["lookedAt"],
            &found["changedInHub"],
            &found["changedOverThere"]
        ),
        (&json!(2), &json!(1), &json!(0)),
        "{preview}"
    );
    assert_eq!(found["complete"], true);
    let change = &found["samples"][0]["changes"][0];
    assert_eq!(
        (&change["side"], &change["before"], &change["after"]),
        (&json!("hub"), &json!("AUSTIN"), &json!("Austin"))
    );
    let on = house.0.operate(
        "switch-on-sync-map-version",
        &[("version", &path)],
        json!({}),
    );
    on.unwrap();
    house.sync();
    house.sweep();
    house.sync();
    assert_eq!(house.hub(&ana)["city"], "Austin");
    assert_eq!(house.people().len(), 2);
}

#[test]
fn the_later_edit_wins_though_the_clocks_are_ten_minutes_apart() {
    for minutes in [10, -10] {
        let mut house = House::new();
        house.0.remote.peer().skew = SignedDuration::from_mins(minutes);
        let ana = torn(&mut house);
        house.sync();
        assert_eq!(house.hub(&ana)["city"], "Houston", "{minutes}");
        let (id, _) = house.person();
        house.later(SignedDuration::from_mins(1));
        house.call("update-contact", &ana, json!({"city": "El Paso"}));
        house.later(SignedDuration::from_mins(1));
        house.edit_there(&id, json!({"city": "Waco"}));
        house.sync();
        assert_eq!(house.hub(&ana)["city"], "Waco", "{minutes}");
    }
}

/// A proof made by a process of its own has not worked under the map before.
#[test]
fn a_proof_and_a_plan_are_made_under_the_map_that_is_on() {
    let mut house = House::new();
    let ana = house.contact(json!({"email": "ana@example.org", "city": "Austin"}));
    house.sync();
    switch_on(&mut house, &contact_fields("city: off"));
    house.call("update-contact", &ana, json!({"city": "Waco"}));
    house.0.crash();
    let engine = house.0.engine();
    let drift = finish(engine.verify(false, &|_| {})).unwrap();
    assert_eq!(drift.count(), 0, "{}", drift.to_json());
    let plan = finish(engine.plan(&|_| {})).unwrap();
    assert_eq!(plan.calls.writes, 0);
}

#[test]
fn a_list_that_an_empty_one_spares_is_still_news_under_another_map() {
    let mut house = House::new();
    switch_on(&mut house, &contact_fields("tags: {sets: hub}"));
    let ana = house.contact(json!({"email": "ana@example.org"}));
    house.sync();
    let (id, _) = house.person();
    let patch = RemotePatch {
        add_tags: vec!["vip".into()],
        ..RemotePatch::default()
    };
    let mut peer = house.0.remote.peer();
    peer.update(Kind::Contact, None, &id, &patch, By::User)
        .unwrap();
    drop(peer);
    house.sync();
    house.sweep();
    assert_eq!(house.hub(&ana)["tags"], Value::Null);
    switch_on(&mut house, &contact_fields("tags: {sets: union}"));
    house.sync();
    house.sweep();
    assert_eq!(house.hub(&ana)["tags"], json!(["vip"]));
    assert_eq!(house.person().1["tags"], json!(["vip"]));
}

#[test]
fn what_arrives_is_sent_back_as_the_map_sends_it() {
    let mut house = House::new();
    let upper = "city: {direction: to-highlevel, transform: [{case: upper}]}";
    switch_on(&mut house, &contact_fields(upper));
    house.create_there(json!({"email": "ana@example.org", "city": "Austin"}));
    for _ in 0..2 {
        house.sync();
        house.sweep();
    }
    assert_eq!(house.person().1["city"], "AUSTIN");
    assert_eq!(writes(&house), 1);
}
