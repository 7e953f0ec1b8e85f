//! The API's document (OpenAPI 3.1), read off the registry: paths of both dialects, parameters,
//! bodies from the field tables, answers, refusals, scopes, and the webhooks that are sent.

mod answers;
mod bodies;
mod controls;
mod desk;
mod examples;
mod maps;
mod outlets;
mod parameters;
mod schemas;

use serde_json::{Map, Value, json};
use tenon_model::{EventKind, Scope};

use crate::{Dialect, Method, Operation, registry};

/// Refusals that any operation may answer with.
const REFUSALS: [(&str, &str); 8] = [
    ("400", "BadRequest"),
    ("401", "Unauthorized"),
    ("403", "Forbidden"),
    ("404", "NotFound"),
    ("422", "Unprocessable"),
    ("429", "TooManyRequests"),
    ("500", "InternalError"),
    ("503", "Unavailable"),
];
/// Those of operations with a body.
const OF_BODIES: [(&str, &str); 2] = [("408", "Timeout"), ("413", "TooLarge")];
/// Those of operations that write.
const OF_WRITES: [(&str, &str); 2] = [("409", "Conflict"), ("412", "PreconditionFailed")];

/// The document; `version` is Tenon's own.
#[must_use]
pub fn document(version: &str) -> Value {
    let mut paths: Map<String, Value> = Map::new();
    for operation in registry() {
        for path in operation.paths() {
            let methods = paths.entry(path).or_insert_with(|| json!({}));
            methods[method(operation.method)] = describe(operation, path);
        }
    }
    let mut schemas = schemas::all();
    schemas["Filter"] = bodies::filter();
    let mut document = json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Tenon",
            "version": version,
            "summary": "HighLevel's Contacts API, served by yourself",
            "description": "Paths, bodies and errors are HighLevel's, in both dialects, chosen by \
                the header Version. What is Tenon's own stands under /tenon/v1.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "webhooks": webhooks(),
        "components": {
            "schemas": schemas,
            "parameters": parameters::common(),
            "headers": headers(),
            "responses": refusals(),
            "securitySchemes": security(),
        },
    });
    examples::add(&mut document);
    document
}

const fn method(method: Method) -> &'static str {
    match method {
        Method::Get => "get",
        Method::Post => "post",
        Method::Put => "put",
        Method::Delete => "delete",
    }
}

/// The family an operation belongs to, from its path.
fn family(path: &str) -> &str {
    let own = path.strip_prefix("/tenon/v1").unwrap_or(path);
    let mut parts = own.split('/').filter(|part| !part.is_empty());
    match (parts.next(), parts.find(|part| !part.starts_with('{'))) {
        (Some("contacts"), Some(part @ ("tasks" | "notes" | "tags" | "timeline"))) => part,
        (Some("contacts"), Some(part @ ("campaigns" | "followers" | "appointments"))) => part,
        (Some(first), _) => first,
        (None, _) => "other",
    }
}

fn describe(operation: &Operation, path: &'static str) -> Value {
    let mut parameters = parameters::of_path(path);
    parameters.extend(parameters::of_head(operation, path));
    parameters.extend(parameters::of_query(operation.id));
    parameters.extend(outlets::of_query(operation.id));
    parameters.extend(desk::query(operation.id));
    let id = if operation.path == path {
        operation.id.to_owned()
    } else {
        format!("{}-v3", operation.id)
    };
    let mut described = json!({
        "operationId": id,
        "summary": operation.summary,
        "tags": [family(path)],
        "security": [{"oauth2": [operation.scope.name()]}, {"bearer": []}],
        "x-scope": operation.scope.name(),
        "parameters": parameters,
        "responses": responses(operation),
    });
    if operation.path_in(Dialect::V3).is_none() {
        described["description"] = "Not in the v3 dialect.".into();
    }
    if let Some(body) = bodies::body(operation) {
        described["requestBody"] = body;
    }
    described
}

fn responses(operation: &Operation) -> Value {
    let header = |name: &str| json!({"$ref": format!("#/components/headers/{name}")});
    let mut responses = Map::new();
    // An operation without a description is refused by a test, not left out.
    let (status, schema) = answers::answer(operation.id).unwrap_or((200, json!({})));
    let mut headers = json!({"X-Trace-Id": header("TraceId"), "ETag": header("ETag")});
    if operation.method == Method::Post {
        headers["Idempotency-Replayed"] = header("Replayed");
    }
    let mut content = match desk::stream(operation.id) {
        Some(kind) => json!({kind: {"schema": {"type": "string"}}}),
        None => json!({"application/json": {"schema": schema}}),
    };
    for kind in answers::files(operation.id) {
        content[*kind] = json!({"schema": {"type": "string", "format": "binary"}});
    }
    responses.insert(
        status.to_string(),
        json!({"description": "Done", "headers": headers, "content": content}),
    );
    if operation.method == Method::Get {
        let known = json!({"description": "You have it already (If-None-Match)",
            "headers": {"X-Trace-Id": header("TraceId"), "ETag": header("ETag")}});
        responses.insert("304".into(), known);
    }
    let bodies = operation.body.iter().flat_map(|_| OF_BODIES);
    let writes = (operation.method != Method::Get).then_some(OF_WRITES);
    let refusals = REFUSALS.into_iter().chain(bodies);
    for (status, name) in refusals.chain(writes.into_iter().flatten()) {
        let refusal = json!({"$ref": format!("#/components/responses/{name}")});
        responses.insert(status.into(), refusal);
    }
    responses.sort_keys();
    Value::Object(responses)
}

