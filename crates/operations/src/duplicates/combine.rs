//! Two documents made one: pure.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use tenon_model::Fields;

use crate::edit::{is_blank, texts};

/// A value that fell, kept on the timeline.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Fell {
    pub(super) field: String,
    pub(super) kept: Value,
    pub(super) lost: Value,
}

/// Lists that are united.
const UNITED: [&str; 4] = ["tags", "followers", "campaigns", "activeWorkflows"];
/// A contact's own address, and where further ones stand.
const ADDRESSES: [(&str, &str); 2] = [("email", "additionalEmails"), ("phone", "additionalPhones")];

/// The survivor's document with what the loser brings. Where both have a value the survivor's stands,
/// unless `newer` says that the loser's is the newer one; an own e-mail or phone never changes.
pub(super) fn combine(
    survivor: &Fields,
    loser: &Fields,
    newer: impl Fn(&str) -> bool,
) -> (Fields, Vec<Fell>) {
    let (mut doc, mut fell) = (survivor.clone(), Vec::new());
    for (name, theirs) in loser {
        let name = name.as_str();
        let own = doc.get(name).filter(|own| !is_blank(own)).cloned();
        if is_blank(theirs)
            || ADDRESSES
                .iter()
                .any(|(field, more)| name == *field || name == *more)
        {
            continue;
        }
        match own {
            _ if UNITED.contains(&name) => {
                let mut all = texts(&doc, name);
                all.extend(texts(loser, name));
                all.sort();
                all.dedup();
                doc.insert(name.to_owned(), json!(all));
            }
            // Who has asked not to be disturbed is not disturbed.
            _ if name == "dnd" => {
                let either = theirs == true || own == Some(Value::Bool(true));
                doc.insert(name.to_owned(), json!(either));
            }
            None => drop(doc.insert(name.to_owned(), theirs.clone())),
            Some(own) if own == *theirs => {}
            Some(own) if name == "customFields" => {
                let (all, lost) = custom(&own, theirs);
                doc.insert(name.to_owned(), all);
                fell.extend(lost);
            }
            Some(Value::Object(mut own)) if theirs.is_object() => {
                // Channels: what either says of one that the other does not speak of.
                for (channel, said) in theirs.as_object().into_iter().flatten() {
                    own.entry(channel.clone()).or_insert_with(|| said.clone());
                }
                doc.insert(name.to_owned(), Value::Object(own));
            }
            Some(own) => {
                let (kept, lost) = if newer(name) {
                    (theirs.clone(), own)
                } else {
                    (own, theirs.clone())
                };
                doc.insert(name.to_owned(), kept.clone());
                fell.push(Fell {
                    field: name.to_owned(),
                    kept,
                    lost,
                });
            }
        }
    }
    for (field, more) in ADDRESSES {
        addresses(&mut doc, loser, field, more);
    }
    (doc, fell)
}

/// The survivor's own address stands, or else the loser's; all others are additional ones.
fn addresses(doc: &mut Fields, loser: &Fields, field: &str, more: &str) {
    let mut all = texts(doc, more);
    all.extend(texts(loser, more));
    let theirs = loser.get(field).and_then(Value::as_str);
    let own = doc.get(field).and_then(Value::as_str).map(str::to_owned);
    match (&own, theirs) {
        (None, Some(theirs)) => drop(doc.insert(field.to_owned(), json!(theirs))),
        (_, theirs) => all.extend(theirs.map(str::to_owned)),
    }
    let own = doc.get(field).and_then(Value::as_str);
    all.retain(|address| Some(address.as_str()) != own);
    all.sort();
    all.dedup();
    if all.is_empty() {
        doc.remove(more);
    } else {
        doc.insert(more.to_owned(), json!(all));
    }
}

/// Custom fields by id: the survivor's stand, the loser's fill the gaps.
fn custom(own: &Value, theirs: &Value) -> (Value, Vec<Fell>) {
    let by_id = |value: &Value| -> BTreeMap<String, Value> {
        let items = value.as_array().into_iter().flatten();
        items
            .filter_map(|item| Some((item["id"].as_str()?.to_owned(), item.clone())))
            .collect()
    };
    let (mut all, mut fell) = (by_id(own), Vec::new());
    for (id, item) in by_id(theirs) {
        match all.get(&id) {
            Some(own) if *own != item => fell.push(Fell {
                field: format!("customFields/{id}"),
                kept: own["value"].clone(),
                lost: item["value"].clone(),
            }),
            Some(_) => {}
            None => drop(all.insert(id, item)),
        }
    }
    (json!(all.into_values().collect::<Vec<_>>()), fell)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn doc(value: Value) -> Fields {
        match value {
            Value::Object(fields) => fields,
            other => panic!("not a document: {other}"),
        }
    }

    #[test]
    fn gaps_are_filled_and_nothing_is_lost() {
        let survivor = doc(
            json!({"firstName": "Ana", "email": "ana@x.com", "city": "Austin",
            "additionalEmails": ["a2@x.com"], "tags": ["b"], "dnd": false,
            "customFields": [{"id": "f1", "value": 1}]}),
        );
        let loser = doc(
            json!({"firstName": "Anna", "email": "anna@x.com", "phone": "+15125550101",
            "additionalEmails": ["ana@x.com"], "tags": ["a", "b"], "state": "TX", "dnd": true,
            "customFields": [{"id": "f1", "value": 2}, {"id": "f2", "value": 3}]}),
        );
        let (one, fell) = combine(&survivor, &loser, |_| false);
        assert_eq!(
            Value::Object(one),
            json!({"firstName": "Ana", "email": "ana@x.com", "phone": "+15125550101",
                "additionalEmails": ["a2@x.com", "anna@x.com"], "city": "Austin", "state": "TX",
                "tags": ["a", "b"], "dnd": true,
                "customFields": [{"id": "f1", "value": 1}, {"id": "f2", "value": 3}]})
        );
        let fields: Vec<&str> = fell.iter().map(|fell| fell.field.as_str()).collect();
        assert_eq!(fields, ["firstName", "customFields/f1"]);
        assert_eq!(
            (&fell[0].kept, &fell[0].lost),
            (&json!("Ana"), &json!("Anna"))
        );
    }

    #[test]
    fn the_newer_value_stands_where_that_is_asked_for() {
        let survivor = doc(json!({"firstName": "Ana", "email": "a@x.com", "city": "Austin"}));
        let loser = doc(json!({"firstName": "Anna", "email": "b@x.com", "city": "Waco"}));
        let (one, fell) = combine(&survivor, &loser, |name| name == "city");
        assert_eq!(one["city"], "Waco");
        assert_eq!(one["firstName"], "Ana");
        assert_eq!(one["email"], "a@x.com");
        assert_eq!(fell.len(), 2);
    }

    #[test]
    fn the_same_twice_is_the_same() {
        let one = doc(json!({"firstName": "Ana", "phone": "+15125550101", "tags": ["a"]}));
        assert_eq!(combine(&one, &one, |_| true), (one, Vec::new()));
    }
}
