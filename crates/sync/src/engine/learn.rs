//! Learning the other side's terms: which of its users, custom fields and calendars are which of the
//! hub's. Asked only when something was not understood.

use std::collections::BTreeMap;

use jiff::SignedDuration;
use serde_json::{Value, json};
use tenon_model::{Fields, Kind, normalise};
use tenon_store::{Link, LinkState, Record, Write};

use super::{Done, Engine, EngineError, links::save, work::Turn};
use crate::{
    remote::{Place, RemoteError, RemoteRecord},
    terms::FURNITURE,
};

/// How long a comparison stands, though something is not understood: people add users and custom
/// fields rarely, and each look is a call or two.
const STANDS: SignedDuration = SignedDuration::from_mins(10);
/// Most records of a kind that are compared.
const MOST: i64 = 1_000;

impl Engine {
    /// Compares the kinds of which something was not understood. Whether anything was learned.
    pub(super) async fn learn(&self, turn: &Turn<'_>) -> Done<bool> {
        let mut learned = false;
        for kind in self.remote.wanted() {
            if !FURNITURE.contains(&kind) || !self.is_due(kind) {
                continue;
            }
            match self.compare(turn, kind).await {
                Ok(news) => learned |= news,
                // A scope may be missing: everything else goes on without this kind.
                Err(EngineError::Remote(RemoteError::Unauthorized(why))) => {
                    tracing::info!(%kind, why, "not to be had from the other side");
                }
                Err(error) => {
                    self.learned().remove(&kind);
                    return Err(error);
                }
            }
        }
        if learned {
            self.remote.forget();
        }
        Ok(learned)
    }

    fn is_due(&self, kind: Kind) -> bool {
        let now = self.now();
        let mut learned = self.learned();
        let stands = learned
            .get(&kind)
            .is_some_and(|at| now.duration_since(*at).abs() < STANDS);
        if !stands {
            learned.insert(kind, now);
        }
        !stands
    }

    async fn compare(&self, turn: &Turn<'_>, kind: Kind) -> Done<bool> {
        let Some(theirs) = self.remote().furniture(kind, turn.urgency).await? else {
            return Ok(false);
        };
        let location = self.location();
        let ours = self.store().records_in(location, kind, 0, MOST).await?;
        let mut known = BTreeMap::<String, Link>::new();
        for record in &ours {
            let links = self
                .store()
                .links_of(location, self.connection(), &record.id)
                .await?;
            known.extend(links.into_iter().map(|link| (record.id.clone(), link)));
        }
        let free = |remote: &&RemoteRecord| {
            let id = Some(&remote.id);
            !known.values().any(|known| known.remote_id.as_ref() == id)
        };
        let mut free: Vec<&RemoteRecord> = theirs.iter().filter(free).collect();
        let alone = ours.len() == 1 && theirs.len() == 1;
        let mut writes = Vec::new();
        for record in &ours {
            let doc = record.fields()?;
            if let Some(link) = known.get(&record.id) {
                let theirs = theirs.iter();
                let mut pair = theirs.filter(|remote| Some(&remote.id) == link.remote_id.as_ref());
                if kind == Kind::Pipeline
                    && let Some(remote) = pair.next()
                {
                    writes.extend(restaged(link, &doc, &remote.fields));
                }
                continue;
            }
            let alike = |remote: &&RemoteRecord| {
                are_one(kind, &doc, &remote.fields)
                    || alone && matches!(kind, Kind::Calendar | Kind::Pipeline)
            };
            if let Some(at) = free.iter().position(alike) {
                let remote = free.swap_remove(at);
                let mut link = self.pair_of(record, &remote.id, "alike");
                if kind == Kind::Pipeline {
                    link.detail["stages"] = stage_pairs(&doc, &remote.fields);
                }
                writes.push(save(link));
            } else if kind == Kind::CustomField && (self.may_define() || self.map_makes(&doc)) {
                let made = self.define(turn, &doc).await?;
                writes.push(save(self.pair_of(record, &made.id, "defined there")));
            }
        }
        if kind == Kind::CustomField && self.may_define() {
            for remote in free {
                writes.extend(self.define_here(remote));
            }
        }
        if writes.is_empty() {
            return Ok(false);
        }
        self.commit(turn.payload, writes).await?;
        Ok(true)
    }

    /// Whether the location wants custom fields that one side lacks to be made there.
    fn may_define(&self) -> bool {
        self.parts.connection.settings["createCustomFields"] == true
    }

