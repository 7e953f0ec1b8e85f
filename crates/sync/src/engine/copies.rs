//! Copies of what hangs on a contact: made over there, or taken over from there.

use serde_json::{Value, json};
use tenon_model::{Fields, Kind, fields};
use tenon_operations::edit;
use tenon_store::{Link, LinkState, Record, Write};

use super::{Done, Engine, EngineError, intent, links::save, work::Turn};
use crate::{
    merge::{same, synced_fields},
    remote::{Place, RemoteError, RemoteRecord},
    terms,
};

impl Engine {
    /// The copy that an earlier call of ours made, if its answer was lost.
    pub(super) async fn made_by_us(
        &self,
        kind: Kind,
        link: &Link,
        copies: &[RemoteRecord],
    ) -> Done<Option<RemoteRecord>> {
        let Some(sent) = intent::created(link) else {
            return Ok(None);
        };
        // Somebody may have completed it since, or written more into it.
        let carries = |copy: &&RemoteRecord| {
            let null = &Value::Null;
            sent.iter()
                .filter(|(name, value)| !same(value, null) && !untold(kind, name))
                .all(|(name, value)| same(value, copy.fields.get(name).unwrap_or(null)))
        };
        for copy in copies.iter().filter(carries) {
            if self.link_of(kind, &copy.id).await?.is_none() {
                return Ok(Some(copy.clone()));
            }
        }
        Ok(None)
    }

    pub(super) async fn make_copy(
        &self,
        turn: &Turn<'_>,
        place: Place<'_>,
        record: &Record,
        mut link: Link,
        copies: &mut Vec<RemoteRecord>,
    ) -> Done {
        if let Some(copy) = self.made_by_us(place.kind, &link, copies).await? {
            copies.retain(|other| other.id != copy.id);
            let sent = intent::created(&link).cloned().unwrap_or_default();
            let detail = json!({"created": true, "foundOut": true});
            // What was written into it since is somebody's change.
            let mut arrived = copy.clone();
            arrived.fields.retain(|name, value| match sent.get(name) {
                Some(sent) => same(sent, value),
                None => false,
            });
            self.made(turn, &mut link, arrived, sent, detail).await?;
            let rest = self
                .merge_record(turn, place, record.clone(), link, &copy)
                .await?;
            return rest.result();
        }
        let fields = self.sayable(place.kind, record).await?;
        if let Some(why) = self.lacks(place.kind, record, &fields).await? {
            if turn.tries == 0 {
                // What the other side has is asked for first.
                return Err(EngineError::Wait(
                    "what it refers to is to be found over there",
                ));
            }
            let writes = self.refuse(&link, &fields, &why);
            return self.commit(turn.payload, writes).await.map(drop);
        }
        link.state = LinkState::Pending;
        intent::of_create(&mut link, &fields, self.now());
        self.save_link(turn, &mut link, Vec::new()).await?;
        self.may_send(turn, &link)?;
        match self.remote().create(place, &fields, turn.urgency).await {
            Ok(made) => {
                let detail = json!({"created": true});
                self.made(turn, &mut link, made, fields, detail).await
            }
            Err(RemoteError::Refused { message, .. }) => {
                let writes = self.refuse(&link, &fields, &message);
                self.commit(turn.payload, writes).await.map(drop)
            }
            Err(error) => Err(self.not_sent(turn, link, Vec::new(), error).await?),
        }
    }

    /// Why a copy cannot be made: something it must refer to has no like over there.
    async fn lacks(&self, kind: Kind, record: &Record, sayable: &Fields) -> Done<Option<String>> {
        let doc = record.fields()?;
        let must = must_refer(kind).iter();
        let mut lacking =
            must.filter(|name| doc.contains_key(**name) && !sayable.contains_key(**name));
        let Some(name) = lacking.next() else {
            return Ok(None);
        };
        let left = self.remote.unsayable(&doc).await?;
        let why = left.get(*name).map_or("it cannot be said", String::as_str);
        Ok(Some(format!("{name}: {why}")))
    }

    /// A record that somebody made over there becomes one of the hub's.
    pub(super) async fn take_over(
        &self,
        turn: &Turn<'_>,
        contact: &str,
        kind: Kind,
        copy: &RemoteRecord,
    ) -> Done {
        let required: &[&str] = match kind {
            Kind::Task => &["title", "dueDate"],
            Kind::Appointment => &["calendarId", "startTime"],
            Kind::Opportunity => &["pipelineId", "pipelineStageId", "name"],
            _ => &["body"],
        };
        let mut foreign = must_refer(kind)
            .iter()
            .filter(|name| copy.fields.get(**name).is_some_and(terms::is_foreign));
        if let Some(name) = foreign.next() {
            if turn.tries == 0 {
                return Err(EngineError::Wait(
                    "what it refers to is to be found in the hub",
                ));
            }
            let reason = format!("a {kind} of {contact}: its {name} is none of the hub's");
            let doubt = self.doubt(contact, &copy.id, reason);
            return self.commit(turn.payload, vec![doubt]).await.map(drop);
        }
        let country = &self.parts.location.country;
        let read = edit::gathered(&terms::readable(copy.fields.clone()));
        let checked = fields::check(fields::of(kind), required, read, country);
        let mut doc = match checked {
            Ok(fields) => edit::made(fields),
            Err(complaints) => {
                let reason = format!("a {kind} of {contact}: {}", complaints.join(", "));
                let doubt = self.doubt(contact, &copy.id, reason);
                return self.commit(turn.payload, vec![doubt]).await.map(drop);
            }
        };
        complete(kind, &mut doc);
        let id = self.new_id();
        let Some(root) = self
            .store()
            .record(self.location(), Kind::Contact, contact)
            .await?
        else {
            return Ok(());
        };
        let record = Record {
            kind,
            id: id.clone(),
            version: 0,
            doc: String::new(),
            ..root.clone()
        };
        let link = Link {
            remote_id: Some(copy.id.clone()),
            state: LinkState::Linked,
            // As it is: what the map sends differently is still to be sent.
            base_hub: synced_fields(kind, &doc),
            base_remote: copy.fields.clone(),
            ..self.new_link(&record)
        };
        let writes = vec![
            Write::Check {
                kind: Kind::Contact,
                id: root.id.clone(),
                version: root.version,
            },
            Write::Create {
                kind,
                id,
                root_id: root.id,
                doc,
                exclusive: false,
            },
            save(link),
        ];
        self.commit(turn.payload, writes).await.map(drop)
    }
}

/// What a record must refer to, or it cannot be.
const fn must_refer(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Appointment => &["calendarId"],
        Kind::Opportunity => &["pipelineId", "pipelineStageId"],
        _ => &[],
    }
}

/// Fields that a list may not tell, though they were sent.
fn untold(kind: Kind, name: &str) -> bool {
    kind == Kind::Appointment
        && ["description", "meetingLocationType", "assignedUserId"].contains(&name)
}

/// Fills in what the other side has not told and a record of the hub must have.
fn complete(kind: Kind, doc: &mut Fields) {
    match kind {
        Kind::Task => {
            doc.entry("completed").or_insert(Value::Bool(false));
        }
        Kind::Appointment => {
            let start = doc.get("startTime").cloned().unwrap_or_default();
            doc.entry("endTime").or_insert(start);
            doc.entry("title").or_insert_with(|| "Appointment".into());
            doc.entry("appointmentStatus")
                .or_insert_with(|| "confirmed".into());
        }
        Kind::Opportunity => {
            doc.entry("status").or_insert_with(|| "open".into());
        }
        _ => {}
    }
}
