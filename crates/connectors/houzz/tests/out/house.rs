//! A firm whose Houzz Pro is written to, and a catch hook that keeps what it is sent.

use std::sync::{Arc, Mutex};

use axum::{
    Router, body::Bytes, extract::State, http::StatusCode, response::IntoResponse, routing::post,
};
use jiff::SignedDuration;
use serde_json::{Value, json};
use tenon_houzz::{
    bridge::read_event,
    out::{Hook, Outlet, OutletParts},
};
use tenon_model::{Clock, Kind, Location, Origin, Random};
use tenon_oauth::{MasterKey, Vault};
use tenon_operations::{
    Call, Caller, Context, Guards,
    outlets::{hook_secret, queue},
    registry,
};
use tenon_store::{
    Commit, Connection, DatabaseUrl, Handoff, HandoffState, OpenOptions, Outlet as Settings,
    OutletWrite, Store, WorkItem, Write,
};
use tenon_sync::import::{Importer, Line};
use tenon_testkit::{Database, SeededRandom, TempFolder, TestClock};
use tenon_webhooks::Guard;
use tokio::net::TcpListener;

pub(crate) const HOME: &str = "home";
const HOUZZ: &str = "houzz1";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum On {
    Sqlite,
    Postgres,
}

/// What a hook was sent, and what it answers.
#[derive(Default)]
pub(crate) struct Received {
    pub(crate) bodies: Mutex<Vec<Value>>,
    pub(crate) answers: Mutex<Vec<u16>>,
}

pub(crate) struct House {
    pub(crate) store: Store,
    pub(crate) clock: Arc<TestClock>,
    pub(crate) received: Arc<Received>,
    pub(crate) hook: String,
    random: Arc<SeededRandom>,
    location: Arc<Location>,
    connection: Connection,
    _folder: Option<TempFolder>,
    _database: Option<Database>,
}

async fn take(State(received): State<Arc<Received>>, body: Bytes) -> impl IntoResponse {
    let body = serde_json::from_slice(&body).unwrap();
    received.bodies.lock().unwrap().push(body);
    let mut answers = received.answers.lock().unwrap();
    let status = if answers.is_empty() {
        200
    } else {
        answers.remove(0)
    };
    let head = [("location", "/elsewhere")];
    (
        StatusCode::from_u16(status).unwrap(),
        head,
        "{\"status\":\"success\"}",
    )
}

impl House {
    pub(crate) async fn open(on: On) -> Self {
        let folder = (on == On::Sqlite).then(TempFolder::default);
        let database = (on == On::Postgres).then(Database::default);
        let url = match (&folder, &database) {
            (Some(folder), _) => DatabaseUrl::Sqlite(folder.path().join("tenon.db")),
            (_, Some(database)) => DatabaseUrl::Postgres(database.url().to_owned()),
            _ => DatabaseUrl::Memory,
        };
        let options = OpenOptions {
            connections: 4,
            ..OpenOptions::default()
        };
        let store = Store::open(&url, options).await.unwrap();
        let received = Arc::new(Received::default());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let hook = format!("http://{}/hooks/catch/1/x", listener.local_addr().unwrap());
        let routes = Router::new()
            .route("/hooks/catch/1/x", post(take))
            .with_state(Arc::clone(&received));
        tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
        let location = Location {
            id: HOME.into(),
            name: "Cruz Remodeling".into(),
            country: "US".into(),
            timezone: "America/Chicago".into(),
            allow_duplicates: false,
        };
        let connection = Connection {
            location_id: HOME.into(),
            id: HOUZZ.into(),
            system: "houzz".into(),
            name: "Houzz Pro".into(),
            settings: json!({}),
        };
        let house = Self {
            store,
            clock: Arc::default(),
            received,
            hook,
            random: Arc::new(SeededRandom::new(7)),
            location: Arc::new(location.clone()),
            connection: connection.clone(),
            _folder: folder,
            _database: database,
        };
        let connection = Write::Connection(Box::new(connection));
        house
            .write(vec![Write::Location(location), connection])
            .await;
        let rules = json!({"leadHook": "127.0.0.1", "leadTags": ["to houzz"]});
        house.settings(rules).await;
        house
    }

