//! What went out to a system without an API, what a person is to do there, and what was seen to work.

use jiff::Timestamp;
use serde_json::Value as Json;
use tenon_model::{Kind, time::from_micros};

use super::records::{COLUMNS as RECORD, records};
use crate::{
    Record, Store, StoreError,
    driver::{Row, values},
    micros,
};

/// How a connection is written to.
#[derive(Debug, Clone, PartialEq)]
pub struct Outlet {
    /// The connection.
    pub connection_id: String,
    /// What is handed off, and how; no secrets.
    pub settings: Json,
    /// Grows with every write; 0: not stored yet.
    pub version: i64,
}

macro_rules! states {
    ($(#[$doc:meta])* $type:ident: $($(#[$told:meta])* $state:ident $name:literal,)*) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $type {
            $($(#[$told])* $state,)*
        }

        impl $type {
            /// Every state there is.
            pub const ALL: &'static [Self] = &[$(Self::$state,)*];

            /// The name in storage and on the wire.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$state => $name,)*
                }
            }

            /// The state of that name.
            #[must_use]
            pub fn parse(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|state| state.name() == name)
            }
        }
    };
}

states! {
    /// How a hand-off stands.
    HandoffState:
    /// It is to be sent.
    NotSent "notSent",
    /// It is about to be sent, or was: the answer stands out.
    Sending "sending",
    /// The receiver said that it has it, which does not prove that it arrived.
    HandedOff "handedOff",
    /// It was seen back: what proves it stands in the evidence.
    Confirmed "confirmed",
    /// The receiver refused it, or a person called it off; why stands in the reason.
    Failed "failed",
    /// The answer never came: a person decides, or what is seen back does.
    Unknown "unknown",
}

states! {
    /// How an item of the work list stands.
    WorkState:
    /// It is to be done.
    Open "open",
    /// A person said that it is done.
    Done "done",
    /// The value was seen over there.
    Confirmed "confirmed",
}

/// An entry of the send-once ledger.
#[derive(Debug, Clone, PartialEq)]
pub struct Handoff {
    /// Its id, which is sent along.
    pub id: String,
    /// The connection.
    pub connection_id: String,
    /// What is made over there: `lead` or `project`.
    pub what: String,
    /// The record it is made of.
    pub record_id: String,
    /// The contact that record belongs to.
    pub root_id: String,
    /// How it stands.
    pub state: HandoffState,
    /// How it goes: `zapier` or `file`.
    pub way: String,
    /// Tries that certainly had no effect.
    pub tries: i64,
    /// What was sent; null while nothing was.
    pub sent: Json,
    /// Why it stands as it does, for people.
    pub reason: String,
    /// What was seen back.
    pub evidence: Json,
    /// When the receiver took it, or was to.
    pub handed_at: Option<Timestamp>,
    /// When it was entered.
    pub created_at: Timestamp,
    /// When it changed last.
    pub updated_at: Timestamp,
    /// Grows with every write; 0: not stored yet.
    pub version: i64,
}

/// Something that only a person can do over there.
#[derive(Debug, Clone, PartialEq)]
pub struct WorkItem {
    /// Its id.
    pub id: String,
    /// The connection.
    pub connection_id: String,
    /// The record's kind.
    pub kind: Kind,
    /// The record.
    pub record_id: String,
    /// The contact it belongs to.
    pub root_id: String,
    /// The field that is to be changed; empty: the record itself is to be made or removed.
    pub field: String,
    /// How it stands.
    pub state: WorkState,
    /// What is to be done, in one line.
    pub title: String,
    /// What stands over there, as far as it is known.
    pub before: Json,
    /// What shall stand there.
    pub wanted: Json,
    /// Where in the other system it is done; empty when that is not known.
    pub url: String,
    /// Who ticked it off, or what showed the value.
    pub evidence: Json,
    /// When it was entered.
    pub created_at: Timestamp,
    /// When it changed last.
    pub updated_at: Timestamp,
    /// Grows with every write; 0: not stored yet.
    pub version: i64,
}

/// What proved last that something can be done with a field over there.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// The connection.
    pub connection_id: String,
    /// The record's kind.
    pub kind: Kind,
    /// The field; empty: the record as a whole.
    pub field: String,
    /// `read`, `create`, `update` or `delete`.
    pub verb: String,
    /// When it was seen.
    pub at: Timestamp,
    /// What was seen.
    pub what: Json,
}

/// A calendar that a person's own program subscribes to.
#[derive(Debug, Clone, PartialEq)]
pub struct CalendarFeed {
    /// SHA-256 of the secret in its address, lower-case hex.
    pub hash: String,
    /// The location.
    pub location_id: String,
    /// Its id.
    pub id: String,
    /// Whose appointments; empty: everybody's.
    pub user_id: String,
    /// Its name for people.
    pub name: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
}

const HANDOFF: &str =
    "id, connection_id, what, record_id, root_id, state, way, tries, sent, reason,
                       evidence, handed_at, created_at, updated_at, version";
const ITEM: &str =
    "id, connection_id, kind, record_id, root_id, field, state, title, before, wanted,
                    url, evidence, created_at, updated_at, version";
