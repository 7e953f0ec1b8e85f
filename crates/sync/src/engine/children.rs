//! The tasks and notes of a contact and their copies.

use serde_json::{Value, json};
use tenon_model::{Action, Fields, Kind, fields};
use tenon_operations::edit;
use tenon_store::{Link, LinkState, Record, Write};

use super::{Done, Engine, EngineError, links::save};
use crate::{
    merge::{agree, synced_fields},
    remote::{Place, RemoteError, RemoteRecord, Urgency},
};

impl Engine {
    pub(super) async fn reconcile_children(
        &self,
        payload: &Value,
        contact: &str,
        remote_contact: &str,
        kind: Kind,
        urgency: Urgency,
    ) -> Done {
        let place = Place {
            kind,
            parent: Some(remote_contact),
        };
        let Some(mut copies) = self
            .remote()
            .children(kind, remote_contact, urgency)
            .await?
        else {
            return Err(EngineError::Wait("the contact's copy is gone"));
        };
        let tree = self.store().tree(self.location(), contact).await?;
        let links = self
            .store()
            .links_of(self.location(), self.connection(), contact)
            .await?;
        let mut links: Vec<Link> = links.into_iter().filter(|link| link.kind == kind).collect();
        for record in tree.into_iter().filter(|record| record.kind == kind) {
            let at = links.iter().position(|link| link.record_id == record.id);
            let link = at.map(|at| links.swap_remove(at));
            self.reconcile_child(payload, place, record, link, &mut copies, urgency)
                .await?;
        }
        // What is left over there is nobody's copy: it is new, unless a parted link knows it.
        for copy in copies {
            if self.link_of(kind, &copy.id).await?.is_none() {
                self.take_over(payload, contact, kind, &copy).await?;
            }
        }
        Ok(())
    }

    /// One task or note. Takes its copy out of `copies`.
    async fn reconcile_child(
        &self,
        payload: &Value,
        place: Place<'_>,
        record: Record,
        link: Option<Link>,
        copies: &mut Vec<RemoteRecord>,
        urgency: Urgency,
    ) -> Done {
        let take = |copies: &mut Vec<RemoteRecord>, id: &str| {
            let at = copies.iter().position(|copy| copy.id == id);
            at.map(|at| copies.swap_remove(at))
        };
        let Some(link) = link else {
            if record.deleted {
                return Ok(());
            }
            let link = self.new_link(&record);
            return self
                .make_copy(payload, place, &record, link, copies, urgency)
                .await;
        };
        let copy = link.remote_id.as_deref().and_then(|id| take(copies, id));
        match (link.state, copy) {
            (LinkState::Parted, _) => Ok(()),
            (_, Some(copy)) if record.deleted => {
                self.delete_copy(payload, place, &link, &copy, urgency)
                    .await
            }
            (_, None) if record.deleted => {
                // A copy that may have been made without our knowing goes with its original.
                if let Some(copy) = self.made_by_us(place.kind, &link, copies).await? {
                    take(copies, &copy.id);
                    let link = Link {
                        remote_id: Some(copy.id.clone()),
                        base_remote: copy.fields.clone(),
                        ..link
                    };
                    return self
                        .delete_copy(payload, place, &link, &copy, urgency)
                        .await;
                }
                let why = "it was deleted on both sides";
                self.commit(payload, self.part(&link, why)).await.map(drop)
            }
            (LinkState::Refused, _) if self.still_refused(&link, &record)? => Ok(()),
            (_, Some(copy)) => {
                self.merge_record(payload, place, record, link, &copy, urgency)
                    .await
            }
            (_, None) if link.remote_id.is_some() => {
                self.copy_deleted(payload, place, record, link, urgency)
                    .await
            }
            (_, None) => {
                self.make_copy(payload, place, &record, link, copies, urgency)
                    .await
            }
        }
    }

    /// The copy that an earlier call of ours made, if its answer was lost.
    async fn made_by_us(
        &self,
        kind: Kind,
        link: &Link,
        copies: &[RemoteRecord],
    ) -> Done<Option<RemoteRecord>> {
        let Some(sent) = link.detail["attempt"]["fields"].as_object() else {
            return Ok(None);
        };
        for copy in copies.iter().filter(|copy| agree(kind, sent, &copy.fields)) {
            if self.link_of(kind, &copy.id).await?.is_none() {
                return Ok(Some(copy.clone()));
            }
        }
        Ok(None)
    }

