//! Answers as HighLevel shapes them, in the caller's dialect (schema names from contacts.json).

use serde::Serialize;
use serde_json::Value;
use tenon_model::{Contact, Note, Task, time};
use tenon_store::{Record, StoreError};

use crate::{Context, Dialect, OperationError, custom_fields};

/// "It is done." The key is misspelt upstream, and clients read it so; v3 has both spellings.
#[derive(Serialize)]
pub(crate) struct Succeeded {
    succeded: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    succeeded: Option<bool>,
}

/// The word that it is done, as the caller spells it.
pub(crate) fn succeeded(cx: &Context) -> Succeeded {
    Succeeded {
        succeded: true,
        succeeded: (cx.dialect == Dialect::V3).then_some(true),
    }
}

#[derive(Serialize)]
pub(crate) struct Enveloped<T> {
    pub(crate) contact: T,
}

#[derive(Serialize)]
pub(crate) struct Updated<T> {
    #[serde(flatten)]
    pub(crate) succeeded: Succeeded,
    pub(crate) contact: T,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Upserted<'a, T> {
    pub(crate) new: bool,
    pub(crate) contact: T,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) conflict: Option<Value>,
    pub(crate) trace_id: &'a str,
}

/// GetContectByIdSchema (sic).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ContactAnswer {
    id: String,
    location_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    first_name_lower_case: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_name_lower_case: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    full_name_lower_case: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email_lower_case: Option<String>,
    #[serde(rename = "type")]
    kind: &'static str,
    date_added: String,
    date_updated: String,
    #[serde(flatten)]
    contact: Contact,
}

pub(crate) fn contact(cx: &Context, record: &Record) -> Result<ContactAnswer, StoreError> {
    let mut contact: Contact = record.typed()?;
    cx.dialect.write_channels(&mut contact.dnd_settings);
    cx.dialect.write_channels(&mut contact.inbound_dnd_settings);
    let name = contact.full_name();
    let lower = |text: &Option<String>| text.as_deref().map(str::to_lowercase);
    Ok(ContactAnswer {
        id: record.id.clone(),
        location_id: cx.location.id.clone(),
        first_name_lower_case: lower(&contact.first_name),
        last_name_lower_case: lower(&contact.last_name),
        full_name_lower_case: lower(&name),
        email_lower_case: contact.email.clone(),
        name,
        kind: "lead",
        date_added: time::to_wire(record.created_at),
        date_updated: time::to_wire(record.updated_at),
        contact,
    })
}

impl ContactAnswer {
    /// With the key and name of each custom field.
    pub(crate) async fn named(mut self, cx: &Context) -> Result<Self, OperationError> {
        custom_fields::name(cx, self.custom_fields().collect()).await?;
        Ok(self)
    }

    /// Its custom fields.
    pub(crate) fn custom_fields(&mut self) -> impl Iterator<Item = &mut Value> {
        self.contact.custom_fields.iter_mut()
    }
}

/// CreateContactSchema: a birthday is the first moment of its day. v3 answers as for a get.
pub(crate) fn created(cx: &Context, record: &Record) -> Result<ContactAnswer, StoreError> {
    let mut answer = contact(cx, record)?;
    if cx.dialect == Dialect::V2
        && let Some(day) = &mut answer.contact.date_of_birth
    {
        day.push_str("T00:00:00.000Z");
    }
    Ok(answer)
}

/// An item of a search: as a contact, but `address1` is called `address`, and its place stands with
/// it.
pub(crate) fn found(
    cx: &Context,
    record: &Record,
    search_after: Value,
) -> Result<Value, StoreError> {
    let answer = serde_json::to_value(contact(cx, record)?);
    let mut answer = answer.map_err(|error| StoreError::Internal(error.to_string()))?;
    if let Some(fields) = answer.as_object_mut() {
        if let Some(address) = fields.remove("address1") {
            fields.insert("address".into(), address);
        }
        // Live answers have these for every contact (highlevel-api-docs issue 314).
        for name in ["additionalEmails", "additionalPhones"] {
            fields
                .entry(name)
                .or_insert_with(|| Value::Array(Vec::new()));
        }
        let firm = fields.get("companyName").cloned();
        fields.insert("businessName".into(), firm.unwrap_or_default());
        fields.insert("searchAfter".into(), search_after);
    }
    Ok(answer)
}

/// TaskSchema.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TaskAnswer {
    id: String,
    contact_id: String,
    #[serde(flatten)]
    task: Task,
}

pub(crate) fn task(record: &Record) -> Result<TaskAnswer, StoreError> {
    Ok(TaskAnswer {
        id: record.id.clone(),
        contact_id: record.root_id.clone(),
        task: record.typed()?,
    })
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OneTask<'a> {
    pub(crate) task: TaskAnswer,
    pub(crate) trace_id: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Tasks<'a> {
    pub(crate) tasks: Vec<TaskAnswer>,
    pub(crate) trace_id: &'a str,
}

/// GetNoteSchema.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct NoteAnswer {
    id: String,
    contact_id: String,
    date_added: String,
    #[serde(flatten)]
    note: Note,
}

pub(crate) fn note(record: &Record) -> Result<NoteAnswer, StoreError> {
    Ok(NoteAnswer {
        id: record.id.clone(),
        contact_id: record.root_id.clone(),
        date_added: time::to_wire(record.created_at),
        note: record.typed()?,
    })
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OneNote<'a> {
    pub(crate) note: NoteAnswer,
    pub(crate) trace_id: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Notes<'a> {
    pub(crate) notes: Vec<NoteAnswer>,
    pub(crate) trace_id: &'a str,
}
