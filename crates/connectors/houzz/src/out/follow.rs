//! Follows the change log: what is to be handed off, what is a person's work, and what Houzz Pro told
//! that proves something.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use tenon_model::{
    Action, Change, Contact, Fields, Kind,
    capability::{Ability, Verb, ability},
    houzz::Lead,
    time,
};
use tenon_operations::{
    edit,
    outlets::{Rules, answered, channels, job},
};
use tenon_store::{
    Evidence, Handoff, HandoffState, Link, LinkState, OutletWrite, Record, StoreError, WorkItem,
    WorkState, Write,
};

use super::{
    Outlet,
    work::{self, Verdict},
};

/// Changes read at once.
const PAGE: i64 = 200;
/// The kinds of record whose changes can be work.
const KINDS: [Kind; 4] = [Kind::Contact, Kind::Task, Kind::Note, Kind::Opportunity];

/// What holds for a whole page.
struct Page {
    rules: Rules,
    /// The fields that only a person can change over there, of those that are wanted.
    fields: BTreeMap<Kind, Vec<String>>,
}

/// A contact with what happened to it on a page.
pub(super) struct Case<'a> {
    pub(super) changes: Vec<&'a Change>,
    links: Vec<Link>,
    contact: Option<Record>,
}

/// What people call a contact and the lead it is in Houzz Pro.
pub(super) struct Names<'a> {
    whose: &'a str,
    lead: Option<&'a str>,
    /// The task's or note's own title.
    title: &'a str,
}

/// What an item of the work list is about.
pub(super) struct Subject<'a> {
    pub(super) kind: Kind,
    pub(super) record_id: &'a str,
    pub(super) root_id: &'a str,
}

impl Outlet {
    /// Reads the next changes. Whether there may be more.
    pub(super) async fn follow(&self) -> Result<bool, StoreError> {
        let (store, location) = (self.store(), self.location());
        let name = self.queue.clone();
        let from = store.cursor(location, &name).await?;
        let after = from.as_deref().and_then(|text| text.parse().ok());
        let changes = store
            .changes_after(location, after.unwrap_or(0), PAGE)
            .await?;
        let Some(last) = changes.last() else {
            return Ok(false);
        };
        let to = last.seq.to_string();
        let mut touched: BTreeMap<&str, Vec<&Change>> = BTreeMap::new();
        for change in &changes {
            let kind = Kind::parse(&change.kind).is_some_and(|kind| KINDS.contains(&kind));
            let told = matches!(change.action, Action::Import | Action::Unlink);
            if kind && (change.action.writes() || told) {
                touched.entry(&change.root_id).or_default().push(change);
            }
        }
        let mut writes = Vec::new();
        if !touched.is_empty() {
            let page = self.page().await?;
            for (root, changes) in touched {
                self.look(&page, root, changes, &mut writes).await?;
            }
        }
        writes.extend(self.proofs.of(&changes));
        writes.push(Write::Cursor { name, from, to });
        match self.write(writes).await {
            // Somebody decided or ticked something at this moment: it is read again.
            Err(StoreError::Conflict { .. }) => Ok(true),
            result => result.map(|_| changes.len() as i64 == PAGE),
        }
    }

    async fn page(&self) -> Result<Page, StoreError> {
        let (store, connection) = (self.store(), &self.parts.connection);
        let stored = store.outlet(self.location(), &connection.id).await?;
        let rules = Rules::of(stored.as_ref());
        let own = channels(store, connection).await?;
        let by_hand = |kind: Kind, field: &&str| {
            let what = (kind.name(), *field);
            ability(&connection.system, own, what, Verb::Update) == Ability::Person
        };
        let fields = KINDS.map(|kind| {
            let fields = rules.work_fields(kind).into_iter();
            let fields = fields.filter(|field| by_hand(kind, field));
            (kind, fields.map(str::to_owned).collect())
        });
        Ok(Page {
            rules,
            fields: fields.into(),
        })
    }

    async fn look(
        &self,
        page: &Page,
        root: &str,
        changes: Vec<&Change>,
        writes: &mut Vec<Write>,
    ) -> Result<(), StoreError> {
        let (store, location) = (self.store(), self.location());
        let case = Case {
            changes,
            links: store.links_of(location, self.connection(), root).await?,
            contact: store.record(location, Kind::Contact, root).await?,
        };
        let known = case.links.iter().any(|link| link.kind == Kind::Contact);
        if known {
            self.confirm(root, &case, writes).await?;
            self.work(page, root, &case, writes).await?;
        } else if let Some(contact) = &case.contact {
            self.enter(page, contact, &case, writes).await?;
        }
        Ok(())
    }