    async fn make_copy(
        &self,
        payload: &Value,
        place: Place<'_>,
        record: &Record,
        mut link: Link,
        copies: &mut Vec<RemoteRecord>,
        urgency: Urgency,
    ) -> Done {
        if let Some(copy) = self.made_by_us(place.kind, &link, copies).await? {
            copies.retain(|other| other.id != copy.id);
            link.base_hub = link.detail["attempt"]["fields"]
                .as_object()
                .cloned()
                .unwrap_or_default();
            link.base_remote = copy.fields.clone();
            link.remote_id = Some(copy.id.clone());
            link.state = LinkState::Linked;
            link.detail = Value::Null;
            let said = self.say(
                &link,
                Action::Push,
                json!({"created": true, "foundOut": true}),
            );
            self.save_link_with(payload, &mut link, vec![said]).await?;
            return self
                .merge_record(payload, place, record.clone(), link, &copy, urgency)
                .await;
        }
        let fields = synced_fields(place.kind, &record.fields()?);
        link.state = LinkState::Pending;
        link.detail = json!({"attempt": {"fields": fields, "at": self.now()}});
        self.save_link(payload, &mut link).await?;
        match self.remote().create(place, &fields, urgency).await {
            Ok(made) => {
                link.remote_id = Some(made.id);
                link.state = LinkState::Linked;
                link.detail = Value::Null;
                link.base_hub = fields;
                link.base_remote = made.fields;
                let said = self.say(&link, Action::Push, json!({"created": true}));
                self.save_link_with(payload, &mut link, vec![said]).await
            }
            Err(RemoteError::Refused { message, .. }) => {
                let writes = self.refuse(&link, &fields, &message);
                self.commit(payload, writes).await.map(drop)
            }
            Err(RemoteError::Gone) => Err(EngineError::Wait("the contact's copy is gone")),
            Err(error) => Err(error.into()),
        }
    }

    /// The hub's record was deleted: so is its copy, unless somebody has edited it since.
    async fn delete_copy(
        &self,
        payload: &Value,
        place: Place<'_>,
        link: &Link,
        copy: &RemoteRecord,
        urgency: Urgency,
    ) -> Done {
        if !agree(place.kind, &link.base_remote, &copy.fields) {
            // An edit is worth more than a deletion: the copy comes back as a new record.
            let mut writes = self.part(
                link,
                "deleted in Tenon, but edited over there: the edit stays",
            );
            writes.pop();
            writes.push(save(Link {
                state: LinkState::Parted,
                remote_id: None,
                ..link.clone()
            }));
            self.commit(payload, writes).await?;
            return self
                .take_over(payload, &link.root_id, place.kind, copy)
                .await;
        }
        self.remote().delete(place, &copy.id, urgency).await?;
        let writes = self.part(link, "deleted in Tenon, so its copy was deleted too");
        self.commit(payload, writes).await.map(drop)
    }

    /// The copy is gone: so goes the hub's record, unless somebody has edited it since.
    async fn copy_deleted(
        &self,
        payload: &Value,
        place: Place<'_>,
        record: Record,
        link: Link,
        urgency: Urgency,
    ) -> Done {
        let hub = synced_fields(place.kind, &record.fields()?);
        if agree(place.kind, &hub, &link.base_hub) {
            let mut writes = vec![Write::Delete { old: record }];
            writes.extend(self.part(&link, "its copy was deleted over there"));
            return self.commit(payload, writes).await.map(drop);
        }
        let anew = Link {
            remote_id: None,
            detail: Value::Null,
            base_hub: Fields::new(),
            base_remote: Fields::new(),
            ..link
        };
        self.make_copy(payload, place, &record, anew, &mut Vec::new(), urgency)
            .await
    }

    /// A task or note that somebody made over there becomes one of the hub's.
    async fn take_over(
        &self,
        payload: &Value,
        contact: &str,
        kind: Kind,
        copy: &RemoteRecord,
    ) -> Done {
        let required: &[&str] = match kind {
            Kind::Task => &["title", "dueDate"],
            _ => &["body"],
        };
        let country = &self.parts.location.country;
        let checked = fields::check(fields::of(kind), required, copy.fields.clone(), country);
        let mut doc = match checked {
            Ok(fields) => edit::patched(&Fields::new(), &fields),
            Err(complaints) => {
                let reason = format!("a {kind} of {contact}: {}", complaints.join(", "));
                let doubt = self.doubt(contact, &copy.id, reason);
                return self.commit(payload, vec![doubt]).await.map(drop);
            }
        };
        if kind == Kind::Task {
            doc.entry("completed").or_insert(Value::Bool(false));
        }
        let id = self.new_id();
        let Some(root) = self
            .store()
            .record(self.location(), Kind::Contact, contact)
            .await?
        else {
            return Ok(());
        };
        let record = Record {
            kind,
            id: id.clone(),
            version: 0,
            doc: String::new(),
            ..root.clone()
        };
        let link = Link {
            remote_id: Some(copy.id.clone()),
            state: LinkState::Linked,
            base_hub: synced_fields(kind, &doc),
            base_remote: copy.fields.clone(),
            ..self.new_link(&record)
        };
        let writes = vec![
            Write::Check {
                kind: Kind::Contact,
                id: root.id.clone(),
                version: root.version,
            },
            Write::Create {
                kind,
                id,
                root_id: root.id,
                doc,
                exclusive: false,
            },
            save(link),
        ];
        self.commit(payload, writes).await.map(drop)
    }
}
