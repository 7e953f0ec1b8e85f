//! The whole log, page by page, in either direction and with a filter.

use tenon_model::Change;

use super::changes::{COLUMNS, change};
use crate::{Store, StoreError, driver::values};

/// Entries that one page looks at: a filter that fits few of them must not read the whole log at once.
const LOOKED_AT: i64 = 20_000;

/// What to look for in a location's log.
#[derive(Debug, Clone, Default)]
pub struct LogSearch {
    /// Only behind this number, oldest first; `None`: newest first.
    pub after: Option<i64>,
    /// Only before this number, newest first.
    pub before: Option<i64>,
    /// Only of this kind of record, by name.
    pub kind: Option<String>,
    /// Only this action, by name.
    pub action: Option<String>,
    /// Only by such an actor (`person`), or by this one (`person:id`).
    pub actor: Option<String>,
    /// Most on the page.
    pub limit: i64,
}

/// A page of the log.
#[derive(Debug, Clone)]
pub struct LogPage {
    /// The entries, in the order asked for; it may be short, though there are more.
    pub changes: Vec<Change>,
    /// What to pass on as `after` or `before`.
    pub next: i64,
    /// Whether there is more to look at there.
    pub more: bool,
}

impl Store {
    /// A page of a location's log. At most 20,000 entries are looked at, so a page may be short, or
    /// empty, though more would fit further on: [`LogPage::more`] says so.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn log_page(
        &self,
        location: &str,
        search: &LogSearch,
    ) -> Result<LogPage, StoreError> {
        let newest = self.last_seq(location).await?;
        let limit = search.limit.max(1);
        // Numbers have no gaps, so they bound what is looked at.
        let (from, to, order) = match search.after {
            Some(after) => (after, after.saturating_add(LOOKED_AT), "ASC"),
            None => {
                let before = search.before.unwrap_or(i64::MAX).min(newest + 1);
                ((before - 1 - LOOKED_AT).max(0), before - 1, "DESC")
            }
        };
        let actor = search.actor.as_deref().map(pattern);
        let sql = format!(
            "SELECT {COLUMNS} FROM changes WHERE location_id = $1 AND seq > $2 AND seq <= $3
               AND kind = COALESCE($4, kind) AND action = COALESCE($5, action)
               AND ($6 = '' OR origin LIKE $6 ESCAPE '!')
             ORDER BY seq {order} LIMIT $7"
        );
        let values = values![
            location,
            from,
            to,
            search.kind.as_deref(),
            search.action.as_deref(),
            actor.as_deref().unwrap_or_default(),
            limit
        ];
        let rows = self.scan(&sql, &values).await?;
        let changes = rows.iter().map(change).collect::<Result<Vec<_>, _>>()?;
        let full = i64::try_from(changes.len()).is_ok_and(|found| found >= limit);
        let last = changes.last().filter(|_| full).map(|change| change.seq);
        let (next, more) = if search.after.is_some() {
            let next = last.unwrap_or(to.min(newest).max(from));
            (next, next < newest)
        } else {
            let next = last.unwrap_or(from + 1);
            (next, next > 1)
        };
        Ok(LogPage {
            changes,
            next,
            more,
        })
    }
}

/// How an origin of this actor starts, as it is kept: kinds and ids hold nothing that JSON escapes.
fn pattern(actor: &str) -> String {
    let kept = actor
        .replace('!', "!!")
        .replace('%', "!%")
        .replace('_', "!_");
    match kept.split_once(':') {
        None => format!("{{\"actor\":{{\"kind\":\"{kept}\",%"),
        Some((kind, id)) => format!("{{\"actor\":{{\"kind\":\"{kind}\",\"id\":\"{id}\",%"),
    }
}
