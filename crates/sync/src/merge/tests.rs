use serde_json::json;

use super::*;

fn fields(value: Value) -> Fields {
    match value {
        Value::Object(fields) => fields,
        _ => Fields::new(),
    }
}

/// Every field by the same rule; who is newer is known.
pub(super) struct Simple {
    pub(super) rule: FieldRule,
    pub(super) newer: Side,
    pub(super) can_update: bool,
}

impl Default for Simple {
    fn default() -> Self {
        Self {
            rule: FieldRule::default(),
            newer: Side::Hub,
            can_update: true,
        }
    }
}

impl Judge for Simple {
    fn rule(&self, _: &str) -> FieldRule {
        self.rule
    }

    fn settle(&self, _: &str, conflicts: Conflicts) -> Option<(Side, Rule)> {
        match conflicts {
            Conflicts::Newest => Some((self.newer, Rule::NewestWins)),
            Conflicts::Houzz => Some((Side::Hub, Rule::HouzzWins)),
            Conflicts::Highlevel => Some((Side::Remote, Rule::HighlevelWins)),
            Conflicts::Hub => Some((Side::Hub, Rule::HubWins)),
            Conflicts::Ask => None,
        }
    }

    fn can_update(&self, _: &str) -> bool {
        self.can_update
    }
}

/// Merges contacts with the same base on both sides; the hub changed last.
fn merged(base: Value, hub: Value, remote: Value) -> Merge {
    let base = fields(base);
    let base = Base {
        hub: &base,
        remote: &base,
    };
    merge(
        Kind::Contact,
        base,
        &fields(hub),
        &fields(remote),
        &Simple::default(),
    )
}

#[test]
fn edits_of_different_fields_both_survive() {
    let merge = merged(
        json!({"firstName": "Ana", "city": "Austin"}),
        json!({"firstName": "Anna", "city": "Austin"}),
        json!({"firstName": "Ana", "city": "Dallas"}),
    );
    assert_eq!(Value::Object(merge.hub), json!({"city": "Dallas"}));
    assert_eq!(
        Value::Object(merge.remote.fields),
        json!({"firstName": "Anna"})
    );
    assert_eq!(merge.conflicts, []);
}

#[test]
fn the_newest_wins_and_the_loser_is_kept() {
    let merge = merged(
        json!({"city": "a"}),
        json!({"city": "b"}),
        json!({"city": "c"}),
    );
    assert_eq!(Value::Object(merge.remote.fields), json!({"city": "b"}));
    let [conflict] = &merge.conflicts[..] else {
        panic!("{:?}", merge.conflicts)
    };
    assert_eq!(
        (conflict.winner, &conflict.lost, conflict.rule),
        (Side::Hub, &json!("c"), Rule::NewestWins)
    );
}

#[test]
fn a_blank_overwrites_nothing_and_says_so() {
    let merge = merged(json!({"city": "a"}), json!({}), json!({"city": "a"}));
    assert_eq!(Value::Object(merge.hub), json!({"city": "a"}));
    assert_eq!(merge.conflicts[0].rule, Rule::BlankNeverOverwrites);
    let merge = merged(
        json!({"city": "a"}),
        json!({"city": "a"}),
        json!({"city": null}),
    );
    assert_eq!(Value::Object(merge.remote.fields), json!({"city": "a"}));
}

#[test]
fn gaps_are_filled_without_a_word() {
    let merge = merged(json!({}), json!({"city": "a"}), json!({"state": "TX"}));
    assert_eq!(Value::Object(merge.hub), json!({"state": "TX"}));
    assert_eq!(Value::Object(merge.remote.fields), json!({"city": "a"}));
    assert_eq!(merge.conflicts, []);
}

#[test]
fn what_the_other_side_writes_differently_is_no_change() {
    let (hub, remote) = (
        fields(json!({"city": "austin"})),
        fields(json!({"city": "Austin"})),
    );
    let base = Base {
        hub: &hub,
        remote: &remote,
    };
    let merge = merge(Kind::Contact, base, &hub, &remote, &Simple::default());
    assert_eq!(merge, Merge::default());
}

#[test]
fn tags_merge_as_sets() {
    let merge = merged(
        json!({"tags": ["a", "b", "c"]}),
        json!({"tags": ["a", "b", "new-hub"]}),
        json!({"tags": ["b", "c", "new-remote"]}),
    );
    assert_eq!(
        Value::Object(merge.hub),
        json!({"tags": ["b", "new-hub", "new-remote"]})
    );
    assert_eq!(merge.remote.add_tags, ["new-hub"]);
    assert_eq!(merge.remote.remove_tags, ["c"]);
}

