//! Carries an undo out, page by page, each page one commit with where it stands: a crash between two
//! leaves something to go on from, and nothing to undo twice.

use serde_json::{Value, json};
use tenon_model::Change;
use tenon_store::{Connection, ControlWrite, ReviewSearch, Undo, Write};

use super::{
    ChangedSince, Copies, How, Target,
    plan::{Known, Plan},
    report::Report,
    sides,
};
use crate::{Context, OperationError, context::MAX_TRIES};

/// Entries taken back by one commit: a moment's work for the database's only writer.
const PAGE: i64 = 200;
/// Pages of one call; what is left is done in the background. About ten seconds.
const PAGES: usize = 50;
/// Decided reviews looked through for those that are to be opened again.
const MOST_DECIDED: i64 = 100_000;

/// An undo under way.
pub(super) struct Run<'a> {
    cx: &'a Context,
    target: Target,
    how: How,
    known: Known,
    taken: Vec<(String, String)>,
    report: Report,
    pub(super) undo: Undo,
}

impl<'a> Run<'a> {
    pub(super) fn new(cx: &'a Context, target: Target, how: How) -> Self {
        let mut told = target.told();
        told["changedSince"] = match how.changed_since {
            ChangedSince::Leave => json!("leave"),
            ChangedSince::Undo => json!("undo"),
        };
        told["copies"] = match how.copies {
            Copies::Keep => json!("keep"),
            Copies::Delete => json!("delete"),
        };
        let undo = Undo {
            id: cx.new_id(),
            target: told,
            state: "running".into(),
            before_seq: i64::MAX,
            report: Value::Null,
            origin: cx.origin.clone(),
            created_at: cx.now(),
            version: 0,
        };
        Self {
            cx,
            target,
            how,
            known: Known::new(),
            taken: Vec::new(),
            report: Report::default(),
            undo,
        }
    }

    /// One that was begun before.
    pub(super) fn again(cx: &'a Context, undo: &Undo) -> Result<Self, OperationError> {
        let how = How {
            changed_since: if undo.target["changedSince"] == "undo" {
                ChangedSince::Undo
            } else {
                ChangedSince::Leave
            },
            copies: if undo.target["copies"] == "delete" {
                Copies::Delete
            } else {
                Copies::Keep
            },
            dry_run: false,
        };
        let report = serde_json::from_value(undo.report.clone()).unwrap_or_default();
        Ok(Self {
            report,
            undo: undo.clone(),
            ..Self::new(cx, Target::of(&undo.target)?, how)
        })
    }

    /// Does as much as one call may.
    pub(super) async fn some(&mut self) -> Result<(), OperationError> {
        let connections = self
            .cx
            .store
            .connections(Some(&self.cx.location.id))
            .await?;
        // The changes are the undo's, whoever asked for it.
        let mut cx = self.cx.clone();
        cx.origin = self.undo.origin.clone();
        cx.origin.cause.kind = "undo".into();
        cx.origin.cause.id.clone_from(&self.undo.id);
        for _ in 0..PAGES {
            if self.undo.state != "running" {
                break;
            }
            self.page(&cx, &connections).await?;
        }
        self.report.more = self.undo.state == "running";
        self.undo.report = told(&self.report)?;
        Ok(())
    }

