//! A hub contact and its copy, with everything that belongs to them.

use serde_json::json;
use tenon_model::{Action, Fields, Kind};
use tenon_store::{Link, LinkState, Record, Write};

use super::{
    Done, Engine, EngineError, Look,
    intent::{self, settled},
    links::{save, still},
    look::CHILDREN,
    pair::Rest,
    withdraw,
    work::Turn,
};
use crate::remote::{Place, RemoteError};

pub(super) const CONTACT: Place<'static> = Place {
    kind: Kind::Contact,
    parent: None,
};

impl Engine {
    /// Brings a contact with what hangs on it, or a business, into step with its copy. What was not
    /// understood in it is asked for, and it is looked at once more.
    pub(super) async fn reconcile(&self, turn: &Turn<'_>, root: &str) -> Done {
        let done = self.reconcile_root(turn, root).await;
        // Who does not answer is not asked for more.
        let heard = matches!(done, Ok(()) | Err(EngineError::Wait(_)));
        if heard && self.learn(turn).await? {
            let job = self.hub_job(root, turn.passed_on(), Look::ALL);
            self.commit(turn.payload, vec![job]).await?;
            // Others may hold what was not understood before; the daily sweep finds them otherwise.
            if let Err(error) = self.sweep_lists().await {
                tracing::debug!(%error, "a sweep is under way");
            }
        }
        done
    }

    async fn reconcile_root(&self, turn: &Turn<'_>, root: &str) -> Done {
        let location = self.location();
        let store = self.store();
        let contact = store.record_or_tombstone(location, Kind::Contact, root);
        if let Some(contact) = contact.await? {
            return self.reconcile_tree(turn, contact).await;
        }
        let business = store.record_or_tombstone(location, Kind::Business, root);
        match business.await? {
            Some(business) => self.reconcile_business(turn, business).await,
            None => Ok(()),
        }
    }

    async fn reconcile_tree(&self, turn: &Turn<'_>, record: Record) -> Done {
        let (location, contact) = (self.location(), record.id.clone());
        let links = self
            .store()
            .links_of(location, self.connection(), &contact)
            .await?;
        if links.iter().any(withdraw::is_wanted) {
            return self.withdraw(turn, links).await;
        }
        if record.deleted {
            return self.part_deleted(turn, &record, links).await;
        }
        let own = links.iter().find(|link| link.kind == Kind::Contact);
        let link = own.cloned().unwrap_or_else(|| self.new_link(&record));
        if link.state == LinkState::Parted {
            return Ok(());
        }
        settled(&link, self.now())?;
        self.know_business(turn, &record).await?;
        let mut look = turn.look;
        let link = if link.remote_id.is_some() {
            link
        } else if self.still_refused(&link, &record).await? {
            return Ok(());
        } else {
            match self.introduce(turn, &record, link).await? {
                Some((link, news)) => {
                    look = look.and(news);
                    link
                }
                None => return Ok(()),
            }
        };
        let mut links = links;
        links.retain(|other| other.kind != Kind::Contact);
        links.push(link.clone());
        let tree = self.store().tree(location, &contact).await?;
        look = look.and(self.to_send(&tree, &links).await?);
        let remote_id = link.remote_id.clone().unwrap_or_default();
        let mut rest = Rest::Nothing;
        if look.has(Kind::Contact) {
            match self.look_at_contact(turn, record, link, &remote_id).await? {
                Some(more) => rest = more,
                None => return Ok(()),
            }
        }
        for kind in CHILDREN.into_iter().filter(|kind| look.has(*kind)) {
            if self.is_kind_paused(kind, &contact).await? {
                continue;
            }
            let place = Place {
                kind,
                parent: Some(&remote_id),
            };
            match self.reconcile_children(turn, &contact, place).await {
                Err(EngineError::Remote(RemoteError::Unauthorized(why)))
                    if self.is_only_kept_from(turn, place).await? =>
                {
                    tracing::info!(%kind, why, "not to be had from the other side");
                }
                Err(EngineError::Wait(_)) if !look.has(Kind::Contact) => {
                    // Perhaps the contact's copy is gone: that is told by looking at it.
                    let job = self.hub_job(&contact, turn.passed_on(), Look::at(Kind::Contact));
                    self.commit(turn.payload, vec![job]).await?;
                    return Err(EngineError::Wait("the contact is to be looked at, too"));
                }
                result => result?,
            }
        }
        rest.result()
    }

    /// Merges a contact with its copy. `None`: the copy is gone, and they were parted.
    async fn look_at_contact(
        &self,
        turn: &Turn<'_>,
        record: Record,
        link: Link,
        remote_id: &str,
    ) -> Done<Option<Rest>> {
        let Some(mut remote) = self.remote().contact(remote_id, turn.urgency).await? else {
            let Some(counted) = self.may_go(turn).await? else {
                return Ok(None);
            };
            self.copy_gone(turn, record, &link, counted).await?;
            return Ok(None);
        };
        self.meet_business(turn, &mut remote).await?;
        let rest = self.merge_record(turn, CONTACT, record, link, &remote);
        rest.await.map(Some)
    }

    /// Whether a scope for this kind is missing and nothing else: the contact itself can be read.
    async fn is_only_kept_from(&self, turn: &Turn<'_>, place: Place<'_>) -> Done<bool> {
        if matches!(place.kind, Kind::Task | Kind::Note) {
            return Ok(false);
        }
        let contact = place.parent.unwrap_or_default();
        Ok(self.remote().contact(contact, turn.urgency).await.is_ok())
    }

    /// The contact was deleted in the hub: what becomes of its copy, the field map says.
    async fn part_deleted(&self, turn: &Turn<'_>, record: &Record, links: Vec<Link>) -> Done {
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
            writes.extend(if link.kind == Kind::Contact {
                self.part_copy(turn, link).await?
            } else {
                let why = "it went with its contact, which was deleted in Tenon";
                self.part(&link, why)
            });
        }
        if writes.is_empty() {
            return Ok(());
        }
        // An undo may have brought it back meanwhile.
        writes.push(still(record));
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
        let fields = self.giving(kind, &record.fields()?);
        let mut fields = self.sendable(kind, fields);
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
