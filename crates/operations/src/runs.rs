//! `/tenon/v1/sync-runs`: runs of the sync: asked for, listed, and decided on when they have stopped.

mod asked;
mod brakes;
mod shown;
pub mod stand;

use tenon_model::{
    Scope,
    fields::{Field, Shape},
};

use crate::{Body, Method, Operation, V3};

pub(crate) use brakes::decided_review;
pub(crate) use shown::of_connection;
pub use shown::{age_seconds, brake_asks, summary};
pub use stand::{Counts, Did, Phase, Progress, Report, Stand};

/// An id of ours is far shorter.
const ID: usize = 40;

const fn field(name: &'static str, shape: Shape) -> Field {
    Field {
        name,
        shape,
        synced: false,
    }
}

const ASK: Body = Body {
    fields: &[
        field("connectionId", Shape::Text(ID)),
        field("kind", Shape::OneOf(&["full", "deep", "plan", "verify"])),
        field("quick", Shape::Bool),
    ],
    required: &["connectionId", "kind"],
    location: false,
};

const DECIDE: Body = Body {
    fields: &[field("decision", Shape::OneOf(&["approve", "abandon"]))],
    required: &["decision"],
    location: false,
};

/// The family's declarations.
pub(crate) const OPERATIONS: &[Operation] = &[
    Operation {
        id: "create-sync-run",
        summary: "Ask for a run of the sync: full, deep, or only a plan or a proof that both sides agree",
        method: Method::Post,
        path: "/tenon/v1/sync-runs",
        v3: V3::Same,
        scope: Scope::ContactsWrite,
        body: Some(ASK),
        handler: |cx, call| Box::pin(asked::create(cx, call)),
    },
    Operation {
        id: "list-sync-runs",
        summary: "List the runs of the sync, newest first",
        method: Method::Get,
        path: "/tenon/v1/sync-runs",
        v3: V3::Same,
        scope: Scope::ContactsReadonly,
        body: None,
        handler: |cx, call| Box::pin(asked::list(cx, call)),
    },
    Operation {
        id: "get-sync-run",
        summary: "Get a run of the sync: its progress, what it found and what it did",
        method: Method::Get,
        path: "/tenon/v1/sync-runs/{runId}",
        v3: V3::Same,
        scope: Scope::ContactsReadonly,
        body: None,
        handler: |cx, call| Box::pin(asked::get(cx, call)),
    },
    Operation {
        id: "decide-sync-run",
        summary: "Let a run that has stopped and asks go on, or end it",
        method: Method::Post,
        path: "/tenon/v1/sync-runs/{runId}/decision",
        v3: V3::Same,
        scope: Scope::ContactsWrite,
        body: Some(DECIDE),
        handler: |cx, call| Box::pin(brakes::decide_run(cx, call)),
    },
    Operation {
        id: "decide-brake",
        summary: "Let records go that a connection's brake holds, or keep them",
        method: Method::Post,
        path: "/tenon/v1/connections/{connectionId}/brake",
        v3: V3::Same,
        scope: Scope::ContactsWrite,
        body: Some(DECIDE),
        handler: |cx, call| Box::pin(brakes::decide_brake(cx, call)),
    },
];
