//! Starts an engine for every connection to HighLevel, also for those made while we run.

use std::{collections::HashMap, sync::Arc, time::Duration};

use futures_util::{FutureExt, future::BoxFuture};
use tenon_highlevel::{Credentials, HighLevel, HighLevelConfig, Limits, TokenStore};
use tenon_model::{Clock, Origin};
use tenon_oauth::Vault;
use tenon_server::secret_name;
use tenon_store::{Commit, Connection, Store, Write};
use tenon_sync::{Engine, EngineParts};
use tokio::{sync::watch, task::JoinHandle};

use crate::{failure::Failure, home::Home};

/// How often new connections are looked for.
const LOOK: Duration = Duration::from_secs(1);
/// How long engines may take to end.
const CLOSING: Duration = Duration::from_secs(10);

/// Runs engines until `stop` says so.
pub(crate) async fn run(home: Arc<Home>, mut stop: watch::Receiver<bool>) {
    let node = format!("{}-{}", std::process::id(), home.new_id());
    let mut engines: HashMap<String, JoinHandle<()>> = HashMap::new();
    loop {
        match home.store.connections(None).await {
            Err(error) => tracing::warn!(%error, "the connections cannot be listed"),
            Ok(connections) => {
                for connection in connections {
                    if connection.system != "highlevel" || engines.contains_key(&connection.id) {
                        continue;
                    }
                    let id = connection.id.clone();
                    match engine(&home, connection, &node).await {
                        Ok(engine) => {
                            let mut stop = stop.clone();
                            let stopped = async move {
                                let _ = stop.wait_for(|stop| *stop).await;
                            };
                            engines.insert(id, tokio::spawn(Arc::new(engine).run(stopped)));
                        }
                        Err(failure) => {
                            tracing::warn!(
                                connection = id,
                                ?failure,
                                "the connection cannot start"
                            );
                        }
                    }
                }
            }
        }
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => break,
            () = tokio::time::sleep(LOOK) => {}
        }
    }
    for (id, engine) in engines {
        if tokio::time::timeout(CLOSING, engine).await.is_err() {
            tracing::warn!(connection = id, "the engine was cut off");
        }
    }
}

async fn engine(home: &Home, connection: Connection, node: &str) -> Result<Engine, Failure> {
    let location = home.location(&connection.location_id).await?;
    let tokens = Arc::new(Tokens {
        store: home.store.clone(),
        vault: home.vault()?,
        clock: Arc::clone(&home.clock),
        location: location.id.clone(),
        name: secret_name(&connection.id, "token"),
    });
    let credentials = tokens.load().await.map_err(Failure::Failed)?;
    let setting = |name: &str| {
        connection.settings[name]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    };
    let base_url = setting("baseUrl");
    let config = HighLevelConfig {
        limits: Limits::of(&base_url),
        base_url,
        location_id: setting("locationId"),
        country: location.country.clone(),
    };
    let remote = HighLevel::new(config, credentials, tokens, Arc::clone(&home.clock))?;
    if let Err(error) = remote.connect().await {
        tracing::warn!(connection = connection.name, %error, "the location's settings cannot be had");
    }
    Ok(Engine::new(EngineParts {
        store: home.store.clone(),
        location: Arc::new(location),
        connection,
        remote: Arc::new(remote),
        clock: Arc::clone(&home.clock),
        random: Arc::clone(&home.random),
        node: node.to_owned(),
        pause: None,
    }))
}

/// Credentials, sealed in the store.
struct Tokens {
    store: Store,
    vault: Vault,
    clock: Arc<dyn Clock>,
    location: String,
    name: String,
}

impl TokenStore for Tokens {
    fn load(&self) -> BoxFuture<'_, Result<Credentials, String>> {
        async {
            let sealed = self.store.secret(&self.location, &self.name).await;
            let (sealed, _) = sealed
                .map_err(|error| error.to_string())?
                .ok_or("the connection has no credentials; connect again")?;
            let plain = self.vault.open(&self.location, &self.name, &sealed);
            let plain = plain.map_err(|error| error.to_string())?;
            Credentials::parse(&String::from_utf8_lossy(&plain)).map_err(|error| error.to_string())
        }
        .boxed()
    }

    fn save<'a>(&'a self, credentials: &'a Credentials) -> BoxFuture<'a, Result<(), String>> {
        async {
            let plain = credentials.to_secret_text();
            let sealed = self
                .vault
                .seal(&self.location, &self.name, plain.as_bytes());
            let sealed = sealed.map_err(|error| error.to_string())?;
            let stored = self.store.secret(&self.location, &self.name).await;
            let version = stored
                .map_err(|error| error.to_string())?
                .map_or(0, |stored| stored.1);
            let name = self.name.clone();
            let commit = Commit {
                location: self.location.clone(),
                at: self.clock.now(),
                origin: Origin::new(
                    ("system", "", "token refresh"),
                    "highlevel",
                    ("request", ""),
                ),
                fence: None,
                writes: vec![Write::Secret {
                    name,
                    sealed,
                    version,
                }],
            };
            self.store
                .commit(commit)
                .await
                .map(drop)
                .map_err(|error| error.to_string())
        }
        .boxed()
    }
}