const FEED: &str = "hash, location_id, id, user_id, name, created_at, revoked_at";

fn unknown(what: &str, name: &str) -> StoreError {
    StoreError::Internal(format!("unknown {what} {name}"))
}

fn handoff(row: &Row) -> Result<Handoff, StoreError> {
    let state = row.text(5)?;
    Ok(Handoff {
        id: row.string(0)?,
        connection_id: row.string(1)?,
        what: row.string(2)?,
        record_id: row.string(3)?,
        root_id: row.string(4)?,
        state: HandoffState::parse(state).ok_or_else(|| unknown("hand-off state", state))?,
        way: row.string(6)?,
        tries: row.int(7)?,
        sent: row.json(8)?,
        reason: row.string(9)?,
        evidence: row.json(10)?,
        handed_at: row.optional_int(11)?.map(from_micros),
        created_at: from_micros(row.int(12)?),
        updated_at: from_micros(row.int(13)?),
        version: row.int(14)?,
    })
}

fn item(row: &Row) -> Result<WorkItem, StoreError> {
    let (kind, state) = (row.text(2)?, row.text(6)?);
    Ok(WorkItem {
        id: row.string(0)?,
        connection_id: row.string(1)?,
        kind: Kind::parse(kind).ok_or_else(|| unknown("kind", kind))?,
        record_id: row.string(3)?,
        root_id: row.string(4)?,
        field: row.string(5)?,
        state: WorkState::parse(state).ok_or_else(|| unknown("work state", state))?,
        title: row.string(7)?,
        before: row.json(8)?,
        wanted: row.json(9)?,
        url: row.string(10)?,
        evidence: row.json(11)?,
        created_at: from_micros(row.int(12)?),
        updated_at: from_micros(row.int(13)?),
        version: row.int(14)?,
    })
}

fn feed(row: &Row) -> Result<CalendarFeed, StoreError> {
    Ok(CalendarFeed {
        hash: row.string(0)?,
        location_id: row.string(1)?,
        id: row.string(2)?,
        user_id: row.string(3)?,
        name: row.string(4)?,
        created_at: from_micros(row.int(5)?),
        revoked_at: row.optional_int(6)?.map(from_micros),
    })
}

impl Store {
    /// How a connection is written to.
    ///
    /// # Errors
    /// See [`StoreError`]; one that nobody has set up is `None`.
    pub async fn outlet(
        &self,
        location: &str,
        connection: &str,
    ) -> Result<Option<Outlet>, StoreError> {
        let sql = "SELECT connection_id, settings, version FROM outlets
                   WHERE location_id = $1 AND connection_id = $2";
        let rows = self.find(sql, &values![location, connection]).await?;
        let outlet = |row: &Row| {
            Ok(Outlet {
                connection_id: row.string(0)?,
                settings: row.json(1)?,
                version: row.int(2)?,
            })
        };
        rows.first().map(outlet).transpose()
    }

    /// A hand-off.
    ///
    /// # Errors
    /// See [`StoreError`]; absence is `None`.
    pub async fn handoff(&self, location: &str, id: &str) -> Result<Option<Handoff>, StoreError> {
        let sql = format!("SELECT {HANDOFF} FROM handoffs WHERE location_id = $1 AND id = $2");
        let rows = self.find(&sql, &values![location, id]).await?;
        rows.first().map(handoff).transpose()
    }

