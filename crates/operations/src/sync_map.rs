//! `/tenon/v1/sync-map`: the location's field map. A document is saved as a draft, tried on real
//! records, and switched on; every version is kept.

mod desk;

use serde_json::{Value, json};
use tenon_model::{
    Scope,
    fields::{Field, Shape},
    time,
};
use tenon_store::{MapVersion, MapWrite, Write};

pub use desk::MapDesk;

use crate::{Body, Call, Context, Method, Operation, OperationError, Reply, V3};

/// Most versions of one location: years of weekly changes.
const MOST_VERSIONS: i64 = 1_000;
/// Versions on a page.
const PAGE: (i64, i64) = (50, 200);

const SAVE: Body = Body {
    fields: &[Field {
        name: "document",
        shape: Shape::Text(65_536),
        synced: false,
    }],
    required: &["document"],
    location: false,
};
const SWITCH: Body = Body {
    fields: &[Field {
        name: "withoutPreview",
        shape: Shape::Bool,
        synced: false,
    }],
    required: &[],
    location: false,
};

/// The family's declarations.
pub(crate) const OPERATIONS: &[Operation] = &[
    Operation {
        id: "get-sync-map",
        summary: "Get the field map that is on, with its comments; the standard one where none was saved",
        method: Method::Get,
        path: "/tenon/v1/sync-map",
        v3: V3::Same,
        scope: Scope::ContactsReadonly,
        body: None,
        handler: |cx, call| Box::pin(get(cx, call)),
    },
    Operation {
        id: "save-sync-map",
        summary: "Save a field map as a draft, whole, and have its effect on real records looked at",
        method: Method::Put,
        path: "/tenon/v1/sync-map",
        v3: V3::Same,
        scope: Scope::ContactsWrite,
        body: Some(SAVE),
        handler: |cx, call| Box::pin(save(cx, call)),
    },
    Operation {
        id: "list-sync-map-versions",
        summary: "List the versions of the field map, the newest first",
        method: Method::Get,
        path: "/tenon/v1/sync-map/versions",
        v3: V3::Same,
        scope: Scope::ContactsReadonly,
        body: None,
        handler: |cx, call| Box::pin(list(cx, call)),
    },
    Operation {
        id: "get-sync-map-version",
        summary: "Get a version of the field map with its preview",
        method: Method::Get,
        path: "/tenon/v1/sync-map/versions/{version}",
        v3: V3::Same,
        scope: Scope::ContactsReadonly,
        body: None,
        handler: |cx, call| Box::pin(version(cx, call)),
    },
    Operation {
        id: "preview-sync-map-version",
        summary: "Have a draft's effect on real records looked at again",
        method: Method::Post,
        path: "/tenon/v1/sync-map/versions/{version}/preview",
        v3: V3::Same,
        scope: Scope::ContactsWrite,
        body: None,
        handler: |cx, call| Box::pin(preview(cx, call)),
    },
    Operation {
        id: "switch-on-sync-map-version",
        summary: "Switch a version of the field map on; 0 is the standard one",
        method: Method::Post,
        path: "/tenon/v1/sync-map/versions/{version}/switch-on",
        v3: V3::Same,
        scope: Scope::ContactsWrite,
        body: Some(SWITCH),
        handler: |cx, call| Box::pin(switch_on(cx, call)),
    },
];

fn short(it: &MapVersion) -> Value {
    let actor = |actor: &tenon_model::Actor| json!({"kind": actor.kind, "id": actor.id, "name": actor.name});
    let (by, at) = it
        .switched
        .as_ref()
        .map_or((Value::Null, Value::Null), |(by, at)| {
            (actor(by), json!(time::to_wire(*at)))
        });
    json!({
        "version": it.version,
        "state": it.state,
        "savedBy": actor(&it.saved_by),
        "savedAt": time::to_wire(it.saved_at),
        "switchedOnBy": by,
        "switchedOnAt": at,
    })
}

fn whole(it: &MapVersion) -> Value {
    let mut answer = short(it);
    answer["document"] = it.document.as_str().into();
    answer["preview"] = it.preview.clone().unwrap_or_default();
    answer
}

/// The map that holds while none is on.
fn standard(cx: &Context) -> Result<Value, OperationError> {
    Ok(
        json!({"version": 0, "state": "on", "savedBy": null, "savedAt": null,
        "switchedOnBy": null, "switchedOnAt": null, "document": cx.map_desk()?.standard(),
        "preview": null}),
    )
}

fn one(cx: &Context, map: &Value) -> Result<Reply, OperationError> {
    Reply::json(200, &json!({"syncMap": map, "traceId": cx.trace_id}))
}

async fn get(cx: Context, _call: Call) -> Result<Reply, OperationError> {
    let map = match cx.store.map_on(&cx.location.id).await? {
        Some(number) => whole(&cx.map_version(number).await?),
        None => standard(&cx)?,
    };
    one(&cx, &map)
}

