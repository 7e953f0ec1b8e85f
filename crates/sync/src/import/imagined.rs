//! What a dry run has made so far, in memory only: later items of the batch meet it as they would meet
//! what a real run had written.

use std::collections::HashMap;

use jiff::Timestamp;
use serde_json::Value;
use tenon_model::{Fields, Kind};
use tenon_store::{Link, Record, StoreError, Write};

use super::Importer;

/// What became of an item that came before.
#[derive(Clone)]
pub(super) struct Known {
    /// Its outcome's name.
    pub(super) outcome: String,
    /// The contact it went to.
    pub(super) contact_id: Option<String>,
}

/// Records, links and keys of items that a real run would have written.
#[derive(Default)]
pub(super) struct Imagined {
    items: HashMap<String, Known>,
    records: Vec<Record>,
    links: Vec<Link>,
}

impl Imagined {
    /// Takes an item for known and its writes for done.
    pub(super) fn apply(&mut self, key: String, known: Known, writes: &[Write], now: Timestamp) {
        self.items.insert(key, known);
        for write in writes {
            match write {
                Write::Create {
                    kind,
                    id,
                    root_id,
                    doc,
                    ..
                } => self.records.push(Record {
                    kind: *kind,
                    id: id.clone(),
                    root_id: root_id.clone(),
                    version: 1,
                    created_at: now,
                    updated_at: now,
                    deleted: false,
                    doc: Value::Object(doc.clone()).to_string(),
                }),
                Write::Update { old, doc, .. } => {
                    self.records.retain(|record| record.id != old.id);
                    self.records.push(Record {
                        updated_at: now,
                        doc: Value::Object(doc.clone()).to_string(),
                        ..old.clone()
                    });
                }
                Write::Link(write) => {
                    let link = &write.link;
                    self.links.retain(|old| old.record_id != link.record_id);
                    self.links.push(link.clone());
                }
                _ => {}
            }
        }
    }

    fn record(&self, id: &str) -> Option<&Record> {
        self.records.iter().find(|record| record.id == id)
    }
}

impl Importer {
    /// What became of the item with this key.
    pub(super) async fn known(&self, key: &str) -> Result<Option<Known>, StoreError> {
        if let Some(known) = self.imagined.items.get(key) {
            return Ok(Some(known.clone()));
        }
        let item = self.cx.store.source_item(&self.cx.location.id, key).await?;
        Ok(item.map(|item| Known {
            outcome: item.outcome,
            contact_id: item.record_id,
        }))
    }

    /// A record, as a dry run would have left it.
    pub(super) async fn record(&self, kind: Kind, id: &str) -> Result<Option<Record>, StoreError> {
        match self.imagined.record(id) {
            Some(record) => Ok(Some(record.clone())),
            None => {
                let (store, location) = (&self.cx.store, &self.cx.location.id);
                if let Some(record) = store.record(location, kind, id).await? {
                    return Ok(Some(record));
                }
                // What ended in a merge is meant as the one it became.
                match store.moved_to(location, kind, id).await? {
                    Some(to) => store.record(location, kind, &to).await,
                    None => Ok(None),
                }
            }
        }
    }

    /// The contacts with this e-mail or phone.
    pub(super) async fn contacts_with(
        &self,
        name: &str,
        value: &str,
    ) -> Result<Vec<Record>, StoreError> {
        let location = &self.cx.location.id;
        let mut found = self.cx.store.contacts_with(location, name, value).await?;
        found.retain(|record| self.imagined.record(&record.id).is_none());
        for record in &self.imagined.records {
            if record.kind == Kind::Contact && has_key(&record.fields()?, name, value) {
                found.push(record.clone());
            }
        }
        Ok(found)
    }

    /// A contact's link to the source.
    pub(super) async fn link_of(&self, contact: &str) -> Result<Option<Link>, StoreError> {
        let imagined = self.imagined.links.iter();
        if let Some(link) = imagined.rev().find(|link| link.record_id == contact) {
            return Ok(Some(link.clone()));
        }
        let (location, connection) = (&self.cx.location.id, &self.connection.id);
        let links = self
            .cx
            .store
            .links_of(location, connection, contact)
            .await?;
        Ok(links.into_iter().find(|link| link.kind == Kind::Contact))
    }

    /// The link of what the source knows by this id.
    pub(super) async fn link_of_source(
        &self,
        kind: Kind,
        id: &str,
    ) -> Result<Option<Link>, StoreError> {
        let mut imagined = self.imagined.links.iter();
        let is = |link: &&Link| link.kind == kind && link.remote_id.as_deref() == Some(id);
        if let Some(link) = imagined.find(is) {
            return Ok(Some(link.clone()));
        }
        let (location, connection) = (&self.cx.location.id, &self.connection.id);
        let store = &self.cx.store;
        store.link_of_remote(location, connection, kind, id).await
    }
}

fn has_key(doc: &Fields, name: &str, value: &str) -> bool {
    let index = tenon_model::index::Index::of(Kind::Contact, doc);
    let mut keys = index.keys.iter();
    keys.any(|key| key.name == name && key.value == value)
}