    /// Whether it is one of those that the field map has made of what Houzz tells.
    fn map_makes(&self, doc: &Fields) -> bool {
        let key = doc.get("fieldKey").and_then(Value::as_str);
        key.is_some_and(|key| self.map().makes_custom_field(key))
    }

    /// Makes a custom field over there. Its answer may be lost: then it is found the next time.
    async fn define(&self, turn: &Turn<'_>, doc: &Fields) -> Done<RemoteRecord> {
        let place = Place {
            kind: Kind::CustomField,
            parent: None,
        };
        let made = self.remote.plain().create(place, doc, turn.urgency).await?;
        Ok(made)
    }

    /// Makes a custom field here, as it is over there.
    fn define_here(&self, remote: &RemoteRecord) -> Vec<Write> {
        let id = self.new_id();
        let link = Link {
            connection_id: self.connection().to_owned(),
            kind: Kind::CustomField,
            record_id: id.clone(),
            root_id: id.clone(),
            remote_id: Some(remote.id.clone()),
            state: LinkState::Linked,
            base_hub: Fields::new(),
            base_remote: Fields::new(),
            detail: json!({"by": "defined here"}),
            version: 0,
        };
        let create = Write::Create {
            kind: Kind::CustomField,
            root_id: id.clone(),
            id,
            doc: remote.fields.clone(),
            exclusive: true,
        };
        vec![create, save(link)]
    }

    fn pair_of(&self, record: &Record, remote: &str, by: &str) -> Link {
        Link {
            remote_id: Some(remote.to_owned()),
            state: LinkState::Linked,
            detail: json!({"by": by}),
            ..self.new_link(record)
        }
    }
}

/// The stages of two pipelines that have the same name, as `{hub's id: other side's id}`.
fn stage_pairs(ours: &Fields, theirs: &Fields) -> Value {
    let stages = |fields: &Fields| -> Vec<(String, String)> {
        let stages = fields.get("stages").and_then(Value::as_array);
        let stages = stages.into_iter().flatten().filter_map(|stage| {
            let (id, name) = (stage["id"].as_str()?, stage["name"].as_str()?);
            Some((normalise::fold(name), id.to_owned()))
        });
        stages.collect()
    };
    let theirs = stages(theirs);
    let pairs = stages(ours).into_iter().filter_map(|(name, id)| {
        let like = theirs.iter().find(|(other, _)| *other == name)?;
        Some((id, Value::String(like.1.clone())))
    });
    Value::Object(pairs.collect())
}

/// A pipeline's pair whose stages were renamed, or are new.
fn restaged(link: &Link, ours: &Fields, theirs: &Fields) -> Option<Write> {
    let stages = stage_pairs(ours, theirs);
    (link.state == LinkState::Linked && link.detail["stages"] != stages).then(|| {
        let mut link = link.clone();
        link.detail["stages"] = stages;
        save(link)
    })
}

/// Whether two are the same thing: users by e-mail, custom fields by key or name, calendars by name.
fn are_one(kind: Kind, ours: &Fields, theirs: &Fields) -> bool {
    let folded = |fields: &Fields, name: &str| {
        let text = fields.get(name).and_then(Value::as_str).unwrap_or_default();
        normalise::fold(text)
    };
    let alike = |name: &str| {
        let own = folded(ours, name);
        !own.is_empty() && own == folded(theirs, name)
    };
    match kind {
        Kind::User => alike("email"),
        Kind::CustomField => alike("fieldKey") || alike("name"),
        _ => alike("name"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(value: &Value) -> Fields {
        value.as_object().cloned().unwrap_or_default()
    }

    #[test]
    fn stages_are_paired_by_their_names() {
        let ours = fields(&json!({"stages": [{"id": "a", "name": "New"},
            {"id": "b", "name": "Won"}, {"id": "c", "name": "Snoozed"}]}));
        let theirs = fields(&json!({"stages": [{"id": "1", "name": "won"},
            {"id": "2", "name": " New "}, {"id": "3", "name": "Lost"}]}));
        assert_eq!(stage_pairs(&ours, &theirs), json!({"a": "2", "b": "1"}));
    }

    #[test]
    fn users_are_one_by_their_email_alone() {
        let one =
            |ours: Value, theirs: Value| are_one(Kind::User, &fields(&ours), &fields(&theirs));
        assert!(one(
            json!({"email": "ana@example.org"}),
            json!({"email": "Ana@Example.org"})
        ));
        assert!(!one(
            json!({"firstName": "Ana"}),
            json!({"firstName": "Ana"})
        ));
        assert!(!one(json!({}), json!({})));
    }
}
