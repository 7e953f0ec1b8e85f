//! `/docs` and the pages about errors.

use serde_json::json;
use tenon_operations::registry;

use crate::support::app::TestApp;

on_both! {
    the_reference_tells_every_operation
    every_refusal_names_its_page
    a_page_that_is_not_there_is_a_404
}

async fn page(app: &TestApp, path: &str) -> String {
    let answer = app.call("GET", path).token(None).version(None).send().await;
    assert_eq!(answer.status, 200, "{path}");
    assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
    let policy = answer.header("content-security-policy");
    assert!(
        policy.starts_with("default-src 'none'; style-src 'self'"),
        "{policy}"
    );
    for foreign in [
        "<script",
        " style=",
        "<style",
        " onclick=",
        "src=",
        "href=\"http",
    ] {
        assert!(!answer.text.contains(foreign), "{path} has {foreign}");
    }
    assert!(answer.text.contains("name=\"viewport\""));
    answer.text
}

async fn the_reference_tells_every_operation(app: &TestApp) {
    let page = page(app, "/docs/").await;
    for operation in registry() {
        let section = format!("<section id=\"{}\">", operation.id);
        assert!(page.contains(&section), "{}", operation.id);
        assert!(page.contains(operation.scope.name()), "{}", operation.id);
    }
    // Each link within the page leads somewhere.
    for link in page.split("href=\"#").skip(1) {
        let id = link.split('"').next().unwrap();
        assert!(page.contains(&format!("id=\"{id}\"")), "{id}");
    }
    let style = app.get("/docs/style.css").await;
    assert_eq!(
        (style.status, style.header("content-type")),
        (200, "text/css")
    );
    assert!(page.contains("/docs/style.css"));
}

async fn every_refusal_names_its_page(app: &TestApp) {
    let id = app.contact(json!({"firstName": "Ana"})).await;
    let contact = format!("/contacts/{id}");
    for (call, status) in [
        (app.call("GET", "/contacts/nobody"), 400),
        (app.call("GET", &contact).token(None), 401),
        (app.call("GET", "/locations/away"), 403),
        (app.call("GET", "/nothing"), 404),
        (app.call("PATCH", &contact), 405),
        (
            app.call("DELETE", &contact).header("If-Match", "\"9\""),
            412,
        ),
        (app.call("POST", "/contacts/").json(&json!({"x": 1})), 422),
    ] {
        let body = call.send().await.is(status);
        let path = format!("/docs/errors/{status}");
        assert_eq!(body["doc"], path);
        let page = page(app, &path).await;
        for part in [
            "<h2>What happened</h2>",
            "<h2>What to do</h2>",
            &status.to_string(),
        ] {
            assert!(page.contains(part), "{path} has no {part}");
        }
    }
    // The reference links to all there are.
    let reference = page(app, "/docs/").await;
    for link in reference.split("href=\"/docs/errors/").skip(1) {
        let status = link.split('"').next().unwrap();
        page(app, &format!("/docs/errors/{status}")).await;
    }
}

async fn a_page_that_is_not_there_is_a_404(app: &TestApp) {
    for path in [
        "/docs/errors/418",
        "/docs/errors/x",
        "/docs/errors/..%2F400",
        "/docs/x",
    ] {
        app.get(path).await.is(404);
    }
}
