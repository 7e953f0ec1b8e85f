//! The data folder, and what every command opens from it.

use std::{
    io::Write,
    path::{Path, PathBuf},
    sync::Arc,
};

use tenon_model::{Clock, Location, Origin, Random, new_id};
use tenon_oauth::{MasterKey, Vault};
use tenon_operations::{Caller, Context, Guards};
use tenon_server::{SystemClock, SystemSource};
use tenon_store::{
    Commit, Committed, Connection, DatabaseUrl, OpenOptions, Store, Write as Change,
};

use crate::{cli::HomeOptions, failure::Failure};

/// An opened home.
pub(crate) struct Home {
    pub(crate) folder: PathBuf,
    pub(crate) store: Store,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) random: Arc<dyn Random>,
    key_file: PathBuf,
}

impl Home {
    /// Opens the database, making folder and schema when they are missing.
    pub(crate) async fn open(options: &HomeOptions) -> Result<Self, Failure> {
        let folder = options.data.clone();
        std::fs::create_dir_all(&folder).map_err(|error| {
            Failure::failed(format!(
                "the folder {} cannot be made: {error}",
                folder.display()
            ))
        })?;
        let url = match &options.database {
            Some(text) => text.parse().map_err(Failure::usage)?,
            None => DatabaseUrl::Sqlite(folder.join("tenon.db")),
        };
        let store = Store::open(&url, OpenOptions::default()).await?;
        let key_file = options
            .master_key_file
            .clone()
            .unwrap_or_else(|| folder.join("master.key"));
        Ok(Self {
            folder,
            store,
            clock: Arc::new(SystemClock),
            random: Arc::new(SystemSource::default()),
            key_file,
        })
    }

    /// The vault. Its master key is made when there is none yet.
    pub(crate) fn vault(&self) -> Result<Vault, Failure> {
        if !self.key_file.exists() {
            let text = MasterKey::generate(&*self.random);
            // Another process may make it at the same moment: then theirs is taken.
            if write_secret(&self.key_file, &text)? {
                tracing::info!(
                    file = %self.key_file.display(),
                    "made a master key; without it the stored secrets cannot be opened: back it up"
                );
            }
        }
        let text = std::fs::read_to_string(&self.key_file).map_err(|error| {
            Failure::failed(format!(
                "the key file {} cannot be read: {error}",
                self.key_file.display()
            ))
        })?;
        Ok(Vault::new(
            MasterKey::parse(&text)?,
            Arc::clone(&self.random),
        ))
    }

    pub(crate) fn new_id(&self) -> String {
        new_id(self.clock.now(), &*self.random)
    }

    /// The location, or a failure that says what to do.
    pub(crate) async fn location(&self, id: &str) -> Result<Location, Failure> {
        self.store.location(id).await?.ok_or_else(|| {
            Failure::failed(format!(
                "there is no location {id:?}; make one with: tenon location create --name NAME"
            ))
        })
    }

    /// A context in a location for the command line.
    pub(crate) fn context(&self, location: Location, origin: Origin) -> Context {
        Context {
            store: self.store.clone(),
            location: Arc::new(location),
            origin,
            clock: Arc::clone(&self.clock),
            random: Arc::clone(&self.random),
            dialect: tenon_operations::Dialect::default(),
            trace_id: self.new_id(),
            caller: Caller::default(),
            webhooks: None,
            doors: None,
            maps: Some(Arc::new(tenon_sync::map::Maps)),
            guards: Guards::default(),
        }
    }

    pub(crate) fn origin() -> Origin {
        Origin::new(("system", "", "command line"), "cli", ("request", ""))
    }

    /// Writes, as the command line.
    pub(crate) async fn commit(
        &self,
        location: &str,
        writes: Vec<Change>,
    ) -> Result<Committed, Failure> {
        let commit = Commit {
            location: location.to_owned(),
            at: self.clock.now(),
            origin: Self::origin(),
            fence: None,
            writes,
        };
        Ok(self.store.commit(commit).await?)
    }

    /// The location's connection to a system, if it has one.
    pub(crate) async fn connection(
        &self,
        location: &str,
        system: &str,
    ) -> Result<Option<Connection>, Failure> {
        let connections = self.store.connections(Some(location)).await?;
        Ok(connections
            .into_iter()
            .find(|connection| connection.system == system))
    }
}

/// Writes a file that only its owner can read, unless it is there. Whether it was written. It stands
/// whole or not at all, also when the machine stops half-way.
pub(crate) fn write_secret(path: &Path, text: &str) -> Result<bool, Failure> {
    let problem = |error: std::io::Error| {
        Failure::failed(format!(
            "the file {} cannot be written: {error}",
            path.display()
        ))
    };
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".new-{}", std::process::id()));
    let draft = path.with_file_name(name);
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&draft).map_err(problem)?;
    file.write_all(text.as_bytes())
        .and_then(|()| file.sync_all())
        .map_err(problem)?;
    // A link fails when the name is taken, which a rename does not.
    let linked = std::fs::hard_link(&draft, path);
    std::fs::remove_file(&draft).map_err(problem)?;
    match linked {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(problem(error)),
    }
}
