//! `POST /contacts/upsert`

use serde_json::{Value, json};
use tenon_model::{
    Contact, Fields,
    fields::{Field, Shape, join},
};
use tenon_store::Record;

use super::{FIELDS, create, update};
use crate::{
    Body, Call, Context, OperationError, Reply, context::MAX_TRIES, custom_fields, edit, wire,
};

pub(super) const BODY: Body = Body {
    fields: &TAKEN,
    required: &[],
    location: true,
};

/// Asks for a new contact where the location allows duplicates (UpsertContactDto).
const ALWAYS_NEW: Field = Field {
    name: "createNewIfDuplicateAllowed",
    shape: Shape::Bool,
    synced: false,
};
const TAKEN: [Field; FIELDS.len() + 1] = join(FIELDS, &[ALWAYS_NEW]);

pub(super) async fn upsert(cx: Context, mut call: Call) -> Result<Reply, OperationError> {
    let mut patch = call.checked(&cx, &BODY)?;
    let always_new = patch.remove(ALWAYS_NEW.name) == Some(Value::Bool(true));
    custom_fields::resolve(&cx, &mut patch).await?;
    let always_new = always_new && cx.location.allow_duplicates;
    for _ in 0..MAX_TRIES {
        let found = if always_new {
            None
        } else {
            matching(&cx, &patch).await?
        };
        let result = match found {
            Some(found) => {
                let adopt = |doc: &Fields| adopt(doc, &found.patch);
                let changed = update::patch_contact(&cx, &found.contact.id, adopt).await;
                changed.map(|record| (false, record, found.conflict))
            }
            None => create::insert(&cx, edit::patched(&Fields::new(), &patch))
                .await
                .map(|record| (true, record, None)),
        };
        match result {
            // Somebody made or deleted that contact meanwhile: look again.
            Err(OperationError::Duplicate { .. } | OperationError::NotFound(_)) => {}
            Err(error) => return Err(error),
            Ok((new, record, conflict)) => {
                let contact = wire::contact(&cx, &record)?.named(&cx).await?;
                let answer = wire::Upserted {
                    new,
                    contact,
                    conflict,
                    trace_id: &cx.trace_id,
                };
                return Ok(Reply::json(200, &answer)?.of(&record));
            }
        }
    }
    Err(OperationError::Contended("the contact".into()))
}

/// The contact that is changed.
struct Found {
    contact: Record,
    /// What is changed of it.
    patch: Fields,
    /// What is told when the e-mail is one contact's and the phone another's.
    conflict: Option<Value>,
}

/// The contact with this e-mail, else with this phone. When the phone is yet another contact's, it is
/// left out, as HighLevel does, and the answer names both.
async fn matching(cx: &Context, patch: &Fields) -> Result<Option<Found>, OperationError> {
    let mut found: Option<Found> = None;
    for name in ["email", "phone"] {
        let Some(value) = patch.get(name).and_then(Value::as_str) else {
            continue;
        };
        let holders = cx.store.contacts_with(&cx.location.id, name, value).await?;
        let Some(holder) = holders.into_iter().next() else {
            continue;
        };
        match &mut found {
            None => {
                found = Some(Found {
                    contact: holder,
                    patch: patch.clone(),
                    conflict: None,
                });
            }
            Some(found) if found.contact.id != holder.id => {
                let kept = cx.location.allow_duplicates;
                if !kept {
                    found.patch.remove(name);
                }
                found.conflict = Some(conflict(name, kept, &found.contact, &holder)?);
            }
            Some(_) => {}
        }
    }
    Ok(found)
}

fn conflict(
    field: &str,
    written: bool,
    contact: &Record,
    other: &Record,
) -> Result<Value, OperationError> {
    let done = if written {
        "both have it now"
    } else {
        "it was left out"
    };
    let name = |record: &Record| Ok::<_, OperationError>(record.typed::<Contact>()?.label());
    Ok(json!({
        "message": format!("The {field} is another contact's; {done}."),
        "field": field,
        "contactId": contact.id,
        "contactName": name(contact)?,
        "otherContactId": other.id,
        "otherContactName": name(other)?,
    }))
}

/// The patched document; an old primary e-mail or phone is kept as an additional one.
fn adopt(doc: &Fields, patch: &Fields) -> Result<Fields, OperationError> {
    let mut after = edit::patched(doc, patch);
    for (field, more, shape) in [
        ("email", "additionalEmails", Shape::Emails),
        ("phone", "additionalPhones", Shape::Phones),
    ] {
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
        // The table's own order and bound, on what the contact would then have.
        let others = shape.normal(Value::Array(others), "");
        let others = others.map_err(|what| OperationError::invalid(format!("{more} {what}")))?;
        after.insert(more.to_owned(), others);
    }
    after.retain(|_, value| !edit::is_blank(value));
    Ok(after)
}
