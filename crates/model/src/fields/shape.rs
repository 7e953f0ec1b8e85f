//! What a field can hold, and its normal form.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::{Stage, is_id, normalise, time};

/// Most values in a list field.
pub(super) const MAX_LIST: usize = 50;
/// Most texts in a list of texts: the options of a custom field.
pub(super) const MAX_TEXTS: usize = 500;
/// Channels of do-not-disturb: DndSettingsSchema's, `RCS` as live answers have it (highlevel-api-docs
/// issue 264), and `all` of what the contact itself asked for.
pub(super) const CHANNELS: [&str; 8] = [
    "Call", "Email", "SMS", "WhatsApp", "GMB", "FB", "RCS", "all",
];
/// Largest setting of one channel, as JSON text.
const MAX_CHANNEL: usize = 2_000;
/// Most custom fields on one record.
pub(super) const MAX_CUSTOM_FIELDS: usize = 300;
/// Largest amount of money: beyond any project, and exact in a double.
pub(super) const MAX_AMOUNT: f64 = 1e12;
/// Largest value of one custom field, as JSON text.
const MAX_CUSTOM_VALUE: usize = 65_536;

/// What a field holds. The normal form of a blank is `null`.
#[derive(Debug, Clone, Copy)]
pub enum Shape {
    /// Text of at most so many characters, trimmed.
    Text(usize),
    /// An e-mail address, lower case.
    Email,
    /// A phone number, E.164.
    Phone,
    /// Several e-mail addresses.
    Emails,
    /// Several phone numbers.
    Phones,
    /// ISO 3166-1 alpha-2, upper case.
    Country,
    /// A day, `YYYY-MM-DD`.
    Date,
    /// A moment, ISO 8601 in UTC with milliseconds.
    Instant,
    /// True or false.
    Bool,
    /// An id.
    Id,
    /// `#RRGGBB`
    Color,
    /// Tags: lower case, sorted, each once.
    Tags {
        /// Most tags.
        most: usize,
        /// Longest tag, in characters.
        longest: usize,
    },
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// A whole number from the first to the second.
    Whole(i64, i64),
    /// At most so many ids, sorted, each once.
    Ids(usize),
    /// Texts of at most so many characters each, in the order given.
    Texts(usize),
    /// `{channel: {status, message, code}}` with one of these statuses.
    Channels(&'static [&'static str]),
    /// `[{id | key, field_value}]`, kept as `[{id, value}]`.
    CustomFields,
    /// An amount of money: a number, whole ones without a fraction.
    Amount,
    /// The stages of a pipeline: `[{id, name, position}]`.
    Stages,
}

/// A custom field as callers send it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CustomFieldInput {
    /// The field's id, or
    pub id: Option<String>,
    /// its key.
    pub key: Option<String>,
    /// Its value; `fieldValue` in the v3 dialect, `value` as it is answered.
    #[serde(default, alias = "fieldValue", alias = "value")]
    pub field_value: Value,
}

impl Shape {
    /// The normal form of `value`, or what it must be (to be put behind the field's name).
    /// `country` reads phones without a country code.
    ///
    /// # Errors
    /// A phrase as class-validator words it: `must be a string`.
    pub fn normal(self, value: Value, country: &str) -> Result<Value, String> {
        if value.is_null() {
            return Ok(Value::Null);
        }
        match self {
            Self::Bool => value
                .is_boolean()
                .then_some(value)
                .ok_or("must be a boolean value".into()),
            Self::Tags { most, longest } => tags(&value, most, longest),
            Self::Emails => list(&value, |text| {
                normalise::email(text).map_err(|e| e.to_string())
            }),
            Self::Phones => list(&value, |text| {
                normalise::phone(text, country).map_err(|e| e.to_string())
            }),
            Self::Whole(least, most) => value
                .as_i64()
                .filter(|number| (least..=most).contains(number))
                .map(Value::from)
                .ok_or_else(|| format!("must be a number from {least} to {most}")),
            Self::Ids(most) => ids(&value, most),
            Self::Texts(longest) => texts(&value, longest),
            Self::Channels(statuses) => channels(value, statuses),
            Self::CustomFields => custom_fields(value),
            Self::Amount => amount(&value),
            Self::Stages => stages(value),
            _ => match value.as_str() {
                None => Err("must be a string".into()),
                Some(text) if text.contains('\0') => Err("must not contain NUL characters".into()),
                Some(text) if text.trim().is_empty() => Ok(Value::Null),
                Some(text) => self.normal_text(text.trim(), country).map(Value::String),
            },
        }
    }

    fn normal_text(self, text: &str, country: &str) -> Result<String, String> {
        let refuse = |what: &str| Err(what.to_owned());
        match self {
            Self::Text(longest) if text.chars().count() > longest => Err(format!(
                "must be shorter than or equal to {longest} characters"
            )),
            Self::Email => normalise::email(text).map_err(|error| error.to_string()),
            Self::Phone => normalise::phone(text, country).map_err(|error| error.to_string()),
            Self::Country => match text.to_ascii_uppercase() {
                code if code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase()) => Ok(code),
                _ => refuse("must be a two-letter country code (ISO 3166-1)"),
            },
            Self::Date => time::parse_date(text)
                .map(|date| date.to_string())
                .ok_or_else(|| "must be a date that exists, such as 1990-09-25".into()),
            Self::Instant => time::parse_instant(text)
                .map(time::to_wire)
                .ok_or_else(|| "must be a valid ISO 8601 date string".into()),
            Self::Id if !is_id(text) => refuse("must be an id"),
            Self::OneOf(words) if !words.contains(&text) => Err(format!(
                "must be one of the following values: {}",
                words.join(", ")
            )),
            Self::Color => {
                let digits = text.strip_prefix('#').unwrap_or_default();
                let fits = digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_hexdigit());
                if fits {
                    Ok(text.to_ascii_uppercase())
                } else {
                    refuse("must be a #RRGGBB color")
                }
            }
            _ => Ok(text.to_owned()),
        }
    }
}

