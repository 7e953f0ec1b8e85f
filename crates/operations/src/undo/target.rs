//! What is to be undone: which entries of the log it is.

use serde_json::{Value, json};
use tenon_model::{Action, Change};

use crate::{Context, OperationError};

/// Causes that can be undone as one.
const KINDS: [&str; 8] = [
    "change", "import", "run", "rule", "map", "merge", "decision", "undo",
];
/// Tasks, notes and the like that went with a contact; beyond any real one.
const MOST_CHILDREN: i64 = 10_000;

/// What is to be undone.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Target {
    /// `change` (one entry of the log, by its number), or the kind of a cause.
    pub(crate) kind: String,
    /// Its id.
    pub(crate) id: String,
    /// Of a change, only these fields; empty: all.
    pub(crate) fields: Vec<String>,
}

impl Target {
    /// Reads what a caller names.
    ///
    /// # Errors
    /// 422.
    pub(crate) fn parse(
        kind: &str,
        id: &Value,
        fields: Vec<String>,
    ) -> Result<Self, OperationError> {
        if !KINDS.contains(&kind) {
            let kinds = KINDS.join(", ");
            return Err(OperationError::invalid(format!(
                "kind must be one of {kinds}"
            )));
        }
        let id = match id {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            _ => String::new(),
        };
        let target = Self {
            kind: kind.to_owned(),
            id,
            fields,
        };
        if target.id.is_empty() {
            return Err(OperationError::invalid("id should not be empty"));
        }
        if kind == "change" && target.seq().is_none() {
            return Err(OperationError::invalid(
                "id must be the number of an entry of a timeline",
            ));
        }
        if kind != "change" && !target.fields.is_empty() {
            return Err(OperationError::invalid("fields goes with a change only"));
        }
        Ok(target)
    }

    fn seq(&self) -> Option<i64> {
        self.id.parse().ok().filter(|seq| *seq > 0)
    }

    /// As it is kept and answered.
    pub(crate) fn told(&self) -> Value {
        json!({"kind": self.kind, "id": self.id, "fields": self.fields})
    }

    pub(crate) fn of(told: &Value) -> Result<Self, OperationError> {
        let fields = serde_json::from_value(told["fields"].clone()).unwrap_or_default();
        let kind = told["kind"].as_str().unwrap_or_default();
        Self::parse(kind, &told["id"], fields)
    }

    /// # Errors
    /// 400 when there is nothing of that name, or it cannot be undone.
    pub(crate) async fn must_be_there(&self, cx: &Context) -> Result<(), OperationError> {
        let (store, location) = (&cx.store, &cx.location.id);
        let first = self.page(cx, i64::MAX, 1).await?;
        // A decision that changed no record is asked about again.
        let decided = match self.kind.as_str() {
            "decision" => {
                let review = store.review(location, &self.id).await?;
                review.is_some_and(|review| review.state == "decided")
            }
            "rule" => {
                let rules = store.review_rules(location).await?;
                rules.iter().any(|rule| rule.id == self.id)
            }
            _ => false,
        };
        if first.is_empty() && !decided {
            return Err(OperationError::BadRequest(format!(
                "There is no {} {} that changed anything.",
                self.kind, self.id
            )));
        }
        match self.kind.as_str() {
            "merge" => {
                let merge = store.merge(location, &self.id).await?;
                if merge.is_some_and(|merge| merge.undone) {
                    return Err(OperationError::BadRequest(
                        "This merge is undone already.".into(),
                    ));
                }
            }
            "undo" => {
                let undone = store.undo(location, &self.id).await?;
                if undone.is_some_and(|undo| undo.target["kind"] == "merge") {
                    return Err(OperationError::BadRequest(
                        "An undone merge is not undone again: merge the two contacts anew.".into(),
                    ));
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// The newest of its entries before number `before`, newest first.
    pub(crate) async fn page(
        &self,
        cx: &Context,
        before: i64,
        limit: i64,
    ) -> Result<Vec<Change>, OperationError> {
        let (store, location) = (&cx.store, &cx.location.id);
        let Some(seq) = self.seq().filter(|_| self.kind == "change") else {
            let cause = (self.kind.as_str(), self.id.as_str());
            return Ok(store.caused(location, cause, before, limit).await?);
        };
        let Some(change) = store.change(location, seq).await? else {
            return Ok(Vec::new());
        };
        let mut all = Vec::new();
        if change.action == Action::Delete && change.record_id == change.root_id {
            // What went with the contact stands behind it in the log.
            let with = store.changes_after(location, seq, MOST_CHILDREN).await?;
            all.extend(with.into_iter().take_while(|other| {
                other.action == Action::Delete
                    && other.root_id == change.root_id
                    && other.at == change.at
                    && other.origin == change.origin
            }));
            all.reverse();
        }
        all.push(change);
        all.retain(|change| change.seq < before);
        all.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        Ok(all)
    }

    /// Whether an entry of the log is the target's doing.
    pub(crate) async fn did(&self, cx: &Context, change: &Change) -> Result<bool, OperationError> {
        let cause = &change.origin.cause;
        Ok(match self.kind.as_str() {
            "change" => self.seq() == Some(change.seq),
            "import" if cause.kind == "import" && cause.id != self.id => {
                let item = cx.store.source_item(&cx.location.id, &cause.id).await?;
                item.is_some_and(|item| item.import_id == self.id)
            }
            kind => cause.kind == kind && cause.id == self.id,
        })
    }
}
