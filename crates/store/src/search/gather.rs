//! What a search has found so far: the places that may be on its page, and how many matched.

use tenon_model::{Fields, filter::SortField};

use super::{ContactSearch, Place, subject};
use crate::{Record, StoreError};

/// Places kept beyond those that matter before the rest is thrown away.
const SLACK: usize = 2_000;

pub(super) struct Gathering<'a> {
    search: &'a ContactSearch,
    best: Vec<Place>,
    /// Contacts that matched, wherever the page starts.
    pub(super) matched: i64,
}

impl<'a> Gathering<'a> {
    pub(super) const fn new(search: &'a ContactSearch) -> Self {
        Self {
            search,
            best: Vec::new(),
            matched: 0,
        }
    }

    pub(super) const fn search(&self) -> &'a ContactSearch {
        self.search
    }

    /// Whether a contact can be judged without its document.
    pub(super) fn needs_no_document(&self) -> bool {
        let by_time = |field| matches!(field, SortField::Added | SortField::Updated);
        self.search.filter.is_always() && self.search.order.iter().all(|order| by_time(order.field))
    }

    /// Judges a contact and keeps its place. Whether it may be on the page.
    pub(super) fn consider(&mut self, record: &Record) -> Result<bool, StoreError> {
        let doc = if self.needs_no_document() {
            Fields::new()
        } else {
            record.fields()?
        };
        let subject = subject(record, &doc);
        if !self.search.filter.holds(&subject) {
            return Ok(false);
        }
        self.matched += 1;
        Ok(self.keep(self.search.place_of(&subject)))
    }

    /// Keeps the place of a contact that matches, when it is behind where the page starts.
    pub(super) fn keep(&mut self, place: Place) -> bool {
        if !self.search.is_behind(&place) {
            return false;
        }
        self.best.push(place);
        if self.best.len() >= self.search.reach().saturating_add(SLACK) {
            self.shorten();
        }
        true
    }

    fn shorten(&mut self) {
        self.best
            .sort_by(|one, other| self.search.compare(one, other));
        // A contact may have been met twice, before and after it was indexed.
        self.best.dedup_by(|one, other| one.id == other.id);
        self.best.truncate(self.search.reach());
    }

    /// The places of the page.
    pub(super) fn page(mut self) -> Vec<Place> {
        self.shorten();
        self.best.drain(..self.search.offset.min(self.best.len()));
        self.best
    }
}
