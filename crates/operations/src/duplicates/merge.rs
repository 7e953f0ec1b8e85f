//! `POST /tenon/v1/merges`: one commit, after which there is one contact, and nothing of the other is
//! lost: values that fell stand on the timeline, and the tombstone points to the survivor.

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};
use tenon_model::{Action, Contact, Kind};
use tenon_store::{ControlWrite, Merge, Moved, Record, Write};

use super::combine::combine;
use crate::{Call, Context, OperationError, Reply, context::MAX_TRIES};

/// How far back the log is read for when a field was last changed.
const HISTORY: i64 = 200;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Request {
    survivor_id: String,
    loser_id: String,
    #[serde(default)]
    prefer: Prefer,
    #[serde(default)]
    dry_run: bool,
}

/// Whose value stands where both have one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Prefer {
    /// The survivor's.
    #[default]
    Survivor,
    /// The one that was changed last.
    Newest,
}

/// Who is to be made one.
pub(crate) struct Merging<'a> {
    pub(crate) survivor: &'a str,
    pub(crate) loser: &'a str,
    pub(crate) newest: bool,
}

/// A merge worked out.
pub(crate) struct Merged {
    pub(crate) writes: Vec<Write>,
    id: String,
    moved: Vec<Moved>,
    fields: Value,
    fell: Vec<Value>,
}

pub(super) async fn merge(cx: Context, mut call: Call) -> Result<Reply, OperationError> {
    let body = Value::Object(call.object()?);
    let request: Request = serde_json::from_value(body)
        .map_err(|error| OperationError::invalid(format!("the body cannot be read: {error}")))?;
    let merging = Merging {
        survivor: &request.survivor_id,
        loser: &request.loser_id,
        newest: request.prefer == Prefer::Newest,
    };
    for _ in 0..MAX_TRIES {
        let merged = merge_writes(&cx, &merging).await?;
        let mut own = cx.clone();
        own.origin.cause.kind = "merge".into();
        own.origin.cause.id.clone_from(&merged.id);
        if !request.dry_run {
            match own.apply(merged.writes).await {
                Err(OperationError::Contended(_)) => continue,
                Err(error) => return Err(error),
                Ok(done) => bring_late_ones(&own, &merging, &merged.moved, &done.records).await?,
            }
        }
        let id = (!request.dry_run).then_some(&merged.id);
        let undo = id.map(|id| json!({"kind": "merge", "id": id}));
        return Reply::json(
            200,
            &json!({"merge": {"id": id, "survivorId": request.survivor_id,
                "loserId": request.loser_id, "fields": merged.fields, "fell": merged.fell,
                "moved": merged.moved.len() - 1, "dryRun": request.dry_run, "undo": undo},
                "traceId": cx.trace_id}),
        );
    }
    Err(OperationError::Contended("one of the two contacts".into()))
}

