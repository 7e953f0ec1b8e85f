//! Making a contact known on the other side: its copy is found there, or made.

use serde_json::{Value, json};
use tenon_model::{Action, Fields, Kind};
use tenon_store::{Link, LinkState, Record};

use super::{Done, Engine, EngineError, Look, base, contact::CONTACT, intent, work::Turn};
use crate::{
    merge::agree,
    remote::{RemoteError, RemoteRecord, Urgency},
};

impl Engine {
    /// Finds the contact's copy, or makes one, and tells what of it is to be looked at: all of one that
    /// was there. `None`: it could not be, and somebody was told why.
    pub(super) async fn introduce(
        &self,
        turn: &Turn<'_>,
        record: &Record,
        mut link: Link,
    ) -> Done<Option<(Link, Look)>> {
        let fields = self.sayable(Kind::Contact, record).await?;
        let tried = intent::created(&link).cloned();
        if tried.is_some() || !self.remote().refuses_duplicates() {
            // A call may have had its effect without our knowing: find out before it is sent again.
            let sent = tried.as_ref().unwrap_or(&fields);
            if let Some(found) = self.find_copy(&link, sent, turn.urgency).await? {
                return self
                    .adopt(turn, link, &found, (tried.as_ref(), &fields))
                    .await;
            }
        }
        link.state = LinkState::Pending;
        intent::of_create(&mut link, &fields, self.now());
        self.save_link(turn, &mut link, Vec::new()).await?;
        self.may_send(turn, &link)?;
        let made = self.remote().create(CONTACT, &fields, turn.urgency).await;
        match made {
            Ok(made) => {
                let names: Vec<&String> = fields.keys().collect();
                let detail = json!({"created": true, "fields": names});
                self.made(turn, &mut link, made, fields.clone(), detail)
                    .await?;
                Ok(Some((link, Look::NOTHING)))
            }
            Err(RemoteError::Duplicate { holder }) => {
                match self.remote().contact(&holder, turn.urgency).await? {
                    Some(found) => self.adopt(turn, link, &found, (None, &fields)).await,
                    None => Err(EngineError::Wait("a duplicate that is not there")),
                }
            }
            Err(RemoteError::Refused { message, .. }) => {
                let writes = self.refuse(&link, &fields, &message);
                self.commit(turn.payload, writes).await?;
                Ok(None)
            }
            Err(error) => Err(self.not_sent(turn, link, Vec::new(), error).await?),
        }
    }

    /// Notes a copy that a call of ours has made.
    pub(super) async fn made(
        &self,
        turn: &Turn<'_>,
        link: &mut Link,
        copy: RemoteRecord,
        sent: Fields,
        detail: Value,
    ) -> Done {
        link.remote_id = Some(copy.id);
        link.state = LinkState::Linked;
        link.detail = Value::Null;
        link.base_hub = sent;
        link.base_remote = copy.fields;
        let said = self.say(link, Action::Push, detail);
        self.save_link(turn, link, vec![said]).await
    }

    /// The copy of a contact over there, if there is one: by e-mail or phone; without either, only
    /// what an earlier call of ours may have made.
    pub(super) async fn find_copy(
        &self,
        link: &Link,
        sent: &Fields,
        urgency: Urgency,
    ) -> Done<Option<RemoteRecord>> {
        let has_key = sent.contains_key("email") || sent.contains_key("phone");
        let tried = intent::created(link).is_some();
        for found in self.remote().find(sent, urgency).await? {
            let by_key = ["email", "phone"].iter().any(|name| {
                sent.get(*name)
                    .is_some_and(|key| found.fields.get(*name) == Some(key))
            });
            let ours = !has_key
                && tried
                && agree(Kind::Contact, sent, &found.fields)
                && self.link_of(Kind::Contact, &found.id).await?.is_none();
            if by_key || ours {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    /// Links a contact to a copy that was there already. `sent`: what we know to have sent, when the
    /// copy may be our own call's doing, and what the contact is now.
    async fn adopt(
        &self,
        turn: &Turn<'_>,
        mut link: Link,
        found: &RemoteRecord,
        (sent, fields): (Option<&Fields>, &Fields),
    ) -> Done<Option<(Link, Look)>> {
        self.not_awaited(found, &link.record_id).await?;
        if let Some(other) = self.link_of(Kind::Contact, &found.id).await?
            && other.record_id != link.record_id
        {
            let message = format!(
                "it is the same as {} over there, which is the copy of another contact ({})",
                found.id, other.record_id
            );
            let doubt = self.doubt(&link.record_id, &found.id, message.clone());
            let mut writes = self.refuse(&link, fields, &message);
            writes.push(doubt);
            self.commit(turn.payload, writes).await?;
            return Ok(None);
        }
        link.remote_id = Some(found.id.clone());
        link.state = LinkState::Linked;
        link.detail = Value::Null;
        if let Some(sent) = sent {
            base::arrived(&mut link, sent, &found.fields);
        }
        let said = self.say_found(&link);
        self.save_link(turn, &mut link, vec![said]).await?;
        Ok(Some((link, Look::ALL)))
    }
}