fn strings(value: &Value) -> Result<Vec<&str>, String> {
    let items = value.as_array().ok_or("must be an array")?;
    let texts: Option<Vec<&str>> = items.iter().map(Value::as_str).collect();
    let texts = texts.ok_or("must be an array of strings")?;
    if texts.iter().any(|text| text.contains('\0')) {
        return Err("must not contain NUL characters".into());
    }
    Ok(texts)
}

fn tags(value: &Value, most: usize, longest: usize) -> Result<Value, String> {
    let tags = normalise::tags(strings(value)?);
    if tags.len() > most {
        return Err(format!("must contain no more than {most} tags"));
    }
    if tags.iter().any(|tag| tag.chars().count() > longest) {
        return Err(format!("must hold tags of at most {longest} characters"));
    }
    Ok(json!(tags))
}

fn ids(value: &Value, most: usize) -> Result<Value, String> {
    let mut ids = strings(value)?;
    if ids.len() > most {
        return Err(format!("must contain no more than {most} elements"));
    }
    if ids.iter().any(|id| !is_id(id)) {
        return Err("must be an array of ids".into());
    }
    ids.sort_unstable();
    ids.dedup();
    Ok(json!(ids))
}

fn texts(value: &Value, longest: usize) -> Result<Value, String> {
    let texts: Vec<&str> = strings(value)?.into_iter().map(str::trim).collect();
    if texts.len() > MAX_TEXTS {
        return Err(format!("must contain no more than {MAX_TEXTS} elements"));
    }
    let fits = |text: &&str| !text.is_empty() && text.chars().count() <= longest;
    if !texts.iter().all(fits) {
        return Err(format!("must hold texts of 1 to {longest} characters"));
    }
    Ok(json!(texts))
}

fn amount(value: &Value) -> Result<Value, String> {
    let number = value
        .as_f64()
        .filter(|number| number.abs() <= MAX_AMOUNT)
        .ok_or_else(|| format!("must be a number from -{MAX_AMOUNT} to {MAX_AMOUNT}"))?;
    // The two sides must not differ by 40 and 40.0.
    if number.fract() == 0.0 {
        #[allow(
            clippy::cast_possible_truncation,
            reason = "it is whole, and below 2^53"
        )]
        return Ok(json!(number as i64));
    }
    Ok(json!(number))
}

fn stages(value: Value) -> Result<Value, String> {
    let stages: Vec<Stage> = serde_json::from_value(value)
        .map_err(|_| "must be an array of {id, name, position}".to_owned())?;
    let fits = |stage: &Stage| is_id(&stage.id) && !stage.name.trim().is_empty();
    if stages.len() > MAX_LIST || !stages.iter().all(fits) {
        return Err(format!(
            "must hold at most {MAX_LIST} stages, each with an id and a name"
        ));
    }
    Ok(json!(stages))
}

fn list(value: &Value, normal: impl Fn(&str) -> Result<String, String>) -> Result<Value, String> {
    let texts = strings(value)?;
    if texts.len() > MAX_LIST {
        return Err(format!("must contain no more than {MAX_LIST} elements"));
    }
    let mut normal = texts
        .into_iter()
        .map(normal)
        .collect::<Result<Vec<_>, _>>()?;
    normal.sort_unstable();
    normal.dedup();
    Ok(json!(normal))
}

fn channels(value: Value, statuses: &[&str]) -> Result<Value, String> {
    let channels = value.as_object().ok_or("must be an object")?;
    for (channel, setting) in channels {
        let status = setting
            .get("status")
            .and_then(Value::as_str)
            .unwrap_or_default();
        if channel.contains('\0') {
            return Err("must not contain NUL characters".into());
        }
        if !CHANNELS.contains(&channel.as_str()) {
            let known = CHANNELS.join(", ");
            return Err(format!("must hold only channels that are one of: {known}"));
        }
        if !statuses.contains(&status) || setting.to_string().len() > MAX_CHANNEL {
            return Err(format!(
                "must hold a status for each channel that is one of: {}",
                statuses.join(", ")
            ));
        }
    }
    Ok(value)
}

fn custom_fields(value: Value) -> Result<Value, String> {
    let inputs: Vec<CustomFieldInput> = serde_json::from_value(value)
        .map_err(|_| "must be an array of {id or key, field_value}".to_owned())?;
    if inputs.len() > MAX_CUSTOM_FIELDS {
        return Err(format!(
            "must contain no more than {MAX_CUSTOM_FIELDS} elements"
        ));
    }
    let mut fields = Vec::with_capacity(inputs.len());
    for input in inputs {
        // Keys may come with their object's name: `contact.my_field`.
        let id = input
            .id
            .or(input.key)
            .filter(|id| is_id(&id.replace('.', "_")));
        let id = id.ok_or("must name each field by its id or key")?;
        let text = input.field_value.to_string();
        if text.len() > MAX_CUSTOM_VALUE || text.contains("\\u0000") {
            return Err(format!(
                "has a value for {id} that is too large or holds a NUL"
            ));
        }
        fields.push((id, input.field_value));
    }
    fields.sort_by(|one, other| one.0.cmp(&other.0));
    fields.dedup_by(|one, other| one.0 == other.0);
    // A blank stays: it takes the field's value away.
    Ok(fields
        .into_iter()
        .map(|(id, value)| json!({"id": id, "value": value}))
        .collect())
}
