//! What the change log tells about a record's fields.

use jiff::Timestamp;
use tenon_store::{Record, Store, StoreError};

/// How far back the log is read for when a field was last changed.
const HISTORY: i64 = 200;

/// When each field of a record was last changed, as far as the log is read.
pub(crate) struct FieldTimes {
    times: Vec<(String, Timestamp)>,
    otherwise: Timestamp,
}

impl FieldTimes {
    pub(crate) async fn read(
        store: &Store,
        location: &str,
        record: &Record,
    ) -> Result<Self, StoreError> {
        let page = store
            .changes_of(location, &record.root_id, None, HISTORY)
            .await?;
        let times = page
            .changes
            .iter()
            .filter(|change| change.record_id == record.id && change.action.writes())
            .flat_map(|change| {
                change
                    .fields
                    .iter()
                    .map(|field| (field.field.clone(), change.at))
            })
            .collect();
        Ok(Self {
            times,
            otherwise: record.updated_at,
        })
    }

    /// When this field was last changed.
    pub(crate) fn of(&self, field: &str) -> Timestamp {
        let newest = self.times.iter().find(|(name, _)| name == field);
        newest.map_or(self.otherwise, |(_, at)| *at)
    }
}
