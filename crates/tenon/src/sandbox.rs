//! `tenon sandbox`: the same API over its own data, behaving like HighLevel.

use std::{
    path::Path,
    sync::{Arc, Mutex},
    time::Duration,
};

use jiff::SignedDuration;
use tenon_model::{Location, Random, Scope};
use tenon_server::{Fault, Faults, RateLimit, Settings};
use tenon_webhooks::{Chaos, Sender, SenderConfig, SigningKey};
use tokio::{sync::watch, task::JoinHandle};

use crate::{
    cli::{HomeOptions, SandboxOptions},
    failure::Failure,
    home::{Home, write_secret},
    location,
    seeded::Seeded,
    serve,
    table::say,
    tokens,
};

/// What the sandbox calls itself as an app; HighLevel's SDKs want a client id's first part.
pub(crate) const APP_ID: &str = "tenonsandbox";
/// How late a delayed webhook is.
const DELAY: Duration = Duration::from_secs(5);
/// The location a new sandbox starts with.
const LOCATION: &str = "sandbox";

pub(crate) async fn run(home: &HomeOptions, options: SandboxOptions) -> Result<(), Failure> {
    let home = Arc::new(Home::open(home).await?);
    let rate_limit = match options.rate_limit.as_str() {
        "none" => None,
        text => Some(text.parse::<RateLimit>().map_err(Failure::usage)?),
    };
    let shares: Vec<(Fault, f64)> = options
        .faults
        .iter()
        .map(|text| Fault::parse_share(text))
        .collect::<Result<_, _>>()
        .map_err(Failure::usage)?;
    let random: Arc<dyn Random> = Arc::new(Seeded(Mutex::new(options.seed)));
    let faults = (!shares.is_empty()).then(|| Faults::new(shares, random));
    let ready = prepare(&home, LOCATION).await?;
    let listener = serve::listen(options.listen).await?;
    let address = listener.local_addr()?;
    let stop = serve::stop_signal();
    let sender = match &options.webhook {
        Some(url) => Some(webhooks(&home, url, faults.clone(), stop.clone()).await?),
        None => None,
    };
    let settings = Settings {
        rate_limit,
        remote_rate_limit: None,
        faults,
        ..Settings::default()
    };
    let app = serve::app(&home, settings)?;
    say(&format!(
        "the sandbox serves http://{address}; location {LOCATION}, token in {}, webhooks signed with \
         the key in {}",
        ready.token_file.display(),
        ready.key_file.display(),
    ));
    let indexes = tokio::spawn(serve::keep_search_indexes(Arc::clone(&home), stop.clone()));
    serve::serve(listener, app, stop).await?;
    if let Some(sender) = sender {
        sender.await?;
    }
    indexes.await?;
    Ok(())
}

/// What a client of the sandbox needs.
pub(crate) struct Ready {
    pub(crate) token_file: std::path::PathBuf,
    pub(crate) key_file: std::path::PathBuf,
}

/// Makes the location, a token for it and the signing key, unless they are there.
pub(crate) async fn prepare(home: &Home, id: &str) -> Result<Ready, Failure> {
    if home.store.location(id).await?.is_none() {
        let location = Location {
            id: id.to_owned(),
            name: "HighLevel sandbox".into(),
            country: "US".into(),
            timezone: "America/Chicago".into(),
            allow_duplicates: false,
        };
        location::make(home, location, true).await?;
    }
    let token_file = home.folder.join("sandbox.token");
    if !token_file.exists() {
        let year = SignedDuration::from_hours(24 * 365);
        let token = tokens::make(home, id, "Sandbox token", Scope::ALL, year).await?;
        write_secret(&token_file, &token)?;
    }
    let key_file = home.folder.join("sandbox-webhook.pub");
    let key = signing_key(home)?;
    if !key_file.exists() {
        write_secret(&key_file, &key.public_key_pem())?;
    }
    Ok(Ready {
        token_file,
        key_file,
    })
}

/// The key its webhooks are signed with, made when missing.
pub(crate) fn signing_key(home: &Home) -> Result<SigningKey, Failure> {
    let file = home.folder.join("sandbox-webhook.key");
    if !file.exists() {
        let seed = SigningKey::generate(&*home.random);
        write_secret(
            &file,
            &seed
                .iter()
                .map(|byte| format!("{byte:02x}"))
                .collect::<String>(),
        )?;
    }
    let seed = read_seed(&file).ok_or_else(|| {
        Failure::failed(format!(
            "{} is no signing key; delete it to make a new one",
            file.display()
        ))
    })?;
    Ok(SigningKey::from_seed(&seed)?)
}

fn read_seed(file: &Path) -> Option<[u8; 32]> {
    let text = std::fs::read_to_string(file).ok()?;
    let text = text.trim();
    let mut seed = [0; 32];
    for (at, byte) in seed.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(at * 2..at * 2 + 2)?, 16).ok()?;
    }
    Some(seed)
}

/// Starts sending webhooks to `url`, until `stop`.
///
/// What is written from now on is told, also before the sender runs.
pub(crate) async fn webhooks(
    home: &Home,
    url: &str,
    faults: Option<Faults>,
    mut stop: watch::Receiver<bool>,
) -> Result<JoinHandle<()>, Failure> {
    let mut config = SenderConfig::new(url, APP_ID, signing_key(home)?, &home.new_id());
    config.chaos = faults.map(|faults| Arc::new(Injected(faults)) as Arc<dyn Chaos>);
    let (clock, random) = (Arc::clone(&home.clock), Arc::clone(&home.random));
    let sender = Sender::new(home.store.clone(), clock, random, config)?;
    sender.subscribe().await?;
    Ok(tokio::spawn(async move {
        sender
            .run(async move {
                let _ = stop.wait_for(|stop| *stop).await;
            })
            .await;
    }))
}

/// The sandbox's faults, as the sender asks for them.
struct Injected(Faults);

impl Chaos for Injected {
    fn drop(&self) -> bool {
        self.0.strikes(Fault::DropWebhook)
    }

    fn duplicate(&self) -> bool {
        self.0.strikes(Fault::DuplicateWebhook)
    }

    fn delay(&self) -> Option<Duration> {
        self.0.strikes(Fault::DelayWebhook).then_some(DELAY)
    }
}
