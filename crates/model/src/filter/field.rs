//! The fields that can be sought, by HighLevel's names, and their values.

use serde_json::Value;

use super::Subject;
use crate::{normalise, time};

/// Longest id of a custom field or of an option of it.
const MAX_CUSTOM: usize = 100;

/// A field that can be sought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SearchField {
    /// One of HighLevel's.
    Known(&'static Known),
    /// `customFields.{id}`, or `customFields.{id}.{option}` for one of several boxes.
    Custom {
        /// The field's id or key.
        id: String,
        /// The option's id.
        option: Option<String>,
    },
}

/// A field of HighLevel's.
#[derive(Debug, PartialEq, Eq)]
pub struct Known {
    /// Its name in a filter.
    pub name: &'static str,
    /// What it holds.
    pub holds: Holds,
}

/// What a field holds, and where it stands in the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// A text.
    Text(&'static str),
    /// Several texts.
    Texts(&'static str),
    /// An id, or several: compared as they are.
    Ids(&'static str),
    /// The record's own id.
    Own,
    /// First and last name.
    Name,
    /// E-mails, the further ones as well.
    Emails,
    /// Phones, the further ones as well.
    Phones,
    /// True or false.
    Bool(&'static str),
    /// A day.
    Day(&'static str),
    /// When the record came to be.
    Added,
    /// When it was last written.
    Updated,
    /// The same for all.
    Constant(&'static str),
    /// What HighLevel knows and Tenon does not: nobody has it.
    Nothing,
}

const fn known(name: &'static str, holds: Holds) -> Known {
    Known { name, holds }
}

static EMAIL: Known = known("email", Holds::Emails);
static PHONE: Known = known("phone", Holds::Phones);

/// Every field but custom ones (the search page of HighLevel's documentation).
static KNOWN: &[Known] = &[
    known("id", Holds::Own),
    known("contactName", Holds::Name),
    known("address", Holds::Text("address1")),
    known("assignedTo", Holds::Ids("assignedTo")),
    // Of contacts without a business of their own it is the firm they name.
    known("businessName", Holds::Text("companyName")),
    known("businessId", Holds::Ids("businessId")),
    known("city", Holds::Text("city")),
    known("country", Holds::Text("country")),
    known("companyName", Holds::Text("companyName")),
    known("dateAdded", Holds::Added),
    known("dateUpdated", Holds::Updated),
    known("dateOfBirth", Holds::Day("dateOfBirth")),
    known("dnd", Holds::Bool("dnd")),
    known("followers", Holds::Ids("followers")),
    known("firstNameLowerCase", Holds::Text("firstName")),
    known("lastNameLowerCase", Holds::Text("lastName")),
    known("postalCode", Holds::Text("postalCode")),
    known("source", Holds::Text("source")),
    known("state", Holds::Text("state")),
    known("tags", Holds::Texts("tags")),
    known("timezone", Holds::Text("timezone")),
    known("type", Holds::Constant("lead")),
    known("website", Holds::Text("website")),
    known("activeWorkflows", Holds::Ids("activeWorkflows")),
    known("finishedWorkflows", Holds::Nothing),
    known("isValidWhatsapp", Holds::Nothing),
    known("validEmail", Holds::Nothing),
    known("lastEmailClickedDate", Holds::Nothing),
    known("lastEmailOpenedDate", Holds::Nothing),
    known("lastAppointment", Holds::Nothing),
];

impl SearchField {
    /// The e-mails.
    pub const EMAIL: Self = Self::Known(&EMAIL);
    /// The phones.
    pub const PHONE: Self = Self::Known(&PHONE);

    /// The field of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        if let Some(custom) = name.strip_prefix("customFields.") {
            let fits = |id: &str| (1..=MAX_CUSTOM).contains(&id.len()) && !id.contains('\0');
            let (id, option) = match custom.split_once('.') {
                Some((id, option)) => (id, Some(option)),
                None => (custom, None),
            };
            return (fits(id) && option.is_none_or(fits)).then(|| Self::Custom {
                id: id.to_owned(),
                option: option.map(str::to_owned),
            });
        }
        let all = KNOWN.iter().chain([&EMAIL, &PHONE]);
        all.into_iter()
            .find(|known| known.name == name)
            .map(Self::Known)
    }

    /// All that are not custom.
    pub fn all() -> impl Iterator<Item = Self> {
        KNOWN.iter().chain([&EMAIL, &PHONE]).map(Self::Known)
    }

    /// Its name in a filter.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Known(known) => known.name.to_owned(),
            Self::Custom { id, option: None } => format!("customFields.{id}"),
            Self::Custom {
                id,
                option: Some(option),
            } => format!("customFields.{id}.{option}"),
        }
    }

    /// What it holds; custom fields hold texts.
    #[must_use]
    pub const fn holds(&self) -> Holds {
        match self {
            Self::Known(known) => known.holds,
            Self::Custom { .. } => Holds::Texts("customFields"),
        }
    }

    /// A value in the form in which the field's own are compared. Phones and e-mails come in normal
    /// form already.
    #[must_use]
    pub fn normal(&self, text: &str) -> String {
        match self.holds() {
            Holds::Ids(_) | Holds::Own => text.trim().to_owned(),
            _ => normalise::fold_search(text),
        }
    }

    /// Its values as texts, in normal form; blank ones are none.
    #[must_use]
    pub fn texts(&self, subject: &Subject<'_>) -> Vec<String> {
        let Self::Known(known) = self else {
            return self.custom(subject);
        };
        let raw: Vec<String> = match known.holds {
            Holds::Text(name) | Holds::Texts(name) | Holds::Ids(name) | Holds::Day(name) => {
                subject.strings(name)
            }
            Holds::Own => vec![subject.id.to_owned()],
            Holds::Name => {
                let parts = [subject.strings("firstName"), subject.strings("lastName")];
                vec![parts.concat().join(" ")]
            }
            Holds::Emails => subject.both("email", "additionalEmails"),
            Holds::Phones => subject.both("phone", "additionalPhones"),
            Holds::Bool(name) => vec![subject.is_true(name).to_string()],
            Holds::Constant(text) => vec![text.to_owned()],
            Holds::Added | Holds::Updated | Holds::Nothing => Vec::new(),
        };
        let normal = raw.iter().map(|text| self.normal(text));
        normal.filter(|text| !text.is_empty()).collect()
    }

    /// Its values as times, in microseconds since 1970.
    #[must_use]
    pub fn moments(&self, subject: &Subject<'_>) -> Vec<i64> {
        match self.holds() {
            Holds::Added => vec![subject.created_at],
            Holds::Updated => vec![subject.updated_at],
            Holds::Day(_) | Holds::Texts("customFields") => {
                let texts = self.texts(subject);
                let times = texts.iter().filter_map(|text| instant(text));
                times.map(|at| at.as_microsecond()).collect()
            }
            _ => Vec::new(),
        }
    }

    fn custom(&self, subject: &Subject<'_>) -> Vec<String> {
        let Self::Custom { id, option } = self else {
            return Vec::new();
        };
        let fields = subject.doc.get("customFields").and_then(Value::as_array);
        let value = fields
            .into_iter()
            .flatten()
            .find(|field| field["id"].as_str() == Some(id))
            .map(|field| &field["value"]);
        let texts = match (value, option) {
            (Some(Value::Object(options)), Some(option)) => {
                options.get(option).into_iter().filter_map(scalar).collect()
            }
            (_, Some(_)) | (None, _) => Vec::new(),
            (Some(value), None) => custom_texts(value),
        };
        let normal = texts.iter().map(|text| self.normal(text));
        normal.filter(|text| !text.is_empty()).collect()
    }
}

/// Times are read in lower case too, as texts are kept for comparing.
fn instant(text: &str) -> Option<jiff::Timestamp> {
    time::parse_instant(&text.to_uppercase())
}

/// The texts in a custom field's value: its own, or those of its list or boxes.
pub(super) fn custom_texts(value: &Value) -> Vec<String> {
    match value {
        Value::Array(items) => items.iter().filter_map(scalar).collect(),
        Value::Object(options) => options.values().filter_map(scalar).collect(),
        other => scalar(other).into_iter().collect(),
    }
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(bool) => Some(bool.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}
