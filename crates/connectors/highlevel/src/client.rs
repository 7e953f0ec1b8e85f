//! HTTP to the vendor: one exchange, bounded in time and size. It judges nothing: that is
//! `answer`'s.

use std::time::Duration;

use reqwest::header::{self, HeaderMap, HeaderValue};
use reqwest::{Request, StatusCode, Url, redirect, retry};

use crate::call::VERSION;
use crate::connector::SetupError;

/// A whole call, answer included. The vendor answers in well under a second; who waits on a change
/// made just now (a person at the console) gives up at about ten.
pub const CALL_TIMEOUT: Duration = Duration::from_secs(10);
/// The connection alone: two lost packets (1 s and 3 s) still get through, and half of the call's
/// time is left for the answer.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// How long a connection is kept for the next call. A server that closes it first makes a write
/// doubtful; five seconds are a common default (Node's).
const KEEP_IDLE: Duration = Duration::from_secs(4);
/// Largest answer. A page of 100 contacts with all their custom fields is below 1 MiB; a contact
/// with thousands of notes a few.
const MAX_BODY: usize = 8 * 1024 * 1024;

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    /// The body, or why it could not be read to its end.
    pub(crate) body: Result<Vec<u8>, String>,
}

/// Nothing came back.
pub(crate) struct Silence {
    /// Whether the request may have reached the vendor.
    pub(crate) sent: bool,
    pub(crate) why: String,
}

#[derive(Clone)]
pub(crate) struct Client {
    http: reqwest::Client,
    pub(crate) base: Url,
}

impl Client {
    pub(crate) fn new(base_url: &str) -> Result<Self, SetupError> {
        let base: Url = base_url
            .trim()
            .parse()
            .map_err(|_| SetupError::BaseUrl(base_url.to_owned()))?;
        let plain = base.scheme() == "http";
        if !plain && base.scheme() != "https" || !base.username().is_empty() {
            return Err(SetupError::BaseUrl(base_url.to_owned()));
        }
        // The process has one cryptographic provider; whoever comes first installs the same one.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut headers = HeaderMap::new();
        headers.insert("Version", HeaderValue::from_static(VERSION));
        headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
        let mut builder = reqwest::Client::builder()
            .user_agent(concat!("tenon/", env!("CARGO_PKG_VERSION")))
            .default_headers(headers)
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(CALL_TIMEOUT)
            .pool_idle_timeout(KEEP_IDLE)
            // A redirect would carry the token elsewhere, and turn a POST into a GET.
            .redirect(redirect::Policy::none())
            // A proxy out of the environment would see the token.
            .no_proxy()
            .retry(retry::never());
        if plain {
            // No certificate will be looked at, so that none needs to be installed.
            builder = builder.tls_certs_only([]);
        }
        let http = builder
            .build()
            .map_err(|error| SetupError::Tls(chain(&error)))?;
        Ok(Self { http, base })
    }

    pub(crate) fn request(&self, method: reqwest::Method, url: Url) -> reqwest::RequestBuilder {
        self.http.request(method, url)
    }

    pub(crate) async fn exchange(&self, request: Request) -> Result<Answer, Silence> {
        let response = self.http.execute(request).await;
        let mut response = response.map_err(|error| Silence {
            sent: !error.is_connect() && !error.is_builder(),
            why: chain(&error.without_url()),
        })?;
        let mut answer = Answer {
            status: response.status(),
            headers: std::mem::take(response.headers_mut()),
            body: Ok(Vec::new()),
        };
        answer.body = read(&mut response).await;
        Ok(answer)
    }
}

async fn read(response: &mut reqwest::Response) -> Result<Vec<u8>, String> {
    let mut body = Vec::new();
    loop {
        match response.chunk().await {
            Ok(None) => return Ok(body),
            Ok(Some(chunk)) if body.len() + chunk.len() <= MAX_BODY => {
                body.extend_from_slice(&chunk);
            }
            Ok(Some(_)) => return Err(format!("the answer is larger than {MAX_BODY} bytes")),
            Err(error) => return Err(chain(&error.without_url())),
        }
    }
}

/// An error with its causes, which is where reqwest says what happened.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}
