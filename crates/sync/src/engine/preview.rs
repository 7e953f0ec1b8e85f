//! The preview of a field map: what switching it on would do to real records. It reads both sides
//! afresh, and writes nothing but what it found.

use serde_json::{Value, json};
use tenon_model::{Contact, Fields, Kind};
use tenon_store::{LinkState, MapWrite, Record, Write};

use super::{Done, Engine};
use crate::{
    map::{self, SyncMap},
    merge::Merge,
    remote::RemoteRecord,
};

/// Pages looked at: ten calls, and a thousand contacts, show what a map does; the rest is told as not
/// looked at.
const PAGES: usize = 10;
/// Contacts shown with their differences.
const SAMPLES: usize = 20;

/// What was found.
#[derive(Default)]
struct Found {
    looked_at: u64,
    not_linked: u64,
    unchanged: u64,
    in_hub: u64,
    over_there: u64,
    to_review: u64,
    samples: Vec<Value>,
}

impl Engine {
    /// Tries a draft and keeps what was found with it.
    pub(super) async fn preview_map(&self, version: &str) -> Done {
        let (store, location) = (self.store(), self.location());
        let version: i64 = version.parse().unwrap_or_default();
        let Some(kept) = store.map_version(location, version).await? else {
            return Ok(());
        };
        let new = map::load(store, location, version).await?;
        let (Some(new), true) = (new, kept.state == "draft") else {
            return Ok(());
        };
        let mut found = Found::default();
        let (mut page, mut calls, mut complete) = (None, 0_u64, false);
        for _ in 0..PAGES {
            let got = self.mapped.inner().changed(None, page.as_deref()).await?;
            calls += 1;
            for record in &got.records {
                self.try_one(&new, record, &mut found).await?;
            }
            page = got.next;
            if page.is_none() {
                complete = true;
                break;
            }
        }
        let was = kept.preview.as_ref().map(Value::to_string);
        let mut preview = kept.preview.unwrap_or_else(|| json!({"connections": {}}));
        preview["connections"][self.connection()] = json!({
            "name": self.parts.connection.name,
            "at": tenon_model::time::to_wire(self.now()),
            // Tasks and notes are not looked at: each contact's would be two calls more.
            "kind": Kind::Contact.name(),
            "lookedAt": found.looked_at,
            "complete": complete,
            "notLinked": found.not_linked,
            "leftAlone": found.unchanged,
            "changedInHub": found.in_hub,
            "changedOverThere": found.over_there,
            "toReview": found.to_review,
            "apiCalls": {"made": calls, "toWrite": found.over_there},
            "samples": found.samples,
        });
        let write = MapWrite::Preview {
            version,
            was,
            preview,
        };
        self.commit(&Value::Null, vec![Write::Map(Box::new(write))])
            .await
            .map(drop)
    }

    async fn try_one(&self, new: &SyncMap, there: &RemoteRecord, found: &mut Found) -> Done {
        found.looked_at += 1;
        let link = self.link_of(Kind::Contact, &there.id).await?;
        let Some(link) = link.filter(|link| link.state != LinkState::Parted) else {
            found.not_linked += 1;
            return Ok(());
        };
        let (store, location) = (self.store(), self.location());
        let record = store
            .record(location, Kind::Contact, &link.record_id)
            .await?;
        let Some(record) = record else {
            found.not_linked += 1;
            return Ok(());
        };
        let doc = record.fields()?;
        let old = self.map();
        let mut merges = Vec::with_capacity(2);
        let terms = self.remote.terms().await?;
        for map in [&*old, new] {
            let (hub, there) = self.shown(map, &doc, there);
            merges.push(
                self.decide((map, &terms), &record, &link, (&hub, &there))
                    .await?,
            );
        }
        let [before, after] = &merges[..] else {
            return Ok(());
        };
        // What waits to be done under the old map is no effect of the new one.
        if before == after || same_effect(before, after) {
            found.unchanged += 1;
            return Ok(());
        }
        found.in_hub += u64::from(after.hub != before.hub && !after.hub.is_empty());
        let sends = after.remote != before.remote && !after.pushes_nothing();
        found.over_there += u64::from(sends);
        found.to_review += u64::from(after.asked != before.asked && !after.asked.is_empty());
        if found.samples.len() < SAMPLES {
            let (_, there) = self.shown(new, &doc, there);
            found.samples.push(sample(&record, &doc, &there, after)?);
        }
        Ok(())
    }

    /// Both sides as a map shows them.
    fn shown(&self, map: &SyncMap, doc: &Fields, there: &RemoteRecord) -> (Fields, RemoteRecord) {
        let country = &self.parts.location.country;
        let hub = crate::merge::synced_fields(Kind::Contact, doc);
        let there = RemoteRecord {
            fields: map.reading(Kind::Contact, there.fields.clone(), country),
            ..there.clone()
        };
        (map.giving(Kind::Contact, hub, country), there)
    }
}

/// Whether two merges do the same, whatever they say of it.
fn same_effect(one: &Merge, other: &Merge) -> bool {
    one.hub == other.hub && one.remote == other.remote && one.asked == other.asked
}

/// A contact with what would become of it.
fn sample(record: &Record, doc: &Fields, there: &RemoteRecord, after: &Merge) -> Done<Value> {
    let change = |side: &str, was: &Fields, (name, value): (&String, &Value)| json!({"side": side, "field": name, "before": was.get(name), "after": value});
    let hub = after.hub.iter().map(|it| change("hub", doc, it));
    let fields = after.remote.fields.iter();
    let over_there = fields.map(|it| change("remote", &there.fields, it));
    let changes: Vec<Value> = hub.chain(over_there).collect();
    let asked = after.asked.iter();
    let asked: Vec<Value> = asked
        .map(|it| json!({"field": it.field, "hub": it.hub, "remote": it.remote}))
        .collect();
    Ok(json!({
        "contactId": record.id,
        "remoteId": there.id,
        "name": record.typed::<Contact>()?.label(),
        "changes": changes,
        "addTags": after.remote.add_tags,
        "removeTags": after.remote.remove_tags,
        "asked": asked,
    }))
}
