//! From start to ready with 100,000 contacts, and the memory then.

use std::{
    net::{SocketAddr, TcpListener},
    path::Path,
    process::Stdio,
    time::{Duration, Instant},
};

use tokio::process::{Child, Command};

use crate::{
    Figure,
    client::{Client, request},
    world::{self, Folder, Result},
};

const CONTACTS: u64 = 100_000;
/// How long a process may take to be ready.
const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) async fn measure() -> Result<Vec<Figure>> {
    let folder = Folder::new("start")?;
    let (store, token) = world::store(&folder.0, 256).await?;
    let ids = world::fill(&store, CONTACTS).await?;
    drop(store);
    let address = free_address()?;
    let started = Instant::now();
    let server = spawn(&folder.0, &["serve", "--listen", &address.to_string()])?;
    ready(address).await?;
    let millis = started.elapsed().as_millis();
    // It has done something, too: a page of a search and a contact.
    let mut client = Client::connect(address).await?;
    client
        .call(&request(
            "GET",
            &format!("/contacts/{}", ids[77]),
            &token,
            "",
        ))
        .await?;
    let memory = memory(server.id().unwrap_or_default())?;
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
