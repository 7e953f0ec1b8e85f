//! A browser's answer, or a company's grant, turned into a connection.

use serde_json::{Value, json};
use tenon_oauth::VaultError;
use tenon_operations::connecting::state_hash;
use tenon_store::{
    ConnectFlow, Connection, HOUSE, Standing, StandingState, StoreError, VendorWrite, Write,
};

use super::{Desk, SYSTEM, company_secret, parsed, serves, settings, token_secret};
use crate::credentials::{Credentials, Grant};
use crate::keeper::TRIES;
use crate::oauth::{
    App, ExchangeError, Installed, Place, installed_locations, location_token, redeem,
};
use crate::scopes::{self, Need};

/// Why there is no connection.
#[derive(Debug, thiserror::Error)]
pub enum InstallError {
    /// The answer belongs to nothing that was begun here.
    #[error("this answer belongs to no connection that was begun here; start again")]
    Unknown,
    /// It was used before.
    #[error("this answer was used already; if there is no connection, start again")]
    Used,
    /// Too late.
    #[error("the time to answer is over; start again")]
    Expired,
    /// The person or HighLevel said no.
    #[error("HighLevel was not connected: {0}")]
    Denied(String),
    /// The app or its secret is gone.
    #[error("the app is not known here any more; set it up again")]
    NoApp,
    /// Another location was chosen than is connected.
    #[error(
        "the location {chosen} was chosen, but this connection is to {wanted}; start again and choose that"
    )]
    OtherLocation {
        /// What was chosen.
        chosen: String,
        /// What was wanted.
        wanted: String,
    },
    /// The company has not installed the app, as far as is known here.
    #[error("there is no grant of the company {0}; install the app for it first")]
    NoCompany(String),
    /// HighLevel's side.
    #[error(transparent)]
    Exchange(#[from] ExchangeError),
    /// Others changed the same all the time.
    #[error("it was changed by somebody else at the same moment; start again")]
    Contended,
    /// The store's.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The vault's.
    #[error(transparent)]
    Vault(#[from] VaultError),
}

/// What somebody wants to connect.
#[derive(Debug, Clone, Default)]
pub struct Want {
    /// The hub's location.
    pub location: String,
    /// The connection's name.
    pub name: String,
    /// The location over there; empty: whichever is chosen.
    pub account: String,
    /// The connection to be renewed; empty: none.
    pub connection: String,
}

/// A connection that works.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Connected {
    /// Its id.
    pub connection: String,
    /// The location over there.
    pub account: String,
    /// What the app may not do, and what that costs.
    pub missing: Vec<Need>,
}

/// How a browser's answer ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finished {
    /// There is a connection.
    Connected(Connected),
    /// The app is installed for a company with several locations: one has to be named.
    Company {
        /// The app, here.
        app: String,
        /// The company.
        company: String,
        /// Its locations with the app.
        places: Vec<Place>,
    },
}

