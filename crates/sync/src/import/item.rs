//! One item: known already? whose is it? what changes?

use serde_json::{Value, json};
use tenon_model::{Action, Contact, Fields, Kind, fields};
use tenon_operations::edit;
use tenon_store::{ChannelWrite, Record, Review, SourceItem, StoreError, Write};

use super::{
    Draft, ImportError, Importer, Incoming, Line, Outcome, Verdict, belongings::Belonging,
    imagined::Known,
};

/// What an item comes to, before anything is written.
pub(super) struct Plan {
    pub(super) outcome: Outcome,
    pub(super) reasons: Vec<String>,
    pub(super) contact_id: Option<String>,
    pub(super) contact: Option<String>,
    pub(super) writes: Vec<Write>,
}

impl Plan {
    fn review(reasons: Vec<String>) -> Self {
        Self {
            reasons,
            ..Self::bare(Outcome::Review)
        }
    }

    fn bare(outcome: Outcome) -> Self {
        Self {
            outcome,
            reasons: Vec::new(),
            contact_id: None,
            contact: None,
            writes: Vec::new(),
        }
    }
}

impl Importer {
    pub(super) async fn try_take(&mut self, draft: &Draft) -> Result<Line, ImportError> {
        let known = self.known(&draft.key).await?;
        let better = known.as_ref().is_some_and(|known| {
            known.outcome == Outcome::Review.name() && matches!(draft.verdict, Verdict::Record(_))
        });
        // What a person was asked about once may be understood now, with more beside it.
        let (key, known) = if better {
            let key = format!("{}/again", draft.key);
            let known = self.known(&key).await?;
            (key, known)
        } else {
            (draft.key.clone(), known)
        };
        if let Some(known) = known {
            let plan = Plan {
                contact_id: known.contact_id,
                reasons: vec![format!("known already ({})", known.outcome)],
                ..Plan::bare(Outcome::Unchanged)
            };
            return Ok(line(draft, plan));
        }
        let mut plan = match &draft.verdict {
            Verdict::Ignored { reason } => Plan {
                reasons: vec![reason.clone()],
                ..Plan::bare(Outcome::Ignored)
            },
            Verdict::Review { reasons, .. } => Plan::review(reasons.clone()),
            Verdict::Record(incoming) => self.plan(draft, incoming).await?,
        };
        if self.dry_run {
            let known = Known {
                outcome: plan.outcome.name().to_owned(),
                contact_id: plan.contact_id.clone(),
            };
            self.imagined.apply(key, known, &plan.writes, self.cx.now());
            return Ok(line(draft, plan));
        }
        if plan.outcome == Outcome::Review {
            plan.writes = vec![self.ask(draft, &key, &plan.reasons)];
        }
        let cause = key.clone();
        plan.writes.extend(self.lead_time(draft, &key, &plan));
        // First, so that a second node with the same item stops before it writes anything.
        plan.writes.insert(
            0,
            Write::Source(Box::new(SourceItem {
                key,
                import_id: self.import_id.clone(),
                origin: draft.origin.clone(),
                label: draft.label.clone(),
                place: draft.place.clone(),
                outcome: plan.outcome.name().to_owned(),
                reasons: plan.reasons.clone(),
                record_id: plan.contact_id.clone(),
                raw: draft.raw.clone(),
            })),
        );
        let mut commit = self.cx.commit(std::mem::take(&mut plan.writes));
        commit.origin.cause.kind = "import".into();
        commit.origin.cause.id = cause;
        self.cx.store.commit(commit).await?;
        Ok(line(draft, plan))
    }

    async fn plan(&mut self, draft: &Draft, incoming: &Incoming) -> Result<Plan, ImportError> {
        let (incoming, fields_made) = self.as_mapped(draft, incoming).await?;
        let mut plan = self.plan_mapped(draft, &incoming).await?;
        if plan.outcome == Outcome::Created || plan.outcome == Outcome::Merged {
            plan.writes.splice(0..0, fields_made);
        } else if !fields_made.is_empty() {
            // Nobody makes them now.
            self.custom_fields = None;
        }
        Ok(plan)
    }

