//! A firm with a connection to Houzz, and items as Houzz sends them.

use std::sync::Arc;

use jiff::Timestamp;
use serde_json::{Value, json};
use tenon_model::{Clock, Fields, Kind, Location, Origin, Random};
use tenon_operations::{Call, Caller, Context, Guards, registry};
use tenon_store::{Commit, Connection, DatabaseUrl, OpenOptions, Record, Review, Store, Write};
use tenon_sync::import::{Draft, Importer, Incoming, Line, Outcome, Verdict};
use tenon_testkit::{SeededRandom, TestClock};

pub(super) struct House {
    pub(super) cx: Context,
    pub(super) houzz: Connection,
    pub(super) clock: Arc<TestClock>,
}

/// Runs a story in a house of its own, in memory.
pub(super) fn story<F: Future<Output = ()>>(tell: impl FnOnce(House) -> F) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    runtime.block_on(async { tell(House::new(&DatabaseUrl::Memory).await).await });
}

impl House {
    pub(super) async fn new(url: &DatabaseUrl) -> Self {
        let store = Store::open(url, OpenOptions::default()).await.unwrap();
        let location = Location {
            id: "loc1".into(),
            name: "Cruz Remodeling".into(),
            country: "US".into(),
            timezone: "America/Chicago".into(),
            allow_duplicates: false,
        };
        let houzz = Connection {
            location_id: location.id.clone(),
            id: "houzz1".into(),
            system: "houzz".into(),
            name: "Houzz Pro".into(),
            settings: Value::Null,
        };
        let clock = Arc::new(TestClock::default());
        let cx = Context {
            store,
            location: Arc::new(location.clone()),
            origin: Origin::new(("token", "user", "A user"), "api", ("request", "")),
            clock: Arc::clone(&clock) as Arc<dyn Clock>,
            random: Arc::new(SeededRandom::new(7)) as Arc<dyn Random>,
            dialect: tenon_operations::Dialect::default(),
            trace_id: String::new(),
            caller: Caller::default(),
            webhooks: None,
            doors: None,
            maps: Some(Arc::new(tenon_sync::map::Maps)),
            guards: Guards::default(),
        };
        let commit = Commit {
            location: location.id.clone(),
            at: clock.now(),
            origin: cx.origin.clone(),
            fence: None,
            writes: vec![
                Write::Location(location),
                Write::Connection(Box::new(houzz.clone())),
            ],
        };
        cx.store.commit(commit).await.unwrap();
        Self { cx, houzz, clock }
    }

    pub(super) fn importer(&self, dry_run: bool) -> Importer {
        let mut cx = self.cx.clone();
        cx.origin = Origin::new(
            ("connection", "houzz1", "Houzz"),
            "houzz-mail",
            ("import", ""),
        );
        Importer::new(cx, self.houzz.clone(), dry_run)
    }

    pub(super) async fn take(&self, draft: Draft) -> Line {
        self.importer(false).take(draft).await.unwrap()
    }

    pub(super) async fn outcome(&self, draft: Draft) -> Outcome {
        self.take(draft).await.outcome
    }

    /// What a user does.
    pub(super) async fn operate(&self, id: &str, path: &[(&str, &str)], body: Value) -> Value {
        let operation = registry().find(|operation| operation.id == id).unwrap();
        let call = Call {
            path: path
                .iter()
                .map(|(k, v)| ((*k).into(), (*v).into()))
                .collect(),
            query: Vec::new(),
            body: Some(body),
            ..Call::default()
        };
        let reply = (operation.handler)(self.cx.clone(), call).await.unwrap();
        serde_json::from_slice(&reply.body).unwrap()
    }

    pub(super) async fn contacts_with(&self, name: &str, value: &str) -> Vec<Fields> {
        let found = self
            .cx
            .store
            .contacts_with("loc1", name, value)
            .await
            .unwrap();
        found
            .iter()
            .map(|record| record.fields().unwrap())
            .collect()
    }

    /// The one contact with this e-mail.
    pub(super) async fn contact(&self, email: &str) -> Fields {
        let mut found = self.contacts_with("email", email).await;
        assert_eq!(found.len(), 1, "contacts with {email}");
        found.remove(0)
    }

    pub(super) async fn records_of(&self, contact: &str, kind: Kind) -> Vec<Record> {
        self.cx
            .store
            .records_of("loc1", contact, kind)
            .await
            .unwrap()
    }

    pub(super) async fn reviews(&self) -> Vec<Review> {
        self.cx.store.open_reviews("loc1", 0, 100).await.unwrap()
    }

    pub(super) async fn log(&self) -> i64 {
        self.cx.store.last_seq("loc1").await.unwrap()
    }
}

pub(super) fn fields(value: Value) -> Fields {
    match value {
        Value::Object(fields) => fields,
        _ => Fields::new(),
    }
}

/// An item about a person.
pub(super) fn lead(key: &str, told: Value) -> Draft {
    let incoming = Incoming {
        fields: fields(told),
        ..Incoming::default()
    };
    draft(key, Verdict::Record(Box::new(incoming)))
}

/// The same, with more to it.
pub(super) fn with(mut draft: Draft, change: impl FnOnce(&mut Incoming)) -> Draft {
    if let Verdict::Record(incoming) = &mut draft.verdict {
        change(incoming);
    }
    draft
}

pub(super) fn draft(key: &str, verdict: Verdict) -> Draft {
    Draft {
        key: key.into(),
        origin: "leadEmail".into(),
        place: format!("{key}.eml"),
        label: "New lead".into(),
        raw: format!("raw {key}").into_bytes(),
        verdict,
    }
}

pub(super) fn unclear(key: &str) -> Draft {
    let verdict = Verdict::Review {
        reasons: vec!["an unknown layout".into()],
        partial: json!({}),
    };
    draft(key, verdict)
}

pub(super) fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}
