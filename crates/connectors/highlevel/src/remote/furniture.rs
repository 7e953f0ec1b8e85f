//! What stands beside the contacts: users, custom fields and calendars.

use tenon_model::{Fields, Kind};
use tenon_sync::remote::{RemoteError, RemoteRecord, Urgency};

use crate::call::Call;
use crate::connector::HighLevel;
use crate::mapping::write;

impl HighLevel {
    pub(super) async fn list_furniture(
        &self,
        kind: Kind,
        urgency: Urgency,
    ) -> Result<Option<Vec<RemoteRecord>>, RemoteError> {
        let location = self.location.as_str();
        let (call, many) = match kind {
            Kind::User => (
                Call::get(&["users"]).slash().query("locationId", location),
                "users",
            ),
            Kind::Calendar => (
                Call::get(&["calendars"])
                    .slash()
                    .query("locationId", location),
                "calendars",
            ),
            Kind::CustomField => (
                Call::get(&["locations", location, "customFields"]).query("model", "contact"),
                "customFields",
            ),
            _ => return Ok(None),
        };
        let call = call.of_many();
        let answer = self.gateway.call(&call, urgency).await?;
        let items = answer[many].as_array();
        let items = items.ok_or_else(|| call.unanswered(format!("the answer holds no {many}")))?;
        Ok(Some(self.records(kind, items)))
    }

    pub(super) async fn create_custom_field(
        &self,
        fields: &Fields,
        urgency: Urgency,
    ) -> Result<RemoteRecord, RemoteError> {
        let body = write::custom_field(fields).ok_or_else(|| RemoteError::Refused {
            status: 422,
            message: "a custom field with choices must be made by a person; nothing was sent"
                .into(),
        })?;
        let path = ["locations", self.location.as_str(), "customFields"];
        let call = Call::post(&path, body).of_many();
        let answer = self.gateway.call(&call, urgency).await?;
        let record = self.record(Kind::CustomField, &answer["customField"]);
        record.ok_or_else(|| call.unanswered("the answer holds no customField".into()))
    }
}
