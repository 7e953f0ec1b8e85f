//! The catch hook: one POST of JSON, and what its outcome lets us say.

use std::{error::Error as _, sync::Arc, time::Duration};

use reqwest::{Client, StatusCode, header, redirect::Policy};
use serde_json::Value;
use tenon_webhooks::{Guard, Refused};

/// A catch hook answers at once, before its Zap runs.
pub const TIMEOUT: Duration = Duration::from_secs(10);
/// One that does not take the connection within this is down.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(4);
/// So much of an answer is kept in the ledger, in bytes.
const KEPT: usize = 500;
const AGENT: &str = concat!("Tenon/", env!("CARGO_PKG_VERSION"));

/// What became of a POST, and why, for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Said {
    /// The receiver has it.
    Taken(String),
    /// The receiver will not have it.
    Refused(String),
    /// It certainly had no effect, and may be tried again.
    NotSent(String),
    /// Nobody knows whether it had an effect.
    Unknown(String),
}

/// Carries hand-offs; clones share it.
#[derive(Clone)]
pub struct Hook {
    client: Client,
    guard: Guard,
}

impl Hook {
    /// A carrier to where the guard lets it go.
    ///
    /// # Errors
    /// When TLS cannot be set up.
    pub fn new(guard: Guard) -> Result<Self, reqwest::Error> {
        // reqwest is built without a TLS provider of its own; where the process has one, this
        // changes nothing.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder()
            .user_agent(AGENT)
            // A redirect could lead a person's data anywhere.
            .redirect(Policy::none())
            .no_proxy()
            .dns_resolver(Arc::new(guard.clone()))
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(TIMEOUT)
            // A connection that was closed while it was idle could not be told from an answer that
            // never came.
            .pool_max_idle_per_host(0)
            .build()?;
        Ok(Self { client, guard })
    }

    pub(super) async fn post(&self, url: &str, body: &Value) -> Said {
        // A literal address is not asked of the resolver.
        let url = match self.guard.url(url) {
            Ok(url) => url,
            Err(refused) => return Said::Refused(refused.to_string()),
        };
        let request = self
            .client
            .post(url)
            .header(header::CONTENT_TYPE, "application/json")
            .body(body.to_string());
        let mut answer = match request.send().await {
            Ok(answer) => answer,
            Err(error) => return failed(error),
        };
        let (status, mut text) = (answer.status(), Vec::new());
        // The status decides; an answer that breaks off behind it changes nothing.
        while let Ok(Some(chunk)) = answer.chunk().await {
            let room = KEPT.saturating_sub(text.len());
            text.extend(&chunk[..chunk.len().min(room)]);
            if room == 0 {
                break;
            }
        }
        let text = String::from_utf8_lossy(&text).replace('\0', "");
        judge(status, text.trim())
    }
}

fn judge(status: StatusCode, text: &str) -> Said {
    let said = format!("the hook answered {}: {text}", status.as_u16());
    match status {
        _ if status.is_success() => Said::Taken(said),
        // Refused for now, which is an answer.
        StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => Said::NotSent(said),
        // Something in between may have taken it.
        StatusCode::REQUEST_TIMEOUT => Said::Unknown(said),
        _ if status.is_server_error() => Said::Unknown(said),
        _ => Said::Refused(said),
    }
}

fn failed(error: reqwest::Error) -> Said {
    let mut source = error.source();
    while let Some(inner) = source {
        match inner.downcast_ref::<Refused>() {
            Some(Refused::NotFound) => {
                return Said::NotSent("the hook's host was not found".into());
            }
            Some(refused) => return Said::Refused(refused.to_string()),
            None => source = inner.source(),
        }
    }
    if error.is_connect() {
        Said::NotSent("no connection to the hook could be made".into())
    } else if error.is_builder() {
        Said::Refused("the hook's URL cannot be called".into())
    } else if error.is_timeout() {
        Said::Unknown("no answer came in time".into())
    } else {
        // Without the URL, which is a secret.
        Said::Unknown(format!("no answer came: {}", error.without_url()))
    }
}
