//! Parameters, bodies and answers of what the console asks beside contacts: the log, the overview,
//! connections, people.

use serde_json::{Value, json};

use super::{
    answers::{connection, speed as speed_to_lead},
    parameters::query as parameter,
    schemas::{flag, list, moment, object, or_null, text, whole},
};

fn number(usual: i64, least: i64, most: i64) -> Value {
    json!({"type": "integer", "default": usual, "minimum": least, "maximum": most})
}

fn word() -> Value {
    text()
}

fn at_least(least: i64) -> Value {
    json!({"type": "integer", "minimum": least})
}

/// What an operation reads off the query.
pub(super) fn query(id: &str) -> Vec<Value> {
    match id {
        "list-changes" => {
            let after = "Oldest first, behind this number: the next of the page before";
            let before = "Newest first, before this number: the next of the page before";
            let actor = "Only by such: person, token, connection, import, system; or person:ID";
            vec![
                parameter("limit", false, number(100, 1, 500), "Most on a page"),
                parameter("after", false, at_least(0), after),
                parameter("before", false, at_least(1), before),
                parameter(
                    "kind",
                    false,
                    word(),
                    "Only of this kind of record: contact, task, …",
                ),
                parameter(
                    "action",
                    false,
                    word(),
                    "Only this: create, update, push, conflict, …",
                ),
                parameter("actor", false, word(), actor),
            ]
        }
        "stream-events" => {
            let after = "Begin behind this number, as the header Last-Event-ID does; otherwise now";
            vec![
                parameter("after", false, at_least(0), after),
                parameter(
                    "contactId",
                    false,
                    word(),
                    "Only what is about this contact",
                ),
                parameter(
                    "wait",
                    false,
                    number(300, 0, 300),
                    "Seconds after which it ends",
                ),
            ]
        }
        "create-import" => vec![
            parameter(
                "name",
                true,
                word(),
                "The file's name; its ending tells what it is",
            ),
            parameter(
                "dryRun",
                false,
                json!({"type": "boolean", "default": false}),
                "Change nothing; say what would be",
            ),
            parameter(
                "columns",
                false,
                word(),
                "What columns of a table mean, as JSON: {\"Column\": \"email\"}; see meanings",
            ),
        ],
        _ => Vec::new(),
    }
}

/// The kind of an answer that is a stream.
pub(super) fn stream(id: &str) -> Option<&'static str> {
    (id == "stream-events").then_some("text/event-stream")
}

/// The status and the body of an operation's answer.
pub(super) fn answer(id: &str) -> Option<(u16, Value)> {
    let object_of_any = || json!({"type": "object"});
    Some(match id {
        "list-changes" => {
            let change = object([
                ("id", whole()),
                ("at", moment()),
                ("kind", text()),
                ("recordId", text()),
                ("contactId", text()),
                ("action", text()),
                ("who", object_of_any()),
                ("from", text()),
                ("cause", object_of_any()),
                ("fields", json!({"type": "array"})),
                ("detail", json!({})),
                (
                    "undo",
                    json!({"type": ["object", "null"],
                        "description": "Sent to POST /tenon/v1/undos, it puts this back"}),
                ),
            ]);
            let page = [
                ("changes", list(change)),
                ("next", text()),
                ("hasMore", flag()),
            ];
            (200, object(page))
        }
        "get-overview" => (200, overview()),
        "list-people" => {
            let own = ["id", "email", "name", "role"].map(|name| (name, text()));
            let more = [
                ("hasPassword", flag()),
                ("shut", flag()),
                ("since", moment()),
            ];
            let person = object(own.into_iter().chain(more));
            (200, object([("people", list(person))]))
        }
        "create-connection" => (201, connected()),
        "create-import" => {
            let counts = json!({"type": "object", "additionalProperties": {"type": "integer"},
                "description": "By what became of them: created, merged, unchanged, review, ignored"});
            let id = json!({"type": ["string", "null"],
                "description": "To undo it by (kind import); null of a dry run"});
            let report = [
                ("dryRun", flag()),
                ("importId", id),
                ("tables", list(table())),
                ("totals", counts),
                ("items", list(item())),
                ("itemsLeftOut", whole()),
                ("meanings", list(text())),
            ];
            (200, object(report))
        }
        _ => return None,
    })
}

/// A table in a file, and what its columns are taken to mean.
fn table() -> Value {
    let column = ["column", "means", "why"].map(|name| (name, text()));
    let problem = json!({"type": ["string", "null"],
        "description": "Why nothing can be made of it so far"});
    object([
        ("place", text()),
        ("rows", whole()),
        ("columns", list(object(column))),
        ("problem", problem),
    ])
}

/// What became of a thing in a file.
fn item() -> Value {
    let own = ["place", "label", "outcome"].map(|name| (name, text()));
    let more = [
        ("reasons", list(text())),
        ("contactId", or_null("string")),
        ("contact", or_null("string")),
    ];
    object(own.into_iter().chain(more))
}

fn connected() -> Value {
    let own = ["id", "system", "name"].map(|name| (name, text()));
    let check = ["what", "words"].map(|name| (name, text()));
    let told = json!({"type": ["object", "null"],
        "description": "Secrets, told this once: bridge and mail, each with its url"});
    object([
        ("connection", object(own)),
        ("checks", list(object(check))),
        ("told", told),
        ("kept", flag()),
    ])
}

fn overview() -> Value {
    let day = || ("day", json!({"type": "string", "format": "date"}));
    let counts = json!({"type": "object", "additionalProperties": {"type": "integer"},
        "description": "By the kind of source: leadEmail, bridge, exportLead, …"});
    let leads = object([day(), ("total", whole()), ("channels", counts)]);
    let seconds = || or_null("number");
    let speed = [
        day(),
        ("leads", whole()),
        ("p50", seconds()),
        ("p95", seconds()),
    ];
    let ways = [
        "fromHouzz",
        "fromHighLevel",
        "toHighLevel",
        "toHouzz",
        "here",
    ];
    let ways = ways.map(|name| (name, whole()));
    let hour = object([("at", moment())].into_iter().chain(ways));
    let queues = [
        "conflicts",
        "workItems",
        "handoffs",
        "deliveriesWaiting",
        "deliveriesDead",
        "countedTo",
    ];
    object([
        ("at", moment()),
        ("timezone", text()),
        ("leadsByDay", list(leads)),
        ("speedByDay", list(object(speed))),
        ("speedToLead", speed_to_lead()),
        ("changesByHour", list(hour)),
        ("changesCountedFrom", moment()),
        ("queues", object(queues.map(|name| (name, whole())))),
        ("connections", list(connection())),
    ])
}
