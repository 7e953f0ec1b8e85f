//! Every request the connector can make, against what the vendor's API accepts.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::{Value, json};
use tenon_model::{Fields, Kind, fields};
use tenon_sync::remote::{Place, Remote, RemotePatch, Urgency::Bulk};

use crate::fake::{Asked, Fake, MemoryStore, Reply, grant, ok};

/// Method, path, its body's or form's properties (`*`: required, `?`: may be null), its query.
const OPERATIONS: &[(&str, &str, &str, &str)] = &[
    (
        "POST",
        "/oauth/token",
        "client_id* client_secret* grant_type* refresh_token user_type",
        "",
    ),
    ("GET", "/locations/{}", "", ""),
    (
        "GET",
        "/contacts/search/duplicate",
        "",
        "locationId* email number",
    ),
    (
        "POST",
        "/contacts/search",
        "locationId* pageLimit* page searchAfter query filters sort",
        "",
    ),
    (
        "POST",
        "/contacts/",
        "locationId* firstName? lastName? email? phone? companyName? address1? \
      city? state? postalCode country website? timezone? source dateOfBirth? tags",
        "",
    ),
    ("GET", "/contacts/{}", "", ""),
    (
        "PUT",
        "/contacts/{}",
        "firstName? lastName? email? phone? address1? city? state? postalCode \
      country website? timezone? source? dateOfBirth?",
        "",
    ),
    ("DELETE", "/contacts/{}", "", ""),
    ("POST", "/contacts/{}/tags", "tags*", ""),
    ("DELETE", "/contacts/{}/tags", "tags*", ""),
    ("GET", "/contacts/{}/tasks", "", ""),
    (
        "POST",
        "/contacts/{}/tasks",
        "title* body dueDate* completed*",
        "",
    ),
    ("GET", "/contacts/{}/tasks/{}", "", ""),
    (
        "PUT",
        "/contacts/{}/tasks/{}",
        "title body dueDate completed",
        "",
    ),
    ("PUT", "/contacts/{}/tasks/{}/completed", "completed*", ""),
    ("DELETE", "/contacts/{}/tasks/{}", "", ""),
    ("GET", "/contacts/{}/notes", "", ""),
    ("POST", "/contacts/{}/notes", "body* title color pinned", ""),
    ("GET", "/contacts/{}/notes/{}", "", ""),
    (
        "PUT",
        "/contacts/{}/notes/{}",
        "body title color pinned",
        "",
    ),
    ("DELETE", "/contacts/{}/notes/{}", "", ""),
];

/// The ids of the requests; everything else in a path is a fixed word.
const IDS: [&str; 4] = ["c1", "t1", "n1", "loc1"];

#[tokio::test]
async fn every_request_is_one_the_vendor_accepts() {
    let requests = every_request().await;
    let mut unused: BTreeSet<(&str, &str)> = OPERATIONS
        .iter()
        .map(|(method, path, ..)| (*method, *path))
        .collect();
    for asked in &requests {
        let (method, path) = template(asked);
        let operation = OPERATIONS
            .iter()
            .find(|operation| (operation.0, operation.1) == (method.as_str(), path.as_str()));
        let &(known_method, known_path, body, query) =
            operation.unwrap_or_else(|| panic!("unknown: {}", asked.line));
        unused.remove(&(known_method, known_path));
        let sent = sent(asked);
        accepts(body, &sent, &asked.line);
        let given = asked
            .query
            .iter()
            .map(|(name, value)| (name.clone(), json!(value)));
        accepts(query, &given.collect(), &asked.line);
    }
    assert!(unused.is_empty(), "never asked for: {unused:?}");
}

fn accepts(properties: &str, sent: &Fields, line: &str) {
    let properties: Vec<&str> = properties.split_whitespace().collect();
    for (name, value) in sent {
        let known = properties
            .iter()
            .find(|property| property.trim_end_matches(['*', '?']) == name);
        let known = known.unwrap_or_else(|| panic!("{line} must not send {name}"));
        assert!(
            !value.is_null() || known.ends_with('?'),
            "{line}: {name} is null"
        );
    }
    for required in properties
        .iter()
        .filter_map(|property| property.strip_suffix('*'))
    {
        assert!(sent.contains_key(required), "{line} lacks {required}");
    }
}

/// The same against the vendor's own files, where a checkout has them at hand.
#[tokio::test]
async fn every_request_is_in_the_vendors_openapi_files() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/highlevel/openapi");
    if !folder.is_dir() {
        return;
    }
    let files: Vec<Value> = ["contacts.json", "locations.json", "oauth.json"]
        .iter()
        .map(|name| std::fs::read(folder.join(name)).unwrap())
        .map(|text| serde_json::from_slice(&text).unwrap())
        .collect();
    for asked in every_request().await {
        let (method, path) = template(&asked);
        let (file, operation) = files
            .iter()
            .find_map(|file| {
                let paths = file["paths"].as_object().unwrap();
                let (_, operations) = paths.iter().find(|(known, _)| plain(known) == path)?;
                Some((file, operations.get(method.to_lowercase())?))
            })
            .unwrap_or_else(|| panic!("{method} {path} is not in the files"));
        against(file, operation, &asked);
    }
}

