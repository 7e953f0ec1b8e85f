//! The sync over many contacts, between two processes over loopback: a plan's time, memory and calls,
//! and a first sync at the sandbox's limits.
//!
//! `TENON_BENCH_CONTACTS=2000 just bench plan` does it with fewer.

use std::{
    path::Path,
    process::Stdio,
    time::{Duration, Instant},
};

use serde_json::Value;
use tenon_model::{Clock, Kind, new_id};
use tenon_server::SystemClock;
use tenon_store::{Link, LinkState, LinkWrite, Store, Write};
use tokio::process::{Child, Command};

use crate::{
    Figure,
    propagation::{SANDBOX, connect, free_address_like},
    start::{free_address, ready, spawn},
    world::{self, Folder, Result, chance},
};

/// Contacts of the plan; and of the one it is compared with, to see that each costs the same.
const CONTACTS: u64 = 100_000;
const FEWER: u64 = 10;
/// Contacts of the first sync: some three minutes at the limit.
const FIRST: u64 = 1_500;
/// HighLevel's own limit.
const LIMIT: &str = "100/10";
const LIMIT_PER_SECOND: f64 = 10.0;
/// How often a process's memory is looked at.
const LOOK: Duration = Duration::from_millis(20);
const PATIENCE: Duration = Duration::from_secs(900);

fn contacts(usual: u64) -> u64 {
    let said = std::env::var("TENON_BENCH_CONTACTS").ok();
    said.and_then(|said| said.parse().ok()).unwrap_or(usual)
}

/// What a plan over so many contacts took.
struct Planned {
    seconds: f64,
    megabytes: f64,
    calls: f64,
}

pub(crate) async fn plan() -> Result<Vec<Figure>> {
    let many = contacts(CONTACTS);
    let few = planned(many / FEWER).await?;
    let all = planned(many).await?;
    let flat = (all.seconds / many as f64) / (few.seconds / (many / FEWER) as f64);
    let per_thousand = all.calls / (many as f64 / 1_000.0);
    Ok(vec![
        Figure {
            what: "plan of 100,000 contacts",
            measured: format!("{:.1} s for {many}", all.seconds),
            target: "under 20 s",
            reached: all.seconds < 20.0,
        },
        Figure {
            what: "memory of the plan (peak, resident)",
            measured: format!("{:.0} MB", all.megabytes),
            target: "under 300 MB",
            reached: all.megabytes < 300.0,
        },
        Figure {
            what: "a contact's cost in it, against a tenth of them",
            measured: format!("{flat:.2}"),
            target: "at most 1.3",
            reached: flat <= 1.3,
        },
        Figure {
            what: "calls that read, per 1,000 contacts",
            measured: format!("{per_thousand:.1}"),
            target: "at most 12",
            reached: per_thousand <= 12.0,
        },
    ])
}

async fn planned(many: u64) -> Result<Planned> {
    let (hub, theirs) = (Folder::new("hub")?, Folder::new("sandbox")?);
    let (store, _) = world::store(&hub.0, 256).await?;
    let ids = world::fill(&store, many).await?;
    let address = free_address()?;
    let listen = address.to_string();
    // Once, to make its location, token and key.
    let first = spawn(&theirs.0, &["sandbox", "--listen", &listen])?;
    ready(address).await?;
    drop(first);
    let connection = connect(&hub, &theirs, &format!("http://{address}")).await?;
    same_there(&store, &theirs.0, &connection, &ids).await?;
    drop(store);
    let address = free_address_like(address).await?;
    let arguments = ["sandbox", "--listen", &listen, "--rate-limit", "none"];
    let _sandbox = spawn(&theirs.0, &arguments)?;
    ready(address).await?;
    let started = Instant::now();
    let arguments = ["sync", "plan", "--location", world::LOCATION, "--json"];
    let (found, megabytes) = run(&hub.0, &arguments).await?;
    let seconds = started.elapsed().as_secs_f64();
    if found["sides"]["hub"]["contact"]["leave"].as_u64() != Some(many) {
        let sides = &found["sides"];
        return Err(format!("the plan did not find {many} contacts in step: {sides:#}").into());
    }
    Ok(Planned {
        seconds,
        megabytes,
        calls: found["asked"].as_f64().unwrap_or_default(),
    })
}

