//! What the change log tells about a record's fields.

use jiff::Timestamp;
use serde_json::Value;
use tenon_model::{FieldChange, Fields, change::difference};
use tenon_operations::edit;
use tenon_store::{Record, Store, StoreError};

/// How far back the log is read for when a field was last changed.
const HISTORY: i64 = 200;

/// When each field of a record was last changed, as far as the log is read.
pub(crate) struct FieldTimes {
    // The field, when it was changed, and through which door; the newest change first.
    times: Vec<(String, Timestamp, String)>,
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
                let door = &change.origin.door;
                let fields = change.fields.iter();
                let names = fields.flat_map(|field| match field.field.as_str() {
                    "customFields" => custom_fields_changed(field),
                    name => vec![name.to_owned()],
                });
                names.map(move |name| (name, change.at, door.clone()))
            })
            .collect();
        Ok(Self {
            times,
            otherwise: record.updated_at,
        })
    }

    /// When this field, or this one custom field, was last changed.
    pub(crate) fn of(&self, field: &str) -> Timestamp {
        self.newest(field).map_or(self.otherwise, |(_, at, _)| *at)
    }

    /// The door through which its value came; empty when the log is not read that far.
    pub(crate) fn door(&self, field: &str) -> &str {
        self.newest(field).map_or("", |(_, _, door)| door)
    }

    fn newest(&self, field: &str) -> Option<&(String, Timestamp, String)> {
        self.times.iter().find(|(name, ..)| name == field)
    }
}

/// The custom fields that a change of all of them touched, as sync names them.
fn custom_fields_changed(change: &FieldChange) -> Vec<String> {
    let spread = |value: &Value| {
        edit::spread(Fields::from_iter([(
            "customFields".to_owned(),
            value.clone(),
        )]))
    };
    let (before, after) = (spread(&change.before), spread(&change.after));
    let names = difference(&before, &after).into_iter();
    names.map(|change| change.field.to_owned()).collect()
}
