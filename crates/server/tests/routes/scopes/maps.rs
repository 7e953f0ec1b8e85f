//! The field map's operations.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::Case;
use crate::support::app::TestApp;

pub(super) async fn cases(app: &TestApp) -> BTreeMap<&'static str, Case> {
    let map = "/tenon/v1/sync-map";
    let draft = json!({"document": "version: 1\n"});
    app.call("PUT", map).json(&draft).send().await.is(200);
    let first = format!("{map}/versions/1");
    BTreeMap::from([
        ("get-sync-map", (200, map.to_owned(), Value::Null)),
        ("save-sync-map", (200, map.to_owned(), draft)),
        (
            "list-sync-map-versions",
            (200, format!("{map}/versions"), Value::Null),
        ),
        ("get-sync-map-version", (200, first.clone(), Value::Null)),
        (
            "preview-sync-map-version",
            (200, format!("{first}/preview"), Value::Null),
        ),
        (
            "switch-on-sync-map-version",
            (
                200,
                format!("{first}/switch-on"),
                json!({"withoutPreview": true}),
            ),
        ),
    ])
}
