//! One record and its copy: what the merge says is written to the hub, then sent.

use std::cell::Cell;

use jiff::Timestamp;
use serde_json::{Value, json};
use tenon_model::{Fields, Kind};
use tenon_operations::edit;
use tenon_store::{Link, LinkState, Record, StoreError, Write};

use super::{Done, Engine, EngineError, base, intent, work::Turn};
use crate::{
    history::FieldTimes,
    judge::PairJudge,
    map::SyncMap,
    merge::{Base, FieldRule, Merge, merge, same, set},
    remote::{Place, RemoteRecord},
    terms::Terms,
};

/// How often something that may mend itself (another contact is about to give up an e-mail) is tried
/// before a person is asked: with the doubling waits, about a minute.
const TRIES: i64 = 6;

/// The rules of the fields, and which of them can be written over there.
type Asks<'a> = (
    &'a (dyn Fn(&str) -> FieldRule + Sync),
    &'a (dyn Fn(&str) -> bool + Sync),
);

/// What is left to be done later.
#[must_use]
pub(super) enum Rest {
    /// Nothing.
    Nothing,
    /// Something that must wait, and this is why.
    Wait(&'static str),
}

impl Rest {
    pub(super) fn result(self) -> Done {
        match self {
            Self::Nothing => Ok(()),
            Self::Wait(why) => Err(EngineError::Wait(why)),
        }
    }

    pub(super) fn and(self, other: Self) -> Self {
        match self {
            Self::Nothing => other,
            wait @ Self::Wait(_) => wait,
        }
    }
}

/// Whether a person is to be asked now about what may mend itself.
pub(super) fn tried_enough(turn: &Turn<'_>) -> bool {
    turn.tries >= TRIES
}

/// A value that the hub cannot take, for another contact of the hub has it.
struct Held {
    field: String,
    value: Value,
    holder: String,
}

impl Engine {
    /// Merges one record with its copy: first what the hub takes over, then what is sent.
    pub(super) async fn merge_record(
        &self,
        turn: &Turn<'_>,
        place: Place<'_>,
        record: Record,
        mut link: Link,
        remote: &RemoteRecord,
    ) -> Done<Rest> {
        let before = link.clone();
        intent::find_out(&mut link, &remote.fields);
        let mut held = Vec::new();
        // Ends: every round but the last holds one more field back.
        loop {
            let (round, was) = (link.clone(), &before);
            match self
                .merge_round(turn, place, &record, (round, was), remote, &held)
                .await
            {
                Err(EngineError::Store(StoreError::KeyTaken {
                    name,
                    value,
                    holder,
                })) if !held.iter().any(|held: &Held| held.field == name) => held.push(Held {
                    field: name,
                    value: Value::String(value),
                    holder,
                }),
                result => return result,
            }
        }
    }

    async fn merge_round(
        &self,
        turn: &Turn<'_>,
        place: Place<'_>,
        record: &Record,
        (mut link, before): (Link, &Link),
        remote: &RemoteRecord,
        held: &[Held],
    ) -> Done<Rest> {
        let kind = place.kind;
        let doc = record.fields()?;
        let mut hub = self.giving(kind, &doc);
        let map = self.map();
        let under = (&*map, &*turn.terms);
        let mut merge = self.decide(under, record, &link, (&hub, remote)).await?;
        for held in held {
            merge.hub.remove(&held.field);
            merge.conflicts.retain(|fell| fell.field != held.field);
        }
        leave_out_refused(&mut link, &hub, &remote.fields, &mut merge);
        base::absorb(&mut link, kind, &hub, &remote.fields, &merge);
        let (mut writes, rest) = self.hold(turn, &mut link, held);
        for conflict in &merge.conflicts {
            writes.push(self.say_conflict(&link, conflict));
        }
        writes.extend(self.ask_about_fields(&mut link, &merge.asked));
        if !merge.hub.is_empty() {
            let doc = edit::patched(&doc, &merge.hub);
            hub = self.giving(kind, &doc);
            // A template may speak of a field that the hub takes over.
            for (name, value) in merge.remote.fields.iter_mut() {
                if let Some(given) = hub.get(name).filter(|_| map.transforms(kind)) {
                    *value = given.clone();
                }
            }
            writes.push(Write::Update {
                old: record.clone(),
                doc,
                exclusive: kind == Kind::Contact && !self.parts.location.allow_duplicates,
            });
        } else if !merge.pushes_nothing() || !merge.conflicts.is_empty() {
            // What is sent must be what the hub has when the base says so.
            writes.push(Write::Check {
                kind,
                id: record.id.clone(),
                version: record.version,
            });
        }
        if !merge.pushes_nothing() {
            intent::of_update(&mut link, &merge.remote, self.now());
        }
        if !writes.is_empty() || link != *before {
            self.save_link(turn, &mut link, writes).await?;
        }
        if merge.pushes_nothing() {
            return Ok(rest);
        }
        let pushed = self
            .push(turn, place, link, (&hub, remote), merge.remote)
            .await?;
        Ok(rest.and(pushed))
    }