#[test]
fn a_field_that_cannot_be_written_is_not_sent() {
    let (base, hub) = (fields(json!({"city": "a"})), fields(json!({"city": "b"})));
    let base = Base {
        hub: &base,
        remote: &base,
    };
    let judge = Simple {
        can_update: false,
        ..Simple::default()
    };
    let merge = merge(Kind::Contact, base, &hub, base.hub, &judge);
    assert!(merge.pushes_nothing());
}

#[test]
fn a_flag_turned_off_is_a_value() {
    let (was, is) = (
        fields(json!({"completed": true})),
        fields(json!({"completed": false})),
    );
    let base = Base {
        hub: &was,
        remote: &was,
    };
    let merge = merge(Kind::Task, base, &is, &was, &Simple::default());
    assert_eq!(
        Value::Object(merge.remote.fields),
        json!({"completed": false})
    );
}

/// Merges contacts by this rule, as [`merged`] does.
fn ruled(rule: FieldRule, base: Value, hub: Value, remote: Value) -> Merge {
    let base = fields(base);
    let base = Base {
        hub: &base,
        remote: &base,
    };
    let judge = Simple {
        rule,
        ..Simple::default()
    };
    merge(Kind::Contact, base, &fields(hub), &fields(remote), &judge)
}

#[test]
fn what_goes_one_way_is_put_back_on_the_other_and_the_edit_there_is_kept() {
    for (direction, stands) in [(Direction::ToRemote, "hub"), (Direction::ToHub, "remote")] {
        let rule = FieldRule {
            direction,
            ..FieldRule::default()
        };
        let both = ruled(
            rule,
            json!({"city": "was"}),
            json!({"city": "hub"}),
            json!({"city": "remote"}),
        );
        let sent = if stands == "hub" {
            &both.remote.fields
        } else {
            &both.hub
        };
        assert_eq!(sent.get("city"), Some(&json!(stands)));
        assert_eq!(both.conflicts.len(), 1);
        assert_eq!(both.conflicts[0].rule, Rule::OneWay);
        assert_eq!(both.conflicts[0].kept, json!(stands));
        // The side that gives nothing empties nothing.
        let (hub, remote) = if stands == "hub" {
            (json!({}), json!({"city": "there"}))
        } else {
            (json!({"city": "here"}), json!({}))
        };
        assert!(is_still(&ruled(rule, json!({}), hub, remote)));
    }
}

fn is_still(merge: &Merge) -> bool {
    merge.pushes_nothing() && merge.hub.is_empty() && merge.conflicts.is_empty()
}

#[test]
fn what_is_off_is_not_looked_at() {
    let rule = FieldRule {
        direction: Direction::Off,
        ..FieldRule::default()
    };
    let merge = ruled(
        rule,
        json!({}),
        json!({"city": "a", "tags": ["x"]}),
        json!({"city": "b"}),
    );
    assert!(is_still(&merge));
    assert!(
        ["city", "tags"]
            .iter()
            .all(|name| merge.off.iter().any(|off| off == name))
    );
}

#[test]
fn where_a_person_is_asked_each_side_keeps_its_own() {
    let rule = FieldRule {
        conflicts: Conflicts::Ask,
        ..FieldRule::default()
    };
    let (base, hub, remote) = (
        json!({"city": "a", "state": "TX"}),
        json!({"city": "b", "state": "TX"}),
        json!({"city": "c", "state": "NM"}),
    );
    let merge = ruled(rule, base, hub, remote);
    assert!(merge.pushes_nothing());
    assert_eq!(Value::Object(merge.hub), json!({"state": "NM"}));
    let asked = Asked {
        field: "city".into(),
        hub: json!("b"),
        remote: json!("c"),
    };
    assert_eq!((merge.asked, merge.conflicts), (vec![asked], vec![]));
}

#[test]
fn a_blank_overwrites_where_it_may() {
    let rule = FieldRule {
        blanks: Blanks::Overwrite,
        ..FieldRule::default()
    };
    let merge = ruled(
        rule,
        json!({"city": "a", "state": "TX"}),
        json!({"state": "TX"}),
        json!({"city": "a"}),
    );
    assert_eq!(Value::Object(merge.remote.fields), json!({"city": null}));
    assert_eq!(Value::Object(merge.hub), json!({"state": null}));
}

#[test]
fn one_sides_set_may_stand() {
    let rule = FieldRule {
        sets: Sets::Rules(Side::Hub),
        ..FieldRule::default()
    };
    let merge = ruled(
        rule,
        json!({"tags": ["a"]}),
        json!({"tags": ["a", "b"]}),
        json!({"tags": ["a", "c"]}),
    );
    assert!(merge.hub.is_empty());
    assert_eq!(merge.remote.add_tags, ["b"]);
    assert_eq!(merge.remote.remove_tags, ["c"]);
    assert_eq!(merge.conflicts[0].lost, json!(["a", "c"]));
}
