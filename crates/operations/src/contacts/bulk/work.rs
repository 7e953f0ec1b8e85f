//! One thing done with each of many contacts.

use std::{collections::HashSet, sync::Arc};

use futures_util::{StreamExt, stream};
use serde_json::{Value, json};
use tenon_model::{Fields, Kind, is_id, normalise};
use tenon_store::Write;

use crate::{
    Context, OperationError,
    contacts::tags::TAGS,
    context::MAX_TRIES,
    edit::{self, texts},
};

/// Contacts written at the same moment: enough to share a sync of the disk, and few beside the
/// connections of a pool.
const AT_ONCE: usize = 8;

/// What is done with the tags.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Change {
    Add,
    Remove,
    RemoveAll,
}

/// What is done with each contact.
pub(super) enum Work {
    /// These tags are added, or taken away.
    Tags(Change, Vec<String>),
    /// It belongs to this business from now on, or to none.
    Business(Option<String>),
}

impl Work {
    fn change(&self, doc: &Fields) -> Result<Fields, OperationError> {
        let (name, value) = match self {
            Self::Tags(change, asked) => {
                let mut tags = texts(doc, "tags");
                match change {
                    Change::Add => tags.extend(asked.iter().cloned()),
                    Change::Remove => tags.retain(|tag| !asked.contains(tag)),
                    Change::RemoveAll => tags.clear(),
                }
                let tags = TAGS.shape.normal(json!(normalise::tags(&tags)), "");
                let tags = tags.map_err(|what| OperationError::invalid(format!("tags {what}")))?;
                ("tags", tags)
            }
            Self::Business(business) => ("businessId", business.clone().into()),
        };
        Ok(edit::patched(
            doc,
            &Fields::from_iter([(name.to_owned(), value)]),
        ))
    }

    /// What must hold besides: a business that is being deleted takes no more.
    async fn checks(&self, cx: &Context) -> Result<Vec<Write>, OperationError> {
        let Self::Business(Some(business)) = self else {
            return Ok(Vec::new());
        };
        let record = cx.find_unguarded(Kind::Business, business).await?;
        Ok(vec![Write::Check {
            kind: record.kind,
            id: record.id,
            version: record.version,
        }])
    }

    fn told(&self, id: &str, before: &Fields, after: &Fields) -> Value {
        match self {
            Self::Tags(..) => {
                let (old, new) = (texts(before, "tags"), texts(after, "tags"));
                let added: Vec<_> = new.iter().filter(|tag| !old.contains(tag)).collect();
                let removed: Vec<_> = old.iter().filter(|tag| !new.contains(tag)).collect();
                json!({"contactId": id, "message": "Tags updated", "type": "success",
                    "oldTags": old, "tagsAdded": added, "tagsRemoved": removed})
            }
            Self::Business(_) => {
                json!({"contactId": id, "message": "Business updated", "type": "success"})
            }
        }
    }

    /// Changes one contact.
    async fn one(&self, cx: &Context, id: &str) -> Result<Value, OperationError> {
        let refused = |why: &str| Err(OperationError::BadRequest(why.to_owned()));
        if !is_id(id) {
            return refused("contact id is not a valid firebase id");
        }
        for _ in 0..MAX_TRIES {
            let old = cx
                .store
                .record_or_tombstone(&cx.location.id, Kind::Contact, id)
                .await?;
            let old = match old {
                None => return refused("contact does not belong to location"),
                Some(old) if old.deleted => return refused("contact is deleted"),
                Some(old) => old,
            };
            let before = old.fields()?;
            let doc = self.change(&before)?;
            let told = self.told(id, &before, &doc);
            if doc == before {
                return Ok(told);
            }
            let mut writes = self.checks(cx).await?;
            writes.push(Write::Update {
                old,
                doc,
                exclusive: !cx.location.allow_duplicates,
            });
            match cx.apply(writes).await {
                Err(OperationError::Contended(_)) => {}
                result => return result.map(|_| told),
            }
        }
        Err(OperationError::Contended("the contact".into()))
    }
}

/// What became of each.
pub(super) struct Told {
    pub(super) responses: Vec<Value>,
    pub(super) errors: usize,
}

/// Does it for each contact, once, in the order given. When the database fails before anything was
/// done, so does the call; later, the answer must tell what was.
pub(super) async fn all(
    cx: &Context,
    mut ids: Vec<String>,
    work: Work,
) -> Result<Told, OperationError> {
    let mut seen = HashSet::new();
    ids.retain(|id| seen.insert(id.clone()));
    // Writes that are kept with their answer are told apart by their order.
    let width = if cx.guards.deferred.is_some() {
        1
    } else {
        AT_ONCE
    };
    let work = Arc::new(work);
    let results: Vec<_> = stream::iter(ids)
        .map(|id| {
            let (cx, work) = (cx.clone(), Arc::clone(&work));
            async move {
                let result = work.one(&cx, &id).await;
                (id, result)
            }
        })
        .buffered(width)
        .collect()
        .await;
    let nothing_done = results.iter().all(|(_, result)| result.is_err());
    let mut told = Told {
        responses: Vec::with_capacity(results.len()),
        errors: 0,
    };
    for (id, result) in results {
        match result {
            Ok(response) => told.responses.push(response),
            Err(error) if nothing_done && fails_all(&error) => return Err(error),
            Err(error) => {
                told.errors += 1;
                let message = match error {
                    OperationError::Internal(_) => "something went wrong on our side".to_owned(),
                    error => error.to_string(),
                };
                told.responses
                    .push(json!({"contactId": id, "message": message, "type": "error"}));
            }
        }
    }
    Ok(told)
}

const fn fails_all(error: &OperationError) -> bool {
    matches!(
        error,
        OperationError::Unavailable(_)
            | OperationError::Unconfirmed(_)
            | OperationError::Internal(_)
            | OperationError::Changed
    )
}
