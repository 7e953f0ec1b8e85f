//! Webhooks out of one node: 1,000 deliveries a second to receivers that are well, alone and with a
//! fifth of all receivers dead beside them.

use std::{
    collections::HashMap,
    net::SocketAddr,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use axum::{Router, body::Bytes, extract::State, routing::post};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::{
    Figure,
    client::{Client, request},
    start::{free_address, ready, spawn},
    world::{self, Folder, Result},
};

/// Receivers that are well, and dead ones beside them: a fifth of all.
const WELL: usize = 8;
const DEAD: usize = 2;
/// Changes a second, each told to every receiver: 1,040 deliveries to those that are well, since a round
/// also counts the time until its last one.
const PER_SECOND: u64 = 130;
/// Deliveries a second that a node must make.
const WANTED: f64 = 1_000.0;
const ROUND: Duration = Duration::from_secs(10);
/// What is still under way at a round's end may take so long.
const PATIENCE: Duration = Duration::from_secs(20);

/// When each contact was told to each receiver.
type Told = Arc<Mutex<HashMap<(usize, String), Instant>>>;

pub(crate) async fn measure() -> Result<Vec<Figure>> {
    let folder = Folder::new("webhooks")?;
    let (store, token) = world::store(&folder.0, 256).await?;
    drop(store);
    let address = free_address()?;
    let listen = address.to_string();
    let arguments = ["serve", "--listen", &listen, "--allow-private-hooks"];
    let _server = spawn(&folder.0, &arguments)?;
    ready(address).await?;
    let told = Told::default();
    for number in 0..WELL {
        let url = receiver(number, Arc::clone(&told)).await?;
        subscribe(address, &token, &url).await?;
    }
    // New subscriptions are noticed within a second; the first round warms up.
    tokio::time::sleep(Duration::from_secs(2)).await;
    round(address, &token, &told, 0, Duration::from_secs(2)).await?;
    let alone = round(address, &token, &told, 1, ROUND).await?;
    // One refuses connections, one takes them and never answers.
    let silent = TcpListener::bind("127.0.0.1:0").await?;
    let dead: [SocketAddr; DEAD] = [free_address()?, silent.local_addr()?];
    for other in dead {
        subscribe(address, &token, &format!("http://{other}/hook")).await?;
    }
    tokio::time::sleep(Duration::from_secs(2)).await;
    let beside = round(address, &token, &told, 2, ROUND).await?;
    let ratio = beside.p99.as_secs_f64() / alone.p99.as_secs_f64().max(f64::MIN_POSITIVE);
    Ok(vec![
        Figure {
            what: "webhooks a second to 8 receivers, 2 dead beside them",
            measured: format!("{:.0} ({:.0} alone)", beside.rate, alone.rate),
            target: "at least 1,000",
            reached: beside.rate >= WANTED,
        },
        Figure {
            what: "their p99, with a fifth dead / without",
            measured: format!(
                "{:.1} / {:.1} ms = {ratio:.2}",
                beside.p99.as_secs_f64() * 1e3,
                alone.p99.as_secs_f64() * 1e3
            ),
            target: "at most 2",
            reached: ratio <= 2.0,
        },
    ])
}

struct Round {
    rate: f64,
    p99: Duration,
}

/// Makes contacts at a steady pace; from a create's answer to each receiver's request.
async fn round(
    address: SocketAddr,
    token: &str,
    told: &Told,
    number: u64,
    time: Duration,
) -> Result<Round> {
    let mut client = Client::connect(address).await?;
    let count = PER_SECOND * time.as_secs();
    let mut made = Vec::new();
    let mut tick = tokio::time::interval(Duration::from_micros(1_000_000 / PER_SECOND));
    let began = Instant::now();
    for turn in 0..count {
        tick.tick().await;
        let mut body = world::contact(number * 1_000_000 + turn);
        body["locationId"] = json!(world::LOCATION);
        let create = request("POST", "/contacts/", token, &body.to_string());
        let (status, answer) = client.call(&create).await?;
        if status != 201 {
            return Err(format!("answered {status}: {}", String::from_utf8_lossy(&answer)).into());
        }
        let answer: Value = serde_json::from_slice(&answer)?;
        let id = answer["contact"]["id"].as_str().unwrap_or_default();
        made.push((id.to_owned(), Instant::now()));
    }
    let wanted = made.len() * WELL;
    let ended = Instant::now();
    let times = loop {
        let times = delays(told, &made);
        if times.len() == wanted {
            break times;
        }
        if ended.elapsed() > PATIENCE {
            return Err(format!("only {} of {wanted} were told", times.len()).into());
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    };
    let rate = wanted as f64 / began.elapsed().as_secs_f64();
    let p99 = times[(times.len() - 1) * 99 / 100];
    Ok(Round { rate, p99 })
}

fn delays(told: &Told, made: &[(String, Instant)]) -> Vec<Duration> {
    let told = told.lock().unwrap_or_else(PoisonError::into_inner);
    let receivers = |(id, at): &(String, Instant)| {
        let (id, at) = (id.clone(), *at);
        let told = &told;
        (0..WELL)
            .filter_map(move |number| told.get(&(number, id.clone())))
            // A webhook may be there before the create's answer is read.
            .map(move |then| then.saturating_duration_since(at))
            .collect::<Vec<_>>()
    };
    let mut times: Vec<Duration> = made.iter().flat_map(receivers).collect();
    times.sort_unstable();
    times
}

async fn subscribe(address: SocketAddr, token: &str, url: &str) -> Result<()> {
    let mut client = Client::connect(address).await?;
    let body = json!({"url": url, "events": ["ContactCreate"]}).to_string();
    let path = "/tenon/v1/webhook-subscriptions";
    let (status, answer) = client.call(&request("POST", path, token, &body)).await?;
    if status == 201 {
        Ok(())
    } else {
        Err(format!("answered {status}: {}", String::from_utf8_lossy(&answer)).into())
    }
}

/// A receiver that notes when what came.
async fn receiver(number: usize, told: Told) -> Result<String> {
    async fn take(State((number, told)): State<(usize, Told)>, body: Bytes) {
        let at = Instant::now();
        let body: Value = serde_json::from_slice(&body).unwrap_or_default();
        let id = body["id"].as_str().unwrap_or_default().to_owned();
        let mut told = told.lock().unwrap_or_else(PoisonError::into_inner);
        told.entry((number, id)).or_insert(at);
    }
    let router = Router::new()
        .route("/hook", post(take))
        .with_state((number, told));
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}/hook", listener.local_addr()?);
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(url)
}
