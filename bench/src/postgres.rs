//! Creating contacts durably on PostgreSQL over HTTP, against the same rows and log entries inserted by
//! hand: prepared statements, sent in one go with their COMMIT, over as many connections.

use std::{
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use futures_util::future::join_all;
use serde_json::{Value, json};
use tenon_model::{Clock, new_id};
use tenon_server::SystemClock;
use tenon_store::{DatabaseUrl, OpenOptions, Store};
use tokio_postgres::{Client, NoTls, types::ToSql};

use crate::{
    Figure, create,
    world::{self, LOCATION, Result},
};

const CONNECTIONS: usize = 16;
const ROUND: Duration = Duration::from_secs(5);
const ROUNDS: usize = 2;

const STATEMENTS: [&str; 4] = [
    "INSERT INTO records (location_id, kind, id, root_id, version, created_at, updated_at, sort_name,
       search_text, doc) VALUES ($1, 'contact', $2, $2, 1, $3, $3, $4, $5, $6)",
    "INSERT INTO record_keys (location_id, kind, name, value, slot, record_id)
     VALUES ($1, 'contact', 'email', $2, '', $4), ($1, 'contact', 'phone', $3, '', $4)",
    "UPDATE locations SET last_seq = last_seq + 1 WHERE id = $1",
    "INSERT INTO changes (location_id, seq, at, origin, kind, record_id, root_id, action, version,
       fields, detail)
     VALUES ($1, (SELECT last_seq FROM locations WHERE id = $1), $2, $3, 'contact', $4, $4, 'create',
       1, $5, 'null')",
];

/// A private server, stopped at the end.
struct Server {
    url: String,
    folder: String,
}

impl Server {
    fn start() -> Result<Self> {
        let output = Command::new("scripts/postgres")
            .arg("start")
            .env("TENON_POSTGRES_FSYNC", "on")
            .output()?;
        let text = String::from_utf8(output.stdout)?;
        let value = |name: &str| {
            let (_, rest) = text.split_once(&format!("{name}="))?;
            Some(rest.split_whitespace().next()?.to_owned())
        };
        Ok(Self {
            url: value("TENON_TEST_POSTGRES").ok_or("PostgreSQL did not start")? + "/postgres",
            folder: value("TENON_TEST_POSTGRES_FOLDER").ok_or("PostgreSQL has no folder")?,
        })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = Command::new("scripts/postgres")
            .args(["stop", &self.folder])
            .status();
    }
}

pub(crate) async fn measure() -> Result<Vec<Figure>> {
    let server = Server::start()?;
    let url = DatabaseUrl::Postgres(server.url.clone());
    let options = OpenOptions {
        connections: CONNECTIONS,
        ..OpenOptions::default()
    };
    let store = Store::open(&url, options).await?;
    let token = world::prepare(&store).await?;
    let (mut ours, mut hand) = (0.0, 0.0);
    for round in 0..ROUNDS {
        let offset = round as u64 * 1_000_000;
        ours += create::creates(vec![store.clone()], &token, offset)
            .await?
            .rate;
        hand += by_hand(&server.url, offset + 500_000).await?;
    }
    let (ours, hand) = (ours / ROUNDS as f64, hand / ROUNDS as f64);
    Ok(vec![Figure {
        what: "create contact, PostgreSQL / the same rows by hand",
        measured: format!("{ours:.0} / {hand:.0} = {:.2}", ours / hand),
        target: "at least 0.7",
        reached: ours / hand >= 0.7,
    }])
}

async fn by_hand(url: &str, offset: u64) -> Result<f64> {
    let number = Arc::new(AtomicU64::new(offset));
    let started = Instant::now();
    let mut tasks = Vec::new();
    for _ in 0..CONNECTIONS {
        let (url, number) = (url.to_owned(), Arc::clone(&number));
        tasks.push(tokio::spawn(async move {
            let (client, connection) = tokio_postgres::connect(&url, NoTls).await?;
            tokio::spawn(connection);
            let mut statements = Vec::new();
            for sql in STATEMENTS {
                statements.push(client.prepare(sql).await?);
            }
            let mut count = 0_u32;
            while started.elapsed() < ROUND {
                insert(&client, &statements, number.fetch_add(1, Ordering::Relaxed)).await?;
                count += 1;
            }
            Ok::<_, tokio_postgres::Error>(count)
        }));
    }
    let mut count = 0_u32;
    for task in tasks {
        count += task.await??;
    }
    Ok(f64::from(count) / started.elapsed().as_secs_f64())
}

async fn insert(
    client: &Client,
    statements: &[tokio_postgres::Statement],
    number: u64,
) -> std::result::Result<(), tokio_postgres::Error> {
    let doc = world::contact(number);
    let text = |name: &str| doc[name].as_str().unwrap_or_default().to_owned();
    let now = SystemClock.now();
    let (id, at) = (new_id(now, &*world::chance()), now.as_microsecond());
    let name = format!("{} {}", text("firstName"), text("lastName")).to_lowercase();
    let search = format!("{name}\n{}\n{}", text("email"), text("phone"));
    let origin = json!({ "actor": { "kind": "token", "id": id, "name": "Bench" }, "door": "api",
        "cause": { "kind": "request", "id": id } })
    .to_string();
    let fields: Vec<Value> = doc
        .as_object()
        .into_iter()
        .flatten()
        .map(|(name, value)| json!([name, null, value]))
        .collect();
    let (email, phone) = (text("email"), text("phone"));
    let (doc, fields) = (doc.to_string(), Value::from(fields).to_string());
    let values: [&[&(dyn ToSql + Sync)]; 4] = [
        &[&LOCATION, &id, &at, &name, &search, &doc],
        &[&LOCATION, &email, &phone, &id],
        &[&LOCATION],
        &[&LOCATION, &at, &origin, &id, &fields],
    ];
    // Each is sent when it is first polled, so they go in this order.
    let begin = client.batch_execute("BEGIN");
    let inserts = join_all(
        statements
            .iter()
            .zip(values)
            .map(|(statement, values)| client.execute(statement, values)),
    );
    let commit = client.batch_execute("COMMIT");
    let (begun, inserted, committed) = futures_util::future::join3(begin, inserts, commit).await;
    begun?;
    for one in inserted {
        one?;
    }
    committed
}
