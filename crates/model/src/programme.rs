//! The documents of what contacts can be put in: campaigns and workflows.

use serde::{Deserialize, Serialize};

/// A series of messages. Field names are HighLevel's (campaignsSchema).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Campaign {
    /// Its name.
    pub name: String,
    /// `draft` or `published`.
    pub status: String,
}

/// An automation. Field names are HighLevel's (WorkflowSchema).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Workflow {
    /// Its name.
    pub name: String,
    /// `draft` or `published`.
    pub status: String,
}
