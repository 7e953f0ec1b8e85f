//! Parameters and answers of the field map's operations.

use serde_json::{Value, json};

use super::schemas::{list, object, or_null, text, whole};

/// What an operation reads off the query.
pub(super) fn query(id: &str) -> Vec<Value> {
    let parameter = |name: &str, schema: Value, words: &str| json!({"name": name, "in": "query", "required": false, "description": words, "schema": schema});
    match id {
        "list-sync-map-versions" => vec![
            parameter(
                "limit",
                json!({"type": "integer", "default": 50, "minimum": 1, "maximum": 200}),
                "Most on a page",
            ),
            parameter(
                "before",
                json!({"type": "integer", "minimum": 1}),
                "Only versions before this one",
            ),
        ],
        _ => Vec::new(),
    }
}

/// The status and the body of an operation's answer.
pub(super) fn answer(id: &str) -> Option<(u16, Value)> {
    Some(match id {
        "get-sync-map"
        | "save-sync-map"
        | "get-sync-map-version"
        | "preview-sync-map-version"
        | "switch-on-sync-map-version" => {
            let mut fields = short();
            fields.push(("document", text()));
            fields.push(("preview", or_null("object")));
            (200, object([("syncMap", object(fields))]))
        }
        "list-sync-map-versions" => (200, object([("syncMapVersions", list(object(short())))])),
        _ => return None,
    })
}

fn short() -> Vec<(&'static str, Value)> {
    let state = json!({"type": "string", "enum": ["draft", "on", "past"]});
    vec![
        ("version", whole()),
        ("state", state),
        ("savedBy", or_null("object")),
        ("savedAt", or_null("string")),
        ("switchedOnBy", or_null("object")),
        ("switchedOnAt", or_null("string")),
    ]
}
