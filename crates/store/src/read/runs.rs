//! Runs of the sync.

use jiff::Timestamp;
use serde_json::Value as Json;
use tenon_model::{Origin, time::from_micros};

use crate::{
    Store, StoreError,
    driver::{Row, values},
};

/// What a run does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunKind {
    /// The first time that all of both sides is brought together.
    First,
    /// Everything that lists tell.
    Full,
    /// Everything, also what must be asked for contact by contact.
    Deep,
    /// Only says what a run would do.
    Plan,
    /// Only says where both sides differ.
    Verify,
}

impl RunKind {
    /// Every kind there is.
    pub const ALL: [Self; 5] = [
        Self::First,
        Self::Full,
        Self::Deep,
        Self::Plan,
        Self::Verify,
    ];

    /// The name in storage and on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Full => "full",
            Self::Deep => "deep",
            Self::Plan => "plan",
            Self::Verify => "verify",
        }
    }

    /// The kind of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Whether it changes nothing but its own report.
    #[must_use]
    pub const fn only_reads(self) -> bool {
        matches!(self, Self::Plan | Self::Verify)
    }

    /// Of those that have not ended, a connection has one of each slot.
    #[must_use]
    pub const fn slot(self) -> &'static str {
        match self {
            Self::First | Self::Full | Self::Deep => "sync",
            Self::Plan => "plan",
            Self::Verify => "verify",
        }
    }
}

/// Where a run stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunState {
    /// Nobody has begun it.
    Asked,
    /// It is under way.
    Running,
    /// It would do more than it may without asking; a person decides.
    Braked,
    /// It came to its end.
    Done,
    /// A person ended it.
    Abandoned,
    /// It could not be done; why stands in its report.
    Failed,
}

impl RunState {
    const ALL: [Self; 6] = [
        Self::Asked,
        Self::Running,
        Self::Braked,
        Self::Done,
        Self::Abandoned,
        Self::Failed,
    ];

    /// The name in storage and on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Running => "running",
            Self::Braked => "braked",
            Self::Done => "done",
            Self::Abandoned => "abandoned",
            Self::Failed => "failed",
        }
    }

    /// Whether it is over.
    #[must_use]
    pub const fn has_ended(self) -> bool {
        matches!(self, Self::Done | Self::Abandoned | Self::Failed)
    }
}

/// A run.
#[derive(Debug, Clone, PartialEq)]
pub struct SyncRun {
    /// Its id; what it does carries the cause `run` with it.
    pub id: String,
    /// The connection.
    pub connection_id: String,
    /// What it does.
    pub kind: RunKind,
    /// Where it stands.
    pub state: RunState,
    /// Who asked for it, and why.
    pub origin: Origin,
    /// When it was asked for.
    pub asked_at: Timestamp,
    /// When it was begun.
    pub started_at: Option<Timestamp>,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// When it was last written.
    pub updated_at: Timestamp,
    /// What whoever goes on with it needs to know.
    pub stand: Json,
    /// What is to be said of it: counts, progress, samples.
    pub report: Json,
    /// Grows with every write; 0: not stored yet.
    pub version: i64,
}

impl SyncRun {
    pub(crate) fn slot(&self) -> &'static str {
        if self.state.has_ended() {
            ""
        } else {
            self.kind.slot()
        }
    }
}

const COLUMNS: &str = "id, connection_id, kind, state, origin, asked_at, started_at, ended_at,
    updated_at, stand, report, version";

fn run(row: &Row) -> Result<SyncRun, StoreError> {
    let unknown = |what: &str| StoreError::Internal(format!("unknown run {what}"));
    let (kind, state) = (row.text(2)?, row.text(3)?);
    Ok(SyncRun {
        id: row.string(0)?,
        connection_id: row.string(1)?,
        kind: RunKind::parse(kind).ok_or_else(|| unknown(kind))?,
        state: RunState::ALL
            .into_iter()
            .find(|known| known.name() == state)
            .ok_or_else(|| unknown(state))?,
        origin: row.json(4)?,
        asked_at: from_micros(row.int(5)?),
        started_at: row.optional_int(6)?.map(from_micros),
        ended_at: row.optional_int(7)?.map(from_micros),
        updated_at: from_micros(row.int(8)?),
        stand: row.json(9)?,
        report: row.json(10)?,
        version: row.int(11)?,
    })
}

impl Store {
    /// A run.
    ///
    /// # Errors
    /// See [`StoreError`]; absence is `None`.
    pub async fn run(&self, location: &str, id: &str) -> Result<Option<SyncRun>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM sync_runs WHERE location_id = $1 AND id = $2");
        let rows = self.find(&sql, &values![location, id]).await?;
        rows.first().map(run).transpose()
    }

    /// The runs of a location, newest first: those before an id, when one is named.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn runs(
        &self,
        location: &str,
        before: Option<&str>,
        limit: i64,
    ) -> Result<Vec<SyncRun>, StoreError> {
        // No id has a character behind the tilde.
        let sql = format!(
            "SELECT {COLUMNS} FROM sync_runs WHERE location_id = $1 AND id < $2
             ORDER BY id DESC LIMIT $3"
        );
        let values = values![location, before.unwrap_or("~"), limit.max(0)];
        self.scan(&sql, &values).await?.iter().map(run).collect()
    }

    /// The runs of a connection that have not ended: one of each slot.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn open_runs(
        &self,
        location: &str,
        connection: &str,
    ) -> Result<Vec<SyncRun>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM sync_runs WHERE location_id = $1 AND connection_id = $2
               AND slot <> '' ORDER BY slot"
        );
        let rows = self.find(&sql, &values![location, connection]).await?;
        rows.iter().map(run).collect()
    }

    /// The newest run of a kind that came to its end.
    ///
    /// # Errors
    /// See [`StoreError`]; absence is `None`.
    pub async fn last_run(
        &self,
        location: &str,
        connection: &str,
        kind: RunKind,
    ) -> Result<Option<SyncRun>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM sync_runs WHERE location_id = $1 AND connection_id = $2
               AND kind = $3 AND state = 'done' ORDER BY id DESC LIMIT 1"
        );
        let rows = self
            .find(&sql, &values![location, connection, kind.name()])
            .await?;
        rows.first().map(run).transpose()
    }
}
