//! What was seen to work with a connected system, read off the log: which fields it told, which it took.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use tenon_model::{Action, Change, Kind, capability::Verb, time};
use tenon_store::{Evidence, OutletWrite, Write};

/// How old a proof may grow before a newer one is written down: whoever asks wants to know whether it
/// worked today, not this second.
const WORTH: SignedDuration = SignedDuration::from_mins(5);

type Key = (Kind, String, Verb);

/// Turns what a connection did into proofs, each written down now and then.
pub struct Proofs {
    connection: String,
    // What was written down last, by kind, field and verb: as many as there are.
    told: Mutex<HashMap<Key, Timestamp>>,
}

impl Proofs {
    /// Proofs of a connection.
    #[must_use]
    pub fn new(connection: &str) -> Self {
        Self {
            connection: connection.to_owned(),
            told: Mutex::default(),
        }
    }

    /// What these changes prove that is worth writing down.
    #[must_use]
    pub fn of(&self, changes: &[Change]) -> Vec<Write> {
        let mut newest: HashMap<Key, &Change> = HashMap::new();
        for change in changes {
            if change.origin.actor.id == self.connection {
                for key in proven(change) {
                    newest.insert(key, change);
                }
            }
        }
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        newest.retain(|key, change| {
            let last = told.get(key);
            let worth = last.is_none_or(|last| change.at.duration_since(*last) >= WORTH);
            if worth {
                told.insert(key.clone(), change.at);
            }
            worth
        });
        drop(told);
        let mut found: Vec<_> = newest.into_iter().collect();
        // In one order, so that two writers lock the rows alike.
        found.sort_by(|(one, _), (other, _)| one.cmp(other));
        found
            .into_iter()
            .map(|((kind, field, verb), change)| {
                Write::Outlet(OutletWrite::Evidence(Box::new(Evidence {
                    connection_id: self.connection.clone(),
                    kind,
                    field,
                    verb: verb.name().to_owned(),
                    at: change.at,
                    what: json!({"change": change.seq, "at": time::to_wire(change.at),
                        "from": change.origin.door, "action": change.action.name()}),
                })))
            })
            .collect()
    }
}

/// What a change by a connection proves: it told what it changed here, and took what was pushed.
fn proven(change: &Change) -> Vec<Key> {
    let Some(kind) = Kind::parse(&change.kind) else {
        return Vec::new();
    };
    let key = |field: &str, verb| (kind, field.to_owned(), verb);
    match change.action {
        Action::Import => vec![key("", Verb::Read)],
        Action::Create | Action::Update => {
            let fields = change.fields.iter().map(|it| key(&it.field, Verb::Read));
            fields.chain([key("", Verb::Read)]).collect()
        }
        // A hand-off or a person's work is proven by what is seen back, and not by being sent.
        Action::Push if change.detail["way"].is_string() => Vec::new(),
        Action::Push => {
            let verb = if change.detail["created"] == true {
                Verb::Create
            } else {
                Verb::Update
            };
            let fields = change.detail["fields"].as_object().into_iter().flatten();
            let fields = fields.map(|(name, _)| key(name, verb));
            let listed = |name: &str| {
                let list = change.detail[name].as_array();
                list.is_some_and(|list| !list.is_empty())
            };
            let tags = listed("addedTags") || listed("removedTags");
            let tags = tags.then(|| key("tags", verb));
            fields.chain(tags).chain([key("", verb)]).collect()
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;
    use tenon_model::{FieldChange, Origin};

    use super::*;

    fn change(at: i64, action: Action, actor: &str, detail: Value) -> Change {
        Change {
            seq: at,
            at: Timestamp::from_second(at).unwrap(),
            kind: "contact".into(),
            record_id: "c1".into(),
            root_id: "c1".into(),
            action,
            version: 1,
            origin: Origin::new(
                ("connection", actor, "HighLevel"),
                "highlevel",
                ("sweep", ""),
            ),
            fields: vec![FieldChange {
                field: "city".into(),
                before: Value::Null,
                after: "Austin".into(),
            }],
            detail,
        }
    }

    fn told(proofs: &Proofs, changes: &[Change]) -> Vec<String> {
        let writes = proofs.of(changes).into_iter();
        let told = writes.map(|write| match write {
            Write::Outlet(OutletWrite::Evidence(it)) => {
                format!("{} {} {}", it.verb, it.field, it.what["change"])
            }
            other => format!("{other:?}"),
        });
        told.collect()
    }

    #[test]
    fn what_a_connection_did_proves_what_it_can() {
        let proofs = Proofs::new("k1");
        let pushed = json!({"created": true, "fields": {"phone": "1"}, "addedTags": ["a"]});
        let changes = [
            change(1, Action::Update, "k1", Value::Null),
            change(2, Action::Update, "somebody", Value::Null),
            change(3, Action::Push, "k1", pushed),
            change(
                4,
                Action::Push,
                "k1",
                json!({"way": "zapier", "state": "handedOff"}),
            ),
            change(5, Action::Refuse, "k1", Value::Null),
        ];
        let expected = [
            "read  1",
            "create  3",
            "read city 1",
            "create phone 3",
            "create tags 3",
        ];
        assert_eq!(told(&proofs, &changes), expected);
    }

    #[test]
    fn a_proof_is_written_down_now_and_then() {
        let proofs = Proofs::new("k1");
        let at = |at| [change(at, Action::Import, "k1", Value::Null)];
        assert_eq!(told(&proofs, &at(1)), ["read  1"]);
        assert_eq!(told(&proofs, &at(300)), Vec::<String>::new());
        assert_eq!(told(&proofs, &at(301)), ["read  301"]);
    }
}
