//! The other side's data and what happens to it: HighLevel's behaviour as far as sync meets it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use tenon_model::{Fields, Kind};
use tenon_sync::remote::{RemoteError, RemotePatch, RemoteRecord};

/// Who does something over there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum By {
    /// The engine, by the API.
    Engine,
    /// A person.
    User,
}

/// A contact, task or note.
#[derive(Debug, Clone, Default)]
pub(crate) struct Thing {
    pub(crate) fields: Fields,
    updated_at: Timestamp,
    // When each field was last changed by a user, and when the engine last read the thing.
    edited: BTreeMap<String, u64>,
    read: u64,
    // Made by a call whose outcome the engine has not noted; nobody but the other side knows it.
    unanswered: bool,
    // Tags that the engine added by a call whose outcome it has not noted.
    unanswered_tags: BTreeSet<String>,
}

/// A contact with what belongs to it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Person {
    pub(crate) thing: Thing,
    pub(crate) children: BTreeMap<(Kind, String), Thing>,
}

/// A value that somebody wrote or saw.
#[derive(Debug, Clone)]
pub(crate) struct Edit {
    pub(crate) side: &'static str,
    pub(crate) record: String,
    /// The mark in the record's text; see [`mark`].
    pub(crate) mark: Option<String>,
    pub(crate) field: String,
    pub(crate) before: Value,
    pub(crate) after: Value,
    /// Whether the whole record went.
    pub(crate) deletes: bool,
}

/// Everything over there.
#[derive(Default)]
pub(crate) struct Peer {
    pub(crate) now: Timestamp,
    pub(crate) skew: SignedDuration,
    pub(crate) people: BTreeMap<String, Person>,
    /// Contacts that webhooks are to be sent about.
    pub(crate) events: Vec<String>,
    /// What users wrote, in order.
    pub(crate) edits: Vec<Edit>,
    /// Things users deleted, with what they held.
    pub(crate) deleted: BTreeMap<String, Fields>,
    /// Every id the engine deleted.
    pub(crate) deleted_by_engine: BTreeSet<String>,
    /// Writes of the engine that had an effect.
    pub(crate) writes: u64,
    /// Values of users that the engine overwrote without having read them: the window between its
    /// read and its write, which the API leaves, for it has no conditional writes. And tags that users
    /// took away again before the engine knew that its adding them had arrived.
    pub(crate) unread: BTreeSet<String>,
    /// Texts as the engine sent them in a create whose answer was lost, and that users edited before
    /// the engine looked: nothing over there tells that the two are one.
    pub(crate) disguised: BTreeSet<String>,
    made: u64,
    tick: u64,
}

pub(crate) type Outcome<T> = Result<T, RemoteError>;

impl Peer {
    fn clock(&self) -> Timestamp {
        self.now + self.skew
    }

    fn record(id: &str, kind: Kind, thing: &Thing) -> RemoteRecord {
        RemoteRecord {
            id: id.to_owned(),
            fields: thing.fields.clone(),
            // TaskSchema tells no time.
            updated_at: (kind != Kind::Task).then_some(thing.updated_at),
        }
    }

    pub(crate) fn contact(&mut self, id: &str) -> Option<RemoteRecord> {
        self.tick += 1;
        let person = self.people.get_mut(id)?;
        person.thing.read = self.tick;
        Some(Self::record(id, Kind::Contact, &person.thing))
    }

    pub(crate) fn children(&mut self, kind: Kind, contact: &str) -> Option<Vec<RemoteRecord>> {
        self.tick += 1;
        let person = self.people.get_mut(contact)?;
        let mut records = Vec::new();
        for ((_, id), thing) in person.children.iter_mut().filter(|((k, _), _)| *k == kind) {
            thing.read = self.tick;
            records.push(Self::record(id, kind, thing));
        }
        Some(records)
    }

