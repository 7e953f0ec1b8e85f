//! By what found contacts are sorted. What has no value sorts as an empty text: first, when the
//! smallest comes first.

use super::{Subject, judge};
use crate::normalise;

/// Longest text compared when sorting, in bytes: past it the id decides. An index entry of PostgreSQL
/// holds 2,700 bytes.
const MAX_KEY: usize = 256;

/// A field contacts can be sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SortField {
    /// When they came to be.
    Added,
    /// When they were last written.
    Updated,
    /// First name.
    FirstName,
    /// Last name.
    LastName,
    /// The firm.
    BusinessName,
    /// E-mail.
    Email,
    /// Where they came from.
    Source,
    /// Do not disturb: those that may be first.
    Dnd,
}

/// A value to sort by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum SortKey {
    /// Microseconds since 1970, or 0 and 1 for false and true.
    Number(i64),
    /// A text, compared byte by byte.
    Text(String),
}

/// A field and a direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Order {
    /// The field.
    pub field: SortField,
    /// Largest first.
    pub descending: bool,
}

impl Order {
    /// The newest first: the order of a search that names none.
    pub const NEWEST: Self = Self {
        field: SortField::Added,
        descending: true,
    };
}

impl SortField {
    /// Every field, with its name in a search.
    pub const ALL: [(Self, &'static str); 8] = [
        (Self::FirstName, "firstNameLowerCase"),
        (Self::LastName, "lastNameLowerCase"),
        (Self::BusinessName, "businessName"),
        (Self::Added, "dateAdded"),
        (Self::Updated, "dateUpdated"),
        (Self::Email, "email"),
        (Self::Dnd, "dnd"),
        (Self::Source, "source"),
    ];

    /// The field of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let found = Self::ALL.iter().find(|(_, known)| *known == name);
        found.map(|(field, _)| *field)
    }

    /// Whether its keys are numbers.
    #[must_use]
    pub const fn is_number(self) -> bool {
        matches!(self, Self::Added | Self::Updated | Self::Dnd)
    }

    /// A contact's key.
    #[must_use]
    pub fn key(self, subject: &judge::Subject<'_>) -> SortKey {
        match self {
            Self::Added => SortKey::Number(subject.created_at),
            Self::Updated => SortKey::Number(subject.updated_at),
            Self::Dnd => SortKey::Number(subject.is_true("dnd").into()),
            Self::FirstName => text(subject, "firstName"),
            Self::LastName => text(subject, "lastName"),
            Self::BusinessName => text(subject, "companyName"),
            Self::Email => text(subject, "email"),
            Self::Source => text(subject, "source"),
        }
    }
}

fn text(subject: &Subject<'_>, name: &str) -> SortKey {
    let text = subject.strings(name).concat();
    let mut key = normalise::fold_search(&text);
    // No database may hold one in a text of its own.
    key.retain(|c| c != '\0');
    key.truncate(key.floor_char_boundary(MAX_KEY));
    SortKey::Text(key)
}
