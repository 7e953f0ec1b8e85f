//! An undo that takes away copies: only those that Tenon itself had made, and only as long as nobody has
//! made them theirs over there.

use serde_json::Value;
use tenon_model::{Fields, Kind};
use tenon_store::{Link, LinkState, Write};

use super::{
    Done, Engine,
    contact::CONTACT,
    intent::{self, settled},
    look::CHILDREN,
    work::Turn,
};
use crate::remote::{RemoteError, RemoteRecord};

/// Whether an undo has asked for the copy to go.
pub(super) fn is_wanted(link: &Link) -> bool {
    let joined = link.state != LinkState::Parted && link.remote_id.is_some();
    link.kind == Kind::Contact && joined && link.detail["withdraw"].is_string()
}

impl Engine {
    /// Deletes a contact's copy, or says why it stays; either way the two are parted, so that it is not
    /// made anew.
    pub(super) async fn withdraw(&self, turn: &Turn<'_>, links: Vec<Link>) -> Done {
        let Some(mut link) = links.iter().find(|link| is_wanted(link)).cloned() else {
            return Ok(());
        };
        settled(&link, self.now())?;
        let id = link.remote_id.clone().unwrap_or_default();
        let found = self.remote().contact(&id, turn.urgency).await?;
        let stays = match &found {
            Some(found) => self.is_theirs(turn, &link, found).await?,
            None => false,
        };
        let why = if stays {
            "an undo was to take its copy away, but somebody has changed it over there: it stays"
        } else {
            "an undo took away the copy that Tenon had made"
        };
        if found.is_some() && !stays {
            intent::of_delete(&mut link, self.now());
            self.save_link(turn, &mut link, Vec::new()).await?;
            self.may_send(turn, &link)?;
            let deleted = self.remote().delete(CONTACT, &id, turn.urgency).await;
            if let Err(error) = deleted {
                return Err(self.not_sent(turn, link, Vec::new(), error).await?);
            }
        }
        let mut writes: Vec<Write> = Vec::new();
        for mut other in links {
            if other.state == LinkState::Parted {
                continue;
            }
            if other.kind == link.kind && other.record_id == link.record_id {
                other = link.clone();
            }
            if !stays {
                // Should the contact come back, its copy is made anew.
                other.remote_id = None;
                other.base_hub = Fields::new();
                other.base_remote = Fields::new();
            }
            other.detail = Value::Null;
            writes.extend(self.part(&other, why));
        }
        self.commit(turn.payload, writes).await.map(drop)
    }

    /// Whether somebody over there has written to the copy, or hung something on it.
    pub(super) async fn is_theirs(
        &self,
        turn: &Turn<'_>,
        link: &Link,
        found: &RemoteRecord,
    ) -> Done<bool> {
        if !self.agree(Kind::Contact, &link.base_remote, &found.fields) {
            return Ok(true);
        }
        for kind in CHILDREN {
            let children = self.remote().children(kind, &found.id, turn.urgency);
            let children = match children.await {
                // What the credentials do not let us see, we did not make.
                Err(RemoteError::Unauthorized(_)) => continue,
                children => children?,
            };
            for child in children.unwrap_or_default() {
                let ours = self.link_of(kind, &child.id).await?;
                if !ours.is_some_and(|ours| self.agree(kind, &ours.base_remote, &child.fields)) {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }
}
