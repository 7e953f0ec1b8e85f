use serde_json::json;

use super::*;

fn fields(value: Value) -> Fields {
    match value {
        Value::Object(fields) => fields,
        _ => Fields::new(),
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
        |_| Side::Hub,
        |_| true,
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
    let merge = merge(Kind::Contact, base, &hub, &remote, |_| Side::Hub, |_| true);
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
    let merge = merge(
        Kind::Contact,
        base,
        &hub,
        base.hub,
        |_| Side::Hub,
        |_| false,
    );
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
    let merge = merge(Kind::Task, base, &is, &was, |_| Side::Hub, |_| true);
    assert_eq!(
        Value::Object(merge.remote.fields),
        json!({"completed": false})
    );
}
