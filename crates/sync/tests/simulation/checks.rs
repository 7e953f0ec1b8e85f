//! What must hold when everything has come to rest.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use tenon_model::{Action, Change, Fields, Kind, fields};
use tenon_store::{Link, LinkState, Record, Review};
use tenon_sync::merge::same;

use super::{
    peer::{Edit, mark, texts, unique},
    world::{World, at_once},
};

/// The whole life, read once it is over.
pub(crate) struct Verdicts {
    log: Vec<Change>,
    reviews: Vec<Review>,
    records: BTreeMap<(Kind, String), Record>,
    links: Vec<Link>,
    wrong: Vec<String>,
}

/// What is wrong; empty when all is well.
pub(crate) fn wrong(world: &World) -> Vec<String> {
    let mut verdicts = Verdicts::read(world);
    verdicts.hub_has_copies(world);
    verdicts.copies_have_records(world);
    verdicts.nobody_twice(world);
    verdicts.no_edit_lost(world);
    verdicts.tags_kept(world);
    verdicts.deletions_are_somebodys(world);
    verdicts.nothing_rises(world);
    verdicts.writes_are_few(world);
    verdicts.wrong
}

impl Verdicts {
    fn read(world: &World) -> Self {
        let (store, location) = (&world.store, &world.location.id);
        let mut log = Vec::<Change>::new();
        loop {
            let after = log.last().map_or(0, |change| change.seq);
            let page = at_once(store.changes_after(location, after, 1_000)).unwrap();
            if page.is_empty() {
                break;
            }
            log.extend(page);
        }
        let roots: BTreeSet<&String> = log.iter().map(|change| &change.root_id).collect();
        let (mut records, mut links) = (BTreeMap::new(), Vec::new());
        for root in roots {
            for record in at_once(store.tree(location, root)).unwrap() {
                records.insert((record.kind, record.id.clone()), record);
            }
            links.extend(at_once(store.links_of(location, &world.connection.id, root)).unwrap());
        }
        Self {
            reviews: at_once(store.open_reviews(location, 0, 10_000)).unwrap(),
            log,
            records,
            links,
            wrong: Vec::new(),
        }
    }

    fn link(&self, kind: Kind, id: &str) -> Option<&Link> {
        let mut links = self.links.iter();
        links.find(|link| link.kind == kind && link.record_id == id)
    }

    fn asked_about(&self, subject: &str) -> bool {
        self.reviews.iter().any(|review| {
            review.subject == subject
                || review.detail["remoteId"] == subject
                || review.detail["recordId"] == subject
        })
    }

