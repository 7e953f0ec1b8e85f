//! The notes of a contact.

use tenon_model::{Fields, Kind, Scope, fields::NOTE};
use tenon_store::Record;

use crate::{
    Body, Call, Context, Method, Operation, OperationError, Reply, V3,
    children::{add_child, delete_child, patch_child},
    edit, wire,
};

const CREATE: Body = Body {
    fields: NOTE,
    required: &["body"],
    location: false,
};
const UPDATE: Body = Body {
    fields: NOTE,
    required: &[],
    location: false,
};

/// The family's declarations.
pub(crate) const OPERATIONS: &[Operation] = &[
    Operation {
        id: "get-all-notes",
        summary: "List the notes of a contact",
        method: Method::Get,
        path: "/contacts/{contactId}/notes",
        v3: V3::Same,
        scope: Scope::ContactsReadonly,
        body: None,
        handler: |cx, call| Box::pin(list(cx, call)),
    },
    Operation {
        id: "create-note",
        summary: "Create a note on a contact",
        method: Method::Post,
        path: "/contacts/{contactId}/notes",
        v3: V3::Same,
        scope: Scope::ContactsWrite,
        body: Some(CREATE),
        handler: |cx, call| Box::pin(create(cx, call)),
    },
    Operation {
        id: "get-note",
        summary: "Get a note",
        method: Method::Get,
        path: "/contacts/{contactId}/notes/{id}",
        v3: V3::Same,
        scope: Scope::ContactsReadonly,
        body: None,
        handler: |cx, call| Box::pin(get(cx, call)),
    },
    Operation {
        id: "update-note",
        summary: "Change a note",
        method: Method::Put,
        path: "/contacts/{contactId}/notes/{id}",
        v3: V3::Same,
        scope: Scope::ContactsWrite,
        body: Some(UPDATE),
        handler: |cx, call| Box::pin(update(cx, call)),
    },
    Operation {
        id: "delete-note",
        summary: "Delete a note",
        method: Method::Delete,
        path: "/contacts/{contactId}/notes/{id}",
        v3: V3::Same,
        scope: Scope::ContactsWrite,
        body: None,
        handler: |cx, call| Box::pin(delete(cx, call)),
    },
];

async fn list(cx: Context, call: Call) -> Result<Reply, OperationError> {
    let contact = cx.contact(call.param("contactId")).await?;
    let records = cx
        .store
        .records_of(&cx.location.id, &contact.id, Kind::Note)
        .await?;
    let notes = records
        .iter()
        .map(wire::note)
        .collect::<Result<Vec<_>, _>>()?;
    Reply::json(
        200,
        &wire::Notes {
            notes,
            trace_id: &cx.trace_id,
        },
    )
}

fn reply(cx: &Context, status: u16, record: &Record) -> Result<Reply, OperationError> {
    let answer = wire::OneNote {
        note: wire::note(record)?,
        trace_id: &cx.trace_id,
    };
    Ok(Reply::json(status, &answer)?.of(record))
}

async fn get(cx: Context, call: Call) -> Result<Reply, OperationError> {
    let record = cx
        .child(Kind::Note, call.param("contactId"), call.param("id"))
        .await?;
    reply(&cx, 200, &record)
}

async fn create(cx: Context, mut call: Call) -> Result<Reply, OperationError> {
    let fields = call.checked(&cx, &CREATE)?;
    let doc = edit::patched(&Fields::new(), &fields);
    let record = add_child(&cx, Kind::Note, call.param("contactId"), doc).await?;
    reply(&cx, 201, &record)
}

async fn update(cx: Context, mut call: Call) -> Result<Reply, OperationError> {
    let patch = call.checked(&cx, &UPDATE)?;
    let (contact, id) = (call.param("contactId"), call.param("id"));
    let record = patch_child(&cx, Kind::Note, contact, id, &patch, &["body"]).await?;
    reply(&cx, 200, &record)
}

async fn delete(cx: Context, call: Call) -> Result<Reply, OperationError> {
    delete_child(&cx, Kind::Note, call.param("contactId"), call.param("id")).await
}
