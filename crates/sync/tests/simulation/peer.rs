//! The other side's data and what happens to it: HighLevel's behaviour as far as sync meets it.

mod writes;

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use tenon_model::{Fields, Kind};
use tenon_sync::remote::{RemoteError, RemoteRecord};

use super::terms::theirs;

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
    // Tags that users took away, and when.
    taken: BTreeMap<String, u64>,
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
    pub(crate) businesses: BTreeMap<String, Thing>,
    /// Contacts that webhooks are to be sent about, and which kind of record of theirs.
    pub(crate) events: Vec<(String, Kind)>,
    /// What users wrote, in order.
    pub(crate) edits: Vec<Edit>,
    /// Things users deleted, with what they held.
    pub(crate) deleted: BTreeMap<String, Fields>,
    /// Every id the engine deleted.
    pub(crate) deleted_by_engine: BTreeSet<String>,
    /// What stood in them then.
    pub(crate) gone_by_engine: BTreeSet<String>,
    /// Writes of the engine that had an effect.
    pub(crate) writes: u64,
    /// Values of users that the engine overwrote without having read them: the window between its
    /// read and its write, which the API leaves, for it has no conditional writes. And tags that users
    /// took away again before the engine knew that its adding them had arrived, or at a contact that they
    /// deleted before the engine read it.
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

    /// One record, which a list may still lag.
    pub(crate) fn record_of(
        &mut self,
        kind: Kind,
        parent: Option<&str>,
        id: &str,
    ) -> Option<RemoteRecord> {
        self.tick += 1;
        let thing = match (kind, parent) {
            (Kind::Business, _) => self.businesses.get_mut(id)?,
            (_, None) => &mut self.people.get_mut(id)?.thing,
            (_, Some(parent)) => {
                let person = self.people.get_mut(parent)?;
                person.children.get_mut(&(kind, id.to_owned()))?
            }
        };
        thing.read = self.tick;
        Some(Self::record(id, kind, thing))
    }

    /// What stands beside the contacts.
    pub(crate) fn furniture(&self, kind: Kind) -> Vec<RemoteRecord> {
        if kind != Kind::Business {
            return theirs(kind);
        }
        let all = self.businesses.iter();
        all.map(|(id, thing)| Self::record(id, kind, thing))
            .collect()
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

    /// When what a search shows was written at the latest.
    pub(crate) fn shown_until(&self, lag: SignedDuration) -> Timestamp {
        self.clock() - lag
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
    let texts = ["title", "body", "name"]
        .into_iter()
        .filter_map(|name| doc.get(name)?.as_str());
    texts
        .filter_map(|text| text.split(' ').next())
        .find(|word| {
            let kinds = ["task-u", "note-u", "appointment-u", "opportunity-u"];
            kinds.iter().any(|kind| word.starts_with(kind))
        })
        .map(str::to_owned)
}
