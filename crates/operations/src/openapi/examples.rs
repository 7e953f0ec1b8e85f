//! Examples of answers, made from their schemas.

use serde_json::{Map, Value, json};

const ID: &str = "064CWQ0PJYKRG8Q3ZT1A";
/// How deep examples go; schemas that hold themselves have no end.
const DEPTH: usize = 6;

/// Puts an example beside the schema of each answer.
pub(super) fn add(document: &mut Value) {
    let schemas = document["components"]["schemas"].clone();
    let paths = document["paths"].as_object_mut().into_iter().flatten();
    for (_, methods) in paths {
        for (_, operation) in methods.as_object_mut().into_iter().flatten() {
            for (_, response) in operation["responses"].as_object_mut().into_iter().flatten() {
                let Some(content) = response.pointer_mut("/content/application~1json") else {
                    continue;
                };
                content["example"] = sample("", &content["schema"], &schemas, DEPTH);
            }
        }
    }
}

/// A refusal of this status.
pub(super) fn refusal(status: u16) -> Value {
    let (error, message) = match status {
        400 => (
            "Bad Request",
            json!("This location does not allow duplicated contacts."),
        ),
        401 => (
            "Unauthorized",
            json!("The token is not authorized for this scope."),
        ),
        403 => (
            "Forbidden",
            json!("The token does not have access to this location."),
        ),
        404 => ("Not Found", json!("Cannot GET /contact")),
        408 => (
            "Request Timeout",
            json!("the request's body took too long; send it again"),
        ),
        409 => (
            "Conflict",
            json!("the contact is being changed by others at this moment; try again"),
        ),
        412 => (
            "Precondition Failed",
            json!("It was changed since you read it (If-Match); nothing was done. Read it again."),
        ),
        413 => (
            "Payload Too Large",
            json!("request entity too large: at most 1048576 bytes"),
        ),
        422 => ("Unprocessable Entity", json!(["email must be an email"])),
        429 => ("Too Many Requests", json!("Too Many Requests")),
        503 => (
            "Service Unavailable",
            json!("The database is unavailable at this moment; nothing was done. Send it again."),
        ),
        _ => (
            "Internal Server Error",
            json!("Something went wrong on our side. Tell support this traceId."),
        ),
    };
    let mut example = json!({"statusCode": status, "message": message, "error": error,
        "traceId": ID, "doc": format!("/docs/errors/{status}")});
    if status == 400 {
        example["meta"] =
            json!({"contactName": "Ana Cruz", "contactId": ID, "matchingField": "email"});
    }
    example
}

fn sample(name: &str, schema: &Value, schemas: &Value, depth: usize) -> Value {
    if let Some(reference) = schema["$ref"].as_str() {
        let known = reference.rsplit('/').next().unwrap_or_default();
        return sample(name, &schemas[known], schemas, depth);
    }
    if let Some(example) = schema["examples"].get(0) {
        return example.clone();
    }
    if let Some(word) = schema["enum"].get(0) {
        return word.clone();
    }
    if let Some(first) = schema["anyOf"].get(0) {
        return sample(name, first, schemas, depth);
    }
    let kind = match &schema["type"] {
        Value::Array(kinds) => kinds.first().cloned().unwrap_or_default(),
        kind => kind.clone(),
    };
    match kind.as_str() {
        Some("object") if depth > 0 => {
            let required = schema["required"].as_array().cloned().unwrap_or_default();
            let mut object = Map::new();
            for (name, property) in schema["properties"].as_object().into_iter().flatten() {
                if required.contains(&Value::String(name.clone()))
                    || property["examples"].is_array()
                {
                    object.insert(name.clone(), sample(name, property, schemas, depth - 1));
                }
            }
            Value::Object(object)
        }
        Some("array") if depth > 0 && schema["items"].is_object() => {
            json!([sample(name, &schema["items"], schemas, depth - 1)])
        }
        Some("array") => json!([]),
        Some("object") => json!({}),
        Some("integer") => json!(1),
        Some("boolean") => json!(true),
        Some("string") if schema["format"] == "date-time" => json!("2026-12-01T15:00:00.000Z"),
        Some("string") if name.ends_with("Id") || name == "id" => json!(ID),
        Some("string") => json!(name),
        _ => Value::Null,
    }
}
