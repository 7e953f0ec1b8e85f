//! HighLevel's OpenAPI documents, as far as they speak of requests; and whether a request fits.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

/// The documents and what of each may be asked for.
const FILES: [(&str, &[&str]); 7] = [
    ("businesses.json", &["/businesses"]),
    ("calendars.json", &["/calendars/", "/calendars/events"]),
    ("contacts.json", &["/contacts"]),
    ("locations.json", &["/locations/{locationId}"]),
    ("oauth.json", &["/oauth"]),
    ("opportunities.json", &["/opportunities"]),
    ("users.json", &["/users"]),
];
/// What a schema keeps; the rest is for people.
const KEPT: [&str; 10] = [
    "type",
    "properties",
    "required",
    "items",
    "enum",
    "nullable",
    "allOf",
    "anyOf",
    "oneOf",
    "additionalProperties",
];

/// Requests by `METHOD /path`, with `{}` for what stands for a value.
pub(super) type Requests = BTreeMap<String, Value>;

/// The extract that is checked in.
pub(super) fn extract() -> Requests {
    serde_json::from_str(include_str!("../../contract/requests.json")).unwrap()
}

/// The vendor's documents, where a checkout has them at hand.
pub(super) fn documents() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/highlevel/openapi");
    folder.is_dir().then_some(folder)
}

/// What the documents say.
pub(super) fn read(folder: &Path) -> Requests {
    let mut requests = Requests::new();
    for (name, parts) in FILES {
        let text = std::fs::read(folder.join(name)).unwrap();
        let file: Value = serde_json::from_slice(&text).unwrap();
        for (path, operations) in file["paths"].as_object().unwrap() {
            let wanted = parts.iter().any(|part| match part.strip_suffix('/') {
                // Itself alone, and not what is below it.
                Some(_) => path == part,
                None => path.starts_with(part),
            });
            if !wanted {
                continue;
            }
            for (method, operation) in operations.as_object().unwrap() {
                let line = format!("{} {}", method.to_uppercase(), plain(path));
                requests.insert(line, request(&file, operation));
            }
        }
    }
    requests
}

/// One operation a line, so that a change is seen for what it is.
pub(super) fn to_text(requests: &Requests) -> String {
    let mut text = "{\n".to_owned();
    for (at, (line, request)) in requests.iter().enumerate() {
        let comma = if at + 1 < requests.len() { "," } else { "" };
        writeln!(text, "{}: {request}{comma}", Value::from(line.as_str())).unwrap();
    }
    text + "}\n"
}

/// A path with `{}` for its parameters.
pub(super) fn plain(path: &str) -> String {
    let parts = path
        .split('/')
        .map(|part| if part.starts_with('{') { "{}" } else { part });
    parts.collect::<Vec<_>>().join("/")
}

fn request(file: &Value, operation: &Value) -> Value {
    let mut query = Map::new();
    let mut version = Value::Null;
    for parameter in operation["parameters"].as_array().into_iter().flatten() {
        let name = parameter["name"].as_str().unwrap_or_default();
        if parameter["in"] == "query" {
            query.insert(name.to_owned(), json!(parameter["required"] == true));
        } else if name == "Version" {
            version = parameter["schema"]["enum"].clone();
        }
    }
    let content = operation["requestBody"]["content"].as_object();
    let content = content.and_then(|content| content.iter().next());
    json!({
        "version": version,
        "query": query,
        "media": content.map(|(media, _)| media),
        "body": content.map(|(_, content)| resolved(file, &content["schema"], 0)),
    })
}

