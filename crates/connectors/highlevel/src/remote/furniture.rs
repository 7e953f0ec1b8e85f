//! What stands beside the contacts: users, custom fields, calendars, pipelines, businesses.

use tenon_model::{Fields, Kind};
use tenon_sync::remote::{RemoteError, RemoteRecord, Urgency};

use crate::call::Call;
use crate::connector::HighLevel;
use crate::mapping::write;

/// Businesses on a page (its default, and all that is documented), and pages that are read.
const PAGE: usize = 100;
const MOST_PAGES: usize = 50;

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
            Kind::Pipeline => (
                Call::get(&["opportunities", "pipelines"]).query("locationId", location),
                "pipelines",
            ),
            Kind::Business => return self.list_businesses(urgency).await.map(Some),
            _ => return Ok(None),
        };
        let call = call.of_many();
        let answer = self.gateway.call(&call, urgency).await?;
        let items = answer[many].as_array();
        let items = items.ok_or_else(|| call.unanswered(format!("the answer holds no {many}")))?;
        Ok(Some(self.records(kind, items)))
    }

    async fn list_businesses(&self, urgency: Urgency) -> Result<Vec<RemoteRecord>, RemoteError> {
        let mut all = Vec::new();
        for page in 0..MOST_PAGES {
            let call = Call::get(&["businesses"])
                .slash()
                .query("locationId", &self.location)
                .query("limit", &PAGE.to_string())
                .query("skip", &(page * PAGE).to_string())
                .of_many();
            let answer = self.gateway.call(&call, urgency).await?;
            let items = answer["businesses"].as_array();
            let items =
                items.ok_or_else(|| call.unanswered("the answer holds no businesses".into()))?;
            all.extend(self.records(Kind::Business, items));
            if items.len() < PAGE {
                return Ok(all);
            }
        }
        Err(RemoteError::Failed(format!(
            "there are more than {} businesses",
            PAGE * MOST_PAGES
        )))
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
