//! What a page of entries comes to when it is undone: worked out on copies of the records, newest entry
//! first, then written as one change of each record.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use tenon_model::{Action, Change, Fields, Kind};
use tenon_store::{ControlWrite, Members, Record, Write};

use super::{
    ChangedSince, Copies, How, Target,
    report::Report,
    reverse::{Back, reverse},
    sides,
};
use crate::{Context, OperationError, edit::is_blank};

/// Entries of a contact's log looked through for what was changed since. One with more has been lived
/// with, and is not deleted.
const HISTORY: i64 = 200;

/// Contacts of a business looked through for one that stays with it.
const MEMBERS: i64 = 500;

/// A record being worked on.
struct Work {
    /// As it stands.
    was: Record,
    doc: Fields,
    alive: bool,
}

/// What is known of records that this undo has written, or would have.
pub(super) type Known = BTreeMap<(Kind, String), Record>;

/// A page being worked out.
pub(super) struct Plan<'a> {
    cx: &'a Context,
    target: &'a Target,
    how: How,
    undo_id: &'a str,
    known: &'a Known,
    // Values that others have by now, found out by trying.
    taken: &'a [(String, String)],
    work: BTreeMap<(Kind, String), Work>,
    merges: BTreeSet<String>,
    // Contacts whose copies at a connection the target had made.
    copied: BTreeSet<(String, String)>,
    /// What is told of it.
    pub(super) report: Report,
}

impl<'a> Plan<'a> {
    pub(super) fn new(
        cx: &'a Context,
        (target, how, undo_id): (&'a Target, How, &'a str),
        known: &'a Known,
        taken: &'a [(String, String)],
    ) -> Self {
        Self {
            cx,
            target,
            how,
            undo_id,
            known,
            taken,
            work: BTreeMap::new(),
            merges: BTreeSet::new(),
            copied: BTreeSet::new(),
            report: Report::default(),
        }
    }

    /// Takes one entry back.
    pub(super) async fn take_back(&mut self, change: &Change) -> Result<(), OperationError> {
        let Some(kind) = Kind::parse(&change.kind) else {
            return Ok(());
        };
        let key = (kind, change.record_id.clone());
        match change.action {
            Action::Create => self.unmake(&key, change).await,
            Action::Delete => self.bring_back(&key, change).await,
            Action::Update => {
                for field in &change.fields {
                    if self.target.fields.is_empty() || self.target.fields.contains(&field.field) {
                        let was = (&field.before, &field.after);
                        self.put_back(&key, &field.field, was, change).await?;
                    }
                }
                Ok(())
            }
            // Of a whole cause, what it wrote is taken back, and with it what it decided.
            Action::Conflict
                if self.target.kind == "change" && change.detail["field"].is_string() =>
            {
                let field = change.detail["field"]
                    .as_str()
                    .unwrap_or_default()
                    .to_owned();
                let fell = (&change.detail["lost"], &change.detail["kept"]);
                self.put_back(&key, &field, fell, change).await
            }
            Action::Push if change.detail["created"] == true => {
                let connection = change.detail["connectionId"].as_str();
                if kind == Kind::Contact {
                    let contact = change.record_id.clone();
                    self.copied
                        .extend(connection.map(|connection| (contact, connection.to_owned())));
                }
                Ok(())
            }
            // What was overwritten over there comes back on both sides: they stay in step.
            Action::Push => {
                let sent = change.detail["fields"].as_object().cloned();
                let was = change.detail["before"].as_object().cloned();
                for (field, before) in was.into_iter().flatten() {
                    let after = sent.as_ref().and_then(|sent| sent.get(&field));
                    let after = after.unwrap_or(&Value::Null);
                    self.put_back(&key, &field, (&before, after), change)
                        .await?;
                }
                Ok(())
            }
            Action::Merge => {
                let id = change.detail["mergeId"].as_str();
                self.merges.extend(id.map(str::to_owned));
                Ok(())
            }
            _ => Ok(()),
        }
    }

