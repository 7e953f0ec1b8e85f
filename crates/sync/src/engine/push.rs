//! Sending a change, and what the other side says to it.

use std::mem;

use serde_json::{Value, json};
use tenon_model::{Action, Fields, Kind};
use tenon_store::{Link, Write};

use super::{
    Done, Engine, base, intent,
    pair::{Rest, tried_enough},
    work::Turn,
};
use crate::{
    merge::same,
    remote::{Place, RemoteError, RemotePatch, RemoteRecord},
};

impl Engine {
    /// Sends a patch whose intent stands in the link. What is refused as a whole is sent part by
    /// part, so that one bad value keeps back nothing else. `hub` and `remote` are both sides as they
    /// were merged.
    pub(super) async fn push(
        &self,
        turn: &Turn<'_>,
        place: Place<'_>,
        mut link: Link,
        (hub, remote): (&Fields, &RemoteRecord),
        patch: RemotePatch,
    ) -> Done<Rest> {
        let (mut writes, mut refused) = (Vec::new(), Vec::new());
        let (mut parts, mut begun) = (vec![patch], false);
        while let Some(part) = parts.pop() {
            if mem::replace(&mut begun, true) {
                intent::again(&mut link, self.now());
                let known = mem::take(&mut writes);
                self.save_link(turn, &mut link, known).await?;
            }
            self.may_send(turn, &link)?;
            let sent = self.remote().update(place, &remote.id, &part, turn.urgency);
            match sent.await {
                Ok(answered) => {
                    base::pushed(&mut link, hub, &remote.fields, &part, &answered.fields);
                    writes.push(self.say(&link, Action::Push, sent_names(&part, &remote.fields)));
                }
                Err(error @ (RemoteError::Refused { .. } | RemoteError::Duplicate { .. })) => {
                    match split(&part) {
                        smaller if smaller.len() > 1 => parts.extend(smaller),
                        _ => refused.push((part, error)),
                    }
                }
                Err(error) => return Err(self.not_sent(turn, link, writes, error).await?),
            }
        }
        intent::over(&mut link);
        let mut rest = Rest::Nothing;
        for (part, error) in refused {
            if let RemoteError::Duplicate { holder } = &error
                && !tried_enough(turn)
                && self.gives_up(holder, &part.fields).await?
            {
                rest = Rest::Wait("another contact over there is about to give up this value");
                continue;
            }
            let mut fields = part.fields;
            if fields.is_empty() {
                fields.insert("tags".into(), hub.get("tags").cloned().unwrap_or_default());
            }
            let message = match &error {
                RemoteError::Duplicate { holder } => {
                    let message = format!("another contact over there ({holder}) has this value");
                    writes.push(self.doubt(&link.record_id, holder, message.clone()));
                    message
                }
                RemoteError::Refused { message, .. } => message.clone(),
                error => error.to_string(),
            };
            writes.extend(self.refuse_fields(&mut link, &fields, &message));
        }
        self.save_link(turn, &mut link, writes).await?;
        Ok(rest)
    }

    /// Whether the hub's contact whose copy `holder` is has another e-mail or phone by now: its own
    /// job will make room.
    async fn gives_up(&self, holder: &str, wanted: &Fields) -> Done<bool> {
        let Some(link) = self.link_of(Kind::Contact, holder).await? else {
            return Ok(false);
        };
        let record = self
            .store()
            .record(self.location(), Kind::Contact, &link.record_id)
            .await?;
        let Some(record) = record else {
            return Ok(false);
        };
        let has = record.fields()?;
        Ok(wanted
            .iter()
            .all(|(name, value)| has.get(name) != Some(value)))
    }

    /// Notes how a call failed: without effect, or nobody knows. Hands the error back.
    pub(super) async fn not_sent(
        &self,
        turn: &Turn<'_>,
        mut link: Link,
        writes: Vec<Write>,
        error: RemoteError,
    ) -> Done<super::EngineError> {
        match error {
            RemoteError::Unknown(_) => intent::unknown(&mut link, self.now()),
            _ => intent::over(&mut link),
        }
        self.save_link(turn, &mut link, writes).await?;
        Ok(match error {
            RemoteError::Gone => super::EngineError::Wait("it is gone over there"),
            error => error.into(),
        })
    }
}

/// A patch in its smallest parts.
fn split(patch: &RemotePatch) -> Vec<RemotePatch> {
    let fields = patch.fields.iter().map(|(name, value)| RemotePatch {
        fields: Fields::from_iter([(name.clone(), value.clone())]),
        ..RemotePatch::default()
    });
    let tags = RemotePatch {
        fields: Fields::new(),
        ..patch.clone()
    };
    let tags = Some(tags).filter(|tags| *tags != RemotePatch::default());
    fields.chain(tags).collect()
}

/// What was sent, and what it overwrote, which an undo puts back.
fn sent_names(patch: &RemotePatch, remote: &Fields) -> Value {
    let before: Fields = patch
        .fields
        .keys()
        .map(|name| {
            let was = remote.get(name).cloned().unwrap_or(Value::Null);
            (name.clone(), was)
        })
        .collect();
    let values: Fields = patch
        .fields
        .iter()
        .filter(|(_, value)| !same(value, &Value::Null))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    json!({"created": false, "fields": values, "before": before,
        "addedTags": patch.add_tags, "removedTags": patch.remove_tags})
}
