//! What must hold when everything has come to rest.

mod copies;
mod deletions;
mod values;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use tenon_model::{Action, Change, FieldChange, Kind, change::difference};
use tenon_operations::edit::spread;
use tenon_store::{Link, Record, Review, ReviewSearch};
use tenon_sync::map::{self, SyncMap};

use super::{
    peer::{Edit, mark},
    world::{World, at_once},
};

/// The whole life, read once it is over.
pub(crate) struct Verdicts {
    log: Vec<Change>,
    // What a person is asked, or decided to leave as it is.
    reviews: Vec<Review>,
    // The field map that is on.
    map: SyncMap,
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

/// The changed fields, each custom field by itself.
fn each_by_itself(fields: &[FieldChange]) -> impl Iterator<Item = FieldChange> {
    let side = |value: fn(&FieldChange) -> &Value| {
        let fields = fields.iter();
        spread(
            fields
                .map(|field| (field.field.clone(), value(field).clone()))
                .collect(),
        )
    };
    let (before, after) = (side(|field| &field.before), side(|field| &field.after));
    let changes: Vec<FieldChange> = difference(&before, &after)
        .into_iter()
        .map(Into::into)
        .collect();
    changes.into_iter()
}

/// What an owner decided to leave as it is.
fn is_left(decision: &Value) -> bool {
    ["leave", "apart"]
        .iter()
        .any(|word| decision["decision"] == *word)
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
        let all = ReviewSearch {
            limit: 10_000,
            ..ReviewSearch::default()
        };
        let mut reviews = at_once(store.reviews(location, &all)).unwrap();
        reviews.retain(|asked| asked.state == "open" || is_left(&asked.decision));
        Self {
            reviews: reviews.into_iter().map(|asked| asked.review).collect(),
            map: at_once(map::on(store, location)).unwrap().unwrap(),
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

    /// Marks of records that an owner's undo or merge brought back, moved or took away: what users said of
    /// them before holds no more.
    fn moved(&self) -> BTreeSet<String> {
        let by_owner = self.log.iter().filter(|change| {
            let whole = matches!(change.action, Action::Create | Action::Delete);
            whole && ["undo", "merge", "decision"].contains(&change.origin.cause.kind.as_str())
        });
        let records = by_owner.filter_map(|change| {
            let key = (Kind::parse(&change.kind)?, change.record_id.clone());
            mark(&self.records.get(&key)?.fields().unwrap())
        });
        records.collect()
    }

    fn asked_about(&self, subject: &str) -> bool {
        self.reviews.iter().any(|review| {
            review.subject == subject
                || review.detail["remoteId"] == subject
                || review.detail["recordId"] == subject
        })
    }

    /// Every edit of a user, in the hub and over there.
    fn edits(&self, world: &World) -> Vec<Edit> {
        let theirs = |change: &&Change| {
            let carried = Kind::parse(&change.kind).is_some_and(Kind::is_synced);
            change.action.writes() && carried && change.origin.actor.id != world.connection.id
        };
        let hub = self.log.iter().filter(theirs).flat_map(|change| {
            let key = (Kind::parse(&change.kind).unwrap(), change.record_id.clone());
            let record = self.records.get(&key);
            let mark = record.and_then(|record| mark(&record.fields().unwrap()));
            each_by_itself(&change.fields).map(move |field| Edit {
                mark: mark.clone(),
                side: "hub",
                record: change.record_id.clone(),
                field: field.field,
                before: field.before,
                after: field.after,
                deletes: change.action == Action::Delete,
            })
        });
        hub.chain(world.remote.peer().edits.clone()).collect()
    }
}
