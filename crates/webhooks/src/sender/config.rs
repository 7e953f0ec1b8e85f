//! Whom to tell, and how.

use std::sync::Arc;

use tenon_oauth::Vault;

use crate::{Chaos, Completeness, Guard, Keys, SigningKey};

/// Whom to tell.
pub enum Whom {
    /// One receiver of every location's events, as a setting: the sandbox's.
    One {
        /// Where events are sent.
        url: String,
        /// `appId` of every event.
        app_id: String,
        /// How much events tell.
        completeness: Completeness,
    },
    /// The stored subscriptions, whose secrets this vault opens.
    Stored(Arc<Vault>),
}

/// How a sender works.
pub struct SenderConfig {
    /// Whom to tell.
    pub whom: Whom,
    /// Sign every body.
    pub keys: Keys,
    /// Judges where it may go.
    pub guard: Guard,
    /// This node's name, in the leases it holds.
    pub node: String,
    /// Faults to be injected.
    pub chaos: Option<Arc<dyn Chaos>>,
}

impl SenderConfig {
    /// One receiver, anywhere, of events as HighLevel sends them, without faults.
    #[must_use]
    pub fn new(url: &str, app_id: &str, key: SigningKey, node: &str) -> Self {
        Self {
            whom: Whom::One {
                url: url.to_owned(),
                app_id: app_id.to_owned(),
                completeness: Completeness::AsHighLevel,
            },
            keys: Keys::of(key),
            // Whoever starts the process names the receiver.
            guard: Guard::new(true),
            node: node.to_owned(),
            chaos: None,
        }
    }

    /// The stored subscriptions.
    #[must_use]
    pub fn stored(vault: Arc<Vault>, keys: Keys, guard: Guard, node: &str) -> Self {
        Self {
            whom: Whom::Stored(vault),
            keys,
            guard,
            node: node.to_owned(),
            chaos: None,
        }
    }
}
