//! An item joins a contact the hub has: the same three-way merge as with any other side, except that
//! what the source does not tell is no blank, and nothing is sent back.

use std::cell::Cell;

use jiff::Timestamp;
use serde_json::{Value, json};
use tenon_model::{Action, Fields, Kind};
use tenon_operations::edit;
use tenon_store::{Link, LinkState, LinkWrite, Record, Write};

use super::{
    ImportError, Importer, Outcome,
    item::{Plan, Told, add_tags, imported, label},
    mapped::only_gaps,
};
use crate::{
    history::FieldTimes,
    judge::PairJudge,
    map::SyncMap,
    merge::{Asked, Base, Direction, FieldRule, Sets, Side, merge, synced_fields},
};

impl Importer {
    pub(super) async fn join(
        &mut self,
        contact: &Record,
        told: Told<'_>,
    ) -> Result<Plan, ImportError> {
        let map = self.map().await?;
        let (store, location) = (&self.cx.store, &self.cx.location.id);
        let link = self.link_of(&contact.id).await?;
        let before = contact.fields()?;
        let told_at = told.incoming.occurred_at.unwrap_or_else(|| self.cx.now());
        let times = FieldTimes::read(store, location, contact).await?;
        let mut news = edit::spread(told.fields.clone());
        if link.as_ref().and_then(told_last) > told.incoming.occurred_at {
            // The source has told something newer before: this only fills gaps.
            only_gaps(&mut news, &before);
        }
        let history = (&times, told_at);
        let docs = (&before, &news);
        let Merged {
            mut doc,
            conflicts,
            asked,
        } = merged(&map, Kind::Contact, link.as_ref(), docs, history);
        keep_addresses(&before, &told.fields, &mut doc);
        add_tags(&mut doc, &told.incoming.tags);
        let mut writes = Vec::new();
        for conflict in conflicts {
            writes.push(Write::Log {
                kind: Kind::Contact,
                record_id: contact.id.clone(),
                root_id: contact.id.clone(),
                action: Action::Conflict,
                detail: conflict,
            });
        }
        let place = (Kind::Contact, contact.id.as_str(), contact.id.as_str());
        for asked in &asked {
            writes.push(self.ask_about_field(place, asked, &told.draft.key));
        }
        let (belongings, more) = self.belongings(&contact.id, &told).await?;
        let changed = doc != before;
        if changed {
            writes.push(Write::Update {
                old: contact.clone(),
                doc: doc.clone(),
                exclusive: !self.cx.location.allow_duplicates,
            });
        } else {
            writes.push(Write::Check {
                kind: Kind::Contact,
                id: contact.id.clone(),
                version: contact.version,
            });
        }
        let mut told = told;
        if let Some(id) = &told.known_by {
            let known = self.link_of_source(Kind::Contact, id).await?;
            // The source's id stays with the contact that was merged into this one.
            if known.is_some_and(|known| known.record_id != contact.id) {
                told.known_by = None;
            }
        }
        writes.push(self.link(&contact.id, link, &told, &doc));
        writes.push(imported(&contact.id, &told));
        writes.extend(belongings);
        let outcome = if changed || more {
            Outcome::Merged
        } else {
            Outcome::Unchanged
        };
        Ok(Plan {
            outcome,
            reasons: asked
                .iter()
                .map(|asked| format!("a person is asked about {}", asked.field))
                .collect(),
            contact_id: Some(contact.id.clone()),
            contact: Some(label(contact)?),
            writes,
        })
    }

    /// The link to the source, holding what it told last.
    pub(super) fn link(
        &self,
        contact: &str,
        old: Option<Link>,
        told: &Told<'_>,
        doc: &Fields,
    ) -> Write {
        let old = old.unwrap_or_else(|| self.blank_link(Kind::Contact, contact, contact));
        let mut base_remote = old.base_remote.clone();
        let last = told_last(&old);
        for (name, value) in synced_fields(Kind::Contact, &told.fields) {
            if last <= told.incoming.occurred_at || !base_remote.contains_key(&name) {
                base_remote.insert(name, value);
            }
        }
        let link = Link {
            remote_id: old.remote_id.clone().or(told.known_by.clone()),
            base_hub: synced_fields(Kind::Contact, doc),
            base_remote,
            detail: json!({"toldAt": last.max(told.incoming.occurred_at)}),
            ..old
        };
        Write::Link(Box::new(LinkWrite { link }))
    }

