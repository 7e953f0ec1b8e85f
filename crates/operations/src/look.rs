//! Asking an engine to look at something: its queue, its keys, and what stands in its jobs.

use serde_json::json;
use tenon_store::{NewJob, Write};

use crate::Context;

/// Everything that hangs on a contact, as an engine's job has it: every bit it knows.
const ALL: i64 = i64::MAX;

/// Another look at a contact on both sides of a connection, now. `key` is the engine's: `hub:` and the
/// contact's id, or `remote:` and its copy's.
pub(crate) fn again(cx: &Context, connection: &str, key: String, cause: (&str, &str)) -> Write {
    Write::Job(NewJob {
        queue: format!("sync/{connection}"),
        key,
        payload: json!({"cause": {"kind": cause.0, "id": cause.1}}),
        priority: 0,
        run_at: cx.now(),
        look: ALL,
    })
}
