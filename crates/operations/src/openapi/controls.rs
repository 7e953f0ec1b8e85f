//! Parameters, bodies and answers of what an owner controls the sync by: reviews, undo, duplicates,
//! pauses.

use serde_json::{Value, json};

use super::{
    parameters::query as parameter,
    schemas::{list, moment, object, or_null, text, whole},
};

fn number(usual: i64, least: i64, most: i64) -> Value {
    json!({"type": "integer", "default": usual, "minimum": least, "maximum": most})
}

/// What an operation reads off the query.
pub(super) fn query(id: &str) -> Vec<Value> {
    match id {
        "list-undos" => vec![parameter(
            "limit",
            false,
            number(50, 1, 200),
            "Most on a page",
        )],
        "list-merges" => vec![parameter(
            "limit",
            false,
            number(50, 1, 200),
            "Most on a page",
        )],
        "list-conflicts" => {
            let word = || json!({"type": "string"});
            let state = json!({"type": "string", "enum": ["open", "decided", "any"],
                "default": "open"});
            vec![
                parameter("limit", false, number(50, 1, 200), "Most on a page"),
                parameter(
                    "offset",
                    false,
                    number(0, 0, 1_000_000),
                    "How many to go past",
                ),
                parameter(
                    "type",
                    false,
                    word(),
                    "Only of this type: refused, match, source, …",
                ),
                parameter("state", false, state, "Open ones, decided ones, or any"),
                parameter("contactId", false, word(), "Only about this contact"),
                parameter(
                    "alike",
                    false,
                    word(),
                    "Only those alike: the alike of one of them",
                ),
            ]
        }
        _ => Vec::new(),
    }
}

/// What an operation reads off its body.
pub(super) fn body(id: &str, schema: &mut Value) {
    let (required, properties) = match id {
        "create-undo" => (
            json!(["kind", "id"]),
            json!({
                "kind": {"type": "string", "enum": ["change", "import", "run", "rule", "map",
                    "merge", "decision", "undo"], "examples": ["change"],
                    "description": "What is to be undone"},
                "id": {"type": ["string", "integer"], "examples": [42],
                    "description": "Its id; of a change, the id of its entry on the timeline"},
                "fields": {"type": "array", "items": {"type": "string"},
                    "description": "Of a change, only these fields"},
                "dryRun": {"type": "boolean", "description": "Change nothing; say what would be"},
                "copies": {"type": "string", "enum": ["keep", "delete"],
                    "description": "What becomes of copies that Tenon made elsewhere of contacts \
                        that go here: they stay, or are deleted there unless changed since"},
                "changedSince": {"type": "string", "enum": ["leave", "undo"],
                    "description": "What becomes of what was changed since: it stays (leave), or \
                        goes back all the same (undo)"},
            }),
        ),
        "decide-conflict" => (
            json!(["decision"]),
            json!({
                "decision": {"type": "string", "examples": ["retry"],
                    "description": "One of the review's decisions"},
                "fields": {"type": "object",
                    "description": "For set, value and create: fields of the record"},
                "contactId": {"type": ["string", "null"], "description": "For attach: the contact"},
                "survivorId": {"type": ["string", "null"],
                    "description": "For merge: the contact that stands"},
                "all": {"type": "boolean", "description": "Decide all that are alike"},
                "remember": {"type": "boolean",
                    "description": "Make a rule: what is like it is decided so from now on"},
            }),
        ),
        "create-merge" => (
            json!(["survivorId", "loserId"]),
            json!({
                "survivorId": {"type": "string", "examples": ["064CWQ0PJYKRG8Q3ZT1A"],
                    "description": "The contact that stands"},
                "loserId": {"type": "string", "examples": ["064CWQ0PJYKRG8Q3ZT1B"],
                    "description": "The contact that ends in it"},
                "prefer": {"type": "string", "enum": ["survivor", "newest"],
                    "description": "Whose value stands where both have one"},
                "dryRun": {"type": "boolean", "description": "Change nothing; say what would be"},
            }),
        ),
        "pause-connection" | "resume-connection" => (
            json!([]),
            json!({
                "kind": {"type": ["string", "null"],
                    "description": "Only this kind of record: task, note, …"},
                "reason": {"type": ["string", "null"], "maxLength": 500},
            }),
        ),
        "pause-contact" | "resume-contact" => (
            json!([]),
            json!({
                "connectionId": {"type": ["string", "null"],
                    "description": "Only at this connection"},
                "reason": {"type": ["string", "null"], "maxLength": 500},
            }),
        ),
        _ => return,
    };
    schema["required"] = required;
    schema["properties"] = properties;
}

