//! What can go wrong in the store, as types that callers decide by.

/// Why the database cannot take anything now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outage {
    /// What anybody may know.
    pub cause: OutageCause,
    /// What whoever runs it needs to know.
    pub detail: String,
}

/// The kinds of outage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutageCause {
    /// There is no room on its disk.
    DiskFull,
    /// Another process holds it.
    Locked,
    /// It does not answer, or not as it should.
    Away,
}

impl From<String> for Outage {
    fn from(detail: String) -> Self {
        Self {
            cause: OutageCause::Away,
            detail,
        }
    }
}

impl From<&str> for Outage {
    fn from(detail: &str) -> Self {
        detail.to_owned().into()
    }
}

impl std::fmt::Display for Outage {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.detail)
    }
}

/// Why the store did not do what was asked. Nothing was written, except perhaps where it says so.
#[derive(Debug, Clone, thiserror::Error)]
pub enum StoreError {
    /// Somebody else changed it since it was read: read again and decide anew.
    #[error("{what} was changed by somebody else meanwhile")]
    Conflict {
        /// What was to be written.
        what: String,
    },
    /// Another record of the location has this e-mail or phone.
    #[error("another contact has this {name}")]
    KeyTaken {
        /// `email` or `phone`.
        name: String,
        /// The value both want.
        value: String,
        /// The record that has it.
        holder: String,
    },
    /// The writer's lease has passed to somebody else.
    #[error("the lease on {what} was lost")]
    Fenced {
        /// What was leased.
        what: String,
    },
    /// A call of this name was answered before: its answer is kept.
    #[error("this call was made before")]
    Repeated,
    /// No such location.
    #[error("there is no location {0}")]
    NoLocation(String),
    /// The database cannot take it now: full, locked, or away. Nothing is wrong with the request.
    #[error("the database is unavailable: {0}")]
    Unavailable(Outage),
    /// The answer to a commit never came: it may have been written or not.
    #[error("the database went away before it confirmed: {0}")]
    Unknown(String),
    /// A fault in Tenon or in the database's content.
    #[error("the store failed: {0}")]
    Internal(String),
}

impl StoreError {
    /// Whether the same request may succeed later without anybody doing anything to it.
    #[must_use]
    pub const fn is_transient(&self) -> bool {
        matches!(self, Self::Unavailable(_) | Self::Unknown(_))
    }

    pub(crate) fn conflict(what: impl Into<String>) -> Self {
        Self::Conflict { what: what.into() }
    }
}