fn resolved(file: &Value, schema: &Value, depth: usize) -> Value {
    assert!(depth < 20, "a schema that holds itself");
    if let Some(place) = schema["$ref"].as_str() {
        let name = place.rsplit('/').next().unwrap();
        return resolved(file, &file["components"]["schemas"][name], depth + 1);
    }
    let mut kept = Map::new();
    for (name, value) in schema.as_object().into_iter().flatten() {
        if !KEPT.contains(&name.as_str()) {
            continue;
        }
        let value = match (name.as_str(), value) {
            ("properties", Value::Object(properties)) => properties
                .iter()
                .map(|(name, schema)| (name.clone(), resolved(file, schema, depth + 1)))
                .collect(),
            ("items", schema) => resolved(file, schema, depth + 1),
            ("allOf" | "anyOf" | "oneOf", Value::Array(schemas)) => schemas
                .iter()
                .map(|schema| resolved(file, schema, depth + 1))
                .collect(),
            (_, value) => value.clone(),
        };
        kept.insert(name.clone(), value);
    }
    Value::Object(kept)
}

/// What of a value a schema does not allow, as `place: what`.
pub(super) fn misfits(schema: &Value, value: &Value, place: &str, told: &mut Vec<String>) {
    if value.is_null() {
        if schema["nullable"] != true {
            told.push(format!("{place} is null"));
        }
        return;
    }
    for part in schema["allOf"].as_array().into_iter().flatten() {
        misfits(part, value, place, told);
    }
    for choice in ["anyOf", "oneOf"] {
        let Some(choices) = schema[choice].as_array() else {
            continue;
        };
        let fits = choices.iter().any(|one| {
            let mut told = Vec::new();
            misfits(one, value, place, &mut told);
            told.is_empty()
        });
        if !fits {
            told.push(format!("{place} is {value}, none of {choice}"));
        }
    }
    let fits = match schema["type"].as_str() {
        None => true,
        Some("string") => value.is_string(),
        Some("boolean") => value.is_boolean(),
        Some("number") => value.is_number(),
        Some("integer") => value.is_i64(),
        Some("array") => value.is_array(),
        Some("object") => value.is_object(),
        Some(other) => panic!("{place}: the type {other}"),
    };
    if !fits {
        told.push(format!("{place} is {value}, not {}", schema["type"]));
        return;
    }
    let named = schema["enum"].as_array();
    if named.is_some_and(|named| !named.contains(value)) {
        told.push(format!("{place} is {value}, not one of {}", schema["enum"]));
    }
    for (at, item) in value.as_array().into_iter().flatten().enumerate() {
        misfits(&schema["items"], item, &format!("{place}[{at}]"), told);
    }
    if let (Some(known), Some(sent)) = (schema["properties"].as_object(), value.as_object()) {
        for (name, value) in sent {
            match known.get(name) {
                Some(schema) => misfits(schema, value, &format!("{place}.{name}"), told),
                // One without any says nothing about itself.
                None if known.is_empty() => {}
                None => told.push(format!("{place}.{name} is unknown")),
            }
        }
    }
    for name in schema["required"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
    {
        if value.is_object() && value.get(name).is_none() {
            told.push(format!("{place}.{name} is missing"));
        }
    }
}

#[test]
fn misfits_are_told_by_their_place() {
    let schema = json!({"type": "object", "required": ["a"], "properties": {
        "a": {"type": "string", "enum": ["x"]}, "b": {"type": "array", "items": {"type": "number"}},
        "c": {"type": "string", "nullable": true}, "d": {"anyOf": [{"type": "string"}, {"type": "boolean"}]}}});
    let told = |value: Value| {
        let mut told = Vec::new();
        misfits(&schema, &value, "body", &mut told);
        told.join("; ")
    };
    assert_eq!(told(json!({"a": "x", "b": [1], "c": null, "d": true})), "");
    assert_eq!(
        told(json!({"a": "y", "b": [1, "2"], "d": 5, "e": 1})),
        "body.a is \"y\", not one of [\"x\"]; body.b[1] is \"2\", not \"number\"; \
         body.d is 5, none of anyOf; body.e is unknown"
    );
    assert_eq!(
        told(json!({"b": null})),
        "body.b is null; body.a is missing"
    );
    assert_eq!(told(json!([])), "body is [], not \"object\"");
}
