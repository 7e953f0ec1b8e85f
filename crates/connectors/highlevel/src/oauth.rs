//! HighLevel's OAuth for a browser: the address a person opens, and what its answer is exchanged for
//! (HighLevel docs, OAuth; both dialects of the answers).
//!
//! It keeps nothing: `install` does.

pub(crate) mod endpoint;

use jiff::Timestamp;
use reqwest::Url;
use serde_json::{Value, json};
use tenon_model::is_id;
use tenon_sync::remote::RemoteError;

use crate::budget::Seen;
use crate::call::Call;
use crate::client::Client;
use crate::connector::SetupError;
use crate::credentials::Grant;
use crate::{answer, scopes};
use endpoint::{Exchange, Told, Unmade};

/// Where a person chooses a location (HighLevel docs, Authorization).
pub const AUTHORIZE_URL: &str = "https://marketplace.gohighlevel.com/v2/oauth/chooselocation";
/// The same under the domain of white-labelled agencies.
pub const WHITE_LABEL_AUTHORIZE_URL: &str =
    "https://marketplace.leadconnectorhq.com/v2/oauth/chooselocation";
/// Locations of a company asked for at a time, and in all.
const PAGE: usize = 100;
const MAX_PAGES: usize = 100;

/// An app that Tenon is at HighLevel, without its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct App {
    /// Its id there.
    pub client_id: String,
    /// Its version, which an app that is not published must name.
    pub version_id: Option<String>,
    /// [`AUTHORIZE_URL`], [`WHITE_LABEL_AUTHORIZE_URL`], or a sandbox's.
    pub authorize_url: String,
    /// [`crate::BASE_URL`], or a sandbox's.
    pub base_url: String,
    /// Where the answer is sent, as it is registered there.
    pub redirect_uri: String,
    /// What is asked for.
    pub scopes: Vec<String>,
    /// The keys its webhooks are signed with; none: HighLevel's published ones.
    pub webhook_keys: Vec<String>,
}

impl App {
    /// Reads what [`App::settings`] wrote.
    #[must_use]
    pub fn of(client_id: &str, settings: &Value) -> Self {
        let text = |name: &str| settings[name].as_str().unwrap_or_default().to_owned();
        let texts = |name: &str| {
            let items = settings[name].as_array().into_iter().flatten();
            items.filter_map(Value::as_str).map(str::to_owned).collect()
        };
        Self {
            client_id: client_id.to_owned(),
            version_id: settings["versionId"].as_str().map(str::to_owned),
            authorize_url: text("authorizeUrl"),
            base_url: text("baseUrl"),
            redirect_uri: text("redirectUri"),
            scopes: texts("scopes"),
            webhook_keys: texts("webhookKeys"),
        }
    }

    /// What is kept of it, beside its client id. `authorize` is the address a person opens, all but its
    /// `state`.
    ///
    /// # Errors
    /// When one of its addresses is none.
    pub fn settings(&self) -> Result<Value, SetupError> {
        Client::new(&self.base_url)?;
        Ok(json!({
            "versionId": self.version_id,
            "authorizeUrl": self.authorize_url,
            "authorize": self.authorize()?,
            "baseUrl": self.base_url.trim_end_matches('/'),
            "redirectUri": self.redirect_uri,
            "scopes": self.scopes,
            "webhookKeys": self.webhook_keys,
        }))
    }

    /// The address a person opens, all but its `state` (RFC 6749, section 4.1.1). HighLevel's documents do
    /// not speak of `state`; it is sent all the same, and an answer without it is refused.
    fn authorize(&self) -> Result<String, SetupError> {
        let bad = || SetupError::BaseUrl(self.authorize_url.clone());
        let mut url: Url = self.authorize_url.parse().map_err(|_| bad())?;
        if !matches!(url.scheme(), "https" | "http") {
            return Err(bad());
        }
        let scopes = self.scopes.join(" ");
        let mut pairs = url.query_pairs_mut();
        pairs.extend_pairs([
            ("response_type", "code"),
            ("client_id", &self.client_id),
            ("redirect_uri", &self.redirect_uri),
            ("scope", &scopes),
        ]);
        if let Some(version) = &self.version_id {
            pairs.append_pair("version_id", version);
        }
        drop(pairs);
        Ok(url.into())
    }

    /// Its id without the suffix: what webhooks call `appId` (both of HighLevel's SDKs).
    #[must_use]
    pub fn app_id(&self) -> &str {
        self.client_id.split('-').next().unwrap_or_default()
    }
}

/// Why a browser's answer led to no connection.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExchangeError {
    /// HighLevel refused, in its own words.
    #[error("HighLevel refused: {0}")]
    Refused(String),
    /// Nothing sensible came back; the code may be used up.
    #[error("HighLevel's answer was lost or cannot be read ({0}); start again")]
    Lost(String),
    /// The app's address is of no use.
    #[error(transparent)]
    Setup(#[from] SetupError),
}

/// What an install gave.
#[derive(Clone, PartialEq, Eq)]
pub struct Installed {
    /// The pair.
    pub grant: Grant,
    /// What it may do, as the vendor says; empty: not told.
    pub scope: String,
    /// When, by the vendor's clock where it tells.
    pub at: Timestamp,
}

/// Exchanges a browser's code (RFC 6749, section 4.1.3).
///
/// # Errors
/// See [`ExchangeError`]. A code can be used once: after any error somebody must start again.
pub async fn redeem(
    app: &App,
    secret: &str,
    code: &str,
    now: Timestamp,
) -> Result<Installed, ExchangeError> {
    let client = Client::new(&app.base_url)?;
    let form = [
        ("client_id", app.client_id.as_str()),
        ("client_secret", secret),
        ("grant_type", "authorization_code"),
        ("code", code),
        ("user_type", "Location"),
        ("redirect_uri", &app.redirect_uri),
    ];
    let told = endpoint::ask(&client, &Exchange::token(&form))
        .await
        .map_err(unmade)?;
    Ok(installed(app, secret, told, now))
}

