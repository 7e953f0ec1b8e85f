//! What PostgreSQL's errors mean to a caller.

use tokio_postgres::{Error, error::SqlState};

use crate::{Outage, OutageCause, StoreError};

/// Whether the transaction was undone in favour of another, so that it may simply be tried again.
pub(super) fn is_race(error: &Error) -> bool {
    matches!(
        error.code(),
        Some(&SqlState::T_R_SERIALIZATION_FAILURE | &SqlState::T_R_DEADLOCK_DETECTED)
    )
}

/// The error of a COMMIT: when the server is gone, nobody knows what it did.
pub(super) fn unconfirmed(error: &Error) -> StoreError {
    match failure(error) {
        StoreError::Unavailable(what) if !is_race(error) => StoreError::Unknown(what.detail),
        other => other,
    }
}

pub(super) fn failure(error: &Error) -> StoreError {
    let source = std::error::Error::source(error);
    let text = source.map_or_else(|| error.to_string(), |source| format!("{error}: {source}"));
    let Some(code) = error.code() else {
        // A value that cannot be sent has a source as well: only a socket's tells that it is gone.
        let io = source.is_some_and(|source| source.is::<std::io::Error>());
        return if error.is_closed() || io {
            StoreError::Unavailable(format!("PostgreSQL went away ({text})").into())
        } else {
            StoreError::Internal(text)
        };
    };
    match code {
        _ if is_race(error) => StoreError::Unavailable(
            "PostgreSQL undid it time and again in favour of others; try again".into(),
        ),
        &SqlState::UNIQUE_VIOLATION => StoreError::conflict("what it must not be equal to"),
        &SqlState::DISK_FULL => StoreError::Unavailable(Outage {
            cause: OutageCause::DiskFull,
            detail: "PostgreSQL's disk is full; make room and it goes on by itself".into(),
        }),
        &SqlState::READ_ONLY_SQL_TRANSACTION => StoreError::Unavailable(
            "this PostgreSQL only reads: it is a standby, or its disk is nearly full".into(),
        ),
        // Classes 08 connection, 53 resources, 55 object not in its state (locks), 57 operator
        // intervention, 58 system error (appendix A of its manual).
        code if ["08", "53", "55", "57", "58"]
            .iter()
            .any(|class| code.code().starts_with(class)) =>
        {
            StoreError::Unavailable(format!("PostgreSQL cannot do it now ({text})").into())
        }
        _ => StoreError::Internal(text),
    }
}
