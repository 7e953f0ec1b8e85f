//! Businesses: the firms that contacts belong to. A business has no events over there; it is looked at
//! when the hub's changes, and when a contact names one that is new.

use serde_json::{Value, json};
use tenon_model::{Fields, Kind, fields, normalise};
use tenon_operations::edit;
use tenon_store::{Link, LinkState, Record, Write};

use super::{
    Done, Engine, EngineError, base,
    intent::{self, settled},
    links::save,
    work::Turn,
};
use crate::{
    merge::synced_fields,
    remote::{Place, RemoteError, RemoteRecord},
    terms::foreign_id,
};

const BUSINESS: Place<'static> = Place {
    kind: Kind::Business,
    parent: None,
};

impl Engine {
    /// Brings a business into step with its copy.
    pub(super) async fn reconcile_business(&self, turn: &Turn<'_>, record: Record) -> Done {
        let links = self
            .store()
            .links_of(self.location(), self.connection(), &record.id)
            .await?;
        let link = links.into_iter().next();
        if record.deleted {
            let why = "the business was deleted in Tenon; its copy was left as it is";
            let live = link.filter(|link| link.state != LinkState::Parted);
            let writes = live.map(|link| self.part(&link, why)).unwrap_or_default();
            return self.commit(turn.payload, writes).await.map(drop);
        }
        let link = link.unwrap_or_else(|| self.new_link(&record));
        if link.state == LinkState::Parted {
            return Ok(());
        }
        settled(&link, self.now())?;
        let link = match &link.remote_id {
            Some(_) => link,
            None if self.still_refused(&link, &record).await? => return Ok(()),
            None => match self.introduce_business(turn, &record, link).await? {
                Some(link) => link,
                None => return Ok(()),
            },
        };
        let id = link.remote_id.clone().unwrap_or_default();
        let Some(remote) = self.remote().record(BUSINESS, &id, turn.urgency).await? else {
            let Some(counted) = self.may_go(turn).await? else {
                return Ok(());
            };
            let why = "its copy was deleted over there; the business was left as it is";
            let mut writes = self.part(&link, why);
            writes.extend(counted);
            return self.commit(turn.payload, writes).await.map(drop);
        };
        let rest = self.merge_record(turn, BUSINESS, record, link, &remote);
        rest.await?.result()
    }

    /// Finds the copy of a business by its name, or makes one. `None`: it was refused.
    async fn introduce_business(
        &self,
        turn: &Turn<'_>,
        record: &Record,
        mut link: Link,
    ) -> Done<Option<Link>> {
        let fields = self.sayable(Kind::Business, record).await?;
        let Some(all) = self
            .remote()
            .furniture(Kind::Business, turn.urgency)
            .await?
        else {
            return Ok(None);
        };
        for found in all
            .into_iter()
            .filter(|found| are_one(&fields, &found.fields))
        {
            if self.link_of(Kind::Business, &found.id).await?.is_some() {
                continue;
            }
            let sent = intent::created(&link).cloned();
            link.remote_id = Some(found.id.clone());
            link.state = LinkState::Linked;
            link.detail = Value::Null;
            if let Some(sent) = sent {
                base::arrived(&mut link, &sent, &found.fields);
            }
            let said = self.say_found(&link);
            self.save_link(turn, &mut link, vec![said]).await?;
            return Ok(Some(link));
        }
        link.state = LinkState::Pending;
        intent::of_create(&mut link, &fields, self.now());
        self.save_link(turn, &mut link, Vec::new()).await?;
        self.may_send(turn, &link)?;
        match self.remote().create(BUSINESS, &fields, turn.urgency).await {
            Ok(made) => {
                let detail = json!({"created": true});
                self.made(turn, &mut link, made, fields, detail).await?;
                Ok(Some(link))
            }
            Err(RemoteError::Refused { message, .. }) => {
                let writes = self.refuse(&link, &fields, &message);
                self.commit(turn.payload, writes).await?;
                Ok(None)
            }
            Err(error) => Err(self.not_sent(turn, link, Vec::new(), error).await?),
        }
    }

