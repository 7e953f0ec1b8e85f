//! A dry run of a first sync or a full sweep: both sides are read, the merge is asked, and nothing is
//! written. What it keeps in memory is the ids of the contacts that stand on both sides.

use std::collections::HashSet;

use serde_json::Value;
use tenon_model::{FieldChange, Fields, Kind, fields};
use tenon_operations::edit;
use tenon_store::{Link, LinkState, Record};

use super::{
    Done, Engine,
    pair::leave_out_refused,
    survey::{Own, Pair, label},
};
use crate::{
    merge::{Merge, Side},
    plan::{Effect, Plan, Sample},
    remote::RemoteRecord,
    terms,
};

/// What looking at the tasks and notes of a contact over there takes.
const CHILD_READS: u64 = 2;

/// A plan under way.
#[derive(Default)]
struct Draft {
    plan: Plan,
    // Contacts of the hub that were found over there.
    met: HashSet<Box<str>>,
}

impl Engine {
    /// What a run of everything would do. `told` hears how many contacts were looked at.
    ///
    /// # Errors
    /// When either side is away for longer than half a minute, or the other side refuses to be read.
    pub async fn plan(&self, told: &(dyn Fn(u64) + Sync)) -> Done<Plan> {
        // Not held meanwhile: who switches another map on must not wait for a long look.
        drop(self.hold_map().await?);
        let mut draft = Draft::default();
        let (mut page, mut looked) = (None, 0);
        loop {
            let found = self.survey_page(page.as_deref()).await?;
            draft.plan.asked += 1;
            looked += found.records.len() as u64;
            let pairs = self.pairs(found.records).await?;
            self.plan_page(&mut draft, pairs).await?;
            told(looked);
            page = found.next;
            if page.is_none() {
                break;
            }
        }
        let mut after = String::new();
        loop {
            let own = self.own_page(&after).await?;
            let Some(last) = own.last() else { break };
            after.clone_from(&last.record.id);
            looked += own.len() as u64;
            self.plan_own(&mut draft, own).await?;
            told(looked);
        }
        let mut plan = draft.plan;
        // Carrying it out reads the other side's lists once more.
        plan.calls.reads += plan.asked;
        plan.notes.push(
            "tasks and notes that only the other side has are not counted: they are asked for \
             contact by contact when the work is done"
                .into(),
        );
        Ok(plan)
    }

    async fn plan_page(&self, draft: &mut Draft, pairs: Vec<Pair>) -> Done {
        let (known, unknown): (Vec<Pair>, Vec<Pair>) =
            pairs.into_iter().partition(|pair| pair.link.is_some());
        for pair in known {
            let Some(link) = pair.link else { continue };
            draft.met.insert(link.record_id.as_str().into());
            match pair.hub {
                Some(hub) if !hub.deleted && link.state != LinkState::Parted => {
                    self.plan_merge(draft, &hub, link, &pair.there).await?;
                }
                _ => draft
                    .plan
                    .count(Side::Remote, Kind::Contact, Effect::Leave, 1),
            }
        }
        self.plan_unknown(draft, unknown).await
    }

    /// Two records that are, or would be, linked.
    async fn plan_merge(
        &self,
        draft: &mut Draft,
        hub: &Record,
        mut link: Link,
        there: &RemoteRecord,
    ) -> Done {
        let doc = hub.fields()?;
        let ours = self.giving(Kind::Contact, &doc);
        let terms = self.remote.terms().await?;
        let map = self.map();
        let under = (&*map, &*terms);
        let mut merge = self.decide(under, hub, &link, (&ours, there)).await?;
        leave_out_refused(&mut link, &ours, &there.fields, &mut merge);
        let plan = &mut draft.plan;
        let sample = |fields: Vec<FieldChange>| Sample {
            record_id: Some(hub.id.clone()),
            remote_id: Some(there.id.clone()),
            label: label(&doc),
            fields,
            reason: String::new(),
        };
        let (hub_effect, remote_effect) = effects(&merge);
        plan.add(Side::Hub, Kind::Contact, hub_effect, || {
            sample(changes(&doc, &merge.hub))
        });
        plan.add(Side::Remote, Kind::Contact, remote_effect, || {
            let mut sent = merge.remote.fields.clone();
            if !merge.remote.add_tags.is_empty() || !merge.remote.remove_tags.is_empty() {
                sent.insert("tags".into(), doc.get("tags").cloned().unwrap_or_default());
            }
            sample(changes(&there.fields, &sent))
        });
        if (hub_effect, remote_effect) != (Effect::Leave, Effect::Leave) {
            plan.calls.reads += 1;
        }
        plan.calls.writes += u64::from(!merge.remote.fields.is_empty())
            + u64::from(!merge.remote.add_tags.is_empty())
            + u64::from(!merge.remote.remove_tags.is_empty());
        Ok(())
    }

