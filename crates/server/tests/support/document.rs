//! Answers against the server's own document: every route test is a test of `/openapi.json`, too.

use std::sync::OnceLock;

use serde_json::Value;
use tenon_operations::openapi;

/// The document, once.
pub(crate) fn document() -> &'static Value {
    static DOCUMENT: OnceLock<Value> = OnceLock::new();
    DOCUMENT.get_or_init(|| openapi::document("test"))
}

/// Fails when the answer is not as the document says for this call and status, or tells more.
#[track_caller]
pub(crate) fn check(method: &str, path: &str, status: u16, body: &Value) {
    let path = path.split('?').next().unwrap_or_default();
    let Some(operation) = operation(method, path) else {
        return;
    };
    let response = &operation["responses"][status.to_string()];
    // What the listener or a bad URL is answered with is nobody's in particular.
    if [404, 405, 414, 500, 504].contains(&status) {
        return;
    }
    assert!(
        response.is_object(),
        "{method} {path} says nothing of {status}"
    );
    let response = resolve(response);
    let schema = &response["content"]["application/json"]["schema"];
    if schema.is_null() {
        return;
    }
    let mut complaints = Vec::new();
    compare(schema, body, "$", &mut complaints);
    assert!(
        complaints.is_empty(),
        "{method} {path} {status}: {complaints:?} in {body}"
    );
}

/// The operation of a call; the path with the fewest parameters is meant.
fn operation(method: &str, path: &str) -> Option<&'static Value> {
    let parts = |path: &str| -> Vec<String> {
        let parts = path.split('/').filter(|part| !part.is_empty());
        parts.map(str::to_owned).collect()
    };
    let asked = parts(path);
    let fits = |declared: &str| {
        let declared = parts(declared);
        let equal = |(one, other): (&String, &String)| one.starts_with('{') || one == other;
        declared.len() == asked.len() && declared.iter().zip(&asked).all(equal)
    };
    let paths = document()["paths"].as_object().unwrap();
    let found = paths.iter().filter(|(declared, _)| fits(declared));
    let (_, methods) = found.min_by_key(|(declared, _)| declared.matches('{').count())?;
    methods.get(method.to_ascii_lowercase())
}

/// What a `$ref` names.
pub(crate) fn resolve(value: &'static Value) -> &'static Value {
    match value["$ref"].as_str() {
        Some(reference) => {
            let pointer = reference.strip_prefix('#').unwrap();
            let named = document().pointer(pointer);
            named.unwrap_or_else(|| panic!("{reference} names nothing"))
        }
        None => value,
    }
}

/// Whether a value is as its schema says. What the schema does not speak of must not be there.
pub(crate) fn compare(
    schema: &'static Value,
    value: &Value,
    at: &str,
    complaints: &mut Vec<String>,
) {
    let schema = resolve(schema);
    for choice in ["anyOf", "oneOf"] {
        let Some(choices) = schema[choice].as_array() else {
            continue;
        };
        let fits = choices.iter().any(|schema| {
            let mut complaints = Vec::new();
            compare(schema, value, at, &mut complaints);
            complaints.is_empty()
        });
        if !fits {
            complaints.push(format!("{at} is none of {choice}"));
        }
    }
    let kinds: Vec<&str> = match &schema["type"] {
        Value::String(kind) => vec![kind],
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let is = |kind: &&str| match *kind {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("{at} has an unknown type {other}"),
    };
    if !kinds.is_empty() && !kinds.iter().any(is) {
        complaints.push(format!("{at} is no {kinds:?}"));
    }
    if let Some(words) = schema["enum"].as_array()
        && !words.contains(value)
    {
        complaints.push(format!("{at} is none of {words:?}"));
    }
    if schema["format"] == "date-time"
        && let Some(text) = value.as_str()
        && text.parse::<jiff::Timestamp>().is_err()
    {
        complaints.push(format!("{at} is no moment"));
    }
    if let (Some(items), false) = (value.as_array(), schema["items"].is_null()) {
        for (place, item) in items.iter().enumerate() {
            compare(
                &schema["items"],
                item,
                &format!("{at}[{place}]"),
                complaints,
            );
        }
    }
    let (Some(fields), Some(known)) = (value.as_object(), schema["properties"].as_object()) else {
        return;
    };
    for name in schema["required"].as_array().into_iter().flatten() {
        if !fields.contains_key(name.as_str().unwrap()) {
            complaints.push(format!("{at} lacks {name}"));
        }
    }
    for (name, value) in fields {
        match known.get(name) {
            Some(schema) => compare(schema, value, &format!("{at}.{name}"), complaints),
            None => complaints.push(format!("{at} tells {name}, which is not in the document")),
        }
    }
}
