//! What the operations on webhooks need of the sender.

use std::sync::Arc;

use futures_util::{FutureExt as _, future::BoxFuture};
use jiff::Timestamp;
use tenon_model::Random;
use tenon_oauth::Vault;
use tenon_operations::{OperationError, PublicKey, WebhookDesk};
use tenon_store::{Delivery, NewJob, Write};

use crate::{Guard, Keys, Secret, sender::Parcel, subscription};

/// Judges URLs, seals secrets, publishes keys and has deliveries sent again.
pub struct Desk {
    /// Seals secrets.
    pub vault: Arc<Vault>,
    /// Judges where webhooks may go.
    pub guard: Guard,
    /// What events are signed with.
    pub keys: Keys,
    /// Chance, for secrets.
    pub random: Arc<dyn Random>,
}

impl WebhookDesk for Desk {
    fn judge<'a>(&'a self, url: &'a str) -> BoxFuture<'a, Result<(), String>> {
        let judged = self.guard.judge(url);
        judged
            .map(|judged| judged.map(drop).map_err(|refused| refused.to_string()))
            .boxed()
    }

    fn secret(
        &self,
        location: &str,
        subscription: &str,
        version: i64,
    ) -> Result<(String, Write), OperationError> {
        let (secret, name) = (Secret::generate(&*self.random), self.name(subscription));
        let sealed = self.vault.seal(location, &name, secret.bytes());
        let sealed = sealed.map_err(|error| OperationError::Internal(error.to_string()))?;
        let keep = Write::Secret {
            name,
            sealed,
            version,
        };
        Ok((secret.to_text(), keep))
    }

    fn seal(
        &self,
        location: &str,
        name: &str,
        secret: &str,
        version: i64,
    ) -> Result<Write, OperationError> {
        let sealed = self.vault.seal(location, name, secret.as_bytes());
        let sealed = sealed.map_err(|error| OperationError::Internal(error.to_string()))?;
        Ok(Write::Secret {
            name: name.to_owned(),
            sealed,
            version,
        })
    }

    fn name(&self, subscription: &str) -> String {
        subscription::name(subscription)
    }

    fn again(&self, delivery: &Delivery, now: Timestamp) -> Write {
        let parcel = Parcel {
            event: delivery.event.clone(),
            webhook_id: delivery.id.clone(),
            // It stands in the log of deliveries, and is read when its turn comes.
            body: String::new(),
            twice: false,
            astray: false,
        };
        Write::Job(NewJob {
            queue: self.name(&delivery.subscription_id),
            key: delivery.job_key.clone(),
            payload: serde_json::json!(parcel),
            priority: 0,
            run_at: now,
            look: 0,
        })
    }

    fn keys(&self, now: Timestamp) -> Vec<PublicKey> {
        self.keys.published(now)
    }
}