    /// Notes in the link what the hub cannot take, and asks a person once that has lasted.
    fn hold(&self, turn: &Turn<'_>, link: &mut Link, held: &[Held]) -> (Vec<Write>, Rest) {
        let known = link.detail["held"].clone();
        let is_known = |held: &Held| known[&held.field] == held.value;
        if held.iter().any(|held| !is_known(held)) && !tried_enough(turn) {
            let why = "another contact of the hub has this e-mail or phone";
            return (Vec::new(), Rest::Wait(why));
        }
        let detail = intent::detail(link);
        detail.remove("held");
        if !held.is_empty() {
            let fields = held
                .iter()
                .map(|held| (held.field.clone(), held.value.clone()));
            detail.insert("held".into(), Value::Object(fields.collect()));
        }
        intent::tidy(link);
        let news = held.iter().filter(|held| !is_known(held));
        let reviews = news.map(|held| {
            let (field, value) = (held.field.as_str(), &held.value);
            self.ask_about_key(link, field, value, &held.holder)
        });
        (reviews.collect(), Rest::Nothing)
    }

    /// What the merge says under this map. Both sides are as the map shows them.
    pub(super) async fn decide(
        &self,
        (map, terms): (&SyncMap, &Terms),
        record: &Record,
        link: &Link,
        (hub, remote): (&Fields, &RemoteRecord),
    ) -> Done<Merge> {
        let base = Base {
            hub: &link.base_hub,
            remote: &link.base_remote,
        };
        let left = self.remote.unsayable_with(terms, hub).await?;
        // Only a real conflict needs to know who was later.
        let rules = |name: &str| map.rule(record.kind, name);
        let can_update =
            |name: &str| !left.contains_key(name) && self.remote().can_update(record.kind, name);
        let asks: Asks<'_> = (&rules, &can_update);
        let sides = (base, hub, remote);
        if let Some(merge) = self.judged(record.kind, asks, sides, None) {
            return Ok(merge);
        }
        let times = FieldTimes::read(self.store(), self.location(), record).await?;
        // By our clock. A side that does not tell its time is taken to have changed when we look.
        let theirs = remote.updated_at.map(|at| {
            let ours = at.checked_add(self.remote().behind());
            ours.unwrap_or(at)
        });
        let theirs = theirs.unwrap_or_else(|| self.now());
        let history = Some((&times, theirs));
        let merge = self.judged(record.kind, asks, sides, history);
        Ok(merge.unwrap_or_default())
    }

    /// The merge; `None` when it cannot be told without the history.
    fn judged(
        &self,
        kind: Kind,
        (rules, can_update): Asks<'_>,
        (base, hub, remote): (Base<'_>, &Fields, &RemoteRecord),
        history: Option<(&FieldTimes, Timestamp)>,
    ) -> Option<Merge> {
        let judge = PairJudge {
            system: &self.parts.connection.system,
            rules,
            can_update,
            history,
            guessed: Cell::default(),
        };
        let merge = merge(kind, base, hub, &remote.fields, &judge);
        (!judge.guessed.get()).then_some(merge)
    }
}

/// Does not send again what the other side has refused, as long as the hub's value is still that one;
/// the other fields go on.
pub(super) fn leave_out_refused(link: &mut Link, hub: &Fields, remote: &Fields, merge: &mut Merge) {
    let null = &Value::Null;
    let mut refused = link.detail["fields"]
        .as_object()
        .cloned()
        .unwrap_or_default();
    refused.retain(|name, value| {
        let ours = hub.get(name).unwrap_or(null);
        let stands = match name.as_str() {
            "tags" => set(ours) == set(value) && !merge.hub.contains_key(name),
            _ => same(ours, value) && !merge.hub.contains_key(name),
        };
        stands && !same(remote.get(name).unwrap_or(null), value)
    });
    merge
        .remote
        .fields
        .retain(|name, _| !refused.contains_key(name));
    if refused.contains_key("tags") {
        merge.remote.add_tags.clear();
        merge.remote.remove_tags.clear();
    }
    if refused.is_empty() {
        link.state = LinkState::Linked;
        let detail = intent::detail(link);
        detail.remove("fields");
        detail.remove("message");
        intent::tidy(link);
    } else {
        link.detail["fields"] = json!(refused);
    }
}
