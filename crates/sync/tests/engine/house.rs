//! A quiet world for stories: nothing goes wrong unless the story says so.

use jiff::SignedDuration;
use serde_json::{Value, json};
use tenon_model::{Action, Change, Fields, Kind};
use tenon_store::{DatabaseUrl, Link, OpenOptions, Review, Store};
use tenon_sync::remote::RemotePatch;

use crate::simulation::{
    peer::By,
    remote::Script,
    world::{World, at_once},
};

pub(super) struct House(pub(super) World);

impl House {
    /// One in which the brake holds.
    pub(super) fn braked() -> Self {
        let store = Store::open(&DatabaseUrl::Memory, OpenOptions::default());
        let store = at_once(store).unwrap();
        Self(World::with_settings(&store, 1, false, &Value::Null))
    }

    pub(super) fn new() -> Self {
        let store = Store::open(&DatabaseUrl::Memory, OpenOptions::default());
        Self(World::new(&at_once(store).unwrap(), 1, true))
    }

    /// A contact in the hub; its id.
    pub(super) fn contact(&mut self, fields: Value) -> String {
        let mut body = fields;
        body["locationId"] = json!(self.0.location.id);
        let answer = self.0.operate("create-contact", &[], body).unwrap();
        answer["contact"]["id"].as_str().unwrap().to_owned()
    }

    /// A user's call about a contact.
    pub(super) fn call(&mut self, id: &str, contact: &str, body: Value) -> Value {
        self.0.operate(id, &[("contactId", contact)], body).unwrap()
    }

    pub(super) fn later(&mut self, by: SignedDuration) {
        self.0.clock.advance(by);
    }

    /// Until nothing is left to be done.
    pub(super) fn sync(&mut self) {
        self.0.drain().unwrap();
    }

    pub(super) fn sweep(&mut self) {
        self.0.sweep_everything().unwrap();
    }

    /// The sweeps that are due now, and no other.
    pub(super) fn sweep_as_due(&mut self) {
        self.0.sweep_as_due().unwrap();
    }

    /// What was asked of the other side since this was asked last: the first words of each call.
    pub(super) fn calls(&mut self) -> Vec<String> {
        self.0.say(String::new);
        let trace = std::mem::take(&mut self.0.trace);
        let calls = trace.iter().filter_map(|line| line.strip_prefix("    "));
        calls
            .map(|call| {
                let words = call.split([' ', '{']).filter(|word| !word.is_empty());
                words.take(2).collect::<Vec<_>>().join(" ")
            })
            .collect()
    }

    /// What becomes of the next writes.
    pub(super) fn next(&self, scripts: &[Script]) {
        self.0
            .remote
            .scripted
            .lock()
            .unwrap()
            .extend(scripts.iter().copied());
    }

    pub(super) fn hub(&self, contact: &str) -> Value {
        let record = at_once(self.0.cx.contact(contact)).unwrap();
        Value::Object(record.fields().unwrap())
    }

    pub(super) fn children(&self, contact: &str, kind: Kind) -> Vec<Value> {
        let records = self.0.store.records_of(&self.0.location.id, contact, kind);
        let records = at_once(records).unwrap();
        records
            .iter()
            .map(|record| Value::Object(record.fields().unwrap()))
            .collect()
    }

    /// Everybody over there, by id.
    pub(super) fn people(&self) -> Vec<(String, Value)> {
        let peer = self.0.remote.peer();
        let people = peer.people.iter();
        people
            .map(|(id, person)| (id.clone(), Value::Object(person.thing.fields.clone())))
            .collect()
    }

    /// The only one over there.
    pub(super) fn person(&self) -> (String, Value) {
        let mut people = self.people();
        assert_eq!(people.len(), 1, "{people:?}");
        people.remove(0)
    }

    pub(super) fn there(&self, person: &str, kind: Kind) -> Vec<(String, Value)> {
        let peer = self.0.remote.peer();
        let children = peer.people[person].children.iter();
        let of_kind = children.filter(|((of, _), _)| *of == kind);
        of_kind
            .map(|((_, id), thing)| (id.clone(), Value::Object(thing.fields.clone())))
            .collect()
    }

    pub(super) fn create_there(&self, fields: Value) -> String {
        self.0
            .remote
            .peer()
            .create_contact(&object(fields), By::User)
            .unwrap()
            .id
    }

    pub(super) fn edit_there(&self, person: &str, fields: Value) {
        let patch = RemotePatch {
            fields: object(fields),
            ..RemotePatch::default()
        };
        let mut peer = self.0.remote.peer();
        peer.update(Kind::Contact, None, person, &patch, By::User)
            .unwrap();
    }

    pub(super) fn log(&self, action: Action) -> Vec<Change> {
        let changes = self.0.store.changes_after(&self.0.location.id, 0, 1_000);
        let mut changes = at_once(changes).unwrap();
        changes.retain(|change| change.action == action);
        changes
    }

    pub(super) fn reviews(&self) -> Vec<Review> {
        at_once(self.0.store.open_reviews(&self.0.location.id, 0, 100)).unwrap()
    }

    pub(super) fn link(&self, contact: &str) -> Link {
        let (location, connection) = (&self.0.location.id, &self.0.connection.id);
        let links = at_once(self.0.store.links_of(location, connection, contact)).unwrap();
        links
            .into_iter()
            .find(|link| link.kind == Kind::Contact)
            .unwrap()
    }
}

pub(super) fn object(value: Value) -> Fields {
    match value {
        Value::Object(fields) => fields,
        _ => Fields::new(),
    }
}
