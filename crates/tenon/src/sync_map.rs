//! `tenon sync map`: the field map on the command line, through the operations that the API has.

use std::{path::Path, time::Duration};

use serde_json::{Value, json};
use tenon_operations::{Call, OperationError, registry};

use crate::{
    cli::{HomeOptions, SyncMapCommand},
    failure::Failure,
    home::Home,
    table::{self, say},
};

/// Largest document; the operation says the same in its own words.
const MAX_FILE: u64 = 1024 * 1024;
/// How long a preview is waited for: ten calls at the vendor's limits take seconds, behind others'
/// work a minute.
const PATIENCE: Duration = Duration::from_secs(90);
/// How often it is looked for.
const LOOK: Duration = Duration::from_millis(300);

pub(crate) async fn run(home: &HomeOptions, command: SyncMapCommand) -> Result<(), Failure> {
    let location = match &command {
        SyncMapCommand::Export(options) => &options.location,
        SyncMapCommand::Import(options) => &options.location,
        SyncMapCommand::Preview(options) => &options.location,
        SyncMapCommand::SwitchOn(options) => &options.location,
        SyncMapCommand::List(options) => &options.location,
    };
    let home = Home::open(home).await?;
    let maps = Maps {
        location: location.clone(),
        home,
    };
    match command {
        SyncMapCommand::Export(options) => {
            let map = match options.version {
                Some(version) => maps.version(version).await?,
                None => maps.call("get-sync-map", &[], None).await?,
            };
            say(map["syncMap"]["document"]
                .as_str()
                .unwrap_or_default()
                .trim_end());
            Ok(())
        }
        SyncMapCommand::Import(options) => {
            let version = maps.save(&options.file).await?;
            if options.switch_on {
                return maps.switch_on(version, true).await;
            }
            say(&format!(
                "saved as version {version}, which is not on yet; see what it would do with: tenon sync \
                 map preview --version {version} --location {}",
                maps.location
            ));
            Ok(())
        }
        SyncMapCommand::Preview(options) => {
            let version = match (&options.file, options.version) {
                (Some(file), _) => maps.save(file).await?,
                (None, version) => version.unwrap_or_default(),
            };
            maps.preview(version, options.json).await
        }
        SyncMapCommand::SwitchOn(options) => {
            maps.switch_on(options.version, options.without_preview)
                .await
        }
        SyncMapCommand::List(_) => maps.list().await,
    }
}

struct Maps {
    home: Home,
    location: String,
}

impl Maps {
    /// An operation's answer.
    async fn call(
        &self,
        id: &str,
        path: &[(&str, String)],
        body: Option<Value>,
    ) -> Result<Value, Failure> {
        let operation = registry()
            .find(|operation| operation.id == id)
            .ok_or_else(|| Failure::failed(format!("there is no operation {id}")))?;
        let location = self.home.location(&self.location).await?;
        let cx = self.home.context(location, Home::origin());
        let path = path
            .iter()
            .map(|(name, value)| ((*name).to_owned(), value.clone()));
        let call = Call {
            path: path.collect(),
            body,
            ..Call::default()
        };
        match (operation.handler)(cx, call).await {
            Ok(reply) => Ok(serde_json::from_slice(&reply.body)?),
            Err(OperationError::Invalid(complaints)) => Err(Failure::failed(complaints.join("; "))),
            Err(error) => Err(error.into()),
        }
    }

    async fn version(&self, version: i64) -> Result<Value, Failure> {
        let path = [("version", version.to_string())];
        self.call("get-sync-map-version", &path, None).await
    }

    /// Saves a file as a draft.
    async fn save(&self, file: &Path) -> Result<i64, Failure> {
        let fail =
            |why: String| Failure::failed(format!("{}: {why}; nothing was saved", file.display()));
        let size = std::fs::metadata(file)
            .map_err(|error| fail(error.to_string()))?
            .len();
        if size > MAX_FILE {
            return Err(fail(format!("it has {size} bytes, which is too large")));
        }
        let document = std::fs::read_to_string(file).map_err(|error| fail(error.to_string()))?;
        let body = json!({ "document": document });
        match self.call("save-sync-map", &[], Some(body)).await {
            Ok(saved) => Ok(saved["syncMap"]["version"].as_i64().unwrap_or_default()),
            Err(Failure::Failed(why) | Failure::Operation(_, why)) => Err(fail(why)),
            Err(other) => Err(other),
        }
    }

