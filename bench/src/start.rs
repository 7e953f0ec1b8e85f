//! From start to ready, and the memory then: with 100,000 contacts, and with a million that are read,
//! searched and listed.

use std::{
    net::{SocketAddr, TcpListener},
    path::Path,
    process::Stdio,
    time::{Duration, Instant},
};

use serde_json::json;
use tokio::process::{Child, Command};

use crate::{
    Figure,
    client::{Client, request},
    world::{self, Folder, Result},
};

const CONTACTS: u64 = 100_000;
const MANY: u64 = 1_000_000;
/// Contacts read at random before the memory is looked at.
const READS: u64 = 20_000;
/// How long a process may take to be ready.
const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) async fn measure() -> Result<Vec<Figure>> {
    let (millis, memory) = started(CONTACTS).await?;
    Ok(vec![
        Figure {
            what: "start to ready, 100,000 contacts",
            measured: format!("{millis} ms"),
            target: "under 1,000 ms",
            reached: millis < 1_000,
        },
        Figure {
            what: "memory then (resident)",
            measured: format!("{memory:.0} MB"),
            target: "under 100 MB",
            reached: memory < 100.0,
        },
    ])
}

pub(crate) async fn measure_many() -> Result<Vec<Figure>> {
    let (_, memory) = started(MANY).await?;
    Ok(vec![Figure {
        what: "memory serving 1,000,000 contacts (resident)",
        measured: format!("{memory:.0} MB"),
        target: "under 150 MB",
        reached: memory < 150.0,
    }])
}

/// How long a server took to be ready with so many contacts, and its memory after some work.
async fn started(contacts: u64) -> Result<(u128, f64)> {
    let folder = Folder::new("start")?;
    let (store, token) = world::store(&folder.0, 256).await?;
    let ids = world::fill(&store, contacts).await?;
    drop(store);
    let address = free_address()?;
    let started = Instant::now();
    let server = spawn(&folder.0, &["serve", "--listen", &address.to_string()])?;
    ready(address).await?;
    let millis = started.elapsed().as_millis();
    let mut client = Client::connect(address).await?;
    for number in 0..READS.min(contacts / 5) {
        let id = &ids[(number.wrapping_mul(7919) % contacts) as usize];
        client
            .call(&request("GET", &format!("/contacts/{id}"), &token, ""))
            .await?;
        if number % 1_000 == 0 {
            let body = json!({ "locationId": world::LOCATION, "pageLimit": 100,
                "query": format!("person{number}") });
            let search = request("POST", "/contacts/search", &token, &body.to_string());
            client.call(&search).await?;
        }
    }
    Ok((millis, memory(server.id().unwrap_or_default())?))
}

/// Starts the release binary, which is ended with the handle.
pub(crate) fn spawn(folder: &Path, arguments: &[&str]) -> Result<Child> {
    Ok(Command::new("target/release/tenon")
        .arg("--data")
        .arg(folder)
        .args(arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::inherit())
        .kill_on_drop(true)
        .env("TENON_LOG", "warn")
        .spawn()
        .map_err(|error| {
            format!("target/release/tenon: {error}; build it first (just bench does)")
        })?)
}

pub(crate) fn free_address() -> Result<SocketAddr> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?)
}

/// Waits until `/readyz` answers 200.
pub(crate) async fn ready(address: SocketAddr) -> Result<()> {
    let request = request("GET", "/readyz", "", "");
    let started = Instant::now();
    while started.elapsed() < PATIENCE {
        if let Ok(mut client) = Client::connect(address).await
            && let Ok((200, _)) = client.call(&request).await
        {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    Err("the server did not become ready".into())
}

/// A process's resident memory in megabytes, from /proc.
fn memory(pid: u32) -> Result<f64> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status"))?;
    let kib = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))
        .and_then(|value| value.trim().trim_end_matches(" kB").parse::<f64>().ok());
    Ok(kib.ok_or("no VmRSS")? * 1024.0 / 1_000_000.0)
}