    async fn load(&mut self, key: &(Kind, String)) -> Result<Option<&mut Work>, OperationError> {
        if !self.work.contains_key(key) {
            let known = match self.known.get(key) {
                Some(known) => Some(known.clone()),
                None => {
                    let (store, location) = (&self.cx.store, &self.cx.location.id);
                    store.record_or_tombstone(location, key.0, &key.1).await?
                }
            };
            let Some(was) = known else { return Ok(None) };
            let work = Work {
                doc: was.fields()?,
                alive: !was.deleted,
                was,
            };
            self.work.insert(key.clone(), work);
        }
        Ok(self.work.get_mut(key))
    }

    async fn put_back(
        &mut self,
        key: &(Kind, String),
        field: &str,
        (before, after): (&Value, &Value),
        change: &Change,
    ) -> Result<(), OperationError> {
        let since = self.how.changed_since;
        let Some(work) = self.load(key).await? else {
            return Ok(());
        };
        if !work.alive {
            self.report
                .cannot(change, Some(field), "the record was deleted since");
            return Ok(());
        }
        let now = work.doc.get(field).cloned().unwrap_or(Value::Null);
        let back = match reverse(before, after, &now) {
            Back::Already => {
                self.report.already += 1;
                return Ok(());
            }
            Back::ChangedSince(_) if since == ChangedSince::Leave => {
                let why = format!("it was changed since, and is {} now", shown(&now));
                self.report.cannot(change, Some(field), &why);
                return Ok(());
            }
            Back::To(back) | Back::ChangedSince(back) => back,
        };
        if let Some(value) = back.as_str()
            && self.is_taken(key, field, value).await?
        {
            let why = format!("another contact has the {field} {value} by now");
            self.report.cannot(change, Some(field), &why);
            return Ok(());
        }
        let Some(work) = self.work.get_mut(key) else {
            return Ok(());
        };
        if is_blank(&back) {
            work.doc.remove(field);
        } else {
            work.doc.insert(field.to_owned(), back.clone());
        }
        self.report.put_back(change, field, &now, &back);
        Ok(())
    }

    /// A record that the target made goes again, unless somebody has made it theirs.
    async fn unmake(
        &mut self,
        key: &(Kind, String),
        change: &Change,
    ) -> Result<(), OperationError> {
        let Some(work) = self.load(key).await? else {
            return Ok(());
        };
        if !work.alive {
            self.report.already += 1;
            return Ok(());
        }
        let version = work.was.version;
        if version > change.version
            && self.how.changed_since == ChangedSince::Leave
            && let Some(other) = self.touched(change).await?
        {
            let fields: Vec<&str> = other.fields.iter().map(|f| f.field.as_str()).collect();
            let why = format!(
                "{} has changed it since ({}): it stays",
                other.origin.actor.name,
                fields.join(", ")
            );
            self.report.cannot(change, None, &why);
            return Ok(());
        }
        if let Some(work) = self.work.get_mut(key) {
            work.alive = false;
        }
        self.report.deleted(change);
        Ok(())
    }

    /// A change of the record since, that was neither the target's nor this undo's.
    async fn touched(&self, change: &Change) -> Result<Option<Change>, OperationError> {
        let (store, location) = (&self.cx.store, &self.cx.location.id);
        let log = store
            .changes_of(location, &change.root_id, None, HISTORY)
            .await?;
        let oldest = log.changes.last().map_or(0, |oldest| oldest.seq);
        for other in log.changes {
            let of_record = other.record_id == change.record_id && other.kind == change.kind;
            let cause = &other.origin.cause;
            let own = cause.kind == "undo" && cause.id == self.undo_id;
            if of_record
                && other.seq > change.seq
                && other.action.writes()
                && !own
                && (oldest > change.seq || !self.target.did(self.cx, &other).await?)
            {
                return Ok(Some(other));
            }
        }
        Ok(None)
    }

