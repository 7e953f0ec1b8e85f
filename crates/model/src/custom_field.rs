//! The document of a custom field's definition.

use serde::{Deserialize, Serialize};

/// A field that the location has added to its contacts. Field names are HighLevel's (CustomFieldSchema of locations.json).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct CustomField {
    /// What people call it.
    pub name: String,
    /// Its name in merge texts, `contact.roof_area`; no other field of the location has it.
    pub field_key: String,
    /// One of [`crate::fields::DATA_TYPES`].
    pub data_type: String,
    /// What stands in it while it is empty.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub placeholder: Option<String>,
    /// Where it stands among the others.
    pub position: i64,
    /// What can be chosen.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub picklist_options: Vec<String>,
}
