//! The vendor's records in the hub's words: names and normal forms of `tenon_model::fields`, blanks
//! absent, and only what is synced.

mod countries;
pub(crate) mod write;

use jiff::{Timestamp, tz::TimeZone};
use serde_json::Value;
use tenon_model::fields::{self, Shape};
use tenon_model::{Fields, Kind, is_id, normalise, time};
use tenon_operations::edit;
use tenon_sync::remote::RemoteRecord;

/// A record as the vendor answers it; `None` when it has no id, or is marked as deleted. `country`
/// reads phones without a country code.
pub(crate) fn record(kind: Kind, item: &Value, country: &str) -> Option<RemoteRecord> {
    let id = item["id"].as_str().filter(|id| is_id(id))?;
    if item["deleted"] == true {
        return None;
    }
    Some(RemoteRecord {
        id: id.to_owned(),
        fields: read(kind, item, country),
        updated_at: moment(&item["dateUpdated"]).or_else(|| moment(&item["updatedAt"])),
    })
}

/// The fields of a record. A value that cannot be normalised is left out, as if it were blank.
pub(crate) fn read(kind: Kind, item: &Value, country: &str) -> Fields {
    let own = country_code(&item["country"]);
    let country = own.as_deref().unwrap_or(country);
    let mut fields = Fields::new();
    // What stands beside the contacts is read whole: it is compared, not synced.
    let beside = Kind::is_beside_contacts(kind).then(|| fields::of(kind).iter());
    for field in fields::carried(kind).chain(beside.into_iter().flatten()) {
        let raw = raw(kind, field.name, field.shape, item);
        match field.shape.normal(raw, country) {
            Ok(value) if is_blank(field.name, &value) => {}
            Ok(value) => drop(fields.insert(field.name.to_owned(), value)),
            Err(complaint) => {
                tracing::debug!(%kind, field = field.name, complaint, "left out");
            }
        }
    }
    fields = edit::spread(fields);
    fields.retain(|_, value| !is_empty(value));
    fields
}

/// What stands for a field in the vendor's JSON, brought to what its shape reads.
fn raw(kind: Kind, name: &str, shape: Shape, item: &Value) -> Value {
    let first_of = |names: &[&str]| {
        let values = names.iter().map(|&name| &item[name]);
        let mut full = values.filter(|value| !is_empty(value));
        full.next().cloned().unwrap_or_default()
    };
    match (kind, name) {
        (Kind::Contact, "firstName") => name_part(item, "firstName", "firstNameRaw"),
        (Kind::Contact, "lastName") => name_part(item, "lastName", "lastNameRaw"),
        // Search answers `address` (highlevel-api-docs issue 314).
        (Kind::Contact, "address1") => first_of(&["address1", "address"]),
        (Kind::Contact, "country") => {
            country_code(&item[name]).map_or_else(|| item[name].clone(), Value::String)
        }
        (Kind::Contact, "dndSettings" | "inboundDndSettings") => known_channels(shape, &item[name]),
        (Kind::User, "role") => item["roles"][name].clone(),
        // Answers know two states more than bodies do (AppointmentSchemaResponse).
        (Kind::Appointment, "appointmentStatus") => match item[name].as_str() {
            Some("active") => "confirmed".into(),
            Some("completed") => "showed".into(),
            _ => item[name].clone(),
        },
        // TaskCreate events carry none.
        (Kind::Task, "completed") if item[name].is_null() => Value::Bool(false),
        _ => match (shape, &item[name]) {
            // Search answers epoch milliseconds (issue 314).
            (Shape::Date, value) => day(value).unwrap_or_else(|| value.clone()),
            (Shape::Instant, value) => {
                moment(value).map_or_else(|| value.clone(), |at| Value::String(time::to_wire(at)))
            }
            (_, value) => value.clone(),
        },
    }
}

/// The channels of do-not-disturb that the hub knows; one that is new over there says nothing here.
fn known_channels(shape: Shape, value: &Value) -> Value {
    let channels = value.as_object().into_iter().flatten();
    let known = channels.filter(|(channel, setting)| {
        let one = Value::Object(Fields::from_iter([(
            (*channel).clone(),
            (*setting).clone(),
        )]));
        shape.normal(one, "").is_ok()
    });
    let known: Fields = known.map(|(c, s)| (c.clone(), s.clone())).collect();
    if known.is_empty() {
        Value::Null
    } else {
        Value::Object(known)
    }
}

/// A part of the name: as written where that is told (lists have been seen to fold `firstName` and
/// to add `firstNameRaw`), else out of the whole name when there is neither part.
fn name_part(item: &Value, name: &str, as_written: &str) -> Value {
    let text = |key: &str| {
        item[key]
            .as_str()
            .map(str::trim)
            .filter(|text| !text.is_empty())
    };
    if let Some(part) = text(name) {
        let written = text(as_written)
            .filter(|written| written.to_lowercase() == part.to_lowercase())
            .unwrap_or(part);
        return written.into();
    }
    if text("firstName").is_some() || text("lastName").is_some() {
        return Value::Null;
    }
    let whole = text("name")
        .or_else(|| text("contactName"))
        .unwrap_or_default();
    let (first, last) = normalise::split_name(whole);
    let part = if name == "firstName" { first } else { last };
    part.map_or(Value::Null, Value::String)
}

/// A country's code, also where a name is answered.
fn country_code(value: &Value) -> Option<String> {
    let text = value.as_str()?.trim();
    match Shape::Country.normal(text.into(), "") {
        Ok(Value::String(code)) => Some(code),
        _ => countries::code(text).map(str::to_owned),
    }
}

/// A moment in ISO 8601 or epoch milliseconds.
pub(crate) fn moment(value: &Value) -> Option<Timestamp> {
    match value {
        Value::String(text) => time::parse_instant(text),
        _ => Timestamp::from_millisecond(millis(value)?).ok(),
    }
}

/// A birthday out of epoch milliseconds: midnight in UTC of that day.
fn day(value: &Value) -> Option<Value> {
    let at = Timestamp::from_millisecond(millis(value)?).ok()?;
    Some(TimeZone::UTC.to_datetime(at).date().to_string().into())
}

fn millis(value: &Value) -> Option<i64> {
    value
        .as_i64()
        .or_else(|| value.as_f64().map(|millis| millis as i64))
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        _ => false,
    }
}

/// Blanks are absent; so is a note's `pinned: false`, which the hub's document leaves out as well.
fn is_blank(name: &str, value: &Value) -> bool {
    is_empty(value) || name == "pinned" && *value == false
}

#[cfg(test)]
mod tests;
