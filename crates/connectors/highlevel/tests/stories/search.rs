//! Finding contacts, and sweeping over those that changed.

use serde_json::{Value, json};
use tenon_model::time;
use tenon_sync::remote::{Remote, RemoteError, Urgency::Interactive};

use crate::fake::{Fake, Reply, error, fields, now, ok};

#[tokio::test]
async fn a_contact_is_sought_by_its_email_and_by_its_phone() {
    let fake = Fake::start(|asked| {
        let contact = match (asked.query.get("email"), asked.query.get("number")) {
            (Some(_), None) => json!({"id": "c1", "firstName": "Ana"}),
            (None, Some(_)) => json!({"id": "c2", "firstName": "Ben"}),
            _ => Value::Null,
        };
        ok(json!({"contact": contact}))
    })
    .await;
    let who = fields(
        &json!({"email": "ana+x@example.org", "phone": "+15125550143",
        "firstName": "Ana"}),
    );
    let found = fake.connection().find(&who, Interactive).await.unwrap();
    let ids: Vec<&str> = found.iter().map(|record| record.id.as_str()).collect();
    assert_eq!(ids, ["c1", "c2"]);
    assert_eq!(fake.lines(), ["GET /contacts/search/duplicate"; 2]);
    let asked = fake.asked();
    assert_eq!(asked[0].query["email"], "ana+x@example.org");
    assert_eq!(asked[1].query["number"], "+15125550143");
    assert!(
        asked
            .iter()
            .all(|asked| asked.query["locationId"] == "loc1")
    );
}

#[tokio::test]
async fn one_contact_found_twice_is_one_and_none_is_none() {
    let fake = Fake::start(|_| ok(json!({"contact": {"id": "c1"}}))).await;
    let who = fields(&json!({"email": "ana@example.org", "phone": "+15125550143"}));
    assert_eq!(
        fake.connection()
            .find(&who, Interactive)
            .await
            .unwrap()
            .len(),
        1
    );
    for reply in [
        || ok(json!({"contact": null})),
        || ok(json!({})),
        || Reply::Text(200, String::new()),
    ] {
        let fake = Fake::start(move |_| reply()).await;
        assert_eq!(fake.connection().find(&who, Interactive).await, Ok(vec![]));
    }
}

#[tokio::test]
async fn with_neither_a_contact_is_sought_by_its_name() {
    let fake =
        Fake::start(|_| ok(json!({"contacts": [{"id": "c1"}, {"id": "c2"}], "total": 2}))).await;
    let connection = fake.connection();
    let who = fields(&json!({"firstName": "Ana", "lastName": "é".repeat(100)}));
    assert_eq!(connection.find(&who, Interactive).await.unwrap().len(), 2);
    assert_eq!(fake.last().line, "POST /contacts/search");
    let query = format!("Ana {}", "é".repeat(71));
    assert_eq!(
        fake.last().body,
        json!({"locationId": "loc1", "pageLimit": 20, "query": query})
    );
    // Nothing to go by: nothing is asked.
    let who = fields(&json!({"city": "Austin"}));
    assert_eq!(connection.find(&who, Interactive).await, Ok(vec![]));
    assert_eq!(fake.lines().len(), 1);
}

#[tokio::test]
async fn a_sweep_goes_on_from_the_last_contact_of_each_page() {
    let fake = Fake::start(|asked| {
        let first = asked.body["searchAfter"][0].as_u64().unwrap_or(0);
        let numbers = first..(first + 100).min(150);
        let contacts: Vec<Value> = numbers
            .map(|n| {
                json!({"id": format!("c{n}"), "address": "1 Elm St",
                    "dateUpdated": 1_767_614_400_000_u64 + n, "searchAfter": [n + 1, "x"]})
            })
            .collect();
        ok(json!({"contacts": contacts, "total": 150}))
    })
    .await;
    let connection = fake.connection();
    let first = connection.changed(Some(now()), None).await.unwrap();
    assert_eq!(
        fake.last().body,
        json!({"locationId": "loc1", "pageLimit": 100,
            "sort": [{"field": "dateUpdated", "direction": "asc"}],
            "filters": [{"field": "dateUpdated", "operator": "range",
                "value": {"gte": "2026-01-05T12:00:00.000Z"}}]})
    );
    assert_eq!(
        (first.records.len(), first.next.as_deref()),
        (100, Some("[100,\"x\"]"))
    );
    assert_eq!(first.records[7].fields["address1"], "1 Elm St");
    assert_eq!(
        first.records[7].updated_at.map(time::to_wire).as_deref(),
        Some("2026-01-05T12:00:00.007Z")
    );
    let second = connection
        .changed(Some(now()), first.next.as_deref())
        .await
        .unwrap();
    assert_eq!(fake.last().body["searchAfter"], json!([100, "x"]));
    assert_eq!((second.records.len(), second.next), (50, None));
}

#[tokio::test]
async fn a_full_sweep_has_no_filter() {
    let fake = Fake::start(|_| ok(json!({"contacts": []}))).await;
    let page = fake.connection().changed(None, None).await.unwrap();
    assert_eq!((page.records.len(), page.next), (0, None));
    assert!(fake.last().body.get("filters").is_none());
}

#[tokio::test]
async fn without_search_after_pages_are_numbered_as_far_as_they_reach() {
    let fake = Fake::start(|_| {
        let contacts: Vec<Value> = (0..100).map(|n| json!({"id": format!("c{n}")})).collect();
        ok(json!({"contacts": contacts}))
    })
    .await;
    let connection = fake.connection();
    let page = connection.changed(None, None).await.unwrap();
    assert_eq!(page.next.as_deref(), Some("2"));
    let page = connection.changed(None, Some("2")).await.unwrap();
    assert_eq!(fake.last().body["page"], 2);
    assert_eq!(page.next.as_deref(), Some("3"));
    // A sweep that cannot go on does not pass for a finished one.
    let error = connection.changed(None, Some("100")).await.unwrap_err();
    assert!(matches!(error, RemoteError::Failed(_)), "{error:?}");
    assert!(connection.changed(None, Some("nonsense")).await.is_err());
}

#[tokio::test]
async fn a_search_that_fails_had_no_effect() {
    for (reply, refused) in [
        (
            (|| error(400, "Invalid field contact_name")) as fn() -> Reply,
            true,
        ),
        (|| error(503, "later"), false),
        (|| ok(json!({"total": 3})), false),
    ] {
        let fake = Fake::start(move |_| reply()).await;
        let error = fake.connection().changed(None, None).await.unwrap_err();
        match error {
            RemoteError::Refused { status: 400, .. } => assert!(refused),
            RemoteError::Failed(_) => assert!(!refused),
            other => panic!("{other:?}"),
        }
    }
}
