//! Connections made in a browser: where they begin, the apps they go by, and how connections stand.
//!
//! Where they end is the connector's: the vendor's answer carries a `state` of which only the hash is
//! kept, so that nobody but who was given the address can have begun it.

use jiff::SignedDuration;
use ring::digest;
use serde_json::{Value, json};
use tenon_model::{
    Random, Scope,
    fields::{Field, Shape},
    time,
};
use tenon_store::{ConnectFlow, Standing, VendorApp, VendorWrite, Write};

use crate::{Body, Call, Context, Method, Operation, OperationError, Reply, V3};

/// How long the address may be used: time to find the password of the account over there and its second
/// factor.
const FLOW_LIFE: SignedDuration = SignedDuration::from_mins(30);
/// The one vendor whose connections are made in a browser.
const SYSTEM: &str = "highlevel";
/// Longest name and id.
const NAME: usize = 100;
const ID: usize = 64;

const fn text(name: &'static str, longest: usize) -> Field {
    Field {
        name,
        shape: Shape::Text(longest),
        synced: false,
    }
}

const BEGIN: Body = Body {
    fields: &[
        text("appId", ID),
        text("name", NAME),
        text("remoteLocationId", ID),
        text("connectionId", ID),
    ],
    required: &[],
    location: false,
};

/// The family's declarations.
pub(crate) const OPERATIONS: &[Operation] = &[
    Operation {
        id: "begin-connection",
        summary: "Begin to connect HighLevel: answers the address a person opens, once, within 30 minutes",
        method: Method::Post,
        path: "/tenon/v1/connections/authorize",
        v3: V3::Same,
        scope: Scope::LocationsWrite,
        body: Some(BEGIN),
        handler: |cx, call| Box::pin(authorize(cx, call)),
    },
    Operation {
        id: "list-connection-apps",
        summary: "List the apps that connections can be made by",
        method: Method::Get,
        path: "/tenon/v1/connection-apps",
        v3: V3::Same,
        scope: Scope::LocationsReadonly,
        body: None,
        handler: |cx, call| Box::pin(apps(cx, call)),
    },
];

/// What somebody wants to connect; blanks: any, and the usual name.
#[derive(Debug, Clone, Default)]
pub struct Begin {
    /// The app; blank: the only one.
    pub app: String,
    /// The connection's name.
    pub name: String,
    /// The location over there that has to be chosen.
    pub account: String,
    /// The connection that is to be renewed.
    pub connection: String,
}

/// An address for a person's browser.
#[derive(Debug, Clone)]
pub struct Begun {
    /// The app.
    pub app: VendorApp,
    /// The address. Whoever opens it can connect their account to the location.
    pub url: String,
    /// Until when.
    pub expires_at: jiff::Timestamp,
}

/// What is kept of a `state`: lower-case hex of its SHA-256.
#[must_use]
pub fn state_hash(state: &str) -> String {
    let hash = digest::digest(&digest::SHA256, state.as_bytes());
    hex(hash.as_ref())
}

fn new_state(random: &dyn Random) -> String {
    let mut bytes = [0; 32];
    random.fill(&mut bytes);
    hex(&bytes)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Begins a connection.
///
/// # Errors
/// 400 when there is no such app or connection, or which app is meant is not said.
pub async fn begin(cx: &Context, begin: Begin) -> Result<Begun, OperationError> {
    let app = app(cx, &begin.app).await?;
    if !begin.connection.is_empty() {
        let known = cx.store.connection(&begin.connection).await?;
        known
            .filter(|known| known.location_id == cx.location.id && known.system == SYSTEM)
            .ok_or(OperationError::NotFound("Connection"))?;
    }
    let address = app.settings["authorize"].as_str().unwrap_or_default();
    if address.is_empty() {
        let why = format!("the app {} has no address to open", app.id);
        return Err(OperationError::Internal(why));
    }
    let state = new_state(&*cx.random);
    let expires_at = cx
        .now()
        .checked_add(FLOW_LIFE)
        .unwrap_or(jiff::Timestamp::MAX);
    let name = if begin.name.is_empty() {
        "HighLevel"
    } else {
        &begin.name
    };
    let flow = ConnectFlow {
        hash: state_hash(&state),
        location_id: cx.location.id.clone(),
        app_id: app.id.clone(),
        detail: json!({"name": name, "remoteLocationId": begin.account,
            "connectionId": begin.connection}),
        expires_at,
        used_at: None,
    };
    let url = format!("{address}&state={state}");
    cx.apply(vec![Write::Vendor(Box::new(VendorWrite::Flow(flow)))])
        .await?;
    Ok(Begun {
        app,
        url,
        expires_at,
    })
}

/// The app that is named, or the only one.
async fn app(cx: &Context, id: &str) -> Result<VendorApp, OperationError> {
    if !id.is_empty() {
        let app = cx.store.vendor_app(id).await?;
        return app.ok_or(OperationError::NotFound("App"));
    }
    let mut apps = cx.store.vendor_apps(SYSTEM).await?;
    match (apps.pop(), apps.is_empty()) {
        (Some(app), true) => Ok(app),
        (Some(_), false) => Err(OperationError::BadRequest(
            "There are several apps: name one by appId.".into(),
        )),
        (None, _) => Err(OperationError::BadRequest(
            "There is no app yet. Make one in HighLevel's marketplace, then run: tenon connect highlevel \
             --oauth --client-id ID --client-secret-file FILE"
                .into(),
        )),
    }
}

async fn authorize(cx: Context, mut call: Call) -> Result<Reply, OperationError> {
    let body = call.checked(&cx, &BEGIN)?;
    let text = |name: &str| {
        let text = body.get(name).and_then(Value::as_str);
        text.unwrap_or_default().to_owned()
    };
    let begun = begin(
        &cx,
        Begin {
            app: text("appId"),
            name: text("name"),
            account: text("remoteLocationId"),
            connection: text("connectionId"),
        },
    )
    .await?;
    Reply::json(
        201,
        &json!({"authorizeUrl": begun.url, "appId": begun.app.id,
            "redirectUri": begun.app.settings["redirectUri"],
            "expiresAt": time::to_wire(begun.expires_at), "traceId": cx.trace_id}),
    )
}

async fn apps(cx: Context, _call: Call) -> Result<Reply, OperationError> {
    let apps = cx.store.vendor_apps(SYSTEM).await?;
    let items: Vec<Value> = apps
        .iter()
        .map(|app| {
            json!({"id": app.id, "system": app.system, "name": app.name,
                "clientId": app.client_id, "redirectUri": app.settings["redirectUri"],
                "webhookPath": format!("/hooks/apps/{}", app.id)})
        })
        .collect();
    Reply::json(200, &json!({"apps": items, "traceId": cx.trace_id}))
}

/// How a connection stands, for whoever lists connections; one of which nothing was noticed works, as
/// far as is known.
pub(crate) fn standing(known: Option<&Standing>) -> Value {
    match known {
        None => json!({"state": "connected", "words": "", "since": null, "missingScopes": []}),
        Some(known) => {
            let missing = known.detail["missingScopes"].as_array().cloned();
            json!({"state": known.state.name(), "words": known.words,
                "since": time::to_wire(known.since), "missingScopes": missing.unwrap_or_default()})
        }
    }
}
