//! A server as it runs, over a store of the case's own.

use std::sync::Arc;

use jiff::SignedDuration;
use serde_json::{Value, json};
use tenon_model::{Clock, Kind, Location, Origin, Random, Scope};
use tenon_oauth::{MasterKey, Vault};
use tenon_server::{App, Settings};
use tenon_store::{Commit, Committed, DatabaseUrl, OpenOptions, Store, Write};
use tenon_testkit::{Database, SeededRandom, TempFolder, TestClock};
use tokio::{net::TcpListener, sync::oneshot, task::JoinHandle};

use super::{
    call::{Answer, Call},
    desk::desk,
};

/// The location most cases play in.
pub(crate) const HOME: &str = "home";
/// Another one, for what must not be seen.
pub(crate) const AWAY: &str = "away";
/// A location that allows duplicates.
pub(crate) const TWINS: &str = "twins";

/// The backends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum On {
    Sqlite,
    Postgres,
}

/// A server at a free port.
pub(crate) struct TestApp {
    pub(crate) address: std::net::SocketAddr,
    pub(crate) client: reqwest::Client,
    pub(crate) store: Store,
    url: DatabaseUrl,
    pub(crate) clock: Arc<TestClock>,
    pub(crate) random: Arc<SeededRandom>,
    /// Every scope, for [`HOME`].
    pub(crate) token: String,
    stop: Option<oneshot::Sender<()>>,
    served: Option<JoinHandle<()>>,
    // Removed when the case is over.
    _folder: Option<TempFolder>,
    _database: Option<Database>,
}

/// Plays a case.
pub(crate) fn run(on: On, settings: Settings, case: impl AsyncFnOnce(&TestApp)) {
    block_on(async {
        let mut app = TestApp::open(on, settings).await;
        case(&app).await;
        app.stop().await;
    });
}

pub(crate) fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap()
        .block_on(future)
}

pub(crate) fn vault(random: &Arc<SeededRandom>) -> Vault {
    // The same key every time: what one vault sealed another opens.
    let key = MasterKey::parse(&MasterKey::generate(&SeededRandom::new(1))).unwrap();
    Vault::new(key, Arc::clone(random) as Arc<dyn Random>)
}

impl TestApp {
    pub(crate) async fn open(on: On, settings: Settings) -> Self {
        let folder = (on == On::Sqlite).then(TempFolder::default);
        let database = (on == On::Postgres).then(Database::default);
        Self::over(folder, database, settings).await
    }

    /// Another process over the same database.
    pub(crate) async fn twin(&self, settings: Settings) -> Self {
        let random = Arc::new(SeededRandom::new(8));
        let clock = Arc::clone(&self.clock);
        let store = self.seen_from_outside().await;
        let mut twin = Self::serve(store, self.url.clone(), clock, random, settings).await;
        twin.token.clone_from(&self.token);
        twin
    }

    pub(crate) async fn over(
        folder: Option<TempFolder>,
        database: Option<Database>,
        settings: Settings,
    ) -> Self {
        let url = match (&folder, &database) {
            (Some(folder), _) => DatabaseUrl::Sqlite(folder.path().join("tenon.db")),
            (_, Some(database)) => DatabaseUrl::Postgres(database.url().to_owned()),
            _ => DatabaseUrl::Memory,
        };
        let options = OpenOptions {
            connections: 6,
            ..OpenOptions::default()
        };
        let store = Store::open(&url, options).await.unwrap();
        let clock = Arc::new(TestClock::default());
        let random = Arc::new(SeededRandom::new(7));
        let mut app = Self::serve(store, url, clock, random, settings).await;
        (app._folder, app._database) = (folder, database);
        for id in [HOME, AWAY, TWINS] {
            app.write(id, vec![Write::Location(location(id))]).await;
        }
        app.token = app.token_for(HOME, Scope::ALL).await;
        app
    }

    async fn serve(
        store: Store,
        url: DatabaseUrl,
        clock: Arc<TestClock>,
        random: Arc<SeededRandom>,
        mut settings: Settings,
    ) -> Self {
        let source = Arc::clone(&random) as Arc<dyn Random>;
        settings.webhooks = Some(desk(&store, vault(&random), source, &*clock).await);
        let app = App::new(
            store.clone(),
            vault(&random),
            Arc::clone(&clock) as Arc<dyn Clock>,
            Arc::clone(&random) as Arc<dyn Random>,
            settings,
        );
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let served = tokio::spawn(async move {
            let stopped = async move { drop(stopped.await) };
            let served = tenon_server::serve(listener, tenon_server::router(app), stopped).await;
            served.unwrap();
        });
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder().no_proxy();
        Self {
            address,
            client: client.build().unwrap(),
            store,
            url,
            clock,
            random,
            token: String::new(),
            stop: Some(stop),
            served: Some(served),
            _folder: None,
            _database: None,
        }
    }