    /// One page, decided anew when somebody was quicker.
    async fn page(
        &mut self,
        cx: &Context,
        connections: &[Connection],
    ) -> Result<(), OperationError> {
        let before = self.undo.before_seq;
        let mut changes = self.target.page(cx, before, PAGE).await?;
        let more = changes.len() as i64 == PAGE;
        if more {
            keep_together(&mut changes);
        }
        let end = changes.last().map_or(0, |change| change.seq);
        for _ in 0..MAX_TRIES {
            let decided = (&self.target, self.how, self.undo.id.as_str());
            let mut plan = Plan::new(cx, decided, &self.known, &self.taken);
            for change in &changes {
                plan.take_back(change).await?;
            }
            let mut writes = plan.writes().await?;
            let (roots, mut report) = (plan.roots(), std::mem::take(&mut plan.report));
            drop(plan);
            report.entries = changes.len() as u64;
            sides::count(cx, connections, &roots, self.how.copies, &mut report).await?;
            let mut so_far = self.report.clone();
            so_far.add(report);
            let next = Undo {
                state: if more { "running" } else { "done" }.into(),
                before_seq: end,
                report: told(&so_far)?,
                ..self.undo.clone()
            };
            if !more {
                writes.extend(self.last(cx).await?);
            }
            writes.push(Write::Control(Box::new(ControlWrite::Undo(next.clone()))));
            let records = if self.how.dry_run {
                cx.foreseen(writes)?
            } else {
                match cx.apply(writes).await {
                    Ok(done) => done.records,
                    Err(OperationError::Contended(_)) => {
                        // What was known is not so any more.
                        self.known.clear();
                        continue;
                    }
                    Err(OperationError::Duplicate {
                        contact_id,
                        matching_field,
                        ..
                    }) => {
                        let value = self.value_of(&contact_id, &matching_field).await?;
                        self.taken.push((matching_field, value));
                        continue;
                    }
                    Err(error) => return Err(error),
                }
            };
            let records = records.into_iter();
            self.known
                .extend(records.map(|record| ((record.kind, record.id.clone()), record)));
            self.report = so_far;
            self.undo = Undo {
                version: self.undo.version + 1,
                ..next
            };
            return Ok(());
        }
        Err(OperationError::Contended("what is to be undone".into()))
    }

    /// The e-mail or phone of another contact that is in the way.
    async fn value_of(&self, contact: &str, field: &str) -> Result<String, OperationError> {
        let (store, location) = (&self.cx.store, &self.cx.location.id);
        let holder = store
            .record(location, tenon_model::Kind::Contact, contact)
            .await?;
        let value = match holder {
            Some(holder) => holder.fields()?.get(field).cloned(),
            None => None,
        };
        Ok(value
            .and_then(|value| value.as_str().map(str::to_owned))
            .unwrap_or_default())
    }

    /// What else is taken back at the end: a merge's pointers, a decision's or rule's reviews.
    async fn last(&self, cx: &Context) -> Result<Vec<Write>, OperationError> {
        let (store, location, id) = (&cx.store, &cx.location.id, &self.target.id);
        let control = |write| Write::Control(Box::new(write));
        let reopen = |id: String| control(ControlWrite::Reopen { id });
        Ok(match self.target.kind.as_str() {
            kind @ ("decision" | "rule") => {
                let search = ReviewSearch {
                    state: "decided".into(),
                    limit: MOST_DECIDED,
                    ..ReviewSearch::default()
                };
                let decided = store.reviews(location, &search).await?;
                let by = if kind == "rule" { "rule" } else { "act" };
                let decided = decided
                    .into_iter()
                    .filter(|review| review.decision[by] == id.as_str());
                let mut writes: Vec<Write> =
                    decided.map(|review| reopen(review.review.id)).collect();
                // Else it would decide them again at once.
                let rules = store.review_rules(location).await?;
                if kind == "rule" && rules.iter().any(|rule| rule.id == *id) {
                    writes.push(control(ControlWrite::ForgetRule { id: id.clone() }));
                }
                writes
            }
            _ => Vec::new(),
        })
    }
}

/// Leaves the last contact of a page to the next one, unless there is none besides: a contact and what
/// went or came with it are undone together.
fn keep_together(changes: &mut Vec<Change>) {
    let Some(last) = changes.last().map(|change| change.root_id.clone()) else {
        return;
    };
    let others = changes.iter().rposition(|change| change.root_id != last);
    if let Some(others) = others {
        changes.truncate(others + 1);
    }
}

fn told(report: &Report) -> Result<Value, OperationError> {
    serde_json::to_value(report).map_err(|error| OperationError::Internal(error.to_string()))
}
