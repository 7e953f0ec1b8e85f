//! What goes out to a system without an API: how a connection is written to, the send-once ledger, the
//! work list, files for a manual import, calendar feeds, and what can be done with each field.
//!
//! The ledger's entries are sent by the connector; here they are entered, shown and decided.

mod capabilities;
mod feeds;
mod handoffs;
mod import_file;
mod rules;
mod settings;
mod work;

use jiff::Timestamp;
use tenon_model::{
    Kind, Scope,
    fields::{Field, Shape},
};
use tenon_store::{Connection, NewJob};

pub use capabilities::channels;
pub use feeds::{FeedText, feed_hash, feed_text};
pub use handoffs::answered;
pub use import_file::{ImportFile, LeftOut, MAX_ROWS, import_file};
pub use rules::{Rules, WORK_FIELDS};

use crate::{Body, Call, Context, Method, Operation, OperationError, V3};

/// Longest URL, as the desk judges it.
const URL: usize = 2_048;
/// Longest name of a stage, a source or a feed.
const NAME: usize = 100;
/// Longest page of a list.
const MAX_PAGE: i64 = 200;
const DEFAULT_PAGE: i64 = 50;

/// The queue and the lease of a connection's hand-offs.
#[must_use]
pub fn queue(connection: &str) -> String {
    format!("out/{connection}")
}

/// The job that sends an entry of the ledger.
#[must_use]
pub fn job(connection: &str, handoff: &str, cause: (&str, &str), run_at: Timestamp) -> NewJob {
    NewJob {
        queue: queue(connection),
        key: handoff.to_owned(),
        payload: serde_json::json!({"cause": {"kind": cause.0, "id": cause.1}}),
        priority: 0,
        run_at,
        look: 0,
    }
}

/// The name of the secret that holds the catch hook for leads or projects (`lead`, `project`): whoever
/// knows the URL can make leads.
#[must_use]
pub fn hook_secret(connection: &str, what: &str) -> String {
    format!("connection/{connection}/{what}-hook")
}

const fn field(name: &'static str, shape: Shape) -> Field {
    Field {
        name,
        shape,
        synced: false,
    }
}

const TAGS: Shape = Shape::Tags {
    most: 50,
    longest: NAME,
};
const SETTINGS: Body = Body {
    fields: &[
        field("leadHookUrl", Shape::Text(URL)),
        field("projectHookUrl", Shape::Text(URL)),
        field("leadTags", TAGS),
        field("projectTags", TAGS),
        field("leadPipelineId", Shape::Id),
        field("stage", Shape::Text(NAME)),
        field("leadSource", Shape::Text(NAME)),
        field("projectTypeField", Shape::Id),
        field("revenueField", Shape::Id),
        field("descriptionField", Shape::Id),
        field("workFields", Shape::Texts(NAME)),
    ],
    required: &[],
    location: false,
};
const HAND_OFF: Body = Body {
    fields: &[
        field("connectionId", Shape::Id),
        field("contactId", Shape::Id),
        field("what", Shape::OneOf(&["lead", "project"])),
    ],
    required: &["connectionId", "contactId"],
    location: false,
};
const DECISION: Body = Body {
    fields: &[field(
        "decision",
        Shape::OneOf(&["arrived", "sendAgain", "never"]),
    )],
    required: &["decision"],
    location: false,
};
const TICK: Body = Body {
    fields: &[field("state", Shape::OneOf(&["open", "done"]))],
    required: &["state"],
    location: false,
};
const FEED: Body = Body {
    fields: &[field("name", Shape::Text(NAME)), field("userId", Shape::Id)],
    required: &["name"],
    location: false,
};