    /// The same house with another catch hook.
    pub(crate) fn with_hook(&self, hook: &str) -> Self {
        Self {
            store: self.store.clone(),
            clock: Arc::clone(&self.clock),
            received: Arc::clone(&self.received),
            hook: hook.to_owned(),
            random: Arc::clone(&self.random),
            location: Arc::clone(&self.location),
            connection: self.connection.clone(),
            _folder: None,
            _database: None,
        }
    }

    fn vault(&self) -> Vault {
        let key = MasterKey::parse(&MasterKey::generate(&SeededRandom::new(1))).unwrap();
        Vault::new(key, Arc::clone(&self.random) as Arc<dyn Random>)
    }

    /// A node that writes to Houzz Pro, and may call private addresses.
    pub(crate) fn node(&self, name: &str) -> Outlet {
        self.guarded(name, Guard::new(true))
    }

    pub(crate) fn guarded(&self, name: &str, guard: Guard) -> Outlet {
        Outlet::new(OutletParts {
            store: self.store.clone(),
            location: Arc::clone(&self.location),
            connection: self.connection.clone(),
            vault: self.vault(),
            hook: Hook::new(guard).unwrap(),
            clock: Arc::clone(&self.clock) as Arc<dyn Clock>,
            random: Arc::clone(&self.random) as Arc<dyn Random>,
            node: name.to_owned(),
        })
    }

    /// One node does all there is to do.
    pub(crate) async fn turn(&self) {
        assert!(self.node("n1").turn().await.unwrap());
    }

    pub(crate) async fn write(&self, writes: Vec<Write>) {
        let commit = Commit {
            location: HOME.into(),
            at: self.clock.now(),
            origin: Origin::new(("token", "t1", "Office"), "api", ("request", "r1")),
            fence: None,
            writes,
        };
        self.store.commit(commit).await.unwrap();
    }

    /// How it is written to, with this hook for leads.
    pub(crate) async fn settings(&self, settings: Value) {
        let known = self.store.outlet(HOME, HOUZZ).await.unwrap();
        let name = hook_secret(HOUZZ, "lead");
        let version = self.store.secret(HOME, &name).await.unwrap();
        let sealed = self.vault().seal(HOME, &name, self.hook.as_bytes());
        let outlet = Settings {
            connection_id: HOUZZ.into(),
            settings,
            version: known.map_or(0, |known| known.version),
        };
        let secret = Write::Secret {
            name,
            sealed: sealed.unwrap(),
            version: version.map_or(0, |(_, version)| version),
        };
        let outlet = Write::Outlet(OutletWrite::Settings(Box::new(outlet)));
        self.write(vec![secret, outlet]).await;
    }

    fn context(&self, origin: Origin) -> Context {
        Context {
            store: self.store.clone(),
            location: Arc::clone(&self.location),
            origin,
            clock: Arc::clone(&self.clock) as Arc<dyn Clock>,
            random: Arc::clone(&self.random) as Arc<dyn Random>,
            dialect: tenon_operations::Dialect::default(),
            trace_id: "trace".into(),
            caller: Caller::default(),
            webhooks: None,
            doors: None,
            maps: None,
            guards: Guards::default(),
        }
    }

    /// What a person at the office does.
    pub(crate) async fn operate(&self, id: &str, path: &[(&str, &str)], body: Value) -> Value {
        let operation = registry().find(|operation| operation.id == id).unwrap();
        let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        let call = Call {
            path: path.iter().map(own).collect(),
            body: Some(body),
            ..Call::default()
        };
        let origin = Origin::new(("token", "t1", "Office"), "api", ("request", "r1"));
        let reply = (operation.handler)(self.context(origin), call).await;
        self.clock.advance(SignedDuration::from_secs(1));
        serde_json::from_slice(&reply.unwrap().body).unwrap()
    }