    /// Enters in the ledger what a contact's tags ask for: once, and never what came from there.
    async fn enter(
        &self,
        page: &Page,
        contact: &Record,
        case: &Case<'_>,
        writes: &mut Vec<Write>,
    ) -> Result<(), StoreError> {
        let person: Contact = contact.typed()?;
        let mut asked: Vec<&str> = page.rules.asked(&person).collect();
        let moved = |change: &&Change| change.kind == Kind::Opportunity.name();
        // Only where one changed: a contact's other edits need not look at its opportunities.
        if !asked.contains(&"lead")
            && page.rules.hook("lead").is_some()
            && case.changes.iter().copied().any(|change| moved(&change))
            && self.chosen(&page.rules, &contact.id).await?.is_some()
        {
            asked.push("lead");
        }
        if asked.is_empty() || Lead::of(&person, &page.rules.lead()).is_err() {
            return Ok(());
        }
        let known = self
            .store()
            .handoffs_of(self.location(), &contact.id)
            .await?;
        let now = self.now();
        for what in asked {
            let own = |it: &&Handoff| it.connection_id == self.connection() && it.what == what;
            if known.iter().any(|it| own(&it)) {
                continue;
            }
            let it = Handoff {
                id: self.new_id(),
                connection_id: self.connection().to_owned(),
                what: what.to_owned(),
                record_id: contact.id.clone(),
                root_id: contact.id.clone(),
                state: HandoffState::NotSent,
                way: "zapier".into(),
                tries: 0,
                sent: Value::Null,
                reason: String::new(),
                evidence: Value::Null,
                handed_at: None,
                created_at: now,
                updated_at: now,
                version: 0,
            };
            let seq = case.changes.last().map_or(0, |change| change.seq);
            let cause = ("change", seq.to_string());
            let send = job(self.connection(), &it.id, (cause.0, &cause.1), now);
            writes.push(Write::Outlet(OutletWrite::Handoff(Box::new(it))));
            writes.push(Write::Job(send));
        }
        Ok(())
    }

    /// What Houzz Pro told of the contact proves its hand-offs, whatever we thought of them.
    async fn confirm(
        &self,
        root: &str,
        case: &Case<'_>,
        writes: &mut Vec<Write>,
    ) -> Result<(), StoreError> {
        let told = |change: &&&Change| {
            change.action == Action::Import && change.origin.actor.id == self.connection()
        };
        let Some(told) = case.changes.iter().rfind(told) else {
            return Ok(());
        };
        for it in self.store().handoffs_of(self.location(), root).await? {
            let settled = matches!(it.state, HandoffState::NotSent | HandoffState::Confirmed);
            let before = it.handed_at.is_some_and(|handed| told.at < handed);
            if it.connection_id != self.connection() || settled || before {
                continue;
            }
            let it = Handoff {
                state: HandoffState::Confirmed,
                reason: "it was seen back".into(),
                evidence: proof(told),
                ..it
            };
            let by = &self.parts.connection.name;
            writes.extend(answered(self.store(), self.location(), &it, "arrived", by).await?);
            writes.push(self.say(&it));
            writes.push(self.prove(Kind::Contact, "", Verb::Create, told));
            writes.push(Write::Outlet(OutletWrite::Handoff(Box::new(it))));
        }
        Ok(())
    }

    /// Brings the work on a contact, its tasks and its notes in step with what both sides hold.
    async fn work(
        &self,
        page: &Page,
        root: &str,
        case: &Case<'_>,
        writes: &mut Vec<Write>,
    ) -> Result<(), StoreError> {
        let mut items = self.store().work_items_of(self.location(), root).await?;
        items.retain(|item| item.connection_id == self.connection());
        let whose = match &case.contact {
            Some(contact) => contact.typed::<Contact>()?.label(),
            None => String::new(),
        };
        let lead = case.links.iter().find(|link| link.kind == Kind::Contact);
        let names = Names {
            whose: &whose,
            lead: lead.and_then(|link| link.remote_id.as_deref()),
            title: "",
        };
        for link in &case.links {
            let Some(fields) = page.fields.get(&link.kind) else {
                continue;
            };
            let (store, location) = (self.store(), self.location());
            let record = store.record(location, link.kind, &link.record_id).await?;
            let own = items.iter().filter(|item| item.record_id == link.record_id);
            let own: Vec<&WorkItem> = own.collect();
            let Some(record) = record.filter(|_| link.state != LinkState::Parted) else {
                let open = own.iter().filter(|item| item.state == WorkState::Open);
                writes.extend(open.map(|item| gone(item)));
                continue;
            };
            let doc = record.fields()?;
            let edited = self.edited(&case.changes, &record.id);
            let title = doc.get("title").and_then(Value::as_str);
            let names = Names {
                title: title.unwrap_or_default(),
                ..names
            };
            let subject = Subject {
                kind: link.kind,
                record_id: &link.record_id,
                root_id: &link.root_id,
            };
            for field in fields {
                let old = own.iter().find(|item| item.field == *field).copied();
                let (told, hub) = (value(&link.base_remote, field), value(&doc, field));
                let verdict = work::judge(old, &told, &hub, edited.contains(field.as_str()));
                self.carry_out(verdict, old, (&subject, field), (case, &names), writes);
            }
        }
        let fields = page.fields.get(&Kind::Opportunity).map(Vec::as_slice);
        let fields = fields
            .filter(|_| case.contact.is_some())
            .unwrap_or_default();
        self.leads(fields, (root, case, &names), &items, writes)
            .await
    }

