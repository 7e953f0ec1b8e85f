//! One request for a feed, within bounds, and only to where webhooks may go too.

use std::{sync::Arc, time::Duration};

use reqwest::{Client, StatusCode, header, redirect::Policy};
use tenon_webhooks::{Guard, Refused};

/// A calendar's file; ten years of a busy studio are some megabytes.
const MAX_FEED: usize = 20 << 20;
/// How long the whole of it may take: hosts make large calendars slowly.
const TIMEOUT: Duration = Duration::from_secs(60);
/// How long the connection may take.
const CONNECT: Duration = Duration::from_secs(10);
const AGENT: &str = concat!("Tenon/", env!("CARGO_PKG_VERSION"));

/// Why a feed was not had. The URL is a secret and never told.
#[derive(Debug, thiserror::Error)]
pub(super) enum FetchError {
    #[error(transparent)]
    Refused(#[from] Refused),
    #[error("the calendar's host answered {0}")]
    Status(u16),
    #[error("the calendar is larger than {} MiB", MAX_FEED >> 20)]
    TooLarge,
    #[error("the calendar's host is away: {0}")]
    Away(String),
}

/// What there is.
pub(super) enum Fetched {
    /// What there was.
    Same,
    /// A file.
    New {
        bytes: Vec<u8>,
        etag: Option<String>,
        modified: Option<String>,
    },
}

/// Asks for feeds; clones share it.
#[derive(Clone)]
pub struct FeedClient {
    client: Client,
    guard: Guard,
}

impl FeedClient {
    /// A client that goes where the guard lets it.
    ///
    /// # Errors
    /// When no client can be made, in words.
    pub fn new(guard: Guard) -> Result<Self, String> {
        // One provider for the process; where it has one, this changes nothing.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder()
            .user_agent(AGENT)
            .redirect(Policy::none())
            .no_proxy()
            .dns_resolver(Arc::new(guard.clone()))
            .connect_timeout(CONNECT)
            .timeout(TIMEOUT)
            .build()
            .map_err(|error| error.to_string())?;
        Ok(Self { client, guard })
    }

    /// Fetches a calendar once, to see that it is one.
    ///
    /// # Errors
    /// Why not, in words, without the URL.
    pub async fn try_calendar(&self, url: &str) -> Result<(), String> {
        match self.get(url, None, None).await {
            Ok(Fetched::New { bytes, .. }) => {
                let text = String::from_utf8_lossy(bytes.get(..1_000).unwrap_or(&bytes));
                let begins = text.trim_start_matches('\u{feff}').trim_start();
                if begins.starts_with("BEGIN:VCALENDAR") {
                    Ok(())
                } else {
                    Err("what is there is no calendar (.ics)".into())
                }
            }
            Ok(Fetched::Same) => Ok(()),
            Err(error) => Err(error.to_string()),
        }
    }

    pub(super) async fn get(
        &self,
        url: &str,
        etag: Option<&str>,
        modified: Option<&str>,
    ) -> Result<Fetched, FetchError> {
        // What programs subscribe to with; the file behind it is fetched as any other.
        let url = match url.strip_prefix("webcal://") {
            Some(rest) => format!("https://{rest}"),
            None => url.to_owned(),
        };
        let mut request = self.client.get(self.guard.url(&url)?);
        if let Some(etag) = etag {
            request = request.header(header::IF_NONE_MATCH, etag);
        }
        if let Some(modified) = modified {
            request = request.header(header::IF_MODIFIED_SINCE, modified);
        }
        let away = |error: reqwest::Error| FetchError::Away(error.without_url().to_string());
        let mut answer = request.send().await.map_err(away)?;
        if answer.status() == StatusCode::NOT_MODIFIED {
            return Ok(Fetched::Same);
        }
        if answer.status() != StatusCode::OK {
            return Err(FetchError::Status(answer.status().as_u16()));
        }
        let field = |name| {
            let value = answer.headers().get(name)?;
            Some(value.to_str().ok()?.to_owned())
        };
        let (etag, modified) = (field(header::ETAG), field(header::LAST_MODIFIED));
        let mut bytes = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(away)? {
            if bytes.len() + chunk.len() > MAX_FEED {
                return Err(FetchError::TooLarge);
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(Fetched::New {
            bytes,
            etag,
            modified,
        })
    }
}
