//! Getting a contact, with token, scope and rate limit checked, against a bare route of the same server
//! that answers with the same bytes, headers and body.

use std::time::Duration;

use crate::{
    Figure,
    client::{Client, Load, load, request},
    world::{self, Bare, Folder, Result},
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
    let address = world::serve(store.clone(), Bare::default()).await?;
    let (headers, body) = Client::connect(address).await?.headers(&first).await?;
    let address = world::serve(store, Bare { headers, body }).await?;
    let bare_request = request("GET", "/bare", &token, "");
    let requests: Vec<Vec<u8>> = ids
        .iter()
        .map(|id| request("GET", &format!("/contacts/{id}"), &token, ""))
        .collect();
    // In turns, so that a machine that slows down slows both.
    let (mut bare, mut get) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let one = bare_request.clone();
        bare.push(load(&[address], CLIENTS, ROUND, 200, move |_| one.clone()).await?);
        let requests = requests.clone();
        let pick =
            move |number: u64| requests[(number.wrapping_mul(7919) % CONTACTS) as usize].clone();
        get.push(load(&[address], CLIENTS, ROUND, 200, pick).await?);
    }
    let (bare, get) = (Load::mean(&bare), Load::mean(&get));
    let (share, slower) = (get.rate / bare.rate, get.p99 / bare.p99);
    Ok(vec![
        Figure {
            what: "get contact / bare route, calls a second",
            measured: format!("{:.0} / {:.0} = {share:.2}", get.rate, bare.rate),
            target: "at least 0.6",
            reached: share >= 0.6,
        },
        Figure {
            what: "  the same, p99 in microseconds",
            measured: format!("{:.0} / {:.0} = {slower:.1}", get.p99, bare.p99),
            target: "at most 3",
            reached: slower <= 3.0,
        },
        Figure {
            what: "  the same, processor time a call in microseconds",
            measured: format!("{:.1} / {:.1}", get.cpu, bare.cpu),
            target: "(for comparison)",
            reached: true,
        },
    ])
}
