//! A connection to one HighLevel location: how it is set up, and what is asked when it starts.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::Value;
use tenon_model::{Clock, Kind};
use tenon_sync::remote::{RemoteError, RemoteRecord, Urgency};

use crate::budget::Limits;
use crate::call::Call;
use crate::client::Client;
use crate::credentials::{Credentials, TokenStore};
use crate::gateway::Gateway;
use crate::mapping;
use crate::session::Session;

/// Which location, and where.
#[derive(Debug, Clone)]
pub struct HighLevelConfig {
    /// [`crate::BASE_URL`], or a sandbox's.
    pub base_url: String,
    /// The location's id over there.
    pub location_id: String,
    /// ISO 3166-1 alpha-2: how phones without a country code are read.
    pub country: String,
    /// The limits to keep to before the vendor's headers tell them; see [`Limits::of`].
    pub limits: Option<Limits>,
}

/// Why a connection cannot be set up.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SetupError {
    /// The address is no `http` or `https` URL, or holds a user's name.
    #[error("the base URL {0:?} is not one: it must start with https:// (or http://)")]
    BaseUrl(String),
    /// There are no usable certificates to trust.
    #[error("TLS cannot be set up: {0}; install the system's CA certificates")]
    Tls(String),
}

/// A connection to one HighLevel location.
pub struct HighLevel {
    pub(crate) gateway: Gateway,
    pub(crate) location: String,
    pub(crate) country: String,
    refuses_duplicates: AtomicBool,
}

impl HighLevel {
    /// A connection; nothing is sent yet.
    ///
    /// # Errors
    /// When the base URL or the machine's certificates are of no use.
    pub fn new(
        config: HighLevelConfig,
        credentials: Credentials,
        token_store: Arc<dyn TokenStore>,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, SetupError> {
        let client = Client::new(&config.base_url)?;
        let session = Session::new(
            client.clone(),
            Some(credentials),
            token_store,
            Arc::clone(&clock),
        );
        Ok(Self {
            gateway: Gateway::new(client, session, config.limits, clock),
            location: config.location_id,
            country: config.country,
            refuses_duplicates: AtomicBool::new(false),
        })
    }

    /// Asks for the location's settings, which tell whether it refuses duplicates. Until that is
    /// known it counts as not refusing, so that the engine looks before it creates; the connection
    /// works without this (the scope `locations.readonly` may be missing).
    ///
    /// # Errors
    /// The call's, which tell what is wrong with the connection.
    pub async fn connect(&self) -> Result<(), RemoteError> {
        let call = Call::get(&["locations", &self.location]).of_many();
        let answer = self.gateway.call(&call, Urgency::Interactive).await;
        // Only a plain "no" is one.
        let refuses = answer
            .as_ref()
            .is_ok_and(|answer| answer["location"]["settings"]["allowDuplicateContact"] == false);
        self.refuses_duplicates.store(refuses, Ordering::Relaxed);
        answer.map(drop)
    }

    pub(crate) fn refuses(&self) -> bool {
        self.refuses_duplicates.load(Ordering::Relaxed)
    }

    pub(crate) fn record(&self, kind: Kind, item: &Value) -> Option<RemoteRecord> {
        mapping::record(kind, item, &self.country)
    }

    /// The records of a list; one without an id cannot be spoken of, and is passed over.
    pub(crate) fn records(&self, kind: Kind, items: &[Value]) -> Vec<RemoteRecord> {
        let records = items.iter().filter_map(|item| {
            let record = self.record(kind, item);
            if record.is_none() {
                tracing::warn!(%kind, "HighLevel listed a record that is deleted or has no id");
            }
            record
        });
        records.collect()
    }
}
