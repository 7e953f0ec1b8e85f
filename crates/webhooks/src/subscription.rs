//! Who wants to be told of what, and in which form.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use jiff::Timestamp;
use tenon_model::{EventKind, Random};
use tenon_store::WebhookSubscription;

use crate::Completeness;

/// What stands before a symmetric secret (Standard Webhooks, "Signature scheme").
const SECRET_PREFIX: &str = "whsec_";
/// Bytes of a secret: Standard Webhooks asks for 24 to 64.
const SECRET_BYTES: usize = 32;
/// `appId` of events for a subscription that no app made.
const OWN_APP: &str = "tenon";

/// How an event is put on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// HighLevel's: a flat body, signed in `X-GHL-Signature`.
    #[default]
    HighLevel,
    /// Standard Webhooks 1.0: `{type, timestamp, data}`, signed in `webhook-signature`.
    Standard,
}

impl Format {
    /// Every format there is.
    pub const ALL: [Self; 2] = [Self::HighLevel, Self::Standard];

    /// The name in storage and on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::HighLevel => "highlevel",
            Self::Standard => "standard",
        }
    }

    /// The format of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }
}

/// The secret of a receiver of Standard Webhooks.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Vec<u8>);

impl std::fmt::Debug for Secret {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Secret(…)")
    }
}

impl Secret {
    /// A new one.
    #[must_use]
    pub fn generate(random: &dyn Random) -> Self {
        let mut bytes = vec![0; SECRET_BYTES];
        random.fill(&mut bytes);
        Self(bytes)
    }

    /// The secret of these bytes.
    #[must_use]
    pub const fn new(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// Its bytes, to be sealed or to sign with.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// As receivers' libraries take it: `whsec_` and base64.
    #[must_use]
    pub fn to_text(&self) -> String {
        format!("{SECRET_PREFIX}{}", STANDARD.encode(&self.0))
    }
}

/// One receiver of one location's events.
#[derive(Debug, Clone, PartialEq)]
pub struct Subscription {
    /// Whose events.
    pub location_id: String,
    /// Its id: names its cursor, lease and queue, and goes into every `webhookId`.
    pub id: String,
    /// Grows when it is changed; 0: it is no record but a setting.
    pub version: i64,
    /// Where they are sent.
    pub url: String,
    /// Which are wanted; `None`: all.
    pub events: Option<Vec<EventKind>>,
    /// How much each tells.
    pub completeness: Completeness,
    /// How each is put on the wire.
    pub format: Format,
    /// What Standard Webhooks are signed with, beside our key.
    pub secret: Option<Secret>,
    /// `appId` of every event: of a client id, the part before the `-`, or HighLevel's SDK ignores
    /// the event.
    pub app_id: String,
    /// Since when its receiver takes nothing.
    pub failing_since: Option<Timestamp>,
}

impl Subscription {
    /// A stored subscription. Events of a later version's making are left out.
    #[must_use]
    pub fn of(stored: &WebhookSubscription, secret: Option<Secret>) -> Self {
        let events = stored.events.iter();
        let app_id = stored.client_id.split('-').next().unwrap_or_default();
        Self {
            location_id: stored.location_id.clone(),
            id: stored.id.clone(),
            version: stored.version,
            url: stored.url.clone(),
            events: Some(events.filter_map(|name| EventKind::parse(name)).collect()),
            completeness: Completeness::Full,
            format: Format::parse(&stored.format).unwrap_or_default(),
            secret,
            app_id: if app_id.is_empty() { OWN_APP } else { app_id }.to_owned(),
            failing_since: stored.failing_since,
        }
    }

    /// Whether events of that kind are wanted.
    #[must_use]
    pub fn wants(&self, kind: EventKind) -> bool {
        self.events
            .as_ref()
            .is_none_or(|wanted| wanted.contains(&kind))
    }

    /// Whether it is stored, and so has a log of its deliveries and can be disabled.
    pub(crate) const fn is_stored(&self) -> bool {
        self.version > 0
    }

    /// The name of its cursor, lease, queue and secret.
    pub(crate) fn name(&self) -> String {
        name(&self.id)
    }

    /// The cursor that says until when a contact's events are kept back.
    pub(crate) fn held(&self, root: &str) -> String {
        format!("webhooks/{}/held/{root}", self.id)
    }
}

/// The name of a subscription's cursor, lease, queue and secret.
pub(crate) fn name(id: &str) -> String {
    format!("webhooks/{id}")
}
