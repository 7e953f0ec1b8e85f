//! What hangs on a contact: its tasks, notes, appointments and opportunities.

mod paths;

use serde_json::{Value, json};
use tenon_model::{Fields, Kind};
use tenon_sync::remote::{RemoteError, RemoteRecord, Urgency};

use super::tells_all;
use crate::call::Call;
use crate::connector::HighLevel;
use crate::mapping::write;
use paths::{LIST_PAGE, Place, words};

/// Pages of one contact's opportunities that are read; a person has few.
const MOST_PAGES: usize = 20;

impl HighLevel {
    pub(super) async fn list_children(
        &self,
        kind: Kind,
        contact: &str,
        urgency: Urgency,
    ) -> Result<Vec<RemoteRecord>, RemoteError> {
        let (many, _) = words(kind);
        let mut records = Vec::new();
        for page in 1..=MOST_PAGES {
            let call = self.place(kind, contact).list(page);
            let answer = self.gateway.call(&call, urgency).await?;
            let items = answer[many].as_array();
            let items =
                items.ok_or_else(|| call.unanswered(format!("the answer holds no {many}")))?;
            records.extend(self.records(kind, items));
            if kind != Kind::Opportunity || items.len() < LIST_PAGE {
                return Ok(records);
            }
        }
        // A list that is cut short would pass for deletions.
        Err(RemoteError::Failed(format!(
            "the contact {contact} has more {many} than are read"
        )))
    }

    pub(super) async fn create_child(
        &self,
        kind: Kind,
        contact: &str,
        fields: &Fields,
        urgency: Urgency,
    ) -> Result<RemoteRecord, RemoteError> {
        let body = write::create(kind, &self.location, fields);
        let call = self.place(kind, contact).create(body);
        let answer = self.gateway.call(&call, urgency).await?;
        self.one(kind, &call, &answer)
    }

    pub(super) async fn update_child(
        &self,
        kind: Kind,
        contact: &str,
        id: &str,
        patch: &Fields,
        urgency: Urgency,
    ) -> Result<RemoteRecord, RemoteError> {
        let (_, one) = words(kind);
        let body = write::update(kind, patch);
        if body.is_empty() {
            return self.get_child(kind, contact, id, urgency).await;
        }
        let only_completed = kind == Kind::Task && body.keys().eq(["completed"]);
        let call = if only_completed {
            let path = ["contacts", contact, "tasks", id, "completed"];
            Call::put(&path, json!({"completed": body["completed"]}))
        } else {
            self.place(kind, contact).update(id, body.clone())
        };
        let answer = self.gateway.call(&call, urgency).await?;
        match self.one(kind, &call, &answer) {
            Ok(record) if tells_all(&record, &Value::Object(body)) => Ok(record),
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
        let call = self.place(kind, contact).delete(id).bodiless();
        self.gateway.call(&call, urgency).await.map(drop)
    }

    pub(super) async fn get_child(
        &self,
        kind: Kind,
        contact: &str,
        id: &str,
        urgency: Urgency,
    ) -> Result<RemoteRecord, RemoteError> {
        let call = self.place(kind, contact).get(id);
        let answer = self.gateway.call(&call, urgency).await?;
        self.one(kind, &call, &answer)
    }

    fn place<'a>(&'a self, kind: Kind, contact: &'a str) -> Place<'a> {
        Place {
            kind,
            contact,
            location: &self.location,
        }
    }

    /// The record of an answer: under its name, or, as appointments are answered, by itself.
    fn one(&self, kind: Kind, call: &Call, answer: &Value) -> Result<RemoteRecord, RemoteError> {
        let (_, one) = words(kind);
        let item = match &answer[one] {
            Value::Null if kind == Kind::Appointment => answer,
            item => item,
        };
        let record = self.record(kind, item);
        record.ok_or_else(|| call.unanswered(format!("the answer holds no {one}")))
    }
}