/// The status and the body of an operation's answer.
pub(super) fn answer(id: &str) -> Option<(u16, Value)> {
    Some(match id {
        "create-undo" => (200, object([("undo", undo())])),
        "get-undo" => (200, object([("undo", undo())])),
        "list-undos" => (200, object([("undos", list(undo()))])),
        "list-conflicts" => (
            200,
            object([
                ("conflicts", list(object(conflict()))),
                ("openByType", json!({"type": "object"})),
            ]),
        ),
        "get-conflict" => {
            let mut one = conflict();
            one.push(("sides", json!({"type": "array"})));
            one.push(("?source", json!({"type": ["object", "null"]})));
            one.push(("openAlike", whole()));
            (200, object([("conflict", object(one))]))
        }
        "decide-conflict" => (
            200,
            object([
                ("decided", whole()),
                ("failed", whole()),
                ("failures", json!({"type": "array"})),
                ("more", json!({"type": "boolean"})),
                ("ruleId", or_null("string")),
                ("undo", json!({"type": "object"})),
            ]),
        ),
        "list-conflict-rules" => {
            let one = object([
                ("id", text()),
                ("type", text()),
                ("title", text()),
                ("alike", text()),
                ("decision", json!({})),
                ("madeBy", text()),
                ("madeAt", moment()),
                ("undo", json!({"type": "object"})),
            ]);
            (200, object([("rules", list(one))]))
        }
        "delete-conflict-rule" => (200, object([("succeeded", json!({"type": "boolean"}))])),
        "find-duplicates" => (
            200,
            object([
                ("lookedAt", whole()),
                ("found", whole()),
                ("proposed", whole()),
                ("complete", json!({"type": "boolean"})),
            ]),
        ),
        "create-merge" => {
            let merge = object([
                ("id", or_null("string")),
                ("survivorId", text()),
                ("loserId", text()),
                ("fields", json!({"type": "object"})),
                ("fell", json!({"type": "array"})),
                ("moved", whole()),
                ("dryRun", json!({"type": "boolean"})),
                ("undo", json!({"type": ["object", "null"]})),
            ]);
            (200, object([("merge", merge)]))
        }
        "list-merges" => {
            let one = object([
                ("id", text()),
                ("survivorId", text()),
                ("loserId", text()),
                ("madeBy", text()),
                ("madeAt", moment()),
                ("undone", json!({"type": "boolean"})),
                ("undo", json!({"type": ["object", "null"]})),
            ]);
            (200, object([("merges", list(one))]))
        }
        "pause-connection" | "resume-connection" | "pause-contact" | "resume-contact" => {
            let one = json!({"anyOf": [pause(), {"type": "null"}]});
            (
                200,
                object([("paused", json!({"type": "boolean"})), ("pause", one)]),
            )
        }
        "list-pauses" => (200, object([("pauses", list(pause()))])),
        "get-contact-sync" => {
            let one = object([
                ("connectionId", text()),
                ("system", text()),
                ("name", text()),
                ("inStep", json!({"type": "boolean"})),
                ("why", list(text())),
                ("state", or_null("string")),
                ("remoteId", or_null("string")),
                ("lastPushAt", or_null("string")),
                ("lastPullAt", or_null("string")),
                ("waits", json!({"type": ["object", "null"]})),
                ("pauses", list(pause())),
                ("children", json!({"type": "array"})),
            ]);
            (
                200,
                object([
                    ("contactId", text()),
                    ("deleted", json!({"type": "boolean"})),
                    ("mergedInto", or_null("string")),
                    ("inStep", json!({"type": "boolean"})),
                    ("connections", list(one)),
                ]),
            )
        }
        _ => return None,
    })
}

fn undo() -> Value {
    let anything = || json!({"type": "object"});
    let named = || ["kind", "recordId", "contactId"].map(|name| (name, text()));
    let done = json!({"type": "string", "enum": ["putBack", "delete", "restore"]});
    let sample = object(named().into_iter().chain([
        ("action", done),
        ("?field", text()),
        ("?now", json!({})),
        ("?back", json!({})),
    ]));
    let problem = object(named().into_iter().chain([
        ("?change", whole()),
        ("?field", or_null("string")),
        ("why", text()),
    ]));
    let mut side = object([
        ("name", text()),
        ("follow", whole()),
        ("copies", whole()),
        ("note", text()),
    ]);
    side["description"] = json!(
        "What it means for a connected system: contacts whose copies follow, and copies of contacts that go"
    );
    let report = object([
        ("fieldsPutBack", whole()),
        ("recordsDeleted", whole()),
        ("recordsRestored", whole()),
        ("already", whole()),
        ("notUndone", whole()),
        ("entries", whole()),
        ("more", json!({"type": "boolean"})),
        ("samples", list(sample)),
        ("problems", list(problem)),
        (
            "sides",
            json!({"type": "object", "additionalProperties": side}),
        ),
    ]);
    let state = json!({"type": "string", "enum": ["dryRun", "running", "done", "stopped"]});
    object([
        ("id", or_null("string")),
        ("target", anything()),
        ("state", state),
        ("report", report),
        ("who", anything()),
        ("at", moment()),
        ("?note", text()),
    ])
}

fn conflict() -> Vec<(&'static str, Value)> {
    vec![
        ("id", text()),
        ("type", text()),
        ("subject", text()),
        ("title", text()),
        ("reasons", list(text())),
        ("detail", json!({})),
        (
            "state",
            json!({"type": "string", "enum": ["open", "decided"]}),
        ),
        ("alike", text()),
        ("askedAt", moment()),
        ("decisions", list(text())),
        ("decision", json!({"type": ["object", "null"]})),
        ("decidedBy", text()),
        ("decidedAt", or_null("string")),
    ]
}

fn pause() -> Value {
    object([
        ("connectionId", or_null("string")),
        ("kind", or_null("string")),
        ("contactId", or_null("string")),
        ("reason", text()),
        ("by", text()),
        ("since", moment()),
    ])
}
