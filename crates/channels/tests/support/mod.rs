//! A firm with a mailbox and a calendar.
#![allow(dead_code, reason = "each story uses a part")]

use std::{
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use futures_util::{FutureExt as _, future::BoxFuture};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use tenon_channels::{IMAP, ImapSettings, Mailbox, Place, Security};
use tenon_houzz::proof::{LookupFault, Records};
use tenon_model::{Clock, Kind, Location, Origin, Random};
use tenon_oauth::{MasterKey, Vault};
use tenon_operations::{SpeedToLead, speed_to_lead};
use tenon_store::{ChannelWrite, Commit, Connection, DatabaseUrl, OpenOptions, Store, Write};
use tenon_testkit::{Database, MailServer, SeededRandom, TestClock};
use tokio::task::JoinHandle;

const PATIENCE: Duration = Duration::from_secs(120);

/// The databases.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum On {
    Memory,
    Postgres,
}

pub(crate) fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(folder(name)).unwrap()
}

/// A mail that says it is Houzz's, and is signed by somebody else.
pub(crate) fn spoof() -> Vec<u8> {
    let raw = String::from_utf8(fixture("spoof.eml")).unwrap();
    raw.replace("Message-ID: <", "Message-ID: <x").into_bytes()
}

fn folder(name: &str) -> String {
    format!(
        "{}/../connectors/houzz/tests/proof/{name}",
        env!("CARGO_MANIFEST_DIR")
    )
}

/// The keys of the fixtures, while they can be had.
struct Zone(HashMap<String, String>, AtomicBool);

impl Records for Zone {
    fn txt<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Result<Vec<String>, LookupFault>> {
        let found = match self.0.get(name) {
            _ if !self.1.load(Ordering::SeqCst) => Err(LookupFault::Unavailable),
            Some(text) => Ok(vec![text.clone()]),
            None => Err(LookupFault::NotFound),
        };
        async move { found }.boxed()
    }
}

pub(crate) struct House {
    place: Place,
    clock: Arc<TestClock>,
    zone: Arc<Zone>,
    _database: Option<Database>,
}

pub(crate) fn story(on: On, tell: impl AsyncFnOnce(House)) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async { tell(House::new(on).await).await });
}

impl House {
    async fn new(on: On) -> Self {
        let database = (on == On::Postgres).then(Database::default);
        let url = match &database {
            Some(database) => DatabaseUrl::Postgres(database.url().to_owned()),
            None => DatabaseUrl::Memory,
        };
        let store = Store::open(&url, OpenOptions::default()).await.unwrap();
        let clock = Arc::new(TestClock::default());
        let start: Timestamp = "2026-11-24T12:00:00Z".parse().unwrap();
        clock.advance(start.duration_since(clock.now()));
        let random = Arc::new(SeededRandom::new(7)) as Arc<dyn Random>;
        let location = Location {
            id: "home".into(),
            name: "Alder & Ash".into(),
            country: "US".into(),
            timezone: "America/Chicago".into(),
            allow_duplicates: false,
        };
        let connection = Connection {
            location_id: "home".into(),
            id: "houzz1".into(),
            system: "houzz".into(),
            name: "Houzz Pro".into(),
            settings: Value::Null,
        };
        let key = MasterKey::parse(&MasterKey::generate(&*random)).unwrap();
        let keys = std::fs::read_to_string(folder("keys.txt")).unwrap();
        let keys = keys.lines().filter_map(|line| line.split_once(' '));
        let keys = keys.map(|(name, text)| (name.to_owned(), text.to_owned()));
        let house = Self {
            place: Place {
                store,
                vault: Arc::new(Vault::new(key, Arc::clone(&random))),
                location: Arc::new(location.clone()),
                connection: connection.clone(),
                clock: Arc::clone(&clock) as Arc<dyn Clock>,
                random,
            },
            clock,
            zone: Arc::new(Zone(keys.collect(), AtomicBool::new(true))),
            _database: database,
        };
        let writes = vec![
            Write::Location(location),
            Write::Connection(Box::new(connection)),
        ];
        house.write(writes).await;
        house
    }

    async fn write(&self, writes: Vec<Write>) {
        let commit = Commit {
            location: "home".into(),
            at: self.clock.now(),
            origin: Origin::new(("system", "", "test"), "cli", ("request", "")),
            fence: None,
            writes,
        };
        self.place.store.commit(commit).await.unwrap();
    }

    pub(crate) fn place(&self) -> &Place {
        &self.place
    }

    /// Connects a calendar, and gives the location one to put its meetings into.
    pub(crate) async fn calendar(&self, channel: &str, url: &str) {
        let put = ChannelWrite::Put {
            connection_id: "houzz1".into(),
            name: channel.into(),
            settings: serde_json::json!({"name": "Work"}),
            version: 0,
        };
        let name = format!("connection/houzz1/{channel}");
        let sealed = self
            .place
            .vault
            .seal("home", &name, url.as_bytes())
            .unwrap();
        let doc = serde_json::json!({"name": "All", "isActive": true, "slotDuration": 30});
        let writes = vec![
            Write::Channel(Box::new(put)),
            Write::Secret {
                name,
                sealed,
                version: 0,
            },
            create(Kind::Calendar, "cal1", &doc),
        ];
        self.write(writes).await;
    }

