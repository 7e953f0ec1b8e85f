//! What both sides call the same things: the hub's ids of users, custom fields, calendars, pipelines and
//! stages start with `h`, and their likes over there with `r`.

use serde_json::{Value, json};
use tenon_model::{Fields, Kind};
use tenon_operations::edit::{self, CUSTOM};
use tenon_sync::{remote::RemoteRecord, terms::refers};

/// Users of the hub; the last has no like over there.
pub(crate) const USERS: [&str; 3] = ["hu1", "hu2", "hu8"];
/// Users over there; the last is none of the hub's.
pub(crate) const THEIR_USERS: [&str; 3] = ["ru1", "ru2", "ru9"];

/// What stands beside the contacts of the hub.
pub(crate) fn furniture() -> Vec<(Kind, &'static str, Fields)> {
    let stage = |id: &str, name: &str, at: i64| json!({"id": id, "name": name, "position": at});
    let field = |name: &str, key: &str| json!({"name": name, "fieldKey": key, "dataType": "TEXT", "position": 0});
    let all = [
        (
            Kind::User,
            "hu1",
            json!({"email": "u1@example.org", "role": "user"}),
        ),
        (
            Kind::User,
            "hu2",
            json!({"email": "u2@example.org", "role": "user"}),
        ),
        (
            Kind::User,
            "hu8",
            json!({"firstName": "Alone", "role": "user"}),
        ),
        (Kind::CustomField, "hf1", field("Roof", "contact.roof")),
        (Kind::CustomField, "hf2", field("Pool", "contact.pool")),
        (
            Kind::Calendar,
            "hk1",
            json!({"name": "Visits", "isActive": true, "slotDuration": 30}),
        ),
        (
            Kind::Pipeline,
            "hp1",
            json!({"name": "Board", "showInFunnel": true, "showInPieChart": true,
                "stages": [stage("hs0", "New", 0), stage("hs1", "Won", 1)]}),
        ),
    ];
    let all = all.into_iter();
    all.map(|(kind, id, doc)| (kind, id, doc.as_object().cloned().unwrap()))
        .collect()
}

/// The same over there.
pub(crate) fn theirs(kind: Kind) -> Vec<RemoteRecord> {
    let record = |id: &str, fields: Fields| RemoteRecord {
        id: id.to_owned(),
        fields,
        updated_at: None,
    };
    let like = furniture()
        .into_iter()
        .filter(|(of, id, _)| *of == kind && *id != "hu8");
    let mut all: Vec<RemoteRecord> = like
        .map(|(_, id, mut doc)| {
            for stage in doc
                .get_mut("stages")
                .and_then(Value::as_array_mut)
                .into_iter()
                .flatten()
            {
                stage["id"] = swapped(&stage["id"], 'h', 'r');
            }
            let id = swapped(&json!(id), 'h', 'r');
            record(id.as_str().unwrap(), doc)
        })
        .collect();
    if kind == Kind::User {
        let doc = json!({"email": "u9@example.org", "role": "user"});
        all.push(record("ru9", doc.as_object().cloned().unwrap()));
    }
    all
}

fn swapped(id: &Value, from: char, to: char) -> Value {
    let rest = id.as_str().and_then(|id| id.strip_prefix(from));
    rest.map_or_else(|| id.clone(), |rest| json!(format!("{to}{rest}")))
}

fn in_words(fields: &Fields, from: char, to: char) -> Fields {
    let mut own = Fields::new();
    for (name, value) in fields {
        match (refers(name), name.strip_prefix(CUSTOM)) {
            (_, Some(id)) => {
                let id = swapped(&json!(id), from, to);
                let id = id.as_str().unwrap_or_default();
                own.insert(format!("{CUSTOM}{id}"), value.clone());
            }
            (Some(kind), None) if kind != Kind::Business => {
                own.insert(name.clone(), swapped(value, from, to));
            }
            _ => drop(own.insert(name.clone(), value.clone())),
        }
    }
    own
}

/// The fields of a record over there, as the hub would say them.
pub(crate) fn in_hubs_words(fields: &Fields) -> Fields {
    in_words(fields, 'r', 'h')
}

/// The fields of a record of the hub, as they are said over there.
pub(crate) fn in_their_words(fields: &Fields) -> Fields {
    in_words(&edit::spread(fields.clone()), 'h', 'r')
}

/// Whether somebody is named that only one side knows.
pub(crate) fn is_nobody(user: Option<&Value>) -> bool {
    user.is_some_and(|user| {
        ["hu8", "ru9", "hu9", "ru8"]
            .iter()
            .any(|nobody| user == nobody)
    })
}
