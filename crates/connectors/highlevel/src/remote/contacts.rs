//! One contact: read, create, change, delete.

use serde_json::{Value, json};
use tenon_model::{Fields, Kind, normalise};
use tenon_sync::remote::{RemoteError, RemotePatch, RemoteRecord, Urgency};

use super::tells_all;
use crate::call::Call;
use crate::connector::HighLevel;
use crate::mapping::write;

impl HighLevel {
    pub(super) async fn get_contact(
        &self,
        id: &str,
        urgency: Urgency,
    ) -> Result<RemoteRecord, RemoteError> {
        let call = Call::get(&["contacts", id]);
        let answer = self.gateway.call(&call, urgency).await?;
        let item = &answer["contact"];
        if item["deleted"] == true {
            return Err(RemoteError::Gone);
        }
        let record = self.record(Kind::Contact, item);
        record.ok_or_else(|| call.unanswered("the answer holds no contact".into()))
    }

    pub(super) async fn create_contact(
        &self,
        fields: &Fields,
        urgency: Urgency,
    ) -> Result<RemoteRecord, RemoteError> {
        let body = write::create(Kind::Contact, &self.location, fields);
        let call = Call::post(&["contacts"], body.clone()).slash().of_many();
        let answer = self.gateway.call(&call, urgency).await?;
        let record = self
            .record(Kind::Contact, &answer["contact"])
            .ok_or_else(|| call.unanswered("the answer holds no contact".into()))?;
        if tells_all(&record, &body) {
            return Ok(record);
        }
        // It is created, whatever becomes of this look: its id must not be lost.
        let whole = self.get_contact(&record.id, urgency).await;
        Ok(whole.unwrap_or(record))
    }

    pub(super) async fn update_contact(
        &self,
        id: &str,
        patch: &RemotePatch,
        urgency: Urgency,
    ) -> Result<RemoteRecord, RemoteError> {
        let mut written = Written::default();
        let body = write::update(Kind::Contact, &patch.fields);
        if !body.is_empty() {
            let body = Value::Object(body);
            let call = Call::put(&["contacts", id], body.clone());
            let answer = written.step(self.gateway.call(&call, urgency).await)?;
            let record = self.record(Kind::Contact, &answer["contact"]);
            written.record = record.filter(|record| tells_all(record, &body));
        }
        if let Some(business) = patch.fields.get("businessId") {
            let body = json!({"locationId": self.location, "ids": [id], "businessId": business});
            let call = Call::post(&["contacts", "bulk", "business"], body).of_many();
            written.step(self.gateway.call(&call, urgency).await)?;
            if let Some(record) = &mut written.record {
                record.fields.insert("businessId".into(), business.clone());
                record.fields.retain(|_, value| !value.is_null());
            }
        }
        let path = ["contacts", id, "tags"];
        if !patch.add_tags.is_empty() {
            let call = Call::post(&path, write::tags(&patch.add_tags));
            let answer = written.step(self.gateway.call(&call, urgency).await)?;
            written.tags(&answer);
        }
        if !patch.remove_tags.is_empty() {
            let call = Call::delete(&path).body(write::tags(&patch.remove_tags));
            let answer = written.step(self.gateway.call(&call, urgency).await)?;
            written.tags(&answer);
        }
        match written.record.take() {
            Some(record) => Ok(record),
            None => written.step(self.get_contact(id, urgency).await),
        }
    }

    pub(super) async fn delete_contact(
        &self,
        id: &str,
        urgency: Urgency,
    ) -> Result<(), RemoteError> {
        let call = Call::delete(&["contacts", id]).bodiless();
        self.gateway.call(&call, urgency).await.map(drop)
    }
}

/// A change of several calls, so far.
#[derive(Default)]
struct Written {
    any: bool,
    /// The record as it is now, when the answers tell it whole.
    record: Option<RemoteRecord>,
}

impl Written {
    /// Once one call had its effect, the failure of a later one leaves the record between two
    /// states: nobody may take it for untouched.
    fn step<T>(&mut self, answer: Result<T, RemoteError>) -> Result<T, RemoteError> {
        match answer {
            Ok(answer) => {
                self.any = true;
                Ok(answer)
            }
            Err(RemoteError::Unknown(why)) => Err(RemoteError::Unknown(why)),
            Err(error) if self.any => Err(RemoteError::Unknown(format!(
                "a part of the change was made, then: {error}"
            ))),
            Err(error) => Err(error),
        }
    }

    /// The tag calls answer all tags the contact has then (CreateAddTagSuccessfulResponseDto).
    fn tags(&mut self, answer: &Value) {
        let tags = answer["tags"].as_array();
        let texts: Option<Vec<&str>> =
            tags.and_then(|tags| tags.iter().map(Value::as_str).collect());
        let (Some(record), Some(texts)) = (&mut self.record, texts) else {
            self.record = None;
            return;
        };
        let tags = normalise::tags(texts);
        if tags.is_empty() {
            record.fields.remove("tags");
        } else {
            record.fields.insert("tags".into(), tags.into());
        }
    }
}
