//! Locations, as far as a client of contacts needs them.

use serde_json::json;
use tenon_model::Scope;

use crate::{Call, Context, Method, Operation, OperationError, Reply, V3};

/// The family's declarations.
pub(crate) const OPERATIONS: &[Operation] = &[
    Operation {
        id: "get-location",
        summary: "Get a location and its settings",
        method: Method::Get,
        path: "/locations/{locationId}",
        v3: V3::Same,
        scope: Scope::LocationsReadonly,
        body: None,
        handler: |cx, call| Box::pin(get(cx, call)),
    },
    Operation {
        id: "get-access",
        summary: "Tell which location the token sees",
        method: Method::Get,
        path: "/tenon/v1/access",
        v3: V3::Same,
        scope: Scope::ContactsReadonly,
        body: None,
        handler: |cx, call| Box::pin(access(cx, call)),
    },
];

async fn access(cx: Context, _call: Call) -> Result<Reply, OperationError> {
    let location = &cx.location;
    Reply::json(
        200,
        &json!({"locationId": location.id, "locationName": location.name,
            "name": cx.origin.actor.name, "traceId": cx.trace_id}),
    )
}

async fn get(cx: Context, call: Call) -> Result<Reply, OperationError> {
    cx.same_location(call.param("locationId"))?;
    let location = &cx.location;
    Reply::json(
        200,
        &json!({"location": {
            "id": location.id,
            "name": location.name,
            "country": location.country,
            "timezone": location.timezone,
            "settings": {
                "allowDuplicateContact": location.allow_duplicates,
                "allowDuplicateOpportunity": false,
            },
        }, "traceId": cx.trace_id}),
    )
}
