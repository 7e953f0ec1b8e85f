//! Houzz Pro: it has no API, so nothing is written there by Tenon itself.

use super::{Capability, Channel};

use Channel::{
    Bridge, CalendarFeed, CalendarIn, Export, ImportFile, LeadHook, Mail, ProjectHook, WorkList,
};

type By = &'static [Channel];

const fn row(kind: &'static str, field: &'static str, by: [By; 4]) -> Capability {
    let [read, create, update, delete] = by;
    Capability {
        kind,
        field,
        read,
        create,
        update,
        delete,
    }
}

const NONE: By = &[];
const PERSON: By = &[WorkList];
/// Lead mails, exports and events all tell it.
const TOLD: By = &[Mail, Export, Bridge];
const FILED: By = &[Export, Bridge];
/// A field of the Zap's action "Create Lead" and of the import.
const LEAD: By = &[LeadHook, ImportFile, WorkList];
const CALENDAR: By = &[CalendarFeed, WorkList];

/// A field that is told, goes along with a new lead, and is changed by a person.
const fn of_lead(kind: &'static str, field: &'static str) -> Capability {
    row(kind, field, [TOLD, LEAD, PERSON, PERSON])
}

/// A field that a person writes.
const fn by_hand(kind: &'static str, field: &'static str, read: By) -> Capability {
    row(kind, field, [read, PERSON, PERSON, PERSON])
}

const fn of_meeting(field: &'static str) -> Capability {
    row(
        "appointment",
        field,
        [&[CalendarIn], CALENDAR, CALENDAR, CALENDAR],
    )
}

/// What is known of each field. `opportunity` is a lead on Houzz Pro's board, `project` a project.
pub(super) const TABLE: &[Capability] = &[
    of_lead("contact", ""),
    of_lead("contact", "firstName"),
    of_lead("contact", "lastName"),
    of_lead("contact", "email"),
    of_lead("contact", "phone"),
    by_hand("contact", "additionalEmails", &[Export]),
    by_hand("contact", "additionalPhones", &[Export]),
    by_hand("contact", "companyName", FILED),
    of_lead("contact", "address1"),
    of_lead("contact", "city"),
    of_lead("contact", "state"),
    of_lead("contact", "postalCode"),
    row("contact", "country", [&[Bridge], NONE, NONE, NONE]),
    row("contact", "website", [&[Bridge], NONE, NONE, NONE]),
    row("contact", "source", [NONE, LEAD, NONE, NONE]),
    row("contact", "tags", [&[Bridge], LEAD, PERSON, PERSON]),
    row(
        "contact",
        "customFields",
        [NONE, &[LeadHook, ImportFile], NONE, NONE],
    ),
    by_hand("task", "", FILED),
    by_hand("task", "title", FILED),
    by_hand("task", "body", FILED),
    by_hand("task", "dueDate", FILED),
    by_hand("task", "completed", FILED),
    row("task", "assignedTo", [NONE, NONE, NONE, NONE]),
    by_hand("note", "", TOLD),
    by_hand("note", "body", TOLD),
    row("note", "title", [&[Bridge], NONE, NONE, NONE]),
    of_meeting(""),
    of_meeting("startTime"),
    of_meeting("endTime"),
    of_meeting("title"),
    of_meeting("description"),
    of_meeting("address"),
    row(
        "appointment",
        "appointmentStatus",
        [&[CalendarIn], CALENDAR, CALENDAR, NONE],
    ),
    of_lead("opportunity", ""),
    // The board's stage does not survive the export, and no mail tells it.
    row("opportunity", "pipelineStageId", [NONE, LEAD, PERSON, NONE]),
    row(
        "opportunity",
        "monetaryValue",
        [&[Export], LEAD, PERSON, PERSON],
    ),
    row("opportunity", "status", [&[Export], NONE, PERSON, NONE]),
    row("opportunity", "name", [&[Export], LEAD, PERSON, NONE]),
    row(
        "project",
        "",
        [&[Export], &[ProjectHook, WorkList], PERSON, PERSON],
    ),
];
