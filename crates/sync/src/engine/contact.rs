//! A hub contact and its copy, with everything that belongs to them.

use serde_json::json;
use tenon_model::{Action, Fields, Kind};
use tenon_store::{Link, LinkState, Record, Write};

use super::{
    Done, Engine,
    intent::{self, settled},
    links::save,
    work::Turn,
};
use crate::{merge::synced_fields, remote::Place};

pub(super) const CONTACT: Place<'static> = Place {
    kind: Kind::Contact,
    parent: None,
};

impl Engine {
    /// Brings a contact, its tasks and its notes into step with their copies. What was not understood
    /// in them is asked for, and they are looked at once more.
    pub(super) async fn reconcile(&self, turn: &Turn<'_>, contact: &str) -> Done {
        self.reconcile_tree(turn, contact).await?;
        if self.learn(turn).await? {
            let job = self.hub_job(contact, turn.payload, turn.urgency);
            self.commit(turn.payload, vec![job]).await?;
            // Others may hold what was not understood before; the daily sweep finds them otherwise.
            if let Err(error) = self.sweep_everything().await {
                tracing::debug!(%error, "a sweep is under way");
            }
        }
        Ok(())
    }

    async fn reconcile_tree(&self, turn: &Turn<'_>, contact: &str) -> Done {
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
        if record.deleted {
            return self.part_deleted(turn, links).await;
        }
        let link = links.into_iter().find(|link| link.kind == Kind::Contact);
        let link = link.unwrap_or_else(|| self.new_link(&record));
        if link.state == LinkState::Parted {
            return Ok(());
        }
        settled(&link, self.now())?;
        let link = if link.remote_id.is_some() {
            link
        } else if self.still_refused(&link, &record).await? {
            return Ok(());
        } else {
            match self.introduce(turn, &record, link).await? {
                Some(link) => link,
                None => return Ok(()),
            }
        };
        let remote_id = link.remote_id.clone().unwrap_or_default();
        let Some(remote) = self.remote().contact(&remote_id, turn.urgency).await? else {
            let why = "its copy was deleted over there; the contact was left as it is";
            let writes = self.part(&link, why);
            return self.commit(turn.payload, writes).await.map(drop);
        };
        let rest = self
            .merge_record(turn, CONTACT, record, link, &remote)
            .await?;
        for kind in [Kind::Task, Kind::Note] {
            self.reconcile_children(turn, contact, &remote_id, kind)
                .await?;
        }
        rest.result()
    }

    /// The contact was deleted in the hub: its copy stays, and is not taken for a new contact.
    async fn part_deleted(&self, turn: &Turn<'_>, links: Vec<Link>) -> Done {
        let why = "the contact was deleted in Tenon; its copy was left as it is";
        let mut writes: Vec<Write> = Vec::new();
        for mut link in links {
            if link.state == LinkState::Parted {
                continue;
            }
            if link.kind == Kind::Contact
                && let Some(sent) = intent::created(&link).cloned()
            {
                // A call may have made the copy without our knowing.
                settled(&link, self.now())?;
                let found = self.find_copy(&link, &sent, turn.urgency).await?;
                if let Some(found) = found
                    && self.link_of(Kind::Contact, &found.id).await?.is_none()
                {
                    link.remote_id = Some(found.id);
                }
            }
            writes.extend(self.part(&link, why));
        }
        if writes.is_empty() {
            return Ok(());
        }
        self.commit(turn.payload, writes).await.map(drop)
    }

    pub(super) async fn link_of(&self, kind: Kind, remote: &str) -> Done<Option<Link>> {
        Ok(self
            .store()
            .link_of_remote(self.location(), self.connection(), kind, remote)
            .await?)
    }

    /// Saves a link; it can be saved again afterwards.
    pub(super) async fn save_link(
        &self,
        turn: &Turn<'_>,
        link: &mut Link,
        mut writes: Vec<Write>,
    ) -> Done {
        writes.push(save(link.clone()));
        self.commit(turn.payload, writes).await?;
        link.version += 1;
        Ok(())
    }

    /// Notes that a link was made by a copy that was there already.
    pub(super) fn say_found(&self, link: &Link) -> Write {
        self.say(link, Action::Link, json!({"found": true}))
    }

    /// The synced fields of a record that a new copy can be given at once.
    pub(super) async fn sayable(&self, kind: Kind, record: &Record) -> Done<Fields> {
        let mut fields = synced_fields(kind, &record.fields()?);
        let left = self.remote.unsayable(&fields).await?;
        fields.retain(|name, _| !left.contains_key(name) && self.remote().can_create(kind, name));
        Ok(fields)
    }

    /// A record that could not be created waits until it is another than the one that was refused.
    pub(super) async fn still_refused(&self, link: &Link, record: &Record) -> Done<bool> {
        let refused = link.detail["fields"].as_object();
        Ok(link.state == LinkState::Refused
            && refused == Some(&self.sayable(record.kind, record).await?))
    }
}
