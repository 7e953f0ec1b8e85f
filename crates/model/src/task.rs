//! A task's document.

use serde::{Deserialize, Serialize};

/// Something to do for a contact. Field names are HighLevel's (TaskSchema).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Task {
    /// What is to be done.
    pub title: String,
    /// More about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// When it is due: ISO 8601 in UTC with milliseconds.
    pub due_date: String,
    /// Whether it is done.
    pub completed: bool,
    /// The user who does it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assigned_to: Option<String>,
}
