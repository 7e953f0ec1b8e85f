//! `Version` chooses the dialect: paths, keys and envelopes.

use serde_json::json;
use tenon_operations::{Dialect, registry};

use crate::support::app::{HOME, TestApp};

on_both! {
    channels_are_called_as_the_dialect_calls_them
    what_is_done_is_told_in_the_dialects_spelling
    a_birthday_is_a_moment_in_one_create_and_a_day_elsewhere
    a_path_of_one_dialect_is_unknown_in_the_other
}

const V2: [&str; 3] = ["2021-04-15", "2021-07-28", "2023-02-21"];

async fn channels_are_called_as_the_dialect_calls_them(app: &TestApp) {
    let off = json!({"status": "active", "message": "no calls"});
    let on = json!({"status": "inactive"});
    let body = json!({"locationId": HOME, "dndSettings": {"call": off, "whatsApp": on},
        "inboundDndSettings": {"all": on}});
    let create = app.call("POST", "/contacts/").version(Some("v3"));
    let made = create.json(&body).send().await.is(201);
    assert_eq!(made["contact"]["dndSettings"], body["dndSettings"]);
    let path = format!("/contacts/{}", made["contact"]["id"].as_str().unwrap());
    for version in V2 {
        let read = app.call("GET", &path).version(Some(version)).send().await;
        let settings = read.is(200)["contact"]["dndSettings"].clone();
        assert_eq!(settings, json!({"Call": off, "WhatsApp": on}), "{version}");
    }
    let change = json!({"dndSettings": {"Email": off}});
    app.put(&path, change).await.is(200);
    let read = app.call("GET", &path).version(Some("v3")).send().await;
    let contact = read.is(200)["contact"].clone();
    assert_eq!(contact["dndSettings"], json!({"email": off}));
    assert_eq!(contact["inboundDndSettings"], json!({"all": on}));
    // v2 has no such channel; v3 must not be told one twice.
    let refused = app.put(&path, json!({"dndSettings": {"call": off}})).await;
    refused.is(422);
    let twice = json!({"dndSettings": {"call": off, "Call": on}});
    let refused = app.call("PUT", &path).version(Some("v3")).json(&twice);
    refused.send().await.is(422);
}

async fn what_is_done_is_told_in_the_dialects_spelling(app: &TestApp) {
    for (version, told) in [
        ("2021-07-28", json!({"succeded": true})),
        ("v3", json!({"succeded": true, "succeeded": true})),
    ] {
        let id = app.contact(json!({})).await;
        let path = format!("/contacts/{id}");
        let update = app.call("PUT", &path).version(Some(version));
        let mut body = update.json(&json!({"city": "Waco"})).send().await.says(200);
        let contact = body.as_object_mut().unwrap().remove("contact").unwrap();
        assert_eq!((contact["city"].as_str(), &body), (Some("Waco"), &told));
        let delete = app.call("DELETE", &path).version(Some(version));
        assert_eq!(delete.send().await.says(200), told);
    }
}

async fn a_birthday_is_a_moment_in_one_create_and_a_day_elsewhere(app: &TestApp) {
    let body = json!({"locationId": HOME, "dateOfBirth": "09/25/1990"});
    for (version, told) in [
        ("2021-07-28", "1990-09-25T00:00:00.000Z"),
        ("v3", "1990-09-25"),
    ] {
        let create = app.call("POST", "/contacts/").version(Some(version));
        let made = create.json(&body).send().await.is(201)["contact"].clone();
        assert_eq!(made["dateOfBirth"], told, "{version}");
        let path = format!("/contacts/{}", made["id"].as_str().unwrap());
        let read = app.get(&path).await.is(200);
        assert_eq!(read["contact"]["dateOfBirth"], "1990-09-25");
    }
}

/// Of every operation that stands elsewhere, or nowhere, in v3.
async fn a_path_of_one_dialect_is_unknown_in_the_other(app: &TestApp) {
    for operation in registry() {
        for path in operation.paths() {
            let called = path.replace(['{', '}'], "");
            for (dialect, version) in [(Dialect::V2, "2023-02-21"), (Dialect::V3, "v3")] {
                let method = format!("{:?}", operation.method).to_uppercase();
                let call = app.call(&method, &called).version(Some(version));
                let status = call.token(None).send().await.status;
                let own = operation.path_in(dialect) == Some(path) || path.starts_with("/tenon/");
                let expected = if own { 401 } else { 404 };
                assert_eq!(status, expected, "{method} {path} in {version}");
            }
        }
    }
}
