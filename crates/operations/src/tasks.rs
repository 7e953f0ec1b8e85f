//! The tasks of a contact.

use serde_json::Value;
use tenon_model::{
    Fields, Kind, Scope,
    fields::{Field, Shape, TASK},
};
use tenon_store::{Record, StoreError, Write};

use crate::{
    Body, Call, Context, Method, Operation, OperationError, Reply, context::MAX_TRIES, edit, wire,
};

const CREATE: Body = Body {
    fields: TASK,
    required: &["title", "dueDate", "completed"],
    location: false,
};
const UPDATE: Body = Body {
    fields: TASK,
    required: &[],
    location: false,
};
const COMPLETE: Body = Body {
    fields: &[Field {
        name: "completed",
        shape: Shape::Bool,
        synced: true,
    }],
    required: &["completed"],
    location: false,
};

/// What a task cannot be without.
const KEPT: &[&str] = CREATE.required;

/// The family's declarations.
pub(crate) const OPERATIONS: &[Operation] = &[
    Operation {
        id: "get-all-tasks",
        summary: "List the tasks of a contact",
        method: Method::Get,
        path: "/contacts/{contactId}/tasks",
        scope: Scope::ContactsReadonly,
        body: None,
        handler: |cx, call| Box::pin(list(cx, call)),
    },
    Operation {
        id: "create-task",
        summary: "Create a task for a contact",
        method: Method::Post,
        path: "/contacts/{contactId}/tasks",
        scope: Scope::ContactsWrite,
        body: Some(CREATE),
        handler: |cx, call| Box::pin(create(cx, call)),
    },
    Operation {
        id: "get-task",
        summary: "Get a task",
        method: Method::Get,
        path: "/contacts/{contactId}/tasks/{taskId}",
        scope: Scope::ContactsReadonly,
        body: None,
        handler: |cx, call| Box::pin(get(cx, call)),
    },
    Operation {
        id: "update-task",
        summary: "Change a task",
        method: Method::Put,
        path: "/contacts/{contactId}/tasks/{taskId}",
        scope: Scope::ContactsWrite,
        body: Some(UPDATE),
        handler: |cx, call| Box::pin(update(cx, call, UPDATE)),
    },
    Operation {
        id: "update-task-completed",
        summary: "Complete a task, or open it again",
        method: Method::Put,
        path: "/contacts/{contactId}/tasks/{taskId}/completed",
        scope: Scope::ContactsWrite,
        body: Some(COMPLETE),
        handler: |cx, call| Box::pin(update(cx, call, COMPLETE)),
    },
    Operation {
        id: "delete-task",
        summary: "Delete a task",
        method: Method::Delete,
        path: "/contacts/{contactId}/tasks/{taskId}",
        scope: Scope::ContactsWrite,
        body: None,
        handler: |cx, call| Box::pin(delete(cx, call)),
    },
];

async fn list(cx: Context, call: Call) -> Result<Reply, OperationError> {
    let contact = cx.contact(call.param("contactId")).await?;
    let records = cx
        .store
        .records_of(&cx.location.id, &contact.id, Kind::Task)
        .await?;
    let tasks = records
        .iter()
        .map(wire::task)
        .collect::<Result<Vec<_>, _>>()?;
    Reply::json(
        200,
        &wire::Tasks {
            tasks,
            trace_id: &cx.trace_id,
        },
    )
}

async fn get(cx: Context, call: Call) -> Result<Reply, OperationError> {
    let record = cx
        .child(Kind::Task, call.param("contactId"), call.param("taskId"))
        .await?;
    reply(&cx, 200, &record)
}

fn reply(cx: &Context, status: u16, record: &Record) -> Result<Reply, OperationError> {
    Reply::json(
        status,
        &wire::OneTask {
            task: wire::task(record)?,
            trace_id: &cx.trace_id,
        },
    )
}

async fn create(cx: Context, mut call: Call) -> Result<Reply, OperationError> {
    let fields = call.checked(&cx, &CREATE)?;
    let doc = edit::patched(&Fields::new(), &fields);
    let record = add_child(&cx, Kind::Task, call.param("contactId"), doc).await?;
    reply(&cx, 201, &record)
}

async fn update(cx: Context, mut call: Call, body: Body) -> Result<Reply, OperationError> {
    let patch = call.checked(&cx, &body)?;
    let (contact, id) = (call.param("contactId"), call.param("taskId"));
    let record = patch_child(&cx, Kind::Task, contact, id, &patch, KEPT).await?;
    reply(&cx, 200, &record)
}

async fn delete(cx: Context, call: Call) -> Result<Reply, OperationError> {
    delete_child(
        &cx,
        Kind::Task,
        call.param("contactId"),
        call.param("taskId"),
    )
    .await
}

/// Adds a task or note to a contact that is there, and still is when it is written.
pub(crate) async fn add_child(
    cx: &Context,
    kind: Kind,
    contact: &str,
    doc: Fields,
) -> Result<Record, OperationError> {
    for _ in 0..MAX_TRIES {
        let root = cx.contact(contact).await?;
        let writes = vec![
            Write::Check {
                kind: Kind::Contact,
                id: root.id.clone(),
                version: root.version,
            },
            Write::Create {
                kind,
                id: cx.new_id(),
                root_id: root.id,
                doc: doc.clone(),
                exclusive: false,
            },
        ];
        match cx.write(writes).await {
            Err(OperationError::Contended(_)) => {}
            result => return result,
        }
    }
    Err(OperationError::Contended("the contact".into()))
}

/// Changes a task or note. Fields in `kept` cannot be cleared.
pub(crate) async fn patch_child(
    cx: &Context,
    kind: Kind,
    contact: &str,
    id: &str,
    patch: &Fields,
    kept: &[&str],
) -> Result<Record, OperationError> {
    if let Some(name) = kept
        .iter()
        .find(|name| patch.get(**name).is_some_and(Value::is_null))
    {
        return Err(OperationError::invalid(format!(
            "{name} should not be empty"
        )));
    }
    for _ in 0..MAX_TRIES {
        let old = cx.child(kind, contact, id).await?;
        let before = old.fields()?;
        let doc = edit::patched(&before, patch);
        if doc == before {
            return Ok(old);
        }
        match cx
            .write(vec![Write::Update {
                old,
                doc,
                exclusive: false,
            }])
            .await
        {
            Err(OperationError::Contended(_)) => {}
            result => return result,
        }
    }
    Err(OperationError::Contended(format!("the {kind}")))
}

/// Deletes a task or note.
pub(crate) async fn delete_child(
    cx: &Context,
    kind: Kind,
    contact: &str,
    id: &str,
) -> Result<Reply, OperationError> {
    for _ in 0..MAX_TRIES {
        let old = cx.child(kind, contact, id).await?;
        match cx
            .store
            .commit(cx.commit(vec![Write::Delete { old }]))
            .await
        {
            Err(StoreError::Conflict { .. }) => {}
            Err(error) => return Err(error.into()),
            Ok(_) => return Reply::json(200, &wire::SUCCEDED),
        }
    }
    Err(OperationError::Contended(format!("the {kind}")))
}
