//! The parameters of paths, queries and heads.

use serde_json::{Value, json};

use crate::{Dialect, Method, Operation};

pub(super) fn query(name: &str, required: bool, schema: Value, words: &str) -> Value {
    let mut parameter =
        json!({"name": name, "in": "query", "required": required, "description": words});
    parameter["schema"] = schema;
    parameter
}

fn text() -> Value {
    json!({"type": "string"})
}

fn number(usual: i64, least: i64, most: i64) -> Value {
    json!({"type": "integer", "default": usual, "minimum": least, "maximum": most})
}

fn location() -> Value {
    query(
        "locationId",
        true,
        text(),
        "The location, which must be the token's",
    )
}

/// What an operation reads off the query.
pub(super) fn of_query(id: &str) -> Vec<Value> {
    let limit = |usual, most| query("limit", false, number(usual, 1, most), "Most on a page");
    let skip = |most| query("skip", false, number(0, 0, most), "How many to go past");
    match id {
        "get-duplicate-contact" => vec![
            location(),
            query(
                "email",
                false,
                text(),
                "An e-mail; this or a number must be named",
            ),
            query("number", false, text(), "A phone number, in any usual form"),
        ],
        "get-contacts" => vec![
            location(),
            limit(20, 100),
            query(
                "query",
                false,
                json!({"type": "string", "maxLength": 75}),
                "A text sought",
            ),
            query(
                "startAfter",
                false,
                whole(),
                "The last contact's dateAdded, in milliseconds",
            ),
            query(
                "page",
                false,
                json!({"type": "integer", "minimum": 1}),
                "Its number, for meta",
            ),
            query("startAfterId", false, text(), "The last contact's id"),
        ],
        "get-contacts-by-businessId" => vec![
            location(),
            limit(25, 100),
            skip(10_000),
            query(
                "query",
                false,
                json!({"type": "string", "maxLength": 75}),
                "A text sought",
            ),
            query(
                "startAfter",
                false,
                text(),
                "The last contact's searchAfter: name,id",
            ),
        ],
        "get-businesses-by-location" => vec![location(), limit(100, 100), skip(1_000_000)],
        "get-calendar-events" => {
            let moment = |name| query(name, true, text(), "Milliseconds since 1970, or ISO 8601");
            vec![
                location(),
                moment("startTime"),
                moment("endTime"),
                query("calendarId", false, text(), "Of this calendar"),
                query(
                    "userId",
                    false,
                    text(),
                    "Of this user; one of the three must be named",
                ),
                query("groupId", false, text(), "Of this group"),
            ]
        }
        "search-opportunity" => {
            let of = |name, words| query(name, false, text(), words);
            let status = json!({"type": "string",
                "enum": ["open", "won", "lost", "abandoned", "all"]});
            vec![
                query(
                    "location_id",
                    true,
                    text(),
                    "The location, which must be the token's",
                ),
                of("q", "A part of the name"),
                of("id", "Only this one"),
                of("contact_id", "Of this contact"),
                of("pipeline_id", "In this pipeline"),
                of("pipeline_stage_id", "At this stage"),
                of("assigned_to", "Of this user"),
                query("status", false, status, "Only those"),
                limit(20, 100),
                query("page", false, number(1, 1, 1_000_000), "Its number"),
                query(
                    "startAfter",
                    false,
                    whole(),
                    "meta.startAfter of the page before",
                ),
                of("startAfterId", "meta.startAfterId of the page before"),
            ]
        }
        "get-custom-fields" => {
            let model = json!({"type": "string", "enum": ["contact", "opportunity", "all"]});
            vec![query(
                "model",
                false,
                model,
                "Of these records; contacts have them",
            )]
        }
        "get-user-by-location" | "get-workflow" | "get-calendars" | "get-pipelines" => {
            vec![location()]
        }
        "get-campaigns" => {
            let status = json!({"type": "string", "enum": ["draft", "published"]});
            vec![location(), query("status", false, status, "Only those")]
        }
        "search-users" => vec![
            query("companyId", true, text(), "As upstream; it decides nothing"),
            query("locationId", false, text(), "The token's location"),
            query("query", false, text(), "A part of a name, e-mail or phone"),
            query("ids", false, text(), "Ids, with commas between"),
            query("role", false, text(), "Only users of this role"),
            query("type", false, text(), "Only users of this type"),
            limit(25, 100),
            skip(1_000),
        ],
        "get-contact-timeline" => vec![
            limit(50, 200),
            query(
                "before",
                false,
                json!({"type": "integer", "minimum": 1}),
                "The nextBefore told",
            ),
        ],
        "list-imports" => vec![
            limit(50, 200),
            query(
                "offset",
                false,
                number(0, 0, 1_000_000),
                "How many to go past",
            ),
        ],
        "list-changed-tasks" | "list-changed-notes" | "list-changed-appointments" => vec![
            limit(100, 500),
            query(
                "cursor",
                false,
                text(),
                "The nextCursor told: only what changed after it",
            ),
            query(
                "updatedSince",
                false,
                text(),
                "ISO 8601, or milliseconds since 1970",
            ),
            query(
                "includeDeleted",
                false,
                json!({"type": "boolean"}),
                "Tell deletions, too",
            ),
        ],
        "list-sync-runs" => vec![
            limit(20, 100),
            query("before", false, text(), "The nextBefore told"),
        ],
        "list-links" => vec![query("contactId", true, text(), "The contact")],
        "list-webhook-deliveries" => {
            let state = json!({"type": "string", "enum": ["delivered", "waiting", "dead"]});
            vec![
                limit(50, 200),
                query("before", false, text(), "The nextBefore told"),
                query("state", false, state, "Only those"),
                query("subscriptionId", false, text(), "Only this subscription's"),
            ]
        }
        "create-association" => {
            let kind = json!({"type": "string", "enum": ["add", "remove"]});
            let words = "Where the path still holds {type}, as official SDKs send it";
            vec![query("type", false, kind, words)]
        }
        "list-sync-map-versions" => super::maps::query(id),
        id => super::controls::query(id),
    }
}

