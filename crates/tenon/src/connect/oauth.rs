//! `tenon connect highlevel --oauth` and `--company`: connections by an app in HighLevel's marketplace.

use tenon_highlevel::{
    install::{Desk, Want},
    oauth::{AUTHORIZE_URL, App, WHITE_LABEL_AUTHORIZE_URL},
    scopes,
};
use tenon_operations::connecting::{self, Begin};
use tenon_server::CALLBACK;

use super::read;
use crate::{cli::HighlevelOptions, failure::Failure, home::Home, table::say};

/// Prints the address that a person opens to choose a location.
pub(super) async fn begin(home: &Home, options: &HighlevelOptions) -> Result<(), Failure> {
    let vault = home.vault()?;
    let app = match &options.oauth.client_id {
        Some(client_id) => {
            let file = options
                .oauth
                .client_secret_file
                .as_ref()
                .ok_or_else(|| Failure::usage("--client-id needs --client-secret-file"))?;
            let app = app(options, client_id)?;
            desk(home, &vault)
                .keep_app("HighLevel", &app, read(file)?.trim())
                .await?
        }
        None => options.oauth.app.clone().unwrap_or_default(),
    };
    let location = home.location(&options.location).await?;
    let cx = home.context(location, Home::origin());
    let begin = Begin {
        app,
        name: options.name.clone(),
        account: options.remote_location.clone().unwrap_or_default(),
        connection: String::new(),
    };
    let begun = connecting::begin(&cx, begin)
        .await
        .map_err(|error| Failure::failed(error.to_string()))?;
    let redirect = begun.app.settings["redirectUri"]
        .as_str()
        .unwrap_or_default();
    tracing::info!(
        redirect,
        webhooks = format!("{}/hooks/apps/{}", redirect.trim_end_matches(CALLBACK), begun.app.id),
        until = %begun.expires_at,
        "open the printed address while `tenon serve` runs; the app in HighLevel's portal needs this \
         redirect URL and this webhook URL"
    );
    say(&begun.url);
    Ok(())
}

/// Connects a location of a company that has installed the app; prints the connection's id.
pub(super) async fn by_company(
    home: &Home,
    options: &HighlevelOptions,
    company: &str,
) -> Result<(), Failure> {
    home.location(&options.location).await?;
    let account = options.remote_location.clone().ok_or_else(|| {
        Failure::usage("--company needs --remote-location: the location's id over there")
    })?;
    let app = match &options.oauth.app {
        Some(app) => app.clone(),
        None => {
            let mut apps = home
                .store
                .vendor_apps(tenon_highlevel::install::SYSTEM)
                .await?;
            match (apps.pop(), apps.is_empty()) {
                (Some(app), true) => app.id,
                _ => return Err(Failure::usage("name the app by --app")),
            }
        }
    };
    let want = Want {
        location: options.location.clone(),
        name: options.name.clone(),
        account,
        connection: String::new(),
    };
    let vault = home.vault()?;
    let connected = desk(home, &vault)
        .connect_location(&app, company, &want)
        .await?;
    for need in &connected.missing {
        tracing::warn!("{}", scopes::words(need.scope));
    }
    say(&connected.connection);
    Ok(())
}

fn desk<'a>(home: &'a Home, vault: &'a tenon_oauth::Vault) -> Desk<'a> {
    Desk {
        store: &home.store,
        vault,
        clock: &*home.clock,
        random: &*home.random,
    }
}

fn app(options: &HighlevelOptions, client_id: &str) -> Result<App, Failure> {
    let authorize_url = match (&options.oauth.authorize_url, options.oauth.white_label) {
        (Some(url), _) => url.clone(),
        (None, true) => WHITE_LABEL_AUTHORIZE_URL.to_owned(),
        (None, false) => AUTHORIZE_URL.to_owned(),
    };
    let scopes = match &options.oauth.scope {
        Some(text) => text.split_whitespace().map(str::to_owned).collect(),
        None => scopes::NEEDS
            .iter()
            .map(|need| need.scope.to_owned())
            .collect(),
    };
    let key = options.webhook_key_file.as_deref().map(read).transpose()?;
    Ok(App {
        client_id: client_id.to_owned(),
        version_id: options.oauth.app_version_id.clone(),
        authorize_url,
        base_url: options.base_url.clone(),
        redirect_uri: format!(
            "{}{CALLBACK}",
            options.oauth.public_url.trim_end_matches('/')
        ),
        scopes,
        webhook_keys: key.into_iter().collect(),
    })
}