    /// Makes the business of a contact known over there, before the contact names it.
    pub(super) async fn know_business(&self, turn: &Turn<'_>, contact: &Record) -> Done {
        let doc = contact.fields()?;
        let Some(id) = doc.get("businessId").and_then(Value::as_str) else {
            return Ok(());
        };
        let (location, connection) = (self.location(), self.connection());
        let links = self.store().links_of(location, connection, id).await?;
        if links.iter().any(|link| link.remote_id.is_some()) {
            return Ok(());
        }
        let business = self.store().record(location, Kind::Business, id).await?;
        match business {
            Some(business) => match self.reconcile_business(turn, business).await {
                // A scope may be missing: the contact goes on without its business.
                Err(EngineError::Remote(RemoteError::Unauthorized(why))) => {
                    tracing::info!(why, "businesses are not to be had from the other side");
                    Ok(())
                }
                result => result,
            },
            None => Ok(()),
        }
    }

    /// Makes the business that a copy names known in the hub, and puts its name there into the copy.
    pub(super) async fn meet_business(&self, turn: &Turn<'_>, copy: &mut RemoteRecord) -> Done {
        let foreign = copy.fields.get("businessId").and_then(foreign_id);
        let Some(id) = foreign.map(str::to_owned) else {
            return Ok(());
        };
        if self.link_of(Kind::Business, &id).await?.is_some() {
            // It was parted: the hub has let go of it.
            return Ok(());
        }
        let found = match self.remote().record(BUSINESS, &id, turn.urgency).await {
            Err(RemoteError::Unauthorized(why)) => {
                tracing::info!(why, "businesses are not to be had from the other side");
                return Ok(());
            }
            found => found?,
        };
        let Some(found) = found else { return Ok(()) };
        let country = &self.parts.location.country;
        let table = fields::of(Kind::Business);
        let Ok(doc) = fields::check(table, &["name"], found.fields.clone(), country) else {
            return Ok(());
        };
        let doc = edit::made(doc);
        let own = match self.unlinked_business(&doc).await? {
            Some(own) => own,
            None => self.take_over_business(turn, &found, doc).await?,
        };
        if self.link_of(Kind::Business, &id).await?.is_none() {
            let record = self.store().record(self.location(), Kind::Business, &own);
            let Some(record) = record.await? else {
                return Ok(());
            };
            let link = Link {
                remote_id: Some(id),
                state: LinkState::Linked,
                ..self.new_link(&record)
            };
            let writes = vec![self.say_found(&link), save(link)];
            self.commit(turn.payload, writes).await?;
            let job = self.hub_job(&own, turn.passed_on(), super::Look::NOTHING);
            self.commit(turn.payload, vec![job]).await?;
        }
        copy.fields.insert("businessId".into(), own.into());
        Ok(())
    }

    async fn unlinked_business(&self, like: &Fields) -> Done<Option<String>> {
        /// Most businesses looked through for one of a name.
        const MOST: i64 = 1_000;
        let (location, connection) = (self.location(), self.connection());
        let all = self
            .store()
            .records_in(location, Kind::Business, 0, MOST)
            .await?;
        for record in all {
            if are_one(like, &record.fields()?) {
                let links = self
                    .store()
                    .links_of(location, connection, &record.id)
                    .await?;
                if links.is_empty() {
                    return Ok(Some(record.id));
                }
            }
        }
        Ok(None)
    }

    async fn take_over_business(
        &self,
        turn: &Turn<'_>,
        found: &RemoteRecord,
        doc: Fields,
    ) -> Done<String> {
        let id = self.new_id();
        let link = Link {
            connection_id: self.connection().to_owned(),
            kind: Kind::Business,
            record_id: id.clone(),
            root_id: id.clone(),
            remote_id: Some(found.id.clone()),
            state: LinkState::Linked,
            // As it is: what the map sends differently is still to be sent.
            base_hub: synced_fields(Kind::Business, &doc),
            base_remote: found.fields.clone(),
            detail: Value::Null,
            version: 0,
        };
        let create = Write::Create {
            kind: Kind::Business,
            root_id: id.clone(),
            id: id.clone(),
            doc,
            exclusive: true,
        };
        self.commit(turn.payload, vec![create, save(link)]).await?;
        Ok(id)
    }
}

/// Businesses are one by their name alone: both sides' people tell them apart by it.
fn are_one(one: &Fields, other: &Fields) -> bool {
    let name = |fields: &Fields| {
        let name = fields.get("name").and_then(Value::as_str);
        normalise::fold(name.unwrap_or_default())
    };
    !name(one).is_empty() && name(one) == name(other)
}
