//! Writes, by users and by the engine.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use tenon_model::{Fields, Kind};
use tenon_operations::edit::is_blank;
use tenon_sync::remote::{RemoteError, RemotePatch, RemoteRecord};

use super::{By, Edit, Outcome, Peer, Person, Thing, mark, texts, unique};

/// The document after a patch; each custom field stands by itself here.
fn patched(doc: &Fields, patch: &Fields) -> Fields {
    let mut after = doc.clone();
    for (name, value) in patch {
        if is_blank(value) {
            after.remove(name);
        } else {
            after.insert(name.clone(), value.clone());
        }
    }
    after
}

impl Peer {
    /// What the API refuses: contacts without a name or key, a website that says so, and e-mails and
    /// phones that another contact has.
    fn check(&self, id: Option<&str>, fields: &Fields) -> Outcome<()> {
        let refused = |message: &str| {
            Err(RemoteError::Refused {
                status: 422,
                message: message.to_owned(),
            })
        };
        let website = fields.get("website").and_then(Value::as_str);
        if website.is_some_and(|website| website.contains("refuse")) {
            return refused("website must be a URL address");
        }
        if !["firstName", "lastName", "email", "phone", "companyName"]
            .iter()
            .any(|name| fields.contains_key(*name))
        {
            return refused("a contact needs a name, an e-mail or a phone");
        }
        for (other, person) in &self.people {
            let clashes = ["email", "phone"].iter().any(|name| {
                fields.get(*name).is_some() && person.thing.fields.get(*name) == fields.get(*name)
            });
            if clashes && Some(other.as_str()) != id {
                let holder = other.clone();
                return Err(RemoteError::Duplicate { holder });
            }
        }
        Ok(())
    }

    fn new_thing(&mut self, fields: &Fields, by: By) -> (String, Thing) {
        self.made += 1;
        self.tick += 1;
        let edited = match by {
            By::User => fields
                .keys()
                .map(|name| (name.clone(), self.tick))
                .collect(),
            By::Engine => BTreeMap::new(),
        };
        let thing = Thing {
            fields: fields.clone(),
            updated_at: self.clock(),
            edited,
            read: 0,
            unanswered: by == By::Engine,
            unanswered_tags: BTreeSet::new(),
            taken: BTreeMap::new(),
        };
        let id = format!("r{:04}", self.made);
        self.wrote(by, &id, &Fields::new(), fields);
        (id, thing)
    }

    fn wrote(&mut self, by: By, id: &str, before: &Fields, after: &Fields) {
        if by == By::Engine {
            self.writes += 1;
            return;
        }
        for change in tenon_model::change::difference(before, after) {
            self.edits.push(Edit {
                side: "remote",
                record: id.to_owned(),
                mark: mark(after).or_else(|| mark(before)),
                field: change.field.to_owned(),
                before: change.before.clone(),
                after: change.after.clone(),
                deletes: after.is_empty(),
            });
        }
    }

    pub(crate) fn create_contact(&mut self, fields: &Fields, by: By) -> Outcome<RemoteRecord> {
        self.check(None, fields)?;
        let (id, thing) = self.new_thing(fields, by);
        let record = Self::record(&id, Kind::Contact, &thing);
        let children = BTreeMap::new();
        self.people.insert(id.clone(), Person { thing, children });
        self.events.push((id, Kind::Contact));
        Ok(record)
    }

    pub(crate) fn create_child(
        &mut self,
        kind: Kind,
        contact: &str,
        fields: &Fields,
        by: By,
    ) -> Outcome<RemoteRecord> {
        if !self.people.contains_key(contact) {
            return Err(RemoteError::Gone);
        }
        let (id, thing) = self.new_thing(fields, by);
        let record = Self::record(&id, kind, &thing);
        if let Some(person) = self.people.get_mut(contact) {
            person.children.insert((kind, id), thing);
        }
        self.events.push((contact.to_owned(), kind));
        Ok(record)
    }

    pub(crate) fn create_business(&mut self, fields: &Fields, by: By) -> RemoteRecord {
        let (id, thing) = self.new_thing(fields, by);
        let record = Self::record(&id, Kind::Business, &thing);
        self.businesses.insert(id, thing);
        record
    }

    pub(crate) fn update_business(
        &mut self,
        id: &str,
        patch: &RemotePatch,
        by: By,
    ) -> Outcome<RemoteRecord> {
        let thing = self.businesses.get_mut(id).ok_or(RemoteError::Gone)?;
        let before = thing.fields.clone();
        thing.fields = patched(&before, &patch.fields);
        let (after, record) = (
            thing.fields.clone(),
            Self::record(id, Kind::Business, thing),
        );
        self.wrote(by, id, &before, &after);
        Ok(record)
    }

