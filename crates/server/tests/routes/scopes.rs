//! Every declared operation asks for its scope, whatever else a token may do.

mod controls;
mod maps;

use std::collections::BTreeMap;

use serde_json::{Value, json};
use tenon_model::{Kind, Scope};
use tenon_operations::{Method, Operation, registry};
use tenon_store::{Connection, Write};

use tenon_store::HandoffState;

use super::tenon::outlets;
use crate::support::{
    app::{HOME, TestApp},
    call::Call,
};

on_both! {
    every_operation_asks_for_its_own_scope
    every_operation_asks_for_a_token_and_a_version
    every_post_sent_again_is_done_once
}

const SUBSCRIPTIONS: &str = "/tenon/v1/webhook-subscriptions";
const DELIVERIES: &str = "/tenon/v1/webhook-deliveries";

fn hook() -> Value {
    json!({"url": "https://hooks.example/", "events": ["ContactCreate"]})
}

/// Where each operation is called, and with what; and its answer's status when all is well. An
/// operation that is declared and not listed fails the test.
fn cases(
    contact: &str,
    task: &str,
    note: &str,
    spare: &str,
    hooked: &str,
) -> BTreeMap<&'static str, Case> {
    let home = json!({"locationId": HOME});
    let with = |name: &str, value: Value| json!({"locationId": HOME, name: value});
    let at = |path: &str| format!("/contacts/{contact}{path}");
    let due = json!({"title": "Call", "dueDate": "2026-01-06", "completed": false});
    BTreeMap::from([
        ("create-contact", (201, "/contacts/".into(), home)),
        ("get-contact", (200, at(""), Value::Null)),
        ("update-contact", (200, at(""), json!({"city": "Waco"}))),
        (
            "delete-contact",
            (200, format!("/contacts/{spare}"), Value::Null),
        ),
        (
            "upsert-contact",
            (
                200,
                "/contacts/upsert".into(),
                with("email", json!("u@example.org")),
            ),
        ),
        (
            "search-contacts-advanced",
            (200, "/contacts/search".into(), with("pageLimit", json!(1))),
        ),
        (
            "list-changed-tasks",
            (200, "/tenon/v1/tasks".into(), Value::Null),
        ),
        (
            "list-changed-notes",
            (200, "/tenon/v1/notes".into(), Value::Null),
        ),
        (
            "list-changed-appointments",
            (200, "/tenon/v1/appointments".into(), Value::Null),
        ),
        (
            "get-contacts",
            (200, format!("/contacts/?locationId={HOME}"), Value::Null),
        ),
        (
            "get-duplicate-contact",
            (
                200,
                format!("/contacts/search/duplicate?locationId={HOME}&email=x@example.org"),
                Value::Null,
            ),
        ),
        ("add-tags", (201, at("/tags"), json!({"tags": ["a"]}))),
        ("remove-tags", (200, at("/tags"), json!({"tags": ["a"]}))),
        ("get-all-tasks", (200, at("/tasks"), Value::Null)),
        ("create-task", (201, at("/tasks"), due)),
        (
            "get-task",
            (200, at(&format!("/tasks/{task}")), Value::Null),
        ),
        (
            "update-task",
            (
                200,
                at(&format!("/tasks/{task}")),
                json!({"title": "Write"}),
            ),
        ),
        (
            "update-task-completed",
            (
                200,
                at(&format!("/tasks/{task}/completed")),
                json!({"completed": true}),
            ),
        ),
        (
            "delete-task",
            (200, at(&format!("/tasks/{task}")), Value::Null),
        ),
        ("get-all-notes", (200, at("/notes"), Value::Null)),
        ("create-note", (201, at("/notes"), json!({"body": "x"}))),
        (
            "get-note",
            (200, at(&format!("/notes/{note}")), Value::Null),
        ),
        (
            "update-note",
            (200, at(&format!("/notes/{note}")), json!({"body": "y"})),
        ),
        (
            "delete-note",
            (200, at(&format!("/notes/{note}")), Value::Null),
        ),
        (
            "get-location",
            (200, format!("/locations/{HOME}"), Value::Null),
        ),
        ("get-access", (200, "/tenon/v1/access".into(), Value::Null)),
        (
            "get-contact-timeline",
            (
                200,
                format!("/tenon/v1/contacts/{contact}/timeline"),
                Value::Null,
            ),
        ),
        (
            "list-changes",
            (200, "/tenon/v1/changes".into(), Value::Null),
        ),
        ("list-people", (200, "/tenon/v1/people".into(), Value::Null)),
        (
            "get-overview",
            (200, "/tenon/v1/overview".into(), Value::Null),
        ),
        (
            "stream-events",
            (200, "/tenon/v1/events?wait=0".into(), Value::Null),
        ),
        (
            "list-conflicts",
            (200, "/tenon/v1/conflicts".into(), Value::Null),
        ),
        // The ways to other systems are the binary's.
        (
            "create-connection",
            (
                400,
                "/tenon/v1/connections".into(),
                json!({"system": "houzz"}),
            ),
        ),
        (
            "create-import",
            (400, "/tenon/v1/imports?name=a.eml".into(), json!({"a": 1})),
        ),
        (
            "list-imports",
            (200, "/tenon/v1/imports".into(), Value::Null),
        ),
        (
            "get-import",
            (400, "/tenon/v1/imports/none".into(), Value::Null),
        ),
        (
            "list-connections",
            (200, "/tenon/v1/connections".into(), Value::Null),
        ),
        (
            "list-channels",
            (200, "/tenon/v1/channels".into(), Value::Null),
        ),
        (
            "create-webhook-subscription",
            (201, SUBSCRIPTIONS.into(), hook()),
        ),
        (
            "list-webhook-subscriptions",
            (200, SUBSCRIPTIONS.into(), Value::Null),
        ),
        (
            "get-webhook-subscription",
            (200, format!("{SUBSCRIPTIONS}/{hooked}"), Value::Null),
        ),
        (
            "update-webhook-subscription",
            (
                200,
                format!("{SUBSCRIPTIONS}/{hooked}"),
                json!({"state": "active"}),
            ),
        ),
        (
            "replay-webhook-subscription",
            (
                200,
                format!("{SUBSCRIPTIONS}/{hooked}/replay"),
                json!({"since": "2026-01-01"}),
            ),
        ),
        (
            "delete-webhook-subscription",
            (200, format!("{SUBSCRIPTIONS}/{hooked}"), Value::Null),
        ),
        (
            "list-webhook-deliveries",
            (200, DELIVERIES.into(), Value::Null),
        ),
        (
            "get-webhook-delivery",
            (400, format!("{DELIVERIES}/none"), Value::Null),
        ),
        (
            "replay-webhook-delivery",
            (400, format!("{DELIVERIES}/none/replay"), Value::Null),
        ),
        (
            "list-webhook-keys",
            (200, "/tenon/v1/webhook-keys".into(), Value::Null),
        ),
        (
            "list-user-pairs",
            (400, "/tenon/v1/connections/none/users".into(), Value::Null),
        ),
        (
            "set-user-pair",
            (
                400,
                "/tenon/v1/connections/none/users/nobody".into(),
                json!({"remoteUserId": null}),
            ),
        ),
        (
            "list-links",
            (
                200,
                format!("/tenon/v1/links?contactId={contact}"),
                Value::Null,
            ),
        ),
    ])
}

