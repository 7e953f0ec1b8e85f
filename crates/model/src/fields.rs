//! The fields of each kind of record: one table each, from which bodies are checked and normalised
//! and by which sync goes field by field.

mod check;
mod schema;
mod shape;

pub use check::check;
pub use shape::{CustomFieldInput, Shape};

use crate::Kind;

/// Longest single-line text. HighLevel documents no limits; this holds any real name or address.
const LINE: usize = 500;
/// Longest free text (a note's body): 64 Ki characters, what fits a mail without its attachments.
const TEXT: usize = 65_536;
/// Most tags on one contact, and the longest tag.
const TAGS: (usize, usize) = (500, 100);
/// Most followers, campaigns or workflows of one contact: beyond any team, and small beside a page.
pub const MOST_TIES: usize = 100;

/// One field of a record.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Its name on the wire and in storage.
    pub name: &'static str,
    /// What it holds.
    pub shape: Shape,
    /// Whether sync carries it to connected systems that know it.
    pub synced: bool,
}

const fn synced(name: &'static str, shape: Shape) -> Field {
    Field {
        name,
        shape,
        synced: true,
    }
}

const fn local(name: &'static str, shape: Shape) -> Field {
    Field {
        name,
        shape,
        synced: false,
    }
}

/// Two tables as one, whose length `N` must be that of both.
///
/// # Panics
/// When it is not; in a constant, that is when it is built.
#[must_use]
pub const fn join<const N: usize>(one: &[Field], other: &[Field]) -> [Field; N] {
    assert!(one.len() + other.len() == N, "the tables' lengths");
    let mut all = [one[0]; N];
    let mut at = 0;
    while at < N {
        all[at] = if at < one.len() {
            one[at]
        } else {
            other[at - one.len()]
        };
        at += 1;
    }
    all
}

/// A contact's fields (CreateContactDto and UpdateContactDto of contacts.json).
pub const CONTACT: &[Field] = &[
    synced("firstName", Shape::Text(LINE)),
    synced("lastName", Shape::Text(LINE)),
    synced("email", Shape::Email),
    synced("phone", Shape::Phone),
    synced("companyName", Shape::Text(LINE)),
    synced("address1", Shape::Text(LINE)),
    synced("city", Shape::Text(LINE)),
    synced("state", Shape::Text(LINE)),
    synced("postalCode", Shape::Text(LINE)),
    synced("country", Shape::Country),
    synced("website", Shape::Text(LINE)),
    synced("timezone", Shape::Text(LINE)),
    synced("source", Shape::Text(LINE)),
    synced("dateOfBirth", Shape::Date),
    synced(
        "tags",
        Shape::Tags {
            most: TAGS.0,
            longest: TAGS.1,
        },
    ),
    synced("assignedTo", Shape::Id),
    synced("gender", Shape::Text(LINE)),
    synced("dnd", Shape::Bool),
    synced(
        "dndSettings",
        Shape::Channels(&["active", "inactive", "permanent"]),
    ),
    synced(
        "inboundDndSettings",
        Shape::Channels(&["active", "inactive"]),
    ),
    synced("customFields", Shape::CustomFields),
    synced("additionalEmails", Shape::Emails),
    synced("additionalPhones", Shape::Phones),
];

/// What stands in a contact's document besides, and is written by operations of its own only:
/// bodies must not hold it.
pub const CONTACT_TIES: &[Field] = &[
    synced("businessId", Shape::Id),
    local("followers", Shape::Ids(MOST_TIES)),
    local("campaigns", Shape::Ids(MOST_TIES)),
    local("activeWorkflows", Shape::Ids(MOST_TIES)),
];

/// A task's fields (CreateTaskParams).
pub const TASK: &[Field] = &[
    synced("title", Shape::Text(LINE)),
    synced("body", Shape::Text(TEXT)),
    synced("dueDate", Shape::Instant),
    synced("completed", Shape::Bool),
    synced("assignedTo", Shape::Id),
];

/// A note's fields (NotesDTO).
pub const NOTE: &[Field] = &[
    synced("body", Shape::Text(TEXT)),
    synced("title", Shape::Text(LINE)),
    synced("color", Shape::Color),
    synced("pinned", Shape::Bool),
    local("userId", Shape::Id),
];

/// An appointment's fields (AppointmentCreateSchema).
pub const APPOINTMENT: &[Field] = &[
    synced("calendarId", Shape::Id),
    synced("startTime", Shape::Instant),
    synced("endTime", Shape::Instant),
    synced("title", Shape::Text(LINE)),
    synced("appointmentStatus", Shape::OneOf(APPOINTMENT_STATES)),
    synced("assignedUserId", Shape::Id),
    synced("description", Shape::Text(TEXT)),
    synced("address", Shape::Text(LINE)),
    local("notes", Shape::Text(TEXT)),
    synced("meetingLocationType", Shape::OneOf(MEETING_PLACES)),
    local("meetingLocationId", Shape::Text(LINE)),
];
const APPOINTMENT_STATES: &[&str] = &[
    "new",
    "confirmed",
    "cancelled",
    "showed",
    "noshow",
    "invalid",
];
const MEETING_PLACES: &[&str] = &[
    "custom", "zoom", "gmeet", "phone", "address", "ms_teams", "google",
];