fn against(file: &Value, operation: &Value, asked: &Asked) {
    let line = &asked.line;
    let parameters = operation["parameters"].as_array().unwrap();
    let query = parameters
        .iter()
        .filter(|parameter| parameter["in"] == "query");
    let names: BTreeSet<&str> = query
        .clone()
        .filter_map(|one| one["name"].as_str())
        .collect();
    for name in asked.query.keys() {
        assert!(names.contains(name.as_str()), "{line}?{name}");
    }
    for parameter in query.filter(|parameter| parameter["required"] == true) {
        let name = parameter["name"].as_str().unwrap();
        assert!(asked.query.contains_key(name), "{line} lacks ?{name}");
    }
    let sent = sent(asked);
    let content = operation["requestBody"]["content"].as_object();
    let Some(media) = content.and_then(|content| content.values().next()) else {
        assert!(sent.is_empty(), "{line} has a body");
        return;
    };
    let name = media["schema"]["$ref"]
        .as_str()
        .unwrap()
        .rsplit('/')
        .next()
        .unwrap();
    let schema = &file["components"]["schemas"][name];
    let properties = schema["properties"].as_object().unwrap();
    // The search's body has no properties there; the table above knows them.
    if properties.is_empty() {
        return;
    }
    for (name, value) in &sent {
        let property = properties
            .get(name)
            .unwrap_or_else(|| panic!("{line} sends {name}"));
        let fits = match property["type"].as_str() {
            _ if value.is_null() => property["nullable"] == true,
            Some("boolean") => value.is_boolean(),
            Some("array") => value.is_array(),
            // dateOfBirth is an object there, and a text in its example.
            Some("string" | "object") => value.is_string(),
            _ => false,
        };
        assert!(fits, "{line}: {name} is {value}, not {property}");
    }
    for name in schema["required"].as_array().into_iter().flatten() {
        assert!(
            sent.contains_key(name.as_str().unwrap()),
            "{line} lacks {name}"
        );
    }
}

fn sent(asked: &Asked) -> Fields {
    if asked.line != "POST /oauth/token" {
        return asked.body.as_object().cloned().unwrap_or_default();
    }
    let form = reqwest::Url::parse(&format!("q:?{}", asked.text)).unwrap();
    let pairs = form.query_pairs().into_owned();
    pairs.map(|(name, value)| (name, value.into())).collect()
}

fn template(asked: &Asked) -> (String, String) {
    let (method, path) = asked.line.split_once(' ').unwrap();
    let parts = path
        .split('/')
        .map(|part| if IDS.contains(&part) { "{}" } else { part });
    (method.to_owned(), parts.collect::<Vec<_>>().join("/"))
}

fn plain(path: &str) -> String {
    let parts = path
        .split('/')
        .map(|part| if part.starts_with('{') { "{}" } else { part });
    parts.collect::<Vec<_>>().join("/")
}

/// Has the connector do all it can, with every field there is, and returns what it asked.
async fn every_request() -> Vec<Asked> {
    let fake = Fake::start(|asked| {
        let record = json!({"id": "x1"});
        let full: Vec<Value> = vec![json!({"id": "x1", "searchAfter": [1]}); 100];
        match asked.line.as_str() {
            "POST /oauth/token" => ok(json!({"access_token": "a2", "refresh_token": "r2"})),
            _ => Reply::Json(
                200,
                json!({"contact": record, "task": record, "note": record,
                "contacts": full, "tasks": [], "notes": [], "tags": []}),
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
    for (kind, id, parent) in [
        (Kind::Contact, "c1", None),
        (Kind::Task, "t1", Some("c1")),
        (Kind::Note, "n1", Some("c1")),
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
        if parent.is_some() {
            connection.children(kind, "c1", Bulk).await.unwrap();
        }
        connection.delete(place, id, Bulk).await.unwrap();
    }
    fake.asked().into_iter().map(renamed).collect()
}

/// The records of the fake are all called `x1`.
fn renamed(mut asked: Asked) -> Asked {
    asked.line = asked.line.replace("x1", "c1");
    asked
}

/// Every field of a kind, synced or not.
fn full(kind: Kind) -> Fields {
    let value = |name: &str| match name {
        "tags" | "customFields" | "additionalEmails" | "additionalPhones" => json!(["a"]),
        "completed" | "pinned" | "dnd" => json!(true),
        "dndSettings" | "inboundDndSettings" => json!({}),
        "dateOfBirth" => json!("1990-09-25"),
        "dueDate" => json!("2026-01-05T12:00:00.000Z"),
        _ => json!("x"),
    };
    let table = fields::of(kind).iter();
    table
        .map(|field| (field.name.to_owned(), value(field.name)))
        .collect()
}

fn completed(kind: Kind) -> Fields {
    match kind {
        Kind::Task => Fields::from_iter([("completed".into(), true.into())]),
        _ => Fields::new(),
    }
}
