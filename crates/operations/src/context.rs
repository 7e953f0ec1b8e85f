//! What an operation works with.

use std::sync::Arc;

use jiff::Timestamp;
use serde_json::Value;
use tenon_model::{
    Clock, Contact, Fields, Kind, Location, Origin, Random, Scope, ScopeSet, new_id,
};
use tenon_store::{Commit, Committed, Record, Store, StoreError, Write};

use crate::{Dialect, Guards, MapDesk, OperationError, WebhookDesk, doors::Doors};

/// How often a write is decided anew when somebody else was quicker. In each round somebody wins, so
/// this many may change one contact at the same moment, and all will.
pub(crate) const MAX_TRIES: usize = 64;

/// Who calls: the app and what it may do. By default no app, and nothing beyond what the operation
/// itself asks for.
#[derive(Debug, Clone, Default)]
pub struct Caller {
    /// The OAuth client; empty for a token of the location's own.
    pub client_id: String,
    /// What the token may do.
    pub scopes: ScopeSet,
}

impl Caller {
    /// Whether the scope was granted.
    #[must_use]
    pub fn allows(&self, scope: Scope) -> bool {
        self.scopes.has(scope)
    }
}

/// Who calls, where, and with what.
#[derive(Clone)]
pub struct Context {
    /// The store.
    pub store: Store,
    /// The caller's location.
    pub location: Arc<Location>,
    /// Who, which door, why.
    pub origin: Origin,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Chance, for ids.
    pub random: Arc<dyn Random>,
    /// How the caller speaks, and is answered.
    pub dialect: Dialect,
    /// The id of this call, in its answer and in the log.
    pub trace_id: String,
    /// Who calls, as far as operations decide by it.
    pub caller: Caller,
    /// The sender of webhooks, where there is one.
    pub webhooks: Option<Arc<dyn WebhookDesk>>,
    /// The ways to other systems, where there are some.
    pub doors: Option<Arc<dyn Doors>>,
    /// Who reads field maps, where there is somebody.
    pub maps: Option<Arc<dyn MapDesk>>,
    /// What the call asks of its writes.
    pub guards: Guards,
}

impl Context {
    /// Now.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// A new id.
    #[must_use]
    pub fn new_id(&self) -> String {
        new_id(self.now(), &*self.random)
    }

    /// A commit of these writes, by this caller, now.
    #[must_use]
    pub fn commit(&self, writes: Vec<Write>) -> Commit {
        Commit {
            location: self.location.id.clone(),
            at: self.now(),
            origin: self.origin.clone(),
            fence: None,
            writes,
        }
    }

    /// Writes everything or nothing: the way every operation writes. A call that wants its answer
    /// kept has this done at its end, together with the answer; what is told here is then what will
    /// be (records, and nothing else), so an operation reads nothing back of what it wrote.
    ///
    /// # Errors
    /// [`OperationError::Contended`] when a record is no longer as it was read: read it again and
    /// decide anew. [`OperationError::Duplicate`] names who has the e-mail or phone.
    pub async fn apply(&self, writes: Vec<Write>) -> Result<Committed, OperationError> {
        self.guards.check_writes(&writes)?;
        let commit = self.commit(writes);
        let done = match &self.guards.deferred {
            Some(deferred) => deferred.apply(commit),
            None => self.store.commit(commit).await,
        };
        match done {
            Ok(done) => Ok(done),
            Err(error) => Err(self.named(error).await),
        }
    }

    /// The records that these writes would leave behind; nothing is written.
    ///
    /// # Errors
    /// 500 when a document cannot be written as JSON.
    pub(crate) fn foreseen(&self, writes: Vec<Write>) -> Result<Vec<Record>, OperationError> {
        Ok(self.commit(writes).foreseen()?)
    }

    /// Tells who has the e-mail or phone, by name, as HighLevel does.
    async fn named(&self, error: StoreError) -> OperationError {
        let StoreError::KeyTaken { name, holder, .. } = error else {
            return error.into();
        };
        let record = self
            .store
            .record(&self.location.id, Kind::Contact, &holder)
            .await;
        let contact_name = record
            .ok()
            .flatten()
            .and_then(|record| record.typed::<Contact>().ok())
            .and_then(|contact| contact.full_name())
            .unwrap_or_default();
        OperationError::Duplicate {
            contact_name,
            contact_id: holder,
            matching_field: name,
        }
    }

    /// Writes, and answers with the last record written.
    pub(crate) async fn write(&self, writes: Vec<Write>) -> Result<Record, OperationError> {
        let done = self.apply(writes).await?;
        done.records
            .into_iter()
            .next_back()
            .ok_or_else(|| OperationError::Internal("nothing was written".into()))
    }

    /// Refuses a location that is not the caller's.
    ///
    /// # Errors
    /// 403.
    pub fn same_location(&self, id: &str) -> Result<(), OperationError> {
        if id == self.location.id {
            Ok(())
        } else {
            Err(OperationError::OtherLocation)
        }
    }

    /// Takes `locationId` out of a body. The complaint, when it is not there.
    ///
    /// # Errors
    /// 403 when it is another location than the caller's.
    pub(crate) fn take_location(
        &self,
        fields: &mut Fields,
    ) -> Result<Option<String>, OperationError> {
        match fields.remove("locationId") {
            Some(Value::String(id)) if !id.trim().is_empty() => {
                self.same_location(&id).map(|()| None)
            }
            None | Some(Value::Null | Value::String(_)) => {
                Ok(Some("locationId should not be empty".to_owned()))
            }
            Some(_) => Ok(Some("locationId must be a string".to_owned())),
        }
    }

    /// A contact that is there.
    ///
    /// # Errors
    /// 400, as HighLevel answers for an id it does not know.
    pub async fn contact(&self, id: &str) -> Result<Record, OperationError> {
        let record = self
            .store
            .record(&self.location.id, Kind::Contact, id)
            .await?
            .ok_or(OperationError::NotFound("Contact"))?;
        self.guards.check(&record)?;
        Ok(record)
    }

    /// A task, note or appointment of a contact.
    ///
    /// # Errors
    /// 400, also when it is another contact's.
    pub async fn child(
        &self,
        kind: Kind,
        contact: &str,
        id: &str,
    ) -> Result<Record, OperationError> {
        self.find(kind, Some(contact), id).await
    }

    /// A record that is there, of this contact if one is named.
    ///
    /// # Errors
    /// 400, also when it is another contact's.
    pub async fn find(
        &self,
        kind: Kind,
        contact: Option<&str>,
        id: &str,
    ) -> Result<Record, OperationError> {
        let record = self
            .store
            .record(&self.location.id, kind, id)
            .await?
            .filter(|record| contact.is_none_or(|contact| record.root_id == contact))
            .ok_or(OperationError::NotFound(kind.label()))?;
        self.guards.check(&record)?;
        Ok(record)
    }

    /// A record that the call refers to, and is not about.
    ///
    /// # Errors
    /// 400.
    pub(crate) async fn find_unguarded(
        &self,
        kind: Kind,
        id: &str,
    ) -> Result<Record, OperationError> {
        let known = self.store.record(&self.location.id, kind, id).await?;
        known.ok_or(OperationError::NotFound(kind.label()))
    }

    /// Refuses a reference to a record that is not there.
    ///
    /// # Errors
    /// 400.
    pub(crate) async fn must_know(&self, kind: Kind, id: &str) -> Result<(), OperationError> {
        self.find_unguarded(kind, id).await.map(drop)
    }
}
