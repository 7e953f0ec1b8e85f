//! The connector port over HighLevel's v2 paths.

mod businesses;
mod children;
mod contacts;
mod furniture;
mod search;

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use tenon_model::{Fields, Kind};
use tenon_operations::edit::CUSTOM;
use tenon_sync::remote::{
    Pace, Place, Remote, RemoteAnswer, RemoteError, RemotePage, RemotePatch, RemoteRecord, Urgency,
};

use crate::budget::INTERACTIVE_SHARE;
use crate::connector::HighLevel;
use crate::mapping::write;

impl Remote for HighLevel {
    fn can_update(&self, kind: Kind, field: &str) -> bool {
        write::can_update(kind, field)
    }

    fn can_create(&self, kind: Kind, field: &str) -> bool {
        write::can_create(kind, field)
    }

    fn refuses_duplicates(&self) -> bool {
        self.refuses()
    }

    fn pace(&self) -> Option<Pace> {
        let limits = self.gateway.limits()?;
        // The window is bulk work's while nobody else needs it; of the day, it leaves others their share.
        let share = f64::from(INTERACTIVE_SHARE - 1) / f64::from(INTERACTIVE_SHARE);
        let interval = limits.interval.as_secs_f64().max(f64::MIN_POSITIVE);
        Some(Pace {
            per_second: f64::from(limits.burst) / interval,
            per_day: (f64::from(limits.daily) * share) as u64,
        })
    }

    fn contact<'a>(
        &'a self,
        id: &'a str,
        urgency: Urgency,
    ) -> RemoteAnswer<'a, Option<RemoteRecord>> {
        Box::pin(async move { present(self.get_contact(id, urgency).await) })
    }

    fn children<'a>(
        &'a self,
        kind: Kind,
        contact: &'a str,
        urgency: Urgency,
    ) -> RemoteAnswer<'a, Option<Vec<RemoteRecord>>> {
        Box::pin(async move { present(self.list_children(kind, contact, urgency).await) })
    }

    fn record<'a>(
        &'a self,
        place: Place<'a>,
        id: &'a str,
        urgency: Urgency,
    ) -> RemoteAnswer<'a, Option<RemoteRecord>> {
        Box::pin(async move {
            present(match place.kind {
                Kind::Contact => self.get_contact(id, urgency).await,
                Kind::Business => self.get_business(id, urgency).await,
                kind => {
                    let contact = parent(place)?;
                    self.get_child(kind, contact, id, urgency).await
                }
            })
        })
    }

    fn furniture<'a>(
        &'a self,
        kind: Kind,
        urgency: Urgency,
    ) -> RemoteAnswer<'a, Option<Vec<RemoteRecord>>> {
        Box::pin(self.list_furniture(kind, urgency))
    }

    fn find<'a>(
        &'a self,
        fields: &'a Fields,
        urgency: Urgency,
    ) -> RemoteAnswer<'a, Vec<RemoteRecord>> {
        Box::pin(self.find_contacts(fields, urgency))
    }

    fn create<'a>(
        &'a self,
        place: Place<'a>,
        fields: &'a Fields,
        urgency: Urgency,
    ) -> RemoteAnswer<'a, RemoteRecord> {
        Box::pin(async move {
            match place.kind {
                Kind::Contact => self.create_contact(fields, urgency).await,
                Kind::Business => self.create_business(fields, urgency).await,
                Kind::CustomField => self.create_custom_field(fields, urgency).await,
                kind => {
                    let contact = parent(place)?;
                    self.create_child(kind, contact, fields, urgency).await
                }
            }
        })
    }

    fn update<'a>(
        &'a self,
        place: Place<'a>,
        id: &'a str,
        patch: &'a RemotePatch,
        urgency: Urgency,
    ) -> RemoteAnswer<'a, RemoteRecord> {
        Box::pin(async move {
            match place.kind {
                Kind::Contact => self.update_contact(id, patch, urgency).await,
                Kind::Business => self.update_business(id, &patch.fields, urgency).await,
                kind => {
                    let contact = parent(place)?;
                    self.update_child(kind, contact, id, &patch.fields, urgency)
                        .await
                }
            }
        })
    }

    fn delete<'a>(
        &'a self,
        place: Place<'a>,
        id: &'a str,
        urgency: Urgency,
    ) -> RemoteAnswer<'a, ()> {
        Box::pin(async move {
            let deleted = match place.kind {
                Kind::Contact => self.delete_contact(id, urgency).await,
                Kind::Business => self.delete_business(id, urgency).await,
                kind => {
                    let contact = parent(place)?;
                    self.delete_child(kind, contact, id, urgency).await
                }
            };
            present(deleted).map(drop)
        })
    }

    fn changed<'a>(
        &'a self,
        since: Option<Timestamp>,
        page: Option<&'a str>,
    ) -> RemoteAnswer<'a, RemotePage> {
        Box::pin(self.changed_contacts(since, page))
    }

    fn behind(&self) -> SignedDuration {
        self.gateway.behind()
    }
}

/// "Gone" as an absence.
fn present<T>(answer: Result<T, RemoteError>) -> Result<Option<T>, RemoteError> {
    match answer {
        Ok(answer) => Ok(Some(answer)),
        Err(RemoteError::Gone) => Ok(None),
        Err(error) => Err(error),
    }
}

fn parent(place: Place<'_>) -> Result<&str, RemoteError> {
    place.parent.ok_or_else(|| {
        RemoteError::Failed(format!(
            "a {} without its contact; nothing was sent",
            place.kind
        ))
    })
}

/// Fields that no answer tells.
const UNTOLD: &[&str] = &["locationId", "gender"];

/// Whether an answered record tells of every field that was sent with a value: the schemas of
/// HighLevel's answers do not hold them all (CreateContactSchema has no `timezone`).
fn tells_all(record: &RemoteRecord, sent: &Value) -> bool {
    let says = |value: &Value| match value {
        Value::Null | Value::Bool(false) => false,
        Value::String(text) => !text.is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::Object(fields) => !fields.is_empty(),
        Value::Bool(true) | Value::Number(_) => true,
    };
    let custom = sent["customFields"].as_array().into_iter().flatten();
    let mut custom = custom.filter(|field| says(&field["field_value"]));
    let plain = sent.as_object().into_iter().flatten();
    let mut plain = plain.filter(|(name, value)| *name != "customFields" && says(value));
    custom.all(|field| {
        let id = field["id"].as_str().unwrap_or_default();
        record.fields.contains_key(&format!("{CUSTOM}{id}"))
    }) && plain.all(|(name, _)| {
        UNTOLD.contains(&name.as_str()) || record.fields.contains_key(name.as_str())
    })
}
