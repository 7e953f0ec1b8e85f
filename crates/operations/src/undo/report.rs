//! What an undo did, or would do, and what it cannot do: counts, and samples of each.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tenon_model::Change;
use tenon_store::Record;

/// Samples kept of what is done: enough to see whether it is what was meant.
const SAMPLES: usize = 50;
/// Things kept that could not be undone: what a person can go through.
const PROBLEMS: usize = 500;

/// What an undo did, or would do.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Report {
    /// Fields that got back the value they had.
    pub(super) fields_put_back: u64,
    /// Records that were made, and go.
    pub(super) records_deleted: u64,
    /// Records that were deleted, and come back.
    pub(super) records_restored: u64,
    /// What was as it had been already.
    pub(super) already: u64,
    /// What could not be undone.
    pub(super) not_undone: u64,
    /// Entries looked at.
    pub(super) entries: u64,
    /// Whether there are more entries than were looked at.
    pub(super) more: bool,
    /// Some of what is done.
    pub(super) samples: Vec<Value>,
    /// What could not be undone, and why.
    pub(super) problems: Vec<Value>,
    /// What it means for each connected system.
    pub(super) sides: BTreeMap<String, Side>,
}

/// What it means for a connected system.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Side {
    /// Its name.
    pub(super) name: String,
    /// Contacts whose copies there follow by ordinary sync.
    pub(super) follow: u64,
    /// Contacts that go here, and have a copy there.
    pub(super) copies: u64,
    /// What becomes of those copies, in words.
    pub(super) note: String,
}

impl Report {
    fn sample(&mut self, change: &Change, what: &Value) {
        if self.samples.len() < SAMPLES {
            let mut sample = named(&change.kind, &change.record_id, &change.root_id);
            for (name, value) in what.as_object().into_iter().flatten() {
                sample[name] = value.clone();
            }
            self.samples.push(sample);
        }
    }

    pub(super) fn put_back(&mut self, change: &Change, field: &str, now: &Value, back: &Value) {
        self.fields_put_back += 1;
        let what = json!({"action": "putBack", "field": field, "now": now, "back": back});
        self.sample(change, &what);
    }

    pub(super) fn deleted(&mut self, change: &Change) {
        self.records_deleted += 1;
        self.sample(change, &json!({"action": "delete"}));
    }

    pub(super) fn restored(&mut self, change: &Change) {
        self.records_restored += 1;
        self.sample(change, &json!({"action": "restore"}));
    }

    /// Something that cannot be undone.
    pub(super) fn cannot(&mut self, change: &Change, field: Option<&str>, why: &str) {
        let mut problem = named(&change.kind, &change.record_id, &change.root_id);
        problem["change"] = json!(change.seq);
        problem["field"] = json!(field);
        self.problem(problem, why);
    }

    /// A record that was to go and stays after all.
    pub(super) fn kept(&mut self, record: &Record) {
        self.records_deleted = self.records_deleted.saturating_sub(1);
        self.drop_sample(record);
        let why = "it has contacts, tasks, notes or the like that were not there then: it stays";
        self.problem(of(record), why);
    }

    /// A record that was to come back and cannot.
    pub(super) fn orphan(&mut self, record: &Record) {
        self.records_restored = self.records_restored.saturating_sub(1);
        self.drop_sample(record);
        let why = "its contact is deleted: put that back first";
        self.problem(of(record), why);
    }

    fn drop_sample(&mut self, record: &Record) {
        self.samples.retain(|sample| {
            sample["recordId"] != record.id.as_str() || sample["action"] == "putBack"
        });
    }

    fn problem(&mut self, mut problem: Value, why: &str) {
        self.not_undone += 1;
        if self.problems.len() < PROBLEMS {
            problem["why"] = json!(why);
            self.problems.push(problem);
        }
    }

    /// Adds what another page came to.
    pub(super) fn add(&mut self, other: Self) {
        self.fields_put_back += other.fields_put_back;
        self.records_deleted += other.records_deleted;
        self.records_restored += other.records_restored;
        self.already += other.already;
        self.not_undone += other.not_undone;
        self.entries += other.entries;
        let room = SAMPLES.saturating_sub(self.samples.len());
        self.samples.extend(other.samples.into_iter().take(room));
        let room = PROBLEMS.saturating_sub(self.problems.len());
        self.problems.extend(other.problems.into_iter().take(room));
        for (id, side) in other.sides {
            let own = self.sides.entry(id).or_default();
            own.follow += side.follow;
            own.copies += side.copies;
            own.name = side.name;
            own.note = side.note;
        }
    }
}

fn named(kind: &str, record: &str, contact: &str) -> Value {
    json!({"kind": kind, "recordId": record, "contactId": contact})
}

fn of(record: &Record) -> Value {
    named(record.kind.name(), &record.id, &record.root_id)
}
