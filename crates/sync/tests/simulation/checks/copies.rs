//! Both sides have the same records, and those say the same.

use std::collections::BTreeSet;

use serde_json::Value;
use tenon_model::{Fields, Kind};
use tenon_store::{Link, LinkState, Record};
use tenon_sync::merge::{Blanks, Sets, Side, same, synced_fields};

use super::Verdicts;
use crate::simulation::{
    terms::{in_hubs_words, is_nobody},
    world::World,
};

impl Verdicts {
    /// Every contact of the hub, its tasks and notes have one copy that agrees, or are parted, or
    /// somebody was asked.
    pub(super) fn hub_has_copies(&mut self, world: &World) {
        let peer = world.remote.peer();
        let mut wrong = Vec::new();
        let live = |(_, record): &(_, &Record)| !record.deleted && record.kind.is_synced();
        for ((kind, id), record) in self.records.iter().filter(live) {
            let root = self.link(Kind::Contact, &record.root_id);
            if kind.hangs_on_contact()
                && root
                    .is_some_and(|link| link.state == LinkState::Parted || link.remote_id.is_none())
            {
                continue;
            }
            let Some(link) = self.link(*kind, id) else {
                wrong.push(format!("{kind} {id} has no link: {}", record.doc));
                continue;
            };
            let copy = link.remote_id.as_ref().and_then(|remote| match kind {
                Kind::Contact => peer.people.get(remote).map(|person| &person.thing),
                Kind::Business => peer.businesses.get(remote),
                _ => {
                    let person = peer.people.get(root?.remote_id.as_ref()?)?;
                    person.children.get(&(*kind, remote.clone()))
                }
            });
            match (link.state, copy) {
                (LinkState::Parted, None) => {}
                (LinkState::Parted, Some(_)) if self.withdrawn(&record.root_id) => {}
                (LinkState::Refused, None) if self.asked_about(&record.root_id) => {}
                (LinkState::Linked | LinkState::Refused, Some(copy)) => {
                    let hub = synced_fields(*kind, &record.fields().unwrap());
                    let mut theirs = in_hubs_words(&copy.fields);
                    if let Some(firm) = theirs.get_mut("businessId") {
                        let mut links = self.links.iter().filter(|l| l.kind == Kind::Business);
                        let like = links.find(|l| l.remote_id.as_deref() == firm.as_str());
                        if let Some(link) = like {
                            *firm = link.record_id.clone().into();
                        }
                    }
                    let hub = self.map.carried(*kind, self.map.giving(*kind, hub, "US"));
                    let theirs = self
                        .map
                        .carried(*kind, self.map.reading(*kind, theirs, "US"));
                    for name in differences(*kind, &hub, &theirs) {
                        let spares = self.spares(*kind, &name, &hub, &theirs);
                        let asked = spares
                            || self.reviews.iter().any(|review| {
                                review.subject == record.root_id
                                    && (review.detail["field"] == name.as_str()
                                        || review.detail["fields"].get(&name).is_some_and(
                                            |value| {
                                                [hub.get(&name), theirs.get(&name)]
                                                    .contains(&Some(value))
                                            },
                                        ))
                            });
                        if !asked {
                            wrong.push(format!(
                                "{kind} {id} and {:?} differ in {name}: {} and {}",
                                link.remote_id,
                                record.doc,
                                Value::Object(copy.fields.clone())
                            ));
                        }
                    }
                }
                (state, copy) => wrong.push(format!(
                    "{kind} {id} is {state:?} with {:?}, there: {}, {}",
                    link.remote_id,
                    copy.is_some(),
                    record.doc
                )),
            }
        }
        drop(peer);
        self.wrong.extend(wrong);
    }

    /// Whether an undo was to take the contact's copy away, found it changed, and parted the two.
    fn withdrawn(&self, contact: &str) -> bool {
        self.log.iter().any(|change| {
            let why = change.detail["why"].as_str().unwrap_or_default();
            change.root_id == contact && why.starts_with("an undo was to take its copy away")
        })
    }

    /// Whether the field goes one way and the giving side has nothing, which overwrites nothing.
    fn spares(&self, kind: Kind, name: &str, hub: &Fields, theirs: &Fields) -> bool {
        let rule = self.map.rule(kind, name);
        let set = match rule.sets {
            Sets::Rules(side) if name == "tags" => Some(side),
            _ => None,
        };
        let giver = rule.direction.giver().or(set);
        let given = giver.map(|side| match side {
            Side::Hub => hub.get(name),
            Side::Remote => theirs.get(name),
        });
        rule.blanks == Blanks::Keep && given == Some(None)
    }

    /// Every contact over there, its tasks and notes are known here, or were, or somebody was asked.
    pub(super) fn copies_have_records(&mut self, world: &World) {
        let peer = world.remote.peer();
        let mut wrong = Vec::new();
        let mut check = |kind: Kind, id: &str, fields: &Fields| {
            let mut links = self.links.iter();
            let link =
                links.find(|link| link.kind == kind && link.remote_id.as_deref() == Some(id));
            let live = |link: &Link| {
                let record = self.records.get(&(kind, link.record_id.clone()));
                record.is_some_and(|record| !record.deleted)
            };
            let (known, parted) = match link {
                None => (self.asked_about(id), false),
                Some(link) if link.state == LinkState::Parted => {
                    (!live(link) || self.withdrawn(&link.root_id), true)
                }
                Some(link) => (live(link), false),
            };
            if !known {
                wrong.push(format!(
                    "{kind} {id} over there is nobody's: {fields:?} {link:?}"
                ));
            }
            known && !parted && link.is_some()
        };
        for (id, person) in &peer.people {
            if check(Kind::Contact, id, &person.thing.fields) {
                for ((kind, child), thing) in &person.children {
                    check(*kind, child, &thing.fields);
                }
            }
        }
        drop(peer);
        self.wrong.extend(wrong);
    }
}

/// The fields in which two records differ that should not: what one side alone knows is left alone,
/// and further addresses go one way.
fn differences(kind: Kind, hub: &Fields, copy: &Fields) -> Vec<String> {
    let null = &Value::Null;
    let names: BTreeSet<&String> = hub.keys().chain(copy.keys()).collect();
    let differ = names.into_iter().filter(|name| {
        let (ours, theirs) = (
            hub.get(*name).unwrap_or(null),
            copy.get(*name).unwrap_or(null),
        );
        let left_alone = name.as_str() == "assignedTo"
            && [ours, theirs].into_iter().any(|user| is_nobody(Some(user)));
        let once = kind == Kind::Contact
            && ["source", "additionalEmails", "additionalPhones"].contains(&name.as_str());
        !same(ours, theirs) && !left_alone && !once
    });
    differ.cloned().collect()
}
