//! The `contact` of an event: whose event it is.

use serde_json::Value;

use super::{
    BodyFault,
    event::MAX_ID,
    fields::{Object, fault, text},
};
use crate::{
    contact::{Found, is_email, is_houzz_address, read_phone},
    item::{Incoming, Origin, Person},
    limits::MAX_FIELD,
};

/// Tags of one contact.
const MAX_TAGS: usize = 50;
/// Characters of one tag.
const MAX_TAG: usize = 100;

const CONTACT: [&str; 14] = [
    "id",
    "name",
    "firstName",
    "lastName",
    "email",
    "phone",
    "address1",
    "city",
    "state",
    "postalCode",
    "country",
    "company",
    "website",
    "tags",
];

/// Reads the contact, which must identify somebody.
pub(super) fn contact(event: &Object<'_>) -> Result<Incoming, BodyFault> {
    let value = event
        .get("contact")
        .ok_or_else(|| fault("contact", "is missing; every event says whose it is"))?;
    let contact = Object::new("contact", value, &CONTACT)?;
    let line = |field| contact.line(field, MAX_FIELD);
    let incoming = Incoming {
        origin: Origin::Bridge,
        external_id: contact.line("id", MAX_ID)?,
        person: Person {
            name: line("name")?,
            first_name: line("firstName")?,
            last_name: line("lastName")?,
            email: email(&contact)?,
            phone: phone(&contact)?,
            address1: line("address1")?,
            city: line("city")?,
            state: line("state")?,
            postal_code: line("postalCode")?,
            country: line("country")?,
            company: line("company")?,
            website: line("website")?,
            ..Person::default()
        },
        tags: tags(contact.get("tags"))?,
        ..Incoming::default()
    };
    if incoming.external_id.is_none() && !incoming.person.is_identified() {
        return Err(fault(
            "contact",
            "has no id, email or phone; send at least one of them",
        ));
    }
    Ok(incoming)
}

fn email(contact: &Object<'_>) -> Result<Option<String>, BodyFault> {
    let Some(email) = contact.line("email", MAX_FIELD)? else {
        return Ok(None);
    };
    if !is_email(&email) {
        return Err(fault(
            "contact.email",
            "must be one e-mail address, such as maya@example.org",
        ));
    }
    if is_houzz_address(&email) {
        return Err(fault(
            "contact.email",
            "is Houzz's own address; send the person's, or none",
        ));
    }
    Ok(Some(email))
}

fn phone(contact: &Object<'_>) -> Result<Option<String>, BodyFault> {
    let Some(phone) = contact.line("phone", MAX_FIELD)? else {
        return Ok(None);
    };
    match read_phone(&phone) {
        Found::One(phone) => Ok(Some(phone)),
        Found::Nothing => Ok(None),
        Found::Several(_) | Found::Bad(_) => Err(fault(
            "contact.phone",
            "must be one phone number, such as +1 512 555 0143",
        )),
    }
}

fn tags(value: Option<&Value>) -> Result<Vec<String>, BodyFault> {
    let Some(value) = value else {
        return Ok(Vec::new());
    };
    let list = value
        .as_array()
        .ok_or_else(|| fault("contact.tags", "must be a list of texts"))?;
    if list.len() > MAX_TAGS {
        return Err(fault(
            "contact.tags",
            format!("has more than {MAX_TAGS} entries; send fewer"),
        ));
    }
    let mut tags: Vec<String> = Vec::new();
    for (nth, tag) in list.iter().enumerate() {
        let tag = text(
            &format!("contact.tags[{nth}]"),
            tag,
            MAX_TAG,
            char::is_control,
        )?;
        let tag = tag.map(|tag| tag.to_lowercase());
        tags.extend(tag.filter(|tag| !tags.contains(tag)));
    }
    Ok(tags)
}
