//! The connected system as the field map shows it: what is read is changed to the hub's way, and what
//! goes both ways is changed back before it is sent.

use std::sync::{Arc, PoisonError, RwLock};

use jiff::{SignedDuration, Timestamp};
use tenon_model::{Fields, Kind};

use super::SyncMap;
use crate::remote::{
    Pace, Place, Remote, RemoteAnswer, RemoteError, RemotePage, RemotePatch, RemoteRecord, Urgency,
};

/// The status under which a value that the map cannot send is refused: nothing was sent.
const REFUSED: u16 = 422;

/// A map and its version; 0: the standard one.
pub(crate) type Held = (i64, Arc<SyncMap>);

/// A connected system behind a map, which can be exchanged.
pub(crate) struct Mapped {
    inner: Arc<dyn Remote>,
    country: String,
    held: RwLock<Held>,
}

impl Mapped {
    /// Behind the standard map. `country` reads phones without a country code.
    pub(crate) fn new(inner: Arc<dyn Remote>, country: String) -> Self {
        Self {
            inner,
            country,
            held: RwLock::new((0, Arc::default())),
        }
    }

    /// The system itself, as no map shows it.
    pub(crate) fn inner(&self) -> &dyn Remote {
        &*self.inner
    }

    /// The map and its version.
    pub(crate) fn held(&self) -> Held {
        let held = self.held.read();
        held.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Exchanges the map.
    pub(crate) fn hold(&self, held: Held) {
        *self.held.write().unwrap_or_else(PoisonError::into_inner) = held;
    }

    fn map(&self) -> Arc<SyncMap> {
        self.held().1
    }

    fn read(&self, kind: Kind, mut record: RemoteRecord) -> RemoteRecord {
        record.fields = self.map().reading(kind, record.fields, &self.country);
        record
    }

    fn read_all(&self, kind: Kind, records: Vec<RemoteRecord>) -> Vec<RemoteRecord> {
        let records = records.into_iter();
        records.map(|record| self.read(kind, record)).collect()
    }

    /// Fields as they are sent.
    fn written(&self, kind: Kind, fields: &Fields) -> Result<Fields, RemoteError> {
        let written = self.map().writing(kind, fields.clone(), &self.country);
        written.map_err(|(field, why)| RemoteError::Refused {
            status: REFUSED,
            message: format!("{field}: {why}"),
        })
    }
}

impl Remote for Mapped {
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
            let found = self.inner.contact(id, urgency).await?;
            Ok(found.map(|record| self.read(Kind::Contact, record)))
        })
    }

    fn children<'a>(
        &'a self,
        kind: Kind,
        contact: &'a str,
        urgency: Urgency,
    ) -> RemoteAnswer<'a, Option<Vec<RemoteRecord>>> {
        Box::pin(async move {
            let found = self.inner.children(kind, contact, urgency).await?;
            Ok(found.map(|records| self.read_all(kind, records)))
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
            let sought = self.written(Kind::Contact, fields);
            let sought = sought.unwrap_or_else(|_| fields.clone());
            let found = self.inner.find(&sought, urgency).await?;
            Ok(self.read_all(Kind::Contact, found))
        })
    }

    fn create<'a>(
        &'a self,
        place: Place<'a>,
        fields: &'a Fields,
        urgency: Urgency,
    ) -> RemoteAnswer<'a, RemoteRecord> {
        Box::pin(async move {
            let fields = self.written(place.kind, fields)?;
            let made = self.inner.create(place, &fields, urgency).await?;
            Ok(self.read(place.kind, made))
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
            let patch = RemotePatch {
                fields: self.written(place.kind, &patch.fields)?,
                ..patch.clone()
            };
            let answered = self.inner.update(place, id, &patch, urgency).await?;
            Ok(self.read(place.kind, answered))
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
            let page = self.inner.changed(since, page).await?;
            Ok(RemotePage {
                records: self.read_all(Kind::Contact, page.records),
                next: page.next,
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
            let found = self.inner.record(place, id, urgency).await?;
            Ok(found.map(|record| self.read(place.kind, record)))
        })
    }

    fn pace(&self) -> Option<Pace> {
        self.inner.pace()
    }

    fn behind(&self) -> SignedDuration {
        self.inner.behind()
    }
}
