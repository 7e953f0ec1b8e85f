//! A firm with a database, a receiver of its webhooks, and senders between them.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse as _, Redirect, Response},
    routing::post,
};
use jiff::SignedDuration;
use serde_json::{Value, json};
use tenon_model::{Clock, Fields, Kind, Location, Origin};
use tenon_store::{Commit, DatabaseUrl, OpenOptions, Record, Store, Write};
use tenon_testkit::{Database, SeededRandom, TempFolder, TestClock};
use tenon_webhooks::{Sender, SenderConfig, SigningKey};
use tokio::sync::{Semaphore, watch};

pub(crate) const HOME: &str = "home";
pub(crate) const APP: &str = "65f0app";
const PATIENCE: Duration = Duration::from_secs(20);

/// Something received.
#[derive(Debug, Clone)]
pub(crate) struct Got {
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
    pub(crate) json: Value,
}

impl Got {
    pub(crate) fn id(&self) -> &str {
        self.json["webhookId"].as_str().unwrap()
    }

    /// `ContactUpdate ana Lima`: type, record, city.
    pub(crate) fn line(&self) -> String {
        let text = |key: &str| self.json[key].as_str().unwrap_or("-");
        format!("{} {} {}", text("type"), text("id"), text("city"))
    }
}

/// How the receiver answers.
#[derive(Debug, Clone)]
pub(crate) enum Answer {
    Status(u16),
    /// With that text.
    Text(u16, String),
    /// It is to be sent there.
    Elsewhere(String),
    /// Once the semaphore has a permit.
    When(Arc<Semaphore>),
}

type Answers = dyn Fn(&Got, usize) -> Answer + Send + Sync;

#[derive(Clone)]
struct Shared {
    got: Arc<watch::Sender<Vec<Got>>>,
    answers: Arc<Mutex<Arc<Answers>>>,
}

/// A receiver on this machine, which says OK until it is told otherwise.
pub(crate) struct Receiver {
    pub(crate) url: String,
    shared: Shared,
}

impl Receiver {
    pub(crate) async fn start() -> Self {
        let ok: Arc<Answers> = Arc::new(|_: &Got, _| Answer::Status(200));
        let shared = Shared {
            got: Arc::new(watch::Sender::new(Vec::new())),
            answers: Arc::new(Mutex::new(ok)),
        };
        let app = Router::new()
            .route("/hook", post(hook))
            .with_state(shared.clone());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self { url, shared }
    }

    /// Answers so from now on; the number counts what came before.
    pub(crate) fn answers(&self, answers: impl Fn(&Got, usize) -> Answer + Send + Sync + 'static) {
        *self.shared.answers.lock().unwrap() = Arc::new(answers);
    }

    pub(crate) fn got(&self) -> Vec<Got> {
        self.shared.got.borrow().clone()
    }

    pub(crate) fn lines(&self) -> Vec<String> {
        self.got().iter().map(Got::line).collect()
    }

    /// Waits until so many came.
    pub(crate) async fn wait_for(&self, many: usize) -> Vec<Got> {
        let mut seen = self.shared.got.subscribe();
        let wait = seen.wait_for(|got| got.len() >= many);
        tokio::time::timeout(PATIENCE, wait)
            .await
            .expect("in time")
            .unwrap()
            .clone()
    }
}

async fn hook(State(shared): State<Shared>, headers: HeaderMap, body: Bytes) -> Response {
    let got = Got {
        headers,
        json: serde_json::from_slice(&body).unwrap(),
        body: body.to_vec(),
    };
    let before = shared.got.borrow().len();
    let answers = shared.answers.lock().unwrap().clone();
    shared.got.send_modify(|all| all.push(got.clone()));
    match answers(&got, before) {
        Answer::Status(status) => StatusCode::from_u16(status).unwrap().into_response(),
        Answer::Text(status, text) => (StatusCode::from_u16(status).unwrap(), text).into_response(),
        Answer::Elsewhere(url) => Redirect::temporary(&url).into_response(),
        Answer::When(gate) => {
            gate.acquire().await.unwrap().forget();
            StatusCode::OK.into_response()
        }
    }
}

/// A firm's database and clock, and a receiver.
pub(crate) struct World {
    pub(crate) store: Store,
    pub(crate) url: DatabaseUrl,
    pub(crate) clock: Arc<TestClock>,
    pub(crate) receiver: Receiver,
    pub(crate) key: [u8; 32],
    _folder: Option<TempFolder>,
    _database: Option<Database>,
}

impl World {
    pub(crate) async fn on_sqlite() -> Self {
        let folder = TempFolder::default();
        let url = DatabaseUrl::Sqlite(folder.path().join("tenon.db"));
        Self::on(url, Some(folder), None).await
    }

