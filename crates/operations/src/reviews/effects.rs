//! What each decision does, as writes.

mod sources;

use serde_json::{Value, json};
use tenon_model::{Action, Fields, Kind, fields};
use tenon_store::{Asked, Link, LinkState, LinkWrite, Record, Write};

use super::decide::Decision;
use crate::{Context, OperationError, duplicates, edit, look, runs};

/// What can be decided about a type of review.
pub(super) fn decisions(kind: &str) -> &'static [&'static str] {
    match kind {
        "refused" => &["retry", "set", "leave"],
        "taken" => &["hub", "merge", "leave"],
        "match" => &["link", "merge", "apart", "leave"],
        "field" => &["hub", "remote", "value", "leave"],
        "duplicate" => &["merge", "apart"],
        "unreadable" => &["retry", "leave"],
        "source" => &["create", "attach", "ignore"],
        "brake" => &["approve", "abandon"],
        _ => &["leave"],
    }
}

/// Whether a decision names nothing of the one record, so that it fits all that are alike.
pub(super) fn is_general(decision: &str) -> bool {
    ["retry", "leave", "apart", "ignore", "hub", "remote", "link"].contains(&decision)
}

/// # Errors
/// 422 when this cannot be decided about it.
pub(super) fn may(asked: &Asked, decision: &Decision) -> Result<(), OperationError> {
    let known = decisions(&asked.kind);
    if !known.contains(&decision.decision.as_str()) {
        return Err(OperationError::invalid(format!(
            "decision must be one of {}",
            known.join(", ")
        )));
    }
    let takes_fields = ["set", "create", "value"].contains(&decision.decision.as_str());
    if !decision.fields.is_empty() && !takes_fields {
        return Err(OperationError::invalid(format!(
            "fields does not go with {}",
            decision.decision
        )));
    }
    if decision.decision == "attach" && decision.contact_id.is_none() {
        return Err(OperationError::invalid("contactId should not be empty"));
    }
    Ok(())
}

/// What a decision writes.
pub(super) async fn writes(
    cx: &Context,
    asked: &Asked,
    decision: &Decision,
) -> Result<Vec<Write>, OperationError> {
    let about = About { cx, asked };
    match (asked.kind.as_str(), decision.decision.as_str()) {
        ("refused", "retry") => about.send_again().await,
        ("refused", "set") => about.set(&decision.fields, false).await,
        ("taken", "hub") => about.keep_ours(&asked.review.detail["fields"]).await,
        ("field", "hub") => {
            let theirs = about.their_value();
            about.keep_ours(&theirs).await
        }
        ("field", "remote") => {
            let theirs = about.their_value();
            about
                .set(theirs.as_object().unwrap_or(&Fields::new()), true)
                .await
        }
        ("field", "value") => {
            let mut writes = about.set(&decision.fields, true).await?;
            let theirs = about.their_value();
            writes.extend(about.keep_ours(&theirs).await?);
            Ok(writes)
        }
        ("match", "link") => about.link().await,
        ("unreadable", "retry") => Ok(vec![about.job("remote", about.text("remoteId")?)?]),
        ("taken" | "match" | "duplicate", "merge") => about.merge(decision).await,
        ("source", "create") => sources::create(&about, &decision.fields).await,
        ("source", "attach") => {
            let contact = decision.contact_id.as_deref().unwrap_or_default();
            sources::attach(&about, contact).await
        }
        ("source", "ignore") => Ok(vec![sources::filed(&about, "ignored", None)?]),
        ("brake", said) => runs::decided_review(cx, &asked.review, said == "approve").await,
        // To leave, to keep apart: that it was decided is all there is to it.
        _ => Ok(Vec::new()),
    }
}

/// A review and what it speaks of.
struct About<'a> {
    cx: &'a Context,
    asked: &'a Asked,
}

