//! What hangs on a contact, and its copies.

use serde_json::Value;
use tenon_model::{Fields, Kind};
use tenon_store::{Link, LinkState, Record, Write};

use super::{
    Done, Engine, EngineError,
    intent::{self, settled},
    links::{save, still},
    work::Turn,
};
use crate::{
    map::Deletes,
    remote::{Place, RemoteRecord},
};

/// Whether a kind's list may lag its writes, so that one that is not in it may be there all the same.
const fn lags(kind: Kind) -> bool {
    matches!(kind, Kind::Opportunity)
}

impl Engine {
    pub(super) async fn reconcile_children(
        &self,
        turn: &Turn<'_>,
        contact: &str,
        place: Place<'_>,
    ) -> Done {
        let kind = place.kind;
        let remote_contact = place.parent.unwrap_or_default();
        // The links before the copies: a copy that is linked and not among the copies is gone, and
        // not one that was made since.
        let links = self
            .store()
            .links_of(self.location(), self.connection(), contact)
            .await?;
        let mut links: Vec<Link> = links.into_iter().filter(|link| link.kind == kind).collect();
        let tree = self.store().tree(self.location(), contact).await?;
        let read = self.now();
        let copies = self.remote().children(kind, remote_contact, turn.urgency);
        let Some(mut copies) = copies.await? else {
            return Err(EngineError::Wait("the contact's copy is gone"));
        };
        let (mut later, mut unsure) = (None, false);
        for record in tree.into_iter().filter(|record| record.kind == kind) {
            let at = links.iter().position(|link| link.record_id == record.id);
            let link = at.map(|at| links.swap_remove(at));
            if let Some(link) = &link
                && let Err(wait) = settled(link, read)
            {
                copies.retain(|copy| Some(&copy.id) != link.remote_id.as_ref());
                later = Some(wait);
                unsure |= intent::created(link).is_some();
                continue;
            }
            match self
                .reconcile_child(turn, place, record, link, &mut copies)
                .await
            {
                // It holds up nothing else.
                Err(wait @ EngineError::Braked) => later = Some(wait),
                done => done?,
            }
        }
        // What is left over there is nobody's copy: it is new, unless a parted link knows it, or a
        // call of ours may have made it.
        for copy in copies {
            if !unsure && self.link_of(kind, &copy.id).await?.is_none() {
                self.take_over(turn, contact, kind, &copy).await?;
            }
        }
        later.map_or(Ok(()), Err)
    }

    /// One of them. Takes its copy out of `copies`.
    async fn reconcile_child(
        &self,
        turn: &Turn<'_>,
        place: Place<'_>,
        record: Record,
        link: Option<Link>,
        copies: &mut Vec<RemoteRecord>,
    ) -> Done {
        let take = |copies: &mut Vec<RemoteRecord>, id: &str| {
            let at = copies.iter().position(|copy| copy.id == id);
            at.map(|at| copies.swap_remove(at))
        };
        let Some(mut link) = link else {
            if record.deleted {
                return Ok(());
            }
            let link = self.new_link(&record);
            return self.make_copy(turn, place, &record, link, copies).await;
        };
        let mut copy = link.remote_id.as_deref().and_then(|id| take(copies, id));
        if let (None, Some(id), true) = (&copy, &link.remote_id, lags(place.kind))
            && link.state != LinkState::Parted
        {
            copy = self.remote().record(place, id, turn.urgency).await?;
        }
        match (link.state, copy) {
            (LinkState::Parted, _) => Ok(()),
            (_, Some(copy)) if record.deleted => {
                intent::find_out(&mut link, &copy.fields);
                self.delete_copy(turn, place, (&record, link), &copy).await
            }
            (_, None) if record.deleted => {
                // A copy that may have been made without our knowing goes with its original.
                if let Some(copy) = self.made_by_us(place.kind, &link, copies).await? {
                    take(copies, &copy.id);
                    let link = Link {
                        remote_id: Some(copy.id.clone()),
                        base_remote: intent::created(&link).cloned().unwrap_or_default(),
                        ..link
                    };
                    return self.delete_copy(turn, place, (&record, link), &copy).await;
                }
                let why = "it was deleted on both sides";
                let mut writes = self.part(&link, why);
                writes.push(still(&record));
                self.commit(turn.payload, writes).await.map(drop)
            }
            (_, Some(copy)) => {
                // Nothing of a task or note waits for others.
                let rest = self.merge_record(turn, place, record, link, &copy).await?;
                rest.result()
            }
            (_, None) if link.remote_id.is_some() => {
                self.copy_deleted(turn, place, record, link).await
            }
            (_, None) if self.still_refused(&link, &record).await? => Ok(()),
            (_, None) => self.make_copy(turn, place, &record, link, copies).await,
        }
    }