    /// Contacts over there that no link knows: matched as [`Engine::arrive`] does.
    async fn plan_unknown(&self, draft: &mut Draft, unknown: Vec<Pair>) -> Done {
        let there: Vec<&RemoteRecord> = unknown.iter().map(|pair| &pair.there).collect();
        let holders = self.holders_of(&there).await?;
        for there in there {
            let mut known: Vec<&String> = ["email", "phone"]
                .into_iter()
                .filter_map(|name| {
                    let value = there.fields.get(name)?.as_str()?;
                    holders.get(&(name, value.to_owned()))
                })
                .collect();
            known.dedup();
            match known[..] {
                [] => self.plan_welcome(draft, there),
                [id] => self.plan_match(draft, id, there).await?,
                [one, other, ..] => doubt(
                    draft,
                    there,
                    format!("its e-mail is that of contact {one}, its phone that of {other}"),
                ),
            }
        }
        Ok(())
    }

    fn plan_welcome(&self, draft: &mut Draft, there: &RemoteRecord) {
        let country = &self.parts.location.country;
        let table = fields::of(Kind::Contact);
        let mut read = edit::gathered(&terms::readable(there.fields.clone()));
        read.remove("businessId");
        match fields::check(table, &[], read, country) {
            Ok(_) => {
                draft.plan.calls.reads += 1 + CHILD_READS;
                draft
                    .plan
                    .add(Side::Hub, Kind::Contact, Effect::Create, || Sample {
                        remote_id: Some(there.id.clone()),
                        label: label(&there.fields),
                        fields: changes(&Fields::new(), &there.fields),
                        ..Sample::default()
                    });
            }
            Err(complaints) => doubt(draft, there, complaints.join(", ")),
        }
    }

    async fn plan_match(&self, draft: &mut Draft, id: &str, there: &RemoteRecord) -> Done {
        let (location, kind) = (self.location(), Kind::Contact);
        let links = self
            .store()
            .links_of_records(location, self.connection(), kind, &[id])
            .await?;
        let link = links.into_iter().next();
        if let Some(other) = link.as_ref().and_then(|link| link.remote_id.as_deref()) {
            let why = format!("it has the e-mail or phone of contact {id}, whose copy is {other}");
            doubt(draft, there, why);
            return Ok(());
        }
        let Some(hub) = self.store().record(location, kind, id).await? else {
            self.plan_welcome(draft, there);
            return Ok(());
        };
        draft.met.insert(id.into());
        draft.plan.calls.reads += CHILD_READS;
        let link = link.unwrap_or_else(|| self.new_link(&hub));
        self.plan_merge(draft, &hub, link, there).await
    }

    /// Contacts of the hub: those that were not met are to be made over there, or have lost their copy.
    async fn plan_own(&self, draft: &mut Draft, own: Vec<Own>) -> Done {
        let roots: Vec<&str> = own.iter().map(|own| own.record.id.as_str()).collect();
        let children = self
            .store()
            .unlinked_children(self.location(), self.connection(), &roots)
            .await?;
        for (kind, count) in children.into_iter().filter(|(kind, _)| kind.is_synced()) {
            draft.plan.count(Side::Remote, kind, Effect::Create, count);
            draft.plan.calls.writes += count;
        }
        for Own { record, link } in own {
            if draft.met.contains(record.id.as_str()) {
                continue;
            }
            let doc = record.fields()?;
            let sample = |remote: Option<String>, reason: &str| Sample {
                record_id: Some(record.id.clone()),
                remote_id: remote,
                label: label(&doc),
                fields: Vec::new(),
                reason: reason.to_owned(),
            };
            let plan = &mut draft.plan;
            let (side, kind) = (Side::Remote, Kind::Contact);
            match link {
                Some(link) if link.state == LinkState::Parted => {
                    plan.count(Side::Hub, kind, Effect::Leave, 1);
                }
                Some(link) if link.remote_id.is_some() => {
                    let why = "its copy is not listed over there any more; it is looked at, and the \
                               two are parted when it is gone";
                    plan.calls.reads += 1;
                    plan.add(Side::Hub, kind, Effect::Remove, || {
                        sample(link.remote_id.clone(), why)
                    });
                }
                Some(link) if self.still_refused(&link, &record).await? => {
                    let why = link.detail["message"].as_str().unwrap_or_default();
                    plan.add(side, kind, Effect::Review, || sample(None, why));
                }
                _ => {
                    plan.calls.writes += 1;
                    plan.add(side, kind, Effect::Create, || sample(None, ""));
                }
            }
        }
        Ok(())
    }
}

fn effects(merge: &Merge) -> (Effect, Effect) {
    let effect = |nothing: bool| match nothing {
        true => Effect::Leave,
        false => Effect::Change,
    };
    (effect(merge.hub.is_empty()), effect(merge.pushes_nothing()))
}

fn changes(before: &Fields, set: &Fields) -> Vec<FieldChange> {
    let changes = set.iter().map(|(field, after)| FieldChange {
        field: field.clone(),
        before: before.get(field).cloned().unwrap_or(Value::Null),
        after: after.clone(),
    });
    changes.collect()
}

fn doubt(draft: &mut Draft, there: &RemoteRecord, reason: String) {
    draft
        .plan
        .add(Side::Hub, Kind::Contact, Effect::Review, || Sample {
            remote_id: Some(there.id.clone()),
            label: label(&there.fields),
            reason,
            ..Sample::default()
        });
}
