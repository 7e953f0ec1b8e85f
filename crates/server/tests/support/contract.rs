//! Answers against HighLevel's own documents. `tests/contract/` holds what they say of the answers of
//! the operations served here, per dialect (GoHighLevel/highlevel-api-docs, CC0), with references
//! resolved and prose left out.

use std::sync::OnceLock;

use serde_json::Value;

/// What is answered beyond the documents: seen in live answers, in the documents' own other schemas
/// of the same thing, or better than the original and said so in its own document.
const BEYOND: [&str; 28] = [
    "doc",
    "traceId",
    "error",
    "meta",
    "name",
    "timezone",
    "gender",
    "additionalEmails",
    "additionalPhones",
    "inboundDndSettings",
    "assignedTo",
    "followers",
    "campaigns",
    "activeWorkflows",
    "conflict",
    "responses",
    "key",
    "dateAdded",
    "dateUpdated",
    "succeded",
    "meetingLocationId",
    "meetingLocationType",
    "description",
    "notes",
    "groupId",
    "users",
    "isRecurring",
    "assignedResources",
];

fn document(version: Option<&str>) -> &'static Value {
    static DOCUMENTS: OnceLock<[Value; 2]> = OnceLock::new();
    let documents = DOCUMENTS.get_or_init(|| {
        [
            include_str!("../contract/v2.json"),
            include_str!("../contract/v3.json"),
        ]
        .map(|text| serde_json::from_str(text).unwrap())
    });
    &documents[usize::from(version == Some("v3"))]
}

/// Fails when the answer is not as documented for this call and status.
#[track_caller]
pub(crate) fn check(method: &str, path: &str, version: Option<&str>, status: u16, body: &Value) {
    let path = path.split('?').next().unwrap_or_default();
    let Some(declared) = operation(document(version), method, path) else {
        return;
    };
    let schema = &declared[status.to_string()];
    let mut complaints = Vec::new();
    compare(schema, body, "$", &mut complaints);
    assert!(
        complaints.is_empty(),
        "{method} {path} {status}: {complaints:?} in {body}"
    );
}

/// The declaration of a call; the path with the fewest parameters is meant.
fn operation<'a>(document: &'a Value, method: &str, path: &str) -> Option<&'a Value> {
    let known = document.as_object()?.iter();
    known
        .filter_map(|(name, declared)| Some((name.split_once(' ')?, declared)))
        .filter(|((verb, known), _)| *verb == method && fits(known, path))
        .min_by_key(|((_, known), _)| known.matches('{').count())
        .map(|(_, declared)| declared)
}

fn compare(schema: &Value, value: &Value, at: &str, complaints: &mut Vec<String>) {
    let fits = match schema["type"].as_str() {
        Some("string") => value.is_string(),
        Some("number" | "integer") => value.is_number(),
        Some("boolean") => value.is_boolean(),
        Some("array") => value.is_array(),
        // An object of which nothing is said is a date in every example.
        Some("object") => value.is_object() || schema["properties"].is_null(),
        _ => true,
    };
    if !fits {
        complaints.push(format!("{at} must be {}", schema["type"]));
        return;
    }
    for (place, item) in value.as_array().into_iter().flatten().enumerate() {
        compare(
            &schema["items"],
            item,
            &format!("{at}[{place}]"),
            complaints,
        );
    }
    let Some(properties) = schema["properties"].as_object() else {
        return;
    };
    for (name, value) in value.as_object().into_iter().flatten() {
        // A custom field's value has its field's type, and what a bulk call says of each contact is an
        // object as in the document's own example, whatever its schemas say.
        let of_any_type = (name == "value" && at.contains("customFields")) || name == "responses";
        match properties.get(name) {
            Some(schema) if !of_any_type => {
                compare(schema, value, &format!("{at}.{name}"), complaints);
            }
            // The schema of a list's contact names a third of what live answers have.
            None if !BEYOND.contains(&name.as_str()) && !at.contains(".contacts[") => {
                complaints.push(format!("{at}.{name} is not documented"));
            }
            _ => {}
        }
    }
    for name in schema["required"].as_array().into_iter().flatten() {
        if value.get(name.as_str().unwrap_or_default()).is_none() {
            complaints.push(format!("{at}.{name} is missing"));
        }
    }
}

fn fits(known: &str, path: &str) -> bool {
    let (mut known, mut path) = (known.split('/'), path.split('/'));
    loop {
        match (known.next(), path.next()) {
            (None, None) => return true,
            (Some(known), Some(part)) if known == part || known.starts_with('{') => {}
            _ => return false,
        }
    }
}
