//! The fields of each kind of record: one table each, from which bodies are checked and normalised
//! and by which sync goes field by field.

mod check;
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
    // Users are not mapped between systems yet, so an owner's id means nothing on the other side.
    local("assignedTo", Shape::Id),
    local("gender", Shape::Text(LINE)),
    local("dnd", Shape::Bool),
    local(
        "dndSettings",
        Shape::Channels(&["active", "inactive", "permanent"]),
    ),
    local(
        "inboundDndSettings",
        Shape::Channels(&["active", "inactive"]),
    ),
    local("customFields", Shape::CustomFields),
    local("additionalEmails", Shape::Emails),
    local("additionalPhones", Shape::Phones),
];

/// A task's fields (CreateTaskParams).
pub const TASK: &[Field] = &[
    synced("title", Shape::Text(LINE)),
    synced("body", Shape::Text(TEXT)),
    synced("dueDate", Shape::Instant),
    synced("completed", Shape::Bool),
    local("assignedTo", Shape::Id),
];

/// A note's fields (NotesDTO).
pub const NOTE: &[Field] = &[
    synced("body", Shape::Text(TEXT)),
    synced("title", Shape::Text(LINE)),
    synced("color", Shape::Color),
    synced("pinned", Shape::Bool),
    local("userId", Shape::Id),
];

/// The fields of a kind.
#[must_use]
pub const fn of(kind: Kind) -> &'static [Field] {
    match kind {
        Kind::Contact => CONTACT,
        Kind::Task => TASK,
        Kind::Note => NOTE,
    }
}

/// The field of that kind and name.
#[must_use]
pub fn find(kind: Kind, name: &str) -> Option<&'static Field> {
    of(kind).iter().find(|field| field.name == name)
}
