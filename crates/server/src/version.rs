//! The `Version` header: which of HighLevel's dialects the caller speaks.

use http::{HeaderMap, StatusCode};

use crate::envelope::Refusal;

/// The versions whose shapes are those of 2021-07-28.
const KNOWN: [&str; 3] = ["2021-04-15", "2021-07-28", "2023-02-21"];

/// Refuses a caller that names no version, or one that is not spoken. Tenon's own paths have none.
pub(crate) fn check(path: &str, headers: &HeaderMap, trace_id: &str) -> Result<(), Refusal> {
    if path.starts_with("/tenon/") {
        return Ok(());
    }
    let version = headers
        .get("version")
        .map(|value| value.to_str().unwrap_or_default());
    let message = match version {
        None => "version header was not found.",
        Some(version) if !KNOWN.contains(&version) => "version header is invalid",
        Some(_) => return Ok(()),
    };
    Err(Refusal::new(StatusCode::UNAUTHORIZED, message, trace_id))
}
