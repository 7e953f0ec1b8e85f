//! What people do in Tenon.

use serde_json::{Value, json};
use tenon_model::{Change, Fields, Kind, Random};
use tenon_operations::{Call, OperationError, edit, registry};

use super::CHILDREN;
use crate::simulation::{
    peer::texts,
    world::{World, at_once},
};

impl World {
    /// Calls an operation as a user of Tenon does.
    pub(crate) fn operate(
        &mut self,
        id: &str,
        path: &[(&str, &str)],
        body: impl Into<Value>,
    ) -> Result<Value, OperationError> {
        let body = body.into();
        let operation = registry().find(|operation| operation.id == id).unwrap();
        let call = Call {
            path: path
                .iter()
                .map(|(k, v)| ((*k).into(), (*v).into()))
                .collect(),
            query: Vec::new(),
            body: Some(body.clone()),
            ..Call::default()
        };
        let reply = at_once((operation.handler)(self.cx.clone(), call));
        self.say(|| {
            let failed = reply.as_ref().err();
            let failed = failed.map_or(String::new(), |error| format!(": {error}"));
            format!("hub user: {id} {path:?} {body}{failed}")
        });
        Ok(serde_json::from_slice(&reply?.body).unwrap())
    }

    /// A business is made, changed, or given a contact.
    fn business(&mut self) {
        let alive = self.known.alive.clone();
        let of = |kind: &str| -> Vec<String> {
            let records = alive.iter().filter(|record| record.0 == kind);
            records.map(|record| record.1.clone()).collect()
        };
        let business = self.any(&of("business"));
        let contact = self.any(&of("contact"));
        let _ = match (business, contact, self.chance.below(3)) {
            (Some(business), Some(contact), 0) => {
                let body = json!({"locationId": self.location.id, "ids": [contact],
                    "businessId": business});
                self.operate("add-remove-contact-from-business", &[], body)
            }
            (Some(business), _, 1) => {
                let city = self.unique("city");
                let path = [("businessId", business.as_str())];
                self.operate("update-business", &path, json!({"city": city}))
            }
            _ => {
                let name = self.unique("firm");
                let body = json!({"locationId": self.location.id, "name": name});
                self.operate("create-business", &[], body)
            }
        };
    }

    pub(super) fn look_at_log(&mut self) {
        loop {
            let changes = at_once(
                self.store
                    .changes_after(&self.location.id, self.known.seq, 500),
            );
            let changes: Vec<Change> = changes.unwrap();
            let Some(last) = changes.last() else { return };
            self.known.seq = last.seq;
            for change in changes {
                let entry = (change.kind, change.record_id, change.root_id);
                match change.action {
                    tenon_model::Action::Create => self.known.alive.push(entry),
                    tenon_model::Action::Delete => self.known.alive.retain(|one| *one != entry),
                    _ => {}
                }
            }
        }
    }

    pub(super) fn hub_user(&mut self) {
        self.look_at_log();
        let alive = |kind: &str| -> Vec<(String, String, String)> {
            let records = self.known.alive.iter();
            records.filter(|record| record.0 == kind).cloned().collect()
        };
        let contact = self.any(&alive("contact")).map(|(_, id, _)| id);
        let kind = self.any(&CHILDREN).unwrap();
        let child = self.any(&alive(kind.name()));
        let roll = self.chance.below(100);
        let Some(contact) = contact.filter(|_| roll >= 15) else {
            if roll < 2 {
                return self.business();
            }
            let mut body = edit::gathered(&self.person());
            body.insert("locationId".into(), json!(self.location.id));
            let _ = self.operate("create-contact", &[], Value::Object(body));
            return;
        };
        let path = [("contactId", contact.as_str())];
        let _ = match roll {
            15..45 => {
                let (name, value) = self.edit();
                let change = Fields::from_iter([(name, value)]);
                let body = match change.keys().next() {
                    Some(name) if name.starts_with(edit::CUSTOM) => custom(&change),
                    _ => change,
                };
                self.operate("update-contact", &path, Value::Object(body))
            }
            45..53 => {
                let tag = self.unique("tag");
                self.operate("add-tags", &path, json!({"tags": [tag]}))
            }
            53..58 => {
                let record = at_once(self.cx.contact(&contact)).unwrap();
                let tags = texts(record.fields().unwrap().get("tags"));
                let tags: Vec<String> = tags.into_iter().collect();
                match self.any(&tags) {
                    Some(tag) => self.operate("remove-tags", &path, json!({"tags": [tag]})),
                    None => return,
                }
            }
            58..61 => self.operate("delete-contact", &path, Value::Null),
            61..77 => {
                let mut body = Value::Object(self.child(kind));
                let hangs = matches!(kind, Kind::Task | Kind::Note);
                if !hangs {
                    body["locationId"] = json!(self.location.id);
                    body["contactId"] = json!(contact);
                }
                let path = if hangs { &path[..] } else { &[] };
                self.operate(&format!("create-{kind}"), path, body)
            }
            _ => {
                let Some((_, id, root)) = child else { return };
                let (name, update, delete) = match kind {
                    Kind::Task => ("taskId", "update-task", "delete-task"),
                    Kind::Note => ("id", "update-note", "delete-note"),
                    Kind::Appointment => ("eventId", "edit-appointment", "delete-event"),
                    _ => ("id", "update-opportunity", "delete-opportunity"),
                };
                let path = [("contactId", root.as_str()), (name, id.as_str())];
                if roll >= 94 {
                    self.operate(delete, &path, Value::Null)
                } else {
                    let record = at_once(self.cx.child(kind, &root, &id)).unwrap();
                    let (name, value) = self.child_edit(kind, &record.fields().unwrap());
                    self.operate(update, &path, json!({name: value}))
                }
            }
        };
    }
}

/// A change of one custom field, as a body says it. A blank takes its value away.
fn custom(change: &Fields) -> Fields {
    let all = change.iter().map(|(name, value)| {
        let id = name.strip_prefix(edit::CUSTOM);
        json!({"id": id, "value": value})
    });
    let all: Vec<Value> = all.collect();
    Fields::from_iter([("customFields".to_owned(), json!(all))])
}
