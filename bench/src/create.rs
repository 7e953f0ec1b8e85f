//! Creating contacts durably over HTTP, 64 clients: with group commit, against one transaction per
//! request on the same disk.
//!
//! The floor is what a server usually does: each request runs its own transaction on a connection
//! of a pool of 16. Beside it stands, for what it is worth, our own writer thread with grouping
//! turned off: it has no two writers that wait for each other, only a sync of the disk each.

use std::time::Duration;

use crate::{
    Figure,
    client::{rate, request},
    world::{self, Folder, Result},
};

const CLIENTS: usize = 64;
const POOL: usize = 16;
const ROUND: Duration = Duration::from_secs(5);
const ROUNDS: u64 = 2;

pub(crate) async fn measure() -> Result<Vec<Figure>> {
    let (mut pooled, mut single, mut grouped) = (0.0, 0.0, 0.0);
    for round in 0..ROUNDS {
        pooled += one("pooled", POOL, 1, round).await?;
        single += one("single", 1, 1, round).await?;
        grouped += one("grouped", 1, 256, round).await?;
    }
    let mean = |sum: f64| sum / ROUNDS as f64;
    let (pooled, single, grouped) = (mean(pooled), mean(single), mean(grouped));
    Ok(vec![
        Figure {
            what: "create contact, 64 clients / own transaction, pool of 16",
            measured: format!("{grouped:.0} / {pooled:.0} = {:.1}", grouped / pooled),
            target: "at least 8",
            reached: grouped / pooled >= 8.0,
        },
        Figure {
            what: "  the same / our writer without grouping",
            measured: format!("{grouped:.0} / {single:.0} = {:.1}", grouped / single),
            target: "(for comparison)",
            reached: true,
        },
    ])
}

async fn one(name: &str, writers: usize, group: usize, round: u64) -> Result<f64> {
    let folder = Folder::new(&format!("create-{name}-{round}"))?;
    let (store, token) = world::store(&folder.0, group).await?;
    let mut addresses = vec![world::serve(store, Vec::new()).await?];
    for _ in 1..writers {
        let store = world::open(&folder.0, group).await?;
        addresses.push(world::serve(store, Vec::new()).await?);
    }
    let make = move |number: u64| {
        let mut body = world::contact(number);
        body["locationId"] = world::LOCATION.into();
        request("POST", "/contacts/", &token, &body.to_string())
    };
    Ok(rate(&addresses, CLIENTS, ROUND, 201, make).await?)
}
