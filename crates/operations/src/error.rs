//! What can go wrong in an operation. Rendered once, at the edge.

use tenon_store::{Outage, OutageCause, StoreError};

/// Why an operation was not done. Nothing was written, but for what `Unconfirmed` says.
#[derive(Debug, thiserror::Error)]
pub enum OperationError {
    /// 422: the body or query is not as it must be; every complaint.
    #[error("{}", .0.join(", "))]
    Invalid(Vec<String>),
    /// 400: understood, and impossible.
    #[error("{0}")]
    BadRequest(String),
    /// 400: no such record in the caller's location (HighLevel documents no 404).
    #[error("{0} not found")]
    NotFound(&'static str),
    /// 400 with `meta`: another contact has this e-mail or phone.
    #[error("This location does not allow duplicated contacts.")]
    Duplicate {
        /// That contact's name.
        contact_name: String,
        /// That contact's id.
        contact_id: String,
        /// `email` or `phone`.
        matching_field: String,
    },
    /// 403: the location named is not the token's.
    #[error("The token does not have access to this location.")]
    OtherLocation,
    /// 412: the record is not at the version the caller named (`If-Match`).
    #[error("It was changed since you read it (If-Match); nothing was done. Read it again.")]
    Changed,
    /// 409: others were quicker, time and again.
    #[error("{0} is being changed by others at this moment; try again")]
    Contended(String),
    /// 409: somebody has decided this already.
    #[error("{by} has decided this already: {decision}")]
    Decided {
        /// Who.
        by: String,
        /// What.
        decision: String,
    },
    /// 409: a call with this `Idempotency-Key` was done, and its answer is not at hand.
    #[error(
        "This call was done before; its answer was too large to be kept. Read what it wrote instead of \
         sending it again."
    )]
    TooLargeToRepeat,
    /// 503: the database cannot take it now. What is shown names the cause; the rest is for whoever
    /// runs it.
    #[error("{}", told(.0.cause))]
    Unavailable(Outage),
    /// 503: the database went away before it confirmed; why, for whoever runs it.
    #[error(
        "The database went away before it confirmed, so this may be done or not. \
         Look before you send it again."
    )]
    Unconfirmed(String),
    /// 500: a fault of ours.
    #[error("{0}")]
    Internal(String),
}

/// An outage in words for a caller.
const fn told(cause: OutageCause) -> &'static str {
    match cause {
        OutageCause::DiskFull => {
            "The disk of the database is full; nothing was done. Send it again when there is room."
        }
        OutageCause::Locked => {
            "The database is locked by another process; nothing was done. Send it again."
        }
        OutageCause::Away => {
            "The database is unavailable at this moment; nothing was done. Send it again."
        }
    }
}

impl OperationError {
    /// One complaint.
    pub fn invalid(complaint: impl Into<String>) -> Self {
        Self::Invalid(vec![complaint.into()])
    }
}

impl From<StoreError> for OperationError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Conflict { what } => Self::Contended(what),
            StoreError::KeyTaken { name, holder, .. } => Self::Duplicate {
                contact_name: String::new(),
                contact_id: holder,
                matching_field: name,
            },
            StoreError::Repeated => Self::Contended("the answer to this Idempotency-Key".into()),
            StoreError::Unavailable(outage) => Self::Unavailable(outage),
            StoreError::Unknown(_) => Self::Unconfirmed(error.to_string()),
            StoreError::NoLocation(_) => Self::OtherLocation,
            StoreError::Fenced { .. } | StoreError::Internal(_) => {
                Self::Internal(error.to_string())
            }
        }
    }
}
