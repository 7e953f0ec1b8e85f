//! The field map at work: which version is on, and what it makes of a record.

use std::sync::Arc;

use tenon_model::{Fields, Kind};
use tokio::sync::RwLockReadGuard;

use super::{Done, Engine, EngineError};
use crate::{
    map::{self, SyncMap},
    merge::{agree, synced_fields},
};

impl Engine {
    /// Sees to it that the map that is on is in hand, and stays so until what is answered is dropped.
    pub(super) async fn hold_map(&self) -> Done<RwLockReadGuard<'_, ()>> {
        loop {
            let on = self.store().map_on(self.location()).await?.unwrap_or(0);
            let held = self.map_gate.read().await;
            if self.mapped.held().0 == on {
                return Ok(held);
            }
            drop(held);
            let map = self.load_map(on).await?;
            // What has begun under the old one ends under it. Others may exchange it, too: so it is looked
            // at once more.
            let _alone = self.map_gate.write().await;
            self.mapped.hold((on, Arc::new(map)));
        }
    }

    pub(super) async fn load_map(&self, version: i64) -> Done<SyncMap> {
        let map = map::load(self.store(), self.location(), version).await?;
        map.ok_or(EngineError::Wait("the field map cannot be read"))
    }

    /// The map that is on.
    pub(super) fn map(&self) -> Arc<SyncMap> {
        self.mapped.held().1
    }

    /// A hub record's fields as the other side is compared with them.
    pub(super) fn giving(&self, kind: Kind, doc: &Fields) -> Fields {
        let country = &self.parts.location.country;
        self.map().giving(kind, synced_fields(kind, doc), country)
    }

    /// Whether two documents say the same in everything that is carried.
    pub(super) fn agree(&self, kind: Kind, one: &Fields, other: &Fields) -> bool {
        let map = self.map();
        let carried = |fields: &Fields| map.carried(kind, fields.clone());
        agree(kind, &carried(one), &carried(other))
    }

    /// What of them is sent when a copy is made.
    pub(super) fn sendable(&self, kind: Kind, fields: Fields) -> Fields {
        let country = &self.parts.location.country;
        self.map().sendable(kind, fields, country)
    }
}
