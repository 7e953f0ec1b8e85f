//! Channels, what the columns of tables mean, and how fast leads come in.

use jiff::Timestamp;
use serde_json::{Value, json};
use tenon_model::{Action, Clock, Kind};
use tenon_store::{Channel, ChannelWrite, StoreError, Write};

use super::support::{AWAY, Db, HOME, Step, at_once, mail};

on_every_backend! {
    a_channel_is_changed_under_its_version
    how_a_channel_fares_leaves_its_settings_alone
    the_meaning_of_columns_is_kept_per_location
    a_lead_is_timed_once
}

fn write(step: Step, write: ChannelWrite) -> Step {
    step.write(Write::Channel(Box::new(write)))
}

fn put(db: &Db, name: &str, settings: Value, version: i64) -> Step {
    let change = ChannelWrite::Put {
        connection_id: "k1".into(),
        name: name.into(),
        settings,
        version,
    };
    write(db.at(HOME), change)
}

fn is_conflict(error: &StoreError) -> bool {
    matches!(error, StoreError::Conflict { .. })
}

async fn a_channel_is_changed_under_its_version(db: &Db) {
    put(db, "imap", json!({"host": "a"}), 0).done().await;
    assert!(is_conflict(&put(db, "imap", json!({}), 0).refused().await));
    assert!(is_conflict(&put(db, "imap", json!({}), 2).refused().await));
    let results = at_once((0..6).map(|n| put(db, "imap", json!({"host": n}), 1))).await;
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1);
    put(db, "mail", json!({}), 0).done().await;
    let names = |channels: Vec<Channel>| channels.into_iter().map(|channel| channel.name);
    let all = db.store.channels(Some(HOME)).await.unwrap();
    assert!(names(all).eq(["imap", "mail"]));
    assert_eq!(db.store.channels(Some(AWAY)).await.unwrap(), []);
    assert_eq!(db.store.channels(None).await.unwrap().len(), 2);
    let remove = |version| ChannelWrite::Remove {
        connection_id: "k1".into(),
        name: "imap".into(),
        version,
    };
    let early = write(db.at(HOME), remove(1));
    assert!(is_conflict(&early.refused().await));
    write(db.at(HOME), remove(2)).done().await;
    let gone = db.store.channel(HOME, "k1", "imap").await.unwrap();
    assert_eq!(gone, None);
}

async fn how_a_channel_fares_leaves_its_settings_alone(db: &Db) {
    put(db, "imap", json!({"host": "a"}), 0).done().await;
    let state = |name: &str| ChannelWrite::State {
        connection_id: "k1".into(),
        name: name.into(),
        state: json!({"status": "watching"}),
    };
    write(db.at(HOME), state("imap")).done().await;
    let gone = write(db.at(HOME), state("gone"));
    assert!(is_conflict(&gone.refused().await));
    let read = db.store.channel(HOME, "k1", "imap").await.unwrap();
    assert_eq!(
        read,
        Some(Channel {
            location_id: HOME.into(),
            connection_id: "k1".into(),
            name: "imap".into(),
            settings: json!({"host": "a"}),
            state: json!({"status": "watching"}),
            version: 1,
        })
    );
}

async fn the_meaning_of_columns_is_kept_per_location(db: &Db) {
    let learn = |map: Value, version| {
        let columns = ChannelWrite::Columns {
            header: "h1".into(),
            map,
            version,
        };
        write(db.at(HOME), columns)
    };
    assert_eq!(db.store.column_map(HOME, "h1").await.unwrap(), None);
    learn(json!({"Mail": "email"}), 0).done().await;
    assert!(is_conflict(&learn(json!({}), 0).refused().await));
    learn(json!({"Mail": "secondEmail"}), 1).done().await;
    let read = db.store.column_map(HOME, "h1").await.unwrap();
    assert_eq!(read, Some((json!({"Mail": "secondEmail"}), 2)));
    assert_eq!(db.store.column_map(AWAY, "h1").await.unwrap(), None);
}

async fn a_lead_is_timed_once(db: &Db) {
    let sent = db.clock.now();
    let lead = |key: &str| ChannelWrite::LeadTime {
        source_key: key.into(),
        contact_id: "c1".into(),
        sent_at: sent,
    };
    db.at(HOME)
        .contact("c1", mail("ana@example.org"))
        .done()
        .await;
    db.pass(7);
    let hub = db.clock.now();
    write(db.at(HOME), lead("m1")).done().await;
    assert!(is_conflict(&write(db.at(HOME), lead("m1")).refused().await));
    let times = db.store.lead_times(HOME, sent, 10).await.unwrap();
    assert_eq!((times[0].sent_at, times[0].hub_at), (sent, hub));
    assert_eq!(times[0].pushed_at, None);
    let push = |db: &Db| {
        db.at(HOME).write(Write::Log {
            kind: Kind::Contact,
            record_id: "c1".into(),
            root_id: "c1".into(),
            action: Action::Push,
            detail: json!({}),
        })
    };
    db.pass(3);
    let pushed = db.clock.now();
    push(db).done().await;
    db.pass(60);
    push(db).done().await;
    let times = db.store.lead_times(HOME, sent, 10).await.unwrap();
    assert_eq!(times.len(), 1);
    assert_eq!(times[0].pushed_at, Some(pushed));
    let none = db.store.lead_times(HOME, Timestamp::MAX, 10).await.unwrap();
    assert_eq!(none, []);
    assert_eq!(db.store.lead_times(AWAY, sent, 10).await.unwrap(), []);
}
