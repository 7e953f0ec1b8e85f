//! What all records but contacts have in common: how they are changed and deleted, and how those that
//! hang on no contact are made and listed.

use serde_json::Value;
use tenon_model::{Fields, Kind};
use tenon_store::{Record, Write};

use crate::{Call, Context, OperationError, context::MAX_TRIES, edit};

/// Most records that a list goes past.
const MAX_SKIP: i64 = 1_000_000;

/// Makes a record that is its own root.
pub(crate) async fn create(
    cx: &Context,
    kind: Kind,
    doc: Fields,
) -> Result<Record, OperationError> {
    let id = cx.new_id();
    let write = Write::Create {
        kind,
        root_id: id.clone(),
        id,
        doc,
        exclusive: true,
    };
    cx.write(vec![write]).await
}

/// Changes a record, of this contact if one is named. Fields in `kept` cannot be cleared.
pub(crate) async fn patch(
    cx: &Context,
    (kind, contact, id): (Kind, Option<&str>, &str),
    patch: &Fields,
    kept: &[&str],
) -> Result<Record, OperationError> {
    keeps(patch, kept)?;
    change(cx, (kind, contact, id), |before| {
        Ok(edit::patched(before, patch))
    })
    .await
}

/// Changes a record's document by `change`, which is asked again when somebody was quicker. A change
/// that leaves everything as it was writes nothing.
pub(crate) async fn change(
    cx: &Context,
    (kind, contact, id): (Kind, Option<&str>, &str),
    change: impl Fn(&Fields) -> Result<Fields, OperationError>,
) -> Result<Record, OperationError> {
    for _ in 0..MAX_TRIES {
        let old = cx.find(kind, contact, id).await?;
        let before = old.fields()?;
        let doc = change(&before)?;
        if doc == before {
            return Ok(old);
        }
        let write = Write::Update {
            old,
            doc,
            exclusive: !kind.hangs_on_contact(),
        };
        match cx.write(vec![write]).await {
            Err(OperationError::Contended(_)) => {}
            result => return result,
        }
    }
    Err(OperationError::Contended(format!("the {kind}")))
}

/// Refuses a patch that clears what must be there.
pub(crate) fn keeps(patch: &Fields, kept: &[&str]) -> Result<(), OperationError> {
    let cleared = |name: &&&str| patch.get(**name).is_some_and(Value::is_null);
    match kept.iter().find(cleared) {
        Some(name) => Err(OperationError::invalid(format!(
            "{name} should not be empty"
        ))),
        None => Ok(()),
    }
}

/// Deletes a record, of this contact if one is named.
pub(crate) async fn delete(
    cx: &Context,
    (kind, contact, id): (Kind, Option<&str>, &str),
) -> Result<(), OperationError> {
    for _ in 0..MAX_TRIES {
        let old = cx.find(kind, contact, id).await?;
        match cx.apply(vec![Write::Delete { old }]).await {
            Err(OperationError::Contended(_)) => {}
            result => return result.map(drop),
        }
    }
    Err(OperationError::Contended(format!("the {kind}")))
}

/// The caller's location, which the query must name.
pub(crate) fn named_location(cx: &Context, call: &Call) -> Result<(), OperationError> {
    let location = call.query("locationId");
    let location =
        location.ok_or_else(|| OperationError::invalid("locationId should not be empty"))?;
    cx.same_location(location)
}

/// The records of a kind on the page that `skip` and `limit` of the query name, oldest first.
pub(crate) async fn page(
    cx: &Context,
    call: &Call,
    kind: Kind,
    (usual, most): (i64, i64),
) -> Result<Vec<Record>, OperationError> {
    let limit = call.number("limit", usual, 1..=most)?;
    let skip = call.number("skip", 0, 0..=MAX_SKIP)?;
    let records = cx.store.records_in(&cx.location.id, kind, skip, limit);
    Ok(records.await?)
}
