//! A database of a case's own, and the words in which cases are told.

use std::sync::Arc;

use jiff::SignedDuration;
use serde_json::{Value, json};
use tenon_model::{Clock, Fields, Kind, Location, Origin};
use tenon_store::{
    Commit, Committed, DatabaseUrl, Fence, OpenOptions, Record, Store, StoreError, Write,
};
use tenon_testkit::{Database, TempFolder, TestClock};

/// The location most cases play in.
pub(crate) const HOME: &str = "home";
/// Another one, for what must not be seen.
pub(crate) const AWAY: &str = "away";

/// The backends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum On {
    File,
    Memory,
    Postgres,
}

/// A database with the locations [`HOME`] and [`AWAY`].
pub(crate) struct Db {
    pub(crate) store: Store,
    pub(crate) url: DatabaseUrl,
    pub(crate) clock: Arc<TestClock>,
    // Removed when the case is over.
    _folder: Option<TempFolder>,
    _database: Option<Database>,
}

/// Plays a case.
pub(crate) fn run(on: On, case: impl AsyncFnOnce(&Db)) {
    block_on(async {
        let db = Db::open(on, OpenOptions::default()).await;
        case(&db).await;
    });
}

/// A runtime with two threads, as many as two writers need to meet.
pub(crate) fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap()
        .block_on(future)
}

impl Db {
    pub(crate) async fn open(on: On, options: OpenOptions) -> Self {
        let folder = (on == On::File).then(TempFolder::default);
        let database = (on == On::Postgres).then(Database::default);
        let url = match (&folder, &database) {
            (Some(folder), _) => DatabaseUrl::Sqlite(folder.path().join("tenon.db")),
            (_, Some(database)) => DatabaseUrl::Postgres(database.url().to_owned()),
            _ => DatabaseUrl::Memory,
        };
        let store = Store::open(&url, options).await.unwrap();
        let db = Self {
            store,
            url,
            clock: Arc::default(),
            _folder: folder,
            _database: database,
        };
        add_locations(&db.store, &db.clock).await;
        db
    }

    /// A commit to a location, now.
    pub(crate) fn at(&self, location: &str) -> Step {
        Step::new(&self.store, &self.clock, location)
    }

    /// Lets time pass; less than nothing lets it go back.
    pub(crate) fn pass(&self, seconds: i64) {
        self.clock.advance(SignedDuration::from_secs(seconds));
    }

    /// So many seconds from now.
    pub(crate) fn later(&self, seconds: i64) -> jiff::Timestamp {
        self.clock.now() + SignedDuration::from_secs(seconds)
    }

    /// The contact of that id at home.
    pub(crate) async fn contact(&self, id: &str) -> Option<Record> {
        self.store.record(HOME, Kind::Contact, id).await.unwrap()
    }
}

pub(crate) async fn add_locations(store: &Store, clock: &Arc<TestClock>) {
    for id in [HOME, AWAY] {
        let location = Location {
            id: id.to_owned(),
            name: format!("The firm {id}"),
            country: "US".into(),
            timezone: "America/Chicago".into(),
            allow_duplicates: false,
        };
        let step = Step::new(store, clock, id).write(Write::Location(location));
        step.commit().await.unwrap();
    }
}

/// A commit being put together.
#[derive(Clone)]
pub(crate) struct Step {
    store: Store,
    commit: Commit,
    exclusive: bool,
}

impl Step {
    pub(crate) fn new(store: &Store, clock: &Arc<TestClock>, location: &str) -> Self {
        Self {
            store: store.clone(),
            commit: Commit {
                location: location.to_owned(),
                at: clock.now(),
                origin: Origin::new(("token", "t1", "Office"), "api", ("request", "r1")),
                fence: None,
                writes: Vec::new(),
            },
            exclusive: true,
        }
    }

    pub(crate) fn write(mut self, write: Write) -> Self {
        self.commit.writes.push(write);
        self
    }

    /// From here on e-mails and phones may be shared.
    pub(crate) fn shared(mut self) -> Self {
        self.exclusive = false;
        self
    }

    pub(crate) fn origin(mut self, origin: Origin) -> Self {
        self.commit.origin = origin;
        self
    }

    pub(crate) fn fence(mut self, fence: Fence) -> Self {
        self.commit.fence = Some(fence);
        self
    }

    /// A new contact.
    pub(crate) fn contact(self, id: &str, doc: Value) -> Self {
        self.create(Kind::Contact, id, id, doc)
    }

    /// A new record.
    pub(crate) fn create(self, kind: Kind, id: &str, root: &str, doc: Value) -> Self {
        let exclusive = self.exclusive;
        self.write(Write::Create {
            kind,
            id: id.to_owned(),
            root_id: root.to_owned(),
            doc: fields(doc),
            exclusive,
        })
    }

    pub(crate) fn update(self, old: &Record, doc: Value) -> Self {
        let exclusive = self.exclusive;
        self.write(Write::Update {
            old: old.clone(),
            doc: fields(doc),
            exclusive,
        })
    }

    pub(crate) fn delete(self, old: &Record) -> Self {
        self.write(Write::Delete { old: old.clone() })
    }

    pub(crate) async fn commit(self) -> Result<Committed, StoreError> {
        self.store.commit(self.commit).await
    }

    /// Commits what must go well.
    pub(crate) async fn done(self) -> Committed {
        self.commit().await.unwrap()
    }

    /// Commits what must go well, and gives the record it wrote first.
    pub(crate) async fn record(self) -> Record {
        self.done().await.records.swap_remove(0)
    }

    /// Commits what must be refused.
    pub(crate) async fn refused(self) -> StoreError {
        self.commit().await.expect_err("it must be refused")
    }
}

/// Commits all at once, each in a task of its own.
pub(crate) async fn at_once(
    steps: impl IntoIterator<Item = Step>,
) -> Vec<Result<Committed, StoreError>> {
    let tasks: Vec<_> = steps
        .into_iter()
        .map(|step| tokio::spawn(step.commit()))
        .collect();
    let mut results = Vec::with_capacity(tasks.len());
    for task in tasks {
        results.push(task.await.unwrap());
    }
    results
}

/// A document.
pub(crate) fn fields(doc: Value) -> Fields {
    match doc {
        Value::Object(fields) => fields,
        other => panic!("not a document: {other}"),
    }
}

/// A contact's document with this e-mail.
pub(crate) fn mail(email: &str) -> Value {
    json!({ "firstName": "Ana", "email": email })
}
