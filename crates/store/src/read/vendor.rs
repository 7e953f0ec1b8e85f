//! Apps, connections being made, and how connections stand.

use jiff::Timestamp;
use serde_json::Value as Json;
use tenon_model::time::from_micros;

use crate::{
    Store, StoreError,
    driver::{Row, values},
};

/// An app that Tenon is with a vendor. Its secret lies in the vault.
#[derive(Debug, Clone, PartialEq)]
pub struct VendorApp {
    /// Its id here.
    pub id: String,
    /// The vendor: `highlevel`.
    pub system: String,
    /// Its name for people.
    pub name: String,
    /// Its id at the vendor.
    pub client_id: String,
    /// What its connector needs to know and is no secret.
    pub settings: Json,
    /// Grows with every change; 0: it is new.
    pub version: i64,
}

/// A connection that somebody is about to make in the browser.
#[derive(Debug, Clone, PartialEq)]
pub struct ConnectFlow {
    /// The hash of its state.
    pub hash: String,
    /// The hub's location.
    pub location_id: String,
    /// The app; see [`VendorApp`].
    pub app_id: String,
    /// What was asked for.
    pub detail: Json,
    /// When it ends.
    pub expires_at: Timestamp,
    /// When it was used.
    pub used_at: Option<Timestamp>,
}

/// Whether a connection works, and if not, whose turn it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StandingState {
    /// It works.
    Connected,
    /// What the vendor answers makes no sense, or nothing comes: it is tried again and again.
    Troubled,
    /// The vendor has paused the account: the same credentials work once it is active again.
    Paused,
    /// The vendor refuses the credentials: somebody must connect again.
    Revoked,
    /// The app was taken away over there: there are no credentials any more.
    Uninstalled,
}

impl StandingState {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Connected,
        Self::Troubled,
        Self::Paused,
        Self::Revoked,
        Self::Uninstalled,
    ];

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Connected => "connected",
            Self::Troubled => "troubled",
            Self::Paused => "paused",
            Self::Revoked => "revoked",
            Self::Uninstalled => "uninstalled",
        }
    }

    fn parse(text: &str) -> Result<Self, StoreError> {
        Self::ALL
            .into_iter()
            .find(|state| state.name() == text)
            .ok_or_else(|| StoreError::Internal(format!("unknown standing {text}")))
    }
}

/// How a connection stands with its vendor.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    /// The hub's location.
    pub location_id: String,
    /// The connection.
    pub connection_id: String,
    /// The app it came by; empty: none (a private token).
    pub app_id: String,
    /// The account over there.
    pub account: String,
    /// The company over there; empty when it is not known.
    pub company: String,
    /// How it stands.
    pub state: StandingState,
    /// Why, for people; empty when it works.
    pub words: String,
    /// What else is known: `missingScopes` and the like.
    pub detail: Json,
    /// Since when it stands so.
    pub since: Timestamp,
    /// When its credentials were given, by the vendor's clock where that is known.
    pub connected_at: Timestamp,
    /// Grows with every change; 0: it is new.
    pub version: i64,
}

const APP: &str = "id, system, name, client_id, settings, version";
const STANDING: &str = "location_id, connection_id, app_id, account, company, state, words, detail,
    since, connected_at, version";

fn app(row: &Row) -> Result<VendorApp, StoreError> {
    Ok(VendorApp {
        id: row.string(0)?,
        system: row.string(1)?,
        name: row.string(2)?,
        client_id: row.string(3)?,
        settings: row.json(4)?,
        version: row.int(5)?,
    })
}

fn standing(row: &Row) -> Result<Standing, StoreError> {
    Ok(Standing {
        location_id: row.string(0)?,
        connection_id: row.string(1)?,
        app_id: row.string(2)?,
        account: row.string(3)?,
        company: row.string(4)?,
        state: StandingState::parse(&row.string(5)?)?,
        words: row.string(6)?,
        detail: row.json(7)?,
        since: from_micros(row.int(8)?),
        connected_at: from_micros(row.int(9)?),
        version: row.int(10)?,
    })
}

impl Store {
    /// An app, by its id here.
    ///
    /// # Errors
    /// See [`StoreError`]; absence is `None`.
    pub async fn vendor_app(&self, id: &str) -> Result<Option<VendorApp>, StoreError> {
        let sql = format!("SELECT {APP} FROM vendor_apps WHERE id = $1");
        let rows = self.find(&sql, &values![id]).await?;
        rows.first().map(app).transpose()
    }

    /// Every app at a vendor, oldest first.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn vendor_apps(&self, system: &str) -> Result<Vec<VendorApp>, StoreError> {
        let sql =
            format!("SELECT {APP} FROM vendor_apps WHERE system = $1 ORDER BY created_at, id");
        self.scan(&sql, &values![system])
            .await?
            .iter()
            .map(app)
            .collect()
    }

    /// A connection being made, by the hash of its state; also one that was used or has ended, as
    /// long as it is remembered.
    ///
    /// # Errors
    /// See [`StoreError`]; absence is `None`.
    pub async fn connect_flow(&self, hash: &str) -> Result<Option<ConnectFlow>, StoreError> {
        let sql = "SELECT hash, location_id, app_id, detail, expires_at, used_at
                   FROM connect_flows WHERE hash = $1";
        let rows = self.find(sql, &values![hash]).await?;
        let flow = |row: &Row| {
            Ok(ConnectFlow {
                hash: row.string(0)?,
                location_id: row.string(1)?,
                app_id: row.string(2)?,
                detail: row.json(3)?,
                expires_at: from_micros(row.int(4)?),
                used_at: row.optional_int(5)?.map(from_micros),
            })
        };
        rows.first().map(flow).transpose()
    }

    /// How a connection stands; `None`: nothing was noticed so far.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn standing(
        &self,
        location: &str,
        connection: &str,
    ) -> Result<Option<Standing>, StoreError> {
        let sql = format!(
            "SELECT {STANDING} FROM standings WHERE location_id = $1 AND connection_id = $2"
        );
        let rows = self.find(&sql, &values![location, connection]).await?;
        rows.first().map(standing).transpose()
    }

    /// How every connection stands that has been noticed, or those of one location.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn standings(&self, location: Option<&str>) -> Result<Vec<Standing>, StoreError> {
        let sql = format!(
            "SELECT {STANDING} FROM standings WHERE location_id = COALESCE($1, location_id)
             ORDER BY location_id, connection_id"
        );
        let rows = self.scan(&sql, &values![location]).await?;
        rows.iter().map(standing).collect()
    }

    /// Connections by an app to an account over there.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn standings_of_account(
        &self,
        app: &str,
        account: &str,
    ) -> Result<Vec<Standing>, StoreError> {
        let sql = format!(
            "SELECT {STANDING} FROM standings WHERE app_id = $1 AND account = $2
             ORDER BY location_id, connection_id"
        );
        let rows = self.find(&sql, &values![app, account]).await?;
        rows.iter().map(standing).collect()
    }

    /// Connections by an app to the accounts of a company over there.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn standings_of_company(
        &self,
        app: &str,
        company: &str,
    ) -> Result<Vec<Standing>, StoreError> {
        let sql = format!(
            "SELECT {STANDING} FROM standings WHERE app_id = $1 AND company = $2
             ORDER BY location_id, connection_id"
        );
        let rows = self.scan(&sql, &values![app, company]).await?;
        rows.iter().map(standing).collect()
    }
}