fn whole() -> Value {
    json!({"type": "integer"})
}

/// The parameters that stand in a path.
pub(super) fn of_path(path: &str) -> Vec<Value> {
    path.split('/')
        .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
        .map(|name| {
            let schema = match name {
                "type" => json!({"type": "string", "enum": ["add", "remove"]}),
                // A place in the path that is empty is another path.
                _ => json!({"type": "string", "minLength": 1, "maxLength": 200,
                    "pattern": "^[A-Za-z0-9_.~-]+$", "examples": ["064CWQ0PJYKRG8Q3ZT1A"]}),
            };
            json!({"name": name, "in": "path", "required": true, "schema": schema})
        })
        .collect()
}

/// The parameters that stand in the head.
pub(super) fn of_head(operation: &Operation, path: &str) -> Vec<Value> {
    let common = |name: &str| json!({"$ref": format!("#/components/parameters/{name}")});
    let mut parameters = Vec::new();
    if !path.starts_with("/tenon/") {
        let at = |dialect| operation.path_in(dialect) == Some(path);
        parameters.push(common(match (at(Dialect::V2), at(Dialect::V3)) {
            (true, false) => "VersionV2",
            (false, true) => "VersionV3",
            _ => "Version",
        }));
    }
    match operation.method {
        Method::Get => parameters.push(common("IfNoneMatch")),
        Method::Post => parameters.push(common("IdempotencyKey")),
        Method::Put | Method::Delete => {}
    }
    if operation.method != Method::Get && path.contains("Id}") {
        parameters.push(common("IfMatch"));
    }
    parameters
}

/// `components.parameters`
pub(super) fn common() -> Value {
    const V2: [&str; 3] = ["2021-07-28", "2021-04-15", "2023-02-21"];
    const ALL: [&str; 4] = ["2021-07-28", "2021-04-15", "2023-02-21", "v3"];
    let version = |words: &str, values: &[&str]| {
        json!({"name": "Version", "in": "header", "required": true, "description": words,
            "schema": {"type": "string", "enum": values}})
    };
    let header = |name: &str, schema: Value, words: &str| {
        json!({"name": name, "in": "header", "required": false, "description": words,
            "schema": schema})
    };
    // Any value may be sent in a condition (RFC 9110, section 13.1): one that is no tag matches nothing.
    let condition = || json!({"type": "string"});
    json!({
        "Version": version("The dialect: v3, or one of those whose shapes are v2's", &ALL),
        "VersionV2": version("This path is of the v2 dialect alone", &V2),
        "VersionV3": version("This path is of the v3 dialect alone", &["v3"]),
        "IfNoneMatch": header("If-None-Match", condition(),
            "The ETag of what you have; 304 when nothing has changed"),
        "IfMatch": header("If-Match", condition(),
            "The ETag of the record you read; 412, and nothing done, when it has changed since"),
        "IdempotencyKey": header("Idempotency-Key", json!({"type": "string", "pattern": "^[!-~]{1,255}$"}),
            "A name of your making for this call. Sent again within 24 hours it is done once, and \
             answered alike with Idempotency-Replayed: true. A search, which changes nothing, is made \
             again"),
    })
}
