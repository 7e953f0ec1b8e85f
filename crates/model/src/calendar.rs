//! A calendar's document.

use serde::{Deserialize, Serialize};

/// What appointments stand in. Field names are HighLevel's (CalendarDTO).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Calendar {
    /// Its name.
    pub name: String,
    /// What it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Whether appointments can be made in it.
    pub is_active: bool,
    /// How long an appointment lasts that does not say: minutes.
    pub slot_duration: i64,
    /// `#RRGGBB`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event_color: Option<String>,
}
