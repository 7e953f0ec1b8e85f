//! A stand-in for the vendor: it answers by a script and remembers what it was asked.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::Request;
use axum::response::Response;
use futures_util::future::BoxFuture;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use tenon_highlevel::{
    Credentials, Grant, HighLevel, HighLevelConfig, Limits, Noticed, Saved, TokenStore,
};
use tenon_model::{Clock, Fields};
use tenon_testkit::TestClock;
use tokio::net::TcpListener;

/// What the fake was asked.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) line: String,
    pub(crate) query: BTreeMap<String, String>,
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) text: String,
    pub(crate) body: Value,
}

/// What it answers.
pub(crate) enum Reply {
    Json(u16, Value),
    With(u16, &'static [(&'static str, &'static str)], Value),
    Text(u16, String),
    /// No answer at all, and the clock goes on.
    Silence,
    /// A body that breaks off.
    Broken(u16),
}

pub(crate) fn ok(body: Value) -> Reply {
    Reply::Json(200, body)
}

pub(crate) fn error(status: u16, message: &str) -> Reply {
    Reply::Json(status, json!({"statusCode": status, "message": message}))
}

type Script = dyn Fn(&Asked) -> Reply + Send + Sync;

pub(crate) struct Fake {
    pub(crate) url: String,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Fake {
    pub(crate) async fn start(script: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> Self {
        let script: Arc<Script> = Arc::new(script);
        let asked = Arc::new(Mutex::new(Vec::new()));
        let memory = Arc::clone(&asked);
        let router = Router::new().fallback(move |request: Request<Body>| {
            let (script, memory) = (Arc::clone(&script), Arc::clone(&memory));
            async move {
                let asked = Asked::read(request).await;
                memory.lock().unwrap().push(asked.clone());
                script(&asked).send().await
            }
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { url, asked }
    }

    /// The requests so far, as `METHOD /path`.
    pub(crate) fn lines(&self) -> Vec<String> {
        self.asked().into_iter().map(|asked| asked.line).collect()
    }

    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }

    pub(crate) fn last(&self) -> Asked {
        self.asked().pop().unwrap()
    }

    /// A connection with a private token and no limits.
    pub(crate) fn connection(&self) -> HighLevel {
        let token = Credentials::Private("pit-token".into());
        self.connection_with(token.clone(), &MemoryStore::new(token), None)
    }

    pub(crate) fn connection_with(
        &self,
        credentials: Credentials,
        store: &Arc<MemoryStore>,
        limits: Option<Limits>,
    ) -> HighLevel {
        let clock = Arc::new(TestClock::default());
        let config = config(&self.url, limits);
        HighLevel::new(config, credentials, Arc::clone(store) as _, clock).unwrap()
    }

    /// A connection with stored credentials whose clock the test moves.
    pub(crate) fn connection_with_clock(
        &self,
        store: &Arc<MemoryStore>,
        clock: &Arc<TestClock>,
    ) -> HighLevel {
        let config = config(&self.url, None);
        let (tokens, clock) = (Arc::clone(store) as _, Arc::clone(clock) as _);
        HighLevel::new(config, store.stored(), tokens, clock).unwrap()
    }

    /// A connection with a private token whose clock the test moves.
    pub(crate) fn connection_at(&self, clock: &Arc<TestClock>) -> HighLevel {
        let token = Credentials::Private("pit-token".into());
        let store = MemoryStore::new(token.clone());
        let config = config(&self.url, None);
        HighLevel::new(config, token, store as _, Arc::clone(clock) as _).unwrap()
    }
}

pub(crate) fn config(base_url: &str, limits: Option<Limits>) -> HighLevelConfig {
    HighLevelConfig {
        base_url: base_url.to_owned(),
        location_id: "loc1".into(),
        country: "US".into(),
        limits,
    }
}

impl Asked {
    async fn read(request: Request<Body>) -> Self {
        let (parts, body) = request.into_parts();
        let body = to_bytes(body, 1 << 20).await.unwrap();
        let query = parts.uri.query().unwrap_or_default();
        let query = reqwest::Url::parse(&format!("q:?{query}")).unwrap();
        let headers = parts.headers.iter();
        Self {
            line: format!("{} {}", parts.method, parts.uri.path()),
            query: query.query_pairs().into_owned().collect(),
            headers: headers
                .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
                .collect(),
            text: String::from_utf8(body.to_vec()).unwrap(),
            body: serde_json::from_slice(&body).unwrap_or_default(),
        }
    }

    pub(crate) fn token(&self) -> &str {
        let value = self.headers.get("authorization").map(String::as_str);
        value.unwrap_or_default().trim_start_matches("Bearer ")
    }
}

impl Reply {
    async fn send(self) -> Response {
        let (status, headers, body) = match self {
            Self::Json(status, body) => (status, &[][..], body.to_string()),
            Self::With(status, headers, body) => (status, headers, body.to_string()),
            Self::Text(status, text) => (status, &[][..], text),
            Self::Silence => {
                // From here on, waiting takes no time.
                tokio::time::pause();
                std::future::pending().await
            }
            Self::Broken(status) => {
                let pieces = [Ok("{\"contact\":"), Err("broken")];
                let body = Body::from_stream(futures_util::stream::iter(pieces));
                return Response::builder().status(status).body(body).unwrap();
            }
        };
        let mut response = Response::builder().status(status);
        for (name, value) in headers {
            response = response.header(*name, *value);
        }
        response.body(Body::from(body)).unwrap()
    }
}

/// Credentials in memory, which can be made to fail.
pub(crate) struct MemoryStore {
    stored: Mutex<Option<Credentials>>,
    pub(crate) broken: AtomicBool,
    pub(crate) saves: Mutex<Vec<Credentials>>,
    pub(crate) noticed: Mutex<Vec<Noticed>>,
    /// Whether the claim on a refresh is to be had.
    pub(crate) free: AtomicBool,
    pub(crate) company: Option<Arc<MemoryStore>>,
}

impl MemoryStore {
    pub(crate) fn new(stored: Credentials) -> Arc<Self> {
        Arc::new(Self {
            stored: Mutex::new(Some(stored)),
            noticed: Mutex::new(Vec::new()),
            free: AtomicBool::new(true),
            company: None,
            broken: AtomicBool::new(false),
            saves: Mutex::new(Vec::new()),
        })
    }

    /// The credentials of a location, with those of its company.
    pub(crate) fn of_company(stored: Credentials, company: Arc<Self>) -> Arc<Self> {
        let mut store = Self::new(stored);
        Arc::get_mut(&mut store).unwrap().company = Some(company);
        store
    }

    pub(crate) fn stored(&self) -> Credentials {
        self.stored.lock().unwrap().clone().unwrap()
    }

    pub(crate) fn take_away(&self) {
        *self.stored.lock().unwrap() = None;
    }

    pub(crate) fn put(&self, credentials: Credentials) {
        *self.stored.lock().unwrap() = Some(credentials);
    }
}

impl TokenStore for MemoryStore {
    fn load(&self) -> BoxFuture<'_, Result<Option<Credentials>, String>> {
        Box::pin(async { Ok(self.stored.lock().unwrap().clone()) })
    }

    fn save<'a>(&'a self, credentials: &'a Credentials) -> BoxFuture<'a, Result<Saved, String>> {
        Box::pin(async {
            if self.broken.load(Ordering::SeqCst) {
                return Err("the disk is full".into());
            }
            self.saves.lock().unwrap().push(credentials.clone());
            self.put(credentials.clone());
            Ok(Saved::Stored)
        })
    }

    fn claim(&self) -> BoxFuture<'_, Result<bool, String>> {
        Box::pin(async { Ok(self.free.load(Ordering::SeqCst)) })
    }

    fn noticed<'a>(&'a self, noticed: &'a Noticed) -> BoxFuture<'a, ()> {
        self.noticed.lock().unwrap().push(noticed.clone());
        Box::pin(async {})
    }

    fn company(&self) -> Option<Arc<dyn TokenStore>> {
        self.company.clone().map(|company| company as _)
    }
}

/// A grant whose access token lasts for so many seconds.
pub(crate) fn grant(access: &str, refresh: &str, seconds: i64) -> Credentials {
    Credentials::OAuth(Grant {
        client_id: "app-1".into(),
        client_secret: "s&cret".into(),
        access_token: access.into(),
        refresh_token: refresh.into(),
        expires_at: Some(now() + SignedDuration::from_secs(seconds)),
        ..Grant::default()
    })
}

pub(crate) fn now() -> Timestamp {
    TestClock::default().now()
}

pub(crate) fn fields(value: &Value) -> Fields {
    value.as_object().cloned().unwrap()
}
