//! `/tenon/v1/connections/{connectionId}/users`: which user of the hub is which of a connected system.
//! Users with the same e-mail are paired by themselves; this is the table for the rest.

use serde_json::{Value, json};
use tenon_model::{
    Fields, Kind, Scope,
    fields::{Field, Shape},
};
use tenon_store::{Link, LinkState, LinkWrite, Write};

use crate::{Body, Call, Context, Method, Operation, OperationError, Reply, V3};

/// Most users of a location that are listed: far beyond any firm's team.
const MOST: i64 = 1_000;
const PAIR: Body = Body {
    fields: &[Field {
        name: "remoteUserId",
        shape: Shape::Id,
        synced: false,
    }],
    required: &[],
    location: false,
};

/// The family's declarations.
pub(crate) const OPERATIONS: &[Operation] = &[
    Operation {
        id: "list-user-pairs",
        summary: "List who each user is in a connected system",
        method: Method::Get,
        path: "/tenon/v1/connections/{connectionId}/users",
        v3: V3::Same,
        scope: Scope::UsersReadonly,
        body: None,
        handler: |cx, call| Box::pin(list(cx, call)),
    },
    Operation {
        id: "set-user-pair",
        summary: "Say who a user is in a connected system; null: nobody",
        method: Method::Put,
        path: "/tenon/v1/connections/{connectionId}/users/{userId}",
        v3: V3::Same,
        scope: Scope::UsersWrite,
        body: Some(PAIR),
        handler: |cx, call| Box::pin(set(cx, call)),
    },
];

async fn connection(cx: &Context, call: &Call) -> Result<String, OperationError> {
    let id = call.param("connectionId");
    let connection = cx.store.connection(id).await?;
    match connection.filter(|connection| connection.location_id == cx.location.id) {
        Some(connection) => Ok(connection.id),
        None => Err(OperationError::NotFound("Connection")),
    }
}

async fn pair(cx: &Context, connection: &str, user: &str) -> Result<Option<Link>, OperationError> {
    let links = cx.store.links_of(&cx.location.id, connection, user).await?;
    Ok(links.into_iter().find(|link| link.kind == Kind::User))
}

/// `by` tells who says so: `alike` (the same e-mail), `person`, or nobody yet.
fn told(user: &str, doc: &Fields, link: Option<&Link>) -> Value {
    let remote = link.filter(|link| link.state == LinkState::Linked);
    json!({"userId": user, "firstName": doc.get("firstName"), "lastName": doc.get("lastName"),
        "email": doc.get("email"),
        "remoteUserId": remote.and_then(|link| link.remote_id.as_deref()),
        "by": link.and_then(|link| link.detail["by"].as_str())})
}

async fn list(cx: Context, call: Call) -> Result<Reply, OperationError> {
    let connection = connection(&cx, &call).await?;
    let users = cx.store.records_in(&cx.location.id, Kind::User, 0, MOST);
    let mut pairs = Vec::new();
    for user in users.await? {
        let link = pair(&cx, &connection, &user.id).await?;
        pairs.push(told(&user.id, &user.fields()?, link.as_ref()));
    }
    Reply::json(200, &json!({"users": pairs, "traceId": cx.trace_id}))
}

async fn set(cx: Context, mut call: Call) -> Result<Reply, OperationError> {
    let body = call.checked(&cx, &PAIR)?;
    let Some(remote) = body.get("remoteUserId") else {
        return Err(OperationError::invalid(
            "remoteUserId should be given, or null",
        ));
    };
    let remote = remote.as_str().map(str::to_owned);
    let connection = connection(&cx, &call).await?;
    let user = cx.find(Kind::User, None, call.param("userId")).await?;
    if let Some(remote) = &remote {
        let location = &cx.location.id;
        let other = cx
            .store
            .link_of_remote(location, &connection, Kind::User, remote)
            .await?;
        if let Some(other) = other.filter(|other| other.record_id != user.id) {
            return Err(OperationError::BadRequest(format!(
                "The user {} is {remote} there; say first that it is not",
                other.record_id
            )));
        }
    }
    let old = pair(&cx, &connection, &user.id).await?;
    let link = Link {
        connection_id: connection,
        kind: Kind::User,
        record_id: user.id.clone(),
        root_id: user.id.clone(),
        state: if remote.is_some() {
            LinkState::Linked
        } else {
            LinkState::Parted
        },
        remote_id: remote,
        base_hub: Fields::new(),
        base_remote: Fields::new(),
        detail: json!({"by": "person"}),
        version: old.map_or(0, |old| old.version),
    };
    let mut body = told(&user.id, &user.fields()?, Some(&link));
    cx.apply(vec![Write::Link(Box::new(LinkWrite { link }))])
        .await?;
    body["traceId"] = cx.trace_id.clone().into();
    Reply::json(200, &body)
}
