//! `/tenon/v1/connections/{connectionId}/outlet`

use serde_json::{Value, json};
use tenon_model::{Fields, Kind, fields};
use tenon_store::{Outlet, OutletWrite, Write};

use super::{Rules, SETTINGS, WORK_FIELDS, hook_secret};
use crate::{Call, Context, OperationError, Reply, context::MAX_TRIES};

pub(super) async fn get(cx: Context, call: Call) -> Result<Reply, OperationError> {
    let connection = super::outward(&cx, call.param("connectionId")).await?;
    let stored = cx.store.outlet(&cx.location.id, &connection.id).await?;
    answer(&cx, &Rules::of(stored.as_ref()))
}

fn answer(cx: &Context, rules: &Rules) -> Result<Reply, OperationError> {
    let mut outlet = json!(rules);
    let usual: Vec<&str> = WORK_FIELDS[0].1.to_vec();
    if outlet["workFields"].is_null() {
        outlet["workFields"] = json!(usual);
    }
    Reply::json(200, &json!({"outlet": outlet, "traceId": cx.trace_id}))
}

pub(super) async fn update(cx: Context, mut call: Call) -> Result<Reply, OperationError> {
    let body = call.checked(&cx, &SETTINGS)?;
    check(&body)?;
    let id = call.param("connectionId").to_owned();
    let connection = super::outward(&cx, &id).await?;
    if let Some(pipeline) = body.get("leadPipelineId").and_then(Value::as_str) {
        cx.must_know(Kind::Pipeline, pipeline).await?;
    }
    for _ in 0..MAX_TRIES {
        let stored = cx.store.outlet(&cx.location.id, &connection.id).await?;
        let mut rules = patched(&Rules::of(stored.as_ref()), &body)?;
        let mut writes = Vec::new();
        for (what, name) in [("lead", "leadHookUrl"), ("project", "projectHookUrl")] {
            let Some(url) = body.get(name) else { continue };
            let host = match url.as_str() {
                Some(url) => {
                    let desk = cx.desk()?;
                    let judged = desk.judge(url).await;
                    judged.map_err(|why| OperationError::invalid(why.replace("url", name)))?;
                    let secret = hook_secret(&connection.id, what);
                    let known = cx.store.secret(&cx.location.id, &secret).await?;
                    let version = known.map_or(0, |(_, version)| version);
                    writes.push(desk.seal(&cx.location.id, &secret, url, version)?);
                    host(url)
                }
                None => String::new(),
            };
            if what == "lead" {
                rules.lead_hook = host;
            } else {
                rules.project_hook = host;
            }
        }
        let outlet = Outlet {
            connection_id: connection.id.clone(),
            settings: json!(rules),
            version: stored.map_or(0, |stored| stored.version),
        };
        writes.push(Write::Outlet(OutletWrite::Settings(Box::new(outlet))));
        match cx.apply(writes).await {
            Err(OperationError::Contended(_)) => {}
            Err(error) => return Err(error),
            Ok(_) => return answer(&cx, &rules),
        }
    }
    Err(OperationError::Contended("the outlet".into()))
}

/// Only fields that there are can become work.
fn check(body: &Fields) -> Result<(), OperationError> {
    let named = body.get("workFields").and_then(Value::as_array);
    let unknown = named
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .find(|name| fields::CONTACT.iter().all(|field| field.name != *name));
    match unknown {
        Some(name) => Err(OperationError::invalid(format!(
            "workFields names {name:?}, which is no field of a contact"
        ))),
        None => Ok(()),
    }
}

/// The rules after a patch; `null` takes a setting back to what it is without one.
fn patched(rules: &Rules, body: &Fields) -> Result<Rules, OperationError> {
    let mut document = json!(rules);
    let plain = json!(Rules::default());
    for (name, value) in body {
        if document.get(name).is_some() {
            document[name] = if value.is_null() {
                plain[name].clone()
            } else {
                value.clone()
            };
        }
    }
    serde_json::from_value(document).map_err(|error| OperationError::Internal(error.to_string()))
}

/// The host of a URL that was judged: what may be shown of it.
fn host(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    rest[..end].to_owned()
}
