//! A hub contact and its copy.

use jiff::Timestamp;
use serde_json::{Value, json};
use tenon_model::{Action, Fields, Kind};
use tenon_operations::edit;
use tenon_store::{Link, LinkState, Record, Write};

use super::{Done, Engine, EngineError, base, links::save};
use crate::{
    history::FieldTimes,
    merge::{Base, Merge, Side, merge, same, synced_fields},
    remote::{Place, RemoteError, RemotePatch, RemoteRecord, Urgency},
};

const CONTACT: Place<'static> = Place {
    kind: Kind::Contact,
    parent: None,
};

impl Engine {
    /// Brings a contact, its tasks and its notes into step with their copies.
    pub(super) async fn reconcile(&self, payload: &Value, contact: &str, urgency: Urgency) -> Done {
        let location = self.location();
        let Some(record) = self
            .store()
            .record_or_tombstone(location, Kind::Contact, contact)
            .await?
        else {
            return Ok(());
        };
        let links = self
            .store()
            .links_of(location, self.connection(), contact)
            .await?;
        let link = links.iter().find(|link| link.kind == Kind::Contact);
        if record.deleted {
            let parted = links.iter().filter(|link| link.state != LinkState::Parted);
            let why = "the contact was deleted in Tenon; its copy was left as it is";
            let writes: Vec<Write> = parted.flat_map(|link| self.part(link, why)).collect();
            return if writes.is_empty() {
                Ok(())
            } else {
                self.commit(payload, writes).await.map(drop)
            };
        }
        let link = match link {
            Some(link) if link.state == LinkState::Parted => return Ok(()),
            Some(link)
                if link.state == LinkState::Refused && self.still_refused(link, &record)? =>
            {
                return Ok(());
            }
            Some(link) if link.remote_id.is_some() => link.clone(),
            Some(link) => match self
                .introduce(payload, &record, link.clone(), urgency)
                .await?
            {
                Some(link) => link,
                None => return Ok(()),
            },
            None => {
                let link = self.new_link(&record);
                match self.introduce(payload, &record, link, urgency).await? {
                    Some(link) => link,
                    None => return Ok(()),
                }
            }
        };
        let remote_id = link.remote_id.clone().unwrap_or_default();
        let Some(remote) = self.remote().contact(&remote_id, urgency).await? else {
            let why = "its copy was deleted over there; the contact was left as it is";
            let writes = self.part(&link, why);
            return self.commit(payload, writes).await.map(drop);
        };
        self.merge_record(payload, CONTACT, record, link, &remote, urgency)
            .await?;
        for kind in [Kind::Task, Kind::Note] {
            self.reconcile_children(payload, contact, &remote_id, kind, urgency)
                .await?;
        }
        Ok(())
    }

    /// A refused record waits until it is another than the one that was refused.
    pub(super) fn still_refused(&self, link: &Link, record: &Record) -> Done<bool> {
        let refused = link.detail["fields"]
            .as_object()
            .cloned()
            .unwrap_or_default();
        Ok(refused == synced_fields(record.kind, &record.fields()?))
    }

