//! The app was taken away, or installed again, over there: what its webhooks tell.

use serde_json::json;
use tenon_store::{HOUSE, Standing, StandingState, StoreError, VendorWrite, Write};

use super::{Desk, InstallError, company_secret, token_secret};
use crate::credentials::{Credentials, Grant};
use crate::keeper::TRIES;
use crate::webhook::Event;

impl Desk<'_> {
    /// The app was taken away from a location, or from a company with all of its locations: their
    /// credentials are deleted here, and the connections say so. An event that is older than what was
    /// connected since changes nothing. How many connections were parted.
    ///
    /// # Errors
    /// The store's: the sender tries again.
    pub async fn app_removed(&self, app: &str, event: &Event) -> Result<usize, InstallError> {
        let standings = self.concerned(app, event).await?;
        let mut parted = 0;
        for standing in &standings {
            if self
                .part(&standing.location_id, &standing.connection_id, event)
                .await?
            {
                parted += 1;
            }
        }
        if let (None, Some(company)) = (&event.location_id, &event.company_id)
            && (parted > 0 || standings.is_empty())
        {
            self.forget(HOUSE, &company_secret(app, company)).await?;
        }
        Ok(parted)
    }

    /// The same for a connection whose own hook was told. Whether it was parted.
    ///
    /// # Errors
    /// The store's.
    pub async fn part(
        &self,
        location: &str,
        connection: &str,
        event: &Event,
    ) -> Result<bool, InstallError> {
        for _ in 0..TRIES {
            let known = self.store.standing(location, connection).await?;
            let now = self.clock.now();
            let known = known.unwrap_or_else(|| Standing {
                location_id: location.to_owned(),
                connection_id: connection.to_owned(),
                app_id: String::new(),
                account: event.location_id.clone().unwrap_or_default(),
                company: String::new(),
                state: StandingState::Connected,
                words: String::new(),
                detail: json!({}),
                since: now,
                connected_at: jiff::Timestamp::MIN,
                version: 0,
            });
            // All have a time. One without cannot be told from an old one that is sent again; if it is
            // true, the next call is refused, and that is said then.
            let Some(at) = event.timestamp.filter(|at| *at > known.connected_at) else {
                return Ok(false);
            };
            if known.state == StandingState::Uninstalled {
                return Ok(false);
            }
            let mut detail = known.detail.clone();
            detail["uninstalledAt"] = json!(at.to_string());
            let standing = Standing {
                state: StandingState::Uninstalled,
                words: format!(
                    "the app was taken away in HighLevel on {at}: its tokens are deleted here and nothing \
                     is sent any more; records stay as they are; connect HighLevel again to go on"
                ),
                detail,
                since: now,
                ..known
            };
            let mut writes = vec![VendorWrite::Standing(Box::new(standing))];
            let name = token_secret(connection);
            if let Some((_, version)) = self.store.secret(location, &name).await? {
                writes.push(VendorWrite::ForgetSecret { name, version });
            }
            let writes = writes
                .into_iter()
                .map(|write| Write::Vendor(Box::new(write)));
            match self.commit(location, writes.collect()).await {
                Err(StoreError::Conflict { .. }) => {}
                done => {
                    done?;
                    tracing::warn!(connection, "the app was taken away in HighLevel");
                    return Ok(true);
                }
            }
        }
        Err(InstallError::Contended)
    }

    /// The app was installed. A connection that had been parted goes on by its company's grant, if that
    /// stands; otherwise it says that somebody has to connect it. Nothing else is connected: which
    /// location of the hub it would belong to is nobody's guess. How many connections go on.
    ///
    /// # Errors
    /// The store's: the sender tries again.
    pub async fn app_installed(&self, app: &str, event: &Event) -> Result<usize, InstallError> {
        let mut revived = 0;
        if event.location_id.is_none() {
            return Ok(0);
        }
        for standing in self.concerned(app, event).await? {
            if self.revive(app, standing, event).await? {
                revived += 1;
            }
        }
        Ok(revived)
    }

    async fn revive(
        &self,
        app: &str,
        standing: Standing,
        event: &Event,
    ) -> Result<bool, InstallError> {
        let removed: Option<jiff::Timestamp> = standing.detail["uninstalledAt"]
            .as_str()
            .and_then(|at| at.parse().ok());
        let newer = match (event.timestamp, removed) {
            (Some(at), Some(removed)) => at > removed,
            _ => true,
        };
        if standing.state != StandingState::Uninstalled || !newer {
            return Ok(false);
        }
        let company = event
            .company_id
            .clone()
            .unwrap_or_else(|| standing.company.clone());
        let grant = self.opened(HOUSE, &company_secret(app, &company)).await?;
        let Some(Credentials::OAuth(grant)) = grant.as_deref().and_then(super::parsed) else {
            return Ok(false);
        };
        // With no token at all: it is exchanged for one when it is first needed.
        let lazy = Credentials::OAuth(Grant {
            access_token: String::new(),
            refresh_token: String::new(),
            expires_at: None,
            refresh_at: None,
            company: false,
            company_id: company.clone(),
            location_id: standing.account.clone(),
            ..grant
        });
        let (location, connection) = (&standing.location_id, &standing.connection_id);
        let name = token_secret(connection);
        let secret = self.secret(location, name, &lazy.to_secret_text()).await?;
        let now = self.clock.now();
        let alive = Standing {
            company,
            state: StandingState::Connected,
            words: String::new(),
            detail: json!({}),
            since: now,
            connected_at: event.timestamp.unwrap_or(now),
            ..standing.clone()
        };
        let writes = vec![
            secret,
            Write::Vendor(Box::new(VendorWrite::Standing(Box::new(alive)))),
            Write::Vendor(Box::new(VendorWrite::Wake {
                queue: tenon_sync::queue(connection),
            })),
        ];
        match self.commit(location, writes).await {
            // Somebody connected it at this very moment.
            Err(StoreError::Conflict { .. }) => Ok(false),
            done => Ok(done.map(|()| true)?),
        }
    }

    async fn concerned(&self, app: &str, event: &Event) -> Result<Vec<Standing>, StoreError> {
        match (&event.location_id, &event.company_id) {
            (Some(account), _) => self.store.standings_of_account(app, account).await,
            (None, Some(company)) => self.store.standings_of_company(app, company).await,
            (None, None) => Ok(Vec::new()),
        }
    }

    async fn forget(&self, location: &str, name: &str) -> Result<(), InstallError> {
        let Some((_, version)) = self.store.secret(location, name).await? else {
            return Ok(());
        };
        let name = name.to_owned();
        let forget = Write::Vendor(Box::new(VendorWrite::ForgetSecret { name, version }));
        match self.commit(location, vec![forget]).await {
            // The company has just installed it again: that counts.
            Err(StoreError::Conflict { .. }) => Ok(()),
            done => Ok(done?),
        }
    }
}