/// An opportunity's fields (CreateDto and UpdateOpportunityDto of opportunities.json). Its contact is
/// where it hangs.
pub const OPPORTUNITY: &[Field] = &[
    synced("name", Shape::Text(LINE)),
    synced("pipelineId", Shape::Id),
    synced("pipelineStageId", Shape::Id),
    synced("status", Shape::OneOf(OPPORTUNITY_STATES)),
    synced("monetaryValue", Shape::Amount),
    synced("assignedTo", Shape::Id),
    synced("source", Shape::Text(LINE)),
    local("lostReasonId", Shape::Id),
];
/// How an opportunity can stand.
pub const OPPORTUNITY_STATES: &[&str] = &["open", "won", "lost", "abandoned"];

/// A pipeline's fields (PipelinesResponseSchema).
pub const PIPELINE: &[Field] = &[
    local("name", Shape::Text(LINE)),
    local("stages", Shape::Stages),
    local("showInFunnel", Shape::Bool),
    local("showInPieChart", Shape::Bool),
];

/// A business's fields (CreateBusinessDto).
pub const BUSINESS: &[Field] = &[
    synced("name", Shape::Text(LINE)),
    synced("phone", Shape::Phone),
    synced("email", Shape::Email),
    synced("website", Shape::Text(LINE)),
    synced("address", Shape::Text(LINE)),
    synced("city", Shape::Text(LINE)),
    synced("state", Shape::Text(LINE)),
    synced("postalCode", Shape::Text(LINE)),
    synced("country", Shape::Country),
    synced("description", Shape::Text(TEXT)),
];

/// A user's fields (UserSchema).
pub const USER: &[Field] = &[
    local("firstName", Shape::Text(LINE)),
    local("lastName", Shape::Text(LINE)),
    local("email", Shape::Email),
    local("phone", Shape::Phone),
    local("extension", Shape::Text(LINE)),
    local("role", Shape::OneOf(&["admin", "user"])),
];

/// A campaign's fields (campaignsSchema), and a workflow's (WorkflowSchema).
pub const PROGRAMME: &[Field] = &[
    local("name", Shape::Text(LINE)),
    local("status", Shape::OneOf(&["draft", "published"])),
];

/// A calendar's fields (CalendarDTO).
pub const CALENDAR: &[Field] = &[
    local("name", Shape::Text(LINE)),
    local("description", Shape::Text(TEXT)),
    local("isActive", Shape::Bool),
    // At most a day, in minutes.
    local("slotDuration", Shape::Whole(1, 1_440)),
    local("eventColor", Shape::Color),
];

/// A custom field's definition (CustomFieldSchema of locations.json).
pub const CUSTOM_FIELD: &[Field] = &[
    local("name", Shape::Text(LINE)),
    local("fieldKey", Shape::Text(LINE)),
    local("dataType", Shape::OneOf(DATA_TYPES)),
    local("placeholder", Shape::Text(LINE)),
    local("position", Shape::Whole(0, 1_000_000)),
    local("picklistOptions", Shape::Texts(LINE)),
];

/// The types of custom fields (custom-fields.json).
pub const DATA_TYPES: &[&str] = &[
    "TEXT",
    "LARGE_TEXT",
    "NUMERICAL",
    "PHONE",
    "MONETORY",
    "CHECKBOX",
    "SINGLE_OPTIONS",
    "MULTIPLE_OPTIONS",
    "DATE",
    "TEXTBOX_LIST",
    "FILE_UPLOAD",
    "RADIO",
    "EMAIL",
];

/// The fields of a kind that bodies may hold.
#[must_use]
pub const fn of(kind: Kind) -> &'static [Field] {
    match kind {
        Kind::Contact => CONTACT,
        Kind::Task => TASK,
        Kind::Note => NOTE,
        Kind::Appointment => APPOINTMENT,
        Kind::Opportunity => OPPORTUNITY,
        Kind::Business => BUSINESS,
        Kind::User => USER,
        Kind::Campaign | Kind::Workflow => PROGRAMME,
        Kind::Calendar => CALENDAR,
        Kind::CustomField => CUSTOM_FIELD,
        Kind::Pipeline => PIPELINE,
    }
}

/// The fields of a kind that sync carries to connected systems: those that bodies may hold, and the
/// ties that operations of their own write.
pub fn carried(kind: Kind) -> impl Iterator<Item = &'static Field> {
    let ties: &[Field] = match kind {
        Kind::Contact => CONTACT_TIES,
        _ => &[],
    };
    of(kind).iter().chain(ties).filter(|field| field.synced)
}

/// The field of that kind and name.
#[must_use]
pub fn find(kind: Kind, name: &str) -> Option<&'static Field> {
    of(kind).iter().find(|field| field.name == name)
}
