//! Values that are too long, too many, too deep or impossible; and strange ones that are none of it.

use serde_json::{Value, json};
use tenon_model::Random;
use tenon_testkit::SeededRandom;

use crate::support::app::TestApp;

on_both! {
    fields_have_bounds
    values_nested_deeply_are_refused_and_the_log_stays_readable
    strange_texts_come_back_as_they_were
    whatever_is_sent_the_server_stands
}

async fn fields_have_bounds(app: &TestApp) {
    let id = app.contact(json!({})).await;
    let path = format!("/contacts/{id}");
    let many = |count: usize| {
        (0..count)
            .map(|n| format!("a{n}@example.org"))
            .collect::<Vec<_>>()
    };
    let custom: Vec<Value> = (0..301)
        .map(|n| json!({"id": format!("f{n}"), "field_value": 1}))
        .collect();
    for body in [
        json!({"firstName": "x".repeat(501)}),
        json!({"city": "ü".repeat(501)}),
        json!({"email": format!("{}@example.org", "x".repeat(65))}),
        json!({"phone": "+1".to_owned() + &"2".repeat(100)}),
        json!({"phone": "+1512555０１４３x".repeat(9)}),
        json!({"country": "USA"}),
        json!({"additionalEmails": many(51)}),
        json!({"customFields": custom}),
        json!({"customFields": [{"id": "f", "field_value": "x".repeat(65_537)}]}),
        json!({"customFields": [{"id": "../f", "field_value": 1}]}),
        json!({"customFields": [{"field_value": 1}]}),
        json!({"customFields": {"f": 1}}),
        json!({"dndSettings": {"SMS": {"status": "perhaps"}}}),
        json!({"dndSettings": {"SMS": "active"}}),
        json!({"dndSettings": {"SMS": {"status": "active", "message": "x".repeat(2_001)}}}),
        json!({"inboundDndSettings": {"all": {"status": "permanent"}}}),
        json!({"assignedTo": "a/b"}),
        json!({"dateOfBirth": "2026-13-01"}),
        json!({"dateOfBirth": "31.12.1990"}),
        json!({"dateOfBirth": 19900101}),
        json!({"dateOfBirth": {"year": 1990}}),
        json!({"x".repeat(10_000): 1}),
        json!({"__proto__": {}}),
    ] {
        let answer = app.put(&path, body.clone()).await;
        let complaints = answer.is(422)["message"].clone();
        let complaints = complaints.as_array().unwrap();
        assert_eq!(complaints.len(), 1, "{body}");
        assert!(
            complaints[0].as_str().unwrap().len() < 200,
            "{complaints:?}"
        );
    }
    let due = |date: &str| json!({"title": "Call", "dueDate": date, "completed": false});
    for date in [
        "2026-02-30",
        "2026-02-29T00:00:00Z",
        "tomorrow",
        "2026-01-06T25:00:00Z",
        "99999-01-01",
    ] {
        let answer = app.post(&format!("{path}/tasks"), due(date)).await;
        answer.complains(&["dueDate must be a valid ISO 8601 date string"]);
    }
    let note = json!({"body": "x".repeat(65_537)});
    let answer = app.post(&format!("{path}/notes"), note).await;
    answer.complains(&["body must be shorter than or equal to 65536 characters"]);
    let color = json!({"body": "x", "color": "red"});
    let answer = app.post(&format!("{path}/notes"), color).await;
    answer.complains(&["color must be a #RRGGBB color"]);
}

async fn values_nested_deeply_are_refused_and_the_log_stays_readable(app: &TestApp) {
    let id = app.contact(json!({"firstName": "Ana"})).await;
    let path = format!("/contacts/{id}");
    let nested = |levels: usize| format!("{}1{}", "[".repeat(levels), "]".repeat(levels));
    for levels in [20, 60, 120, 123, 124] {
        let body = format!(
            "{{\"customFields\":[{{\"id\":\"f\",\"field_value\":{}}}]}}",
            nested(levels)
        );
        let answer = app.call("PUT", &path).bytes(body).send().await;
        answer.complains(&["customFields is nested too deeply"]);
        let body = format!(
            "{{\"dndSettings\":{{\"SMS\":{{\"status\":\"active\",\"code\":{}}}}}}}",
            nested(levels)
        );
        let answer = app.call("PUT", &path).bytes(body).send().await;
        answer.complains(&["dndSettings is nested too deeply"]);
    }
    let body = format!(
        "{{\"customFields\":[{{\"id\":\"f\",\"field_value\":{}}}]}}",
        nested(10)
    );
    app.call("PUT", &path).bytes(body).send().await.is(200);
    app.get(&format!("/tenon/v1{path}/timeline")).await.is(200);
}

