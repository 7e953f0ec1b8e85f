//! Pausing and resuming: a connection, a kind of record at a connection, or one contact. What changes
//! meanwhile is not lost: it waits, and after the resume both sides come into step.

use serde::Deserialize;
use serde_json::{Value, json};
use tenon_model::{Kind, Scope, time};
use tenon_store::{ControlWrite, Pause, Write};

use crate::{Body, Call, Context, Method, Operation, OperationError, Reply, V3, look};

/// Longest reason somebody may give.
const MAX_REASON: usize = 500;

/// A body that the handler reads itself.
const OWN: Body = Body {
    fields: &[],
    required: &[],
    location: false,
};

/// The family's declarations.
pub(crate) const OPERATIONS: &[Operation] = &[
    Operation {
        id: "pause-connection",
        summary: "Let the sync of a connection rest, whole or for one kind of record",
        method: Method::Post,
        path: "/tenon/v1/connections/{connectionId}/pause",
        v3: V3::Same,
        scope: Scope::LocationsWrite,
        body: Some(OWN),
        handler: |cx, call| Box::pin(connection(cx, call, true)),
    },
    Operation {
        id: "resume-connection",
        summary: "Let the sync of a connection go on; what changed meanwhile follows",
        method: Method::Post,
        path: "/tenon/v1/connections/{connectionId}/resume",
        v3: V3::Same,
        scope: Scope::LocationsWrite,
        body: Some(OWN),
        handler: |cx, call| Box::pin(connection(cx, call, false)),
    },
    Operation {
        id: "pause-contact",
        summary: "Leave a contact with its tasks and notes out of the sync for now",
        method: Method::Post,
        path: "/tenon/v1/contacts/{contactId}/pause",
        v3: V3::Same,
        scope: Scope::ContactsWrite,
        body: Some(OWN),
        handler: |cx, call| Box::pin(contact(cx, call, true)),
    },
    Operation {
        id: "resume-contact",
        summary: "Let a contact be synced again; what changed meanwhile follows",
        method: Method::Post,
        path: "/tenon/v1/contacts/{contactId}/resume",
        v3: V3::Same,
        scope: Scope::ContactsWrite,
        body: Some(OWN),
        handler: |cx, call| Box::pin(contact(cx, call, false)),
    },
    Operation {
        id: "list-pauses",
        summary: "List what the sync leaves alone for now, who said so, and why",
        method: Method::Get,
        path: "/tenon/v1/pauses",
        v3: V3::Same,
        scope: Scope::ContactsReadonly,
        body: None,
        handler: |cx, call| Box::pin(list(cx, call)),
    },
];

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Request {
    /// Of a connection: only this kind.
    #[serde(default)]
    kind: Option<String>,
    /// Of a contact: only at this connection.
    #[serde(default)]
    connection_id: Option<String>,
    #[serde(default)]
    reason: Option<String>,
}

fn request(call: &mut Call) -> Result<Request, OperationError> {
    let body = Value::Object(call.object()?);
    let request: Request = serde_json::from_value(body)
        .map_err(|error| OperationError::invalid(format!("the body cannot be read: {error}")))?;
    let reason = request.reason.as_deref().unwrap_or_default();
    if reason.chars().count() > MAX_REASON {
        return Err(OperationError::invalid(format!(
            "reason must be at most {MAX_REASON} characters"
        )));
    }
    if reason.contains('\0') {
        return Err(OperationError::invalid(
            "reason must not contain NUL characters",
        ));
    }
    Ok(request)
}

/// Kinds that can be paused by themselves. With the contacts everything rests that hangs on them, so
/// that is the connection's own pause.
fn pausable(kind: &str) -> Option<Kind> {
    Kind::parse(kind).filter(|kind| kind.is_synced() && kind.hangs_on_contact())
}

async fn connection(cx: Context, mut call: Call, rest: bool) -> Result<Reply, OperationError> {
    let request = request(&mut call)?;
    let id = call.param("connectionId").to_owned();
    let connections = cx.store.connections(Some(&cx.location.id)).await?;
    if !connections.iter().any(|connection| connection.id == id) {
        return Err(OperationError::NotFound("Connection"));
    }
    if request.connection_id.is_some() {
        return Err(OperationError::invalid(
            "connectionId stands in the path already",
        ));
    }
    let kind = match request.kind.as_deref() {
        None => String::new(),
        Some(name) => {
            let kind = pausable(name).ok_or_else(|| {
                let kinds = Kind::SYNCED.iter().filter(|kind| kind.hangs_on_contact());
                let kinds: Vec<&str> = kinds.map(|kind| kind.name()).collect();
                OperationError::invalid(format!("kind must be one of {}", kinds.join(", ")))
            })?;
            kind.name().to_owned()
        }
    };
    let pause = pause(&cx, (&id, &kind, ""), request.reason);
    let more = if rest || kind.is_empty() {
        Vec::new()
    } else {
        // What was left alone is nowhere noted: a full sweep finds it.
        sweep_all(&cx, &id).await?
    };
    set(&cx, pause, rest, more).await
}

