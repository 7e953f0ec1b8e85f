//! Field maps for the operations that save them and switch them on.

use jiff::Timestamp;
use serde_json::{Value, json};
use tenon_operations::MapDesk;
use tenon_store::NewJob;

use super::{STANDARD, SyncMap};

/// Priority of looking at a map: somebody waits for it.
const PRIORITY: i64 = 0;

/// Reads field maps.
#[derive(Debug, Clone, Copy, Default)]
pub struct Maps;

fn job(connection: &str, key: String, now: Timestamp) -> NewJob {
    NewJob {
        queue: crate::queue(connection),
        key,
        payload: json!({"cause": {"kind": "map", "id": Value::Null}}),
        priority: PRIORITY,
        run_at: now,
        look: crate::Look::NOTHING.bits(),
    }
}

impl MapDesk for Maps {
    fn standard(&self) -> &'static str {
        STANDARD
    }

    fn complaints(&self, document: &str) -> Vec<String> {
        let complaints = SyncMap::parse(document).err().unwrap_or_default();
        complaints.iter().map(ToString::to_string).collect()
    }

    fn preview(&self, connection: &str, version: i64, now: Timestamp) -> NewJob {
        job(connection, format!("preview:{version}"), now)
    }

    fn switched(&self, connection: &str, now: Timestamp) -> NewJob {
        job(connection, "map:new".into(), now)
    }
}
