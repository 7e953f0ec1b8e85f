//! `tenon connect highlevel` and `tenon connect houzz`

mod oauth;

use std::path::Path;

use serde_json::json;
use tenon_highlevel::{Credentials, webhook::Keys};
use tenon_model::is_id;
use tenon_server::secret_name;
use tenon_store::{Connection, Write};

use crate::{
    channels,
    cli::{HighlevelOptions, HomeOptions, HouzzOptions},
    failure::Failure,
    home::{Home, write_secret},
    table::say,
};

/// Largest token or key file.
const MAX_FILE: u64 = 64 * 1024;

pub(crate) async fn highlevel(
    home: &HomeOptions,
    options: HighlevelOptions,
) -> Result<(), Failure> {
    let home = Home::open(home).await?;
    home.location(&options.location).await?;
    let Some(token_file) = &options.token_file else {
        return match &options.oauth.company {
            Some(company) => oauth::by_company(&home, &options, company).await,
            None => oauth::begin(&home, &options).await,
        };
    };
    let credentials = Credentials::parse(&read(token_file)?)
        .map_err(|error| Failure::failed(format!("{}: {error}", token_file.display())))?;
    let key = options.webhook_key_file.as_deref().map(read).transpose()?;
    let id = make_highlevel(
        &home,
        &options.location,
        &Highlevel {
            name: &options.name,
            base_url: &options.base_url,
            remote_location: options
                .remote_location
                .as_deref()
                .unwrap_or(&options.location),
            webhook_key: key.as_deref(),
        },
        &credentials,
    )
    .await?;
    say(&id);
    Ok(())
}

/// What a connection to HighLevel needs to know.
pub(crate) struct Highlevel<'a> {
    pub(crate) name: &'a str,
    pub(crate) base_url: &'a str,
    pub(crate) remote_location: &'a str,
    pub(crate) webhook_key: Option<&'a str>,
}

pub(crate) async fn make_highlevel(
    home: &Home,
    location: &str,
    options: &Highlevel<'_>,
    credentials: &Credentials,
) -> Result<String, Failure> {
    let base_url = options.base_url.trim_end_matches('/');
    if !base_url.starts_with("https://") && !base_url.starts_with("http://") {
        return Err(Failure::usage(
            "--base-url must start with https:// (or http://)",
        ));
    }
    if !is_id(options.remote_location) {
        return Err(Failure::usage("--remote-location is no id"));
    }
    if let Some(key) = options.webhook_key {
        Keys::none().with(key).map_err(Failure::usage)?;
    }
    let id = home.new_id();
    let connection = Connection {
        location_id: location.to_owned(),
        id: id.clone(),
        system: "highlevel".into(),
        name: options.name.into(),
        settings: json!({
            "baseUrl": base_url,
            "locationId": options.remote_location,
            "webhookKeys": options.webhook_key.into_iter().collect::<Vec<_>>(),
        }),
    };
    let name = secret_name(&id, "token");
    let sealed = home
        .vault()?
        .seal(location, &name, credentials.to_secret_text().as_bytes())?;
    let writes = vec![
        Write::Connection(Box::new(connection)),
        Write::Secret {
            name,
            sealed,
            version: 0,
        },
    ];
    home.commit(location, writes).await?;
    Ok(id)
}

pub(crate) async fn houzz(home: &HomeOptions, options: HouzzOptions) -> Result<(), Failure> {
    let home = Home::open(home).await?;
    home.location(&options.location).await?;
    // Everything is looked at before anything is made.
    let wanted = channels::Wanted::read(&home, &options)?;
    let id = match &options.connection {
        Some(id) => houzz_connection(&home, &options.location, id).await?,
        None => {
            let file = options.bridge_secret_file.unwrap_or_else(|| {
                home.folder
                    .join(format!("houzz-bridge-{}.secret", options.location))
            });
            let secret = shared_secret(&home, &file)?;
            let id = make_houzz(&home, &options.location, &options.name, &secret).await?;
            tracing::info!(
                file = %file.display(),
                "bridge events are signed with the secret in this file"
            );
            id
        }
    };
    wanted.put(&home, &options.location, &id).await?;
    say(&id);
    Ok(())
}

async fn houzz_connection(home: &Home, location: &str, id: &str) -> Result<String, Failure> {
    let connections = home.store.connections(Some(location)).await?;
    let known = connections
        .iter()
        .any(|connection| connection.id == id && connection.system == "houzz");
    if known {
        Ok(id.to_owned())
    } else {
        Err(Failure::failed(format!(
            "the location {location:?} has no Houzz connection {id:?}"
        )))
    }
}

/// The secret in a file, which is made when it is missing.
pub(crate) fn shared_secret(home: &Home, file: &Path) -> Result<String, Failure> {
    if !file.exists() {
        write_secret(file, &new_secret(home))?;
    }
    Ok(read(file)?.trim().to_owned())
}

/// A secret of 256 bits in hex, for signing bridge events.
pub(crate) fn new_secret(home: &Home) -> String {
    let mut bytes = [0; 32];
    home.random.fill(&mut bytes);
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(crate) async fn make_houzz(
    home: &Home,
    location: &str,
    name: &str,
    secret: &str,
) -> Result<String, Failure> {
    if secret.len() < 16 {
        return Err(Failure::usage(
            "the bridge secret must have 16 characters or more",
        ));
    }
    let id = home.new_id();
    let connection = Connection {
        location_id: location.to_owned(),
        id: id.clone(),
        system: "houzz".into(),
        name: name.into(),
        settings: json!({}),
    };
    let secret_name = secret_name(&id, "bridge");
    let sealed = home
        .vault()?
        .seal(location, &secret_name, secret.as_bytes())?;
    let writes = vec![
        Write::Connection(Box::new(connection)),
        Write::Secret {
            name: secret_name,
            sealed,
            version: 0,
        },
    ];
    home.commit(location, writes).await?;
    Ok(id)
}

pub(crate) fn read(path: &Path) -> Result<String, Failure> {
    let problem = |error: std::io::Error| {
        Failure::failed(format!("{} cannot be read: {error}", path.display()))
    };
    let size = std::fs::metadata(path).map_err(problem)?.len();
    if size > MAX_FILE {
        return Err(Failure::failed(format!(
            "{} is too large for a token or key",
            path.display()
        )));
    }
    std::fs::read_to_string(path).map_err(problem)
}
