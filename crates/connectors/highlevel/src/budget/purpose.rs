//! What a call is for: the day's calls are shared out among kinds, so that none starves the others. (Notes,
//! which are listed contact by contact, take half and more of a day where nobody watches them:
//! highlevel-api-docs issue 173.)

/// Kinds of calls that have a share of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Contacts and their tags.
    Contacts,
    /// Tasks.
    Tasks,
    /// Notes.
    Notes,
    /// Appointments and calendars.
    Appointments,
    /// Opportunities and pipelines.
    Opportunities,
    /// Everything else.
    Rest,
}

impl Purpose {
    pub(super) const ALL: [Self; 6] = [
        Self::Contacts,
        Self::Tasks,
        Self::Notes,
        Self::Appointments,
        Self::Opportunities,
        Self::Rest,
    ];

    /// What a call to this path is for.
    pub(crate) fn of(path: &[&str]) -> Self {
        match path {
            ["contacts" | "locations", _, "tasks", ..] => Self::Tasks,
            ["contacts", _, "notes", ..] => Self::Notes,
            ["contacts", _, "appointments", ..] | ["calendars", ..] => Self::Appointments,
            ["contacts", ..] => Self::Contacts,
            ["opportunities", ..] => Self::Opportunities,
            _ => Self::Rest,
        }
    }

    /// The share of the day's bulk calls that is kept for it, in per cent, as long as it has a use for
    /// them. Contacts come first: everything else hangs on them. What is left over is anybody's.
    pub(super) const fn share(self) -> u32 {
        match self {
            Self::Contacts => 30,
            _ => 5,
        }
    }
}
