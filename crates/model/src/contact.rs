//! A contact's document.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A person or firm. Field names on the wire and in storage are HighLevel's (contacts.json).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Contact {
    /// First name, as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    /// Last name, as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// E-mail in normal form: trimmed, lower case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Phone in E.164.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Further e-mails, in normal form.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub additional_emails: Vec<String>,
    /// Further phones, in E.164.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub additional_phones: Vec<String>,
    /// The firm a person belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub company_name: Option<String>,
    /// Street and number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address1: Option<String>,
    /// City.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// State or province, as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// ZIP or postal code, as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub postal_code: Option<String>,
    /// ISO 3166-1 alpha-2, upper case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Web address, as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub website: Option<String>,
    /// IANA time zone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timezone: Option<String>,
    /// Where the contact came from, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Birthday, `YYYY-MM-DD`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_of_birth: Option<String>,
    /// As written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gender: Option<String>,
    /// The user who looks after the contact.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assigned_to: Option<String>,
    /// Do not disturb, on every channel.
    pub dnd: bool,
    /// Do not disturb, by channel: `{Call, Email, SMS, WhatsApp, GMB, FB}`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dnd_settings: Option<Value>,
    /// Do not disturb, as the contact asked: `{all}`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inbound_dnd_settings: Option<Value>,
    /// Tags: trimmed, lower case, sorted, each once.
    pub tags: Vec<String>,
    /// Custom fields: `[{id, value}]`, sorted by id.
    pub custom_fields: Vec<Value>,
    /// The business it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub business_id: Option<String>,
    /// The users who follow it, sorted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub followers: Vec<String>,
    /// The campaigns it is in, sorted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub campaigns: Vec<String>,
    /// The workflows it is in, sorted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub active_workflows: Vec<String>,
}

impl Contact {
    /// First and last name with a space between; `None` when there is neither.
    #[must_use]
    pub fn full_name(&self) -> Option<String> {
        match (self.first_name.as_deref(), self.last_name.as_deref()) {
            (Some(first), Some(last)) => Some(format!("{first} {last}")),
            (Some(only), None) | (None, Some(only)) => Some(only.to_owned()),
            (None, None) => None,
        }
    }

    /// What people call it: its name, else its firm, e-mail or phone.
    #[must_use]
    pub fn label(&self) -> String {
        self.full_name()
            .or_else(|| self.company_name.clone())
            .or_else(|| self.email.clone())
            .or_else(|| self.phone.clone())
            .unwrap_or_else(|| "(no name)".to_owned())
    }
}
