//! From a change to HighLevel's events: pure.
//!
//! Source: HighLevel, docs/webhook events (58 documents). There is no event for a task that was
//! merely edited, none for a firm, and none tells what changed; [`Completeness::Full`] adds them.

mod payload;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tenon_model::{Action, Change, EventKind, Fields, Kind};

/// How much events tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Completeness {
    /// What HighLevel tells, and no more.
    #[default]
    AsHighLevel,
    /// Also events that HighLevel has none for; the fields that HighLevel leaves out; on updates `changedFields` and
    /// `previous`.
    Full,
}

/// A record as the store has it, or had it when it was deleted.
#[derive(Debug, Clone, PartialEq)]
pub struct Snapshot {
    /// Its document.
    pub fields: Fields,
    /// When it came to be.
    pub created_at: Timestamp,
}

/// An event that is to be told.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// What happened.
    pub kind: EventKind,
    /// Where.
    pub location_id: String,
    /// The change's number.
    pub seq: i64,
    /// When.
    pub at: Timestamp,
    /// To which record.
    pub record_id: String,
    /// The contact it belongs to: its events are told in order.
    pub root_id: String,
    /// `type`, `locationId`, `id` and the snapshot, in the order of HighLevel's samples.
    pub payload: Fields,
}

/// The events of a change, none for most that only speak of a record. `record` is the record as it
/// is now, tombstones included; what a creation or a deletion tells stands in the change itself.
///
/// An update tells the record as it is when the event is made. When that is later than the change,
/// because the reader was behind, the event runs ahead of its number. HighLevel's events are
/// snapshots as well, and a receiver that reads the record finds the same.
#[must_use]
pub fn events(
    location_id: &str,
    change: &Change,
    record: Option<&Snapshot>,
    completeness: Completeness,
) -> Vec<Event> {
    let kinds = kinds(change, completeness);
    if kinds.is_empty() {
        return Vec::new();
    }
    let fields = document(change, record);
    let created_at = match change.action {
        Action::Create => Some(change.at),
        _ => record.map(|record| record.created_at),
    };
    let event = |kind| Event {
        kind,
        location_id: location_id.to_owned(),
        seq: change.seq,
        at: change.at,
        record_id: change.record_id.clone(),
        root_id: change.root_id.clone(),
        payload: payload::payload(location_id, kind, change, &fields, created_at, completeness),
    };
    kinds.into_iter().map(event).collect()
}

/// Whether a change makes any event, and so whether its record need be read.
pub(crate) fn tells(change: &Change, completeness: Completeness) -> bool {
    !kinds(change, completeness).is_empty()
}

fn kinds(change: &Change, completeness: Completeness) -> Vec<EventKind> {
    let mut kinds = all_kinds(change);
    kinds.retain(|kind| completeness == Completeness::Full || kind.is_highlevels());
    kinds
}

fn all_kinds(change: &Change) -> Vec<EventKind> {
    use EventKind as E;
    match (Kind::parse(&change.kind), change.action) {
        // Nothing of a record's content changed: no event.
        (_, Action::Update) if change.fields.is_empty() => Vec::new(),
        (Some(Kind::Contact), Action::Create) => vec![E::ContactCreate],
        (Some(Kind::Contact), Action::Update) => {
            let mut kinds: Vec<E> = change.fields.iter().map(contact_update).collect();
            kinds.sort_unstable();
            kinds.dedup();
            kinds
        }
        (Some(Kind::Contact), Action::Delete) => vec![E::ContactDelete],
        (Some(Kind::Note), Action::Create) => vec![E::NoteCreate],
        (Some(Kind::Note), Action::Update) => vec![E::NoteUpdate],
        (Some(Kind::Note), Action::Delete) => vec![E::NoteDelete],
        (Some(Kind::Task), Action::Create) => vec![E::TaskCreate],
        (Some(Kind::Task), Action::Update) => task_update(change),
        (Some(Kind::Task), Action::Delete) => vec![E::TaskDelete],
        (Some(Kind::Appointment), Action::Create) => vec![E::AppointmentCreate],
        (Some(Kind::Appointment), Action::Update) => vec![E::AppointmentUpdate],
        (Some(Kind::Appointment), Action::Delete) => vec![E::AppointmentDelete],
        (Some(Kind::Opportunity), Action::Create) => vec![E::OpportunityCreate],
        (Some(Kind::Opportunity), Action::Update) => {
            let mut kinds: Vec<E> = change.fields.iter().map(opportunity_update).collect();
            kinds.sort_unstable();
            kinds.dedup();
            kinds
        }
        (Some(Kind::Opportunity), Action::Delete) => vec![E::OpportunityDelete],
        (Some(Kind::Business), Action::Create) => vec![E::BusinessCreate],
        (Some(Kind::Business), Action::Update) => vec![E::BusinessUpdate],
        (Some(Kind::Business), Action::Delete) => vec![E::BusinessDelete],
        _ => Vec::new(),
    }
}

/// The event that tells of a changed field of a contact.
fn contact_update(field: &tenon_model::FieldChange) -> EventKind {
    match field.field.as_str() {
        "tags" => EventKind::ContactTagUpdate,
        "dnd" | "dndSettings" | "inboundDndSettings" => EventKind::ContactDndUpdate,
        _ => EventKind::ContactUpdate,
    }
}

/// The event that tells of a changed field of an opportunity.
fn opportunity_update(field: &tenon_model::FieldChange) -> EventKind {
    match field.field.as_str() {
        "pipelineStageId" => EventKind::OpportunityStageUpdate,
        "status" => EventKind::OpportunityStatusUpdate,
        "monetaryValue" => EventKind::OpportunityMonetaryValueUpdate,
        "assignedTo" => EventKind::OpportunityAssignedToUpdate,
        _ => EventKind::OpportunityUpdate,
    }
}

fn task_update(change: &Change) -> Vec<EventKind> {
    let completes = |field: &tenon_model::FieldChange| {
        field.field == "completed" && field.after == true && field.before != true
    };
    let mut kinds = Vec::new();
    if change.fields.iter().any(completes) {
        kinds.push(EventKind::TaskComplete);
    }
    if change.fields.iter().any(|field| !completes(field)) {
        kinds.push(EventKind::TaskUpdate);
    }
    kinds
}

fn document(change: &Change, record: Option<&Snapshot>) -> Fields {
    let side = |take: fn(&tenon_model::FieldChange) -> &Value| {
        let fields = change.fields.iter();
        fields
            .map(|field| (field.field.clone(), take(field).clone()))
            .collect()
    };
    match (change.action, record) {
        (Action::Delete, _) => side(|field| &field.before),
        (Action::Update, Some(record)) => record.fields.clone(),
        // A creation tells all; of an update whose record is no more, this is what is known.
        _ => side(|field| &field.after),
    }
}
