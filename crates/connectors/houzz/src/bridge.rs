//! Bridge events: what a person's own automation (Zapier, Make, n8n, a script) posts to Tenon.
//!
//! Owns the signature and the shape of the event. It must not read the clock or receive requests.

mod contact;
mod event;
mod fields;
mod signature;

pub use event::read_event;
pub use signature::{MAX_SIGNATURES, TOLERANCE, sign, verify};

/// Why a bridge event is refused. The two variants have different answers: 401 for a signature, 422
/// for a body.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BridgeError {
    /// The sender could not be verified.
    #[error(transparent)]
    Signature(#[from] SignatureFault),
    /// The sender is right, the event is not.
    #[error(transparent)]
    Body(#[from] BodyFault),
}

/// What is wrong with the headers of an event.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SignatureFault {
    /// Tenon has no secret to check with.
    #[error("no bridge secret is set: create one in the connection's settings")]
    NoSecret,
    /// `X-Tenon-Timestamp` is missing or not a number.
    #[error("X-Tenon-Timestamp must be the time of sending in Unix seconds, such as 1763892000")]
    Timestamp,
    /// `X-Tenon-Signature` has no `v1=` part that could be read.
    #[error("X-Tenon-Signature must be v1= and 64 hex digits, several separated by commas")]
    Malformed,
    /// No signature fits.
    #[error(
        "the signature does not fit: sign the bytes {{timestamp}}.{{body}} exactly as sent with \
         HMAC-SHA256 and the bridge's secret"
    )]
    Mismatch,
    /// The event was signed too long ago, or by a clock that is ahead.
    #[error(
        "the event was signed {seconds} seconds from now, more than the {} allowed: check the \
         sender's clock, and sign again when sending again",
        TOLERANCE.as_secs()
    )]
    Stale {
        /// How far the timestamp is off, without direction.
        seconds: u64,
    },
}

/// What is wrong with the body of an event.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{path}: {problem}")]
pub struct BodyFault {
    /// The field, as a path (`contact.tags[2]`); `body` for the whole.
    pub path: String,
    /// What is wrong and what to do.
    pub problem: String,
}
