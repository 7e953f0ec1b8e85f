//! Where each kind's calls go (contacts.json, calendars.json, opportunities.json).

use serde_json::Value;
use tenon_model::{Fields, Kind};

use crate::call::Call;

/// Opportunities on a page: the most the docs allow.
pub(super) const LIST_PAGE: usize = 100;

/// The words of a kind in answers: of many, and of one.
pub(super) const fn words(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::Task => ("tasks", "task"),
        Kind::Appointment => ("events", "event"),
        Kind::Opportunity => ("opportunities", "opportunity"),
        // The engine asks for no other: what hangs on a contact.
        _ => ("notes", "note"),
    }
}

/// Where a kind's records of a contact are.
pub(super) struct Place<'a> {
    pub(super) kind: Kind,
    pub(super) contact: &'a str,
    pub(super) location: &'a str,
}

impl Place<'_> {
    pub(super) fn list(&self, page: usize) -> Call {
        match self.kind {
            Kind::Appointment => Call::get(&["contacts", self.contact, "appointments"]),
            Kind::Opportunity => Call::get(&["opportunities", "search"])
                .query("location_id", self.location)
                .query("contact_id", self.contact)
                .query("limit", &LIST_PAGE.to_string())
                .query("page", &page.to_string())
                .of_many(),
            kind => Call::get(&["contacts", self.contact, words(kind).0]),
        }
    }

    pub(super) fn create(&self, mut body: Value) -> Call {
        let named = matches!(self.kind, Kind::Appointment | Kind::Opportunity);
        if named {
            body["locationId"] = self.location.into();
            body["contactId"] = self.contact.into();
        }
        match self.kind {
            Kind::Appointment => Call::post(&["calendars", "events", "appointments"], quiet(body)),
            Kind::Opportunity => Call::post(&["opportunities"], body).slash(),
            kind => Call::post(&["contacts", self.contact, words(kind).0], body),
        }
    }

    pub(super) fn update(&self, id: &str, body: Fields) -> Call {
        let body = Value::Object(body);
        match self.kind {
            Kind::Appointment => Call::put(&self.path(id), quiet(body)),
            _ => Call::put(&self.path(id), body),
        }
    }

    pub(super) fn get(&self, id: &str) -> Call {
        Call::get(&self.path(id))
    }

    pub(super) fn delete(&self, id: &str) -> Call {
        match self.kind {
            // The longer path is not registered for it (see the facts of refusals).
            Kind::Appointment => Call::delete(&["calendars", "events", id]),
            _ => Call::delete(&self.path(id)),
        }
    }

    fn path<'a>(&'a self, id: &'a str) -> Vec<&'a str> {
        match self.kind {
            Kind::Appointment => vec!["calendars", "events", "appointments", id],
            Kind::Opportunity => vec!["opportunities", id],
            kind => vec!["contacts", self.contact, words(kind).0, id],
        }
    }
}

/// An appointment that was made elsewhere stands, whatever the calendar's slots, and whoever was to be
/// told of it has been told there.
fn quiet(mut body: Value) -> Value {
    body["ignoreFreeSlotValidation"] = true.into();
    body["toNotify"] = false.into();
    body
}
