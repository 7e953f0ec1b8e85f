//! From a change in the hub to its copy in the sandbox, at 50 and at 200 changes a second, between two
//! processes over loopback, without a rate limit.

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use serde_json::json;
use tenon_store::{DatabaseUrl, OpenOptions, Store};
use tokio::process::Command;

use crate::{
    Figure,
    client::{Client, request},
    start::{free_address, ready, spawn},
    world::{self, Folder, Result},
};

const CONTACTS: u64 = 1_000;
/// How long changes are sent, in seconds.
const SPAN: u64 = 10;
/// How often the sandbox's log is looked at: the error of each figure.
const LOOK: Duration = Duration::from_millis(2);
const PATIENCE: Duration = Duration::from_secs(60);
pub(crate) const SANDBOX: &str = "sandbox";

pub(crate) async fn measure() -> Result<Vec<Figure>> {
    let (half, most) = at(50).await?;
    let slow = Figure {
        what: "hub to sandbox at 50 changes a second, p50 / p99",
        measured: format!("{half} ms / {most} ms"),
        target: "p99 at most 250 ms",
        reached: most <= 250,
    };
    let (half, most) = at(200).await?;
    let fast = Figure {
        what: "hub to sandbox at 200 changes a second, p50 / p99",
        measured: format!("{half} ms / {most} ms"),
        target: "at most 50 / 500 ms",
        reached: half <= 50 && most <= 500,
    };
    Ok(vec![slow, fast])
}

/// Half of the changes, and all but one in a hundred, are there within so many milliseconds.
async fn at(per_second: u64) -> Result<(u128, u128)> {
    let changes = per_second * SPAN;
    let (hub, theirs) = (Folder::new("hub")?, Folder::new("sandbox")?);
    let (store, token) = world::store(&hub.0, 256).await?;
    let ids = world::fill(&store, CONTACTS).await?;
    drop(store);
    let (hub_address, address) = (free_address()?, free_address()?);
    // Once without webhooks, to make its token and key.
    let first = spawn(&theirs.0, &["sandbox", "--listen", &address.to_string()])?;
    ready(address).await?;
    drop(first);
    let connection = connect(&hub, &theirs, &format!("http://{address}")).await?;
    let webhook = format!("http://{hub_address}/hooks/highlevel/{connection}");
    let address = free_address_like(address).await?;
    let listen = address.to_string();
    let arguments = [
        "sandbox",
        "--listen",
        &listen,
        "--rate-limit",
        "none",
        "--webhook",
        &webhook,
    ];
    let _sandbox = spawn(&theirs.0, &arguments)?;
    ready(address).await?;
    let _hub = spawn(&hub.0, &["serve", "--listen", &hub_address.to_string()])?;
    ready(hub_address).await?;

    let log = Store::open(
        &DatabaseUrl::Sqlite(theirs.0.join("tenon.db")),
        OpenOptions::default(),
    )
    .await?;
    let started = Instant::now();
    while log.count_contacts(SANDBOX).await? < CONTACTS as i64 {
        if started.elapsed() > PATIENCE {
            return Err("the first sync did not end".into());
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    tokio::time::sleep(Duration::from_secs(3)).await;
    let after = log.last_seq(SANDBOX).await?;
    let watching = tokio::spawn(watch(log, after));
    let mut client = Client::connect(hub_address).await?;
    let mut sent = HashMap::new();
    let mut tick = tokio::time::interval(Duration::from_micros(1_000_000 / per_second));
    for number in 0..changes {
        tick.tick().await;
        let city = format!("City {number}");
        let id = &ids[(number.wrapping_mul(7919) % CONTACTS) as usize];
        let body = json!({"city": city}).to_string();
        let (status, answer) = client
            .call(&request("PUT", &format!("/contacts/{id}"), &token, &body))
            .await?;
        if status != 200 {
            return Err(format!("answered {status}: {}", String::from_utf8_lossy(&answer)).into());
        }
        sent.insert(city, Instant::now());
    }
    let seen = watching.await??;
    let mut times: Vec<Duration> = sent
        .iter()
        .filter_map(|(city, at)| Some(seen.get(city)?.saturating_duration_since(*at)))
        .collect();
    times.sort_unstable();
    // A later change of the same contact may overtake an earlier one, which is then never seen.
    if times.len() < changes as usize * 9 / 10 {
        return Err(format!("only {} of {changes} changes arrived", times.len()).into());
    }
    let share_of = |share: f64| times[((times.len() - 1) as f64 * share) as usize].as_millis();
    Ok((share_of(0.5), share_of(0.99)))
}

/// When each city was first seen in the sandbox's log.
async fn watch(log: Store, mut after: i64) -> Result<HashMap<String, Instant>> {
    let mut seen = HashMap::new();
    let mut quiet = Instant::now();
    while quiet.elapsed() < Duration::from_secs(5) {
        for change in log.changes_after(SANDBOX, after, 500).await? {
            after = change.seq;
            quiet = Instant::now();
            for field in change.fields.iter().filter(|field| field.field == "city") {
                let city = field.after.as_str().unwrap_or_default().to_owned();
                seen.entry(city).or_insert_with(Instant::now);
            }
        }
        tokio::time::sleep(LOOK).await;
    }
    Ok(seen)
}

pub(crate) async fn connect(hub: &Folder, theirs: &Folder, url: &str) -> Result<String> {
    let output = Command::new("target/release/tenon")
        .arg("--data")
        .arg(&hub.0)
        .args([
            "connect",
            "highlevel",
            "--location",
            world::LOCATION,
            "--base-url",
            url,
        ])
        .args(["--remote-location", SANDBOX])
        .arg("--token-file")
        .arg(theirs.0.join("sandbox.token"))
        .arg("--webhook-key-file")
        .arg(theirs.0.join("sandbox-webhook.pub"))
        .output()
        .await?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
    }
    Ok(String::from_utf8(output.stdout)?.trim().to_owned())
}

/// Waits until an address that was just given up can be listened at again.
pub(crate) async fn free_address_like(
    address: std::net::SocketAddr,
) -> Result<std::net::SocketAddr> {
    let started = Instant::now();
    while started.elapsed() < PATIENCE {
        if std::net::TcpListener::bind(address).is_ok() {
            return Ok(address);
        }
        tokio::time::sleep(LOOK).await;
    }
    Err("the sandbox's address stays taken".into())
}
