//! `POST /contacts/upsert`

use serde_json::Value;
use tenon_model::Fields;
use tenon_store::Record;

use super::{FIELDS, create, update};
use crate::{Body, Call, Context, OperationError, Reply, context::MAX_TRIES, edit, wire};

pub(super) const BODY: Body = Body {
    fields: FIELDS,
    required: &[],
    location: true,
};

/// Asks for a new contact where the location allows duplicates (UpsertContactDto).
const ALWAYS_NEW: &str = "createNewIfDuplicateAllowed";

pub(super) async fn upsert(cx: Context, mut call: Call) -> Result<Reply, OperationError> {
    let mut body = call.object()?;
    let always_new = match body.remove(ALWAYS_NEW) {
        None | Some(Value::Null) => Ok(false),
        Some(Value::Bool(always)) => Ok(always),
        Some(_) => Err(format!("{ALWAYS_NEW} must be a boolean value")),
    };
    call.body = Some(Value::Object(body));
    let (always_new, patch) = match (always_new, call.checked(&cx, &BODY)) {
        (Ok(always_new), patch) => (always_new, patch?),
        (Err(complaint), Err(OperationError::Invalid(mut complaints))) => {
            complaints.push(complaint);
            return Err(OperationError::Invalid(complaints));
        }
        (Err(complaint), patch) => {
            return Err(patch
                .err()
                .unwrap_or_else(|| OperationError::invalid(complaint)));
        }
    };
    let always_new = always_new && cx.location.allow_duplicates;
    for _ in 0..MAX_TRIES {
        let found = if always_new {
            None
        } else {
            matching(&cx, &patch).await?
        };
        let result = match found {
            Some((contact, patch)) => {
                let changed =
                    update::patch_contact(&cx, &contact.id, |doc| Ok(adopt(doc, &patch))).await;
                changed.map(|record| (false, record))
            }
            None => create::insert(&cx, edit::patched(&Fields::new(), &patch))
                .await
                .map(|record| (true, record)),
        };
        match result {
            // Somebody made or deleted that contact meanwhile: look again.
            Err(OperationError::Duplicate { .. } | OperationError::NotFound(_)) => {}
            Err(error) => return Err(error),
            Ok((new, record)) => {
                let contact = wire::contact(&cx, &record)?;
                let answer = wire::Upserted {
                    new,
                    contact,
                    trace_id: &cx.trace_id,
                };
                return Ok(Reply::json(200, &answer)?.of(&record));
            }
        }
    }
    Err(OperationError::Contended("the contact".into()))
}

/// The contact with this e-mail, else with this phone, and the patch for it. When the phone is yet
/// another contact's, it is left out, as HighLevel does.
async fn matching(
    cx: &Context,
    patch: &Fields,
) -> Result<Option<(Record, Fields)>, OperationError> {
    let mut found: Option<Record> = None;
    let mut patch = patch.clone();
    for name in ["email", "phone"] {
        let Some(value) = patch.get(name).and_then(Value::as_str).map(str::to_owned) else {
            continue;
        };
        let holders = cx
            .store
            .contacts_with(&cx.location.id, name, &value)
            .await?;
        let Some(holder) = holders.into_iter().next() else {
            continue;
        };
        match &found {
            None => found = Some(holder),
            Some(first) if first.id != holder.id && !cx.location.allow_duplicates => {
                patch.remove(name);
            }
            Some(_) => {}
        }
    }
    Ok(found.map(|record| (record, patch)))
}

/// The patched document; an old primary e-mail or phone is kept as an additional one.
fn adopt(doc: &Fields, patch: &Fields) -> Fields {
    let mut after = edit::patched(doc, patch);
    for (field, more) in [("email", "additionalEmails"), ("phone", "additionalPhones")] {
        let (old, new) = (doc.get(field), after.get(field));
        if old == new {
            continue;
        }
        let new = new.cloned();
        let mut others: Vec<Value> = after
            .get(more)
            .and_then(Value::as_array)
            .cloned()
            .unwrap_or_default();
        others.extend(old.cloned());
        others.retain(|value| Some(value) != new.as_ref());
        others.sort_by(|one, other| one.as_str().cmp(&other.as_str()));
        others.dedup();
        after.insert(more.to_owned(), Value::Array(others));
    }
    after.retain(|_, value| !edit::is_blank(value));
    after
}