    async fn switch_on(&self, version: i64, without_preview: bool) -> Result<(), Failure> {
        let path = [("version", version.to_string())];
        let body = json!({ "withoutPreview": without_preview });
        self.call("switch-on-sync-map-version", &path, Some(body))
            .await?;
        say(&format!(
            "version {version} is on; what it changes is carried out from now on"
        ));
        Ok(())
    }

    /// Asks for a preview and waits for it.
    async fn preview(&self, version: i64, as_json: bool) -> Result<(), Failure> {
        let path = [("version", version.to_string())];
        let before = self.call("preview-sync-map-version", &path, None).await?;
        let before = before["syncMap"]["preview"].clone();
        let asked = tokio::time::Instant::now();
        let preview = loop {
            let now = self.version(version).await?["syncMap"]["preview"].clone();
            if !now.is_null() && now != before {
                break now;
            }
            let connections = self.home.store.connections(Some(&self.location)).await?;
            if !connections.iter().any(|it| it.system == "highlevel") {
                say("there is no connection to HighLevel, so that there is nothing to look at");
                return Ok(());
            }
            if asked.elapsed() > PATIENCE {
                return Err(Failure::failed(format!(
                    "no preview came within {} s: is `tenon serve` running, and does its connection work? \
                     The draft is kept as version {version}",
                    PATIENCE.as_secs()
                )));
            }
            tokio::time::sleep(LOOK).await;
        };
        if as_json {
            say(&serde_json::to_string_pretty(
                &json!({"version": version, "preview": preview}),
            )?);
            return Ok(());
        }
        for found in preview["connections"].as_object().into_iter().flatten() {
            show(version, found.1);
        }
        say(&format!(
            "nothing was changed; switch it on with: tenon sync map switch-on {version} --location {}",
            self.location
        ));
        Ok(())
    }

    async fn list(&self) -> Result<(), Failure> {
        let all = self.call("list-sync-map-versions", &[], None).await?;
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let rows: Vec<Vec<String>> = all["syncMapVersions"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|it| {
                vec![
                    it["version"].to_string(),
                    text(&it["state"]),
                    text(&it["savedAt"]),
                    text(&it["savedBy"]["name"]),
                    text(&it["switchedOnAt"]),
                ]
            })
            .collect();
        table::print(&["version", "state", "saved", "by", "switched on"], &rows);
        Ok(())
    }
}

/// What a preview found at one connection.
fn show(version: i64, found: &Value) {
    let rest = if found["complete"] == true {
        ""
    } else {
        " (there are more)"
    };
    say(&format!(
        "{}: version {version} was tried on {} contacts{rest}: {} would change in Tenon, {} over there, \
         {} would go to the review list, {} are left alone, {} are not synced; {} calls to write",
        found["name"].as_str().unwrap_or_default(),
        found["lookedAt"],
        found["changedInHub"],
        found["changedOverThere"],
        found["toReview"],
        found["leftAlone"],
        found["notLinked"],
        found["apiCalls"]["toWrite"],
    ));
    let mut rows = Vec::new();
    for sample in found["samples"].as_array().into_iter().flatten() {
        let name = sample["name"].as_str().unwrap_or_default();
        for change in sample["changes"].as_array().into_iter().flatten() {
            rows.push(vec![
                name.to_owned(),
                change["side"].as_str().unwrap_or_default().to_owned(),
                change["field"].as_str().unwrap_or_default().to_owned(),
                change["before"].to_string(),
                change["after"].to_string(),
            ]);
        }
        for asked in sample["asked"].as_array().into_iter().flatten() {
            rows.push(vec![
                name.to_owned(),
                "review".to_owned(),
                asked["field"].as_str().unwrap_or_default().to_owned(),
                asked["hub"].to_string(),
                asked["remote"].to_string(),
            ]);
        }
    }
    if !rows.is_empty() {
        table::print(&["who", "side", "field", "before", "after"], &rows);
    }
}
