//! Carries one event to its receiver.

use std::{error::Error, sync::Arc, time::Duration};

use jiff::Timestamp;
use reqwest::{Client, RequestBuilder, StatusCode, header, redirect::Policy};
use tokio::time::Instant;

use super::parcel::Parcel;
use crate::{Format, Guard, Refused, SigningKey, Subscription};

/// A receiver answers within this, or the try has failed: the vendor's advice is to answer at once
/// and work later.
pub const TIMEOUT: Duration = Duration::from_secs(5);
/// A receiver that does not take the connection within this is down.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(2);
/// Idle connections kept per receiver, and for how long.
const IDLE: (usize, Duration) = (16, Duration::from_secs(30));
/// So much of an answer is read, so that its connection can be used again.
const MAX_ANSWER: usize = 64 * 1024;
/// So much of it is kept in the log of deliveries, in bytes.
const KEPT_ANSWER: usize = 1_024;
const AGENT: &str = concat!("Tenon-Webhooks/", env!("CARGO_PKG_VERSION"));
/// Base64 of the Ed25519 signature of the body.
const SIGNATURE: &str = "x-ghl-signature";

/// What became of a try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Outcome {
    /// The receiver has it.
    Delivered,
    /// The receiver wants nothing more (410 Gone).
    Gone,
    /// The receiver is there and does not take this one; why, for people.
    Refused(String),
    /// The receiver is not there, or not well; why, for people.
    Failed(String),
}

/// A try, as it went.
#[derive(Debug, Clone)]
pub(super) struct Report {
    pub(super) outcome: Outcome,
    pub(super) status: Option<u16>,
    /// The answer's first part.
    pub(super) answer: String,
    pub(super) took: Duration,
}

/// The HTTP client, shared by all lanes, so that a receiver's connections are.
pub(super) struct Courier {
    client: Client,
    guard: Guard,
}

impl Courier {
    pub(super) fn new(guard: Guard) -> Result<Self, reqwest::Error> {
        provide_tls();
        let client = Client::builder()
            .user_agent(AGENT)
            // A receiver says where it is; a redirect could lead a signed body anywhere.
            .redirect(Policy::none())
            // A proxy would connect in our stead, and to whatever it likes.
            .no_proxy()
            .dns_resolver(Arc::new(guard.clone()))
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(TIMEOUT)
            .pool_max_idle_per_host(IDLE.0)
            .pool_idle_timeout(IDLE.1)
            .build()?;
        Ok(Self { client, guard })
    }

    /// One try. A parcel that is to be sent twice is delivered when its first copy is.
    pub(super) async fn deliver(
        &self,
        to: &Subscription,
        key: &SigningKey,
        parcel: &Parcel,
        now: Timestamp,
    ) -> Report {
        let report = self.post(to, key, parcel, now).await;
        if parcel.twice {
            self.post(to, key, parcel, now).await;
        }
        report
    }

    async fn post(
        &self,
        to: &Subscription,
        key: &SigningKey,
        parcel: &Parcel,
        now: Timestamp,
    ) -> Report {
        let began = Instant::now();
        let report = |outcome, status: Option<StatusCode>, answer: &[u8]| Report {
            outcome,
            status: status.map(|status| status.as_u16()),
            answer: kept(answer),
            took: began.elapsed(),
        };
        // A literal address is not asked of the resolver, so the URL itself is judged each time.
        let url = match self.guard.url(&to.url) {
            Ok(url) => url,
            Err(refused) => return report(Outcome::Failed(refused.to_string()), None, &[]),
        };
        let request = self
            .client
            .post(url)
            .header(header::CONTENT_TYPE, "application/json");
        let request = sign(request, to, key, parcel, now).body(parcel.body.clone());
        let mut answer = match request.send().await {
            Ok(answer) => answer,
            Err(error) => return report(Outcome::Failed(reason(error)), None, &[]),
        };
        let (status, mut read, mut first) = (answer.status(), 0, Vec::new());
        while let Ok(Some(chunk)) = answer.chunk().await {
            let room = KEPT_ANSWER - first.len();
            first.extend(&chunk[..chunk.len().min(room)]);
            read += chunk.len();
            if read > MAX_ANSWER {
                break;
            }
        }
        report(judge(status), Some(status), &first)
    }
}

fn judge(status: StatusCode) -> Outcome {
    let said = format!("the answer was {}", status.as_u16());
    match status {
        _ if status.is_success() => Outcome::Delivered,
        StatusCode::GONE => Outcome::Gone,
        StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_MANY_REQUESTS => Outcome::Failed(said),
        _ if status.is_server_error() => Outcome::Failed(said),
        _ => Outcome::Refused(said),
    }
}

fn sign(
    request: RequestBuilder,
    to: &Subscription,
    key: &SigningKey,
    parcel: &Parcel,
    now: Timestamp,
) -> RequestBuilder {
    match to.format {
        Format::HighLevel => request.header(SIGNATURE, key.sign(parcel.body.as_bytes())),
        Format::Standard => {
            let (id, seconds) = (&parcel.webhook_id, now.as_second());
            let signed = key.sign_standard(to.secret.as_ref(), id, seconds, &parcel.body);
            request
                .header("webhook-id", id)
                .header("webhook-timestamp", seconds)
                .header("webhook-signature", signed)
        }
    }
}

/// What is kept of an answer: text, without what no database holds.
fn kept(answer: &[u8]) -> String {
    String::from_utf8_lossy(answer).replace('\0', "")
}

fn reason(error: reqwest::Error) -> String {
    let mut source = error.source();
    while let Some(inner) = source {
        if let Some(refused) = inner.downcast_ref::<Refused>() {
            return refused.to_string();
        }
        source = inner.source();
    }
    if error.is_timeout() {
        "there was no answer in time".to_owned()
    } else if error.is_connect() {
        "no connection could be made".to_owned()
    } else {
        // Without the URL, which may hold a secret of the receiver's.
        format!("there was no answer: {}", error.without_url())
    }
}

/// reqwest is built without a TLS provider of its own and panics when the process has none. The
/// binary installs one; where it did, this changes nothing.
fn provide_tls() {
    let _ = rustls::crypto::ring::default_provider().install_default();
}
