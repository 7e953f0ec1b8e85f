//! Leads as the hub has them: opportunities. One makes its contact a lead, and what moves on the board
//! here is a person's to move there.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use tenon_model::{Action, Change, HOUZZ_STAGES, Kind, Opportunity, Pipeline, houzz::Lead};
use tenon_operations::outlets::Rules;
use tenon_store::{StoreError, WorkItem, WorkState, Write};

use super::{
    Outlet,
    follow::{Case, Names, Subject, gone},
    work,
};

impl Outlet {
    /// The newest open opportunity of a contact in the pipeline whose opportunities are handed off.
    pub(super) async fn chosen(
        &self,
        rules: &Rules,
        contact: &str,
    ) -> Result<Option<Opportunity>, StoreError> {
        if rules.lead_pipeline_id.is_empty() {
            return Ok(None);
        }
        let tree = self.store().tree(self.location(), contact).await?;
        let own = tree
            .iter()
            .filter(|record| record.kind == Kind::Opportunity && !record.deleted);
        let mut newest: Option<Opportunity> = None;
        // Ids sort by time.
        for record in own {
            let it: Opportunity = record.typed()?;
            if it.pipeline_id == rules.lead_pipeline_id && it.status == "open" {
                newest = Some(it);
            }
        }
        Ok(newest)
    }

    /// A lead as its opportunity has it.
    pub(super) async fn named(&self, lead: Lead, it: &Opportunity) -> Result<Lead, StoreError> {
        let worth = it.monetary_value.as_ref().and_then(|worth| worth.as_f64());
        let worth = worth.filter(|worth| (0.0..1e12).contains(worth));
        let stage = self.stage(&it.pipeline_id, &it.pipeline_stage_id).await?;
        Ok(Lead {
            lead_name: Some(it.name.trim().to_owned())
                .filter(|name| !name.is_empty())
                .unwrap_or(lead.lead_name),
            estimated_revenue: worth
                .map(|worth| worth.round() as i64)
                .or(lead.estimated_revenue),
            stage: stage.unwrap_or(lead.stage),
            ..lead
        })
    }

    /// The name of a stage, when it is one of Houzz Pro's board.
    async fn stage(&self, pipeline: &str, stage: &str) -> Result<Option<String>, StoreError> {
        let found = self
            .store()
            .record(self.location(), Kind::Pipeline, pipeline)
            .await?;
        let Some(found) = found else { return Ok(None) };
        let stages = found.typed::<Pipeline>()?.stages;
        let named = stages.into_iter().find(|known| known.id == stage);
        Ok(named
            .map(|stage| stage.name)
            .filter(|name| HOUZZ_STAGES.contains(&name.as_str())))
    }

    /// The work on the leads of a contact that Houzz Pro knows. It tells nothing of them that could be
    /// compared, so what stood here before the first edit is taken for what stands there.
    pub(super) async fn leads(
        &self,
        fields: &[String],
        (root, case, names): (&str, &Case<'_>, &Names<'_>),
        items: &[WorkItem],
        writes: &mut Vec<Write>,
    ) -> Result<(), StoreError> {
        let edits: Vec<&Change> = case
            .changes
            .iter()
            .filter(|change| {
                change.kind == Kind::Opportunity.name()
                    && matches!(change.action, Action::Update | Action::Delete)
                    && change.origin.actor.id != self.connection()
            })
            .copied()
            .collect();
        let of_items = items.iter().filter(|item| item.kind == Kind::Opportunity);
        let ids = of_items.map(|item| item.record_id.as_str());
        let ids: BTreeSet<&str> = ids
            .chain(edits.iter().map(|edit| edit.record_id.as_str()))
            .collect();
        for id in ids {
            let own: Vec<&WorkItem> = items.iter().filter(|item| item.record_id == id).collect();
            let (store, location) = (self.store(), self.location());
            let record = store.record(location, Kind::Opportunity, id).await?;
            let Some(record) = record else {
                let open = own.iter().filter(|item| item.state == WorkState::Open);
                writes.extend(open.map(|item| gone(item)));
                continue;
            };
            let it: Opportunity = record.typed()?;
            for field in fields {
                let Some(hub) = self.shown(&it, field).await? else {
                    continue;
                };
                let old = own.iter().find(|item| item.field == *field).copied();
                let first = edits.iter().filter(|edit| edit.record_id == id);
                let first = first
                    .flat_map(|edit| &edit.fields)
                    .find(|edit| edit.field == *field);
                let told = match (old, first) {
                    (Some(old), _) => old.before.clone(),
                    (None, Some(edit)) => self.before(&it, field, &edit.before).await?,
                    (None, None) => continue,
                };
                let verdict = work::judge(old, &told, &hub, first.is_some());
                let subject = Subject {
                    kind: Kind::Opportunity,
                    record_id: id,
                    root_id: root,
                };
                self.carry_out(verdict, old, (&subject, field), (case, names), writes);
            }
        }
        Ok(())
    }

    /// What a field holds, as Houzz Pro calls it; `None`: it has no name for it.
    async fn shown(&self, it: &Opportunity, field: &str) -> Result<Option<Value>, StoreError> {
        Ok(match field {
            "pipelineStageId" => {
                let stage = self.stage(&it.pipeline_id, &it.pipeline_stage_id).await?;
                stage.map(Value::from)
            }
            "monetaryValue" => Some(json!(it.monetary_value)),
            _ => None,
        })
    }

    async fn before(
        &self,
        it: &Opportunity,
        field: &str,
        before: &Value,
    ) -> Result<Value, StoreError> {
        if field != "pipelineStageId" {
            return Ok(before.clone());
        }
        let stage = before.as_str().unwrap_or_default();
        Ok(json!(self.stage(&it.pipeline_id, stage).await?))
    }
}
