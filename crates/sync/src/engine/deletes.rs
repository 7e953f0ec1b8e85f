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
    /// The contact was deleted in the hub: does to its copy what the map says. Answers why the two are
    /// parted, and what else is to be written.
    pub(super) async fn part_copy(
        &self,
        turn: &Turn<'_>,
        link: &mut Link,
    ) -> Done<(&'static str, Vec<Write>)> {
        let left = "the contact was deleted in Tenon; its copy was left as it is";
        let Some(remote_id) = link.remote_id.clone() else {
            return Ok((left, Vec::new()));
        };
        Ok(match self.map().deletes(Kind::Contact) {
            Deletes::Unlink => (left, Vec::new()),
            Deletes::Ignore => {
                // Nobody's copy any more, so that it is taken for a new contact.
                link.remote_id = None;
                let cause = ("change", link.record_id.as_str());
                let job = arrival(self.connection(), &remote_id, cause, self.now());
                let why = "the contact was deleted in Tenon; its copy is taken over anew";
                (why, vec![Write::Job(job)])
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
                        let why =
                            "the contact was deleted in Tenon; its copy was marked as archived";
                        (why, Vec::new())
                    }
                    // It is gone as well, or will not be marked.
                    Err(RemoteError::Gone | RemoteError::Refused { .. }) => (left, Vec::new()),
                    Err(error) => {
                        return Err(self.not_sent(turn, link.clone(), Vec::new(), error).await?);
                    }
                }
            }
            Deletes::Mirror => {
                let Some(copy) = self.remote().contact(&remote_id, turn.urgency).await? else {
                    return Ok((left, Vec::new()));
                };
                if !self.agree(Kind::Contact, &link.base_remote, &copy.fields) {
                    let why =
                        "deleted in Tenon, but edited over there since: its copy was left as it is";
                    return Ok((why, Vec::new()));
                }
                // Many at once are a question first.
                let Some(counted) = self.may_go(turn).await? else {
                    return Ok((left, Vec::new()));
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
                (why, counted)
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
        let mut writes = match self.map().deletes(Kind::Contact) {
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
                let hub = self.giving(Kind::Contact, &doc);
                if self.agree(Kind::Contact, &hub, &link.base_hub) {
                    let mut writes = vec![Write::Delete { old: record }];
                    let why = "its copy was deleted over there, so the contact was deleted too";
                    writes.extend(self.part(link, why));
                    writes
                } else {
                    let why = "its copy was deleted over there, but the contact was edited since: it \
                               stays as it is";
                    self.part(link, why)
                }
            }
        };
        writes.extend(counted);
        self.commit(turn.payload, writes).await.map(drop)
    }
}
