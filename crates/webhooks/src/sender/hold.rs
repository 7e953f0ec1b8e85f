//! The lease a lane works under: taken, kept, and standing over everything it writes.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use tenon_store::{Committed, Fence, StoreError, WebhookWrite, Write};

use super::{Shared, lane::Lane};

/// How long a lease lasts without being renewed: how long a crashed node delays its events.
const LEASE: SignedDuration = SignedDuration::from_secs(30);
/// It is renewed when less than this is left of it. With that, a claim lasts for this at least.
const RENEW: SignedDuration = SignedDuration::from_secs(20);
/// Jobs claimed at once.
pub(super) const CLAIM: usize = 64;

/// The lease, and where the reader stands.
pub(super) struct Hold {
    pub(super) fence: Fence,
    pub(super) until: Timestamp,
    pub(super) position: i64,
}

impl Lane {
    /// Whether the lane has the lease, or has it now.
    pub(super) async fn lease(&mut self) -> Result<bool, StoreError> {
        if self.hold.is_some() {
            return Ok(true);
        }
        let (now, shared) = (self.now(), Arc::clone(&self.shared));
        let (location, name) = (&self.subscription.location_id, self.subscription.name());
        // Most of the time another node has it, and a look costs less than a write that fails.
        let held = shared.store.lease_until(location, &name).await?;
        if held.is_some_and(|until| until > now) {
            return Ok(false);
        }
        let until = now + LEASE;
        let commit = shared.commit(location, now, vec![self.lease_until(until)]);
        let Some(fence) = shared.store.commit(commit).await?.fence else {
            return Ok(false);
        };
        let Some(position) = shared.store.cursor(location, &name).await? else {
            // It is about to be subscribed; the lease is ours until then.
            return Ok(false);
        };
        if self.subscription.is_stored() {
            let id = &self.subscription.id;
            let stored = shared.store.webhook_subscription(location, id).await?;
            self.health
                .learn(stored.and_then(|stored| stored.failing_since));
        }
        let position = position
            .parse()
            .map_err(|_| StoreError::Internal(format!("the reader {name} stands at no number")))?;
        self.hold = Some(Hold {
            fence,
            until,
            position,
        });
        self.more_jobs = true;
        Ok(true)
    }

    pub(super) fn lease_until(&self, until: Timestamp) -> Write {
        Write::Lease {
            name: self.subscription.name(),
            owner: self.owner.clone(),
            until,
        }
    }

    pub(super) fn lease_ends(&self, now: Timestamp) -> bool {
        self.hold
            .as_ref()
            .is_some_and(|hold| hold.until < now + RENEW)
    }

    /// Commits what is settled, then `writes`, then a claim if wanted; renews the lease if it is
    /// time. Under the lease's number, all or nothing.
    pub(super) async fn commit(
        &mut self,
        writes: Vec<Write>,
        claims: bool,
    ) -> Result<Committed, StoreError> {
        let now = self.now();
        let Some(hold) = &self.hold else {
            return Ok(Committed::default());
        };
        let (mut until, fence) = (hold.until, hold.fence.clone());
        let (settled, tries) = (self.settled.len(), self.tries.len());
        let mut all = self.settled.clone();
        if tries > 0 {
            all.push(Write::Webhook(WebhookWrite::Tries(self.tries.clone())));
        }
        all.extend(writes);
        if self.lease_ends(now) {
            until = now + LEASE;
            all.push(self.lease_until(until));
        }
        let limit = CLAIM.min(self.order.room());
        if claims {
            all.push(Write::Claim {
                queue: self.subscription.name(),
                limit: limit as i64,
                until,
            });
        }
        let mut commit = self.shared.commit(&self.subscription.location_id, now, all);
        commit.fence = Some(fence);
        let done = self.shared.store.commit(commit).await?;
        self.settled.drain(..settled);
        self.tries.drain(..tries);
        if let Some(hold) = &mut self.hold {
            hold.until = until;
        }
        if claims {
            self.more_jobs = done.jobs.len() == limit;
        }
        Ok(done)
    }

    /// When the claims of the last commit end.
    pub(super) fn claimed_until(&self) -> Timestamp {
        self.hold.as_ref().map_or(Timestamp::MIN, |hold| hold.until)
    }

    /// An error that leaves no doubt (nothing was written) is waited out. After any other the lane
    /// starts anew.
    pub(super) fn doubt(&mut self, error: &StoreError) {
        let location = &self.subscription.location_id;
        match error {
            StoreError::Unavailable(_) => {
                tracing::warn!(%error, %location, "webhooks: waiting for the database");
            }
            StoreError::Internal(_) => {
                tracing::error!(%error, %location, "webhooks: a lane cannot go on, and tries again");
            }
            _ => {
                tracing::warn!(%error, %location, "webhooks: a lane starts anew");
                self.start_anew();
            }
        }
    }

    pub(super) fn start_anew(&mut self) {
        // Requests under way are broken off; their events are sent again.
        let next = Self::new(Arc::clone(&self.shared), (*self.subscription).clone());
        let before = std::mem::replace(self, next);
        self.latest = before.latest;
        self.health = before.health;
    }
}

/// A name that no other lane has or had, so that a process that comes back under its node's name is
/// not taken for the one that crashed.
pub(super) fn owner(shared: &Shared) -> String {
    let mut chance = [0; 8];
    shared.random.fill(&mut chance);
    format!("{}/{:016x}", shared.config.node, u64::from_le_bytes(chance))
}
