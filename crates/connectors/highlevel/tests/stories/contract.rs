//! Every request the connector can make, against what the vendor's API accepts.

mod document;

use serde_json::{Value, json};
use tenon_highlevel::oauth::{self, App};
use tenon_model::{Fields, Kind, fields};
use tenon_sync::remote::{Place, Remote, RemotePatch, Urgency::Bulk};

use document::Requests;

use crate::fake::{Asked, Fake, MemoryStore, Reply, grant, ok};

/// Where the documents are known to be wrong or silent, by operation and property: the schema that
/// holds instead.
const OVERLAYS: &[(&str, &str, &str)] = &[
    // An object there, and a text in its own example (dates are accepted in six forms).
    (
        "POST /contacts/",
        "dateOfBirth",
        r#"{"type":"string","nullable":true}"#,
    ),
    (
        "PUT /contacts/{}",
        "dateOfBirth",
        r#"{"type":"string","nullable":true}"#,
    ),
];
/// The body of the search, which the documents leave empty (facts: HighLevel docs, contact search).
const SEARCH: &str = r#"{"type":"object","required":["locationId","pageLimit"],"properties":{
    "locationId":{"type":"string"},"pageLimit":{"type":"number"},"page":{"type":"number"},
    "searchAfter":{"type":"array"},"query":{"type":"string"},"filters":{"type":"array","items":{
        "type":"object","required":["field","operator"],"properties":{"field":{"type":"string"},
        "operator":{"type":"string"},"value":{}}}},
    "sort":{"type":"array","items":{"type":"object","required":["field","direction"],"properties":{
        "field":{"type":"string"},"direction":{"type":"string","enum":["asc","desc"]}}}}}}"#;

/// The ids of the requests; everything else in a path is a fixed word.
const IDS: [&str; 4] = ["c1", "t1", "n1", "loc1"];

#[tokio::test]
async fn every_request_is_one_the_vendor_accepts() {
    let known = known();
    let mut told = Vec::new();
    for asked in every_request().await {
        let line = template(&asked.line);
        match known.get(&line) {
            Some(request) => told.extend(
                faults(request, &asked)
                    .into_iter()
                    .map(|fault| format!("{line}: {fault}")),
            ),
            None => told.push(format!("{line} is no operation")),
        }
    }
    told.sort();
    told.dedup();
    assert!(told.is_empty(), "{told:#?}");
}

/// What the vendor's own documents say is what stands in the extract, where a checkout has them.
#[test]
fn the_extract_is_what_the_vendors_documents_say() {
    let Some(folder) = document::documents() else {
        return;
    };
    let said = document::read(&folder);
    if std::env::var_os("TENON_WRITE_EXTRACT").is_some() {
        let place = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/contract/requests.json");
        std::fs::write(place, document::to_text(&said)).unwrap();
    }
    assert!(
        said == document::extract(),
        "write it anew: TENON_WRITE_EXTRACT=1"
    );
}

/// The extract with what is known better.
fn known() -> Requests {
    let mut known = document::extract();
    for (line, property, schema) in OVERLAYS {
        let place = &mut known.get_mut(*line).unwrap()["body"]["properties"][*property];
        assert!(!place.is_null(), "{line} has no {property}");
        *place = serde_json::from_str(schema).unwrap();
    }
    let search = known.get_mut("POST /contacts/search").unwrap();
    search["body"] = serde_json::from_str(SEARCH).unwrap();
    known
}

/// What of a request the vendor would not accept.
fn faults(request: &Value, asked: &Asked) -> Vec<String> {
    let mut told = Vec::new();
    let version = asked
        .headers
        .get("version")
        .map_or(Value::Null, |text| text.as_str().into());
    let versions = request["version"].as_array();
    if versions.is_some_and(|versions| !versions.contains(&version)) {
        told.push(format!(
            "Version {version}, not one of {}",
            request["version"]
        ));
    }
    let query = request["query"].as_object().unwrap();
    for name in asked.query.keys().filter(|name| !query.contains_key(*name)) {
        told.push(format!("?{name} is unknown"));
    }
    for (name, _) in query.iter().filter(|(_, required)| **required == true) {
        if asked.query.get(name).is_none_or(String::is_empty) {
            told.push(format!("?{name} is missing"));
        }
    }
    let Some(media) = request["media"].as_str() else {
        if !asked.text.is_empty() {
            told.push("a body where there is none".into());
        }
        return told;
    };
    if asked.text.is_empty() && asked.line.starts_with("DELETE") {
        // Both SDKs and the documents give deletions a body that may be empty.
        return told;
    }
    let given = asked.headers.get("content-type").map_or("", String::as_str);
    if given != media {
        told.push(format!("the media type {given:?}, not {media}"));
    }
    document::misfits(&request["body"], &sent(media, asked), "body", &mut told);
    told
}