    async fn plan_mapped(
        &mut self,
        draft: &Draft,
        incoming: &Incoming,
    ) -> Result<Plan, ImportError> {
        let country = self.cx.location.country.clone();
        let told = fields::check(fields::CONTACT, &[], incoming.fields.clone(), &country);
        let mut told = match told {
            Ok(told) => told,
            Err(complaints) => return Ok(Plan::review(complaints)),
        };
        told.retain(|_, value| !edit::is_blank(value));
        let belongings = match self.checked_belongings(incoming) {
            Ok(belongings) => belongings,
            Err(complaints) => return Ok(Plan::review(complaints)),
        };
        let holder = match self.holder(incoming, &told).await? {
            Ok(holder) => holder,
            Err(reason) => return Ok(Plan::review(vec![reason])),
        };
        let told = Told {
            fields: told,
            known_by: incoming.external_id.clone(),
            incoming,
            draft,
            belongings,
        };
        match holder {
            Some(contact) => {
                let mut told = told;
                // Where a contact came from is told by what came first.
                if contact.fields()?.contains_key("source") {
                    told.fields.remove("source");
                }
                self.join(&contact, told).await
            }
            None => self.create(told).await,
        }
    }

    async fn create(&mut self, told: Told<'_>) -> Result<Plan, ImportError> {
        let mut doc = edit::patched(&Fields::new(), &told.fields);
        add_tags(&mut doc, &told.incoming.tags);
        let contact: Contact = serde_json::from_value(Value::Object(doc.clone()))
            .map_err(|error| StoreError::Internal(error.to_string()))?;
        let id = self.cx.new_id();
        let mut writes = vec![Write::Create {
            kind: Kind::Contact,
            id: id.clone(),
            root_id: id.clone(),
            doc: doc.clone(),
            exclusive: !self.cx.location.allow_duplicates,
        }];
        writes.push(self.link(&id, None, &told, &doc));
        writes.push(imported(&id, &told));
        writes.extend(self.belongings(&id, &told).await?.0);
        Ok(Plan {
            contact_id: Some(id),
            contact: Some(contact.label()),
            writes,
            ..Plan::bare(Outcome::Created)
        })
    }

    /// How long a lead took, where that is of interest.
    fn lead_time(&self, draft: &Draft, key: &str, plan: &Plan) -> Option<Write> {
        let Verdict::Record(incoming) = &draft.verdict else {
            return None;
        };
        let arrived = matches!(plan.outcome, Outcome::Created | Outcome::Merged);
        (self.timed && arrived).then_some(())?;
        Some(Write::Channel(Box::new(ChannelWrite::LeadTime {
            source_key: key.to_owned(),
            contact_id: plan.contact_id.clone()?,
            sent_at: incoming.occurred_at?,
        })))
    }

    fn ask(&self, draft: &Draft, key: &str, reasons: &[String]) -> Write {
        let partial = match &draft.verdict {
            Verdict::Review { partial, .. } => partial.clone(),
            Verdict::Record(incoming) => json!({"fields": incoming.fields}),
            Verdict::Ignored { .. } => Value::Null,
        };
        Write::Review(Box::new(Review {
            id: format!("source/{key}"),
            subject: key.to_owned(),
            title: format!("{}: {}", draft.place, draft.label),
            reasons: reasons.to_vec(),
            detail: json!({"origin": draft.origin, "sourceKey": key, "read": partial}),
        }))
    }
}

/// What an item tells, checked.
#[derive(Clone)]
pub(super) struct Told<'a> {
    pub(super) fields: Fields,
    /// The source's own id for the person, where its link is to keep it.
    pub(super) known_by: Option<String>,
    pub(super) incoming: &'a Incoming,
    pub(super) draft: &'a Draft,
    pub(super) belongings: Vec<Belonging>,
}

/// The entry of the log that says that a source spoke of the contact.
pub(super) fn imported(contact: &str, told: &Told<'_>) -> Write {
    Write::Log {
        kind: Kind::Contact,
        record_id: contact.to_owned(),
        root_id: contact.to_owned(),
        action: Action::Import,
        detail: json!({"origin": told.draft.origin, "label": told.draft.label,
            "place": told.draft.place, "sourceKey": told.draft.key,
            "occurredAt": told.incoming.occurred_at, "extra": told.incoming.extra}),
    }
}

pub(super) fn add_tags(doc: &mut Fields, tags: &[String]) {
    let old = doc
        .get("tags")
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    let old: Vec<&str> = old.filter_map(Value::as_str).collect();
    let all = tenon_model::normalise::tags(old.into_iter().chain(tags.iter().map(String::as_str)));
    if !all.is_empty() {
        doc.insert("tags".into(), json!(all));
    }
}

pub(super) fn label(record: &Record) -> Result<String, StoreError> {
    Ok(record.typed::<Contact>()?.label())
}

fn line(draft: &Draft, plan: Plan) -> Line {
    Line {
        place: draft.place.clone(),
        label: draft.label.clone(),
        outcome: plan.outcome,
        reasons: plan.reasons,
        contact_id: plan.contact_id,
        contact: plan.contact,
    }
}