impl About<'_> {
    fn text(&self, name: &str) -> Result<&str, OperationError> {
        self.asked.review.detail[name]
            .as_str()
            .ok_or_else(|| OperationError::BadRequest(format!("This review names no {name}.")))
    }

    fn kind(&self) -> Kind {
        let kind = self.asked.review.detail["kind"].as_str();
        kind.and_then(Kind::parse).unwrap_or(Kind::Contact)
    }

    /// The record that is meant, as it is now.
    async fn record(&self) -> Result<Record, OperationError> {
        let id = self.text("recordId").unwrap_or(&self.asked.review.subject);
        let (store, location) = (&self.cx.store, &self.cx.location.id);
        let record = store.record(location, self.kind(), id).await?;
        record.ok_or_else(|| OperationError::BadRequest("The record is not there any more.".into()))
    }

    async fn link_to(&self, record: &Record) -> Result<Option<Link>, OperationError> {
        let (store, location) = (&self.cx.store, &self.cx.location.id);
        let links = store
            .links_of(location, self.text("connectionId")?, &record.root_id)
            .await?;
        let own = |link: &Link| link.kind == record.kind && link.record_id == record.id;
        Ok(links.into_iter().find(own))
    }

    fn job(&self, side: &str, id: &str) -> Result<Write, OperationError> {
        let cause = &self.cx.origin.cause;
        let cause = (cause.kind.as_str(), cause.id.as_str());
        let connection = self.text("connectionId")?;
        Ok(look::again(
            self.cx,
            connection,
            format!("{side}:{id}"),
            cause,
        ))
    }

    /// The refused record goes out once more, as it is now.
    async fn send_again(&self) -> Result<Vec<Write>, OperationError> {
        let record = self.record().await?;
        let Some(mut link) = self.link_to(&record).await? else {
            return Ok(vec![self.job("hub", &record.root_id)?]);
        };
        if link.state == LinkState::Refused {
            if let Some(detail) = link.detail.as_object_mut() {
                detail.remove("fields");
                detail.remove("message");
            }
            tidy(&mut link);
            link.state = match link.remote_id {
                Some(_) => LinkState::Linked,
                None => LinkState::Pending,
            };
        }
        Ok(vec![save(link), self.job("hub", &record.root_id)?])
    }

    /// Gives the hub's record these values.
    async fn set(&self, values: &Fields, may_be_none: bool) -> Result<Vec<Write>, OperationError> {
        if values.is_empty() {
            return if may_be_none {
                Ok(Vec::new())
            } else {
                Err(OperationError::invalid("fields should not be empty"))
            };
        }
        let record = self.record().await?;
        let country = &self.cx.location.country;
        let patch = fields::check(fields::of(record.kind), &[], values.clone(), country)
            .map_err(OperationError::Invalid)?;
        let before = record.fields()?;
        let doc = edit::patched(&before, &patch);
        if doc == before {
            return Ok(Vec::new());
        }
        Ok(vec![Write::Update {
            exclusive: record.kind == Kind::Contact && !self.cx.location.allow_duplicates,
            old: record,
            doc,
        }])
    }

    /// What the other side wants is known, and not taken: what the hub has is a change against it, and
    /// goes out.
    async fn keep_ours(&self, theirs: &Value) -> Result<Vec<Write>, OperationError> {
        let record = self.record().await?;
        let Some(mut link) = self.link_to(&record).await? else {
            return Ok(Vec::new());
        };
        for (name, value) in theirs.as_object().into_iter().flatten() {
            for base in [&mut link.base_hub, &mut link.base_remote] {
                if edit::is_blank(value) {
                    base.remove(name);
                } else {
                    base.insert(name.clone(), value.clone());
                }
            }
            for list in ["held", "asked"] {
                let held = link.detail.get_mut(list).and_then(Value::as_object_mut);
                let settled = held.is_some_and(|held| {
                    held.remove(name);
                    held.is_empty()
                });
                if settled && let Some(detail) = link.detail.as_object_mut() {
                    detail.remove(list);
                }
            }
        }
        tidy(&mut link);
        Ok(vec![save(link), self.job("hub", &record.root_id)?])
    }

    /// The other side's value of the field that is asked about, as `{field: value}`.
    fn their_value(&self) -> Value {
        let detail = &self.asked.review.detail;
        let field = detail["field"].as_str().unwrap_or_default();
        json!({field: detail["remote"]})
    }

    /// The contact and the one over there are the same person.
    async fn link(&self) -> Result<Vec<Write>, OperationError> {
        let contact = self.record().await?;
        let (connection, remote) = (self.text("connectionId")?, self.text("remoteId")?);
        let (store, location) = (&self.cx.store, &self.cx.location.id);
        let own = self.link_to(&contact).await?;
        if let Some(other) = own.as_ref().and_then(|link| link.remote_id.as_deref())
            && own
                .as_ref()
                .is_some_and(|link| link.state != LinkState::Parted)
        {
            return Err(OperationError::BadRequest(format!(
                "This contact has the copy {other} over there already. If {remote} is the same \
                 person, merge the two over there; else keep them apart."
            )));
        }
        let mut writes = Vec::new();
        let known = store.link_of_remote(location, connection, Kind::Contact, remote);
        if let Some(known) = known.await?
            && known.record_id != contact.id
        {
            if known.state != LinkState::Parted {
                return Err(OperationError::BadRequest(format!(
                    "{remote} is the copy of contact {} already; if they are the same person, \
                     decide \"merge\".",
                    known.record_id
                )));
            }
            // The contact it belonged to is gone.
            writes.push(save(Link {
                remote_id: None,
                ..known
            }));
        }
        let link = Link {
            connection_id: connection.to_owned(),
            kind: Kind::Contact,
            record_id: contact.id.clone(),
            root_id: contact.id.clone(),
            remote_id: Some(remote.to_owned()),
            state: LinkState::Linked,
            base_hub: Fields::new(),
            base_remote: Fields::new(),
            detail: Value::Null,
            version: own.map_or(0, |link| link.version),
        };
        writes.push(Write::Check {
            kind: Kind::Contact,
            id: contact.id.clone(),
            version: contact.version,
        });
        writes.push(Write::Log {
            kind: Kind::Contact,
            record_id: contact.id.clone(),
            root_id: contact.id.clone(),
            action: Action::Link,
            detail: json!({"found": true, "connectionId": connection, "remoteId": remote,
                "why": "somebody said that they are the same"}),
        });
        writes.push(save(link));
        writes.push(self.job("hub", &contact.id)?);
        Ok(writes)
    }

    /// Two contacts of the hub are the same person.
    async fn merge(&self, decision: &Decision) -> Result<Vec<Write>, OperationError> {
        let detail = &self.asked.review.detail;
        let one = detail["recordId"]
            .as_str()
            .unwrap_or(&self.asked.review.subject);
        let mut other = ["holder", "loserId", "otherId"]
            .iter()
            .find_map(|name| detail[*name].as_str())
            .map(str::to_owned);
        if other.is_none()
            && let Some(remote) = detail["remoteId"].as_str()
        {
            let (store, location) = (&self.cx.store, &self.cx.location.id);
            let connection = self.text("connectionId")?;
            let link = store.link_of_remote(location, connection, Kind::Contact, remote);
            other = link.await?.map(|link| link.record_id);
        }
        let other = other.filter(|other| other != one).ok_or_else(|| {
            OperationError::BadRequest(
                "The one over there is no contact of Tenon yet: link it, or keep it apart.".into(),
            )
        })?;
        let pair = match decision.survivor_id.as_deref() {
            Some(survivor) if survivor == other => (other.as_str(), one),
            Some(survivor) if survivor == one => (one, other.as_str()),
            Some(_) => {
                return Err(OperationError::invalid(format!(
                    "survivorId must be {one} or {other}"
                )));
            }
            None => (one, other.as_str()),
        };
        let merge = duplicates::Merging {
            survivor: pair.0,
            loser: pair.1,
            newest: false,
        };
        Ok(duplicates::merge_writes(self.cx, &merge).await?.writes)
    }
}

fn save(link: Link) -> Write {
    Write::Link(Box::new(LinkWrite { link }))
}

/// Nothing to be said is said in one way only.
fn tidy(link: &mut Link) {
    if link.detail.as_object().is_some_and(Fields::is_empty) {
        link.detail = Value::Null;
    }
}
