//! The tasks and notes of a contact.

use serde_json::{Value, json};
use tenon_model::{Fields, Kind};
use tenon_sync::remote::{RemoteError, RemoteRecord, Urgency};

use super::tells_all;
use crate::call::Call;
use crate::connector::HighLevel;
use crate::mapping::write;

/// The words of a kind in paths and answers: of many, and of one.
fn words(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::Task => ("tasks", "task"),
        // The engine asks for no other: `Kind::SYNCED`.
        _ => ("notes", "note"),
    }
}

impl HighLevel {
    pub(super) async fn list_children(
        &self,
        kind: Kind,
        contact: &str,
        urgency: Urgency,
    ) -> Result<Vec<RemoteRecord>, RemoteError> {
        let (many, _) = words(kind);
        let call = Call::get(&["contacts", contact, many]);
        let answer = self.gateway.call(&call, urgency).await?;
        let items = answer[many].as_array();
        let items = items.ok_or_else(|| call.unanswered(format!("the answer holds no {many}")))?;
        Ok(self.records(kind, items))
    }

    pub(super) async fn create_child(
        &self,
        kind: Kind,
        contact: &str,
        fields: &Fields,
        urgency: Urgency,
    ) -> Result<RemoteRecord, RemoteError> {
        let (many, one) = words(kind);
        let body = write::create(kind, &self.location, fields);
        let call = Call::post(&["contacts", contact, many], body);
        let answer = self.gateway.call(&call, urgency).await?;
        let record = self.record(kind, &answer[one]);
        record.ok_or_else(|| call.unanswered(format!("the answer holds no {one}")))
    }

    pub(super) async fn update_child(
        &self,
        kind: Kind,
        contact: &str,
        id: &str,
        patch: &Fields,
        urgency: Urgency,
    ) -> Result<RemoteRecord, RemoteError> {
        let (many, one) = words(kind);
        let body = write::update(kind, patch);
        if body.is_empty() {
            return self.get_child(kind, contact, id, urgency).await;
        }
        let path = ["contacts", contact, many, id, "completed"];
        let only_completed = kind == Kind::Task && body.keys().eq(["completed"]);
        let call = if only_completed {
            Call::put(&path, json!({"completed": body["completed"]}))
        } else {
            Call::put(&path[..4], Value::Object(body.clone()))
        };
        let answer = self.gateway.call(&call, urgency).await?;
        match self.record(kind, &answer[one]) {
            Some(record) if tells_all(&record, &Value::Object(body)) => Ok(record),
            _ => match self.get_child(kind, contact, id, urgency).await {
                Ok(record) => Ok(record),
                Err(error) => Err(RemoteError::Unknown(format!(
                    "the change was made, but not how the {one} is now: {error}"
                ))),
            },
        }
    }

    pub(super) async fn delete_child(
        &self,
        kind: Kind,
        contact: &str,
        id: &str,
        urgency: Urgency,
    ) -> Result<(), RemoteError> {
        let (many, _) = words(kind);
        let call = Call::delete(&["contacts", contact, many, id]).bodiless();
        self.gateway.call(&call, urgency).await.map(drop)
    }

    async fn get_child(
        &self,
        kind: Kind,
        contact: &str,
        id: &str,
        urgency: Urgency,
    ) -> Result<RemoteRecord, RemoteError> {
        let (many, one) = words(kind);
        let call = Call::get(&["contacts", contact, many, id]);
        let answer = self.gateway.call(&call, urgency).await?;
        let record = self.record(kind, &answer[one]);
        record.ok_or_else(|| call.unanswered(format!("the answer holds no {one}")))
    }
}