    /// The hand-offs of a contact and what belongs to it.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn handoffs_of(
        &self,
        location: &str,
        root: &str,
    ) -> Result<Vec<Handoff>, StoreError> {
        let sql = format!(
            "SELECT {HANDOFF} FROM handoffs WHERE location_id = $1 AND root_id = $2 ORDER BY id"
        );
        let rows = self.find(&sql, &values![location, root]).await?;
        rows.iter().map(handoff).collect()
    }

    /// Hand-offs in one state or in any, oldest first: those behind a time and id.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn handoffs_in(
        &self,
        location: &str,
        state: Option<HandoffState>,
        (at, id): (Timestamp, &str),
        limit: i64,
    ) -> Result<Vec<Handoff>, StoreError> {
        let sql = format!(
            "SELECT {HANDOFF} FROM handoffs WHERE location_id = $1 AND state = COALESCE($2, state)
               AND (created_at, id) > ($3, $4) ORDER BY created_at, id LIMIT $5"
        );
        let state = state.map(HandoffState::name);
        let values = values![location, state, micros(at), id, limit.max(0)];
        let rows = self.find(&sql, &values).await?;
        rows.iter().map(handoff).collect()
    }

    /// An item of the work list.
    ///
    /// # Errors
    /// See [`StoreError`]; absence is `None`.
    pub async fn work_item(
        &self,
        location: &str,
        id: &str,
    ) -> Result<Option<WorkItem>, StoreError> {
        let sql = format!("SELECT {ITEM} FROM work_items WHERE location_id = $1 AND id = $2");
        let rows = self.find(&sql, &values![location, id]).await?;
        rows.first().map(item).transpose()
    }

    /// The work on a contact and what belongs to it, whatever its state.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn work_items_of(
        &self,
        location: &str,
        root: &str,
    ) -> Result<Vec<WorkItem>, StoreError> {
        let sql = format!(
            "SELECT {ITEM} FROM work_items WHERE location_id = $1 AND root_id = $2
             ORDER BY kind, record_id, field"
        );
        let rows = self.find(&sql, &values![location, root]).await?;
        rows.iter().map(item).collect()
    }

    /// The work list in one state, oldest first: the items behind a time and id.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn work_items_in(
        &self,
        location: &str,
        state: WorkState,
        (at, id): (Timestamp, &str),
        limit: i64,
    ) -> Result<Vec<WorkItem>, StoreError> {
        let sql = format!(
            "SELECT {ITEM} FROM work_items WHERE location_id = $1 AND state = $2
               AND (created_at, id) > ($3, $4) ORDER BY created_at, id LIMIT $5"
        );
        let values = values![location, state.name(), micros(at), id, limit.max(0)];
        let rows = self.find(&sql, &values).await?;
        rows.iter().map(item).collect()
    }

    /// Everything that was seen to work with a connection.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn evidence_of(
        &self,
        location: &str,
        connection: &str,
    ) -> Result<Vec<Evidence>, StoreError> {
        let sql = "SELECT kind, field, verb, at, what FROM evidence
                   WHERE location_id = $1 AND connection_id = $2 ORDER BY kind, field, verb";
        let rows = self.find(sql, &values![location, connection]).await?;
        let evidence = |row: &Row| {
            let kind = row.text(0)?;
            Ok(Evidence {
                connection_id: connection.to_owned(),
                kind: Kind::parse(kind).ok_or_else(|| unknown("kind", kind))?,
                field: row.string(1)?,
                verb: row.string(2)?,
                at: from_micros(row.int(3)?),
                what: row.json(4)?,
            })
        };
        rows.iter().map(evidence).collect()
    }

    /// The contacts behind an id, in its order, of which a connection's system knows nothing: none
    /// was read from there, and none was handed off or is about to be.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn contacts_unknown_to(
        &self,
        location: &str,
        connection: &str,
        after: &str,
        limit: i64,
    ) -> Result<Vec<Record>, StoreError> {
        let columns: Vec<_> = RECORD.split(", ").map(|name| format!("r.{name}")).collect();
        let sql = format!(
            "SELECT {} FROM records r WHERE r.location_id = $1 AND r.kind = 'contact' AND r.id > $3
               AND r.deleted_at IS NULL
               AND NOT EXISTS (SELECT 1 FROM links l WHERE l.location_id = $1
                 AND l.connection_id = $2 AND l.kind = 'contact' AND l.record_id = r.id)
               AND NOT EXISTS (SELECT 1 FROM handoffs h WHERE h.location_id = $1
                 AND h.connection_id = $2 AND h.what = 'lead' AND h.record_id = r.id
                 AND h.state <> 'failed')
             ORDER BY r.id LIMIT $4",
            columns.join(", ")
        );
        let rows = self
            .scan(&sql, &values![location, connection, after, limit.max(0)])
            .await?;
        records(rows)
    }

    /// The feed whose secret has this hash, revoked ones included.
    ///
    /// # Errors
    /// See [`StoreError`]; absence is `None`.
    pub async fn calendar_feed(&self, hash: &str) -> Result<Option<CalendarFeed>, StoreError> {
        let sql = format!("SELECT {FEED} FROM calendar_feeds WHERE hash = $1");
        let rows = self.find(&sql, &values![hash]).await?;
        rows.first().map(feed).transpose()
    }

    /// The calendar feeds of a location, oldest first, revoked ones included.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn calendar_feeds(&self, location: &str) -> Result<Vec<CalendarFeed>, StoreError> {
        let sql = format!(
            "SELECT {FEED} FROM calendar_feeds WHERE location_id = $1 ORDER BY created_at, id"
        );
        let rows = self.find(&sql, &values![location]).await?;
        rows.iter().map(feed).collect()
    }

    /// The appointments of a user, or of everybody (empty), that end no earlier than `since`, in the
    /// order of their ids, deleted ones included: what a calendar that mirrors them must know.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn appointments_to_mirror(
        &self,
        location: &str,
        user: &str,
        since: &str,
        limit: i64,
    ) -> Result<Vec<Record>, StoreError> {
        // The newest first: of more than fit, those to come are worth most.
        let sql = format!(
            "SELECT {RECORD} FROM records WHERE location_id = $1 AND kind = 'appointment'
             ORDER BY updated_at DESC, id LIMIT $2"
        );
        let found = records(self.scan(&sql, &values![location, limit.max(0)]).await?)?;
        let mut kept = Vec::new();
        for record in found {
            let doc = record.fields()?;
            let text = |name: &str| doc.get(name).and_then(Json::as_str).unwrap_or_default();
            let whose = user.is_empty() || text("assignedUserId") == user;
            if whose && text("endTime") >= since {
                kept.push(record);
            }
        }
        kept.sort_by(|one, other| one.id.cmp(&other.id));
        Ok(kept)
    }
}
