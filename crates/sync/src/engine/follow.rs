//! Follows the hub's change log: what others changed becomes a job for the contact it belongs to.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use tenon_model::Kind;
use tenon_store::Write;

use super::{Done, Engine, Look};
use crate::remote::Urgency;

/// Changes read at once.
const PAGE: i64 = 500;

impl Engine {
    /// Reads the next changes. Whether there may be more.
    ///
    /// # Errors
    /// When the store is away or the lease is lost; the cursor then stands where it stood.
    pub async fn follow(&self) -> Done<bool> {
        let name = format!("log/{}", self.connection());
        let from = self.store().cursor(self.location(), &name).await?;
        let after = from
            .as_deref()
            .and_then(|text| text.parse().ok())
            .unwrap_or(0);
        let changes = self
            .store()
            .changes_after(self.location(), after, PAGE)
            .await?;
        let Some(last) = changes.last() else {
            return Ok(false);
        };
        let to = last.seq.to_string();
        let mut touched = BTreeMap::new();
        for change in &changes {
            // What this connection itself wrote, it knows; what sync does not carry, it need not.
            let carried = Kind::parse(&change.kind).is_some_and(Kind::is_synced);
            let own = change.origin.actor.id == self.connection();
            if change.action.writes() && carried && !own {
                touched.insert(change.root_id.as_str(), change.seq);
            }
        }
        let mut writes: Vec<Write> = touched
            .into_iter()
            .map(|(root, seq)| {
                let cause = json!({"cause": {"kind": "change", "id": seq.to_string()}});
                self.hub_job(root, (&cause, Urgency::Interactive), Look::NOTHING)
            })
            .collect();
        writes.extend(self.proofs.of(&changes));
        writes.push(Write::Cursor { name, from, to });
        self.commit(&Value::Null, writes).await?;
        Ok(changes.len() as i64 == PAGE)
    }
}
