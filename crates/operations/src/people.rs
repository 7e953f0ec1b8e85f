//! `GET /tenon/v1/people`: who signs in to the location, and as what.

use serde_json::{Value, json};
use tenon_model::{Scope, time};

use crate::{Call, Context, Method, Operation, OperationError, Reply, V3};

/// The family's declarations.
pub(crate) const OPERATIONS: &[Operation] = &[Operation {
    id: "list-people",
    summary: "List who may sign in to the location, with their roles",
    method: Method::Get,
    path: "/tenon/v1/people",
    v3: V3::Same,
    scope: Scope::UsersReadonly,
    body: None,
    handler: |cx, call| Box::pin(list(cx, call)),
}];

async fn list(cx: Context, _call: Call) -> Result<Reply, OperationError> {
    let location = cx.location.id.as_str();
    let mut people: Vec<Value> = Vec::new();
    for person in cx.store.people(Some(location)).await? {
        let places = cx.store.memberships(&person.id).await?;
        let own = places
            .into_iter()
            .find(|place| place.location_id == location);
        // Whoever has just left is no longer one of them.
        let Some(own) = own else { continue };
        people.push(
            json!({"id": person.id, "email": person.email, "name": person.name,
            "role": own.role, "hasPassword": !person.password.is_empty(),
            "shut": person.revoked_at.is_some(), "since": time::to_wire(person.created_at)}),
        );
    }
    Reply::json(200, &json!({"people": people, "traceId": cx.trace_id}))
}
