//! Contacts of the other side: a webhook or a sweep has named one.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use tenon_model::{Kind, fields};
use tenon_operations::edit;
use tenon_store::{Link, LinkState, Record, Review, Write};

use super::{Done, Engine, EngineError, Look, intent, links::save, work::Turn};
use crate::{
    merge::{agree, synced_fields},
    remote::RemoteRecord,
    terms,
};

/// Intents looked through for one that an unknown contact may be the outcome of.
const INTENTS: i64 = 500;
/// How long a contact that a list told need not be read again before the hub takes it over. What has
/// changed since is found when its tasks are read; that it was deleted would be, too, but too late.
const TOLD_FOR: SignedDuration = SignedDuration::from_hours(1);

impl Engine {
    pub(super) async fn arrive(&self, turn: &Turn<'_>, remote: &str) -> Done {
        if let Some(link) = self.link_of(Kind::Contact, remote).await? {
            if link.state == LinkState::Parted {
                return Ok(());
            }
            let job = self.hub_job(&link.root_id, turn.passed_on(), turn.look);
            return self.commit(turn.payload, vec![job]).await.map(drop);
        }
        let found = match self.told(turn, remote) {
            Some(found) => Some(found),
            None => self.remote().contact(remote, turn.urgency).await?,
        };
        let Some(found) = found else {
            return Ok(());
        };
        let mut known = Vec::<Record>::new();
        for name in ["email", "phone"] {
            let Some(value) = found.fields.get(name).and_then(Value::as_str) else {
                continue;
            };
            let holders = self
                .store()
                .contacts_with(self.location(), name, value)
                .await?;
            if let Some(holder) = holders.into_iter().next()
                && !known.iter().any(|other| other.id == holder.id)
            {
                known.push(holder);
            }
        }
        match &known[..] {
            [] => self.welcome(turn, &found).await,
            [contact] => self.recognise(turn, contact, &found).await,
            [one, other, ..] => {
                let reason = format!(
                    "its e-mail is that of contact {} and its phone that of {}",
                    one.id, other.id
                );
                let doubt = self.doubt(&one.id, &found.id, reason);
                self.commit(turn.payload, vec![doubt]).await.map(drop)
            }
        }
    }

    /// The contact as the run that asks for this has just read it in a list.
    fn told(&self, turn: &Turn<'_>, remote: &str) -> Option<RemoteRecord> {
        let found = &turn.payload["found"];
        let time = |name: &str| found[name].as_str()?.parse::<Timestamp>().ok();
        let age = self.now().duration_since(time("at")?);
        let fresh = (SignedDuration::ZERO..TOLD_FOR).contains(&age) && turn.tries == 0;
        fresh.then(|| RemoteRecord {
            id: remote.to_owned(),
            fields: found["fields"].as_object().cloned().unwrap_or_default(),
            updated_at: time("updatedAt"),
        })
    }

    /// Refuses to decide about a contact that a call for another record than `own` may have made.
    pub(super) async fn not_awaited(&self, found: &RemoteRecord, own: &str) -> Done {
        let pending = self
            .store()
            .links_in_state(
                self.location(),
                self.connection(),
                Kind::Contact,
                LinkState::Pending,
                "",
                INTENTS,
            )
            .await?;
        let made = |link: &&Link| {
            intent::created(link).is_some_and(|sent| agree(Kind::Contact, sent, &found.fields))
        };
        let mut makers = pending.iter().filter(made).peekable();
        // Two that sent the same may each have the other's: neither waits, else both would for ever.
        if makers.peek().is_some() && !makers.any(|link| link.record_id == own) {
            return Err(EngineError::Wait(
                "a call of ours may have made this contact",
            ));
        }
        Ok(())
    }

    /// Nobody the hub knows: a new contact, unless it is what a call of ours has just made.
    async fn welcome(&self, turn: &Turn<'_>, found: &RemoteRecord) -> Done {
        self.not_awaited(found, "").await?;
        let table = fields::of(Kind::Contact);
        let mut read = edit::gathered(&terms::readable(found.fields.clone()));
        // No body may name the business; a copy does.
        let business = read.remove("businessId");
        let checked = fields::check(table, &[], read, &self.parts.location.country);
        let doc = match checked {
            Ok(mut fields) => {
                fields.extend(business.map(|id| ("businessId".to_owned(), id)));
                edit::made(fields)
            }
            Err(complaints) => {
                let review = Review {
                    id: format!("unreadable/{}/{}", self.connection(), found.id),
                    subject: found.id.clone(),
                    title: format!(
                        "{} has a contact that Tenon cannot take",
                        self.parts.connection.name
                    ),
                    reasons: complaints,
                    detail: json!({"remoteId": found.id, "fields": found.fields}),
                };
                let review = Write::Review(Box::new(review));
                return self.commit(turn.payload, vec![review]).await.map(drop);
            }
        };
        let id = self.new_id();
        let link = Link {
            connection_id: self.connection().to_owned(),
            kind: Kind::Contact,
            record_id: id.clone(),
            root_id: id.clone(),
            remote_id: Some(found.id.clone()),
            state: LinkState::Linked,
            // As it is: what the map sends differently is still to be sent.
            base_hub: synced_fields(Kind::Contact, &doc),
            base_remote: found.fields.clone(),
            detail: Value::Null,
            version: 0,
        };
        let exclusive = !self.parts.location.allow_duplicates;
        let job = self.hub_job(&id, turn.passed_on(), Look::ALL);
        let writes = vec![
            Write::Create {
                kind: Kind::Contact,
                root_id: id.clone(),
                id,
                doc,
                exclusive,
            },
            save(link),
            // Its tasks and notes come next.
            job,
        ];
        match self.commit(turn.payload, writes).await {
            // Somebody made the same contact this moment: look again.
            Err(EngineError::Store(tenon_store::StoreError::KeyTaken { .. })) => Err(
                EngineError::Wait("the same contact is being made in the hub"),
            ),
            result => result.map(drop),
        }
    }

    /// The hub has a contact with this e-mail or phone.
    async fn recognise(&self, turn: &Turn<'_>, contact: &Record, found: &RemoteRecord) -> Done {
        let links = self
            .store()
            .links_of(self.location(), self.connection(), &contact.id)
            .await?;
        let link = links.into_iter().find(|link| link.kind == Kind::Contact);
        let job = self.hub_job(&contact.id, turn.passed_on(), Look::ALL);
        match link {
            Some(link) if link.remote_id.is_some() => {
                let other = link.remote_id.unwrap_or_default();
                let reason = format!(
                    "it has the e-mail or phone of contact {}, whose copy is {other}",
                    contact.id
                );
                let doubt = self.doubt(&contact.id, &found.id, reason);
                self.commit(turn.payload, vec![doubt]).await.map(drop)
            }
            Some(link) if link.state == LinkState::Pending => {
                // Its own job is making or finding the copy, and will find this one.
                self.commit(turn.payload, vec![job]).await?;
                Err(EngineError::Wait("the contact's copy is being made"))
            }
            link => {
                self.not_awaited(found, &contact.id).await?;
                let link = Link {
                    remote_id: Some(found.id.clone()),
                    state: LinkState::Linked,
                    detail: Value::Null,
                    ..link.unwrap_or_else(|| self.new_link(contact))
                };
                let writes = vec![
                    Write::Check {
                        kind: Kind::Contact,
                        id: contact.id.clone(),
                        version: contact.version,
                    },
                    self.say_found(&link),
                    save(link),
                    job,
                ];
                self.commit(turn.payload, writes).await.map(drop)
            }
        }
    }
}