    pub(super) fn blank_link(&self, kind: Kind, record: &str, root: &str) -> Link {
        Link {
            connection_id: self.connection.id.clone(),
            kind,
            record_id: record.to_owned(),
            root_id: root.to_owned(),
            remote_id: None,
            state: LinkState::Linked,
            base_hub: Fields::new(),
            base_remote: Fields::new(),
            detail: Value::Null,
            version: 0,
        }
    }
}

/// When what the source told last had happened.
fn told_last(link: &Link) -> Option<Timestamp> {
    link.detail["toldAt"].as_str()?.parse().ok()
}

/// What a merge with a source comes to.
pub(super) struct Merged {
    /// The hub's document.
    pub(super) doc: Fields,
    /// Values that fell, for the log.
    pub(super) conflicts: Vec<Value>,
    /// What a person is to decide.
    pub(super) asked: Vec<Asked>,
}

/// Merges what a source tells into the hub's document. Ways and sets of the map are those between the
/// hub and HighLevel, and say nothing here.
pub(super) fn merged(
    map: &SyncMap,
    kind: Kind,
    link: Option<&Link>,
    (before, told): (&Fields, &Fields),
    history: (&FieldTimes, Timestamp),
) -> Merged {
    let none = Fields::new();
    let base_hub = link.map_or(&none, |link| &link.base_hub);
    let base_remote = link.map_or(&none, |link| &link.base_remote);
    // Where the source tells nothing, it says what it said last.
    let mut remote = base_remote.clone();
    remote.extend(
        told.iter()
            .map(|(name, value)| (name.clone(), value.clone())),
    );
    // Its tags and further addresses are only ever added.
    let mut base_remote = base_remote.clone();
    for name in ["tags", "additionalEmails", "additionalPhones"] {
        remote.remove(name);
        base_remote.remove(name);
    }
    let base = Base {
        hub: base_hub,
        remote: &base_remote,
    };
    let judge = PairJudge {
        system: "houzz",
        rules: &|name| FieldRule {
            direction: Direction::Both,
            sets: Sets::Union,
            ..map.rule(kind, name)
        },
        can_update: &|_| false,
        history: Some(history),
        guessed: Cell::default(),
    };
    let merge = merge(kind, base, &synced_fields(kind, before), &remote, &judge);
    let conflicts = merge
        .conflicts
        .iter()
        .map(|conflict| {
            let winner = if conflict.winner == Side::Hub {
                "hub"
            } else {
                "houzz"
            };
            json!({"field": conflict.field, "winner": winner, "kept": conflict.kept,
                "lost": conflict.lost, "rule": conflict.rule.name(), "connection": "houzz"})
        })
        .collect();
    Merged {
        doc: edit::patched(before, &merge.hub),
        conflicts,
        asked: merge.asked,
    }
}

/// An e-mail or phone that fell, or that came as a second one, stays as an additional one.
fn keep_addresses(before: &Fields, told: &Fields, doc: &mut Fields) {
    for (field, more) in [("email", "additionalEmails"), ("phone", "additionalPhones")] {
        let own = doc.get(field).cloned();
        let mut others: Vec<Value> = Vec::new();
        for list in [before.get(more), told.get(more)] {
            others.extend(
                list.and_then(Value::as_array)
                    .into_iter()
                    .flatten()
                    .cloned(),
            );
        }
        others.extend(
            [before.get(field), told.get(field)]
                .into_iter()
                .flatten()
                .cloned(),
        );
        others.retain(|value| Some(value) != own.as_ref());
        others.sort_by(|one, other| one.as_str().cmp(&other.as_str()));
        others.dedup();
        if others.is_empty() {
            doc.remove(more);
        } else {
            doc.insert(more.to_owned(), Value::Array(others));
        }
    }
}
