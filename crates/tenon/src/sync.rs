//! `tenon sync plan`, `run` and `verify`

mod shown;

use std::{sync::Arc, time::Duration};

use serde_json::{Value, json};
use tenon_model::Origin;
use tenon_operations::runs::stand;
use tenon_store::{Connection, RunKind, RunState, RunWrite, SyncRun, Write};
use tenon_sync::{Engine, verify::Drift};

use crate::{
    cli::{ConnectionOptions, HomeOptions, PlanOptions, Reach, RunOptions, VerifyOptions},
    failure::Failure,
    home::Home,
    supervisor,
    table::say,
};

/// How often a run is looked at that is waited for.
const LOOK: Duration = Duration::from_millis(250);
/// Contacts between two lines that say how far it is.
const TELL_EVERY: u64 = 10_000;
/// How long a connection may take to answer which settings it has.
const PATIENCE: Duration = Duration::from_secs(10);

async fn connection(home: &Home, of: &ConnectionOptions) -> Result<Connection, Failure> {
    home.location(&of.location).await?;
    let connections = home.store.connections(Some(&of.location)).await?;
    let found = connections
        .into_iter()
        .find(|connection| match &of.connection {
            Some(id) => connection.id == *id,
            None => connection.system == "highlevel",
        });
    let found = found.ok_or_else(|| {
        Failure::failed("the location has no such connection; make one with tenon connect")
    })?;
    if found.system != "highlevel" {
        return Err(Failure::usage(format!(
            "{} sends what it has; there is nothing that could be read there",
            found.name
        )));
    }
    Ok(found)
}

/// An engine that reads for this command. It takes no lease, so a server may go on with its work.
async fn engine(home: &Home, connection: Connection) -> Result<Engine, Failure> {
    let node = format!("cli-{}", home.new_id());
    let making = supervisor::engine(home, connection, &node);
    tokio::time::timeout(PATIENCE, making)
        .await
        .map_err(|_| Failure::failed("the other side does not answer"))?
}

fn new_run(home: &Home, connection: &Connection, kind: RunKind, state: RunState) -> SyncRun {
    let id = home.new_id();
    let now = home.clock.now();
    SyncRun {
        origin: Origin {
            cause: tenon_model::Cause {
                kind: "request".into(),
                id: id.clone(),
            },
            ..Home::origin()
        },
        id,
        connection_id: connection.id.clone(),
        kind,
        state,
        asked_at: now,
        started_at: (state == RunState::Running).then_some(now),
        ended_at: None,
        updated_at: now,
        stand: json!({}),
        report: json!({}),
        version: 0,
    }
}

fn tell(looked: u64) {
    if looked > 0 && looked.is_multiple_of(TELL_EVERY) {
        tracing::info!(looked, "contacts looked at");
    }
}

pub(crate) async fn plan(home: &HomeOptions, options: PlanOptions) -> Result<(), Failure> {
    let home = &Home::open(home).await?;
    let connection = connection(home, &options.of).await?;
    let run = new_run(home, &connection, RunKind::Plan, RunState::Running);
    let engine = engine(home, connection).await?;
    let plan = engine.plan(&tell).await?;
    let pace = engine.pace();
    engine.keep_check(run, plan.to_json(pace)).await?;
    if options.of.json {
        say(&serde_json::to_string_pretty(&plan.to_json(pace))?);
    } else {
        shown::plan(&plan, pace);
    }
    Ok(())
}

/// Reads both sides afresh and says where they differ.
pub(crate) async fn proof(
    home: &Home,
    connection: Connection,
    quick: bool,
) -> Result<Drift, Failure> {
    let run = new_run(home, &connection, RunKind::Verify, RunState::Running);
    let engine = engine(home, connection).await?;
    let drift = engine.verify(quick, &tell).await?;
    engine.keep_check(run, drift.to_json()).await?;
    Ok(drift)
}

pub(crate) async fn verify(home: &HomeOptions, options: VerifyOptions) -> Result<(), Failure> {
    let home = &Home::open(home).await?;
    let connection = connection(home, &options.of).await?;
    let drift = proof(home, connection, options.quick).await?;
    if options.of.json {
        say(&serde_json::to_string_pretty(&drift.to_json())?);
    } else {
        shown::drift(&drift);
    }
    if drift.count() > 0 {
        return Err(Failure::failed(format!(
            "{} records are not the same on both sides",
            drift.count()
        )));
    }
    Ok(())
}

/// Asks for a run and waits for its end; one that is under way already ends first. Whoever holds the
/// connection's lease does it: a server, or this command when there is none.
pub(crate) async fn start(home: &HomeOptions, options: RunOptions) -> Result<(), Failure> {
    let home = &Home::open(home).await?;
    let connection = connection(home, &options.of).await?;
    let kind = match options.reach {
        Reach::Full => RunKind::Full,
        Reach::Deep => RunKind::Deep,
    };
    let run = new_run(home, &connection, kind, RunState::Asked);
    let (location, id) = (connection.location_id.clone(), run.id.clone());
    let open = home.store.open_runs(&location, &connection.id).await?;
    let open = open.into_iter().find(|open| !open.kind.only_reads());
    let engine = Arc::new(engine(home, connection).await?);
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let working = tokio::spawn(engine.run(async move {
        let _ = stopped.await;
    }));
    let work = async {
        if let Some(open) = open {
            let before = wait(home, &location, &open.id, options.of.json).await?;
            // It asks: that is to be decided before anything else is done.
            if before.state == RunState::Braked {
                return Ok(before);
            }
        }
        home.commit(&location, vec![Write::Run(RunWrite::Save(Box::new(run)))])
            .await?;
        wait(home, &location, &id, options.of.json).await
    };
    let ended: Result<SyncRun, Failure> = work.await;
    let _ = stop.send(());
    working.await?;
    let run = ended?;
    if options.of.json {
        let (_, report) = stand::of(&run);
        let shown = json!({"id": run.id, "kind": run.kind.name(), "state": run.state.name(),
            "report": serde_json::to_value(&report).unwrap_or(Value::Null)});
        say(&serde_json::to_string_pretty(&shown)?);
    } else {
        shown::ended(&run);
    }
    match run.state {
        RunState::Done => Ok(()),
        RunState::Braked => Err(Failure::failed(format!(
            "the run {} has stopped and asks; decide it: POST /tenon/v1/sync-runs/{}/decision",
            run.id, run.id
        ))),
        state => Err(Failure::failed(format!("the run is {}", state.name()))),
    }
}

/// Until the run has ended, or asks.
async fn wait(home: &Home, location: &str, id: &str, quiet: bool) -> Result<SyncRun, Failure> {
    let mut told = String::new();
    loop {
        let run = home.store.run(location, id).await?;
        let run = run.ok_or_else(|| Failure::failed("the run is gone"))?;
        if run.state.has_ended() || run.state == RunState::Braked {
            return Ok(run);
        }
        let line = shown::progress(&run);
        if !quiet && line != told {
            say(&line);
            told = line;
        }
        tokio::time::sleep(LOOK).await;
    }
}
