//! A user's document.

use serde::{Deserialize, Serialize};

/// Somebody who works at the location. Field names are HighLevel's (UserSchema).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct User {
    /// First name, as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    /// Last name, as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// E-mail in normal form; no other user of the location has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Phone in E.164.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// What is dialled behind the phone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extension: Option<String>,
    /// `admin` or `user`.
    pub role: String,
}
