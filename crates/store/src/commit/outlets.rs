//! What goes out to a system without an API: settings, the send-once ledger, the work list, what was
//! seen to work, and calendar feeds.

use serde_json::Value as Json;

use super::{Commit, log::to_text};
use crate::{
    CalendarFeed, Evidence, Handoff, Outlet, StoreError, WorkItem,
    driver::{Driver, Value, values},
    micros,
};

/// Something to write about outlets. What has a `version` is refused when it is no longer at it
/// (0: it is new).
#[derive(Debug, Clone)]
pub enum OutletWrite {
    /// How a connection is written to.
    Settings(Box<Outlet>),
    /// An entry of the ledger. A new one is refused when the record has one already, so that no two
    /// are ever sent.
    Handoff(Box<Handoff>),
    /// An item of the work list. A new one is refused when the field has one already.
    WorkItem(Box<WorkItem>),
    /// An item that nobody need do any more.
    DropWorkItem {
        /// Its id.
        id: String,
        /// The version that was read.
        version: i64,
    },
    /// What proved something; an older proof never replaces a newer one.
    Evidence(Box<Evidence>),
    /// A new calendar feed.
    Feed(Box<CalendarFeed>),
    /// A feed that answers nobody any more; refused when there is none.
    RevokeFeed {
        /// Its id.
        id: String,
    },
}

pub(crate) async fn write(
    driver: &mut dyn Driver,
    commit: &Commit,
    write: &OutletWrite,
) -> Result<(), StoreError> {
    match write {
        OutletWrite::Settings(outlet) => settings(driver, commit, outlet).await,
        OutletWrite::Handoff(handoff) => ledger(driver, commit, handoff).await,
        OutletWrite::WorkItem(item) => work(driver, commit, item).await,
        OutletWrite::DropWorkItem { id, version } => {
            let sql = "DELETE FROM work_items WHERE location_id = $1 AND id = $2 AND version = $3";
            let values = values![&commit.location, id, *version];
            one(driver, sql, &values, "the work item").await
        }
        OutletWrite::Evidence(evidence) => prove(driver, commit, evidence).await,
        OutletWrite::Feed(feed) => {
            let sql =
                "INSERT INTO calendar_feeds (hash, location_id, id, user_id, name, created_at)
                       VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING";
            let at = micros(commit.at);
            let of = &commit.location;
            let values = values![&feed.hash, of, &feed.id, &feed.user_id, &feed.name, at];
            one(driver, sql, &values, "the calendar feed").await
        }
        OutletWrite::RevokeFeed { id } => {
            let sql = "UPDATE calendar_feeds SET revoked_at = $3
                       WHERE location_id = $1 AND id = $2 AND revoked_at IS NULL";
            let values = values![&commit.location, id, micros(commit.at)];
            one(driver, sql, &values, "the calendar feed").await
        }
    }
}

async fn one(
    driver: &mut dyn Driver,
    sql: &str,
    values: &[Value],
    what: &str,
) -> Result<(), StoreError> {
    if driver.execute(sql, values).await? == 0 {
        Err(StoreError::conflict(what))
    } else {
        Ok(())
    }
}

async fn settings(
    driver: &mut dyn Driver,
    commit: &Commit,
    outlet: &Outlet,
) -> Result<(), StoreError> {
    let sql = if outlet.version == 0 {
        "INSERT INTO outlets (location_id, connection_id, settings, version, updated_at)
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING"
    } else {
        "UPDATE outlets SET settings = $3, version = $4, updated_at = $5
         WHERE location_id = $1 AND connection_id = $2 AND version = $4 - 1"
    };
    let values = values![
        &commit.location,
        &outlet.connection_id,
        to_text(&outlet.settings)?,
        outlet.version + 1,
        micros(commit.at),
    ];
    one(driver, sql, &values, "how the connection is written to").await
}

async fn ledger(
    driver: &mut dyn Driver,
    commit: &Commit,
    handoff: &Handoff,
) -> Result<(), StoreError> {
    let sql = if handoff.version == 0 {
        "INSERT INTO handoffs (location_id, id, version, updated_at, state, way, tries, sent, reason,
           evidence, handed_at, connection_id, what, record_id, root_id, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $4)
         ON CONFLICT DO NOTHING"
    } else {
        // Whose it is never changes.
        "UPDATE handoffs SET version = $3, updated_at = $4, state = $5, way = $6, tries = $7,
           sent = $8, reason = $9, evidence = $10, handed_at = $11
         WHERE location_id = $1 AND id = $2 AND version = $3 - 1"
    };
    let mut values = values![
        &commit.location,
        &handoff.id,
        handoff.version + 1,
        micros(commit.at),
        handoff.state.name(),
        &handoff.way,
        handoff.tries,
        to_text(&handoff.sent)?,
        &handoff.reason,
        to_text(&handoff.evidence)?,
        handoff.handed_at.map(micros),
    ]
    .to_vec();
    if handoff.version == 0 {
        values.extend(values![
            &handoff.connection_id,
            &handoff.what,
            &handoff.record_id,
            &handoff.root_id,
        ]);
    }
    one(driver, sql, &values, "the hand-off").await
}

async fn work(driver: &mut dyn Driver, commit: &Commit, item: &WorkItem) -> Result<(), StoreError> {
    let sql = if item.version == 0 {
        "INSERT INTO work_items (location_id, id, version, updated_at, state, title, before, wanted,
           url, evidence, connection_id, kind, record_id, root_id, field, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $4)
         ON CONFLICT DO NOTHING"
    } else {
        "UPDATE work_items SET version = $3, updated_at = $4, state = $5, title = $6, before = $7,
           wanted = $8, url = $9, evidence = $10
         WHERE location_id = $1 AND id = $2 AND version = $3 - 1"
    };
    let mut values = values![
        &commit.location,
        &item.id,
        item.version + 1,
        micros(commit.at),
        item.state.name(),
        &item.title,
        to_text(&item.before)?,
        to_text(&item.wanted)?,
        &item.url,
        to_text(&item.evidence)?,
    ]
    .to_vec();
    if item.version == 0 {
        values.extend(values![
            &item.connection_id,
            item.kind.name(),
            &item.record_id,
            &item.root_id,
            &item.field,
        ]);
    }
    one(driver, sql, &values, "the work item").await
}

async fn prove(
    driver: &mut dyn Driver,
    commit: &Commit,
    evidence: &Evidence,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO evidence (location_id, connection_id, kind, field, verb, at, what)
               VALUES ($1, $2, $3, $4, $5, $6, $7)
               ON CONFLICT (location_id, connection_id, kind, field, verb) DO UPDATE SET
                 at = excluded.at, what = excluded.what
               WHERE evidence.at <= excluded.at";
    let what: &Json = &evidence.what;
    let values = values![
        &commit.location,
        &evidence.connection_id,
        evidence.kind.name(),
        &evidence.field,
        &evidence.verb,
        micros(evidence.at),
        to_text(what)?,
    ];
    driver.execute(sql, &values).await.map(drop)
}
