//! An appointment's document.

use serde::{Deserialize, Serialize};

/// A meeting with a contact. Field names are HighLevel's (AppointmentCreateSchema, CalendarEventDTO).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Appointment {
    /// The calendar it stands in.
    pub calendar_id: String,
    /// When it begins: ISO 8601 in UTC with milliseconds.
    pub start_time: String,
    /// When it ends, as `start_time`; never before it.
    pub end_time: String,
    /// What people call it.
    pub title: String,
    /// `new`, `confirmed`, `cancelled`, `showed`, `noshow` or `invalid`.
    pub appointment_status: String,
    /// The user who meets the contact.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assigned_user_id: Option<String>,
    /// What it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Where it takes place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// More about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
    /// `custom`, `zoom`, `gmeet`, `phone`, `address`, `ms_teams` or `google`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meeting_location_type: Option<String>,
    /// Which of the calendar's places it takes place at.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meeting_location_id: Option<String>,
}