/// What makes two contacts one. The commit must carry the merge as its cause, or what it is part of.
pub(crate) async fn merge_writes(
    cx: &Context,
    merging: &Merging<'_>,
) -> Result<Merged, OperationError> {
    if merging.survivor == merging.loser {
        return Err(OperationError::invalid(
            "survivorId and loserId must be two contacts",
        ));
    }
    let survivor = cx.contact(merging.survivor).await?;
    let loser = cx.find_unguarded(Kind::Contact, merging.loser).await?;
    let (ours, theirs) = (survivor.fields()?, loser.fields()?);
    let times = if merging.newest {
        (times(cx, &survivor).await?, times(cx, &loser).await?)
    } else {
        (Vec::new(), Vec::new())
    };
    let (doc, fell) = combine(&ours, &theirs, |field| {
        merging.newest
            && last(&times.1, field, loser.created_at) > last(&times.0, field, survivor.created_at)
    });
    let id = cx.new_id();
    let mut writes = Vec::new();
    let said: Vec<Value> = fell
        .iter()
        .map(|fell| {
            json!({"field": fell.field, "winner": "hub", "kept": fell.kept, "lost": fell.lost,
                "rule": "merge", "mergeId": id})
        })
        .collect();
    let say = |record: &Record, action: Action, detail: Value| Write::Log {
        kind: Kind::Contact,
        record_id: record.id.clone(),
        root_id: record.id.clone(),
        action,
        detail,
    };
    for detail in &said {
        writes.push(say(&survivor, Action::Conflict, detail.clone()));
    }
    let mut moved = vec![Moved {
        kind: Kind::Contact,
        record_id: loser.id.clone(),
        to_id: survivor.id.clone(),
    }];
    for child in cx.store.tree(&cx.location.id, &loser.id).await? {
        if child.deleted || child.kind == Kind::Contact {
            continue;
        }
        let to_id = cx.new_id();
        writes.push(Write::Create {
            kind: child.kind,
            id: to_id.clone(),
            root_id: survivor.id.clone(),
            doc: child.fields()?,
            exclusive: false,
        });
        moved.push(Moved {
            kind: child.kind,
            record_id: child.id.clone(),
            to_id,
        });
        writes.push(Write::Delete { old: child });
    }
    let told = json!({"mergeId": id, "survivorId": survivor.id, "loserId": loser.id,
        "survivor": survivor.typed::<Contact>()?.label(), "loser": loser.typed::<Contact>()?.label(),
        "moved": moved.len() - 1});
    writes.push(say(&survivor, Action::Merge, told.clone()));
    writes.push(say(&loser, Action::Merge, told));
    writes.push(Write::Delete { old: loser.clone() });
    writes.push(if doc == ours {
        Write::Check {
            kind: Kind::Contact,
            id: survivor.id.clone(),
            version: survivor.version,
        }
    } else {
        Write::Update {
            old: survivor.clone(),
            doc: doc.clone(),
            exclusive: !cx.location.allow_duplicates,
        }
    });
    writes.push(Write::Control(Box::new(ControlWrite::Merge {
        merge: Merge {
            id: id.clone(),
            survivor_id: survivor.id,
            loser_id: loser.id,
            made_by: cx.origin.actor.name.clone(),
            created_at: cx.now(),
            undone: false,
        },
        moved: moved.clone(),
    })));
    Ok(Merged {
        writes,
        id,
        moved,
        fields: Value::Object(doc),
        fell: said,
    })
}

/// What somebody gave the loser in the moment between reading and writing went with it: it is brought
/// over as well.
async fn bring_late_ones(
    cx: &Context,
    merging: &Merging<'_>,
    moved: &[Moved],
    records: &[Record],
) -> Result<(), OperationError> {
    let known = |record: &&Record| {
        !record.deleted || moved.iter().any(|moved| moved.record_id == record.id)
    };
    let late = records.iter().filter(|record| !known(record));
    let writes = late
        .map(|child| {
            Ok(Write::Create {
                kind: child.kind,
                id: cx.new_id(),
                root_id: merging.survivor.to_owned(),
                doc: child.fields()?,
                exclusive: false,
            })
        })
        .collect::<Result<Vec<Write>, OperationError>>()?;
    if !writes.is_empty() {
        cx.apply(writes).await?;
    }
    Ok(())
}

type Times = Vec<(String, Timestamp)>;

/// When each field was last changed, newest first, as far as the log is read.
async fn times(cx: &Context, record: &Record) -> Result<Times, OperationError> {
    let page = cx
        .store
        .changes_of(&cx.location.id, &record.root_id, None, HISTORY)
        .await?;
    let own = page
        .changes
        .into_iter()
        .filter(|change| change.record_id == record.id && change.action.writes());
    Ok(own
        .flat_map(|change| {
            let at = change.at;
            change
                .fields
                .into_iter()
                .map(move |field| (field.field, at))
        })
        .collect())
}

fn last(times: &Times, field: &str, otherwise: Timestamp) -> Timestamp {
    let newest = times.iter().find(|(name, _)| name == field);
    newest.map_or(otherwise, |(_, at)| *at)
}
