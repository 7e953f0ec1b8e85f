//! `GET /contacts/`

use serde_json::{Value, json};

use crate::support::app::{AWAY, HOME, TestApp};

on_both! {
    the_list_is_paged_newest_first
    a_query_narrows_the_list
    what_cannot_be_listed_is_told
    the_v3_dialect_has_no_list
}

async fn list(app: &TestApp, query: &str) -> Value {
    app.get(&format!("/contacts/?locationId={HOME}{query}"))
        .await
        .is(200)
}

fn names(body: &Value) -> Vec<&str> {
    let contacts = body["contacts"].as_array().unwrap();
    contacts
        .iter()
        .map(|contact| contact["firstName"].as_str().unwrap())
        .collect()
}

/// Of a link to this server, where it says it is reached.
fn path_of(url: &str) -> String {
    url.strip_prefix("http://127.0.0.1:8080")
        .unwrap()
        .to_owned()
}

async fn the_list_is_paged_newest_first(app: &TestApp) {
    let mut expected = Vec::new();
    for n in 0..25 {
        // Several in one millisecond.
        app.clock.advance(jiff::SignedDuration::from_micros(300));
        let name = format!("N{n:02}");
        app.contact(json!({"firstName": name})).await;
        expected.insert(0, name);
    }
    let first = list(app, "").await;
    assert_eq!(names(&first), expected[..20]);
    assert_eq!(
        (&first["count"], &first["meta"]["total"]),
        (&json!(25), &json!(25))
    );
    let meta = &first["meta"];
    assert_eq!(
        (&meta["currentPage"], &meta["nextPage"]),
        (&json!(1), &json!(2))
    );
    assert_eq!(meta["prevPage"], Value::Null);
    let mut seen = Vec::new();
    let mut path = format!("/contacts/?locationId={HOME}&limit=4");
    loop {
        let body = app.get(&path).await.is(200);
        seen.extend(names(&body).into_iter().map(str::to_owned));
        let Some(next) = body["meta"]["nextPageUrl"].as_str() else {
            assert_eq!(body["meta"]["prevPage"], 6);
            break;
        };
        path = path_of(next);
    }
    assert_eq!(seen, expected);
    let (at, id) = (&meta["startAfter"], meta["startAfterId"].as_str().unwrap());
    for query in [
        format!("&startAfter={at}&startAfterId={id}"),
        format!("&startAfterId={id}"),
    ] {
        assert_eq!(names(&list(app, &query).await), expected[20..], "{query}");
    }
    // A contact that is gone still marks its place.
    app.delete(&format!("/contacts/{id}")).await.is(200);
    let query = format!("&startAfter={at}&startAfterId={id}");
    assert_eq!(names(&list(app, &query).await), expected[20..]);
    let unknown = list(app, &format!("&startAfter={at}&startAfterId=none")).await;
    let unknown = names(&unknown);
    assert!(
        expected[20..]
            .iter()
            .all(|name| unknown.contains(&name.as_str())),
        "none is left out"
    );
}

async fn a_query_narrows_the_list(app: &TestApp) {
    for name in ["Ana", "Ben", "Anabel"] {
        app.contact(json!({"firstName": name, "phone": null})).await;
        app.pass(1);
    }
    let first = list(app, "&query=an%61&limit=1").await;
    assert_eq!(
        (names(&first), &first["count"]),
        (vec!["Anabel"], &json!(2))
    );
    let next = first["meta"]["nextPageUrl"].as_str().unwrap();
    let second = app.get(&path_of(next)).await.is(200);
    assert_eq!(names(&second), ["Ana"]);
}

async fn what_cannot_be_listed_is_told(app: &TestApp) {
    let path = |query: &str| format!("/contacts/?locationId={HOME}{query}");
    app.get("/contacts/")
        .await
        .complains(&["locationId should not be empty"]);
    app.get(&path("&limit=101"))
        .await
        .complains(&["limit must be a number from 1 to 100"]);
    let time = "startAfter must be a number from 0 to 253402300799999";
    app.get(&path("&startAfter=x")).await.complains(&[time]);
    app.get(&path("&startAfterId=none"))
        .await
        .refuses(400, "Contact not found");
    let long = path(&format!("&query={}", "x".repeat(76)));
    let complaint = "query must be a string of at most 75 characters";
    app.get(&long).await.complains(&[complaint]);
    let other = format!("/contacts/?locationId={AWAY}");
    assert_eq!(app.get(&other).await.status, 403);
}

async fn the_v3_dialect_has_no_list(app: &TestApp) {
    let path = format!("/contacts/?locationId={HOME}");
    let answer = app.call("GET", &path).version(Some("v3")).send().await;
    assert!([404, 405].contains(&answer.status), "{}", answer.text);
}
