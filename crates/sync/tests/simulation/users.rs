//! What people do on both sides, and what Houzz sends.

use serde_json::{Value, json};
use tenon_model::{Change, Clock, Fields, Kind, Random};
use tenon_operations::{Call, OperationError, registry};
use tenon_sync::import::{Draft, Importer, Incoming, NoteDraft, TaskDraft, Verdict};
use tenon_sync::remote::RemotePatch;

use super::{
    peer::By,
    world::{World, at_once},
};

/// What the log has told of the hub's records so far: kind, id and contact of those alive.
#[derive(Default)]
pub(crate) struct Known {
    seq: i64,
    alive: Vec<(String, String, String)>,
    leads: Vec<Draft>,
}

const FIELDS: [&str; 7] = [
    "firstName",
    "lastName",
    "city",
    "companyName",
    "website",
    "email",
    "phone",
];

impl World {
    /// A value that nothing else in this life has.
    fn unique(&mut self, name: &str) -> String {
        self.count += 1;
        format!("{name}-u{}", self.count)
    }

    fn any<T: Clone>(&self, items: &[T]) -> Option<T> {
        let at = usize::try_from(self.chance.below(items.len() as u64)).unwrap();
        items.get(at).cloned()
    }

    pub(crate) fn user_acts(&mut self) {
        match self.chance.below(100) {
            0..50 => self.hub_user(),
            50..92 => self.remote_user(),
            _ => self.houzz(),
        }
    }

    fn email(&self) -> String {
        format!("p{}@example.org", self.chance.below(5))
    }

    fn phone(&self) -> String {
        format!("+1512555010{}", self.chance.below(5))
    }

    fn person(&mut self) -> Fields {
        let mut fields = Fields::new();
        let mut set = |name: &str, value: Value| drop(fields.insert(name.to_owned(), value));
        let kind = self.chance.below(8);
        if kind < 5 {
            let same = i64::try_from(self.chance.below(5)).unwrap();
            if kind != 3 {
                set("email", json!(format!("p{same}@example.org")));
            }
            if kind > 1 {
                set("phone", json!(format!("+1512555010{same}")));
            }
        }
        if kind == 7 && self.chance.chance(50) {
            set("firstName", json!("Ana"));
        } else {
            set("firstName", json!(self.unique("first")));
        }
        if self.chance.chance(40) {
            set("city", json!(self.unique("city")));
        }
        if self.chance.chance(30) {
            set("tags", json!([self.unique("tag")]));
        }
        if self.chance.chance(4) {
            set("website", json!(self.unique("refuse")));
        }
        fields
    }

    /// A new value for one field of a contact; sometimes none.
    fn edit(&mut self) -> (String, Value) {
        let name = self.any(&FIELDS).unwrap();
        let value = match name {
            "email" if self.chance.chance(50) => json!(self.email()),
            "email" => json!(format!("{}@example.org", self.unique("mail"))),
            "phone" => json!(self.phone()),
            _ if self.chance.chance(12) => Value::Null,
            "website" if self.chance.chance(20) => json!(self.unique("refuse")),
            name => json!(self.unique(name)),
        };
        (name.to_owned(), value)
    }

    /// A task or note whose text starts with a mark of its own.
    fn child(&mut self, kind: Kind) -> Fields {
        let mark = self.unique(kind.name());
        let value = match kind {
            Kind::Task => json!({"title": mark, "dueDate": "2026-02-01T10:00:00.000Z",
                "completed": false}),
            _ => json!({"body": mark}),
        };
        value.as_object().cloned().unwrap()
    }

