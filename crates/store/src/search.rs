//! Searching contacts.
//!
//! An index follows the change log in the background ([`follow`]), so that no write waits for it.
//! What it does not hold yet is the log's **tail**: the contacts that changed since. A search looks at
//! both: what the index offers, without the tail's contacts, and all of the tail. Every contact is
//! judged by its document as it is, so an index that is behind, or that offers too much, costs time
//! and never a wrong answer; a contact is found as soon as its create was answered.

mod follow;
mod gather;
mod keep;
mod plan;
mod sources;
mod tail;

use tenon_model::{
    Fields,
    filter::{Filter, Order, SortKey, Subject},
};

use crate::{Record, Store, StoreError, micros};

pub use follow::Lag;

/// Where a contact stands in an order: its keys, then its id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// A key for each field sorted by.
    pub keys: Vec<SortKey>,
    /// The contact.
    pub id: String,
}

/// What is sought.
#[derive(Debug, Clone)]
pub struct ContactSearch {
    /// Which contacts.
    pub filter: Filter,
    /// By what they are sorted, the most significant first; the id decides between equals, in the
    /// direction of the first.
    pub order: Vec<Order>,
    /// Only what comes behind this place of the same order.
    pub after: Option<Place>,
    /// Left out at the start.
    pub offset: usize,
    /// At most so many.
    pub limit: usize,
    /// How hard to look.
    pub effort: Effort,
}

impl Default for ContactSearch {
    fn default() -> Self {
        Self {
            filter: Filter::always(),
            order: vec![Order::NEWEST],
            after: None,
            offset: 0,
            limit: 20,
            effort: Effort::default(),
        }
    }
}

/// What bounds the work of one search.
#[derive(Debug, Clone, Copy)]
pub struct Effort {
    /// In a location with at most so many contacts every one is looked at.
    pub small: usize,
    /// Contacts offered by the index that are all looked at, whatever their order; of more, the
    /// first in the order are looked at until a page is full.
    pub offered: usize,
    /// Matches counted: HighLevel's pages end there.
    pub counted: i64,
    /// Contacts looked at for one page. A search that finds too few among so many gives up: a second
    /// or two of work.
    pub visited: usize,
}

impl Default for Effort {
    fn default() -> Self {
        Self {
            small: 300,
            offered: 1_000,
            counted: 10_000,
            visited: 200_000,
        }
    }
}

/// A page of what was found.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// The contacts, with their places.
    pub contacts: Vec<(Record, Place)>,
    /// How many are sought in all, wherever the page starts.
    pub total: i64,
    /// Whether `total` is exact. Otherwise it is at least as large as what pages can reach.
    pub exact: bool,
    /// Whether the search was given up: there may be more than the page holds.
    pub gave_up: bool,
}

impl ContactSearch {
    /// The place of a contact in this order.
    ///
    /// # Errors
    /// [`StoreError::Internal`] when its document is not readable.
    pub fn place(&self, record: &Record) -> Result<Place, StoreError> {
        let doc = record.fields()?;
        Ok(self.place_of(&subject(record, &doc)))
    }

    fn place_of(&self, subject: &Subject<'_>) -> Place {
        let keys = self.order.iter().map(|order| order.field.key(subject));
        Place {
            keys: keys.collect(),
            id: subject.id.to_owned(),
        }
    }

    /// Which of two places comes first.
    fn compare(&self, one: &Place, other: &Place) -> std::cmp::Ordering {
        let keys = one.keys.iter().zip(&other.keys).zip(&self.order);
        let by_keys = keys.map(|((one, other), order)| {
            let ordering = one.cmp(other);
            if order.descending {
                ordering.reverse()
            } else {
                ordering
            }
        });
        let by_id = one.id.cmp(&other.id);
        let by_id = if self.descends() {
            by_id.reverse()
        } else {
            by_id
        };
        by_keys
            .chain([by_id])
            .find(|ordering| ordering.is_ne())
            .unwrap_or(std::cmp::Ordering::Equal)
    }

    /// The direction of the ids.
    fn descends(&self) -> bool {
        self.order.first().is_some_and(|order| order.descending)
    }

    /// Whether a place is behind where the page starts.
    fn is_behind(&self, place: &Place) -> bool {
        let after = self.after.as_ref();
        after.is_none_or(|after| self.compare(place, after).is_gt())
    }

    /// Places that matter: the page's, and those left out before it.
    #[must_use]
    pub const fn reach(&self) -> usize {
        self.offset.saturating_add(self.limit)
    }
}

pub(crate) fn subject<'a>(record: &'a Record, doc: &'a Fields) -> Subject<'a> {
    Subject {
        id: &record.id,
        created_at: micros(record.created_at),
        updated_at: micros(record.updated_at),
        doc,
    }
}

impl Store {
    /// A page of the contacts sought.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn search_contacts(
        &self,
        location: &str,
        search: &ContactSearch,
    ) -> Result<Found, StoreError> {
        plan::run(self, location, search, None).await
    }

    /// The statements that a search makes, each with the database's plan for it: for tests that no
    /// table is gone through.
    ///
    /// # Errors
    /// See [`StoreError`].
    #[doc(hidden)]
    pub async fn search_plans(
        &self,
        location: &str,
        search: &ContactSearch,
    ) -> Result<Vec<(String, String)>, StoreError> {
        let plans = std::sync::Mutex::default();
        plan::run(self, location, search, Some(&plans)).await?;
        Ok(plans.into_inner().unwrap_or_default())
    }

    /// How many contacts a location has.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn count_contacts(&self, location: &str) -> Result<i64, StoreError> {
        let search = ContactSearch {
            limit: 0,
            ..ContactSearch::default()
        };
        Ok(self.search_contacts(location, &search).await?.total)
    }
}
