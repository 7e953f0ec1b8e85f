//! What the index offers: contacts among which all that match are to be found, but for the tail's.

use tenon_model::filter::{Check, Filter, Needed, SearchField, SortField, SortKey};

use super::{ContactSearch, Place, plan::Look};
use crate::{
    StoreError,
    commit::{NUMBER_BITS, array, places, word},
    driver::{Engine, Row, Value, values},
};

pub(super) const RECORD: &str =
    "kind, id, root_id, version, created_at, updated_at, deleted_at, doc";
/// Most terms asked for at once: a search with more goes by its order instead.
const MAX_TERMS: usize = 500;
/// The largest number in a millisecond.
const LAST_OF_MILLISECOND: i64 = (1 << NUMBER_BITS) - 1;

/// What the index is asked for.
pub(super) struct Offer {
    /// The terms; `None`: they tell nothing.
    terms: Option<Needed>,
    /// Bounds of `created_at` and `updated_at`.
    times: [(Option<i64>, Option<i64>); 2],
    /// Whether it offers nothing that does not match.
    pub(super) exact: bool,
}

/// Where a walk goes on.
#[derive(Debug, Clone)]
pub(super) enum Step {
    /// Behind this place.
    Place(Option<Place>),
    /// At this number of a contact or behind it.
    Number(i64),
}

/// A contact that was walked by.
pub(super) struct Walked {
    pub(super) place: Place,
    /// Of a walk by numbers, which has those of one millisecond in no order: when it was created.
    pub(super) millisecond: Option<i64>,
    /// Where the walk goes on behind it.
    pub(super) next: Step,
}

impl Offer {
    /// What to ask for; `None`: nothing can match.
    pub(super) fn of(location: &str, filter: &Filter) -> Option<Self> {
        let mut offer = Self {
            terms: None,
            times: [(None, None); 2],
            exact: true,
        };
        let mut all = Vec::new();
        for one in filter.conjuncts() {
            if let Filter::Test(field, Check::Between(from, to)) = one
                && let Some(column) = time_column(field)
            {
                let bounds = &mut offer.times[column];
                bounds.0 = bounds.0.max(*from);
                bounds.1 = match (bounds.1, *to) {
                    (Some(one), Some(other)) => Some(one.min(other)),
                    (one, other) => one.or(other),
                };
                continue;
            }
            let (needed, exact) = one.needed(location);
            offer.exact &= exact;
            all.extend(needed);
        }
        match simple(Needed::All(all)) {
            Simple::Never => return None,
            Simple::Always => {}
            Simple::Terms(terms) if count(&terms) > MAX_TERMS => offer.exact = false,
            Simple::Terms(terms) => offer.terms = Some(terms),
        }
        Some(offer)
    }

    /// Whether it narrows anything down.
    pub(super) fn narrows(&self) -> bool {
        self.terms.is_some() || self.times != [(None, None); 2]
    }

    /// Whether the walk in this order goes by the terms: SQLite's index of terms can be read in the
    /// order of creation.
    pub(super) fn is_ordered(&self, engine: Engine, search: &ContactSearch) -> bool {
        let by_creation = matches!(&search.order[..], [order] if order.field == SortField::Added);
        engine == Engine::Sqlite && by_creation && self.terms.is_some()
    }

    fn times(&self, sql: &mut String, values: &mut Vec<Value>) {
        for (column, (from, to)) in ["created_at", "updated_at"].into_iter().zip(self.times) {
            for (bound, operator) in [(from, ">="), (to, "<=")] {
                if let Some(bound) = bound {
                    values.push(bound.into());
                    sql.push_str(&format!(" AND i.{column} {operator} ${}", values.len()));
                }
            }
        }
    }

    /// What stands behind SELECT: tables and conditions.
    fn from(&self, look: &Look<'_>, values: &mut Vec<Value>) -> String {
        values.push(look.location.into());
        let mut sql = match (&self.terms, look.store.engine()) {
            (Some(terms), Engine::Sqlite) => {
                values.push(words(terms).into());
                // Named in the order in which they are to be gone through.
                "FROM contact_terms CROSS JOIN contact_index i
                 WHERE contact_terms MATCH $2 AND i.n = contact_terms.rowid AND i.location_id = $1"
                    .to_owned()
            }
            (Some(terms), Engine::Postgres) => format!(
                "FROM contact_index i WHERE i.location_id = $1 AND {}",
                arrays(terms)
            ),
            (None, _) => "FROM contact_index i WHERE i.location_id = $1".to_owned(),
        };
        self.times(&mut sql, values);
        sql
    }

    /// The ids offered, in no order.
    pub(super) async fn ids(
        &self,
        look: &Look<'_>,
        limit: usize,
    ) -> Result<Vec<String>, StoreError> {
        let mut values = Vec::new();
        let from = self.from(look, &mut values);
        values.push(whole(limit).into());
        let sql = format!("SELECT i.id {from} LIMIT ${}", values.len());
        let rows = look.query(&sql, &values).await?;
        rows.iter().map(|row| row.string(0)).collect()
    }