impl Desk<'_> {
    /// Ends what was begun: the browser came back with this `state` and a code, or why there is none.
    /// Whatever comes of it, the state is used up.
    ///
    /// # Errors
    /// See [`InstallError`].
    pub async fn finish(
        &self,
        state: &str,
        answer: Result<&str, &str>,
    ) -> Result<Finished, InstallError> {
        let hash = state_hash(state);
        let flow = self
            .store
            .connect_flow(&hash)
            .await?
            .ok_or(InstallError::Unknown)?;
        if flow.used_at.is_some() {
            return Err(InstallError::Used);
        }
        if flow.expires_at <= self.clock.now() {
            return Err(InstallError::Expired);
        }
        let used = Write::Vendor(Box::new(VendorWrite::UseFlow { hash }));
        match self.commit(HOUSE, vec![used]).await {
            Err(StoreError::Conflict { .. }) => return Err(InstallError::Used),
            done => done?,
        }
        let code = answer.map_err(|why| InstallError::Denied(why.to_owned()))?;
        let (app, secret) = self.app(&flow.app_id).await?;
        let installed = redeem(&app, &secret, code, self.clock.now()).await?;
        let want = wanted(&flow);
        if installed.grant.company && installed.grant.location_id.is_empty() {
            return self
                .company_installed(&flow.app_id, &app, &secret, installed, &want)
                .await;
        }
        let connected = self.connect(&flow.app_id, &app, installed, &want).await?;
        Ok(Finished::Connected(connected))
    }

    /// Connects a location of a company that has the app, with no browser.
    ///
    /// # Errors
    /// See [`InstallError`].
    pub async fn connect_location(
        &self,
        app_id: &str,
        company: &str,
        want: &Want,
    ) -> Result<Connected, InstallError> {
        let (app, secret) = self.app(app_id).await?;
        let text = self.opened(HOUSE, &company_secret(app_id, company)).await?;
        let Some(Credentials::OAuth(grant)) = text.as_deref().and_then(parsed) else {
            return Err(InstallError::NoCompany(company.to_owned()));
        };
        let installed = self.exchanged(&app, &secret, &grant, &want.account).await?;
        self.connect(app_id, &app, installed, want).await
    }

    async fn company_installed(
        &self,
        app_id: &str,
        app: &App,
        secret: &str,
        installed: Installed,
        want: &Want,
    ) -> Result<Finished, InstallError> {
        let grant = installed.grant;
        let company = grant.company_id.clone();
        if company.is_empty() {
            let why = "its answer names neither a location nor a company";
            return Err(ExchangeError::Refused(why.to_owned()).into());
        }
        self.keep_company(app_id, &company, &grant).await?;
        let account = if want.account.is_empty() {
            let now = self.clock.now();
            let places = installed_locations(app, &grant.access_token, &company, now).await?;
            match &places[..] {
                [place] => place.id.clone(),
                _ => {
                    return Ok(Finished::Company {
                        app: app_id.to_owned(),
                        company,
                        places,
                    });
                }
            }
        } else {
            want.account.clone()
        };
        let installed = self.exchanged(app, secret, &grant, &account).await?;
        let connected = self.connect(app_id, app, installed, want).await?;
        Ok(Finished::Connected(connected))
    }

    async fn keep_company(
        &self,
        app_id: &str,
        company: &str,
        grant: &Grant,
    ) -> Result<(), InstallError> {
        let text = Credentials::OAuth(grant.clone()).to_secret_text();
        for _ in 0..TRIES {
            let name = company_secret(app_id, company);
            let write = self.secret(HOUSE, name, &text).await?;
            match self.commit(HOUSE, vec![write]).await {
                Err(StoreError::Conflict { .. }) => {}
                done => return done.map_err(InstallError::from),
            }
        }
        Err(InstallError::Contended)
    }

    async fn exchanged(
        &self,
        app: &App,
        secret: &str,
        company: &Grant,
        account: &str,
    ) -> Result<Installed, InstallError> {
        let names = (company.company_id.as_str(), account);
        let now = self.clock.now();
        Ok(location_token(app, secret, &company.access_token, names, now).await?)
    }

    async fn connect(
        &self,
        app_id: &str,
        app: &App,
        installed: Installed,
        want: &Want,
    ) -> Result<Connected, InstallError> {
        let account = installed.grant.location_id.clone();
        if account.is_empty() {
            let why = "its answer does not name the location";
            return Err(ExchangeError::Refused(why.to_owned()).into());
        }
        let other = |wanted: &str| InstallError::OtherLocation {
            chosen: account.clone(),
            wanted: wanted.to_owned(),
        };
        if !want.account.is_empty() && want.account != account {
            return Err(other(&want.account));
        }
        for _ in 0..TRIES {
            let connections = self.store.connections(Some(&want.location)).await?;
            let known = connections
                .iter()
                .find(|known| serves(known, &app.base_url, &account));
            let id = match known {
                Some(known) => known.id.clone(),
                // Of two who connect it at the same moment, the second finds the first's.
                None => {
                    state_hash(&format!("{}/{app_id}/{account}", want.location))[..20].to_owned()
                }
            };
            if !want.connection.is_empty() && want.connection != id {
                let wanted = connections.iter().find(|one| one.id == want.connection);
                let wanted = wanted.and_then(|one| one.settings["locationId"].as_str());
                return Err(other(wanted.unwrap_or(&want.connection)));
            }
            let new = known.is_none().then(|| Connection {
                location_id: want.location.clone(),
                id: id.clone(),
                system: SYSTEM.to_owned(),
                name: want.name.clone(),
                settings: settings(app, app_id, &account),
            });
            let missing = scopes::missing(&installed.scope);
            let standing = self
                .standing(app_id, &id, &installed, &missing, &want.location)
                .await?;
            let text = Credentials::OAuth(installed.grant.clone()).to_secret_text();
            let mut writes: Vec<Write> = new
                .map(|new| Write::Connection(Box::new(new)))
                .into_iter()
                .collect();
            writes.push(
                self.secret(&want.location, token_secret(&id), &text)
                    .await?,
            );
            writes.extend(
                [
                    VendorWrite::Standing(Box::new(standing)),
                    VendorWrite::Wake {
                        queue: tenon_sync::queue(&id),
                    },
                ]
                .map(|write| Write::Vendor(Box::new(write))),
            );
            match self.commit(&want.location, writes).await {
                Err(StoreError::Conflict { .. }) => {}
                done => {
                    done?;
                    return Ok(Connected {
                        connection: id,
                        account,
                        missing,
                    });
                }
            }
        }
        Err(InstallError::Contended)
    }

    async fn standing(
        &self,
        app_id: &str,
        connection: &str,
        installed: &Installed,
        missing: &[Need],
        location: &str,
    ) -> Result<Standing, StoreError> {
        let known = self.store.standing(location, connection).await?;
        let missing: Vec<Value> = missing.iter().map(|need| json!(need.scope)).collect();
        Ok(Standing {
            location_id: location.to_owned(),
            connection_id: connection.to_owned(),
            app_id: app_id.to_owned(),
            account: installed.grant.location_id.clone(),
            company: installed.grant.company_id.clone(),
            state: StandingState::Connected,
            words: String::new(),
            detail: json!({"missingScopes": missing}),
            since: self.clock.now(),
            connected_at: installed.at,
            version: known.map_or(0, |known| known.version),
        })
    }
}

fn wanted(flow: &ConnectFlow) -> Want {
    let text = |name: &str| flow.detail[name].as_str().unwrap_or_default().to_owned();
    Want {
        location: flow.location_id.clone(),
        name: text("name"),
        account: text("remoteLocationId"),
        connection: text("connectionId"),
    }
}