/// The family's declarations.
pub(crate) const OPERATIONS: &[Operation] = &[
    Operation {
        id: "get-connection-outlet",
        summary: "Get how a connection is written to: what is handed off, and what is a person's work",
        method: Method::Get,
        path: "/tenon/v1/connections/{connectionId}/outlet",
        v3: V3::Same,
        scope: Scope::ContactsReadonly,
        body: None,
        handler: |cx, call| Box::pin(settings::get(cx, call)),
    },
    Operation {
        id: "update-connection-outlet",
        summary: "Change how a connection is written to; catch hooks are kept sealed",
        method: Method::Put,
        path: "/tenon/v1/connections/{connectionId}/outlet",
        v3: V3::Same,
        scope: Scope::ContactsWrite,
        body: Some(SETTINGS),
        handler: |cx, call| Box::pin(settings::update(cx, call)),
    },
    Operation {
        id: "get-connection-capabilities",
        summary: "Get what can be done with each field over there, by which channel, and the last proof",
        method: Method::Get,
        path: "/tenon/v1/connections/{connectionId}/capabilities",
        v3: V3::Same,
        scope: Scope::ContactsReadonly,
        body: None,
        handler: |cx, call| Box::pin(capabilities::get(cx, call)),
    },
    Operation {
        id: "get-connection-import-file",
        summary: "Get what a file for a manual import would hold, or with download=true the file",
        method: Method::Get,
        path: "/tenon/v1/connections/{connectionId}/import-file",
        v3: V3::Same,
        scope: Scope::ContactsReadonly,
        body: None,
        handler: |cx, call| Box::pin(import_file::get(cx, call)),
    },
    Operation {
        id: "list-handoffs",
        summary: "List hand-offs, oldest first",
        method: Method::Get,
        path: "/tenon/v1/handoffs",
        v3: V3::Same,
        scope: Scope::ContactsReadonly,
        body: None,
        handler: |cx, call| Box::pin(handoffs::list(cx, call)),
    },
    Operation {
        id: "create-handoff",
        summary: "Hand a contact off as a lead or project, once",
        method: Method::Post,
        path: "/tenon/v1/handoffs",
        v3: V3::Same,
        scope: Scope::ContactsWrite,
        body: Some(HAND_OFF),
        handler: |cx, call| Box::pin(handoffs::create(cx, call)),
    },
    Operation {
        id: "get-handoff",
        summary: "Get a hand-off: what was sent, and what was seen back",
        method: Method::Get,
        path: "/tenon/v1/handoffs/{handoffId}",
        v3: V3::Same,
        scope: Scope::ContactsReadonly,
        body: None,
        handler: |cx, call| Box::pin(handoffs::get(cx, call)),
    },
    Operation {
        id: "decide-handoff",
        summary: "Decide a hand-off that is unknown or failed: it arrived, send it again, or never",
        method: Method::Post,
        path: "/tenon/v1/handoffs/{handoffId}/decide",
        v3: V3::Same,
        scope: Scope::ContactsWrite,
        body: Some(DECISION),
        handler: |cx, call| Box::pin(handoffs::decide(cx, call)),
    },
    Operation {
        id: "list-work-items",
        summary: "List what only a person can do over there, oldest first",
        method: Method::Get,
        path: "/tenon/v1/work-items",
        v3: V3::Same,
        scope: Scope::ContactsReadonly,
        body: None,
        handler: |cx, call| Box::pin(work::list(cx, call)),
    },
    Operation {
        id: "update-work-item",
        summary: "Tick a work item off, or open it again",
        method: Method::Put,
        path: "/tenon/v1/work-items/{itemId}",
        v3: V3::Same,
        scope: Scope::ContactsWrite,
        body: Some(TICK),
        handler: |cx, call| Box::pin(work::update(cx, call)),
    },
    Operation {
        id: "create-calendar-feed",
        summary: "Make an address that a calendar can subscribe to; it is told once",
        method: Method::Post,
        path: "/tenon/v1/calendar-feeds",
        v3: V3::Same,
        scope: Scope::CalendarsEventsReadonly,
        body: Some(FEED),
        handler: |cx, call| Box::pin(feeds::create(cx, call)),
    },
    Operation {
        id: "list-calendar-feeds",
        summary: "List the calendar feeds of the location, without their addresses",
        method: Method::Get,
        path: "/tenon/v1/calendar-feeds",
        v3: V3::Same,
        scope: Scope::CalendarsEventsReadonly,
        body: None,
        handler: |cx, call| Box::pin(feeds::list(cx, call)),
    },
    Operation {
        id: "delete-calendar-feed",
        summary: "Revoke a calendar feed: its address answers nobody any more",
        method: Method::Delete,
        path: "/tenon/v1/calendar-feeds/{feedId}",
        v3: V3::Same,
        scope: Scope::CalendarsEventsReadonly,
        body: None,
        handler: |cx, call| Box::pin(feeds::delete(cx, call)),
    },
];

/// A connection of the caller's location.
async fn connection(cx: &Context, id: &str) -> Result<Connection, OperationError> {
    let found = cx.store.connection(id).await?;
    found
        .filter(|found| found.location_id == cx.location.id)
        .ok_or(OperationError::NotFound("Connection"))
}

/// The same, when it is one that things are handed off to.
async fn outward(cx: &Context, id: &str) -> Result<Connection, OperationError> {
    let found = connection(cx, id).await?;
    if found.system == "houzz" {
        return Ok(found);
    }
    Err(OperationError::BadRequest(
        "This connection's system has an API: nothing is handed off to it.".into(),
    ))
}

/// Where a page of a list begins: the place that the last one told.
fn place(call: &Call) -> Result<(Timestamp, String), OperationError> {
    let Some(text) = call.query("after") else {
        return Ok((Timestamp::MIN, String::new()));
    };
    let read = || {
        let (at, id) = text.split_once('_')?;
        let at = Timestamp::from_microsecond(at.parse().ok()?).ok()?;
        Some((at, id.to_owned()))
    };
    read().ok_or_else(|| OperationError::invalid("after must be taken from an answer"))
}

/// The place behind the last item of a full page.
fn next(full: bool, last: Option<(Timestamp, &str)>) -> Option<String> {
    let (at, id) = last.filter(|_| full)?;
    Some(format!("{}_{id}", at.as_microsecond()))
}

fn page_size(call: &Call) -> Result<i64, OperationError> {
    call.number("limit", DEFAULT_PAGE, 1..=MAX_PAGE)
}

/// What people call a contact.
async fn label(cx: &Context, contact: &str) -> Result<String, OperationError> {
    let found = cx
        .store
        .record_or_tombstone(&cx.location.id, Kind::Contact, contact)
        .await?;
    Ok(match found {
        Some(record) => record.typed::<tenon_model::Contact>()?.label(),
        None => String::new(),
    })
}
