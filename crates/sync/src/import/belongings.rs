//! The notes and tasks that come with a person.

use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use tenon_model::{Fields, Kind, fields, time};
use tenon_operations::edit;
use tenon_store::{Link, LinkWrite, Write};

use super::{
    ImportError, Importer, Incoming,
    item::Told,
    merge_in::{Merged, merged},
};
use crate::history::FieldTimes;

/// When a lead is to be followed up: speed decides who gets the job.
const FOLLOW_UP: SignedDuration = SignedDuration::from_hours(1);

/// A note or task of an item, checked.
#[derive(Clone)]
pub(super) struct Belonging {
    kind: Kind,
    // The source's own id.
    external_id: Option<String>,
    doc: Fields,
}

impl Importer {
    /// The notes and tasks in normal form, or every complaint.
    pub(super) fn checked_belongings(
        &self,
        incoming: &Incoming,
    ) -> Result<Vec<Belonging>, Vec<String>> {
        let notes = incoming.notes.iter().map(|note| {
            let doc = json!({"title": note.title, "body": note.body});
            (Kind::Note, &note.external_id, doc)
        });
        let tasks = incoming.tasks.iter().map(|task| {
            let doc = json!({"title": task.title, "body": task.body,
                "dueDate": task.due.map(time::to_wire), "completed": task.completed});
            (Kind::Task, &task.external_id, doc)
        });
        let (mut belongings, mut complaints) = (Vec::new(), Vec::new());
        for (kind, external_id, doc) in notes.chain(tasks) {
            let doc = doc.as_object().cloned().unwrap_or_default();
            match fields::check(fields::of(kind), &[], doc, &self.cx.location.country) {
                Ok(doc) => belongings.push(Belonging {
                    kind,
                    external_id: external_id.clone(),
                    doc: edit::patched(&Fields::new(), &doc),
                }),
                Err(more) => complaints.extend(more.iter().map(|what| format!("{kind}: {what}"))),
            }
        }
        if complaints.is_empty() {
            Ok(belongings)
        } else {
            Err(complaints)
        }
    }

    /// What the notes and tasks write: new ones, and changes of those the source gave an id. Whether
    /// there is anything new among them.
    pub(super) async fn belongings(
        &mut self,
        contact: &str,
        told: &Told<'_>,
    ) -> Result<(Vec<Write>, bool), ImportError> {
        let mut writes = Vec::new();
        for belonging in &told.belongings {
            writes.extend(self.belonging(contact, belonging, told).await?);
        }
        let news = !writes.is_empty();
        Ok((writes, news))
    }

    async fn belonging(
        &mut self,
        contact: &str,
        belonging: &Belonging,
        told: &Told<'_>,
    ) -> Result<Vec<Write>, ImportError> {
        let (kind, doc) = (belonging.kind, &belonging.doc);
        let link = match &belonging.external_id {
            Some(id) => self.link_of_source(kind, id).await?,
            None => None,
        };
        if let Some(link) = link {
            return self.known_belonging(&link, doc, told).await;
        }
        let mut doc = doc.clone();
        if kind == Kind::Task && !doc.contains_key("dueDate") {
            let soon = told.incoming.occurred_at.unwrap_or(Timestamp::MIN);
            let soon = soon.max(self.cx.now());
            let due = soon.checked_add(FOLLOW_UP).unwrap_or(soon);
            doc.insert("dueDate".into(), json!(time::to_wire(due)));
        }
        let id = self.cx.new_id();
        let mut writes = vec![Write::Create {
            kind,
            id: id.clone(),
            root_id: contact.to_owned(),
            doc: doc.clone(),
            exclusive: false,
        }];
        if let Some(external_id) = &belonging.external_id {
            let link = Link {
                remote_id: Some(external_id.clone()),
                base_hub: doc.clone(),
                base_remote: doc,
                ..self.blank_link(kind, &id, contact)
            };
            writes.push(Write::Link(Box::new(LinkWrite { link })));
        }
        Ok(writes)
    }

    async fn known_belonging(
        &mut self,
        link: &Link,
        doc: &Fields,
        told: &Told<'_>,
    ) -> Result<Vec<Write>, ImportError> {
        let Some(record) = self.record(link.kind, &link.record_id).await? else {
            // Deleted here since: what the source says of it is in its raw text.
            return Ok(Vec::new());
        };
        let before = record.fields()?;
        let told_at = told.incoming.occurred_at.unwrap_or_else(|| self.cx.now());
        let map = self.map().await?;
        let (store, location) = (&self.cx.store, &self.cx.location.id);
        let times = FieldTimes::read(store, location, &record).await?;
        let Merged {
            doc: after,
            conflicts,
            asked,
        } = merged(
            &map,
            link.kind,
            Some(link),
            (&before, doc),
            (&times, told_at),
        );
        let mut base_remote = link.base_remote.clone();
        base_remote.extend(doc.clone());
        // That the source now says what stands here is news: a person may have been asked for it.
        let told_before = base_remote == link.base_remote;
        if after == before && conflicts.is_empty() && asked.is_empty() && told_before {
            return Ok(Vec::new());
        }
        let mut writes: Vec<Write> = conflicts
            .into_iter()
            .map(|detail| Write::Log {
                kind: record.kind,
                record_id: record.id.clone(),
                root_id: record.root_id.clone(),
                action: tenon_model::Action::Conflict,
                detail,
            })
            .collect();
        let place = (record.kind, record.id.as_str(), record.root_id.as_str());
        for asked in &asked {
            writes.push(self.ask_about_field(place, asked, &told.draft.key));
        }
        let link = Link {
            base_hub: after.clone(),
            base_remote,
            ..link.clone()
        };
        if after != before {
            writes.push(Write::Update {
                old: record,
                doc: after,
                exclusive: false,
            });
        }
        writes.push(Write::Link(Box::new(LinkWrite { link })));
        Ok(writes)
    }
}