    /// Writes what was judged of a field.
    pub(super) fn carry_out(
        &self,
        verdict: Verdict,
        old: Option<&WorkItem>,
        (subject, field): (&Subject<'_>, &str),
        (case, names): (&Case<'_>, &Names<'_>),
        writes: &mut Vec<Write>,
    ) {
        let (now, kind) = (self.now(), subject.kind);
        match (verdict, old) {
            (Verdict::Open { before, wanted }, old) => {
                let people = (names.whose, names.title);
                let new = WorkItem {
                    id: old.map_or_else(|| self.new_id(), |old| old.id.clone()),
                    connection_id: self.connection().to_owned(),
                    kind,
                    record_id: subject.record_id.to_owned(),
                    root_id: subject.root_id.to_owned(),
                    field: field.to_owned(),
                    state: WorkState::Open,
                    title: work::title((kind, field), people, (&before, &wanted)),
                    before,
                    wanted,
                    url: work::page(kind, names.lead),
                    evidence: Value::Null,
                    created_at: old.map_or(now, |old| old.created_at),
                    updated_at: now,
                    version: old.map_or(0, |old| old.version),
                };
                writes.push(Write::Outlet(OutletWrite::WorkItem(Box::new(new))));
            }
            (Verdict::Drop, Some(old)) => writes.push(gone(old)),
            (Verdict::Confirm, Some(old)) => {
                let own = |change: &&&Change| change.origin.actor.id == self.connection();
                let told = case.changes.iter().rfind(own);
                let seen = WorkItem {
                    state: WorkState::Confirmed,
                    evidence: told.map_or(Value::Null, |told| proof(told)),
                    updated_at: now,
                    ..old.clone()
                };
                if let Some(told) = told {
                    writes.push(self.prove(kind, field, Verb::Update, told));
                }
                writes.push(Write::Log {
                    kind,
                    record_id: subject.record_id.to_owned(),
                    root_id: subject.root_id.to_owned(),
                    action: Action::Push,
                    detail: json!({"connection": self.parts.connection.name,
                        "connectionId": self.connection(), "workItem": seen.id, "field": field,
                        "value": seen.wanted, "state": seen.state.name(), "way": "person",
                        "evidence": seen.evidence}),
                });
                writes.push(Write::Outlet(OutletWrite::WorkItem(Box::new(seen))));
            }
            (Verdict::Leave | Verdict::Drop | Verdict::Confirm, _) => {}
        }
    }

    /// The fields of a record that others than Houzz Pro changed on this page.
    fn edited<'a>(&self, changes: &[&'a Change], record: &str) -> BTreeSet<&'a str> {
        let of = |change: &&&'a Change| {
            let own = change.origin.actor.id == self.connection();
            change.record_id == record && change.action.writes() && !own
        };
        let fields = changes.iter().filter(of).flat_map(|change| &change.fields);
        fields.map(|field| field.field.as_str()).collect()
    }

    fn prove(&self, kind: Kind, field: &str, verb: Verb, told: &Change) -> Write {
        Write::Outlet(OutletWrite::Evidence(Box::new(Evidence {
            connection_id: self.connection().to_owned(),
            kind,
            field: field.to_owned(),
            verb: verb.name().to_owned(),
            at: told.at,
            what: proof(told),
        })))
    }
}

pub(super) fn gone(item: &WorkItem) -> Write {
    Write::Outlet(OutletWrite::DropWorkItem {
        id: item.id.clone(),
        version: item.version,
    })
}

/// What stands in a field; a blank is null.
fn value(fields: &Fields, name: &str) -> Value {
    let found = fields.get(name).filter(|value| !edit::is_blank(value));
    found.cloned().unwrap_or(Value::Null)
}

/// Where a thing was seen, for people: the entry of the log, and the source that it speaks of.
fn proof(told: &Change) -> Value {
    json!({"change": told.seq, "at": time::to_wire(told.at), "from": told.origin.door,
        "origin": told.detail["origin"], "label": told.detail["label"],
        "place": told.detail["place"], "sourceKey": told.detail["sourceKey"]})
}
