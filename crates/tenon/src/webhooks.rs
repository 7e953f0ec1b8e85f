//! Webhooks out of a hub: the sender of its stored subscriptions; and `tenon webhook-key rotate`.

use std::sync::Arc;

use jiff::SignedDuration;
use tenon_operations::WebhookDesk;
use tenon_webhooks::{Desk, Guard, Keys, Sender, SenderConfig};
use tokio::sync::watch;

use crate::{
    cli::{HomeOptions, RotateOptions},
    failure::Failure,
    home::Home,
    table::say,
};

/// Longest lead of a new key.
const MAX_LEAD: SignedDuration = SignedDuration::from_hours(24 * 30);

/// The sender, not running yet, and what the API needs of it.
pub(crate) struct Webhooks {
    desk: Arc<Desk>,
    sender: Sender,
}

impl Webhooks {
    /// Opens the signing keys; the first is made when there is none.
    pub(crate) async fn open(home: &Home, allow_private: bool) -> Result<Self, Failure> {
        let vault = Arc::new(home.vault()?);
        let now = home.clock.now();
        let keys = Keys::open(&home.store, &vault, &*home.random, now).await?;
        let guard = Guard::new(allow_private);
        let (key, node) = (keys.clone(), home.new_id());
        let config = SenderConfig::stored(Arc::clone(&vault), key, guard.clone(), &node);
        let (clock, random) = (Arc::clone(&home.clock), Arc::clone(&home.random));
        Ok(Self {
            sender: Sender::new(home.store.clone(), clock, random, config)?,
            desk: Arc::new(Desk {
                vault,
                guard: guard.for_callers(),
                keys,
                random: Arc::clone(&home.random),
            }),
        })
    }

    pub(crate) fn desk(&self) -> Arc<dyn WebhookDesk> {
        Arc::clone(&self.desk) as Arc<dyn WebhookDesk>
    }

    /// Sends until told to stop.
    pub(crate) async fn run(self, mut stop: watch::Receiver<bool>) {
        let stopped = async move {
            let _ = stop.wait_for(|stop| *stop).await;
        };
        self.sender.run(stopped).await;
    }
}

pub(crate) async fn rotate(home: &HomeOptions, options: &RotateOptions) -> Result<(), Failure> {
    let lead = options.lead.parse::<SignedDuration>().ok();
    let lead = lead.filter(|lead| !lead.is_negative() && *lead <= MAX_LEAD);
    let lead = lead.ok_or_else(|| {
        Failure::usage(format!(
            "--lead takes a time like 0s, 30m or 24h, 30 days at most; not {:?}",
            options.lead
        ))
    })?;
    let home = Home::open(home).await?;
    let (vault, now) = (home.vault()?, home.clock.now());
    say(&Keys::rotate(&home.store, &vault, &*home.random, now, lead).await?);
    Ok(())
}