/// Exchanges a company's token for one of a location.
///
/// # Errors
/// See [`ExchangeError`].
pub async fn location_token(
    app: &App,
    secret: &str,
    company_token: &str,
    (company, location): (&str, &str),
    now: Timestamp,
) -> Result<Installed, ExchangeError> {
    let client = Client::new(&app.base_url)?;
    let form = [("companyId", company), ("locationId", location)];
    let exchange = Exchange::location(&form, company_token);
    let mut told = endpoint::ask(&client, &exchange).await.map_err(unmade)?;
    // The answer's schema has neither; what was asked for is what was given.
    told.company = false;
    location.clone_into(&mut told.location_id);
    company.clone_into(&mut told.company_id);
    Ok(installed(app, secret, told, now))
}

fn installed(app: &App, secret: &str, told: Told, now: Timestamp) -> Installed {
    let (expires_at, refresh_at) = told.times(now);
    Installed {
        grant: Grant {
            client_id: app.client_id.clone(),
            client_secret: secret.to_owned(),
            access_token: told.access_token,
            refresh_token: told.refresh_token.unwrap_or_default(),
            expires_at,
            refresh_at,
            company: told.company,
            company_id: told.company_id,
            location_id: told.location_id,
        },
        scope: told.scope,
        at: told.date.unwrap_or(now),
    }
}

fn unmade(unmade: Unmade) -> ExchangeError {
    match unmade {
        Unmade::NotSent(why) | Unmade::Lost(why) => ExchangeError::Lost(why),
        Unmade::Answered {
            status, message, ..
        } => match message {
            Some(message) if status < 500 => ExchangeError::Refused(message),
            message => {
                let words = message.unwrap_or_else(|| "not the API's answer".to_owned());
                ExchangeError::Lost(format!("status {status}: {words}"))
            }
        },
    }
}

/// A location of a company where the app is installed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// Where a company has the app installed: `GET /oauth/installedLocations`.
///
/// # Errors
/// See [`ExchangeError`].
pub async fn installed_locations(
    app: &App,
    company_token: &str,
    company: &str,
    now: Timestamp,
) -> Result<Vec<Place>, ExchangeError> {
    let client = Client::new(&app.base_url)?;
    let mut places = Vec::new();
    for page in 0..MAX_PAGES {
        let call = Call::get(&["oauth", "installedLocations"])
            .of_many()
            .query("companyId", company)
            .query("appId", app.app_id())
            .query("isInstalled", "true")
            .query("skip", &(page * PAGE).to_string())
            .query("limit", &PAGE.to_string());
        let lost = |error: RemoteError| ExchangeError::Lost(error.to_string());
        let url = call.url(&client.base).map_err(lost)?;
        let request = client
            .request(call.method.clone(), url)
            .header("Version", call.version())
            .bearer_auth(company_token)
            .build();
        let request =
            request.map_err(|error| ExchangeError::Lost(error.without_url().to_string()))?;
        let answer = client.exchange(request).await;
        let answer = answer.map_err(|silence| ExchangeError::Lost(silence.why))?;
        let judged = answer::judge(&call, &answer, &Seen::read(&answer.headers), now);
        let body = judged.map_err(|error| match error {
            RemoteError::Unauthorized(message) if crate::health::is_about_scope(&message) => {
                ExchangeError::Refused(scopes::words("oauth.readonly"))
            }
            RemoteError::Unauthorized(message) | RemoteError::Refused { message, .. } => {
                ExchangeError::Refused(message)
            }
            error => lost(error),
        })?;
        let items = body["locations"].as_array();
        let items =
            items.ok_or_else(|| ExchangeError::Lost("the answer holds no locations".into()))?;
        places.extend(items.iter().filter_map(|item| {
            let id = item["_id"].as_str().filter(|id| is_id(id))?;
            Some(Place {
                id: id.to_owned(),
                name: item["name"].as_str().unwrap_or(id).to_owned(),
            })
        }));
        if items.len() < PAGE {
            break;
        }
    }
    Ok(places)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn app() -> App {
        App {
            client_id: "65f-abc".into(),
            version_id: Some("v1".into()),
            authorize_url: AUTHORIZE_URL.into(),
            base_url: "https://services.example/".into(),
            redirect_uri: "https://hub.example/connect/callback".into(),
            scopes: vec!["contacts.readonly".into(), "locations/tags.readonly".into()],
            webhook_keys: Vec::new(),
        }
    }

    #[test]
    fn the_address_names_all_but_the_state() {
        let settings = app().settings().unwrap();
        assert_eq!(
            settings["authorize"],
            "https://marketplace.gohighlevel.com/v2/oauth/chooselocation?response_type=code\
             &client_id=65f-abc&redirect_uri=https%3A%2F%2Fhub.example%2Fconnect%2Fcallback\
             &scope=contacts.readonly+locations%2Ftags.readonly&version_id=v1"
        );
        let read = App::of("65f-abc", &settings);
        assert_eq!(
            read,
            App {
                base_url: "https://services.example".into(),
                ..app()
            }
        );
        assert_eq!(read.app_id(), "65f");
        for bad in ["", "marketplace", "javascript:alert(1)", "ftp://x"] {
            let bad = App {
                authorize_url: bad.into(),
                ..app()
            };
            assert!(bad.settings().is_err());
        }
    }
}
