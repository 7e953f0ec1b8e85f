//! The `Version` header: which of HighLevel's dialects the caller speaks.

use http::{HeaderMap, StatusCode};
use tenon_operations::Dialect;

use crate::envelope::Refusal;

/// The caller's dialect. Refuses a caller that names no version, or one that is not spoken. Tenon's
/// own paths need none.
pub(crate) fn dialect(path: &str, headers: &HeaderMap, trace_id: &str) -> Result<Dialect, Refusal> {
    let version = headers
        .get("version")
        .map(|value| value.to_str().unwrap_or_default());
    let dialect = version.and_then(Dialect::parse);
    if let Some(dialect) = dialect.or_else(|| path.starts_with("/tenon/").then(Dialect::default)) {
        return Ok(dialect);
    }
    let message = match version {
        None => "version header was not found.",
        Some(_) => "version header is invalid",
    };
    Err(Refusal::new(StatusCode::UNAUTHORIZED, message, trace_id))
}
