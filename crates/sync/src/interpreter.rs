//! The interpreter: a connected system that speaks the hub's terms. It stands between the engine and
//! the connector, and puts ids into the words of whom they are meant for (see [`crate::terms`]).

use std::{
    collections::BTreeSet,
    mem,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use jiff::{SignedDuration, Timestamp};
use tenon_model::{Clock, Fields, Kind};
use tenon_operations::edit::CUSTOM;
use tenon_store::{LinkState, Store, StoreError};

use crate::{
    remote::{
        Pace, Place, Remote, RemoteAnswer, RemoteError, RemotePage, RemotePatch, RemoteRecord,
        Urgency,
    },
    terms::{Left, Terms, foreign_id, refers},
};

/// How long pairs are believed: another node or the command line may write new ones.
const FRESH: SignedDuration = SignedDuration::from_secs(10);

/// A connected system, in the hub's terms.
pub(crate) struct Interpreter {
    inner: Arc<dyn Remote>,
    store: Store,
    location: String,
    connection: String,
    clock: Arc<dyn Clock>,
    terms: Mutex<Option<(Timestamp, Arc<Terms>)>>,
    wanted: Mutex<BTreeSet<Kind>>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn away(error: &StoreError) -> RemoteError {
    RemoteError::Failed(format!("nothing was sent: {error}"))
}

impl Interpreter {
    pub(crate) fn new(
        inner: Arc<dyn Remote>,
        store: Store,
        (location, connection): (&str, &str),
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self {
            inner,
            store,
            location: location.to_owned(),
            connection: connection.to_owned(),
            clock,
            terms: Mutex::default(),
            wanted: Mutex::default(),
        }
    }

    /// The connector itself, in its own terms.
    pub(crate) fn plain(&self) -> &dyn Remote {
        &*self.inner
    }

    /// Forgets the pairs: there are new ones.
    pub(crate) fn forget(&self) {
        *lock(&self.terms) = None;
    }

    /// The kinds of which something was not understood since this was asked last.
    pub(crate) fn wanted(&self) -> BTreeSet<Kind> {
        mem::take(&mut lock(&self.wanted))
    }

    /// Why fields of the hub's cannot be said over there.
    pub(crate) async fn unsayable(&self, fields: &Fields) -> Result<Left, StoreError> {
        if !fields.keys().any(|name| refers(name).is_some()) {
            return Ok(Left::new());
        }
        let (_, left) = self.outward(fields).await?;
        Ok(left)
    }

    /// The same for who has read a copy when only these pairs were known: what was not understood then
    /// looked blank, and must not be overwritten for that.
    pub(crate) async fn unsayable_with(
        &self,
        known: &Terms,
        fields: &Fields,
    ) -> Result<Left, StoreError> {
        let mut left = self.unsayable(fields).await?;
        for name in fields.keys() {
            if let Some(id) = name.strip_prefix(CUSTOM)
                && known.remote(Kind::CustomField, id).is_none()
            {
                let why = "it was not understood when the copy was read";
                left.entry(name.clone()).or_insert_with(|| why.into());
            }
        }
        Ok(left)
    }

    /// The pairs that are known now.
    pub(crate) async fn terms(&self) -> Result<Arc<Terms>, StoreError> {
        let now = self.clock.now();
        let known = lock(&self.terms).clone();
        if let Some((at, terms)) = known
            && now.duration_since(at).abs() < FRESH
        {
            return Ok(terms);
        }
        let terms = Terms::load(&self.store, &self.location, &self.connection).await?;
        let terms = Arc::new(terms);
        *lock(&self.terms) = Some((now, Arc::clone(&terms)));
        Ok(terms)
    }

    async fn outward(&self, fields: &Fields) -> Result<(Fields, Left), StoreError> {
        let terms = self.terms().await?;
        let mut terms = (*terms).clone();
        if let Some(id) = fields.get("businessId").and_then(|id| id.as_str()) {
            let links = self
                .store
                .links_of(&self.location, &self.connection, id)
                .await?;
            let link = links.into_iter().find(|link| link.kind == Kind::Business);
            if let Some(remote) = link.and_then(|link| link.remote_id) {
                terms.pair(Kind::Business, id, &remote);
            }
        }
        let (theirs, left) = terms.outward(fields);
        lock(&self.wanted).extend(left.keys().filter_map(|name| refers(name)));
        Ok((theirs, left))
    }

    /// A record of the other side in the hub's terms. What cannot be looked up now is foreign now.
    async fn inward(&self, terms: &Terms, mut record: RemoteRecord) -> RemoteRecord {
        let mut unknown = Vec::new();
        let fields = terms.inward(record.fields, &mut unknown);
        record.fields = fields;
        let business = record.fields.get("businessId").and_then(foreign_id);
        if let Some(id) = business.map(str::to_owned) {
            let link = self
                .store
                .link_of_remote(&self.location, &self.connection, Kind::Business, &id)
                .await;
            if let Ok(Some(link)) = link
                && link.state == LinkState::Linked
            {
                record
                    .fields
                    .insert("businessId".into(), link.record_id.into());
                unknown.retain(|kind| *kind != Kind::Business);
            }
        }
        lock(&self.wanted).extend(unknown);
        record
    }

    async fn all_inward(&self, terms: &Terms, records: Vec<RemoteRecord>) -> Vec<RemoteRecord> {
        let mut own = Vec::with_capacity(records.len());
        for record in records {
            own.push(self.inward(terms, record).await);
        }
        own
    }

    async fn read(&self) -> Result<Arc<Terms>, RemoteError> {
        self.terms().await.map_err(|error| away(&error))
    }
}

impl Remote for Interpreter {
    fn can_update(&self, kind: Kind, field: &str) -> bool {
        self.inner.can_update(kind, field)
    }

    fn can_create(&self, kind: Kind, field: &str) -> bool {
        self.inner.can_create(kind, field)
    }

    fn refuses_duplicates(&self) -> bool {
        self.inner.refuses_duplicates()
    }

    fn contact<'a>(
        &'a self,
        id: &'a str,
        urgency: Urgency,
    ) -> RemoteAnswer<'a, Option<RemoteRecord>> {
        Box::pin(async move {
            let terms = self.read().await?;
            Ok(match self.inner.contact(id, urgency).await? {
                Some(record) => Some(self.inward(&terms, record).await),
                None => None,
            })
        })
    }

    fn children<'a>(
        &'a self,
        kind: Kind,
        contact: &'a str,
        urgency: Urgency,
    ) -> RemoteAnswer<'a, Option<Vec<RemoteRecord>>> {
        Box::pin(async move {
            let terms = self.read().await?;
            Ok(match self.inner.children(kind, contact, urgency).await? {
                Some(records) => Some(self.all_inward(&terms, records).await),
                None => None,
            })
        })
    }

    fn record<'a>(
        &'a self,
        place: Place<'a>,
        id: &'a str,
        urgency: Urgency,
    ) -> RemoteAnswer<'a, Option<RemoteRecord>> {
        Box::pin(async move {
            let terms = self.read().await?;
            Ok(match self.inner.record(place, id, urgency).await? {
                Some(record) => Some(self.inward(&terms, record).await),
                None => None,
            })
        })
    }

    fn furniture<'a>(
        &'a self,
        kind: Kind,
        urgency: Urgency,
    ) -> RemoteAnswer<'a, Option<Vec<RemoteRecord>>> {
        self.inner.furniture(kind, urgency)
    }

    fn find<'a>(
        &'a self,
        fields: &'a Fields,
        urgency: Urgency,
    ) -> RemoteAnswer<'a, Vec<RemoteRecord>> {
        Box::pin(async move {
            let terms = self.read().await?;
            let found = self.inner.find(fields, urgency).await?;
            Ok(self.all_inward(&terms, found).await)
        })
    }

    fn create<'a>(
        &'a self,
        place: Place<'a>,
        fields: &'a Fields,
        urgency: Urgency,
    ) -> RemoteAnswer<'a, RemoteRecord> {
        Box::pin(async move {
            let terms = self.read().await?;
            let (theirs, _) = self.outward(fields).await.map_err(|error| away(&error))?;
            let made = self.inner.create(place, &theirs, urgency).await?;
            Ok(self.inward(&terms, made).await)
        })
    }

    fn update<'a>(
        &'a self,
        place: Place<'a>,
        id: &'a str,
        patch: &'a RemotePatch,
        urgency: Urgency,
    ) -> RemoteAnswer<'a, RemoteRecord> {
        Box::pin(async move {
            let terms = self.read().await?;
            let outward = self.outward(&patch.fields).await;
            let (fields, _) = outward.map_err(|error| away(&error))?;
            let patch = RemotePatch {
                fields,
                ..patch.clone()
            };
            let record = self.inner.update(place, id, &patch, urgency).await?;
            Ok(self.inward(&terms, record).await)
        })
    }

    fn delete<'a>(
        &'a self,
        place: Place<'a>,
        id: &'a str,
        urgency: Urgency,
    ) -> RemoteAnswer<'a, ()> {
        self.inner.delete(place, id, urgency)
    }

    fn changed<'a>(
        &'a self,
        since: Option<Timestamp>,
        page: Option<&'a str>,
    ) -> RemoteAnswer<'a, RemotePage> {
        Box::pin(async move {
            let terms = self.read().await?;
            let page = self.inner.changed(since, page).await?;
            Ok(RemotePage {
                records: self.all_inward(&terms, page.records).await,
                next: page.next,
            })
        })
    }

    fn pace(&self) -> Option<Pace> {
        self.inner.pace()
    }

    fn behind(&self) -> SignedDuration {
        self.inner.behind()
    }
}
