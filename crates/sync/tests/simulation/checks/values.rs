//! Nothing is there twice, and nothing anybody wrote is lost.

use std::collections::{BTreeMap, BTreeSet};

use tenon_model::{Action, Fields, Kind};
use tenon_store::LinkState;

use super::Verdicts;
use crate::simulation::{
    peer::{mark, texts, unique},
    world::World,
};

impl Verdicts {
    /// No e-mail or phone twice in the hub, and nothing twice that a user made once.
    pub(super) fn nobody_twice(&mut self, world: &World) {
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
    pub(super) fn no_edit_lost(&mut self, world: &World) {
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
        // What wins over an edit in the hub is an edit over there, never our own earlier write.
        let theirs: BTreeSet<String> = peer
            .edits
            .iter()
            .filter_map(|edit| unique(Some(&edit.after)))
            .collect();
        for change in self.log.iter().filter(|c| c.action == Action::Conflict) {
            let kept = unique(change.detail.get("kept"));
            let known = |kept: &String| theirs.contains(kept) || peer.disguised.contains(kept);
            if let Some(kept) = kept.filter(|kept| !known(kept))
                && change.detail["winner"] == "highlevel"
                && change.detail["rule"] == "newest wins"
            {
                self.wrong
                    .push(format!("{kept} won, and nobody had written it over there"));
            }
        }
        let mut stands = BTreeSet::new();
        let mut stand = |doc: &Fields| {
            let doc = tenon_operations::edit::spread(doc.clone());
            stands.extend(doc.values().filter_map(|value| unique(Some(value))));
        };
        for record in self.records.values().filter(|record| !record.deleted) {
            stand(&record.fields().unwrap());
        }
        peer.businesses
            .values()
            .for_each(|thing| stand(&thing.fields));
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

    /// A tag somebody added is there, and one somebody took away is not.
    pub(super) fn tags_kept(&mut self, world: &World) {
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
        let mut excused: BTreeSet<String> = peer.unread.union(&peer.disguised).cloned().collect();
        excused.extend(world.known.told_tags());
        for tag in removed.difference(&excused) {
            let places = here.get(tag).into_iter().flatten();
            for place in places.filter(|place| !place.is_empty()) {
                self.wrong
                    .push(format!("the tag {tag} came back at {place}"));
            }
        }
    }
}
