//! Reads both sides afresh and says where they differ. What looks wrong is looked at once more at the
//! end, one by one, for people and the sync go on working while it reads.

use std::collections::HashSet;

use serde_json::Value;
use tenon_model::{Fields, Kind};
use tenon_store::{Link, LinkState, Record};

use super::{
    Done, Engine, EngineError,
    look::CHILDREN,
    survey::{OWN_PAGE, Pair},
};
use crate::{
    remote::{Place, RemoteError, RemoteRecord, Urgency},
    verify::{Difference, Drift, Why, compare},
};

/// Contacts looked at once more; beyond that it is not a matter of what moves meanwhile.
const AGAIN: usize = 1_000;

/// A contact to be looked at once more: in the hub, over there, or both.
type Suspect = (Option<String>, Option<String>);

/// A proof under way.
struct Proof {
    drift: Drift,
    quick: bool,
    // Kinds for which a scope is missing.
    kept_from: Vec<Kind>,
    // Contacts of the hub that were met over there.
    met: HashSet<Box<str>>,
    suspects: Vec<Suspect>,
}

/// What was found of one contact: of each record its kind, whether it was compared, and what differs.
type Found = Vec<(Kind, bool, Vec<Difference>)>;

impl Engine {
    /// Compares both sides. `quick`: without what hangs on contacts, which takes four calls for each.
    /// `told` hears how many contacts were looked at.
    ///
    /// # Errors
    /// When either side is away for longer than half a minute, or the other side refuses to be read.
    pub async fn verify(&self, quick: bool, told: &(dyn Fn(u64) + Sync)) -> Done<Drift> {
        // Not held meanwhile: who switches another map on must not wait for a long look.
        drop(self.hold_map().await?);
        let mut proof = Proof {
            drift: Drift::default(),
            quick,
            kept_from: Vec::new(),
            met: HashSet::new(),
            suspects: Vec::new(),
        };
        let (mut page, mut looked) = (None, 0);
        loop {
            let found = self.survey_page(page.as_deref()).await?;
            proof.drift.calls += 1;
            looked += found.records.len() as u64;
            for pair in self.pairs(found.records).await? {
                self.prove_pair(&mut proof, pair).await?;
                told(looked);
            }
            page = found.next;
            if page.is_none() {
                break;
            }
        }
        self.prove_own(&mut proof).await?;
        for (here, there) in std::mem::take(&mut proof.suspects) {
            let found = self.look_again(&mut proof, here, there).await?;
            proof.count(found);
        }
        self.prove_businesses(&mut proof).await?;
        let mut drift = proof.drift;
        if quick {
            drift
                .notes
                .push("what hangs on contacts was not looked at (quick)".into());
        }
        Ok(drift)
    }

    /// A contact of the other side's list.
    async fn prove_pair(&self, proof: &mut Proof, pair: Pair) -> Done {
        if let Some(link) = &pair.link {
            proof.met.insert(link.record_id.as_str().into());
        }
        let here = pair.link.as_ref().map(|link| link.record_id.clone());
        let there = Some(pair.there.id.clone());
        let found = self.found(proof, pair).await?;
        proof.judge(found, (here, there));
        Ok(())
    }

    /// Contacts of the hub that were not met over there.
    async fn prove_own(&self, proof: &mut Proof) -> Done {
        let mut after = String::new();
        loop {
            let own = self.own_page(&after).await?;
            let Some(last) = own.last() else {
                return Ok(());
            };
            after.clone_from(&last.record.id);
            for own in own {
                if proof.met.contains(own.record.id.as_str()) {
                    continue;
                }
                let found = self.not_there(&own.record, own.link.as_ref()).await?;
                let there = own.link.and_then(|link| link.remote_id);
                proof.judge(found, (Some(own.record.id), there));
            }
        }
    }

    /// The firms of both sides. A handful beside the contacts: they are read at once.
    async fn prove_businesses(&self, proof: &mut Proof) -> Done {
        let kind = Kind::Business;
        proof.drift.calls += 1;
        let listed = self
            .patient(|| self.remote().furniture(kind, Urgency::Bulk))
            .await;
        let mut listed = match listed {
            Err(EngineError::Remote(RemoteError::Unauthorized(_))) | Ok(None) => {
                proof.keep_from(kind);
                return Ok(());
            }
            listed => listed?.unwrap_or_default(),
        };
        let mut after = String::new();
        loop {
            let location = self.location();
            let page = self
                .store()
                .records_after(location, kind, &after, OWN_PAGE)
                .await?;
            let Some(last) = page.last() else {
                return Ok(());
            };
            after.clone_from(&last.id);
            let ids: Vec<&str> = page.iter().map(|record| record.id.as_str()).collect();
            let links = self
                .store()
                .links_of_records(location, self.connection(), kind, &ids)
                .await?;
            for record in &page {
                let pending = self.waits(&[&format!("hub:{}", record.id)]).await?;
                let link = links.iter().find(|link| link.record_id == record.id);
                let there = link
                    .and_then(|link| link.remote_id.as_ref())
                    .and_then(|id| listed.iter().position(|there| there.id == *id))
                    .map(|at| listed.swap_remove(at));
                match (link, there) {
                    (Some(link), Some(there)) if link.state != LinkState::Parted => {
                        let differ = self.compared(record, link, &there, pending).await?;
                        proof.drift.add(kind, differ);
                    }
                    (link, _) => {
                        let said = only_here(record, link, pending);
                        proof.drift.add_uncompared(kind, vec![said]);
                    }
                }
            }
        }
    }