    /// Makes the contact known on the other side: finds its copy, or makes one. `None`: it could not
    /// be, and somebody was told why.
    async fn introduce(
        &self,
        payload: &Value,
        record: &Record,
        mut link: Link,
        urgency: Urgency,
    ) -> Done<Option<Link>> {
        let fields = synced_fields(Kind::Contact, &record.fields()?);
        let tried = link.detail["attempt"].is_object();
        if tried || !self.remote().refuses_duplicates() {
            // A call may have had its effect without our knowing: find out before it is sent again.
            let sent = link.detail["attempt"]["fields"]
                .as_object()
                .unwrap_or(&fields)
                .clone();
            if let Some(found) = self.find_copy(&link, &sent, urgency).await? {
                return self
                    .adopt(payload, link, &found, tried.then_some(&sent))
                    .await;
            }
        }
        link.state = LinkState::Pending;
        link.detail = json!({"attempt": {"fields": fields, "at": self.now()}});
        self.save_link(payload, &mut link).await?;
        match self.remote().create(CONTACT, &fields, urgency).await {
            Ok(made) => {
                link.remote_id = Some(made.id);
                link.state = LinkState::Linked;
                link.detail = Value::Null;
                link.base_hub = fields.clone();
                link.base_remote = made.fields;
                let said = self.say(
                    &link,
                    Action::Push,
                    json!({"created": true, "fields": names(&fields)}),
                );
                self.save_link_with(payload, &mut link, vec![said]).await?;
                Ok(Some(link))
            }
            Err(RemoteError::Duplicate { holder }) => {
                match self.remote().contact(&holder, urgency).await? {
                    Some(found) => self.adopt(payload, link, &found, None).await,
                    None => Err(EngineError::Wait("a duplicate that is not there")),
                }
            }
            Err(RemoteError::Refused { message, .. }) => {
                let writes = self.refuse(&link, &fields, &message);
                self.commit(payload, writes).await?;
                Ok(None)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// The copy of a contact over there, if there is one: by e-mail or phone; without either, only
    /// what an earlier call of ours may have made.
    async fn find_copy(
        &self,
        link: &Link,
        sent: &Fields,
        urgency: Urgency,
    ) -> Done<Option<RemoteRecord>> {
        let since = link.detail["attempt"]["at"]
            .as_str()
            .and_then(|at| at.parse::<Timestamp>().ok());
        for found in self.remote().find(sent, urgency).await? {
            let by_key = ["email", "phone"].iter().any(|name| {
                let value = sent.get(*name).unwrap_or(&Value::Null);
                !value.is_null() && found.fields.get(*name) == Some(value)
            });
            let has_key = sent.contains_key("email") || sent.contains_key("phone");
            let ours = !has_key
                && since.is_some()
                && crate::merge::agree(Kind::Contact, sent, &found.fields)
                && self.link_of(Kind::Contact, &found.id).await?.is_none();
            if by_key || ours {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    pub(super) async fn link_of(&self, kind: Kind, remote: &str) -> Done<Option<Link>> {
        Ok(self
            .store()
            .link_of_remote(self.location(), self.connection(), kind, remote)
            .await?)
    }

    /// Links a contact to a copy that was there already. `sent`: what we know to have sent, when the
    /// copy is our own call's doing.
    async fn adopt(
        &self,
        payload: &Value,
        mut link: Link,
        found: &RemoteRecord,
        sent: Option<&Fields>,
    ) -> Done<Option<Link>> {
        if let Some(other) = self.link_of(Kind::Contact, &found.id).await?
            && other.record_id != link.record_id
        {
            let message = format!(
                "it is the same as {} over there, which is the copy of another contact ({})",
                found.id, other.record_id
            );
            let doubt = self.doubt(&link.record_id, &found.id, message.clone());
            let fields = link.detail["attempt"]["fields"]
                .as_object()
                .cloned()
                .unwrap_or_default();
            let mut writes = self.refuse(&link, &fields, &message);
            writes.push(doubt);
            self.commit(payload, writes).await?;
            return Ok(None);
        }
        link.remote_id = Some(found.id.clone());
        link.state = LinkState::Linked;
        link.detail = Value::Null;
        if let Some(sent) = sent.filter(|sent| crate::merge::agree(link.kind, sent, &found.fields))
        {
            link.base_hub = (*sent).clone();
            link.base_remote = found.fields.clone();
        }
        let said = self.say(&link, Action::Link, json!({"found": true}));
        self.save_link_with(payload, &mut link, vec![said]).await?;
        Ok(Some(link))
    }

    /// Saves a link; it can be saved again afterwards.
    pub(super) async fn save_link(&self, payload: &Value, link: &mut Link) -> Done {
        self.save_link_with(payload, link, Vec::new()).await
    }

    pub(super) async fn save_link_with(
        &self,
        payload: &Value,
        link: &mut Link,
        mut writes: Vec<Write>,
    ) -> Done {
        writes.push(save(link.clone()));
        self.commit(payload, writes).await?;
        link.version += 1;
        Ok(())
    }

    /// Merges one record with its copy: first what the hub takes over, then what is sent.
    pub(super) async fn merge_record(
        &self,
        payload: &Value,
        place: Place<'_>,
        record: Record,
        mut link: Link,
        remote: &RemoteRecord,
        urgency: Urgency,
    ) -> Done {
        let kind = place.kind;
        let doc = record.fields()?;
        let hub = synced_fields(kind, &doc);
        let merge = self.decide(&record, &link, &hub, remote).await?;
        let before = link.clone();
        base::absorb(&mut link, kind, &hub, &remote.fields, &merge);
        link.state = LinkState::Linked;
        let mut writes: Vec<Write> = merge
            .conflicts
            .iter()
            .map(|conflict| self.say_conflict(&link, conflict))
            .collect();
        let mut hub = hub;
        if !merge.hub.is_empty() {
            let doc = edit::patched(&doc, &merge.hub);
            hub = synced_fields(kind, &doc);
            let exclusive = kind == Kind::Contact && !self.parts.location.allow_duplicates;
            writes.push(Write::Update {
                old: record,
                doc,
                exclusive,
            });
        } else if !merge.pushes_nothing() || !merge.conflicts.is_empty() {
            // What is sent must be what the hub has when the base says so.
            writes.push(Write::Check {
                kind,
                id: record.id.clone(),
                version: record.version,
            });
        }
        if !writes.is_empty() || link != before {
            self.save_link_with(payload, &mut link, writes).await?;
        }
        if merge.pushes_nothing() {
            return Ok(());
        }
        let mut said = sent_names(&merge.remote);
        match self
            .remote()
            .update(place, &remote.id, &merge.remote, urgency)
            .await
        {
            Ok(answered) => {
                base::pushed(
                    &mut link,
                    &hub,
                    &remote.fields,
                    &merge.remote,
                    &answered.fields,
                );
                said["created"] = json!(false);
                let said = self.say(&link, Action::Push, said);
                self.save_link_with(payload, &mut link, vec![said]).await
            }
            Err(RemoteError::Refused { message, .. }) => {
                let writes = self.refuse(&link, &hub, &message);
                self.commit(payload, writes).await.map(drop)
            }
            Err(RemoteError::Duplicate { holder }) => {
                let message =
                    format!("another contact over there ({holder}) has this e-mail or phone");
                let mut writes = self.refuse(&link, &hub, &message);
                writes.push(self.doubt(&link.record_id, &holder, message));
                self.commit(payload, writes).await.map(drop)
            }
            // Somebody deleted it this moment: the next look finds it gone.
            Err(RemoteError::Gone) => Err(EngineError::Wait("the copy is gone")),
            Err(error) => Err(error.into()),
        }
    }

    async fn decide(
        &self,
        record: &Record,
        link: &Link,
        hub: &Fields,
        remote: &RemoteRecord,
    ) -> Done<Merge> {
        let base = Base {
            hub: &link.base_hub,
            remote: &link.base_remote,
        };
        let can_update = |name: &str| self.remote().can_update(record.kind, name);
        let plan = |newer: &dyn Fn(&str) -> Side| {
            merge(record.kind, base, hub, &remote.fields, newer, can_update)
        };
        let first = plan(&|_| Side::Remote);
        // Only a real conflict needs to know who was later.
        if first.conflicts.is_empty() {
            return Ok(first);
        }
        let times = FieldTimes::read(self.store(), self.location(), record).await?;
        // A side that does not tell its time is taken to have changed when we look.
        let theirs = remote.updated_at.unwrap_or_else(|| self.now());
        Ok(plan(&|name| {
            if times.of(name) > theirs {
                Side::Hub
            } else {
                Side::Remote
            }
        }))
    }
}

fn names(fields: &Fields) -> Vec<&String> {
    fields.keys().collect()
}

fn sent_names(patch: &RemotePatch) -> Value {
    let values: Fields = patch
        .fields
        .iter()
        .filter(|(_, value)| !same(value, &Value::Null))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    json!({"fields": values, "addedTags": patch.add_tags, "removedTags": patch.remove_tags})
}
