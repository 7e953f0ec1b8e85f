//! `/openapi.json`: whole, well-formed, and open to anybody.

use std::collections::HashSet;

use serde_json::Value;
use tenon_model::Scope;
use tenon_operations::{Dialect, Method, registry};

use crate::support::{
    app::TestApp,
    document::{compare, document, resolve},
};

on_both! {
    the_document_is_served_to_anybody
}

async fn the_document_is_served_to_anybody(app: &TestApp) {
    let call = app.call("GET", "/openapi.json").token(None).version(None);
    let answer = call.send().await;
    assert_eq!(
        answer.header("content-type"),
        "application/json; charset=utf-8"
    );
    let mut served = answer.is(200);
    served["info"]["version"] = "test".into();
    assert_eq!(&served, document());
}

fn each(mut what: impl FnMut(&'static str, &'static str, &'static Value)) {
    for (path, methods) in document()["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            what(path, method, operation);
        }
    }
}

#[test]
fn every_operation_stands_in_it_in_both_dialects() {
    for operation in registry() {
        let method = match operation.method {
            Method::Get => "get",
            Method::Post => "post",
            Method::Put => "put",
            Method::Delete => "delete",
        };
        for dialect in Dialect::ALL {
            let Some(path) = operation.path_in(dialect) else {
                continue;
            };
            let told = &document()["paths"][path][method];
            let id = told["operationId"].as_str().unwrap();
            assert!(id == operation.id || id == format!("{}-v3", operation.id));
            let scopes = &told["security"][0]["oauth2"];
            assert_eq!(scopes[0], operation.scope.name(), "{id}");
            assert_eq!(
                told["requestBody"].is_object(),
                operation.body.is_some(),
                "{id}"
            );
        }
    }
}

#[test]
fn every_operation_tells_its_answer_with_an_example_that_fits() {
    each(|path, method, operation| {
        let id = &operation["operationId"];
        let responses = operation["responses"].as_object().unwrap();
        let done: Vec<_> = responses
            .iter()
            .filter(|(status, _)| status.starts_with('2'))
            .collect();
        assert_eq!(done.len(), 1, "{id}");
        for (status, response) in responses {
            let content = &resolve(response)["content"]["application/json"];
            let streams = resolve(response)["content"]["text/event-stream"].is_object();
            if status == "304" || streams {
                continue;
            }
            let schema = &content["schema"];
            let described = schema["properties"].is_object() || schema["$ref"].is_string();
            assert!(
                described,
                "{method} {path} {status} has no schema: describe {id}"
            );
            let mut complaints = Vec::new();
            compare(schema, &content["example"], "$", &mut complaints);
            assert!(
                complaints.is_empty(),
                "{id} {status}: {complaints:?} in {}",
                content["example"]
            );
        }
        let body = &operation["requestBody"]["content"]["application/json"];
        if body.is_object() {
            let mut complaints = Vec::new();
            compare(&body["schema"], &body["example"], "$", &mut complaints);
            assert!(
                complaints.is_empty(),
                "{id}: {complaints:?} in {}",
                body["example"]
            );
        }
    });
}

/// The rules of the OpenAPI specification, 3.1.
#[test]
fn it_keeps_the_rules_of_its_format() {
    let document = document();
    assert_eq!(document["openapi"], "3.1.0");
    assert!(document["info"]["title"].is_string() && document["info"]["version"].is_string());
    let mut ids = HashSet::new();
    each(|path, method, operation| {
        let id = operation["operationId"].as_str().unwrap();
        assert!(ids.insert(id), "{id} is there twice");
        assert!(path.starts_with('/'), "{path}");
        // Parameters: each once, with a schema; those in the path are those of the path.
        let mut known = HashSet::new();
        let mut in_path = Vec::new();
        for parameter in operation["parameters"].as_array().unwrap() {
            let parameter = resolve(parameter);
            let (name, place) = (
                parameter["name"].as_str().unwrap(),
                parameter["in"].as_str().unwrap(),
            );
            assert!(known.insert((name, place)), "{id} has {name} twice");
            assert!(parameter["schema"].is_object(), "{id} {name}");
            assert!(["path", "query", "header"].contains(&place), "{id} {name}");
            if place == "path" {
                assert_eq!(parameter["required"], true, "{id} {name}");
                in_path.push(format!("{{{name}}}"));
            }
        }
        let parts: Vec<&str> = path
            .split('/')
            .filter(|part| part.starts_with('{'))
            .collect();
        assert_eq!(in_path, parts, "{method} {path}");
        for (status, response) in operation["responses"].as_object().unwrap() {
            assert!(status.parse::<u16>().is_ok(), "{id} {status}");
            assert!(
                resolve(response)["description"].is_string(),
                "{id} {status}"
            );
        }
        for required in operation["security"].as_array().unwrap() {
            for (scheme, scopes) in required.as_object().unwrap() {
                let scheme = &document["components"]["securitySchemes"][scheme];
                assert!(scheme["type"].is_string(), "{id}");
                for scope in scopes.as_array().unwrap() {
                    let scopes = &scheme["flows"]["authorizationCode"]["scopes"];
                    assert!(scopes[scope.as_str().unwrap()].is_string(), "{id} {scope}");
                }
            }
        }
    });
    for scope in Scope::ALL {
        let flows = &document["components"]["securitySchemes"]["oauth2"]["flows"];
        assert!(flows["clientCredentials"]["scopes"][scope.name()].is_string());
    }
    refer(document);
}

/// Every reference names something.
fn refer(value: &'static Value) {
    match value {
        Value::Object(fields) => {
            if fields.contains_key("$ref") {
                resolve(value);
            }
            fields.values().for_each(refer);
        }
        Value::Array(items) => items.iter().for_each(refer),
        _ => {}
    }
}
