//! Follows the hub's change log: what others changed becomes a job for the contact it belongs to.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use tenon_model::Kind;
use tenon_store::Write;

use super::{Done, Engine, Look};
use crate::remote::Urgency;

/// A new connection follows the log from its beginning when that is near: a handful of contacts is over
/// there at once. Where more has happened, the first run brings it over, behind what somebody waits for.
const NEAR: i64 = 1_000;
/// Changes read at once.
const PAGE: i64 = 500;

impl Engine {
    /// Where a reader begins that has read nothing yet.
    async fn beginning(&self) -> Done<i64> {
        let last = self.store().last_seq(self.location()).await?;
        if last <= NEAR {
            return Ok(0);
        }
        let write = Write::Cursor {
            name: format!("log/{}", self.connection()),
            from: None,
            to: last.to_string(),
        };
        self.commit(&Value::Null, vec![write]).await?;
        Ok(last)
    }

    /// Reads the next changes. Whether there may be more.
    ///
    /// # Errors
    /// When the store is away or the lease is lost; the cursor then stands where it stood.
    pub async fn follow(&self) -> Done<bool> {
        let name = format!("log/{}", self.connection());
        let from = self.store().cursor(self.location(), &name).await?;
        let after = match &from {
            Some(text) => text.parse().unwrap_or(0),
            None => self.beginning().await?,
        };
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
