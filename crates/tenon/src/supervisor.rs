//! Starts an engine for every connection to HighLevel, also for those made while we run.

use std::{collections::HashMap, sync::Arc, time::Duration};

use tenon_highlevel::{HighLevel, HighLevelConfig, Limits, TokenStore, install};
use tenon_store::{Connection, StandingState, StoreError};
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
    let mut engines: HashMap<String, Running> = HashMap::new();
    loop {
        match wanted(&home).await {
            Err(error) => tracing::warn!(%error, "the connections cannot be listed"),
            Ok(connections) => {
                // One whose app was taken away over there has nothing to work with.
                engines.retain(|id, running| {
                    let stays = connections.iter().any(|connection| connection.id == *id);
                    if !stays {
                        let _ = running.stop.send(true);
                    }
                    stays
                });
                for connection in connections {
                    if engines.contains_key(&connection.id) {
                        continue;
                    }
                    let id = connection.id.clone();
                    match engine(&home, connection, &node).await {
                        Ok(engine) => drop(engines.insert(id, Running::start(engine))),
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
    for running in engines.values() {
        let _ = running.stop.send(true);
    }
    for (id, running) in engines {
        if tokio::time::timeout(CLOSING, running.task).await.is_err() {
            tracing::warn!(connection = id, "the engine was cut off");
        }
    }
}

/// An engine at work.
struct Running {
    task: JoinHandle<()>,
    stop: watch::Sender<bool>,
}

impl Running {
    fn start(engine: Engine) -> Self {
        let (stop, mut told) = watch::channel(false);
        let stopped = async move {
            let _ = told.wait_for(|stop| *stop).await;
        };
        Self {
            task: tokio::spawn(Arc::new(engine).run(stopped)),
            stop,
        }
    }
}

/// The connections to HighLevel that have credentials.
async fn wanted(home: &Home) -> Result<Vec<Connection>, StoreError> {
    let mut connections = home.store.connections(None).await?;
    let standings = home.store.standings(None).await?;
    connections.retain(|connection| {
        let standing = standings
            .iter()
            .find(|standing| standing.connection_id == connection.id);
        connection.system == install::SYSTEM
            && standing.is_none_or(|standing| standing.state != StandingState::Uninstalled)
    });
    Ok(connections)
}

pub(crate) async fn engine(
    home: &Home,
    connection: Connection,
    node: &str,
) -> Result<Engine, Failure> {
    let location = home.location(&connection.location_id).await?;
    let vault = Arc::new(home.vault()?);
    let clock = Arc::clone(&home.clock);
    let keeper = install::keeper(&home.store, vault, clock, &*home.random, &connection).await?;
    let tokens = Arc::new(keeper);
    let credentials = tokens.load().await.map_err(Failure::Failed)?;
    let credentials = credentials
        .ok_or_else(|| Failure::failed("the connection has no credentials; connect again"))?;
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
