//! Writes records, each guarded by the version that was read.

use jiff::Timestamp;
use tenon_model::{Action, Kind};

use super::{
    Commit, Committed, Write,
    draft::RecordDraft,
    keys::Keys,
    log::{Entry, NOTHING},
};
use crate::{
    Record, StoreError,
    driver::{Driver, values},
    micros, read,
};

pub(crate) async fn write(
    driver: &mut dyn Driver,
    commit: &Commit,
    (write, draft): (&Write, Option<&RecordDraft>),
    keys: &mut Keys,
    entries: &mut Vec<Entry>,
    done: &mut Committed,
) -> Result<(), StoreError> {
    match (write, draft) {
        (
            Write::Create {
                kind,
                id,
                root_id,
                exclusive,
                ..
            },
            Some(draft),
        ) => {
            let ids = (*kind, id.as_str(), root_id.as_str());
            let record = create(driver, commit, keys, ids, draft, *exclusive).await?;
            entries.push(entry(&record, Action::Create, draft));
            done.records.push(record);
        }
        (Write::Update { old, exclusive, .. }, Some(draft)) => {
            let record = update(driver, commit, keys, old, draft, *exclusive).await?;
            entries.push(entry(&record, Action::Update, draft));
            done.records.push(record);
        }
        (Write::Restore { old, exclusive, .. }, Some(draft)) => {
            let record = restore(driver, commit, keys, old, draft, *exclusive).await?;
            entries.push(entry(&record, Action::Create, draft));
            done.records.push(record);
        }
        (Write::Delete { old }, Some(draft)) => {
            let record = delete(driver, commit, keys, old, draft).await?;
            entries.push(entry(&record, Action::Delete, draft));
            done.records.push(record);
            if old.kind == Kind::Contact {
                // Looked for when the contact is locked: a task whose writer checked the contact
                // before is found, and one that checks it from now on is refused.
                for child in read::children(driver, &commit.location, &old.id).await? {
                    let draft = RecordDraft::deletion(&child)?;
                    let record = delete(driver, commit, keys, &child, &draft).await?;
                    entries.push(entry(&record, Action::Delete, &draft));
                    done.records.push(record);
                }
            }
        }
        (Write::Check { kind, id, version }, _) => {
            // Touches the row, so that it stays at this version until we have committed.
            let found = driver
                .execute(
                    "UPDATE records SET version = version
                     WHERE location_id = $1 AND kind = $2 AND id = $3 AND version = $4",
                    &values![&commit.location, kind.name(), id, *version],
                )
                .await?;
            if found == 0 {
                return Err(StoreError::conflict(format!("{kind} {id}")));
            }
        }
        _ => {}
    }
    Ok(())
}

fn entry(record: &Record, action: Action, draft: &RecordDraft) -> Entry {
    Entry {
        kind: record.kind,
        record_id: record.id.clone(),
        root_id: record.root_id.clone(),
        action,
        version: record.version,
        fields: draft.fields.clone(),
        detail: NOTHING.to_owned(),
    }
}

async fn create(
    driver: &mut dyn Driver,
    commit: &Commit,
    keys: &mut Keys,
    (kind, id, root_id): (Kind, &str, &str),
    draft: &RecordDraft,
    exclusive: bool,
) -> Result<Record, StoreError> {
    let index = &draft.after;
    let at = micros(commit.at);
    let written = driver
        .execute(
            "INSERT INTO records (location_id, kind, id, root_id, version, created_at, updated_at,
               sort_name, search_text, doc)
             VALUES ($1, $2, $3, $4, 1, $5, $5, $6, $7, $8) ON CONFLICT DO NOTHING",
            &values![
                &commit.location,
                kind.name(),
                id,
                root_id,
                at,
                &index.sort_name,
                &index.search_text,
                &draft.doc,
            ],
        )
        .await?;
    if written == 0 {
        return Err(StoreError::conflict(format!("{kind} {id}")));
    }
    let indexes = (&draft.before, &draft.after);
    keys.change(driver, commit, (kind, id), indexes, exclusive)
        .await?;
    Ok(Record {
        kind,
        id: id.to_owned(),
        root_id: root_id.to_owned(),
        version: 1,
        created_at: commit.at,
        updated_at: commit.at,
        deleted: false,
        doc: draft.doc.clone(),
    })
}

