//! What the measurements stand on: a folder on the disk, a store, a server in this process.

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::Arc,
};

use http::{HeaderName, HeaderValue, header};
use jiff::SignedDuration;
use serde_json::{Value, json};
use tenon_model::{Clock, Kind, Location, Origin, Random, Scope, new_id};
use tenon_oauth::{MasterKey, Vault};
use tenon_server::{App, RateLimit, Settings, SystemClock, SystemSource};
use tenon_store::{Commit, DatabaseUrl, OpenOptions, Store, Write};
use tokio::net::TcpListener;

pub(crate) type Result<T> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

pub(crate) const LOCATION: &str = "bench";

pub(crate) fn chance() -> Arc<dyn Random> {
    Arc::new(SystemSource::default())
}

/// A folder beside the build, so on the same disk as the data of `./run`; removed at the end.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    pub(crate) fn new(name: &str) -> Result<Self> {
        let folder = PathBuf::from(format!("target/bench/{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        Ok(Self(folder))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Opens a folder's store. A group of 1 gives every commit a transaction of its own.
pub(crate) async fn open(folder: &Path, group: usize) -> Result<Store> {
    let url = DatabaseUrl::Sqlite(folder.join("tenon.db"));
    let options = OpenOptions {
        group,
        ..OpenOptions::default()
    };
    Ok(Store::open(&url, options).await?)
}

/// A store in a folder, with a location and a token for it.
pub(crate) async fn store(folder: &Path, group: usize) -> Result<(Store, String)> {
    let store = open(folder, group).await?;
    let token = prepare(&store).await?;
    Ok((store, token))
}

/// Makes the location and a token for it.
pub(crate) async fn prepare(store: &Store) -> Result<String> {
    let location = Location {
        id: LOCATION.into(),
        name: "Bench".into(),
        country: "US".into(),
        timezone: "America/Chicago".into(),
        allow_duplicates: false,
    };
    let now = SystemClock.now();
    let year = SignedDuration::from_hours(24 * 30);
    let (plain, token) = tenon_oauth::issue(&*chance(), now, year, LOCATION, "Bench", Scope::ALL);
    let writes = vec![Write::Location(location), Write::Token(Box::new(token))];
    store.commit(commit(writes)).await?;
    Ok(plain)
}

pub(crate) fn commit(writes: Vec<Write>) -> Commit {
    Commit {
        location: LOCATION.into(),
        at: SystemClock.now(),
        origin: Origin::new(("system", "", "bench"), "cli", ("request", "")),
        fence: None,
        writes,
    }
}

/// A contact of usual size.
pub(crate) fn contact(number: u64) -> Value {
    json!({
        "firstName": format!("Person{number}"),
        "lastName": "Benchmark",
        "email": format!("person{number}@example.org"),
        "phone": format!("+1512{:07}", 2_000_000 + number % 7_999_999),
        "address1": format!("{number} Congress Ave"),
        "city": "Austin",
        "state": "TX",
        "postalCode": "78701",
        "country": "US",
        "source": "bench",
        "tags": ["bench", "houzz-lead"],
    })
}

/// Fills a store with contacts; answers with their ids.
pub(crate) async fn fill(store: &Store, count: u64) -> Result<Vec<String>> {
    let random = chance();
    let mut ids = Vec::new();
    let mut writes = Vec::new();
    for number in 0..count {
        let id = new_id(SystemClock.now(), &*random);
        let Value::Object(doc) = contact(number) else {
            continue;
        };
        writes.push(Write::Create {
            kind: Kind::Contact,
            id: id.clone(),
            root_id: id.clone(),
            doc,
            exclusive: true,
        });
        ids.push(id);
        if writes.len() == 500 || number + 1 == count {
            store.commit(commit(std::mem::take(&mut writes))).await?;
        }
    }
    Ok(ids)
}

/// What the bare route answers with.
#[derive(Clone, Default)]
pub(crate) struct Bare {
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Bare {
    fn answer(&self) -> axum::response::Response {
        let mut response = axum::response::Response::new(self.body.clone().into());
        for (name, value) in &self.headers {
            let name = HeaderName::try_from(name.as_str()).ok();
            let value = HeaderValue::try_from(value.as_str()).ok();
            if let (Some(name), Some(value)) = (name, value)
                && name != header::DATE
                && name != header::CONTENT_LENGTH
            {
                response.headers_mut().insert(name, value);
            }
        }
        response
    }
}

/// Serves a store in this process, with a bare route beside it.
pub(crate) async fn serve(store: Store, bare: Bare) -> Result<SocketAddr> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let random = chance();
    let vault = Vault::new(
        MasterKey::parse(&MasterKey::generate(&*random))?,
        Arc::clone(&random),
    );
    let app = App::new(
        store,
        vault,
        Arc::new(SystemClock),
        random,
        Settings {
            // Checked as always, and never reached.
            rate_limit: Some(RateLimit::new(u32::MAX, 10).daily(u32::MAX)),
            ..Settings::default()
        },
    );
    let bare = axum::routing::get(move || {
        let answer = bare.answer();
        async move { answer }
    });
    let parse = axum::routing::post(|body: axum::body::Bytes| async move {
        let read: Option<Value> = serde_json::from_slice(&body).ok();
        let status = match read {
            Some(_) => http::StatusCode::CREATED,
            None => http::StatusCode::BAD_REQUEST,
        };
        (
            status,
            [("content-type", "application/json; charset=utf-8")],
            body,
        )
    });
    let router = tenon_server::router(app)
        .route("/bare", bare)
        .route("/bare/parse", parse);
    tokio::spawn(tenon_server::serve(
        listener,
        router,
        std::future::pending(),
    ));
    Ok(address)
}
