//! What Houzz tells, taken where the map wants it.

use std::collections::BTreeMap;

use serde_json::Value;
use tenon_model::{Fields, normalise::fold};

use super::{
    SyncMap, Target,
    transform::{self, Around, Way},
};

/// What a source told of a person.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct HouzzTold {
    /// A contact's fields, as written.
    pub fields: Fields,
    /// Tags.
    pub tags: Vec<String>,
    /// What has no field, by the source's own label.
    pub extra: Vec<(String, String)>,
}

/// A value for a custom field of the contact.
#[derive(Debug, Clone, PartialEq)]
pub struct HouzzField {
    /// Its key: `houzz_project_type`.
    pub key: String,
    /// What people call it, when it has to be made.
    pub name: String,
    /// The value.
    pub value: String,
}

/// The section of the map for what this source holds.
fn section(origin: &str) -> &'static str {
    match origin {
        "exportClient" => "client",
        "exportProject" => "project",
        _ => "lead",
    }
}

impl SyncMap {
    /// Takes what a source told where the map wants it: into fields, tags and custom fields, or nowhere.
    /// What the map says nothing of stays as it is. A value that its transform cannot read is taken as
    /// it is. Of several labels that go to one place, the first in the map that was told counts.
    #[must_use]
    pub fn of_houzz(
        &self,
        origin: &str,
        told: HouzzTold,
        country: &str,
    ) -> (HouzzTold, Vec<HouzzField>) {
        let HouzzTold {
            mut fields,
            mut tags,
            extra,
        } = told;
        let mut custom: BTreeMap<String, HouzzField> = BTreeMap::new();
        let mut order = Vec::new();
        let entries = self.houzz.entries.get(section(origin));
        let given = fields.clone();
        for entry in entries.into_iter().flatten() {
            let is = |label: &str| fold(&label.replace('_', " ")) == entry.from;
            let own = given.iter().find(|(name, _)| is(&spaced(name)) || is(name));
            let value = match own {
                Some((_, Value::String(text))) => Some(text.as_str()),
                _ => extra
                    .iter()
                    .find(|(label, _)| is(label))
                    .map(|(_, text)| text.as_str()),
            };
            let Some(text) = value.map(str::trim).filter(|text| !text.is_empty()) else {
                continue;
            };
            let around = Around {
                fields: &given,
                country,
            };
            let changed = transform::apply(&entry.steps, false, Way::In, text, around);
            let value = changed.unwrap_or_else(|_| text.to_owned());
            let dormant =
                matches!(entry.target, Target::Custom { .. }) && !self.houzz.custom_fields;
            if dormant {
                continue;
            }
            // A field of the contact that goes elsewhere is not told as what it was.
            if let Some((name, _)) = own {
                fields.remove(name);
            }
            if value.is_empty() {
                continue;
            }
            match &entry.target {
                Target::Off => {}
                Target::Tag => tags.push(value.to_lowercase()),
                Target::Field(name) => {
                    fields.entry(name.clone()).or_insert(Value::String(value));
                }
                Target::Custom { key, name } => {
                    if !custom.contains_key(key) {
                        order.push(key.clone());
                        let field = HouzzField {
                            key: key.clone(),
                            name: name.clone(),
                            value,
                        };
                        custom.insert(key.clone(), field);
                    }
                }
            }
        }
        let custom = order.iter().filter_map(|key| custom.remove(key)).collect();
        let told = HouzzTold {
            fields,
            tags,
            extra,
        };
        (told, custom)
    }
}

/// `companyName` as `company name`.
fn spaced(name: &str) -> String {
    let mut words = String::with_capacity(name.len() + 2);
    for letter in name.chars() {
        if letter.is_uppercase() {
            words.push(' ');
        }
        words.extend(letter.to_lowercase());
    }
    words
}