    /// Every contact of the hub, its tasks and notes have one copy that agrees, or are parted, or
    /// somebody was asked.
    fn hub_has_copies(&mut self, world: &World) {
        let peer = world.remote.peer();
        let mut wrong = Vec::new();
        for ((kind, id), record) in self.records.iter().filter(|(_, record)| !record.deleted) {
            let root = self.link(Kind::Contact, &record.root_id);
            if *kind != Kind::Contact
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
                _ => {
                    let person = peer.people.get(root?.remote_id.as_ref()?)?;
                    person.children.get(&(*kind, remote.clone()))
                }
            });
            match (link.state, copy) {
                (LinkState::Parted, None) => {}
                (LinkState::Refused, None) if self.asked_about(&record.root_id) => {}
                (LinkState::Linked | LinkState::Refused, Some(copy)) => {
                    let hub = record.fields().unwrap();
                    for name in differences(*kind, &hub, &copy.fields) {
                        let asked = self.reviews.iter().any(|review| {
                            review.subject == record.root_id
                                && review.detail["fields"].get(name).is_some_and(|value| {
                                    [hub.get(name), copy.fields.get(name)].contains(&Some(value))
                                })
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

    /// Every contact over there, its tasks and notes are known here, or were, or somebody was asked.
    fn copies_have_records(&mut self, world: &World) {
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
                Some(link) if link.state == LinkState::Parted => (!live(link), true),
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

    /// No e-mail or phone twice in the hub, and nothing twice that a user made once.
    fn nobody_twice(&mut self, world: &World) {
        let mut seen = BTreeSet::new();
        let mut marks: BTreeMap<(&str, String), usize> = BTreeMap::new();
        let peer = world.remote.peer();
        let live = self.records.values().filter(|record| !record.deleted);
        let ours = live.map(|record| ("hub", record.kind, record.fields().unwrap()));
        let theirs = peer.people.values().flat_map(|person| {
            let children = person.children.iter();
            let children =
                children.map(|((kind, _), thing)| ("remote", *kind, thing.fields.clone()));
            children.chain([("remote", Kind::Contact, person.thing.fields.clone())])
        });
        for (side, kind, doc) in ours.chain(theirs) {
            for name in ["email", "phone"] {
                if let Some(value) = doc.get(name).filter(|_| kind == Kind::Contact)
                    && !seen.insert((side, name, value.to_string()))
                {
                    self.wrong
                        .push(format!("two contacts of the {side} have {name} {value}"));
                }
            }
            if let Some(mark) = mark(&doc).filter(|_| kind != Kind::Contact) {
                *marks.entry((side, mark)).or_default() += 1;
            }
        }
        for ((side, mark), count) in marks {
            let disguised = peer.disguised.iter().any(|text| text.starts_with(&mark));
            if count > 1 && !disguised {
                self.wrong
                    .push(format!("{mark} is there {count} times on the {side}"));
            }
        }
    }

    /// Every value somebody wrote stands somewhere, or was overwritten or deleted by somebody who saw
    /// it, or is kept in the log as one that fell, or fell into the window the API leaves.
    fn no_edit_lost(&mut self, world: &World) {
        let edits = self.edits(world);
        let peer = world.remote.peer();
        let mut fallen = BTreeSet::new();
        for change in self
            .log
            .iter()
            .filter(|change| change.action == Action::Conflict)
        {
            fallen.extend(unique(change.detail.get("lost")));
        }
        let mut stands = BTreeSet::new();
        let mut stand = |doc: &Fields| {
            stands.extend(doc.values().filter_map(|value| unique(Some(value))));
        };
        for record in self.records.values().filter(|record| !record.deleted) {
            stand(&record.fields().unwrap());
        }
        for person in peer.people.values() {
            stand(&person.thing.fields);
            person
                .children
                .values()
                .for_each(|thing| stand(&thing.fields));
        }
        let seen: BTreeSet<String> = edits
            .iter()
            .filter_map(|edit| unique(Some(&edit.before)))
            .collect();
        for edit in &edits {
            let Some(value) = unique(Some(&edit.after)) else {
                continue;
            };
            let kept = [&stands, &seen, &fallen, &peer.unread];
            if !kept.iter().any(|values| values.contains(&value)) {
                self.wrong.push(format!("{} {value} is lost", edit.field));
            }
        }
    }

    /// Every edit of a user, in the hub and over there.
    fn edits(&self, world: &World) -> Vec<Edit> {
        let theirs = |change: &&Change| {
            change.action.writes() && change.origin.actor.id != world.connection.id
        };
        let hub = self.log.iter().filter(theirs).flat_map(|change| {
            let key = (Kind::parse(&change.kind).unwrap(), change.record_id.clone());
            let record = self.records.get(&key);
            let mark = record.and_then(|record| mark(&record.fields().unwrap()));
            change.fields.iter().map(move |field| Edit {
                mark: mark.clone(),
                side: "hub",
                record: change.record_id.clone(),
                field: field.field.clone(),
                before: field.before.clone(),
                after: field.after.clone(),
                deletes: change.action == Action::Delete,
            })
        });
        hub.chain(world.remote.peer().edits.clone()).collect()
    }

    /// A tag somebody added is there, and one somebody took away is not.
    fn tags_kept(&mut self, world: &World) {
        let (mut added, mut removed, mut gone) =
            (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        for edit in self.edits(world).iter().filter(|edit| edit.field == "tags") {
            let (before, after) = (texts(Some(&edit.before)), texts(Some(&edit.after)));
            added.extend(after.difference(&before).cloned());
            let taken = before.difference(&after).cloned();
            if edit.deletes {
                gone.extend(taken);
            } else {
                removed.extend(taken);
            }
        }
        let peer = world.remote.peer();
        let mut here = BTreeMap::<String, Vec<String>>::new();
        for ((_, id), record) in self.records.iter().filter(|(_, record)| !record.deleted) {
            let parted = self
                .link(Kind::Contact, id)
                .is_none_or(|link| link.state == LinkState::Parted || link.remote_id.is_none());
            for tag in texts(record.fields().unwrap().get("tags")) {
                let place = if parted {
                    String::new()
                } else {
                    format!("contact {id}")
                };
                here.entry(tag).or_default().push(place);
            }
        }
        for person in peer.people.values() {
            for tag in texts(person.thing.fields.get("tags")) {
                here.entry(tag).or_default().push(String::new());
            }
        }
        for tag in added
            .difference(&removed)
            .filter(|tag| !here.contains_key(*tag) && !gone.contains(*tag))
        {
            self.wrong.push(format!("the tag {tag} is lost"));
        }
        let excused: BTreeSet<String> = peer.unread.union(&peer.disguised).cloned().collect();
        for tag in removed.difference(&excused) {
            let places = here.get(tag).into_iter().flatten();
            for place in places.filter(|place| !place.is_empty()) {
                self.wrong
                    .push(format!("the tag {tag} came back at {place}"));
            }
        }
    }

    /// The engine deletes only what a user has deleted on the other side.
    fn deletions_are_somebodys(&mut self, world: &World) {
        let peer = world.remote.peer();
        let by_engine = |change: &&Change| {
            change.action == Action::Delete && change.origin.actor.id == world.connection.id
        };
        for change in self.log.iter().filter(by_engine) {
            let mut links = self.links.iter();
            let link = links.find(|link| link.record_id == change.record_id);
            let remote = link
                .and_then(|link| link.remote_id.clone())
                .unwrap_or_default();
            if !peer.deleted.contains_key(&remote) {
                self.wrong.push(format!(
                    "{} {} was deleted, and nobody had deleted {remote}",
                    change.kind, change.record_id
                ));
            }
        }
        for id in &peer.deleted_by_engine {
            let mut links = self.links.iter();
            let link = links.find(|link| link.remote_id.as_ref() == Some(id));
            let record =
                link.and_then(|link| self.records.get(&(link.kind, link.record_id.clone())));
            if !record.is_some_and(|record| record.deleted) {
                self.wrong.push(format!(
                    "the copy {id} was deleted, and nobody had deleted its record"
                ));
            }
        }
    }

    /// What a user deleted stays deleted, unless somebody had edited it on the other side without the
    /// one who deleted it having seen that.
    fn nothing_rises(&mut self, world: &World) {
        let edits = self.edits(world);
        let disguised = world.remote.peer().disguised.clone();
        let mut alive = BTreeSet::new();
        for record in self.records.values().filter(|record| !record.deleted) {
            let root = self.link(Kind::Contact, &record.root_id);
            let linked = root
                .is_some_and(|link| link.state != LinkState::Parted && link.remote_id.is_some());
            alive.extend(mark(&record.fields().unwrap()).filter(|_| linked));
        }
        for gone in edits.iter().filter(|edit| edit.deletes) {
            let Some(mark) = gone.mark.as_ref().filter(|mark| alive.contains(*mark)) else {
                continue;
            };
            let doc: Vec<&Value> = edits
                .iter()
                .filter(|edit| edit.deletes && edit.record == gone.record)
                .map(|edit| &edit.before)
                .collect();
            let unseen = edits.iter().any(|edit| {
                edit.side != gone.side
                    && !edit.deletes
                    && edit.mark.as_ref() == Some(mark)
                    && !doc.contains(&&edit.after)
            });
            let disguised = disguised.iter().any(|text| text.starts_with(mark));
            if !unseen && !disguised {
                self.wrong.push(format!(
                    "{mark} was deleted on the {} and is back",
                    gone.side
                ));
            }
        }
    }

    /// Every edit leads to at most so many writes over there, faults or not.
    fn writes_are_few(&mut self, world: &World) {
        const EACH: usize = 2;
        let (edits, writes) = (self.edits(world).len(), world.remote.peer().writes);
        if writes > (EACH * edits) as u64 {
            self.wrong
                .push(format!("{edits} edits led to {writes} writes over there"));
        }
    }
}

fn differences(kind: Kind, hub: &Fields, copy: &Fields) -> Vec<&'static str> {
    let null = &Value::Null;
    fields::of(kind)
        .iter()
        .filter(|field| field.synced && (kind, field.name) != (Kind::Contact, "source"))
        .filter(|field| {
            !same(
                hub.get(field.name).unwrap_or(null),
                copy.get(field.name).unwrap_or(null),
            )
        })
        .map(|field| field.name)
        .collect()
}