/// `components.responses`: why each is given, in words.
fn refusals() -> Value {
    let mut refusals = Map::new();
    for (status, name, words) in [
        (
            400,
            "BadRequest",
            "Understood, and impossible: no such record, or a duplicate (see meta)",
        ),
        (
            401,
            "Unauthorized",
            "No token, one that is not known or has ended, a scope it lacks, or \
            no Version that is spoken",
        ),
        (403, "Forbidden", "The location is not the token's"),
        (404, "NotFound", "No such path in this dialect"),
        (408, "Timeout", "The body took too long"),
        (
            409,
            "Conflict",
            "Others were quicker, time and again, or a call with this Idempotency-Key \
            is under way",
        ),
        (
            412,
            "PreconditionFailed",
            "The record has changed since you read it (If-Match)",
        ),
        (413, "TooLarge", "The body is larger than 1 MiB"),
        (
            422,
            "Unprocessable",
            "The body or the query is not as it must be: every complaint",
        ),
        (
            429,
            "TooManyRequests",
            "The rate limit is used up; see the X-RateLimit headers",
        ),
        (
            500,
            "InternalError",
            "A fault of ours; tell support the traceId",
        ),
        (
            503,
            "Unavailable",
            "The database cannot take it now; send it again",
        ),
    ] {
        let mut headers = json!({"X-Trace-Id": {"$ref": "#/components/headers/TraceId"}});
        if status == 429 {
            for name in RATE {
                let header = json!({"schema": {"type": "integer"}});
                headers[name] = header;
            }
        }
        let schema = json!({"$ref": "#/components/schemas/Error"});
        refusals.insert(
            name.into(),
            json!({"description": words, "headers": headers,
                "content": {"application/json": {"schema": schema,
                    "example": examples::refusal(status)}}}),
        );
    }
    Value::Object(refusals)
}

/// The headers of a rate limit, HighLevel's names.
const RATE: [&str; 6] = [
    "X-RateLimit-Max",
    "X-RateLimit-Remaining",
    "X-RateLimit-Interval-Milliseconds",
    "X-RateLimit-Limit-Daily",
    "X-RateLimit-Daily-Remaining",
    "X-RateLimit-Daily-Reset",
];

fn headers() -> Value {
    let header = |words: &str| json!({"description": words, "schema": {"type": "string"}});
    json!({
        "TraceId": header("The name of this call"),
        "ETag": header("The version of what is told, for If-None-Match and If-Match"),
        "Replayed": header("true when this answer was given before (Idempotency-Key)"),
    })
}

fn security() -> Value {
    let scopes: Map<String, Value> = Scope::ALL
        .iter()
        .map(|scope| {
            (
                scope.name().to_owned(),
                format!("May {}", scope.words()).into(),
            )
        })
        .collect();
    json!({
        "bearer": {"type": "http", "scheme": "bearer", "description": "tenon token create"},
        "oauth2": {"type": "oauth2", "flows": {
            "authorizationCode": {"authorizationUrl": "/oauth/authorize", "tokenUrl": "/oauth/token",
                "refreshUrl": "/oauth/token", "scopes": scopes},
            "clientCredentials": {"tokenUrl": "/oauth/token", "scopes": scopes},
        }},
    })
}

/// What is sent to subscribers.
fn webhooks() -> Value {
    let mut webhooks = Map::new();
    for kind in EventKind::ALL {
        let text = || json!({"type": "string"});
        let schema = json!({"type": "object", "required": ["type", "locationId", "webhookId"],
            "properties": {"type": {"const": kind.name()}, "locationId": text(), "id": text(),
                "webhookId": text(), "timestamp": {"type": "string", "format": "date-time"}}});
        webhooks.insert(
            kind.name().to_owned(),
            json!({"post": {"operationId": format!("webhook-{}", kind.name()),
                "summary": format!("The event {}", kind.name()), "tags": ["webhooks"],
                "description": format!("Signed with Ed25519 (X-GHL-Signature). Needs {}.",
                    kind.scope().name()),
                "requestBody": {"content": {"application/json": {"schema": schema}}},
                "responses": {"200": {"description": "Taken; any 2xx will do"},
                    "410": {"description": "Send no more"}}}}),
        );
    }
    Value::Object(webhooks)
}
