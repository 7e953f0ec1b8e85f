//! A database of a case's own, and the words in which cases are told.

use std::sync::Arc;

use jiff::SignedDuration;
use tenon_model::{Clock, Kind, Location};
use tenon_store::{DatabaseUrl, OpenOptions, Record, Store, Write};
use tenon_testkit::{Database, PostgresServer, TempFolder, TestClock};

pub(crate) use super::step::{Step, at_once, fields, mail};

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
        Self::at_url(url, folder, database, options).await
    }

    /// A database on a server of the case's own.
    pub(crate) async fn on_server(server: &PostgresServer) -> Self {
        let database = Database::on(server.url());
        let url = DatabaseUrl::Postgres(database.url().to_owned());
        Self::at_url(url, None, Some(database), OpenOptions::default()).await
    }

    async fn at_url(
        url: DatabaseUrl,
        folder: Option<TempFolder>,
        database: Option<Database>,
        options: OpenOptions,
    ) -> Self {
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

    /// The URL as text.
    pub(crate) fn address(&self) -> String {
        match &self.url {
            DatabaseUrl::Sqlite(path) => format!("sqlite:{}", path.display()),
            DatabaseUrl::Memory => "sqlite::memory:".to_owned(),
            DatabaseUrl::Postgres(url) => url.clone(),
        }
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