async fn contact(cx: Context, mut call: Call, rest: bool) -> Result<Reply, OperationError> {
    let request = request(&mut call)?;
    let contact = match cx.contact(call.param("contactId")).await {
        Ok(contact) => contact.id,
        // One that was deleted meanwhile: its copies wait to hear of it.
        Err(OperationError::NotFound(what)) if !rest => {
            let id = call.param("contactId");
            let pauses = cx.store.pauses(&cx.location.id).await?;
            if !pauses.iter().any(|pause| pause.contact_id == id) {
                return Err(OperationError::NotFound(what));
            }
            id.to_owned()
        }
        Err(error) => return Err(error),
    };
    if request.kind.is_some() {
        return Err(OperationError::invalid(
            "a contact is paused with all that hangs on it: kind does not go with it",
        ));
    }
    let connections = cx.store.connections(Some(&cx.location.id)).await?;
    let wanted = request.connection_id.unwrap_or_default();
    if !wanted.is_empty() && !connections.iter().any(|connection| connection.id == wanted) {
        return Err(OperationError::NotFound("Connection"));
    }
    let pause = pause(&cx, (&wanted, "", &contact), request.reason);
    let mut jobs = Vec::new();
    if !rest {
        // Bridges and imports have no engine.
        let named = |id: &str| wanted.is_empty() || wanted == id;
        let engines = connections
            .iter()
            .filter(|connection| named(&connection.id) && connection.system != "houzz");
        for connection in engines {
            let cause = ("request", cx.trace_id.as_str());
            let key = format!("hub:{contact}");
            jobs.push(look::again(&cx, &connection.id, key, cause));
        }
    }
    set(&cx, pause, rest, jobs).await
}

fn pause(cx: &Context, of: (&str, &str, &str), reason: Option<String>) -> Pause {
    Pause {
        connection_id: of.0.to_owned(),
        kind: of.1.to_owned(),
        contact_id: of.2.to_owned(),
        reason: reason.unwrap_or_default(),
        made_by: cx.origin.actor.name.clone(),
        created_at: cx.now(),
    }
}

async fn sweep_all(cx: &Context, connection: &str) -> Result<Vec<Write>, OperationError> {
    let name = format!("sweep/{connection}");
    let from = cx.store.cursor(&cx.location.id, &name).await?;
    // A sweep that has never run will look at everything.
    Ok(from
        .map(|from| {
            // Contact by contact: tasks and notes stand in no list.
            let stand: Option<Value> = serde_json::from_str(&from).ok();
            let mut stand = stand.filter(Value::is_object).unwrap_or_else(|| json!({}));
            stand["deep"] = true.into();
            Write::Cursor {
                name,
                from: Some(from),
                to: stand.to_string(),
            }
        })
        .into_iter()
        .collect())
}

async fn set(
    cx: &Context,
    pause: Pause,
    rest: bool,
    more: Vec<Write>,
) -> Result<Reply, OperationError> {
    let write = if rest {
        ControlWrite::Pause(pause.clone())
    } else {
        ControlWrite::Resume {
            connection_id: pause.connection_id.clone(),
            kind: pause.kind.clone(),
            contact_id: pause.contact_id.clone(),
        }
    };
    let pauses = cx.store.pauses(&cx.location.id).await?;
    let same = |known: &&Pause| {
        (&known.connection_id, &known.kind, &known.contact_id)
            == (&pause.connection_id, &pause.kind, &pause.contact_id)
    };
    let stood = pauses.iter().find(same).cloned();
    // What is as it should be is left so: a second call does nothing.
    if stood.is_some() != rest {
        let mut writes = vec![Write::Control(Box::new(write))];
        writes.extend(more);
        cx.apply(writes).await?;
    }
    let told = if rest { stood.unwrap_or(pause) } else { pause };
    Reply::json(
        200,
        &json!({"paused": rest, "pause": rest.then(|| item(&told)), "traceId": cx.trace_id}),
    )
}

pub(crate) fn item(pause: &Pause) -> Value {
    let named = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    json!({"connectionId": named(&pause.connection_id), "kind": named(&pause.kind),
        "contactId": named(&pause.contact_id), "reason": pause.reason, "by": pause.made_by,
        "since": time::to_wire(pause.created_at)})
}

async fn list(cx: Context, _call: Call) -> Result<Reply, OperationError> {
    let pauses = cx.store.pauses(&cx.location.id).await?;
    let items: Vec<Value> = pauses.iter().map(item).collect();
    Reply::json(200, &json!({"pauses": items, "traceId": cx.trace_id}))
}
