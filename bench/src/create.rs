//! Creating contacts durably over HTTP, 64 clients: with group commit, against one transaction per
//! request on the same disk, and against a bare route that parses the same body.
//!
//! The floor is what a server usually does: each request runs its own transaction on a connection
//! of a pool of 16. Beside it stands, for what it is worth, our own writer thread with grouping
//! turned off: it has no two writers that wait for each other, only a sync of the disk each.

use std::time::Duration;

use tenon_store::Store;

use crate::{
    Figure,
    client::{Load, load, request},
    world::{self, Bare, Folder, Result},
};

const CLIENTS: usize = 64;
const POOL: usize = 16;
const ROUND: Duration = Duration::from_secs(5);
const ROUNDS: u64 = 2;

pub(crate) async fn measure() -> Result<Vec<Figure>> {
    let (mut pooled, mut single, mut grouped, mut bare) = (vec![], vec![], vec![], vec![]);
    for round in 0..ROUNDS {
        pooled.push(create("pooled", POOL, 1, round).await?);
        single.push(create("single", 1, 1, round).await?);
        grouped.push(create("grouped", 1, 256, round).await?);
        bare.push(parse(round).await?);
    }
    let rate = |rounds: &[Load]| Load::mean(rounds).rate;
    let cpu = |rounds: &[Load]| Load::mean(rounds).cpu;
    let cpu = format!("{:.1} / {:.1}", cpu(&grouped), cpu(&bare));
    let (pooled, single, grouped) = (rate(&pooled), rate(&single), rate(&grouped));
    let bare = rate(&bare);
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
        Figure {
            what: "  the same / a bare route that parses the same body",
            measured: format!("{grouped:.0} / {bare:.0} = {:.2}", grouped / bare),
            target: "at least 0.3",
            reached: grouped / bare >= 0.3,
        },
        Figure {
            what: "  the same, processor time a call in microseconds",
            measured: cpu,
            target: "(for comparison)",
            reached: true,
        },
    ])
}

async fn create(name: &str, writers: usize, group: usize, round: u64) -> Result<Load> {
    let folder = Folder::new(&format!("create-{name}-{round}"))?;
    let (store, token) = world::store(&folder.0, group).await?;
    let mut stores = vec![store];
    for _ in 1..writers {
        stores.push(world::open(&folder.0, group).await?);
    }
    creates(stores, &token, 0).await
}

/// Creates through servers over these stores, contacts numbered from `first`.
pub(crate) async fn creates(stores: Vec<Store>, token: &str, first: u64) -> Result<Load> {
    let mut addresses = Vec::new();
    for store in stores {
        addresses.push(world::serve(store, Bare::default()).await?);
    }
    let make = request_maker("/contacts/", token, first);
    Ok(load(&addresses, CLIENTS, ROUND, 201, make).await?)
}

async fn parse(round: u64) -> Result<Load> {
    let folder = Folder::new(&format!("parse-{round}"))?;
    let (store, token) = world::store(&folder.0, 256).await?;
    let address = world::serve(store, Bare::default()).await?;
    let make = request_maker("/bare/parse", &token, 0);
    Ok(load(&[address], CLIENTS, ROUND, 201, make).await?)
}

fn request_maker(
    path: &'static str,
    token: &str,
    first: u64,
) -> impl Fn(u64) -> Vec<u8> + Send + Sync + use<> {
    let token = token.to_owned();
    move |number| {
        let mut body = world::contact(first + number);
        body["locationId"] = world::LOCATION.into();
        request("POST", path, &token, &body.to_string())
    }
}