type Case = (u16, String, Value);

/// The same of what contacts refer to: each thing is made first, and called by its id.
async fn more_cases(app: &TestApp, contact: &str) -> Vec<(&'static str, Case)> {
    let business = app.record(Kind::Business, json!({"name": "Oak"})).await;
    let user = json!({"email": "u@x.com", "role": "user"});
    let user = app.record(Kind::User, user).await;
    let programme = json!({"name": "Spring", "status": "published"});
    let campaign = app.record(Kind::Campaign, programme.clone()).await;
    let workflow = app.record(Kind::Workflow, programme).await;
    let calendar = json!({"name": "Visits", "isActive": true, "slotDuration": 30});
    let calendar = app.record(Kind::Calendar, calendar).await;
    let meeting = json!({"locationId": HOME, "calendarId": calendar, "contactId": contact,
        "startTime": "2026-01-06"});
    let event = app.post("/calendars/events/appointments", meeting.clone());
    let event = event.await.is(200)["id"].clone();
    let event = format!("/calendars/events/appointments/{}", event.as_str().unwrap());
    let span =
        format!("/calendars/events?locationId={HOME}&calendarId={calendar}&startTime=1&endTime=2");
    let definition = json!({"name": "Roof", "dataType": "TEXT"});
    let field = app
        .record(
            Kind::CustomField,
            json!({"fieldKey": "contact.x", "name": "x", "dataType": "TEXT"}),
        )
        .await;
    let field = format!("/locations/{HOME}/customFields/{field}");
    let board = tenon_model::houzz_board(|| "s1".into());
    let board = app.record(Kind::Pipeline, board).await;
    let chance = json!({"locationId": HOME, "pipelineId": board, "name": "Roof",
        "status": "open", "contactId": contact});
    let job = app.post("/opportunities/", chance.clone()).await.is(201);
    let job = format!(
        "/opportunities/{}",
        job["opportunity"]["id"].as_str().unwrap()
    );
    let followers = json!({"followers": [user]});
    let here = format!("?locationId={HOME}");
    let contact = |path: String| format!("/contacts/{contact}{path}");
    let business = format!("/businesses/{business}");
    let (campaign, workflow) = (
        contact(format!("/campaigns/{campaign}")),
        contact(format!("/workflow/{workflow}")),
    );
    let new = json!({"locationId": HOME, "name": "Oak"});
    let tags = json!({"locationId": HOME, "contacts": ["c"], "tags": ["a"]});
    let members = format!("/contacts{business}{here}").replace("businesses", "business");
    let none = json!({"locationId": HOME, "ids": ["c"], "businessId": null});
    let mut all = runs(app).await;
    all.extend(vec![
        ("create-business", (201, "/businesses/".into(), new)),
        ("get-business", (200, business.clone(), Value::Null)),
        (
            "update-business",
            (200, business.clone(), json!({"city": "Waco"})),
        ),
        ("delete-Business", (200, business, Value::Null)),
        (
            "get-businesses-by-location",
            (200, format!("/businesses/{here}"), Value::Null),
        ),
        (
            "create-association",
            (201, "/contacts/bulk/tags/update/add".into(), tags),
        ),
        (
            "add-remove-contact-from-business",
            (200, "/contacts/bulk/business".into(), none),
        ),
        ("get-contacts-by-businessId", (200, members, Value::Null)),
        (
            "get-custom-fields",
            (200, format!("/locations/{HOME}/customFields"), Value::Null),
        ),
        (
            "create-custom-field",
            (201, format!("/locations/{HOME}/customFields"), definition),
        ),
        ("get-custom-field", (200, field.clone(), Value::Null)),
        (
            "update-custom-field",
            (200, field.clone(), json!({"name": "Roof"})),
        ),
        ("delete-custom-field", (200, field, Value::Null)),
        (
            "get-calendars",
            (200, format!("/calendars/{here}"), Value::Null),
        ),
        (
            "get-calendar",
            (200, format!("/calendars/{calendar}"), Value::Null),
        ),
        (
            "create-appointment",
            (200, "/calendars/events/appointments".into(), meeting),
        ),
        ("get-appointment", (200, event.clone(), Value::Null)),
        (
            "edit-appointment",
            (200, event.clone(), json!({"title": "Visit"})),
        ),
        (
            "delete-event",
            (201, event.replace("/appointments", ""), Value::Null),
        ),
        ("get-calendar-events", (200, span, Value::Null)),
        (
            "get-appointments-for-contact",
            (200, contact("/appointments".into()), Value::Null),
        ),
        (
            "create-opportunity",
            (201, "/opportunities/".into(), chance),
        ),
        ("get-opportunity", (200, job.clone(), Value::Null)),
        (
            "update-opportunity",
            (200, job.clone(), json!({"name": "Roof"})),
        ),
        (
            "update-opportunity-status",
            (200, format!("{job}/status"), json!({"status": "won"})),
        ),
        ("delete-opportunity", (200, job, Value::Null)),
        (
            "search-opportunity",
            (
                200,
                format!("/opportunities/search?location_id={HOME}"),
                Value::Null,
            ),
        ),
        (
            "get-pipelines",
            (200, format!("/opportunities/pipelines{here}"), Value::Null),
        ),
        (
            "get-user-by-location",
            (200, format!("/users/{here}"), Value::Null),
        ),
        (
            "search-users",
            (200, "/users/search?companyId=c".into(), Value::Null),
        ),
        ("get-user", (200, format!("/users/{user}"), Value::Null)),
        (
            "get-campaigns",
            (200, format!("/campaigns/{here}"), Value::Null),
        ),
        (
            "get-workflow",
            (200, format!("/workflows/{here}"), Value::Null),
        ),
        (
            "add-followers-contact",
            (201, contact("/followers".into()), followers.clone()),
        ),
        (
            "remove-followers-contact",
            (200, contact("/followers".into()), followers),
        ),
        (
            "add-contact-to-campaign",
            (201, campaign.clone(), json!({})),
        ),
        ("remove-contact-from-campaign", (200, campaign, Value::Null)),
        (
            "remove-contact-from-every-campaign",
            (200, contact("/campaigns/removeAll".into()), Value::Null),
        ),
        (
            "add-contact-to-workflow",
            (200, workflow.clone(), json!({})),
        ),
        ("delete-contact-from-workflow", (200, workflow, json!({}))),
    ]);
    all
}

