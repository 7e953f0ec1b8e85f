//! What ties Tenon to vendors: its apps, connections being made in the browser, and how connections
//! stand.

use super::{Commit, Committed, log::to_text};
use crate::{
    ConnectFlow, Standing, StoreError, VendorApp,
    driver::{Driver, values},
    micros,
};

/// Ended flows removed along with each new one: more than are added, so that they do not pile up.
const PRUNED_AT_ONCE: i64 = 20;

/// One thing to write. Those that expect something are refused with a conflict when it is not so.
#[derive(Debug, Clone)]
pub enum VendorWrite {
    /// An app, new (version 0) or changed; expects the version that was read, and that no other app has
    /// its client id.
    App(VendorApp),
    /// A connection that somebody begins to make. Some that have ended are removed.
    Flow(ConnectFlow),
    /// A flow's use; expects that it is unused and has not ended.
    UseFlow {
        /// The hash of its state.
        hash: String,
    },
    /// How a connection of the commit's location stands, new (version 0) or changed; expects the
    /// version that was read.
    Standing(Box<Standing>),
    /// The end of a secret; expects the version that was read.
    ForgetSecret {
        /// Its name.
        name: String,
        /// The version.
        version: i64,
    },
    /// Jobs of a queue that wait after a failure may run at once.
    Wake {
        /// The queue.
        queue: String,
    },
}

pub(crate) async fn write(
    driver: &mut dyn Driver,
    commit: &Commit,
    write: &VendorWrite,
    done: &mut Committed,
) -> Result<(), StoreError> {
    let location = &commit.location;
    let now = micros(commit.at);
    match write {
        VendorWrite::App(item) => app(driver, item, now).await,
        VendorWrite::Flow(item) => flow(driver, item, now).await,
        VendorWrite::UseFlow { hash } => {
            let sql = "UPDATE connect_flows SET used_at = $2
                       WHERE hash = $1 AND used_at IS NULL AND expires_at > $2";
            let used = driver.execute(sql, &values![hash, now]).await?;
            expected(used, || "the connection being made".to_owned())
        }
        VendorWrite::Standing(item) => standing(driver, location, item).await,
        VendorWrite::ForgetSecret { name, version } => {
            let sql = "DELETE FROM secrets WHERE location_id = $1 AND name = $2 AND version = $3";
            let gone = driver
                .execute(sql, &values![location, name, *version])
                .await?;
            expected(gone, || format!("the secret {name}"))
        }
        VendorWrite::Wake { queue } => {
            let sql = "UPDATE jobs SET run_at = $3, attempts = 0
                       WHERE location_id = $1 AND queue = $2 AND attempts > 0 AND run_at > $3
                         AND lease_until <= $3";
            let woken = driver.execute(sql, &values![location, queue, now]).await?;
            done.wakes |= woken > 0;
            Ok(())
        }
    }
}

async fn app(driver: &mut dyn Driver, item: &VendorApp, now: i64) -> Result<(), StoreError> {
    let settings = to_text(&item.settings)?;
    let written = if item.version == 0 {
        let sql =
            "INSERT INTO vendor_apps (id, system, name, client_id, settings, created_at, version)
                   VALUES ($1, $2, $3, $4, $5, $6, 1) ON CONFLICT DO NOTHING";
        let values = values![
            &item.id,
            &item.system,
            &item.name,
            &item.client_id,
            settings,
            now
        ];
        driver.execute(sql, &values).await?
    } else {
        // The client id is what the app is.
        let sql = "UPDATE vendor_apps SET name = $3, settings = $4, version = version + 1
                   WHERE id = $1 AND version = $2";
        let values = values![&item.id, item.version, &item.name, settings];
        driver.execute(sql, &values).await?
    };
    expected(written, || format!("the app {}", item.client_id))
}

async fn flow(driver: &mut dyn Driver, item: &ConnectFlow, now: i64) -> Result<(), StoreError> {
    let sql = "DELETE FROM connect_flows WHERE hash IN
                 (SELECT hash FROM connect_flows WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2)";
    driver.execute(sql, &values![now, PRUNED_AT_ONCE]).await?;
    let sql = "INSERT INTO connect_flows (hash, location_id, app_id, detail, expires_at, used_at)
               VALUES ($1, $2, $3, $4, $5, NULL) ON CONFLICT DO NOTHING";
    let values = values![
        &item.hash,
        &item.location_id,
        &item.app_id,
        to_text(&item.detail)?,
        micros(item.expires_at)
    ];
    let written = driver.execute(sql, &values).await?;
    expected(written, || "the connection being made".to_owned())
}

async fn standing(
    driver: &mut dyn Driver,
    location: &str,
    item: &Standing,
) -> Result<(), StoreError> {
    let sql = if item.version == 0 {
        "INSERT INTO standings (location_id, connection_id, app_id, account, company, state, words,
           detail, since, connected_at, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11 + 1) ON CONFLICT DO NOTHING"
    } else {
        "UPDATE standings SET app_id = $3, account = $4, company = $5, state = $6, words = $7,
           detail = $8, since = $9, connected_at = $10, version = $11 + 1
         WHERE location_id = $1 AND connection_id = $2 AND version = $11"
    };
    let values = values![
        location,
        &item.connection_id,
        &item.app_id,
        &item.account,
        &item.company,
        item.state.name(),
        &item.words,
        to_text(&item.detail)?,
        micros(item.since),
        micros(item.connected_at),
        item.version,
    ];
    let written = driver.execute(sql, &values).await?;
    expected(written, || {
        format!("the standing of connection {}", item.connection_id)
    })
}

fn expected(touched: u64, what: impl FnOnce() -> String) -> Result<(), StoreError> {
    if touched == 0 {
        Err(StoreError::conflict(what()))
    } else {
        Ok(())
    }
}