    pub(crate) fn find(&self, fields: &Fields) -> Vec<RemoteRecord> {
        let same = |person: &Person, name: &str| {
            fields.get(name).is_some() && fields.get(name) == person.thing.fields.get(name)
        };
        let has_key = fields.contains_key("email") || fields.contains_key("phone");
        let found = self.people.iter().filter(|(_, person)| {
            let by_key = same(person, "email") || same(person, "phone");
            let by_name = !has_key && (same(person, "firstName") || same(person, "lastName"));
            by_key || by_name
        });
        found
            .map(|(id, person)| Self::record(id, Kind::Contact, &person.thing))
            .collect()
    }

    /// Contacts by their last write; what was written in the last `lag` is not found yet.
    pub(crate) fn changed(
        &self,
        since: Option<Timestamp>,
        after: Option<&str>,
        lag: SignedDuration,
        most: usize,
    ) -> (Vec<RemoteRecord>, Option<String>) {
        let place = |at: Timestamp, id: &str| format!("{:020}/{id}", at.as_microsecond());
        let mut found: Vec<(String, RemoteRecord)> = self
            .people
            .iter()
            .filter(|(_, person)| since.is_none_or(|since| person.thing.updated_at >= since))
            .filter(|(_, person)| person.thing.updated_at <= self.clock() - lag)
            .map(|(id, person)| {
                let record = Self::record(id, Kind::Contact, &person.thing);
                (place(person.thing.updated_at, id), record)
            })
            .filter(|(place, _)| after.is_none_or(|after| place.as_str() > after))
            .collect();
        found.sort_by(|one, other| one.0.cmp(&other.0));
        let more = found.len() > most;
        found.truncate(most);
        let next = found.last().map(|(place, _)| place.clone());
        let records = found.into_iter().map(|(_, record)| record).collect();
        (records, next.filter(|_| more))
    }

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
                field: change.field,
                before: change.before,
                after: change.after,
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
        self.events.push(id);
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
        self.events.push(contact.to_owned());
        Ok(record)
    }

    /// The engine has noted what became of its write.
    pub(crate) fn noted(&mut self, id: &str) {
        for (own, person) in &mut self.people {
            if own == id {
                person.thing.unanswered = false;
                person.thing.unanswered_tags.clear();
            }
            for ((_, child), thing) in &mut person.children {
                thing.unanswered &= child != id;
            }
        }
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
        let mut after = tenon_operations::edit::patched(&before, &patch.fields);
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
        }
        thing.fields = after.clone();
        thing.updated_at = clock;
        let record = Self::record(id, kind, thing);
        // A task's update sends no webhook, unless it completes the task.
        if kind != Kind::Task || before.get("completed") != after.get("completed") {
            self.events.push(contact);
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
                for (name, value) in &thing.fields {
                    if thing.edited.get(name).is_some_and(|at| *at > thing.read) {
                        self.unread.extend(unique(Some(value)));
                    }
                }
            } else {
                if thing.unanswered {
                    self.disguised
                        .extend(thing.fields.values().flat_map(|v| unique(Some(v))));
                }
                self.deleted
                    .entry(id.clone())
                    .or_insert(thing.fields.clone());
            }
            self.wrote(by, &id, &thing.fields, &Fields::new());
            self.events.push(contact.clone());
        }
    }
}

/// The texts of a list.
pub(crate) fn texts(value: Option<&Value>) -> BTreeSet<String> {
    let items = value.and_then(Value::as_array).into_iter().flatten();
    items.filter_map(Value::as_str).map(str::to_owned).collect()
}

/// A value that only one edit of a life writes: it has the mark `-u` and a number.
pub(crate) fn unique(value: Option<&Value>) -> Option<String> {
    let text = value.and_then(Value::as_str)?;
    text.contains("-u").then(|| text.to_owned())
}

/// What a task's or note's text starts with: the same for all that one user made once.
pub(crate) fn mark(doc: &Fields) -> Option<String> {
    let texts = ["title", "body"]
        .into_iter()
        .filter_map(|name| doc.get(name)?.as_str());
    texts
        .filter_map(|text| text.split(' ').next())
        .find(|word| word.starts_with("task-u") || word.starts_with("note-u"))
        .map(str::to_owned)
}