/// The same of the sync's runs.
async fn runs(app: &TestApp) -> Vec<(&'static str, Case)> {
    let connection = Connection {
        location_id: HOME.into(),
        id: "hl1".into(),
        system: "highlevel".into(),
        name: "HighLevel".into(),
        settings: Value::Null,
    };
    app.write(HOME, vec![Write::Connection(Box::new(connection))])
        .await;
    const RUNS: &str = "/tenon/v1/sync-runs";
    let asked = json!({"connectionId": "hl1", "kind": "verify"});
    let yes = json!({"decision": "approve"});
    let brake = "/tenon/v1/connections/none/brake".to_owned();
    vec![
        ("create-sync-run", (202, RUNS.into(), asked)),
        ("list-sync-runs", (200, RUNS.into(), Value::Null)),
        ("get-sync-run", (400, format!("{RUNS}/none"), Value::Null)),
        (
            "decide-sync-run",
            (400, format!("{RUNS}/none/decision"), yes.clone()),
        ),
        ("decide-brake", (400, brake, yes)),
    ]
}

/// The same of what goes out to a system without an API.
async fn outlet_cases(app: &TestApp) -> Vec<(&'static str, Case)> {
    let houzz = outlets::connection(app, "houzz").await;
    let own = |path: &str| format!("/tenon/v1/connections/{houzz}/{path}");
    let hook = json!({"leadHookUrl": "https://hooks.example/x"});
    app.put(&own("outlet"), hook).await.is(200);
    let mut people = Vec::new();
    for email in ["out1@x.com", "out2@x.com"] {
        let person = json!({"firstName": "Cy", "email": email});
        people.push(app.contact(person).await);
    }
    let state = HandoffState::Unknown;
    let handoff = outlets::handoff(app, &houzz, &people[1], state).await;
    let item = outlets::item(app, &houzz, &people[1], "phone").await;
    let feed = app.post("/tenon/v1/calendar-feeds", json!({"name": "Phone"}));
    let feed = feed.await.is(201)["calendarFeed"]["id"].clone();
    let new = json!({"connectionId": houzz, "contactId": people[0]});
    let decision = json!({"decision": "arrived"});
    let (handoffs, feeds) = ("/tenon/v1/handoffs", "/tenon/v1/calendar-feeds");
    vec![
        ("get-connection-outlet", (200, own("outlet"), Value::Null)),
        (
            "update-connection-outlet",
            (200, own("outlet"), json!({"stage": "Connected"})),
        ),
        (
            "get-connection-capabilities",
            (200, own("capabilities"), Value::Null),
        ),
        (
            "get-connection-import-file",
            (200, own("import-file"), Value::Null),
        ),
        ("list-handoffs", (200, handoffs.into(), Value::Null)),
        ("create-handoff", (201, handoffs.into(), new)),
        (
            "get-handoff",
            (200, format!("{handoffs}/{handoff}"), Value::Null),
        ),
        (
            "decide-handoff",
            (200, format!("{handoffs}/{handoff}/decide"), decision),
        ),
        (
            "list-work-items",
            (200, "/tenon/v1/work-items".into(), Value::Null),
        ),
        (
            "update-work-item",
            (
                200,
                format!("/tenon/v1/work-items/{item}"),
                json!({"state": "done"}),
            ),
        ),
        (
            "create-calendar-feed",
            (201, feeds.into(), json!({"name": "Laptop"})),
        ),
        ("list-calendar-feeds", (200, feeds.into(), Value::Null)),
        (
            "delete-calendar-feed",
            (
                200,
                format!("{feeds}/{}", feed.as_str().unwrap()),
                Value::Null,
            ),
        ),
    ]
}

