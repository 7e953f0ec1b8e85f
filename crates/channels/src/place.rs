//! Where things are taken in: a location, one of its connections, and what writing there needs.

use std::sync::Arc;

use tenon_model::{Clock, Location, Origin, Random, new_id};
use tenon_oauth::Vault;
use tenon_operations::{Caller, Context, Dialect, Guards};
use tenon_store::{Connection, Store};

/// A connection with all that taking in needs; clones share it.
#[derive(Clone)]
pub struct Place {
    /// Where everything is kept.
    pub store: Store,
    /// Opens the connection's secrets.
    pub vault: Arc<Vault>,
    /// The location.
    pub location: Arc<Location>,
    /// The connection, of system `houzz`.
    pub connection: Connection,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Chance.
    pub random: Arc<dyn Random>,
}

impl Place {
    /// A context for what comes in by this door.
    #[must_use]
    pub fn context(&self, door: &str) -> Context {
        let id = new_id(self.clock.now(), &*self.random);
        Context {
            store: self.store.clone(),
            location: Arc::clone(&self.location),
            origin: self.origin(door, &id),
            clock: Arc::clone(&self.clock),
            random: Arc::clone(&self.random),
            dialect: Dialect::default(),
            trace_id: id,
            caller: Caller::default(),
            webhooks: None,
            doors: None,
            maps: None,
            guards: Guards::default(),
        }
    }

    /// Who writes by this door, and by what cause.
    #[must_use]
    pub fn origin(&self, door: &str, import: &str) -> Origin {
        let connection = &self.connection;
        let actor = (
            "connection",
            connection.id.as_str(),
            connection.name.as_str(),
        );
        Origin::new(actor, door, ("import", import))
    }
}
