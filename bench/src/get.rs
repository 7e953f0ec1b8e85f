//! Getting a contact, against a bare route of the same server that answers with the same bytes.

use std::time::Duration;

use crate::{
    Figure,
    client::{Client, rate, request},
    world::{self, Folder, Result},
};

const CONTACTS: u64 = 10_000;
const CLIENTS: usize = 32;
const ROUND: Duration = Duration::from_secs(3);
const ROUNDS: usize = 3;

pub(crate) async fn measure() -> Result<Vec<Figure>> {
    let folder = Folder::new("get")?;
    let (store, token) = world::store(&folder.0, 256).await?;
    let ids = world::fill(&store, CONTACTS).await?;
    let first = request("GET", &format!("/contacts/{}", ids[0]), &token, "");
    let address = world::serve(store.clone(), Vec::new()).await?;
    let (_, bytes) = Client::connect(address).await?.call(&first).await?;
    let address = world::serve(store, bytes).await?;
    let bare_request = request("GET", "/bare", &token, "");
    let requests: Vec<Vec<u8>> = ids
        .iter()
        .map(|id| request("GET", &format!("/contacts/{id}"), &token, ""))
        .collect();
    // In turns, so that a machine that slows down slows both.
    let (mut bare, mut get) = (0.0, 0.0);
    for _ in 0..ROUNDS {
        let one = bare_request.clone();
        bare += rate(&[address], CLIENTS, ROUND, 200, move |_| one.clone()).await?;
        let requests = requests.clone();
        let pick =
            move |number: u64| requests[(number.wrapping_mul(7919) % CONTACTS) as usize].clone();
        get += rate(&[address], CLIENTS, ROUND, 200, pick).await?;
    }
    let (bare, get) = (bare / ROUNDS as f64, get / ROUNDS as f64);
    Ok(vec![Figure {
        what: "get contact / bare route, calls per second",
        measured: format!("{get:.0} / {bare:.0} = {:.2}", get / bare),
        target: "at least 0.5",
        reached: get / bare >= 0.5,
    }])
}