async fn prepared(app: &TestApp) -> BTreeMap<&'static str, Case> {
    let contact = app.contact(json!({"firstName": "Ana"})).await;
    let spare = app.contact(json!({"firstName": "Ben"})).await;
    let due = json!({"title": "Call", "dueDate": "2026-01-06", "completed": false});
    let task = app
        .post(&format!("/contacts/{contact}/tasks"), due)
        .await
        .is(201);
    let note = json!({"body": "x"});
    let note = app
        .post(&format!("/contacts/{contact}/notes"), note)
        .await
        .is(201);
    let id = |value: &Value| value["id"].as_str().unwrap().to_owned();
    let hooked = app.post(SUBSCRIPTIONS, hook()).await.is(201);
    let hooked = id(&hooked["webhookSubscription"]);
    let (task, note) = (id(&task["task"]), id(&note["note"]));
    let mut all = cases(&contact, &task, &note, &spare, &hooked);
    all.extend(more_cases(app, &contact).await);
    all.extend(outlet_cases(app).await);
    all.extend(controls::cases(app, &contact).await);
    all.extend(maps::cases(app).await);
    all
}

fn call<'a>(app: &'a TestApp, operation: &Operation, case: &Case) -> Call<'a> {
    let method = match operation.method {
        Method::Get => "GET",
        Method::Post => "POST",
        Method::Put => "PUT",
        Method::Delete => "DELETE",
    };
    let call = app.call(method, &case.1);
    if case.2.is_null() {
        call
    } else {
        call.json(&case.2)
    }
}