    /// Another text for it, behind the same mark.
    fn child_edit(&mut self, kind: Kind, fields: &Fields) -> (String, Value) {
        let name = if kind == Kind::Task { "title" } else { "body" };
        let extra = if kind == Kind::Task { "body" } else { "title" };
        match self.chance.below(4) {
            0 if kind == Kind::Task => ("completed".into(), json!(self.chance.chance(50))),
            0 | 1 => (extra.into(), json!(self.unique("more"))),
            _ => {
                let text = fields[name].as_str().unwrap();
                let mark = text.split(' ').next().unwrap();
                let text = format!("{mark} {}", self.unique("text"));
                (name.into(), json!(text))
            }
        }
    }

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
        };
        let reply = at_once((operation.handler)(self.cx.clone(), call));
        self.say(|| {
            let failed = reply.as_ref().err();
            let failed = failed.map_or(String::new(), |error| format!(": {error}"));
            format!("hub user: {id} {path:?} {body}{failed}")
        });
        Ok(serde_json::from_slice(&reply?.body).unwrap())
    }

    fn look_at_log(&mut self) {
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

    fn hub_user(&mut self) {
        self.look_at_log();
        let alive = |kind: &str| -> Vec<(String, String, String)> {
            let records = self.known.alive.iter();
            records.filter(|record| record.0 == kind).cloned().collect()
        };
        let contact = self.any(&alive("contact")).map(|(_, id, _)| id);
        let kind = if self.chance.chance(50) {
            Kind::Task
        } else {
            Kind::Note
        };
        let child = self.any(&alive(kind.name()));
        let roll = self.chance.below(100);
        let Some(contact) = contact.filter(|_| roll >= 15) else {
            let mut body = self.person();
            body.insert("locationId".into(), json!(self.location.id));
            let _ = self.operate("create-contact", &[], Value::Object(body));
            return;
        };
        let path = [("contactId", contact.as_str())];
        let _ = match roll {
            15..45 => {
                let (name, value) = self.edit();
                self.operate("update-contact", &path, json!({name: value}))
            }
            45..53 => {
                let tag = self.unique("tag");
                self.operate("add-tags", &path, json!({"tags": [tag]}))
            }
            53..58 => {
                let record = at_once(self.cx.contact(&contact)).unwrap();
                let tags = super::peer::texts(record.fields().unwrap().get("tags"));
                let tags: Vec<String> = tags.into_iter().collect();
                match self.any(&tags) {
                    Some(tag) => self.operate("remove-tags", &path, json!({"tags": [tag]})),
                    None => return,
                }
            }
            58..61 => self.operate("delete-contact", &path, Value::Null),
            61..77 => {
                let body = Value::Object(self.child(kind));
                self.operate(&format!("create-{kind}"), &path, body)
            }
            _ => {
                let Some((_, id, root)) = child else { return };
                let name = if kind == Kind::Task { "taskId" } else { "id" };
                let path = [("contactId", root.as_str()), (name, id.as_str())];
                if roll >= 94 {
                    self.operate(&format!("delete-{kind}"), &path, Value::Null)
                } else {
                    let record = at_once(self.cx.child(kind, &root, &id)).unwrap();
                    let (name, value) = self.child_edit(kind, &record.fields().unwrap());
                    self.operate(&format!("update-{kind}"), &path, json!({name: value}))
                }
            }
        };
    }

    /// Tells the other side what the engine has noted, for it to know what it cannot have known.
    fn noted(&self, kind: Kind, id: &str) {
        let (location, connection) = (&self.location.id, &self.connection.id);
        let link = at_once(self.store.link_of_remote(location, connection, kind, id)).unwrap();
        if link.is_some_and(|link| link.detail.get("attempt").is_none()) {
            self.remote.peer().noted(id);
        }
    }

    fn remote_user(&mut self) {
        let people: Vec<String> = self.remote.peer().people.keys().cloned().collect();
        let kind = if self.chance.chance(50) {
            Kind::Task
        } else {
            Kind::Note
        };
        let roll = self.chance.below(100);
        let contact = self.any(&people);
        let Some(contact) = contact.filter(|_| roll >= 15) else {
            let mut fields = self.person();
            fields.retain(|name, _| name != "website");
            let made = self.remote.peer().create_contact(&fields, By::User);
            self.say(|| format!("remote user: creates {} → {made:?}", Value::Object(fields)));
            return;
        };
        self.noted(Kind::Contact, &contact);
        let person = self.remote.peer().people[&contact].clone();
        let mut patch = RemotePatch::default();
        let children: Vec<(Kind, String)> = person
            .children
            .keys()
            .filter(|(k, _)| *k == kind)
            .cloned()
            .collect();
        let child = self.any(&children);
        match roll {
            15..45 => {
                let (name, value) = self.edit();
                if value.as_str().is_none_or(|value| !value.contains("refuse")) {
                    patch.fields.insert(name, value);
                }
            }
            45..53 => patch.add_tags.push(self.unique("tag")),
            53..58 => {
                let tags = super::peer::texts(person.thing.fields.get("tags"));
                let tags: Vec<String> = tags.into_iter().collect();
                patch.remove_tags.extend(self.any(&tags));
            }
            58..61 => {
                self.say(|| format!("remote user: deletes {contact}"));
                self.remote
                    .peer()
                    .delete(Kind::Contact, None, &contact, By::User);
                return;
            }
            61..77 => {
                let fields = self.child(kind);
                let made = self
                    .remote
                    .peer()
                    .create_child(kind, &contact, &fields, By::User);
                self.say(|| format!("remote user: creates {kind} for {contact} → {made:?}"));
                return;
            }
            _ => {
                let Some((kind, id)) = child else { return };
                self.noted(kind, &id);
                if roll >= 94 {
                    self.say(|| format!("remote user: deletes {kind} {id} of {contact}"));
                    self.remote
                        .peer()
                        .delete(kind, Some(&contact), &id, By::User);
                    return;
                }
                let fields = &person.children[&(kind, id.clone())].fields;
                let (name, value) = self.child_edit(kind, fields);
                patch.fields.insert(name, value);
                self.say(|| format!("remote user: {kind} {id} of {contact} {patch:?}"));
                let done = self
                    .remote
                    .peer()
                    .update(kind, Some(&contact), &id, &patch, By::User);
                done.unwrap();
                return;
            }
        }
        let done = self
            .remote
            .peer()
            .update(Kind::Contact, None, &contact, &patch, By::User)
            .map(drop);
        self.say(|| format!("remote user: {contact} {patch:?} → {done:?}"));
    }

    /// A lead comes in, by one channel or by two; or one that came before comes again.
    fn houzz(&mut self) {
        let again = self
            .any(&self.known.leads)
            .filter(|_| self.chance.chance(30));
        let drafts = match again {
            Some(draft) => vec![draft],
            None => {
                let mut fields = self.person();
                let tags = super::peer::texts(fields.get("tags")).into_iter().collect();
                fields.retain(|name, _| name != "tags" && name != "website");
                let key = self.unique("lead");
                let mark = self.unique("note");
                let incoming = Incoming {
                    fields,
                    tags,
                    notes: vec![NoteDraft {
                        external_id: None,
                        title: None,
                        body: mark,
                    }],
                    tasks: vec![TaskDraft {
                        external_id: Some(key.clone()),
                        title: self.unique("task"),
                        body: None,
                        due: None,
                        completed: false,
                    }],
                    occurred_at: Some(self.clock.now()),
                    ..Incoming::default()
                };
                let mail = Draft {
                    key,
                    origin: "leadEmail".into(),
                    place: "mail".into(),
                    label: "a lead".into(),
                    raw: Vec::new(),
                    verdict: Verdict::Record(Box::new(incoming.clone())),
                };
                let mut drafts = vec![mail.clone()];
                if self.chance.chance(40) {
                    let told = Incoming {
                        notes: Vec::new(),
                        tasks: Vec::new(),
                        ..incoming
                    };
                    drafts.push(Draft {
                        key: format!("{}/bridge", mail.key),
                        origin: "bridge".into(),
                        verdict: Verdict::Record(Box::new(told)),
                        ..mail
                    });
                }
                drafts
            }
        };
        self.take_in(&drafts);
        self.known.leads.extend(drafts);
    }

    fn take_in(&mut self, drafts: &[Draft]) {
        let mut cx = self.cx.clone();
        cx.origin.actor.id.clone_from(&self.houzz.id);
        let mut importer = Importer::new(cx, self.houzz.clone(), false);
        for draft in drafts {
            let line = at_once(importer.take(draft.clone())).unwrap();
            self.say(|| format!("houzz: {draft:?} → {line:?}"));
        }
    }

    /// Everything Houzz has sent comes once more.
    pub(crate) fn leads_again(&mut self) {
        let drafts = self.known.leads.clone();
        self.take_in(&drafts);
    }
}