    /// How many are offered, up to a limit.
    pub(super) async fn count(&self, look: &Look<'_>, limit: i64) -> Result<i64, StoreError> {
        let mut values = Vec::new();
        // By way of the contacts, which say whose they are: terms are hashes, and another location's
        // may be made to be alike.
        let from = self.from(look, &mut values);
        values.push(limit.into());
        let sql = format!(
            "SELECT COUNT(*) FROM (SELECT 1 AS one {from} LIMIT ${}) offered",
            values.len()
        );
        let rows = look.query(&sql, &values).await?;
        rows.first().map_or(Ok(0), |row| row.int(0))
    }

    /// How many of these contacts are offered.
    pub(super) async fn count_among(
        &self,
        look: &Look<'_>,
        ids: &[&str],
    ) -> Result<i64, StoreError> {
        let mut values = Vec::new();
        let from = self.from(look, &mut values);
        let sql = format!(
            "SELECT COUNT(*) {from} AND i.id IN ({})",
            places(values.len() + 1, ids.len())
        );
        values.extend(ids.iter().map(|id| Value::from(*id)));
        let rows = look.query(&sql, &values).await?;
        rows.first().map_or(Ok(0), |row| row.int(0))
    }

    /// Where a walk begins.
    pub(super) fn start(&self, engine: Engine, search: &ContactSearch) -> Step {
        if !self.is_ordered(engine, search) {
            return Step::Place(search.after.clone());
        }
        let at = search.after.as_ref().map(|after| match after.keys.first() {
            Some(SortKey::Number(at)) => at.div_euclid(1_000).clamp(0, i64::MAX >> NUMBER_BITS),
            _ => 0,
        });
        Step::Number(match (at, search.order[0].descending) {
            (None, true) => i64::MAX,
            (None, false) => 0,
            (Some(at), true) => (at << NUMBER_BITS) | LAST_OF_MILLISECOND,
            (Some(at), false) => at << NUMBER_BITS,
        })
    }

    /// The next contacts of a walk in order.
    pub(super) async fn walk(
        &self,
        look: &Look<'_>,
        search: &ContactSearch,
        step: &Step,
        limit: usize,
    ) -> Result<Vec<Walked>, StoreError> {
        let mut values = Vec::new();
        let (columns, order) = columns(search);
        match step {
            Step::Number(number) => {
                let mut sql = self.from(look, &mut values);
                let (operator, direction, next) = if search.descends() {
                    ("<=", "DESC", -1)
                } else {
                    (">=", "ASC", 1)
                };
                values.extend(values![*number, whole(limit)]);
                let at = values.len();
                sql.push_str(&format!(
                    " AND contact_terms.rowid {operator} ${}
                     ORDER BY contact_terms.rowid {direction} LIMIT ${at}",
                    at - 1
                ));
                let sql = format!("SELECT i.id, {columns}, i.n {sql}");
                let rows = look.query(&sql, &values).await?;
                let walked = rows.iter().map(|row| {
                    let number = row.int(search.order.len() + 1)?;
                    Ok(Walked {
                        place: place(row, search)?,
                        millisecond: Some(number >> NUMBER_BITS),
                        next: Step::Number(number.saturating_add(next)),
                    })
                });
                walked.collect()
            }
            Step::Place(after) => {
                // SQLite's terms are in no other order than that of creation.
                let without;
                let offer = if look.store.engine() == Engine::Sqlite {
                    without = Self {
                        terms: None,
                        ..*self
                    };
                    &without
                } else {
                    self
                };
                let mut sql = offer.from(look, &mut values);
                if let Some(after) = after {
                    sql.push_str(" AND ");
                    sql.push_str(&behind(search, after, &mut values));
                }
                values.push(whole(limit).into());
                let sql = format!(
                    "SELECT i.id, {columns} {sql} ORDER BY {order} LIMIT ${}",
                    values.len()
                );
                let rows = look.query(&sql, &values).await?;
                let walked = rows.iter().map(|row| {
                    let place = place(row, search)?;
                    Ok(Walked {
                        next: Step::Place(Some(place.clone())),
                        millisecond: None,
                        place,
                    })
                });
                walked.collect()
            }
        }
    }
}

fn time_column(field: &SearchField) -> Option<usize> {
    match field.name().as_str() {
        "dateAdded" => Some(0),
        "dateUpdated" => Some(1),
        _ => None,
    }
}

fn whole(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

const fn column(field: SortField) -> &'static str {
    match field {
        SortField::Added => "i.created_at",
        SortField::Updated => "i.updated_at",
        SortField::FirstName => "i.first_name",
        SortField::LastName => "i.last_name",
        SortField::BusinessName => "i.business_name",
        SortField::Email => "i.email",
        SortField::Source => "i.source",
        SortField::Dnd => "i.dnd",
    }
}

