//! How a search is done: which contacts are looked at, in which order, and when it is enough.

use std::{
    collections::{HashMap, HashSet},
    sync::{Mutex, PoisonError},
};

use tenon_model::filter::{Check, Filter};

use super::{ContactSearch, Found, gather::Gathering, sources::Offer, tail::Standing};
use crate::{
    Record, Store, StoreError,
    commit::places,
    driver::{Engine, Row, Value, values},
};

/// Changes the index may be behind before a search goes through all contacts instead: the tail's ids
/// are held in memory.
const MAX_TAIL: i64 = 100_000;
/// How many more the index may offer when the order is not that of creation, in which SQLite's terms
/// can be walked.
const UNORDERED: usize = 5;
/// Contacts looked at in one step of a walk: at first, and at most.
const STEPS: (usize, usize) = (50, 500);
/// Contacts of the tail for which the index's count is put right.
const MAX_CORRECTED: usize = 200;

type Plans = Mutex<Vec<(String, String)>>;

/// The store, as one search sees it.
pub(super) struct Look<'a> {
    pub(super) store: &'a Store,
    pub(super) location: &'a str,
    plans: Option<&'a Plans>,
}

impl Look<'_> {
    pub(super) async fn query(&self, sql: &str, values: &[Value]) -> Result<Vec<Row>, StoreError> {
        if let Some(plans) = self.plans {
            let (explain, column) = match self.store.engine() {
                Engine::Sqlite => ("EXPLAIN QUERY PLAN", 3),
                Engine::Postgres => ("EXPLAIN", 0),
            };
            let rows = self.store.scan(&format!("{explain} {sql}"), values).await?;
            let lines = rows.iter().map(|row| row.string(column));
            let plan = lines.collect::<Result<Vec<_>, _>>()?.join("\n");
            let mut plans = plans.lock().unwrap_or_else(PoisonError::into_inner);
            plans.push((sql.to_owned(), plan));
        }
        self.store.scan(sql, values).await
    }
}

pub(super) async fn run(
    store: &Store,
    location: &str,
    search: &ContactSearch,
    plans: Option<&Plans>,
) -> Result<Found, StoreError> {
    let look = Look {
        store,
        location,
        plans,
    };
    let mut found = Found {
        exact: true,
        ..Found::default()
    };
    let mut gathering = Gathering::new(search);
    if let Some(ids) = look.keyed(&search.filter, search.effort.offered).await? {
        look.consider(&mut gathering, ids.iter()).await?;
        found.total = gathering.matched;
        return look.finish(search, gathering, found).await;
    }
    let Some(standing) = look.standing().await? else {
        return Ok(found);
    };
    let is_small = standing.contacts + standing.behind <= whole(search.effort.small);
    if is_small || standing.behind > standing.contacts.max(1) || standing.behind > MAX_TAIL {
        look.scan(&mut gathering).await?;
        found.total = gathering.matched;
        return look.finish(search, gathering, found).await;
    }
    let tail = look.tail(&standing).await?;
    look.consider(&mut gathering, tail.iter()).await?;
    let Some(offer) = Offer::of(location, &search.filter) else {
        return Ok(found);
    };
    let ordered = offer.is_ordered(store.engine(), search);
    let most = search.effort.offered * if ordered { 1 } else { UNORDERED };
    if offer.narrows() {
        let ids = offer.ids(&look, most + 1).await?;
        if ids.len() <= most {
            let ids = ids.iter().filter(|id| !tail.contains(*id));
            look.consider(&mut gathering, ids).await?;
            found.total = gathering.matched;
            return look.finish(search, gathering, found).await;
        }
    }
    let in_tail = gathering.matched;
    let ended = look
        .walk(&mut gathering, &offer, &tail, &mut found.gave_up)
        .await?;
    if ended && search.after.is_none() && !search.filter.is_always() {
        found.total = gathering.matched;
    } else {
        let counted = Counted { standing, in_tail };
        (found.total, found.exact) = look.total(search, &offer, &tail, &counted).await?;
    }
    look.finish(search, gathering, found).await
}

struct Counted {
    standing: Standing,
    /// Matches among the tail's.
    in_tail: i64,
}

