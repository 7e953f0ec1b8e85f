//! What goes out to Houzz Pro: an outlet for every connection, also for those made while we run; and
//! `tenon outlet`, `tenon export`, `tenon work` and `tenon calendar-feed`.

use std::{collections::HashMap, sync::Arc, time::Duration};

use serde_json::{Value, json};
use tenon_houzz::out::{Hook, Outlet, OutletParts};
use tenon_operations::{Call, Reply, outlets::import_file, registry};
use tenon_store::Connection;
use tenon_webhooks::Guard;
use tokio::{sync::watch, task::JoinHandle};

use crate::{
    cli::{
        CalendarFeedCommand, ExportCommand, FeedOptions, Format, HomeOptions, OutletCommand,
        OutletOptions, WorkCommand,
    },
    connect,
    failure::Failure,
    home::Home,
    table::{self, say},
    webhooks::Webhooks,
};

/// How often new connections are looked for.
const LOOK: Duration = Duration::from_secs(2);
/// How long outlets may take to end: a call that is under way.
const CLOSING: Duration = Duration::from_secs(12);

/// Runs outlets until `stop` says so.
pub(crate) async fn run(home: Arc<Home>, allow_private: bool, mut stop: watch::Receiver<bool>) {
    let node = format!("{}-{}", std::process::id(), home.new_id());
    let hook = match Hook::new(Guard::new(allow_private)) {
        Ok(hook) => hook,
        Err(error) => return tracing::error!(%error, "nothing can be handed off"),
    };
    let mut outlets: HashMap<String, JoinHandle<()>> = HashMap::new();
    loop {
        match home.store.connections(None).await {
            Err(error) => tracing::warn!(%error, "the connections cannot be listed"),
            Ok(connections) => {
                for connection in connections {
                    if connection.system != "houzz" || outlets.contains_key(&connection.id) {
                        continue;
                    }
                    let id = connection.id.clone();
                    match outlet(&home, connection, &node, &hook).await {
                        Ok(outlet) => {
                            let mut stop = stop.clone();
                            let stopped = async move {
                                let _ = stop.wait_for(|stop| *stop).await;
                            };
                            outlets.insert(id, tokio::spawn(outlet.run(stopped)));
                        }
                        Err(failure) => {
                            tracing::warn!(connection = id, ?failure, "the outlet cannot start");
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
    for (id, outlet) in outlets {
        if tokio::time::timeout(CLOSING, outlet).await.is_err() {
            tracing::warn!(connection = id, "the outlet was cut off");
        }
    }
}

async fn outlet(
    home: &Home,
    connection: Connection,
    node: &str,
    hook: &Hook,
) -> Result<Outlet, Failure> {
    let location = home.location(&connection.location_id).await?;
    Ok(Outlet::new(OutletParts {
        store: home.store.clone(),
        location: Arc::new(location),
        connection,
        vault: home.vault()?,
        hook: hook.clone(),
        clock: Arc::clone(&home.clock),
        random: Arc::clone(&home.random),
        node: node.to_owned(),
    }))
}

/// Does an operation, as the command line.
pub(crate) async fn operate(
    home: &Home,
    location: &str,
    id: &str,
    call: Call,
    webhooks: Option<&Webhooks>,
) -> Result<Reply, Failure> {
    let location = home.location(location).await?;
    let operation = registry().find(|operation| operation.id == id);
    let operation = operation.ok_or_else(|| Failure::failed(format!("there is no {id}")))?;
    let mut cx = home.context(location, Home::origin());
    cx.webhooks = webhooks.map(Webhooks::desk);
    Ok((operation.handler)(cx, call).await?)
}

fn path(name: &str, value: &str) -> Vec<(String, String)> {
    vec![(name.to_owned(), value.to_owned())]
}

async fn houzz(home: &Home, location: &str) -> Result<Connection, Failure> {
    home.location(location).await?;
    home.connection(location, "houzz").await?.ok_or_else(|| {
        Failure::failed("Houzz Pro is not connected; do it with: tenon connect houzz --location ID")
    })
}

pub(crate) async fn set(home: &HomeOptions, command: OutletCommand) -> Result<(), Failure> {
    let OutletCommand::Houzz(options) = command;
    let home = Home::open(home).await?;
    let connection = houzz(&home, &options.location).await?;
    let webhooks = Webhooks::open(&home, options.allow_private_hooks).await?;
    let body = settings(&options)?;
    let changes = body.as_object().is_some_and(|body| !body.is_empty());
    let (id, body) = if changes {
        ("update-connection-outlet", Some(body))
    } else {
        ("get-connection-outlet", None)
    };
    let call = Call {
        path: path("connectionId", &connection.id),
        body,
        ..Call::default()
    };
    let reply = operate(&home, &options.location, id, call, Some(&webhooks)).await?;
    let told: Value = serde_json::from_slice(&reply.body)?;
    say(&serde_json::to_string_pretty(&told["outlet"])?);
    Ok(())
}

fn settings(options: &OutletOptions) -> Result<Value, Failure> {
    let mut body = json!({});
    for (name, file) in [
        ("leadHookUrl", &options.lead_hook_file),
        ("projectHookUrl", &options.project_hook_file),
    ] {
        if let Some(file) = file {
            body[name] = connect::read(file)?.trim().into();
        }
    }
    for (name, tags) in [
        ("leadTags", &options.lead_tags),
        ("projectTags", &options.project_tags),
    ] {
        if !tags.is_empty() {
            body[name] = json!(tags);
        }
    }
    for (name, text) in [
        ("leadPipelineId", &options.lead_pipeline),
        ("stage", &options.stage),
        ("leadSource", &options.lead_source),
    ] {
        if let Some(text) = text {
            body[name] = json!(text);
        }
    }
    Ok(body)
}

pub(crate) async fn export(home: &HomeOptions, command: ExportCommand) -> Result<(), Failure> {
    let ExportCommand::Houzz(options) = command;
    let home = Home::open(home).await?;
    let connection = houzz(&home, &options.location).await?;
    let tag = options.tag.as_deref();
    let all = import_file(&home.store, &options.location, &connection.id, tag).await?;
    let (sheet, extension) = match options.format {
        Format::Csv => (false, "csv"),
        Format::Xlsx => (true, "xlsx"),
    };
    for number in 1..=all.parts() {
        let Some(bytes) = all.part(number, sheet) else {
            break;
        };
        let path = options
            .folder
            .join(format!("houzz-leads-{number}.{extension}"));
        std::fs::write(&path, bytes).map_err(|error| {
            Failure::failed(format!("{} cannot be written: {error}", path.display()))
        })?;
        say(&path.display().to_string());
    }
    if !all.left_out.is_empty() {
        let rows: Vec<Vec<String>> = all
            .left_out
            .iter()
            .map(|left| vec![left.contact.clone(), left.why.to_owned()])
            .collect();
        table::print(&["left out", "why"], &rows);
    }
    let more = if all.cut {
        "; there are more, import these first"
    } else {
        ""
    };
    say(&format!(
        "{} contacts in {} files, {} left out{more}",
        all.rows.len(),
        all.parts(),
        all.left_out.len()
    ));
    Ok(())
}

pub(crate) async fn feed(home: &HomeOptions, command: CalendarFeedCommand) -> Result<(), Failure> {
    let CalendarFeedCommand::Create(FeedOptions {
        location,
        name,
        user,
        public_url,
    }) = command;
    let home = Home::open(home).await?;
    let call = Call {
        body: Some(json!({"name": name, "userId": user})),
        base: public_url,
        ..Call::default()
    };
    let reply = operate(&home, &location, "create-calendar-feed", call, None).await?;
    let told: Value = serde_json::from_slice(&reply.body)?;
    say(told["calendarFeed"]["url"].as_str().unwrap_or_default());
    Ok(())
}

pub(crate) async fn work(home: &HomeOptions, command: WorkCommand) -> Result<(), Failure> {
    let home = Home::open(home).await?;
    match command {
        WorkCommand::List(options) => {
            let call = Call {
                query: vec![("limit".into(), "200".into())],
                ..Call::default()
            };
            let reply = operate(&home, &options.location, "list-work-items", call, None).await?;
            let told: Value = serde_json::from_slice(&reply.body)?;
            if options.json {
                say(&serde_json::to_string_pretty(&told["workItems"])?);
                return Ok(());
            }
            let items = told["workItems"].as_array().cloned().unwrap_or_default();
            // Titles are longer than a table's cells, and are what is to be read.
            for item in &items {
                let text = |name: &str| item[name].as_str().unwrap_or_default().to_owned();
                let line = format!("{}  {}  {}", text("id"), text("title"), text("url"));
                say(&line.chars().filter(|c| !c.is_control()).collect::<String>());
            }
            say(&format!("{} to do", items.len()));
        }
        WorkCommand::Done(options) => {
            let call = Call {
                path: path("itemId", &options.item),
                body: Some(json!({"state": "done"})),
                ..Call::default()
            };
            operate(&home, &options.location, "update-work-item", call, None).await?;
        }
    }
    Ok(())
}
