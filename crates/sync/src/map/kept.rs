//! The map that a location has saved.

use std::collections::HashMap;

use tenon_model::{CustomField, Kind};
use tenon_store::{Store, StoreError};

use super::SyncMap;

/// Most custom fields of a location.
const MOST_CUSTOM_FIELDS: i64 = 500;
/// What stands before a custom field's id where each is a field of its own.
const CUSTOM: &str = "customFields.";

/// A version of a location's map (0: the standard one), told which custom field has which key. `None`:
/// there is no such version, or this Tenon cannot read it (a newer one may have saved it).
///
/// # Errors
/// When the store is away.
pub async fn load(
    store: &Store,
    location: &str,
    version: i64,
) -> Result<Option<SyncMap>, StoreError> {
    if version == 0 {
        return Ok(Some(SyncMap::default()));
    }
    let Some(kept) = store.map_version(location, version).await? else {
        return Ok(None);
    };
    match SyncMap::parse(&kept.document) {
        Ok(map) => knowing(store, location, map).await.map(Some),
        Err(complaints) => {
            let why = complaints.first().map(ToString::to_string);
            tracing::error!(location, version, why, "the field map cannot be read");
            Ok(None)
        }
    }
}

/// The map that is on.
///
/// # Errors
/// When the store is away.
pub async fn on(store: &Store, location: &str) -> Result<Option<SyncMap>, StoreError> {
    let version = store.map_on(location).await?.unwrap_or(0);
    load(store, location, version).await
}

/// The map with the keys of the location's custom fields, where it speaks of any.
async fn knowing(store: &Store, location: &str, map: SyncMap) -> Result<SyncMap, StoreError> {
    if !map.names_custom_fields() {
        return Ok(map);
    }
    let mut keys = HashMap::new();
    let fields = store.records_in(location, Kind::CustomField, 0, MOST_CUSTOM_FIELDS);
    for record in fields.await? {
        let field: CustomField = record.typed()?;
        keys.insert(format!("{CUSTOM}{}", record.id), field.field_key);
    }
    Ok(map.knowing(keys))
}
