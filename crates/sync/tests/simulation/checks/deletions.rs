//! Deletions are somebody's, and hold; and there is no more traffic than there must be.

use std::collections::BTreeSet;

use serde_json::Value;
use tenon_model::{Action, Change, Kind};
use tenon_store::LinkState;

use super::Verdicts;
use crate::simulation::{peer::mark, world::World};

impl Verdicts {
    /// The engine deletes only what a user has deleted on the other side.
    pub(super) fn deletions_are_somebodys(&mut self, world: &World) {
        let peer = world.remote.peer();
        let by_engine = |change: &&Change| {
            change.action == Action::Delete && change.origin.actor.id == world.connection.id
        };
        for change in self.log.iter().filter(by_engine) {
            let mut links = self.links.iter();
            let link = links.find(|link| link.record_id == change.record_id);
            let remote = link.and_then(|link| link.remote_id.clone());
            // A link that was parted for good names its copy in the log only.
            let told = self.log.iter().rfind(|parted| {
                parted.action == Action::Unlink && parted.record_id == change.record_id
            });
            let told = told.and_then(|parted| parted.detail["remoteId"].as_str());
            let remote = remote.or(told.map(str::to_owned)).unwrap_or_default();
            if !peer.deleted.contains_key(&remote) {
                self.wrong.push(format!(
                    "{} {} was deleted, and nobody had deleted {remote}",
                    change.kind, change.record_id
                ));
            }
        }
        let deleted: BTreeSet<&String> = self
            .log
            .iter()
            .filter(|change| change.action == Action::Delete)
            .map(|change| &change.record_id)
            .collect();
        for id in peer
            .deleted_by_engine
            .iter()
            .filter(|_| !world.owner.withdrew)
        {
            let linked = self.links.iter().any(|link| {
                link.remote_id.as_ref() == Some(id) && deleted.contains(&link.record_id)
            });
            let told = self.log.iter().any(|parted| {
                parted.action == Action::Unlink
                    && parted.detail["remoteId"] == id.as_str()
                    && deleted.contains(&parted.record_id)
            });
            if !linked && !told {
                self.wrong.push(format!(
                    "the copy {id} was deleted, and nobody had deleted its record"
                ));
            }
        }
    }

    /// What a user deleted stays deleted, unless somebody had edited it on the other side without the
    /// one who deleted it having seen that.
    pub(super) fn nothing_rises(&mut self, world: &World) {
        if world.owner.maps_on.iter().any(|map| map.contains("ignore")) {
            return;
        }
        let (edits, moved) = (self.edits(world), self.moved());
        let disguised = world.remote.peer().disguised.clone();
        let mut alive = BTreeSet::new();
        for record in self.records.values().filter(|record| !record.deleted) {
            let root = self.link(Kind::Contact, &record.root_id);
            let linked = root
                .is_some_and(|link| link.state != LinkState::Parted && link.remote_id.is_some());
            alive.extend(mark(&record.fields().unwrap()).filter(|_| linked));
        }
        for gone in edits.iter().filter(|edit| edit.deletes) {
            let back = |mark: &&String| alive.contains(*mark) && !moved.contains(*mark);
            let Some(mark) = gone.mark.as_ref().filter(back) else {
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
    pub(super) fn writes_are_few(&mut self, world: &World) {
        const EACH: usize = 2;
        let (edits, writes) = (self.edits(world).len(), world.remote.peer().writes);
        // Another map may have something to say about every record.
        let maps = world.owner.maps_on.len() * self.records.len();
        if writes > (EACH * edits + maps) as u64 {
            self.wrong
                .push(format!("{edits} edits led to {writes} writes over there"));
        }
    }
}
