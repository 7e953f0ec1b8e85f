//! What a token may do.

use std::str::FromStr;

/// One permission, by HighLevel's name for it (docs/oauth/Scopes.md).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scope {
    /// `contacts.readonly`
    ContactsReadonly,
    /// `contacts.write`. It does not include reading, as HighLevel's does not.
    ContactsWrite,
    /// `locations.readonly`
    LocationsReadonly,
}

/// A scope nobody knows.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("there is no scope {0:?}; the scopes are: {known}", known = Scope::list(&Scope::ALL))]
pub struct UnknownScope(String);

impl Scope {
    /// Every scope there is.
    pub const ALL: [Self; 3] = [
        Self::ContactsReadonly,
        Self::ContactsWrite,
        Self::LocationsReadonly,
    ];

    /// The name on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::ContactsReadonly => "contacts.readonly",
            Self::ContactsWrite => "contacts.write",
            Self::LocationsReadonly => "locations.readonly",
        }
    }

    /// Reads a list as OAuth writes it: names between spaces (RFC 6749, section 3.3).
    ///
    /// # Errors
    /// The first name that is not a scope.
    pub fn parse_list(text: &str) -> Result<Vec<Self>, UnknownScope> {
        let mut scopes = text
            .split_whitespace()
            .map(str::parse)
            .collect::<Result<Vec<_>, _>>()?;
        scopes.sort_unstable();
        scopes.dedup();
        Ok(scopes)
    }

    /// Writes a list as OAuth does.
    #[must_use]
    pub fn list(scopes: &[Self]) -> String {
        scopes
            .iter()
            .map(|scope| scope.name())
            .collect::<Vec<_>>()
            .join(" ")
    }
}

impl FromStr for Scope {
    type Err = UnknownScope;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|scope| scope.name() == text)
            .ok_or_else(|| UnknownScope(text.to_owned()))
    }
}
