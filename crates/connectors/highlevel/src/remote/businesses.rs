//! Businesses (businesses.json).

use serde_json::Value;
use tenon_model::{Fields, Kind};
use tenon_sync::remote::{RemoteError, RemoteRecord, Urgency};

use crate::call::Call;
use crate::connector::HighLevel;
use crate::mapping::write;

/// The key of the answer to a write is misspelt (UpdateBusinessResponseDto).
const WRITTEN: &str = "buiseness";

impl HighLevel {
    pub(super) async fn get_business(
        &self,
        id: &str,
        urgency: Urgency,
    ) -> Result<RemoteRecord, RemoteError> {
        let call = Call::get(&["businesses", id]);
        self.business(&call, "business", urgency).await
    }

    pub(super) async fn create_business(
        &self,
        fields: &Fields,
        urgency: Urgency,
    ) -> Result<RemoteRecord, RemoteError> {
        let mut body = write::create(Kind::Business, &self.location, fields);
        body["locationId"] = self.location.clone().into();
        let call = Call::post(&["businesses"], body).slash().of_many();
        self.business(&call, WRITTEN, urgency).await
    }

    pub(super) async fn update_business(
        &self,
        id: &str,
        patch: &Fields,
        urgency: Urgency,
    ) -> Result<RemoteRecord, RemoteError> {
        let body = write::update(Kind::Business, patch);
        if body.is_empty() {
            return self.get_business(id, urgency).await;
        }
        let call = Call::put(&["businesses", id], Value::Object(body));
        self.business(&call, WRITTEN, urgency).await
    }

    pub(super) async fn delete_business(
        &self,
        id: &str,
        urgency: Urgency,
    ) -> Result<(), RemoteError> {
        let call = Call::delete(&["businesses", id]).bodiless();
        self.gateway.call(&call, urgency).await.map(drop)
    }

    async fn business(
        &self,
        call: &Call,
        key: &str,
        urgency: Urgency,
    ) -> Result<RemoteRecord, RemoteError> {
        let answer = self.gateway.call(call, urgency).await?;
        // Either spelling will do, should the vendor mend it.
        let item = match &answer[key] {
            Value::Null => &answer["business"],
            item => item,
        };
        let record = self.record(Kind::Business, item);
        record.ok_or_else(|| call.unanswered("the answer holds no business".into()))
    }
}
