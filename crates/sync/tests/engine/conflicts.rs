//! Both sides want something else.

use jiff::SignedDuration;
use serde_json::json;
use tenon_model::Action;
use tenon_store::LinkState;

use super::house::House;

#[test]
fn the_newest_wins_and_the_loser_is_kept_on_the_log_once() {
    let mut house = House::new();
    let ana = house.contact(json!({"email": "ana@example.org", "city": "Austin"}));
    house.sync();
    let (id, _) = house.person();
    house.later(SignedDuration::from_mins(1));
    house.edit_there(&id, json!({"city": "Dallas"}));
    house.later(SignedDuration::from_mins(1));
    house.call("update-contact", &ana, json!({"city": "Houston"}));
    // Turned away twice: the conflict is told once all the same.
    house.next(&[crate::simulation::remote::Script::Limited; 2]);
    house.sync();
    assert_eq!(house.hub(&ana)["city"], "Houston");
    assert_eq!(house.person().1["city"], "Houston");
    let [conflict] = &house.log(Action::Conflict)[..] else {
        panic!("one conflict")
    };
    assert_eq!(conflict.detail["lost"], "Dallas");
    assert_eq!(conflict.detail["rule"], "newest wins");
}

#[test]
fn a_blank_overwrites_nothing() {
    let mut house = House::new();
    let ana = house.contact(json!({"email": "ana@example.org", "city": "Austin"}));
    house.sync();
    let (id, _) = house.person();
    house.edit_there(&id, json!({"city": null}));
    house.sync();
    assert_eq!(house.person().1["city"], "Austin");
    house.call("update-contact", &ana, json!({"city": null}));
    house.sync();
    assert_eq!(house.hub(&ana)["city"], "Austin");
    assert_eq!(house.log(Action::Conflict).len(), 2);
}

#[test]
fn a_person_on_both_sides_is_one() {
    let mut house = House::new();
    let there = house.create_there(json!({"email": "ana@example.org", "city": "Austin"}));
    house.0.remote.peer().events.clear();
    let ana = house.contact(json!({"email": "ana@example.org", "firstName": "Ana"}));
    house.sync();
    assert_eq!(house.link(&ana).remote_id, Some(there));
    let one = json!({"email": "ana@example.org", "firstName": "Ana", "city": "Austin"});
    assert_eq!(house.person().1, one);
}

#[test]
fn a_refused_contact_is_asked_about_and_goes_once_it_is_mended() {
    let mut house = House::new();
    let ana = house.contact(json!({"email": "ana@example.org", "website": "refuse"}));
    house.sync();
    assert!(house.people().is_empty());
    assert_eq!(house.link(&ana).state, LinkState::Refused);
    assert_eq!(house.reviews().len(), 1);
    house.call(
        "update-contact",
        &ana,
        json!({"website": "https://example.org"}),
    );
    house.sync();
    assert_eq!(house.link(&ana).state, LinkState::Linked);
    assert_eq!(house.person().1["website"], "https://example.org");
}

#[test]
fn a_refused_field_keeps_back_no_other() {
    let mut house = House::new();
    let ana = house.contact(json!({"email": "ana@example.org"}));
    house.sync();
    house.call(
        "update-contact",
        &ana,
        json!({"website": "refuse", "city": "Austin"}),
    );
    house.sync();
    assert_eq!(
        house.person().1,
        json!({"email": "ana@example.org", "city": "Austin"})
    );
    assert_eq!(house.reviews().len(), 1);
    house.edit_there(&house.person().0, json!({"firstName": "Ana"}));
    house.sync();
    assert_eq!(house.hub(&ana)["firstName"], "Ana");
    house.sweep();
    assert_eq!(house.log(Action::Refuse).len(), 1);
    house.call(
        "update-contact",
        &ana,
        json!({"website": "https://example.org"}),
    );
    house.sync();
    assert_eq!(house.person().1["website"], "https://example.org");
    assert_eq!(house.link(&ana).state, LinkState::Linked);
}

#[test]
fn an_e_mail_of_another_contact_is_asked_about_and_the_rest_flows() {
    let mut house = House::new();
    let ana = house.contact(json!({"email": "ana@example.org"}));
    // Refused over there, so its e-mail is free there.
    let ben = house.contact(json!({"email": "ben@example.org", "website": "refuse"}));
    house.sync();
    let id = house.link(&ana).remote_id.unwrap();
    house.edit_there(&id, json!({"email": "ben@example.org", "city": "Austin"}));
    house.sync();
    assert_eq!(house.hub(&ana)["email"], "ana@example.org");
    assert_eq!(house.hub(&ana)["city"], "Austin");
    let asked = house
        .reviews()
        .into_iter()
        .find(|review| review.id.starts_with("taken/"));
    assert_eq!(asked.unwrap().detail["holder"], ben);
    // Once the other gives it up, a sweep settles it.
    house.call("update-contact", &ben, json!({"email": "ben@work.example"}));
    house.sync();
    house.sweep();
    assert_eq!(house.hub(&ana)["email"], "ben@example.org");
}

#[test]
fn two_contacts_may_trade_an_e_mail_one_after_the_other() {
    let mut house = House::new();
    let ana = house.contact(json!({"email": "firm@example.org", "firstName": "Ana"}));
    let ben = house.contact(json!({"email": "ben@example.org", "firstName": "Ben"}));
    house.sync();
    house.call("update-contact", &ana, json!({"email": "ana@example.org"}));
    house.call("update-contact", &ben, json!({"email": "firm@example.org"}));
    house.sync();
    let mut emails: Vec<_> = house
        .people()
        .into_iter()
        .map(|(_, p)| p["email"].clone())
        .collect();
    emails.sort_by_key(ToString::to_string);
    assert_eq!(emails, ["ana@example.org", "firm@example.org"]);
    assert!(house.reviews().is_empty());
}
