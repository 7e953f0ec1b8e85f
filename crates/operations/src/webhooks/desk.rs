//! What these operations need of the sender of webhooks, which stands above this room.

use futures_util::future::BoxFuture;
use jiff::Timestamp;
use tenon_store::{Delivery, Write};

use crate::OperationError;

/// A key as it is published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKey {
    /// Its name.
    pub id: String,
    /// PEM of a `SubjectPublicKeyInfo`: what HighLevel's SDKs take.
    pub pem: String,
    /// `whpk_` and base64: what libraries of Standard Webhooks take.
    pub standard: String,
    /// Since when, or from when on, it signs.
    pub signs_from: Timestamp,
    /// Whether it signs now.
    pub current: bool,
}

/// The sender, as far as these operations need it.
pub trait WebhookDesk: Send + Sync {
    /// Whether webhooks may go to that URL; if not, why, in words for the caller.
    fn judge<'a>(&'a self, url: &'a str) -> BoxFuture<'a, Result<(), String>>;

    /// A new secret for a subscription of Standard Webhooks: as the receiver keeps it, and the
    /// write that keeps it sealed here, in the place of one at `version` (0: there is none).
    ///
    /// # Errors
    /// 500 when it cannot be sealed.
    fn secret(
        &self,
        location: &str,
        subscription: &str,
        version: i64,
    ) -> Result<(String, Write), OperationError>;

    /// The write that keeps a secret sealed, in the place of one at `version` (0: there is none).
    ///
    /// # Errors
    /// 500 when it cannot be sealed.
    fn seal(
        &self,
        location: &str,
        name: &str,
        secret: &str,
        version: i64,
    ) -> Result<Write, OperationError>;

    /// The name of a subscription's cursor, queue and secret.
    fn name(&self, subscription: &str) -> String;

    /// The write that has a delivery sent again.
    fn again(&self, delivery: &Delivery, now: Timestamp) -> Write;

    /// The keys that events are signed with.
    fn keys(&self, now: Timestamp) -> Vec<PublicKey>;
}
