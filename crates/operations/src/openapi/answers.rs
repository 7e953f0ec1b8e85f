//! What each operation answers when all is well.

use serde_json::{Value, json};

use super::schemas::{flag, import, list, moment, named, object, or_null, text, whole};

/// The kinds of file that an operation answers with when asked to, besides JSON.
pub(super) fn files(id: &str) -> &'static [&'static str] {
    match id {
        "get-connection-import-file" => &[
            "text/csv",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ],
        _ => &[],
    }
}

/// The status and the body of an operation's answer, by its id.
pub(super) fn answer(id: &str) -> Option<(u16, Value)> {
    let (status, mut schema) = contacts(id)
        .or_else(|| others(id))
        .or_else(|| own(id))
        .or_else(|| channels(id))
        .or_else(|| super::outlets::answer(id))
        .or_else(|| super::desk::answer(id))
        .or_else(|| super::controls::answer(id))
        .or_else(|| super::maps::answer(id))?;
    schema["properties"]["traceId"] = json!({"type": "string",
        "description": "The name of this call, as in the header X-Trace-Id and in the log"});
    if let Some(required) = schema["required"].as_array_mut() {
        required.push("traceId".into());
    }
    Some((status, schema))
}

/// The key is misspelt upstream; v3 has both spellings.
fn done(mut more: Vec<(&'static str, Value)>) -> Value {
    let old = json!({"type": "boolean", "description": "Misspelt upstream, and kept so"});
    let mut own = vec![("succeded", old), ("?succeeded", flag())];
    own.append(&mut more);
    object(own)
}

fn channels(id: &str) -> Option<(u16, Value)> {
    if id != "list-channels" {
        return None;
    }
    let own = json!({"description": "In the channel's own words"});
    let channel = object([
        ("connectionId", text()),
        ("name", text()),
        ("settings", own.clone()),
        ("state", own),
    ]);
    let told = [("channels", list(channel)), ("speedToLead", speed())];
    Some((200, object(told)))
}

/// A connection as lists tell of it.
pub(super) fn connection() -> Value {
    object([
        ("id", text()),
        ("system", text()),
        ("name", text()),
        (
            "standing",
            object([
                ("state", text()),
                ("words", text()),
                ("since", or_null("string")),
                ("missingScopes", list(text())),
            ]),
        ),
        (
            "queue",
            object([
                ("waiting", whole()),
                ("failing", whole()),
                ("lastError", text()),
            ]),
        ),
        ("runs", list(json!({"type": "object"}))),
        ("verified", or_null("object")),
        ("brake", or_null("object")),
    ])
}

/// How fast leads come in, in seconds.
pub(super) fn speed() -> Value {
    let spread = || object(["p50", "p95", "max"].map(|name| (name, or_null("number"))));
    object([
        ("leads", whole()),
        ("withinAMinute", whole()),
        ("hub", spread()),
        ("pushed", spread()),
        ("waiting", whole()),
    ])
}

fn contacts(id: &str) -> Option<(u16, Value)> {
    let contact = || ("contact", named("Contact"));
    let task = || object([("task", named("Task"))]);
    let note = || object([("note", named("Note"))]);
    let tags = || object([("tags", list(text()))]);
    Some(match id {
        "create-contact" => (201, object([contact()])),
        "get-contact" => (200, object([contact()])),
        "update-contact" => (200, done(vec![contact()])),
        "upsert-contact" => (
            200,
            object([("new", flag()), contact(), ("?conflict", json!({}))]),
        ),
        "search-contacts-advanced" => (
            200,
            object([
                ("contacts", list(named("FoundContact"))),
                ("total", whole()),
                ("totalIsExact", flag()),
            ]),
        ),
        "get-contacts" => {
            let meta = object([
                ("total", whole()),
                ("nextPageUrl", or_null("string")),
                ("startAfterId", or_null("string")),
                ("startAfter", or_null("integer")),
                ("currentPage", whole()),
                ("nextPage", or_null("integer")),
                ("prevPage", or_null("integer")),
            ]);
            let contacts = list(named("Contact"));
            (
                200,
                object([("contacts", contacts), ("count", whole()), ("meta", meta)]),
            )
        }
        "get-contacts-by-businessId" => (
            200,
            object([
                ("contacts", list(named("FoundContact"))),
                ("count", whole()),
            ]),
        ),
        "get-duplicate-contact" => (
            200,
            object([(
                "contact",
                json!({"anyOf": [named("Contact"), {"type": "null"}]}),
            )]),
        ),
        "add-tags" => (201, tags()),
        "remove-tags" => (200, tags()),
        "get-all-tasks" => (200, object([("tasks", list(named("Task")))])),
        "create-task" => (201, task()),
        "get-task" | "update-task" | "update-task-completed" => (200, task()),
        "get-all-notes" => (200, object([("notes", list(named("Note")))])),
        "create-note" => (201, note()),
        "get-note" | "update-note" => (200, note()),
        "add-contact-to-campaign" => (201, done(Vec::new())),
        "delete-contact"
        | "delete-task"
        | "delete-note"
        | "remove-contact-from-campaign"
        | "remove-contact-from-every-campaign"
        | "add-contact-to-workflow"
        | "delete-contact-from-workflow" => (200, done(Vec::new())),
        "add-followers-contact" => (201, followers("followersAdded")),
        "remove-followers-contact" => (200, followers("followersRemoved")),
        "create-association" => {
            let responses = list(named("BulkResponse"));
            (
                201,
                done(vec![("errorCount", whole()), ("responses", responses)]),
            )
        }
        "add-remove-contact-from-business" => (
            200,
            object([
                ("success", flag()),
                ("ids", list(text())),
                ("responses", list(named("BulkResponse"))),
            ]),
        ),
        "get-appointments-for-contact" => (200, object([("events", list(named("Appointment")))])),
        _ => return None,
    })
}

fn followers(changed: &'static str) -> Value {
    object([("followers", list(text())), (changed, list(text()))])
}

fn others(id: &str) -> Option<(u16, Value)> {
    // The key is misspelt upstream.
    let written = || object([("success", flag()), ("buiseness", named("Business"))]);
    Some(match id {
        "create-business" => (201, written()),
        "update-business" => (200, written()),
        "get-business" => (200, object([("business", named("Business"))])),
        "delete-Business" => (200, object([("success", flag())])),
        "get-businesses-by-location" => (200, object([("businesses", list(named("Business")))])),
        "get-user-by-location" => (200, object([("users", list(named("User")))])),
        "search-users" => (
            200,
            object([("users", list(named("User"))), ("count", whole())]),
        ),
        "get-user" => (200, super::schemas::user()),
        "get-campaigns" => (200, object([("campaigns", list(named("Campaign")))])),
        "get-workflow" => (200, object([("workflows", list(named("Workflow")))])),
        // Its status is upstream's.
        "delete-event" => (201, object([("succeeded", flag())])),
        "create-appointment" | "edit-appointment" => (200, super::schemas::appointment()),
        "get-appointment" => (200, object([("event", named("Appointment"))])),
        "get-calendar-events" => (200, object([("events", list(named("Appointment")))])),
        "create-opportunity" => (201, object([("opportunity", named("Opportunity"))])),
        "get-opportunity" | "update-opportunity" => {
            (200, object([("opportunity", named("Opportunity"))]))
        }
        "update-opportunity-status" | "delete-opportunity" => (200, done(Vec::new())),
        "search-opportunity" => {
            let meta = object([
                ("total", whole()),
                ("startAfterId", or_null("string")),
                ("startAfter", or_null("integer")),
                ("currentPage", whole()),
                ("nextPage", or_null("integer")),
                ("prevPage", or_null("integer")),
            ]);
            let found = list(named("Opportunity"));
            let more = json!({"type": "object"});
            (
                200,
                object([
                    ("opportunities", found),
                    ("meta", meta),
                    ("aggregations", more),
                ]),
            )
        }
        "get-pipelines" => (200, object([("pipelines", list(named("Pipeline")))])),
        "get-calendars" => (200, object([("calendars", list(named("Calendar")))])),
        "get-calendar" => (200, object([("calendar", named("Calendar"))])),
        "get-custom-fields" => (200, object([("customFields", list(named("CustomField")))])),
        "create-custom-field" => (201, object([("customField", named("CustomField"))])),
        "get-custom-field" | "update-custom-field" => {
            (200, object([("customField", named("CustomField"))]))
        }
        "delete-custom-field" => (200, done(Vec::new())),
        "get-location" => (200, object([("location", named("Location"))])),
        _ => return None,
    })
}

/// A page for pollers.
fn changed(name: &'static str, items: &str) -> Value {
    let items = list(named(items));
    object([(name, items), ("nextCursor", text()), ("hasMore", flag())])
}

/// Who a user is in a connected system.
fn user_pair() -> [(&'static str, Value); 6] {
    [
        ("userId", text()),
        ("firstName", or_null("string")),
        ("lastName", or_null("string")),
        ("email", or_null("string")),
        ("remoteUserId", or_null("string")),
        ("by", or_null("string")),
    ]
}

/// A run of the sync.
fn sync_run() -> Value {
    let any = || json!({"type": "object"});
    object([
        ("id", text()),
        ("connectionId", text()),
        ("kind", text()),
        ("state", text()),
        ("phase", text()),
        ("who", any()),
        ("cause", any()),
        ("askedAt", moment()),
        ("startedAt", or_null("string")),
        ("endedAt", or_null("string")),
        ("counts", any()),
        ("did", any()),
        ("progress", any()),
        ("asks", list(text())),
        ("decided", json!({})),
        ("error", text()),
        ("found", json!({})),
    ])
}

/// Tenon's own.
fn own(id: &str) -> Option<(u16, Value)> {
    let subscription = || object([("webhookSubscription", named("WebhookSubscription"))]);
    Some(match id {
        "get-access" => (
            200,
            object([
                ("locationId", text()),
                ("locationName", text()),
                ("name", text()),
            ]),
        ),
        "get-contact-timeline" => (
            200,
            object([
                ("entries", list(named("TimelineEntry"))),
                ("nextBefore", or_null("integer")),
            ]),
        ),
        "list-changed-tasks" => (200, changed("tasks", "ChangedTask")),
        "list-changed-notes" => (200, changed("notes", "ChangedNote")),
        "list-changed-appointments" => (200, changed("appointments", "ChangedAppointment")),
        "list-imports" => (200, object([("imports", list(named("Import")))])),
        "get-import" => {
            let mut item = import();
            item.push(("raw", text()));
            (200, object(item))
        }
        "list-connections" => (200, object([("connections", list(connection()))])),
        "list-user-pairs" => (200, object([("users", list(object(user_pair())))])),
        "set-user-pair" => (200, object(user_pair())),
        "begin-connection" => (
            201,
            object([
                ("authorizeUrl", text()),
                ("appId", text()),
                ("redirectUri", text()),
                ("expiresAt", moment()),
            ]),
        ),
        "list-connection-apps" => {
            let one = object(
                [
                    "id",
                    "system",
                    "name",
                    "clientId",
                    "redirectUri",
                    "webhookPath",
                ]
                .map(|name| (name, text())),
            );
            (200, object([("apps", list(one))]))
        }
        "create-sync-run" => (202, object([("syncRun", sync_run())])),
        "get-sync-run" | "decide-sync-run" => (200, object([("syncRun", sync_run())])),
        "list-sync-runs" => (
            200,
            object([
                ("syncRuns", list(sync_run())),
                ("nextBefore", or_null("string")),
            ]),
        ),
        "decide-brake" => (200, object([("connectionId", text()), ("said", text())])),
        "list-links" => {
            let one = object([
                ("connectionId", text()),
                ("kind", text()),
                ("recordId", text()),
                ("remoteId", or_null("string")),
                ("state", text()),
            ]);
            (200, object([("links", list(one))]))
        }
        "create-webhook-subscription" => (201, subscription()),
        "get-webhook-subscription" | "update-webhook-subscription" => (200, subscription()),
        "list-webhook-subscriptions" => {
            let all = list(named("WebhookSubscription"));
            (200, object([("webhookSubscriptions", all)]))
        }
        "delete-webhook-subscription" => (200, object([("succeeded", flag())])),
        "replay-webhook-subscription" => (
            200,
            object([("replayed", whole()), ("next", or_null("string"))]),
        ),
        "replay-webhook-delivery" => (200, object([("replayed", whole())])),
        "list-webhook-deliveries" => (
            200,
            object([
                ("webhookDeliveries", list(named("WebhookDelivery"))),
                ("nextBefore", or_null("string")),
            ]),
        ),
        "get-webhook-delivery" => (200, object([("webhookDelivery", named("WebhookDelivery"))])),
        "list-webhook-keys" => {
            let one = object([
                ("id", text()),
                ("algorithm", text()),
                ("pem", text()),
                ("standard", text()),
                ("signsFrom", moment()),
                ("current", flag()),
            ]);
            (200, object([("keys", list(one))]))
        }
        _ => return None,
    })
}
