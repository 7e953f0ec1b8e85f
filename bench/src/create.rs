//! Creating contacts durably, 64 clients, against the same server with one transaction per request
//! on the same disk.

use std::{net::SocketAddr, time::Duration};

use crate::{
    Figure,
    client::{rate, request},
    world::{self, Folder, Result},
};

const CLIENTS: usize = 64;
const ROUND: Duration = Duration::from_secs(5);
const ROUNDS: u64 = 2;

pub(crate) async fn measure() -> Result<Vec<Figure>> {
    let (mut single, mut grouped) = (0.0, 0.0);
    for round in 0..ROUNDS {
        single += one("create-single", 1, round).await?;
        grouped += one("create-grouped", 256, round).await?;
    }
    let (single, grouped) = (single / ROUNDS as f64, grouped / ROUNDS as f64);
    Ok(vec![Figure {
        what: "create contact, 64 clients / one transaction each",
        measured: format!("{grouped:.0} / {single:.0} = {:.1}", grouped / single),
        target: "at least 8",
        reached: grouped / single >= 8.0,
    }])
}

async fn one(name: &str, group: usize, round: u64) -> Result<f64> {
    let folder = Folder::new(&format!("{name}-{round}"))?;
    let (store, token) = world::store(&folder.0, group).await?;
    let address: SocketAddr = world::serve(store, Vec::new()).await?;
    let make = move |number: u64| {
        let mut body = world::contact(number);
        body["locationId"] = world::LOCATION.into();
        request("POST", "/contacts/", &token, &body.to_string())
    };
    Ok(rate(address, CLIENTS, ROUND, 201, make).await?)
}
