//! The kinds of record.

use serde::{Deserialize, Serialize};

/// What a record is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Kind {
    /// A person or firm: the root that tasks, notes and appointments hang on.
    Contact,
    /// Something to do for a contact.
    Task,
    /// A text about a contact.
    Note,
    /// A meeting with a contact, in a calendar.
    Appointment,
    /// A contact's way through a pipeline, with what it may be worth.
    Opportunity,
    /// A firm that contacts belong to.
    Business,
    /// Somebody who works at the location.
    User,
    /// A series of messages that contacts can be put in.
    Campaign,
    /// An automation that contacts can be put in.
    Workflow,
    /// What appointments stand in.
    Calendar,
    /// The definition of a custom field: its name, key and type.
    CustomField,
    /// A row of stages that opportunities go through.
    Pipeline,
}

impl Kind {
    /// Every kind there is.
    pub const ALL: [Self; 12] = [
        Self::Contact,
        Self::Task,
        Self::Note,
        Self::Appointment,
        Self::Opportunity,
        Self::Business,
        Self::User,
        Self::Campaign,
        Self::Workflow,
        Self::Calendar,
        Self::CustomField,
        Self::Pipeline,
    ];

    /// Those that sync carries to connected systems.
    pub const SYNCED: [Self; 6] = [
        Self::Contact,
        Self::Task,
        Self::Note,
        Self::Appointment,
        Self::Opportunity,
        Self::Business,
    ];

    /// The name in storage and on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Contact => "contact",
            Self::Task => "task",
            Self::Note => "note",
            Self::Appointment => "appointment",
            Self::Opportunity => "opportunity",
            Self::Business => "business",
            Self::User => "user",
            Self::Campaign => "campaign",
            Self::Workflow => "workflow",
            Self::Calendar => "calendar",
            Self::CustomField => "customField",
            Self::Pipeline => "pipeline",
        }
    }

    /// What people call it, at the start of a sentence.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Contact => "Contact",
            Self::Task => "Task",
            Self::Note => "Note",
            Self::Appointment => "Appointment",
            Self::Opportunity => "Opportunity",
            Self::Business => "Business",
            Self::User => "User",
            Self::Campaign => "Campaign",
            Self::Workflow => "Workflow",
            Self::Calendar => "Calendar",
            Self::CustomField => "Custom field",
            Self::Pipeline => "Pipeline",
        }
    }

    /// Whether it hangs on a contact, which is then its root and takes it along when it is deleted.
    /// Any other record is its own root.
    #[must_use]
    pub const fn hangs_on_contact(self) -> bool {
        matches!(
            self,
            Self::Task | Self::Note | Self::Appointment | Self::Opportunity
        )
    }

    /// Whether it is what contacts only refer to: sync pairs it with its like, and does not carry it.
    #[must_use]
    pub const fn is_beside_contacts(self) -> bool {
        matches!(
            self,
            Self::User | Self::Calendar | Self::CustomField | Self::Pipeline
        )
    }

    /// Whether sync carries it to connected systems.
    #[must_use]
    pub fn is_synced(self) -> bool {
        Self::SYNCED.contains(&self)
    }

    /// The kind of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

impl std::fmt::Display for Kind {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(self.name())
    }
}
