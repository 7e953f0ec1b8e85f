//! An item joins a contact the hub has: the same three-way merge as with any other side, except that
//! what the source does not tell is no blank, and nothing is sent back.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use tenon_model::{Action, Fields, Kind, fields, time};
use tenon_operations::edit;
use tenon_store::{Link, LinkState, LinkWrite, Record, Write};

use super::{
    ImportError, Importer, Outcome,
    item::{Plan, Told, add_tags, imported, label},
};
use crate::{
    history::FieldTimes,
    merge::{Base, Side, merge, synced_fields},
};

/// When a lead is to be followed up: speed decides who gets the job.
const FOLLOW_UP: SignedDuration = SignedDuration::from_hours(1);

impl Importer {
    pub(super) async fn join(
        &mut self,
        contact: &Record,
        told: Told<'_>,
    ) -> Result<Plan, ImportError> {
        let (store, location) = (&self.cx.store, &self.cx.location.id);
        let links = store
            .links_of(location, &self.connection.id, &contact.id)
            .await?;
        let link = links.into_iter().find(|link| link.kind == Kind::Contact);
        let before = contact.fields()?;
        let told_at = told.incoming.occurred_at.unwrap_or_else(|| self.cx.now());
        let times = FieldTimes::read(store, location, contact).await?;
        let (mut doc, conflicts) = merged(
            Kind::Contact,
            link.as_ref(),
            &before,
            &told.fields,
            |name| {
                if times.of(name) > told_at {
                    Side::Hub
                } else {
                    Side::Remote
                }
            },
        );
        keep_addresses(&before, &told.fields, &mut doc);
        add_tags(&mut doc, &told.incoming.tags);
        let mut writes = Vec::new();
        for conflict in conflicts {
            writes.push(Write::Log {
                kind: Kind::Contact,
                record_id: contact.id.clone(),
                root_id: contact.id.clone(),
                action: Action::Conflict,
                detail: conflict,
            });
        }
        let (belongings, news) = self.belongings(&contact.id, &told).await?;
        let changed = doc != before;
        if changed {
            writes.push(Write::Update {
                old: contact.clone(),
                doc: doc.clone(),
                exclusive: !self.cx.location.allow_duplicates,
            });
        } else {
            writes.push(Write::Check {
                kind: Kind::Contact,
                id: contact.id.clone(),
                version: contact.version,
            });
        }
        writes.push(self.link(&contact.id, link, &told, &doc));
        writes.push(imported(&contact.id, &told));
        writes.extend(belongings);
        let outcome = if changed || news {
            Outcome::Merged
        } else {
            Outcome::Unchanged
        };
        Ok(Plan {
            outcome,
            reasons: Vec::new(),
            contact_id: Some(contact.id.clone()),
            contact: Some(label(contact)?),
            writes,
        })
    }

    /// The link to the source, holding what it told last.
    pub(super) fn link(
        &self,
        contact: &str,
        old: Option<Link>,
        told: &Told<'_>,
        doc: &Fields,
    ) -> Write {
        let old = old.unwrap_or_else(|| self.blank_link(Kind::Contact, contact, contact));
        let mut base_remote = old.base_remote.clone();
        base_remote.extend(synced_fields(Kind::Contact, &told.fields));
        let link = Link {
            remote_id: told.incoming.external_id.clone().or(old.remote_id.clone()),
            base_hub: synced_fields(Kind::Contact, doc),
            base_remote,
            ..old
        };
        Write::Link(Box::new(LinkWrite { link }))
    }

    fn blank_link(&self, kind: Kind, record: &str, root: &str) -> Link {
        Link {
            connection_id: self.connection.id.clone(),
            kind,
            record_id: record.to_owned(),
            root_id: root.to_owned(),
            remote_id: None,
            state: LinkState::Linked,
            base_hub: Fields::new(),
            base_remote: Fields::new(),
            detail: Value::Null,
            version: 0,
        }
    }

    /// The notes and tasks that come with the person: new ones, and changes of those the source gave
    /// an id. Whether there is anything new among them.
    pub(super) async fn belongings(
        &self,
        contact: &str,
        told: &Told<'_>,
    ) -> Result<(Vec<Write>, bool), ImportError> {
        let mut writes = Vec::new();
        for note in &told.incoming.notes {
            let doc = json!({"title": note.title, "body": note.body});
            let id = note.external_id.as_deref();
            writes.extend(self.belonging(contact, Kind::Note, id, doc, told).await?);
        }
        for task in &told.incoming.tasks {
            let soon = told
                .incoming
                .occurred_at
                .unwrap_or(Timestamp::MIN)
                .max(self.cx.now());
            let due = task
                .due
                .or_else(|| soon.checked_add(FOLLOW_UP).ok())
                .unwrap_or(soon);
            let doc = json!({"title": task.title, "body": task.body,
                "dueDate": time::to_wire(due), "completed": task.completed});
            let id = task.external_id.as_deref();
            writes.extend(self.belonging(contact, Kind::Task, id, doc, told).await?);
        }
        let news = !writes.is_empty();
        Ok((writes, news))
    }

