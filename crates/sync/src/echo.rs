//! Knowing one's own voice: a webhook that only tells what we wrote ourselves asks for no work.

use serde_json::Value;
use tenon_model::{Fields, Kind};
use tenon_operations::edit::CUSTOM;
use tenon_store::{LinkState, Store, StoreError};

use crate::{
    map::{self, SyncMap},
    merge::{Direction, same},
    terms::{Terms, refers},
};

/// Whether a contact's snapshot says nothing that the base does not know. `told` are the fields that
/// snapshots hold, where absent is blank. A snapshot may be old; what is newer has a webhook of its
/// own, or is found by a sweep.
///
/// # Errors
/// When the store is away.
pub async fn is_known_contact(
    store: &Store,
    location: &str,
    connection: &str,
    remote_id: &str,
    (snapshot, told): (&Fields, &[&str]),
) -> Result<bool, StoreError> {
    let link = store
        .link_of_remote(location, connection, Kind::Contact, remote_id)
        .await?;
    // Where an outcome is still to be found out, every webhook is a reason to look.
    let Some(link) = link.filter(|link| link.state == LinkState::Linked && link.detail.is_null())
    else {
        return Ok(false);
    };
    let mut snapshot = snapshot.clone();
    if snapshot.keys().any(|name| refers(name).is_some()) {
        let terms = Terms::load(store, location, connection).await?;
        snapshot = terms.inward(snapshot, &mut Vec::new());
    }
    let map = match store.map_on(location).await? {
        // The standard map changes nothing.
        None => None,
        Some(version) => map::load(store, location, version).await?,
    };
    if let Some(map) = &map {
        let country = store.location(location).await?.map(|it| it.country);
        snapshot = map.reading(Kind::Contact, snapshot, &country.unwrap_or_default());
    }
    let null = Value::Null;
    let alike = |name: &str| {
        let off = |map: &SyncMap| map.rule(Kind::Contact, name).direction == Direction::Off;
        if map.as_ref().is_some_and(off) {
            return true;
        }
        let get = |fields: &'_ Fields| fields.get(name).unwrap_or(&null).clone();
        same(&get(&snapshot), &get(&link.base_remote))
    };
    let custom = snapshot.keys().chain(link.base_remote.keys());
    let mut custom = custom.filter(|name| name.starts_with(CUSTOM));
    Ok(told.iter().all(|name| alike(name)) && custom.all(|name| alike(name)))
}

/// Whether a task or note that was just made over there is one that we made.
///
/// # Errors
/// When the store is away.
pub async fn is_known_child(
    store: &Store,
    location: &str,
    connection: &str,
    kind: Kind,
    remote_id: &str,
) -> Result<bool, StoreError> {
    Ok(store
        .link_of_remote(location, connection, kind, remote_id)
        .await?
        .is_some())
}