    /// A suspect, read afresh from both sides.
    async fn look_again(
        &self,
        proof: &mut Proof,
        here: Option<String>,
        there: Option<String>,
    ) -> Done<Found> {
        let (location, kind) = (self.location(), Kind::Contact);
        let remote = match &there {
            Some(id) => {
                proof.drift.calls += 1;
                self.patient(|| self.remote().contact(id, Urgency::Bulk))
                    .await?
            }
            None => None,
        };
        if let Some(remote) = remote
            && let Some(pair) = self.pairs(vec![remote]).await?.pop()
        {
            return self.found(proof, pair).await;
        }
        let Some(here) = here else {
            return Ok(Found::new());
        };
        let Some(record) = self.store().record(location, kind, &here).await? else {
            return Ok(Found::new());
        };
        let links = self
            .store()
            .links_of_records(location, self.connection(), kind, &[&here])
            .await?;
        let link = links.first();
        // It may have got its copy since.
        if let Some(id) = link.and_then(|link| link.remote_id.clone())
            && Some(&id) != there.as_ref()
        {
            proof.drift.calls += 1;
            let remote = self
                .patient(|| self.remote().contact(&id, Urgency::Bulk))
                .await?;
            if let Some(remote) = remote
                && let Some(pair) = self.pairs(vec![remote]).await?.pop()
            {
                return self.found(proof, pair).await;
            }
        }
        self.not_there(&record, link).await
    }

    /// What is to be said of a contact that is over there.
    async fn found(&self, proof: &mut Proof, pair: Pair) -> Done<Found> {
        let Pair { there, link, hub } = pair;
        let kind = Kind::Contact;
        let Some(link) = link else {
            let waits = self.waits(&[&format!("remote:{}", there.id)]).await?;
            let why = if waits {
                Why::Pending
            } else {
                Why::MissingHere
            };
            return Ok(vec![(kind, false, vec![only_there(kind, &there, why)])]);
        };
        let Some(hub) = hub.filter(|hub| !hub.deleted && link.state != LinkState::Parted) else {
            return Ok(vec![(
                kind,
                false,
                vec![only_there(kind, &there, Why::Parted)],
            )]);
        };
        let keys = [format!("hub:{}", hub.id), format!("remote:{}", there.id)];
        let pending = self.waits(&[&keys[0], &keys[1]]).await?;
        let differences = self.compared(&hub, &link, &there, pending).await?;
        let mut found = vec![(kind, true, differences)];
        if !proof.quick {
            self.children_found(proof, &hub, &there, pending, &mut found)
                .await?;
        }
        Ok(found)
    }

    /// The fields in which a record and its copy differ, and why.
    async fn compared(
        &self,
        record: &Record,
        link: &Link,
        there: &RemoteRecord,
        pending: bool,
    ) -> Done<Vec<Difference>> {
        let ours = self.giving(record.kind, &record.fields()?);
        if self.agree(record.kind, &ours, &there.fields) {
            return Ok(Vec::new());
        }
        let terms = self.remote.terms().await?;
        let map = self.map();
        let under = (&*map, &*terms);
        let merge = self.decide(under, record, link, (&ours, there)).await?;
        let left = self.remote.unsayable(&ours).await?;
        let known = |name: &str| {
            if left.contains_key(name) {
                return Some(Why::NotUnderstood);
            }
            if merge.asked.iter().any(|asked| asked.field == name) {
                // A person was asked.
                return Some(Why::Refused);
            }
            let off = merge.off.iter().any(|off| off == name)
                || !self.remote().can_update(record.kind, name);
            off.then_some(Why::CannotWrite)
        };
        Ok(compare(link, (&ours, &there.fields), pending, known))
    }