async fn every_operation_asks_for_its_own_scope(app: &TestApp) {
    let cases = prepared(app).await;
    for operation in registry() {
        let case = cases
            .get(operation.id)
            .unwrap_or_else(|| panic!("{} has no case here", operation.id));
        let others: Vec<Scope> = Scope::ALL
            .iter()
            .copied()
            .filter(|scope| *scope != operation.scope)
            .collect();
        for scopes in [&[][..], &others] {
            let token = app.token_for(HOME, scopes).await;
            let answer = call(app, operation, case).token(Some(&token)).send().await;
            answer.refuses(401, "The token is not authorized for this scope.");
        }
    }
    // And it is enough. Deletions come last, so that what they delete is there before.
    let (ends, others): (Vec<_>, Vec<_>) =
        registry().partition(|operation| operation.id.starts_with("delete"));
    for operation in others.into_iter().chain(ends) {
        let token = app.token_for(HOME, &[operation.scope]).await;
        let case = &cases[operation.id];
        let answer = call(app, operation, case).token(Some(&token)).send().await;
        assert_eq!(answer.status, case.0, "{}: {}", operation.id, answer.text);
    }
}

async fn every_operation_asks_for_a_token_and_a_version(app: &TestApp) {
    let cases = prepared(app).await;
    for operation in registry() {
        let case = &cases[operation.id];
        let none = call(app, operation, case).token(None).send().await;
        none.refuses(401, "Send a token: Authorization: Bearer …");
        let garbled = call(app, operation, case).token(Some("pit-1")).send().await;
        garbled.refuses(401, "Invalid Private Integration token");
        if !operation.path.starts_with("/tenon/") {
            let none = call(app, operation, case).version(None).send().await;
            none.refuses(401, "version header was not found.");
            let bogus = call(app, operation, case).version(Some("1")).send().await;
            bogus.refuses(401, "version header is invalid");
        }
    }
    assert_eq!(cases.len(), registry().count(), "a case of no operation");
}

async fn every_post_sent_again_is_done_once(app: &TestApp) {
    let cases = prepared(app).await;
    // A search is made again each time: its page is not kept.
    let writes = |operation: &&Operation| operation.method == Method::Post && !operation.searches();
    for operation in registry().filter(writes) {
        let case = &cases[operation.id];
        let send = || {
            let call = call(app, operation, case);
            call.header("Idempotency-Key", operation.id).send()
        };
        let first = send().await;
        assert_eq!(first.status, case.0, "{}: {}", operation.id, first.text);
        if first.status >= 400 {
            continue;
        }
        let before = app.store.last_seq(HOME).await.unwrap();
        let again = send().await;
        assert_eq!(
            (again.status, &again.text),
            (first.status, &first.text),
            "{}",
            operation.id
        );
        assert_eq!(
            again.header("idempotency-replayed"),
            "true",
            "{}",
            operation.id
        );
        assert_eq!(
            app.store.last_seq(HOME).await.unwrap(),
            before,
            "{}",
            operation.id
        );
    }
}