async fn save(cx: Context, mut call: Call) -> Result<Reply, OperationError> {
    // As it was written: the first line is the first line.
    let written = call.body.as_ref().map(|body| body["document"].clone());
    call.checked(&cx, &SAVE)?;
    let document = match written {
        Some(Value::String(document)) => document,
        _ => return Err(OperationError::invalid("document must be a string")),
    };
    let complaints = cx.map_desk()?.complaints(&document);
    if !complaints.is_empty() {
        return Err(OperationError::Invalid(complaints));
    }
    let newest = cx.store.map_versions(&cx.location.id, i64::MAX, 1).await?;
    if let Some(same) = newest.first().filter(|it| it.document == document) {
        return one(&cx, &whole(same));
    }
    let number = newest.first().map_or(0, |it| it.version) + 1;
    if number > MOST_VERSIONS {
        return Err(OperationError::BadRequest(format!(
            "This location has saved {MOST_VERSIONS} field maps, which is the most."
        )));
    }
    let save = MapWrite::Save {
        version: number,
        document: document.clone(),
    };
    let mut writes = vec![Write::Map(Box::new(save))];
    writes.extend(cx.previews(number).await?);
    cx.apply(writes).await?;
    let saved = MapVersion {
        version: number,
        state: "draft".into(),
        document,
        saved_by: cx.origin.actor.clone(),
        saved_at: cx.now(),
        preview: None,
        switched: None,
    };
    one(&cx, &whole(&saved))
}

async fn list(cx: Context, call: Call) -> Result<Reply, OperationError> {
    let limit = call.number("limit", PAGE.0, 1..=PAGE.1)?;
    let before = call.number("before", i64::MAX, 1..=i64::MAX)?;
    let all = cx
        .store
        .map_versions(&cx.location.id, before, limit)
        .await?;
    let items: Vec<Value> = all.iter().map(short).collect();
    Reply::json(
        200,
        &json!({"syncMapVersions": items, "traceId": cx.trace_id}),
    )
}

fn number(call: &Call) -> Result<i64, OperationError> {
    let text = call.param("version");
    let number = text.parse().ok();
    // As it is told, and not "007".
    let number = number.filter(|number: &i64| number.to_string() == text);
    number.ok_or(OperationError::NotFound("Version of the field map"))
}

async fn version(cx: Context, call: Call) -> Result<Reply, OperationError> {
    let map = match number(&call)? {
        0 => standard(&cx)?,
        number => whole(&cx.map_version(number).await?),
    };
    one(&cx, &map)
}

async fn preview(cx: Context, call: Call) -> Result<Reply, OperationError> {
    let it = cx.map_version(number(&call)?).await?;
    if it.state != "draft" {
        return Err(OperationError::BadRequest(format!(
            "Version {} is no draft (it is {}), so there is nothing to look at beforehand.",
            it.version, it.state
        )));
    }
    let jobs = cx.previews(it.version).await?;
    if !jobs.is_empty() {
        cx.apply(jobs).await?;
    }
    one(&cx, &whole(&it))
}

async fn switch_on(cx: Context, mut call: Call) -> Result<Reply, OperationError> {
    let number = number(&call)?;
    let body = match call.body {
        Some(_) => call.checked(&cx, &SWITCH)?,
        None => tenon_model::Fields::new(),
    };
    let on = cx.store.map_on(&cx.location.id).await?;
    if on.unwrap_or(0) == number {
        let map = if number == 0 {
            standard(&cx)?
        } else {
            whole(&cx.map_version(number).await?)
        };
        return one(&cx, &map);
    }
    let (write, map) = match (number, on) {
        (0, Some(version)) => (MapWrite::SwitchOff { version }, standard(&cx)?),
        _ => {
            let mut it = cx.map_version(number).await?;
            let unseen = it.state == "draft" && it.preview.is_none();
            let hasty = body.get("withoutPreview") == Some(&Value::Bool(true));
            if unseen && !hasty && !cx.previews(number).await?.is_empty() {
                return Err(OperationError::BadRequest(format!(
                    "The preview of version {number} is not there yet. Read the version until it is, or \
                     send withoutPreview: true."
                )));
            }
            // An older Tenon may have saved what this one cannot read.
            let complaints = cx.map_desk()?.complaints(&it.document);
            if !complaints.is_empty() {
                return Err(OperationError::Invalid(complaints));
            }
            it.state = "on".into();
            it.switched = Some((cx.origin.actor.clone(), cx.now()));
            let write = MapWrite::SwitchOn {
                version: number,
                instead_of: on,
            };
            (write, whole(&it))
        }
    };
    let mut writes = vec![Write::Map(Box::new(write))];
    let (desk, now) = (cx.map_desk()?, cx.now());
    let connections = cx.synced_connections().await?;
    writes.extend(
        connections
            .iter()
            .map(|id| Write::Job(desk.switched(id, now))),
    );
    cx.apply(writes).await?;
    one(&cx, &map)
}

impl Context {
    fn map_desk(&self) -> Result<&dyn MapDesk, OperationError> {
        let desk = self.maps.as_deref();
        desk.ok_or_else(|| OperationError::Internal("there is no desk for field maps".into()))
    }

    async fn map_version(&self, number: i64) -> Result<MapVersion, OperationError> {
        let version = self.store.map_version(&self.location.id, number).await?;
        version.ok_or(OperationError::NotFound("Version of the field map"))
    }

    /// The connections whose engines work by the map.
    async fn synced_connections(&self) -> Result<Vec<String>, OperationError> {
        let all = self.store.connections(Some(&self.location.id)).await?;
        let synced = all.into_iter().filter(|it| it.system == "highlevel");
        Ok(synced.map(|it| it.id).collect())
    }

    /// Asks every engine for the preview of a draft.
    async fn previews(&self, number: i64) -> Result<Vec<Write>, OperationError> {
        let (desk, now) = (self.map_desk()?, self.now());
        let connections = self.synced_connections().await?;
        let jobs = connections.iter().map(|id| desk.preview(id, number, now));
        Ok(jobs.map(Write::Job).collect())
    }
}