    /// A new contact; its id.
    pub(crate) async fn contact(&self, mut body: Value) -> String {
        body["locationId"] = json!(HOME);
        let made = self.operate("create-contact", &[], body).await;
        made["contact"]["id"].as_str().unwrap().to_owned()
    }

    /// A pipeline that is Houzz Pro's board; its id, and the ids of its stages by name.
    pub(crate) async fn board(&self) -> (String, std::collections::HashMap<String, String>) {
        let (now, random) = (self.clock.now(), &*self.random);
        let board = tenon_model::houzz_board(|| tenon_model::new_id(now, random));
        let stages = board["stages"].as_array().unwrap().iter();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let stages = stages.map(|stage| (text(&stage["name"]), text(&stage["id"])));
        let stages = stages.collect();
        let id = tenon_model::new_id(now, random);
        let make = Write::Create {
            kind: Kind::Pipeline,
            id: id.clone(),
            root_id: id.clone(),
            doc: board.as_object().cloned().unwrap(),
            exclusive: true,
        };
        self.write(vec![make]).await;
        (id, stages)
    }

    /// An opportunity of a contact; its id.
    pub(crate) async fn opportunity(&self, contact: &str, pipeline: &str, stage: &str) -> String {
        let body = json!({"locationId": HOME, "contactId": contact, "pipelineId": pipeline,
            "pipelineStageId": stage, "name": "Oak Street kitchen", "status": "open",
            "monetaryValue": 48500});
        let made = self.operate("create-opportunity", &[], body).await;
        made["opportunity"]["id"].as_str().unwrap().to_owned()
    }

    pub(crate) async fn edit(&self, contact: &str, body: Value) {
        let path = [("contactId", contact)];
        self.operate("update-contact", &path, body).await;
    }

    /// What Houzz Pro tells, by the bridge.
    pub(crate) async fn tell(&self, mut event: Value) -> Line {
        self.clock.advance(SignedDuration::from_secs(1));
        event["occurredAt"] = self.clock.now().to_string().into();
        let origin = Origin::new(
            ("connection", HOUZZ, "Houzz Pro"),
            "houzz-bridge",
            ("import", ""),
        );
        let item = read_event(event.to_string().as_bytes()).unwrap();
        let mut importer = Importer::new(self.context(origin), self.connection.clone(), false);
        let line = importer.take(tenon_houzz::draft(item)).await.unwrap();
        self.clock.advance(SignedDuration::from_secs(1));
        line
    }

    pub(crate) async fn handoffs(&self, contact: &str) -> Vec<Handoff> {
        self.store.handoffs_of(HOME, contact).await.unwrap()
    }

    /// The state of a contact's only hand-off, and why.
    pub(crate) async fn stands(&self, contact: &str) -> (HandoffState, String) {
        let mut all = self.handoffs(contact).await;
        assert_eq!(all.len(), 1, "{all:?}");
        let it = all.remove(0);
        (it.state, it.reason)
    }

    pub(crate) async fn items(&self, contact: &str) -> Vec<WorkItem> {
        self.store.work_items_of(HOME, contact).await.unwrap()
    }

    pub(crate) fn sent(&self) -> Vec<Value> {
        self.received.bodies.lock().unwrap().clone()
    }

    pub(crate) fn answers(&self, statuses: &[u16]) {
        *self.received.answers.lock().unwrap() = statuses.to_vec();
    }

    pub(crate) fn pass(&self, minutes: i64) {
        self.clock.advance(SignedDuration::from_mins(minutes));
    }

    pub(crate) async fn waiting(&self) -> i64 {
        let depth = self.store.queue_depth(HOME, &queue(HOUZZ)).await;
        depth.unwrap().waiting
    }

    pub(crate) async fn proof(&self, kind: Kind, field: &str, verb: &str) -> Option<Value> {
        let all = self.store.evidence_of(HOME, HOUZZ).await.unwrap();
        let found = all
            .into_iter()
            .find(|it| it.kind == kind && it.field == field && it.verb == verb);
        found.map(|it| it.what)
    }
}
