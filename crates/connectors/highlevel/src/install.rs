//! Connections by OAuth: apps kept, a browser's answer turned into a connection, installs and
//! uninstalls (HighLevel docs, OAuth, AppInstall, AppUninstall).

mod event;
mod finish;

pub use finish::{Connected, Finished, InstallError, Want};

use std::sync::Arc;

use serde_json::Value;
use tenon_model::{Clock, Origin, Random, new_id};
use tenon_oauth::Vault;
use tenon_store::{Commit, Connection, HOUSE, Store, StoreError, VendorApp, VendorWrite, Write};

use crate::connector::SetupError;
use crate::credentials::Credentials;
use crate::keeper::{Keeper, Owner, TRIES};
use crate::oauth::App;

/// The system that its connections and apps name.
pub const SYSTEM: &str = "highlevel";

/// The secret with a connection's credentials.
#[must_use]
pub fn token_secret(connection: &str) -> String {
    format!("connection/{connection}/token")
}

/// The secret of an app.
fn app_secret(app: &str) -> String {
    format!("app/{app}/secret")
}

/// The secret with a company's grant.
fn company_secret(app: &str, company: &str) -> String {
    format!("app/{app}/company/{company}")
}

/// What installs need.
pub struct Desk<'a> {
    /// The store.
    pub store: &'a Store,
    /// Where secrets are sealed.
    pub vault: &'a Vault,
    /// The time.
    pub clock: &'a dyn Clock,
    /// Chance, for ids.
    pub random: &'a dyn Random,
}

impl Desk<'_> {
    /// Keeps an app and its secret; one of the same client id is changed. Its id here.
    ///
    /// # Errors
    /// When one of its addresses is of no use, or the store's.
    pub async fn keep_app(
        &self,
        name: &str,
        app: &App,
        secret: &str,
    ) -> Result<String, InstallError> {
        let settings = app.settings()?;
        for _ in 0..TRIES {
            let apps = self.store.vendor_apps(SYSTEM).await?;
            let known = apps
                .into_iter()
                .find(|known| known.client_id == app.client_id);
            let id = match &known {
                Some(known) => known.id.clone(),
                None => new_id(self.clock.now(), self.random),
            };
            let kept = VendorApp {
                id: id.clone(),
                system: SYSTEM.to_owned(),
                name: name.to_owned(),
                client_id: app.client_id.clone(),
                settings: settings.clone(),
                version: known.map_or(0, |known| known.version),
            };
            let writes = vec![
                Write::Vendor(Box::new(VendorWrite::App(kept))),
                self.secret(HOUSE, app_secret(&id), secret).await?,
            ];
            match self.commit(HOUSE, writes).await {
                Err(StoreError::Conflict { .. }) => {}
                done => return done.map(|()| id).map_err(InstallError::from),
            }
        }
        Err(InstallError::Contended)
    }

    /// An app with its secret.
    async fn app(&self, id: &str) -> Result<(App, String), InstallError> {
        let kept = self
            .store
            .vendor_app(id)
            .await?
            .ok_or(InstallError::NoApp)?;
        let secret = self
            .opened(HOUSE, &app_secret(id))
            .await?
            .ok_or(InstallError::NoApp)?;
        Ok((App::of(&kept.client_id, &kept.settings), secret))
    }

    /// The write that puts a secret in the place of what stands there now.
    async fn secret(
        &self,
        location: &str,
        name: String,
        plain: &str,
    ) -> Result<Write, InstallError> {
        let sealed = self.vault.seal(location, &name, plain.as_bytes())?;
        let known = self.store.secret(location, &name).await?;
        Ok(Write::Secret {
            name,
            sealed,
            version: known.map_or(0, |(_, version)| version),
        })
    }

    async fn opened(&self, location: &str, name: &str) -> Result<Option<String>, InstallError> {
        let Some((sealed, _)) = self.store.secret(location, name).await? else {
            return Ok(None);
        };
        let plain = self.vault.open(location, name, &sealed)?;
        Ok(Some(String::from_utf8_lossy(&plain).into_owned()))
    }

    async fn commit(&self, location: &str, writes: Vec<Write>) -> Result<(), StoreError> {
        let commit = Commit {
            location: location.to_owned(),
            at: self.clock.now(),
            origin: Origin::new(("system", "", "HighLevel"), SYSTEM, ("request", "")),
            fence: None,
            writes,
        };
        self.store.commit(commit).await.map(drop)
    }
}

/// Where a connection's credentials are kept, and how it stands beside them.
///
/// # Errors
/// The store's.
pub async fn keeper(
    store: &Store,
    vault: Arc<Vault>,
    clock: Arc<dyn Clock>,
    random: &dyn Random,
    connection: &Connection,
) -> Result<Keeper, StoreError> {
    let standing = store
        .standing(&connection.location_id, &connection.id)
        .await?;
    let company = standing
        .filter(|standing| !standing.app_id.is_empty() && !standing.company.is_empty())
        .map(|standing| company_secret(&standing.app_id, &standing.company));
    // An app of one location has no company's grant.
    let company = match company {
        Some(name) if store.secret(HOUSE, &name).await?.is_some() => Some(name),
        _ => None,
    };
    let account = connection.settings["locationId"]
        .as_str()
        .unwrap_or_default();
    let owner = Owner {
        location: connection.location_id.clone(),
        secret: token_secret(&connection.id),
        connection: connection.id.clone(),
        account: account.to_owned(),
    };
    Ok(Keeper::new(
        store.clone(),
        vault,
        clock,
        random,
        owner,
        company,
    ))
}

/// Credentials out of their sealed text.
fn parsed(text: &str) -> Option<Credentials> {
    Credentials::parse(text).ok()
}

impl From<SetupError> for InstallError {
    fn from(error: SetupError) -> Self {
        Self::Exchange(error.into())
    }
}

/// Which connection of a location serves an account over there.
fn serves(connection: &Connection, base_url: &str, account: &str) -> bool {
    let setting = |name: &str| connection.settings[name].as_str().unwrap_or_default();
    connection.system == SYSTEM
        && setting("locationId") == account
        && setting("baseUrl").trim_end_matches('/') == base_url
}

/// What a setting of a connection by OAuth holds.
fn settings(app: &App, app_id: &str, account: &str) -> Value {
    serde_json::json!({
        "baseUrl": app.base_url,
        "locationId": account,
        "webhookKeys": app.webhook_keys,
        "appId": app_id,
    })
}
