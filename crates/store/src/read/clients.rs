//! OAuth clients, and what they were allowed.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tenon_model::time::from_micros;

use crate::{
    Store, StoreError,
    driver::{Row, values},
};

/// An OAuth client: an app.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Client {
    /// `APPID-SUFFIX`.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// Where answers may be sent.
    pub redirect_uris: Vec<String>,
    /// What it may ask for, with spaces between.
    pub scopes: String,
    /// Whether it cannot keep a secret (RFC 6749, section 2.1).
    pub is_public: bool,
    /// Whether it must send a code challenge.
    pub needs_pkce: bool,
    /// The location that client credentials let it into; empty: none.
    pub location_id: String,
    /// Its secrets, newest first.
    pub secrets: Vec<ClientSecret>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was shut out.
    pub revoked_at: Option<Timestamp>,
    /// Grows with every change; 0: it is new.
    pub version: i64,
}

/// A client's secret: never itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientSecret {
    /// Lower-case hex of its SHA-256.
    pub hash: String,
    /// When it ends; `None`: not by itself.
    pub until: Option<Timestamp>,
}

/// What a person has allowed a client.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Grant {
    /// Its id.
    pub id: String,
    /// The client.
    pub client_id: String,
    /// The person.
    pub person_id: String,
    /// `Location` or `Company`.
    pub class: String,
    /// The company of those locations.
    pub company_id: String,
    /// The location, or those of the company that were approved.
    pub locations: Vec<String>,
    /// Scopes, with spaces between.
    pub scopes: String,
    /// When it was given.
    pub created_at: Timestamp,
    /// When it ended.
    pub revoked_at: Option<Timestamp>,
}

/// An authorization code as it is stored: never itself.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Code {
    /// Lower-case hex of its SHA-256.
    pub hash: String,
    /// Who may redeem it.
    pub client_id: String,
    /// The grant that comes to be when it is redeemed.
    pub grant_id: String,
    /// Where it was sent.
    pub redirect_uri: String,
    /// The S256 code challenge; empty: none was sent.
    pub challenge: String,
    /// The grant, as JSON.
    pub proposal: String,
    /// When it ends.
    pub expires_at: Timestamp,
    /// When it was redeemed.
    pub used_at: Option<Timestamp>,
}

/// A refresh token as it is stored: never itself.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RefreshToken {
    /// Lower-case hex of its SHA-256.
    pub hash: String,
    /// The grant it came of.
    pub grant_id: String,
    /// The location it is for, when its grant is a company's; else empty.
    pub location_id: String,
    /// Scopes, with spaces between.
    pub scopes: String,
    /// The access token given out along with it.
    pub access_hash: String,
    /// When it ends.
    pub expires_at: Timestamp,
    /// When it was used, or replaced before it was.
    pub spent_at: Option<Timestamp>,
    /// The refresh token that came of its use.
    pub heir: Option<String>,
}

const CLIENT: &str = "id, name, redirect_uris, scopes, is_public, needs_pkce, location_id, secrets,
                      created_at, revoked_at, version";
const GRANT: &str = "id, client_id, person_id, class, company_id, locations, scopes, created_at,
                     revoked_at";

fn client(row: &Row) -> Result<Client, StoreError> {
    Ok(Client {
        id: row.string(0)?,
        name: row.string(1)?,
        redirect_uris: row.json(2)?,
        scopes: row.string(3)?,
        is_public: row.int(4)? != 0,
        needs_pkce: row.int(5)? != 0,
        location_id: row.string(6)?,
        secrets: row.json(7)?,
        created_at: from_micros(row.int(8)?),
        revoked_at: row.optional_int(9)?.map(from_micros),
        version: row.int(10)?,
    })
}

fn grant(row: &Row) -> Result<Grant, StoreError> {
    Ok(Grant {
        id: row.string(0)?,
        client_id: row.string(1)?,
        person_id: row.string(2)?,
        class: row.string(3)?,
        company_id: row.string(4)?,
        locations: row.json(5)?,
        scopes: row.string(6)?,
        created_at: from_micros(row.int(7)?),
        revoked_at: row.optional_int(8)?.map(from_micros),
    })
}

impl Store {
    /// A client, also one that was shut out.
    ///
    /// # Errors
    /// See [`StoreError`]; absence is `None`.
    pub async fn client(&self, id: &str) -> Result<Option<Client>, StoreError> {
        let sql = format!("SELECT {CLIENT} FROM clients WHERE id = $1");
        let rows = self.find(&sql, &values![id]).await?;
        rows.first().map(client).transpose()
    }

    /// Every client, oldest first.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn clients(&self) -> Result<Vec<Client>, StoreError> {
        let sql = format!("SELECT {CLIENT} FROM clients ORDER BY created_at, id");
        self.scan(&sql, &[]).await?.iter().map(client).collect()
    }

    /// A grant, also one that has ended.
    ///
    /// # Errors
    /// See [`StoreError`]; absence is `None`.
    pub async fn grant(&self, id: &str) -> Result<Option<Grant>, StoreError> {
        let sql = format!("SELECT {GRANT} FROM grants WHERE id = $1");
        let rows = self.find(&sql, &values![id]).await?;
        rows.first().map(grant).transpose()
    }

    /// What a client is allowed now, oldest first.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn grants_of_client(&self, client: &str) -> Result<Vec<Grant>, StoreError> {
        let sql = format!(
            "SELECT {GRANT} FROM grants WHERE client_id = $1 AND revoked_at IS NULL
             ORDER BY created_at, id"
        );
        self.scan(&sql, &values![client])
            .await?
            .iter()
            .map(grant)
            .collect()
    }

    /// An authorization code, also one that was redeemed.
    ///
    /// # Errors
    /// See [`StoreError`]; absence is `None`.
    pub async fn code(&self, hash: &str) -> Result<Option<Code>, StoreError> {
        let sql = "SELECT hash, client_id, grant_id, redirect_uri, challenge, proposal, expires_at,
                     used_at
                   FROM authorization_codes WHERE hash = $1";
        let rows = self.find(sql, &values![hash]).await?;
        let Some(row) = rows.first() else {
            return Ok(None);
        };
        Ok(Some(Code {
            hash: row.string(0)?,
            client_id: row.string(1)?,
            grant_id: row.string(2)?,
            redirect_uri: row.string(3)?,
            challenge: row.string(4)?,
            proposal: row.string(5)?,
            expires_at: from_micros(row.int(6)?),
            used_at: row.optional_int(7)?.map(from_micros),
        }))
    }

    /// A refresh token, also one that was spent.
    ///
    /// # Errors
    /// See [`StoreError`]; absence is `None`.
    pub async fn refresh_token(&self, hash: &str) -> Result<Option<RefreshToken>, StoreError> {
        let sql = "SELECT hash, grant_id, location_id, scopes, access_hash, expires_at, spent_at,
                     heir
                   FROM refresh_tokens WHERE hash = $1";
        let rows = self.find(sql, &values![hash]).await?;
        let Some(row) = rows.first() else {
            return Ok(None);
        };
        Ok(Some(RefreshToken {
            hash: row.string(0)?,
            grant_id: row.string(1)?,
            location_id: row.string(2)?,
            scopes: row.string(3)?,
            access_hash: row.string(4)?,
            expires_at: from_micros(row.int(5)?),
            spent_at: row.optional_int(6)?.map(from_micros),
            heir: row.optional_string(7)?,
        }))
    }
}