async fn strange_texts_come_back_as_they_were(app: &TestApp) {
    for text in [
        "<script>alert(1)</script>",
        "'; DROP TABLE records; --",
        "$1 {{constructor}} ${7*7} %s %n",
        "a\u{202e}b\u{200d}c",
        "🧑🏽‍🔧👩‍👩‍👧",
        "\u{1}\u{7f}\u{85}",
        "ﷺ\u{fffd}\u{10ffff}",
        "null",
    ] {
        let id = app
            .contact(json!({"companyName": text, "customFields": [{"id": "f",
            "field_value": {text: [text, null, -0.5, 1e300, 18_446_744_073_709_551_615_u64]}}]}))
            .await;
        let contact = app.get(&format!("/contacts/{id}")).await.is(200)["contact"].clone();
        assert_eq!(contact["companyName"], text.trim());
        let value = json!({text: [text, null, -0.5, 1e300, 18_446_744_073_709_551_615_u64]});
        assert_eq!(
            contact["customFields"],
            json!([{"id": "f", "value": value}])
        );
        let query: String = text.chars().take(75).collect();
        app.search(json!({"query": query})).await.is(200);
        app.get(&format!("/tenon/v1/contacts/{id}/timeline"))
            .await
            .is(200);
    }
}

/// Texts put together by chance from what parsers trip over.
fn text(random: &SeededRandom) -> String {
    const PARTS: [&str; 32] = [
        "+",
        "1",
        "00",
        "512",
        "555",
        "0143",
        ";ext=",
        ";phone-context=",
        "tel:",
        "x",
        "(",
        ")",
        "-",
        ".",
        "@",
        "example.org",
        "é",
        "１",
        "٣",
        "\u{200e}",
        "\u{0}",
        " ",
        "2026",
        "/",
        "T",
        "Z",
        "-02-30",
        "e",
        "İ",
        "ß",
        "\u{10ffff}",
        "999999999999",
    ];
    let part = |_| PARTS[random.below(PARTS.len() as u64) as usize];
    (0..random.below(9)).map(part).collect()
}

async fn whatever_is_sent_the_server_stands(app: &TestApp) {
    let random = SeededRandom::new(11);
    let names = [
        "firstName",
        "name",
        "email",
        "phone",
        "country",
        "dateOfBirth",
        "tags",
        "timezone",
        "additionalEmails",
        "additionalPhones",
        "customFields",
        "dndSettings",
        "dnd",
        "assignedTo",
    ];
    let id = app.contact(json!({})).await;
    for turn in 0..400 {
        let mut patch = json!({});
        for _ in 0..=random.below(3) {
            let name = names[random.below(names.len() as u64) as usize];
            let text = text(&random);
            patch[name] = match random.below(6) {
                0 => json!([text]),
                1 => json!([{"id": text, "field_value": text}]),
                2 => json!({"SMS": {"status": "active", "code": text}}),
                3 => json!(null),
                _ => json!(text),
            };
        }
        let answer = app.put(&format!("/contacts/{id}"), patch.clone()).await;
        assert!(answer.status < 500, "turn {turn}, {patch}: {}", answer.text);
        let filter = json!([{"field": "phone", "operator": "eq", "value": text(&random)},
            {"field": "email", "operator": "eq", "value": text(&random)}]);
        let query = text(&random);
        let answer = app.search(json!({"query": query, "filters": filter})).await;
        assert!(answer.status < 500, "turn {turn}, {query}: {}", answer.text);
    }
    app.get(&format!("/contacts/{id}")).await.is(200);
    app.get(&format!("/tenon/v1/contacts/{id}/timeline?limit=200"))
        .await
        .is(200);
}
