//! `POST /contacts/search` with filters.

use serde_json::json;

use super::search::names;
use crate::support::app::TestApp;

on_both! {
    an_email_or_phone_is_found_in_any_form
    a_range_of_times_is_kept_to_the_millisecond
}

async fn an_email_or_phone_is_found_in_any_form(app: &TestApp) {
    app.contact(
        json!({"firstName": "Ana", "email": "ana@example.org", "phone": "+15125550143",
        "additionalEmails": ["ana@work.example"]}),
    )
    .await;
    app.contact(json!({"firstName": "Ben", "email": "ben@example.org"}))
        .await;
    let by = |field: &str, value: &str| json!({"filters": [{"field": field, "operator": "eq", "value": value}]});
    for (field, value) in [
        ("email", "ana@example.org"),
        ("email", " ANA@example.org"),
        ("email", "ana@work.example"),
        ("phone", "+15125550143"),
        ("phone", "(512) 555-0143"),
        ("phone", "1 512 555 0143"),
    ] {
        assert_eq!(names(app, by(field, value)).await, ["Ana"], "{value}");
    }
    for (field, value) in [
        ("email", "ana"),
        ("email", ""),
        ("phone", "555"),
        ("phone", "call me"),
    ] {
        let body = app.search(by(field, value)).await.is(200);
        assert_eq!(body["total"], 0, "{value}");
    }
    let both = json!({"filters": [{"field": "email", "operator": "eq", "value": "ana@example.org"},
        {"field": "email", "operator": "eq", "value": "ben@example.org"}]});
    assert_eq!(
        names(app, both).await,
        Vec::<String>::new(),
        "all filters must hold"
    );
}

async fn a_range_of_times_is_kept_to_the_millisecond(app: &TestApp) {
    // Three contacts at noon, one second and two seconds after; each some microseconds later.
    for name in ["Ana", "Ben", "Cleo"] {
        app.clock.advance(jiff::SignedDuration::from_micros(123));
        app.contact(json!({"firstName": name})).await;
        app.pass(1);
    }
    let noon = 1_767_614_400_000_i64;
    for (range, found) in [
        (
            json!({"gte": "2026-01-05T12:00:01.000Z"}),
            vec!["Cleo", "Ben"],
        ),
        (json!({"gt": "2026-01-05T12:00:01.000Z"}), vec!["Cleo"]),
        (
            json!({"lte": "2026-01-05T12:00:01.000Z"}),
            vec!["Ben", "Ana"],
        ),
        (json!({"lt": "2026-01-05T12:00:01.000Z"}), vec!["Ana"]),
        (
            json!({"gte": noon + 1_000, "lte": noon + 1_000}),
            vec!["Ben"],
        ),
        (
            json!({"gte": noon + 1_000, "gt": noon}),
            vec!["Cleo", "Ben"],
        ),
        (
            json!({"gte": "2026-01-05", "lt": "2026-01-06"}),
            vec!["Cleo", "Ben", "Ana"],
        ),
        (json!({"gt": "9999-12-30T22:00:00Z"}), vec![]),
        (json!({"lt": "-009999-01-02T01:59:59Z"}), vec![]),
    ] {
        let filters = json!([{"field": "dateUpdated", "operator": "range", "value": range}]);
        assert_eq!(
            names(app, json!({"filters": filters})).await,
            found,
            "{range}"
        );
    }
    let twice = json!([{"field": "dateUpdated", "operator": "range", "value": {"gte": noon + 1_000}},
        {"field": "dateUpdated", "operator": "range", "value": {"gte": noon, "lt": noon + 2_000}}]);
    assert_eq!(names(app, json!({"filters": twice})).await, ["Ben"]);
}
