//! The body of an event.

use serde_json::Value;

use super::{
    BodyFault, BridgeError,
    contact::contact,
    fields::{Object, fault},
};
use crate::{
    item::{Item, NoteDraft, TaskDraft, Verdict},
    key::digest,
    limits::{MAX_EVENT, MAX_FIELD, MAX_NOTE},
    text::label,
};

/// Characters of an id: those of Houzz and of automations are well below.
pub(super) const MAX_ID: usize = 200;
const TYPES: [&str; 6] = [
    "contact.created",
    "contact.updated",
    "task.created",
    "task.updated",
    "note.created",
    "note.updated",
];
const EVENT: [&str; 6] = ["id", "type", "occurredAt", "contact", "task", "note"];
/// Reads the body of an event whose signature holds. The item is always a
/// [`Verdict::Record`]: an event comes from a program, which can be told to send it right.
///
/// # Errors
///
/// [`BridgeError::Body`] with the field's path and what to do.
pub fn read_event(body: &[u8]) -> Result<Item, BridgeError> {
    Ok(read(body)?)
}

fn read(body: &[u8]) -> Result<Item, BodyFault> {
    if body.len() > MAX_EVENT {
        return Err(fault(
            "body",
            format!("is larger than {} KiB; send less", MAX_EVENT >> 10),
        ));
    }
    let value: Value = serde_json::from_slice(body).map_err(|error| {
        fault(
            "body",
            format!("is not JSON ({error}); send one JSON object"),
        )
    })?;
    let event = Object::new("", &value, &EVENT)?;
    let id = event.required("id", MAX_ID)?;
    let kind = event.required("type", MAX_ID)?;
    if !TYPES.contains(&kind.as_str()) {
        return Err(fault(
            "type",
            format!("must be one of {}", TYPES.join(", ")),
        ));
    }
    let occurred_at = event
        .time("occurredAt")?
        .ok_or_else(|| fault("occurredAt", "is missing; send the time it happened"))?;
    let mut incoming = contact(&event)?;
    incoming.occurred_at = Some(occurred_at);
    incoming
        .tasks
        .extend(part(&event, &kind, "task")?.map(task).transpose()?);
    incoming
        .notes
        .extend(part(&event, &kind, "note")?.map(note).transpose()?);
    incoming.extra.push(("Event".to_owned(), kind.clone()));
    let person = &incoming.person;
    let who = [
        &person.name,
        &person.email,
        &person.phone,
        &incoming.external_id,
    ];
    let who = who
        .into_iter()
        .flatten()
        .next()
        .cloned()
        .unwrap_or_default();
    Ok(Item {
        key: digest("houzz-bridge", [id.as_str()]),
        place: format!("bridge event {}", label(&id)),
        label: label(&format!("{kind}: {who}")),
        raw: body.to_vec(),
        verdict: Verdict::Record(Box::new(incoming)),
    })
}

/// The task or note: there where the type says so, and only there.
fn part<'a>(event: &Object<'a>, kind: &str, name: &str) -> Result<Option<&'a Value>, BodyFault> {
    let named = kind.split('.').next() == Some(name);
    match (named, event.get(name)) {
        (true, None) => Err(fault(
            name,
            format!("is missing; an event {kind} carries it"),
        )),
        (false, Some(_)) => Err(fault(
            name,
            format!("does not belong to an event {kind}; send one of its own"),
        )),
        (_, part) => Ok(part),
    }
}

fn task(value: &Value) -> Result<TaskDraft, BodyFault> {
    let task = Object::new(
        "task",
        value,
        &["id", "title", "body", "dueDate", "completed"],
    )?;
    Ok(TaskDraft {
        external_id: Some(task.required("id", MAX_ID)?),
        title: task.required("title", MAX_FIELD)?,
        body: task.lines("body", MAX_NOTE)?,
        due: task.time("dueDate")?,
        completed: task.flag("completed")?,
    })
}

fn note(value: &Value) -> Result<NoteDraft, BodyFault> {
    let note = Object::new("note", value, &["id", "title", "body"])?;
    Ok(NoteDraft {
        external_id: Some(note.required("id", MAX_ID)?),
        title: note.line("title", MAX_FIELD)?,
        body: note
            .lines("body", MAX_NOTE)?
            .ok_or_else(|| fault("note.body", "is missing; send the note's text"))?,
    })
}
