//! Who wants to be told of what.

use crate::{Completeness, EventKind};

/// One receiver of one location's events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subscription {
    /// Whose events.
    pub location_id: String,
    /// Its id: names its cursor, lease and queue, and goes into every `webhookId`.
    pub id: String,
    /// Where they are sent.
    pub url: String,
    /// Which are wanted; `None`: all.
    pub events: Option<Vec<EventKind>>,
    /// How much each tells.
    pub completeness: Completeness,
}

impl Subscription {
    /// Whether events of that kind are wanted.
    #[must_use]
    pub fn wants(&self, kind: EventKind) -> bool {
        self.events
            .as_ref()
            .is_none_or(|wanted| wanted.contains(&kind))
    }

    /// The name of its cursor, lease and queue.
    pub(crate) fn name(&self) -> String {
        format!("webhooks/{}", self.id)
    }

    /// The cursor that says until when a contact's events are kept back.
    pub(crate) fn held(&self, root: &str) -> String {
        format!("webhooks/{}/held/{root}", self.id)
    }
}