fn sent(media: &str, asked: &Asked) -> Value {
    if media == "application/json" {
        return asked.body.clone();
    }
    let form = reqwest::Url::parse(&format!("q:?{}", asked.text)).unwrap();
    let pairs = form.query_pairs().into_owned();
    pairs
        .map(|(name, value)| (name, Value::from(value)))
        .collect()
}

/// `METHOD /path` with `{}` for its ids.
fn template(line: &str) -> String {
    let parts = line
        .split('/')
        .map(|part| if IDS.contains(&part) { "{}" } else { part });
    parts.collect::<Vec<_>>().join("/")
}

#[test]
fn what_the_vendor_would_not_accept_is_found() {
    let known = known();
    let asked = |line: &str, query: &[(&str, &str)], body: Value| Asked {
        line: line.to_owned(),
        query: query
            .iter()
            .map(|(name, value)| ((*name).into(), (*value).into()))
            .collect(),
        headers: [
            ("version", "2021-07-28"),
            ("content-type", "application/json"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into(),
        text: if body.is_null() {
            String::new()
        } else {
            body.to_string()
        },
        body,
    };
    let of = |line: &str, query: &[(&str, &str)], body: Value| {
        let mut told = faults(&known[&template(line)], &asked(line, query, body));
        told.sort();
        told.join("; ")
    };
    assert_eq!(
        of(
            "PUT /contacts/c1",
            &[],
            json!({"firstName": null, "tags": ["a"]})
        ),
        ""
    );
    assert_eq!(
        of(
            "PUT /contacts/c1",
            &[],
            json!({"locationId": "x", "dnd": "yes"})
        ),
        "body.dnd is \"yes\", not \"boolean\"; body.locationId is unknown"
    );
    assert_eq!(
        of(
            "POST /contacts/c1/tasks",
            &[],
            json!({"title": "t", "dueDate": "d"})
        ),
        "body.completed is missing"
    );
    assert_eq!(
        of(
            "GET /contacts/search/duplicate",
            &[("e-mail", "a")],
            Value::Null
        ),
        "?e-mail is unknown; ?locationId is missing"
    );
    assert_eq!(
        of("GET /calendars/", &[("locationId", "l")], Value::Null),
        "Version \"2021-07-28\", not one of [\"2021-04-15\"]"
    );
}

/// Has the connector do all it can, with every field there is, and returns what it asked.
async fn every_request() -> Vec<Asked> {
    let fake = Fake::start(|asked| {
        let record = json!({"id": "x1"});
        let full: Vec<Value> = vec![json!({"id": "x1", "searchAfter": [1]}); 100];
        match asked.line.as_str() {
            "POST /oauth/token" | "POST /oauth/locationToken" => {
                ok(json!({"access_token": "a2", "refresh_token": "r2"}))
            }
            "GET /oauth/installedLocations" => {
                ok(json!({"locations": [{"_id": "loc1", "name": "One"}]}))
            }
            _ => Reply::Json(
                200,
                json!({"contact": record, "task": record, "note": record,
                "contacts": full, "tasks": [], "notes": [], "tags": [],
                "users": [], "calendars": [], "customFields": [], "customField": record,
                "pipelines": [], "businesses": [], "business": record, "buiseness": record,
                "event": record, "events": [], "opportunity": record, "opportunities": []}),
            ),
        }
    })
    .await;
    let store = MemoryStore::new(grant("a1", "r1", -1));
    let connection = fake.connection_with(store.stored(), &store, None);
    connection.connect().await.unwrap();
    let who = Fields::from_iter([
        ("email".into(), "a@b.co".into()),
        ("phone".into(), "+1".into()),
    ]);
    connection.find(&who, Bulk).await.unwrap();
    connection
        .find(
            &Fields::from_iter([("firstName".into(), "Ana".into())]),
            Bulk,
        )
        .await
        .unwrap();
    let page = connection
        .changed(Some(crate::fake::now()), None)
        .await
        .unwrap();
    connection
        .changed(None, page.next.as_deref())
        .await
        .unwrap();
    connection.changed(None, Some("2")).await.unwrap();
    connection.contact("c1", Bulk).await.unwrap();
    for kind in [
        Kind::User,
        Kind::Calendar,
        Kind::CustomField,
        Kind::Pipeline,
        Kind::Business,
    ] {
        connection.furniture(kind, Bulk).await.unwrap();
    }
    let field = Fields::from_iter([
        ("name".into(), "Roof".into()),
        ("dataType".into(), "TEXT".into()),
        ("placeholder".into(), "m²".into()),
    ]);
    let place = Place {
        kind: Kind::CustomField,
        parent: None,
    };
    connection.create(place, &field, Bulk).await.unwrap();
    for (kind, id, parent) in [
        (Kind::Contact, "c1", None),
        (Kind::Task, "t1", Some("c1")),
        (Kind::Note, "n1", Some("c1")),
        (Kind::Appointment, "t1", Some("c1")),
        (Kind::Opportunity, "n1", Some("c1")),
        (Kind::Business, "c1", None),
    ] {
        let place = Place { kind, parent };
        connection.create(place, &full(kind), Bulk).await.unwrap();
        let cleared = full(kind)
            .into_iter()
            .map(|(name, _)| (name, Value::Null))
            .collect();
        for fields in [full(kind), cleared, completed(kind)] {
            let mut patch = RemotePatch {
                fields,
                ..RemotePatch::default()
            };
            if patch.fields.remove("tags").is_some() {
                (patch.add_tags, patch.remove_tags) = (vec!["a".into()], vec!["b".into()]);
            }
            connection.update(place, id, &patch, Bulk).await.unwrap();
        }
        connection.record(place, id, Bulk).await.unwrap();
        if parent.is_some() {
            connection.children(kind, "c1", Bulk).await.unwrap();
        }
        connection.delete(place, id, Bulk).await.unwrap();
    }
    installs(&fake.url).await;
    fake.asked().into_iter().map(renamed).collect()
}

/// What installs ask for.
async fn installs(url: &str) {
    let app = App {
        client_id: "app1-x".into(),
        version_id: None,
        authorize_url: url.to_owned(),
        base_url: url.to_owned(),
        redirect_uri: "https://hub.example/connect/callback".into(),
        scopes: Vec::new(),
        webhook_keys: Vec::new(),
    };
    let now = crate::fake::now();
    oauth::redeem(&app, "s", "code", now).await.unwrap();
    let names = ("k1", "loc1");
    let given = oauth::location_token(&app, "s", "t", names, now)
        .await
        .unwrap();
    assert_eq!(given.grant.location_id, "loc1");
    let places = oauth::installed_locations(&app, "t", "k1", now)
        .await
        .unwrap();
    assert_eq!(places.len(), 1);
}

/// The records of the fake are all called `x1`.
fn renamed(mut asked: Asked) -> Asked {
    asked.line = asked.line.replace("x1", "c1");
    asked
}

/// Every field of a kind, synced or not.
fn full(kind: Kind) -> Fields {
    let value = |name: &str| match name {
        "tags" | "additionalEmails" | "additionalPhones" => json!(["a"]),
        "completed" | "pinned" | "dnd" => json!(true),
        "dndSettings" => json!({"SMS": {"status": "active", "message": "m", "code": "c"}}),
        "inboundDndSettings" => json!({"all": {"status": "active", "message": "m"}}),
        "dateOfBirth" => json!("1990-09-25"),
        "dueDate" | "startTime" | "endTime" => json!("2026-01-05T12:00:00.000Z"),
        "appointmentStatus" => json!("confirmed"),
        "meetingLocationType" => json!("address"),
        "status" => json!("open"),
        "monetaryValue" => json!(42_000),
        _ => json!("x"),
    };
    let table = fields::of(kind).iter().chain(fields::carried(kind));
    let names = table.map(|field| match field.name {
        "customFields" => "customFields.f1",
        name => name,
    });
    names.map(|name| (name.to_owned(), value(name))).collect()
}

fn completed(kind: Kind) -> Fields {
    match kind {
        Kind::Task => Fields::from_iter([("completed".into(), true.into())]),
        _ => Fields::new(),
    }
}
