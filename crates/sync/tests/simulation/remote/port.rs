//! The port itself: each call with its effect.

use jiff::{SignedDuration, Timestamp};
use tenon_model::{Fields, Kind};
use tenon_sync::remote::{
    Place, Remote, RemoteAnswer, RemotePage, RemotePatch, RemoteRecord, Urgency,
};

use super::{FakeRemote, LAG, PAGE, lock};
use crate::simulation::peer::{By, Peer};

impl FakeRemote {
    /// How far searches lag writes.
    fn lag(&self) -> SignedDuration {
        if lock(&self.faults).limited > 0 {
            LAG
        } else {
            SignedDuration::ZERO
        }
    }
}

impl Remote for FakeRemote {
    fn can_update(&self, kind: Kind, field: &str) -> bool {
        // As the connector: a contact's source is set once, its further addresses are only read.
        let fixed = ["source", "additionalEmails", "additionalPhones"];
        kind != Kind::Contact || !fixed.contains(&field)
    }

    fn can_create(&self, kind: Kind, field: &str) -> bool {
        let later = ["businessId", "additionalEmails", "additionalPhones"];
        kind != Kind::Contact || !later.contains(&field)
    }

    fn refuses_duplicates(&self) -> bool {
        true
    }

    fn contact<'a>(&'a self, id: &'a str, _: Urgency) -> RemoteAnswer<'a, Option<RemoteRecord>> {
        Box::pin(self.read(format!("get {id}"), |peer| peer.contact(id)))
    }

    fn children<'a>(
        &'a self,
        kind: Kind,
        contact: &'a str,
        _: Urgency,
    ) -> RemoteAnswer<'a, Option<Vec<RemoteRecord>>> {
        let what = format!("list {kind}s of {contact}");
        let lag = self.lag();
        Box::pin(self.read(what, move |peer| {
            let mut listed = peer.children(kind, contact)?;
            if kind == Kind::Opportunity {
                let shown = peer.shown_until(lag);
                listed.retain(|one| one.updated_at.is_none_or(|at| at <= shown));
            }
            Some(listed)
        }))
    }

    fn record<'a>(
        &'a self,
        place: Place<'a>,
        id: &'a str,
        _: Urgency,
    ) -> RemoteAnswer<'a, Option<RemoteRecord>> {
        let what = format!("get {} {id}", place.kind);
        Box::pin(self.read(what, move |peer| {
            peer.record_of(place.kind, place.parent, id)
        }))
    }

    fn furniture<'a>(
        &'a self,
        kind: Kind,
        _: Urgency,
    ) -> RemoteAnswer<'a, Option<Vec<RemoteRecord>>> {
        let what = format!("list every {kind}");
        Box::pin(self.read(what, move |peer| Some(peer.furniture(kind))))
    }

    fn find<'a>(&'a self, fields: &'a Fields, _: Urgency) -> RemoteAnswer<'a, Vec<RemoteRecord>> {
        Box::pin(self.read("find".into(), |peer| peer.find(fields)))
    }

    fn create<'a>(
        &'a self,
        place: Place<'a>,
        fields: &'a Fields,
        _: Urgency,
    ) -> RemoteAnswer<'a, RemoteRecord> {
        let (kind, fields) = (place.kind, fields.clone());
        let parent = place.parent.map(str::to_owned);
        let what = format!(
            "create {kind} {}",
            serde_json::Value::Object(fields.clone())
        );
        Box::pin(async move {
            let effect = move |peer: &mut Peer| match &parent {
                None if kind == Kind::Business => Ok(peer.create_business(&fields, By::Engine)),
                None => peer.create_contact(&fields, By::Engine),
                Some(parent) => peer.create_child(kind, parent, &fields, By::Engine),
            };
            self.write(what, effect).await
        })
    }

    fn update<'a>(
        &'a self,
        place: Place<'a>,
        id: &'a str,
        patch: &'a RemotePatch,
        _: Urgency,
    ) -> RemoteAnswer<'a, RemoteRecord> {
        let what = format!("update {id} {patch:?}");
        let (kind, id, patch) = (place.kind, id.to_owned(), patch.clone());
        let parent = place.parent.map(str::to_owned);
        Box::pin(async move {
            let effect = move |peer: &mut Peer| {
                if kind == Kind::Business {
                    return peer.update_business(&id, &patch, By::Engine);
                }
                peer.update(kind, parent.as_deref(), &id, &patch, By::Engine)
            };
            self.write(what, effect).await
        })
    }

    fn delete<'a>(&'a self, place: Place<'a>, id: &'a str, _: Urgency) -> RemoteAnswer<'a, ()> {
        let (kind, id) = (place.kind, id.to_owned());
        let parent = place.parent.map(str::to_owned);
        Box::pin(self.write(format!("delete {id}"), move |peer| {
            peer.delete(kind, parent.as_deref(), &id, By::Engine);
            Ok(())
        }))
    }

    fn changed<'a>(
        &'a self,
        since: Option<Timestamp>,
        page: Option<&'a str>,
    ) -> RemoteAnswer<'a, RemotePage> {
        let lag = self.lag();
        Box::pin(self.read(format!("changed since {since:?}"), move |peer| {
            let (records, next) = peer.changed(since, page, lag, PAGE);
            RemotePage { records, next }
        }))
    }

    fn behind(&self) -> SignedDuration {
        -self.peer().skew
    }
}