    /// A contact with this e-mail.
    pub(crate) async fn contact(&self, email: &str) -> String {
        let doc = serde_json::json!({"firstName": "Maya", "email": email});
        self.write(vec![create(Kind::Contact, "maya", &doc)]).await;
        "maya".into()
    }

    /// When a contact's appointments begin, in order.
    pub(crate) async fn starts(&self, contact: &str) -> Vec<String> {
        let store = &self.place.store;
        let records = store
            .records_of("home", contact, Kind::Appointment)
            .await
            .unwrap();
        let start = |record: &tenon_store::Record| {
            record.fields().unwrap()["startTime"]
                .as_str()
                .unwrap()
                .to_owned()
        };
        let mut starts: Vec<String> = records.iter().map(start).collect();
        starts.sort();
        starts
    }

    pub(crate) async fn state_of(&self, channel: &str) -> Value {
        let channel = self.place.store.channel("home", "houzz1", channel).await;
        channel
            .unwrap()
            .map_or(Value::Null, |channel| channel.state)
    }

    /// The server's plain port.
    pub(crate) fn settings(&self, server: &MailServer) -> ImapSettings {
        ImapSettings {
            host: "127.0.0.1".into(),
            port: server.port,
            security: Security::None,
            user: MailServer::USER.into(),
            folder: "INBOX".into(),
            certificates: None,
            since: jiff::civil::date(2020, 1, 1),
        }
    }

    pub(crate) async fn connect(&self, settings: &ImapSettings, password: &str) {
        let put = ChannelWrite::Put {
            connection_id: "houzz1".into(),
            name: IMAP.into(),
            settings: serde_json::to_value(settings).unwrap(),
            version: 0,
        };
        self.write(vec![Write::Channel(Box::new(put))]).await;
        self.set_password(password).await;
    }

    pub(crate) async fn set_password(&self, password: &str) {
        let name = format!("connection/houzz1/{IMAP}");
        let old = self.place.store.secret("home", &name).await.unwrap();
        let sealed = self.place.vault.seal("home", &name, password.as_bytes());
        let write = Write::Secret {
            sealed: sealed.unwrap(),
            version: old.map_or(0, |(_, version)| version),
            name,
        };
        self.write(vec![write]).await;
    }

    pub(crate) fn watch(&self, node: &str) -> JoinHandle<()> {
        let keys = Arc::clone(&self.zone) as Arc<dyn Records>;
        let mailbox = Mailbox::new(self.place.clone(), keys, node.to_owned());
        tokio::spawn(Arc::new(mailbox).run(std::future::pending()))
    }

    /// Whether DNS answers.
    pub(crate) fn dns(&self, answers: bool) {
        self.zone.1.store(answers, Ordering::SeqCst);
    }

    pub(crate) fn pass(&self, seconds: i64) {
        self.clock.advance(SignedDuration::from_secs(seconds));
    }

    pub(crate) async fn eventually(&self, mut holds: impl AsyncFnMut() -> bool) {
        let start = Instant::now();
        while !holds().await {
            let state = self.state().await;
            assert!(start.elapsed() < PATIENCE, "it did not happen; {state}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    pub(crate) async fn watching(&self) {
        self.eventually(async || self.state().await["status"] == "watching")
            .await;
    }

    pub(crate) async fn state(&self) -> Value {
        let channel = self.place.store.channel("home", "houzz1", IMAP).await;
        channel
            .unwrap()
            .map_or(Value::Null, |channel| channel.state)
    }

    pub(crate) async fn contacts(&self, email: &str) -> usize {
        let found = self.place.store.contacts_with("home", "email", email);
        found.await.unwrap().len()
    }

    /// The reasons of what waits for a person.
    pub(crate) async fn reviews(&self) -> Vec<String> {
        let reviews = self.place.store.open_reviews("home", 0, 100).await.unwrap();
        reviews
            .iter()
            .map(|review| review.reasons.join("; "))
            .collect()
    }

    pub(crate) async fn sources(&self) -> usize {
        let items = self.place.store.source_items("home", 0, 100).await;
        items.unwrap().len()
    }

    pub(crate) async fn log(&self) -> i64 {
        self.place.store.last_seq("home").await.unwrap()
    }

    pub(crate) async fn speed(&self) -> SpeedToLead {
        let now = self.clock.now();
        speed_to_lead(&self.place.store, "home", now).await.unwrap()
    }
}

fn create(kind: Kind, id: &str, doc: &Value) -> Write {
    Write::Create {
        kind,
        id: id.into(),
        root_id: id.into(),
        doc: doc.as_object().unwrap().clone(),
        exclusive: true,
    }
}