/// The same contacts in the sandbox, and a link for each, as after a first sync.
async fn same_there(store: &Store, theirs: &Path, connection: &str, ids: &[String]) -> Result<()> {
    let there = world::open(theirs, 256).await?;
    let random = chance();
    let (mut copies, mut links) = (Vec::new(), Vec::new());
    for (number, id) in ids.iter().enumerate() {
        let Value::Object(doc) = world::contact(number as u64) else {
            continue;
        };
        let copy = new_id(SystemClock.now(), &*random);
        copies.push(Write::Create {
            kind: Kind::Contact,
            id: copy.clone(),
            root_id: copy.clone(),
            doc: doc.clone(),
            exclusive: true,
        });
        links.push(Write::Link(Box::new(LinkWrite {
            link: Link {
                connection_id: connection.to_owned(),
                kind: Kind::Contact,
                record_id: id.clone(),
                root_id: id.clone(),
                remote_id: Some(copy),
                state: LinkState::Linked,
                base_hub: doc.clone(),
                base_remote: doc,
                detail: Value::Null,
                version: 0,
            },
        })));
        if copies.len() == 500 || number + 1 == ids.len() {
            let mut commit = world::commit(std::mem::take(&mut copies));
            SANDBOX.clone_into(&mut commit.location);
            there.commit(commit).await?;
            store
                .commit(world::commit(std::mem::take(&mut links)))
                .await?;
        }
    }
    Ok(())
}

/// Runs a command to its end: its JSON, and the most memory it had, in megabytes.
async fn run(folder: &Path, arguments: &[&str]) -> Result<(Value, f64)> {
    let child = Command::new("target/release/tenon")
        .arg("--data")
        .arg(folder)
        .args(arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .env("TENON_LOG", "warn")
        .spawn()?;
    let pid = child.id().unwrap_or_default();
    let watching = tokio::spawn(async move {
        let mut most: f64 = 0.0;
        while let Ok(now) = peak(pid) {
            most = most.max(now);
            tokio::time::sleep(LOOK).await;
        }
        most
    });
    let output = child.wait_with_output().await?;
    let most = watching.await?;
    if !output.status.success() {
        return Err(format!("{arguments:?} failed").into());
    }
    Ok((serde_json::from_slice(&output.stdout)?, most))
}

/// The most memory that a process has had resident, in megabytes, from /proc.
fn peak(pid: u32) -> Result<f64> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status"))?;
    let kib = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .and_then(|value| value.trim().trim_end_matches(" kB").parse::<f64>().ok());
    Ok(kib.ok_or("no VmHWM")? * 1024.0 / 1_000_000.0)
}

pub(crate) async fn first() -> Result<Vec<Figure>> {
    let many = contacts(FIRST);
    let (hub, theirs) = (Folder::new("hub")?, Folder::new("sandbox")?);
    let (store, _) = world::store(&hub.0, 256).await?;
    world::fill(&store, many).await?;
    drop(store);
    let address = free_address()?;
    let listen = address.to_string();
    let first = spawn(&theirs.0, &["sandbox", "--listen", &listen])?;
    ready(address).await?;
    drop(first);
    connect(&hub, &theirs, &format!("http://{address}")).await?;
    let address = free_address_like(address).await?;
    let log = theirs.0.join("calls.log");
    let _sandbox = told(
        &theirs.0,
        &["sandbox", "--listen", &listen, "--rate-limit", LIMIT],
        &log,
    )?;
    ready(address).await?;
    let there = world::open(&theirs.0, 256).await?;
    let hub_address = free_address()?.to_string();
    let started = Instant::now();
    let _hub = spawn(&hub.0, &["serve", "--listen", &hub_address])?;
    while there.count_contacts(SANDBOX).await? < many as i64 {
        if started.elapsed() > PATIENCE {
            return Err("the first sync did not end".into());
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let seconds = started.elapsed().as_secs_f64();
    // The first window's calls may go out at once.
    let least = (many as f64 - LIMIT_PER_SECOND * 10.0) / LIMIT_PER_SECOND;
    let calls = std::fs::read_to_string(&log)?;
    let of = |what: &str| calls.lines().filter(|line| line.contains(what)).count();
    let (all, turned_away) = (of("operation="), of("status=429"));
    let ratio = seconds / least;
    Ok(vec![
        Figure {
            what: "first sync at 100 calls in 10 s, against the least time",
            measured: format!("{ratio:.2} ({seconds:.0} s for {many}, {all} calls)"),
            target: "at most 1.05",
            reached: ratio <= 1.05,
        },
        Figure {
            what: "calls turned away (429) in it",
            measured: turned_away.to_string(),
            target: "0",
            reached: turned_away == 0,
        },
    ])
}

/// Starts the release binary and keeps what it says of its calls.
fn told(folder: &Path, arguments: &[&str], log: &Path) -> Result<Child> {
    Ok(Command::new("target/release/tenon")
        .arg("--data")
        .arg(folder)
        .args(arguments)
        .stdout(Stdio::null())
        .stderr(std::fs::File::create(log)?)
        .kill_on_drop(true)
        .env("TENON_LOG", "warn,tenon::call=debug")
        .env("NO_COLOR", "1")
        .spawn()?)
}
