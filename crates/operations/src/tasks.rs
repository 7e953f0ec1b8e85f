//! The tasks of a contact.

use tenon_model::{
    Fields, Kind, Scope,
    fields::{Field, Shape, TASK},
};
use tenon_store::Record;

use crate::{
    Body, Call, Context, Method, Operation, OperationError, Reply, V3,
    children::{add_child, delete_child, patch_child},
    edit, wire,
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
        v3: V3::Same,
        scope: Scope::ContactsReadonly,
        body: None,
        handler: |cx, call| Box::pin(list(cx, call)),
    },
    Operation {
        id: "create-task",
        summary: "Create a task for a contact",
        method: Method::Post,
        path: "/contacts/{contactId}/tasks",
        v3: V3::Same,
        scope: Scope::ContactsWrite,
        body: Some(CREATE),
        handler: |cx, call| Box::pin(create(cx, call)),
    },
    Operation {
        id: "get-task",
        summary: "Get a task",
        method: Method::Get,
        path: "/contacts/{contactId}/tasks/{taskId}",
        v3: V3::Same,
        scope: Scope::ContactsReadonly,
        body: None,
        handler: |cx, call| Box::pin(get(cx, call)),
    },
    Operation {
        id: "update-task",
        summary: "Change a task",
        method: Method::Put,
        path: "/contacts/{contactId}/tasks/{taskId}",
        v3: V3::Same,
        scope: Scope::ContactsWrite,
        body: Some(UPDATE),
        handler: |cx, call| Box::pin(update(cx, call, UPDATE)),
    },
    Operation {
        id: "update-task-completed",
        summary: "Complete a task, or open it again",
        method: Method::Put,
        path: "/contacts/{contactId}/tasks/{taskId}/completed",
        v3: V3::Same,
        scope: Scope::ContactsWrite,
        body: Some(COMPLETE),
        handler: |cx, call| Box::pin(update(cx, call, COMPLETE)),
    },
    Operation {
        id: "delete-task",
        summary: "Delete a task",
        method: Method::Delete,
        path: "/contacts/{contactId}/tasks/{taskId}",
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
    let answer = wire::OneTask {
        task: wire::task(record)?,
        trace_id: &cx.trace_id,
    };
    Ok(Reply::json(status, &answer)?.of(record))
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
