//! What the operations on outlets take and answer.

use serde_json::{Value, json};

use super::schemas::{flag, list, moment, object, or_null, text, whole};

/// The status and the body of an operation's answer, by its id.
pub(super) fn answer(id: &str) -> Option<(u16, Value)> {
    let page = |name, items| object([(name, list(items)), ("nextAfter", or_null("string"))]);
    let whole_handoff = || {
        let mut schema = handoff();
        schema["properties"]["sent"] = json!({"description": "What was sent; null: nothing was"});
        object([("handoff", schema)])
    };
    Some(match id {
        "get-connection-outlet" | "update-connection-outlet" => {
            (200, object([("outlet", outlet())]))
        }
        "get-connection-capabilities" => (200, capabilities()),
        "get-connection-import-file" => {
            let left = object([("contactId", text()), ("contact", text()), ("why", text())]);
            let told = [
                ("rows", whole()),
                ("parts", whole()),
                ("cut", flag()),
                ("headings", list(text())),
                ("leftOut", list(left)),
                ("leftOutCount", whole()),
            ];
            (200, object(told))
        }
        "list-handoffs" => (200, page("handoffs", handoff())),
        "create-handoff" => (201, whole_handoff()),
        "get-handoff" | "decide-handoff" => (200, whole_handoff()),
        "list-work-items" => (200, page("workItems", work_item())),
        "update-work-item" => (200, object([("workItem", work_item())])),
        "create-calendar-feed" => {
            let mut schema = feed();
            schema["properties"]["url"] = json!({"type": "string",
                "description": "Told once: whoever knows it reads the calendar"});
            (201, object([("calendarFeed", schema)]))
        }
        "list-calendar-feeds" => (200, object([("calendarFeeds", list(feed()))])),
        "delete-calendar-feed" => (200, object([("succeeded", flag())])),
        _ => return None,
    })
}

fn outlet() -> Value {
    object([
        ("leadHook", text()),
        ("projectHook", text()),
        ("leadTags", list(text())),
        ("projectTags", list(text())),
        ("leadPipelineId", text()),
        ("stage", text()),
        ("leadSource", text()),
        ("projectTypeField", text()),
        ("revenueField", text()),
        ("descriptionField", text()),
        ("workFields", list(text())),
    ])
}

fn capabilities() -> Value {
    let evidence = json!({"type": ["object", "null"], "properties": {"at": moment(), "what": {}}});
    let verb = || {
        let words = json!({"type": "string", "enum": ["yes", "handOff", "person", "no"]});
        object([
            ("ability", words),
            ("by", list(text())),
            ("evidence", evidence.clone()),
        ])
    };
    let channel = object([
        ("name", text()),
        ("words", text()),
        ("configured", flag()),
        ("ability", text()),
    ]);
    let row = object([
        ("kind", text()),
        ("field", text()),
        ("read", verb()),
        ("create", verb()),
        ("update", verb()),
        ("delete", verb()),
    ]);
    object([
        ("connectionId", text()),
        ("system", text()),
        ("channels", list(channel)),
        ("capabilities", list(row)),
    ])
}

fn handoff() -> Value {
    let states = [
        "notSent",
        "sending",
        "handedOff",
        "confirmed",
        "failed",
        "unknown",
    ];
    object([
        ("id", text()),
        ("connectionId", text()),
        ("what", text()),
        ("contactId", text()),
        ("recordId", text()),
        ("state", json!({"type": "string", "enum": states})),
        ("way", text()),
        ("tries", whole()),
        ("reason", text()),
        ("evidence", json!({})),
        ("handedAt", or_null("string")),
        ("createdAt", moment()),
        ("updatedAt", moment()),
    ])
}

fn work_item() -> Value {
    object([
        ("id", text()),
        ("connectionId", text()),
        ("contactId", text()),
        ("contact", text()),
        ("kind", text()),
        ("recordId", text()),
        ("field", text()),
        (
            "state",
            json!({"type": "string", "enum": ["open", "done", "confirmed"]}),
        ),
        ("title", text()),
        ("before", json!({})),
        ("wanted", json!({})),
        ("url", text()),
        ("evidence", json!({})),
        ("createdAt", moment()),
        ("updatedAt", moment()),
    ])
}

fn feed() -> Value {
    object([
        ("id", text()),
        ("name", text()),
        ("userId", text()),
        ("createdAt", moment()),
        ("revokedAt", or_null("string")),
    ])
}

/// What an operation reads off the query.
pub(super) fn of_query(id: &str) -> Vec<Value> {
    let query = |name: &str, schema: Value, words: &str| {
        json!({"name": name, "in": "query", "required": false, "description": words,
            "schema": schema})
    };
    let words = |names: &[&str]| json!({"type": "string", "enum": names});
    let number = |usual: i64, most: i64| json!({"type": "integer", "default": usual, "minimum": 1, "maximum": most});
    let paged = |states: &[&str]| {
        vec![
            query("limit", number(50, 200), "Most on a page"),
            query("after", text(), "The nextAfter told"),
            query("state", words(states), "Only those"),
            query("contactId", text(), "Only this contact's, all on one page"),
        ]
    };
    match id {
        "list-handoffs" => paged(&[
            "notSent",
            "sending",
            "handedOff",
            "confirmed",
            "failed",
            "unknown",
        ]),
        "list-work-items" => paged(&["open", "done", "confirmed"]),
        "get-connection-import-file" => vec![
            query("format", words(&["csv", "xlsx"]), "What the file is; csv"),
            query("part", number(1, 100), "Which file, of 500 rows each"),
            query("tag", text(), "Only contacts with this tag"),
            query(
                "download",
                words(&["true", "false"]),
                "Answer with the file itself",
            ),
        ],
        _ => Vec::new(),
    }
}