    async fn bring_back(
        &mut self,
        key: &(Kind, String),
        change: &Change,
    ) -> Result<(), OperationError> {
        let Some(work) = self.load(key).await? else {
            return Ok(());
        };
        if work.alive {
            self.report.already += 1;
            return Ok(());
        }
        let keys = ["email", "phone"].map(|name| {
            let value = work.doc.get(name).and_then(Value::as_str);
            (name, value.map(str::to_owned))
        });
        for (name, value) in keys {
            if let Some(value) = value
                && self.is_taken(key, name, &value).await?
            {
                let why = format!("another contact has the {name} {value} by now");
                self.report.cannot(change, None, &why);
                return Ok(());
            }
        }
        if let Some(work) = self.work.get_mut(key) {
            work.alive = true;
        }
        self.report.restored(change);
        Ok(())
    }

    /// Whether a contact's e-mail or phone is another's by now, who will not give it up in this undo.
    async fn is_taken(
        &self,
        key: &(Kind, String),
        field: &str,
        value: &str,
    ) -> Result<bool, OperationError> {
        let unique = matches!(field, "email" | "phone") && !self.cx.location.allow_duplicates;
        if key.0 != Kind::Contact || !unique {
            return Ok(false);
        }
        if self
            .taken
            .iter()
            .any(|(name, of)| name == field && of == value)
        {
            return Ok(true);
        }
        let (store, location) = (&self.cx.store, &self.cx.location.id);
        for holder in store.contacts_with(location, field, value).await? {
            let other = (Kind::Contact, holder.id.clone());
            let own = holder.fields()?.get(field).and_then(Value::as_str) == Some(value);
            let settled = self.work.contains_key(&other) || self.known.contains_key(&other);
            if own && other != *key && !settled {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// What the page writes. Contacts that come back stand before what hangs on them, and those that
    /// go behind it.
    pub(super) async fn writes(&mut self) -> Result<Vec<Write>, OperationError> {
        let (mut first, mut then, mut last) = (Vec::new(), Vec::new(), Vec::new());
        self.keep_lived_in().await?;
        self.keep_employers().await?;
        self.keep_orphans_out().await?;
        for ((kind, _), work) in &self.work {
            let old = work.was.clone();
            let exclusive = match kind {
                Kind::Contact => !self.cx.location.allow_duplicates,
                kind => !kind.hangs_on_contact(),
            };
            let at = if *kind == Kind::Contact {
                &mut first
            } else {
                &mut then
            };
            match (old.deleted, work.alive) {
                (false, false) if *kind == Kind::Contact => last.push(Write::Delete { old }),
                (false, false) => then.push(Write::Delete { old }),
                (true, true) => {
                    let links = sides::relink(self.cx, &old).await?;
                    at.push(Write::Restore {
                        old,
                        doc: work.doc.clone(),
                        exclusive,
                    });
                    at.extend(links);
                }
                (false, true) if old.fields()? != work.doc => at.push(Write::Update {
                    old,
                    doc: work.doc.clone(),
                    exclusive,
                }),
                _ => {}
            }
        }
        first.extend(then);
        first.extend(last);
        if self.how.copies == Copies::Delete {
            let going: Vec<&str> = self
                .work
                .iter()
                .filter(|((kind, _), work)| {
                    *kind == Kind::Contact && !work.alive && !work.was.deleted
                })
                .map(|((_, id), _)| id.as_str())
                .collect();
            let away = sides::Away {
                going: &going,
                copied: &self.copied,
                undo: self.undo_id,
            };
            first.extend(sides::take_away(self.cx, &away).await?);
        }
        for id in &self.merges {
            let merge = self.cx.store.merge(&self.cx.location.id, id).await?;
            if merge.is_some_and(|merge| !merge.undone) {
                let id = id.clone();
                first.push(Write::Control(Box::new(ControlWrite::Unmerge { id })));
            }
        }
        Ok(first)
    }

    /// The contacts that are touched.
    pub(super) fn roots(&self) -> Vec<(String, bool)> {
        let mut roots = BTreeMap::new();
        for ((kind, _), work) in &self.work {
            let goes = *kind == Kind::Contact && !work.alive && !work.was.deleted;
            *roots.entry(work.was.root_id.clone()).or_insert(false) |= goes;
        }
        roots.into_iter().collect()
    }

    /// A contact that others have given a task or note since stays.
    async fn keep_lived_in(&mut self) -> Result<(), OperationError> {
        let going: Vec<String> = self
            .work
            .iter()
            .filter(|((kind, _), work)| *kind == Kind::Contact && !work.alive && !work.was.deleted)
            .map(|((_, id), _)| id.clone())
            .collect();
        for contact in going {
            let tree = self.cx.store.tree(&self.cx.location.id, &contact).await?;
            let stays = |record: &Record| {
                let key = (record.kind, record.id.clone());
                match (self.work.get(&key), self.known.get(&key)) {
                    (Some(work), _) => work.alive,
                    (None, Some(known)) => !known.deleted,
                    (None, None) => !record.deleted,
                }
            };
            let lived_in = tree
                .iter()
                .any(|record| record.kind != Kind::Contact && stays(record));
            if lived_in && self.how.changed_since == ChangedSince::Leave {
                let key = (Kind::Contact, contact);
                if let Some(work) = self.work.get_mut(&key) {
                    work.alive = true;
                    self.report.kept(&work.was);
                }
            }
        }
        Ok(())
    }

    /// A business that contacts belong to stays: they would name one that is not there.
    async fn keep_employers(&mut self) -> Result<(), OperationError> {
        let going = self.work.iter().filter(|((kind, _), work)| {
            *kind == Kind::Business && !work.alive && !work.was.deleted
        });
        let going: Vec<String> = going.map(|((_, id), _)| id.clone()).collect();
        let asked = Members {
            limit: MEMBERS,
            ..Members::default()
        };
        for business in going {
            let (store, location) = (&self.cx.store, &self.cx.location.id);
            let (members, count) = store.members(location, &business, &asked).await?;
            // Those that go as well, or leave it.
            let stays = |record: &Record| {
                let work = self.work.get(&(Kind::Contact, record.id.clone()));
                work.is_none_or(|work| {
                    work.alive
                        && work
                            .doc
                            .get("businessId")
                            .is_some_and(|id| *id == *business)
                })
            };
            if count > MEMBERS || members.iter().any(stays) {
                let key = (Kind::Business, business);
                if let Some(work) = self.work.get_mut(&key) {
                    work.alive = true;
                    self.report.kept(&work.was);
                }
            }
        }
        Ok(())
    }

    /// What hangs on a contact that stays deleted cannot come back.
    async fn keep_orphans_out(&mut self) -> Result<(), OperationError> {
        let back: Vec<((Kind, String), String)> = self
            .work
            .iter()
            .filter(|((kind, _), work)| kind.hangs_on_contact() && work.alive && work.was.deleted)
            .map(|(key, work)| (key.clone(), work.was.root_id.clone()))
            .collect();
        for (key, root) in back {
            let contact = (Kind::Contact, root);
            if self.load(&contact).await?.is_some_and(|work| work.alive) {
                continue;
            }
            if let Some(work) = self.work.get_mut(&key) {
                work.alive = false;
                self.report.orphan(&work.was);
            }
        }
        Ok(())
    }
}

/// A value in a sentence.
fn shown(value: &Value) -> String {
    const MOST: usize = 100;
    match value {
        Value::Null => "empty".to_owned(),
        Value::String(text) => format!("\"{}\"", text.chars().take(MOST).collect::<String>()),
        other => other.to_string().chars().take(MOST).collect(),
    }
}
