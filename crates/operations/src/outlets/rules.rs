//! How a connection is written to, as it is stored.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use tenon_model::{Contact, Kind, houzz::LeadRules};
use tenon_store::Outlet;

/// The fields whose changes become work for a person, unless the settings name others.
pub const WORK_FIELDS: [(Kind, &[&str]); 4] = [
    (
        Kind::Contact,
        &[
            "firstName",
            "lastName",
            "email",
            "phone",
            "companyName",
            "address1",
            "city",
            "state",
            "postalCode",
        ],
    ),
    (Kind::Task, &["title", "body", "dueDate", "completed"]),
    (Kind::Note, &["body"]),
    (Kind::Opportunity, &["pipelineStageId", "monetaryValue"]),
];

/// What is handed off, and what is a person's work.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Rules {
    /// The host of the catch hook for leads; empty: there is none. The URL itself is a secret.
    pub lead_hook: String,
    /// The same for projects.
    pub project_hook: String,
    /// A contact with one of these tags is handed off as a lead.
    pub lead_tags: Vec<String>,
    /// A contact with an open opportunity in this pipeline is handed off as a lead; empty: none is.
    pub lead_pipeline_id: String,
    /// A contact with one of these is handed off as a project.
    pub project_tags: Vec<String>,
    /// The board's stage of new leads; empty: `New`.
    pub stage: String,
    /// The source of new leads; empty: the contact's own.
    pub lead_source: String,
    /// The custom field that holds the project's type.
    pub project_type_field: String,
    /// The custom field that holds the estimated revenue.
    pub revenue_field: String,
    /// The custom field that holds the description.
    pub description_field: String,
    /// The contact's fields whose changes become work; `None`: [`WORK_FIELDS`].
    pub work_fields: Option<Vec<String>>,
}

impl Rules {
    /// The stored ones; those of a connection that nobody has set up hand nothing off.
    #[must_use]
    pub fn of(outlet: Option<&Outlet>) -> Self {
        let settings = outlet.map_or(Value::Null, |outlet| outlet.settings.clone());
        serde_json::from_value(settings).unwrap_or_default()
    }

    /// The catch hook's host for `lead` or `project`; `None`: there is none.
    #[must_use]
    pub fn hook(&self, what: &str) -> Option<&str> {
        let host = if what == "project" {
            &self.project_hook
        } else {
            &self.lead_hook
        };
        Some(host.as_str()).filter(|host| !host.is_empty())
    }

    /// What a contact's tags ask for: `lead`, `project`, both or neither, of those that have a hook.
    pub fn asked(&self, contact: &Contact) -> impl Iterator<Item = &'static str> {
        let has = |tags: &[String]| contact.tags.iter().any(|tag| tags.contains(tag));
        let lead = has(&self.lead_tags) && self.hook("lead").is_some();
        let project = has(&self.project_tags) && self.hook("project").is_some();
        let asked = [lead.then_some("lead"), project.then_some("project")];
        asked.into_iter().flatten()
    }

    /// How a lead is made of a contact.
    #[must_use]
    pub fn lead(&self) -> LeadRules {
        LeadRules {
            stage: self.stage.clone(),
            lead_source: self.lead_source.clone(),
            project_type: self.project_type_field.clone(),
            revenue: self.revenue_field.clone(),
            description: self.description_field.clone(),
        }
    }

    /// The fields of a kind whose changes become work.
    #[must_use]
    pub fn work_fields(&self, kind: Kind) -> Vec<&str> {
        if let (Kind::Contact, Some(named)) = (kind, &self.work_fields) {
            return named.iter().map(String::as_str).collect();
        }
        let usual = WORK_FIELDS.iter().find(|(of, _)| *of == kind);
        usual.map_or_else(Vec::new, |(_, fields)| fields.to_vec())
    }
}
