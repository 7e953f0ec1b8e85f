//! Carries one event to its receiver.

use std::time::Duration;

use reqwest::{Client, StatusCode, header, redirect::Policy};

use super::parcel::Parcel;
use crate::SigningKey;

/// A receiver answers within this, or the try has failed: the vendor's advice is to answer at once
/// and work later.
pub const TIMEOUT: Duration = Duration::from_secs(5);
/// A receiver that does not take the connection within this is down.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(2);
/// So much of an answer is read, so that its connection can be used again.
const MAX_ANSWER: usize = 64 * 1024;
const AGENT: &str = concat!("Tenon-Webhooks/", env!("CARGO_PKG_VERSION"));
/// Base64 of the Ed25519 signature of the body.
const SIGNATURE: &str = "x-ghl-signature";

/// What became of a try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Outcome {
    /// The receiver has it.
    Delivered,
    /// The receiver wants it no more (410 Gone).
    Gone,
    /// It is to be tried again; why, for people.
    Failed(String),
}

/// The HTTP client, shared by all lanes, so that a receiver's connections are.
pub(super) struct Courier(Client);

impl Courier {
    pub(super) fn new() -> Result<Self, reqwest::Error> {
        provide_tls();
        let client = Client::builder()
            .user_agent(AGENT)
            // A receiver says where it is; a redirect could lead a signed body anywhere.
            .redirect(Policy::none())
            .no_proxy()
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(TIMEOUT)
            .build()?;
        Ok(Self(client))
    }

    /// One try. A parcel that is to be sent twice is delivered when its first copy is.
    pub(super) async fn deliver(&self, url: &str, key: &SigningKey, parcel: &Parcel) -> Outcome {
        let outcome = self.post(url, key, parcel).await;
        if parcel.twice {
            self.post(url, key, parcel).await;
        }
        outcome
    }

    async fn post(&self, url: &str, key: &SigningKey, parcel: &Parcel) -> Outcome {
        let request = self
            .0
            .post(url)
            .header(header::CONTENT_TYPE, "application/json")
            .header(SIGNATURE, key.sign(parcel.body.as_bytes()))
            .body(parcel.body.clone());
        let mut answer = match request.send().await {
            Ok(answer) => answer,
            // Without the URL, which may hold a secret of the receiver's.
            Err(error) => return Outcome::Failed(reason(&error.without_url())),
        };
        let status = answer.status();
        let mut read = 0;
        while let Ok(Some(chunk)) = answer.chunk().await {
            read += chunk.len();
            if read > MAX_ANSWER {
                break;
            }
        }
        if status.is_success() {
            Outcome::Delivered
        } else if status == StatusCode::GONE {
            Outcome::Gone
        } else {
            Outcome::Failed(format!("the answer was {}", status.as_u16()))
        }
    }
}

fn reason(error: &reqwest::Error) -> String {
    if error.is_timeout() {
        "there was no answer in time".to_owned()
    } else if error.is_connect() {
        "no connection could be made".to_owned()
    } else {
        format!("there was no answer: {error}")
    }
}

/// reqwest is built without a TLS provider of its own and panics when the process has none. The
/// binary installs one; where it did, this changes nothing.
fn provide_tls() {
    let _ = rustls::crypto::ring::default_provider().install_default();
}
