//! Searching contacts.

use jiff::Timestamp;
use tenon_model::normalise;

use super::records::record;
use crate::{
    Record, Store, StoreError,
    driver::{Value, values},
    micros,
};

/// Words sought at once; further ones are not looked at. SQLite refuses expressions 1,000 deep.
const MAX_WORDS: usize = 32;
/// Longest word that can be found, in bytes with its escapes: what is searched in is 2,000 long.
/// SQLite refuses patterns of 50,000.
const MAX_WORD: usize = 4_000;

/// By what contacts are sorted; the id decides between equals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// When they came to be.
    #[default]
    Added,
    /// When they were last written.
    Updated,
    /// Their folded name.
    Name,
}

impl Sort {
    const fn column(self) -> &'static str {
        match self {
            Self::Added => "created_at",
            Self::Updated => "updated_at",
            Self::Name => "sort_name",
        }
    }
}

/// What is sought. All conditions must hold.
#[derive(Debug, Clone, Default)]
pub struct ContactSearch {
    /// Words that must all occur in name, e-mail, phone, firm, city or street.
    pub query: Option<String>,
    /// Exact e-mails and phones in normal form: `("email", …)`.
    pub keys: Vec<(&'static str, String)>,
    /// Written at or after.
    pub updated_from: Option<Timestamp>,
    /// Written at or before.
    pub updated_to: Option<Timestamp>,
    /// Order.
    pub sort: Sort,
    /// Largest first.
    pub descending: bool,
    /// Only what comes behind this place: the sorted column's value (microseconds for times) and id.
    pub after: Option<(serde_json::Value, String)>,
    /// Left out at the start.
    pub offset: i64,
    /// At most so many.
    pub limit: i64,
}

impl ContactSearch {
    /// The place of a record in this order, for `after`.
    #[must_use]
    pub fn place(&self, record: &Record, sort_name: &str) -> (serde_json::Value, String) {
        let value = match self.sort {
            Sort::Added => micros(record.created_at).into(),
            Sort::Updated => micros(record.updated_at).into(),
            Sort::Name => sort_name.into(),
        };
        (value, record.id.clone())
    }

    /// The conditions on records `r`, and their values behind the location's `$1`.
    fn conditions(&self, location: &str) -> (String, Vec<Value>) {
        let mut sql = String::from("r.location_id = $1 AND r.kind = 'contact'");
        let mut values = values![location].to_vec();
        let mut bind = |value: Value| {
            values.push(value);
            format!("${}", values.len())
        };
        sql.push_str(" AND r.deleted_at IS NULL");
        let query = normalise::fold_search(self.query.as_deref().unwrap_or_default());
        for word in query.split_whitespace().take(MAX_WORDS) {
            let word = word
                .replace('\\', "\\\\")
                .replace('%', "\\%")
                .replace('_', "\\_");
            if word.len() > MAX_WORD {
                sql.push_str(" AND 1 = 0");
                continue;
            }
            let place = bind(format!("%{word}%").into());
            sql.push_str(&format!(" AND r.search_text LIKE {place} ESCAPE '\\'"));
        }
        for (name, value) in &self.keys {
            let (name, value) = (bind((*name).into()), bind(value.into()));
            sql.push_str(&format!(
                " AND r.id IN (SELECT k.record_id FROM record_keys k WHERE k.location_id = $1
                   AND k.kind = 'contact' AND k.name = {name} AND k.value = {value})"
            ));
        }
        for (bound, operator) in [(self.updated_from, ">="), (self.updated_to, "<=")] {
            if let Some(at) = bound {
                let place = bind(micros(at).into());
                sql.push_str(&format!(" AND r.updated_at {operator} {place}"));
            }
        }
        (sql, values)
    }
}

impl Store {
    /// The contacts sought, in order.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn search_contacts(
        &self,
        location: &str,
        search: &ContactSearch,
    ) -> Result<Vec<Record>, StoreError> {
        let (mut sql, mut values) = search.conditions(location);
        let column = search.sort.column();
        let (direction, operator) = if search.descending {
            ("DESC", "<")
        } else {
            ("ASC", ">")
        };
        if let Some((value, id)) = &search.after {
            // A place of another order is read as the start of this one.
            values.push(match search.sort {
                Sort::Name => value.as_str().unwrap_or_default().into(),
                Sort::Added | Sort::Updated => value.as_i64().unwrap_or_default().into(),
            });
            values.push(id.into());
            let at = values.len();
            sql.push_str(&format!(
                " AND (r.{column}, r.id) {operator} (${}, ${at})",
                at - 1
            ));
        }
        values.extend(values![search.limit.max(0), search.offset.max(0)]);
        let at = values.len();
        let sql = format!(
            "SELECT r.kind, r.id, r.root_id, r.version, r.created_at, r.updated_at, r.deleted_at,
               r.doc
             FROM records r WHERE {sql}
             ORDER BY r.{column} {direction}, r.id {direction} LIMIT ${} OFFSET ${at}",
            at - 1
        );
        self.scan(&sql, &values).await?.iter().map(record).collect()
    }

    /// How many contacts are sought in all, wherever the page starts.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn count_contacts(
        &self,
        location: &str,
        search: &ContactSearch,
    ) -> Result<i64, StoreError> {
        let (sql, values) = search.conditions(location);
        let sql = format!("SELECT COUNT(*) FROM records r WHERE {sql}");
        self.scan(&sql, &values)
            .await?
            .first()
            .map_or(Ok(0), |row| row.int(0))
    }
}