impl Look<'_> {
    /// The contacts with an id, e-mail, phone or business that the filter asks for, when it does so
    /// and they are few. These keys are written with the contacts, so there is no tail.
    async fn keyed(&self, filter: &Filter, most: usize) -> Result<Option<Vec<String>>, StoreError> {
        for one in filter.conjuncts() {
            let Filter::Test(field, Check::Is(wanted)) = one else {
                continue;
            };
            let name = field.name();
            if name == "id" {
                return Ok(Some(wanted.clone()));
            }
            if !["email", "phone", "businessId"].contains(&name.as_str()) || wanted.is_empty() {
                continue;
            }
            let mut values = values![self.location, name, whole(most) + 1].to_vec();
            values.extend(wanted.iter().map(Value::from));
            let sql = format!(
                "SELECT record_id FROM record_keys WHERE location_id = $1 AND kind = 'contact'
                   AND name = $2 AND value IN ({}) LIMIT $3",
                places(4, wanted.len())
            );
            let rows = self.query(&sql, &values).await?;
            let ids: HashSet<String> = rows
                .iter()
                .map(|row| row.string(0))
                .collect::<Result<_, _>>()?;
            if rows.len() <= most {
                return Ok(Some(ids.into_iter().collect()));
            }
        }
        Ok(None)
    }

    /// Looks at these contacts.
    async fn consider<'i>(
        &self,
        gathering: &mut Gathering<'_>,
        ids: impl Iterator<Item = &'i String>,
    ) -> Result<(), StoreError> {
        let ids: Vec<&str> = ids.map(String::as_str).collect();
        // In pieces, so that many documents are never in memory at once.
        for ids in ids.chunks(STEPS.1) {
            for record in self.records(ids.iter().copied()).await? {
                gathering.consider(&record)?;
            }
        }
        Ok(())
    }

    /// Looks at every contact.
    async fn scan(&self, gathering: &mut Gathering<'_>) -> Result<(), StoreError> {
        let mut last = String::new();
        loop {
            let records = self.contacts_behind(&last).await?;
            let Some(end) = records.last() else {
                return Ok(());
            };
            last.clone_from(&end.id);
            for record in &records {
                gathering.consider(record)?;
            }
        }
    }

    /// Looks at contacts in order until the page is full. Whether it came to the end.
    async fn walk(
        &self,
        gathering: &mut Gathering<'_>,
        offer: &Offer,
        tail: &HashSet<String>,
        gave_up: &mut bool,
    ) -> Result<bool, StoreError> {
        let search = gathering.search();
        let mut step = offer.start(self.store.engine(), search);
        let (mut size, mut kept, mut visited) = (STEPS.0, 0, 0);
        // Where the page became full: what was created in the same millisecond may still precede.
        let mut full: Option<Option<i64>> = None;
        if search.reach() == 0 {
            return Ok(false);
        }
        loop {
            let walked = offer.walk(self, search, &step, size).await?;
            let fresh = walked
                .iter()
                .filter(|walked| !tail.contains(&walked.place.id));
            let fresh = fresh.map(|walked| walked.place.id.as_str());
            let matching = self.matching(search, fresh).await?;
            for one in &walked {
                if full.is_some_and(|full| full != one.millisecond || full.is_none()) {
                    return Ok(false);
                }
                let id = &one.place.id;
                if tail.contains(id) || matching.as_ref().is_some_and(|ids| !ids.contains(id)) {
                    continue;
                }
                gathering.matched += 1;
                kept += usize::from(gathering.keep(one.place.clone()));
                if kept >= search.reach() && full.is_none() {
                    full = Some(one.millisecond);
                }
            }
            let Some(last) = walked.last().filter(|_| walked.len() == size) else {
                return Ok(true);
            };
            if full.is_some_and(|full| full.is_none()) {
                return Ok(false);
            }
            step.clone_from(&last.next);
            visited += walked.len();
            if visited >= search.effort.visited {
                *gave_up = kept < search.reach();
                return Ok(false);
            }
            size = (size * 2).min(STEPS.1);
        }
    }

    /// Those of these contacts that match; `None`: all do.
    async fn matching<'i>(
        &self,
        search: &ContactSearch,
        ids: impl Iterator<Item = &'i str>,
    ) -> Result<Option<HashSet<String>>, StoreError> {
        if search.filter.is_always() {
            return Ok(None);
        }
        let mut matching = HashSet::new();
        for record in self.records(ids).await? {
            if search
                .filter
                .holds(&super::subject(&record, &record.fields()?))
            {
                matching.insert(record.id);
            }
        }
        Ok(Some(matching))
    }

    /// How many are sought in all, and whether that is exact: more than pages can reach are not
    /// counted, and of what the index offers beyond what matches only so many are looked at.
    async fn total(
        &self,
        search: &ContactSearch,
        offer: &Offer,
        tail: &HashSet<String>,
        counted: &Counted,
    ) -> Result<(i64, bool), StoreError> {
        if search.filter.is_always() {
            return Ok((self.contacts(&counted.standing).await?, true));
        }
        let most = search.effort.counted;
        if !offer.narrows() {
            return Ok((self.contacts(&counted.standing).await?.min(most), false));
        }
        let offered = offer.count(self, most + 1).await?;
        if offered > most {
            return Ok((most, false));
        }
        let total = offered + counted.in_tail;
        if !offer.exact || tail.len() > MAX_CORRECTED {
            return Ok((total.min(most), false));
        }
        if tail.is_empty() {
            return Ok((total, true));
        }
        let ids: Vec<&str> = tail.iter().map(String::as_str).collect();
        Ok((total - offer.count_among(self, &ids).await?, true))
    }

    /// The contacts of the page, as they are now: one that has just ceased to match is left out.
    async fn finish(
        &self,
        search: &ContactSearch,
        gathering: Gathering<'_>,
        mut found: Found,
    ) -> Result<Found, StoreError> {
        let places = gathering.page();
        let records = self
            .records(places.iter().map(|place| place.id.as_str()))
            .await?;
        let mut records: HashMap<String, Record> = records
            .into_iter()
            .map(|record| (record.id.clone(), record))
            .collect();
        for place in places {
            let Some(record) = records.remove(&place.id) else {
                continue;
            };
            if search
                .filter
                .holds(&super::subject(&record, &record.fields()?))
            {
                found.contacts.push((record, place));
            }
        }
        Ok(found)
    }
}

fn whole(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
