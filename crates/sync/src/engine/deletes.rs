//! What a deletion on one side does on the other: the field map says it, kind by kind.

use serde_json::{Value, json};
use tenon_model::{Fields, Kind};
use tenon_operations::edit;
use tenon_store::{Link, LinkState, Record, Write};

use super::{Done, Engine, Look, arrival, contact::CONTACT, intent, links::save, work::Turn};
use crate::{
    map::Deletes,
    merge::set,
    remote::{RemoteError, RemotePatch},
};

/// The tag of a contact whose other half was deleted.
const ARCHIVED: &str = "archived";

impl Engine {
    /// The contact was deleted in the hub: does to its copy what the map says, and answers what parts the
    /// two.
    pub(super) async fn part_copy(&self, turn: &Turn<'_>, mut link: Link) -> Done<Vec<Write>> {
        let (why, gone, more) = self.end_copy(turn, &mut link).await?;
        let mut writes = if gone {
            self.part_for_good(&link, why)
        } else {
            self.part(&link, why)
        };
        writes.extend(more);
        Ok(writes)
    }

    /// Why the two are to be parted, whether for good, and what else is to be written.
    async fn end_copy(
        &self,
        turn: &Turn<'_>,
        link: &mut Link,
    ) -> Done<(&'static str, bool, Vec<Write>)> {
        let left = "the contact was deleted in Tenon; its copy was left as it is";
        let stays = |why: &'static str| (why, false, Vec::new());
        let Some(remote_id) = link.remote_id.clone() else {
            return Ok(stays(left));
        };
        let deletes = self.map().deletes(Kind::Contact);
        if matches!(deletes, Deletes::Archive | Deletes::Mirror) {
            // What was sent last may still be on its way.
            intent::settled(link, self.now())?;
        }
        Ok(match deletes {
            Deletes::Unlink => stays(left),
            Deletes::Ignore => {
                // Nobody's copy any more, so that it is taken for a new contact.
                let cause = ("change", link.record_id.as_str());
                let job = arrival(self.connection(), &remote_id, cause, self.now());
                let why = "the contact was deleted in Tenon; its copy is taken over anew";
                (why, true, vec![Write::Job(job)])
            }
            Deletes::Archive => {
                let patch = RemotePatch {
                    add_tags: vec![ARCHIVED.to_owned()],
                    ..RemotePatch::default()
                };
                intent::of_update(link, &patch, self.now());
                self.save_link(turn, link, Vec::new()).await?;
                self.may_send(turn, link)?;
                let sent = self
                    .remote()
                    .update(CONTACT, &remote_id, &patch, turn.urgency)
                    .await;
                match sent {
                    Ok(_) => {
                        // Should the contact come back, the mark goes again: it is none of its tags.
                        for base in [&mut link.base_hub, &mut link.base_remote] {
                            let mut tags = set(base.get("tags").unwrap_or(&Value::Null));
                            tags.insert(ARCHIVED.to_owned());
                            base.insert("tags".into(), json!(tags));
                        }
                        stays("the contact was deleted in Tenon; its copy was marked as archived")
                    }
                    // It is gone as well, or will not be marked.
                    Err(RemoteError::Gone | RemoteError::Refused { .. }) => stays(left),
                    Err(error) => {
                        return Err(self.not_sent(turn, link.clone(), Vec::new(), error).await?);
                    }
                }
            }
            Deletes::Mirror => {
                let Some(copy) = self.remote().contact(&remote_id, turn.urgency).await? else {
                    return Ok(("the contact is gone on both sides", true, Vec::new()));
                };
                intent::find_out(link, &copy.fields);
                if self.is_theirs(turn, link, &copy).await? {
                    let why =
                        "deleted in Tenon, but edited over there since: its copy was left as it is";
                    return Ok(stays(why));
                }
                // Many at once are a question first.
                let Some(counted) = self.may_go(turn).await? else {
                    return Ok(stays(left));
                };
                intent::of_delete(link, self.now());
                self.save_link(turn, link, Vec::new()).await?;
                self.may_send(turn, link)?;
                let sent = self
                    .remote()
                    .delete(CONTACT, &remote_id, turn.urgency)
                    .await;
                if let Err(error) = sent {
                    return Err(self.not_sent(turn, link.clone(), Vec::new(), error).await?);
                }
                let why = "the contact was deleted in Tenon, so its copy was deleted too";
                (why, true, counted)
            }
        })
    }

    /// The contact's copy was deleted over there: does to the contact what the map says.
    /// `counted`: the brake's leave, which is written with it.
    pub(super) async fn copy_gone(
        &self,
        turn: &Turn<'_>,
        record: Record,
        link: &Link,
        counted: Vec<Write>,
    ) -> Done {
        let mut doc = record.fields()?;
        let left = "its copy was deleted over there; the contact was left as it is";
        let deletes = match self.map().deletes(Kind::Contact) {
            // Our own doing, and the contact was brought back since.
            _ if intent::deletes(link) => Deletes::Ignore,
            deletes => deletes,
        };
        let mut writes = match deletes {
            Deletes::Unlink => self.part(link, left),
            Deletes::Ignore => {
                let anew = Link {
                    remote_id: None,
                    state: LinkState::Pending,
                    detail: Value::Null,
                    base_hub: Fields::new(),
                    base_remote: Fields::new(),
                    ..link.clone()
                };
                let job = self.hub_job(&record.id, turn.passed_on(), Look::ALL);
                vec![save(anew), job]
            }
            Deletes::Archive => {
                let mut tags = set(doc.get("tags").unwrap_or(&Value::Null));
                tags.insert(ARCHIVED.to_owned());
                let tags = Fields::from_iter([("tags".to_owned(), json!(tags))]);
                doc = edit::patched(&doc, &tags);
                let mut writes = vec![Write::Update {
                    old: record,
                    doc,
                    exclusive: !self.parts.location.allow_duplicates,
                }];
                let why = "its copy was deleted over there; the contact was marked as archived";
                writes.extend(self.part(link, why));
                writes
            }
            Deletes::Mirror => {
                if self.is_ours(&record).await? {
                    let why = "its copy was deleted over there, but the contact was edited since: it \
                               stays as it is";
                    self.part(link, why)
                } else {
                    let mut writes = vec![Write::Delete { old: record }];
                    let why = "its copy was deleted over there, so the contact was deleted too";
                    writes.extend(self.part_for_good(link, why));
                    writes
                }
            }
        };
        writes.extend(counted);
        self.commit(turn.payload, writes).await.map(drop)
    }

    /// Whether somebody has written to the contact here, or hung something on it, that its copy never had.
    async fn is_ours(&self, contact: &Record) -> Done<bool> {
        let (store, location) = (self.store(), self.location());
        let links = store
            .links_of(location, self.connection(), &contact.id)
            .await?;
        for record in store.tree(location, &contact.id).await? {
            if record.deleted || !record.kind.is_synced() {
                continue;
            }
            let link = links.iter().find(|link| {
                let own = link.kind == record.kind && link.record_id == record.id;
                own && link.state != LinkState::Parted
            });
            let ours = self.giving(record.kind, &record.fields()?);
            if !link.is_some_and(|link| self.agree(record.kind, &ours, &link.base_hub)) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
