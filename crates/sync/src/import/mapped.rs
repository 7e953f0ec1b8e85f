//! What a source told, taken where the location's field map wants it.

use std::{collections::HashMap, sync::Arc};

use serde_json::{Value, json};
use tenon_model::{CustomField, Fields, Kind, is_id};
use tenon_operations::edit;
use tenon_store::{Review, Write};

use super::{Draft, ImportError, Importer, Incoming};
use crate::{
    map::{self, HouzzField, HouzzTold, SyncMap},
    merge::Asked,
};

/// Most custom fields of a location, as the operation that makes them has it.
const MOST: i64 = 500;
/// What stands before a contact's custom field in its key.
const CONTACT: &str = "contact.";
/// Where a lead stands in Houzz Pro.
const LEADS: &str = "https://pro.houzz.com/manage/leads/";

impl Importer {
    /// The map that is on.
    pub(super) async fn map(&mut self) -> Result<Arc<SyncMap>, ImportError> {
        if let Some(map) = &self.map {
            return Ok(Arc::clone(map));
        }
        let map = map::on(&self.cx.store, &self.cx.location.id).await?;
        let map = Arc::new(map.ok_or(ImportError::Map)?);
        self.map = Some(Arc::clone(&map));
        Ok(map)
    }

    /// An item as the map wants it, and the custom fields that have to be made for it.
    pub(super) async fn as_mapped(
        &mut self,
        draft: &Draft,
        incoming: &Incoming,
    ) -> Result<(Incoming, Vec<Write>), ImportError> {
        let map = self.map().await?;
        let mut extra = incoming.extra.clone();
        if let Some(id) = &incoming.external_id {
            extra.push(("Lead ID".to_owned(), id.clone()));
            if is_id(id) && id.bytes().all(|byte| byte.is_ascii_digit()) {
                extra.push(("Link".to_owned(), format!("{LEADS}{id}")));
            }
        }
        let told = HouzzTold {
            fields: incoming.fields.clone(),
            tags: incoming.tags.clone(),
            extra,
        };
        let (told, custom) = map.of_houzz(&draft.origin, told, &self.cx.location.country);
        let mut mapped = Incoming {
            fields: told.fields,
            tags: told.tags,
            ..incoming.clone()
        };
        let mut writes = Vec::new();
        let mut values = Vec::new();
        for field in custom {
            if let Some(id) = self.custom_field(&field, &mut writes).await? {
                values.push(json!({"id": id, "value": field.value}));
            }
        }
        if !values.is_empty() {
            mapped
                .fields
                .insert("customFields".into(), Value::Array(values));
        }
        Ok((mapped, writes))
    }

    /// The id of a custom field, which is made where there is none yet. `None`: there is no room for it.
    async fn custom_field(
        &mut self,
        field: &HouzzField,
        writes: &mut Vec<Write>,
    ) -> Result<Option<String>, ImportError> {
        let known = match &mut self.custom_fields {
            Some(known) => known,
            unknown => {
                let (store, location) = (&self.cx.store, &self.cx.location.id);
                let mut ids = HashMap::new();
                for record in store
                    .records_in(location, Kind::CustomField, 0, MOST)
                    .await?
                {
                    ids.insert(record.typed::<CustomField>()?.field_key, record.id);
                }
                unknown.insert(ids)
            }
        };
        let key = format!("{CONTACT}{}", field.key);
        if let Some(id) = known.get(&key) {
            return Ok(Some(id.clone()));
        }
        let position = known.len() as i64;
        if position >= MOST {
            tracing::warn!(key, "the location has as many custom fields as it may have");
            return Ok(None);
        }
        let id = self.cx.new_id();
        known.insert(key.clone(), id.clone());
        let doc = json!({"name": field.name, "fieldKey": key, "dataType": "TEXT",
            "position": position});
        // Two that make it at the same moment meet at its key: the second looks again.
        writes.push(Write::Create {
            kind: Kind::CustomField,
            id: id.clone(),
            root_id: id.clone(),
            doc: doc.as_object().cloned().unwrap_or_default(),
            exclusive: true,
        });
        Ok(Some(id))
    }

    /// Asks a person about a field of which the source tells something else than somebody wrote here.
    pub(super) fn ask_about_field(
        &self,
        (kind, record, root): (Kind, &str, &str),
        asked: &Asked,
        source: &str,
    ) -> Write {
        let connection = &self.connection;
        let Asked { field, hub, remote } = asked;
        Write::Review(Box::new(Review {
            id: format!("field/{}/{kind}/{record}/{field}/{source}", connection.id),
            subject: root.to_owned(),
            title: format!("{} and Tenon have another {field} each", connection.name),
            reasons: vec![format!(
                "both changed it: Tenon has {hub}, {} tells {remote}; the field map says that a person \
                 decides, and until then Tenon keeps its own",
                connection.name
            )],
            detail: json!({"connectionId": connection.id, "kind": kind.name(), "recordId": record,
                "remoteId": null, "field": field, "hub": hub, "remote": remote,
                "sourceKey": source}),
        }))
    }
}

/// What is told and not known yet, each custom field by itself.
pub(super) fn only_gaps(told: &mut Fields, before: &Fields) {
    let known = edit::spread(before.clone());
    told.retain(|name, _| !known.contains_key(name));
}