    /// Lets calls under way end, and the server with them.
    pub(crate) async fn stop(&mut self) {
        drop(self.stop.take());
        if let Some(served) = self.served.take() {
            served.await.unwrap();
        }
    }

    /// The database as another process sees it: what is on disk, and nothing else.
    pub(crate) async fn seen_from_outside(&self) -> Store {
        let options = OpenOptions {
            connections: 1,
            ..OpenOptions::default()
        };
        Store::open(&self.url, options).await.unwrap()
    }

    /// Writes behind the server's back.
    pub(crate) async fn write(&self, location: &str, writes: Vec<Write>) -> Committed {
        let commit = Commit {
            location: location.to_owned(),
            at: self.clock.now(),
            origin: Origin::new(("system", "", "test"), "cli", ("request", "")),
            fence: None,
            writes,
        };
        self.store.commit(commit).await.unwrap()
    }

    /// A token for an hour.
    pub(crate) async fn token_for(&self, location: &str, scopes: &[Scope]) -> String {
        let (hour, name) = (SignedDuration::from_hours(1), "Office");
        let (plain, token) = tenon_oauth::issue(
            &*self.random,
            self.clock.now(),
            hour,
            location,
            name,
            scopes,
        );
        self.write(location, vec![Write::Token(Box::new(token))])
            .await;
        plain
    }

    /// Keeps a secret as the server expects it.
    pub(crate) async fn keep_secret(&self, location: &str, name: &str, plain: &[u8]) {
        let sealed = vault(&self.random).seal(location, name, plain).unwrap();
        let secret = Write::Secret {
            name: name.to_owned(),
            sealed,
            version: 0,
        };
        self.write(location, vec![secret]).await;
    }

    /// Now, as it stands on the wire.
    pub(crate) fn now(&self) -> String {
        tenon_model::time::to_wire(self.clock.now())
    }

    /// Lets time pass.
    pub(crate) fn pass(&self, seconds: i64) {
        self.clock.advance(SignedDuration::from_secs(seconds));
    }

    pub(crate) fn call(&self, method: &str, path: &str) -> Call<'_> {
        Call::new(self, method, path)
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.call("GET", path).send().await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Answer {
        self.call("POST", path).json(&body).send().await
    }

    pub(crate) async fn put(&self, path: &str, body: Value) -> Answer {
        self.call("PUT", path).json(&body).send().await
    }

    pub(crate) async fn delete(&self, path: &str) -> Answer {
        self.call("DELETE", path).send().await
    }

    /// A new contact at home; its id.
    pub(crate) async fn contact(&self, mut fields: Value) -> String {
        fields["locationId"] = json!(HOME);
        let body = self.post("/contacts/", fields).await.is(201);
        body["contact"]["id"].as_str().unwrap().to_owned()
    }

    /// A new record at home that hangs on nothing, written behind the server's back; its id.
    pub(crate) async fn record(&self, kind: Kind, doc: Value) -> String {
        let id = tenon_model::new_id(self.clock.now(), &*self.random);
        let write = Write::Create {
            kind,
            id: id.clone(),
            root_id: id.clone(),
            doc: doc.as_object().cloned().unwrap(),
            exclusive: true,
        };
        self.write(HOME, vec![write]).await;
        // So that ids follow each other as their records do.
        self.clock.advance(SignedDuration::from_millis(1));
        id
    }

    /// A search at home for all that `body` asks.
    pub(crate) async fn search(&self, mut body: Value) -> Answer {
        body["locationId"] = json!(HOME);
        if body.get("pageLimit").is_none() {
            body["pageLimit"] = json!(100);
        }
        self.post("/contacts/search", body).await
    }
}

fn location(id: &str) -> Location {
    Location {
        id: id.to_owned(),
        name: format!("The firm {id}"),
        country: "US".into(),
        timezone: "America/Chicago".into(),
        allow_duplicates: id == TWINS,
    }
}
