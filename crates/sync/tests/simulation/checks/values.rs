//! Nothing is there twice, and nothing anybody wrote is lost.

use std::collections::{BTreeMap, BTreeSet};

use tenon_model::{Action, Fields, Kind};
use tenon_store::LinkState;

use super::{Verdicts, each_by_itself};
use crate::simulation::{
    peer::{mark, texts, unique},
    world::World,
};

impl Verdicts {
    /// No e-mail or phone twice in the hub, and nothing twice that a user made once.
    pub(super) fn nobody_twice(&mut self, world: &World) {
        let moved = self.moved();
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
            if count > 1 && !disguised && !moved.contains(&mark) {
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
        let maps = !world.owner.maps_on.is_empty();
        if maps {
            // A mirrored deletion takes with it what is not carried: in the hub the log has it.
            let mirrored = self.log.iter().filter(|c| c.action == Action::Delete);
            let values = mirrored.flat_map(|change| each_by_itself(&change.fields));
            fallen.extend(values.filter_map(|field| unique(Some(&field.before))));
            fallen.extend(peer.gone_by_engine.iter().cloned());
        }
        // What wins over an edit in the hub is an edit over there, never our own earlier write.
        let theirs: BTreeSet<String> = peer
            .edits
            .iter()
            .filter_map(|edit| unique(Some(&edit.after)))
            .collect();
        let conflicts = self.log.iter().filter(|c| c.action == Action::Conflict);
        // Under a map values are told as it shows them.
        for change in conflicts.filter(|_| !maps) {
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
        let conflicts = self.log.iter().filter(|c| c.action == Action::Conflict);
        gone.extend(conflicts.flat_map(|conflict| texts(conflict.detail.get("lost"))));
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
        // Where one side's set stands, what the other side says of it falls.
        if world.owner.maps_on.iter().any(|map| map.contains("tags:")) {
            return;
        }
        let mut excused: BTreeSet<String> = peer.unread.union(&peer.disguised).cloned().collect();
        // The mark of a contact whose other half was deleted.
        excused.insert("archived".into());
        let again = self.log.iter().filter(|change| {
            ["undo", "merge", "decision"].contains(&change.origin.cause.kind.as_str())
        });
        let again = again.flat_map(|change| &change.fields);
        for field in again.filter(|field| field.field == "tags") {
            excused.extend(texts(Some(&field.after)));
        }
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