    pub(crate) fn update(
        &mut self,
        kind: Kind,
        parent: Option<&str>,
        id: &str,
        patch: &RemotePatch,
        by: By,
    ) -> Outcome<RemoteRecord> {
        let clock = self.clock();
        let contact = parent.unwrap_or(id).to_owned();
        let person = self.people.get(&contact).ok_or(RemoteError::Gone)?;
        let thing = match kind {
            Kind::Contact => Some(&person.thing),
            _ => person.children.get(&(kind, id.to_owned())),
        };
        let before = thing.ok_or(RemoteError::Gone)?.fields.clone();
        let mut after = patched(&before, &patch.fields);
        let mut tags = texts(before.get("tags"));
        tags.extend(patch.add_tags.iter().cloned());
        tags.retain(|tag| !patch.remove_tags.contains(tag));
        if tags.is_empty() {
            after.remove("tags");
        } else {
            after.insert("tags".into(), json!(tags));
        }
        if kind == Kind::Contact {
            self.check(Some(id), &after)?;
        }
        self.tick += 1;
        let tick = self.tick;
        let Some(person) = self.people.get_mut(&contact) else {
            return Err(RemoteError::Gone);
        };
        let thing = match kind {
            Kind::Contact => &mut person.thing,
            _ => person.children.entry((kind, id.to_owned())).or_default(),
        };
        for name in patch
            .fields
            .keys()
            .filter(|name| before.get(*name) != after.get(*name))
        {
            if by == By::User {
                thing.edited.insert(name.clone(), tick);
            } else if thing.edited.get(name).is_some_and(|at| *at > thing.read) {
                self.unread.extend(unique(before.get(name)));
            }
        }
        if by == By::User && thing.unanswered && before != after {
            self.disguised
                .extend(before.values().flat_map(|value| unique(Some(value))));
            self.disguised.extend(texts(before.get("tags")));
        }
        if by == By::Engine {
            thing.unanswered_tags.extend(patch.add_tags.iter().cloned());
        } else {
            let removed = patch.remove_tags.iter();
            let unknown = removed.filter(|tag| thing.unanswered_tags.contains(*tag));
            self.unread.extend(unknown.cloned());
            let taken = patch.remove_tags.iter().cloned();
            thing.taken.extend(taken.map(|tag| (tag, tick)));
        }
        thing.fields = after.clone();
        thing.updated_at = clock;
        let record = Self::record(id, kind, thing);
        // A task's update sends no webhook, unless it completes the task.
        if kind != Kind::Task || before.get("completed") != after.get("completed") {
            self.events.push((contact, kind));
        }
        self.wrote(by, id, &before, &after);
        Ok(record)
    }

    pub(crate) fn delete(&mut self, kind: Kind, parent: Option<&str>, id: &str, by: By) {
        self.tick += 1;
        let contact = parent.unwrap_or(id).to_owned();
        let mut gone = Vec::new();
        if kind == Kind::Contact {
            let Some(person) = self.people.remove(&contact) else {
                return;
            };
            gone.push((contact.clone(), person.thing));
            let children = person.children.into_iter();
            gone.extend(children.map(|((_, id), thing)| (id, thing)));
        } else if let Some(person) = self.people.get_mut(&contact) {
            let thing = person.children.remove(&(kind, id.to_owned()));
            gone.extend(thing.map(|thing| (id.to_owned(), thing)));
        }
        for (id, thing) in gone {
            if by == By::Engine {
                self.deleted_by_engine.insert(id.clone());
                let values = thing.fields.values();
                self.gone_by_engine
                    .extend(values.filter_map(|value| unique(Some(value))));
                for (name, value) in &thing.fields {
                    if thing.edited.get(name).is_some_and(|at| *at > thing.read) {
                        self.unread.extend(unique(Some(value)));
                    }
                }
            } else {
                let unread = thing.taken.iter().filter(|(_, at)| **at > thing.read);
                self.unread.extend(unread.map(|(tag, _)| tag.clone()));
                if thing.unanswered {
                    self.disguised
                        .extend(thing.fields.values().flat_map(|v| unique(Some(v))));
                }
                self.deleted
                    .entry(id.clone())
                    .or_insert(thing.fields.clone());
            }
            self.wrote(by, &id, &thing.fields, &Fields::new());
            self.events.push((contact.clone(), kind));
        }
    }
}
