//! `/tenon/v1/connections/{connectionId}/capabilities`: what can be done, as data, and the last proof.

use serde_json::{Map, Value, json};
use tenon_model::{
    capability::{self, Channel, Channels, Verb},
    time,
};
use tenon_store::{Connection, Evidence, Store, StoreError};

use super::Rules;
use crate::{Call, Context, OperationError, Reply};

/// The channels that a connection has: those that need nothing set up, and those that were.
///
/// # Errors
/// See [`StoreError`].
pub async fn channels(store: &Store, connection: &Connection) -> Result<Channels, StoreError> {
    let (location, id) = (&connection.location_id, &connection.id);
    let mut own = capability::always(&connection.system).to_vec();
    if connection.system == "houzz" {
        for (secret, channel) in [("bridge", Channel::Bridge), ("mail", Channel::Mail)] {
            let name = format!("connection/{id}/{secret}");
            own.extend(store.secret(location, &name).await?.map(|_| channel));
        }
        let watched = store.channels(Some(location)).await?;
        let watched = watched
            .iter()
            .filter(|channel| channel.connection_id == *id);
        own.extend(watched.filter_map(|channel| match channel.name.as_str() {
            tenon_store::Channel::IMAP => Some(Channel::Mail),
            name if name.starts_with(tenon_store::Channel::CALENDAR) => Some(Channel::CalendarIn),
            _ => None,
        }));
        let rules = Rules::of(store.outlet(location, id).await?.as_ref());
        for (what, channel) in [
            ("lead", Channel::LeadHook),
            ("project", Channel::ProjectHook),
        ] {
            own.extend(rules.hook(what).map(|_| channel));
        }
        let feeds = store.calendar_feeds(location).await?;
        if feeds.iter().any(|feed| feed.revoked_at.is_none()) {
            own.push(Channel::CalendarFeed);
        }
    }
    Ok(own.into_iter().collect())
}

pub(super) async fn get(cx: Context, call: Call) -> Result<Reply, OperationError> {
    let connection = super::connection(&cx, call.param("connectionId")).await?;
    let own = channels(&cx.store, &connection).await?;
    let proofs = cx
        .store
        .evidence_of(&cx.location.id, &connection.id)
        .await?;
    let listed: Vec<Value> = capability::channels(&connection.system)
        .iter()
        .map(|channel| {
            json!({"name": channel.name(), "words": channel.words(), "configured": own.has(*channel),
                "ability": channel.ability().name()})
        })
        .collect();
    let rows: Vec<Value> = capability::table(&connection.system)
        .iter()
        .map(|row| {
            let mut told = Map::new();
            told.insert("kind".into(), row.kind.into());
            told.insert("field".into(), row.field.into());
            for verb in Verb::ALL {
                let by = row.by(verb).iter().filter(|channel| own.has(**channel));
                let by: Vec<&str> = by.map(|channel| channel.name()).collect();
                let proof = proofs.iter().find(|proof| {
                    (proof.kind.name(), proof.field.as_str(), proof.verb.as_str())
                        == (row.kind, row.field, verb.name())
                });
                told.insert(
                    verb.name().into(),
                    json!({"ability": row.ability(verb, own).name(), "by": by,
                        "evidence": proof.map(evidence)}),
                );
            }
            Value::Object(told)
        })
        .collect();
    Reply::json(
        200,
        &json!({"connectionId": connection.id, "system": connection.system, "channels": listed,
            "capabilities": rows, "traceId": cx.trace_id}),
    )
}

fn evidence(proof: &Evidence) -> Value {
    json!({"at": time::to_wire(proof.at), "what": proof.what})
}