    /// What is to be said of what hangs on a contact that is on both sides.
    async fn children_found(
        &self,
        proof: &mut Proof,
        hub: &Record,
        there: &RemoteRecord,
        pending: bool,
        found: &mut Found,
    ) -> Done {
        let tree = self.store().tree(self.location(), &hub.id).await?;
        let links = self
            .store()
            .links_of(self.location(), self.connection(), &hub.id)
            .await?;
        for kind in CHILDREN {
            if proof.kept_from.contains(&kind) {
                continue;
            }
            proof.drift.calls += 1;
            let copies = self
                .patient(|| self.remote().children(kind, &there.id, Urgency::Bulk))
                .await;
            let mut copies = match copies {
                Err(EngineError::Remote(RemoteError::Unauthorized(_)))
                    if !matches!(kind, Kind::Task | Kind::Note) =>
                {
                    proof.keep_from(kind);
                    continue;
                }
                copies => copies?.unwrap_or_default(),
            };
            for record in tree.iter().filter(|record| record.kind == kind) {
                let link = links
                    .iter()
                    .find(|link| link.kind == kind && link.record_id == record.id);
                let copy = link
                    .and_then(|link| link.remote_id.as_ref())
                    .and_then(|id| copies.iter().position(|copy| copy.id == *id))
                    .map(|at| copies.swap_remove(at));
                let copy = match link.and_then(|link| link.remote_id.as_deref()) {
                    // A list may lag: the record itself does not.
                    Some(id) if copy.is_none() && !record.deleted => {
                        let place = Place {
                            kind,
                            parent: Some(&there.id),
                        };
                        proof.drift.calls += 1;
                        self.patient(|| self.remote().record(place, id, Urgency::Bulk))
                            .await?
                    }
                    _ => copy,
                };
                let parted = link.is_some_and(|link| link.state == LinkState::Parted);
                match (link, copy) {
                    (_, None) if record.deleted => {}
                    (_, None) => {
                        found.push((kind, false, vec![only_here(record, link, pending)]));
                    }
                    (Some(link), Some(copy)) if !record.deleted && !parted => {
                        let differ = self.compared(record, link, &copy, pending).await?;
                        found.push((kind, true, differ));
                    }
                    (_, Some(copy)) => {
                        // It was deleted in the hub: over there it goes, or stays by a rule.
                        let why = match (parted, pending) {
                            (true, _) => Why::Parted,
                            (false, true) => Why::Pending,
                            (false, false) => Why::MissingHere,
                        };
                        found.push((kind, false, vec![only_there(kind, &copy, why)]));
                    }
                }
            }
            for copy in copies {
                let why = if pending {
                    Why::Pending
                } else {
                    Why::MissingHere
                };
                found.push((kind, false, vec![only_there(kind, &copy, why)]));
            }
        }
        Ok(())
    }

    /// What is to be said of a contact of the hub that is not over there.
    async fn not_there(&self, record: &Record, link: Option<&Link>) -> Done<Found> {
        let pending = self.waits(&[&format!("hub:{}", record.id)]).await?;
        let said = only_here(record, link, pending);
        Ok(vec![(record.kind, false, vec![said])])
    }

    async fn waits(&self, keys: &[&str]) -> Done<bool> {
        let waiting = self
            .store()
            .jobs_among(self.location(), &self.queue, keys)
            .await?;
        Ok(!waiting.is_empty())
    }
}

impl Proof {
    fn keep_from(&mut self, kind: Kind) {
        self.kept_from.push(kind);
        let note = format!("the other side lets no {kind} be read: a scope is missing");
        self.drift.notes.push(note);
    }

    /// Counts what was found of a contact, or keeps it to be looked at once more.
    fn judge(&mut self, found: Found, suspect: Suspect) {
        let counts = |(_, _, found): &(Kind, bool, Vec<Difference>)| {
            found.iter().any(|difference| difference.why.counts())
        };
        if found.iter().any(counts) && self.suspects.len() < AGAIN {
            self.suspects.push(suspect);
        } else {
            self.count(found);
        }
    }

    fn count(&mut self, found: Found) {
        for (kind, compared, found) in found {
            if compared {
                self.drift.add(kind, found);
            } else {
                self.drift.add_uncompared(kind, found);
            }
        }
    }
}

fn only_there(kind: Kind, there: &RemoteRecord, why: Why) -> Difference {
    Difference {
        kind,
        record_id: None,
        remote_id: Some(there.id.clone()),
        field: String::new(),
        here: Value::Null,
        there: named(&there.fields),
        why,
    }
}

fn only_here(record: &Record, link: Option<&Link>, pending: bool) -> Difference {
    let why = match link {
        Some(link) if link.state == LinkState::Parted => Why::Parted,
        Some(link) if link.state == LinkState::Refused && link.remote_id.is_none() => Why::Refused,
        Some(link) if !link.detail["attempt"].is_null() => Why::Pending,
        _ if pending => Why::Pending,
        _ => Why::MissingThere,
    };
    Difference {
        kind: record.kind,
        record_id: Some(record.id.clone()),
        remote_id: link.and_then(|link| link.remote_id.clone()),
        field: String::new(),
        here: named(&record.fields().unwrap_or_default()),
        there: Value::Null,
        why,
    }
}

fn named(fields: &Fields) -> Value {
    super::survey::label(fields).into()
}