    async fn belonging(
        &self,
        contact: &str,
        kind: Kind,
        external_id: Option<&str>,
        doc: Value,
        told: &Told<'_>,
    ) -> Result<Vec<Write>, ImportError> {
        let Value::Object(doc) = doc else {
            return Ok(Vec::new());
        };
        let table = fields::of(kind);
        let checked = fields::check(table, &[], doc, &self.cx.location.country);
        let checked = checked.map_err(tenon_operations::OperationError::Invalid)?;
        let doc = edit::patched(&Fields::new(), &checked);
        let (store, location) = (&self.cx.store, &self.cx.location.id);
        let link = match external_id {
            Some(id) => {
                store
                    .link_of_remote(location, &self.connection.id, kind, id)
                    .await?
            }
            None => None,
        };
        if let Some(link) = link {
            let Some(record) = store.record(location, kind, &link.record_id).await? else {
                // Deleted here since: what the source says of it is in its raw text.
                return Ok(Vec::new());
            };
            let before = record.fields()?;
            let told_at = told.incoming.occurred_at.unwrap_or_else(|| self.cx.now());
            let times = FieldTimes::read(store, location, &record).await?;
            let newer = |name: &str| {
                if times.of(name) > told_at {
                    Side::Hub
                } else {
                    Side::Remote
                }
            };
            let (after, _) = merged(kind, Some(&link), &before, &doc, newer);
            if after == before {
                return Ok(Vec::new());
            }
            let link = Link {
                base_hub: after.clone(),
                base_remote: doc,
                ..link
            };
            return Ok(vec![
                Write::Update {
                    old: record,
                    doc: after,
                    exclusive: false,
                },
                Write::Link(Box::new(LinkWrite { link })),
            ]);
        }
        let id = self.cx.new_id();
        let mut writes = vec![Write::Create {
            kind,
            id: id.clone(),
            root_id: contact.to_owned(),
            doc: doc.clone(),
            exclusive: false,
        }];
        if let Some(external_id) = external_id {
            let link = Link {
                remote_id: Some(external_id.to_owned()),
                base_hub: doc.clone(),
                base_remote: doc,
                ..self.blank_link(kind, &id, contact)
            };
            writes.push(Write::Link(Box::new(LinkWrite { link })));
        }
        Ok(writes)
    }
}

/// The hub's document with what the source tells, and the values that fell.
fn merged(
    kind: Kind,
    link: Option<&Link>,
    before: &Fields,
    told: &Fields,
    newer: impl Fn(&str) -> Side,
) -> (Fields, Vec<Value>) {
    let none = Fields::new();
    let base_hub = link.map_or(&none, |link| &link.base_hub);
    let base_remote = link.map_or(&none, |link| &link.base_remote);
    // Where the source tells nothing, it says what it said last.
    let mut remote = base_remote.clone();
    remote.extend(
        told.iter()
            .map(|(name, value)| (name.clone(), value.clone())),
    );
    // Its tags are only ever added.
    remote.remove("tags");
    let mut base_remote = base_remote.clone();
    base_remote.remove("tags");
    let base = Base {
        hub: base_hub,
        remote: &base_remote,
    };
    let merge = merge(
        kind,
        base,
        &synced_fields(kind, before),
        &remote,
        newer,
        |_| false,
    );
    let conflicts = merge
        .conflicts
        .iter()
        .map(|conflict| {
            let winner = if conflict.winner == Side::Hub {
                "hub"
            } else {
                "houzz"
            };
            json!({"field": conflict.field, "winner": winner, "kept": conflict.kept,
                "lost": conflict.lost, "rule": conflict.rule.name(), "connection": "houzz"})
        })
        .collect();
    (edit::patched(before, &merge.hub), conflicts)
}

/// An e-mail or phone that fell, or that came as a second one, stays as an additional one.
fn keep_addresses(before: &Fields, told: &Fields, doc: &mut Fields) {
    for (field, more) in [("email", "additionalEmails"), ("phone", "additionalPhones")] {
        let own = doc.get(field).cloned();
        let mut others: Vec<Value> = Vec::new();
        for list in [before.get(more), told.get(more)] {
            others.extend(
                list.and_then(Value::as_array)
                    .into_iter()
                    .flatten()
                    .cloned(),
            );
        }
        others.extend(
            [before.get(field), told.get(field)]
                .into_iter()
                .flatten()
                .cloned(),
        );
        others.retain(|value| Some(value) != own.as_ref());
        others.sort_by(|one, other| one.as_str().cmp(&other.as_str()));
        others.dedup();
        if others.is_empty() {
            doc.remove(more);
        } else {
            doc.insert(more.to_owned(), Value::Array(others));
        }
    }
}
