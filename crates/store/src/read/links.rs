//! Links: hub records and their copies elsewhere.

use serde_json::Value as Json;
use tenon_model::{Fields, Kind};

use crate::{
    Store, StoreError,
    driver::{Row, values},
};

/// Where a link stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkState {
    /// A copy is to be made; whether a call for it has gone out stands in the detail.
    Pending,
    /// Both are there.
    Linked,
    /// One side is gone and the two were parted.
    Parted,
    /// The other side refuses the record; why stands in the detail.
    Refused,
}

impl LinkState {
    /// The name in storage and on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Linked => "linked",
            Self::Parted => "parted",
            Self::Refused => "refused",
        }
    }

    fn parse(name: &str) -> Result<Self, StoreError> {
        [Self::Pending, Self::Linked, Self::Parted, Self::Refused]
            .into_iter()
            .find(|state| state.name() == name)
            .ok_or_else(|| StoreError::Internal(format!("unknown link state {name}")))
    }
}

/// A hub record, its copy in a connected system, and the last version both agreed on.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// The connection.
    pub connection_id: String,
    /// The record's kind.
    pub kind: Kind,
    /// The hub's record.
    pub record_id: String,
    /// The contact it belongs to.
    pub root_id: String,
    /// The copy, once it is known.
    pub remote_id: Option<String>,
    /// Where it stands.
    pub state: LinkState,
    /// The hub's fields when both agreed.
    pub base_hub: Fields,
    /// The copy's fields at that moment: the same, but for what the other side writes differently.
    pub base_remote: Fields,
    /// What else must be known.
    pub detail: Json,
    /// Grows with every write; 0: not stored yet.
    pub version: i64,
}

pub(super) const COLUMNS: &str =
    "connection_id, kind, record_id, root_id, remote_id, state, base_hub,
    base_remote, detail, version";

pub(super) fn link(row: &Row) -> Result<Link, StoreError> {
    let kind = row.text(1)?;
    Ok(Link {
        connection_id: row.string(0)?,
        kind: Kind::parse(kind)
            .ok_or_else(|| StoreError::Internal(format!("unknown kind {kind}")))?,
        record_id: row.string(2)?,
        root_id: row.string(3)?,
        remote_id: row.optional_string(4)?,
        state: LinkState::parse(row.text(5)?)?,
        base_hub: row.json(6)?,
        base_remote: row.json(7)?,
        detail: row.json(8)?,
        version: row.int(9)?,
    })
}

impl Store {
    /// The links of a contact, its tasks and its notes, to one connection.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn links_of(
        &self,
        location: &str,
        connection: &str,
        root: &str,
    ) -> Result<Vec<Link>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM links WHERE location_id = $1 AND root_id = $2
               AND connection_id = $3 ORDER BY kind, record_id"
        );
        self.find(&sql, &values![location, root, connection])
            .await?
            .iter()
            .map(link)
            .collect()
    }

    /// The link of a copy.
    ///
    /// # Errors
    /// See [`StoreError`]; absence is `None`.
    pub async fn link_of_remote(
        &self,
        location: &str,
        connection: &str,
        kind: Kind,
        remote: &str,
    ) -> Result<Option<Link>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM links WHERE location_id = $1 AND connection_id = $2
               AND kind = $3 AND remote_id = $4"
        );
        let rows = self
            .find(&sql, &values![location, connection, kind.name(), remote])
            .await?;
        rows.first().map(link).transpose()
    }

    /// A connection's links in one state, behind a record id, in its order.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn links_in_state(
        &self,
        location: &str,
        connection: &str,
        kind: Kind,
        state: LinkState,
        after: &str,
        limit: i64,
    ) -> Result<Vec<Link>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM links WHERE location_id = $1 AND connection_id = $2
               AND kind = $3 AND state = $4 AND record_id > $5 ORDER BY record_id LIMIT $6"
        );
        let values = values![
            location,
            connection,
            kind.name(),
            state.name(),
            after,
            limit.max(0)
        ];
        self.scan(&sql, &values).await?.iter().map(link).collect()
    }
}
