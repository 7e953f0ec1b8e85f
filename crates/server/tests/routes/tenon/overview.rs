//! How everything stands, on one page.

use serde_json::{Value, json};
use tenon_model::Clock as _;
use tenon_store::{ChannelWrite, Review, SourceItem, Write};

use crate::support::app::{AWAY, HOME, TestApp};

on_both! {
    nothing_yet_is_told_as_nothing
    leads_changes_and_queues_are_counted
}

async fn nothing_yet_is_told_as_nothing(app: &TestApp) {
    let told = app.get("/tenon/v1/overview").await.is(200);
    let count = |name: &str| told[name].as_array().unwrap().len();
    assert_eq!((count("leadsByDay"), count("speedByDay")), (30, 30));
    assert_eq!((count("changesByHour"), count("connections")), (48, 0));
    assert_eq!(told["leadsByDay"][29]["total"], 0);
    assert_eq!(told["speedByDay"][29]["p50"], Value::Null);
    assert_eq!(told["queues"]["conflicts"], 0);
}

/// What a source told of a contact, behind the server's back.
async fn arrived(app: &TestApp, location: &str, key: &str, outcome: &str, contact: &str) {
    let item = SourceItem {
        key: key.into(),
        import_id: "i1".into(),
        origin: "leadEmail".into(),
        label: "Ana".into(),
        place: "lead.eml".into(),
        outcome: outcome.into(),
        reasons: Vec::new(),
        record_id: Some(contact.to_owned()),
        raw: b"raw".to_vec(),
    };
    let time = ChannelWrite::LeadTime {
        source_key: key.into(),
        contact_id: contact.into(),
        sent_at: app.clock.now() - jiff::SignedDuration::from_secs(20),
    };
    let writes = vec![
        Write::Source(Box::new(item)),
        Write::Channel(Box::new(time)),
    ];
    app.write(location, writes).await;
}

async fn leads_changes_and_queues_are_counted(app: &TestApp) {
    let contact = app.contact(json!({"firstName": "Ana"})).await;
    arrived(app, HOME, "k1", "created", &contact).await;
    arrived(app, HOME, "k2", "merged", &contact).await;
    arrived(app, HOME, "k3", "ignored", &contact).await;
    arrived(app, AWAY, "k4", "created", "c9").await;
    let review = Review {
        id: "match/1".into(),
        subject: contact.clone(),
        title: "Is it known?".into(),
        reasons: Vec::new(),
        detail: Value::Null,
    };
    app.write(HOME, vec![Write::Review(Box::new(review))]).await;
    app.pass(30 * 60);
    app.put(&format!("/contacts/{contact}"), json!({"city": "Waco"}))
        .await
        .is(200);
    let told = app.get("/tenon/v1/overview").await.is(200);
    let leads: Vec<_> = told["leadsByDay"].as_array().unwrap().iter().collect();
    let all: i64 = leads.iter().map(|day| day["total"].as_i64().unwrap()).sum();
    assert_eq!(all, 2);
    let day = leads.iter().find(|day| day["total"] == 2).unwrap();
    assert_eq!(day["channels"], json!({"leadEmail": 2}));
    let hours = told["changesByHour"].as_array().unwrap();
    let here = hours.iter().map(|hour| hour["here"].as_i64().unwrap());
    assert_eq!(here.sum::<i64>(), 2, "{hours:?}");
    assert_eq!(told["queues"]["conflicts"], 1);
    assert_eq!(told["speedToLead"]["leads"], 3);
    assert_eq!(told["speedToLead"]["waiting"], 3);
    app.clock.advance(jiff::SignedDuration::from_hours(24 * 40));
    let token = app.token_for(HOME, tenon_model::Scope::ALL).await;
    let call = app.call("GET", "/tenon/v1/overview").token(Some(&token));
    let told = call.send().await.is(200);
    assert_eq!(told["leadsByDay"][29]["total"], 0);
    assert_eq!(told["changesByHour"][47]["here"], 0);
}
