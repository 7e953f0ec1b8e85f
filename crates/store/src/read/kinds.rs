//! Records that are listed by their kind, and contacts by their business.

use jiff::Timestamp;
use tenon_model::{Kind, index::appointment_key, normalise, time};

use super::records::{COLUMNS, records};
use crate::{Record, Store, StoreError, driver::values};

/// Which of a business's contacts are asked for.
#[derive(Debug, Clone, Default)]
pub struct Members {
    /// Text that must be in them: part of a name, an e-mail or a phone. Empty: any.
    pub query: String,
    /// Those behind this place (a folded name and an id, as they sort).
    pub after: Option<(String, String)>,
    /// Goes past so many.
    pub skip: i64,
    /// At most so many.
    pub limit: i64,
}

/// A span of time in which appointments begin: both ends belong to it.
#[derive(Debug, Clone, Copy)]
pub struct Span {
    /// Its start.
    pub from: Timestamp,
    /// Its end.
    pub to: Timestamp,
    /// At most so many.
    pub limit: i64,
}

impl Store {
    /// The appointments of a calendar (`calendarId`) or user (`assignedUserId`) that begin in a span,
    /// in the order in which they do.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn appointments(
        &self,
        location: &str,
        (name, id): (&str, &str),
        span: &Span,
    ) -> Result<Vec<Record>, StoreError> {
        let (from, to) = (time::to_wire(span.from), time::to_wire(span.to));
        let sql = format!(
            "SELECT {} FROM record_keys k JOIN records r ON r.location_id = k.location_id
               AND r.kind = k.kind AND r.id = k.record_id
             WHERE k.location_id = $1 AND k.kind = 'appointment' AND k.name = $2
               AND k.value >= $3 AND k.value <= $4 AND r.deleted_at IS NULL
             ORDER BY k.value, r.id LIMIT $5",
            of_records()
        );
        let values = values![
            location,
            name,
            &appointment_key(id, &from),
            &appointment_key(id, &to),
            span.limit.max(0),
        ];
        let found = records(self.find(&sql, &values).await?)?;
        // A database may sort another id, alike but for its case, between those of this one.
        let mut own = Vec::with_capacity(found.len());
        for record in found {
            if record.fields()?.get(name).is_some_and(|is| is == id) {
                own.push(record);
            }
        }
        Ok(own)
    }

    /// A location's records of one kind, oldest first.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn records_in(
        &self,
        location: &str,
        kind: Kind,
        skip: i64,
        limit: i64,
    ) -> Result<Vec<Record>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM records WHERE location_id = $1 AND kind = $2
               AND deleted_at IS NULL ORDER BY id LIMIT $3 OFFSET $4"
        );
        let values = values![location, kind.name(), limit.max(0), skip.max(0)];
        records(self.find(&sql, &values).await?)
    }

    /// The contacts of a business by name, and how many there are on all pages.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn members(
        &self,
        location: &str,
        business: &str,
        members: &Members,
    ) -> Result<(Vec<Record>, i64), StoreError> {
        let pattern = normalise::fold_search(&members.query)
            .replace('\\', "\\\\")
            .replace('%', "\\%")
            .replace('_', "\\_");
        let sought = values![location, business, &format!("%{pattern}%")].to_vec();
        let of = "FROM record_keys k JOIN records r ON r.location_id = k.location_id
               AND r.kind = k.kind AND r.id = k.record_id
             WHERE k.location_id = $1 AND k.kind = 'contact' AND k.name = 'businessId'
               AND k.value = $2 AND r.deleted_at IS NULL AND r.search_text LIKE $3 ESCAPE '\\'";
        let count = self
            .find(&format!("SELECT COUNT(*) {of}"), &sought)
            .await?
            .first()
            .map_or(Ok(0), |row| row.int(0))?;
        let mut values = sought;
        let mut behind = "";
        values.extend(values![members.limit.max(0), members.skip.max(0)]);
        if let Some((name, id)) = &members.after {
            behind = "AND (r.sort_name, r.id) > ($6, $7)";
            values.extend(values![name, id]);
        }
        let sql = format!(
            "SELECT {} {of} {behind} ORDER BY r.sort_name, r.id LIMIT $4 OFFSET $5",
            of_records()
        );
        Ok((records(self.find(&sql, &values).await?)?, count))
    }
}

/// The columns of `records r`.
fn of_records() -> String {
    let columns = COLUMNS.split(", ").map(|column| format!("r.{column}"));
    columns.collect::<Vec<_>>().join(", ")
}