    pub(crate) async fn on_postgres() -> Self {
        let database = Database::default();
        let url = DatabaseUrl::Postgres(database.url().to_owned());
        Self::on(url, None, Some(database)).await
    }

    pub(crate) async fn on(
        url: DatabaseUrl,
        folder: Option<TempFolder>,
        database: Option<Database>,
    ) -> Self {
        let world = Self {
            store: Store::open(&url, OpenOptions::default()).await.unwrap(),
            url,
            clock: Arc::default(),
            receiver: Receiver::start().await,
            key: SigningKey::generate(&SeededRandom::new(1)),
            _folder: folder,
            _database: database,
        };
        world.location(HOME).await;
        world
    }

    pub(crate) async fn location(&self, id: &str) {
        let location = Location {
            id: id.to_owned(),
            name: "A firm".into(),
            country: "US".into(),
            timezone: "America/Chicago".into(),
            allow_duplicates: true,
        };
        self.commit(id, Write::Location(location)).await;
    }

    /// Another handle on the same database, as another node has.
    pub(crate) async fn another_store(&self) -> Store {
        Store::open(&self.url, OpenOptions::default())
            .await
            .unwrap()
    }

    pub(crate) fn config(&self, node: &str) -> SenderConfig {
        let key = SigningKey::from_seed(&self.key).unwrap();
        SenderConfig::new(&self.receiver.url, APP, key, node)
    }

    /// A sender on a store of this database; the seed tells processes apart.
    pub(crate) fn sender_on(&self, store: &Store, config: SenderConfig, seed: u64) -> Arc<Sender> {
        let random = Arc::new(SeededRandom::new(seed));
        let clock = Arc::clone(&self.clock) as Arc<dyn Clock>;
        Arc::new(Sender::new(store.clone(), clock, random, config).unwrap())
    }

    /// A sender that has placed its cursors.
    pub(crate) async fn sender(&self, seed: u64) -> Arc<Sender> {
        let sender = self.sender_on(&self.store, self.config("node"), seed);
        sender.subscribe().await.unwrap();
        sender
    }

    pub(crate) fn pass(&self, seconds: i64) {
        self.clock.advance(SignedDuration::from_secs(seconds));
    }

    async fn commit(&self, location: &str, write: Write) -> Option<Record> {
        let commit = Commit {
            location: location.to_owned(),
            at: self.clock.now(),
            origin: Origin::new(("token", "t1", "Office"), "api", ("request", "r1")),
            fence: None,
            writes: vec![write],
        };
        self.store.commit(commit).await.unwrap().records.pop()
    }

    /// A new contact.
    pub(crate) async fn contact(&self, id: &str) -> Record {
        self.contact_at(HOME, id).await
    }

    pub(crate) async fn contact_at(&self, location: &str, id: &str) -> Record {
        let write = Write::Create {
            kind: Kind::Contact,
            id: id.to_owned(),
            root_id: id.to_owned(),
            doc: fields(&json!({"firstName": id})),
            exclusive: false,
        };
        self.commit(location, write).await.unwrap()
    }

    /// A new firm.
    pub(crate) async fn business(&self, id: &str) {
        let write = Write::Create {
            kind: Kind::Business,
            id: id.to_owned(),
            root_id: id.to_owned(),
            doc: fields(&json!({"name": id})),
            exclusive: false,
        };
        self.commit(HOME, write).await;
    }

    /// The contact moves to another city.
    pub(crate) async fn moves(&self, old: &Record, city: &str) -> Record {
        let write = Write::Update {
            old: old.clone(),
            doc: fields(&json!({"firstName": old.id, "city": city})),
            exclusive: false,
        };
        self.commit(HOME, write).await.unwrap()
    }

    pub(crate) async fn delete(&self, old: &Record) {
        self.commit(HOME, Write::Delete { old: old.clone() }).await;
    }

    pub(crate) async fn note(&self, id: &str, root: &str) {
        let write = Write::Create {
            kind: Kind::Note,
            id: id.to_owned(),
            root_id: root.to_owned(),
            doc: fields(&json!({"body": "Called"})),
            exclusive: false,
        };
        self.commit(HOME, write).await;
    }

    /// Jobs that wait.
    pub(crate) async fn waiting(&self) -> i64 {
        let queue = self.store.queue_depth(HOME, "webhooks/default").await;
        queue.unwrap().waiting
    }

    pub(crate) async fn cursor(&self) -> String {
        let cursor = self.store.cursor(HOME, "webhooks/default").await;
        cursor.unwrap().unwrap()
    }
}

fn fields(doc: &Value) -> Fields {
    doc.as_object().cloned().unwrap_or_default()
}