/// The columns of an order, and how they are sorted.
fn columns(search: &ContactSearch) -> (String, String) {
    let direction = |descending| if descending { "DESC" } else { "ASC" };
    let columns = search.order.iter().map(|order| column(order.field));
    let sorted = search
        .order
        .iter()
        .map(|order| format!("{} {}", column(order.field), direction(order.descending)));
    let by_id = format!("i.id {}", direction(search.descends()));
    (
        columns.collect::<Vec<_>>().join(", "),
        sorted.chain([by_id]).collect::<Vec<_>>().join(", "),
    )
}

/// What is behind a place, as a condition that the index of the first column can use.
fn behind(search: &ContactSearch, after: &Place, values: &mut Vec<Value>) -> String {
    let mut bound = Vec::new();
    let operator = |descending| if descending { "<" } else { ">" };
    for (order, key) in search.order.iter().zip(&after.keys) {
        values.push(match key {
            SortKey::Number(number) => (*number).into(),
            SortKey::Text(text) => text.into(),
        });
        let (name, at) = (column(order.field), values.len());
        bound.push((name, operator(order.descending), at));
    }
    values.push((&after.id).into());
    bound.push(("i.id", operator(search.descends()), values.len()));
    let mut any = Vec::with_capacity(bound.len());
    for (place, (name, operator, at)) in bound.iter().enumerate() {
        let equal = bound[..place]
            .iter()
            .map(|(name, _, at)| format!("{name} = ${at} AND "));
        any.push(format!(
            "({}{name} {operator} ${at})",
            equal.collect::<String>()
        ));
    }
    let (first, operator, at) = bound[0];
    format!("{first} {operator}= ${at} AND ({})", any.join(" OR "))
}

fn place(row: &Row, search: &ContactSearch) -> Result<Place, StoreError> {
    let keys = search.order.iter().enumerate().map(|(at, order)| {
        Ok(if order.field.is_number() {
            SortKey::Number(row.int(at + 1)?)
        } else {
            SortKey::Text(row.string(at + 1)?)
        })
    });
    Ok(Place {
        id: row.string(0)?,
        keys: keys.collect::<Result<_, StoreError>>()?,
    })
}

enum Simple {
    Never,
    Always,
    Terms(Needed),
}

/// Without what is always or never so.
fn simple(needed: Needed) -> Simple {
    let (parts, all) = match needed {
        Needed::Term(_) => return Simple::Terms(needed),
        Needed::All(parts) => (parts, true),
        Needed::Any(parts) => (parts, false),
    };
    let mut left = Vec::with_capacity(parts.len());
    for part in parts {
        match (simple(part), all) {
            (Simple::Never, true) => return Simple::Never,
            (Simple::Always, false) => return Simple::Always,
            (Simple::Never, false) | (Simple::Always, true) => {}
            (Simple::Terms(part), _) => left.push(part),
        }
    }
    match (left.len(), all) {
        (0, true) => Simple::Always,
        (0, false) => Simple::Never,
        (1, _) => left.pop().map_or(Simple::Never, Simple::Terms),
        (_, true) => Simple::Terms(Needed::All(left)),
        (_, false) => Simple::Terms(Needed::Any(left)),
    }
}

fn count(needed: &Needed) -> usize {
    match needed {
        Needed::Term(_) => 1,
        Needed::All(parts) | Needed::Any(parts) => parts.iter().map(count).sum(),
    }
}

/// In FTS5's language.
fn words(needed: &Needed) -> String {
    let joined = |parts: &[Needed], with: &str| {
        let parts: Vec<String> = parts.iter().map(words).collect();
        format!("({})", parts.join(with))
    };
    match needed {
        Needed::Term(term) => format!("\"{}\"", word(*term)),
        Needed::All(parts) => joined(parts, " AND "),
        Needed::Any(parts) => joined(parts, " OR "),
    }
}

/// As conditions on an array.
fn arrays(needed: &Needed) -> String {
    let (parts, joiner, operator) = match needed {
        Needed::Term(term) => return format!("i.terms @> '{}'::BIGINT[]", array(&[*term])),
        Needed::All(parts) => (parts, " AND ", "@>"),
        Needed::Any(parts) => (parts, " OR ", "&&"),
    };
    let terms: Vec<i64> = parts
        .iter()
        .filter_map(|part| {
            if let Needed::Term(term) = part {
                Some(*term)
            } else {
                None
            }
        })
        .collect();
    let together =
        (!terms.is_empty()).then(|| format!("i.terms {operator} '{}'::BIGINT[]", array(&terms)));
    let others = parts
        .iter()
        .filter(|part| !matches!(part, Needed::Term(_)))
        .map(arrays);
    let all: Vec<String> = together.into_iter().chain(others).collect();
    format!("({})", all.join(joiner))
}