/// Later than the record's last time, even when the clock went back.
pub(super) fn next_time(at: Timestamp, last: Timestamp) -> Timestamp {
    at.max(tenon_model::time::from_micros(micros(last) + 1))
}

async fn update(
    driver: &mut dyn Driver,
    commit: &Commit,
    keys: &mut Keys,
    old: &Record,
    draft: &RecordDraft,
    exclusive: bool,
) -> Result<Record, StoreError> {
    let index = &draft.after;
    let updated_at = next_time(commit.at, old.updated_at);
    let written = driver
        .execute(
            "UPDATE records SET version = version + 1, updated_at = $5, sort_name = $6,
               search_text = $7, doc = $8
             WHERE location_id = $1 AND kind = $2 AND id = $3 AND version = $4
               AND deleted_at IS NULL",
            &values![
                &commit.location,
                old.kind.name(),
                &old.id,
                old.version,
                micros(updated_at),
                &index.sort_name,
                &index.search_text,
                &draft.doc,
            ],
        )
        .await?;
    if written == 0 {
        return Err(StoreError::conflict(format!("{} {}", old.kind, old.id)));
    }
    let owner = (old.kind, old.id.as_str());
    keys.change(driver, commit, owner, (&draft.before, index), exclusive)
        .await?;
    Ok(Record {
        version: old.version + 1,
        updated_at,
        doc: draft.doc.clone(),
        ..old.clone()
    })
}

async fn delete(
    driver: &mut dyn Driver,
    commit: &Commit,
    keys: &mut Keys,
    old: &Record,
    draft: &RecordDraft,
) -> Result<Record, StoreError> {
    let updated_at = next_time(commit.at, old.updated_at);
    let written = driver
        .execute(
            "UPDATE records SET version = version + 1, updated_at = $5, deleted_at = $5
             WHERE location_id = $1 AND kind = $2 AND id = $3 AND version = $4
               AND deleted_at IS NULL",
            &values![
                &commit.location,
                old.kind.name(),
                &old.id,
                old.version,
                micros(updated_at),
            ],
        )
        .await?;
    if written == 0 {
        return Err(StoreError::conflict(format!("{} {}", old.kind, old.id)));
    }
    let owner = (old.kind, old.id.as_str());
    keys.change(driver, commit, owner, (&draft.before, &draft.after), false)
        .await?;
    Ok(Record {
        version: old.version + 1,
        updated_at,
        deleted: true,
        ..old.clone()
    })
}

async fn restore(
    driver: &mut dyn Driver,
    commit: &Commit,
    keys: &mut Keys,
    old: &Record,
    draft: &RecordDraft,
    exclusive: bool,
) -> Result<Record, StoreError> {
    let index = &draft.after;
    let updated_at = next_time(commit.at, old.updated_at);
    let written = driver
        .execute(
            "UPDATE records SET version = version + 1, updated_at = $5, deleted_at = NULL,
               sort_name = $6, search_text = $7, doc = $8
             WHERE location_id = $1 AND kind = $2 AND id = $3 AND version = $4
               AND deleted_at IS NOT NULL",
            &values![
                &commit.location,
                old.kind.name(),
                &old.id,
                old.version,
                micros(updated_at),
                &index.sort_name,
                &index.search_text,
                &draft.doc,
            ],
        )
        .await?;
    if written == 0 {
        return Err(StoreError::conflict(format!("{} {}", old.kind, old.id)));
    }
    let owner = (old.kind, old.id.as_str());
    keys.change(driver, commit, owner, (&draft.before, index), exclusive)
        .await?;
    Ok(Record {
        version: old.version + 1,
        updated_at,
        deleted: false,
        doc: draft.doc.clone(),
        ..old.clone()
    })
}