    /// The hub's record was deleted: so is its copy, unless somebody has edited it since.
    async fn delete_copy(
        &self,
        turn: &Turn<'_>,
        place: Place<'_>,
        (record, mut link): (&Record, Link),
        copy: &RemoteRecord,
    ) -> Done {
        let deletes = self.map().deletes(place.kind);
        if deletes == Deletes::Unlink {
            let why = "deleted in Tenon; its copy was left as it is";
            let writes = self.part(&link, why);
            return self.commit(turn.payload, writes).await.map(drop);
        }
        let edited = !self.agree(place.kind, &link.base_remote, &copy.fields);
        if edited || deletes == Deletes::Ignore {
            // An edit is worth more than a deletion: the copy comes back as a new record.
            let why = if edited {
                "deleted in Tenon, but edited over there: the edit stays"
            } else {
                "deleted in Tenon, which the field map ignores: it comes back"
            };
            let mut writes = self.part(&link, why);
            writes.pop();
            writes.push(save(Link {
                state: LinkState::Parted,
                remote_id: None,
                detail: Value::Null,
                ..link.clone()
            }));
            self.commit(turn.payload, writes).await?;
            return self.take_over(turn, &link.root_id, place.kind, copy).await;
        }
        let Some(counted) = self.may_go(turn).await? else {
            return Ok(());
        };
        intent::of_delete(&mut link, self.now());
        self.save_link(turn, &mut link, counted).await?;
        self.may_send(turn, &link)?;
        let deleted = self.remote().delete(place, &copy.id, turn.urgency).await;
        if let Err(error) = deleted {
            return Err(self.not_sent(turn, link, Vec::new(), error).await?);
        }
        let mut writes = self.part(&link, "deleted in Tenon, so its copy was deleted too");
        // An undo may have brought it back meanwhile.
        writes.push(still(record));
        self.commit(turn.payload, writes).await.map(drop)
    }

    /// The copy is gone: so goes the hub's record, unless somebody has edited it since.
    async fn copy_deleted(
        &self,
        turn: &Turn<'_>,
        place: Place<'_>,
        record: Record,
        link: Link,
    ) -> Done {
        let hub = self.giving(place.kind, &record.fields()?);
        let deletes = self.map().deletes(place.kind);
        // Our own doing, and the record was brought back since.
        let ours = intent::deletes(&link);
        if deletes == Deletes::Unlink && !ours {
            let writes = self.part(&link, "its copy was deleted over there; it stays as it is");
            return self.commit(turn.payload, writes).await.map(drop);
        }
        if deletes != Deletes::Ignore && !ours && self.agree(place.kind, &hub, &link.base_hub) {
            let Some(mut writes) = self.may_go(turn).await? else {
                return Ok(());
            };
            writes.push(Write::Delete { old: record });
            writes.extend(self.part(&link, "its copy was deleted over there"));
            return self.commit(turn.payload, writes).await.map(drop);
        }
        let anew = Link {
            remote_id: None,
            detail: Value::Null,
            base_hub: Fields::new(),
            base_remote: Fields::new(),
            ..link
        };
        self.make_copy(turn, place, &record, anew, &mut Vec::new())
            .await
    }
}
