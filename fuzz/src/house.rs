//! A server over an empty database in memory, called without a network.

use std::{
    cell::{OnceCell, RefCell},
    collections::HashSet,
    fmt,
    sync::Arc,
};

use axum::{Router, body::Body};
use http::{Request, StatusCode};
use http_body_util::BodyExt;
use jiff::SignedDuration;
use serde::{
    Deserialize, Deserializer,
    de::{Error, IgnoredAny, MapAccess, Visitor},
};
use serde_json::{Value, json};
use tenon_model::{Clock, Location, Origin, Random, Scope};
use tenon_oauth::{MasterKey, Vault};
use tenon_server::{App, Settings};
use tenon_store::{Commit, DatabaseUrl, OpenOptions, Store, Write};
use tenon_testkit::{SeededRandom, TestClock};
use tower::ServiceExt;

/// The location that calls are for.
pub(crate) const HOME: &str = "home";
/// Another one; no answer may hold what stands there.
const AWAY: &str = "away";
/// Stands in the other location's contact and nowhere else.
const CANARY: &str = "zq7canary";
/// A house is left for a new one after so many calls, so that a long run does not fill the memory.
const CALLS: u32 = 20_000;

/// A server with two locations.
struct House {
    runtime: tokio::runtime::Runtime,
    router: Router,
    store: Store,
    token: String,
    /// A contact of [`HOME`], for paths that name one.
    contact: String,
    calls: u32,
}

/// An answer, whole.
struct Answer {
    status: StatusCode,
    body: Vec<u8>,
}

thread_local! {
    static HOUSE: OnceCell<RefCell<House>> = const { OnceCell::new() };
}

/// Sends a call to this thread's house and holds the answer to what every answer must be.
///
/// # Panics
/// When it is not.
pub(crate) fn call(method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) {
    HOUSE.with(|house| {
        let mut house = house.get_or_init(|| House::new().into()).borrow_mut();
        if house.calls >= CALLS {
            *house = House::new();
        }
        house.judge(method, path, headers, body);
    });
}

/// A JSON object, each of whose members has a name of its own: readers differ about the others.
#[derive(Debug)]
struct Members;

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Each;
        impl<'de> Visitor<'de> for Each {
            type Value = Members;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members, A::Error> {
                let mut names = HashSet::new();
                while let Some((name, IgnoredAny)) = map.next_entry::<String, _>()? {
                    if let Some(name) = names.replace(name) {
                        return Err(A::Error::custom(format!("{name} stands there twice")));
                    }
                }
                Ok(Members)
            }
        }
        deserializer.deserialize_map(Each)
    }
}

impl House {
    #[expect(clippy::unwrap_used, reason = "nothing here depends on the input")]
    fn new() -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        let random = Arc::new(SeededRandom::new(7));
        let clock = Arc::new(TestClock::default());
        let opened = Store::open(&DatabaseUrl::Memory, OpenOptions::default());
        let store = runtime.block_on(opened).unwrap();
        let [away, home] = [AWAY, HOME].map(|id| {
            let hour = SignedDuration::from_hours(1);
            let now = clock.now();
            let (plain, token) = tenon_oauth::issue(&*random, now, hour, id, "Fuzz", Scope::ALL);
            let commit = Commit {
                location: id.to_owned(),
                at: now,
                origin: Origin::new(("system", "", "fuzz"), "cli", ("request", "")),
                fence: None,
                writes: vec![Write::Location(location(id)), Write::Token(Box::new(token))],
            };
            runtime.block_on(store.commit(commit)).unwrap();
            plain
        });
        let key = MasterKey::parse(&MasterKey::generate(&*random)).unwrap();
        let vault = Vault::new(key, Arc::clone(&random) as Arc<dyn Random>);
        let app = App::new(store.clone(), vault, clock, random, Settings::default());
        let mut house = Self {
            runtime,
            router: tenon_server::router(app),
            store,
            token: away,
            contact: String::new(),
            calls: 0,
        };
        house.make_contact(AWAY, CANARY);
        house.token = home;
        house.contact = house.make_contact(HOME, "ana");
        house
    }

    #[expect(clippy::unwrap_used, reason = "nothing here depends on the input")]
    fn make_contact(&self, location: &str, name: &str) -> String {
        let email = format!("{name}@example.org");
        let body = json!({"locationId": location, "firstName": name, "email": email});
        let version = [("version", "2021-07-28")];
        let made = self.send("POST", "/contacts/", &version, body.to_string().as_bytes());
        let made: Value = serde_json::from_slice(&made.body).unwrap();
        made["contact"]["id"].as_str().unwrap().to_owned()
    }

    fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let mut request = Request::builder()
            .method(method)
            .uri(path.replace("CONTACT", &self.contact));
        if !headers.iter().any(|(name, _)| *name == "authorization") {
            request = request.header("authorization", format!("Bearer {}", self.token));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let Ok(request) = request.body(Body::from(body.to_vec())) else {
            // What no client can send.
            return Answer {
                status: StatusCode::OK,
                body: Vec::new(),
            };
        };
        let router = self.router.clone();
        self.runtime.block_on(async {
            let answer = router.oneshot(request).await;
            let answer = answer.unwrap_or_else(|never| match never {});
            let status = answer.status();
            let body = answer.into_body().collect().await;
            let body = body
                .map(|body| body.to_bytes().to_vec())
                .unwrap_or_default();
            Answer { status, body }
        })
    }

    fn judge(&mut self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) {
        self.calls += 1;
        let before = self.last_change();
        let answer = self.send(method, path, headers, body);
        let told = String::from_utf8_lossy(&answer.body);
        assert!(answer.status.as_u16() < 500, "{}: {told}", answer.status);
        assert!(!told.contains(CANARY), "another location's data: {told}");
        if answer.body.first() == Some(&b'{') {
            let read: Result<Members, _> = serde_json::from_slice(&answer.body);
            assert!(read.is_ok(), "{read:?}: {told}");
        }
        if answer.status.is_client_error() {
            assert_eq!(
                before,
                self.last_change(),
                "refused, and yet changed: {told}"
            );
        }
    }

    fn last_change(&self) -> i64 {
        let last = self.runtime.block_on(self.store.last_seq(HOME));
        last.unwrap_or(-1)
    }
}

fn location(id: &str) -> Location {
    Location {
        id: id.to_owned(),
        name: id.to_owned(),
        country: "US".into(),
        timezone: "America/Chicago".into(),
        allow_duplicates: false,
    }
}
